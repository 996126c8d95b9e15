package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyTiffTest {
    private static Page page(int width, Resolution resolution) {
        var bitmap = new Bitmap(width, 400);
        var random = new SplittableRandom(7);
        for (int i = 0; i < 3000; i++) {
            bitmap.setBlack(random.nextInt(width), random.nextInt(400));
        }
        return new Page(bitmap, resolution);
    }

    private static Source tiff(Coding coding, Page... pages) {
        return new Source("a.tif", TiffWriter.write(List.of(pages), TiffOptions.of(coding)));
    }

    @Test
    void pages_of_fax_width_in_t6_and_in_the_wanted_resolution_are_ready() {
        Source two = tiff(Coding.MMR, page(1728, Resolution.FINE), page(1728, Resolution.FINE));
        assertThat(ReadyTiff.pages(two, Resolution.FINE)).hasValue(2);
        assertThat(ReadyTiff.pages(two, Resolution.STANDARD)).isEmpty();
        assertThat(ReadyTiff.pages(tiff(Coding.MMR, page(1728, Resolution.SUPERFINE)), Resolution.SUPERFINE))
                .hasValue(1);
    }

    @Test
    void another_width_coding_or_mixed_resolutions_are_to_be_rendered() {
        assertThat(ReadyTiff.pages(tiff(Coding.MMR, page(2048, Resolution.FINE)), Resolution.FINE))
                .isEmpty();
        assertThat(ReadyTiff.pages(tiff(Coding.MH, page(1728, Resolution.FINE)), Resolution.FINE))
                .isEmpty();
        assertThat(ReadyTiff.pages(
                        tiff(Coding.MMR, page(1728, Resolution.FINE), page(1728, Resolution.STANDARD)),
                        Resolution.FINE))
                .isEmpty();
        assertThat(ReadyTiff.pages(new Source("a.pdf", "%PDF-1.4".getBytes(StandardCharsets.UTF_8)), Resolution.FINE))
                .isEmpty();
    }

    /** A file with anything wrong is left to the renderer, which says what; and what is called ready can be read. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_damaged_file_is_never_called_ready_unless_it_still_reads_whole(long seed) throws Exception {
        byte[] whole = tiff(Coding.MMR, page(1728, Resolution.FINE)).content();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged =
                    random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int hits = random.nextInt(3); hits >= 0 && damaged.length > 0; hits--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (ReadyTiff.pages(new Source("a.tif", damaged), Resolution.FINE).isPresent()) {
                var page = TiffFile.read(damaged).page(0);
                assertThat(page.damagedRows() + page.missingRows())
                        .as("seed %d, %d", seed, i)
                        .isZero();
            }
        }
        assertThat(ReadyTiff.pages(new Source("a.tif", Arrays.copyOf(whole, whole.length / 2)), Resolution.FINE))
                .isEmpty();
    }
}

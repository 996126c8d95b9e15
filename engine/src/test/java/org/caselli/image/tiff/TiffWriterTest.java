package org.caselli.image.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TiffWriterTest {
    private static final List<Page> PAGES = List.of(
            new Page(TestPages.text(1728, 1143, 1), Resolution.STANDARD),
            new Page(TestPages.checker(99, 7), Resolution.SUPERFINE),
            new Page(TestPages.white(2432, 1), Resolution.FINE),
            new Page(TestPages.noise(1, 50, 0.5, 2), Resolution.FINE));

    @ParameterizedTest
    @EnumSource
    void pages_come_back_as_they_were(Coding coding) throws TiffException {
        for (boolean lowestFirst : new boolean[] {false, true}) {
            var options = new TiffOptions(coding, lowestFirst, 4, "Four pages", Optional.empty());
            TiffFile read = TiffFile.read(TiffWriter.write(PAGES, options));
            assertThat(read.pages()).isEqualTo(PAGES.size());
            for (int i = 0; i < PAGES.size(); i++) {
                Page page = PAGES.get(i);
                assertThat(read.page(i))
                        .isEqualTo(new TiffPage(page, 204, page.resolution().yDpi(), Optional.of(coding), 0, 0));
            }
        }
    }

    @Test
    void a_page_that_is_coded_already_is_stored_as_it_is() throws IOException, TiffException {
        Bitmap bitmap = TestPages.text(1728, 400, 3);
        var file = new ByteArrayOutputStream();
        byte[] t6 = PageCodec.encode(bitmap, Coding.MMR, EncodeOptions.PLAIN);
        byte[] mr = PageCodec.encode(bitmap, Coding.MR, new EncodeOptions(2, true, false, false, false, 100));
        try (var writer = new TiffWriter(file, TiffOptions.of(Coding.MH))) {
            writer.appendCoded(t6, Coding.MMR, 1728, 400, Resolution.FINE);
            writer.appendCoded(mr, Coding.MR, 1728, 400, Resolution.STANDARD);
            writer.append(new Page(bitmap, Resolution.FINE), 3, 2);
        }
        TiffFile read = TiffFile.read(file.toByteArray());
        for (int i = 0; i < 3; i++) {
            assertThat(read.page(i).page().bitmap()).isEqualTo(bitmap);
        }
        assertThat(text(file.toByteArray())).contains(text(t6)).contains(text(mr));
    }

    @Test
    void no_more_than_one_page_is_held_back() throws IOException {
        var file = new ByteArrayOutputStream();
        try (var writer = new TiffWriter(file, TiffOptions.PLAIN)) {
            writer.append(PAGES.get(0));
            assertThat(file.size()).isEqualTo(8);
            writer.append(PAGES.get(1));
            int afterFirst = file.size();
            assertThat(afterFirst).isGreaterThan(100);
            writer.append(PAGES.get(2));
            assertThat(file.size()).isGreaterThan(afterFirst);
        }
    }

    @Test
    void a_description_and_a_time_are_written_as_tiff_wants_them() {
        byte[] file = TiffWriter.write(
                PAGES,
                TiffOptions.PLAIN
                        .withDescription("From +49 30 é")
                        .withWritten(LocalDateTime.of(2026, 11, 21, 7, 8, 9))
                        .withTotalPages(4));
        assertThat(text(file))
                .contains("From +49 30 ?\0")
                .contains("2026:11:21 07:08:09\0")
                .contains("Caselli\0");
    }

    @Test
    void a_page_without_rows_and_a_page_too_late_are_refused() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new TiffWriter(out, TiffOptions.PLAIN);
        assertThatThrownBy(() -> writer.append(new Page(new Bitmap(8, 0), Resolution.FINE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Page 1 has no rows");
        writer.append(PAGES.get(1));
        writer.close();
        int size = out.size();
        writer.close();
        assertThat(out.size()).isEqualTo(size);
        assertThatThrownBy(() -> writer.append(PAGES.get(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}

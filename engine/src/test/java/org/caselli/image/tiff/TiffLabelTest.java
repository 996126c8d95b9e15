package org.caselli.image.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.testkit.Peers;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A label changes nothing but the first directory, and libtiff's tools like the file as before. */
class TiffLabelTest {
    private static final TiffLabel LABEL = new TiffLabel(
            "{\"caselli\":\"received\",\"tsid\":\"ANN\"}", LocalDateTime.of(2026, 11, 21, 9, 30), OptionalInt.of(42));

    @TempDir
    Path folder;

    private Path plain() throws IOException {
        return Files.write(
                folder.resolve("plain.tif"),
                TiffWriter.write(
                        List.of(
                                new Page(TestPages.text(1728, 1000, 1), Resolution.FINE),
                                new Page(TestPages.text(1728, 300, 2), Resolution.FINE)),
                        TiffOptions.PLAIN));
    }

    private static TiffLabel.Source source(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        return new TiffLabel.Source() {
            @Override
            public long length() {
                return octets.length;
            }

            @Override
            public byte[] read(int at, int count) {
                return Arrays.copyOfRange(octets, at, at + count);
            }
        };
    }

    private static byte[] labelled(Path file) throws IOException, TiffException {
        TiffLabel.Ends ends = LABEL.on(source(file));
        var out = new ByteArrayOutputStream();
        out.writeBytes(ends.header());
        byte[] before = Files.readAllBytes(file);
        out.write(before, TiffLabel.HEADER, before.length - TiffLabel.HEADER);
        out.writeBytes(ends.tail());
        return out.toByteArray();
    }

    @Test
    void the_pages_stay_where_they_were_and_the_same_label_makes_the_same_octets() throws Exception {
        Path plain = plain();
        byte[] before = Files.readAllBytes(plain);
        byte[] after = labelled(plain);
        assertThat(Arrays.copyOfRange(after, 8, before.length)).isEqualTo(Arrays.copyOfRange(before, 8, before.length));
        assertThat(labelled(plain)).isEqualTo(after);
        TiffFile read = TiffFile.read(after);
        assertThat(read.pages()).isEqualTo(2);
        for (int page = 0; page < 2; page++) {
            assertThat(read.page(page).page().bitmap())
                    .isEqualTo(TiffFile.read(before).page(page).page().bitmap());
        }
    }

    @Test
    void libtiff_shows_the_label_and_finds_the_pages_unchanged() throws Exception {
        Peers.require("tiffinfo");
        Path plain = plain();
        Files.write(folder.resolve("labelled.tif"), labelled(plain));
        String shown = Peers.run(folder, "tiffinfo", "labelled.tif");
        assertThat(shown)
                .contains("ImageDescription: {\"caselli\":\"received\",\"tsid\":\"ANN\"}")
                .contains("DateTime: 2026:11:21 09:30:00")
                .contains("FaxRecvTime: 42")
                .doesNotContainIgnoringCase("warning");
        assertThat(Peers.run(folder, "tiffcmp", "-t", "plain.tif", "labelled.tif"))
                .as("dots and tags that differ")
                .isEqualToNormalizingWhitespace("ImageDescription tag appears only in labelled.tif"
                        + " DateTime tag appears only in labelled.tif Directory 1:");
    }

    @Test
    void a_big_endian_file_of_others_is_labelled_as_well() throws Exception {
        var raw = new RawTiff(ByteOrder.BIG_ENDIAN);
        var page = TestPages.text(1728, 100, 3);
        raw.page(page.width(), page.height(), 1, page.rows()).number(Tag.ROWS_PER_STRIP, Tag.LONG, page.height());
        Path file = Files.write(folder.resolve("big.tif"), raw.build());
        TiffFile read = TiffFile.read(labelled(file));
        assertThat(read.page(0).page().bitmap()).isEqualTo(page);
    }

    @Test
    void what_is_no_whole_tiff_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(plain());
        for (int length : new int[] {0, 7, 8, 9, 20, 100}) {
            Path torn = Files.write(folder.resolve("torn.tif"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> LABEL.on(source(torn))).isInstanceOf(TiffException.class);
        }
        Path text = Files.writeString(folder.resolve("text.tif"), "This is a text, and no TIFF file.");
        assertThatThrownBy(() -> LABEL.on(source(text))).isInstanceOf(TiffException.class);
    }
}

package org.caselli.image.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;
import org.caselli.testkit.Peers;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ours and libtiff's tools read what the other writes. */
class LibtiffPeerTest {
    @TempDir
    Path folder;

    /** Hard pages, of widths that end within an octet, within a word, and on one; of one row and of 30,000. */
    private static Map<String, Bitmap> hardPages() {
        Map<String, Bitmap> pages = new LinkedHashMap<>();
        for (int width : new int[] {1, 13, 64, 1727, 1728, 2432, 5300}) {
            TestPages.all(width, 37, width).forEach((name, page) -> pages.put(name + ", " + width + " wide", page));
        }
        pages.put("one row", TestPages.noise(1728, 1, 0.2, 5));
        pages.put("30,000 rows", TestPages.text(300, 30_000, 6));
        pages.put("a letter", TestPages.text(1728, 2287, 7));
        return pages;
    }

    /**
     * A deviation of libtiff 4.5, not of ours: of a row in which each dot is a run, the first one black, and whose width is
     * a multiple of 32, it says "Fax3Decode1D: Buffer overflow", and refuses what its own encoder wrote. Such pages are
     * left out where it has to decode MH. It reads them as MR and as MMR.
     */
    private static boolean refusedByLibtiff(Bitmap page) {
        return page.width() % 32 == 0
                && (page.equals(TestPages.checker(page.width(), page.height()))
                        || page.equals(TestPages.upright(page.width(), page.height())));
    }

    @ParameterizedTest
    @EnumSource
    void libtiff_reads_what_we_write(Coding coding) throws IOException, TiffException {
        Peers.require("tiffcp");
        Map<String, Bitmap> pages = hardPages();
        if (coding == Coding.MH) {
            pages.values().removeIf(LibtiffPeerTest::refusedByLibtiff);
        }
        List<Page> written = pages.values().stream()
                .map(bitmap -> new Page(bitmap, Resolution.FINE))
                .toList();
        for (boolean lowestFirst : new boolean[] {false, true}) {
            var options = new TiffOptions(coding, lowestFirst, 0, "", Optional.empty());
            Files.write(folder.resolve("ours.tif"), TiffWriter.write(written, options));
            String said = Peers.run(folder, "tiffcp", "-c", "none", "ours.tif", "theirs.tif");
            assertThat(said).isEmpty();
            assertSame(pages);
        }
    }

    @Test
    void we_read_what_libtiff_writes() throws IOException, TiffException {
        Peers.require("tiffcp");
        Map<String, Bitmap> pages = hardPages();
        var raw = new RawTiff(ByteOrder.LITTLE_ENDIAN);
        pages.values()
                .forEach(page -> raw.page(page.width(), page.height(), 1, page.rows())
                        .number(Tag.ROWS_PER_STRIP, Tag.LONG, page.height())
                        .number(Tag.BITS_PER_SAMPLE, Tag.SHORT, 1)
                        .number(Tag.SAMPLES_PER_PIXEL, Tag.SHORT, 1));
        Files.write(folder.resolve("raw.tif"), raw.build());
        for (String coding : List.of("g3:1d", "g3:2d", "g3:1d:fill", "g3:2d:fill", "g4", "none")) {
            for (String fillOrder : List.of("msb2lsb", "lsb2msb")) {
                for (String byteOrder : List.of("-L", "-B")) {
                    for (String perStrip : List.of("1", "10", "100000")) {
                        Peers.run(
                                folder,
                                "tiffcp",
                                byteOrder,
                                "-f",
                                fillOrder,
                                "-r",
                                perStrip,
                                "-c",
                                coding,
                                "raw.tif",
                                "theirs.tif");
                        assertSame(pages);
                    }
                }
            }
        }
    }

    @Test
    void a_page_as_it_goes_over_a_line_is_read_by_fax2tiff() throws IOException, TiffException {
        Peers.require("fax2tiff");
        Bitmap page = TestPages.text(1728, 600, 9);
        for (Coding coding : Coding.values()) {
            Files.write(
                    folder.resolve("page.fax"),
                    PageCodec.encode(page, coding, EncodeOptions.onLine(Resolution.FINE, 96)));
            String kind = switch (coding) {
                case MH -> "-1";
                case MR -> "-2";
                case MMR -> "-4";
            };
            Peers.run(folder, "fax2tiff", kind, "-M", "-X", "1728", "-o", "theirs.tif", "page.fax");
            Bitmap theirs = TiffFile.read(Files.readAllBytes(folder.resolve("theirs.tif")))
                    .page(0)
                    .page()
                    .bitmap();
            assertThat(theirs.height()).as(coding.name()).isGreaterThanOrEqualTo(600);
            assertThat(Arrays.copyOf(theirs.rows(), page.rows().length))
                    .as(coding.name())
                    .isEqualTo(page.rows());
        }
    }

    @Test
    void tiffinfo_finds_the_tags_of_class_f() throws IOException {
        Peers.require("tiffinfo");
        var out = new ByteArrayOutputStream();
        try (var writer = new TiffWriter(out, TiffOptions.of(Coding.MR).withTotalPages(1))) {
            writer.append(new Page(TestPages.text(1728, 600, 9), Resolution.FINE), 7, 3);
        }
        Files.write(folder.resolve("ours.tif"), out.toByteArray());
        assertThat(Peers.run(folder, "tiffinfo", "ours.tif"))
                .contains("Subfile Type: multi-page document (2 = 0x2)")
                .contains("Resolution: 204, 196 pixels/inch")
                .contains("Compression Scheme: CCITT Group 3")
                .contains("Group 3 Options: 2-d encoding+EOL padding (5 = 0x5)")
                .contains("Fax Data: receiver regenerated")
                .contains("Bad Fax Lines: 7")
                .contains("Consecutive Bad Fax Lines: 3")
                .contains("Page Number: 0-1")
                .contains("Software: Caselli")
                .doesNotContain("arning");
    }

    private void assertSame(Map<String, Bitmap> pages) throws IOException, TiffException {
        TiffFile theirs = TiffFile.read(Files.readAllBytes(folder.resolve("theirs.tif")));
        assertThat(theirs.pages()).isEqualTo(pages.size());
        int i = 0;
        for (Map.Entry<String, Bitmap> page : pages.entrySet()) {
            TiffPage read = theirs.page(i++);
            assertThat(read.page().bitmap()).as(page.getKey()).isEqualTo(page.getValue());
            assertThat(read.damagedRows() + read.missingRows())
                    .as(page.getKey())
                    .isZero();
        }
    }
}

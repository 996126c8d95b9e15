package org.caselli.image.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFileTest {
    private static final Bitmap TEXT = TestPages.text(437, 300, 1);
    private static final byte[] T6 = PageCodec.encode(TEXT, Coding.MMR, EncodeOptions.PLAIN);

    @Test
    void every_combination_of_kinds_is_read() throws TiffException {
        for (long seed = 0; seed < 1500; seed++) {
            var random = new SplittableRandom(seed);
            ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            var file = new RawTiff(order);
            int pages = 1 + random.nextInt(3);
            Bitmap[] expected = new Bitmap[pages];
            for (int i = 0; i < pages; i++) {
                expected[i] = addRandomPage(file, random);
            }
            TiffFile read = TiffFile.read(file.build());
            assertThat(read.pages()).as("seed %d", seed).isEqualTo(pages);
            for (int i = 0; i < pages; i++) {
                TiffPage page = read.page(i);
                assertThat(page.page().bitmap()).as("seed %d, page %d", seed, i).isEqualTo(expected[i]);
                assertThat(page.damagedRows() + page.missingRows())
                        .as("seed %d", seed)
                        .isZero();
            }
        }
    }

    private static Bitmap addRandomPage(RawTiff file, SplittableRandom random) {
        int width = 1 + random.nextInt(300);
        int height = 1 + random.nextInt(40);
        Bitmap bitmap = random.nextBoolean()
                ? TestPages.noise(width, height, random.nextDouble(), random.nextLong())
                : TestPages.halftone(width, height, random.nextLong());
        int compression = 1 + random.nextInt(4);
        boolean twoDimensional = compression == 3 && random.nextBoolean();
        boolean inverted = random.nextBoolean();
        boolean lowestFirst = random.nextBoolean();
        int perStrip = random.nextBoolean() ? height : 1 + random.nextInt(height);
        byte[][] strips = new byte[(height + perStrip - 1) / perStrip][];
        for (int i = 0; i < strips.length; i++) {
            int rows = Math.min(perStrip, height - i * perStrip);
            byte[] dots = Arrays.copyOfRange(
                    bitmap.rows(), i * perStrip * bitmap.stride(), (i * perStrip + rows) * bitmap.stride());
            var part = new Bitmap(width, rows, dots);
            strips[i] = switch (compression) {
                case 1 -> dots;
                case 2 -> PageCodec.encode(part, Coding.MH, EncodeOptions.TIFF_ROWS);
                case 3 ->
                    PageCodec.encode(
                            part,
                            twoDimensional ? Coding.MR : Coding.MH,
                            new EncodeOptions(
                                    4, true, random.nextBoolean(), random.nextBoolean(), false, random.nextInt(99)));
                default -> PageCodec.encode(part, Coding.MMR, EncodeOptions.PLAIN);
            };
            if (lowestFirst) {
                FillOrder.reverse(strips[i]);
            }
        }
        file.page(width, height, compression, strips).number(Tag.PHOTOMETRIC, Tag.SHORT, inverted ? 1 : 0);
        if (lowestFirst) {
            file.number(Tag.FILL_ORDER, Tag.SHORT, 2);
        }
        if (twoDimensional) {
            file.number(Tag.T4_OPTIONS, Tag.LONG, 1);
        }
        if (strips.length > 1) {
            file.number(Tag.ROWS_PER_STRIP, random.nextBoolean() ? Tag.SHORT : Tag.LONG, perStrip);
        } else if (random.nextBoolean()) {
            file.number(Tag.ROWS_PER_STRIP, Tag.LONG, 0xFFFF_FFFFL);
        }
        if (!inverted) {
            return bitmap;
        }
        var other = new Bitmap(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (!bitmap.isBlack(x, y)) {
                    other.setBlack(x, y);
                }
            }
        }
        return other;
    }

    @ParameterizedTest
    @CsvSource({
        // x, y, by, unit, dpi across, dpi down, nearest
        "204, 98, 1, 2, 204, 98, STANDARD",
        "204, 196, 1, 2, 204, 196, FINE",
        "204, 391, 1, 2, 204, 391, SUPERFINE",
        "20000, 10000, 100, 2, 200, 100, STANDARD",
        "200, 200, 1, 2, 200, 200, FINE",
        "204, 96, 1, 2, 204, 96, STANDARD",
        "300, 300, 1, 2, 300, 300, SUPERFINE",
        "408, 391, 1, 2, 408, 391, SUPERFINE",
        "400, 400, 1, 2, 400, 400, SUPERFINE",
        "77, 77, 1, 3, 195.58, 195.58, FINE",
        "803, 385, 10, 3, 203.96, 97.79, STANDARD",
        "80, 154, 1, 3, 203.2, 391.16, SUPERFINE",
        // lines per centimetre that are called inch, and lines per millimetre
        "80, 77, 1, 2, 203.2, 195.58, FINE",
        "800, 385, 100, 2, 203.2, 97.79, STANDARD",
        "800, 770, 100, 3, 203.2, 195.58, FINE",
        "8000, 15400, 1000, 2, 203.2, 391.16, SUPERFINE",
        "204, 385, 1, 1, 204, 385, SUPERFINE",
        // nonsense
        "0, 0, 1, 2, 204, 196, FINE",
        "1, 1, 0, 2, 204, 196, FINE",
        "100, 0, 1, 2, 100, 100, STANDARD"
    })
    void resolutions_of_real_files_are_understood(
            long x, long y, long by, int unit, double xDpi, double yDpi, Resolution nearest) throws TiffException {
        byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN)
                .page(437, 300, 4, T6)
                .rational(Tag.X_RESOLUTION, x, by)
                .rational(Tag.Y_RESOLUTION, y, by)
                .number(Tag.RESOLUTION_UNIT, Tag.SHORT, unit)
                .build();
        TiffPage page = TiffFile.read(file).page(0);
        assertThat(page.xDpi()).isEqualTo(xDpi, within(0.01));
        assertThat(page.yDpi()).isEqualTo(yDpi, within(0.01));
        assertThat(page.page().resolution()).isEqualTo(nearest);
    }

    @Test
    void missing_tags_have_their_defaults() throws TiffException {
        byte[] file = new RawTiff(ByteOrder.BIG_ENDIAN)
                .page(437, 300, 4, T6)
                .without(Tag.PHOTOMETRIC)
                .without(Tag.STRIP_BYTE_COUNTS)
                .without(Tag.IMAGE_LENGTH)
                .build();
        TiffPage page = TiffFile.read(file).page(0);
        assertThat(page)
                .isEqualTo(new TiffPage(new Page(TEXT, Resolution.FINE), 204, 196, Optional.of(Coding.MMR), 0, 0));
    }

    @Test
    void thumbnails_are_left_out() throws TiffException {
        byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN)
                .page(8, 1, 7, new byte[] {1})
                .number(Tag.NEW_SUBFILE_TYPE, Tag.LONG, 1)
                .page(437, 300, 4, T6)
                .number(Tag.NEW_SUBFILE_TYPE, Tag.LONG, 2)
                .build();
        TiffFile read = TiffFile.read(file);
        assertThat(read.pages()).isEqualTo(1);
        assertThat(read.page(0).page().bitmap()).isEqualTo(TEXT);
    }

    @Test
    void of_a_file_that_was_cut_off_the_rows_that_are_there_can_be_read() throws TiffException {
        byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN).page(437, 300, 4, T6).build();
        TiffPage page =
                TiffFile.read(Arrays.copyOf(file, file.length - T6.length / 2)).page(0);
        int height = page.page().bitmap().height();
        assertThat(height).isBetween(50, 250);
        assertThat(page.missingRows()).isEqualTo(300 - height);
        assertThat(page.page().bitmap().rows()).isEqualTo(Arrays.copyOf(TEXT.rows(), height * TEXT.stride()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BitsPerSample",
                "SamplesPerPixel",
                "Compression",
                "PhotometricInterpretation",
                "ImageWidth",
                "ImageLength",
                "FillOrder"
            })
    void what_is_no_fax_page_is_refused_with_its_page_and_tag(String name) {
        var file = new RawTiff(ByteOrder.LITTLE_ENDIAN).page(437, 300, 4, T6).page(437, 300, 4, T6);
        switch (name) {
            case "BitsPerSample" -> file.number(Tag.BITS_PER_SAMPLE, Tag.SHORT, 8);
            case "SamplesPerPixel" -> file.number(Tag.SAMPLES_PER_PIXEL, Tag.SHORT, 3);
            case "Compression" -> file.number(Tag.COMPRESSION, Tag.SHORT, 7);
            case "PhotometricInterpretation" -> file.number(Tag.PHOTOMETRIC, Tag.SHORT, 3);
            case "ImageWidth" -> file.number(Tag.IMAGE_WIDTH, Tag.LONG, 0x7FFF_FFFF);
            case "ImageLength" -> file.number(Tag.IMAGE_LENGTH, Tag.LONG, 0xFFFF_FFFFL);
            default -> file.number(Tag.FILL_ORDER, Tag.SHORT, 3);
        }
        assertThatThrownBy(() -> TiffFile.read(file.build()))
                .isInstanceOf(TiffException.class)
                .hasMessageMatching("Page 2 .*" + name + ".*; .*\\.");
    }

    @Test
    void what_is_no_tiff_is_refused() {
        for (byte[] file : List.of(
                new byte[0],
                new byte[7],
                new byte[1000],
                "%PDF-1.4 and so on".getBytes(StandardCharsets.US_ASCII),
                new byte[] {'I', 'I', 42, 0, 0, 0, 0, 0},
                new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0},
                new byte[] {'M', 'M', 0, 42, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF})) {
            assertThatThrownBy(() -> TiffFile.read(file))
                    .isInstanceOf(TiffException.class)
                    .hasMessageEndingWith(".");
        }
        assertThat(TiffFile.looksLikeTiff(new byte[1000])).isFalse();
        assertThat(TiffFile.looksLikeTiff(new RawTiff(ByteOrder.BIG_ENDIAN)
                        .page(1, 1, 1, new byte[1])
                        .build()))
                .isTrue();
    }

    @Test
    void a_list_of_pages_that_goes_round_in_a_circle_is_refused() {
        byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN).page(437, 300, 4, T6).build();
        int tags = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 12 * tags, 8);
        assertThatThrownBy(() -> TiffFile.read(file))
                .isInstanceOf(TiffException.class)
                .hasMessageContaining("goes back");
    }

    @Test
    void strips_that_lie_on_each_other_are_refused_before_they_are_decoded() throws TiffException {
        long[] offsets = new long[20_000];
        long[] lengths = new long[20_000];
        Arrays.fill(offsets, 8);
        Arrays.fill(lengths, 100_000);
        byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN)
                .page(100, 20_000, 4, new byte[0])
                .number(Tag.ROWS_PER_STRIP, Tag.LONG, 1)
                .number(Tag.STRIP_OFFSETS, Tag.LONG, offsets)
                .number(Tag.STRIP_BYTE_COUNTS, Tag.LONG, lengths)
                .build();
        TiffFile read = TiffFile.read(file);
        assertThatThrownBy(() -> read.page(0)).isInstanceOf(TiffException.class).hasMessageContaining("strips");
    }

    @Test
    void counts_and_offsets_beyond_the_file_are_refused() {
        byte[] four = {(byte) 0xF0, (byte) 0xFF, (byte) 0xFF, 0x7F};
        for (int tag : new int[] {Tag.STRIP_OFFSETS, Tag.STRIP_BYTE_COUNTS, Tag.IMAGE_WIDTH, Tag.COMPRESSION}) {
            for (int count : new int[] {0, 2, 1 << 30, -1}) {
                byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN)
                        .page(437, 300, 4, T6)
                        .raw(tag, Tag.LONG, count, four)
                        .build();
                assertThatThrownBy(() -> TiffFile.read(file).page(0))
                        .as("tag %d, count %d", tag, count)
                        .isInstanceOf(TiffException.class)
                        .hasMessageStartingWith("Page 1 ")
                        .hasMessageEndingWith(".");
            }
        }
    }

    @Test
    void a_page_that_claims_much_and_has_nothing_costs_nothing() {
        byte[] file = new RawTiff(ByteOrder.LITTLE_ENDIAN)
                .page(Bitmap.MAX_WIDTH, Bitmap.MAX_HEIGHT, 1, new byte[10])
                .build();
        assertThatThrownBy(() -> TiffFile.read(file).page(0))
                .isInstanceOf(TiffException.class)
                .hasMessageContaining("not one row");
    }

    @Test
    void a_file_that_was_tampered_with_is_read_or_refused() {
        int read = 0;
        int refused = 0;
        for (long seed = 0; seed < 30_000; seed++) {
            var random = new SplittableRandom(seed);
            var raw = new RawTiff(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            addRandomPage(raw, random);
            if (random.nextBoolean()) {
                addRandomPage(raw, random);
            }
            byte[] file = raw.build();
            for (int errors = 1 + random.nextInt(4); errors > 0; errors--) {
                // Most of them where the directory is.
                int place = random.nextInt(random.nextInt(4) == 0 ? file.length : Math.min(file.length, 200));
                file[place] = (byte) (random.nextBoolean() ? random.nextInt() : file[place] ^ 1 << random.nextInt(8));
            }
            if (random.nextInt(5) == 0) {
                file = Arrays.copyOf(file, random.nextInt(file.length));
            }
            try {
                TiffFile tiff = TiffFile.read(file);
                for (int i = 0; i < Math.min(3, tiff.pages()); i++) {
                    assertThat(tiff.page(i).page().bitmap().height())
                            .as("seed %d", seed)
                            .isPositive();
                }
                read++;
            } catch (TiffException e) {
                assertThat(e).as("seed %d", seed).hasMessageEndingWith(".");
                refused++;
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).isGreaterThan(1000);
        assertThat(refused).isGreaterThan(1000);
    }
}

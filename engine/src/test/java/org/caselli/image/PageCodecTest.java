package org.caselli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.caselli.image.Decoded.Ending;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageCodecTest {
    private static final EncodeOptions NO_END_MARK = new EncodeOptions(4, true, false, false, false, 0);

    @ParameterizedTest
    @EnumSource
    void every_kind_of_page_survives(Coding coding) {
        for (int width : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 100, 1728, 2048, 2432, 2623, 2624, 5121, 16_384}) {
            TestPages.all(width, 40, 7 + width).forEach((name, page) -> {
                Decoded decoded = PageCodec.decode(
                        PageCodec.encode(page, coding, EncodeOptions.PLAIN), coding, DecodeOptions.ofWidth(width));
                assertThat(decoded.ending()).as("%s, %d wide", name, width).isEqualTo(Ending.END_MARK);
                assertThat(decoded.bitmap()).as("%s, %d wide", name, width).isEqualTo(page);
                assertThat(decoded.flawless()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_page_of_one_row_and_one_of_30_000_rows_survive(Coding coding) {
        for (int height : new int[] {0, 1, 30_000}) {
            Bitmap page = TestPages.text(432, height, 3);
            Decoded decoded = PageCodec.decode(
                    PageCodec.encode(page, coding, EncodeOptions.PLAIN), coding, DecodeOptions.ofWidth(432));
            assertThat(decoded).isEqualTo(new Decoded(page, 0, 0, Ending.END_MARK));
        }
    }

    @Test
    void every_combination_of_options_survives() {
        for (long seed = 0; seed < 3000; seed++) {
            var random = new SplittableRandom(seed);
            Coding coding = Coding.values()[random.nextInt(3)];
            Bitmap page = randomPage(random);
            boolean eols = coding == Coding.MR || random.nextInt(4) > 0;
            var options = new EncodeOptions(
                    1 + random.nextInt(9),
                    eols,
                    eols && random.nextBoolean(),
                    eols && random.nextBoolean(),
                    !eols && random.nextBoolean(),
                    eols && random.nextBoolean() ? random.nextInt(600) : 0);
            byte[] code = PageCodec.encode(page, coding, options);
            // Without a mark, whether the bits that fill the last octet are a row of T.6 is for the height to say.
            boolean needsHeight = !options.endMark();
            Decoded decoded = PageCodec.decode(
                    code,
                    coding,
                    new DecodeOptions(
                            page.width(), needsHeight ? page.height() : Bitmap.MAX_HEIGHT, options.alignRows()));
            assertThat(decoded.bitmap())
                    .as("seed %d, %s, %s", seed, coding, options)
                    .isEqualTo(page);
            assertThat(decoded.damagedRows()).as("seed %d", seed).isZero();
            assertThat(decoded.ending())
                    .as("seed %d", seed)
                    .isEqualTo(needsHeight ? Ending.ROWS_COMPLETE : Ending.END_MARK);
        }
    }

    @Test
    void a_white_row_is_coded_as_the_tables_say() {
        Bitmap page = TestPages.white(1728, 1);
        assertThat(bits(PageCodec.encode(page, Coding.MH, NO_END_MARK)))
                .startsWith("000000000001" + "010011011" + "00110101");
        assertThat(bits(PageCodec.encode(page, Coding.MH, EncodeOptions.PLAIN)))
                .startsWith("000000000001" + "010011011" + "00110101" + "000000000001".repeat(6));
        assertThat(bits(PageCodec.encode(page, Coding.MR, EncodeOptions.PLAIN)))
                .startsWith("0000000000011" + "010011011" + "00110101" + "0000000000011".repeat(6));
        assertThat(bits(PageCodec.encode(page, Coding.MMR, EncodeOptions.PLAIN)))
                .startsWith("1" + "000000000001".repeat(2));
    }

    @Test
    void a_run_longer_than_2623_dots_is_led_by_the_make_up_code_for_2560() {
        // 5200 = 2560 + 2560 + 64 + 16
        assertThat(bits(PageCodec.encode(TestPages.white(5200, 1), Coding.MH, NO_END_MARK)))
                .startsWith("000000000001" + "000000011111" + "000000011111" + "11011" + "101010");
    }

    @Test
    void modes_are_coded_as_table_4_says() {
        var page = new Bitmap(32, 2);
        for (int x : new int[] {4, 5, 12, 13, 20, 21}) {
            page.setBlack(x, 0);
        }
        for (int x : new int[] {5, 6, 20, 21, 22, 23, 24}) {
            page.setBlack(x, 1);
        }
        // Row 1 over white: horizontal 4+2, 6+2, 6+2, then V0 at the end. Row 2: VR1 VR1, pass, V0, VR3, V0.
        assertThat(bits(PageCodec.encode(page, Coding.MMR, EncodeOptions.PLAIN)))
                .startsWith("001" + "1011" + "11" + "001" + "1110" + "11" + "001" + "1110" + "11" + "1" + "011" + "011"
                        + "0001" + "1" + "0000011" + "1" + "000000000001");
    }

    @Test
    void each_row_with_its_fill_takes_the_time_that_the_far_end_needs() {
        int least = 200;
        Bitmap page = TestPages.text(1728, 60, 1);
        for (Coding coding : new Coding[] {Coding.MH, Coding.MR}) {
            String code = bits(PageCodec.encode(page, coding, EncodeOptions.onLine(Resolution.FINE, least)));
            int begin = code.indexOf("000000000001") + 12;
            for (int y = 0; y < page.height(); y++) {
                int end = code.indexOf("000000000001", begin);
                // The first match of eleven zeros and a one may lie within longer fill.
                end = code.indexOf('1', end) + 1;
                assertThat(end - begin).as("%s, row %d", coding, y).isGreaterThanOrEqualTo(least);
                begin = end;
            }
        }
    }

    @Test
    void aligned_ends_of_lines_end_on_octets() {
        byte[] code = PageCodec.encode(
                TestPages.text(1728, 100, 4), Coding.MH, new EncodeOptions(1, true, false, true, false, 0));
        int ends = 0;
        for (int i = 1; i < code.length; i++) {
            if (code[i] == 1 && (code[i - 1] & 15) == 0) {
                ends++;
            }
        }
        assertThat(ends).isGreaterThanOrEqualTo(100);
        assertThat(code).startsWith(0, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MH", "MR"})
    void a_page_without_its_end_mark_ends_with_its_code(Coding coding) {
        Bitmap page = TestPages.text(1728, 100, 5);
        Decoded decoded =
                PageCodec.decode(PageCodec.encode(page, coding, NO_END_MARK), coding, DecodeOptions.ofWidth(1728));
        assertThat(decoded).isEqualTo(new Decoded(page, 0, 0, Ending.END_OF_CODE));
    }

    @ParameterizedTest
    @EnumSource
    void a_page_that_is_cut_off_keeps_its_whole_rows(Coding coding) {
        Bitmap page = TestPages.text(1728, 300, 6);
        byte[] code = PageCodec.encode(page, coding, EncodeOptions.PLAIN);
        for (int length = 0; length < code.length - 10; length += 7) {
            Decoded decoded = PageCodec.decode(Arrays.copyOf(code, length), coding, DecodeOptions.ofWidth(1728));
            int whole = decoded.bitmap().height();
            assertThat(decoded.damagedRows()).as("%d octets", length).isZero();
            assertThat(decoded.ending()).as("%d octets", length).isEqualTo(Ending.END_OF_CODE);
            assertThat(decoded.bitmap().rows())
                    .as("%d octets", length)
                    .isEqualTo(Arrays.copyOf(page.rows(), whole * page.stride()));
        }
    }

    @Test
    void a_damaged_row_shows_the_row_above_and_is_counted() {
        Bitmap page = TestPages.text(1728, 200, 8);
        String code = bits(PageCodec.encode(page, Coding.MH, EncodeOptions.PLAIN));
        int[] damaged = {20, 90, 91, 92, 150};
        var hurt = new StringBuilder();
        int at = 0;
        for (int y = 0; y < 200; y++) {
            int next = code.indexOf("000000000001", at + 12);
            int row = y;
            String body = code.substring(at + 12, next);
            // 00000000 begins no run of either colour.
            hurt.append("000000000001").append(Arrays.stream(damaged).anyMatch(d -> d == row) ? "000000001" : body);
            at = next;
        }
        hurt.append(code.substring(at));
        Decoded decoded = PageCodec.decode(octets(hurt.toString()), Coding.MH, DecodeOptions.ofWidth(1728));
        assertThat(decoded.damagedRows()).isEqualTo(5);
        assertThat(decoded.longestDamage()).isEqualTo(3);
        assertThat(decoded.ending()).isEqualTo(Ending.END_MARK);
        assertThat(decoded.flawless()).isFalse();
        assertThat(decoded.bitmap().height()).isEqualTo(200);
        for (int y = 0; y < 200; y++) {
            int shown = y == 20 ? 19 : y >= 90 && y <= 92 ? 89 : y == 150 ? 149 : y;
            assertThat(row(decoded.bitmap(), y)).as("row %d", y).isEqualTo(row(page, shown));
        }
    }

    @Test
    void after_damage_two_dimensional_rows_wait_for_the_next_one_dimensional_one() {
        Bitmap page = TestPages.noise(400, 12, 0.1, 9);
        String code = bits(PageCodec.encode(page, Coding.MR, EncodeOptions.PLAIN));
        int at = code.indexOf("000000000001", 12);
        int next = code.indexOf("000000000001", at + 12);
        // Row 1, the second of the four that hang together.
        String hurt = code.substring(0, at) + "0000000000010" + "00000001" + code.substring(next);
        Decoded decoded = PageCodec.decode(octets(hurt), Coding.MR, DecodeOptions.ofWidth(400));
        assertThat(decoded.damagedRows()).isEqualTo(3);
        assertThat(decoded.longestDamage()).isEqualTo(3);
        assertThat(decoded.bitmap().height()).isEqualTo(12);
        for (int y = 0; y < 12; y++) {
            assertThat(row(decoded.bitmap(), y)).as("row %d", y).isEqualTo(row(page, y < 4 ? 0 : y));
        }
    }

    @Test
    void a_bit_error_costs_few_rows_and_the_page_keeps_its_length() {
        Bitmap page = TestPages.text(1728, 200, 10);
        for (Coding coding : new Coding[] {Coding.MH, Coding.MR}) {
            byte[] code = PageCodec.encode(page, coding, EncodeOptions.PLAIN);
            for (long seed = 0; seed < 500; seed++) {
                var random = new SplittableRandom(seed);
                byte[] hurt = code.clone();
                // Not in the end mark, whose loss would be another matter.
                hurt[random.nextInt(4, code.length - 12)] ^= (byte) (1 << random.nextInt(8));
                Decoded decoded = PageCodec.decode(hurt, coding, DecodeOptions.ofWidth(1728));
                assertThat(decoded.ending()).as("%s, seed %d", coding, seed).isEqualTo(Ending.END_MARK);
                // An EOL lost joins two rows, an EOL made by chance divides one.
                assertThat(decoded.bitmap().height())
                        .as("%s, seed %d", coding, seed)
                        .isBetween(199, 201);
                assertThat(decoded.damagedRows())
                        .as("%s, seed %d", coding, seed)
                        .isLessThanOrEqualTo(5);
            }
        }
    }

    @Test
    void t6_stops_at_damage_and_keeps_the_rows_before_it() {
        Bitmap page = TestPages.level(100, 10);
        String code = bits(PageCodec.encode(page, Coding.MMR, EncodeOptions.PLAIN));
        for (String nonsense : new String[] {"0000001000", "0000000010", "0010000000011"}) {
            String twoRows = bits(PageCodec.encode(
                    new Bitmap(100, 2, Arrays.copyOf(page.rows(), 26)), Coding.MMR, EncodeOptions.PLAIN));
            String hurt = twoRows.substring(0, twoRows.indexOf("000000000001")) + nonsense + code;
            Decoded decoded = PageCodec.decode(octets(hurt), Coding.MMR, DecodeOptions.ofWidth(100));
            assertThat(decoded.ending()).as(nonsense).isEqualTo(Ending.DAMAGE);
            assertThat(decoded.bitmap().height()).as(nonsense).isEqualTo(2);
            assertThat(decoded.flawless()).isFalse();
        }
    }

    @Test
    void an_end_mark_of_which_some_is_lost_is_still_an_end() {
        Bitmap page = TestPages.text(1728, 50, 11);
        String code = bits(PageCodec.encode(page, Coding.MH, NO_END_MARK));
        String eol = "000000000001";
        for (String end : new String[] {
            eol.repeat(2), eol.repeat(3), eol.repeat(2) + "111" + eol.repeat(3), eol.repeat(5) + "0110"
        }) {
            Decoded decoded = PageCodec.decode(octets(code + end), Coding.MH, DecodeOptions.ofWidth(1728));
            assertThat(decoded.bitmap()).as(end).isEqualTo(page);
            assertThat(decoded.ending()).as(end).isEqualTo(Ending.END_MARK);
            assertThat(decoded.damagedRows()).as(end).isZero();
        }
    }

    @Test
    void what_a_modem_hears_before_the_first_end_of_line_is_no_row() {
        Bitmap page = TestPages.text(1728, 50, 12);
        String code = bits(PageCodec.encode(page, Coding.MH, EncodeOptions.PLAIN));
        Decoded decoded =
                PageCodec.decode(octets("1111111111111111101" + code), Coding.MH, DecodeOptions.ofWidth(1728));
        assertThat(decoded).isEqualTo(new Decoded(page, 0, 0, Ending.END_MARK));
    }

    @Test
    void runs_of_no_length_within_a_row_leave_the_row_below_as_it_should_be() {
        // Row 1: horizontal white 3, black 0; horizontal white 5, black 2; V0. Row 2: V0 V0 V0.
        String code = "001" + "1000" + "0000110111" + "001" + "1100" + "11" + "1" + "111" + "000000000001000000000001";
        Decoded decoded = PageCodec.decode(octets(code), Coding.MMR, DecodeOptions.ofWidth(20));
        var page = new Bitmap(20, 2);
        for (int y = 0; y < 2; y++) {
            page.setBlack(8, y);
            page.setBlack(9, y);
        }
        assertThat(decoded).isEqualTo(new Decoded(page, 0, 0, Ending.END_MARK));
    }

    @ParameterizedTest
    @EnumSource
    void any_octets_are_decoded_to_something(Coding coding) {
        for (long seed = 0; seed < 8_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] code = new byte[random.nextInt(200)];
            random.nextBytes(code);
            if (random.nextInt(3) == 0) {
                // Sparse ones make end-of-line codes likely, sparse zeros vertical modes.
                for (int i = 0; i < code.length; i++) {
                    code[i] &= (byte) (random.nextLong() & random.nextInt());
                }
            } else if (random.nextInt(3) == 0) {
                for (int i = 0; i < code.length; i++) {
                    code[i] |= (byte) (random.nextLong() | random.nextInt());
                }
            }
            int width = 1 + random.nextInt(random.nextBoolean() ? 70 : 3000);
            survives(code, coding, width, random, seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void code_that_was_tampered_with_is_decoded_to_something(Coding coding) {
        for (long seed = 0; seed < 8_000; seed++) {
            var random = new SplittableRandom(seed);
            Bitmap page = randomPage(random);
            byte[] code =
                    PageCodec.encode(page, coding, EncodeOptions.onLine(Resolution.STANDARD, random.nextInt(100)));
            for (int errors = 1 + random.nextInt(5); errors > 0; errors--) {
                int place = random.nextInt(code.length);
                switch (random.nextInt(4)) {
                    case 0 -> code[place] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> code[place] = (byte) random.nextInt();
                    case 2 -> Arrays.fill(code, place, code.length, (byte) 0);
                    default -> {
                        int from = random.nextInt(code.length);
                        int length = Math.min(code.length - place, code.length - from);
                        System.arraycopy(code.clone(), from, code, place, length);
                    }
                }
            }
            survives(code, coding, page.width() + random.nextInt(3), random, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF, 0x55, 0x01, 0x80, 0x10})
    void endless_sameness_ends(int octet) {
        byte[] code = new byte[100_000];
        Arrays.fill(code, (byte) octet);
        for (Coding coding : Coding.values()) {
            Decoded decoded = PageCodec.decode(code, coding, new DecodeOptions(1728, 5000, false));
            assertThat(decoded.bitmap().height()).isLessThanOrEqualTo(5000);
        }
    }

    private static void survives(byte[] code, Coding coding, int width, SplittableRandom random, long seed) {
        int maxRows = random.nextInt(3) == 0 ? random.nextInt(20) : 300;
        Decoded decoded = PageCodec.decode(code, coding, new DecodeOptions(width, maxRows, random.nextBoolean()));
        Bitmap bitmap = decoded.bitmap();
        assertThat(bitmap.width()).as("seed %d", seed).isEqualTo(width);
        assertThat(bitmap.height()).as("seed %d", seed).isLessThanOrEqualTo(maxRows);
        assertThat(decoded.longestDamage()).as("seed %d", seed).isLessThanOrEqualTo(decoded.damagedRows());
        assertThat(decoded.damagedRows()).as("seed %d", seed).isLessThanOrEqualTo(bitmap.height());
        if (bitmap.height() == maxRows) {
            return;
        }
        // What was decoded is a true bitmap: coded again it comes back as it is, its padding white.
        Decoded again = PageCodec.decode(
                PageCodec.encode(bitmap, Coding.MMR, EncodeOptions.PLAIN), Coding.MMR, DecodeOptions.ofWidth(width));
        assertThat(again.bitmap()).as("seed %d", seed).isEqualTo(bitmap);
    }

    @Test
    void dots_beyond_the_width_are_no_dots() {
        var page = new Bitmap(13, 2, new byte[] {0, 7, 0, 5});
        for (Coding coding : Coding.values()) {
            Decoded decoded = PageCodec.decode(
                    PageCodec.encode(page, coding, EncodeOptions.PLAIN), coding, DecodeOptions.ofWidth(13));
            assertThat(decoded.bitmap()).as(coding.name()).isEqualTo(new Bitmap(13, 2));
        }
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new EncodeOptions(0, true, true, false, false, 0))
                .hasMessageContaining("K is 0");
        assertThatThrownBy(() -> new EncodeOptions(1, true, true, false, false, -1))
                .hasMessageContaining("-1 bits");
        assertThatThrownBy(() -> new EncodeOptions(1, false, true, false, false, 0))
                .hasMessageContaining("EOL");
        assertThatThrownBy(() -> new EncodeOptions(1, true, true, false, true, 0))
                .hasMessageContaining("alignEndOfLines");
        assertThatThrownBy(() -> new DecodeOptions(0, 1, false)).hasMessageContaining("width of 0");
        assertThatThrownBy(() -> new DecodeOptions(1, -1, false)).hasMessageContaining("-1 rows");
        assertThatThrownBy(() -> PageCodec.encode(TestPages.white(8, 1), Coding.MR, EncodeOptions.TIFF_ROWS))
                .hasMessageContaining("endOfLines");
    }

    @Test
    void k_is_what_t4_has_for_each_resolution() {
        assertThat(EncodeOptions.onLine(Resolution.STANDARD, 0).k()).isEqualTo(2);
        assertThat(EncodeOptions.onLine(Resolution.FINE, 0).k()).isEqualTo(4);
        assertThat(EncodeOptions.onLine(Resolution.SUPERFINE, 0).k()).isEqualTo(8);
    }

    private static Bitmap randomPage(SplittableRandom random) {
        int width = 1 + random.nextInt(random.nextInt(4) == 0 ? 6000 : 200);
        int height = 1 + random.nextInt(20);
        return switch (random.nextInt(5)) {
            case 0 -> TestPages.noise(width, height, random.nextDouble(), random.nextLong());
            case 1 -> TestPages.halftone(width, height, random.nextLong());
            case 2 -> TestPages.checker(width, height);
            case 3 -> TestPages.diagonal(width, height);
            default -> TestPages.noise(width, height, 0.01, random.nextLong());
        };
    }

    private static byte[] row(Bitmap bitmap, int y) {
        return Arrays.copyOfRange(bitmap.rows(), y * bitmap.stride(), (y + 1) * bitmap.stride());
    }

    private static String bits(byte[] octets) {
        var text = new StringBuilder(8 * octets.length);
        for (byte octet : octets) {
            text.append(Integer.toBinaryString(octet & 0xFF | 0x100), 1, 9);
        }
        return text.toString();
    }

    private static byte[] octets(String bits) {
        byte[] octets = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                octets[i / 8] |= (byte) (0x80 >> i % 8);
            }
        }
        return octets;
    }
}

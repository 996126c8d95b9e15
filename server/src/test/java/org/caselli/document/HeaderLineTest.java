package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeaderLineTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final HeaderLine LINE =
            new HeaderLine(NOON, ZoneId.of("Europe/Rome"), "Caselli & Co  +39 055 1234567", "+49 30 7654321");

    private static Page black(int width, int height, Resolution resolution) {
        byte[] rows = new byte[(width + 7) / 8 * height];
        Arrays.fill(rows, (byte) 0xFF);
        return new Page(new Bitmap(width, height, rows), resolution);
    }

    private static Bitmap line(HeaderLine header, int number, int total) {
        Bitmap all = header.above(new Page(new Bitmap(1728, 1), Resolution.FINE), number, total)
                .bitmap();
        return new Bitmap(1728, all.height() - 1, Arrays.copyOf(all.rows(), 216 * (all.height() - 1)));
    }

    @ParameterizedTest
    @EnumSource
    void it_adds_its_rows_and_does_not_touch_the_page(Resolution resolution) {
        Page page = black(1728, 300, resolution);
        Page with = LINE.above(page, 1, 2);
        int rows = HeaderLine.rows(resolution);
        assertThat(rows).isEqualTo(resolution == Resolution.STANDARD ? 18 : resolution == Resolution.FINE ? 36 : 72);
        assertThat(with.bitmap().height()).isEqualTo(300 + rows);
        assertThat(with.resolution()).isEqualTo(resolution);
        assertThat(Arrays.copyOfRange(with.bitmap().rows(), rows * 216, (rows + 300) * 216))
                .isEqualTo(page.bitmap().rows());
        assertThat(page).isEqualTo(black(1728, 300, resolution));
    }

    @ParameterizedTest
    @EnumSource
    void its_letters_are_whole_and_keep_away_from_the_page(Resolution resolution) {
        Page with = LINE.above(new Page(new Bitmap(1728, 10), resolution), 1, 1);
        var box = Sheets.black(with.bitmap());
        assertThat(box.left()).isGreaterThan(50);
        assertThat(box.right()).isLessThan(1728 - 50);
        assertThat(box.top()).isPositive();
        assertThat(box.bottom()).isLessThan(HeaderLine.rows(resolution) - 1);
        assertThat(box.height() / resolution.linesPerMm()).isBetween(2.2, 4.0);
    }

    @Test
    void the_page_number_the_time_and_the_zone_are_in_it() {
        assertThat(line(LINE, 1, 3)).isNotEqualTo(line(LINE, 2, 3)).isNotEqualTo(line(LINE, 1, 4));
        var later = new HeaderLine(NOON.plusSeconds(60), LINE.zone(), LINE.sender(), LINE.recipient());
        assertThat(line(later, 1, 3)).isNotEqualTo(line(LINE, 1, 3));
        // 13:00 in Rome is written as such: another zone that has the same time looks the same, UTC does not.
        var paris = new HeaderLine(NOON, ZoneId.of("Europe/Paris"), LINE.sender(), LINE.recipient());
        var utc = new HeaderLine(NOON, ZoneId.of("UTC"), LINE.sender(), LINE.recipient());
        assertThat(line(paris, 1, 3)).isEqualTo(line(LINE, 1, 3));
        assertThat(line(utc, 1, 3)).isNotEqualTo(line(LINE, 1, 3));
    }

    @Test
    void names_that_are_too_long_are_shortened_and_stay_within_the_line() {
        var endless = new HeaderLine(NOON, LINE.zone(), "Wohnungsbaugesellschaft ".repeat(20), "+49 30 ".repeat(40));
        Bitmap line = line(endless, 999, 1000);
        var box = Sheets.black(line);
        assertThat(box.left()).isGreaterThan(50);
        assertThat(box.right()).isLessThan(1728 - 50);
        // The page number at the right stands free.
        Bitmap bare = line(new HeaderLine(NOON, LINE.zone(), "", ""), 999, 1000);
        for (int x = 1500; x < 1728; x++) {
            for (int y = 0; y < line.height(); y++) {
                if (bare.isBlack(x, y)) {
                    assertThat(line.isBlack(x, y)).isTrue();
                }
            }
        }
    }

    @Test
    void letters_of_other_languages_are_set_and_what_no_font_has_becomes_a_question_mark() {
        var greek = new HeaderLine(NOON, LINE.zone(), "Αθήνα Łódź Москва", "");
        var chinese = new HeaderLine(NOON, LINE.zone(), "\u4F60\u597D", "");
        var asked = new HeaderLine(NOON, LINE.zone(), "??", "");
        assertThat(line(greek, 1, 1)).isNotEqualTo(line(asked, 1, 1));
        assertThat(line(chinese, 1, 1)).isEqualTo(line(asked, 1, 1));
    }

    @Test
    void it_fits_pages_of_other_widths() {
        Page with = LINE.above(black(2432, 20, Resolution.FINE), 1, 1);
        assertThat(with.bitmap().width()).isEqualTo(2432);
        assertThat(Sheets.black(new Bitmap(2432, 36, Arrays.copyOf(with.bitmap().rows(), 304 * 36)))
                        .right())
                .isGreaterThan(2300);
    }

    @Test
    void a_page_that_is_none_of_the_fax_is_a_mistake() {
        assertThatThrownBy(() -> LINE.above(black(1728, 1, Resolution.FINE), 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Page 3 of 2");
    }
}

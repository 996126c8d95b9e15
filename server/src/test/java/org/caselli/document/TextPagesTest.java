package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.caselli.document.Sheets.black;
import static org.caselli.document.Sheets.only;
import static org.caselli.document.Sheets.refusal;
import static org.caselli.document.Sheets.rendered;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextPagesTest {
    private static final int LEFT = 144;
    private static final int TOP = 131;
    private static final int CELL_WIDTH = 18;
    private static final int CELL_HEIGHT = 32;

    private static Source text(String text) {
        return new Source("notes.txt", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bitmap cell(Bitmap page, int line, int column) {
        var cell = new Bitmap(CELL_WIDTH, CELL_HEIGHT);
        for (int y = 0; y < CELL_HEIGHT; y++) {
            for (int x = 0; x < CELL_WIDTH; x++) {
                if (page.isBlack(LEFT + column * CELL_WIDTH + x, TOP + line * CELL_HEIGHT + y)) {
                    cell.setBlack(x, y);
                }
            }
        }
        return cell;
    }

    private static boolean empty(Bitmap cell) {
        return black(cell).right() < 0;
    }

    @ParameterizedTest
    @EnumSource
    void a_text_is_set_on_an_a4_page_within_margins(Resolution resolution) {
        Bitmap page = only(resolution, text("x".repeat(80) + "\n".repeat(40) + "end"));
        var box = black(page);
        assertThat(page.height()).isEqualTo((int) Math.round(297 * resolution.linesPerMm()));
        assertThat(box.left()).isBetween(144, 150);
        assertThat(box.right()).isBetween(1577, 1584);
        assertThat(box.top() / resolution.linesPerMm()).isBetween(17.0, 20.0);
    }

    @Test
    void the_same_letter_looks_the_same_everywhere() {
        Bitmap page = only(Resolution.FINE, text("gag\nagg\nüßÄ€ü"));
        assertThat(cell(page, 0, 0))
                .isEqualTo(cell(page, 0, 2))
                .isEqualTo(cell(page, 1, 1))
                .isNotEqualTo(cell(page, 0, 1));
        assertThat(cell(page, 2, 0)).isEqualTo(cell(page, 2, 4)).isNotEqualTo(cell(page, 2, 1));
    }

    @Test
    void composed_and_combining_letters_are_the_same() {
        assertThat(only(Resolution.FINE, text("M\u00FCnchen"))).isEqualTo(only(Resolution.FINE, text("Mu\u0308nchen")));
    }

    @Test
    void a_tab_leads_to_the_next_eighth_column() {
        Bitmap page = only(Resolution.FINE, text("\tX\nabc\tX\nabcdefgh\tX"));
        assertThat(cell(page, 0, 8)).isEqualTo(cell(page, 1, 8)).isEqualTo(cell(page, 2, 16));
        assertThat(empty(cell(page, 0, 8))).isFalse();
    }

    @Test
    void a_long_line_goes_on_in_the_next_at_a_space() {
        Bitmap page = only(Resolution.FINE, text("word ".repeat(16) + "last"));
        assertThat(empty(cell(page, 0, 75))).isFalse();
        assertThat(empty(cell(page, 0, 79))).isTrue();
        assertThat(only(Resolution.FINE, text("word ".repeat(15) + "word\nlast")))
                .isEqualTo(page);
    }

    @Test
    void a_long_line_without_a_space_is_cut_and_nothing_of_it_is_lost() {
        Bitmap page = only(Resolution.FINE, text("a".repeat(79) + "bcd"));
        assertThat(cell(page, 0, 79)).isEqualTo(cell(only(Resolution.FINE, text("b")), 0, 0));
        assertThat(cell(page, 1, 1)).isEqualTo(cell(only(Resolution.FINE, text("d")), 0, 0));
    }

    @Test
    void the_lines_of_a_drawn_box_meet() {
        Bitmap page = only(Resolution.FINE, text("┌──┐\n│  │\n│  │\n└──┘"));
        var box = black(page);
        int x = -1;
        for (int c = LEFT; c < LEFT + CELL_WIDTH && x < 0; c++) {
            x = page.isBlack(c, TOP + CELL_HEIGHT + 16) ? c : -1;
        }
        for (int y = box.top(); y <= box.bottom(); y++) {
            assertThat(page.isBlack(x, y)).as("left side, row " + y).isTrue();
        }
        for (int c = box.left(); c <= box.right(); c++) {
            assertThat(page.isBlack(c, box.top())).as("upper side, column " + c).isTrue();
        }
    }

    @Test
    void a_page_has_63_lines_and_a_form_feed_begins_another() {
        assertThat(rendered(Resolution.FINE, text("x\n".repeat(63)))).hasSize(1);
        assertThat(rendered(Resolution.FINE, text("x\n".repeat(64)))).hasSize(2);
        assertThat(rendered(Resolution.FINE, text("one\ftwo\fthree"))).hasSize(3);
        assertThat(rendered(Resolution.FINE, text("one\f\ntwo")).get(1).bitmap())
                .as("the line that a form feed ends is not on the new page")
                .isEqualTo(only(Resolution.FINE, text("two")));
        assertThat(rendered(Resolution.FINE, text("one\n\n\n\n"))).hasSize(1);
    }

    @Test
    void line_ends_of_all_systems_mean_the_same() {
        Bitmap unix = only(Resolution.FINE, text("one\ntwo\n"));
        assertThat(only(Resolution.FINE, text("one\r\ntwo\r\n"))).isEqualTo(unix);
        assertThat(only(Resolution.FINE, text("one\rtwo"))).isEqualTo(unix);
    }

    @Test
    void a_byte_order_mark_is_understood_and_not_seen() {
        Bitmap plain = only(Resolution.FINE, text("Grüße"));
        assertThat(only(Resolution.FINE, text("\uFEFFGrüße"))).isEqualTo(plain);
        assertThat(only(Resolution.FINE, new Source("a", "\uFEFFGrüße".getBytes(StandardCharsets.UTF_16LE))))
                .isEqualTo(plain);
        assertThat(only(Resolution.FINE, new Source("a", "\uFEFFGrüße".getBytes(StandardCharsets.UTF_16BE))))
                .isEqualTo(plain);
    }

    @Test
    void a_text_in_another_code_is_refused_with_the_place() {
        var refusal = refusal(new Source("brief.txt", "Hallo\nGr\u00FC\u00DFe".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(refusal.reason()).isEqualTo(DocumentException.Reason.UNREADABLE);
        assertThat(refusal)
                .hasMessage("brief.txt is text, but not in the code UTF-8: octet 8, in line 2, is FC."
                        + " Save it as UTF-8, or send it as PDF.");
    }

    @Test
    void a_text_that_ends_within_a_character_is_refused() {
        byte[] whole = "Grü".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(new Source("a.txt", Arrays.copyOf(whole, 3))))
                .hasMessageContaining("octet 2, in line 1, is C3");
    }

    @Test
    void a_character_that_no_font_of_ours_has_is_refused_with_its_place_and_not_left_out() {
        assertThat(refusal(text("ok\nab\u4F60")))
                .hasMessage("notes.txt has the character \u4F60 (U+4F60), which our font lacks, in line 2, column 3."
                        + " Send it as PDF.");
        assertThat(refusal(text("\u05E9\u05DC\u05D5\u05DD"))).hasMessageContaining("right to left");
    }

    @Test
    void an_empty_text_is_refused() {
        assertThat(refusal(new Source("a.txt", new byte[0])).reason()).isEqualTo(DocumentException.Reason.EMPTY);
        assertThat(refusal(text(" \n\t\f ")).reason()).isEqualTo(DocumentException.Reason.EMPTY);
    }

    @Test
    void characters_that_are_not_to_be_seen_take_no_room() {
        assertThat(only(Resolution.FINE, text("a\u200Bb\u00ADc\u2060d")))
                .isEqualTo(only(Resolution.FINE, text("abcd")));
        assertThat(only(Resolution.FINE, text("a\u00A0b"))).isEqualTo(only(Resolution.FINE, text("a b")));
    }

    @Test
    void a_line_is_as_high_at_each_resolution() {
        for (Resolution resolution : Resolution.values()) {
            var box = black(only(resolution, text("H" + "\n".repeat(60) + "H")));
            assertThat(box.height() / resolution.linesPerMm()).isCloseTo(60 * 32 / 7.7 + 2.5, within(0.4));
        }
    }
}

package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.caselli.document.Sheets.black;
import static org.caselli.document.Sheets.only;
import static org.caselli.document.Sheets.pdf;
import static org.caselli.document.Sheets.rendered;

import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Known drawings, measured in dots: nothing is cut, nothing is stretched. */
class GeometryTest {
    private static final double DOTS_PER_MM = 1728 / 215.0;

    private static Sheets.Drawing square(double left, double top) {
        return (pdf, page) -> {
            page.addRect((float) left, (float) top, 100, 100);
            page.fill();
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_square_of_100_mm_on_a4_is_100_mm_within_a_dot(Resolution resolution) {
        Bitmap page = only(resolution, pdf(210, 297, square(50, 80)));
        var box = black(page);
        assertThat(page.width()).isEqualTo(1728);
        assertThat(page.height()).isCloseTo((int) Math.round(297 * resolution.linesPerMm()), within(1));
        assertThat(box.width()).isCloseTo((int) Math.round(100 * DOTS_PER_MM), within(1));
        assertThat(box.height()).isCloseTo((int) Math.round(100 * resolution.linesPerMm()), within(1));
        assertThat(box.left()).isCloseTo((int) Math.round(52.5 * DOTS_PER_MM), within(1));
        assertThat(box.top()).isCloseTo((int) Math.round(80 * resolution.linesPerMm()), within(1));
    }

    @ParameterizedTest
    @EnumSource
    void a_square_drawn_as_a_hairline_is_as_large(Resolution resolution) {
        Bitmap page = only(resolution, pdf(210, 297, (pdf, content) -> {
            content.setLineWidth(0.01f);
            content.addRect(50, 80, 100, 100);
            content.stroke();
        }));
        var box = black(page);
        assertThat(box.width()).isCloseTo((int) Math.round(100 * DOTS_PER_MM), within(2));
        assertThat(box.height()).isCloseTo((int) Math.round(100 * resolution.linesPerMm()), within(2));
    }

    @Test
    void letter_fills_the_width_and_is_shrunk_by_less_than_half_a_percent_alike_in_both_directions() {
        Bitmap page = only(Resolution.FINE, pdf(215.9, 279.4, (pdf, content) -> {
            content.addRect(0, 0, 215.9f, 279.4f);
            content.fill();
        }));
        var box = black(page);
        assertThat(box).isEqualTo(new Sheets.Box(0, 0, 1727, page.height() - 1));
        assertThat(page.height()).isCloseTo((int) Math.round(279.4 * 215 / 215.9 * 7.7), within(1));
    }

    @Test
    void a_landscape_page_is_turned_so_that_its_top_is_at_the_left() {
        Bitmap page = only(Resolution.FINE, pdf(297, 210, square(20, 10)));
        var box = black(page);
        assertThat(page.height()).isCloseTo((int) Math.round(297 * 7.7), within(1));
        assertThat(box.width()).isCloseTo((int) Math.round(100 * DOTS_PER_MM), within(1));
        assertThat(box.height()).isCloseTo((int) Math.round(100 * 7.7), within(1));
        // 10 mm from the top is now 10 mm from the left edge of the sheet, which is 2.5 mm within the paper.
        assertThat(box.left()).isCloseTo((int) Math.round(12.5 * DOTS_PER_MM), within(1));
        // 20 mm from the left is now 20 mm from the lower edge.
        assertThat(page.height() - 1 - box.bottom()).isCloseTo((int) Math.round(20 * 7.7), within(1));
    }

    @Test
    void a_landscape_page_can_be_kept_upright_and_is_then_shrunk_alike_in_both_directions() {
        var options = new RenderOptions(Resolution.FINE, RenderOptions.Wide.SHRINK, Limits.STANDARD);
        Bitmap page =
                rendered(options, pdf(297, 210, square(20, 10))).getFirst().bitmap();
        var box = black(page);
        double scale = 215 / 297.0;
        assertThat(page.height()).isCloseTo((int) Math.round(210 * scale * 7.7), within(1));
        assertThat(box.width()).isCloseTo((int) Math.round(100 * scale * DOTS_PER_MM), within(1));
        assertThat(box.height()).isCloseTo((int) Math.round(100 * scale * 7.7), within(1));
    }

    @Test
    void a3_is_shrunk_and_nothing_of_it_is_cut() {
        Bitmap page = only(Resolution.FINE, pdf(297, 420, (pdf, content) -> {
            content.addRect(0, 0, 3, 3);
            content.addRect(294, 417, 3, 3);
            content.fill();
        }));
        var box = black(page);
        assertThat(box.left()).isZero();
        assertThat(box.top()).isZero();
        assertThat(box.right()).isEqualTo(1727);
        assertThat(box.bottom()).isEqualTo(page.height() - 1);
        assertThat(page.height()).isCloseTo((int) Math.round(420 * 215 / 297.0 * 7.7), within(1));
    }

    @Test
    void a_small_page_keeps_its_size_and_lies_in_the_middle() {
        Bitmap page = only(Resolution.FINE, pdf(80, 150, (pdf, content) -> {
            content.addRect(0, 0, 80, 150);
            content.fill();
        }));
        var box = black(page);
        assertThat(box.width()).isCloseTo((int) Math.round(80 * DOTS_PER_MM), within(1));
        assertThat(box.left()).isCloseTo(1727 - box.right(), within(1));
        assertThat(page.height()).isCloseTo((int) Math.round(150 * 7.7), within(1));
    }

    @Test
    void a_very_long_page_is_kept_whole() {
        Bitmap page = only(Resolution.FINE, pdf(200, 2500, (pdf, content) -> {
            content.addRect(50, 2400, 100, 99);
            content.fill();
        }));
        assertThat(page.height()).isCloseTo((int) Math.round(2500 * 7.7), within(1));
        assertThat(black(page).bottom()).isCloseTo((int) Math.round(2499 * 7.7), within(1));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(ints = {90, 180, 270})
    void a_page_that_says_it_is_to_be_turned_is_turned(int degrees) {
        Bitmap page = only(
                Resolution.FINE,
                pdf(
                        degrees == 180 ? 210 : 297,
                        degrees == 180 ? 297 : 210,
                        p -> p.setRotation(degrees),
                        square(20, 10)));
        var box = black(page);
        int fromLeft = (int) Math.round(box.left() / DOTS_PER_MM - 2.5);
        int fromTop = (int) Math.round(box.top() / 7.7);
        assertThat(page.height()).isCloseTo((int) Math.round(297 * 7.7), within(1));
        assertThat(fromLeft).isCloseTo(degrees == 90 ? 100 : degrees == 180 ? 90 : 10, within(1));
        assertThat(fromTop).isCloseTo(degrees == 90 ? 20 : degrees == 180 ? 187 : 177, within(1));
    }

    @Test
    void of_a_page_with_a_crop_box_only_that_is_seen() {
        Bitmap page = only(
                Resolution.FINE,
                pdf(
                        400,
                        400,
                        p -> p.setCropBox(new PDRectangle(
                                (float) (100 * Sheets.POINTS),
                                (float) (100 * Sheets.POINTS),
                                (float) (150 * Sheets.POINTS),
                                (float) (200 * Sheets.POINTS))),
                        square(110, 110)));
        var box = black(page);
        assertThat(page.height()).isCloseTo((int) Math.round(200 * 7.7), within(1));
        assertThat(box.left()).isCloseTo((int) Math.round((32.5 + 10) * DOTS_PER_MM), within(1));
        assertThat(box.top()).isCloseTo((int) Math.round(10 * 7.7), within(1));
    }

    @Test
    void a_user_unit_makes_the_page_larger() {
        Bitmap page = only(Resolution.FINE, pdf(21, 29.7, p -> p.setUserUnit(10f), (pdf, content) -> {
            content.addRect(5, 8, 10, 10);
            content.fill();
        }));
        assertThat(page.height()).isCloseTo((int) Math.round(297 * 7.7), within(1));
        assertThat(black(page).width()).isCloseTo((int) Math.round(100 * DOTS_PER_MM), within(1));
    }

    @Test
    void a_page_longer_than_the_limit_is_refused() {
        var refusal = Sheets.refusal(pdf(200, 3100, square(50, 50)));
        assertThat(refusal.reason()).isEqualTo(DocumentException.Reason.TOO_LARGE);
        assertThat(refusal)
                .hasMessage(
                        "test.pdf, page 1, would be 3100 mm long on fax paper; the limit is 3000 mm. Cut it into shorter pages.");
    }
}

package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.caselli.document.Sheets.ink;
import static org.caselli.document.Sheets.only;
import static org.caselli.document.Sheets.pdf;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.util.Matrix;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that stay, letters that are sharp, greys that are as grey as they were. */
class LegibilityTest {

    private static int blackInRow(Bitmap page, int row) {
        int n = 0;
        for (int x = 0; x < page.width(); x++) {
            n += page.isBlack(x, row) ? 1 : 0;
        }
        return n;
    }

    private static int runsInColumn(Bitmap page, int column) {
        int runs = 0;
        for (int y = 0; y < page.height(); y++) {
            runs += page.isBlack(column, y) && (y == 0 || !page.isBlack(column, y - 1)) ? 1 : 0;
        }
        return runs;
    }

    private static int runsInRow(Bitmap page, int row) {
        int runs = 0;
        for (int x = 0; x < page.width(); x++) {
            runs += page.isBlack(x, row) && (x == 0 || !page.isBlack(x - 1, row)) ? 1 : 0;
        }
        return runs;
    }

    @ParameterizedTest
    @EnumSource
    void no_stroke_is_too_thin_to_be_seen_wherever_it_falls(Resolution resolution) {
        // 40 lines each way, at all places between dots, from nothing to half a point.
        Bitmap page = only(resolution, pdf(210, 297, (pdf, content) -> {
            for (int i = 0; i < 40; i++) {
                content.setLineWidth(i * 0.0045f);
                content.moveTo(20, 20 + i * 2.513f);
                content.lineTo(190, 20 + i * 2.513f);
                content.moveTo(20 + i * 4.017f, 150);
                content.lineTo(20 + i * 4.017f, 280);
                content.stroke();
            }
        }));
        assertThat(runsInColumn(page, 860))
                .as("lines across")
                .isEqualTo(40 + (page.isBlack(860, (int) (200 * resolution.linesPerMm())) ? 1 : 0));
        assertThat(runsInRow(page, (int) (200 * resolution.linesPerMm())))
                .as("lines down")
                .isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource
    void rules_drawn_as_thin_filled_rectangles_stay_too(Resolution resolution) {
        Bitmap page = only(resolution, pdf(210, 297, (pdf, content) -> {
            for (int i = 0; i < 40; i++) {
                content.addRect(20, 20 + i * 2.513f, 170, 0.02f + i * 0.002f);
                content.fill();
                content.addRect(20 + i * 4.017f, 150, 0.02f + i * 0.002f, 130);
                content.fill();
            }
        }));
        assertThat(runsInRow(page, (int) (200 * resolution.linesPerMm()))).isEqualTo(40);
        assertThat(runsInColumn(page, 855)).isBetween(40, 41);
    }

    @ParameterizedTest
    @EnumSource
    void a_thin_slanted_line_or_curve_has_no_gap(Resolution resolution) {
        Bitmap page = only(resolution, pdf(210, 297, (pdf, content) -> {
            content.setLineWidth(0.02f);
            content.moveTo(20, 20);
            content.lineTo(190, 140);
            content.stroke();
        }));
        int from = (int) (21 * resolution.linesPerMm());
        int to = (int) (139 * resolution.linesPerMm());
        for (int y = from; y < to; y++) {
            assertThat(blackInRow(page, y)).as("row " + y).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void light_lines_are_black_and_faint_ones_stay_faint(Resolution resolution) {
        Bitmap page = only(resolution, pdf(210, 297, (pdf, content) -> {
            content.setLineWidth(0.1f);
            content.setStrokingColor(new Color(150, 170, 255));
            content.moveTo(20, 50);
            content.lineTo(190, 50);
            content.stroke();
            content.setStrokingColor(new Color(235, 235, 235));
            content.moveTo(20, 100);
            content.lineTo(190, 100);
            content.stroke();
        }));
        int middle = (int) (75 * resolution.linesPerMm());
        int blue = 0;
        int faint = 0;
        for (int y = 0; y < page.height(); y++) {
            if (y < middle) {
                blue = Math.max(blue, blackInRow(page, y));
            } else {
                faint += blackInRow(page, y);
            }
        }
        assertThat(blue).isGreaterThan(169 * 8);
        assertThat(faint).isBetween(1, 170 * 8 / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 100, 128, 160, 200, 230, 245})
    void an_even_grey_has_the_ink_that_its_curve_says(int level) {
        Bitmap page = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            content.setNonStrokingColor(level / 255f);
            content.addRect(20, 10, 170, 80);
            content.fill();
        }));
        double wanted = 1 - Math.pow(level / 255.0, 1.5);
        assertThat(ink(page, 240, 120, 1200, 400)).isCloseTo(wanted, within(0.01));
        assertThat(ink(page, 240, 300, 120, 60)).isCloseTo(wanted, within(0.03));
    }

    @Test
    void a_ramp_grows_lighter_step_by_step() {
        Bitmap page = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            for (int i = 0; i < 256; i++) {
                content.setNonStrokingColor(i / 255f);
                content.addRect(20 + i * 170 / 256f, 10, 170 / 256f + 0.01f, 80);
                content.fill();
            }
        }));
        double before = 1.1;
        for (int i = 0; i < 16; i++) {
            double ink = ink(page, 182 + (int) (i * 85.4), 100, 80, 500);
            assertThat(ink).as("step " + i).isLessThan(before);
            before = ink;
        }
    }

    @Test
    void small_coloured_text_is_solid_and_white_text_on_a_tint_is_clear() throws Exception {
        Bitmap page = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            var font = new PDType1Font(FontName.HELVETICA);
            for (Color colour :
                    new Color[] {Color.BLACK, Color.RED, new Color(0, 160, 0), new Color(230, 140, 0), Color.GRAY}) {
                content.setNonStrokingColor(colour);
                content.beginText();
                content.setFont(font, 3.5f);
                content.setTextMatrix(new Matrix(1, 0, 0, -1, 20, 20));
                content.showText("HHHH");
                content.endText();
                content.transform(Matrix.getTranslateInstance(30, 0));
            }
        }));
        int wide = (int) (30 * Paper.DOTS_PER_MM);
        int left = (int) (22 * Paper.DOTS_PER_MM);
        double black = ink(page, left, 100, wide, 60);
        assertThat(black).isPositive();
        for (int i = 1; i < 5; i++) {
            assertThat(ink(page, left + (int) Math.round(i * 30 * Paper.DOTS_PER_MM), 100, wide, 60))
                    .as("colour " + i)
                    .isCloseTo(black, within(black * 0.03));
        }
    }

    @Test
    void white_text_on_a_coloured_bar_stays_white() {
        Sheets.Drawing bar = (pdf, content) -> {
            content.setNonStrokingColor(new Color(200, 40, 40));
            content.addRect(20, 10, 100, 20);
            content.fill();
        };
        Bitmap without = only(Resolution.FINE, pdf(210, 100, bar));
        Bitmap with = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            bar.on(pdf, content);
            content.setNonStrokingColor(Color.WHITE);
            content.beginText();
            content.setFont(new PDType1Font(FontName.HELVETICA_BOLD), 10f);
            content.setTextMatrix(new Matrix(1, 0, 0, -1, 30, 24));
            content.showText("IIIIIIIIII");
            content.endText();
        }));
        int x = (int) (32.5 * Paper.DOTS_PER_MM);
        int wide = (int) (27 * Paper.DOTS_PER_MM);
        assertThat(ink(with, x, 140, wide, 30)).isLessThan(ink(without, x, 140, wide, 30) * 0.75);
    }

    @Test
    void a_watermark_in_large_light_letters_does_not_blacken_the_page() {
        Bitmap page = only(Resolution.FINE, pdf(210, 297, (pdf, content) -> {
            content.setNonStrokingColor(0.88f);
            content.beginText();
            content.setFont(new PDType1Font(FontName.HELVETICA_BOLD), 40);
            content.setTextMatrix(new Matrix(1, 0, 0, -1, 20, 150));
            content.showText("DRAFT");
            content.endText();
        }));
        assertThat(ink(page, 160, 800, 1400, 400)).isBetween(0.01, 0.15);
    }

    @Test
    void a_picture_finer_than_the_paper_is_averaged_and_not_sampled() throws Exception {
        // A checker of single pixels, four times as fine as dots, is an even grey.
        var image = new BufferedImage(3200, 1600, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 1600; y++) {
            for (int x = 0; x < 3200; x++) {
                image.getRaster().setSample(x, y, 0, (x + y) % 2 * 255);
            }
        }
        Bitmap page = only(
                Resolution.FINE,
                pdf(
                        210,
                        297,
                        (pdf, content) -> content.drawImage(
                                LosslessFactory.createFromImage(pdf, image), new Matrix(100, 0, 0, -50, 50, 150))));
        assertThat(ink(page, 500, 800, 600, 300)).isCloseTo(1 - Math.pow(0.5, 1.5), within(0.02));
    }

    @Test
    void a_scan_in_black_and_white_stays_so_and_keeps_its_thin_lines() throws Exception {
        // 600 dpi: a line of 4 pixels is 1.4 dots.
        var image = new BufferedImage(2400, 2400, BufferedImage.TYPE_BYTE_BINARY);
        var g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 2400, 2400);
        g.setColor(Color.BLACK);
        for (int i = 0; i < 40; i++) {
            g.fillRect(100, 50 + i * 57, 2200, 4);
        }
        g.dispose();
        Bitmap page = only(
                Resolution.FINE,
                pdf(
                        210,
                        297,
                        (pdf, content) -> content.drawImage(
                                LosslessFactory.createFromImage(pdf, image),
                                new Matrix(101.6f, 0, 0, -101.6f, 50, 150))));
        assertThat(runsInColumn(page, 800)).isEqualTo(40);
        assertThat(runsInColumn(page, 801)).isEqualTo(40);
    }

    @Test
    void pictures_lie_as_their_matrix_says_in_all_eight_ways() throws Exception {
        // Black in its upper left quarter only.
        var image = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 100; x++) {
                image.getRaster().setSample(x, y, 0, x < 50 && y < 50 ? 0 : 255);
            }
        }
        // Images of the unit square; in these drawings, y grows downwards.
        float[][] ways = {
            {80, 0, 0, -80, 60, 180}, {-80, 0, 0, -80, 140, 180}, {80, 0, 0, 80, 60, 100}, {-80, 0, 0, 80, 140, 100},
            {0, 80, 80, 0, 60, 100}, {0, -80, 80, 0, 60, 180}, {0, 80, -80, 0, 140, 100}, {0, -80, -80, 0, 140, 180},
        };
        for (float[] m : ways) {
            var matrix = new Matrix(m[0], m[1], m[2], m[3], m[4], m[5]);
            Bitmap page = only(
                    Resolution.FINE,
                    pdf(
                            210,
                            297,
                            (pdf, content) -> content.drawImage(LosslessFactory.createFromImage(pdf, image), matrix)));
            // The middle of the black quarter is at (1/4, 3/4) of the unit square.
            double x = m[0] * 0.25 + m[2] * 0.75 + m[4];
            double y = m[1] * 0.25 + m[3] * 0.75 + m[5];
            var box = Sheets.black(page);
            assertThat((box.left() + box.right()) / 2.0 / Paper.DOTS_PER_MM - 2.5)
                    .as(matrix.toString())
                    .isCloseTo(x, within(0.3));
            assertThat((box.top() + box.bottom()) / 2.0 / 7.7)
                    .as(matrix.toString())
                    .isCloseTo(y, within(0.3));
            assertThat(box.width() / Paper.DOTS_PER_MM).isCloseTo(40, within(0.3));
        }
    }

    @Test
    void what_is_transparent_is_mixed_with_what_is_below() throws Exception {
        Bitmap page = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            var half = new PDExtendedGraphicsState();
            half.setNonStrokingAlphaConstant(0.5f);
            content.setGraphicsStateParameters(half);
            content.addRect(20, 10, 170, 80);
            content.fill();
        }));
        assertThat(ink(page, 240, 120, 1200, 400)).isCloseTo(1 - Math.pow(0.5, 1.5), within(0.03));
    }

    @Test
    void a_clip_that_is_no_rectangle_is_kept() {
        Bitmap page = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            content.moveTo(20, 10);
            content.lineTo(120, 10);
            content.lineTo(20, 90);
            content.closePath();
            content.clip();
            content.addRect(0, 0, 210, 100);
            content.fill();
        }));
        assertThat(ink(page)).isCloseTo(100 * 80 / 2.0 / (215 * 100), within(0.003));
    }

    @Test
    void even_odd_and_winding_fills_differ_as_they_should() {
        Sheets.Drawing ring = (pdf, content) -> {
            content.addRect(50, 10, 80, 80);
            content.addRect(70, 30, 40, 40);
        };
        Bitmap winding = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            ring.on(pdf, content);
            content.fill();
        }));
        Bitmap evenOdd = only(Resolution.FINE, pdf(210, 100, (pdf, content) -> {
            ring.on(pdf, content);
            content.fillEvenOdd();
        }));
        assertThat(ink(winding)).isCloseTo(6400 / (215.0 * 100), within(0.003));
        assertThat(ink(evenOdd)).isCloseTo(4800 / (215.0 * 100), within(0.003));
    }
}

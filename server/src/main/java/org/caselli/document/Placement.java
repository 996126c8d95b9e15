package org.caselli.document;

import java.awt.geom.AffineTransform;
import java.util.Locale;
import org.caselli.image.Resolution;

/**
 * Where a sheet of some size lies on fax paper. Sheets that fit between the edges keep their true size and lie in the
 * middle, as the far machine prints its 215 mm in the middle of its paper; sheets that do not are shrunk, alike in both
 * directions, so that nothing is cut and nothing is stretched. (US Letter, 215.9 mm, is shrunk by 0.4 %: less than the 1 %
 * by which T.4 clause 2 lets scanners differ.) Sheets are as long as they are.
 *
 * @param quarters  how often the sheet is turned a quarter anticlockwise: 0 or 1
 * @param left      of the sheet, in dots
 * @param dotsWide  of the sheet as it lies
 * @param rows      of the page, and of the sheet
 * @param scale     1 or less
 */
record Placement(int quarters, double left, double dotsWide, int rows, double scale) {
    /** Ours: sheets so little too wide for the paper are not worth turning. */
    private static final double TURN_BEYOND = 1.05;

    /**
     * @param widthMm  of the sheet as it is read
     * @param heightMm of the sheet as it is read
     */
    static Placement of(double widthMm, double heightMm, Resolution resolution, RenderOptions.Wide wide) {
        boolean turn = wide == RenderOptions.Wide.TURN && widthMm > heightMm && widthMm > Paper.WIDTH_MM * TURN_BEYOND;
        double across = turn ? heightMm : widthMm;
        double down = turn ? widthMm : heightMm;
        double scale = Math.min(1, Paper.WIDTH_MM / across);
        double dotsWide = across * scale * Paper.DOTS_PER_MM;
        int rows = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.round(down * scale * resolution.linesPerMm())));
        return new Placement(turn ? 1 : 0, (Paper.COLUMNS - dotsWide) / 2, dotsWide, rows, scale);
    }

    /** Refuses a page that is longer than the limit. */
    Placement within(Limits limits, Resolution resolution, String file, int page) throws DocumentException {
        double length = Paper.heightMm(rows, resolution);
        if (length > limits.lengthMm()) {
            throw tooLong(length, limits, file, page);
        }
        return this;
    }

    static DocumentException tooLong(double lengthMm, Limits limits, String file, int page) {
        return new DocumentException(
                DocumentException.Reason.TOO_LARGE,
                file,
                page,
                String.format(
                        Locale.ROOT,
                        "would be %.0f mm long on fax paper; the limit is %d mm",
                        lengthMm,
                        limits.lengthMm()),
                "Cut it into shorter pages.");
    }

    /** From millimetres on the sheet as it is read, from its upper left corner, to dots. */
    AffineTransform fromMm(Resolution resolution) {
        double x = scale * Paper.DOTS_PER_MM;
        double y = scale * resolution.linesPerMm();
        // Turned anticlockwise, the sheet's right is up the page.
        return quarters == 0 ? new AffineTransform(x, 0, 0, y, left, 0) : new AffineTransform(0, -y, x, 0, left, rows);
    }
}

package org.caselli.document;

import org.caselli.image.Resolution;

/**
 * The one place that knows how large a dot is. T.4 clause 2 has 1728 picture elements on a line of 215 mm, thus 8.0372
 * to the millimetre, and 3.85, 7.7 or 15.4 lines to the millimetre. (TIFF's 204 x 98, 196 and 391 dpi are these, rounded.)
 */
final class Paper {
    /** Picture elements of a line: the width that every fax machine has. */
    static final int COLUMNS = 1728;

    /** Width of that line in millimetres. */
    static final double WIDTH_MM = 215;

    static final double DOTS_PER_MM = COLUMNS / WIDTH_MM;

    private Paper() {}

    static double widthMm(int dots) {
        return dots / DOTS_PER_MM;
    }

    static double heightMm(int rows, Resolution resolution) {
        return rows / resolution.linesPerMm();
    }
}

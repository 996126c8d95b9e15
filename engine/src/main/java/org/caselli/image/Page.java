package org.caselli.image;

/**
 * One fax page: its bitmap and how finely it was scanned.
 *
 * @param bitmap     black and white dots, usually 1728 wide (T.4 clause 2)
 * @param resolution the meaning of a dot in millimetres
 */
public record Page(Bitmap bitmap, Resolution resolution) {
    /** The width of the scan line in millimetres: 215 for 1728 dots (T.4 has 216 less tolerance). */
    public double widthMm() {
        return bitmap.width() / resolution.dotsPerMm();
    }

    public double heightMm() {
        return bitmap.height() / resolution.linesPerMm();
    }
}

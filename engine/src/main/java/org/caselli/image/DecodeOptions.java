package org.caselli.image;

/**
 * What a decoder must be told, because code does not say it.
 *
 * @param width     dots in a row, 1 to {@link Bitmap#MAX_WIDTH}
 * @param maxRows   rows after which it stops, 0 to {@link Bitmap#MAX_HEIGHT}; the true height where it is known
 * @param alignRows each row begins on an octet, and there are no EOLs (TIFF compression 2)
 */
public record DecodeOptions(int width, int maxRows, boolean alignRows) {
    public DecodeOptions {
        if (width < 1 || width > Bitmap.MAX_WIDTH) {
            throw new IllegalArgumentException(
                    "A width of " + width + " dots is outside 1 to " + Bitmap.MAX_WIDTH + ".");
        }
        if (maxRows < 0 || maxRows > Bitmap.MAX_HEIGHT) {
            throw new IllegalArgumentException(maxRows + " rows are outside 0 to " + Bitmap.MAX_HEIGHT + ".");
        }
    }

    /** As from a line: so wide, until the code ends. */
    public static DecodeOptions ofWidth(int width) {
        return new DecodeOptions(width, Bitmap.MAX_HEIGHT, false);
    }
}

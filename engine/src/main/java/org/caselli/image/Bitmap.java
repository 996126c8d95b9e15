package org.caselli.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * A black and white picture. A set bit is black; in each octet the most significant bit is the leftmost dot; each row
 * begins on an octet, and the dots that pad its last octet are white.
 */
public final class Bitmap {
    /** More than any fax: 864 mm at 400 dpi is 13,606; guards against sizes that a hostile file claims. */
    public static final int MAX_WIDTH = 16_384;

    /** About 20 m of paper at 15.4 lines/mm; guards against sizes that a hostile file claims. */
    public static final int MAX_HEIGHT = 320_000;

    private final int width;
    private final int height;
    private final int stride;
    private final byte[] rows;

    /**
     * An all-white bitmap.
     *
     * @param width  dots in a row, 1 to {@link #MAX_WIDTH}
     * @param height rows, 0 to {@link #MAX_HEIGHT}
     */
    public Bitmap(int width, int height) {
        this(width, height, new byte[stride(width) * checkedHeight(height)]);
    }

    /**
     * A bitmap over these rows, which it keeps and does not copy.
     *
     * @param rows exactly {@code height} rows of {@code (width + 7) / 8} octets; padding bits must be white (0)
     */
    public Bitmap(int width, int height, byte[] rows) {
        this.width = width;
        this.height = checkedHeight(height);
        this.stride = stride(width);
        this.rows = rows;
        if (rows.length != stride * height) {
            throw new IllegalArgumentException(
                    width + " x " + height + " dots take " + stride * height + " octets, not " + rows.length + ".");
        }
    }

    private static int stride(int width) {
        if (width < 1 || width > MAX_WIDTH) {
            throw new IllegalArgumentException("A width of " + width + " dots is outside 1 to " + MAX_WIDTH + ".");
        }
        return (width + 7) / 8;
    }

    private static int checkedHeight(int height) {
        if (height < 0 || height > MAX_HEIGHT) {
            throw new IllegalArgumentException("A height of " + height + " rows is outside 0 to " + MAX_HEIGHT + ".");
        }
        return height;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Octets from one row to the next. */
    public int stride() {
        return stride;
    }

    /** The live rows, {@link #height()} times {@link #stride()} octets: what is written here is in the bitmap. */
    public byte[] rows() {
        return rows;
    }

    public boolean isBlack(int x, int y) {
        Objects.checkIndex(x, width);
        Objects.checkIndex(y, height);
        return (rows[y * stride + (x >> 3)] & (0x80 >> (x & 7))) != 0;
    }

    public void setBlack(int x, int y) {
        Objects.checkIndex(x, width);
        Objects.checkIndex(y, height);
        rows[y * stride + (x >> 3)] |= (byte) (0x80 >> (x & 7));
    }

    /** Two bitmaps are equal if they have the same size and the same dots. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Bitmap that
                && width == that.width
                && height == that.height
                && Arrays.equals(rows, that.rows);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        return width + " x " + height + " dots";
    }
}

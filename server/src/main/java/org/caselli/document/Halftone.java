package org.caselli.document;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.caselli.image.Bitmap;

/**
 * Turns grey into black and white. Dots that are black or white already stay as they are, and neither take nor hand on
 * any error: so text and lines keep their edges, and only pictures and tints are dithered, by error diffusion with the
 * weights of Floyd and Steinberg, every other row from right to left.
 */
final class Halftone {
    /**
     * Ours. A screen shows the grey value v with the light (v/255)^2.2, and dots on perfect paper would need that share
     * of white; but printers' dots are larger than their cells, by about a seventh of the paper at middle greys, which
     * takes an exponent near 1.2. Between the two, so that a picture is right to look at on either.
     */
    private static final double EXPONENT = 1.5;

    /** Ours: how much a grey leans to its own side of the middle, which keeps edges within a picture sharp. */
    private static final int SHARPNESS = 2;

    /** Ours: a little chance in each decision, which keeps even tints from growing stripes. */
    private static final int NOISE = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private static final int[] SHARE_OF_WHITE = new int[256];

    static {
        for (int v = 0; v < 256; v++) {
            SHARE_OF_WHITE[v] = (int) Math.round(255 * 16 * Math.pow(v / 255.0, EXPONENT));
        }
    }

    private Halftone() {}

    /** The black dots of a canvas. */
    static Bitmap dots(Canvas canvas) {
        int width = canvas.width;
        var bitmap = new Bitmap(width, canvas.height);
        byte[] rows = bitmap.rows();
        int stride = bitmap.stride();
        int[] here = new int[width + 2];
        int[] below = new int[width + 2];
        boolean errors = false;
        for (int y = 0; y < canvas.height; y++) {
            if (pure(canvas.grey, y * width, width, rows, y * stride)) {
                if (errors) {
                    Arrays.fill(here, 0);
                    errors = false;
                }
                continue;
            }
            if (!errors) {
                // Errors out of nothing: else the first rows of a tint stay empty until enough has come together.
                for (int x = 0; x < here.length; x++) {
                    here[x] = noise(x, y) * 14;
                }
                errors = true;
            }
            diffuse(canvas.grey, y * width, width, y, here, below, rows, y * stride);
            int[] done = here;
            here = below;
            below = done;
            Arrays.fill(below, 0);
        }
        return bitmap;
    }

    /** Chance, but the same each time: -128 to 127. */
    private static int noise(int x, int y) {
        int h = x * 0x9E3779B1 + y * 0x85EBCA77;
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        return h >> 24;
    }

    /** Packs a row if all of it is black or white. */
    private static boolean pure(byte[] grey, int at, int width, byte[] rows, int out) {
        int x = 0;
        for (; x + 8 <= width; x += 8) {
            long eight = (long) LONGS.get(grey, at + x);
            if (eight == -1L) {
                rows[out + (x >> 3)] = 0;
                continue;
            }
            long ones = eight & 0x0101010101010101L;
            if (ones * 255 != eight) {
                return false;
            }
            // The lowest bit of each octet, gathered: the first octet's comes out on top.
            rows[out + (x >> 3)] = (byte) ~((ones * 0x0102040810204080L) >>> 56);
        }
        if (x < width) {
            int octet = 0;
            for (; x < width; x++) {
                int v = grey[at + x] & 0xFF;
                if (v != 0 && v != 255) {
                    return false;
                }
                if (v == 0) {
                    octet |= 0x80 >> (x & 7);
                }
            }
            rows[out + (width >> 3)] = (byte) octet;
        }
        return true;
    }

    private static void diffuse(byte[] grey, int at, int width, int y, int[] here, int[] below, byte[] rows, int out) {
        Arrays.fill(rows, out, out + (width + 7) / 8, (byte) 0);
        boolean leftward = (y & 1) != 0;
        int step = leftward ? -1 : 1;
        int carried = 0;
        for (int x = leftward ? width - 1 : 0; x >= 0 && x < width; x += step) {
            int v = grey[at + x] & 0xFF;
            if (v == Canvas.WHITE) {
                carried = 0;
                continue;
            }
            if (v == Canvas.BLACK) {
                rows[out + (x >> 3)] |= (byte) (0x80 >> (x & 7));
                carried = 0;
                continue;
            }
            int wanted = SHARE_OF_WHITE[v] + carried + here[x + 1];
            int threshold = 2040 + (128 - v) * SHARPNESS + noise(x, y) * NOISE;
            int error;
            if (wanted > threshold) {
                error = wanted - 4080;
            } else {
                error = wanted;
                rows[out + (x >> 3)] |= (byte) (0x80 >> (x & 7));
            }
            int ahead = (error * 7) >> 4;
            int behind = (error * 3) >> 4;
            int under = (error * 5) >> 4;
            carried = ahead;
            below[x + 1 - step] += behind;
            below[x + 1] += under;
            below[x + 1 + step] += error - ahead - behind - under;
        }
    }
}

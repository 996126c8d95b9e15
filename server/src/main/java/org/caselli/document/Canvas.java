package org.caselli.document;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/**
 * A page in the making: one octet a dot, 0 black to 255 white, white at first. Text and lines are put on it as pure black
 * and white, so that only what is truly grey is left for {@link Halftone}.
 */
final class Canvas {
    static final int WHITE = 255;
    static final int BLACK = 0;

    final int width;
    final int height;
    /** {@code height} rows of {@code width} octets. The picture of {@link #graphics} has the same ones. */
    final byte[] grey;

    private final BufferedImage image;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        clear();
    }

    void clear() {
        Arrays.fill(grey, (byte) WHITE);
    }

    Rectangle bounds() {
        return new Rectangle(0, 0, width, height);
    }

    Graphics2D graphics() {
        Graphics2D graphics = image.createGraphics();
        graphics.setBackground(Color.WHITE);
        return graphics;
    }

    /** Fills a rectangle, as far as it lies within the clip, which lies within the canvas. */
    void fill(int x0, int y0, int x1, int y1, Rectangle clip, int tone) {
        int left = Math.max(x0, clip.x);
        int right = Math.min(x1, clip.x + clip.width);
        int bottom = Math.min(y1, clip.y + clip.height);
        if (left < right) {
            for (int y = Math.max(y0, clip.y); y < bottom; y++) {
                Arrays.fill(grey, y * width + left, y * width + right, (byte) tone);
            }
        }
    }

    /** Fills spans whose origin is at a point of the canvas, as far as they lie within the clip. */
    void fill(Spans spans, int originX, int originY, Rectangle clip, int tone) {
        int left = clip.x - originX;
        int right = left + clip.width;
        int top = clip.y - originY;
        int bottom = top + clip.height;
        byte octet = (byte) tone;
        int[] s = spans.data;
        if (spans.minX >= left && spans.maxX <= right && spans.minY >= top && spans.maxY <= bottom) {
            int origin = originY * width + originX;
            for (int i = 0; i < spans.length; i += 3) {
                int row = origin + s[i] * width;
                for (int at = row + s[i + 1], end = row + s[i + 2]; at < end; at++) {
                    grey[at] = octet;
                }
            }
            return;
        }
        for (int i = 0; i < spans.length; i += 3) {
            int y = s[i];
            int x0 = Math.max(s[i + 1], left);
            int x1 = Math.min(s[i + 2], right);
            if (y >= top && y < bottom && x0 < x1) {
                int row = (originY + y) * width + originX;
                Arrays.fill(grey, row + x0, row + x1, octet);
            }
        }
    }

    /** The tone at a point, or white beyond the canvas. */
    int tone(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? WHITE : grey[y * width + x] & 0xFF;
    }
}

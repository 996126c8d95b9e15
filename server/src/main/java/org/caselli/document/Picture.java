package org.caselli.document;

import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import org.caselli.image.Bitmap;
import org.jspecify.annotations.Nullable;

/**
 * A picture in grey, perhaps see-through in places, that can be laid on a canvas at any size: each dot becomes the mean of
 * what it covers, so that nothing is skipped when the picture is finer than the paper.
 *
 * @param grey    {@code height} rows of {@code width} octets, 0 black to 255 white
 * @param cover   as many octets, 0 for what is seen through to 255; or null if nothing is
 * @param bilevel it is black and white by nature, such as a scanned page: so shall its dots be
 */
@SuppressWarnings("ArrayRecordComponent")
record Picture(int width, int height, byte[] grey, byte @Nullable [] cover, boolean bilevel) {
    /** Ours: of a black-and-white picture, a dot is black if a bit less than half of it is, so that thin strokes stay. */
    private static final int BILEVEL = 150;

    /** Ours: what is nearly white or black in a photograph of a page is meant to be so; else paper becomes speckled. */
    private static final int NEARLY_WHITE = 250;

    private static final int NEARLY_BLACK = 5;

    /** The weight of colours in grey (ITU-R BT.601). */
    static int luma(int red, int green, int blue) {
        return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
    }

    /** Whether a picture so placed has its sides along rows and columns. */
    static boolean upright(AffineTransform place) {
        double straight = Math.min(Math.abs(place.getScaleX()), Math.abs(place.getScaleY()));
        double turned = Math.min(Math.abs(place.getShearX()), Math.abs(place.getShearY()));
        double skew = straight > turned
                ? Math.max(Math.abs(place.getShearX()), Math.abs(place.getShearY()))
                : Math.max(Math.abs(place.getScaleX()), Math.abs(place.getScaleY()));
        return skew < 0.5;
    }

    static Picture of(BufferedImage image, boolean bilevel) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] grey = new byte[width * height];
        byte[] cover = null;
        switch (image.getType()) {
            case BufferedImage.TYPE_BYTE_GRAY -> {
                byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
                if (data.length == grey.length) {
                    return new Picture(width, height, data, null, bilevel);
                }
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        grey[y * width + x] = (byte) image.getRaster().getSample(x, y, 0);
                    }
                }
            }
            case BufferedImage.TYPE_INT_RGB -> {
                int[] data = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
                if (data.length == grey.length) {
                    for (int i = 0; i < data.length; i++) {
                        int p = data[i];
                        grey[i] = (byte) luma((p >> 16) & 0xFF, (p >> 8) & 0xFF, p & 0xFF);
                    }
                } else {
                    slow(image, grey, null);
                }
            }
            case BufferedImage.TYPE_3BYTE_BGR -> {
                byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
                if (data.length == 3 * grey.length) {
                    for (int i = 0, at = 0; i < grey.length; i++, at += 3) {
                        grey[i] = (byte) luma(data[at + 2] & 0xFF, data[at + 1] & 0xFF, data[at] & 0xFF);
                    }
                } else {
                    slow(image, grey, null);
                }
            }
            default -> {
                if (image.getColorModel().hasAlpha()) {
                    cover = new byte[grey.length];
                }
                slow(image, grey, cover);
            }
        }
        return new Picture(width, height, grey, cover, bilevel);
    }

    static Picture of(Bitmap bitmap) {
        int width = bitmap.width();
        byte[] grey = new byte[width * bitmap.height()];
        byte[] rows = bitmap.rows();
        for (int y = 0, at = 0; y < bitmap.height(); y++) {
            for (int x = 0; x < width; x++) {
                boolean black = (rows[y * bitmap.stride() + (x >> 3)] & (0x80 >> (x & 7))) != 0;
                grey[at++] = (byte) (black ? Canvas.BLACK : Canvas.WHITE);
            }
        }
        return new Picture(width, bitmap.height(), grey, null, true);
    }

    /** A picture of one tone, put where the image is opaque. */
    static Picture stencil(BufferedImage image, int tone) {
        Picture shape = of(image, true);
        Arrays.fill(shape.grey, (byte) tone);
        return shape;
    }

    private static void slow(BufferedImage image, byte[] grey, byte @Nullable [] cover) {
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int p = row[x];
                grey[y * width + x] = (byte) luma((p >> 16) & 0xFF, (p >> 8) & 0xFF, p & 0xFF);
                if (cover != null) {
                    cover[y * width + x] = (byte) (p >>> 24);
                }
            }
        }
    }

    /** Turned a quarter clockwise so many times. */
    Picture turned(int quarters) {
        int times = quarters & 3;
        if (times == 0) {
            return this;
        }
        int w = (times & 1) == 0 ? width : height;
        int h = (times & 1) == 0 ? height : width;
        return new Picture(w, h, turn(grey, times, w, h), cover == null ? null : turn(cover, times, w, h), bilevel);
    }

    private byte[] turn(byte[] from, int times, int w, int h) {
        byte[] to = new byte[from.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int at = switch (times) {
                    case 1 -> (height - 1 - x) * width + y;
                    case 2 -> (height - 1 - y) * width + width - 1 - x;
                    default -> x * width + width - 1 - y;
                };
                to[y * w + x] = from[at];
            }
        }
        return to;
    }

    /** Its mirror image, left to right. */
    Picture mirrored() {
        return new Picture(width, height, mirror(grey), cover == null ? null : mirror(cover), bilevel);
    }

    private byte[] mirror(byte[] from) {
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                to[y * width + x] = from[y * width + width - 1 - x];
            }
        }
        return to;
    }

    /**
     * Lays it on the canvas.
     *
     * @param place from the unit square, whose upper side (y = 1) is the top of the picture, to dots; {@link #upright}
     */
    void draw(Canvas canvas, AffineTransform place, Rectangle clip) {
        double a = place.getScaleX();
        double b = place.getShearY();
        double c = place.getShearX();
        double d = place.getScaleY();
        double x0 = place.getTranslateX() + Math.min(0, a) + Math.min(0, c);
        double y0 = place.getTranslateY() + Math.min(0, b) + Math.min(0, d);
        double wide = Math.abs(a) + Math.abs(c);
        double high = Math.abs(b) + Math.abs(d);
        // The picture's own right is (a, b) on the canvas, its own down is (-c, -d).
        Picture stood;
        if (Math.abs(a) >= Math.abs(c)) {
            stood = this;
            if (a < 0 && d > 0) {
                stood = turned(2);
            } else if (a < 0) {
                stood = mirrored();
            } else if (d > 0) {
                stood = mirrored().turned(2);
            }
        } else if (b > 0) {
            stood = c > 0 ? turned(1) : turned(1).mirrored();
        } else {
            stood = c > 0 ? turned(3).mirrored() : turned(3);
        }
        stood.lay(canvas, x0, y0, wide, high, clip);
    }

    /** Lays it, upright, into a box of the canvas. */
    void lay(Canvas canvas, double x0, double y0, double wide, double high, Rectangle clip) {
        int left = (int) Math.round(Math.max(-1e6, Math.min(1e6, x0)));
        int top = (int) Math.round(Math.max(-1e6, Math.min(1e6, y0)));
        int right = (int) Math.max(left + 1, Math.round(Math.min(1e6, x0 + wide)));
        int bottom = (int) Math.max(top + 1, Math.round(Math.min(1e6, y0 + high)));
        int firstX = Math.max(left, clip.x);
        int lastX = Math.min(right, clip.x + clip.width);
        int firstY = Math.max(top, clip.y);
        int lastY = Math.min(bottom, clip.y + clip.height);
        if (firstX >= lastX || firstY >= lastY) {
            return;
        }
        var columns = new Shares(width, right - left, firstX - left, lastX - left);
        var lines = new Shares(height, bottom - top, firstY - top, lastY - top);
        int n = lastX - firstX;
        float[] sums = new float[n];
        float[] covers = cover == null ? new float[0] : new float[n];
        float[] row = new float[n];
        float[] rowCover = new float[covers.length];
        int rowOf = -1;
        for (int y = 0; y < lastY - firstY; y++) {
            Arrays.fill(sums, 0);
            Arrays.fill(covers, 0);
            int from = lines.first[y];
            int to = lines.last[y];
            for (int sy = from; sy <= to; sy++) {
                if (rowOf != sy) {
                    average(sy, columns, row, rowCover);
                    rowOf = sy;
                }
                float weight = lines.weight(y, sy);
                for (int x = 0; x < n; x++) {
                    sums[x] += row[x] * weight;
                }
                for (int x = 0; x < covers.length; x++) {
                    covers[x] += rowCover[x] * weight;
                }
            }
            put(canvas, (firstY + y) * canvas.width + firstX, sums, covers);
        }
    }

    /** The dots of one line of pixels; their tone is weighed by what they cover. */
    private void average(int sy, Shares columns, float[] row, float[] rowCover) {
        int base = sy * width;
        byte[] c = cover;
        for (int x = 0; x < row.length; x++) {
            int from = columns.first[x];
            int to = columns.last[x];
            float sum = 0;
            float covered = 0;
            for (int sx = from; sx <= to; sx++) {
                float weight = columns.weight(x, sx);
                int v = grey[base + sx] & 0xFF;
                if (c != null) {
                    int opaque = c[base + sx] & 0xFF;
                    covered += weight * opaque;
                    v = v * opaque / 255;
                }
                sum += weight * v;
            }
            row[x] = sum;
            if (c != null) {
                rowCover[x] = covered;
            }
        }
    }

    private void put(Canvas canvas, int at, float[] sums, float[] covers) {
        for (int x = 0; x < sums.length; x++) {
            int v = Math.min(255, (int) (sums[x] + 0.5f));
            if (covers.length > 0) {
                int opaque = Math.min(255, (int) (covers[x] + 0.5f));
                if (bilevel) {
                    // A stencil: its tone where enough of the dot is covered.
                    if (opaque > 255 - BILEVEL) {
                        canvas.grey[at + x] = (byte) Math.min(255, v * 255 / opaque);
                    }
                    continue;
                }
                int ground = canvas.grey[at + x] & 0xFF;
                v = Math.min(255, v + ground * (255 - opaque) / 255);
            }
            if (bilevel) {
                v = v < BILEVEL ? Canvas.BLACK : Canvas.WHITE;
            } else if (v >= NEARLY_WHITE) {
                v = Canvas.WHITE;
            } else if (v <= NEARLY_BLACK) {
                v = Canvas.BLACK;
            }
            canvas.grey[at + x] = (byte) v;
        }
    }

    /** Which pixels of a line come into each of its dots, and with what share of it. */
    private static final class Shares {
        final int[] first;
        final int[] last;
        private final float[] firstShare;
        private final float[] lastShare;
        private final float innerShare;

        Shares(int pixels, int dots, int from, int to) {
            int n = to - from;
            first = new int[n];
            last = new int[n];
            firstShare = new float[n];
            lastShare = new float[n];
            double per = (double) pixels / dots;
            innerShare = (float) (1 / per);
            for (int i = 0; i < n; i++) {
                double begin = (from + i) * per;
                double end = begin + per;
                int a = Math.min(pixels - 1, (int) begin);
                int b = Math.clamp((int) Math.ceil(end - 1e-9) - 1, a, pixels - 1);
                first[i] = a;
                last[i] = b;
                firstShare[i] = a == b ? 1 : (float) ((a + 1 - begin) / per);
                lastShare[i] = (float) ((end - b) / per);
            }
        }

        float weight(int dot, int pixel) {
            return pixel == first[dot] ? firstShare[dot] : pixel == last[dot] ? lastShare[dot] : innerShare;
        }
    }
}

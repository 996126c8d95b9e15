package org.caselli.document;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;

/** A fax page as a small grey picture, each of its dots as dark as the part of the page that it covers. */
public final class Thumbnail {
    /** Ours: below it nothing can be recognised. */
    public static final int LEAST_WIDTH = 16;

    /** Ours: wider than any fax page; a page in its full width shows every dot. */
    public static final int MOST_WIDTH = 4096;

    /** Ours: a roll of paper that is sent as one page would make a picture that no program opens. */
    private static final int MOST_HEIGHT = 20_000;

    private Thumbnail() {}

    /**
     * Writes a PNG file whose proportions are those of the paper.
     *
     * @param width in dots, {@link #LEAST_WIDTH} to {@link #MOST_WIDTH}; never more than the page has
     */
    public static void write(Page page, int width, OutputStream out) throws IOException {
        if (width < LEAST_WIDTH || width > MOST_WIDTH) {
            throw new IllegalArgumentException("A picture " + width + " dots wide cannot be made; give " + LEAST_WIDTH
                    + " to " + MOST_WIDTH + ".");
        }
        Bitmap bitmap = page.bitmap();
        int columns = Math.min(width, bitmap.width());
        double mm = bitmap.height() / page.resolution().linesPerMm();
        double dotsPerMm = columns * page.resolution().dotsPerMm() / bitmap.width();
        int rows = Math.clamp(Math.round(mm * dotsPerMm), 1, MOST_HEIGHT);
        var picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < rows; y++) {
            int top = (int) ((long) y * bitmap.height() / rows);
            int bottom = Math.max(top + 1, (int) ((long) (y + 1) * bitmap.height() / rows));
            for (int x = 0; x < columns; x++) {
                int left = (int) ((long) x * bitmap.width() / columns);
                int right = Math.max(left + 1, (int) ((long) (x + 1) * bitmap.width() / columns));
                int black = black(bitmap, left, right, top, Math.min(bottom, bitmap.height()));
                int grey = 255 - 255 * black / ((right - left) * (bottom - top));
                picture.getRaster().setSample(x, y, 0, grey);
            }
        }
        if (!ImageIO.write(picture, "png", out)) {
            throw new IOException("This Java cannot write PNG files.");
        }
    }

    private static int black(Bitmap bitmap, int left, int right, int top, int bottom) {
        int black = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                black += bitmap.isBlack(x, y) ? 1 : 0;
            }
        }
        return black;
    }
}

package org.caselli.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.caselli.image.Bitmap;

/** Draws pages for tests: the same page for the same arguments, on every machine. */
public final class TestPages {
    /** Dots of an A4 line at 8 dots/mm (T.4 clause 2.1). */
    public static final int A4_WIDTH = 1728;

    /** Rows of an A4 page at 7.7 lines/mm. */
    public static final int A4_FINE_HEIGHT = 2287;

    private TestPages() {}

    public static Bitmap white(int width, int height) {
        return new Bitmap(width, height);
    }

    public static Bitmap black(int width, int height) {
        return draw(width, height, (x, y) -> true);
    }

    /** Squares of one dot, black and white by turns: the page with the most runs there can be. */
    public static Bitmap checker(int width, int height) {
        return draw(width, height, (x, y) -> ((x ^ y) & 1) == 0);
    }

    /** Upright stripes of one dot: as many runs as the checker, and every row the same. */
    public static Bitmap upright(int width, int height) {
        return draw(width, height, (x, y) -> (x & 1) == 0);
    }

    /** Level stripes of one row, black and white by turns, beginning with black. */
    public static Bitmap level(int width, int height) {
        return draw(width, height, (x, y) -> (y & 1) == 0);
    }

    /** One diagonal line of one dot, again and again: vertical mode all the way. */
    public static Bitmap diagonal(int width, int height) {
        return draw(width, height, (x, y) -> (x + y) % 61 == 0);
    }

    /** Each dot is black by chance. */
    public static Bitmap noise(int width, int height, double black, long seed) {
        var random = new SplittableRandom(seed);
        return draw(width, height, (x, y) -> random.nextDouble() < black);
    }

    /** A photograph: soft shapes of grey, as an ordered dither of 4 x 4 dots shows them. */
    public static Bitmap halftone(int width, int height, long seed) {
        int[] order = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};
        var random = new SplittableRandom(seed);
        double fx = 0.002 + 0.01 * random.nextDouble();
        double fy = 0.002 + 0.01 * random.nextDouble();
        double phase = 7 * random.nextDouble();
        return draw(width, height, (x, y) -> {
            double grey = 0.5 + 0.25 * (Math.sin(fx * x + phase) + Math.cos(fy * y - 0.004 * x));
            return grey * 16 > order[(y & 3) * 4 + (x & 3)] + 0.5;
        });
    }

    /** Lines of words in letters that nobody can read, between margins, with some rules and a frame: an ordinary letter. */
    public static Bitmap text(int width, int height, long seed) {
        var random = new SplittableRandom(seed);
        var page = new Bitmap(width, height);
        boolean[][] letters = new boolean[26][];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = letter(random);
        }
        int margin = Math.max(1, width / 12);
        for (int top = margin; top + LETTER < height - margin; top += LETTER * 3 / 2) {
            int chance = random.nextInt(12);
            if (chance == 0) {
                fill(page, margin, top + LETTER / 2, width - 2 * margin, 3);
                continue;
            }
            int end = chance < 3 ? margin + (width - 2 * margin) / 3 : width - margin;
            for (int x = margin; chance > 1 && x + LETTER < end; ) {
                int word = 2 + random.nextInt(9);
                for (int i = 0; i < word && x + LETTER < end; i++, x += LETTER * 3 / 4) {
                    stamp(page, letters[random.nextInt(letters.length)], x, top);
                }
                x += LETTER / 2;
            }
        }
        int frame = margin / 2;
        fill(page, frame, frame, width - 2 * frame, 2);
        fill(page, frame, height - frame - 2, width - 2 * frame, 2);
        fill(page, frame, frame, 3, height - 2 * frame);
        fill(page, width - frame - 3, frame, 3, height - 2 * frame);
        return page;
    }

    /** One of each kind by name, in this size. */
    public static Map<String, Bitmap> all(int width, int height, long seed) {
        Map<String, Bitmap> pages = new LinkedHashMap<>();
        pages.put("white", white(width, height));
        pages.put("black", black(width, height));
        pages.put("checker", checker(width, height));
        pages.put("upright", upright(width, height));
        pages.put("level", level(width, height));
        pages.put("diagonal", diagonal(width, height));
        pages.put("sparse noise", noise(width, height, 0.01, seed));
        pages.put("dense noise", noise(width, height, 0.5, seed));
        pages.put("halftone", halftone(width, height, seed));
        pages.put("text", text(width, height, seed));
        return pages;
    }

    private static final int LETTER = 28;

    /** Three to five thick strokes in a square. */
    private static boolean[] letter(SplittableRandom random) {
        boolean[] dots = new boolean[LETTER * LETTER];
        int strokes = 3 + random.nextInt(3);
        double x = random.nextInt(LETTER - 10);
        double y = 4 + random.nextInt(LETTER - 8);
        for (int i = 0; i < strokes; i++) {
            double toX = random.nextInt(LETTER - 10);
            double toY = random.nextInt(4) == 0 ? y : 4 + random.nextInt(LETTER - 8);
            for (int step = 0; step <= 40; step++) {
                int dx = (int) (x + (toX - x) * step / 40);
                int dy = (int) (y + (toY - y) * step / 40);
                for (int thick = 0; thick < 12; thick++) {
                    dots[Math.min(LETTER - 1, dy + thick / 4) * LETTER + Math.min(LETTER - 1, dx + thick % 4)] = true;
                }
            }
            x = toX;
            y = toY;
        }
        return dots;
    }

    private static void stamp(Bitmap page, boolean[] letter, int left, int top) {
        for (int i = 0; i < letter.length; i++) {
            if (letter[i]) {
                page.setBlack(left + i % LETTER, top + i / LETTER);
            }
        }
    }

    private static void fill(Bitmap page, int left, int top, int width, int height) {
        for (int y = Math.max(0, top); y < Math.min(page.height(), top + height); y++) {
            for (int x = Math.max(0, left); x < Math.min(page.width(), left + width); x++) {
                page.setBlack(x, y);
            }
        }
    }

    private interface Dots {
        boolean black(int x, int y);
    }

    private static Bitmap draw(int width, int height, Dots dots) {
        var page = new Bitmap(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (dots.black(x, y)) {
                    page.setBlack(x, y);
                }
            }
        }
        return page;
    }
}

package org.caselli.document;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;

/**
 * The line above every page of a fax that says when, from whom, to whom, and which page it is. It is put above the page,
 * never over it: the page becomes longer by {@link #rows} rows.
 *
 * @param when      the beginning of the attempt
 * @param zone      of the sender, in which the time is shown, with its distance from UTC
 * @param sender    name and number as they shall appear, such as {@code "Caselli & Co  +39 055 1234"}; may be empty
 * @param recipient number or name; may be empty
 */
public record HeaderLine(Instant when, ZoneId zone, String sender, String recipient) {
    /** Ours: 4.7 mm, of which the letters take 2.2: 36 rows at 7.7 lines/mm, and a whole number at each resolution. */
    private static final double HEIGHT_MM = 36 / 7.7;

    /** The em, in dots across: 3.5 mm, about 10 points. */
    private static final double EM_DOTS = 28;

    /** Ours: fax machines and printers do not reach the edges. */
    private static final int MARGIN_DOTS = 64;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    /** How many rows a header line adds. */
    public static int rows(Resolution resolution) {
        return (int) Math.round(HEIGHT_MM * resolution.linesPerMm());
    }

    /**
     * A copy of a page with this line above it. Where the line is too long for the page, the recipient and the sender are
     * shortened; time and page number never are.
     *
     * @param page   1728 dots wide or another width; not changed
     * @param number of the page in the fax, from 1
     * @param total  pages of the fax, at least {@code number}
     */
    public Page above(Page page, int number, int total) {
        if (number < 1 || total < number) {
            throw new IllegalArgumentException("Page " + number + " of " + total + " is no page of a fax.");
        }
        Bitmap below = page.bitmap();
        int rows = rows(page.resolution());
        var canvas = new Canvas(below.width(), rows);
        set(canvas, page.resolution(), number, total);
        byte[] line = Halftone.dots(canvas).rows();
        byte[] all = new byte[line.length + below.rows().length];
        System.arraycopy(line, 0, all, 0, line.length);
        System.arraycopy(below.rows(), 0, all, line.length, below.rows().length);
        return new Page(new Bitmap(below.width(), rows + below.height(), all), page.resolution());
    }

    private void set(Canvas canvas, Resolution resolution, int number, int total) {
        double rowsPerDot = resolution.linesPerMm() / Paper.DOTS_PER_MM;
        var face = new Typeface(EM_DOTS, EM_DOTS * rowsPerDot, "LiberationSans-Bold", "DejaVuSansMono");
        int baseLine = (int) Math.round(canvas.height * 0.67);
        int margin = Math.min(MARGIN_DOTS, canvas.width / 16);
        double space = face.advance(' ') * 4;

        String time = TIME.format(when.atZone(zone));
        String count = number + "/" + total;
        double left = margin + face.width(time) + space;
        double right = canvas.width - margin - face.width(count) - space;
        face.put(canvas, time, margin, baseLine);
        face.put(canvas, count, canvas.width - margin - face.width(count), baseLine);

        double room = right - left;
        String to = recipient.isBlank() ? "" : "\u2192 " + clean(recipient, face);
        String shortTo = fitted(to, face, room / 2);
        String shortFrom = fitted(clean(sender, face), face, room - space - face.width(shortTo));
        // What the sender leaves over, the recipient may have.
        shortTo = fitted(to, face, room - (shortFrom.isEmpty() ? 0 : face.width(shortFrom) + space));
        face.put(canvas, shortFrom, left, baseLine);
        face.put(canvas, shortTo, right - face.width(shortTo), baseLine);
    }

    private static String clean(String text, Typeface face) {
        var clean = new StringBuilder();
        text.strip().codePoints().map(c -> Character.isWhitespace(c) ? ' ' : c).forEach(c -> {
            if (face.has(c)) {
                clean.appendCodePoint(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK && !Character.isISOControl(c)) {
                clean.append('?');
            }
        });
        return clean.toString();
    }

    private static String fitted(String text, Typeface face, double room) {
        if (face.width(text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && face.width(text.substring(0, end) + "\u2026") > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end).stripTrailing() + "\u2026";
    }
}

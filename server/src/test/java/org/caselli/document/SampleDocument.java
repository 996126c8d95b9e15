package org.caselli.document;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;

/**
 * Draws the sample fax that the demo sends, {@code src/main/resources/org/caselli/document/sample.pdf}: two A4 pages about
 * Giovanni Caselli with all that a fax finds hard: small type, a photograph (of a scene that {@link StillLife} computes),
 * fine lines, a table, greys, a signature.
 *
 * <p>Run it from the folder of the server's module to make the file anew: {@code SampleDocument src/main/resources/...}.
 */
final class SampleDocument {
    private static final double MM = 72 / 25.4;
    private static final double LEFT = 20;
    private static final double RIGHT = 190;
    private static final double TOP = 297;

    private final PDDocument pdf = new PDDocument();
    private final PDFont serif = font("LiberationSerif-Regular");
    private final PDFont serifBold = font("LiberationSerif-Bold");
    private final PDFont serifItalic = font("LiberationSerif-Italic");
    private final PDFont sans = font("LiberationSans-Regular");
    private final PDFont sansBold = font("LiberationSans-Bold");
    private final PDFont mono = font("LiberationMono-Regular");
    private PDPageContentStream page;

    private SampleDocument() throws IOException {
        page = newPage();
    }

    static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]), make());
    }

    static byte[] make() throws IOException {
        return new SampleDocument().draw();
    }

    private byte[] draw() throws IOException {
        var facts = pdf.getDocumentInformation();
        facts.setTitle("A fax from Caselli");
        facts.setProducer("Caselli");
        Calendar date = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        date.setTimeInMillis(1_795_219_200_000L);
        facts.setCreationDate(date);
        pdf.setDocumentId(1865L);
        firstPage();
        page.close();
        page = newPage();
        secondPage();
        page.close();
        var out = new java.io.ByteArrayOutputStream();
        pdf.save(out);
        pdf.close();
        return out.toByteArray();
    }

    private PDFont font(String name) throws IOException {
        String path = name.equals("LiberationSans-Regular")
                ? "/org/apache/pdfbox/resources/ttf/" + name + ".ttf"
                : "/org/caselli/document/fonts/" + name + ".ttf";
        try (InputStream in = name.equals("LiberationSans-Regular")
                ? PDFont.class.getResourceAsStream(path)
                : SampleDocument.class.getResourceAsStream(path)) {
            return PDType0Font.load(pdf, in, true);
        }
    }

    private PDPageContentStream newPage() throws IOException {
        var sheet = new PDPage(PDRectangle.A4);
        pdf.addPage(sheet);
        return new PDPageContentStream(pdf, sheet);
    }

    private void firstPage() throws IOException {
        masthead();
        double y = 60;
        text(serifBold, 21, LEFT, y, "The priest who taught the wire to draw");
        y = paragraph(
                serifItalic,
                12.5,
                LEFT,
                y + 9,
                RIGHT - LEFT,
                "A sample fax, to see what arrives: type large and small, a photograph, fine lines, a table and some greys.");
        double column = 80;
        y += 4;
        double photoTop = y;
        y = paragraph(
                serif,
                11.5,
                LEFT,
                y + 3,
                column,
                "Giovanni Caselli was born in Siena in 1815. He became a priest and a physicist, and taught in Florence, "
                        + "where he thought about a problem that others had given up: how can a telegraph carry not letters, "
                        + "but whatever a hand has put on paper?");
        y = paragraph(
                serif,
                11.5,
                LEFT,
                y + 3,
                column,
                "His answer was the pantelegraph. The sender wrote with ink that does not conduct on a sheet of tin foil. "
                        + "A stylus swept over it, line after line; where it met ink, the current in the wire changed.");
        y = paragraph(
                serif,
                11.5,
                LEFT,
                y + 3,
                column,
                "At the far end another stylus swept over paper soaked in potassium ferrocyanide, and where the current came, "
                        + "it left a mark of Prussian blue. So the page grew again, stroke by stroke, in another city.");
        y = paragraph(
                serif,
                11.5,
                LEFT,
                y + 3,
                column,
                "Both had to move as one. Caselli built frames of cast iron, two metres high, each with a heavy pendulum, and "
                        + "regulated the pair by clocks. Scanning, framing, phasing: every fax since has had to solve the same "
                        + "three riddles.");
        var photo = JPEGFactory.createFromImage(pdf, StillLife.photograph(880, 1060), 0.86f);
        double wide = 84;
        double high = wide * 1060 / 880;
        page.drawImage(photo, x(RIGHT - wide), y(photoTop + high), pt(wide), pt(high));
        paragraph(
                sans,
                8.5,
                RIGHT - wide,
                photoTop + high + 4.5,
                wide,
                "A pendulum, and three things that need every grey: a picture that was computed, not taken, carried here in "
                        + "black and white dots alone.");
        y = Math.max(y, photoTop + high + 14) + 3;
        y = paragraph(
                serif,
                11.5,
                LEFT,
                y + 3,
                RIGHT - LEFT,
                "In February 1865 the line from Paris to Lyon was opened to the public; Marseille followed in 1867. Merchants "
                        + "sent signatures, so that a bank could believe an order; others sent drawings, music, a page of "
                        + "Chinese. The war of 1870 ended the service. Caselli died in Florence in 1891, a good hundred "
                        + "years before the machines that do as his did stood in every office.");
        y = paragraph(
                serif,
                11.5,
                LEFT,
                y + 3,
                RIGHT - LEFT,
                "This page has travelled as his did: as lines, one after the other, over a wire that knows nothing of letters. "
                        + "If you can read the small print below, it has travelled well.");
        y += 7;
        signature(LEFT, y + 4);
        text(serifItalic, 11, LEFT + 2, y + 23, "Caselli, a fax server");
        y += 30;
        rule(LEFT, RIGHT, y, 0.3);
        paragraph(
                sans,
                6.5,
                LEFT,
                y + 4,
                RIGHT - LEFT,
                "Small print, 6.5 points: fine resolution has 204 dots to the inch across and 196 lines down, or 8 by 7.7 to the "
                        + "millimetre. A letter of this size is then about ten dots high, the least that is comfortable. At "
                        + "standard resolution, with 98 lines to the inch, it is five, and you are reading this mostly by guessing.");
    }

    private void masthead() throws IOException {
        grey(0);
        box(0, 0, 210, 1.6);
        text(sansBold, 34, LEFT, 26, "CASELLI");
        text(sans, 11, LEFT + 0.5, 33, "an open fax server and fax engine");
        // The frame of a pantelegraph, with its pendulum.
        double px = 172;
        line(px - 12, 44, px - 7, 11, 1.2);
        line(px + 12, 44, px + 7, 11, 1.2);
        line(px - 9, 11, px + 9, 11, 2.2);
        line(px - 14, 44, px + 14, 44, 2.2);
        line(px - 10.6, 35, px + 10.6, 35, 0.6);
        line(px, 11, px + 3.6, 39, 0.7);
        disc(px + 3.6, 39, 2.9);
        for (int i = 1; i <= 4; i++) {
            arc(px, 11, 28.3, -14 + 2.2 * i - 12, 0.2 + 0.05 * i);
        }
        rule(LEFT, RIGHT, 48, 1.2);
        rule(LEFT, RIGHT, 49.2, 0.3);
    }

    private void secondPage() throws IOException {
        text(sansBold, 17, LEFT, 24, "From pendulum to packet");
        double y = 30;
        y = table(
                y,
                List.of(
                        new String[] {"Year", "What", "Who", "Line"},
                        new String[] {"1843", "Patent for a copying telegraph", "Alexander Bain", "wire"},
                        new String[] {
                            "1851", "Image telegraph shown at the Great Exhibition", "Frederick Bakewell", "wire"
                        },
                        new String[] {
                            "1865", "Pantelegraph, the first public service", "Giovanni Caselli", "Paris to Lyon"
                        },
                        new String[] {"1904", "Photographs, by a selenium cell", "Arthur Korn", "Munich to Nuremberg"},
                        new String[] {"1964", "Long Distance Xerography", "Xerox", "telephone"},
                        new String[] {"1980", "Recommendation T.4: Group 3, a page a minute", "CCITT", "telephone"},
                        new String[] {"1984", "Recommendation T.6: Group 4", "CCITT", "ISDN"},
                        new String[] {"1998", "Recommendation T.38: fax in packets", "ITU-T", "Internet"}));

        y += 12;
        text(sansBold, 11, LEFT, y, "Lines, in points");
        double[] widths = {0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2};
        for (int i = 0; i < widths.length; i++) {
            double at = y + 6 + 4.4 * i;
            text(mono, 7.5, LEFT, at + 0.9, String.format(java.util.Locale.ROOT, "%4.2f", widths[i]));
            rule(LEFT + 11, LEFT + 52, at, widths[i]);
            line(LEFT + 55 + 2.6 * i, y + 4.5, LEFT + 55 + 2.6 * i, y + 42, widths[i]);
        }
        star(LEFT + 104, y + 23, 19);
        rings(LEFT + 149, y + 23, 19);
        text(sans, 7.5, LEFT + 85, y + 46, "36 rays: how far in can you count them?");
        text(sans, 7.5, LEFT + 134, y + 46, "Rings of 0.3 point, ever closer");

        y += 58;
        text(sansBold, 11, LEFT, y, "Greys");
        int steps = 11;
        double step = (RIGHT - LEFT) / steps;
        for (int i = 0; i < steps; i++) {
            grey(i / (steps - 1.0));
            box(LEFT + i * step, y + 3, step, 12);
            grey(0);
            text(mono, 7, LEFT + i * step + step / 2 - 3, y + 19, 10 * i + " %");
        }
        for (int i = 0; i < 340; i++) {
            grey(i / 339.0);
            box(LEFT + i * (RIGHT - LEFT) / 340, y + 22, (RIGHT - LEFT) / 340 + 0.05, 9);
        }
        grey(0);
        frame(LEFT, y + 3, RIGHT - LEFT, 12, 0.3);
        frame(LEFT, y + 22, RIGHT - LEFT, 9, 0.3);

        y += 42;
        text(sansBold, 11, LEFT, y, "Letters and colours");
        double at = y + 6;
        for (double size : new double[] {5, 6, 7, 8, 9, 10, 11, 12}) {
            text(
                    serif,
                    size,
                    LEFT,
                    at,
                    String.format(
                            java.util.Locale.ROOT,
                            "%.0f pt  Quanto pi\u00f9 veloce \u00e8 il pendolo, \u00e4\u00f6\u00fc\u00df \u00c5\u00f8\u00e7 \u20ac 0123456789",
                            size));
            at += size * 0.42 + 1.1;
        }
        Color[] colours = {Color.RED, new Color(0, 130, 0), Color.BLUE, new Color(200, 120, 0), new Color(150, 150, 150)
        };
        String[] names = {"red", "green", "blue", "orange", "grey"};
        double cx = LEFT + 114;
        for (int i = 0; i < colours.length; i++) {
            page.setNonStrokingColor(colours[i]);
            text(sansBold, 11, cx, y + 8 + 7.2 * i, names[i]);
            box(cx + 18, y + 3.6 + 7.2 * i, 38, 6);
            page.setNonStrokingColor(Color.WHITE);
            text(sansBold, 10, cx + 21, y + 8 + 7.2 * i, "white on " + names[i]);
            grey(0);
        }
        y += 52;
        rule(LEFT, RIGHT, y, 0.3);
        text(sans, 8, LEFT, y + 5, "Sent by Caselli. What you see is what 1728 dots to the line can say.");
        text(sans, 8, RIGHT - 12, y + 5, "2 of 2");
        // Corner marks, 5 mm from each edge: nothing was cut off if they are there.
        for (double[] corner : new double[][] {{5, 5, 1, 1}, {205, 5, -1, 1}, {5, 292, 1, -1}, {205, 292, -1, -1}}) {
            line(corner[0], corner[1], corner[0] + 6 * corner[2], corner[1], 0.5);
            line(corner[0], corner[1], corner[0], corner[1] + 6 * corner[3], 0.5);
        }
    }

    private double table(double top, List<String[]> rows) throws IOException {
        double[] columns = {LEFT, LEFT + 16, LEFT + 93, LEFT + 132, RIGHT};
        double high = 7;
        double y = top;
        for (int i = 0; i < rows.size(); i++) {
            if (i == 0) {
                grey(0.85);
                box(LEFT, y, RIGHT - LEFT, high);
                grey(0);
            }
            for (int c = 0; c < 4; c++) {
                text(i == 0 ? sansBold : sans, 9.5, columns[c] + 2, y + 4.9, rows.get(i)[c]);
            }
            y += high;
            rule(LEFT, RIGHT, y, i == 0 ? 1 : 0.25);
        }
        for (double column : columns) {
            line(column, top, column, y, 0.25);
        }
        rule(LEFT, RIGHT, top, 1);
        rule(LEFT, RIGHT, y, 1);
        return y;
    }

    private void star(double cx, double cy, double radius) throws IOException {
        int rays = 36;
        for (int i = 0; i < rays; i++) {
            double a = 2 * Math.PI * i / rays;
            double b = a + Math.PI / rays;
            page.moveTo(x(cx), y(cy));
            page.lineTo(x(cx + radius * Math.cos(a)), y(cy + radius * Math.sin(a)));
            page.lineTo(x(cx + radius * Math.cos(b)), y(cy + radius * Math.sin(b)));
            page.closePath();
            page.fill();
        }
    }

    private void rings(double cx, double cy, double radius) throws IOException {
        for (double r = radius, gap = 2.2; r > 1; r -= gap, gap = Math.max(0.45, gap * 0.9)) {
            circle(cx, cy, r);
            page.setLineWidth(0.3f);
            page.stroke();
        }
    }

    private void signature(double left, double top) throws IOException {
        double[][] strokes = {
            {10, -3, 2, -8, -3, 4, 0, 9}, {3, 13, 9, 8, 11, 4}, {10, 6, 5, 10, 9, 11}, {14, 11, 13, 3, 15, 5},
            {17, 8, 14, 12, 18, 11}, {22, 10, 19, 4, 21, 5}, {25, 6, 21, 12, 25, 10}, {34, -6, 30, -8, 29, 10},
            {33, 12, 37, -4, 38, -7}, {36, 2, 36, 12, 39, 9}, {41, 7, 41, 4, 41, 6}, {41, 12, 46, 10, 60, 3},
        };
        page.setLineWidth(1.1f);
        page.setLineCapStyle(1);
        page.setLineJoinStyle(1);
        page.moveTo(x(left + 10), y(top - 1));
        for (double[] s : strokes) {
            int n = s.length;
            page.curveTo(
                    x(left + s[0]),
                    y(top + s[1]),
                    x(left + s[n - 4]),
                    y(top + s[n - 3]),
                    x(left + s[n - 2]),
                    y(top + s[n - 1]));
        }
        page.stroke();
        page.moveTo(x(left - 2), y(top + 14));
        page.curveTo(x(left + 20), y(top + 10), x(left + 45), y(top + 12), x(left + 62), y(top + 8));
        page.setLineWidth(0.6f);
        page.stroke();
        page.setLineCapStyle(0);
        page.setLineJoinStyle(0);
    }

    private double paragraph(PDFont font, double size, double left, double top, double width, String words)
            throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : words.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (font.getStringWidth(longer) / 1000 * size > width * MM) {
                lines.add(line.toString());
                line = new StringBuilder(word);
            } else {
                line = new StringBuilder(longer);
            }
        }
        lines.add(line.toString());
        double y = top;
        for (int i = 0; i < lines.size(); i++) {
            // Set to full width, but for the last line.
            double own = font.getStringWidth(lines.get(i)) / 1000 * size;
            long gaps = lines.get(i).chars().filter(c -> c == ' ').count();
            double more = i < lines.size() - 1 && gaps > 0 ? (width * MM - own) / gaps : 0;
            double x = left * MM;
            for (String word : lines.get(i).split(" ")) {
                page.beginText();
                page.setFont(font, (float) size);
                page.newLineAtOffset((float) x, y(y));
                page.showText(word);
                page.endText();
                x += font.getStringWidth(word + " ") / 1000 * size + more;
            }
            y += size * 0.43;
        }
        return y - size * 0.1;
    }

    private void text(PDFont font, double size, double left, double baseLine, String words) throws IOException {
        page.beginText();
        page.setFont(font, (float) size);
        page.newLineAtOffset(x(left), y(baseLine));
        page.showText(words);
        page.endText();
    }

    private void rule(double from, double to, double at, double points) throws IOException {
        line(from, at, to, at, points);
    }

    private void line(double x0, double y0, double x1, double y1, double points) throws IOException {
        page.setLineWidth((float) points);
        page.moveTo(x(x0), y(y0));
        page.lineTo(x(x1), y(y1));
        page.stroke();
    }

    private void box(double left, double top, double wide, double high) throws IOException {
        page.addRect(x(left), y(top + high), pt(wide), pt(high));
        page.fill();
    }

    private void frame(double left, double top, double wide, double high, double points) throws IOException {
        page.setLineWidth((float) points);
        page.addRect(x(left), y(top + high), pt(wide), pt(high));
        page.stroke();
    }

    private void disc(double cx, double cy, double radius) throws IOException {
        circle(cx, cy, radius);
        page.fill();
    }

    private void circle(double cx, double cy, double r) throws IOException {
        double k = 0.5523 * r;
        page.moveTo(x(cx + r), y(cy));
        page.curveTo(x(cx + r), y(cy + k), x(cx + k), y(cy + r), x(cx), y(cy + r));
        page.curveTo(x(cx - k), y(cy + r), x(cx - r), y(cy + k), x(cx - r), y(cy));
        page.curveTo(x(cx - r), y(cy - k), x(cx - k), y(cy - r), x(cx), y(cy - r));
        page.curveTo(x(cx + k), y(cy - r), x(cx + r), y(cy - k), x(cx + r), y(cy));
        page.closePath();
    }

    /** A pendulum as it was a moment ago: its rod, at an angle from the upright. */
    private void arc(double px, double py, double length, double degrees, double points) throws IOException {
        double a = Math.toRadians(degrees);
        line(px, py, px + length * Math.sin(a), py + length * Math.cos(a), points);
    }

    private void grey(double level) throws IOException {
        page.setNonStrokingColor((float) level);
    }

    private static float pt(double mm) {
        return (float) (mm * MM);
    }

    private static float x(double mm) {
        return pt(mm);
    }

    private static float y(double mmFromTop) {
        return pt(TOP - mmFromTop);
    }
}

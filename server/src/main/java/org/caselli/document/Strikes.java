package org.caselli.document;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/** The {@link Strike}s that a PDF document has used so far. */
@SuppressWarnings("ReferenceEquality") // it is the same font and transform that saves looking again, not an equal one
final class Strikes {
    /** Ours: when a document has used so many sizes of its fonts, it is drawn letter by letter; forget and begin again. */
    private static final int MOST = 500;

    private record Key(PDFont font, float a, float b, float c, float d, AffineTransform toDots) {}

    /** A strike of a PDF font. */
    final class Sized {
        private final PDFont font;
        private final Strike strike;
        private final double points;
        private float width;

        private Sized(PDFont font, AffineTransform toDots, double points) {
            this.font = font;
            this.strike = new Strike(this::shape, toDots, outline);
            this.points = points;
        }

        /** The height of the em on paper, in points. */
        double points() {
            return points;
        }

        Spans letter(int code, Vector displacement) throws IOException {
            width = displacement.getX();
            return strike.letter(code);
        }

        /** As in PDFBox: the letters of a substitute are stretched to the widths that the document counts on. */
        private @Nullable Shape shape(int code) throws IOException {
            Shape path = ((PDVectorFont) font).getNormalizedPath(code);
            if (path == null || (code == 10 && font.isStandard14() && !((PDVectorFont) font).hasGlyph(code))) {
                return null;
            }
            AffineTransform at = font.getFontMatrix().createAffineTransform();
            if (!font.isEmbedded() && !font.isVertical() && !font.isStandard14() && font.hasExplicitWidth(code)) {
                float own = font.getWidthFromFont(code);
                float wanted = width * 1000;
                if (wanted > 0 && own > 0 && Math.abs(own - wanted) > 0.0001) {
                    at.scale(wanted / own, 1);
                }
            }
            return at.createTransformedShape(path);
        }
    }

    private final Map<Key, Sized> strikes = new HashMap<>();
    private final Outline outline = new Outline();
    private @Nullable PDFont lastFont;
    private @Nullable AffineTransform lastToDots;
    private float lastA;
    private float lastB;
    private float lastC;
    private float lastD;
    private @Nullable Sized last;

    /**
     * @param matrix from the font's em to the page
     * @param toDots from the page to the canvas; the same object throughout a page
     */
    Sized of(PDFont font, Matrix matrix, AffineTransform toDots, double dotsPerMm) {
        float a = matrix.getScaleX();
        float b = matrix.getShearY();
        float c = matrix.getShearX();
        float d = matrix.getScaleY();
        Sized found = last;
        if (found != null
                && font == lastFont
                && toDots == lastToDots
                && a == lastA
                && b == lastB
                && c == lastC
                && d == lastD) {
            return found;
        }
        var direction = new AffineTransform(
                toDots.getScaleX(), toDots.getShearY(), toDots.getShearX(), toDots.getScaleY(), 0, 0);
        var key = new Key(font, a, b, c, d, direction);
        found = strikes.get(key);
        if (found == null) {
            if (strikes.size() >= MOST) {
                strikes.clear();
            }
            var emToDots = new AffineTransform(direction);
            emToDots.concatenate(new AffineTransform(a, b, c, d, 0, 0));
            // Across and down differ in dots to the millimetre; what is across in dots is right in either direction.
            double mm = Math.hypot(c, d) * Math.abs(Math.hypot(toDots.getScaleX(), toDots.getShearX())) / dotsPerMm;
            found = new Sized(font, emToDots, mm * 72 / 25.4);
            strikes.put(key, found);
        }
        lastFont = font;
        lastToDots = toDots;
        lastA = a;
        lastB = b;
        lastC = c;
        lastD = d;
        last = found;
        return found;
    }
}

package org.caselli.document;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.jspecify.annotations.Nullable;

/**
 * Type at one size, for texts and header lines: of a shipped font, and for characters that it lacks, of others after it.
 * It is set by {@link Outline}, not by the window system, so it needs none and looks the same everywhere.
 */
final class Typeface {
    private final List<String> names;
    private final List<Face> faces = new ArrayList<>();
    private final double emWidth;
    private final double emHeight;

    private final class Face {
        final TrueTypeFont font;
        final CmapLookup glyphs;
        final double unitsPerEm;
        final Strike strike;

        Face(TrueTypeFont font) {
            try {
                this.font = font;
                this.glyphs = font.getUnicodeCmapLookup();
                this.unitsPerEm = font.getUnitsPerEm();
                this.strike = new Strike(
                        this::outline,
                        AffineTransform.getScaleInstance(emWidth / unitsPerEm, -emHeight / unitsPerEm),
                        new Outline());
            } catch (IOException e) {
                throw new UncheckedIOException("A font of this build cannot be read.", e);
            }
        }

        private @Nullable Shape outline(int glyph) throws IOException {
            var found = font.getGlyph().getGlyph(glyph);
            return found == null ? null : found.getPath();
        }
    }

    /**
     * @param emWidth  dots across that make an em
     * @param emHeight rows that make an em
     * @param names    of shipped fonts
     */
    Typeface(double emWidth, double emHeight, String... names) {
        this.emWidth = emWidth;
        this.emHeight = emHeight;
        this.names = List.of(names);
    }

    /** The fonts are read when a character needs them, for that takes longer than to set a line. */
    private @Nullable Face faceOf(int character) {
        for (int i = 0; i < names.size(); i++) {
            if (i == faces.size()) {
                faces.add(new Face(ShippedFonts.font(names.get(i))));
            }
            if (faces.get(i).glyphs.getGlyphId(character) != 0) {
                return faces.get(i);
            }
        }
        return null;
    }

    boolean has(int character) {
        return faceOf(character) != null;
    }

    /** How far the next character is, in dots; 0 for a character that it does not have. */
    double advance(int character) {
        Face face = faceOf(character);
        try {
            return face == null
                    ? 0
                    : face.font.getAdvanceWidth(face.glyphs.getGlyphId(character)) * emWidth / face.unitsPerEm;
        } catch (IOException e) {
            throw new UncheckedIOException("A font of this build cannot be read.", e);
        }
    }

    /** Puts a character on the canvas, its origin at this dot of the base line. */
    void put(Canvas canvas, int character, int x, int baseLine) {
        Face face = faceOf(character);
        if (face != null) {
            try {
                Spans letter = face.strike.letter(face.glyphs.getGlyphId(character));
                canvas.fill(letter, x, baseLine, canvas.bounds(), Canvas.BLACK);
            } catch (IOException e) {
                throw new UncheckedIOException("A font of this build cannot be read.", e);
            }
        }
    }

    /** The width of a line of text, in dots. */
    double width(String text) {
        return text.codePoints().mapToDouble(this::advance).sum();
    }

    /** Sets a line of text. */
    void put(Canvas canvas, String text, double x, int baseLine) {
        double at = x;
        for (int character : text.codePoints().toArray()) {
            put(canvas, character, (int) Math.round(at), baseLine);
            at += advance(character);
        }
    }
}

package org.caselli.document;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One font at one size and slant: its letters as dots, made once each. A letter always begins on a whole dot, so that it
 * looks the same wherever it stands; its place is out by half a dot at most, a sixteenth of a millimetre.
 */
final class Strike {
    /** Where the outlines come from. */
    interface Outlines {
        /** The outline of a code, or null where the font has nothing to show. */
        @Nullable
        Shape of(int code) throws IOException;
    }

    /** The dots of any letter are within this of its origin; what is larger is no letter. */
    private static final Rectangle ANYWHERE = new Rectangle(-20_000, -20_000, 40_000, 40_000);

    private final Outlines outlines;
    private final AffineTransform toDots;
    private final Outline outline;
    private final Map<Integer, Spans> letters = new HashMap<>();

    Strike(Outlines outlines, AffineTransform toDots, Outline outline) {
        this.outlines = outlines;
        this.toDots = toDots;
        this.outline = outline;
    }

    /** The dots of a letter around its origin. */
    Spans letter(int code) throws IOException {
        Spans spans = letters.get(code);
        if (spans == null) {
            Shape shape = outlines.of(code);
            spans = shape == null
                    ? new Spans()
                    : outline.spans(shape, toDots, ANYWHERE).trimmed();
            letters.put(code, spans);
        }
        return spans;
    }
}

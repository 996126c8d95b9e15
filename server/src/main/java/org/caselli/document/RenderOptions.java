package org.caselli.document;

import org.caselli.image.Resolution;

/**
 * How documents become pages.
 *
 * @param resolution of every page
 * @param wide       what is done with pages that are wider than fax paper
 * @param limits     what they may take
 */
public record RenderOptions(Resolution resolution, Wide wide, Limits limits) {
    /** Fine, landscape pages turned, standard limits. */
    public static final RenderOptions FINE = new RenderOptions(Resolution.FINE, Wide.TURN, Limits.STANDARD);

    /** What to do with a page that is wider than the 215 mm of fax paper. */
    public enum Wide {
        /** A landscape page is turned a quarter, so that it is read as large as it was made; what is still too wide is shrunk. */
        TURN,
        /** Everything keeps its upright and is shrunk. */
        SHRINK
    }

    public static RenderOptions at(Resolution resolution) {
        return new RenderOptions(resolution, Wide.TURN, Limits.STANDARD);
    }
}

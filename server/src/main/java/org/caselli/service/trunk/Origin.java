package org.caselli.service.trunk;

import java.util.List;

/**
 * Whose a call from some address would be.
 *
 * @param kind    in a word
 * @param why     by which trunk or rule, as a sentence
 * @param devices keys of the lines that could take it, for a trunk's call
 */
public record Origin(Kind kind, String why, List<String> devices) {
    /** Whose it is, in a word. */
    public enum Kind {
        /** A trunk's. */
        TRUNK,
        /** Nobody's, but a rule lets it in: it goes to lines that are no channels of a trunk. */
        ADMITTED,
        /** Nobody's, and refused with 403. */
        REFUSED
    }
}

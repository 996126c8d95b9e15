package org.caselli.outcome;

/** What may be hoped of trying a failed attempt again. */
public enum Hope {
    /** Nothing: another attempt would end in the same way, or must not be made. */
    NONE,
    /** The same attempt may well succeed some time later. */
    LATER,
    /** The same attempt would fail again; one that is made in another way (slower, other coding, other line) may succeed. */
    DIFFERENTLY
}

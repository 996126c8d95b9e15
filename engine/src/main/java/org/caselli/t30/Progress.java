package org.caselli.t30;

import org.caselli.image.Coding;

/** How far a conversation has come. */
public sealed interface Progress {
    /** The far end told its identity (CSI or TSI), trimmed; perhaps empty. */
    record Identified(String farId) implements Progress {}

    /** Speed and coding are agreed; a new agreement replaces an old one. */
    record Agreed(Carrier carrier, Coding coding, boolean errorCorrection) implements Progress {}

    /** A training check is under way. */
    record Training(Carrier carrier) implements Progress {}

    /** A page has begun: 1 for the first. */
    record PageBegun(int number) implements Progress {}

    /**
     * A part of a page is over the line.
     *
     * @param sent  octets of its code that have gone over, repeats not counted
     * @param total octets of its code; 0 where the receiver cannot know it
     */
    record PagePart(int number, int sent, int total) implements Progress {}

    /** The page is confirmed by, or to, the far end. */
    record PageConfirmed(int number) implements Progress {}
}

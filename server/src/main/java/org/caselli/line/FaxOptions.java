package org.caselli.line;

import java.util.Set;
import org.caselli.image.Coding;

/**
 * How a fax may be carried. The two machines agree on the best that both have.
 *
 * @param errorCorrection   whether ECM may be used (T.30 Annex A)
 * @param maxBitsPerSecond  2400 to 14400; the fastest speed not above it is used
 * @param codings           those that may be used; {@link Coding#MH} always is among them
 */
public record FaxOptions(boolean errorCorrection, int maxBitsPerSecond, Set<Coding> codings) {
    /** Everything we have: ECM, 14,400 bit/s, all codings. */
    public static final FaxOptions BEST = new FaxOptions(true, 14_400, Set.of(Coding.values()));

    public FaxOptions {
        codings = Set.copyOf(codings);
        if (maxBitsPerSecond < 2400 || maxBitsPerSecond > 14_400) {
            throw new IllegalArgumentException("A speed limit of " + maxBitsPerSecond
                    + " bit/s is outside 2400 to 14400; give one of 2400, 4800, 7200, 9600, 12000, 14400.");
        }
        if (!codings.contains(Coding.MH)) {
            throw new IllegalArgumentException("The codings " + codings + " lack MH, which every fax must allow; add it.");
        }
    }
}

package org.caselli.service.audit;

import java.util.Optional;

/**
 * What became of a walk along the chain.
 *
 * @param first   the sequence of the first entry that was looked at; 0 if there is none
 * @param entries how many are in order
 * @param head    the last one that is in order
 * @param broken  the first place that is not as it was written; empty if all are
 */
public record Verification(long first, long entries, Head head, Optional<Broken> broken) {
    /** A place in the chain. Noted elsewhere, it proves later what the trail was until then. */
    public record Head(long sequence, String hash) {
        /** Before the first entry. */
        public static final Head START = new Head(0, AuditEntry.NONE);
    }

    /**
     * @param sequence the first one that is wrong or missing
     * @param why      a sentence
     */
    public record Broken(long sequence, String why) {}
}

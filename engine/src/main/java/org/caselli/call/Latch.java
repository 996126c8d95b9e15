package org.caselli.call;

import java.time.Duration;
import java.time.Instant;

/**
 * Where media packets go, and whose are believed. Address translators make packets come from elsewhere than the session
 * description says, so we answer to where they really come from (symmetric media, RFC 4961). The described address is
 * always believed; before its first packet, a stranger's packet is taken as the far end behind a translator; after it, a
 * stranger is only believed when the one we followed has been silent for a while.
 */
final class Latch {
    /** Ours: longer than the gaps within a signal, shorter than T.30 waits for an answer. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private MediaAddress described;
    private MediaAddress followed = MediaAddress.UNKNOWN;
    private Instant lastHeard = Instant.MIN;

    Latch(MediaAddress described) {
        this.described = described;
    }

    /** A new description: what was learned under the old one is forgotten if it says another place. */
    void describe(MediaAddress other) {
        if (!other.equals(described)) {
            described = other;
            followed = MediaAddress.UNKNOWN;
        }
    }

    /** Whether a packet from there is the far end's. */
    boolean believes(MediaAddress from, Instant now) {
        boolean believed = from.equals(followed)
                || from.equals(described)
                || !followed.isKnown()
                || lastHeard.plus(SILENCE).isBefore(now);
        if (believed) {
            followed = from;
            lastHeard = now;
        }
        return believed;
    }

    /** Where packets go; unknown as long as nobody has told or spoken. */
    MediaAddress target() {
        return followed.isKnown() ? followed : described;
    }

    /** Where packets have come from; unknown if none came. */
    MediaAddress heardFrom() {
        return followed;
    }
}

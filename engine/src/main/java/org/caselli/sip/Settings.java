package org.caselli.sip;

import java.time.Duration;
import org.caselli.sip.message.Hop;

/**
 * How one endpoint presents itself and how patient it is.
 *
 * @param local   where we can be reached: address and port go into Via and Contact; both transports share them
 * @param product for User-Agent and Server
 * @param ringFor how long a call of ours may ring, from the INVITE to its final response
 * @param t1      round-trip estimate, 500 ms (RFC 3261 table 4)
 * @param t2      longest wait between retransmissions, 4 s
 * @param t4      longest that a message stays in the network, 5 s
 */
public record Settings(Hop local, String product, Duration ringFor, Duration t1, Duration t2, Duration t4) {
    public Settings {
        if (ringFor.isNegative() || ringFor.isZero()) {
            throw new IllegalArgumentException("sip.ringFor is " + ringFor + "; give at least a second.");
        }
        if (t1.isNegative() || t1.isZero() || t2.compareTo(t1) < 0 || t4.compareTo(t1) < 0) {
            throw new IllegalArgumentException("T1 must be above 0, T2 and T4 at least T1 (RFC 3261 table 4).");
        }
    }

    /** The timers of RFC 3261; 120 s of ringing (ours; networks give up after one to three minutes). */
    public static Settings at(Hop local) {
        return new Settings(
                local,
                "Caselli",
                Duration.ofSeconds(120),
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5));
    }

    /** The same with another patience for ringing. */
    public Settings ringingFor(Duration other) {
        return new Settings(local, product, other, t1, t2, t4);
    }
}

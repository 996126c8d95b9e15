package org.caselli.sip.transaction;

import java.time.Duration;

/**
 * The three estimates from which all timers follow (RFC 3261 table 4).
 *
 * @param t1 round trip: 500 ms
 * @param t2 longest wait between two retransmissions: 4 s
 * @param t4 longest that a message stays in the network: 5 s
 */
public record Timings(Duration t1, Duration t2, Duration t4) {
    /** Those of the RFC. */
    public static final Timings STANDARD =
            new Timings(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

    public Timings {
        if (t1.isNegative() || t1.isZero() || t2.compareTo(t1) < 0 || t4.compareTo(t1) < 0) {
            throw new IllegalArgumentException("T1 must be above 0, T2 and T4 at least T1 (RFC 3261 table 4).");
        }
    }

    /** 64 * T1, 32 s: timers B, F, H, J, L, M, and how long a 2xx waits for its ACK. */
    public Duration patience() {
        return t1.multipliedBy(64);
    }

    /** The pause after this one: twice as long, T2 at most. */
    public Duration after(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(t2) > 0 ? t2 : doubled;
    }
}

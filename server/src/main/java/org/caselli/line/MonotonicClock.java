package org.caselli.line;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day when it was made, and from then on the machine's steady counter: a clock that is set back in the middle
 * of a call must not confuse its timers.
 */
final class MonotonicClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long zero = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - zero);
    }
}

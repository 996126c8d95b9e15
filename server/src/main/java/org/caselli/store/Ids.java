package org.caselli.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes ids: 16 lower-case hexadecimal digits of 64 bits, opaque to everybody else. The upper 42 bits are milliseconds
 * since 1970 and the lower 22 begin at random in each millisecond, so the ids of one process always rise, and those of
 * several nodes hardly ever collide (where they do, the primary key refuses the second).
 */
public final class Ids {
    private static final int RANDOM_BITS = 22;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock) {
        this(clock, new SecureRandom());
    }

    Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next id, greater than all before it. */
    public String next() {
        // Half of the random space is left free above the start, for ids that follow within the same millisecond.
        long fresh = (clock.millis() << RANDOM_BITS) | random.nextInt(1 << (RANDOM_BITS - 1));
        return "%016x".formatted(last.accumulateAndGet(fresh, (before, now) -> Math.max(before + 1, now)));
    }
}

package org.caselli.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the database, as near as one can tell: asked every few seconds, and counted on in between by a counter that
 * nobody can set. So servers whose own clocks differ agree on when a lease runs out.
 */
final class DatabaseClock implements InstantSource {
    /** Ours: an answer that took longer says too little about the time. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    private record Reading(Instant time, long counter) {}

    private volatile Reading last = new Reading(Instant.EPOCH, System.nanoTime());

    /**
     * What the database said.
     *
     * @param asked    the counter ({@link System#nanoTime}) when it was asked
     * @param answered the counter when its answer was here
     */
    void set(Instant time, long asked, long answered) {
        if (answered - asked <= SLOW.toNanos() || last.time().equals(Instant.EPOCH)) {
            last = new Reading(time, asked + (answered - asked) / 2);
        }
    }

    @Override
    public Instant instant() {
        Reading reading = last;
        return reading.time().plusNanos(System.nanoTime() - reading.counter());
    }

    /** How far the machine's own clock is ahead; negative if it is behind. */
    Duration systemAhead() {
        return Duration.between(instant(), Instant.now());
    }
}

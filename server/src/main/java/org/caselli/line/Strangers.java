package org.caselli.line;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is logged of callers that nobody knows. Scanners try all day; so a few of a minute are named, and of the others the
 * next minute tells how many there were. Safe to use from several threads.
 */
final class Strangers {
    /** Ours: enough to see who they are. */
    private static final int NAMED = 5;

    private static final Duration SPAN = Duration.ofMinutes(1);

    private Instant until = Instant.MIN;
    private int named;
    private long unnamed;
    private long all;

    /** What to log about one more; empty for nothing. */
    synchronized Optional<String> turnedAway(String who, Instant now) {
        all++;
        String before = "";
        if (!now.isBefore(until)) {
            before = unnamed == 0 ? "" : " (and " + unnamed + " more before it)";
            until = now.plus(SPAN);
            named = 0;
            unnamed = 0;
        }
        if (named == NAMED) {
            unnamed++;
            return Optional.empty();
        }
        named++;
        return Optional.of(who + before);
    }

    /** How many there have been. */
    synchronized long all() {
        return all;
    }
}

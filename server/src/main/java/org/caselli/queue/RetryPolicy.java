package org.caselli.queue;

import java.time.Duration;
import java.time.Instant;
import org.caselli.outcome.Outcome;

/**
 * Decides whether and when a failed attempt is followed by another. Nothing else decides it.
 *
 * @param retries tries after the first one, 0 to 99
 * @param delay   before each of them
 * @param ceiling attempts of any kind that a job may have at most, 1 to 1000, so that nothing can dial for ever
 */
public record RetryPolicy(int retries, Duration delay, int ceiling) {
    /** Three more tries ten minutes apart: the defaults of the Windows Fax Service. The ceiling is ours. */
    public static final RetryPolicy STANDARD = new RetryPolicy(3, Duration.ofMinutes(10), 20);

    /** A line that was taken under our hands is looked for again after this. Ours: long enough not to spin. */
    static final Duration LINE_TAKEN = Duration.ofSeconds(2);

    public RetryPolicy {
        if (retries < 0 || retries > 99) {
            throw new IllegalArgumentException("There are " + retries + " retries; give 0 to 99.");
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The retry delay is negative: " + delay + "; give zero or more.");
        }
        if (ceiling < 1 || ceiling > 1000) {
            throw new IllegalArgumentException("The ceiling of " + ceiling + " attempts is outside 1 to 1000.");
        }
    }

    /** What follows a failed attempt. */
    public sealed interface Decision {
        /** Try again at this time. */
        record TryAgain(Instant at) implements Decision {}

        /** No more. */
        record GiveUp() implements Decision {}
    }

    /**
     * What follows an attempt that failed with this outcome.
     *
     * @param tries    attempts that counted ({@link #counts}), this one included
     * @param attempts all attempts, this one included
     */
    public Decision after(Outcome outcome, int tries, int attempts, Instant now) {
        if (attempts >= ceiling) {
            return new Decision.GiveUp();
        }
        return switch (outcome.hope()) {
            // DIFFERENTLY needs another way to send, and there is none yet that an attempt would not have tried itself.
            case NONE, DIFFERENTLY -> new Decision.GiveUp();
            case LATER -> {
                if (!counts(outcome)) {
                    yield new Decision.TryAgain(now);
                }
                yield tries > retries ? new Decision.GiveUp() : new Decision.TryAgain(now.plus(delay));
            }
        };
    }

    /** Whether an attempt that ended so uses up a try: not if it was ourselves who could not or would not go on. */
    public static boolean counts(Outcome outcome) {
        return switch (outcome) {
            case NO_LINE_FREE, ATTEMPT_LOST, STOPPED -> false;
            default -> true;
        };
    }
}

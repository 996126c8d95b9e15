package org.caselli.sip;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One endpoint of SIP with all its calls. Tell it what happened; do what it says, in order, before the next input.
 * It belongs to one thread at a time.
 */
public final class UserAgent {
    private long calls;

    /**
     * An endpoint without calls.
     *
     * @param random for tags, branches, Call-IDs and the waits of RFC 3261 clause 14.1
     */
    public UserAgent(Settings settings, RandomGenerator random) {}

    /** A name for a call that {@link Input.Invite} will begin. */
    public CallId newCall() {
        return new CallId(++calls);
    }

    /** Takes one input. */
    public List<Output> on(Input input, Instant now) {
        return List.of();
    }

    /** When the driver owes us an {@link Input.TimeUp}; {@link Instant#MAX} if never. */
    public Instant deadline() {
        return Instant.MAX;
    }
}

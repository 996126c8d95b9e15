package org.caselli.line;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a trunk is, at one moment.
 *
 * @param name            the trunk
 * @param state           in a word
 * @param sentence        in a sentence: "Registered until 10:20:00 UTC.", "403 Forbidden by 192.0.2.7"
 * @param remedy          what to do about it; empty while nothing is wrong
 * @param since           when it came into this state
 * @param registeredUntil when the registration ends if it is not renewed; empty without one
 * @param lastAnswer      when the far end last answered OPTIONS or REGISTER; empty if never
 * @param roundTrip       how long that answer took
 * @param callsInUse      channels with a call
 * @param channels        channels in all
 */
public record TrunkStatus(
        String name,
        State state,
        String sentence,
        String remedy,
        Instant since,
        Optional<Instant> registeredUntil,
        Optional<Instant> lastAnswer,
        Optional<Duration> roundTrip,
        int callsInUse,
        int channels) {

    /** In a word. */
    public enum State {
        /** Calls can be made, as far as we know. */
        UP,
        /** Not registered, or no answer: calls will very likely fail. */
        DOWN,
        /** A registration is under way, and none holds. */
        REGISTERING,
        /** A far end that was not heard of yet. */
        CHECKING
    }
}

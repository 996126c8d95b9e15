package org.caselli.service.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caselli.line.TrunkStatus;

/**
 * A trunk as it was set up, and how it is.
 *
 * @param form              its settings, all of them
 * @param node              the only server that opens it, among those that share the database; empty for each
 * @param hasPassword       whether we have a password towards the far end; the password itself is shown to nobody
 * @param hasCallerPassword whether the far end has to show one to us
 * @param version           to change it with
 * @param status            how it is on this server; empty where this server has not opened it
 * @param problem           why this server cannot open it, with the remedy; empty if nothing is wrong
 */
public record Trunk(
        String name,
        TrunkForm form,
        String node,
        boolean hasPassword,
        boolean hasCallerPassword,
        Instant changedAt,
        long version,
        Optional<Status> status,
        String problem) {

    /**
     * How it is at this moment.
     *
     * @param node            the server on which it is so, for each has a way of its own to the far end
     * @param sentence        what the far end said, or that it said nothing
     * @param remedy          what to do about it; empty while nothing is wrong
     * @param since           when it came into this state
     * @param registeredUntil when the registration ends if it is not renewed
     * @param lastAnswer      when the far end last answered
     * @param roundTrip       how long that answer took
     * @param callsInUse      channels with a call
     */
    public record Status(
            String node,
            State state,
            String sentence,
            String remedy,
            Instant since,
            Optional<Instant> registeredUntil,
            Optional<Instant> lastAnswer,
            Optional<Duration> roundTrip,
            int callsInUse,
            int channels) {

        static Status of(String node, TrunkStatus line) {
            return new Status(
                    node,
                    switch (line.state()) {
                        case UP -> State.UP;
                        case DOWN -> State.DOWN;
                        case REGISTERING -> State.REGISTERING;
                        case CHECKING -> State.CHECKING;
                    },
                    line.sentence(),
                    line.remedy(),
                    line.since(),
                    line.registeredUntil(),
                    line.lastAnswer(),
                    line.roundTrip(),
                    line.callsInUse(),
                    line.channels());
        }

        /** Whether it is not known yet which of the others it will be. */
        boolean isPending() {
            return state == State.REGISTERING || state == State.CHECKING;
        }
    }

    /** How it is, in a word. */
    public enum State {
        /** Calls can be made, as far as we know. */
        UP,
        /** Not registered, or no answer: calls will very likely fail. */
        DOWN,
        /** A registration is under way, and none holds. */
        REGISTERING,
        /** The far end was not heard of yet. */
        CHECKING
    }
}

package org.caselli.t38;

import java.time.Instant;
import java.util.List;
import org.caselli.t30.Action;
import org.caselli.t30.Event;

/**
 * One end of a T.38 call. Hand it every action of a {@link org.caselli.t30.T30Session} and every datagram that comes in,
 * and carry out what it answers, in order, before the next input.
 */
public final class T38Terminal {

    /** What a terminal is given. */
    public sealed interface Input {
        /** Say, pause or listen. Actions that are not for the line (keep, report, note, end) leave it unmoved. */
        record Do(Action action) implements Input {}

        /** A datagram came in: UDPTL, whatever it holds. */
        record Datagram(byte[] octets) implements Input {}

        /** The {@link T38Terminal#deadline()} has come. */
        record TimeUp() implements Input {}
    }

    /** What a terminal wants done. */
    public sealed interface Output {
        /** Send this datagram to the far end now. */
        record Send(byte[] datagram) implements Output {}

        /** Tell the session. */
        record Tell(Event event) implements Output {}

        /** A line for the call's diary. */
        record Note(String line) implements Output {}
    }

    public T38Terminal(T38Options options, Pacing pacing, Redundancy redundancy, Instant now) {}

    /** At the pace of a modem and with the usual redundancy. */
    public T38Terminal(T38Options options, Instant now) {
        this(options, Pacing.MODEM, Redundancy.STANDARD, now);
    }

    public List<Output> on(Input input, Instant now) {
        return List.of();
    }

    /** When {@link Input.TimeUp} is due; {@link Instant#MAX} if nothing is. */
    public Instant deadline() {
        return Instant.MAX;
    }
}

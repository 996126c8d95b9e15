package org.caselli.t38;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caselli.t30.Action;
import org.caselli.t30.Event;
import org.caselli.t38.ifp.Form;
import org.caselli.t38.ifp.Ifp;
import org.caselli.t38.udptl.UdptlReceiver;
import org.caselli.t38.udptl.UdptlSender;

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

    /** How long a gap may hold up what came after it: longer than networks reorder, far shorter than T.30 waits. */
    private static final Duration PATIENCE_WITH_GAPS = Duration.ofMillis(200);

    private final Speaker speaker;
    private final Listener listener;
    private final UdptlReceiver receiver;
    private final Form form;

    /**
     * @param options    what was negotiated
     * @param pacing     how fast we speak
     * @param redundancy how much is said again
     * @param now        the time; at once there is something to send
     */
    public T38Terminal(T38Options options, Pacing pacing, Redundancy redundancy, Instant now) {
        var sender = new UdptlSender(options.maxDatagram());
        this.speaker = new Speaker(
                new Score(options, pacing, redundancy, sender.largestPacket()), sender, redundancy.control(), now);
        this.listener = new Listener(options);
        this.form = Form.ofVersion(options.version());
        this.receiver = new UdptlReceiver(PATIENCE_WITH_GAPS, octets -> !(parse(octets) instanceof Ifp.Malformed));
    }

    /** At the pace of a modem and with the usual redundancy. */
    public T38Terminal(T38Options options, Instant now) {
        this(options, Pacing.MODEM, Redundancy.STANDARD, now);
    }

    /**
     * Takes an input.
     *
     * @param now not before any earlier time
     * @return what to do, in order
     */
    public List<Output> on(Input input, Instant now) {
        List<Output> out = new ArrayList<>();
        if (input instanceof Input.Datagram(byte[] octets)) {
            hear(receiver.take(octets, now), now, out);
        }
        if (!receiver.deadline().isAfter(now)) {
            hear(receiver.timeUp(now), now, out);
        }
        listener.timeUp(now, out);
        speaker.advance(now, out);
        if (input instanceof Input.Do(Action action)) {
            if (action instanceof Action.Listen(Action.Expected expected)) {
                speaker.stopCalling(now);
                listener.expect(expected);
            }
            speaker.queue(action, now);
            speaker.advance(now, out);
        }
        return out;
    }

    /** When {@link Input.TimeUp} is due. */
    public Instant deadline() {
        return earliest(speaker.deadline(), earliest(listener.deadline(), receiver.deadline()));
    }

    /** What came in so far, and what became of it. */
    public UdptlReceiver.Counters counters() {
        return receiver.counters();
    }

    private void hear(List<UdptlReceiver.Received> received, Instant now, List<Output> out) {
        for (UdptlReceiver.Received one : received) {
            switch (one) {
                case UdptlReceiver.Received.Packet(byte[] octets) -> listener.hear(parse(octets), now, out);
                case UdptlReceiver.Received.Lost(int count) -> listener.lost(count, out);
            }
        }
    }

    private Ifp parse(byte[] octets) {
        return Ifp.parse(octets, form);
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

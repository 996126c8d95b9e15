package org.caselli.t38;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caselli.t30.Action;
import org.caselli.t30.Carrier;
import org.caselli.t30.Event;
import org.caselli.t30.Tone;
import org.caselli.t38.T38Options.RateManagement;
import org.caselli.t38.T38Terminal.Output;
import org.caselli.t38.ifp.Field;
import org.caselli.t38.ifp.Ifp;
import org.caselli.t38.ifp.Signal;

/**
 * Makes of IFP packets what T.30 hears. Kind to what networks and gateways do: data without an indicator before it, a
 * signal without an end, an end told twice, silence in the middle of a signal.
 */
final class Listener {
    /** No packet for so long, and the far end's frames at 300 bit/s are over. Ours: above preamble and a long frame together. */
    private static final Duration V21_SILENCE = Duration.ofSeconds(4);
    /** The same of a high-speed signal, above training and flags together. Ours. */
    private static final Duration IMAGE_SILENCE = Duration.ofSeconds(3);
    /** More octets than any frame has: 256 of an ECM frame and its head, and odd NSF frames. */
    private static final int LONGEST_FRAME = 4096;
    /** T.30: the training check is zeros for 1.5 s. */
    private static final long CHECK_MILLIS = 1500;

    /** What the far end is saying. */
    private sealed interface Hearing {
        record Nothing() implements Hearing {}

        record Frames() implements Hearing {}

        /** @param begun whether data came after the training */
        record Image(Carrier carrier, boolean begun) implements Hearing {}

        /**
         * The far end says that its modem trains and checks; the zeros of the check are made here (rate management
         * method 1).
         *
         * @param ends when the check is over on the far end's line
         */
        record LocalCheck(Carrier carrier, Instant ends) implements Hearing {}
    }

    private final boolean localCheck;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream(300);
    private Hearing hearing = new Hearing.Nothing();
    private Signal signal = Signal.NO_SIGNAL;
    private boolean dataSinceSignal;
    private boolean damaged; // something is missing since the last end of a frame
    private Instant lastHeard = Instant.MIN;
    private Action.Expected expected = new Action.Expected.FramesOnly();

    Listener(T38Options options) {
        this.localCheck = options.rateManagement() == RateManagement.LOCAL_TCF;
    }

    void expect(Action.Expected next) {
        expected = next;
    }

    void hear(Ifp packet, Instant now, List<Output> out) {
        switch (packet) {
            case Ifp.Indicator(Signal heard) -> {
                lastHeard = now;
                indicator(heard, now, out);
            }
            case Ifp.Data(Carrier carrier, List<Field> fields) -> {
                lastHeard = now;
                if (isHeard(carrier, fields)) {
                    dataSinceSignal = true;
                    open(carrier, fields, out);
                    fields.forEach(field -> field(field, out));
                }
            }
            case Ifp.Unknown(String what) -> out.add(new Output.Note("did not understand " + what));
            case Ifp.Malformed malformed -> out.add(new Output.Note("did not understand a T.38 packet: " + malformed));
        }
    }

    void lost(int count, List<Output> out) {
        damaged = true;
        out.add(new Output.Note(count == 1 ? "lost a packet" : "lost " + count + " packets"));
    }

    Instant deadline() {
        return switch (hearing) {
            case Hearing.Nothing _ -> Instant.MAX;
            case Hearing.Frames _ -> lastHeard.plus(V21_SILENCE);
            case Hearing.Image _ -> lastHeard.plus(IMAGE_SILENCE);
            case Hearing.LocalCheck(var _, Instant ends) -> ends;
        };
    }

    void timeUp(Instant now, List<Output> out) {
        if (deadline().isAfter(now)) {
            return;
        }
        if (hearing instanceof Hearing.LocalCheck) {
            endSignal(out);
        } else {
            out.add(new Output.Note("the far end fell silent within a signal"));
            endSignal(out);
        }
    }

    private void indicator(Signal heard, Instant now, List<Output> out) {
        if (heard == signal && !dataSinceSignal) {
            return; // said again, to be safe
        }
        boolean sameCarrierGoesOn = heard == Signal.V21_PREAMBLE && hearing instanceof Hearing.Frames;
        if (!sameCarrierGoesOn) {
            endSignal(out);
        } else {
            cutFrame(out);
        }
        signal = heard;
        dataSinceSignal = false;
        damaged = false;
        switch (heard) {
            case NO_SIGNAL -> {}
            case CNG -> tell(new Event.HeardTone(Tone.CNG), out);
            case CED -> tell(new Event.HeardTone(Tone.CED), out);
            case V21_PREAMBLE -> {
                hearing = new Hearing.Frames();
                tell(new Event.HeardFlags(), out);
            }
            default ->
                hearing = localCheck && expected instanceof Action.Expected.Training
                        ? new Hearing.LocalCheck(
                                heard.carrier(), now.plus(heard.length()).plusMillis(CHECK_MILLIS))
                        : new Hearing.Image(heard.carrier(), false);
        }
    }

    /** Ends of signals that we know to be over, and packets without content, open nothing. */
    private boolean isHeard(Carrier carrier, List<Field> fields) {
        boolean open = switch (hearing) {
            case Hearing.Nothing _ -> false;
            case Hearing.Frames _ -> carrier == Carrier.V21;
            case Hearing.Image image -> carrier != Carrier.V21;
            case Hearing.LocalCheck _ -> carrier != Carrier.V21;
        };
        return open || fields.stream().anyMatch(field -> field.octets().length > 0);
    }

    /** Makes sure that we are in a signal of this carrier, whether or not it was announced. */
    private void open(Carrier carrier, List<Field> fields, List<Output> out) {
        if (carrier == Carrier.V21) {
            if (!(hearing instanceof Hearing.Frames)) {
                endSignal(out);
                hearing = new Hearing.Frames();
                tell(new Event.HeardFlags(), out);
            }
            return;
        }
        boolean begun = hearing instanceof Hearing.Image(Carrier known, boolean already) && known == carrier && already;
        boolean content = fields.stream().anyMatch(field -> field.octets().length > 0);
        if (!begun && content) {
            boolean announced = hearing instanceof Hearing.LocalCheck
                    || (hearing instanceof Hearing.Image(Carrier known, var _) && known == carrier);
            if (!announced) {
                endSignal(out);
            }
            hearing = new Hearing.Image(carrier, true);
            tell(new Event.CarrierFound(carrier), out);
        }
    }

    private void field(Field field, List<Output> out) {
        switch (field.kind()) {
            case HDLC_DATA -> {
                if (frame.size() + field.octets().length <= LONGEST_FRAME) {
                    frame.writeBytes(field.octets());
                } else {
                    damaged = true;
                }
            }
            case HDLC_FCS_OK, HDLC_FCS_OK_SIG_END -> {
                endFrame(!damaged, out);
                damaged = false;
            }
            case HDLC_FCS_BAD, HDLC_FCS_BAD_SIG_END -> {
                endFrame(false, out);
                damaged = false;
            }
            case T4_NON_ECM_DATA, T4_NON_ECM_SIG_END -> {
                if (field.octets().length > 0) {
                    tell(new Event.HeardBits(field.octets()), out);
                }
            }
            case HDLC_SIG_END -> {}
        }
        if (field.kind().endsSignal()) {
            endSignal(out);
        }
    }

    private void endFrame(boolean intact, List<Output> out) {
        if (frame.size() == 0) {
            return; // an end told twice
        }
        byte[] octets = frame.toByteArray();
        frame.reset();
        tell(
                hearing instanceof Hearing.Frames
                        ? new Event.HeardFrame(octets, intact)
                        : new Event.HeardBlockFrame(octets, intact),
                out);
    }

    /** A frame whose end never came. */
    private void cutFrame(List<Output> out) {
        endFrame(false, out);
    }

    private void endSignal(List<Output> out) {
        cutFrame(out);
        Hearing over = hearing;
        hearing = new Hearing.Nothing();
        switch (over) {
            case Hearing.Nothing _ -> {}
            case Hearing.Frames _ -> tell(new Event.FramesEnded(), out);
            case Hearing.Image(var _, boolean begun) -> tell(new Event.CarrierLost(begun), out);
            case Hearing.LocalCheck(Carrier carrier, var _) -> {
                tell(new Event.CarrierFound(carrier), out);
                tell(new Event.HeardBits(new byte[(int) (carrier.bitsPerSecond() * CHECK_MILLIS / 8000)]), out);
                tell(new Event.CarrierLost(true), out);
            }
        }
    }

    private static void tell(Event event, List<Output> out) {
        out.add(new Output.Tell(event));
    }
}

package org.caselli.t38;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caselli.t30.Action;
import org.caselli.t30.Carrier;
import org.caselli.t30.Tone;
import org.caselli.t38.T38Options.ErrorCorrection;
import org.caselli.t38.T38Options.RateManagement;
import org.caselli.t38.ifp.Field;
import org.caselli.t38.ifp.Form;
import org.caselli.t38.ifp.Ifp;
import org.caselli.t38.ifp.Kind;
import org.caselli.t38.ifp.Signal;

/**
 * Writes out what T.30 wants said, note by note: which packets, and how long each lasts. A packet is sent at the beginning
 * of the time that its data takes on the line, so that a gateway at the far end always has something to play.
 *
 * <p>Octets go into packets as T.30 has them. T.38 clause 7.1.1 puts the bit that comes first on the line into the highest
 * bit of an octet, for frames and for pages alike, which is just what T.30 here does.
 */
final class Score {
    /** The training check (TCF): zeros for 1.5 s ± 10 % (T.30 clause 5.3.6.1.3). */
    private static final Duration TRAINING_CHECK = Duration.ofMillis(1500);
    /** CED lasts 2.6 to 4 s (T.30 clause 4.2). */
    private static final Duration CED = Duration.ofMillis(2700);
    /** CNG: 0.5 s on, 3 s off (T.30 clause 4.2). */
    private static final Duration CNG_ON = Duration.ofMillis(500);

    private static final Duration CNG_OFF = Duration.ofSeconds(3);
    /** Flags between the training and the first frame of a block: 200 ms at least (T.4 Annex A). */
    private static final Duration BLOCK_FLAGS = Duration.ofMillis(200);
    /** Frame check sequence (16 bits) and the flag after it. */
    private static final int END_OF_FRAME_BITS = 24;
    /** A signal is not cut into packets shorter than this to make room for a copy. Ours; 10 ms is 100 packets a second. */
    private static final int SHORTEST_PACKET_MS = 10;
    /**
     * Zeros after the last bit of a page: fill after RTC that no receiver minds. Gateways lose the last bits when their
     * data ends with them. Ours.
     */
    private static final int PAGE_TAIL = 8;
    /** What an IFP packet needs besides its data: head, number of fields, field head, length, and a half for the end of a frame. */
    private static final int IFP_OVERHEAD = 6;

    private final Form form;
    private final boolean transferredCheck;
    private final long packetMillis;
    private final int haste;
    private final int controlCopies;
    private final int imageCopies;
    private final int maxDatagram;
    private final int largestPacket;

    /**
     * @param largestPacket most octets of an IFP packet that a datagram can hold
     */
    Score(T38Options options, Pacing pacing, Redundancy redundancy, int largestPacket) {
        this.form = Form.ofVersion(options.version());
        this.transferredCheck = options.rateManagement() == RateManagement.TRANSFERRED_TCF;
        this.packetMillis = pacing.packet().toMillis();
        this.haste = pacing.haste();
        boolean copies = options.errorCorrection() != ErrorCorrection.NONE;
        this.controlCopies = copies ? redundancy.control() : 0;
        this.imageCopies = copies ? redundancy.image() : 0;
        this.maxDatagram = options.maxDatagram();
        this.largestPacket = largestPacket;
    }

    Step noSignal() {
        return Step.of(Signal.NO_SIGNAL, controlCopies, 0);
    }

    Stream<Step> pause(Duration length) {
        return Stream.of(Step.silence(time(length)));
    }

    Stream<Step> tone(Tone tone) {
        return switch (tone) {
            case CED -> Stream.of(Step.of(Signal.CED, controlCopies, time(CED)), noSignal());
            case CNG ->
                Stream.generate(() -> List.of(
                                Step.of(Signal.CNG, controlCopies, time(CNG_ON)),
                                Step.of(Signal.NO_SIGNAL, controlCopies, time(CNG_OFF))))
                        .flatMap(List::stream);
        };
    }

    Stream<Step> frames(Action.SayFrames said) {
        return frames(Signal.V21_PREAMBLE, Duration.ZERO, said.frames());
    }

    Stream<Step> block(Action.SayBlock said) {
        return frames(Signal.training(said.carrier(), said.shortTraining()), BLOCK_FLAGS, said.frames());
    }

    Stream<Step> training(Action.SayTraining said) {
        Signal training = Signal.training(said.carrier(), false);
        if (!transferredCheck) {
            Duration check = training.length().plus(TRAINING_CHECK);
            return Stream.of(Step.of(training, controlCopies, time(check)), noSignal());
        }
        int octets = (int) (said.carrier().bitsPerSecond() * TRAINING_CHECK.toMillis() / 8000);
        return bits(training, new byte[octets]);
    }

    Stream<Step> page(Action.SayPage said) {
        byte[] code = Arrays.copyOf(said.code(), said.code().length + PAGE_TAIL);
        return bits(Signal.training(said.carrier(), said.shortTraining()), code);
    }

    private Stream<Step> bits(Signal training, byte[] octets) {
        Carrier carrier = training.carrier();
        int chunk = chunk(carrier, imageCopies);
        Stream<Step> data = IntStream.iterate(0, at -> at < octets.length, at -> at + chunk)
                .mapToObj(at -> {
                    byte[] part = Arrays.copyOfRange(octets, at, Math.min(at + chunk, octets.length));
                    return data(carrier, part.length * 8, new Field(Kind.T4_NON_ECM_DATA, part));
                });
        return Stream.of(
                        Stream.of(Step.of(training, controlCopies, time(training.length()))),
                        data,
                        end(carrier, Kind.T4_NON_ECM_SIG_END))
                .flatMap(steps -> steps);
    }

    private Stream<Step> frames(Signal opening, Duration flags, List<byte[]> frames) {
        Carrier carrier = opening.carrier();
        return Stream.of(
                        Stream.of(Step.of(
                                opening, controlCopies, time(opening.length().plus(flags)))),
                        frames.stream().flatMap(frame -> frame(carrier, frame).stream()),
                        end(carrier, Kind.HDLC_SIG_END))
                .flatMap(steps -> steps);
    }

    /** One frame in packets of even size; the last one says that the frame check is right. */
    private List<Step> frame(Carrier carrier, byte[] frame) {
        int most = chunk(carrier, copies(carrier));
        int packets = (frame.length + most - 1) / most;
        List<Step> steps = new ArrayList<>(packets);
        var stuffing = new Stuffing();
        for (int i = 0; i < packets; i++) {
            int from = (int) ((long) frame.length * i / packets);
            int to = (int) ((long) frame.length * (i + 1) / packets);
            int bits = (to - from) * 8 + stuffing.bitsIn(frame, from, to);
            var field = new Field(Kind.HDLC_DATA, Arrays.copyOfRange(frame, from, to));
            steps.add(
                    i < packets - 1
                            ? data(carrier, bits, field)
                            : data(carrier, bits + END_OF_FRAME_BITS, field, Field.of(Kind.HDLC_FCS_OK)));
        }
        return steps;
    }

    private Stream<Step> end(Carrier carrier, Kind kind) {
        return Stream.of(data(carrier, 0, Field.of(kind)), noSignal());
    }

    private Step data(Carrier carrier, int bits, Field... fields) {
        byte[] packet = Ifp.write(new Ifp.Data(carrier, fields), form);
        return new Step(packet, copies(carrier), bits * 1_000_000_000L / carrier.bitsPerSecond() / haste);
    }

    private int copies(Carrier carrier) {
        return carrier == Carrier.V21 ? controlCopies : imageCopies;
    }

    private long time(Duration length) {
        return length.toNanos() / haste;
    }

    /**
     * How many octets of data a packet carries: those of its time, as far as the far end's largest datagram allows. There
     * is to be room for one copy of the packet before it, at the price of shorter packets.
     */
    private int chunk(Carrier carrier, int copies) {
        int ofTime = (int) Math.max(1, Math.ceilDiv(carrier.bitsPerSecond() * packetMillis, 8000));
        int alone = largestPacket - IFP_OVERHEAD;
        int withCopy = (maxDatagram - 4) / 2 - 2 - IFP_OVERHEAD;
        int shortest = Math.ceilDiv(carrier.bitsPerSecond() * SHORTEST_PACKET_MS, 8000);
        int room = copies > 0 && withCopy >= shortest ? withCopy : alone;
        return Math.max(1, Math.min(ofTime, room));
    }

    /** Counts the zeros that HDLC stuffs after five ones, so that the pace is that of the real line. */
    private static final class Stuffing {
        private int ones;

        int bitsIn(byte[] octets, int from, int to) {
            int stuffed = 0;
            for (int i = from; i < to; i++) {
                int octet = octets[i];
                if (octet == 0) {
                    ones = 0;
                    continue;
                }
                for (int bit = 7; bit >= 0; bit--) {
                    ones = (octet >> bit & 1) == 0 ? 0 : ones + 1;
                    if (ones == 5) {
                        stuffed++;
                        ones = 0;
                    }
                }
            }
            return stuffed;
        }
    }
}

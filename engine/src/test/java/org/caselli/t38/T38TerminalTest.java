package org.caselli.t38;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.caselli.t30.Action;
import org.caselli.t30.Carrier;
import org.caselli.t30.Event;
import org.caselli.t30.Tone;
import org.caselli.t38.T38Options.ErrorCorrection;
import org.caselli.t38.T38Options.RateManagement;
import org.caselli.t38.T38Terminal.Input;
import org.caselli.t38.T38Terminal.Output;
import org.caselli.t38.ifp.Field;
import org.caselli.t38.ifp.Form;
import org.caselli.t38.ifp.Ifp;
import org.caselli.t38.ifp.Kind;
import org.caselli.t38.ifp.Signal;
import org.caselli.t38.udptl.UdptlSender;
import org.caselli.testkit.PacketEnd;
import org.caselli.testkit.VirtualPacketLine;
import org.caselli.testkit.VirtualPacketLine.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class T38TerminalTest {
    private static final byte[] DIS = HexFormat.of().parseHex("ffc80100771f23018888");
    private static final byte[] CSI = HexFormat.of().parseHex("ffc0020e");
    private static final Action FRAMES = new Action.SayFrames(List.of(CSI, DIS));

    @Test
    void frames_at_300_bits_per_second_arrive_as_they_were_said_and_at_their_pace() {
        var line = new Line(T38Options.STANDARD);
        line.say(FRAMES);
        assertThat(line.heard()).containsExactly("flags", "frame " + hex(CSI), "frame " + hex(DIS), "frames ended");
        // 1 s of preamble; 14 octets, two frame checks and two flags, and what HDLC stuffs
        assertThat(line.spoken()).isBetween(Duration.ofMillis(1533), Duration.ofMillis(1560));
    }

    @Test
    void a_training_check_arrives_as_zeros() {
        var line = new Line(T38Options.STANDARD);
        line.say(new Action.SayTraining(Carrier.V17_14400));
        assertThat(line.heard()).containsExactly("carrier V17_14400", "2700 zeros", "carrier lost");
        assertThat(line.spoken()).isEqualTo(Duration.ofMillis(1393 + 1500));
    }

    @ParameterizedTest
    @EnumSource(
            value = Carrier.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"V21"})
    void a_block_takes_the_time_of_its_bits(Carrier carrier) {
        List<byte[]> frames = frames(20, 260, 1);
        var line = new Line(T38Options.STANDARD);
        line.say(new Action.SayBlock(carrier, true, frames));
        List<String> expected = new ArrayList<>(List.of("carrier " + carrier.name()));
        frames.forEach(frame -> expected.add("block frame " + hex(frame)));
        expected.add("carrier lost");
        assertThat(line.heard()).containsExactlyElementsOf(expected);
        double bits = 20 * (260 * 8 + 24);
        double seconds = line.spoken().toMillis() / 1000.0
                - Signal.training(carrier, true).length().toMillis() / 1000.0
                - 0.2;
        assertThat(seconds).isBetween(bits / carrier.bitsPerSecond(), bits * 1.03 / carrier.bitsPerSecond());
    }

    @Test
    void a_page_without_error_correction_arrives_whole_with_zeros_after_it() {
        byte[] code = frames(1, 5000, 2).getFirst();
        var line = new Line(T38Options.STANDARD);
        line.say(new Action.SayPage(Carrier.V29_9600, false, code));
        assertThat(line.heard().getFirst()).isEqualTo("carrier V29_9600");
        assertThat(line.heard().getLast()).isEqualTo("carrier lost");
        assertThat(Arrays.copyOf(line.bits(), code.length)).isEqualTo(code);
        assertThat(Arrays.copyOfRange(line.bits(), code.length, line.bits().length))
                .containsOnly(0);
        assertThat(line.spoken().toMillis()).isBetween(253 + 5000 * 8 * 1000 / 9600L, 270 + 5000 * 8 * 1000 / 9600L);
    }

    @Test
    void a_pause_before_a_signal_is_kept_and_said_comes_once() {
        var line = new Line(T38Options.STANDARD);
        line.say(FRAMES, new Action.Pause(Duration.ofMillis(75)), new Action.SayTraining(Carrier.V29_9600));
        assertThat(line.saidTimes).hasSize(1);
        assertThat(line.heard())
                .containsExactly(
                        "flags",
                        "frame " + hex(CSI),
                        "frame " + hex(DIS),
                        "frames ended",
                        "carrier V29_9600",
                        "1800 zeros",
                        "carrier lost");
    }

    @Test
    void the_answer_tone_is_told_once_and_takes_its_time() {
        var line = new Line(T38Options.STANDARD);
        line.say(new Action.SayTone(Tone.CED));
        assertThat(line.heard()).containsExactly("CED");
        assertThat(line.spoken()).isBetween(Duration.ofMillis(2600), Duration.ofMillis(4000));
    }

    @Test
    void the_calling_tone_goes_on_until_something_else_is_said_and_is_never_told_as_said() {
        var terminal = new T38Terminal(T38Options.STANDARD, Instant.EPOCH);
        List<Output> out = new ArrayList<>(terminal.on(new Input.Do(new Action.SayTone(Tone.CNG)), Instant.EPOCH));
        Instant now = Instant.EPOCH;
        while (now.isBefore(Instant.EPOCH.plusSeconds(15))) {
            now = terminal.deadline();
            out.addAll(terminal.on(new Input.TimeUp(), now));
        }
        assertThat(out).noneMatch(output -> output instanceof Output.Tell);
        long tones = out.stream()
                .filter(output -> output instanceof Output.Send(byte[] datagram) && datagram[3] == 2)
                .map(output -> (((Output.Send) output).datagram()[0] << 8) + ((Output.Send) output).datagram()[1])
                .distinct()
                .count();
        assertThat(tones).isEqualTo(6); // every 3.5 s, the last at 17.5 s
        out.clear();
        out.addAll(terminal.on(new Input.Do(new Action.SayTone(Tone.CED)), now));
        assertThat(out).anyMatch(output -> output instanceof Output.Send(byte[] datagram) && datagram[3] == 4);
    }

    @Test
    void a_silent_terminal_opens_the_way_at_once_and_keeps_it_open() {
        var terminal = new T38Terminal(T38Options.STANDARD, Instant.EPOCH);
        assertThat(terminal.deadline()).isEqualTo(Instant.EPOCH);
        List<Instant> sent = new ArrayList<>();
        Instant now = Instant.EPOCH;
        while (now.isBefore(Instant.EPOCH.plusSeconds(60))) {
            now = terminal.deadline();
            for (Output output : terminal.on(new Input.TimeUp(), now)) {
                assertThat(((Output.Send) output).datagram()[3]).isZero();
                sent.add(now);
            }
        }
        assertThat(sent.getFirst()).isEqualTo(Instant.EPOCH);
        assertThat(sent).hasSizeBetween(30, 40);
    }

    @Test
    void with_local_checks_the_zeros_are_made_here() {
        var local = new T38Options(
                0, 14400, false, false, false, RateManagement.LOCAL_TCF, 0, 400, ErrorCorrection.REDUNDANCY);
        var line = new Line(local);
        line.expect(new Action.Expected.Training(Carrier.V17_9600));
        line.say(new Action.SayTraining(Carrier.V17_9600));
        assertThat(line.heard()).containsExactly("carrier V17_9600", "1800 zeros", "carrier lost");
        assertThat(line.spoken()).isEqualTo(Duration.ofMillis(1393 + 1500));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 72, 176, 400, 1400})
    void no_datagram_is_larger_than_the_far_end_takes(int limit) {
        var line = new Line(T38Options.STANDARD.withMaxDatagram(limit));
        line.onDatagram = datagram -> assertThat(datagram.length).isLessThanOrEqualTo(limit);
        List<byte[]> frames = frames(10, 260, 3);
        line.say(FRAMES, new Action.SayBlock(Carrier.V17_14400, false, frames));
        assertThat(line.heard().stream().filter(what -> what.startsWith("block frame")))
                .containsExactlyElementsOf(frames.stream()
                        .map(frame -> "block frame " + hex(frame))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"400, 0", "176, 1", "72, 1"})
    void where_there_is_room_every_packet_is_sent_twice_at_least(int limit, long seed) {
        List<byte[]> frames = frames(40, 260, seed);
        var line = new Line(T38Options.STANDARD.withMaxDatagram(limit));
        int[] sent = {0};
        line.lose = datagram -> ++sent[0] % 2 == 0; // every second one
        line.say(new Action.SayBlock(Carrier.V17_14400, false, frames));
        assertThat(line.heard()).hasSize(42).allMatch(what -> !what.contains("damaged"));
    }

    @Test
    void bursts_of_three_do_no_harm() {
        for (int offset = 0; offset < 7; offset++) {
            List<byte[]> frames = frames(30, 260, offset);
            var line = new Line(T38Options.STANDARD);
            int[] sent = {offset};
            line.lose = datagram -> ++sent[0] % 7 < 3;
            line.say(
                    FRAMES,
                    new Action.Pause(Duration.ofMillis(75)),
                    new Action.SayBlock(Carrier.V17_14400, false, frames));
            assertThat(line.heard()).as("offset " + offset).hasSize(36).allMatch(what -> !what.contains("damaged"));
        }
    }

    @Test
    void on_a_very_bad_network_a_frame_is_right_or_said_to_be_damaged() {
        int damaged = 0;
        for (long seed = 0; seed < 200; seed++) {
            List<byte[]> frames = frames(30, 260, seed);
            List<String> right =
                    frames.stream().map(frame -> "block frame " + hex(frame)).toList();
            var line = new Line(T38Options.STANDARD);
            line.faults = new Faults(Duration.ofMillis(30), Duration.ofMillis(150), 0.2, 3, 0.1);
            line.seed = seed;
            line.say(FRAMES, new Action.SayBlock(Carrier.V29_9600, false, frames));
            for (String what : line.heard()) {
                if (what.startsWith("block frame")) {
                    assertThat(right.contains(what)).as("seed " + seed).isTrue();
                } else if (what.startsWith("damaged block")) {
                    damaged++;
                }
            }
        }
        assertThat(damaged).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void haste_divides_the_time(int haste) {
        List<byte[]> frames = frames(10, 260, 7);
        var line = new Line(T38Options.STANDARD);
        line.pacing = new Pacing(Duration.ofMillis(40), haste);
        line.say(FRAMES, new Action.SayBlock(Carrier.V17_14400, false, frames));
        assertThat(line.heard()).hasSize(16);
        assertThat(line.spoken().toMillis()).isBetween(2700L / haste, 5000L / haste);
    }

    // What odd networks and gateways do, packet by packet

    @Test
    void data_without_an_indicator_is_heard_all_the_same() {
        var ear = new Ear();
        ear.hear(data(Carrier.V21, new Field(Kind.HDLC_DATA, DIS), Field.of(Kind.HDLC_FCS_OK_SIG_END)));
        ear.hear(data(
                Carrier.V29_7200, new Field(Kind.T4_NON_ECM_DATA, new byte[9]), Field.of(Kind.T4_NON_ECM_SIG_END)));
        assertThat(ear.heard())
                .containsExactly(
                        "flags", "frame " + hex(DIS), "frames ended", "carrier V29_7200", "9 zeros", "carrier lost");
    }

    @Test
    void a_signal_without_an_end_ends_when_the_next_begins() {
        var ear = new Ear();
        ear.hear(new Ifp.Indicator(Signal.V21_PREAMBLE));
        ear.hear(data(Carrier.V21, new Field(Kind.HDLC_DATA, DIS), Field.of(Kind.HDLC_FCS_OK)));
        ear.hear(new Ifp.Indicator(Signal.V29_9600_TRAINING));
        ear.hear(data(Carrier.V29_9600, new Field(Kind.T4_NON_ECM_DATA, new byte[9])));
        ear.hear(new Ifp.Indicator(Signal.NO_SIGNAL));
        assertThat(ear.heard())
                .containsExactly(
                        "flags", "frame " + hex(DIS), "frames ended", "carrier V29_9600", "9 zeros", "carrier lost");
    }

    @Test
    void a_far_end_that_falls_silent_within_a_signal_has_ended_it() {
        var ear = new Ear();
        ear.hear(new Ifp.Indicator(Signal.V21_PREAMBLE));
        ear.hear(data(Carrier.V21, new Field(Kind.HDLC_DATA, DIS)));
        ear.passes(Duration.ofSeconds(5));
        assertThat(ear.heard()).containsExactly("flags", "damaged frame", "frames ended");
        ear.hear(new Ifp.Indicator(Signal.V17_14400_SHORT_TRAINING));
        ear.passes(Duration.ofSeconds(5));
        assertThat(ear.heard()).endsWith("training failed");
    }

    @Test
    void a_frame_with_a_gap_or_a_wrong_check_is_damaged_and_the_next_is_not() {
        var ear = new Ear();
        ear.hear(new Ifp.Indicator(Signal.V17_14400_LONG_TRAINING));
        ear.hear(data(Carrier.V17_14400, new Field(Kind.HDLC_DATA, CSI)));
        ear.lose();
        ear.hear(data(Carrier.V17_14400, new Field(Kind.HDLC_DATA, CSI), Field.of(Kind.HDLC_FCS_OK)));
        ear.passes(Duration.ofMillis(250));
        ear.hear(data(Carrier.V17_14400, new Field(Kind.HDLC_DATA, CSI), Field.of(Kind.HDLC_FCS_BAD)));
        ear.hear(data(Carrier.V17_14400, new Field(Kind.HDLC_DATA, DIS), Field.of(Kind.HDLC_FCS_OK)));
        assertThat(ear.heard())
                .containsExactly(
                        "carrier V17_14400", "damaged block frame", "damaged block frame", "block frame " + hex(DIS));
    }

    @Test
    void what_is_said_twice_is_told_once() {
        var ear = new Ear();
        for (int i = 0; i < 3; i++) {
            ear.hear(new Ifp.Indicator(Signal.V21_PREAMBLE));
        }
        ear.hear(data(Carrier.V21, new Field(Kind.HDLC_DATA, DIS)));
        for (int i = 0; i < 3; i++) {
            ear.hear(data(Carrier.V21, Field.of(Kind.HDLC_FCS_OK)));
        }
        for (int i = 0; i < 3; i++) {
            ear.hear(data(Carrier.V21, Field.of(Kind.HDLC_SIG_END)));
            ear.hear(new Ifp.Indicator(Signal.NO_SIGNAL));
        }
        assertThat(ear.heard()).containsExactly("flags", "frame " + hex(DIS), "frames ended");
    }

    @Test
    void a_frame_without_end_does_not_grow_for_ever() {
        var ear = new Ear();
        for (int i = 0; i < 100; i++) {
            ear.hear(data(Carrier.V21, new Field(Kind.HDLC_DATA, new byte[300])));
        }
        ear.hear(data(Carrier.V21, Field.of(Kind.HDLC_FCS_OK)));
        assertThat(ear.heard()).containsExactly("flags", "damaged frame");
        assertThat(ear.longest).isLessThanOrEqualTo(4096);
    }

    @Test
    void any_datagrams_are_survived() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new SplittableRandom(seed);
            var terminal = new T38Terminal(T38Options.STANDARD, Instant.EPOCH);
            Instant now = Instant.EPOCH;
            for (int i = 0; i < 1000; i++) {
                byte[] datagram = new byte[random.nextInt(60)];
                random.nextBytes(datagram);
                if (datagram.length > 10 && random.nextInt(4) != 0) {
                    datagram[0] = 0;
                    datagram[1] = (byte) i;
                    datagram[2] = (byte) random.nextInt(datagram.length - 4);
                    datagram[3] = (byte) (random.nextInt(3) == 0 ? random.nextInt(32) : 0xC0 | random.nextInt(18));
                    datagram[4] = (byte) random.nextInt(4);
                }
                terminal.on(new Input.Datagram(datagram), now);
                now = now.plusMillis(random.nextInt(60));
                while (!terminal.deadline().isAfter(now)) {
                    terminal.on(new Input.TimeUp(), terminal.deadline());
                }
            }
        }
    }

    private static Ifp data(Carrier carrier, Field... fields) {
        return new Ifp.Data(carrier, fields);
    }

    private static List<byte[]> frames(int count, int octets, long seed) {
        var random = new SplittableRandom(seed);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[octets];
            random.nextBytes(frame);
            frames.add(frame);
        }
        return frames;
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    /** Events as short lines; bits that come one after the other as one. */
    private static List<String> lines(List<Event> events) {
        List<String> lines = new ArrayList<>();
        int zeros = 0;
        for (Event event : events) {
            if (event instanceof Event.HeardBits(byte[] octets)) {
                zeros += octets.length;
                continue;
            }
            if (zeros > 0) {
                lines.add(zeros + " zeros");
                zeros = 0;
            }
            lines.add(
                    switch (event) {
                        case Event.HeardFlags _ -> "flags";
                        case Event.HeardFrame(byte[] frame, boolean intact) ->
                            intact ? "frame " + hex(frame) : "damaged frame";
                        case Event.HeardBlockFrame(byte[] frame, boolean intact) ->
                            intact ? "block frame " + hex(frame) : "damaged block frame";
                        case Event.FramesEnded _ -> "frames ended";
                        case Event.CarrierFound(Carrier carrier) -> "carrier " + carrier.name();
                        case Event.CarrierLost(boolean trained) -> trained ? "carrier lost" : "training failed";
                        case Event.HeardTone(Tone tone) -> tone.toString();
                        default -> event.toString();
                    });
        }
        return lines;
    }

    /** One terminal that is given packets. */
    private static final class Ear {
        final T38Terminal terminal = new T38Terminal(T38Options.STANDARD, Instant.EPOCH);
        final UdptlSender sender = new UdptlSender(1400);
        final List<Event> events = new ArrayList<>();
        Instant now = Instant.EPOCH;
        int longest;

        void hear(Ifp packet) {
            take(terminal.on(new Input.Datagram(sender.pack(Ifp.write(packet, Form.OF_1998), 0)), now));
        }

        void lose() {
            sender.pack(new byte[1], 0);
        }

        void passes(Duration time) {
            Instant end = now.plus(time);
            while (!terminal.deadline().isAfter(end)) {
                now = terminal.deadline();
                take(terminal.on(new Input.TimeUp(), now));
            }
            now = end;
        }

        List<String> heard() {
            return lines(events);
        }

        private void take(List<Output> outputs) {
            for (Output output : outputs) {
                if (output instanceof Output.Tell(Event event)) {
                    events.add(event);
                    if (event instanceof Event.HeardFrame(byte[] frame, boolean intact)) {
                        longest = Math.max(longest, frame.length);
                    }
                }
            }
        }
    }

    /** Two terminals; one says, the other hears. */
    private static final class Line {
        final T38Options options;
        final List<Event> events = new ArrayList<>();
        final List<Instant> saidTimes = new ArrayList<>();
        Pacing pacing = Pacing.MODEM;
        Faults faults = Faults.NONE;
        long seed;
        Consumer<byte[]> onDatagram = datagram -> {};
        java.util.function.Predicate<byte[]> lose = datagram -> false;
        Action.Expected expected = new Action.Expected.FramesOnly();

        Line(T38Options options) {
            this.options = options;
        }

        void expect(Action.Expected next) {
            expected = next;
        }

        void say(Action... actions) {
            var hearer = new End(List.of(new Action.Listen(expected)), events, null);
            var speaker = new End(List.of(actions), new ArrayList<>(), hearer);
            VirtualPacketLine.between(speaker, hearer, faults, seed)
                    .tap((bySpeaker, datagram) -> onDatagram.accept(datagram))
                    .run();
        }

        Duration spoken() {
            return Duration.between(Instant.EPOCH, saidTimes.getFirst());
        }

        List<String> heard() {
            return lines(events);
        }

        byte[] bits() {
            var all = new java.io.ByteArrayOutputStream();
            for (Event event : events) {
                if (event instanceof Event.HeardBits(byte[] octets)) {
                    all.writeBytes(octets);
                }
            }
            return all.toByteArray();
        }

        private final class End implements PacketEnd {
            private final List<Action> script;
            private final List<Event> told;
            private final boolean speaks;
            private T38Terminal terminal = new T38Terminal(options, Instant.EPOCH);
            private Instant until = Instant.MAX;
            private Instant now = Instant.EPOCH;

            End(List<Action> script, List<Event> told, End hearer) {
                this.script = script;
                this.told = told;
                this.speaks = hearer != null;
            }

            @Override
            public List<byte[]> begin(Instant start) {
                terminal = new T38Terminal(options, pacing, Redundancy.STANDARD, start);
                List<byte[]> sent = new ArrayList<>();
                script.forEach(action -> sent.addAll(take(terminal.on(new Input.Do(action), start))));
                return sent;
            }

            @Override
            public List<byte[]> hear(byte[] datagram, Instant at) {
                now = at;
                return take(terminal.on(new Input.Datagram(datagram), at));
            }

            @Override
            public List<byte[]> timeUp(Instant at) {
                now = at;
                return terminal.deadline().isAfter(at) ? List.of() : take(terminal.on(new Input.TimeUp(), at));
            }

            @Override
            public Instant deadline() {
                return earliest(terminal.deadline(), until);
            }

            @Override
            public boolean over() {
                // both go on for a while after all is said
                return !saidTimes.isEmpty() && now.isAfter(saidTimes.getLast().plusSeconds(6));
            }

            private List<byte[]> take(List<Output> outputs) {
                List<byte[]> sent = new ArrayList<>();
                for (Output output : outputs) {
                    switch (output) {
                        case Output.Send(byte[] datagram) -> {
                            if (!speaks || !lose.test(datagram)) {
                                sent.add(datagram);
                            }
                        }
                        case Output.Tell(Event.Said _) -> saidTimes.add(now);
                        case Output.Tell(Event event) -> told.add(event);
                        case Output.Note _ -> {}
                    }
                }
                return sent;
            }

            private static Instant earliest(Instant one, Instant other) {
                return one.isBefore(other) ? one : other;
            }
        }
    }
}

package org.caselli.t30;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.ecm.PageOut;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Fif;
import org.caselli.t30.frame.Frame;
import org.caselli.t30.frame.Octets;
import org.caselli.testkit.TestPages;

/**
 * Plays a conversation that a file tells line by line to one session. {@code hear} is what the far end says, {@code say}
 * what the session must say next, {@code silence} that the session must wait until its deadline, {@code keep} a page that
 * it must make durable, {@code end} how it must end. Page n is {@link #page}.
 */
final class CallFile {
    private final T30Session session;
    private final String name;
    private final List<String> diary = new ArrayList<>();
    private final Deque<Action> pending = new ArrayDeque<>();
    private boolean refusesPages;
    private Instant now = Instant.EPOCH;
    private Optional<Mode> mode = Optional.empty();
    private int line;

    private CallFile(String name, T30Session session) {
        this.name = name;
        this.session = session;
    }

    static Page page(int number) {
        return new Page(TestPages.text(1728, 600, number), Resolution.FINE);
    }

    static void play(String name, List<String> lines) {
        List<String> told = lines.stream()
                .map(text -> text.replaceFirst("#.*", "").strip().replaceAll("\\s+", " "))
                .toList();
        int first = IntStream.range(0, told.size())
                .filter(i -> !told.get(i).isEmpty())
                .findFirst()
                .orElseThrow();
        var file = new CallFile(name, session(told.get(first)));
        file.take(file.session.begin(file.now));
        for (file.line = first + 2; file.line <= told.size(); file.line++) {
            if (!told.get(file.line - 1).isEmpty()) {
                file.step(told.get(file.line - 1));
            }
        }
        assertThat(file.session.over()).as(file.story()).isTrue();
        assertThat(file.pending).as(file.story()).isEmpty();
    }

    private static T30Session session(String how) {
        Abilities abilities = Abilities.ALL.withErrorCorrection(!how.contains("without ECM"));
        if (how.startsWith("calling")) {
            int pages = Integer.parseInt(how.split(" ")[1]);
            return T30Session.calling(
                    Station.of("+1 555 0100").with(abilities),
                    PageSource.of(IntStream.rangeClosed(1, pages)
                            .mapToObj(CallFile::page)
                            .toList()));
        }
        return T30Session.answering(Station.of("+1 555 0199").with(abilities));
    }

    private String story() {
        return name + ", line " + line + "\n" + String.join("\n", diary);
    }

    private void step(String text) {
        String[] words = text.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "hear" -> hear(rest);
            case "say" -> {
                assertThat(next()).as(story()).isEqualTo("say " + rest);
                if (pending.stream().noneMatch(CallFile::isSignal) && !rest.equals("CNG")) {
                    tell(new Event.Said());
                }
            }
            case "keep" -> {
                if (rest.endsWith("fails")) {
                    assertThat(next()).as(story()).isEqualTo("keep " + rest.replace(" fails", ""));
                    pending.clear();
                    tell(new Event.CannotKeep("no space"));
                } else {
                    assertThat(next()).as(story()).isEqualTo(text);
                }
            }
            case "end" -> assertThat(next()).as(story()).isEqualTo(text);
            case "silence" -> {
                assertThat(pending).as(story()).isEmpty();
                Instant deadline = session.deadline();
                if (!rest.isEmpty()) {
                    double seconds = Double.parseDouble(rest.replace(" s", ""));
                    assertThat(Duration.between(now, deadline).toMillis() / 1000.0)
                            .as(story())
                            .isEqualTo(seconds);
                }
                now = deadline;
                tell(new Event.TimeUp());
            }
            case "gone" -> tell(new Event.LineGone(Outcome.valueOf(rest)));
            case "stop" -> tell(new Event.Stop(Outcome.valueOf(rest)));
            default -> throw new AssertionError(story() + "\nNobody knows what \"" + text + "\" means.");
        }
    }

    private String next() {
        assertThat(pending).as(story() + "\nnothing more to do").isNotEmpty();
        return told(pending.remove());
    }

    private static boolean isSignal(Action action) {
        return action instanceof Action.SayFrames
                || action instanceof Action.SayPage
                || action instanceof Action.SayBlock
                || action instanceof Action.SayTraining
                || action instanceof Action.SayTone;
    }

    private void tell(Event event) {
        now = now.plusMillis(1);
        take(session.on(event, now));
    }

    private void take(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Note(String note) -> diary.add(note);
                case Action.KeepPage _, Action.End _ -> pending.add(action);
                case Action a when isSignal(a) -> pending.add(a);
                default -> {}
            }
        }
    }

    // What the session says, in words

    private static String told(Action action) {
        return switch (action) {
            case Action.SayTone(Tone tone) -> "say " + tone;
            case Action.SayTraining(Carrier carrier) -> "say " + carrier + " training";
            case Action.SayPage(Carrier carrier, var _, var _) -> "say " + carrier + " page";
            case Action.SayBlock(Carrier carrier, boolean shortTraining, var frames) -> {
                String numbers = frames.stream()
                        .map(Frame::parse)
                        .filter(Frame.Fcd.class::isInstance)
                        .map(frame -> "" + ((Frame.Fcd) frame).number())
                        .collect(Collectors.joining(" "));
                boolean all = numbers.startsWith("0 1 2 3 4 5 6");
                yield "say " + carrier + (carrier.hasShortTraining() && !shortTraining ? " long" : "") + " frames "
                        + (all ? "all" : numbers);
            }
            case Action.SayFrames(List<byte[]> frames) ->
                "say V.21 "
                        + frames.stream().map(Frame::parse).map(CallFile::told).collect(Collectors.joining(" + "));
            case Action.KeepPage(ReceivedPage kept) ->
                "keep page " + kept.number()
                        + (!kept.complete()
                                ? " incomplete"
                                : kept.page().equals(page(kept.number())) ? "" : " otherwise");
            case Action.End(Outcome outcome) -> "end " + outcome;
            default -> throw new AssertionError(action);
        };
    }

    private static String told(Frame frame) {
        return switch (frame) {
            case Frame.Dis _ -> "DIS";
            case Frame.Dcs(var fif) -> "DCS " + Mode.of(fif).orElseThrow().spoken();
            case Frame.Ctc(var fif) -> "CTC " + Mode.carrier(fif).orElseThrow();
            case Frame.Identity identity -> identity.whose().name();
            case Frame.Ppr ppr ->
                "PPR " + ppr.frames(256).stream().mapToObj(n -> "" + n).collect(Collectors.joining(" "));
            case Frame.Pps pps ->
                (pps.interrupt() ? "PPS-PRI-" : "PPS-") + pps.ending() + " " + (pps.page() + 1) + "/"
                        + (pps.block() + 1);
            default -> frame.spoken();
        };
    }

    // What the session hears

    private void hear(String what) {
        if (what.equals("CED") || what.equals("CNG")) {
            tell(new Event.HeardTone(Tone.valueOf(what)));
        } else if (what.startsWith("V.21")) {
            tell(new Event.HeardFlags());
            for (String frame : what.substring(5).split(" \\+ ")) {
                if (frame.equals("damaged")) {
                    tell(new Event.HeardFrame(new byte[] {1, 2, 3, 4}, false));
                } else {
                    tell(new Event.HeardFrame(frame(frame).octets(true, true), true));
                }
            }
            tell(new Event.FramesEnded());
        } else if (what.startsWith("training")) {
            Carrier carrier = mode.orElseThrow().carrier();
            tell(new Event.CarrierFound(carrier));
            byte[] octets = new byte[carrier.bitsPerSecond() * 3 / 16];
            if (what.endsWith("bad")) {
                Arrays.fill(octets, (byte) 0x10);
            }
            tell(new Event.HeardBits(octets));
            tell(new Event.CarrierLost(true));
        } else {
            hearPage(what.split(" "));
        }
    }

    /** {@code page 1}, {@code page 1 spoilt}; {@code page 1 frames all | all but 3 4 | 3 4}. */
    private void hearPage(String[] words) {
        Mode agreed = mode.orElseThrow();
        byte[] code = code(Integer.parseInt(words[1]));
        tell(new Event.CarrierFound(agreed.carrier()));
        if (words.length > 2 && words[2].equals("frames")) {
            var out = new PageOut(code, agreed.frameOctets());
            BitSet numbers = new BitSet();
            Arrays.stream(words).skip(3).filter(w -> w.matches("\\d+")).forEach(w -> numbers.set(Integer.parseInt(w)));
            BitSet frames = words[3].equals("all") ? out.all(0) : numbers;
            for (byte[] frame : out.signal(0, frames)) {
                boolean spoilt = words[3].equals("all")
                        && Frame.parse(frame) instanceof Frame.Fcd fcd
                        && numbers.get(fcd.number());
                tell(new Event.HeardBlockFrame(frame, !spoilt));
            }
        } else {
            if (words.length > 2) {
                Arrays.fill(code, code.length / 3, code.length * 2 / 3, (byte) 0x55);
            }
            tell(new Event.HeardBits(code));
        }
        tell(new Event.CarrierLost(true));
    }

    private byte[] code(int number) {
        Mode agreed = mode.orElseThrow();
        return PageCodec.encode(
                page(number).bitmap(), agreed.coding(), EncodeOptions.onLine(Resolution.FINE, agreed.leastRowBits()));
    }

    private Frame frame(String text) {
        String[] words = text.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        List<Frame> plain = List.of(
                new Frame.Cfr(),
                new Frame.Ftt(),
                new Frame.Ctr(),
                new Frame.Err(),
                new Frame.Rr(),
                new Frame.Rnr(),
                new Frame.Mcf(),
                new Frame.Rtp(),
                new Frame.Rtn(),
                new Frame.Pip(),
                new Frame.Pin(),
                new Frame.Crp(),
                new Frame.Dcn());
        Optional<Frame> known =
                plain.stream().filter(frame -> frame.spoken().equals(text)).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        switch (words[0]) {
            case "DIS" -> {
                Abilities can = Abilities.ALL
                        .withErrorCorrection(rest.contains("ECM"))
                        .upTo(Integer.parseInt(rest.split("[ ,]")[0]));
                return new Frame.Dis(rest.contains("sends only") ? Fif.with(Fif.HAS_DOCUMENT) : Offer.dis(can));
            }
            case "DTC" -> {
                return new Frame.Dtc(Offer.dis(Abilities.ALL));
            }
            case "DCS" -> {
                if (rest.equals("300x300")) {
                    return new Frame.Dcs(Fif.with(Fif.RECEIVER, Fif.R300));
                }
                mode = Optional.of(new Mode(
                        carrier(rest),
                        rest.contains("T.6") ? Coding.MMR : rest.contains("MR") ? Coding.MR : Coding.MH,
                        Resolution.FINE,
                        PageWidth.A4,
                        Offer.PageLength.UNLIMITED,
                        rest.contains("no ECM") ? 0 : rest.contains("ECM 64") ? 64 : 256,
                        0));
                return new Frame.Dcs(mode.get().dcs());
            }
            case "CTC" -> {
                mode = mode.map(before -> before.with(carrier(rest)));
                return new Frame.Ctc(mode.orElseThrow().dcs());
            }
            case "CSI", "TSI", "CIG" -> {
                return new Frame.Identity(Frame.Whose.valueOf(words[0]), rest);
            }
            case "NSF", "NSS" -> {
                return new Frame.NonStandard(Frame.Which.valueOf(words[0]), Octets.of(new byte[] {1, 2, 3}));
            }
            case "SUB" -> {
                return new Frame.Named(Frame.Name.SUB, Octets.of(new byte[] {1, 2, 3}));
            }
            case "PPR" -> {
                BitSet frames = new BitSet();
                Arrays.stream(rest.split(" ")).mapToInt(Integer::parseInt).forEach(frames::set);
                return Frame.Ppr.of(frames);
            }
            case "UNKNOWN" -> {
                return new Frame.Unknown(0x6F, Octets.NONE);
            }
            default -> {
                boolean interrupt = words[0].contains("PRI-");
                String kind = words[0].replace("PRI-", "");
                Ending ending = Ending.valueOf(kind.substring(kind.indexOf('-') + 1));
                if (kind.startsWith("PPS-")) {
                    String[] at = rest.split("/");
                    int number = Integer.parseInt(at[0]);
                    var out = new PageOut(code(number), mode.orElseThrow().frameOctets());
                    int block = Integer.parseInt(at[1]) - 1;
                    return new Frame.Pps(ending, interrupt, number - 1, block, out.frames(block));
                }
                return kind.startsWith("EOR-")
                        ? new Frame.Eor(ending, interrupt)
                        : new Frame.EndOfPage(ending, interrupt);
            }
        }
    }

    private static Carrier carrier(String text) {
        return Arrays.stream(Carrier.values())
                .filter(carrier -> text.startsWith(carrier.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no carrier in " + text));
    }
}

package org.caselli.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.caselli.image.Page;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Action;
import org.caselli.t30.Carrier;
import org.caselli.t30.Event;
import org.caselli.t30.Progress;
import org.caselli.t30.ReceivedPage;
import org.caselli.t30.T30Session;
import org.caselli.t30.Tone;
import org.caselli.t30.frame.Frame;

/**
 * Joins two T.30 sessions in virtual time: every signal takes as long as on a real line, and an hour passes in
 * milliseconds. What the line does wrong comes from a seed, or is named.
 */
public final class VirtualLine {
    /** Where all calls begin. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration PREAMBLE = Duration.ofSeconds(1);
    private static final Duration TRAINING_CHECK = Duration.ofMillis(1500);
    private static final Duration CED = Duration.ofMillis(2600);
    private static final int CHUNK_MILLIS = 40;

    /** No call of a test lasts longer. */
    private static final Duration LONGEST = Duration.ofHours(3);

    /**
     * What the line does wrong.
     *
     * @param seed          of all chances
     * @param frameLoss     chance that a frame at 300 bit/s is lost
     * @param frameDamage   chance that it is damaged
     * @param blockDamage   chance that a frame of a block is damaged
     * @param blockLoss     chance that it is lost
     * @param bitErrors     chance of a bit of a page to be wrong
     * @param trainsUpTo    fastest speed that trains, bit/s; faster ones fail their check, and lose half of their frames
     * @param signalLoss    chance that a whole signal at 300 bit/s is lost, or that one at high speed does not train
     * @param delay         from one end to the other
     * @param hangUp        when the line is cut, counted from the beginning
     */
    public record Faults(
            long seed,
            double frameLoss,
            double frameDamage,
            double blockDamage,
            double blockLoss,
            double bitErrors,
            int trainsUpTo,
            double signalLoss,
            Duration delay,
            Optional<Duration> hangUp) {
        public static final Faults NONE =
                new Faults(1, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0, Duration.ZERO, Optional.empty());

        public Faults seed(long other) {
            return new Faults(
                    other,
                    frameLoss,
                    frameDamage,
                    blockDamage,
                    blockLoss,
                    bitErrors,
                    trainsUpTo,
                    signalLoss,
                    delay,
                    hangUp);
        }

        public Faults frames(double loss, double damage) {
            return new Faults(
                    seed, loss, damage, blockDamage, blockLoss, bitErrors, trainsUpTo, signalLoss, delay, hangUp);
        }

        public Faults blocks(double loss, double damage) {
            return new Faults(
                    seed, frameLoss, frameDamage, damage, loss, bitErrors, trainsUpTo, signalLoss, delay, hangUp);
        }

        public Faults bits(double errors) {
            return new Faults(
                    seed,
                    frameLoss,
                    frameDamage,
                    blockDamage,
                    blockLoss,
                    errors,
                    trainsUpTo,
                    signalLoss,
                    delay,
                    hangUp);
        }

        public Faults trainsUpTo(int bitsPerSecond) {
            return new Faults(
                    seed,
                    frameLoss,
                    frameDamage,
                    blockDamage,
                    blockLoss,
                    bitErrors,
                    bitsPerSecond,
                    signalLoss,
                    delay,
                    hangUp);
        }

        public Faults signals(double loss) {
            return new Faults(
                    seed, frameLoss, frameDamage, blockDamage, blockLoss, bitErrors, trainsUpTo, loss, delay, hangUp);
        }

        public Faults delay(Duration other) {
            return new Faults(
                    seed,
                    frameLoss,
                    frameDamage,
                    blockDamage,
                    blockLoss,
                    bitErrors,
                    trainsUpTo,
                    signalLoss,
                    other,
                    hangUp);
        }

        public Faults hangUp(Duration after) {
            return new Faults(
                    seed,
                    frameLoss,
                    frameDamage,
                    blockDamage,
                    blockLoss,
                    bitErrors,
                    trainsUpTo,
                    signalLoss,
                    delay,
                    Optional.of(after));
        }
    }

    /** One end of the line, and what it did. */
    public static final class End {
        private final String name;
        private final Optional<T30Session> session;
        private final List<String> diary = new ArrayList<>();
        private final List<ReceivedPage> kept = new ArrayList<>();
        private final List<Progress> progress = new ArrayList<>();
        private final List<Action> said = new ArrayList<>();
        private Instant busyUntil = EPOCH;
        private int saidDue;
        private Optional<Outcome> outcome = Optional.empty();
        private Instant ended = EPOCH;

        private End(String name, Optional<T30Session> session) {
            this.name = name;
            this.session = session;
        }

        public List<String> diary() {
            return diary;
        }

        public List<ReceivedPage> kept() {
            return kept;
        }

        public List<Page> pages() {
            return kept.stream().map(ReceivedPage::page).toList();
        }

        public List<Progress> progress() {
            return progress;
        }

        /** The actions that were carried out on the line, in order. */
        public List<Action> said() {
            return said;
        }

        public Outcome outcome() {
            return outcome.orElseThrow(() -> new AssertionError(name + " did not end:\n" + String.join("\n", diary)));
        }

        public Duration lasted() {
            return Duration.between(EPOCH, ended);
        }
    }

    private record Due(Instant at, long order, End end, Event event) {}

    private final End caller;
    private final End answerer;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Faults faults = Faults.NONE;
    private SplittableRandom random = new SplittableRandom(1);
    private Predicate<Frame> swallow = _ -> false;
    private Predicate<ReceivedPage> refuse = _ -> false;
    private Optional<Duration> stopAfter = Optional.empty();
    private boolean stopCaller;
    private long order;
    private Instant now = EPOCH;

    private VirtualLine(Optional<T30Session> caller, Optional<T30Session> answerer) {
        this.caller = new End("caller", caller);
        this.answerer = new End("answerer", answerer);
    }

    public static VirtualLine between(T30Session caller, T30Session answerer) {
        return new VirtualLine(Optional.of(caller), Optional.of(answerer));
    }

    /** Nobody at the other end makes a sound. */
    public static VirtualLine callingSilence(T30Session caller) {
        return new VirtualLine(Optional.of(caller), Optional.empty());
    }

    /** Nobody at the other end makes a sound. */
    public static VirtualLine answeringSilence(T30Session answerer) {
        return new VirtualLine(Optional.empty(), Optional.of(answerer));
    }

    public VirtualLine with(Faults others) {
        faults = others;
        random = new SplittableRandom(others.seed());
        return this;
    }

    /** Loses each frame, at whatever speed, that this says yes to. */
    public VirtualLine losing(Predicate<Frame> frames) {
        swallow = frames;
        return this;
    }

    /** Cannot store each page that this says yes to. */
    public VirtualLine notKeeping(Predicate<ReceivedPage> pages) {
        refuse = pages;
        return this;
    }

    /** Stops one side after this time. */
    public VirtualLine stopping(boolean theCaller, Duration after) {
        stopCaller = theCaller;
        stopAfter = Optional.of(after);
        return this;
    }

    public End caller() {
        return caller;
    }

    public End answerer() {
        return answerer;
    }

    /** When the line fell silent for good. */
    public Duration lasted() {
        return Duration.between(EPOCH, now);
    }

    /** Runs until both ends are over. */
    public VirtualLine run() {
        faults.hangUp().ifPresent(after -> {
            schedule(EPOCH.plus(after), caller, new Event.LineGone(Outcome.LINE_DROPPED));
            schedule(EPOCH.plus(after), answerer, new Event.LineGone(Outcome.LINE_DROPPED));
        });
        stopAfter.ifPresent(
                after -> schedule(EPOCH.plus(after), stopCaller ? caller : answerer, new Event.Stop(Outcome.CANCELED)));
        for (End end : List.of(caller, answerer)) {
            end.session.ifPresent(session -> perform(end, session.begin(now)));
        }
        while (running(caller) || running(answerer)) {
            Instant deadline = min(deadline(caller), deadline(answerer));
            Due next = queue.peek();
            if (next != null && !next.at().isAfter(deadline)) {
                queue.remove();
                now = max(now, next.at());
                tell(next.end(), next.event());
            } else {
                if (deadline.equals(Instant.MAX)) {
                    throw new AssertionError("Both ends wait for ever.\n" + diaries());
                }
                now = max(now, deadline);
                tell(deadline(caller).isAfter(deadline(answerer)) ? answerer : caller, new Event.TimeUp());
            }
            if (lasted().compareTo(LONGEST) > 0) {
                throw new AssertionError("The call does not end.\n" + diaries());
            }
        }
        return this;
    }

    public String diaries() {
        return "caller\n  " + String.join("\n  ", caller.diary) + "\nanswerer\n  "
                + String.join("\n  ", answerer.diary);
    }

    private static boolean running(End end) {
        return end.session.isPresent() && end.outcome.isEmpty();
    }

    private static Instant deadline(End end) {
        return running(end) ? end.session.orElseThrow().deadline() : Instant.MAX;
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant max(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private void schedule(Instant at, End end, Event event) {
        queue.add(new Due(at, order++, end, event));
    }

    private void tell(End end, Event event) {
        if (!running(end)) {
            return;
        }
        if (event instanceof Event.Said && --end.saidDue > 0) {
            return; // more was queued behind it meanwhile
        }
        perform(end, end.session.orElseThrow().on(event, now));
    }

    private void perform(End end, List<Action> actions) {
        boolean saying = false;
        for (Action action : actions) {
            switch (action) {
                case Action.Note(String line) ->
                    end.diary.add("%8.3f %s".formatted(lasted().toMillis() / 1000.0, line));
                case Action.Report(Progress progress) -> end.progress.add(progress);
                case Action.KeepPage(ReceivedPage page) -> {
                    if (refuse.test(page)) {
                        schedule(now, end, new Event.CannotKeep("the disk of the test is full"));
                        return;
                    }
                    end.kept.add(page);
                }
                case Action.Listen _ -> {}
                case Action.End(Outcome outcome) -> {
                    end.outcome = Optional.of(outcome);
                    end.ended = now;
                    End other = end == caller ? answerer : caller;
                    schedule(now.plus(faults.delay()).plusMillis(20), other, new Event.LineGone(Outcome.LINE_DROPPED));
                }
                case Action.SayTone(Tone tone)
                when tone == Tone.CNG -> {
                    end.said.add(action);
                    carry(end, now.plusMillis(500), new Event.HeardTone(tone));
                }
                default -> {
                    end.said.add(action);
                    end.busyUntil = say(end, action, max(now, end.busyUntil));
                    saying = true;
                }
            }
        }
        if (saying) {
            end.saidDue++;
            schedule(end.busyUntil, end, new Event.Said());
        }
    }

    private void carry(End from, Instant at, Event event) {
        schedule(at.plus(faults.delay()), from == caller ? answerer : caller, event);
    }

    /** Puts a signal on the line, and tells when it has left. */
    private Instant say(End end, Action action, Instant start) {
        boolean lost = faults.signalLoss() > 0 && random.nextDouble() < faults.signalLoss();
        return switch (action) {
            case Action.Pause(Duration length) -> start.plus(length);
            case Action.SayTone(Tone tone) -> {
                carry(end, start.plusMillis(500), new Event.HeardTone(tone));
                yield start.plus(CED);
            }
            case Action.SayFrames(List<byte[]> frames) -> frames(end, frames, start, lost);
            case Action.SayTraining(Carrier carrier) -> {
                int octets = carrier.bitsPerSecond() * 3 / 16;
                Instant first = start.plus(carrier.training(false));
                Instant last = first.plus(TRAINING_CHECK);
                boolean trains = carrier.bitsPerSecond() <= faults.trainsUpTo();
                bits(end, carrier, new byte[octets], first, lost, trains ? 0 : 0.01);
                yield last;
            }
            case Action.SayPage(Carrier carrier, boolean shortTraining, byte[] code) -> {
                Instant first = start.plus(carrier.training(shortTraining));
                yield bits(end, carrier, code, first, lost, faults.bitErrors());
            }
            case Action.SayBlock(Carrier carrier, boolean shortTraining, List<byte[]> frames) ->
                block(end, carrier, frames, start.plus(carrier.training(shortTraining)), lost);
            default -> throw new AssertionError(action);
        };
    }

    private Instant frames(End end, List<byte[]> frames, Instant start, boolean lost) {
        Instant at = start.plus(PREAMBLE);
        if (!lost) {
            carry(end, start.plusMillis(300), new Event.HeardFlags());
        }
        for (byte[] frame : frames) {
            at = at.plus(time(bitsOnLine(frame), Carrier.V21));
            if (!lost && !swallow.test(Frame.parse(frame)) && random.nextDouble() >= faults.frameLoss()) {
                boolean damaged = random.nextDouble() < faults.frameDamage();
                carry(end, at, new Event.HeardFrame(damaged ? damage(frame) : frame, !damaged));
            }
        }
        if (!lost) {
            carry(end, at.plusMillis(20), new Event.FramesEnded());
        }
        return at;
    }

    private Instant bits(End end, Carrier carrier, byte[] octets, Instant first, boolean lost, double errors) {
        Instant last = first.plus(time(octets.length * 8L, carrier));
        if (lost) {
            carry(end, first, new Event.CarrierLost(false));
            return last;
        }
        carry(end, first, new Event.CarrierFound(carrier));
        int chunk = Math.max(1, carrier.bitsPerSecond() * CHUNK_MILLIS / 8000);
        for (int from = 0; from < octets.length; from += chunk) {
            byte[] part = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + chunk));
            for (int bit = 0; errors > 0 && bit < part.length * 8; bit++) {
                if (random.nextDouble() < errors) {
                    part[bit >> 3] ^= (byte) (0x80 >> (bit & 7));
                }
            }
            carry(end, first.plus(time((from + part.length) * 8L, carrier)), new Event.HeardBits(part));
        }
        carry(end, last, new Event.CarrierLost(true));
        return last;
    }

    private Instant block(End end, Carrier carrier, List<byte[]> frames, Instant first, boolean lost) {
        Instant at = first;
        double damage = carrier.bitsPerSecond() <= faults.trainsUpTo() ? faults.blockDamage() : 0.5;
        carry(end, first, lost ? new Event.CarrierLost(false) : new Event.CarrierFound(carrier));
        for (byte[] frame : frames) {
            at = at.plus(time(bitsOnLine(frame), carrier));
            if (!lost && !swallow.test(Frame.parse(frame)) && random.nextDouble() >= faults.blockLoss()) {
                boolean damaged = random.nextDouble() < damage;
                carry(end, at, new Event.HeardBlockFrame(damaged ? damage(frame) : frame, !damaged));
            }
        }
        if (!lost) {
            carry(end, at, new Event.CarrierLost(true));
        }
        return at;
    }

    private byte[] damage(byte[] frame) {
        byte[] damaged = frame.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
        return damaged;
    }

    /** Bits of a frame in HDLC: its octets, 16 bits of check, a flag, and a 0 after each five 1s. */
    private static long bitsOnLine(byte[] frame) {
        long bits = frame.length * 8L + 24;
        int ones = 0;
        for (byte octet : frame) {
            for (int mask = 0x80; mask != 0; mask >>= 1) {
                ones = (octet & mask) != 0 ? ones + 1 : 0;
                if (ones == 5) {
                    bits++;
                    ones = 0;
                }
            }
        }
        return bits;
    }

    private static Duration time(long bits, Carrier carrier) {
        return Duration.ofNanos(bits * 1_000_000_000L / carrier.bitsPerSecond());
    }
}

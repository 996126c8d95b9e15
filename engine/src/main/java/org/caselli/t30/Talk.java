package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Frame;

/**
 * The mouth of a session, and its notebook: collects the actions of one event, knows how long they take on the line, and
 * remembers what was said last, so that it can be said again.
 */
final class Talk {
    /** Preamble of a signal at 300 bit/s: 1 s of flags ± 15 % (T.30 clause 5.3.1). */
    private static final Duration PREAMBLE = Duration.ofSeconds(1);

    /** A training check: 1.5 s ± 10 % (clause 5.3.6.1.3). */
    private static final Duration TRAINING_CHECK = Duration.ofMillis(1500);

    /** How often progress within a page is told. Ours. */
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    /** Beyond twice the time a signal takes, a line that has not sent it is broken. Ours. */
    private static final Duration LINE_SLACK = Duration.ofSeconds(60);

    final Station me;
    private List<Action> actions = new ArrayList<>();
    private List<Action> last = List.of();
    private List<Action> saying = new ArrayList<>();
    private Instant now = Instant.MIN;
    private boolean answersDis;
    private String farId = "";
    private int page;
    private int pageOctets;

    Talk(Station me) {
        this.me = me;
    }

    /** Begins a new list of actions. */
    void begin(Instant time) {
        now = time;
        actions = new ArrayList<>();
        saying = new ArrayList<>();
    }

    List<Action> actions() {
        return List.copyOf(actions);
    }

    Instant now() {
        return now;
    }

    Instant in(Duration time) {
        return now.plus(time);
    }

    String farId() {
        return farId;
    }

    /** A DIS was received: from now on X is 1 in what we say (clause 5.3.6.1). */
    void answersDis() {
        answersDis = true;
    }

    void note(String line) {
        actions.add(new Action.Note(line));
    }

    void report(Progress progress) {
        actions.add(new Action.Report(progress));
    }

    void listen(Action.Expected expected) {
        actions.add(new Action.Listen(expected));
    }

    void keep(ReceivedPage received) {
        actions.add(new Action.KeepPage(received));
    }

    /** The page that what is said next belongs to, and the octets of its code. */
    void page(int number, int octets) {
        page = number;
        pageOctets = octets;
    }

    void remember(Frame.Identity identity) {
        farId = identity.id();
        report(new Progress.Identified(farId));
    }

    /** A frame that means nothing here; T.30 has it passed over. */
    State outOfPlace(State state, Frame frame) {
        note(frame.spoken() + " is out of place here");
        return state;
    }

    /** Frames at 300 bit/s, after the gap that goes before every signal. */
    void say(Frame... frames) {
        List<byte[]> octets = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < frames.length; i++) {
            octets.add(frames[i].octets(answersDis, i == frames.length - 1));
            names.add(
                    switch (frames[i]) {
                        case Frame.Dis dis -> "DIS, " + Offer.of(dis.can()).spoken();
                        case Frame.Dcs dcs ->
                            "DCS " + Mode.of(dcs.chosen()).map(Mode::spoken).orElse("");
                        case Frame frame -> frame.spoken();
                    });
        }
        names.forEach(name -> note("said " + name));
        queue(new Action.Pause(me.patience().gap()));
        queue(new Action.SayFrames(octets));
    }

    /** The same with our identity before it, if we have one. */
    void introduce(Frame.Whose whose, Frame frame) {
        if (me.id().isEmpty()) {
            say(frame);
        } else {
            say(new Frame.Identity(whose, me.id()), frame);
        }
    }

    void saySignal(Action signal) {
        queue(new Action.Pause(me.patience().gap()));
        queue(signal);
    }

    void pause(Duration length) {
        queue(new Action.Pause(length));
    }

    void sayTone(Tone tone) {
        queue(new Action.SayTone(tone));
    }

    private void queue(Action action) {
        actions.add(action);
        saying.add(action);
    }

    /** Waits until all that was queued has left, then for what {@code then} says. */
    State.Saying thenAwait(Function<Instant, State> then) {
        return thenAwait(0, false, then);
    }

    /**
     * The same, with a page within.
     *
     * @param before   octets of the page's code that have gone over earlier
     * @param complete whether the page is complete after this
     */
    State.Saying thenAwait(int before, boolean complete, Function<Instant, State> then) {
        last = List.copyOf(saying);
        return underWay(before, complete, then);
    }

    /** Says again what was said last: a command without answer, an answer that got lost. Pages are not said again. */
    State sayAgain(Function<Instant, State> then) {
        List<Action> again = last;
        int from = 0;
        for (int i = 0; i < again.size(); i++) {
            if (again.get(i) instanceof Action.SayPage || again.get(i) instanceof Action.SayBlock) {
                from = i + 1;
            }
        }
        for (Action action : again.subList(from, again.size())) {
            if (!(action instanceof Action.SayTone)) {
                if (action instanceof Action.SayFrames(List<byte[]> frames)) {
                    frames.forEach(f -> note("said again " + Frame.parse(f).spoken()));
                }
                queue(action);
            }
        }
        return underWay(0, false, then);
    }

    private State.Saying underWay(int before, boolean complete, Function<Instant, State> then) {
        Instant at = now;
        Instant begins = now;
        Instant ends = now;
        int octets = 0;
        for (Action action : saying) {
            at = at.plus(length(action));
            if (action instanceof Action.SayPage signal) {
                octets = signal.code().length;
                begins = at.minus(bits(octets, signal.carrier()));
                ends = at;
            } else if (action instanceof Action.SayBlock signal) {
                octets = signal.frames().stream()
                        .mapToInt(frame -> Math.max(0, frame.length - 4))
                        .sum();
                begins = at.minus(bits(octets, signal.carrier()));
                ends = at;
            }
        }
        Instant giveUp = at.plus(Duration.between(now, at)).plus(LINE_SLACK);
        var pages = new State.PageUnderWay(begins, ends, giveUp, before, octets, complete);
        return new State.Saying(then, pages, octets > 0 ? in(REPORT_EVERY) : giveUp, false, false);
    }

    /** A deadline within a signal: tells how far a page has come, or gives up a line that never finishes. */
    State stillSaying(State.Saying saying) {
        State.PageUnderWay under = saying.pages();
        if (!now.isBefore(under.giveUp())) {
            return end(Outcome.INTERNAL_ERROR, "the line did not send what it was given");
        }
        if (under.octets() > 0) {
            report(new Progress.PagePart(page, Math.min(pageOctets, under.before() + gone(under)), pageOctets));
        }
        Instant next = now.isBefore(under.ends()) ? in(REPORT_EVERY) : under.giveUp();
        return saying.until(next.isAfter(under.giveUp()) ? under.giveUp() : next);
    }

    private int gone(State.PageUnderWay under) {
        if (now.isBefore(under.begins())) {
            return 0;
        }
        long all = Math.max(1, Duration.between(under.begins(), under.ends()).toMillis());
        long part = Duration.between(under.begins(), now).toMillis();
        return (int) (under.octets() * Math.min(all, part) / all);
    }

    /** Says DCN, then ends. */
    State farewell(Outcome outcome, String why) {
        if (!why.isEmpty()) {
            note(why);
        }
        say(new Frame.Dcn());
        return thenAwait(_ -> end(outcome, "")).asLast();
    }

    /** Ends without a word. */
    State end(Outcome outcome, String why) {
        if (!why.isEmpty()) {
            note(why);
        }
        note("ended: " + outcome);
        actions.add(new Action.End(outcome));
        return new State.Over(outcome);
    }

    /** How long an action keeps the line busy, as the Recommendations have it. */
    private static Duration length(Action action) {
        return switch (action) {
            case Action.Pause pause -> pause.length();
            case Action.SayTone _ -> Duration.ofSeconds(3);
            case Action.SayFrames frames ->
                PREAMBLE.plus(bits(
                        frames.frames().stream().mapToInt(f -> f.length + 3).sum(), Carrier.V21));
            case Action.SayTraining training ->
                training.carrier().training(false).plus(TRAINING_CHECK);
            case Action.SayPage page ->
                page.carrier().training(page.shortTraining()).plus(bits(page.code().length, page.carrier()));
            case Action.SayBlock block ->
                block.carrier()
                        .training(block.shortTraining())
                        .plus(bits(
                                block.frames().stream()
                                        .mapToInt(f -> f.length + 3)
                                        .sum(),
                                block.carrier()));
            default -> Duration.ZERO;
        };
    }

    private static Duration bits(int octets, Carrier carrier) {
        return Duration.ofNanos(octets * 8L * 1_000_000_000L / carrier.bitsPerSecond());
    }
}

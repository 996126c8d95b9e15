package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Frame;

/**
 * One side of one fax conversation (T.30), phases A to E. Tell it what happened; do what it says, in order, before the
 * next event. One call, one session, one thread; it asks no clock: the time of an event is an argument.
 */
public final class T30Session {
    /** While frames may be arriving, a timer is held: flags for 1.15 s, then frames of up to 3 s (clause 5.3.1). Ours. */
    private static final Duration FRAME_DUE = Duration.ofSeconds(4);

    /** No timer is held for longer than this, lest noise hold it for ever. Ours. */
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(20);

    /** A page that is stopped within its last seconds is sent to its end, so that DCN can be said. Ours. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(3);

    private final Talk talk;
    private final Side side;
    private State state = new State.Idle();
    private Instant held = Instant.MIN;
    private Optional<Outcome> stopping = Optional.empty();

    /** A page was given to be kept, and nothing has been said since. */
    private boolean keeping;

    private T30Session(Talk talk, Function<Talk, Side> side) {
        this.talk = talk;
        this.side = side.apply(talk);
    }

    /**
     * A session that calls and sends these pages.
     *
     * @param me    who we are and what we use
     * @param pages asked for one at a time, when the coding is agreed
     */
    public static T30Session calling(Station me, PageSource pages) {
        return new T30Session(new Talk(me), talk -> new Caller(talk, pages));
    }

    /** A session that answers and receives pages. */
    public static T30Session answering(Station me) {
        return new T30Session(new Talk(me), Answerer::new);
    }

    /** Starts the conversation; once, when the line is through. */
    public List<Action> begin(Instant now) {
        if (!(state instanceof State.Idle)) {
            throw new IllegalStateException("This conversation has begun already; make a new session for each call.");
        }
        talk.begin(now);
        state = side.begin();
        return talk.actions();
    }

    /**
     * Takes an event.
     *
     * @param now not before any earlier time
     * @return what to do, in order; after {@link Action.End} nothing more comes, unless a page that was kept at the very
     *     end could not be stored: then another End tells it
     */
    public List<Action> on(Event event, Instant now) {
        talk.begin(now);
        State before = state;
        state = next(event);
        boolean unchanged = state.equals(before);
        keeping = (unchanged && keeping) || talk.actions().stream().anyMatch(Action.KeepPage.class::isInstance);
        if (!unchanged) {
            held = Instant.MIN;
        }
        if (mayBringFrame(event) && !state.until().equals(Instant.MAX)) {
            Instant most = state.until().plus(HELD_AT_MOST);
            Instant due = now.plus(FRAME_DUE);
            held = due.isBefore(most) ? due : most;
        } else if (event instanceof Event.FramesEnded) {
            held = Instant.MIN;
        }
        return talk.actions();
    }

    private static boolean mayBringFrame(Event event) {
        return event instanceof Event.HeardFlags || event instanceof Event.HeardFrame;
    }

    private State next(Event event) {
        return switch (state) {
            case State.Idle idle -> idle;
            case State.Over over -> afterwards(over, event);
            case State.Saying saying -> whileSaying(saying, event);
            default ->
                switch (event) {
                    case Event.LineGone(var why) -> lineGone(why);
                    case Event.CannotKeep(var reason) -> cannotKeep(reason);
                    case Event.Stop(var why) -> stop(why);
                    case Event.HeardFrame(var octets, var intact) when intact -> heard(Frame.parse(octets));
                    case Event.TimeUp _ when talk.now().isBefore(deadline()) -> state;
                    case Event.HeardFrame damaged -> {
                        talk.note("heard a damaged frame");
                        yield side.happened(state, damaged);
                    }
                    default -> side.happened(state, event);
                };
        };
    }

    private State heard(Frame frame) {
        talk.note("heard " + spoken(frame));
        return side.heard(state, frame);
    }

    private static String spoken(Frame frame) {
        return switch (frame) {
            case Frame.Dis(var can) -> "DIS, " + Offer.of(can).spoken();
            case Frame.Dcs(var chosen) ->
                "DCS " + Mode.of(chosen).map(Mode::spoken).orElse("of an unknown kind");
            case Frame.Ctc(var chosen) ->
                "CTC " + Mode.carrier(chosen).map(Carrier::toString).orElse("");
            default -> frame.spoken();
        };
    }

    /** The line is half duplex: what comes in while we speak is not heeded, but for a DCN, and that only afterwards. */
    private State whileSaying(State.Saying saying, Event event) {
        return switch (event) {
            case Event.Said _ -> said(saying);
            case Event.LineGone _
            when saying.last() -> {
                talk.note("the line is gone");
                yield said(saying);
            }
            case Event.LineGone(var why) -> lineGone(why);
            case Event.CannotKeep(var reason) -> cannotKeep(reason);
            case Event.Stop(var why) -> {
                stopping = Optional.of(why);
                boolean soon = saying.pages().octets() == 0
                        || talk.now().plus(WORTH_WAITING).isAfter(saying.pages().ends());
                yield soon ? saying : talk.end(why, "stopped within a page");
            }
            case Event.TimeUp _ -> talk.now().isBefore(saying.until()) ? saying : talk.stillSaying(saying);
            case Event.HeardFrame(var octets, var intact)
            when intact -> {
                Frame frame = Frame.parse(octets);
                talk.note("heard " + spoken(frame) + " while speaking");
                yield frame instanceof Frame.Dcn ? saying.afterDcn() : saying;
            }
            default -> saying;
        };
    }

    private State said(State.Saying saying) {
        State next = saying.then().apply(talk.now());
        if (next instanceof State.Over) {
            return next;
        }
        if (saying.dcn()) {
            return side.heard(saying, new Frame.Dcn());
        }
        return stopping.isPresent() ? side.stop(next, stopping.get()) : next;
    }

    private State stop(Outcome why) {
        stopping = Optional.of(why);
        return side.stop(state, why);
    }

    private State lineGone(Outcome why) {
        // Nobody but this conversation can say that the pages went through.
        Outcome cause = why.isSuccess() ? Outcome.LINE_DROPPED : why;
        return talk.end(side.lineGone(state, cause), "the line is gone");
    }

    private State cannotKeep(String reason) {
        return keeping && side instanceof Answerer answerer ? answerer.cannotKeep(reason) : state;
    }

    private State afterwards(State.Over over, Event event) {
        if (keeping && event instanceof Event.CannotKeep(var reason) && side instanceof Answerer answerer) {
            return answerer.cannotKeepRemains(reason);
        }
        return over;
    }

    /** When an {@link Event.TimeUp} is due unless another event changes it; {@link Instant#MAX} if never. */
    public Instant deadline() {
        return state.until().isBefore(held) ? held : state.until();
    }

    /** Whether {@link Action.End} was returned. */
    public boolean over() {
        return state instanceof State.Over;
    }

    /** How the conversation ended; empty while it lasts. */
    public Optional<Outcome> outcome() {
        return state instanceof State.Over(var outcome) ? Optional.of(outcome) : Optional.empty();
    }

    /** Pages that the far end confirmed to us (calling), or that we kept (answering). */
    public int confirmedPages() {
        return side.confirmedPages();
    }

    /** The identity that the far end told (CSI or TSI), trimmed; empty if none yet. */
    public String farId() {
        return talk.farId();
    }
}

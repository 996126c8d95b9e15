package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.image.Decoded;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingDcs;
import org.caselli.t30.State.AwaitingEnding;
import org.caselli.t30.State.AwaitingFarewell;
import org.caselli.t30.State.AwaitingPage;
import org.caselli.t30.State.AwaitingTraining;
import org.caselli.t30.State.HearingPage;
import org.caselli.t30.State.HearingTraining;
import org.caselli.t30.ecm.PageOut;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;

/**
 * The side that answers and receives: the right column of T.30's flow diagrams (Figure 5-2, Annex A.7). Commands are
 * taken in any state, as a sender repeats them when our answer got lost; states differ in what else they hear.
 */
final class Answerer implements Side {
    /** After DCS: 75 ms, training of up to 1.4 s, 1.65 s of zeros, and what a network adds. Ours. */
    private static final Duration TRAINING_DUE = Duration.ofSeconds(5);

    /** A training check lasts 1.65 s at most (clause 5.3.6.1.3), and ends; what a network adds. Ours. */
    private static final Duration TRAINING_LASTS = Duration.ofMillis(3500);

    /** If training failed at once, the sender still says its 1.5 s of zeros: FTT would go unheard meanwhile. Ours. */
    private static final Duration TRAINING_REST = Duration.ofMillis(1600);

    /** Signals without an intact frame in a row after which we wait anew; beyond them the line is only noise. Ours. */
    private static final int UNCLEAR_SIGNALS = 6;

    /** Twice T4 and the time of a command. Ours. */
    private static final Duration SAID_TWICE_AGAIN = Duration.ofSeconds(10);

    /** Without error correction nothing tells how long a page that did not train will go on. Ours. */
    private static final Duration UNTRAINED_PAGE = Duration.ofSeconds(60);

    /**
     * After EOM a sender may say DCS at once, and many wait for our DIS (T.30 has us wait T2 for the DCS, Figure 5-2, node
     * F): long enough for the first flags over a slow network, and not so long that every change of page costs T2. Ours.
     */
    private static final Duration AFTER_EOM = Duration.ofMillis(1_500);

    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final Talk talk;
    private final Patience patience;

    /** The page under way, since a DCS has told the mode. */
    private Optional<Reception> reception = Optional.empty();

    /** A page without error correction that was refused; kept after all if the sender does not send it again. */
    private Optional<ReceivedPage> refused = Optional.empty();

    /** What follows our last answer: to go on from when it is said again. */
    private Function<Instant, State> afterAnswer;

    /** Whether our last answer was to a post-message command; else it was to DCS or CTC. */
    private boolean answeredPage;

    /** When our last answer had left the line. */
    private Instant answered = Instant.MIN;

    private Ending lastEnd = Ending.NULL;
    private int kept;
    private boolean spoiled;
    private boolean finished;
    private boolean pageBegun;

    /** Whether something at high speed came since our last answer to a post-message command. */
    private boolean attempted;

    private Instant nextReport = Instant.MIN;
    private int unclear;

    Answerer(Talk talk) {
        this.talk = talk;
        this.patience = talk.me.patience();
        this.afterAnswer = this::awaitCommand;
    }

    @Override
    public int confirmedPages() {
        return kept;
    }

    @Override
    public State begin() {
        talk.note("answering");
        if (patience.answerTone()) {
            talk.pause(patience.beforeTone());
            talk.sayTone(Tone.CED);
        }
        return sayDis(talk.in(patience.t1()));
    }

    @Override
    public State heard(State state, Frame frame) {
        if (!(frame instanceof Frame.Identity || frame instanceof Frame.NonStandard || frame instanceof Frame.Named)) {
            unclear = 0; // those only stand before a command
        }
        return switch (frame) {
            case Frame.Dcs(var chosen) -> accept(Mode.of(chosen));
            case Frame.Dtc _ -> leave(Outcome.NOT_COMPATIBLE, "the caller wants to fetch a document; there is none");
            case Frame.Dcn _ -> talk.end(outcome(Outcome.FAR_END_HUNG_UP), "the other machine ended the call");
            case Frame.Identity identity -> {
                talk.remember(identity);
                yield state;
            }
            case Frame.Crp _ -> talk.sayAgain(afterAnswer);
            case Frame f
            when reception.isPresent() && reception.get().mode().errorCorrection() ->
                corrected(state, f, reception.get());
            case Frame.EndOfPage end when reception.isPresent() -> uncorrected(end, reception.get());
            default -> unexpected(state, frame);
        };
    }

    /** Post-message commands with error correction (A.5). */
    private State corrected(State state, Frame frame, Reception page) {
        return switch (frame) {
            case Frame.Pps pps
            when page.isRepeated(pps) -> {
                page.dropRepeated();
                yield answeredPage ? talk.sayAgain(afterAnswer) : confirm(pps.ending());
            }
            case Frame.Pps pps -> endOfBlock(pps, page);
            case Frame.Ctc(var chosen) -> {
                Mode mode = Mode.carrier(chosen).map(page.mode()::with).orElse(page.mode());
                reception = Optional.of(page.with(mode));
                yield answer(this::awaitPageAfterCtr, false, new Frame.Ctr());
            }
            case Frame.Eor eor -> abandoned(eor, page);
            // We are ready when we answer at all, so what we said last is the answer.
            case Frame.Rr _ -> talk.sayAgain(afterAnswer);
            default -> unexpected(state, frame);
        };
    }

    private State unexpected(State state, Frame frame) {
        switch (frame) {
            case Frame.NonStandard _, Frame.Named _, Frame.Rcp _ -> {}
            default -> talk.note(frame.spoken() + " is out of place here");
        }
        return state;
    }

    @Override
    public State happened(State state, Event event) {
        return switch (new Met(state, event)) {
            case Met(AwaitingTraining _, Event.CarrierFound _) -> hearTraining(new byte[0]);
            case Met(AwaitingTraining _, Event.HeardBits(var bits)) -> hearTraining(bits);
            case Met(AwaitingTraining _, Event.CarrierLost(var trained)) -> {
                if (!trained) {
                    talk.pause(TRAINING_REST);
                }
                yield fail("training failed");
            }
            case Met(AwaitingTraining _, Event.TimeUp _) -> fail("no training came");
            case Met(HearingTraining w, Event.HeardBits(var bits)) -> {
                w.check().hear(bits);
                yield w;
            }
            case Met(HearingTraining w, Event.CarrierLost _) -> judge(w.check());
            case Met(HearingTraining w, Event.TimeUp _) -> judge(w.check());

            case Met(AwaitingPage _, Event.CarrierFound _) -> hearingPage();
            case Met(AwaitingEnding _, Event.CarrierFound _) -> hearingPage();
            case Met(AwaitingPage _, Event.HeardBits(var bits)) -> hearPage(bits);
            case Met(HearingPage _, Event.HeardBits(var bits)) -> hearPage(bits);
            case Met(AwaitingEnding _, Event.HeardBits(var bits)) -> hearPage(bits);
            case Met(AwaitingPage _, Event.HeardBlockFrame frame) -> hearPage(frame);
            case Met(HearingPage _, Event.HeardBlockFrame frame) -> hearPage(frame);
            case Met(AwaitingEnding _, Event.HeardBlockFrame frame) -> hearPage(frame);
            case Met(AwaitingPage _, Event.CarrierLost _) -> untrainedPage();
            case Met(HearingPage _, Event.CarrierLost _) -> new AwaitingEnding(talk.in(patience.command()));
            case Met(HearingPage _, Event.TimeUp _) -> new AwaitingEnding(talk.in(patience.command()));

            case Met(AwaitingDcs w, Event.TimeUp _) when w.dis() && talk.now().isBefore(w.t1()) -> sayDis(w.t1());
            case Met(AwaitingFarewell _, Event.TimeUp _) -> talk.end(outcome(Outcome.RECEIVED), "heard no DCN");
            case Met(var _, Event.TimeUp _) -> leave(Outcome.NO_COMMAND, "heard no command");

            case Met(var _, Event.HeardTone(var tone)) -> {
                talk.note("heard " + tone);
                yield state;
            }
            case Met(var _, Event.HeardFlags _) -> {
                unclear++;
                yield state;
            }
            case Met(var _, Event.FramesEnded _) when unclear > 0 && unclear <= UNCLEAR_SIGNALS -> afresh(state);
            default -> state;
        };
    }

    /** A state and what happened in it. */
    private record Met(State state, Event event) {}

    /** A command came in damaged; the sender says it again after T4, so we wait anew. */
    private State afresh(State state) {
        Instant later = talk.in(patience.command());
        return switch (state) {
            // It may have been a DCS, with a training check after it: a DIS of ours would only run into that.
            case AwaitingDcs w -> new AwaitingDcs(w.dis(), w.t1(), later);
            case AwaitingPage _ -> new AwaitingPage(later);
            case AwaitingEnding _ -> new AwaitingEnding(later);
            case AwaitingFarewell _ -> new AwaitingFarewell(later);
            default -> state;
        };
    }

    @Override
    public State stop(State state, Outcome why) {
        return switch (state) {
            // The far end is speaking at high speed and would not hear a DCN.
            case HearingTraining _, HearingPage _ -> talk.end(outcome(why), "stopped");
            default -> leave(why, "stopped");
        };
    }

    @Override
    public Outcome lineGone(State state, Outcome why) {
        return outcome(why);
    }

    /** A page could not be stored after all. */
    State cannotKeep(String reason) {
        kept--;
        reception = Optional.empty();
        return talk.farewell(Outcome.CANNOT_KEEP_PAGE, "page " + (kept + 1) + " could not be stored: " + reason);
    }

    /** What was left of a page when the call broke off could not be stored. */
    State cannotKeepRemains(String reason) {
        kept--;
        return talk.end(Outcome.CANNOT_KEEP_PAGE, "what came of a page could not be stored: " + reason);
    }

    private State leave(Outcome outcome, String why) {
        return talk.farewell(outcome(outcome), why);
    }

    /** How it ends for this reason; keeps what is left of a page that was under way. */
    private Outcome outcome(Outcome why) {
        Optional<ReceivedPage> rest = reception.flatMap(page -> page.remains(kept + 1));
        reception = Optional.empty();
        if (rest.isEmpty()) {
            rest = refused;
        }
        refused = Optional.empty();
        rest.ifPresent(page -> {
            talk.note("keeps what came of page " + page.number() + ", "
                    + page.page().bitmap().height() + " rows");
            talk.keep(page);
            kept++;
            spoiled = true;
        });
        if (finished && !spoiled) {
            return Outcome.RECEIVED;
        }
        return kept > 0 ? Outcome.PARTIALLY_RECEIVED : why;
    }

    // Phase B

    private State sayDis(Instant t1) {
        Frame dis = new Frame.Dis(Offer.dis(talk.me.abilities()));
        if (talk.me.id().isEmpty()) {
            talk.say(dis);
        } else {
            talk.say(new Frame.Identity(Frame.Whose.CSI, talk.me.id()), dis);
        }
        afterAnswer = time -> new AwaitingDcs(true, t1, time.plus(patience.t4()));
        return talk.thenAwait(afterAnswer);
    }

    private State accept(Optional<Mode> chosen) {
        if (chosen.isEmpty()) {
            return leave(Outcome.PROTOCOL_ERROR, "the DCS asks for what we never offered");
        }
        Mode mode = chosen.get();
        // A retraining within a page goes on with it; a page without error correction always begins anew.
        boolean sameGoesOn = reception.isPresent()
                && mode.errorCorrection()
                && reception.get().mode().codesLike(mode);
        reception = Optional.of(sameGoesOn ? reception.get().retrained(mode) : new Reception(mode));
        talk.listen(new Action.Expected.Training(mode.carrier()));
        talk.report(new Progress.Training(mode.carrier()));
        return new AwaitingTraining(talk.in(TRAINING_DUE));
    }

    private State hearTraining(byte[] bits) {
        TrainingCheck check = new TrainingCheck(mode().carrier());
        check.hear(bits);
        return new HearingTraining(check, talk.in(TRAINING_LASTS));
    }

    private State judge(TrainingCheck check) {
        if (!check.good()) {
            return fail("training came with " + check.spoken());
        }
        talk.note("trained at " + mode().carrier() + ", " + check.spoken());
        talk.report(new Progress.Agreed(mode().carrier(), mode().coding(), mode().errorCorrection()));
        return answer(this::awaitPage, false, new Frame.Cfr());
    }

    private State fail(String why) {
        talk.note(why);
        return answer(this::awaitCommand, false, new Frame.Ftt());
    }

    /** Says an answer, and remembers how to go on when it has to be said again. */
    private State answer(Function<Instant, State> then, boolean toPage, Frame frame) {
        answeredPage = toPage;
        attempted &= !toPage;
        afterAnswer = time -> {
            answered = time;
            return then.apply(time);
        };
        talk.say(frame);
        return talk.thenAwait(afterAnswer);
    }

    private Mode mode() {
        return reception.orElseThrow().mode();
    }

    private State awaitCommand(Instant time) {
        return new AwaitingDcs(false, time, time.plus(patience.command()));
    }

    /** After EOM: a DCS, or soon our DIS again. */
    private State awaitPhaseB(Instant time) {
        return new AwaitingDcs(true, time.plus(patience.t1()), time.plus(AFTER_EOM));
    }

    private State awaitFarewell(Instant time) {
        return new AwaitingFarewell(time.plus(patience.command()));
    }

    // Phase C

    private State awaitPage(Instant time) {
        return awaitPage(time, mode().carrier().hasShortTraining());
    }

    private State awaitPageAfterCtr(Instant time) {
        return awaitPage(time, false);
    }

    private State awaitPage(Instant time, boolean shortTraining) {
        talk.listen(
                mode().errorCorrection()
                        ? new Action.Expected.Block(mode().carrier(), shortTraining)
                        : new Action.Expected.PageCode(mode().carrier(), shortTraining));
        return new AwaitingPage(time.plus(patience.command()));
    }

    private State hearingPage() {
        attempted = true;
        if (!pageBegun) {
            pageBegun = true;
            talk.report(new Progress.PageBegun(kept + 1));
            nextReport = talk.in(REPORT_EVERY);
        }
        if (!talk.now().isBefore(nextReport)) {
            talk.report(new Progress.PagePart(kept + 1, reception.orElseThrow().octets(), 0));
            nextReport = talk.in(REPORT_EVERY);
        }
        return new HearingPage(talk.in(patience.t2()));
    }

    /** A page is on the line and cannot be heard; when it is over, its ending follows. */
    private State untrainedPage() {
        talk.note("the page's training failed");
        attempted = true;
        Duration page = mode().errorCorrection() ? longestBlock() : UNTRAINED_PAGE;
        return new AwaitingEnding(talk.in(page.plus(patience.command())));
    }

    /** 256 frames with their flags and checks, a few bits stuffed, at this speed. */
    private Duration longestBlock() {
        long bits = (mode().frameOctets() + 10L) * 8 * PageOut.MAX_FRAMES;
        return Duration.ofSeconds(bits / mode().carrier().bitsPerSecond());
    }

    private State hearPage(byte[] bits) {
        if (!mode().errorCorrection()) {
            reception.orElseThrow().hear(bits);
        }
        return hearingPage();
    }

    private State hearPage(Event.HeardBlockFrame heard) {
        if (mode().errorCorrection() && heard.intact() && Frame.parse(heard.frame()) instanceof Frame.Fcd frame) {
            reception.orElseThrow().hear(frame);
        }
        return hearingPage();
    }

    // Phase D

    private State endOfBlock(Frame.Pps pps, Reception page) {
        BitSet missing = page.missing(pps);
        if (!missing.isEmpty()) {
            talk.note(missing.cardinality() + " of " + pps.frames() + " frames are missing");
            return answer(this::awaitPage, true, Frame.Ppr.of(missing));
        }
        page.completeBlock(pps);
        if (pps.ending() == Ending.NULL) {
            return confirm(Ending.NULL);
        }
        keep(page, page.decoded(), !page.isDamaged());
        return confirmPage(pps.ending(), page.next());
    }

    private State abandoned(Frame.Eor eor, Reception page) {
        if (page.isEmpty() && answeredPage) {
            return talk.sayAgain(afterAnswer);
        }
        page.abandonBlock();
        if (eor.ending() != Ending.NULL) {
            keep(page, page.decoded(), false);
            reception = Optional.of(page.next());
        }
        finished |= eor.ending() == Ending.EOP;
        return answer(after(eor.ending()), true, new Frame.Err());
    }

    private State uncorrected(Frame.EndOfPage end, Reception page) {
        if (page.isEmpty() && isRepeated(end)) {
            return talk.sayAgain(afterAnswer);
        }
        lastEnd = end.ending();
        Decoded decoded = page.decoded();
        PageQuality quality = PageQuality.of(decoded, page.octets(), page.mode().resolution());
        talk.note("page " + (kept + 1) + " has " + decoded.bitmap().height() + " rows, " + decoded.damagedRows()
                + " of them damaged");
        if (quality == PageQuality.BAD) {
            refused = decoded.bitmap().height() > decoded.damagedRows()
                    ? Optional.of(page.page(kept + 1, decoded, true))
                    : Optional.empty();
            reception = Optional.of(page.next());
            pageBegun = false;
            return answer(this::awaitCommand, true, quality.answer());
        }
        keep(page, decoded, true);
        if (quality == PageQuality.GOOD) {
            return confirmPage(end.ending(), page.next());
        }
        reception = Optional.of(page.next());
        finished = end.ending() == Ending.EOP;
        State next = answer(this::awaitCommand, true, quality.answer());
        talk.report(new Progress.PageConfirmed(kept));
        return next;
    }

    /**
     * Whether a command without a page before it is the last one again, as our answer got lost, or follows a page of
     * which nothing came in. A wrong guess confirms a page that is not there, so there must be no doubt: the same
     * command, no carrier since, and no longer a silence than in which it is said twice again.
     */
    private boolean isRepeated(Frame.EndOfPage end) {
        return answeredPage
                && !attempted
                && end.ending() == lastEnd
                && talk.now().isBefore(answered.plus(SAID_TWICE_AGAIN));
    }

    private void keep(Reception page, Decoded decoded, boolean complete) {
        ReceivedPage received = page.page(kept + 1, decoded, complete);
        refused = Optional.empty();
        pageBegun = false;
        spoiled |= !received.complete();
        kept++;
        talk.note("received page " + kept + ", " + decoded.bitmap().height() + " rows");
        talk.keep(received);
    }

    private State confirmPage(Ending ending, Reception next) {
        reception = Optional.of(next);
        finished = ending == Ending.EOP;
        State then = confirm(ending);
        talk.report(new Progress.PageConfirmed(kept));
        return then;
    }

    private State confirm(Ending ending) {
        return answer(after(ending), true, new Frame.Mcf());
    }

    private Function<Instant, State> after(Ending ending) {
        return switch (ending) {
            case NULL, MPS -> this::awaitPage;
            case EOM -> this::awaitPhaseB;
            case EOP -> this::awaitFarewell;
        };
    }
}

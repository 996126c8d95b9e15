package org.caselli.t30;

import java.time.Instant;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingDcs;
import org.caselli.t30.State.AwaitingEnding;
import org.caselli.t30.State.AwaitingFarewell;
import org.caselli.t30.State.AwaitingPage;
import org.caselli.t30.State.HearingPage;
import org.caselli.t30.State.HearingTraining;
import org.caselli.t30.frame.Frame;

/**
 * The side that answers and receives: the right column of T.30's flow diagrams (Figure 5-2, Annex A.7). Commands are
 * taken in any state, as a sender repeats them when our answer got lost; states differ in what else they hear.
 * {@link AnswererPhaseB} agrees on a mode, {@link AnswererPhaseC} takes in a page or a block of it,
 * {@link AnswererPhaseD} says what became of it; here are phases A and E and all that may happen in any phase.
 */
final class Answerer implements Side {
    /** Signals without an intact frame in a row after which we wait anew; beyond them the line is only noise. Ours. */
    private static final int UNCLEAR_SIGNALS = 6;

    private final Talk talk;
    private final Patience patience;
    private final IncomingDocument document;
    private final LastAnswer answer;
    private final AnswererPhaseB phaseB;
    private final AnswererPhaseC phaseC;
    private final AnswererPhaseD phaseD;
    private int unclear;

    Answerer(Talk talk) {
        this.talk = talk;
        this.patience = talk.me.patience();
        this.document = new IncomingDocument(talk);
        this.answer = new LastAnswer(talk);
        this.phaseC = new AnswererPhaseC(talk, document, answer);
        this.phaseB = new AnswererPhaseB(talk, document, answer, phaseC);
        this.phaseD = new AnswererPhaseD(talk, document, answer, phaseB, phaseC);
    }

    @Override
    public int confirmedPages() {
        return document.kept();
    }

    @Override
    public State begin() {
        talk.note("answering");
        if (patience.answerTone()) {
            talk.pause(patience.beforeTone());
            talk.sayTone(Tone.CED);
        }
        return phaseB.sayDis(talk.in(patience.t1()));
    }

    @Override
    public State heard(State state, Frame frame) {
        if (!(frame instanceof Frame.Identity || frame instanceof Frame.NonStandard || frame instanceof Frame.Named)) {
            unclear = 0; // those only stand before a command
        }
        return switch (frame) {
            case Frame.Dcs(var chosen) -> phaseB.accept(Mode.of(chosen));
            case Frame.Dtc _ -> leave(Outcome.NOT_COMPATIBLE, "the caller wants to fetch a document; there is none");
            case Frame.Dcn _ -> end(Outcome.FAR_END_HUNG_UP, "the other machine ended the call");
            case Frame.Crp _ -> answer.again();
            case Frame.Identity identity -> {
                talk.remember(identity);
                yield state;
            }
            default -> phaseD.heard(state, frame);
        };
    }

    @Override
    public State happened(State state, Event event) {
        return switch (event) {
            case Event.HeardTone(var tone) -> {
                talk.note("heard " + tone);
                yield state;
            }
            case Event.HeardFlags _ -> {
                unclear++;
                yield state;
            }
            case Event.FramesEnded _ when unclear > 0 && unclear <= UNCLEAR_SIGNALS -> afresh(state);
            default ->
                switch (state) {
                    case State.AnswererInB b -> phaseB.happened(b, event);
                    case State.AnswererInC c -> phaseC.happened(c, event);
                    case AwaitingFarewell _ when event instanceof Event.TimeUp -> end(Outcome.RECEIVED, "heard no DCN");
                    default -> state;
                };
        };
    }

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
            case HearingTraining _, HearingPage _ -> end(why, "stopped");
            default -> leave(why, "stopped");
        };
    }

    @Override
    public Outcome lineGone(State state, Outcome why) {
        return document.ending(why);
    }

    /** A page could not be stored after all. */
    State cannotKeep(String reason) {
        document.unkeep();
        return talk.farewell(Outcome.CANNOT_KEEP_PAGE, "page " + document.number() + " could not be stored: " + reason);
    }

    /** What was left of a page when the call broke off could not be stored. */
    State cannotKeepRemains(String reason) {
        document.unkeep();
        return talk.end(Outcome.CANNOT_KEEP_PAGE, "what came of a page could not be stored: " + reason);
    }

    private State leave(Outcome outcome, String why) {
        return talk.farewell(document.ending(outcome), why);
    }

    private State end(Outcome outcome, String why) {
        return talk.end(document.ending(outcome), why);
    }
}

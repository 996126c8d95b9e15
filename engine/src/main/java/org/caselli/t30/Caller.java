package org.caselli.t30;

import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingDis;
import org.caselli.t30.State.AwaitingErr;
import org.caselli.t30.frame.Frame;

/**
 * The side that calls and sends: the left column of T.30's flow diagrams (Figure 5-2, Annex A.7). {@link CallerPhaseB}
 * agrees on a mode, {@link CallerPhaseC} says a page or a block of it, {@link CallerPhaseD} hears what became of it; here
 * are phase A and all that may happen in any phase.
 */
final class Caller implements Side {
    private final Talk talk;
    private final OutgoingDocument document;
    private final CallerPhaseB phaseB;
    private final CallerPhaseD phaseD;

    Caller(Talk talk, PageSource pages) {
        this.talk = talk;
        this.document = new OutgoingDocument(pages);
        Agreement agreement = new Agreement(talk.me.abilities());
        CallerPhaseC phaseC = new CallerPhaseC(talk, document, agreement);
        this.phaseB = new CallerPhaseB(talk, document, agreement, phaseC);
        this.phaseD = new CallerPhaseD(talk, document, agreement, phaseB, phaseC);
    }

    @Override
    public int confirmedPages() {
        return document.confirmed();
    }

    @Override
    public State begin() {
        int count = document.count();
        talk.note("calling with " + count + (count == 1 ? " page" : " pages"));
        talk.sayTone(Tone.CNG);
        return new AwaitingDis(true, talk.in(talk.me.patience().t1()));
    }

    @Override
    public State heard(State state, Frame frame) {
        return switch (frame) {
            case Frame.Dcn _ -> farEndLeft(state);
            case Frame.Identity identity -> {
                talk.remember(identity);
                yield state;
            }
            case Frame.Crp _ -> state instanceof AwaitingDis ? state : timeUp(state);
            default ->
                switch (state) {
                    case State.CallerInB b -> phaseB.heard(b, frame);
                    case State.CallerInD d -> phaseD.heard(d, frame);
                    default -> state;
                };
        };
    }

    @Override
    public State happened(State state, Event event) {
        return switch (event) {
            case Event.HeardTone(var tone) -> {
                talk.note("heard " + tone);
                yield tone == Tone.CED ? stopCalling(state) : state;
            }
            case Event.HeardFlags _ -> stopCalling(state);
            case Event.TimeUp _ -> timeUp(state);
            default -> state;
        };
    }

    private State timeUp(State state) {
        return switch (state) {
            case State.CallerInB b -> phaseB.timeUp(b);
            case State.CallerInD d -> phaseD.timeUp(d);
            default -> state;
        };
    }

    /** The far end makes itself known: no more CNG. */
    private State stopCalling(State state) {
        if (state instanceof AwaitingDis(boolean toning, var until) && toning) {
            talk.listen(new Action.Expected.FramesOnly());
            return new AwaitingDis(false, until);
        }
        return state;
    }

    @Override
    public State stop(State state, Outcome why) {
        return switch (state) {
            case AwaitingDis _ -> talk.end(why, "stopped");
            case State.CallerInD d -> phaseD.stop(d, why);
            default -> talk.farewell(why, "stopped");
        };
    }

    @Override
    public Outcome lineGone(State state, Outcome why) {
        boolean gone = state instanceof State.Saying(var _, var part, var _, var _, var _)
                && part.octets() > 0
                && part.complete()
                && !talk.now().isBefore(part.ends());
        return document.isDelivered()
                ? Outcome.DELIVERED
                : document.isInDoubt() || gone ? Outcome.PAGE_NOT_CONFIRMED : why;
    }

    private State farEndLeft(State state) {
        Outcome outcome = state instanceof AwaitingErr
                ? Outcome.NOT_REPAIRED
                : document.isInDoubt() ? Outcome.PAGE_NOT_CONFIRMED : Outcome.FAR_END_HUNG_UP;
        return talk.end(outcome, "the other machine ended the call");
    }
}

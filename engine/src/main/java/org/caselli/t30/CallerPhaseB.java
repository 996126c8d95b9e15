package org.caselli.t30;

import java.util.function.Function;
import org.caselli.image.Page;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingDis;
import org.caselli.t30.State.AwaitingDisAgain;
import org.caselli.t30.State.AwaitingTrainingAnswer;
import org.caselli.t30.frame.Frame;

/** The caller hears what the far end can, chooses the mode and the speed, tells them (DCS) and trains. */
final class CallerPhaseB {
    private final Talk talk;
    private final Patience patience;
    private final OutgoingDocument document;
    private final Agreement agreement;
    private final CallerPhaseC phaseC;

    /** The far end has answered a DCS of ours, so it knows our identity. */
    private boolean knowsUs;

    CallerPhaseB(Talk talk, OutgoingDocument document, Agreement agreement, CallerPhaseC phaseC) {
        this.talk = talk;
        this.patience = talk.me.patience();
        this.document = document;
        this.agreement = agreement;
        this.phaseC = phaseC;
    }

    State heard(State.CallerInB state, Frame frame) {
        return switch (new Moment<>(state, frame)) {
            case Moment(AwaitingDis _, Frame.Dis(var can)) -> begin(Offer.of(can));
            case Moment(AwaitingDisAgain _, Frame.Dis(var can)) -> begin(Offer.of(can));
            // It has not heard our DCS.
            case Moment(AwaitingTrainingAnswer w, Frame.Dis _) -> trainAgain(w.tries());
            case Moment(AwaitingTrainingAnswer _, Frame.Cfr _) -> sendPage();
            case Moment(AwaitingTrainingAnswer _, Frame.Ftt _) -> trainSlower();
            default -> talk.outOfPlace(state, frame);
        };
    }

    State timeUp(State.CallerInB state) {
        return switch (state) {
            case AwaitingDis w
            when w.toning() -> talk.end(Outcome.NO_FAX_ANSWERED, "heard nothing that a fax machine says");
            case AwaitingDis _ -> talk.farewell(Outcome.NO_FAX_ANSWERED, "heard no DIS");
            case AwaitingDisAgain _ -> agree();
            case AwaitingTrainingAnswer w -> trainAgain(w.tries());
        };
    }

    private State begin(Offer theirs) {
        talk.answersDis();
        agreement.offered(theirs);
        return theirs.receives()
                ? agree()
                : talk.farewell(Outcome.NOT_COMPATIBLE, "the other machine cannot receive now");
    }

    /** Chooses the mode for the page that is next, and tells it. */
    State agree() {
        return withPage(page -> agreement.best(page).map(this::tell).orElseGet(() -> incompatible(page)));
    }

    /** After MPS: the page is sent in the mode that is agreed, if it can be. */
    State nextPage() {
        return withPage(page -> agreement
                .best(page)
                .map(best -> best.samePaper(agreement.mode()) ? phaseC.sendPage(page) : tell(best))
                .orElseGet(() -> incompatible(page)));
    }

    private State sendPage() {
        knowsUs = true;
        return withPage(phaseC::sendPage);
    }

    private State withPage(Function<Page, State> then) {
        return document.page()
                .map(then)
                .orElseGet(() ->
                        talk.farewell(Outcome.DOCUMENT_LOST, "page " + document.number() + " can no longer be read"));
    }

    private State incompatible(Page page) {
        return talk.farewell(
                Outcome.NOT_COMPATIBLE,
                "page " + document.number() + " is " + page.bitmap().width()
                        + " dots wide, and there is no common way to send it");
    }

    private State tell(Mode mode) {
        agreement.settle(mode);
        return train();
    }

    /** Tells the mode that is agreed, and trains. */
    State train() {
        return train(1);
    }

    private State train(int tries) {
        Mode mode = agreement.mode();
        Frame dcs = new Frame.Dcs(mode.dcs());
        if (knowsUs) {
            talk.say(dcs);
        } else {
            talk.introduce(Frame.Whose.TSI, dcs);
        }
        talk.saySignal(new Action.SayTraining(mode.carrier()));
        talk.report(new Progress.Training(mode.carrier()));
        return talk.thenAwait(time -> new AwaitingTrainingAnswer(tries, time.plus(patience.t4())));
    }

    private State trainAgain(int tries) {
        if (tries >= patience.tries()) {
            return talk.farewell(Outcome.NO_ANSWER_TO_TRAINING, "no answer to DCS and training");
        }
        // A machine that cannot make out the training at all may stay silent: the last try is one step slower.
        if (tries == patience.tries() - 1) {
            agreement.stepDown();
        }
        return train(tries + 1);
    }

    private State trainSlower() {
        knowsUs = true;
        return agreement.stepDown() ? train() : talk.farewell(Outcome.LINE_TOO_POOR, "");
    }
}

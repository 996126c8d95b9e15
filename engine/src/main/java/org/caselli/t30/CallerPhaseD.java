package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingConfirmation;
import org.caselli.t30.State.AwaitingCtr;
import org.caselli.t30.State.AwaitingDisAgain;
import org.caselli.t30.State.AwaitingErr;
import org.caselli.t30.State.AwaitingReady;
import org.caselli.t30.ecm.Correction;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;

/** The caller hears what became of a page, or a block of it: confirmed, to be corrected (Annex A), or refused. */
final class CallerPhaseD {
    /**
     * After EOM a receiver says DIS: at once, or when T2 has passed (Figure 5-2, node F). A DCS before that is taken by
     * some and answered with DCN by others, so we wait: T2, the preamble, and a second for the network. Ours.
     */
    private static final Duration AFTER_EOM = Duration.ofSeconds(9);

    private final Talk talk;
    private final Patience patience;
    private final OutgoingDocument document;
    private final Agreement agreement;
    private final CallerPhaseB phaseB;
    private final CallerPhaseC phaseC;
    private int rejections;
    private Optional<Outcome> stopping = Optional.empty();

    CallerPhaseD(Talk talk, OutgoingDocument document, Agreement agreement, CallerPhaseB phaseB, CallerPhaseC phaseC) {
        this.talk = talk;
        this.patience = talk.me.patience();
        this.document = document;
        this.agreement = agreement;
        this.phaseB = phaseB;
        this.phaseC = phaseC;
    }

    State heard(State.CallerInD state, Frame frame) {
        boolean ecm = agreement.mode().errorCorrection();
        return switch (new Moment<>(state, frame)) {
            case Moment(AwaitingErr _, Frame.Err _) -> talk.farewell(Outcome.NOT_REPAIRED, "");
            case Moment(AwaitingErr _, var _) -> talk.outOfPlace(state, frame);
            case Moment(AwaitingCtr _, Frame.Ctr _) -> phaseC.sendFrames(page(), false);
            case Moment(AwaitingCtr _, var _) -> talk.outOfPlace(state, frame);
            // It has heard EOM, and its answer got lost; now it listens, so that T4 would only lead into its next DIS.
            case Moment(AwaitingConfirmation w, Frame.Dis _) when w.tries() < patience.tries() -> repeat(w);
            case Moment(var _, Frame.Mcf _) -> confirmed(false);
            case Moment(var _, Frame.Rtp _) -> confirmed(true);
            case Moment(var _, Frame.Rtn _) -> rejected();
            // No operator is here to talk; what follows begins with phase B, as T.30 has it (clause 5.3.6.1.7).
            case Moment(var _, Frame.Pip _) -> confirmed(true);
            case Moment(var _, Frame.Pin _) -> rejected();
            case Moment(var _, Frame.Ppr ppr) when ecm -> correct(ppr);
            case Moment(AwaitingReady w, Frame.Rnr _) -> askReady(1, w.limit());
            case Moment(var _, Frame.Rnr _) when ecm -> askReady(1, talk.in(patience.t5()));
            default -> talk.outOfPlace(state, frame);
        };
    }

    State timeUp(State.CallerInD state) {
        int most = patience.tries();
        return switch (state) {
            case State _ when stopping.isPresent() -> talk.farewell(stopping.get(), "");
            case AwaitingConfirmation w when w.tries() < most -> repeat(w);
            case AwaitingCtr w
            when w.tries() < most -> talk.sayAgain(time -> new AwaitingCtr(w.tries() + 1, time.plus(patience.t4())));
            case AwaitingErr w
            when w.tries() < most -> talk.sayAgain(time -> new AwaitingErr(w.tries() + 1, time.plus(patience.t4())));
            case AwaitingErr _ -> talk.farewell(Outcome.NOT_REPAIRED, "no answer to EOR");
            case AwaitingReady w when w.tries() < most -> askReady(w.tries() + 1, w.limit());
            default -> talk.farewell(Outcome.PAGE_NOT_CONFIRMED, "no answer to page " + document.number());
        };
    }

    private State repeat(AwaitingConfirmation w) {
        return talk.sayAgain(time -> new AwaitingConfirmation(w.tries() + 1, time.plus(patience.t4())));
    }

    /** Ends as soon as it is known whether the page arrived that has just been said. */
    State stop(State.CallerInD state, Outcome why) {
        stopping = Optional.of(why);
        return document.isInDoubt() ? state : stopped(why);
    }

    private State stopped(Outcome why) {
        return talk.farewell(why, "stopped");
    }

    private OutgoingPage page() {
        return document.coded().orElseThrow();
    }

    private State confirmed(boolean trainAgain) {
        document.inDoubt(false);
        OutgoingPage page = page();
        int size = page.code().length;
        if (agreement.mode().errorCorrection() && !page.isLastBlock()) {
            page.nextBlock();
            talk.report(new Progress.PagePart(document.number(), page.before(), size));
            return trainAgain ? phaseB.train() : phaseC.sendBlock(page);
        }
        document.confirm();
        rejections = 0;
        talk.note("page " + document.number() + " confirmed");
        talk.report(new Progress.PagePart(document.number(), size, size));
        talk.report(new Progress.PageConfirmed(document.number()));
        if (document.isDelivered()) {
            return talk.farewell(Outcome.DELIVERED, "");
        }
        if (stopping.isPresent()) {
            return stopped(stopping.get());
        }
        document.next();
        if (page.ending() == Ending.EOM) {
            talk.listen(new Action.Expected.FramesOnly());
            return new AwaitingDisAgain(talk.in(AFTER_EOM));
        }
        return trainAgain ? phaseB.agree() : phaseB.nextPage();
    }

    private State rejected() {
        document.inDoubt(false);
        rejections++;
        talk.note("page " + document.number() + " was not received well");
        if (stopping.isPresent()) {
            return stopped(stopping.get());
        }
        if (rejections > patience.pageRepeats()) {
            return talk.farewell(Outcome.PAGE_REJECTED, "");
        }
        agreement.stepDown();
        document.codeAnew();
        return phaseB.train();
    }

    private State correct(Frame.Ppr ppr) {
        document.inDoubt(false);
        if (stopping.isPresent()) {
            return stopped(stopping.get());
        }
        OutgoingPage page = page();
        Correction correction = page.correction();
        boolean roundOver = correction.isRoundOver(page.asked(ppr));
        talk.note("the other machine asks for " + correction.asked().cardinality() + " frames again");
        if (!roundOver) {
            return phaseC.sendFrames(page, agreement.mode().carrier().hasShortTraining());
        }
        // Slower only where the speed is to blame.
        boolean slower = correction.isTooFast() && agreement.stepDown();
        if (!correction.anotherRound(slower)) {
            talk.say(new Frame.Eor(page.blockEnding(), false));
            return talk.thenAwait(time -> new AwaitingErr(1, time.plus(patience.t4())));
        }
        talk.say(new Frame.Ctc(agreement.mode().dcs()));
        return talk.thenAwait(time -> new AwaitingCtr(1, time.plus(patience.t4())));
    }

    private State askReady(int tries, Instant limit) {
        if (!talk.now().isBefore(limit)) {
            return talk.farewell(Outcome.PAGE_NOT_CONFIRMED, "the other machine was not ready for too long");
        }
        talk.say(new Frame.Rr());
        return talk.thenAwait(time -> new AwaitingReady(tries, limit, time.plus(patience.t4())));
    }
}

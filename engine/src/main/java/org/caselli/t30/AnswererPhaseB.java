package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingDcs;
import org.caselli.t30.State.AwaitingTraining;
import org.caselli.t30.State.HearingTraining;
import org.caselli.t30.frame.Frame;

/** The answerer says what it can (DIS), is told how pages will be sent (DCS), and judges the training. */
final class AnswererPhaseB {
    /** After DCS: 75 ms, training of up to 1.4 s, 1.65 s of zeros, and what a network adds. Ours. */
    private static final Duration TRAINING_DUE = Duration.ofSeconds(5);

    /** A training check lasts 1.65 s at most (clause 5.3.6.1.3), and ends; what a network adds. Ours. */
    private static final Duration TRAINING_LASTS = Duration.ofMillis(3500);

    /** If training failed at once, the sender still says its 1.5 s of zeros: FTT would go unheard meanwhile. Ours. */
    private static final Duration TRAINING_REST = Duration.ofMillis(1600);

    /**
     * After EOM a sender may say DCS at once, and many wait for our DIS (T.30 has us wait T2 for the DCS, Figure 5-2, node
     * F): long enough for the first flags over a slow network, and not so long that every change of page costs T2. Ours.
     */
    private static final Duration AFTER_EOM = Duration.ofMillis(1_500);

    private final Talk talk;
    private final Patience patience;
    private final IncomingDocument document;
    private final LastAnswer answer;
    private final AnswererPhaseC phaseC;

    AnswererPhaseB(Talk talk, IncomingDocument document, LastAnswer answer, AnswererPhaseC phaseC) {
        this.talk = talk;
        this.patience = talk.me.patience();
        this.document = document;
        this.answer = answer;
        this.phaseC = phaseC;
    }

    State happened(State.AnswererInB state, Event event) {
        return switch (new Moment<>(state, event)) {
            case Moment(AwaitingDcs w, Event.TimeUp _)
            when w.dis() && talk.now().isBefore(w.t1()) -> sayDis(w.t1());
            case Moment(AwaitingDcs _, Event.TimeUp _) -> leave(Outcome.NO_COMMAND, "heard no command");
            case Moment(AwaitingTraining _, Event.CarrierFound _) -> hearTraining(new byte[0]);
            case Moment(AwaitingTraining _, Event.HeardBits(var bits)) -> hearTraining(bits);
            case Moment(AwaitingTraining _, Event.CarrierLost(var trained)) -> untrained(trained);
            case Moment(AwaitingTraining _, Event.TimeUp _) -> fail("no training came");
            case Moment(HearingTraining w, Event.HeardBits(var bits)) -> w.hear(bits);
            case Moment(HearingTraining w, Event.CarrierLost _) -> judge(w.check());
            case Moment(HearingTraining w, Event.TimeUp _) -> judge(w.check());
            default -> state;
        };
    }

    /** Says DIS, again and again until {@code t1}. */
    State sayDis(Instant t1) {
        Frame.Dis dis = new Frame.Dis(Offer.dis(talk.me.abilities()));
        return answer.identify(dis, time -> new AwaitingDcs(true, t1, time.plus(patience.t4())));
    }

    /** A DCS came in. */
    State accept(Optional<Mode> chosen) {
        if (chosen.isEmpty()) {
            return leave(Outcome.PROTOCOL_ERROR, "the DCS asks for what we never offered");
        }
        Mode mode = chosen.get();
        // A retraining within a page goes on with it; a page without error correction always begins anew.
        document.receive(document.reception()
                .filter(page -> mode.errorCorrection() && page.mode().codesLike(mode))
                .map(page -> page.retrained(mode))
                .orElseGet(() -> new Reception(mode)));
        talk.listen(new Action.Expected.Training(mode.carrier()));
        talk.report(new Progress.Training(mode.carrier()));
        return new AwaitingTraining(talk.in(TRAINING_DUE));
    }

    private State hearTraining(byte[] bits) {
        TrainingCheck check = new TrainingCheck(document.mode().carrier());
        return new HearingTraining(check, talk.in(TRAINING_LASTS)).hear(bits);
    }

    private State untrained(boolean trained) {
        if (!trained) {
            talk.pause(TRAINING_REST);
        }
        return fail("training failed");
    }

    private State judge(TrainingCheck check) {
        if (!check.good()) {
            return fail("training came with " + check.spoken());
        }
        Mode mode = document.mode();
        talk.note("trained at " + mode.carrier() + ", " + check.spoken());
        talk.report(new Progress.Agreed(mode.carrier(), mode.coding(), mode.errorCorrection()));
        return answer.toTraining(new Frame.Cfr(), phaseC::awaitPage);
    }

    private State fail(String why) {
        talk.note(why);
        return answer.toTraining(new Frame.Ftt(), this::awaitDcs);
    }

    private State leave(Outcome outcome, String why) {
        return talk.farewell(document.ending(outcome), why);
    }

    /** A DCS is due, without a DIS of ours. */
    State awaitDcs(Instant time) {
        return new AwaitingDcs(false, time, time.plus(patience.command()));
    }

    /** After EOM: a DCS, or soon our DIS again. */
    State awaitDcsAfterEom(Instant time) {
        return new AwaitingDcs(true, time.plus(patience.t1()), time.plus(AFTER_EOM));
    }
}

package org.caselli.t30;

import java.time.Instant;
import java.util.function.Function;
import org.caselli.outcome.Outcome;

/** What a session waits for, and until when. A timer is part of its state and ends with it. */
sealed interface State {

    /** When the state gives up waiting; {@link Instant#MAX} if never. */
    Instant until();

    /** Not begun. */
    record Idle() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /**
     * Something is on its way out; nothing is expected of the far end meanwhile.
     *
     * @param then  the state after it has left, made at that time
     * @param pages the part of it that is a page, for progress and for doubt
     * @param until when progress is told again, or, without a page under way, when a line that never answers
     *              {@link Event.Said} is given up
     * @param dcn   whether the far end said DCN meanwhile
     * @param last  whether it is our DCN, so that nothing can change how the conversation ends
     */
    record Saying(Function<Instant, State> then, PageUnderWay pages, Instant until, boolean dcn, boolean last)
            implements State {
        Saying until(Instant other) {
            return new Saying(then, pages, other, dcn, last);
        }

        Saying afterDcn() {
            return new Saying(then, pages, until, true, last);
        }

        Saying asLast() {
            return new Saying(then, pages, until, dcn, true);
        }
    }

    /**
     * When a page leaves the line, as the speed tells.
     *
     * @param begins   when its first bit is due
     * @param ends     when its last bit is due
     * @param giveUp   when even the slowest line must have sent it all
     * @param before   octets of the page's code that went over earlier
     * @param octets   octets of its code that go over now; 0 if this is no page
     * @param complete whether the page is complete after that
     */
    record PageUnderWay(Instant begins, Instant ends, Instant giveUp, int before, int octets, boolean complete) {}

    /** All is said. */
    record Over(Outcome outcome) implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    // Calling

    /** Phases A and B. */
    sealed interface CallerInB extends State {}

    /** Phase D. */
    sealed interface CallerInD extends State {}

    /** The far end has to say who it is. {@code toning} while CNG is on. */
    record AwaitingDis(boolean toning, Instant until) implements CallerInB {}

    /** After EOM: the far end may say DIS again. */
    record AwaitingDisAgain(Instant until) implements CallerInB {}

    /** DCS and training check are said for the {@code tries}th time; CFR or FTT is due. */
    record AwaitingTrainingAnswer(int tries, Instant until) implements CallerInB {}

    /** A post-message command is said for the {@code tries}th time. */
    record AwaitingConfirmation(int tries, Instant until) implements CallerInD {}

    /** The far end said RNR; we ask by RR until {@code limit} (T5). */
    record AwaitingReady(int tries, Instant limit, Instant until) implements CallerInD {}

    /** CTC is said. */
    record AwaitingCtr(int tries, Instant until) implements CallerInD {}

    /** EOR is said. */
    record AwaitingErr(int tries, Instant until) implements CallerInD {}

    // Answering

    /** Phase B. */
    sealed interface AnswererInB extends State {}

    /** Phase C, and D after it. */
    sealed interface AnswererInC extends State {}

    /** A command is due. At {@code until}, DIS is said (again) if {@code dis}, up to {@code t1}. */
    record AwaitingDcs(boolean dis, Instant t1, Instant until) implements AnswererInB {}

    /** The training check is due. */
    record AwaitingTraining(Instant until) implements AnswererInB {}

    /** The training check comes in. */
    record HearingTraining(TrainingCheck check, Instant until) implements AnswererInB {
        HearingTraining hear(byte[] bits) {
            check.hear(bits);
            return this;
        }
    }

    /** A page, or a block of one, is due. */
    record AwaitingPage(Instant until) implements AnswererInC {}

    /** It comes in. */
    record HearingPage(Instant until) implements AnswererInC {}

    /** Phase D: the post-message command is due; more of the page may come all the same. */
    record AwaitingEnding(Instant until) implements AnswererInC {}

    /** Phase E: the last page is confirmed; DCN is due. */
    record AwaitingFarewell(Instant until) implements State {}
}

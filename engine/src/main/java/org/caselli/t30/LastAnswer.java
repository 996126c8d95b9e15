package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.caselli.t30.frame.Frame;

/** What the answerer said last, and how it goes on from there: both again when the answer got lost. */
final class LastAnswer {
    /** Twice T4 and the time of a command. Ours. */
    private static final Duration SAID_TWICE_AGAIN = Duration.ofSeconds(10);

    private final Talk talk;

    /** DIS is the first that is said, and sets it. */
    private Function<Instant, State> then = _ -> new State.Idle();

    private boolean toPage;
    private boolean attempted;
    private Instant left = Instant.MIN;

    LastAnswer(Talk talk) {
        this.talk = talk;
    }

    /** Says who we are and what we can: the call begins, or goes back to phase B. */
    State identify(Frame.Dis dis, Function<Instant, State> next) {
        then = next;
        talk.introduce(Frame.Whose.CSI, dis);
        return talk.thenAwait(then);
    }

    /** Answers DCS, training or CTC. */
    State toTraining(Frame answer, Function<Instant, State> next) {
        return say(answer, false, next);
    }

    /** Answers a post-message command. */
    State toPage(Frame answer, Function<Instant, State> next) {
        attempted = false;
        return say(answer, true, next);
    }

    private State say(Frame answer, boolean page, Function<Instant, State> next) {
        toPage = page;
        then = time -> {
            left = time;
            return next.apply(time);
        };
        talk.say(answer);
        return talk.thenAwait(then);
    }

    State again() {
        return talk.sayAgain(then);
    }

    /** Something at high speed came in: what follows it is no repetition. */
    void pageAttempted() {
        attempted = true;
    }

    /** Whether it was to a post-message command; else it was to DCS, training or CTC. */
    boolean wasToPage() {
        return toPage;
    }

    /**
     * Whether the command before it may have been said again, as our answer got lost, and not after a page of which nothing
     * came in: no carrier since, and no longer a silence than in which it is said twice again.
     */
    boolean mayHaveGotLost() {
        return toPage && !attempted && talk.now().isBefore(left.plus(SAID_TWICE_AGAIN));
    }
}

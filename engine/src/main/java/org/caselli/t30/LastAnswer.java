package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;

/** What the answerer said last, and how it goes on from there: both again when the answer got lost. */
final class LastAnswer {
    /** Twice T4 and the time of a command. Ours. */
    private static final Duration SAID_TWICE_AGAIN = Duration.ofSeconds(10);

    private final Talk talk;

    /** DIS is the first that is said, and sets it. */
    private Function<Instant, State> then = _ -> new State.Idle();

    /** The answer to a post-message command; empty since one to DCS, training or CTC. */
    private Optional<ToPage> toPage = Optional.empty();

    private boolean identified;
    private boolean attempted;
    private Instant left = Instant.MIN;

    private record ToPage(Frame frame, Function<Instant, State> then) {}

    LastAnswer(Talk talk) {
        this.talk = talk;
    }

    /** Says who we are and what we can: the call begins, or goes back to phase B. */
    State identify(Frame.Dis dis, Function<Instant, State> next) {
        identified = true;
        then = next;
        talk.introduce(Frame.Whose.CSI, dis);
        return talk.thenAwait(then);
    }

    /** Answers DCS, training or CTC. */
    State toTraining(Frame answer, Function<Instant, State> next) {
        toPage = Optional.empty();
        return say(answer, next);
    }

    /** Answers a post-message command. */
    State toPage(Frame answer, Function<Instant, State> next) {
        toPage = Optional.of(new ToPage(answer, next));
        attempted = false;
        return say(answer, next);
    }

    private State say(Frame answer, Function<Instant, State> next) {
        identified = false;
        then = time -> {
            left = time;
            return next.apply(time);
        };
        talk.say(answer);
        return talk.thenAwait(then);
    }

    /** Says again what was said last. */
    State again() {
        return talk.sayAgain(then);
    }

    /** Answers a post-message command that came again, even if a DIS was said since: after EOM it soon is. */
    State toPageAgain() {
        return identified && toPage.isPresent()
                ? toPage(toPage.get().frame(), toPage.get().then())
                : again();
    }

    /** Something at high speed came in: what follows it is no repetition. */
    void pageAttempted() {
        attempted = true;
    }

    /** Whether it was to a post-message command; else it was to DCS, training or CTC. */
    boolean wasToPage() {
        return toPage.isPresent();
    }

    /**
     * Whether this command may have been said again, as our answer got lost, and not after a page of which nothing came in:
     * no carrier since, and no longer a silence than in which it is said twice again. After EOM no page comes before
     * training, so there the silence, with our DIS in it, does not count.
     */
    boolean mayHaveGotLost(Ending command) {
        boolean soon = command == Ending.EOM || talk.now().isBefore(left.plus(SAID_TWICE_AGAIN));
        return toPage.isPresent() && !attempted && soon;
    }
}

package org.caselli.sip.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.transaction.Deed.Pass;
import org.caselli.sip.transaction.Deed.Send;
import org.caselli.sip.transaction.Deed.TimedOut;
import org.caselli.sip.transaction.Deed.Unreachable;
import org.caselli.sip.transaction.Happening.Begin;
import org.caselli.sip.transaction.Happening.Failed;
import org.caselli.sip.transaction.Happening.Received;
import org.caselli.sip.transaction.Happening.TimeUp;

/** A request of ours that is neither INVITE nor ACK (RFC 3261 clause 17.1.2, figure 6). */
public final class NonInviteClient implements Transaction {
    private final Request request;
    private final boolean reliable;
    private final Timings timings;
    private State state = new Fresh();

    private sealed interface State {
        Instant until();
    }

    private record Fresh() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** Trying, and Proceeding once something provisional came: timers E ({@code resend}) and F ({@code giveUp}). */
    private record Waiting(boolean proceeding, Instant resend, Duration pause, Instant giveUp) implements State {
        @Override
        public Instant until() {
            return resend.isBefore(giveUp) ? resend : giveUp;
        }
    }

    /** Answered; timer K swallows what is still under way. */
    private record Completed(Instant until) implements State {}

    private record Over() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private record Moment(State state, Happening happening) {}

    /** A transaction not yet begun. */
    public NonInviteClient(Request request, boolean reliable, Timings timings) {
        this.request = request;
        this.reliable = reliable;
        this.timings = timings;
    }

    @Override
    public List<Deed> on(Happening happening, Instant now) {
        return switch (new Moment(state, happening)) {
            case Moment(Fresh _, Begin _) -> begin(now);
            case Moment(Waiting w, TimeUp _) when !now.isBefore(w.giveUp) -> end(new TimedOut()); // F
            case Moment(Waiting w, TimeUp _) when !now.isBefore(w.resend) -> sendAgain(w, now); // E
            case Moment(Waiting _, Failed(String why)) -> end(new Unreachable(why));
            case Moment(Waiting w, Received(Response r)) when r.isProvisional() -> proceed(w, r, now);
            case Moment(Waiting _, Received(Response r)) -> complete(r, now);
            case Moment(Completed c, TimeUp _) when !now.isBefore(c.until) -> end(); // K
            case Moment(State _, Happening _) -> List.of();
        };
    }

    private List<Deed> begin(Instant now) {
        state = new Waiting(
                false, reliable ? Instant.MAX : now.plus(timings.t1()), timings.t1(), now.plus(timings.patience()));
        return List.of(new Send(request, false));
    }

    private List<Deed> sendAgain(Waiting waiting, Instant now) {
        Duration pause = waiting.proceeding ? timings.t2() : timings.after(waiting.pause);
        state = new Waiting(waiting.proceeding, now.plus(pause), pause, waiting.giveUp);
        return List.of(new Send(request, true));
    }

    private List<Deed> proceed(Waiting waiting, Response response, Instant now) {
        if (!waiting.proceeding) {
            state = new Waiting(true, reliable ? Instant.MAX : now.plus(timings.t2()), timings.t2(), waiting.giveUp);
        }
        return List.of(new Pass(response));
    }

    private List<Deed> complete(Response response, Instant now) {
        state = reliable ? new Over() : new Completed(now.plus(timings.t4()));
        return List.of(new Pass(response));
    }

    private List<Deed> end(Deed... last) {
        state = new Over();
        return List.of(last);
    }

    @Override
    public Instant deadline() {
        return state.until();
    }

    @Override
    public boolean over() {
        return state instanceof Over;
    }
}

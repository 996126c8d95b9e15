package org.caselli.sip.transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.transaction.Deed.Send;
import org.caselli.sip.transaction.Happening.Received;
import org.caselli.sip.transaction.Happening.Respond;
import org.caselli.sip.transaction.Happening.TimeUp;

/** A request of the far end that is neither INVITE nor ACK (RFC 3261 clause 17.2.2, figure 8). */
public final class NonInviteServer implements Transaction {
    private final boolean reliable;
    private final Timings timings;
    private State state = new Trying(Optional.empty());

    private sealed interface State {
        Instant until();
    }

    /** Trying, and Proceeding once we gave a provisional response. */
    private record Trying(Optional<Response> last) implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** Answered; while timer J runs, the answer is repeated as often as the request. */
    private record Completed(Response answer, Instant until) implements State {}

    private record Over() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private record Moment(State state, Happening happening) {}

    /** A transaction whose request has just come, and is known to its user. */
    public NonInviteServer(boolean reliable, Timings timings) {
        this.reliable = reliable;
        this.timings = timings;
    }

    @Override
    public List<Deed> on(Happening happening, Instant now) {
        return switch (new Moment(state, happening)) {
            case Moment(Trying _, Respond(Response r)) -> respond(r, now);
            case Moment(Trying t, Received(Request _)) ->
                t.last.<List<Deed>>map(last -> List.of(new Send(last, true))).orElse(List.of());
            case Moment(Completed c, Received(Request _)) -> List.of(new Send(c.answer, true));
            case Moment(Completed c, TimeUp _) when !now.isBefore(c.until) -> end(); // J
            case Moment(State _, Happening _) -> List.of();
        };
    }

    private List<Deed> respond(Response response, Instant now) {
        if (response.isProvisional()) {
            state = new Trying(Optional.of(response));
        } else {
            state = reliable ? new Over() : new Completed(response, now.plus(timings.patience()));
        }
        return List.of(new Send(response, false));
    }

    private List<Deed> end() {
        state = new Over();
        return List.of();
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

package org.caselli.sip.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.transaction.Deed.Pass;
import org.caselli.sip.transaction.Deed.Send;
import org.caselli.sip.transaction.Deed.TimedOut;
import org.caselli.sip.transaction.Happening.Received;
import org.caselli.sip.transaction.Happening.Respond;
import org.caselli.sip.transaction.Happening.TimeUp;

/**
 * An INVITE of the far end (RFC 3261 clause 17.2.1, figure 7, with RFC 6026 clause 7.1's Accepted state). It repeats
 * refusals until their ACK; a 2xx is repeated by the user (RFC 3261 clause 13.3.1.4).
 */
public final class InviteServer implements Transaction {
    private final boolean reliable;
    private final Timings timings;
    private State state = new Proceeding(Optional.empty());

    private sealed interface State {
        Instant until();
    }

    /** Not decided; the last provisional response is repeated when the INVITE is. */
    private record Proceeding(Optional<Response> last) implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** Refused, not yet acknowledged: timers G ({@code resend}) and H ({@code giveUp}). */
    private record Completed(Response refusal, Instant resend, Duration pause, Instant giveUp) implements State {
        @Override
        public Instant until() {
            return resend.isBefore(giveUp) ? resend : giveUp;
        }
    }

    /** Acknowledged; timer I swallows further ACKs. */
    private record Confirmed(Instant until) implements State {}

    /** Taken; timer L swallows further INVITEs while the user repeats the 2xx. */
    private record Accepted(Instant until) implements State {}

    private record Over() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private record Moment(State state, Happening happening) {}

    /** A transaction whose INVITE has just come, and is known to its user. */
    public InviteServer(boolean reliable, Timings timings) {
        this.reliable = reliable;
        this.timings = timings;
    }

    @Override
    public List<Deed> on(Happening happening, Instant now) {
        return switch (new Moment(state, happening)) {
            case Moment(Proceeding _, Respond(Response r)) -> respond(r, now);
            case Moment(Proceeding p, Received(Request r))
            when isInvite(r) ->
                p.last.<List<Deed>>map(last -> List.of(new Send(last, true))).orElse(List.of());
            case Moment(Completed c, Received(Request r)) when isInvite(r) -> List.of(new Send(c.refusal, true));
            case Moment(Completed _, Received(Request _)) -> confirm(now);
            case Moment(Completed c, TimeUp _) when !now.isBefore(c.giveUp) -> end(new TimedOut()); // H
            case Moment(Completed c, TimeUp _) when !now.isBefore(c.resend) -> sendAgain(c, now); // G
            case Moment(Confirmed c, TimeUp _) when !now.isBefore(c.until) -> end(); // I
            case Moment(Accepted _, Respond(Response r)) when r.isSuccess() -> List.of(new Send(r, true));
            case Moment(Accepted _, Received(Request r)) when !isInvite(r) -> List.of(new Pass(r));
            case Moment(Accepted a, TimeUp _) when !now.isBefore(a.until) -> end(); // L
            case Moment(State _, Happening _) -> List.of();
        };
    }

    private static boolean isInvite(Request request) {
        return request.method().equals(Request.INVITE);
    }

    private List<Deed> respond(Response response, Instant now) {
        if (response.isProvisional()) {
            state = new Proceeding(Optional.of(response));
        } else if (response.isSuccess()) {
            state = new Accepted(now.plus(timings.patience()));
        } else {
            state = new Completed(
                    response,
                    reliable ? Instant.MAX : now.plus(timings.t1()),
                    timings.t1(),
                    now.plus(timings.patience()));
        }
        return List.of(new Send(response, false));
    }

    private List<Deed> sendAgain(Completed completed, Instant now) {
        Duration pause = timings.after(completed.pause);
        state = new Completed(completed.refusal, now.plus(pause), pause, completed.giveUp);
        return List.of(new Send(completed.refusal, true));
    }

    private List<Deed> confirm(Instant now) {
        state = reliable ? new Over() : new Confirmed(now.plus(timings.t4()));
        return List.of();
    }

    private List<Deed> end(Deed... last) {
        state = new Over();
        return List.of(last);
    }

    /** Whether no final response was given yet, so that a CANCEL has an effect (RFC 3261 clause 9.2). */
    public boolean isProceeding() {
        return state instanceof Proceeding;
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

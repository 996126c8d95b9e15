package org.caselli.sip.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
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

/**
 * An INVITE of ours (RFC 3261 clause 17.1.1, figure 5, with RFC 6026 clause 7.2's Accepted state). It acknowledges
 * refusals itself; a 2xx is acknowledged by the user, each time that it is passed up.
 */
public final class InviteClient implements Transaction {
    /** Timer D for an unreliable transport: at least 32 s, whatever T1 is (RFC 3261 clause 17.1.1.2). */
    private static final Duration TIMER_D = Duration.ofSeconds(32);

    private final Request invite;
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

    /** Timers A ({@code resend}) and B ({@code giveUp}). */
    private record Calling(Instant resend, Duration pause, Instant giveUp) implements State {
        @Override
        public Instant until() {
            return resend.isBefore(giveUp) ? resend : giveUp;
        }
    }

    /** Somebody is working on it; no timer but the user's. */
    private record Proceeding() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** Refused and acknowledged; timer D. */
    private record Completed(Request ack, Instant until) implements State {}

    /** Taken; timer M. Each 2xx, also those of other branches of a fork, goes up. */
    private record Accepted(Instant until) implements State {}

    private record Over() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private record Moment(State state, Happening happening) {}

    /**
     * A transaction not yet begun.
     *
     * @param reliable whether the transport repeats by itself (TCP)
     */
    public InviteClient(Request invite, boolean reliable, Timings timings) {
        this.invite = invite;
        this.reliable = reliable;
        this.timings = timings;
    }

    @Override
    public List<Deed> on(Happening happening, Instant now) {
        return switch (new Moment(state, happening)) {
            case Moment(Fresh _, Begin _) -> begin(now);
            case Moment(Calling c, TimeUp _) when !now.isBefore(c.giveUp) -> end(new TimedOut()); // B
            case Moment(Calling c, TimeUp _) when !now.isBefore(c.resend) -> sendAgain(c, now); // A
            case Moment(Calling _, Failed(String why)) -> end(new Unreachable(why));
            case Moment(Calling _, Received(Response r)) -> answered(r, now);
            case Moment(Proceeding _, Received(Response r)) -> answered(r, now);
            case Moment(Completed c, Received(Response r)) when r.status() >= 300 -> List.of(new Send(c.ack, true));
            case Moment(Completed c, TimeUp _) when !now.isBefore(c.until) -> end(); // D
            case Moment(Accepted _, Received(Response r)) when r.isSuccess() -> List.of(new Pass(r));
            case Moment(Accepted a, TimeUp _) when !now.isBefore(a.until) -> end(); // M
            case Moment(State _, Happening _) -> List.of();
        };
    }

    private List<Deed> begin(Instant now) {
        state = new Calling(
                reliable ? Instant.MAX : now.plus(timings.t1()), timings.t1(), now.plus(timings.patience()));
        return List.of(new Send(invite, false));
    }

    private List<Deed> sendAgain(Calling calling, Instant now) {
        Duration pause = calling.pause.multipliedBy(2); // timer A doubles without end (clause 17.1.1.2)
        state = new Calling(now.plus(pause), pause, calling.giveUp);
        return List.of(new Send(invite, true));
    }

    private List<Deed> answered(Response response, Instant now) {
        if (response.isProvisional()) {
            state = new Proceeding();
            return List.of(new Pass(response));
        }
        if (response.isSuccess()) {
            state = new Accepted(now.plus(timings.patience()));
            return List.of(new Pass(response));
        }
        Request ack = ack(response);
        state = reliable ? new Over() : new Completed(ack, now.plus(TIMER_D));
        return List.of(new Send(ack, false), new Pass(response));
    }

    /** The ACK for a refusal (clause 17.1.1.3): the INVITE's own Via and routes, the response's To. */
    private Request ack(Response response) {
        List<Header> headers = new ArrayList<>(8);
        boolean via = false;
        for (Header header : invite.headers().list()) {
            switch (header.name()) {
                case "Via" -> {
                    if (!via) {
                        headers.add(header);
                    }
                    via = true;
                }
                case "From", "Call-ID", "Route", "Max-Forwards" -> headers.add(header);
                default -> {
                    // nothing else is needed in an ACK
                }
            }
        }
        headers.add(new Header("To", response.headers().get("To").orElseThrow()));
        headers.add(new Header("CSeq", invite.cseq().number() + " " + Request.ACK));
        return Request.of(Request.ACK, invite.uri(), new Headers(headers), new byte[0]);
    }

    private List<Deed> end(Deed... last) {
        state = new Over();
        return List.of(last);
    }

    /** Whether a CANCEL makes sense: something came back, but nothing final (RFC 3261 clause 9.1). */
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

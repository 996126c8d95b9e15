package org.caselli.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caselli.sip.message.Reason;
import org.caselli.sip.message.Response;
import org.caselli.sip.sdp.Sdp;

/** Where a {@link Call} stands, with all that it must remember there. */
sealed interface CallState {

    /** When it ends by itself; {@link Instant#MAX} if never. */
    Instant until();

    /** Our INVITE waits for its final response. {@code giveUp}: we want it no more, and CANCEL as soon as we may. */
    record Calling(OurRequest invite, Instant until, boolean giveUp, boolean cancelled, Optional<Sdp> early)
            implements CallState {}

    /** Their INVITE waits for our user. */
    record Alerting(TheirRequest invite, Dialog dialog, Optional<Sdp> offer) implements CallState {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** Answered, by whichever side. {@code waiting}: an offer of ours that cannot be sent yet. */
    record Up(Dialog dialog, Exchange exchange, Optional<Waiting> waiting) implements CallState {
        @Override
        public Instant until() {
            return exchange instanceof Quiet ? waiting.map(Waiting::notBefore).orElse(Instant.MAX) : exchange.until();
        }

        Up now(Exchange next) {
            return new Up(dialog, next, waiting);
        }
    }

    /** Nothing more is to come; responses to our last requests are looked at for their 2xx only. */
    record Gone() implements CallState {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** An offer of ours for later. {@code tries}: how often it met 491. */
    record Waiting(Sdp offer, Instant notBefore, int tries) {}

    /** What goes on between the two sides of an answered call about its media. */
    sealed interface Exchange {
        Instant until();
    }

    record Quiet() implements Exchange {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** Our re-INVITE waits for its final response. */
    record Offering(OurRequest invite, Sdp offer, Instant until, int tries) implements Exchange {}

    /** Their re-INVITE waits for our user. */
    record Asked(TheirRequest invite, Optional<Sdp> offer) implements Exchange {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /**
     * Our 2xx waits for its ACK, and is repeated (clause 13.3.1.4).
     *
     * @param offered whether the 2xx has our offer, so that the ACK must have the answer
     * @param initial whether it is that of the call itself: no BYE before its ACK then (clause 15)
     * @param refresh whether the re-INVITE changed nothing, so that nobody need know
     * @param hangUp  whether a BYE follows the ACK
     */
    record Unacknowledged(
            TheirRequest invite,
            Response ok,
            Instant resend,
            Duration pause,
            Instant giveUp,
            boolean offered,
            boolean initial,
            boolean refresh,
            Optional<HangingUp> hangUp)
            implements Exchange {
        @Override
        public Instant until() {
            return resend.isBefore(giveUp) ? resend : giveUp;
        }
    }

    record HangingUp(Optional<Reason> reason) {}
}

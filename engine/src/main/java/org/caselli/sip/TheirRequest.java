package org.caselli.sip;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Request;
import org.caselli.sip.transaction.Deed;
import org.caselli.sip.transaction.Happening;
import org.caselli.sip.transaction.InviteServer;
import org.caselli.sip.transaction.NonInviteServer;
import org.caselli.sip.transaction.Timings;
import org.caselli.sip.transaction.Transaction;

/** A request of the far end in our hands: its transaction, and where its responses go. */
final class TheirRequest extends Timed {
    final Request request;
    /** Where it came from. */
    final Hop from;
    /** Where responses go (RFC 3261 clause 18.2.2, RFC 3581). */
    final Hop back;

    /** The call that it belongs to, once that is known. */
    Optional<Call> call = Optional.empty();

    private final String key;
    private final Transaction transaction;
    private final UserAgent agent;

    TheirRequest(UserAgent agent, String key, Request request, Hop from, Hop back, Timings timings) {
        this.agent = agent;
        this.key = key;
        this.request = request;
        this.from = from;
        this.back = back;
        boolean reliable = from.transport().reliable();
        this.transaction = request.method().equals(Request.INVITE)
                ? new InviteServer(reliable, timings)
                : new NonInviteServer(reliable, timings);
    }

    String key() {
        return key;
    }

    List<Deed> on(Happening happening, Instant now) {
        return transaction.on(happening, now);
    }

    /** Whether it is an INVITE that still lacks a final response. */
    boolean isUndecided() {
        return transaction instanceof InviteServer invite && invite.isProceeding();
    }

    boolean over() {
        return transaction.over();
    }

    @Override
    Instant deadline() {
        return transaction.deadline();
    }

    @Override
    void timeUp(Instant now) {
        agent.follow(this, on(new Happening.TimeUp(), now), now);
    }
}

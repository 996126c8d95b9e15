package org.caselli.sip;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Request;
import org.caselli.sip.transaction.Deed;
import org.caselli.sip.transaction.Happening;
import org.caselli.sip.transaction.InviteClient;
import org.caselli.sip.transaction.NonInviteClient;
import org.caselli.sip.transaction.Timings;
import org.caselli.sip.transaction.Transaction;

/** A request of ours under way: its transaction, and what its asker must remember to follow it up. */
final class OurRequest extends Timed {
    final Asker asker;
    final Request request;
    final Hop hop;
    final Optional<Dialog> dialog;
    /** How often it was sent again with credentials, because somebody asked for them. */
    final int tries;
    /** The ACKs that we sent for its 2xx, by the tag of the branch, to be repeated when a 2xx is. */
    final Map<String, byte[]> acks = new HashMap<>(2);
    /** The RSeq of the last reliable provisional response (RFC 3262), and how many we acknowledged. */
    long lastRseq = -1;

    int pracks;

    private final Transaction transaction;
    private final UserAgent agent;
    /** Nobody waits for it longer than this. */
    private Instant expiry = Instant.MAX;

    private boolean dropped;

    OurRequest(
            UserAgent agent,
            Asker asker,
            Request request,
            Hop hop,
            Optional<Dialog> dialog,
            int tries,
            Timings timings) {
        this.agent = agent;
        this.asker = asker;
        this.request = request;
        this.hop = hop;
        this.dialog = dialog;
        this.tries = tries;
        boolean reliable = hop.transport().reliable();
        this.transaction = isInvite()
                ? new InviteClient(request, reliable, timings)
                : new NonInviteClient(request, reliable, timings);
    }

    boolean isInvite() {
        return request.method().equals(Request.INVITE);
    }

    String key() {
        return key(request.via().branch().orElse(""), request.method());
    }

    static String key(String branch, String method) {
        return branch + " " + method;
    }

    List<Deed> on(Happening happening, Instant now) {
        return transaction.on(happening, now);
    }

    /** Whether something provisional came back and nothing final. */
    boolean isProceeding() {
        return transaction instanceof InviteClient invite && invite.isProceeding();
    }

    void expireAt(Instant when) {
        if (when.isBefore(expiry)) {
            expiry = when;
        }
    }

    boolean over(Instant now) {
        return transaction.over() || !now.isBefore(expiry);
    }

    /** Nobody waits for it any more. */
    void drop() {
        dropped = true;
    }

    @Override
    Instant deadline() {
        if (dropped) {
            return Instant.MAX;
        }
        Instant next = transaction.deadline();
        return next.isBefore(expiry) ? next : expiry;
    }

    @Override
    void timeUp(Instant now) {
        agent.follow(this, on(new Happening.TimeUp(), now), hop, now);
    }
}

package org.caselli.sip;

import java.util.Optional;
import org.caselli.sip.sdp.Origin;
import org.caselli.sip.sdp.Sdp;

/** What the two sides of a call have said and agreed about their media (RFC 3264 clauses 5, 6 and 8). */
final class Agreement {
    private final UserAgent agent;
    private Optional<Sdp> lastSaid = Optional.empty();
    private Optional<Sdp> local = Optional.empty();
    private Optional<Sdp> remote = Optional.empty();
    private long sessionId;
    private long version;

    Agreement(UserAgent agent) {
        this.agent = agent;
    }

    /** A description as we send it: with our origin, whose version grows when it says something new. */
    Sdp say(Sdp sdp) {
        if (lastSaid.isPresent() && lastSaid.get().saysTheSameAs(sdp)) {
            return lastSaid.get();
        }
        if (sessionId == 0) {
            sessionId = agent.randomId();
        }
        Origin origin = new Origin(
                "-",
                Long.toString(sessionId),
                Long.toString(++version),
                agent.settings().host());
        Sdp stamped = sdp.withOrigin(origin);
        lastSaid = Optional.of(stamped);
        return stamped;
    }

    /** What we said last holds now. */
    void weAreHeard() {
        local = lastSaid;
    }

    /** What they said holds now. */
    void theyAreHeard(Sdp sdp) {
        remote = Optional.of(sdp);
    }

    /**
     * Our side again, if an offer of theirs repeats what is agreed: the same version says the same (clause 8), as in the
     * refresh of a session timer (RFC 4028 clause 7.4).
     */
    Optional<Sdp> again(Optional<Sdp> offer) {
        boolean refresh = offer.isPresent()
                && offer.equals(remote)
                && local.map(ours -> ours.media().size())
                        .equals(offer.map(theirs -> theirs.media().size()));
        return refresh ? local : Optional.empty();
    }
}

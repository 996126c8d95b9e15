package org.caselli.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.SipUri;

/**
 * An account that is to be kept at a registrar.
 *
 * @param registrar   the domain: {@code sip:example.org} (RFC 3261 clause 10.2, Request-URI)
 * @param account     the address-of-record, To and From
 * @param contactUser the user part under which the registrar sends us calls
 * @param mark        stands in our Contact and so in the request URI of calls that come by this registration; nobody
 *                    else can guess it
 * @param hops        where to send, the best first; at least one
 * @param login       for challenges
 * @param interval    how long a registration is asked for, at least a second
 */
public record RegistrationPlan(
        SipUri registrar,
        NameAddr account,
        String contactUser,
        String mark,
        List<Hop> hops,
        Optional<Input.Login> login,
        Duration interval) {
    /** The URI parameter that holds the mark. */
    public static final String MARK = "line";

    public RegistrationPlan {
        hops = List.copyOf(hops);
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("A registration at " + registrar + " has nowhere to go; give a hop.");
        }
        if (interval.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "A registration at " + registrar + " is to last " + interval + "; give a second at least.");
        }
    }

    /** Whether another plan is about the same binding, so that it only goes on differently. */
    boolean isSameBinding(RegistrationPlan other) {
        return registrar.equals(other.registrar)
                && account.uri().equals(other.account.uri())
                && contactUser.equals(other.contactUser)
                && mark.equals(other.mark)
                && hops.getFirst().transport() == other.hops.getFirst().transport();
    }
}

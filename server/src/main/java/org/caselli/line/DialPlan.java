package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.SipUri;

/** Whom a line calls for a dial string, and how its calls get there. */
@FunctionalInterface
interface DialPlan {
    /** Whom it calls; empty if the line does not reach it. Answers at once. */
    Optional<SipUri> target(String dialString);

    /**
     * How a call gets there; may wait for DNS.
     *
     * @param callerNumber the number that the fax is to show as ours; empty if it does not care
     * @throws IOException if there is no way; the message says why
     */
    default Way way(SipUri target, String callerNumber, SipEndpoint endpoint) throws IOException {
        Hop hop = target.hop();
        InetAddress far = InetAddress.getByName(hop.host());
        return new Way(
                List.of(new Hop(hop.transport(), far.getHostAddress(), hop.port())),
                callerNumber,
                NameAddr.of(SipUri.of(callerNumber, endpoint.addressTowards(far), endpoint.port())),
                Optional.empty(),
                List.of());
    }
}

package org.caselli.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.SipUri;

/**
 * A far end that is to be asked by OPTIONS (RFC 3261 clause 11), again and again, whether it is there. That also keeps
 * address translators on the way awake.
 *
 * @param target the far end
 * @param from   who we are
 * @param hops   where to send, the best first; at least one
 * @param login  for challenges
 * @param every  how often, at least a second
 */
public record CheckPlan(SipUri target, NameAddr from, List<Hop> hops, Optional<Input.Login> login, Duration every) {
    public CheckPlan {
        hops = List.copyOf(hops);
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("A check of " + target + " has nowhere to go; give a hop.");
        }
        if (every.toSeconds() < 1) {
            throw new IllegalArgumentException("A check of " + target + " every " + every + " is too often; give 1 s.");
        }
    }
}

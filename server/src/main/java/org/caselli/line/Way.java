package org.caselli.line;

import java.util.List;
import java.util.Optional;
import org.caselli.sip.Input;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;

/**
 * How a call of ours gets out.
 *
 * @param hops         where to send it, numeric, the best first; at least one
 * @param callerNumber the number that it shows as ours
 * @param from         who we say we are
 * @param login        for challenges
 * @param extra        headers of the INVITE besides the usual ones
 */
record Way(List<Hop> hops, String callerNumber, NameAddr from, Optional<Input.Login> login, List<Header> extra) {}

package org.caselli.sip.transaction;

import org.caselli.sip.message.SipMessage;

/** What a {@link Transaction} wants done. */
public sealed interface Deed {

    /** Send it. {@code again}: it was sent before. */
    record Send(SipMessage message, boolean again) implements Deed {}

    /** Hand it to the user: a response, or an ACK that a server transaction has no use for. */
    record Pass(SipMessage message) implements Deed {}

    /** Tell the user that nobody answered in time: timer B, F or H. */
    record TimedOut() implements Deed {}

    /** Tell the user that the network could not carry it. */
    record Unreachable(String why) implements Deed {}
}

package org.caselli.sip.message;

import java.util.Optional;

/** What a parser made of some octets. */
public sealed interface Parsed {

    /** A message, whose envelope could be read. */
    record Message(SipMessage message) implements Parsed {}

    /** Empty lines, by which a peer keeps a path open (RFC 5626 clause 3.5.1). {@code ping}: it wants CRLF back. */
    record KeepAlive(boolean ping) implements Parsed {}

    /**
     * No message.
     *
     * @param reason what is wrong, for a diary
     * @param answer the 400 (or 505) that a request deserves, if enough of it could be read
     */
    record Malformed(String reason, Optional<Response> answer) implements Parsed {}
}

package org.caselli.sip.message;

import java.util.Locale;
import java.util.Optional;

/** How a message travels. */
public enum Transport {
    /** Unreliable datagrams: one message each. */
    UDP,
    /** A byte stream, framed by Content-Length. */
    TCP;

    /** Whether the network itself repeats what is lost (RFC 3261 clause 17: no retransmission by us then). */
    public boolean reliable() {
        return this == TCP;
    }

    /** The transport of this name, in any case; empty for those we do not speak (TLS, SCTP, WS). */
    public static Optional<Transport> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UDP" -> Optional.of(UDP);
            case "TCP" -> Optional.of(TCP);
            default -> Optional.empty();
        };
    }

    /** As a URI parameter has it: lower case. */
    public String parameter() {
        return this == UDP ? "udp" : "tcp";
    }
}

package org.caselli.sip.message;

import java.util.Locale;
import java.util.Optional;

/** How a message travels. */
public enum Transport {
    /** Unreliable datagrams: one message each. */
    UDP,
    /** A byte stream, framed by Content-Length. */
    TCP,
    /** The same within TLS. */
    TLS;

    /** Whether the network itself repeats what is lost (RFC 3261 clause 17: no retransmission by us then). */
    public boolean reliable() {
        return this != UDP;
    }

    /** The transport of this name, in any case; empty for those we do not speak (SCTP, WS). */
    public static Optional<Transport> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UDP" -> Optional.of(UDP);
            case "TCP" -> Optional.of(TCP);
            case "TLS" -> Optional.of(TLS);
            default -> Optional.empty();
        };
    }

    /** As a URI parameter has it: lower case. */
    public String parameter() {
        return switch (this) {
            case UDP -> "udp";
            case TCP -> "tcp";
            case TLS -> "tls";
        };
    }

    /** The port where none is written: 5060, and 5061 within TLS (RFC 3261 clause 19.1.2). */
    public int standardPort() {
        return this == TLS ? 5061 : 5060;
    }
}

package org.caselli.sip;

import java.time.Duration;
import org.caselli.sip.transaction.Timings;

/**
 * How one endpoint presents itself and how patient it is.
 *
 * @param host    the address at which we can be reached; stands in Via, Contact and o=
 * @param port    for UDP and TCP alike, 1 to 65535
 * @param tlsPort where TLS comes in; 0 if it does not
 * @param product for User-Agent and Server
 * @param ringFor how long a call of ours may ring, from the INVITE to its final response
 * @param timings T1, T2 and T4
 */
public record Settings(String host, int port, int tlsPort, String product, Duration ringFor, Timings timings) {
    public Settings {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("The SIP address is \"" + host + "\", port " + port
                    + "; give an address, and a port of 1 to 65535.");
        }
        if (tlsPort < 0 || tlsPort > 65535) {
            throw new IllegalArgumentException("The port for TLS is " + tlsPort + "; give 1 to 65535, or 0 for none.");
        }
        if (ringFor.isNegative() || ringFor.isZero()) {
            throw new IllegalArgumentException("The longest time to ring is " + ringFor + "; give more than 0.");
        }
    }

    /** The timers of RFC 3261; two minutes of ringing (ours; networks give up after one to three minutes). */
    public static Settings at(String host, int port) {
        return new Settings(host, port, 0, "Caselli", Duration.ofMinutes(2), Timings.STANDARD);
    }

    /** The same with another patience for ringing. */
    public Settings ringingFor(Duration other) {
        return new Settings(host, port, tlsPort, product, other, timings);
    }

    /** The same, with TLS coming in at this port. */
    public Settings withTls(int other) {
        return new Settings(host, port, other, product, ringFor, timings);
    }
}

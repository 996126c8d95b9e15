package org.caselli.line;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how this server speaks SIP.
 *
 * @param bind           the address of the sockets, for signalling and media; the wildcard for all
 * @param port           for UDP and TCP alike; 0 takes any that is free
 * @param advertised     what we tell others as our address, numeric; empty for {@code bind}, or where that is the
 *                       wildcard for the address that the way to the other side begins with
 * @param firstMediaPort the first of the ports for media, or 0 for any
 * @param lastMediaPort  the last of them, or 0; each call takes up to two
 * @param maxCalls       calls at one time, in and out; more are refused with 503. A call from a loopback line to another
 *                       counts twice
 * @param ringFor        how long a call of ours may ring
 * @param tls            where calls come in within TLS, if they do
 */
public record SipSettings(
        InetAddress bind,
        int port,
        String advertised,
        int firstMediaPort,
        int lastMediaPort,
        int maxCalls,
        Duration ringFor,
        Optional<TlsListener> tls) {

    /** Ours: what the memory of a small machine easily holds. */
    public static final int MOST_CALLS = 4000;

    public SipSettings {
        within("The SIP port", port, 0, 65535);
        within("The first media port", firstMediaPort, 0, 65535);
        within("The last media port", lastMediaPort, firstMediaPort, 65535);
        if ((firstMediaPort == 0) != (lastMediaPort == 0)) {
            throw new IllegalArgumentException("The media ports are " + firstMediaPort + " to " + lastMediaPort
                    + "; give both ends of the range, or 0 and 0 for any ports.");
        }
        within("The most calls at one time", maxCalls, 1, 100_000);
        if (ringFor.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("A call may ring for " + ringFor + "; give at least a second.");
        }
    }

    /** Without TLS for calls that come in. */
    public SipSettings(
            InetAddress bind,
            int port,
            String advertised,
            int firstMediaPort,
            int lastMediaPort,
            int maxCalls,
            Duration ringFor) {
        this(bind, port, advertised, firstMediaPort, lastMediaPort, maxCalls, ringFor, Optional.empty());
    }

    /** On this address and port, any media ports, two minutes of ringing. */
    public static SipSettings at(InetAddress bind, int port) {
        return new SipSettings(bind, port, "", 0, 0, MOST_CALLS, Duration.ofMinutes(2));
    }

    /** The same, with calls coming in within TLS too. */
    public SipSettings with(TlsListener listener) {
        return new SipSettings(
                bind, port, advertised, firstMediaPort, lastMediaPort, maxCalls, ringFor, Optional.of(listener));
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + "; give " + least + " to " + most + ".");
        }
    }
}

package org.caselli.sip.message;

/**
 * Where a message goes, or comes from: one end of a path of the network.
 *
 * @param transport how to it, or from it
 * @param host      an address (IPv6 without brackets) or a name that the driver resolves; never empty
 * @param port      1 to 65535
 */
public record Hop(Transport transport, String host, int port) {
    public Hop {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("The host of a hop is empty; give an address or a name.");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The port of a hop is " + port + "; give 1 to 65535.");
        }
    }

    @Override
    public String toString() {
        return transport.parameter() + ":" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

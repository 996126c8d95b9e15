package org.caselli.call;

/**
 * Where media packets go, or come from.
 *
 * @param host an address, or a name that the driver resolves; empty if unknown
 * @param port 0 to 65535
 */
public record MediaAddress(String host, int port) {
    /** Nobody knows where. */
    public static final MediaAddress UNKNOWN = new MediaAddress("", 0);

    public MediaAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A media port is " + port + "; it is 0 to 65535.");
        }
    }

    /** Whether packets can be sent there: "0.0.0.0" and "::" in a description mean nowhere (RFC 3264 clause 8.4). */
    public boolean isKnown() {
        return port != 0 && !host.isEmpty() && !host.equals("0.0.0.0") && !host.equals("::");
    }

    /** {@code host:port}; empty if unknown. */
    @Override
    public String toString() {
        return this.equals(UNKNOWN) ? "" : (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

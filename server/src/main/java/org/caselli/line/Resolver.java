package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Asks DNS. Blocks, so it is asked on threads that may wait. */
interface Resolver {
    /**
     * One target of a service (RFC 2782).
     *
     * @param priority the lower ones are tried first
     * @param weight   among equals, the share of the calls
     */
    record Service(int priority, int weight, int port, String host) {}

    /**
     * The targets of a service such as {@code _sip._udp.example.org}; empty if there is no such service.
     *
     * @throws IOException if DNS gave no answer
     */
    List<Service> services(String name) throws IOException;

    /**
     * The addresses of a host, or of a literal address; at least one.
     *
     * @throws IOException if it has none
     */
    List<InetAddress> addresses(String host) throws IOException;
}

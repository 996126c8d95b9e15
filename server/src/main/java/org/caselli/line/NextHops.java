package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Transport;

/**
 * Finds where to send what is for a server: the procedure of RFC 3263 clause 4.2, without NAPTR, for an administrator has
 * chosen the transport. Blocks.
 */
final class NextHops {
    /** Ours: more are nobody's honest wish, and each may cost a caller half a minute. */
    private static final int MOST = 8;

    private final Resolver resolver;
    private final RandomGenerator random;

    NextHops(Resolver resolver, RandomGenerator random) {
        this.resolver = resolver;
        this.random = random;
    }

    /**
     * The hops of a server, numeric, the best first; at least one.
     *
     * @throws IOException if there is none; the message says why
     */
    List<Hop> of(TrunkSettings.Server server, Transport transport) throws IOException {
        Set<Hop> hops = new LinkedHashSet<>();
        if (server.port() == 0 && isName(server.host())) {
            List<Resolver.Service> services = inOrder(resolver.services(service(transport) + server.host()));
            if (services.size() == 1 && services.getFirst().host().isEmpty()) {
                throw new IOException(server.host() + " says that it takes no calls over " + transport); // target "."
            }
            IOException last = new IOException("no service");
            for (Resolver.Service service : services) {
                try {
                    add(hops, service.host(), service.port(), transport);
                } catch (IOException cause) {
                    last = cause; // its host has no address; the others may have
                }
            }
            if (hops.isEmpty() && !services.isEmpty()) {
                throw new IOException(last.getMessage(), last);
            }
        }
        if (hops.isEmpty()) {
            add(hops, server.host(), server.port() == 0 ? transport.standardPort() : server.port(), transport);
        }
        return hops.stream().limit(MOST).toList();
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    /** A name without a dot is one of this site: no service is kept under it. */
    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && host.indexOf('.') > 0 && !host.matches("[0-9.]+") && !host.equals("localhost");
    }

    private void add(Set<Hop> hops, String host, int port, Transport transport) throws IOException {
        for (InetAddress address : resolver.addresses(host)) {
            if (port > 0) {
                hops.add(new Hop(transport, address.getHostAddress(), port));
            }
        }
    }

    /** By priority, and among equals drawn by weight (RFC 2782, "Usage rules"). */
    private List<Resolver.Service> inOrder(List<Resolver.Service> services) {
        List<Resolver.Service> left = new ArrayList<>(services);
        left.sort(Comparator.comparingInt(Resolver.Service::priority).thenComparingInt(Resolver.Service::weight));
        List<Resolver.Service> drawn = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            List<Resolver.Service> equals =
                    left.stream().filter(one -> one.priority() == priority).toList();
            long sum = equals.stream().mapToLong(Resolver.Service::weight).sum();
            long mark = random.nextLong(sum + 1);
            Resolver.Service chosen = equals.getLast();
            for (Resolver.Service one : equals) {
                mark -= one.weight();
                if (mark <= 0) {
                    chosen = one;
                    break;
                }
            }
            drawn.add(chosen);
            left.remove(chosen);
        }
        return drawn;
    }
}

package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of an endpoint, TCP and TLS, those that we made and those that came in. Each is named by its far end, and
 * used for whatever goes there.
 */
final class SipLinks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipLinks.class);

    /** Connections in all, and from one address. Ours: a trunk needs one or two. */
    private static final int MOST = 500;
    /** Of strangers, so that they leave room for those we know. */
    private static final int MOST_OF_STRANGERS = 200;

    private static final int MOST_FROM_ONE = 50;
    /** TLS handshakes of others at one time: each costs us more than them. */
    private static final int MOST_HANDSHAKES = 50;

    private static final int CONNECT_MILLIS = 10_000;
    /** For a whole TLS handshake, however often something comes meanwhile. Ours. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final InetAddress bind;
    private final BiConsumer<Hop, byte[]> heard;
    private final BiConsumer<Hop, String> gone;
    private final Predicate<InetAddress> known;
    private final Consumer<String> turnedAway;
    private final Map<Hop, TcpLink> links = new ConcurrentHashMap<>();
    private final Map<Hop, List<Owned>> ways = new ConcurrentHashMap<>();
    private final Semaphore handshakes = new Semaphore(MOST_HANDSHAKES);
    private volatile boolean closed;

    /**
     * @param heard octets came over a connection
     * @param gone  a connection is gone, or could not be made, and why
     * @param known whether somebody at that address is no stranger
     * @param turnedAway told of each far end whose TLS came to nothing
     */
    SipLinks(
            InetAddress bind,
            BiConsumer<Hop, byte[]> heard,
            BiConsumer<Hop, String> gone,
            Predicate<InetAddress> known,
            Consumer<String> turnedAway) {
        this.bind = bind;
        this.heard = heard;
        this.gone = gone;
        this.known = known;
        this.turnedAway = turnedAway;
    }

    /** A way that somebody wants to go. */
    private record Owned(String owner, TlsWay way) {}

    /**
     * How this owner wants to go there within TLS from now on. Of several owners the first one decides, since there is one
     * connection for all of them; one that was made in another way is closed.
     *
     * @return whether it is gone so
     */
    boolean way(Hop hop, String owner, TlsWay way) {
        Optional<TlsWay> before = wayTo(hop);
        List<Owned> wanted = ways.compute(hop, (_, known) -> {
            List<Owned> now = new ArrayList<>(known == null ? List.of() : known);
            int own = 0;
            while (own < now.size() && !now.get(own).owner().equals(owner)) {
                own++;
            }
            if (own < now.size()) {
                now.set(own, new Owned(owner, way));
            } else {
                now.add(new Owned(owner, way));
            }
            return List.copyOf(now);
        });
        TlsWay first = wanted.getFirst().way();
        if (before.filter(first::isSameAs).isEmpty()) {
            close(hop);
        }
        return first.isSameAs(way);
    }

    /** This owner goes there no more. A connection in his way is no way for the next one, who may believe in another name. */
    void forgetWay(Hop hop, String owner) {
        Optional<TlsWay> before = wayTo(hop);
        ways.computeIfPresent(hop, (_, known) -> {
            List<Owned> left =
                    known.stream().filter(owned -> !owned.owner().equals(owner)).toList();
            return left.isEmpty() ? null : left;
        });
        Optional<TlsWay> now = wayTo(hop);
        if (now.isPresent() && before.filter(now.get()::isSameAs).isEmpty()) {
            close(hop);
        }
    }

    private Optional<TlsWay> wayTo(Hop hop) {
        return Optional.ofNullable(ways.get(hop)).map(owned -> owned.getFirst().way());
    }

    /** Sends without waiting, over the connection that there is, or over a new one; false if it cannot. */
    boolean send(Hop to, InetAddress address, byte[] octets) {
        return links.computeIfAbsent(to, hop -> connect(hop, address)).send(octets);
    }

    void close(Hop connection) {
        // Told now: told by its reader later, it would be taken for the end of the connection that follows it.
        Optional.ofNullable(links.get(connection)).ifPresent(link -> link.end("closed here"));
    }

    private void ended(Hop hop, TcpLink link, String why) {
        links.remove(hop, link);
        gone.accept(hop, why);
    }

    /** Who ends is told with its link, so that a newer connection of the same name stays. */
    private TcpLink link(Hop hop, Socket socket, boolean ours, InetAddress address) {
        TcpLink[] self = new TcpLink[1];
        self[0] = new TcpLink(hop, socket, ours, () -> known.test(address), why -> ended(hop, self[0], why));
        return self[0];
    }

    /** A connection of ours; what is sent meanwhile waits in it. */
    private TcpLink connect(Hop hop, InetAddress address) {
        var socket = new Socket();
        TcpLink link = link(hop, socket, true, address);
        Thread.ofVirtual().name("sip-connect-" + hop).start(() -> {
            try {
                if (!bind.isAnyLocalAddress()) {
                    socket.bind(new InetSocketAddress(bind, 0));
                }
                socket.connect(new InetSocketAddress(address, hop.port()), CONNECT_MILLIS);
                link.start(hop.transport() == Transport.TLS ? secured(hop, socket) : socket, heard);
            } catch (SSLException cause) {
                link.end(TlsWay.explained(cause, nameOf(hop)));
            } catch (SocketTimeoutException _) {
                link.end("nothing answers at " + hop.host() + ", port " + hop.port());
            } catch (IOException cause) {
                link.end(String.valueOf(cause.getMessage()));
            }
        });
        return link;
    }

    private String nameOf(Hop hop) {
        return wayTo(hop).map(TlsWay::name).orElse(hop.host());
    }

    private SSLSocket secured(Hop hop, Socket connected) throws IOException {
        Optional<TlsWay> known = wayTo(hop);
        TlsWay way = known.isPresent() ? known.get() : TlsWay.of(TrunkSettings.Tls.STANDARD, hop.host());
        SSLSocket socket = way.over(connected, hop.port());
        shake(socket, connected);
        return socket;
    }

    /** A TLS handshake that has an end: a limit of one read would never meet somebody who sends an octet now and then. */
    private static void shake(SSLSocket socket, Socket raw) throws IOException {
        var over = new CountDownLatch(1);
        var late = new AtomicBoolean();
        Thread.ofVirtual().name("sip-tls-limit").start(() -> {
            try {
                if (!over.await(HANDSHAKE.toSeconds(), TimeUnit.SECONDS)) {
                    late.set(true);
                    raw.close();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException cause) {
                LOG.debug("Closing a connection whose TLS did not come about: {}", cause.toString());
            }
        });
        try {
            socket.startHandshake();
        } catch (IOException cause) {
            if (late.get()) {
                throw new IOException(
                        "the far end took the connection and did not go through with TLS within "
                                + HANDSHAKE.toSeconds() + " s; check that its port is one for TLS",
                        cause);
            }
            throw cause;
        } finally {
            over.countDown();
        }
    }

    /** Takes connections until the socket is closed. */
    void accept(ServerSocket listening, Optional<TlsWay.Answering> tls) {
        Transport transport = tls.isPresent() ? Transport.TLS : Transport.TCP;
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                var source = (InetSocketAddress) socket.getRemoteSocketAddress();
                var hop = new Hop(transport, source.getAddress().getHostAddress(), source.getPort());
                if (isTooMuch(source.getAddress()) || (tls.isPresent() && !handshakes.tryAcquire())) {
                    LOG.info("Too many connections; one from {} is closed", hop);
                    socket.close();
                    continue;
                }
                TcpLink link = link(hop, socket, false, source.getAddress());
                links.put(hop, link);
                if (tls.isPresent()) {
                    Thread.ofVirtual().name("sip-tls-" + hop).start(() -> welcome(tls.get(), socket, link));
                } else {
                    link.start(socket, heard);
                }
            } catch (IOException cause) {
                if (!listening.isClosed()) {
                    LOG.warn("A connection could not be taken: {}", cause.toString());
                    rest(); // too many open files, say: the next try fails just as fast
                }
            }
        }
    }

    private void welcome(TlsWay.Answering answering, Socket raw, TcpLink link) {
        try {
            SSLSocket socket = answering.over(raw);
            shake(socket, raw);
            link.start(socket, heard);
        } catch (IOException cause) {
            String why = cause instanceof SSLException tls
                    ? TlsWay.explained(tls, "the far end")
                    : cause instanceof SocketException
                            ? "the far end closed the connection in the middle of it; perhaps it does not accept our"
                                    + " certificate"
                            : String.valueOf(cause.getMessage());
            link.end(why);
            turnedAway.accept("TLS with " + link.far() + " did not come about: " + why);
        } finally {
            handshakes.release();
        }
    }

    private boolean isTooMuch(InetAddress from) {
        String host = from.getHostAddress();
        long fromThere =
                links.keySet().stream().filter(hop -> hop.host().equals(host)).count();
        return closed || fromThere >= MOST_FROM_ONE || links.size() >= (known.test(from) ? MOST : MOST_OF_STRANGERS);
    }

    static void rest() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }

    @Override
    public void close() {
        closed = true;
        links.values().forEach(TcpLink::close);
    }
}

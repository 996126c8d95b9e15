package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
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
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final InetAddress bind;
    private final BiConsumer<Hop, byte[]> heard;
    private final BiConsumer<Hop, String> gone;
    private final Predicate<InetAddress> known;
    private final Map<Hop, TcpLink> links = new ConcurrentHashMap<>();
    private final Map<Hop, TlsWay> ways = new ConcurrentHashMap<>();
    private final Semaphore handshakes = new Semaphore(MOST_HANDSHAKES);
    private volatile boolean closed;

    /**
     * @param heard octets came over a connection
     * @param gone  a connection is gone, or could not be made, and why
     * @param known whether somebody at that address is no stranger
     */
    SipLinks(
            InetAddress bind,
            BiConsumer<Hop, byte[]> heard,
            BiConsumer<Hop, String> gone,
            Predicate<InetAddress> known) {
        this.bind = bind;
        this.heard = heard;
        this.gone = gone;
        this.known = known;
    }

    /** How to go there within TLS, from now on; a connection made in another way is closed. */
    void way(Hop hop, TlsWay way) {
        TlsWay before = ways.put(hop, way);
        if (before == null || !before.isSameAs(way)) {
            close(hop);
        }
    }

    void forgetWay(Hop hop) {
        ways.remove(hop);
    }

    /** Sends without waiting, over the connection that there is, or over a new one; false if it cannot. */
    boolean send(Hop to, InetAddress address, byte[] octets) {
        return links.computeIfAbsent(to, hop -> connect(hop, address)).send(octets);
    }

    void close(Hop connection) {
        Optional.ofNullable(links.remove(connection)).ifPresent(TcpLink::close);
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
        return Optional.ofNullable(ways.get(hop)).map(TlsWay::name).orElse(hop.host());
    }

    private SSLSocket secured(Hop hop, Socket connected) throws IOException {
        TlsWay way = ways.get(hop);
        SSLSocket socket =
                (way == null ? TlsWay.of(TrunkSettings.Tls.STANDARD, hop.host()) : way).over(connected, hop.port());
        socket.setSoTimeout(HANDSHAKE_MILLIS);
        socket.startHandshake();
        return socket;
    }

    /** Takes connections until the socket is closed. */
    void accept(ServerSocket listening, Optional<SSLContext> tls) {
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

    private void welcome(SSLContext context, Socket raw, TcpLink link) {
        try {
            raw.setSoTimeout(HANDSHAKE_MILLIS);
            SSLSocket socket = TlsWay.accepted(context, raw);
            socket.startHandshake();
            link.start(socket, heard);
        } catch (SSLException cause) {
            link.end(TlsWay.explained(cause, "the far end"));
        } catch (IOException cause) {
            link.end(String.valueOf(cause.getMessage()));
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

package org.caselli.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one socket of one question. The library would wait for ever for a directory that takes a connection and does not answer
 * the TLS handshake, so the connection is made here, and cut when the time is over, whatever it waits for.
 */
final class Line extends SocketFactory implements AutoCloseable {
    private final String host;
    private final Optional<SSLSocketFactory> tls;
    private final Duration step;
    private final Thread watch;
    private volatile @Nullable Socket raw;
    private volatile boolean over;

    /**
     * @param tls  if TLS is spoken from the first octet
     * @param step the longest silence
     * @param all  after this it is cut
     */
    Line(String host, Optional<SSLSocketFactory> tls, Duration step, Duration all) {
        this.host = host;
        this.tls = tls;
        this.step = step;
        this.watch = Thread.ofVirtual().name("ldap-watch").start(() -> {
            try {
                Thread.sleep(all);
                over = true;
                cut();
            } catch (InterruptedException done) {
                // the question was answered in time
            }
        });
    }

    /** Whether the time was over before the answer was there. */
    boolean isOver() {
        return over;
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        var socket = new Socket();
        raw = socket;
        int millis = (int) step.toMillis();
        socket.connect(new InetSocketAddress(address, port), millis);
        socket.setSoTimeout(millis);
        socket.setTcpNoDelay(true);
        if (tls.isEmpty()) {
            return socket;
        }
        var secure = (SSLSocket) tls.get().createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(
                "LDAPS"); // the certificate must name the host (RFC 4513 clause 3.1.3)
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    @Override
    public Socket createSocket(String name, int port) throws IOException {
        return createSocket(InetAddress.getByName(name), port);
    }

    @Override
    public Socket createSocket(String name, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("No question comes from a port of its own.");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("No question comes from a port of its own.");
    }

    private void cut() {
        Socket socket = raw;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException gone) {
                // it is what we want
            }
        }
    }

    @Override
    public void close() {
        watch.interrupt();
        cut();
    }
}

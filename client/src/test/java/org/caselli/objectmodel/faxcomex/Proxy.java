package org.caselli.objectmodel.faxcomex;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a program and a server, and cuts all their connections when a test says so. */
final class Proxy implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean letsThrough = true;

    Proxy(URI server) throws IOException {
        this.port = server.getPort();
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Leads to another server from now on. */
    void leadTo(URI server) {
        port = server.getPort();
    }

    /** Cuts what there is, and refuses what comes. */
    void cut() throws IOException {
        letsThrough = false;
        for (Socket each : open) {
            each.close();
        }
    }

    void letThrough() {
        letsThrough = true;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                if (letsThrough) {
                    connect(near);
                } else {
                    near.close();
                }
            } catch (IOException gone) {
                // The test is over, or the server is down: the program on the other side sees it.
            }
        }
    }

    private void connect(Socket near) throws IOException {
        open.add(near);
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(far);
            Thread.ofVirtual().start(() -> pass(near, far));
            Thread.ofVirtual().start(() -> pass(far, near));
        } catch (IOException away) {
            near.close();
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream octets = from.getInputStream()) {
            octets.transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // Both ends are closed.
        }
        open.remove(from);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}

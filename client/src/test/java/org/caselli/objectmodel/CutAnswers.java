package org.caselli.objectmodel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A network before a server that lets every request through, and loses the answers to so many of the next submissions. */
public final class CutAnswers implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final AtomicInteger left;

    public CutAnswers(URI server, int cuts) throws IOException {
        this.server = server;
        this.left = new AtomicInteger(cuts);
        Thread.ofVirtual().start(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** How many answers are still to be lost. */
    public int left() {
        return left.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                var far = new Socket(server.getHost(), server.getPort());
                var connection = new Connection(client, far);
                Thread.ofVirtual().start(connection::requests);
                Thread.ofVirtual().start(connection::answers);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket far;
        private volatile boolean cut;

        Connection(Socket client, Socket far) {
            this.client = client;
            this.far = far;
        }

        void requests() {
            try (InputStream in = client.getInputStream();
                    OutputStream out = far.getOutputStream()) {
                var octets = new byte[1 << 16];
                for (int n = in.read(octets); n > 0; n = in.read(octets)) {
                    if (new String(octets, 0, n, StandardCharsets.ISO_8859_1).startsWith("POST /api/v1/submissions ")
                            && left.getAndUpdate(before -> Math.max(0, before - 1)) > 0) {
                        cut = true;
                    }
                    out.write(octets, 0, n);
                    out.flush();
                }
            } catch (IOException closed) {
                // The other side has gone.
            }
        }

        void answers() {
            try (InputStream in = far.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                var octets = new byte[1 << 16];
                for (int n = in.read(octets); n > 0; n = in.read(octets)) {
                    if (cut) {
                        return; // the server has answered; nobody hears it
                    }
                    out.write(octets, 0, n);
                    out.flush();
                }
            } catch (IOException closed) {
                // The other side has gone.
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

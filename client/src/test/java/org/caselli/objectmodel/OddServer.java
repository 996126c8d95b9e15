package org.caselli.objectmodel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens where a server is looked for, and does something else. */
final class OddServer implements AutoCloseable {
    /** What it does with whoever comes; then the connection is closed. */
    interface Manner {
        void meet(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> guests = ConcurrentHashMap.newKeySet();
    private final Manner manner;

    OddServer(Manner manner) throws IOException {
        this.manner = manner;
        Thread.ofVirtual().start(this::accept);
    }

    /** It hears a request, and says this. */
    static OddServer saying(String answer) throws IOException {
        return new OddServer((in, out) -> {
            head(in);
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
    }

    /** It answers every request so. */
    static OddServer answering(int status, String headers, String body) throws IOException {
        return saying("HTTP/1.1 " + status + " So\r\n" + headers + "Connection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** It says this, and then nothing more, without hanging up. */
    static OddServer fallingSilentAfter(String beginning) throws IOException {
        return new OddServer((in, out) -> {
            out.write(beginning.getBytes(StandardCharsets.UTF_8));
            out.flush();
            in.transferTo(OutputStream.nullOutputStream()); // until the other side hangs up
        });
    }

    /** Reads the head of a request. */
    private static void head(InputStream in) throws IOException {
        int last = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            last = last << 8 | octet;
            if (last == 0x0D0A0D0A) {
                return;
            }
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    URI tlsUrl() {
        return URI.create("https://127.0.0.1:" + door.getLocalPort());
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket guest = door.accept();
                guests.add(guest);
                Thread.ofVirtual().start(() -> meet(guest));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void meet(Socket guest) {
        try (guest;
                InputStream in = guest.getInputStream();
                OutputStream out = guest.getOutputStream()) {
            manner.meet(in, out);
            guest.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream()); // else the answer may be lost with the rest of the request
        } catch (IOException | InterruptedException gone) {
            // The other side has hung up, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket guest : guests) {
            guest.close();
        }
    }
}

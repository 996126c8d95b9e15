package org.caselli.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.caselli.sip.message.Hop;

/** One TCP connection for SIP: a thread that reads, and one that writes, so that a stuck far end holds up nobody. */
final class TcpLink {
    /** A connection over which nothing ever came is closed: ours, as long as a SIP transaction lasts (64 * T1). */
    private static final int SILENT_MILLIS = 32_000;
    /** One that has been of use may rest so long, for a long fax needs no signalling. Ours. */
    private static final int RESTING_MILLIS = 4 * 3_600_000;

    private static final int MOST_WAITING = 64;

    private final Hop far;
    private final Socket socket;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Consumer<String> gone;
    private volatile boolean closed;

    /**
     * @param far  names the connection
     * @param gone told once why the connection ended
     */
    TcpLink(Hop far, Socket socket, Consumer<String> gone) {
        this.far = far;
        this.socket = socket;
        this.gone = gone;
    }

    void start(BiConsumer<Hop, byte[]> heard) {
        Thread.ofVirtual().name("sip-tcp-read-" + far).start(() -> read(heard));
        Thread.ofVirtual().name("sip-tcp-write-" + far).start(this::write);
    }

    /** Sends without waiting; false if too much waits already, or the connection is gone. */
    boolean send(byte[] octets) {
        return !closed && waiting.offer(octets);
    }

    private void read(BiConsumer<Hop, byte[]> heard) {
        String why = "closed by the far end";
        byte[] buffer = new byte[8192];
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENT_MILLIS);
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                heard.accept(far, Arrays.copyOf(buffer, count));
                socket.setSoTimeout(RESTING_MILLIS);
            }
        } catch (SocketTimeoutException _) {
            why = "nothing came for too long";
        } catch (IOException cause) {
            why = String.valueOf(cause.getMessage());
        }
        closed = true;
        gone.accept(why);
    }

    private void write() {
        try {
            OutputStream out = socket.getOutputStream();
            while (!closed) {
                byte[] octets = waiting.poll(1, TimeUnit.MINUTES);
                if (octets != null) {
                    out.write(octets);
                }
            }
        } catch (IOException _) {
            close(); // the reader then tells why
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException cause) {
            SipEndpoint.LOG.debug("Closing the connection with {}: {}", far, cause.toString());
        }
    }
}

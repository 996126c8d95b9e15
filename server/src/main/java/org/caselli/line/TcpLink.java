package org.caselli.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.caselli.sip.message.Hop;

/**
 * One connection for SIP, TCP or TLS: a thread that reads, and one that writes, so that a stuck far end holds up nobody.
 * One that we made is kept open by pings (RFC 5626 clause 3.5.1); whoever answered one once has to answer them all.
 */
final class TcpLink {
    /** A connection over which nothing ever came is closed: ours, as long as a SIP transaction lasts (64 * T1). */
    private static final int SILENT_MILLIS = 32_000;
    /** One that has been of use may rest so long, for a long fax needs no signalling. Ours. */
    private static final int RESTING_MILLIS = 4 * 3_600_000;
    /** One of a stranger may rest for less, but longer than most calls. Ours. */
    private static final int STRANGER_MILLIS = 30 * 60_000;
    /** Between 95 and 120 s (RFC 5626 clause 4.4.1). */
    private static final int PING_SECONDS = 100;
    /** How long a pong may take (RFC 5626 clause 4.4.1). */
    private static final int PONG_SECONDS = 10;

    private static final int MOST_WAITING = 64;
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Hop far;
    private final Socket raw;
    private final boolean ours;
    private final BooleanSupplier known;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Consumer<String> gone;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean closed;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean answersPings;

    /**
     * @param far   names the connection
     * @param raw   the TCP connection, also where TLS lies above it
     * @param ours  whether we made it
     * @param known whether the far end is somebody whom we know
     * @param gone  told once why the connection ended
     */
    TcpLink(Hop far, Socket raw, boolean ours, BooleanSupplier known, Consumer<String> gone) {
        this.far = far;
        this.raw = raw;
        this.ours = ours;
        this.known = known;
        this.gone = gone;
    }

    Hop far() {
        return far;
    }

    /** @param socket the connection itself, or TLS above it, handshake done */
    void start(Socket socket, BiConsumer<Hop, byte[]> heard) {
        Thread.ofVirtual().name("sip-read-" + far).start(() -> read(socket, heard));
        Thread.ofVirtual().name("sip-write-" + far).start(() -> write(socket));
    }

    /** Sends without waiting; false if too much waits already, or the connection is gone. */
    boolean send(byte[] octets) {
        return !closed && waiting.offer(octets);
    }

    private void read(Socket socket, BiConsumer<Hop, byte[]> heard) {
        String why = "closed by the far end";
        byte[] buffer = new byte[8192];
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ours ? RESTING_MILLIS : SILENT_MILLIS);
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                heardAt = System.nanoTime();
                if (count == 2 && buffer[0] == '\r' && buffer[1] == '\n') {
                    answersPings = true;
                }
                heard.accept(far, Arrays.copyOf(buffer, count));
                socket.setSoTimeout(ours || known.getAsBoolean() ? RESTING_MILLIS : STRANGER_MILLIS);
            }
        } catch (SocketTimeoutException _) {
            why = "nothing came for too long";
        } catch (SSLException cause) {
            why = TlsWay.explained(cause, far.host()); // with TLS 1.3 our certificate is judged after the handshake
        } catch (IOException cause) {
            why = String.valueOf(cause.getMessage());
        }
        end(why);
    }

    private void write(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            while (!closed) {
                byte[] octets = waiting.poll(PING_SECONDS, TimeUnit.SECONDS);
                if (octets != null) {
                    out.write(octets);
                } else if (ours && !closed) {
                    ping(out);
                }
            }
        } catch (IOException cause) {
            end(String.valueOf(cause.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ping(OutputStream out) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        out.write(PING);
        if (answersPings) {
            byte[] octets = waiting.poll(PONG_SECONDS, TimeUnit.SECONDS);
            if (octets != null) {
                out.write(octets); // what is sent now will find out by itself
            } else if (heardAt - asked < 0 && !closed) {
                end("the far end no longer answers pings");
            }
        }
    }

    /** It is over, because of this. */
    void end(String why) {
        close();
        if (told.compareAndSet(false, true)) {
            gone.accept(why);
        }
    }

    void close() {
        closed = true;
        try {
            raw.close(); // not TLS: its good-bye would wait for a far end that is stuck
        } catch (IOException cause) {
            SipEndpoint.LOG.debug("Closing the connection with {}: {}", far, cause.toString());
        }
    }
}

package org.caselli.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A mail server (RFC 5321) that can hold mails back at the one moment that counts: when all of a mail has come, and it has not
 * yet been said that it was taken.
 */
final class HoldingMailServer implements AutoCloseable {
    /** As long as only a stuck program takes. */
    private static final long STUCK_SECONDS = 60;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private boolean holding;

    /** A mail that waits for an answer. */
    record Held(String messageId, Socket from) {}

    HoldingMailServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on mails are held, or no more; those that are stay so. */
    synchronized void hold(boolean wanted) {
        holding = wanted;
    }

    /** Waits until so many mails are held. */
    synchronized List<Held> awaitHeld(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
        while (held.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertThat(left).as("held are " + held + ", taken " + taken).isPositive();
            wait(left);
        }
        return List.copyOf(held);
    }

    /** Takes responsibility for a mail that was held, and says so, whether anybody hears it or not. */
    synchronized void take(Held mail) throws IOException {
        taken.add(mail.messageId());
        say(mail.from(), "250 taken");
    }

    /** The Message-IDs of all mails for which it has taken responsibility, in order. */
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                synchronized (this) {
                    open.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                assertThat(listener.isClosed()).as(closed.toString()).isTrue();
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
            say(socket, "220 mail.example");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.split(" ")[0].toUpperCase(Locale.ROOT)) {
                    case "DATA" -> {
                        say(socket, "354 go on");
                        String id = messageId(in);
                        if (id.isEmpty()) {
                            return; // cut off within the mail
                        }
                        came(new Held(id, socket));
                    }
                    case "QUIT" -> {
                        say(socket, "221 bye");
                        return;
                    }
                    default -> say(socket, "250 fine");
                }
            }
        } catch (IOException gone) {
            assertThat(gone)
                    .hasMessageMatching(".*(?i)(reset|closed|broken pipe|abort).*"); // as whoever is killed goes
        }
    }

    private synchronized void came(Held mail) throws IOException {
        if (holding) {
            held.add(mail);
            notifyAll();
        } else {
            take(mail);
        }
    }

    /** Reads a mail to its end; empty if it has none. */
    private static String messageId(BufferedReader in) throws IOException {
        String id = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return id;
            }
            if (id.isEmpty() && line.startsWith("Message-ID: ")) {
                id = line.substring(12);
            }
        }
        return "";
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}

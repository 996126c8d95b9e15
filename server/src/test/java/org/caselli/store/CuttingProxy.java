package org.caselli.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network between us and a database that breaks exactly when it hurts. */
final class CuttingProxy implements AutoCloseable {
    /** What becomes of the next commit. */
    enum Commit {
        ANSWERED,
        /** It gets through, and then the network breaks before the answer. */
        UNANSWERED,
        /** It does not get through. */
        LOST
    }

    private static final Pattern NAMED_COMMIT = Pattern.compile("(S_[0-9]+)\0COMMIT");

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int database;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    volatile Commit next = Commit.ANSWERED;
    /** Whether nobody gets in again once a commit has been cut. */
    volatile boolean forGood;

    private volatile boolean shut;

    CuttingProxy(int database) throws IOException {
        this.database = database;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (shut) {
                    client.close();
                    continue;
                }
                var server = new Socket(InetAddress.getLoopbackAddress(), database);
                open.addAll(List.of(client, server));
                Thread.ofVirtual().start(() -> carry(client, server, true));
                Thread.ofVirtual().start(() -> carry(server, client, false));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket from, Socket to, boolean toDatabase) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[65536];
            String commit = "COMMIT";
            while (true) {
                int count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                byte[] part = Arrays.copyOf(buffer, count);
                String said = new String(part, ISO_8859_1);
                Matcher named = NAMED_COMMIT.matcher(said);
                boolean commits = toDatabase && said.contains(commit);
                if (named.find()) {
                    commit = "\0" + named.group(1) + "\0"; // the driver calls it so from now on
                }
                Commit how = next;
                if (commits && how != Commit.ANSWERED) {
                    next = Commit.ANSWERED;
                    shut = forGood;
                    from.close(); // the answer can reach nobody
                    if (how == Commit.UNANSWERED) {
                        out.write(part);
                        out.flush();
                        to.shutdownOutput();
                        awaitEnd(to);
                    }
                    return;
                }
                out.write(part);
                out.flush();
            }
        } catch (IOException broken) {
            return;
        }
    }

    /** The database closes when it has done what it was told. */
    private static void awaitEnd(Socket database) throws IOException {
        while (database.getInputStream().read() >= 0) {}
    }

    /** Lets nobody in any more, or everybody again. */
    void shut(boolean shut) {
        this.shut = shut;
    }

    /** Breaks all connections; new ones can be made. */
    void cutAll() throws IOException {
        for (Socket each : open) {
            each.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutAll();
    }
}

package org.caselli.objectmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caselli.fax.FaxCredentials;
import org.caselli.faxcomex.FaxServer;

/** Where a program runs that uses the objects. Every scenario is tried in both ways. */
public enum SetUp {
    /** On the server's machine, as the same user: it finds the server by itself. */
    SAME_MACHINE {
        @Override
        public void connect(FaxServer server, RunningServer running) {
            found(running, () -> server.connect(""));
        }

        @Override
        public void connect(FaxServer server, RunningServer running, FaxCredentials credentials) {
            found(running, () -> server.connect("", credentials));
        }

        @Override
        public void connect(org.caselli.faxcom.FaxServer server, RunningServer running) {
            found(running, () -> server.connect(""));
        }

        @Override
        public void connect(FaxServer server, RunningServer running, URI through) {
            try {
                Path near = Files.createDirectories(running.data().resolveSibling("near"));
                Files.writeString(near.resolve("server.json"), "{\"url\":\"" + through + "\"}");
                Files.writeString(
                        near.resolve("admin.token"), running.administrator().secret());
                found(near, () -> server.connect(""));
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    },

    /** On another machine: it gives the address and credentials. */
    REMOTE {
        @Override
        public void connect(FaxServer server, RunningServer running) {
            connect(server, running, running.administrator());
        }

        @Override
        public void connect(FaxServer server, RunningServer running, FaxCredentials credentials) {
            server.connect(running.url().toString(), credentials);
        }

        @Override
        public void connect(org.caselli.faxcom.FaxServer server, RunningServer running) {
            server.connect(running.url().toString(), running.administrator());
        }

        @Override
        public void connect(FaxServer server, RunningServer running, URI through) {
            server.connect(through.toString(), running.administrator());
        }
    };

    /** Connects as the administrator. */
    public abstract void connect(FaxServer server, RunningServer running);

    /** Connects as somebody else. */
    public abstract void connect(FaxServer server, RunningServer running, FaxCredentials credentials);

    /** The same with faxcom. */
    public abstract void connect(org.caselli.faxcom.FaxServer server, RunningServer running);

    /** Connects as the administrator, over something that stands between the program and the server. */
    public abstract void connect(FaxServer server, RunningServer running, URI through);

    private static void found(RunningServer running, Runnable connect) {
        found(running.data(), connect);
    }

    /** The property is the process's, and a test may have two servers. */
    private static synchronized void found(Path data, Runnable connect) {
        String before = System.getProperty("caselli.data");
        System.setProperty("caselli.data", data.toString());
        try {
            connect.run();
        } finally {
            if (before == null) {
                System.clearProperty("caselli.data");
            } else {
                System.setProperty("caselli.data", before);
            }
        }
    }
}

package org.caselli.objectmodel;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.caselli.client.LocalServer;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;

/**
 * A connection to one server, which all objects that come from it share. Safe to use from several threads. Once it is
 * closed, each of them answers E_HANDLE when it would have to ask the server; what it has read before stays readable.
 */
public final class Connection implements AutoCloseable {
    private final String serverName;
    private final CaselliClient client;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

    /**
     * @param serverName as the program gave it; empty for the server on this machine
     * @param client     closed with the connection
     */
    public Connection(String serverName, CaselliClient client) {
        this.serverName = serverName;
        this.client = client;
    }

    /**
     * Connects with credentials that the environment or the configuration file has.
     *
     * @param serverName the server's address such as {@code https://fax.example.org}; empty for the one on this machine
     */
    public static Connection open(String serverName) {
        LocalServer local = LocalServer.in(Path.of(System.getProperty("caselli.data", "data")))
                .orElseThrow();
        return new Connection(serverName, new CaselliClient(local.url(), local.token()));
    }

    /** Connects with these credentials. */
    public static Connection open(String serverName, FaxCredentials credentials) {
        return new Connection(serverName, new CaselliClient(URI.create(serverName), credentials.secret()));
    }

    /** As the program gave it; empty for the server on this machine. */
    public String serverName() {
        return serverName;
    }

    public boolean isOpen() {
        return !closed.get();
    }

    /**
     * Asks the server.
     *
     * @throws FaxException E_HANDLE after the end of the connection, else what {@link Faults} makes of the server's answer
     */
    public <T> T ask(Function<CaselliClient, T> question) {
        return ask(FaxError.ERROR_FILE_NOT_FOUND, question);
    }

    /**
     * Asks the server for a thing that may not be there.
     *
     * @param missing what is thrown if it is not, such as FAX_E_MESSAGE_NOT_FOUND
     */
    public <T> T ask(FaxError missing, Function<CaselliClient, T> question) {
        if (closed.get()) {
            throw notConnected();
        }
        try {
            return question.apply(client);
        } catch (CaselliException refused) {
            throw Faults.of(refused, missing);
        }
    }

    /** Tells the server something to which there is no answer. */
    public void tell(Consumer<CaselliClient> order) {
        tell(FaxError.ERROR_FILE_NOT_FOUND, order);
    }

    /** The same of a thing that may not be there. */
    public void tell(FaxError missing, Consumer<CaselliClient> order) {
        ask(missing, client -> {
            order.accept(client);
            return true;
        });
    }

    /**
     * Has something ended with the connection; at once if it is closed already.
     *
     * @return forgets it again
     */
    public Runnable whenClosed(Runnable end) {
        ends.add(end);
        if (closed.get()) {
            end.run();
        }
        return () -> ends.remove(end);
    }

    /** What is thrown before a program has connected, and after it has disconnected. */
    public static FaxException notConnected() {
        return new FaxException(
                FaxError.E_HANDLE, "The fax server is not connected.", "Call connect first; after disconnect, again.");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ends.forEach(Runnable::run);
            client.close();
        }
    }
}

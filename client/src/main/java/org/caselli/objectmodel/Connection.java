package org.caselli.objectmodel;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.caselli.client.LocalServer;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one server, which all objects that come from it share. Safe to use from several threads. Once it is
 * closed, each of them answers E_HANDLE when it would have to ask the server; what it has read before stays readable.
 *
 * <p>It is no line that could break: a server that was away is asked again by the next call, one of this machine that was
 * found by itself is found again though it has another port, and a session that has ended is opened again where there is a
 * password.
 */
public final class Connection implements AutoCloseable {
    /** Ours. Who has not said by then whether he knows us is no server that a program could work with. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);

    private final String serverName;
    private final Optional<FaxCredentials> password;
    private final Optional<Path> data;
    private final Duration patience;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile CaselliClient client;
    private volatile boolean session;
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

    /**
     * @param serverName as the program gave it; empty for the server on this machine
     * @param client     closed with the connection
     */
    public Connection(String serverName, CaselliClient client) {
        this(serverName, client, Optional.empty(), Optional.empty(), FIRST_ANSWER);
    }

    private Connection(
            String serverName,
            CaselliClient client,
            Optional<Path> data,
            Optional<FaxCredentials> password,
            Duration patience) {
        this.serverName = serverName;
        this.client = client;
        this.data = data;
        this.password = password;
        this.patience = patience;
    }

    /**
     * Connects with credentials that the environment or the configuration file has.
     *
     * @param serverName the server's name, or its address such as {@code https://fax.example.org}; empty or null for the one
     *                   on this machine
     * @throws FaxException RPC_S_SERVER_UNAVAILABLE if nobody answers there; RPC_S_CALL_FAILED if it is no Caselli server;
     *                      E_ACCESSDENIED if nothing says who the program is, or he may not do anything
     */
    public static Connection open(@Nullable String serverName) {
        return open(serverName, Optional.empty(), FIRST_ANSWER);
    }

    /** Connects with these credentials. */
    public static Connection open(@Nullable String serverName, FaxCredentials credentials) {
        return open(serverName, Optional.of(credentials), FIRST_ANSWER);
    }

    /** @param patience with the first answer */
    static Connection open(@Nullable String serverName, Optional<FaxCredentials> credentials, Duration patience) {
        String name = serverName == null ? "" : serverName;
        Found found = Finder.ofThisProgram().find(name, credentials);
        FaxCredentials who = found.who()
                .orElseThrow(() -> new FaxException(
                        FaxError.E_ACCESSDENIED,
                        "Nothing says as whom to connect to " + found.url() + ".",
                        "Give FaxCredentials, or set CASELLI_TOKEN, or CASELLI_USER and CASELLI_PASSWORD, or write them"
                                + " into client.properties in .caselli of your home."));
        boolean token = who.user().isEmpty();
        String first = token ? who.secret() : "";
        var client = found.trust()
                .map(file -> new CaselliClient(found.url(), first, trusting(file)))
                .orElseGet(() -> new CaselliClient(found.url(), first));
        var connection =
                new Connection(name, client, found.data(), Optional.of(who).filter(any -> !token), patience);
        try {
            if (!token) {
                connection.signIn(client);
            }
            connection.requireAnyRight();
            return connection;
        } catch (CaselliException refused) {
            connection.close();
            throw Faults.of(refused, FaxError.FAX_E_VERSION_MISMATCH);
        } catch (FaxException refused) {
            connection.close();
            throw refused;
        }
    }

    private static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + ++number, each);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException cause) {
            throw new FaxException(
                    FaxError.E_INVALIDARG,
                    "The certificates of the authorities in " + file + " cannot be read: " + cause.getMessage() + ".",
                    "Give a PEM file with certificates.",
                    cause);
        }
    }

    private void requireAnyRight() {
        var me = ask(
                FaxError.FAX_E_VERSION_MISMATCH,
                each -> each.within(patience).access().me());
        if (me.name() == null || me.rights() == null) {
            throw new FaxException(
                    FaxError.RPC_S_CALL_FAILED,
                    "What answers at " + client.address() + " is not a Caselli server.",
                    "Check the address.");
        }
        if (me.rights().isEmpty()) {
            throw new FaxException(
                    FaxError.E_ACCESSDENIED,
                    me.name() + " has no right of the fax server.",
                    "Ask its administrator for some.");
        }
    }

    /** Whether the server of this machine is at another address than this client has; then there is a client for that. */
    private synchronized boolean hasMoved(CaselliClient lost) {
        if (client != lost) {
            return true;
        }
        Optional<URI> now = data.flatMap(LocalServer::address)
                .filter(address -> !address.toString().equals(lost.address()));
        now.ifPresent(address -> client = lost.at(address));
        return now.isPresent();
    }

    /** Opens a session in place of the one that this client has; if another thread has, that is enough. */
    private synchronized void signIn(CaselliClient ended) {
        if (client == ended) {
            FaxCredentials who = password.orElseThrow();
            client = ended.with(ended.with("")
                    .within(patience)
                    .access()
                    .signIn(who.user(), who.secret())
                    .token());
            session = true;
        }
    }

    /** Where the files are that belong to who runs the program: {@code ~/.caselli}, unless it was told otherwise. */
    public static Path userDirectory() {
        return Finder.ofThisProgram().directory();
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
            CaselliClient present = client;
            try {
                return question.apply(present);
            } catch (CaselliException refused) {
                // Whom nobody has heard can ask again; else what was asked may have been done.
                if (refused.getCause() instanceof ConnectException && hasMoved(present)) {
                    return question.apply(client);
                }
                if (refused.kind() != CaselliException.Kind.UNAUTHORIZED || password.isEmpty()) {
                    throw refused;
                }
                signIn(present);
                return question.apply(client);
            }
        } catch (CaselliException refused) {
            throw closed.get() ? notConnected() : Faults.of(refused, missing);
        }
    }

    /** Tells the server something to which there is no answer. */
    public void tell(Consumer<CaselliClient> order) {
        tell(FaxError.ERROR_FILE_NOT_FOUND, order);
    }

    /** The same of a thing that may not be there. */
    public void tell(FaxError missing, Consumer<CaselliClient> order) {
        ask(missing, present -> {
            order.accept(present);
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
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ends.forEach(Runnable::run);
        try {
            if (session) {
                client.access().signOut();
            }
        } catch (CaselliException away) {
            // The session ends by itself.
        } finally {
            client.close();
        }
    }
}

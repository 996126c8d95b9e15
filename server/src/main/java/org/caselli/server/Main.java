package org.caselli.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.caselli.call.CallSettings;
import org.caselli.document.Documents;
import org.caselli.http.HttpFront;
import org.caselli.http.ServerFacts;
import org.caselli.line.Device;
import org.caselli.line.Lines;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipProvider;
import org.caselli.line.SipSettings;
import org.caselli.line.TrunkProvider;
import org.caselli.service.FaxService;
import org.caselli.service.ServiceSettings;
import org.caselli.service.device.Providers;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server, and the page on which it is put together: plain constructors, in the order of the architecture. */
public final class Main implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** Ours. Documents that are rendered at the same time, each in a process of its own. */
    private static final int RENDERERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final Config config;
    private final Deque<Part> running = new ArrayDeque<>();
    private final Store store;
    private final String token;
    private final SipEndpoint sip;
    private final Lines lines;
    private final Documents documents;
    private final FaxService service;
    private final HttpFront http;
    private final ServerFile file;

    /** Something that was started, and is stopped in the opposite order. */
    private record Part(String name, AutoCloseable closeable) {}

    private Main(Config config, Optional<InstantSource> time) throws IOException {
        this.config = config;
        Clock clock = Clock.systemUTC();
        Instant startedAt = clock.instant();
        try {
            // Before anything is dialled: a server that cannot be asked must not work either.
            probe(config.http().address(), config.http().port());

            LogSetup.use(config.logFormat());
            makePrivate(config.data());
            store = started("store", Store.open(config.store()));
            token = AdminToken.of(config.data());

            sip = started("SIP", new SipEndpoint(sipSettings(config.sip())));
            sip.open();
            var loopback = new LoopbackProvider(
                    sip,
                    LoopbackSettings.STANDARD.withLines(config.loopbackLines()).withHaste(config.loopbackHaste()));
            var direct = new SipProvider(sip, config.sip().lines(), CallSettings.STANDARD);
            var trunks = new TrunkProvider(sip, CallSettings.STANDARD);
            // Direct calls last: a call belongs to its trunk before it belongs to anybody.
            var plugins = started("plug-ins", Plugins.open(config.pluginFolder()));
            lines = new Lines(List.of(loopback, trunks, direct), plugins.deviceProviders(Providers.registered(store)));

            documents = started("documents", Documents.isolated(RENDERERS));
            var settings = ServiceSettings.STANDARD.withLease(config.sharing().lease());
            service = started(
                    "service",
                    FaxService.open(
                            store, lines, documents, settings, time.orElseGet(store::clock), plugins.loaders()));

            service.trunks().admit(sip::admit);

            var facts = new ServerFacts(version(), startedAt, Optional.of(sip.port()), lines.failures());
            http = started("HTTP", new HttpFront(config.http(), service, facts, token, clock));
            http.start();
            started("announcement", service::announceStop);

            file = new ServerFile(
                    url(config.http().address(), http.port()),
                    ProcessHandle.current().pid(),
                    version(),
                    startedAt.toString());
            file.write(config.data());
            store.nodes().introduce(version(), file.url(), AdminToken.digest(token));
            started("server.json", () -> ServerFile.delete(config.data()));
        } catch (IOException | RuntimeException cause) {
            close();
            throw cause;
        }
    }

    /**
     * Starts a server.
     *
     * @throws StartException  if it cannot be started
     * @throws ConfigException if a setting makes no sense on this machine
     */
    public static Main start(Config config) throws StartException {
        return start(config, Optional.empty());
    }

    /** Starts a server that lives in another time than its database, so that a test need not wait for days. */
    public static Main start(Config config, InstantSource time) throws StartException {
        return start(config, Optional.of(time));
    }

    private static Main start(Config config, Optional<InstantSource> time) throws StartException {
        try {
            return new Main(config, time);
        } catch (PortTakenException taken) {
            throw new StartException(String.valueOf(taken.getMessage()), taken);
        } catch (IOException cause) {
            throw new StartException("The server cannot start: " + sipPortTaken(config, cause), cause);
        } catch (StoreException cause) {
            throw new StartException(String.valueOf(cause.getMessage()), cause);
        }
    }

    /**
     * Lets programs of the same user find this server by itself, whatever directory they run in, until it is closed. A server
     * that cannot do so, having no home for instance, works all the same.
     */
    public void announce() {
        try {
            started("sign", Sign.put(Sign.directory(), config.data()));
        } catch (IOException cause) {
            LOG.info("Programs on this machine must be told the data directory: {}", cause.toString());
        }
    }

    private <T extends AutoCloseable> T started(String name, T closeable) {
        running.push(new Part(name, closeable));
        return closeable;
    }

    /** A port that another program has; the message says which, and which option chooses another. */
    private static final class PortTakenException extends IOException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message, IOException cause) {
            super(message, cause);
        }
    }

    private static String taken(String what, String address, int port, String option, String table) {
        return what + " port " + port + " on " + address
                + " is taken, perhaps by another Caselli. Stop the program that has it, or choose another port with "
                + option + " (or port in [" + table + "] of caselli.toml).";
    }

    /** Faxes are letters: a data directory that we make is for its owner only. One that is there stays as it is. */
    private static void makePrivate(Path directory) throws IOException {
        if (Files.exists(directory)
                || !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void probe(String address, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (BindException cause) {
            throw new PortTakenException(
                    String.valueOf(cause.getMessage()).contains("in use")
                            ? taken("HTTP", address, port, "--port", "http")
                            : "HTTP cannot listen at " + address + ", port " + port + ": " + cause.getMessage()
                                    + ". Choose another address in [http] of caselli.toml, or another port with --port.",
                    cause);
        }
    }

    private static String sipPortTaken(Config config, IOException cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (String.valueOf(link.getMessage()).startsWith("the port for TLS")) {
                break; // which says it all, and --sip-port would not help
            }
            if (link instanceof BindException
                    && String.valueOf(link.getMessage()).contains("in use")) {
                return taken("SIP", config.sip().address(), config.sip().port(), "--sip-port", "sip");
            }
        }
        return String.valueOf(cause.getMessage());
    }

    private static SipSettings sipSettings(Config.SipSettings sip) {
        try {
            SipSettings plain = SipSettings.at(InetAddress.ofLiteral(sip.address()), sip.port());
            return sip.tls().map(plain::with).orElse(plain);
        } catch (IllegalArgumentException cause) {
            throw new ConfigException("sip.address is \"" + sip.address()
                    + "\"; give a numeric address of this machine, such as 127.0.0.1.");
        }
    }

    private static String url(String address, int port) {
        // Who listens everywhere is reached on the loopback address by programs of the same machine.
        String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The version of the program. */
    public static String version() {
        try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            String version = properties.getProperty("version", "");
            return version.startsWith("$") || version.isEmpty() ? "(development)" : version;
        } catch (IOException cause) {
            throw new UncheckedIOException("version.properties cannot be read; build the program again.", cause);
        }
    }

    /** Where the REST interface answers. */
    public URI url() {
        return URI.create(file.url());
    }

    /** What a client on this machine reads to find the server. */
    public ServerFile file() {
        return file;
    }

    /** The administrator's token. */
    public String token() {
        return token;
    }

    /** The port at which calls come in. */
    public int sipPort() {
        return sip.port();
    }

    /** What one dials to reach the lines that have numbers, in order. */
    public List<String> numbers() {
        return lines.devices().stream()
                .map(Device::number)
                .filter(number -> !number.isEmpty())
                .toList();
    }

    /** How many lines there are that have no number of their own, for calls to and from SIP addresses. */
    public long directLines() {
        return lines.devices().stream()
                .filter(device -> device.number().isEmpty())
                .count();
    }

    /** Which kinds of lines could not be opened, and why. */
    public Map<String, String> failures() {
        return lines.failures();
    }

    /** The data directory. */
    public Path data() {
        return config.data();
    }

    /** Stops in the opposite order: no more requests are found, calls are ended in good order, and all is closed. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            Part part = running.pop();
            try {
                part.closeable().close();
            } catch (Exception cause) {
                LOG.error("The {} could not be closed: {}", part.name(), cause.getMessage(), cause);
            }
        }
    }
}

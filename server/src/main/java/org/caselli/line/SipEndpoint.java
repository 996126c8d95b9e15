package org.caselli.line;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.caselli.sip.CallId;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.Settings;
import org.caselli.sip.UserAgent;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's one place in the SIP network: a UDP, a TCP and perhaps a TLS socket on one address, and one user agent behind them. The
 * user agent belongs to one thread, which takes from a queue what the sockets hear and what calls want; it never waits for
 * anything but that queue, so no peer and no call can hold up another.
 */
public final class SipEndpoint implements AutoCloseable {
    static final Logger LOG = LoggerFactory.getLogger(SipEndpoint.class);

    /** What waits to be read beyond this is dropped; SIP over UDP says it again. Ours. */
    private static final int MOST_UNREAD = 5_000;
    /** Only an endpoint that is being closed leaves a question of a call unanswered. */
    private static final int ANSWER_SECONDS = 10;

    private final SipSettings settings;
    private final InstantSource clock = new MonotonicClock();
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final List<Taker> takers = new CopyOnWriteArrayList<>();
    /** Who hears of each call. Changed by the agent's thread only. */
    private final Map<CallId, Consumer<Output.CallEvent>> calls = new ConcurrentHashMap<>();

    private final Map<String, Consumer<Output.Standing>> standing = new ConcurrentHashMap<>();
    private final Strangers strangers = new Strangers();
    private final Strangers fumblers = new Strangers();
    private volatile List<AddressRange> admitted = AddressRange.LOOPBACK;
    private volatile Predicate<InetAddress> friends = _ -> false;
    private final Map<String, InetAddress> literals = new ConcurrentHashMap<>();
    private volatile Optional<Open> open = Optional.empty();

    /** What exists while the endpoint is open. */
    private record Open(
            DatagramChannel udp,
            ServerSocket tcp,
            Optional<ServerSocket> tls,
            SipLinks links,
            MediaPorts media,
            UserAgent agent,
            InetAddress local,
            int port,
            List<Thread> threads) {}

    /** Decides who takes a call that comes in. Asked on the user agent's thread, so it must not wait for anything. */
    @FunctionalInterface
    interface Taker {
        /** The answer to this call; empty if it is no business of this one. */
        Optional<Taking> take(Arrival arrival);
    }

    /**
     * A call that comes in.
     *
     * @param sipCallId    its Call-ID header
     * @param notes        what its diary begins with
     * @param calledNumber the number that was called, as far as is known who calls
     * @param callerNumber the number of who calls
     */
    record Arrival(
            Output.Incoming incoming,
            String sipCallId,
            List<Output.Noted> notes,
            String calledNumber,
            String callerNumber) {
        Arrival withNumbers(String called, String caller) {
            return new Arrival(incoming, sipCallId, notes, called, caller);
        }
    }

    /** What becomes of a call that comes in. */
    sealed interface Taking {
        /** Taken: tell all that happens to it. */
        record Taken(Consumer<Output.CallEvent> sink) implements Taking {}

        /** Not taken; 300 to 699, with these headers. */
        record Refused(int status, List<Header> headers) implements Taking {
            static Refused of(int status) {
                return new Refused(status, List.of());
            }
        }
    }

    public SipEndpoint(SipSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens the sockets. Once.
     *
     * @throws IOException if a port is in use, the address is none of this machine's, or a file for TLS is missing or
     *                     damaged
     */
    public void open() throws IOException {
        if (open.isPresent()) {
            throw new IllegalStateException("The SIP endpoint is open already.");
        }
        Optional<TlsWay.Answering> answering = Optional.empty();
        if (settings.tls().isPresent()) {
            answering = Optional.of(TlsWay.listening(settings.tls().get()));
        }
        IOException last = new IOException("no port was tried");
        // With any port it may take some tries until one is free for UDP and for TCP.
        for (int i = 0; i < (settings.port() == 0 ? 20 : 1); i++) {
            try {
                open = Optional.of(bind(answering));
                return;
            } catch (IOException cause) {
                last = cause;
            }
        }
        throw new IOException(
                "SIP cannot listen on " + settings.bind().getHostAddress() + ", port " + settings.port() + ": "
                        + last.getMessage() + ". Free the port, or configure another one.",
                last);
    }

    private Open bind(Optional<TlsWay.Answering> answering) throws IOException {
        DatagramChannel udp = DatagramChannel.open();
        ServerSocket tcp = new ServerSocket();
        Optional<ServerSocket> tls = Optional.empty();
        try {
            udp.bind(new InetSocketAddress(settings.bind(), settings.port()));
            int port = ((InetSocketAddress) udp.getLocalAddress()).getPort();
            tcp.bind(new InetSocketAddress(settings.bind(), port), 128);
            InetAddress local = ownAddress();
            String told = settings.advertised().isEmpty() ? local.getHostAddress() : settings.advertised();
            int tlsPort = 0;
            if (settings.tls().isPresent()) {
                tls = Optional.of(bound(settings.tls().get().port()));
                tlsPort = tls.get().getLocalPort();
            }
            var agent = new UserAgent(
                    Settings.at(told, port).withTls(tlsPort).ringingFor(settings.ringFor()), new SecureRandom());
            var links = new SipLinks(
                    settings.bind(),
                    (from, octets) -> heardStream(agent, from, octets),
                    (hop, why) -> unreachable(agent, hop, why),
                    this::isKnown,
                    who -> fumblers.turnedAway(who, clock.instant()).ifPresent(line -> LOG.info("{}", line)));
            var media = new MediaPorts(settings.bind(), settings.firstMediaPort(), settings.lastMediaPort());
            Thread thinker = Thread.ofVirtual().name("sip-agent").unstarted(() -> think(agent));
            Thread reader = Thread.ofVirtual().name("sip-udp").unstarted(() -> readUdp(udp, agent));
            var threads = new ArrayList<>(List.of(thinker, reader));
            threads.add(Thread.ofVirtual().name("sip-tcp").unstarted(() -> links.accept(tcp, Optional.empty())));
            if (tls.isPresent()) {
                ServerSocket listening = tls.get();
                threads.add(Thread.ofVirtual().name("sip-tls").unstarted(() -> links.accept(listening, answering)));
            }
            var opened = new Open(udp, tcp, tls, links, media, agent, local, port, threads);
            open = Optional.of(opened);
            opened.threads().forEach(Thread::start);
            return opened;
        } catch (IOException | RuntimeException cause) {
            udp.close();
            tcp.close();
            if (tls.isPresent()) {
                tls.get().close();
            }
            throw cause;
        }
    }

    private ServerSocket bound(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(settings.bind(), port), 128);
            return socket;
        } catch (IOException cause) {
            socket.close();
            throw new IOException("the port for TLS, " + port + ": " + cause.getMessage(), cause);
        }
    }

    /** The port that calls come in on, UDP and TCP. */
    public int port() {
        return opened().port();
    }

    /** The port that calls come in on within TLS; 0 if they do not. */
    public int tlsPort() {
        return opened().tls().map(ServerSocket::getLocalPort).orElse(0);
    }

    /**
     * Says from where anybody may call directly, and the loopback lines, without a trunk. At first that is this machine
     * alone ({@link AddressRange#LOOPBACK}); whoever else belongs to no trunk is refused with 403.
     */
    public void admit(List<AddressRange> ranges) {
        admitted = List.copyOf(ranges);
    }

    /** How many calls of strangers were refused since the start. */
    public long strangers() {
        return strangers.all();
    }

    /** The address that calls come in on; that of the way out where all addresses are bound. */
    public InetAddress address() {
        return opened().local();
    }

    /** Calls known to the endpoint at this moment. */
    public int calls() {
        return calls.size();
    }

    private Open opened() {
        return open.orElseThrow(() -> new IllegalStateException("The SIP endpoint is not open."));
    }

    // What lines use

    MediaPorts media() {
        return opened().media();
    }

    /** Asks this one, after those before it, what becomes of calls that come in. */
    void serve(Taker taker) {
        takers.add(taker);
    }

    /** Asks this one before all others. */
    void serveFirst(Taker taker) {
        takers.addFirst(taker);
    }

    /** Whether somebody there may call directly; our own lines may always. */
    boolean isAdmitted(Hop peer) {
        return isOurself(peer)
                || literal(peer)
                        .filter(at -> AddressRange.anyContains(admitted, at))
                        .isPresent();
    }

    /** Says who else is no stranger: his connections may rest, and find room. */
    void befriend(Predicate<InetAddress> whom) {
        friends = whom;
    }

    private boolean isKnown(InetAddress address) {
        return AddressRange.anyContains(admitted, address) || friends.test(address);
    }

    static Optional<InetAddress> literal(Hop hop) {
        try {
            return Optional.of(InetAddress.ofLiteral(hop.host()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // a name, so not where a message came from
        }
    }

    /** Logs that somebody was turned away, if not too much is logged of that already. */
    void turnedAway(String who) {
        strangers.turnedAway(who, clock.instant()).ifPresent(line -> LOG.info("{}", line));
    }

    /** How to go there within TLS; false if another owner's way is gone, which differs. */
    boolean way(Hop hop, String owner, TlsWay way) {
        return opened().links().way(hop, owner, way);
    }

    void forgetWay(Hop hop, String owner) {
        open.ifPresent(now -> now.links().forgetWay(hop, owner));
    }

    /** Has registrations and checks begun, changed or ended; their news goes to whoever listens to their name. */
    void tell(Input input) {
        open.ifPresent(now -> work.add(() -> perform(now.agent(), input)));
    }

    /** Who hears of registrations and checks of this name; on the user agent's thread. */
    void listen(String name, Consumer<Output.Standing> listener) {
        standing.put(name, listener);
    }

    void listenNoMore(String name) {
        standing.remove(name);
    }

    /** The time by which the endpoint lives. */
    Instant now() {
        return clock.instant();
    }

    void serveNoMore(Taker taker) {
        takers.remove(taker);
    }

    /** A name for a call that is to be made; empty if there are too many calls. */
    Optional<CallId> newCall(Consumer<Output.CallEvent> sink) {
        UserAgent agent = opened().agent();
        var named = new CompletableFuture<Optional<CallId>>();
        work.add(() -> {
            if (calls.size() >= settings.maxCalls()) {
                named.complete(Optional.empty());
            } else {
                CallId id = agent.newCall();
                calls.put(id, sink);
                named.complete(Optional.of(id));
            }
        });
        return named.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Hands a command to the user agent, and goes on. Without effect once the endpoint is closed. */
    void command(Input.Command command) {
        open.ifPresent(now -> work.add(() -> perform(now.agent(), command)));
    }

    /** Forgets a call that its line does not want to hear of any more. */
    void forget(CallId call) {
        work.add(() -> calls.remove(call));
    }

    /** The Call-ID of a call's messages; empty if none was written yet. */
    Optional<String> sipCallId(CallId call) {
        UserAgent agent = opened().agent();
        var told = new CompletableFuture<Optional<String>>();
        work.add(() -> told.complete(agent.callIdHeader(call)));
        return told.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The address that we tell somebody at that address as ours, for media. */
    String addressTowards(InetAddress far) throws IOException {
        if (!settings.advertised().isEmpty() && !far.isLoopbackAddress()) {
            return settings.advertised();
        }
        return settings.bind().isAnyLocalAddress()
                ? wayTo(far).getHostAddress()
                : settings.bind().getHostAddress();
    }

    /** Whether packets from there are our own. */
    boolean isOurself(Hop hop) {
        Open now = opened();
        if (hop.port() != now.port()) {
            return false;
        }
        return literal(hop)
                .filter(address ->
                        (address.isLoopbackAddress() && settings.bind().isAnyLocalAddress())
                                || address.equals(settings.bind())
                                || address.equals(now.local()))
                .isPresent();
    }

    /** Where we reach ourselves. */
    Hop ourself() {
        InetAddress address = settings.bind().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : settings.bind();
        return new Hop(Transport.UDP, address.getHostAddress(), port());
    }

    // The user agent's thread

    private void think(UserAgent agent) {
        while (open.isPresent()) {
            try {
                Instant now = clock.instant();
                Instant deadline = agent.deadline();
                if (!deadline.isAfter(now)) {
                    perform(agent, new Input.TimeUp());
                    continue;
                }
                Instant latest = now.plusSeconds(60);
                Duration wait = Duration.between(now, deadline.isBefore(latest) ? deadline : latest);
                Runnable next = work.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
                if (next != null) {
                    next.run();
                }
            } catch (InterruptedException _) {
                return; // the endpoint is closed
            } catch (RuntimeException | OutOfMemoryError cause) {
                // All calls hang on this thread; nothing that one of them does may end it.
                LOG.error("SIP met an error of its own", cause);
            }
        }
    }

    private void perform(UserAgent agent, Input input) {
        List<Output> outputs;
        try {
            outputs = agent.on(input, clock.instant());
        } catch (RuntimeException cause) {
            // One message or command that we cannot handle must not take all calls with it.
            LOG.error("SIP met an error of its own at {}", input, cause);
            if (input instanceof Input.Command command) {
                tell(new Output.Ended(command.call(), Output.Ending.NONSENSE, List.of()));
            }
            return;
        }
        List<Output.Noted> early = new ArrayList<>(0);
        for (Output output : outputs) {
            switch (output) {
                case Output.Send(Hop to, byte[] octets) -> send(agent, to, octets);
                case Output.Close(Hop connection) ->
                    open.ifPresent(now -> now.links().close(connection));
                case Output.Standing news ->
                    Optional.ofNullable(standing.get(news.name())).ifPresent(listener -> listener.accept(news));
                case Output.Remark(Hop from, String line) -> LOG.debug("SIP from {}: {}", from, line);
                case Output.Incoming incoming -> incoming(agent, incoming, early);
                // "heard INVITE" stands before the call that it begins.
                case Output.Noted note when !calls.containsKey(note.call()) -> early.add(note);
                case Output.CallEvent event -> tell(event);
            }
        }
    }

    private void tell(Output.CallEvent event) {
        Consumer<Output.CallEvent> sink = calls.get(event.call());
        if (sink != null) {
            sink.accept(event);
        }
        if (event instanceof Output.Ended || event instanceof Output.Refused) {
            calls.remove(event.call());
        }
    }

    private void incoming(UserAgent agent, Output.Incoming incoming, List<Output.Noted> notes) {
        boolean full = calls.size() >= settings.maxCalls();
        boolean stranger = !full && !isAdmitted(incoming.peer());
        Taking taking = Taking.Refused.of(full ? 503 : stranger ? 403 : 480);
        if (!full) {
            var arrival = new Arrival(
                    incoming,
                    agent.callIdHeader(incoming.call()).orElse(""),
                    notes,
                    incoming.calledNumber(),
                    incoming.from().uri().number());
            for (Taker taker : takers) {
                Optional<Taking> answer = taker.take(arrival);
                if (answer.isPresent()) {
                    taking = answer.get();
                    stranger = false;
                    break;
                }
            }
        }
        switch (taking) {
            case Taking.Taken(Consumer<Output.CallEvent> sink) -> calls.put(incoming.call(), sink);
            case Taking.Refused(int status, List<Header> headers) -> {
                String who = "a call from " + incoming.from().uri() + " at " + incoming.peer() + " to "
                        + incoming.requested();
                if (stranger) {
                    turnedAway("Refused " + who + " with 403: it belongs to no trunk, and no rule admits it");
                } else if (status != 401) {
                    LOG.info("Refused {} with {}", who, status);
                }
                // Not at once: the outputs that came with this one are to be carried out first.
                var refusal = new Input.Refuse(incoming.call(), status, "", Optional.empty(), headers);
                work.add(() -> perform(agent, refusal));
            }
        }
    }

    // Sockets

    private void send(UserAgent agent, Hop to, byte[] octets) {
        InetAddress address;
        try {
            address = literals.computeIfAbsent(to.host(), InetAddress::ofLiteral);
        } catch (IllegalArgumentException _) {
            // A name: asking for its address may take long, so elsewhere.
            Thread.ofVirtual().name("sip-resolve").start(() -> {
                try {
                    send(agent, to, InetAddress.getByName(to.host()), octets);
                } catch (UnknownHostException cause) {
                    unreachable(agent, to, "no address is known for " + to.host());
                }
            });
            return;
        }
        if (literals.size() > 10_000) {
            literals.clear();
        }
        send(agent, to, address, octets);
    }

    private void send(UserAgent agent, Hop to, InetAddress address, byte[] octets) {
        if (to.transport().reliable()) {
            if (open.isPresent() && !open.get().links().send(to, address, octets)) {
                unreachable(agent, to, "the connection takes nothing more");
            }
            return;
        }
        try {
            opened().udp().send(ByteBuffer.wrap(octets), new InetSocketAddress(address, to.port()));
        } catch (ClosedChannelException _) {
            LOG.debug("Not sent to {}: the endpoint is closed", to);
        } catch (IOException | UnsupportedAddressTypeException cause) {
            unreachable(agent, to, String.valueOf(cause.getMessage()));
        }
    }

    private void unreachable(UserAgent agent, Hop hop, String why) {
        work.add(() -> perform(agent, new Input.Unreachable(hop, why)));
    }

    private void heardStream(UserAgent agent, Hop from, byte[] octets) {
        // Not dropped like datagrams: a stream with a hole is no stream. The reader waits while we have too much to do.
        while (work.size() > MOST_UNREAD && open.isPresent()) {
            SipLinks.rest();
        }
        work.add(() -> perform(agent, new Input.StreamOctets(from, octets)));
    }

    private void readUdp(DatagramChannel udp, UserAgent agent) {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        InetSocketAddress last = new InetSocketAddress(0);
        Hop from = new Hop(Transport.UDP, "0.0.0.0", 1);
        while (open.isPresent()) {
            try {
                buffer.clear();
                InetSocketAddress source = (InetSocketAddress) udp.receive(buffer);
                if (!source.equals(last) && source.getPort() != 0) {
                    last = source;
                    from = new Hop(Transport.UDP, source.getAddress().getHostAddress(), source.getPort());
                }
                if (source.getPort() == 0 || work.size() > MOST_UNREAD) {
                    continue;
                }
                byte[] octets = new byte[buffer.flip().remaining()];
                buffer.get(octets);
                Hop sender = from;
                work.add(() -> perform(agent, new Input.Datagram(sender, octets)));
            } catch (AsynchronousCloseException _) {
                return;
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException cause) {
                LOG.debug("Reading SIP datagrams: {}", cause.toString()); // an ICMP error of something sent before
            }
        }
    }

    // Addresses

    private InetAddress ownAddress() throws IOException {
        // A documentation address (RFC 5737): nothing is sent, the system only says by which way it would go.
        return settings.bind().isAnyLocalAddress() ? wayTo(InetAddress.ofLiteral("192.0.2.1")) : settings.bind();
    }

    private static InetAddress wayTo(InetAddress far) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(far, 9));
            InetAddress local = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
            return local.isAnyLocalAddress() ? anyAddress() : local;
        } catch (IOException _) {
            return anyAddress(); // no way there: an address nevertheless, for calls within this machine
        }
    }

    private static InetAddress anyAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !(address instanceof Inet6Address) && !address.isLoopbackAddress())
                .findFirst()
                .orElse(InetAddress.getLoopbackAddress());
    }

    /** Closes the sockets. Calls under way should have been ended before. Idempotent. */
    @Override
    public void close() {
        Optional<Open> was = open;
        open = Optional.empty();
        if (was.isEmpty()) {
            return;
        }
        try {
            was.get().udp().close();
            was.get().tcp().close();
            if (was.get().tls().isPresent()) {
                was.get().tls().get().close();
            }
        } catch (IOException cause) {
            LOG.warn("The SIP sockets could not be closed", cause);
        }
        was.get().links().close();
        was.get().media().close();
        was.get().threads().forEach(Thread::interrupt);
    }
}

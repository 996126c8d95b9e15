package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caselli.line.TrunkSettings.Identity;
import org.caselli.line.TrunkSettings.Incoming;
import org.caselli.line.TrunkSettings.Kind;
import org.caselli.line.TrunkSettings.NumberHeader;
import org.caselli.sip.CheckPlan;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.RegistrationPlan;
import org.caselli.sip.RegistrationState;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.MalformedException;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Params;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One trunk while it is in use: finds where it leads, keeps its registration and checks it, and says how its calls go. It
 * has one thread, which waits for DNS; what the endpoint tells comes on the endpoint's own.
 */
final class LiveTrunk implements DialPlan {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTrunk.class);

    /** A name may lead elsewhere tomorrow, so DNS is asked again. Ours, a usual time to live. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);
    /** After a failure it is asked sooner. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    /** The pause after a question that is not to be repeated. */
    private static final Duration ONCE = Duration.ofDays(1);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SipEndpoint endpoint;
    private final NextHops nextHops;
    private final String mark;
    /** What it is called in the endpoint: a trunk that comes after it may have its name, and not this. */
    private final String handle;

    private final Consumer<LiveTrunk> changed;
    private final Runnable gone;
    private final Semaphore kicked = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);

    private volatile TrunkSettings settings;
    private volatile List<SipLine> lines = List.of();
    /** Where it leads, numeric, the best first; empty before DNS has told. */
    private volatile List<Hop> hops = List.of();

    private volatile Set<InetAddress> addresses = Set.of();
    private volatile boolean closed;
    /** Whether another trunk stands in its way. */
    private volatile boolean blocked;

    private volatile State state;
    private volatile Optional<Instant> lastAnswer = Optional.empty();
    private volatile Optional<Duration> roundTrip = Optional.empty();
    /** Whether the last check found the far end there. On the endpoint's thread. */
    private boolean there = true;

    private boolean registers;
    private boolean checks;
    /** What the endpoint was last told to do. */
    private List<Input> told = List.of();
    /** By these settings. */
    private Optional<TrunkSettings> toldBy = Optional.empty();

    /** What is shown. */
    private record State(
            TrunkStatus.State state,
            String sentence,
            String remedy,
            Instant since,
            Optional<Instant> registeredUntil) {}

    /**
     * @param mark    stands in our Contact; nobody can guess it
     * @param changed told after each change of what is shown
     * @param gone    told when it is over
     */
    LiveTrunk(
            TrunkSettings settings,
            SipEndpoint endpoint,
            NextHops nextHops,
            String mark,
            Consumer<LiveTrunk> changed,
            Runnable gone) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.nextHops = nextHops;
        this.mark = mark;
        this.handle = settings.name() + " " + mark;
        this.changed = changed;
        this.gone = gone;
        this.state = starting(settings);
    }

    private static State starting(TrunkSettings settings) {
        return settings.kind() == Kind.REGISTRATION
                ? new State(
                        TrunkStatus.State.REGISTERING,
                        "Registering with " + settings.server() + ".",
                        "",
                        Instant.now(),
                        Optional.empty())
                : new State(
                        TrunkStatus.State.CHECKING,
                        "Looking for " + settings.server() + ".",
                        "",
                        Instant.now(),
                        Optional.empty());
    }

    TrunkSettings settings() {
        return settings;
    }

    List<SipLine> lines() {
        return lines;
    }

    void use(List<SipLine> channels) {
        lines = List.copyOf(channels);
    }

    // ---- its life

    void start() {
        knowLiterals(settings);
        endpoint.listen(handle, this::heard);
        Thread.ofVirtual().name("trunk-" + settings.name()).start(this::lookOut);
    }

    /** Numeric addresses need no DNS: its calls are known, and can be made, from the first moment. */
    private void knowLiterals(TrunkSettings now) {
        Transport transport = transport(now);
        TrunkSettings.Server next = now.outboundProxy().orElse(now.server());
        Set<InetAddress> known = new LinkedHashSet<>();
        for (TrunkSettings.Server server : List.of(next, now.server())) {
            int port = server.port() == 0 ? transport.standardPort() : server.port();
            var hop = new Hop(transport, server.host(), port);
            SipEndpoint.literal(hop).ifPresent(known::add);
            if (server.equals(next) && SipEndpoint.literal(hop).isPresent() && transport != Transport.TLS) {
                hops = List.of(hop); // within TLS not before its files were read
            }
        }
        addresses = Set.copyOf(known);
    }

    /** Goes on by other settings; calls under way do not notice. */
    void replace(TrunkSettings other) {
        settings = other;
        show(starting(other));
        kicked.release();
    }

    /** Looks, registers and asks at once. */
    void hurry() {
        kicked.release();
        endpoint.tell(new Input.Hurry(handle));
        TrunkSettings now = settings;
        List<Hop> found = hops;
        if (now.kind() == Kind.STATIC && now.checkEvery().isZero() && !found.isEmpty()) {
            endpoint.tell(check(now, found, ONCE)); // what is not checked is asked once, for this
        }
    }

    /** Takes the registration back, in the background. */
    void close() {
        closed = true;
        kicked.release();
    }

    /** Waits until the registration is taken back, for so long at most. */
    boolean awaitOver(Duration patience) throws InterruptedException {
        return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookOut() {
        try {
            while (!closed) {
                Duration pause = LOOK_AGAIN;
                TrunkSettings now = settings;
                try {
                    lookUp(now);
                } catch (IOException cause) {
                    pause = AFTER_FAILURE;
                    if (hops.isEmpty() || !(cause instanceof UnknownHostException)) {
                        stop(now, cause);
                    }
                } catch (RuntimeException cause) {
                    pause = AFTER_FAILURE;
                    LOG.error("The trunk {} met an error of ours", now.name(), cause);
                    stop(now, new IOException("an error of our own: " + cause, cause));
                }
                if (kicked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    kicked.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does so but a JVM that goes down
        }
        leave();
    }

    private void leave() {
        endpoint.tell(new Input.CheckNoMore(handle));
        if (registers) {
            endpoint.tell(new Input.Unregister(handle)); // its end is heard
        } else {
            ended();
        }
    }

    private void ended() {
        endpoint.listenNoMore(handle);
        hops.forEach(hop -> endpoint.forgetWay(hop, handle));
        over.countDown();
        gone.run();
    }

    /** Another trunk is over, which may have stood in this one's way. */
    void lookAgainIfBlocked() {
        if (blocked) {
            kicked.release();
        }
    }

    /** Nothing can be done before this is repaired. */
    private void stop(TrunkSettings now, IOException cause) {
        String why = String.valueOf(cause.getMessage());
        String remedy = ownRemedy(why);
        show(new State(
                TrunkStatus.State.DOWN,
                sentence("The trunk cannot be used: " + what(why)),
                remedy.isEmpty() ? "Repair that; it is tried again every " + AFTER_FAILURE.toSeconds() + " s." : remedy,
                Instant.now(),
                Optional.empty()));
    }

    private void lookUp(TrunkSettings now) throws IOException {
        Transport transport = transport(now);
        TrunkSettings.Server next = now.outboundProxy().orElse(now.server());
        List<Hop> found = nextHops.of(next, transport);
        blocked = false;
        if (transport == Transport.TLS) {
            TlsWay way = TlsWay.of(now.tls(), next.host());
            for (Hop hop : found) {
                if (!endpoint.way(hop, handle, way)) {
                    blocked = true;
                    throw new IOException(
                            "another trunk goes to " + hop + " with other settings of TLS; give both trunks"
                                    + " the same, as they share one connection");
                }
            }
        }
        hops.stream().filter(hop -> !found.contains(hop)).forEach(hop -> endpoint.forgetWay(hop, handle));
        // What answered last is asked first; the others keep their order.
        List<Hop> before = hops;
        List<Hop> ordered = new ArrayList<>(found);
        if (!before.isEmpty() && ordered.remove(before.getFirst())) {
            ordered.addFirst(before.getFirst());
        }
        Set<InetAddress> known = new LinkedHashSet<>();
        found.forEach(hop -> SipEndpoint.literal(hop).ifPresent(known::add));
        if (now.outboundProxy().isPresent()) {
            try {
                nextHops.of(now.server(), transport)
                        .forEach(hop -> SipEndpoint.literal(hop).ifPresent(known::add));
            } catch (IOException cause) {
                LOG.debug("The server of trunk {} is known to its proxy only: {}", now.name(), cause.getMessage());
            }
        }
        addresses = Set.copyOf(known);
        hops = List.copyOf(ordered);
        work(now, hops);
    }

    private void work(TrunkSettings now, List<Hop> found) {
        List<Input> tasks = new ArrayList<>(2);
        if (now.kind() == Kind.REGISTRATION) {
            registers = true;
            tasks.add(new Input.Register(handle, registration(now, found)));
        } else if (registers) {
            registers = false;
            endpoint.tell(new Input.Unregister(handle));
        }
        if (!now.checkEvery().isZero()) {
            checks = true;
            tasks.add(check(now, found, now.checkEvery()));
        } else {
            if (checks) {
                checks = false;
                endpoint.tell(new Input.CheckNoMore(handle));
            }
            if (now.kind() == Kind.STATIC) {
                show(new State(
                        TrunkStatus.State.UP,
                        "Not checked: calls go to " + found.getFirst() + ".",
                        "",
                        Instant.now(),
                        Optional.empty()));
            }
        }
        tasks.forEach(endpoint::tell);
        if (tasks.equals(told) && !toldBy.equals(Optional.of(now))) {
            endpoint.tell(new Input.Hurry(handle)); // what is new concerns TLS only, say: the same is to be asked again
        }
        told = List.copyOf(tasks);
        toldBy = Optional.of(now);
    }

    private Input.Check check(TrunkSettings now, List<Hop> found, Duration every) {
        return new Input.Check(
                handle,
                new CheckPlan(target("", now), NameAddr.of(from(now, shownNumber(now, ""))), found, login(now), every));
    }

    private RegistrationPlan registration(TrunkSettings now, List<Hop> found) {
        return new RegistrationPlan(
                target("", now),
                new NameAddr(now.identity().name(), SipUri.of(now.login().user(), domain(now), 0), Params.NONE),
                now.login().user(),
                mark,
                found,
                login(now),
                now.registerEvery());
    }

    private static Transport transport(TrunkSettings now) {
        return switch (now.transport()) {
            case UDP -> Transport.UDP;
            case TCP -> Transport.TCP;
            case TLS -> Transport.TLS;
        };
    }

    private static Optional<Input.Login> login(TrunkSettings now) {
        TrunkSettings.Login login = now.login();
        return login.password().isEmpty()
                ? Optional.empty()
                : Optional.of(new Input.Login(
                        login.credentialsUser(), login.password().reveal(), login.realm()));
    }

    // ---- what the endpoint tells

    private void heard(Output.Standing news) {
        switch (news) {
            case Output.RegistrationIs(var _, RegistrationState now) -> registration(now);
            case Output.Checked checked -> checked(checked);
        }
    }

    private void registration(RegistrationState now) {
        if (closed) {
            if (now instanceof RegistrationState.Ended) {
                ended();
            }
            return;
        }
        if (settings.kind() != Kind.REGISTRATION) {
            return;
        }
        switch (now) {
            case RegistrationState.Registering(Hop to) ->
                show(new State(
                        TrunkStatus.State.REGISTERING,
                        "Registering with " + to + ".",
                        "",
                        Instant.now(),
                        Optional.empty()));
            case RegistrationState.Registered done -> {
                answered(done.at(), done.roundTrip());
                show(new State(
                        TrunkStatus.State.UP,
                        "Registered until " + CLOCK.format(done.until()) + " at " + done.at() + " as "
                                + contact(done.contact()) + ".",
                        "",
                        Instant.now(),
                        Optional.of(done.until())));
            }
            case RegistrationState.Failed failed -> {
                show(new State(
                        TrunkStatus.State.DOWN,
                        sentence("Registration failed: " + failed.status() + " " + what(failed.why()) + " ("
                                + failed.at() + "); tried again at " + CLOCK.format(failed.retryAt())),
                        remedy(failed.status(), failed.why()),
                        Instant.now(),
                        Optional.empty()));
                kicked.release(); // DNS may know another way by now
            }
            case RegistrationState.Ended _ -> {
                // another kind of trunk by now
            }
        }
    }

    private void checked(Output.Checked checked) {
        boolean wasThere = there;
        there = checked.there();
        if (there) {
            answered(checked.at(), checked.roundTrip());
        }
        if (settings.checkEvery().isZero()) {
            endpoint.tell(new Input.CheckNoMore(handle)); // asked once by hand: it changes nothing
            return;
        }
        if (settings.kind() == Kind.REGISTRATION) {
            // Some registrars answer no OPTIONS. So a check that fails only has the registration renewed, which tells.
            if (wasThere && !there) {
                endpoint.tell(new Input.Hurry(handle));
            }
            return;
        }
        if (there) {
            show(new State(
                    TrunkStatus.State.UP, "Answers at " + checked.at() + ".", "", Instant.now(), Optional.empty()));
        } else {
            show(new State(
                    TrunkStatus.State.DOWN,
                    sentence("No answer: " + checked.status() + " " + what(checked.why()) + " (" + checked.at() + ")"),
                    remedy(checked.status(), checked.why()),
                    Instant.now(),
                    Optional.empty()));
            if (wasThere) {
                kicked.release();
            }
        }
    }

    private void answered(Hop by, Duration took) {
        lastAnswer = Optional.of(Instant.now());
        roundTrip = Optional.of(took);
        List<Hop> now = hops;
        if (now.indexOf(by) > 0) {
            List<Hop> ordered = new ArrayList<>(now);
            ordered.remove(by);
            ordered.addFirst(by);
            hops = List.copyOf(ordered);
        }
    }

    private static SipUri contact(SipUri full) {
        return SipUri.of(full.user(), full.host(), full.port()); // the mark is nobody's business
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** What is wrong, of a reason of our own that goes on with "; " and the remedy. */
    private static String what(String why) {
        int remedy = why.indexOf("; ");
        return remedy < 0 ? why : why.substring(0, remedy);
    }

    /** The remedy in such a reason; empty if there is none. */
    private static String ownRemedy(String why) {
        int remedy = why.indexOf("; ");
        return remedy < 0 ? "" : sentence(Character.toUpperCase(why.charAt(remedy + 2)) + why.substring(remedy + 3));
    }

    private static String remedy(int status, String why) {
        String own = ownRemedy(why);
        return !own.isEmpty()
                ? own
                : switch (status) {
                    case 401, 407 -> "Check user, password and, if one is set, realm.";
                    case 403 ->
                        "Check user and password; else ask whoever runs the server whether the account is open, and"
                                + " from which addresses.";
                    case 404 -> "The server does not know the account: check the user and the server's name.";
                    case 408 ->
                        "Check the server's name and port, the transport, and the firewalls on the way. Where the far end"
                                + " answers no OPTIONS, switch the checks off.";
                    case 423 -> "Choose a longer time between registrations.";
                    case 503 -> "See that the server is up, and can be reached by this transport.";
                    default ->
                        status >= 500
                                ? "The server has a trouble of its own; ask whoever runs it."
                                : "Compare the trunk's settings with what the server's owner has given you.";
                };
    }

    private void show(State next) {
        State before = state;
        boolean same = before.state() == next.state() && before.sentence().equals(next.sentence());
        if (same) {
            return;
        }
        state = before.state() == next.state()
                ? new State(next.state(), next.sentence(), next.remedy(), before.since(), next.registeredUntil())
                : next;
        boolean down = next.state() == TrunkStatus.State.DOWN;
        lines.forEach(line -> line.offline(down));
        changed.accept(this);
    }

    boolean isDown() {
        return state.state() == TrunkStatus.State.DOWN;
    }

    TrunkStatus status() {
        State now = state;
        List<SipLine> channels = lines;
        return new TrunkStatus(
                settings.name(),
                now.state(),
                now.sentence(),
                now.remedy(),
                now.since(),
                now.registeredUntil(),
                lastAnswer,
                roundTrip,
                (int) channels.stream().filter(SipLine::isInUse).count(),
                channels.size());
    }

    // ---- calls out

    @Override
    public Optional<SipUri> target(String dialString) {
        String number = dialString.replaceAll("[-. ()/\\u00A0]", "");
        if (!number.matches("\\+?[0-9*#]{1,32}")) {
            return Optional.empty();
        }
        TrunkSettings now = settings;
        return Optional.of(target(now.dialling().dialled(number), now));
    }

    /** {@code sip:number@server}; the transport is chosen by where it is sent, not by the URI. */
    private static SipUri target(String number, TrunkSettings now) {
        return SipUri.of(number, now.server().host(), now.server().port());
    }

    private String domain(TrunkSettings now) {
        return now.identity().domain().isEmpty()
                ? now.server().host()
                : now.identity().domain();
    }

    private SipUri from(TrunkSettings now, String number) {
        Identity identity = now.identity();
        return SipUri.of(identity.fromUser().isEmpty() ? number : identity.fromUser(), domain(now), 0);
    }

    private static String shownNumber(TrunkSettings now, String wanted) {
        if (!wanted.isEmpty()) {
            return wanted;
        }
        return now.identity().number().isEmpty()
                ? now.login().user()
                : now.identity().number();
    }

    @Override
    public Way way(SipUri target, String callerNumber, SipEndpoint carrier) throws IOException {
        TrunkSettings now = settings;
        List<Hop> found = hops;
        if (found.isEmpty()) {
            throw new IOException(state.sentence());
        }
        // The account must stand in From where a registrar looks for it, so a number goes beside it.
        boolean accountInFrom = now.kind() == Kind.REGISTRATION
                && now.identity().fromUser().isEmpty()
                && now.identity().header() != NumberHeader.NONE;
        String shown = shownNumber(now, callerNumber);
        SipUri uri = accountInFrom ? SipUri.of(now.login().user(), domain(now), 0) : from(now, shown);
        List<Header> extra = new ArrayList<>(1);
        if (!shown.isEmpty() && now.identity().header() != NumberHeader.NONE) {
            extra.add(new Header(
                    now.identity().header() == NumberHeader.ASSERTED ? "P-Asserted-Identity" : "P-Preferred-Identity",
                    new NameAddr(now.identity().name(), SipUri.of(shown, domain(now), 0), Params.NONE).toString()));
        }
        return new Way(found, shown, new NameAddr(now.identity().name(), uri, Params.NONE), login(now), extra);
    }

    // ---- calls in

    /** Whether the request URI is the contact that we registered. */
    boolean isRegisteredAt(Output.Incoming incoming) {
        return settings.kind() == Kind.REGISTRATION
                && incoming.requested() instanceof SipUri uri
                && uri.params().get(RegistrationPlan.MARK).filter(mark::equals).isPresent()
                && (settings.incoming().sources().isEmpty() || comesFrom(incoming.peer()));
    }

    /** Whether calls from that address are this trunk's. */
    boolean comesFrom(Hop peer) {
        return SipEndpoint.literal(peer).filter(this::knows).isPresent();
    }

    boolean knows(InetAddress address) {
        Incoming incoming = settings.incoming();
        return incoming.sources().isEmpty()
                ? addresses.contains(address)
                : AddressRange.anyContains(incoming.sources(), address);
    }

    /** Whether credentials alone make a call this trunk's, wherever it comes from. */
    boolean takesFromAnywhere() {
        return settings.incoming().isAuthenticated()
                && settings.incoming().sources().isEmpty();
    }

    /** The account and numbers by which calls may name this trunk. */
    Set<String> names() {
        return List.of(
                        settings.login().user(),
                        settings.identity().number(),
                        settings.identity().fromUser())
                .stream()
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Whether the call names this trunk's account or number, for where several trunks share a server. */
    boolean isNamedBy(Output.Incoming incoming) {
        Set<String> names = names();
        return names.contains(incoming.requested().number())
                || names.contains(incoming.to().uri().number());
    }

    /** The arrival with the numbers as this trunk has them. */
    SipEndpoint.Arrival read(SipEndpoint.Arrival arrival) {
        Output.Incoming incoming = arrival.incoming();
        String called = switch (settings.incoming().calledNumber()) {
            case REQUEST_URI -> incoming.calledNumber();
            case TO -> incoming.to().uri().number();
        };
        return arrival.withNumbers(called, asserted(incoming).orElse(arrival.callerNumber()));
    }

    /** The caller as the far end, whom we trust by its being a trunk, vouches for him (RFC 3325 clause 9.1). */
    private static Optional<String> asserted(Output.Incoming incoming) {
        for (String value : incoming.headers().list("P-Asserted-Identity")) {
            try {
                String number = NameAddr.parse(value).uri().number();
                if (!number.isEmpty()) {
                    return Optional.of(number);
                }
            } catch (MalformedException _) {
                // From still says who calls
            }
        }
        return Optional.empty();
    }
}

package org.caselli.line;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.caselli.call.CallSettings;
import org.caselli.line.SipEndpoint.Taking;
import org.caselli.sip.Challenger;
import org.caselli.sip.Output;
import org.caselli.sip.message.AuthParams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIP trunks: the devices are their channels. Trunks come, change and go while the server runs; calls under way on a trunk
 * that changes or goes are carried to their end as they began.
 *
 * <p>A call that comes in belongs to the trunk whose registration it names; else to one whose addresses it comes from;
 * else, from anywhere, to one whose credentials it shows.
 */
public final class TrunkProvider implements DeviceProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TrunkProvider.class);

    /** Its unique name. */
    public static final String ID = "trunk";

    private static final Duration AT_CLOSE = Duration.ofSeconds(12);
    /** So long a registrar has to take a registration back when the server stops. Ours. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    /** How long a challenge may be answered. Ours; a caller does it within a second. */
    private static final Duration NONCES = Duration.ofSeconds(60);

    private static final String REALM = "caselli";

    private final SipEndpoint endpoint;
    private final CallSettings settings;
    private final NextHops nextHops;
    private final SecureRandom random = new SecureRandom();
    private final Challenger challenger;
    private final SipEndpoint.Taker taker = this::take;
    private final List<Consumer<TrunkStatus>> listeners = new CopyOnWriteArrayList<>();
    /** Trunks by name; a new map for each change, which is made under this object's lock. */
    private volatile Map<String, LiveTrunk> trunks = Map.of();
    /** Trunks noted before the provider was opened. */
    private final Map<String, TrunkSettings> noted = new TreeMap<>();
    /** Lines that are offered no more, until their last call is over. */
    private final List<SipLine> retired = new CopyOnWriteArrayList<>();

    private volatile Optional<Switchboard> switchboard = Optional.empty();

    /**
     * @param endpoint opened before this provider, and closed after it
     * @param settings how media are handled; {@link CallSettings#STANDARD}
     */
    public TrunkProvider(SipEndpoint endpoint, CallSettings settings) {
        this(endpoint, settings, new DnsResolver());
    }

    TrunkProvider(SipEndpoint endpoint, CallSettings settings, Resolver resolver) {
        this(endpoint, settings, resolver, NONCES);
    }

    /** @param nonces how long a challenge may be answered */
    TrunkProvider(SipEndpoint endpoint, CallSettings settings, Resolver resolver, Duration nonces) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.nextHops = new NextHops(resolver, random);
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.challenger = new Challenger(REALM, key, nonces, random);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return "SIP trunks";
    }

    @Override
    public List<Device> devices() {
        return trunks.values().stream()
                .flatMap(trunk -> trunk.lines().stream())
                .map(Device.class::cast)
                .toList();
    }

    @Override
    public void open(Switchboard board) {
        synchronized (this) {
            switchboard = Optional.of(board);
            endpoint.serveFirst(taker);
            endpoint.befriend(this::isFriend);
            List<TrunkSettings> waiting = List.copyOf(noted.values());
            noted.clear();
            waiting.forEach(trunk -> open(trunk, board));
        }
        board.devicesChanged();
    }

    /**
     * Adds the trunk, or replaces the one of the same name, at once. Equal settings change nothing. Before
     * {@link #open} it is only noted. Nothing is waited for: how it goes is told by {@link #status}.
     */
    public void put(TrunkSettings trunk) {
        synchronized (this) {
            if (switchboard.isEmpty()) {
                noted.put(trunk.name(), trunk);
                return;
            }
            LiveTrunk known = trunks.get(trunk.name());
            if (known == null) {
                open(trunk, switchboard.get());
            } else if (known.settings().equals(trunk)) {
                return;
            } else {
                channels(known, trunk, switchboard.get());
                known.replace(trunk);
            }
        }
        switchboard.ifPresent(Switchboard::devicesChanged);
    }

    private void open(TrunkSettings trunk, Switchboard board) {
        byte[] mark = new byte[9];
        random.nextBytes(mark);
        var live = new LiveTrunk(
                trunk, endpoint, nextHops, HexFormat.of().formatHex(mark), this::changed, this::oneIsGone);
        channels(live, trunk, board);
        Map<String, LiveTrunk> more = new TreeMap<>(trunks);
        more.put(trunk.name(), live);
        trunks = more;
        live.start();
    }

    /** Gives a trunk as many lines as it is to have; those that stay are the same. */
    private void channels(LiveTrunk live, TrunkSettings trunk, Switchboard board) {
        List<SipLine> lines = new ArrayList<>(live.lines());
        while (lines.size() > trunk.channels()) {
            retire(lines.removeLast());
        }
        for (int i = 0; i < trunk.channels(); i++) {
            String title = trunk.title() + ", channel " + (i + 1);
            if (i < lines.size()) {
                lines.get(i).rename(title);
            } else {
                lines.add(new SipLine(trunk.deviceId(i + 1), title, "", endpoint, settings, live, board));
                lines.getLast().offline(live.isDown());
            }
        }
        live.use(lines);
    }

    private void retire(SipLine line) {
        retired.removeIf(other -> !other.isInUse());
        line.retire();
        if (line.isInUse()) {
            retired.add(line);
        }
    }

    /** Takes the trunk away; its registration is taken back. Without effect if there is none of this name. */
    public void remove(String name) {
        synchronized (this) {
            noted.remove(name);
            LiveTrunk known = trunks.get(name);
            if (known == null) {
                return;
            }
            Map<String, LiveTrunk> fewer = new TreeMap<>(trunks);
            fewer.remove(name);
            trunks = fewer;
            known.lines().forEach(this::retire);
            known.close();
        }
        switchboard.ifPresent(Switchboard::devicesChanged);
    }

    /** The trunks' settings, in the order of their names. */
    public List<TrunkSettings> trunks() {
        synchronized (this) {
            return switchboard.isEmpty()
                    ? List.copyOf(noted.values())
                    : trunks.values().stream().map(LiveTrunk::settings).toList();
        }
    }

    /** How each trunk is, in the order of their names. */
    public List<TrunkStatus> statuses() {
        return trunks.values().stream().map(LiveTrunk::status).toList();
    }

    /** How this trunk is; empty if there is none of this name, or the provider is not open. */
    public Optional<TrunkStatus> status(String name) {
        return Optional.ofNullable(trunks.get(name)).map(LiveTrunk::status);
    }

    /** Tells of each change of a trunk's state or sentence (not of calls). Must return quickly, and throw nothing. */
    public void listen(Consumer<TrunkStatus> listener) {
        listeners.add(listener);
    }

    private void oneIsGone() {
        trunks.values().forEach(LiveTrunk::lookAgainIfBlocked);
    }

    private void changed(LiveTrunk trunk) {
        TrunkStatus now = trunk.status();
        if (now.state() == TrunkStatus.State.DOWN) {
            LOG.warn("Trunk {}: {} {}", now.name(), now.sentence(), now.remedy());
        } else {
            LOG.info("Trunk {}: {}", now.name(), now.sentence());
        }
        for (Consumer<TrunkStatus> listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException cause) {
                LOG.error("How trunk {} is could not be told", now.name(), cause);
            }
        }
    }

    /** Takes and checks a registration or an OPTIONS at once, as a person who repaired something wants. */
    public void checkNow(String name) {
        Optional.ofNullable(trunks.get(name)).ifPresent(LiveTrunk::hurry);
    }

    /**
     * Whose a call would be that came from an address and showed neither a registration nor credentials.
     *
     * @param trunk   the trunk it would belong to; empty for none
     * @param login   whether it would have to show that trunk's password
     * @param devices the lines that could take it then
     * @param others  trunks that it would belong to by showing their password
     */
    public record Origin(Optional<String> trunk, boolean login, List<String> devices, List<String> others) {}

    /** Whose a call from that address to that number would be. */
    public Origin origin(InetAddress address, String to) {
        List<LiveTrunk> known =
                trunks.values().stream().filter(trunk -> trunk.knows(address)).toList();
        if (known.isEmpty()) {
            return new Origin(
                    Optional.empty(),
                    false,
                    List.of(),
                    trunks.values().stream()
                            .filter(LiveTrunk::takesFromAnywhere)
                            .map(trunk -> trunk.settings().name())
                            .toList());
        }
        LiveTrunk chosen = known.stream()
                .filter(trunk -> trunk.names().contains(to))
                .findFirst()
                .orElse(known.getFirst());
        return new Origin(
                Optional.of(chosen.settings().name()),
                chosen.settings().incoming().isAuthenticated(),
                chosen.lines().stream().map(SipLine::id).toList(),
                List.of());
    }

    // ---- calls in, on the endpoint's thread

    private boolean isFriend(InetAddress address) {
        return trunks.values().stream().anyMatch(trunk -> trunk.knows(address));
    }

    private Optional<Taking> take(SipEndpoint.Arrival arrival) {
        Output.Incoming incoming = arrival.incoming();
        if (endpoint.isOurself(incoming.peer()) || switchboard.isEmpty()) {
            return Optional.empty();
        }
        Collection<LiveTrunk> all = trunks.values();
        List<LiveTrunk> fitting =
                all.stream().filter(trunk -> trunk.isRegisteredAt(incoming)).toList();
        if (fitting.isEmpty()) {
            fitting = all.stream()
                    .filter(trunk -> trunk.comesFrom(incoming.peer()))
                    .toList();
        }
        if (fitting.isEmpty()) {
            fitting = all.stream().filter(LiveTrunk::takesFromAnywhere).toList();
            if (endpoint.isAdmitted(incoming.peer()) && shownUser(incoming).isEmpty()) {
                return Optional.empty(); // he may call without a trunk
            }
        }
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        // Who shows credentials says by them which trunk he means.
        String user = shownUser(incoming).orElse("");
        List<LiveTrunk> candidates = fitting;
        LiveTrunk chosen = candidates.stream()
                .filter(trunk ->
                        !user.isEmpty() && trunk.settings().incoming().user().equals(user))
                .findFirst()
                .or(() -> named(candidates, incoming))
                .orElse(candidates.getFirst());
        if (chosen.settings().incoming().isAuthenticated()) {
            Optional<Taking> asked = authenticated(chosen, incoming);
            if (asked.isPresent()) {
                return asked;
            }
        }
        return Optional.of(SipLines.take(chosen.lines(), chosen.read(arrival), switchboard.get()));
    }

    /** Which of several trunks of one server is meant. */
    private static Optional<LiveTrunk> named(List<LiveTrunk> trunks, Output.Incoming incoming) {
        return trunks.stream().filter(trunk -> trunk.isNamedBy(incoming)).findFirst();
    }

    private static Optional<String> shownUser(Output.Incoming incoming) {
        return incoming.headers().all("Authorization").stream()
                .flatMap(value -> AuthParams.read(value).stream())
                .filter(shown -> shown.isDigest() && shown.get("realm").equals(REALM))
                .map(shown -> shown.get("username"))
                .findFirst();
    }

    /** The refusal of a caller who has not shown that he knows the trunk's password; empty if he has. */
    private Optional<Taking> authenticated(LiveTrunk trunk, Output.Incoming incoming) {
        TrunkSettings.Incoming wanted = trunk.settings().incoming();
        Challenger.Judgement judgement = challenger.judge(
                "INVITE",
                incoming.requested(),
                incoming.headers(),
                user -> user.equals(wanted.user())
                        ? Optional.of(wanted.password().reveal())
                        : Optional.empty(),
                endpoint.now());
        return switch (judgement.verdict()) {
            case WELCOME -> Optional.empty();
            case MISSING -> Optional.of(challenged(wanted, false));
            case STALE -> Optional.of(challenged(wanted, true));
            case WRONG -> {
                endpoint.turnedAway(
                        "Refused a call at trunk " + trunk.settings().name() + " from " + incoming.peer()
                                + " with 401: user or password is wrong");
                yield Optional.of(challenged(wanted, false));
            }
        };
    }

    private Taking challenged(TrunkSettings.Incoming wanted, boolean stale) {
        Instant now = endpoint.now();
        return new Taking.Refused(
                401,
                wanted.hash() == TrunkSettings.CallerHash.MD5
                        ? challenger.md5Challenge(stale, now)
                        : challenger.challenge(stale, now));
    }

    @Override
    public void close() {
        endpoint.serveNoMore(taker);
        Map<String, LiveTrunk> last;
        synchronized (this) {
            last = trunks;
            trunks = Map.of();
            switchboard = Optional.empty();
        }
        List<SipLine> lines = new ArrayList<>(retired);
        last.values().forEach(trunk -> lines.addAll(trunk.lines()));
        // The calls first: a registrar may end the calls of who takes his registration back.
        SipLines.close(lines, AT_CLOSE);
        last.values().forEach(LiveTrunk::close);
        long until = System.nanoTime() + GOODBYE.toNanos();
        try {
            for (LiveTrunk trunk : last.values()) {
                if (!trunk.awaitOver(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                    LOG.info(
                            "The registration of trunk {} was not taken back in time",
                            trunk.settings().name());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.caselli.service.trunk;

import static org.caselli.service.Refusal.Kind.CONFLICT;
import static org.caselli.service.Refusal.Kind.INVALID;
import static org.caselli.service.Refusal.Kind.NOT_FOUND;
import static org.caselli.service.Refusal.Kind.STALE;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.caselli.line.AddressRange;
import org.caselli.line.Secret;
import org.caselli.line.TrunkProvider;
import org.caselli.line.TrunkSettings;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Exported;
import org.caselli.service.settings.Settings;
import org.caselli.store.Secrets;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trunks that are set up. What is changed here acts at once, on every server that shares the database; calls under way
 * go on as they began. Passwords are sealed before they are kept, and shown to nobody.
 */
public final class Trunks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trunks.class);

    /** Ours: how long another server's change may go unnoticed here; changes of this one act at once. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Ours: longer than a far end on the other side of the world takes, shorter than a person's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration GLANCE = Duration.ofMillis(50);

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Settings settings;
    private final Secrets secrets;
    private final Optional<TrunkProvider> provider;
    private final String node;
    private final JsonType<TrunkForm> json = Jsonb.instance().type(TrunkForm.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock applying = new ReentrantLock();
    private volatile Map<String, String> problems = Map.of();
    private volatile Consumer<List<AddressRange>> door = ranges -> {};
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread follower;

    /** A trunk as it is kept. */
    record Kept(
            String name,
            String node,
            Instant changedAt,
            long version,
            TrunkForm form,
            String password,
            String callerPassword) {}

    /**
     * @param provider opens them; empty for a server without SIP, which only keeps them
     * @param node     the name of this server
     */
    public Trunks(
            Store store,
            EventLog events,
            InstantSource clock,
            Settings settings,
            Secrets secrets,
            Optional<TrunkProvider> provider,
            String node) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.settings = settings;
        this.secrets = secrets;
        this.provider = provider;
        this.node = node;
    }

    /** Hands the trunks to their provider, and goes on doing so as they change. */
    public void start() {
        long seen = events.last();
        apply();
        follower = Thread.ofVirtual().name("trunks").start(() -> follow(seen));
    }

    /** Told after the trunks of this server have changed: there may be other lines now. Must return quickly. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Who may call without belonging to a trunk, by the settings {@code callers}.
     *
     * @param door told at once, and each time this is changed; must return quickly
     */
    public void admit(Consumer<List<AddressRange>> door) {
        this.door = door;
        door.accept(settings.callers().ranges());
    }

    // What is set up

    /** All trunks, in the order of their names. */
    public List<Trunk> list() {
        return kept().stream().map(this::shown).toList();
    }

    /** @throws Refusal NOT_FOUND */
    public Trunk find(String name) {
        return store.read(handle -> kept(handle, name)).map(this::shown).orElseThrow(() -> none(name));
    }

    /**
     * Sets up a trunk.
     *
     * @throws Refusal INVALID if something in it makes no sense; CONFLICT if there is one of that name, or its password
     *                 cannot be sealed
     */
    public Trunk add(String name, TrunkChange wanted) {
        Secret password = wanted.password().map(Secret::new).orElse(Secret.NONE);
        Secret callerPassword = wanted.callerPassword().map(Secret::new).orElse(Secret.NONE);
        TrunkSettings settings = sensible(() -> wanted.form().trunk(name, password, callerPassword));
        var kept = new Kept(
                name,
                node(wanted.node().orElse("")),
                clock.instant(),
                1,
                TrunkForm.of(settings),
                sealed(name, "password", password),
                sealed(name, "caller", callerPassword));
        store.write(handle -> {
            if (kept(handle, name).isPresent()) {
                throw new Refusal(
                        CONFLICT, "There is a trunk " + name + " already.", "Change that one, or choose another name.");
            }
            put(handle, kept);
            return true;
        });
        apply();
        return find(name);
    }

    /**
     * Changes a trunk.
     *
     * @param expected the version it was read with
     * @throws Refusal as for {@link #add}; NOT_FOUND; STALE if somebody else has changed it since
     */
    public Trunk change(String name, TrunkChange wanted, long expected) {
        Kept before = store.read(handle -> kept(handle, name)).orElseThrow(() -> none(name));
        if (before.version() != expected) {
            throw stale(before, expected);
        }
        // Where a password stays, whether there is one is all that the other settings ask.
        Secret password = wanted.password().map(Secret::new).orElse(stand(before.password()));
        Secret callerPassword = wanted.callerPassword().map(Secret::new).orElse(stand(before.callerPassword()));
        TrunkSettings settings = sensible(() -> wanted.form()
                .changed(
                        before.form().trunk(name, stand(before.password()), stand(before.callerPassword())),
                        password,
                        callerPassword));
        var kept = new Kept(
                name,
                node(wanted.node().orElse(before.node())),
                clock.instant(),
                expected + 1,
                TrunkForm.of(settings),
                wanted.password()
                        .map(secret -> sealed(name, "password", new Secret(secret)))
                        .orElse(before.password()),
                wanted.callerPassword()
                        .map(secret -> sealed(name, "caller", new Secret(secret)))
                        .orElse(before.callerPassword()));
        store.write(handle -> {
            Kept now = kept(handle, name).orElseThrow(() -> none(name));
            if (now.version() != expected) {
                throw stale(now, expected);
            }
            put(handle, kept);
            return true;
        });
        apply();
        return find(name);
    }

    /** Takes a trunk away. Its calls go on to their end. @throws Refusal NOT_FOUND */
    public void remove(String name) {
        store.write(handle -> {
            remove(handle, name);
            return true;
        });
        apply();
    }

    /**
     * Asks the far end of a trunk, with a registration or OPTIONS, and waits for what comes of it.
     *
     * @throws Refusal NOT_FOUND; CONFLICT if this server has not opened it
     */
    public Probe test(String name) throws InterruptedException {
        Trunk trunk = find(name);
        Trunk.Status before = trunk.status()
                .orElseThrow(() -> new Refusal(
                        CONFLICT,
                        trunk.problem().isEmpty()
                                ? "This server has not opened the trunk " + name + "."
                                : trunk.problem(),
                        trunk.problem().isEmpty()
                                ? trunk.node().isEmpty()
                                        ? "Look into its log."
                                        : "Ask the server " + trunk.node() + ", which opens it."
                                : "Repair that first."));
        provider.ifPresent(trunks -> trunks.checkNow(name));
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            Trunk.Status now = status(name).orElseThrow(() -> none(name));
            boolean answered = !now.lastAnswer().equals(before.lastAnswer())
                    || !now.since().equals(before.since());
            if (answered && !now.isPending()) {
                return new Probe(now.state() == Trunk.State.UP, now.sentence(), now.remedy(), now.roundTrip());
            }
            Thread.sleep(GLANCE);
        }
        Trunk.Status still = status(name).orElseThrow(() -> none(name));
        if (still.state() == Trunk.State.DOWN) {
            return new Probe(
                    false, still.sentence(), still.remedy(), Optional.empty()); // as before, so nothing was news
        }
        return new Probe(
                false,
                "No answer came within " + PATIENCE.toSeconds() + " s.",
                "Check the server's name and port, the transport, and the firewalls on the way.",
                Optional.empty());
    }

    /** Whose a call from that address to that number would be, on this server; nothing is called. */
    public Origin origin(InetAddress address, String to) {
        String from = address.getHostAddress();
        if (provider.isEmpty()) {
            return new Origin(Origin.Kind.REFUSED, "This server takes no calls over SIP.", List.of());
        }
        TrunkProvider.Origin found = provider.get().origin(address, to);
        if (found.trunk().isPresent()) {
            return new Origin(
                    Origin.Kind.TRUNK,
                    "Calls from " + from + " belong to the trunk "
                            + found.trunk().get() + (found.login() ? ", if they show its password." : "."),
                    found.devices());
        }
        Optional<AddressRange> rule = settings.callers().ranges().stream()
                .filter(range -> AddressRange.anyContains(List.of(range), address))
                .findFirst();
        String login = found.others().isEmpty()
                ? ""
                : " With the right password it would belong to the trunk " + String.join(" or ", found.others()) + ".";
        if (rule.isPresent()) {
            return new Origin(
                    Origin.Kind.ADMITTED,
                    "Calls from " + from + " belong to no trunk, and " + rule.get()
                            + " in the setting callers.allowed lets them in." + login,
                    List.of());
        }
        return new Origin(
                Origin.Kind.REFUSED,
                "Calls from " + from + " are refused with 403: they belong to no trunk, and the setting callers.allowed"
                        + " does not let them in." + login,
                List.of());
    }

    private Trunk shown(Kept kept) {
        String problem = problems.getOrDefault(kept.name(), "");
        return new Trunk(
                kept.name(),
                kept.form(),
                kept.node(),
                !kept.password().isEmpty(),
                !kept.callerPassword().isEmpty(),
                kept.changedAt(),
                kept.version(),
                status(kept.name()),
                problem);
    }

    private Optional<Trunk.Status> status(String name) {
        return provider.flatMap(trunks -> trunks.status(name)).map(line -> Trunk.Status.of(node, line));
    }

    private static String node(String node) {
        if (node.length() > 64 || node.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    INVALID,
                    "The name of the server is too long, or has control characters.",
                    "Give one of 64 characters at most.");
        }
        return node;
    }

    private static TrunkSettings sensible(Supplier<TrunkSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException cause) {
            String message = String.valueOf(cause.getMessage());
            int remedy = message.indexOf("; ");
            throw new Refusal(
                    INVALID,
                    remedy < 0 ? message : message.substring(0, remedy) + ".",
                    remedy < 0 ? "" : Character.toUpperCase(message.charAt(remedy + 2)) + message.substring(remedy + 3),
                    cause);
        }
    }

    private String sealed(String name, String which, Secret secret) {
        if (secret.isEmpty()) {
            return "";
        }
        try {
            return secrets.seal(secret.reveal(), purpose(name, which));
        } catch (Secrets.KeyException cause) {
            throw new Refusal(
                    CONFLICT,
                    "The password cannot be kept: " + cause.getMessage(),
                    "Then set the password again.",
                    cause);
        }
    }

    private Secret opened(String name, String which, String sealed) {
        return sealed.isEmpty() ? Secret.NONE : new Secret(secrets.open(sealed, purpose(name, which)));
    }

    private static String purpose(String name, String which) {
        return "trunk/" + name + "/" + which;
    }

    /** For checks that want to know only whether there is a password. */
    private static Secret stand(String sealed) {
        return sealed.isEmpty() ? Secret.NONE : new Secret("as it was");
    }

    // The table

    private static final String COLUMNS =
            "select name, node, changed_at, version, json, password, caller_password from trunk ";

    private List<Kept> kept() {
        return store.read(this::kept);
    }

    List<Kept> kept(Handle handle) {
        return handle.createQuery(COLUMNS + "order by name")
                .map((row, context) -> kept(row))
                .list();
    }

    /** The trunks' part of the configuration file. */
    public Exported exported() {
        return new TrunkFile(this);
    }

    /** Makes a trunk or changes what the form says of one; passwords stay. For the configuration file. */
    Kept put(Handle handle, String name, TrunkForm form, @Nullable String wantedNode) {
        Optional<Kept> before = kept(handle, name);
        TrunkSettings settings = before.isEmpty()
                ? sensible(() -> form.trunk(name, Secret.NONE, Secret.NONE))
                : sensible(() -> form.changed(
                        before.get()
                                .form()
                                .trunk(
                                        name,
                                        stand(before.get().password()),
                                        stand(before.get().callerPassword())),
                        stand(before.get().password()),
                        stand(before.get().callerPassword())));
        String on = node(wantedNode == null ? before.map(Kept::node).orElse("") : wantedNode);
        var kept = new Kept(
                name,
                on,
                clock.instant(),
                before.map(Kept::version).orElse(0L) + 1,
                TrunkForm.of(settings),
                before.map(Kept::password).orElse(""),
                before.map(Kept::callerPassword).orElse(""));
        if (before.isEmpty()
                || !before.get().form().equals(kept.form())
                || !before.get().node().equals(on)) {
            put(handle, kept);
        }
        return kept;
    }

    void remove(Handle handle, String name) {
        if (handle.execute("delete from trunk where name = ?", name) == 0) {
            throw none(name);
        }
        events.append(handle, clock.instant(), ServerEvent.Kind.CONFIG_CHANGED, "trunks/" + name);
    }

    private Optional<Kept> kept(Handle handle, String name) {
        return handle.createQuery(COLUMNS + "where name = ?")
                .bind(0, name)
                .map((row, context) -> kept(row))
                .findOne();
    }

    private Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getString("name"),
                row.getString("node"),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                row.getLong("version"),
                json.fromJson(row.getString("json")),
                row.getString("password"),
                row.getString("caller_password"));
    }

    private void put(Handle handle, Kept trunk) {
        handle.execute(
                "insert into trunk (name, node, changed_at, version, json, password, caller_password)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (name) do update set node = excluded.node,"
                        + " changed_at = excluded.changed_at, version = excluded.version, json = excluded.json,"
                        + " password = excluded.password, caller_password = excluded.caller_password",
                trunk.name(),
                trunk.node(),
                Store.millis(trunk.changedAt()),
                trunk.version(),
                json.toJson(trunk.form()),
                trunk.password(),
                trunk.callerPassword());
        events.append(handle, trunk.changedAt(), ServerEvent.Kind.CONFIG_CHANGED, "trunks/" + trunk.name());
    }

    private static Refusal none(String name) {
        return new Refusal(NOT_FOUND, "There is no trunk " + name + ".", "Choose one of the list of trunks.");
    }

    private static Refusal stale(Kept now, long expected) {
        return new Refusal(
                STALE,
                "The trunk " + now.name() + " was changed by somebody else: it is at version " + now.version()
                        + ", not " + expected + ".",
                "Read it again, and repeat your change if it is still wanted.");
    }

    // From the table to the lines

    /** Makes the provider's trunks those that are set up for this server. */
    private void apply() {
        provider.ifPresent(this::apply);
        listeners.forEach(Runnable::run);
    }

    private void apply(TrunkProvider lines) {
        applying.lock();
        try {
            var found = new HashMap<String, String>();
            var mine = new HashSet<String>();
            for (Kept kept : kept()) {
                if (!kept.node().isEmpty() && !kept.node().equals(node)) {
                    continue;
                }
                try {
                    lines.put(kept.form()
                            .trunk(
                                    kept.name(),
                                    opened(kept.name(), "password", kept.password()),
                                    opened(kept.name(), "caller", kept.callerPassword())));
                    mine.add(kept.name());
                } catch (Secrets.KeyException | IllegalArgumentException cause) {
                    String why = String.valueOf(cause.getMessage());
                    found.put(kept.name(), why);
                    if (!why.equals(problems.get(kept.name()))) {
                        LOG.error("The trunk {} cannot be opened: {}", kept.name(), why);
                    }
                }
            }
            for (TrunkSettings open : lines.trunks()) {
                if (!mine.contains(open.name())) {
                    lines.remove(open.name());
                }
            }
            problems = Map.copyOf(found);
        } finally {
            applying.unlock();
        }
    }

    private void follow(long from) {
        long seen = from;
        try {
            while (!closed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    Since since = since(seen);
                    if (since.trunks()) {
                        apply();
                    }
                    if (since.callers()) {
                        door.accept(settings.callers().ranges());
                    }
                    seen = since.last();
                } catch (StoreException away) {
                    LOG.warn("The trunks could not be looked up: {}", away.getMessage());
                } catch (RuntimeException cause) {
                    LOG.error("The trunks could not be looked up; the next look follows in {}.", LOOK_AGAIN, cause);
                }
            }
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }

    /** The newest event, and whether one of those after {@code seen} tells of a trunk, or of who may call. */
    private record Since(long last, boolean trunks, boolean callers) {}

    private Since since(long seen) {
        return store.read(handle -> handle.createQuery("select coalesce(max(sequence), ?) as last,"
                        + " count(case when kind = ? and subject like 'trunks/%' then 1 end) as trunks,"
                        + " count(case when kind = ? and subject = 'settings/callers' then 1 end) as callers"
                        + " from event where sequence > ?")
                .bind(0, seen)
                .bind(1, ServerEvent.Kind.CONFIG_CHANGED.name())
                .bind(2, ServerEvent.Kind.CONFIG_CHANGED.name())
                .bind(3, seen)
                .map((row, context) ->
                        new Since(row.getLong("last"), row.getLong("trunks") > 0, row.getLong("callers") > 0))
                .one());
    }

    /** Changes of other servers are no longer noticed. The provider is closed by whoever opened it. */
    @Override
    public void close() {
        closed.countDown(); // no interrupt: it would break the connection that is read from
        Thread thread = follower;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

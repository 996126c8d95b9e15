package org.caselli.service.settings;

import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.store.Secrets;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;

/**
 * The settings of the server, or of all servers that share the database. They are read from there at each use, so that a
 * change acts at once and everywhere.
 */
public final class Settings {
    /** A section as it was read, and the version to change it with. */
    public record Versioned<S extends Section>(S value, long version) {}

    /**
     * Sections by name, each with its members by name, without secrets.
     *
     * @param version of all of it: grows with every change
     */
    public record Shown(Map<String, Map<String, Object>> sections, long version) {}

    private record Kind<S extends Section>(Class<S> type, String name, S standard, Members<S> members) {
        Kind(Class<S> type, String name, S standard) {
            this(type, name, standard, new Members<>(type));
        }
    }

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(OutgoingSettings.class, "outgoing", OutgoingSettings.STANDARD),
            new Kind<>(IncomingSettings.class, "incoming", IncomingSettings.STANDARD),
            new Kind<>(ArchiveSettings.class, "archive", ArchiveSettings.STANDARD),
            new Kind<>(LoggingSettings.class, "logging", LoggingSettings.STANDARD),
            new Kind<>(IdentitySettings.class, "identity", IdentitySettings.STANDARD),
            new Kind<>(DiallingSettings.class, "dialling", DiallingSettings.STANDARD),
            new Kind<>(CallerSettings.class, "callers", CallerSettings.STANDARD),
            new Kind<>(WebhookSettings.class, "webhooks", WebhookSettings.STANDARD),
            new Kind<>(ReceiptSettings.class, "receipts", ReceiptSettings.STANDARD),
            new Kind<>(AccessSettings.class, "access", AccessSettings.STANDARD),
            new Kind<>(OidcSettings.class, "oidc", OidcSettings.STANDARD),
            new Kind<>(LdapSettings.class, "ldap", LdapSettings.STANDARD),
            new Kind<>(AuditSettings.class, "audit", AuditSettings.STANDARD),
            new Kind<>(CoverSettings.class, "covers", CoverSettings.STANDARD));

    /** An empty list is a value too. */
    private static final JsonStream JSON_STREAM =
            JsonStream.builder().serializeEmpty(true).build();

    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().jsonStream(JSON_STREAM).build().map();

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Secrets secrets;
    private final List<Checked<?>> checks = new CopyOnWriteArrayList<>();

    private final List<Consumer<Section>> guards = new CopyOnWriteArrayList<>();

    public Settings(Store store, EventLog events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.secrets = new Secrets(store.directory(), store);
    }

    /**
     * Has somebody look at each new value of a section before it is kept, outside of any transaction: whether a folder can be
     * written, for instance. It throws a {@link Refusal} if not. Values that come with a configuration file are not shown to
     * it, for they may be meant for another machine.
     */
    public void guard(Consumer<Section> guard) {
        guards.add(guard);
    }

    /** Shows the guards what these changes would make of a section, if they are right otherwise. */
    private <S extends Section> void guarded(Kind<S> kind, Map<String, Object> members, boolean whole) {
        S before = store.read(handle -> get(handle, kind)).value();
        S base = whole ? kind.standard() : before;
        kind.members()
                .changed(base, members, new LinkedHashMap<>())
                .filter(after -> !after.equals(before))
                .ifPresent(after -> guards.forEach(guard -> guard.accept(after)));
    }

    public OutgoingSettings outgoing() {
        return get(OutgoingSettings.class).value();
    }

    public IncomingSettings incoming() {
        return get(IncomingSettings.class).value();
    }

    public ArchiveSettings archive() {
        return get(ArchiveSettings.class).value();
    }

    public LoggingSettings logging() {
        return get(LoggingSettings.class).value();
    }

    public IdentitySettings identity() {
        return get(IdentitySettings.class).value();
    }

    public DiallingSettings dialling() {
        return get(DiallingSettings.class).value();
    }

    public CallerSettings callers() {
        return get(CallerSettings.class).value();
    }

    public WebhookSettings webhooks() {
        return get(WebhookSettings.class).value();
    }

    /** With its secrets in the clear, unlike {@link #get}. Not to be called within a transaction. */
    public ReceiptSettings receipts() {
        return opened(kind(ReceiptSettings.class), get(ReceiptSettings.class).value());
    }

    /**
     * With the client's secret in the clear, unlike {@link #get}. Not to be called within a transaction.
     *
     * @throws Secrets.KeyException if it cannot be opened
     */
    public OidcSettings oidc() {
        return opened(kind(OidcSettings.class), get(OidcSettings.class).value());
    }

    /**
     * With the password in the clear, unlike {@link #get}. Not to be called within a transaction.
     *
     * @throws Secrets.KeyException if it cannot be opened
     */
    public LdapSettings ldap() {
        return opened(kind(LdapSettings.class), get(LdapSettings.class).value());
    }

    private <S extends Section> S opened(Kind<S> kind, S value) {
        return kind.members()
                .exchanged(value, Optional.empty(), (member, text) -> secrets.open(text, purpose(kind, member)));
    }

    private static String purpose(Kind<?> kind, String member) {
        return "settings/" + kind.name() + "/" + member;
    }

    /** Makes sure before a transaction that the secrets among these members can be sealed in it. */
    private void readyFor(Kind<?> kind, Collection<String> members) {
        if (kind.members().secrets().stream().anyMatch(members::contains)) {
            try {
                secrets.ready();
            } catch (Secrets.KeyException cause) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "The settings " + kind.name() + " have a secret that cannot be sealed.",
                        String.valueOf(cause.getMessage()),
                        cause);
            }
        }
    }

    /**
     * Takes over the settings {@code mail} of earlier versions, which kept their password in the clear. To be called when the
     * server starts.
     */
    public void adopt() {
        String old = "select json from setting where section = 'mail'";
        if (store.read(handle -> handle.createQuery(old).mapTo(String.class).findOne())
                .isEmpty()) {
            return;
        }
        secrets.ready();
        store.write(handle -> {
            handle.createQuery(old).mapTo(String.class).findOne().ifPresent(json -> {
                var members = new LinkedHashMap<>(JSON.fromJson(json));
                if (!"".equals(members.getOrDefault("user", ""))) {
                    members.put("authentication", "basic");
                }
                var complaints = new LinkedHashMap<String, String>();
                change(handle, kind("receipts"), members, false, OptionalLong.empty(), complaints);
                refuse(complaints.values());
                handle.execute("delete from setting where section = 'mail'");
            });
            return true;
        });
    }

    public AccessSettings access() {
        return get(AccessSettings.class).value();
    }

    public CoverSettings covers() {
        return get(CoverSettings.class).value();
    }

    /** A section as it stands. */
    public <S extends Section> Versioned<S> get(Class<S> type) {
        return store.read(handle -> get(handle, type));
    }

    /** The same inside a transaction. */
    public <S extends Section> Versioned<S> get(Handle handle, Class<S> type) {
        return get(handle, kind(type));
    }

    private static <S extends Section> Versioned<S> get(Handle handle, Kind<S> kind) {
        Optional<Versioned<S>> kept = handle.createQuery("select version, json from setting where section = ?")
                .bind(0, kind.name())
                .map((row, context) -> new Versioned<>(kept(kind, row.getString("json")), row.getLong("version")))
                .findOne();
        return kept.orElseGet(() -> new Versioned<>(kind.standard(), 0));
    }

    /** What was kept, with the members that the program has got since as they are shipped, and without those it has lost. */
    private static <S extends Section> S kept(Kind<S> kind, String json) {
        var members = new LinkedHashMap<>(JSON.fromJson(json));
        members.keySet().retainAll(kind.members().of(kind.standard(), true).keySet());
        var complaints = new LinkedHashMap<String, String>();
        return kind.members()
                .changed(kind.standard(), members, complaints)
                .orElseThrow(() -> new StoreException(
                        "The settings " + kind.name() + " in the database are broken: " + complaints.values()
                                + " Delete their row of the table setting; they are then as shipped.",
                        new IllegalStateException(json)));
    }

    /** The names of the sections. */
    public static List<String> names() {
        return KINDS.stream().map(Kind::name).toList();
    }

    /** One section as members; its version is the section's own. */
    public Shown show(String section) {
        Kind<?> kind = kind(section);
        return store.read(handle -> show(handle, kind));
    }

    private static <S extends Section> Shown show(Handle handle, Kind<S> kind) {
        Versioned<S> kept = get(handle, kind);
        return new Shown(Map.of(kind.name(), kind.members().of(kept.value(), false)), kept.version());
    }

    /** All sections as members. */
    public Shown show() {
        return store.read(Settings::show);
    }

    private static Shown show(Handle handle) {
        var sections = new LinkedHashMap<String, Map<String, Object>>();
        long version = 0;
        for (Kind<?> kind : KINDS) {
            Shown shown = show(handle, kind);
            sections.putAll(shown.sections());
            version += shown.version();
        }
        return new Shown(sections, version);
    }

    /**
     * Changes members of a section; others stay.
     *
     * @param whole    whether members that are not named become as shipped, secrets aside
     * @param expected the version of the section as it was read
     * @throws Refusal of kind NOT_FOUND if there is no such section; STALE if somebody else has changed it since; INVALID with
     *                 all that is wrong with the members
     */
    public Shown change(String section, Map<String, Object> members, boolean whole, long expected) {
        Kind<?> kind = kind(section);
        guarded(kind, members, whole);
        readyFor(kind, members.keySet());
        return store.write(handle -> {
            var complaints = new LinkedHashMap<String, String>();
            change(handle, kind, members, whole, OptionalLong.of(expected), complaints);
            refuse(complaints.values());
            return show(handle, kind);
        });
    }

    /**
     * Changes members of several sections, all or none.
     *
     * @param expected the version of all sections as they were read
     */
    public Shown change(Map<String, Map<String, Object>> changes, long expected) {
        changes.keySet().forEach(Settings::kind);
        changes.forEach((section, members) -> {
            guarded(kind(section), members, false);
            readyFor(kind(section), members.keySet());
        });
        return store.write(handle -> {
            long version = show(handle).version();
            if (version != expected) {
                throw stale("The settings", version, expected);
            }
            var wrong = new ArrayList<String>();
            changes.forEach((section, members) -> {
                var complaints = new LinkedHashMap<String, String>();
                change(handle, kind(section), members, false, OptionalLong.empty(), complaints);
                complaints.values().forEach(complaint -> wrong.add(section + "." + complaint));
            });
            refuse(wrong);
            return show(handle);
        });
    }

    private static void refuse(Collection<String> complaints) {
        if (!complaints.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    String.join(" ", complaints),
                    "Nothing was changed; correct it and try again.");
        }
    }

    private <S extends Section> void change(
            Handle handle,
            Kind<S> kind,
            Map<String, Object> members,
            boolean whole,
            OptionalLong expected,
            Map<String, String> complaints) {
        Versioned<S> before = get(handle, kind);
        S base = before.value();
        if (whole) {
            var shipped = kind.members().of(kind.standard(), false);
            base = kind.members()
                    .changed(base, shipped, new LinkedHashMap<>())
                    .orElse(kind.standard()); // secrets that do not fit the rest any more are gone with it
        }
        kind.members()
                .changed(base, members, complaints)
                .ifPresent(after -> put(handle, kind.type(), after, expected.orElse(before.version())));
    }

    private static Refusal stale(String what, long version, long expected) {
        return new Refusal(
                Refusal.Kind.STALE,
                what + " were changed by somebody else: they are at version " + version + ", not " + expected + ".",
                "Read them again, and repeat your change if it is still wanted.");
    }

    private record Checked<S extends Section>(Class<S> type, Consumer<S> check) {
        void check(Section value) {
            if (type.isInstance(value)) {
                check.accept(type.cast(value));
            }
        }
    }

    /**
     * From now on a changed section is shown to this one, who may refuse it for a reason that the section itself cannot know,
     * such as a folder that cannot be written. It must be quick and change nothing.
     */
    public <S extends Section> void check(Class<S> type, Consumer<S> check) {
        checks.add(new Checked<>(type, check));
    }

    /** The sections' part of the configuration file. */
    public Exported exported() {
        return new Exported() {
            @Override
            public String name() {
                return "settings";
            }

            @Override
            public void prepare(Map<String, Set<String>> wanted) {
                KINDS.forEach(kind -> readyFor(kind, wanted.getOrDefault(kind.name(), Set.of())));
            }

            @Override
            public Map<String, Map<String, Object>> export(Handle handle) {
                return show(handle).sections();
            }

            @Override
            public void apply(Handle handle, Map<String, Entry> wanted) {
                wanted.forEach((section, entry) -> {
                    if (!names().contains(section)) {
                        entry.all();
                        entry.problem("There are no such settings; there are: " + String.join(", ", names()) + ".");
                        return;
                    }
                    var complaints = new LinkedHashMap<String, String>();
                    entry.attempt(
                            () -> change(handle, kind(section), entry.all(), false, OptionalLong.empty(), complaints));
                    complaints.forEach(entry::complain);
                    missing(handle, kind(section)).forEach(entry::note);
                });
            }
        };
    }

    /** What is to be said of secrets that have no value though the section is in use. */
    private static <S extends Section> List<String> missing(Handle handle, Kind<S> kind) {
        S value = get(handle, kind).value();
        return value.equals(kind.standard()) ? List.of() : kind.members().missingSecrets(value);
    }

    /**
     * Changes a section.
     *
     * @param expected the version it was read with
     * @return the new version
     * @throws Refusal of kind STALE if somebody else has changed it since
     */
    public <S extends Section> long put(Class<S> type, S value, long expected) {
        Kind<S> kind = kind(type);
        readyFor(kind, kind.members().filledSecrets(value));
        return store.write(handle -> put(handle, type, value, expected));
    }

    /** The same inside a transaction; the secrets of a section that has some must be as they were read. */
    public <S extends Section> long put(Handle handle, Class<S> type, S value, long expected) {
        Kind<S> kind = kind(type);
        Versioned<S> before = get(handle, kind);
        if (before.version() != expected) {
            throw stale("The settings " + kind.name(), before.version(), expected);
        }
        if (before.value().equals(value)) {
            return expected;
        }
        for (Checked<?> each : checks) {
            each.check(value);
        }
        S closed = kind.members().exchanged(value, Optional.of(before.value()), (member, secret) -> {
            Members.checkLength(member, secret);
            return secrets.seal(secret, purpose(kind, member));
        });
        Instant now = clock.instant();
        handle.execute(
                "insert into setting (section, version, changed_at, json) values (?, ?, ?, ?) on conflict (section)"
                        + " do update set version = excluded.version, changed_at = excluded.changed_at,"
                        + " json = excluded.json",
                kind.name(),
                expected + 1,
                Store.millis(now),
                JSON.toJson(kind.members().of(closed, true)));
        events.append(
                handle,
                now,
                ServerEvent.Kind.CONFIG_CHANGED,
                "settings/" + kind.name(),
                "members",
                String.join(" ", kind.members().differences(before.value(), value)),
                "version",
                expected + 1);
        OutgoingSettings outgoing = get(handle, OutgoingSettings.class).value();
        IncomingSettings incoming = get(handle, IncomingSettings.class).value();
        boolean queues = switch ((Section) before.value()) {
            case OutgoingSettings old -> old.blocked() != outgoing.blocked() || old.paused() != outgoing.paused();
            case IncomingSettings old -> old.blocked() != incoming.blocked();
            default -> false; // the other sections say nothing of queues
        };
        if (queues) {
            events.append(
                    handle,
                    now,
                    ServerEvent.Kind.QUEUE_STATE_CHANGED,
                    "queues",
                    "incomingBlocked",
                    incoming.blocked(),
                    "outgoingBlocked",
                    outgoing.blocked(),
                    "outgoingPaused",
                    outgoing.paused());
        }
        return expected + 1;
    }

    @SuppressWarnings("unchecked") // the kinds are listed with their own types
    private static <S extends Section> Kind<S> kind(Class<S> type) {
        return (Kind<S>) KINDS.stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " is no section of settings."));
    }

    private static Kind<?> kind(String section) {
        return KINDS.stream()
                .filter(each -> each.name().equals(section))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "There are no settings \"" + section + "\".",
                        "The sections are: " + String.join(", ", names()) + "."));
    }
}

package org.caselli.service.settings;

import io.avaje.jsonb.Jsonb;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * The settings of the server, or of all servers that share the database. They are read from there at each use, so that a
 * change acts at once and everywhere.
 */
public final class Settings {
    /** A section as it was read, and the version to change it with. */
    public record Versioned<S extends Section>(S value, long version) {}

    private record Kind<S extends Section>(Class<S> type, String name, S standard) {}

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(OutgoingSettings.class, "outgoing", OutgoingSettings.STANDARD),
            new Kind<>(IncomingSettings.class, "incoming", IncomingSettings.STANDARD),
            new Kind<>(ArchiveSettings.class, "archive", ArchiveSettings.STANDARD),
            new Kind<>(LoggingSettings.class, "logging", LoggingSettings.STANDARD),
            new Kind<>(IdentitySettings.class, "identity", IdentitySettings.STANDARD),
            new Kind<>(DiallingSettings.class, "dialling", DiallingSettings.STANDARD),
            new Kind<>(CallerSettings.class, "callers", CallerSettings.STANDARD),
            new Kind<>(MailSettings.class, "mail", MailSettings.STANDARD));

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Jsonb json = Jsonb.instance();

    public Settings(Store store, EventLog events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
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

    public MailSettings mail() {
        return get(MailSettings.class).value();
    }

    /** A section as it stands. */
    public <S extends Section> Versioned<S> get(Class<S> type) {
        return store.read(handle -> get(handle, type));
    }

    /** The same inside a transaction. */
    public <S extends Section> Versioned<S> get(Handle handle, Class<S> type) {
        Kind<S> kind = kind(type);
        Optional<Versioned<S>> kept = handle.createQuery("select version, json from setting where section = ?")
                .bind(0, kind.name())
                .map((row, context) ->
                        new Versioned<>(json.type(type).fromJson(row.getString("json")), row.getLong("version")))
                .findOne();
        return kept.orElseGet(() -> new Versioned<>(kind.standard(), 0));
    }

    /**
     * Changes a section.
     *
     * @param expected the version it was read with
     * @return the new version
     * @throws Refusal of kind STALE if somebody else has changed it since
     */
    public <S extends Section> long put(Class<S> type, S value, long expected) {
        return store.write(handle -> put(handle, type, value, expected));
    }

    /** The same inside a transaction. */
    public <S extends Section> long put(Handle handle, Class<S> type, S value, long expected) {
        Kind<S> kind = kind(type);
        Versioned<S> before = get(handle, type);
        if (before.version() != expected) {
            throw new Refusal(
                    Refusal.Kind.STALE,
                    "The settings " + kind.name() + " were changed by somebody else: they are at version "
                            + before.version() + ", not " + expected + ".",
                    "Read them again, and repeat your change if it is still wanted.");
        }
        if (before.value().equals(value)) {
            return expected;
        }
        Instant now = clock.instant();
        handle.execute(
                "insert into setting (section, version, changed_at, json) values (?, ?, ?, ?) on conflict (section)"
                        + " do update set version = excluded.version, changed_at = excluded.changed_at,"
                        + " json = excluded.json",
                kind.name(),
                expected + 1,
                Store.millis(now),
                json.type(type).toJson(value));
        events.append(handle, now, ServerEvent.Kind.CONFIG_CHANGED, "settings/" + kind.name());
        OutgoingSettings outgoing = get(handle, OutgoingSettings.class).value();
        IncomingSettings incoming = get(handle, IncomingSettings.class).value();
        boolean queues = switch ((Section) before.value()) {
            case OutgoingSettings old -> old.blocked() != outgoing.blocked() || old.paused() != outgoing.paused();
            case IncomingSettings old -> old.blocked() != incoming.blocked();
            case ArchiveSettings _,
                    LoggingSettings _,
                    IdentitySettings _,
                    DiallingSettings _,
                    CallerSettings _,
                    MailSettings _ -> false;
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
}

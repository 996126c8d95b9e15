package org.caselli.service.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caselli.queue.EventClass;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Entry;
import org.caselli.service.settings.Exported;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Webhooks: what administrators do with them. Deliveries are the {@link Courier}'s. A new webhook is told of what happens
 * from then on.
 */
public final class Webhooks implements Exported {
    /** A webhook whose secret is shown this once. */
    public record WithSecret(Webhook webhook, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return webhook.toString();
        }
    }

    private static final int MOST = 100;
    private static final int MOST_BACKLOG = 10_000;
    private static final String SELECT = "select name, version, url, description, active, classes, kinds, created_at,"
            + " delivered, failures, failing_since, next_try_at, paused_at, last_success_at, last_failure_at, last_error"
            + " from webhook ";

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Courier courier;

    Webhooks(Store store, EventLog events, InstantSource clock, Courier courier) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.courier = courier;
    }

    /** All webhooks by name. */
    public List<Webhook> list() {
        return store.read(Webhooks::list);
    }

    static List<Webhook> list(Handle handle) {
        return handle.createQuery(SELECT + "order by name")
                .map((row, context) -> webhook(handle, row))
                .list();
    }

    /** @throws Refusal of kind NOT_FOUND if there is none of this name */
    public Webhook find(String name) {
        return store.read(handle -> find(handle, name));
    }

    private static Webhook find(Handle handle, String name) {
        return handle.createQuery(SELECT + "where name = ?")
                .bind(0, name)
                .map((row, context) -> webhook(handle, row))
                .findOne()
                .orElseThrow(() -> unknown(name));
    }

    private static Refusal unknown(String name) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND, "There is no webhook \"" + name + "\".", "Look at the list of webhooks.");
    }

    /**
     * Makes a webhook.
     *
     * @throws Refusal of kind CONFLICT if there is one of this name
     */
    public WithSecret add(String name, WebhookForm form) {
        return store.write(handle -> add(handle, name, form));
    }

    private WithSecret add(Handle handle, String name, WebhookForm form) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "\"" + (name.length() > 60 ? name.substring(0, 60) + "..." : name) + "\" is no name for a webhook.",
                    "Give 1 to 60 lower-case letters, digits and hyphens.");
        }
        String url = form.url()
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.INVALID,
                        "The webhook has no address.",
                        "Give the url to which events are posted."));
        if (count(handle, "select count(*) from webhook where name = ?", name) > 0) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "There is a webhook \"" + name + "\" already.",
                    "Change it, or choose another name.");
        }
        if (count(handle, "select count(*) from webhook") >= MOST) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT, "There are " + MOST + " webhooks already.", "Remove one that nobody needs.");
        }
        String secret = form.secret().orElseGet(Signature::newSecret);
        Instant now = clock.instant();
        handle.execute(
                "insert into webhook (name, version, url, description, active, classes, kinds, secret, created_at, delivered,"
                        + " failures, next_try_at, last_error, lease_node, lease_until)"
                        + " values (?, 1, ?, ?, ?, ?, ?, ?, ?, (select coalesce(max(sequence), 0) from event), 0, 0, '', '',"
                        + " 0)",
                name,
                url,
                form.description().orElse(""),
                form.active().orElse(true) ? 1 : 0,
                names(form.classes().orElse(Set.of())),
                names(form.kinds().orElse(Set.of())),
                secret,
                Store.millis(now));
        tell(handle, now, name, "added");
        return new WithSecret(find(handle, name), secret);
    }

    private void tell(Handle handle, Instant now, String name, String what) {
        events.append(handle, now, ServerEvent.Kind.CONFIG_CHANGED, "webhooks/" + name, "change", what);
    }

    private static long count(Handle handle, String sql, Object... arguments) {
        var query = handle.createQuery(sql);
        for (int i = 0; i < arguments.length; i++) {
            query.bind(i, arguments[i]);
        }
        return query.mapTo(Long.class).one();
    }

    /**
     * Changes what the form names. A new address or a webhook made active is tried at once.
     *
     * @param expected the version it was read with
     * @throws Refusal of kind NOT_FOUND, or STALE if somebody else has changed it since
     */
    public Webhook change(String name, WebhookForm form, long expected) {
        return store.write(handle -> {
            Webhook before = find(handle, name);
            if (before.version() != expected) {
                throw new Refusal(
                        Refusal.Kind.STALE,
                        "The webhook \"" + name + "\" was changed by somebody else: it is at version "
                                + before.version() + ", not " + expected + ".",
                        "Read it again, and repeat your change if it is still wanted.");
            }
            return change(handle, before, form);
        });
    }

    private Webhook change(Handle handle, Webhook before, WebhookForm form) {
        Set<EventClass> classes = form.classes().orElse(before.classes());
        Set<ServerEvent.Kind> kinds = form.kinds().orElse(before.kinds());
        String url = form.url().orElse(before.url());
        boolean active = form.active().orElse(before.active());
        String description = form.description().orElse(before.description());
        if (url.equals(before.url())
                && active == before.active()
                && description.equals(before.description())
                && classes.equals(before.classes())
                && kinds.equals(before.kinds())
                && form.secret().isEmpty()) {
            return before;
        }
        handle.execute(
                "update webhook set version = version + 1, url = ?, description = ?, active = ?, classes = ?, kinds = ?,"
                        + " next_try_at = 0 where name = ?",
                url,
                description,
                active ? 1 : 0,
                names(classes),
                names(kinds),
                before.name());
        form.secret()
                .ifPresent(secret ->
                        handle.execute("update webhook set secret = ? where name = ?", secret, before.name()));
        tell(handle, clock.instant(), before.name(), "changed");
        return find(handle, before.name());
    }

    /** Removes a webhook; what it has not got it never gets. */
    public void remove(String name) {
        store.write(handle -> {
            remove(handle, name);
            return true;
        });
    }

    private void remove(Handle handle, String name) {
        handle.execute("delete from webhook_try where webhook = ?", name);
        if (handle.execute("delete from webhook where name = ?", name) == 0) {
            throw unknown(name);
        }
        tell(handle, clock.instant(), name, "removed");
    }

    /** Makes a new secret, which is shown this once. Deliveries are signed with it from then on. */
    public WithSecret newSecret(String name) {
        String secret = Signature.newSecret();
        return store.write(handle -> {
            Webhook before = find(handle, name);
            handle.execute("update webhook set secret = ?, version = version + 1 where name = ?", secret, name);
            tell(handle, clock.instant(), before.name(), "secret");
            return new WithSecret(find(handle, name), secret);
        });
    }

    /** Delivers again after a pause, from where it stopped. */
    public Webhook resume(String name) {
        return store.write(handle -> {
            Webhook before = find(handle, name);
            if (before.delivery().pausedAt().isPresent()) {
                handle.execute(
                        "update webhook set paused_at = null, failures = 0, failing_since = null, next_try_at = 0"
                                + " where name = ?",
                        name);
                tell(handle, clock.instant(), name, "resumed");
            }
            return find(handle, name);
        });
    }

    /** Posts an event of the type {@code test} at once, whatever waits, and says how that went. */
    public WebhookTry test(String name) throws InterruptedException {
        find(name);
        return courier.test(name);
    }

    /** The last tries to deliver, the newest first: as many as are kept, a hundred. */
    public List<WebhookTry> tries(String name) {
        find(name);
        return store.read(handle -> handle.createQuery(
                        "select id, event, at, milliseconds, status, error from webhook_try where webhook = ?"
                                + " order by id desc")
                .bind(0, name)
                .map((row, context) -> new WebhookTry(
                        row.getString("id"),
                        row.getLong("event"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        Duration.ofMillis(row.getLong("milliseconds")),
                        row.getInt("status"),
                        row.getString("error")))
                .list());
    }

    private static Webhook webhook(Handle handle, ResultSet row) throws SQLException {
        Set<EventClass> classes = constants(row.getString("classes"), EventClass.class);
        Set<ServerEvent.Kind> kinds = constants(row.getString("kinds"), ServerEvent.Kind.class);
        long delivered = row.getLong("delivered");
        int failures = row.getInt("failures");
        return new Webhook(
                row.getString("name"),
                row.getLong("version"),
                row.getString("url"),
                row.getString("description"),
                row.getInt("active") != 0,
                classes,
                kinds,
                Instant.ofEpochMilli(row.getLong("created_at")),
                new Webhook.Delivery(
                        delivered,
                        backlog(handle, delivered, classes, kinds),
                        failures,
                        time(row, "failing_since"),
                        failures > 0 ? time(row, "next_try_at") : Optional.empty(),
                        time(row, "paused_at"),
                        time(row, "last_success_at"),
                        time(row, "last_failure_at"),
                        row.getString("last_error")));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** How many events after this one are wanted. */
    private static int backlog(Handle handle, long after, Set<EventClass> classes, Set<ServerEvent.Kind> kinds) {
        String wanted = Arrays.stream(ServerEvent.Kind.values())
                .filter(kind -> (classes.isEmpty() || classes.contains(kind.eventClass()))
                        && (kinds.isEmpty() || kinds.contains(kind)))
                .map(kind -> "'" + kind.name() + "'")
                .collect(Collectors.joining(", "));
        return wanted.isEmpty()
                ? 0
                : handle.createQuery("select count(*) from (select 1 as one from event where sequence > ? and kind in ("
                                + wanted + ") limit " + MOST_BACKLOG + ") waiting")
                        .bind(0, after)
                        .mapTo(Integer.class)
                        .one();
    }

    private static String names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
    }

    static <E extends Enum<E>> Set<E> constants(String names, Class<E> type) {
        var constants = EnumSet.noneOf(type);
        for (String name : names.split(" ")) {
            if (!name.isEmpty()) {
                constants.add(Enum.valueOf(type, name));
            }
        }
        return constants;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public Map<String, Map<String, Object>> export(Handle handle) {
        var entries = new LinkedHashMap<String, Map<String, Object>>();
        for (Webhook webhook : list(handle)) {
            var members = new LinkedHashMap<String, Object>();
            members.put("url", webhook.url());
            members.put("description", webhook.description());
            members.put("active", webhook.active());
            members.put(
                    "classes",
                    webhook.classes().stream().map(Wording::name).sorted().toList());
            members.put(
                    "kinds",
                    webhook.kinds().stream().map(Wording::name).sorted().toList());
            entries.put(webhook.name(), members);
        }
        return entries;
    }

    @Override
    public void apply(Handle handle, Map<String, Entry> wanted) {
        wanted.forEach((name, entry) -> {
            Optional<String> url = entry.text("url");
            Optional<String> description = entry.text("description");
            Optional<Boolean> active = entry.flag("active");
            Optional<Set<EventClass>> classes = chosen(entry, "classes", EventClass.class);
            Optional<Set<ServerEvent.Kind>> kinds = chosen(entry, "kinds", ServerEvent.Kind.class);
            entry.attempt(() -> {
                var form = new WebhookForm(url, description, active, classes, kinds, Optional.empty());
                if (count(handle, "select count(*) from webhook where name = ?", name) > 0) {
                    change(handle, find(handle, name), form);
                } else {
                    add(handle, name, form);
                    entry.note("a secret was made that nobody has seen; \"caselli webhooks secret " + name
                            + "\" makes another one and shows it.");
                }
            });
        });
    }

    @Override
    public void remove(Handle handle, Set<String> kept, Consumer<String> problem) {
        list(handle).stream()
                .map(Webhook::name)
                .filter(name -> !kept.contains(name))
                .forEach(name -> remove(handle, name));
    }

    private static <E extends Enum<E>> Optional<Set<E>> chosen(Entry entry, String member, Class<E> type) {
        return entry.texts(member).flatMap(names -> {
            var chosen = EnumSet.noneOf(type);
            for (String name : names) {
                Optional<E> constant = Arrays.stream(type.getEnumConstants())
                        .filter(each -> Wording.name(each).equals(name))
                        .findFirst();
                if (constant.isEmpty()) {
                    entry.problem(
                            member,
                            "has \"" + name + "\" in it; choose from: "
                                    + Arrays.stream(type.getEnumConstants())
                                            .map(Wording::name)
                                            .collect(Collectors.joining(", "))
                                    + ".");
                    return Optional.empty();
                }
                chosen.add(constant.get());
            }
            return Optional.of((Set<E>) chosen);
        });
    }
}

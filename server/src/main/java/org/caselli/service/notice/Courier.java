package org.caselli.service.notice;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.caselli.queue.EventClass;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.settings.Settings;
import org.caselli.service.settings.WebhookSettings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to webhooks: to each in order and at least once, the next one only after the one before. Each webhook has
 * a thread of its own while it has work, so a slow receiver delays nobody else. Of several servers on one database the one
 * that holds the webhook's lease delivers; how far it has come stands in the database.
 */
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Ours: more than the longest try takes with all that is around it. */
    private static final Duration LEASE = Duration.ofSeconds(90);

    /** Ours. So long after a change made elsewhere, or a lease that ran out, it is looked at again at the latest. */
    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    private static final int AT_ONCE = 100;
    private static final int TRIES_KEPT = 100;

    private final Store store;
    private final EventLog events;
    private final Settings settings;
    private final Ids ids;
    private final InstantSource clock;
    private final String node;
    private final Post post = new Post();
    private final Map<String, Thread> busy = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("webhooks").unstarted(this::run);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed;

    Courier(Store store, EventLog events, Settings settings, Ids ids, InstantSource clock, String node) {
        this.store = store;
        this.events = events;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.node = node;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Duration pause = LOOK_UP;
                long seen = 0;
                try {
                    seen = events.last();
                    due(seen).forEach(this::setOut);
                    pause = untilNext();
                } catch (StoreException trouble) {
                    if (!closed) {
                        LOG.warn("Webhooks wait for the database: {}", trouble.getMessage());
                    }
                    if (over.await(LOOK_UP.toSeconds(), TimeUnit.SECONDS)) {
                        return;
                    }
                    continue;
                }
                awaitEvents(seen, pause);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEvents(long seen, Duration atMost) throws InterruptedException {
        try {
            events.await(seen, atMost);
        } catch (StoreException trouble) {
            LOG.debug("Waiting for events failed; the next look follows.", trouble);
            over.await(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Webhooks that have something to do at this moment. */
    private List<String> due(long last) {
        return store.read(handle -> handle.createQuery(
                        "select name from webhook where active = 1 and paused_at is null and next_try_at <= :now"
                                + " and delivered < :last and (lease_until <= :now or lease_node = :node)")
                .bind("now", Store.millis(clock.instant()))
                .bind("last", last)
                .bind("node", node)
                .mapTo(String.class)
                .list());
    }

    private boolean isDue(String name) {
        try {
            return due(events.last()).contains(name);
        } catch (StoreException trouble) {
            LOG.debug("The next look finds out.", trouble);
            return false;
        }
    }

    private Duration untilNext() {
        Optional<Long> next = store.read(handle -> handle.createQuery(
                        "select min(next_try_at) from webhook where active = 1 and paused_at is null and next_try_at > ?")
                .bind(0, Store.millis(clock.instant()))
                .mapTo(Long.class)
                .findOne());
        return next.map(at -> Duration.between(clock.instant(), Instant.ofEpochMilli(at)))
                .filter(wait -> wait.compareTo(LOOK_UP) < 0)
                .map(wait -> wait.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : wait)
                .orElse(LOOK_UP);
    }

    /** Delivers on a thread of its own, unless that one is on its way already. */
    private void setOut(String name) {
        busy.computeIfAbsent(
                name,
                free -> Thread.ofVirtual().name("webhook-" + name).start(() -> {
                    boolean calm = false;
                    try {
                        deliver(name);
                        calm = true;
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    } catch (StoreException trouble) {
                        LOG.warn("Webhook {} waits for the database: {}", name, trouble.getMessage());
                    } finally {
                        busy.remove(name);
                    }
                    // What happened between the last look and this line has found the thread still there.
                    if (calm && !closed && isDue(name)) {
                        setOut(name);
                    }
                }));
    }

    private record Target(
            String url, String secret, long delivered, int failures, Optional<Instant> failingSince, Webhook filter) {}

    /**
     * Delivers what waits, one after the other, until nothing does or a try has failed.
     *
     * @return how many events were delivered
     */
    int deliver(String name) throws InterruptedException {
        int count = 0;
        while (!closed) {
            Optional<Target> claimed = claim(name);
            if (claimed.isEmpty()) {
                return count;
            }
            Target target = claimed.get();
            long horizon = events.horizon();
            if (target.delivered() < horizon) {
                // Better said than hidden: the log has lost some of what it should have got.
                var gap = new LinkedHashMap<String, Object>();
                gap.put("after", target.delivered());
                gap.put("upTo", horizon);
                byte[] body = Wording.body("events_missed", clock.instant().toString(), gap);
                if (!hand(name, target, "gap_" + horizon, horizon, body)) {
                    return count;
                }
                continue;
            }
            List<ServerEvent> next = events.after(target.delivered(), AT_ONCE);
            Optional<ServerEvent> wanted = next.stream()
                    .filter(event -> target.filter().wants(event.kind()))
                    .findFirst();
            if (wanted.isEmpty()) {
                boolean more = next.size() == AT_ONCE;
                pass(
                        name,
                        target.delivered(),
                        next.isEmpty() ? target.delivered() : next.getLast().sequence(),
                        !more);
                if (!more) {
                    return count;
                }
                continue;
            }
            ServerEvent event = wanted.get();
            if (!hand(name, target, "evt_" + event.sequence(), event.sequence(), Wording.body(event))) {
                return count;
            }
            count++;
        }
        return count;
    }

    /** Takes or renews the lease; empty if there is nothing to be done here and now. */
    private Optional<Target> claim(String name) {
        long now = Store.millis(clock.instant());
        return store.write(handle -> handle.execute(
                                "update webhook set lease_node = ?, lease_until = ? where name = ? and active = 1"
                                        + " and paused_at is null and next_try_at <= ?"
                                        + " and (lease_until <= ? or lease_node = ?)",
                                node,
                                now + LEASE.toMillis(),
                                name,
                                now,
                                now,
                                node)
                        == 1
                ? target(handle, name)
                : Optional.empty());
    }

    private static Optional<Target> target(Handle handle, String name) {
        return handle.createQuery(
                        "select url, secret, delivered, failures, failing_since, classes, kinds from webhook where name = ?")
                .bind(0, name)
                .map((row, context) -> target(name, row))
                .findOne();
    }

    private static Target target(String name, ResultSet row) throws SQLException {
        Set<EventClass> classes = Webhooks.constants(row.getString("classes"), EventClass.class);
        Set<ServerEvent.Kind> kinds = Webhooks.constants(row.getString("kinds"), ServerEvent.Kind.class);
        long since = row.getLong("failing_since");
        Optional<Instant> failingSince = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
        return new Target(
                row.getString("url"),
                row.getString("secret"),
                row.getLong("delivered"),
                row.getInt("failures"),
                failingSince,
                new Webhook(
                        name,
                        0,
                        row.getString("url"),
                        "",
                        true,
                        classes,
                        kinds,
                        Instant.EPOCH,
                        new Webhook.Delivery(
                                0,
                                0,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "")));
    }

    /** Writes down that there is nothing wanted up to here. */
    private void pass(String name, long from, long to, boolean done) {
        store.write(handle -> handle.execute(
                "update webhook set delivered = ?, lease_until = ? where name = ? and delivered = ? and lease_node = ?",
                to,
                done ? 0 : Store.millis(clock.instant().plus(LEASE)),
                name,
                from,
                node));
    }

    /** Whether the receiver has it and the next one may follow. */
    private boolean hand(String name, Target target, String id, long sequence, byte[] body)
            throws InterruptedException {
        WebhookSettings rules = settings.webhooks();
        Instant began = clock.instant();
        long nanos = System.nanoTime();
        Post.Result result = send(target.url(), target.secret(), id, began, body, rules);
        Duration took = Duration.ofNanos(System.nanoTime() - nanos);
        if (closed) {
            return false; // cut off by us, which says nothing of the receiver
        }
        Instant now = clock.instant();
        return store.write(handle -> {
            keep(handle, name, new WebhookTry(ids.next(), sequence, began, took, result.status(), result.error()));
            if (result.error().isEmpty()) {
                return handle.execute(
                                "update webhook set delivered = ?, failures = 0, failing_since = null,"
                                        + " last_success_at = ? where name = ? and delivered = ? and lease_node = ?",
                                sequence,
                                Store.millis(now),
                                name,
                                target.delivered(),
                                node)
                        == 1;
            }
            fail(handle, name, target, rules, result, now);
            return false;
        });
    }

    private Post.Result send(String url, String secret, String id, Instant at, byte[] body, WebhookSettings rules)
            throws InterruptedException {
        long seconds = at.getEpochSecond();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Caselli");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", Signature.of(secret, id, seconds, body));
        return post.send(URI.create(url), headers, body, rules.timeLimit(), rules.privateAddresses());
    }

    private void fail(
            Handle handle, String name, Target target, WebhookSettings rules, Post.Result result, Instant now) {
        int failures = target.failures() + 1;
        Instant since = target.failingSince().orElse(now);
        // RFC 9110 clause 15.5.11: who is gone wants no more, as Standard Webhooks says too.
        boolean gone = result.status() == 410;
        boolean pause = gone || Duration.between(since, now).compareTo(rules.pauseAfter()) >= 0;
        Duration wait = result.retryAfter()
                .filter(asked -> asked.compareTo(rules.delay(failures)) > 0)
                .map(asked -> asked.compareTo(rules.longestDelay()) > 0 ? rules.longestDelay() : asked)
                .orElse(rules.delay(failures));
        int changed = handle.execute(
                "update webhook set failures = ?, failing_since = ?, next_try_at = ?, last_failure_at = ?, last_error = ?,"
                        + " lease_until = 0 where name = ? and delivered = ? and lease_node = ?",
                failures,
                Store.millis(since),
                Store.millis(now.plus(wait)),
                Store.millis(now),
                result.error(),
                name,
                target.delivered(),
                node);
        if (changed == 1 && pause) {
            handle.execute("update webhook set paused_at = ? where name = ?", Store.millis(now), name);
            events.append(
                    handle,
                    now,
                    ServerEvent.Kind.CONFIG_CHANGED,
                    "webhooks/" + name,
                    "change",
                    "paused",
                    "reason",
                    result.error());
        }
    }

    private static void keep(Handle handle, String name, WebhookTry attempt) {
        // A webhook that was removed meanwhile has no log any more.
        handle.execute(
                "insert into webhook_try (id, webhook, event, at, milliseconds, status, error)"
                        + " select ?, name, ?, ?, ?, ?, ? from webhook where name = ?",
                attempt.id(),
                attempt.event(),
                Store.millis(attempt.at()),
                attempt.took().toMillis(),
                attempt.status(),
                attempt.error(),
                name);
        handle.execute(
                "delete from webhook_try where webhook = ? and id not in (select id from webhook_try where webhook = ?"
                        + " order by id desc limit " + TRIES_KEPT + ")",
                name,
                name);
    }

    WebhookTry test(String name) throws InterruptedException {
        Target target = store.read(handle -> target(handle, name)).orElseThrow();
        WebhookSettings rules = settings.webhooks();
        Instant began = clock.instant();
        String id = ids.next();
        long nanos = System.nanoTime();
        byte[] body = Wording.body("test", began.toString(), Map.of("webhook", name));
        Post.Result result = send(target.url(), target.secret(), "test_" + id, began, body, rules);
        var attempt = new WebhookTry(
                id, 0, began, Duration.ofNanos(System.nanoTime() - nanos), result.status(), result.error());
        store.write(handle -> {
            keep(handle, name, attempt);
            return true;
        });
        return attempt;
    }

    /** Begins to stop: a try under way is cut off, and is made again by whoever delivers next. */
    void stop() {
        closed = true;
        over.countDown();
        post.close();
    }

    /** Waits until all has stopped, and lets other servers deliver at once. To be called when nobody waits for events. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
            for (Thread delivery : busy.values()) {
                delivery.join();
            }
            store.write(handle -> handle.execute("update webhook set lease_until = 0 where lease_node = ?", node));
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        } catch (StoreException gone) {
            LOG.debug("The leases of webhooks run out by themselves.", gone);
        }
    }
}

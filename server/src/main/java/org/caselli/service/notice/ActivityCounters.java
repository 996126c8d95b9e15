package org.caselli.service.notice;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Activity;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is under way, and tells it as an event when a counter has moved: at most once in a while, with the values of
 * that moment. Of several servers that see the same, one tells it.
 */
public final class ActivityCounters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityCounters.class);

    /** Ours. A listener draws numbers; five of them a second are more than anybody reads. */
    private static final Duration TOGETHER = Duration.ofMillis(200);

    /** Ours. So often it is looked at again though nothing seems to have happened. */
    private static final Duration LOOK_UP = Duration.ofSeconds(10);

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Thread thread = Thread.ofVirtual().name("activity").unstarted(this::run);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed;

    public ActivityCounters(Store store, EventLog events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** Begins to tell. */
    public void start() {
        thread.start();
    }

    /** What is under way at this moment. */
    public Activity now() {
        return store.read(ActivityCounters::count);
    }

    private static Activity count(Handle handle) {
        return handle.createQuery("select"
                        + " (select count(*) from incoming_job where state in ('IN_PROGRESS', 'CANCELING')) as incoming,"
                        + " (select count(*) from incoming_job where state = 'ROUTING') as routing,"
                        + " (select count(*) from job where state in ('IN_PROGRESS', 'CANCELING')) as outgoing,"
                        + " (select count(*) from job where state in ('PENDING', 'RETRYING')) as queued,"
                        + " (select count(*) from job where state = 'FAILED') as failed")
                .map((row, context) -> new Activity(
                        row.getInt("incoming"),
                        row.getInt("routing"),
                        row.getInt("outgoing"),
                        row.getInt("queued"),
                        row.getInt("failed")))
                .one();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    long seen = events.last();
                    tell();
                    if (events.await(seen, LOOK_UP)) {
                        over.await(TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
                    }
                } catch (StoreException trouble) {
                    if (over.await(LOOK_UP.toSeconds(), TimeUnit.SECONDS)) {
                        return;
                    }
                    LOG.warn("The counters of what is under way wait for the database: {}", trouble.getMessage());
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Appends an event if one of the documented counters is not what was told last. */
    boolean tell() {
        if (told(now())) {
            return false;
        }
        return store.write(handle -> {
            Activity now = count(handle);
            int moved = handle.execute(
                    "update activity_told set incoming = ?, routing = ?, outgoing = ?, queued = ?"
                            + " where incoming <> ? or routing <> ? or outgoing <> ? or queued <> ?",
                    now.incoming(),
                    now.routing(),
                    now.outgoing(),
                    now.queued(),
                    now.incoming(),
                    now.routing(),
                    now.outgoing(),
                    now.queued());
            if (moved == 1) {
                events.append(
                        handle,
                        clock.instant(),
                        ServerEvent.Kind.ACTIVITY_CHANGED,
                        "activity",
                        "incoming",
                        now.incoming(),
                        "routing",
                        now.routing(),
                        "outgoing",
                        now.outgoing(),
                        "queued",
                        now.queued());
            }
            return moved == 1;
        });
    }

    private boolean told(Activity now) {
        return store.read(handle -> handle.createQuery("select incoming, routing, outgoing, queued from activity_told")
                .map((row, context) -> row.getInt("incoming") == now.incoming()
                        && row.getInt("routing") == now.routing()
                        && row.getInt("outgoing") == now.outgoing()
                        && row.getInt("queued") == now.queued())
                .one());
    }

    /** Begins to stop. */
    void stop() {
        closed = true;
        over.countDown();
    }

    /** Waits until it has stopped. To be called when nobody waits for events. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }
}

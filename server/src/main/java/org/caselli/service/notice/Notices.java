package org.caselli.service.notice;

import java.time.InstantSource;
import org.caselli.queue.EventLog;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;

/** All that follows the event log of one server, from its start to its stop. */
public final class Notices implements AutoCloseable {
    private final Courier courier;
    private final Webhooks webhooks;
    private final ActivityCounters activity;
    private final ServerLog log;

    /** Is told of every event from then on; delivers nothing before {@link #start}. */
    public Notices(Store store, EventLog events, Settings settings, Ids ids, InstantSource clock, String node) {
        this.courier = new Courier(store, events, settings, ids, clock, node);
        this.webhooks = new Webhooks(store, events, clock, courier);
        this.activity = new ActivityCounters(store, events, clock);
        this.log = new ServerLog(store, settings, clock, node);
        events.alsoTell(log);
    }

    /** Begins to deliver and to count. */
    public void start() {
        courier.start();
        activity.start();
    }

    /** Who is told of events over HTTP. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** What is under way. */
    public ActivityCounters activity() {
        return activity;
    }

    /** The log for people. */
    public ServerLog log() {
        return log;
    }

    /** Begins to stop: what is being posted is cut off. */
    public void stop() {
        activity.stop();
        courier.stop();
    }

    /** Waits until all has stopped. To be called when the event log lets nobody wait any more. */
    @Override
    public void close() {
        activity.close();
        courier.close();
    }
}

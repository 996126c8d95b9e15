package org.caselli.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Dispatcher;
import org.caselli.queue.EventLog;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;
import org.caselli.service.routing.OutboundRouting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads in the event log what was done to the queue, by this server or another, and tells the dispatcher at once: a job
 * came that one of its lines may carry, a setting was changed, or a call on one of its lines is to be ended. What it misses
 * the dispatcher finds a little later by itself.
 */
final class Follower implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** Ours: how long after a failure the log is looked at again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int AT_ONCE = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final EventLog events;
    private final Dispatcher dispatcher;
    private final OutboundRouting routing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private @Nullable Thread thread;

    Follower(EventLog events, Dispatcher dispatcher, OutboundRouting routing) {
        this.events = events;
        this.dispatcher = dispatcher;
        this.routing = routing;
    }

    void start() {
        long now = events.last();
        thread = Thread.ofVirtual().name("follower").start(() -> follow(now));
    }

    private void follow(long from) {
        long seen = from;
        while (!closing) {
            try {
                if (events.await(seen, LOOK) && !closing) {
                    List<ServerEvent> news = events.after(seen, AT_ONCE);
                    news.forEach(this::tell);
                    seen = news.isEmpty() ? seen : news.getLast().sequence();
                }
            } catch (InterruptedException urged) {
                closing = true;
            } catch (RuntimeException cause) {
                LOG.warn("The event log cannot be followed for the moment: {}", cause.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            closing |= closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException urged) {
            closing = true;
        }
    }

    private void tell(ServerEvent event) {
        String state = event.facts().getOrDefault("state", "");
        switch (event.kind()) {
            case JOB_ADDED, QUEUE_STATE_CHANGED, DEVICE_CHANGED -> dispatcher.wake();
            case CONFIG_CHANGED -> {
                routing.changed();
                dispatcher.rulesChanged();
            }
            case JOB_CHANGED -> {
                if (state.equals(JobState.CANCELING.name())) {
                    dispatcher.stop(event.subject(), Outcome.CANCELED);
                } else if (state.equals(JobState.PENDING.name()) || state.equals(JobState.RETRYING.name())) {
                    dispatcher.wake();
                }
            }
            default -> {}
        }
    }

    /**
     * Ends it when it has read what it is reading, for an interrupt would break the connection that it reads from. To be called
     * when the event log lets nobody wait any more.
     */
    @Override
    public void close() {
        closing = true;
        closed.countDown();
        Thread running = thread;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

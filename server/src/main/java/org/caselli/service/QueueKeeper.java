package org.caselli.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.caselli.queue.EventLog;
import org.caselli.queue.JobQueue;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the event log for the dispatcher, so that a job that another server took in, or a setting that was changed, acts
 * at once; and now and then removes jobs and documents whose time is over.
 */
final class QueueKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueKeeper.class);

    /** Ours: ages are counted in days, so nobody misses the rest of the hour. */
    private static final Duration EVERY = Duration.ofHours(1);

    /** Ours: after a failure of the database. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int BATCH = 500;

    private final JobQueue queue;
    private final Uploads uploads;
    private final EventLog events;
    private final InstantSource clock;
    private final Runnable wake;
    private final Thread thread;
    private volatile boolean closing;

    QueueKeeper(JobQueue queue, Uploads uploads, EventLog events, InstantSource clock, Runnable wake) {
        this.queue = queue;
        this.uploads = uploads;
        this.events = events;
        this.clock = clock;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("queue-keeper").unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    private void keep() {
        long seen = -1;
        Instant next = clock.instant();
        while (!closing) {
            try {
                if (seen < 0) {
                    seen = events.last();
                    wake.run();
                }
                if (!clock.instant().isBefore(next)) {
                    clear();
                    next = clock.instant().plus(EVERY);
                }
                if (events.await(seen, EVERY)) {
                    List<ServerEvent> news = events.after(seen, BATCH);
                    if (!news.isEmpty()) {
                        seen = news.getLast().sequence();
                    }
                    if (news.stream().anyMatch(QueueKeeper::concerns)) {
                        wake.run();
                    }
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException cause) {
                if (closing) {
                    return;
                }
                LOG.error("The queue could not be looked after; that is tried again in {}.", PAUSE, cause);
                if (!rest()) {
                    return;
                }
            }
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void clear() {
        int jobs = queue.round();
        int documents = uploads.expire();
        if (jobs + documents > 0) {
            LOG.info("Removed {} old jobs and {} uploaded documents.", jobs, documents);
        }
    }

    /** Whether the dispatcher may find something to do that it did not find before. */
    private static boolean concerns(ServerEvent event) {
        return switch (event.kind()) {
            case JOB_ADDED, CONFIG_CHANGED, QUEUE_STATE_CHANGED, DEVICE_CHANGED -> true;
            case JOB_CHANGED -> {
                String state = event.facts().getOrDefault("state", "");
                yield state.equals(JobState.PENDING.name()) || state.equals(JobState.RETRYING.name());
            }
            default -> false;
        };
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}

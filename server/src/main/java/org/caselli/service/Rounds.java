package org.caselli.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.caselli.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes the rounds of what is done in the background, after each change of the database and every minute, on a thread. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Ours: where much changes, changes are gathered for so long; nobody waits for this work. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Work that is done in steps. */
    interface Work {
        /** Does some of it; whether there may be more to do at once. */
        boolean round();
    }

    private final List<Work> works;
    private final Semaphore news = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Rounds(Store store, String name, List<Work> works) {
        this.works = works;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
        store.afterCommit(news::release);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean more = true;
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!more) {
                    var _ = news.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
                more = false;
                for (Work work : works) {
                    more |= closing.getCount() > 0 && round(work);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean round(Work work) {
        try {
            return work.round();
        } catch (RuntimeException cause) {
            LOG.error("A round of work in the background failed; the next one tries again.", cause);
            return false;
        }
    }

    /** Ends it after the step that is being done; not by an interrupt, which would close the files it writes. */
    @Override
    public void close() {
        closing.countDown();
        news.release();
        try {
            thread.join();
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }
}

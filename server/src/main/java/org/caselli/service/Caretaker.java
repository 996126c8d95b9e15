package org.caselli.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.caselli.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done now and then: deletes what is too old, sweeps, puts away what a dead server left. Of all servers
 * that share the database one does each chore when its time has come; a chore that fails is tried again after its time.
 */
final class Caretaker implements AutoCloseable {
    /** Ours: how often it looks whether something is due. */
    private static final int LOOK_SECONDS = 10;

    private static final Duration LOOK = Duration.ofSeconds(LOOK_SECONDS);

    /** Ours: what a chore has begun ends in good order within this, but for a sweep through very many files. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

    private record Chore(String name, Duration every, Runnable work) {}

    private final Store store;
    private final InstantSource clock;
    private final List<Chore> chores = new CopyOnWriteArrayList<>();
    private final List<Runnable> watches = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private @Nullable Thread thread;

    Caretaker(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Takes on a chore.
     *
     * @param name  under which the database knows it; the same on all servers
     * @param every from one beginning to the next, whoever does it; 10 s or more
     * @param work  may take long; when the service closes, its thread is interrupted some seconds later
     */
    void add(String name, Duration every, Runnable work) {
        chores.add(new Chore(name, every, work));
    }

    /** Has this server look after something of its own every {@value #LOOK_SECONDS} s, whatever the others do. */
    void watch(Runnable look) {
        watches.add(look);
    }

    void start() {
        thread = Thread.ofVirtual().name("caretaker").start(this::run);
    }

    private void run() {
        try {
            do {
                round();
            } while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due. */
    void round() {
        for (Runnable watch : watches) {
            try {
                watch.run();
            } catch (RuntimeException cause) {
                LOG.error("A look of the caretaker failed; the next one follows in {}.", LOOK, cause);
            }
        }
        for (Chore chore : chores) {
            try {
                if (!closing && claim(chore)) {
                    chore.work().run();
                }
            } catch (RuntimeException cause) {
                if (!closing) {
                    LOG.error("The chore \"{}\" failed; it is tried again in {}.", chore.name(), chore.every(), cause);
                }
            }
        }
    }

    private boolean claim(Chore chore) {
        Instant now = clock.instant();
        long due = Store.millis(now.minus(chore.every()));
        Optional<Long> begun = store.read(handle -> handle.createQuery("select begun_at from chore where name = ?")
                .bind(0, chore.name())
                .mapTo(Long.class)
                .findOne());
        if (begun.isPresent() && begun.get() > due) {
            return false;
        }
        return store.write(handle -> handle.execute(
                        "insert into chore (name, node, begun_at) values (?, ?, ?) on conflict (name) do update"
                                + " set node = excluded.node, begun_at = excluded.begun_at where chore.begun_at <= ?",
                        chore.name(),
                        store.node(),
                        Store.millis(now),
                        due)
                == 1);
    }

    @Override
    public void close() {
        closing = true;
        closed.countDown();
        Thread running = thread;
        if (running != null) {
            try {
                if (!running.join(PATIENCE)) {
                    running.interrupt();
                    running.join();
                }
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package org.caselli.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of this process that writes. Transactions that wait at the same moment share one commit, and so one sync
 * of the disk; each is a savepoint of its own, so the failure of one leaves the others alone. A platform thread, because a
 * commit blocks in native code and must not hold up the virtual threads that carry calls.
 */
final class Writer implements AutoCloseable {
    /** Ours. More would only make the first of them wait longer; 32 clients at once never fill it. */
    private static final int MOST_TOGETHER = 128;

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final String SAVEPOINT = "one_of_many";

    private record Task<T extends @Nullable Object>(Function<Handle, T> work, CompletableFuture<T> result) {}

    private final Database database;
    private final Runnable afterCommit;
    private final Store.WriteWitness witness;
    private final BlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final ReentrantLock door = new ReentrantLock();
    private boolean closing;
    /** After it nothing comes any more. */
    private final Task<Boolean> last = new Task<>(handle -> true, new CompletableFuture<>());

    Writer(Database database, Runnable afterCommit, Store.WriteWitness witness) {
        this.database = database;
        this.afterCommit = afterCommit;
        this.witness = witness;
        this.thread = Thread.ofPlatform().name("database-writer").daemon().start(this::run);
    }

    <T extends @Nullable Object> CompletableFuture<T> submit(Function<Handle, T> work) {
        var result = new CompletableFuture<T>();
        door.lock();
        try {
            if (closing) {
                result.completeExceptionally(new StoreException(
                        StoreException.Hope.LATER, "The database is closed: the server is shutting down."));
            } else {
                tasks.add(new Task<>(work, result));
            }
        } finally {
            door.unlock();
        }
        return result;
    }

    boolean isOwnThread() {
        return Thread.currentThread().threadId() == thread.threadId();
    }

    private void run() {
        var batch = new ArrayList<Task<?>>();
        boolean over = false;
        while (!over) {
            try {
                batch.add(tasks.take());
            } catch (InterruptedException nobodyDoesThat) {
                continue;
            }
            tasks.drainTo(batch, MOST_TOGETHER - 1);
            over = batch.remove(last);
            if (!batch.isEmpty()) {
                carryOut(batch);
                batch.clear();
            }
        }
    }

    private void carryOut(List<Task<?>> batch) {
        long began = System.nanoTime();
        together(batch);
        witness.wrote(batch.size(), System.nanoTime() - began);
    }

    private void together(List<Task<?>> batch) {
        var done = new ArrayList<Runnable>(batch.size());
        Handle handle;
        try {
            handle = database.begin();
        } catch (StoreException told) {
            LOG.warn("{} transactions could not be begun: {}", batch.size(), told.getMessage());
            fail(batch, told);
            return;
        } catch (RuntimeException cause) {
            LOG.error("A transaction could not be begun: {}", cause.getMessage(), cause);
            fail(batch, unwritable(cause));
            return;
        }
        try (handle) {
            try {
                for (Task<?> task : batch) {
                    perform(task, handle, done);
                }
            } catch (RuntimeException cause) { // the database is gone, or its disk is full
                LOG.error("A transaction was cut off.", cause);
                fail(batch, unwritable(cause));
                rollBack(handle);
                return;
            }
            commit(handle, batch, done);
        } catch (RuntimeException cause) {
            LOG.error("A transaction could not be closed.", cause);
        }
    }

    private void commit(Handle handle, List<Task<?>> batch, List<Runnable> done) {
        try {
            handle.commit();
        } catch (RuntimeException cause) {
            LOG.error("A transaction could not be committed.", cause);
            switch (database.fate(cause)) {
                case KEPT -> {}
                case NOT_KEPT -> {
                    fail(batch, unwritable(cause));
                    rollBack(handle);
                    return;
                }
                case UNKNOWN -> {
                    fail(
                            batch,
                            new StoreException(
                                    StoreException.Hope.UNKNOWN,
                                    "The database went away in the middle of a commit, and it is not known whether what was"
                                            + " to be written is kept. Look before you repeat it; a submission with an"
                                            + " idempotency key can be repeated without harm.",
                                    cause));
                    rollBack(handle);
                    return;
                }
            }
        }
        done.forEach(Runnable::run);
        afterCommit.run();
    }

    private static StoreException unwritable(RuntimeException cause) {
        return new StoreException(
                StoreException.Hope.LATER,
                "The database could not be written; nothing of this was kept. See that it runs, that its disk has room and"
                        + " that it is healthy.",
                cause);
    }

    /** Those that have failed for a reason of their own have been told so already. */
    private static void fail(List<Task<?>> batch, StoreException failure) {
        batch.forEach(task -> task.result().completeExceptionally(failure));
    }

    private static void rollBack(Handle handle) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (RuntimeException cause) {
            LOG.debug("A transaction that failed could not be rolled back either; the database does so itself.", cause);
        }
    }

    private static <T extends @Nullable Object> void perform(Task<T> task, Handle handle, List<Runnable> done) {
        handle.savepoint(SAVEPOINT);
        T value;
        try {
            value = task.work().apply(handle);
        } catch (RuntimeException | Error cause) {
            handle.rollbackToSavepoint(SAVEPOINT);
            task.result().completeExceptionally(cause);
            return;
        }
        handle.releaseSavepoint(SAVEPOINT);
        done.add(() -> task.result().complete(value));
    }

    /** Carries out what waits, then ends. */
    @Override
    public void close() {
        door.lock();
        try {
            if (!closing) {
                closing = true;
                tasks.add(last);
            }
        } finally {
            door.unlock();
        }
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
                return; // what waits is still carried out, if the process lives so long
            }
        }
    }
}

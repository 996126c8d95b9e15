package org.caselli.service.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls extensions so that nothing they do harms anybody else: on a thread of its own (a real one, for a loop without end
 * would take a virtual one's carrier for ever), with a limit of time, and with every exception and error turned into a
 * failure with a text.
 */
final class ForeignCode {
    /** Ours: of threads that an extension does not give back. It is not called again while there are so many. */
    static final int MOST_STUCK = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ForeignCode.class);

    private final Duration limit;
    private final Duration grace;
    private final Map<String, List<Thread>> stuck = new ConcurrentHashMap<>();

    /**
     * @param limit how long a call may take
     * @param grace how long it then has to heed its interrupt before it counts as stuck
     */
    ForeignCode(Duration limit, Duration grace) {
        this.limit = limit;
        this.grace = grace;
    }

    /** What went wrong in a call, as a sentence. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String what, Throwable cause) {
            super(what, cause);
        }

        Failure(String what) {
            super(what);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Calls foreign code.
     *
     * @param who    the extension's unique name
     * @param loader that has its classes; it is the thread's context class loader
     * @throws Failure              if it threw anything, or did not come back in time
     * @throws InterruptedException if we ourselves shall stop; the call is interrupted as well
     */
    <T> T call(String who, ClassLoader loader, Callable<T> work) throws Failure, InterruptedException {
        List<Thread> hanging = stuck.computeIfAbsent(who, any -> new CopyOnWriteArrayList<>());
        hanging.removeIf(thread -> !thread.isAlive());
        if (hanging.size() >= MOST_STUCK) {
            throw new Failure("The extension " + who + " still hangs in " + hanging.size()
                    + " earlier calls and is not called again until they end. Restart the server, and have the extension"
                    + " mended.");
        }
        var task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().name("extension " + who).unstarted(task);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException wrapped) {
            Throwable cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
            throw new Failure(sentence(cause), cause);
        } catch (TimeoutException late) {
            abandon(who, thread, hanging);
            throw new Failure("It did not end within " + limit.toMillis() / 1000.0 + " s and was interrupted.", late);
        } catch (InterruptedException urged) {
            abandon(who, thread, hanging);
            throw urged;
        }
    }

    private void abandon(String who, Thread thread, List<Thread> hanging) throws InterruptedException {
        thread.interrupt();
        if (!thread.join(grace)) {
            hanging.add(thread);
            LOG.error("A call of the extension {} does not heed its interrupt; its thread is left behind.", who);
        }
    }

    /** An exception as people want to read it. */
    static String sentence(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof LinkageError
                ? "The extension lacks a class or a method that it needs, "
                        + cause.getClass().getSimpleName() + ": " + message + ". Put everything it needs into its jar."
                : cause.getMessage() == null || cause.getMessage().isBlank()
                        ? cause.getClass().getName() + "."
                        : message + (message.endsWith(".") ? "" : ".");
    }
}

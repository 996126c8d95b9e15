package org.caselli.line;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls code that somebody else wrote, on threads of their own. What it throws is noted; one that does not return in time
 * is given up, and asked no more, so that it can hold up the server once at most.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final String name;
    private final ClassLoader loader;
    private final Duration patience;
    private volatile Optional<Trouble> hung = Optional.empty();
    private volatile Optional<Trouble> last = Optional.empty();

    /**
     * What somebody else's code did wrong.
     *
     * @param text      a sentence for people
     * @param cause     what it threw; its own if it hung
     */
    record Trouble(String text, Throwable cause) {}

    /** @param patience how long one call may last */
    Guard(String name, ClassLoader loader, Duration patience) {
        this.name = name;
        this.loader = loader;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    /** Why it is asked no more, if it is. */
    Optional<Trouble> hung() {
        return hung;
    }

    /** The newest thing it did wrong. */
    Optional<Trouble> last() {
        return last;
    }

    /** Gives it up. */
    void hangs(String what, Duration since) {
        hangs(what + " has not returned for " + since.toMillis() / 1000.0
                + " s; the provider is asked no more until the server is started again.");
    }

    /** Gives it up, which this says in a sentence. */
    void hangs(String text) {
        var trouble = new Trouble(text, new TimeoutException(text));
        LOG.error("The device provider {} hangs: {}", name, text);
        last = Optional.of(trouble);
        hung = last;
    }

    /** It has thrown this. */
    Trouble threw(String what, Throwable cause) {
        String said = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        var trouble = new Trouble(what + " threw " + cause.getClass().getSimpleName() + said, cause);
        LOG.error("The device provider {} failed: {}", name, trouble.text(), cause);
        last = Optional.of(trouble);
        return trouble;
    }

    /** Begins something on a thread of its own that nobody waits for here. */
    <T> FutureTask<T> begin(Callable<T> work) {
        var task = new FutureTask<T>(work);
        // A platform thread: what pins or never ends must not take a carrier of the calls' threads with it.
        Thread thread = Thread.ofPlatform().name("provider-" + name).daemon().unstarted(task);
        thread.setContextClassLoader(loader);
        thread.start();
        return task;
    }

    /** What it answers; this otherwise, if it throws, hangs, or has hung before. */
    <T> T ask(String what, Callable<T> question, T otherwise) {
        try {
            return call(what, question).orElse(otherwise);
        } catch (Failed _) {
            return otherwise; // noted
        }
    }

    /** As {@link #ask}, for those who want to know. */
    <T> Optional<T> call(String what, Callable<T> question) throws Failed {
        if (hung.isPresent()) {
            throw new Failed(hung.get());
        }
        FutureTask<T> task = begin(question);
        try {
            return Optional.ofNullable(task.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            task.cancel(true);
            hangs(what, patience);
            throw new Failed(hung.orElseThrow());
        } catch (ExecutionException wrapped) {
            throw new Failed(threw(what, wrapped.getCause() == null ? wrapped : wrapped.getCause()));
        } catch (InterruptedException urged) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Failed(new Trouble("The server was stopped while it waited for " + what + ".", urged));
        }
    }

    /** Somebody else's code did not do what it was asked. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Trouble trouble;

        Failed(Trouble trouble) {
            super(trouble.text(), trouble.cause());
            this.trouble = trouble;
        }

        Trouble trouble() {
            return trouble;
        }
    }
}

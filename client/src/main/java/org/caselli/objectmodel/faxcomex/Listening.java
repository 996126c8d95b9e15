package org.caselli.objectmodel.faxcomex;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.caselli.client.Api;
import org.caselli.client.CaselliException;
import org.caselli.client.EventStream;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind ListenTo…Events of one object. One thread reads the server's events and tells them, one after the other,
 * to all listeners. The server keeps its events in an ordered log, and the reader knows its place in it: when the connection
 * is lost or the server starts anew, it goes on from there, so that nothing is missed and nothing is told twice.
 *
 * @param <N> the listeners
 */
final class Listening<N> {
    private static final System.Logger LOG = System.getLogger(Listening.class.getName());

    private static final int GONE = 410;

    private final BiConsumer<N, Api.Event> telling;
    private final IntFunction<Duration> pauses;
    private final CopyOnWriteArrayList<N> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Reader reader;

    /**
     * @param telling tells one listener of an event
     * @param pauses  how long to wait before the so manieth try to get the connection again; the first is 0
     */
    Listening(BiConsumer<N, Api.Event> telling, IntFunction<Duration> pauses) {
        this.telling = telling;
        this.pauses = pauses;
    }

    /** Ours: at once, as a server that has only lost a connection is there; then ever longer, up to half a minute. */
    static Duration growing(int tries) {
        return tries == 0 ? Duration.ZERO : Duration.ofMillis(Math.min(30_000L, 250L << Math.min(tries - 1, 10)));
    }

    void add(N listener) {
        listeners.addIfAbsent(listener);
    }

    void remove(N listener) {
        listeners.remove(listener);
    }

    /** The classes that are told at present, by the names that the server has for them. */
    Set<String> classes() {
        Reader present = reader;
        return present == null ? Set.of() : present.classes();
    }

    /**
     * Listens to these classes instead of those before. What happens once this has returned is told. If it is refused,
     * everything stays as it was.
     *
     * @param own     only what is of the caller's own account
     * @param classes by the names that the server has for them; none ends it
     */
    synchronized void listen(Connection connection, boolean own, Set<String> classes) {
        Reader present = reader;
        if (present != null && (present.isOver() || !present.isOf(connection, own))) {
            present.end();
            present = null;
        }
        if (classes.isEmpty()) {
            if (present != null) {
                present.end();
            }
            reader = null;
        } else if (present == null) {
            reader = new Reader(connection, own, classes);
        } else {
            present.change(classes);
        }
    }

    private void tell(Api.Event event) {
        for (N listener : listeners) {
            try {
                telling.accept(listener, event);
            } catch (RuntimeException | Error thrown) {
                LOG.log(System.Logger.Level.WARNING, "A listener failed at the event " + event.kind(), thrown);
            }
        }
    }

    /** The thread, and its place in the log. */
    private final class Reader implements Runnable {
        private final Connection connection;
        private final boolean own;

        /** Guarded by this: the classes to tell, and the event after which they are. */
        private Map<String, Long> since;

        /** Guarded by this: what has the events at present; null when all is over. */
        private @Nullable EventStream stream;

        private final Runnable released;

        /** Guarded by this: the last event that was told or passed over. */
        private long last;

        Reader(Connection connection, boolean own, Set<String> classes) {
            this.connection = connection;
            this.own = own;
            this.last = now();
            this.since = since(Map.of(), classes, last);
            this.stream = open(last, classes);
            this.released = connection.whenClosed(this::end);
            var thread = new Thread(this, "caselli-events");
            thread.setDaemon(true);
            thread.start();
        }

        private long now() {
            return connection.ask(client -> client.server().lastEvent());
        }

        private EventStream open(long after, Set<String> classes) {
            return connection.ask(
                    client -> client.listen(after, classes.stream().sorted().toList(), own));
        }

        /** A class that was told before goes on without a gap; a new one begins now. */
        private static Map<String, Long> since(Map<String, Long> before, Set<String> classes, long now) {
            var since = new HashMap<String, Long>();
            classes.forEach(each -> since.put(each, before.getOrDefault(each, now)));
            return Map.copyOf(since);
        }

        boolean isOf(Connection wanted, boolean ofOwn) {
            return connection == wanted && own == ofOwn;
        }

        synchronized boolean isOver() {
            return stream == null;
        }

        synchronized Set<String> classes() {
            return stream == null ? Set.of() : since.keySet();
        }

        void change(Set<String> classes) {
            long now = now();
            EventStream next = open(last(), classes);
            EventStream before = replace(next, classes, now);
            before.close();
        }

        private synchronized long last() {
            return last;
        }

        private synchronized EventStream replace(EventStream next, Set<String> classes, long now) {
            EventStream before = stream;
            if (before == null) { // ended meanwhile
                return next;
            }
            since = since(since, classes, now);
            stream = next;
            return before;
        }

        void end() {
            EventStream before;
            synchronized (this) {
                before = stream;
                stream = null;
                notifyAll();
            }
            if (before != null) {
                before.close();
                released.run();
            }
        }

        private synchronized @Nullable EventStream stream() {
            return stream;
        }

        @Override
        public void run() {
            int tries = 0;
            for (EventStream from = stream(); from != null; from = stream()) {
                Optional<Api.Event> event = from.next();
                if (from.hasHeard()) {
                    tries = 0;
                }
                if (event.isPresent()) {
                    if (isNew(from, event.get())) {
                        tell(event.get());
                    }
                } else {
                    tries = resume(from, tries);
                }
            }
        }

        private synchronized boolean isNew(EventStream from, Api.Event event) {
            if (stream != from || event.id() <= last) {
                return false;
            }
            last = event.id();
            Long begin = since.get(event.eventClass());
            return begin != null && event.id() > begin;
        }

        /** Gets the connection again, however long it takes. */
        private int resume(EventStream lost, int tries) {
            int tried = tries;
            while (waited(lost, pauses.apply(tried))) {
                tried++;
                try {
                    swap(lost, open(place(lost), classes()));
                } catch (FaxException refused) {
                    settle(refused);
                }
            }
            return tried;
        }

        /** Also where only the server's signs of life have brought us. */
        private synchronized long place(EventStream lost) {
            Long heard = lost.position();
            return heard == null ? last : Math.max(last, heard);
        }

        /** @return whether it is still to be found again */
        private synchronized boolean waited(EventStream lost, Duration pause) {
            long until = System.nanoTime() + pause.toNanos();
            try {
                for (long left = pause.toNanos(); left > 0 && stream == lost; left = until - System.nanoTime()) {
                    wait(left / 1_000_000, (int) (left % 1_000_000));
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                stream = null;
            }
            return stream == lost;
        }

        private void swap(EventStream lost, EventStream found) {
            boolean wanted;
            synchronized (this) {
                wanted = stream == lost;
                if (wanted) {
                    stream = found;
                }
            }
            if (!wanted) {
                found.close();
            }
        }

        private void settle(FaxException refused) {
            if (refused.getCause() instanceof CaselliException cause && cause.status() == GONE) {
                LOG.log(System.Logger.Level.WARNING, "Events were lost: " + refused.sentence());
                jump();
            } else if (refused.error() == FaxError.E_ACCESSDENIED || refused.error() == FaxError.E_HANDLE) {
                LOG.log(System.Logger.Level.WARNING, "No more events are told: " + refused.sentence());
                end();
            }
        }

        /** So long away that the log has lost what comes next: goes on with what happens from now on. */
        private void jump() {
            try {
                long now = now();
                synchronized (this) {
                    last = Math.max(last, now);
                }
            } catch (FaxException away) {
                LOG.log(System.Logger.Level.DEBUG, away.sentence());
            }
        }
    }

    /** The server's names for these classes. */
    static Set<String> names(Set<? extends Enum<?>> classes) {
        return classes.stream()
                .map(Listening::name)
                .filter(name -> !name.equals("none"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The classes that have these names. */
    static <E extends Enum<E>> Set<E> classes(Class<E> type, Set<String> names) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> names.contains(name(each)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** fsetIN_QUEUE and faetIN_QUEUE are in_queue. */
    private static String name(Enum<?> each) {
        String name = each.name().substring("fset".length());
        return name.equals("FXSSVC_ENDED") ? "server" : name.toLowerCase(Locale.ROOT);
    }
}

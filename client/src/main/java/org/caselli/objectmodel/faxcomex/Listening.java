package org.caselli.objectmodel.faxcomex;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.caselli.client.Api;
import org.caselli.client.CaselliException;
import org.caselli.client.EventStream;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
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
    private static final int TOO_MANY = 429;
    private static final String STOPPING = "server_stopping";

    private final BiConsumer<N, Api.Event> telling;
    private final Consumer<N> missing;
    private final IntFunction<Duration> pauses;
    private final CopyOnWriteArrayList<N> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Reader reader;

    /**
     * @param telling tells one listener of an event
     * @param missing tells one listener that events were missed
     * @param pauses  how long to wait before the so manieth try to get the connection again; the first is 0
     */
    Listening(BiConsumer<N, Api.Event> telling, Consumer<N> missing, IntFunction<Duration> pauses) {
        this.telling = telling;
        this.missing = missing;
        this.pauses = pauses;
    }

    /** Ours: at once, as a server that has only lost a connection is there; then ever longer, up to half a minute. */
    static Duration growing(int tries) {
        return tries == 0 ? Duration.ZERO : Duration.ofMillis(Math.min(30_000L, 250L << Math.min(tries - 1, 10)));
    }

    void add(@Nullable N listener) {
        if (listener == null) {
            throw Faults.invalid("The listener is null.", "Give one.");
        }
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

    /** Nothing that a handler does ends the thread: not even an exception that Java does not let it throw, as Kotlin does. */
    private void tell(String kind, Consumer<N> telling) {
        for (N listener : listeners) {
            if (!listeners.contains(listener)) {
                continue; // the one before has removed it
            }
            try {
                telling.accept(listener);
            } catch (Throwable thrown) {
                LOG.log(System.Logger.Level.WARNING, "A listener failed at the event " + kind, thrown);
            }
            if (Thread.interrupted()) {
                LOG.log(System.Logger.Level.DEBUG, "A listener interrupted the thread that tells events; it goes on.");
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

        /** Guarded by this: which server we were connected to up to which event; after all of these, the present one. */
        private final NavigableMap<Long, String> nodes = new TreeMap<>();

        /** Guarded by this: what comes next is lost, which was told; to go on with what the log still has. */
        private boolean gone;

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
            take(before, next);
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
                    Api.Event told = event.get();
                    if (isNew(from, told)) {
                        tell(told.kind(), listener -> telling.accept(listener, told));
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
            return begin != null && event.id() > begin && (!event.kind().equals(STOPPING) || isOfOurs(from, event));
        }

        /** Whether it is the server that stops to which we were connected when it did: others of its cluster go on. */
        private boolean isOfOurs(EventStream from, Api.Event stopping) {
            Map.Entry<Long, String> then = nodes.ceilingEntry(stopping.id());
            String node = then == null ? from.node() : then.getValue();
            return node.isEmpty() || node.equals(stopping.subject());
        }

        /** Goes on with this stream, perhaps of another server. */
        private void take(EventStream left, EventStream found) {
            Long newest = found.newest();
            if (newest != null) {
                nodes.headMap(last, true).clear();
                nodes.putIfAbsent(newest, left.node());
            }
            stream = found;
        }

        /** Gets the connection again, however long it takes. */
        private int resume(EventStream lost, int tries) {
            heard(lost);
            int tried = tries;
            while (waited(lost, pauses.apply(tried))) {
                tried++;
                try {
                    swap(lost, open(place(), classes()));
                } catch (FaxException refused) {
                    settle(lost, refused);
                }
            }
            return tried;
        }

        /** Also the server's signs of life have brought us further. */
        private synchronized void heard(EventStream lost) {
            Long heard = lost.position();
            if (heard != null) {
                last = Math.max(last, heard);
            }
        }

        private synchronized long place() {
            return gone ? 0 : last;
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
                    take(lost, found);
                    gone = false;
                }
            }
            if (!wanted) {
                found.close();
            }
        }

        private void settle(EventStream lost, FaxException refused) {
            if (refused.getCause() instanceof CaselliException cause) {
                if (cause.status() == GONE) {
                    skip(refused.sentence());
                    return;
                } else if (cause.status() == TOO_MANY) {
                    return; // somebody else at this address has guessed; that passes
                } else if (cause.kind() == CaselliException.Kind.FORBIDDEN && narrow(lost, refused.sentence())) {
                    return;
                }
            }
            if (refused.error() == FaxError.E_ACCESSDENIED || refused.error() == FaxError.E_HANDLE) {
                LOG.log(System.Logger.Level.WARNING, "No more events are told: " + refused.sentence());
                end();
            }
        }

        /** Some of the classes are forbidden now: goes on with the others; whether there are any. */
        private boolean narrow(EventStream lost, String why) {
            Set<String> left = classes().stream().filter(this::mayHear).collect(Collectors.toUnmodifiableSet());
            if (left.isEmpty()) {
                return false;
            }
            LOG.log(System.Logger.Level.WARNING, "From now on only " + left + " are told: " + why);
            synchronized (this) {
                if (stream == lost) { // else the program has chosen others meanwhile
                    since = since(since, left, last);
                }
            }
            return true;
        }

        private boolean mayHear(String each) {
            try {
                open(place(), Set.of(each)).close();
                return true;
            } catch (FaxException refused) {
                return refused.error() != FaxError.E_ACCESSDENIED;
            }
        }

        /**
         * So long away that the log has lost what comes next, or it is another log, such as that of a backup. Says so, and
         * goes on with what it has: of the same log with all of that, of another with what is new.
         */
        private void skip(String why) {
            long now;
            try {
                now = now();
            } catch (FaxException away) {
                LOG.log(System.Logger.Level.DEBUG, away.sentence());
                return; // it is found out once more
            }
            synchronized (this) {
                if (gone) {
                    return; // which was told
                }
                if (now < last) {
                    last = now;
                    since = since(Map.of(), since.keySet(), now);
                    nodes.clear();
                } else {
                    gone = true;
                }
            }
            LOG.log(System.Logger.Level.WARNING, "Events were missed: " + why);
            tell("missed", missing);
        }
    }

    /** The server's names for these classes. */
    static Set<String> names(@Nullable Set<? extends Enum<?>> classes) {
        if (classes == null) {
            throw Faults.invalid("The kinds of events are null.", "Give an empty set for none.");
        }
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

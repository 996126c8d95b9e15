package org.caselli.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.caselli.outcome.Outcome;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.jdbi.v3.core.Handle;

/** A queue over a data directory with a telephone network made of scripts, in a time that moves when it is told to. */
final class Rig implements InstantSource, AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(60);

    /** What a call does: reports to its attempt, and returns how it ended. */
    interface Script {
        Carried carry(RunningAttempt attempt);
    }

    /** The process dies here: nothing after it happens. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    final TestDatabase database;
    final Path directory;
    final List<String> devices = new ArrayList<>(List.of("line-1"));
    /** What the next calls do, by number; a number without a script is delivered. */
    final Map<String, Deque<Script>> scripts = new TreeMap<>();
    /** What calls do whose number has no script left. */
    Script otherwise = attempt -> ends(Outcome.DELIVERED, attempt.job().pages()).carry(attempt);
    /** Every call that was dialled: number and first page. */
    final List<String> dialled = new ArrayList<>();
    /** Whether numbers that only one line may carry may be carried by any. */
    boolean anyLine;

    /** How often a device was asked for. */
    int asked;
    /** Attempts that were begun and wait to be run, if {@link #hold}. */
    final Deque<Runnable> held = new ArrayDeque<>();

    boolean hold;
    /** As an administrator has set them. */
    QueueRules rules = QueueRules.STANDARD;

    private final String node;
    /** The first of the servers on this database, by whose clock and rules the others go. */
    private final Rig first;
    /** Whether there are several servers; then a crash of one leaves the database alone. */
    private boolean several;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final Ids ids;
    Store store;
    EventLog events;
    JobQueue queue;
    Dispatcher dispatcher;

    Rig(TestDatabase database, Path directory) {
        this.database = database;
        this.directory = directory;
        this.node = "one";
        this.first = this;
        this.ids = new Ids(this);
        store = database.open(directory);
        open();
    }

    private Rig(Rig first, String node) {
        this.database = first.database;
        this.directory = first.directory;
        this.node = node;
        this.first = first;
        this.ids = first.ids;
        this.several = true;
        // SQLite has one process only; there two servers are two queues over one store.
        store = database == TestDatabase.POSTGRESQL ? TestDatabase.open(directory, node) : first.store;
        open();
    }

    /** Another server on the same database, with lines of its own; closed before this one. */
    Rig beside(String other) {
        several = true;
        var rig = new Rig(this, other);
        rig.devices.clear();
        rig.devices.add("line-of-" + other);
        return rig;
    }

    @SuppressWarnings("NullAway.Init")
    private void open() {
        events = new EventLog(store);
        queue = new JobQueue(store, events, ids, this, handle -> rules(), LEASE, node, this::keep);
        dispatcher = new Dispatcher(queue, new Scripted(), this, run -> {
            if (hold) {
                held.add(run);
            } else {
                run.run();
            }
        });
    }

    private void keep(Handle handle, String jobId, JobState state, Instant at) {
        handle.execute("create table if not exists ended (job text, state text)");
        handle.execute("insert into ended values (?, ?)", jobId, state.name());
        if (state == JobState.COMPLETED) { // as the archive does
            events.append(handle, at, ServerEvent.Kind.SENT_FAX_ADDED, jobId);
        }
    }

    /** How often this job was told to have come to this end. */
    int ends(String jobId, JobState state) {
        return store.write(handle -> {
            handle.execute("create table if not exists ended (job text, state text)");
            return handle.createQuery("select count(*) from ended where job = ? and state = ?")
                    .bind(0, jobId)
                    .bind(1, state.name())
                    .mapTo(Integer.class)
                    .one();
        });
    }

    /** The process dies and another one is started in its place. */
    void restart() {
        held.clear();
        if (!several) {
            store.close();
            store = database.open(directory);
        }
        open();
        queue.recover();
    }

    @Override
    public Instant instant() {
        return first.now;
    }

    /** By which all servers go. */
    QueueRules rules() {
        return first.rules;
    }

    void pass(Duration time) {
        first.now = first.now.plus(time);
    }

    String submit(String number, int pages) {
        return submit(number, pages, Priority.NORMAL, Duration.ZERO);
    }

    String submit(String number, int pages, Priority priority, Duration wait) {
        return submit(job(number, pages, priority, wait));
    }

    NewJob job(String number, int pages, Priority priority, Duration wait) {
        Schedule schedule = wait.isZero() ? Schedule.NOW : Schedule.AT;
        return new NewJob(number, "", Optional.empty(), priority, schedule, first.now.plus(wait), pages);
    }

    String submitDiscount(String number) {
        return submit(new NewJob(number, "", Optional.empty(), Priority.NORMAL, Schedule.DISCOUNT, first.now, 1));
    }

    String submit(NewJob job) {
        return submit(List.of(job)).getFirst();
    }

    /** One submission to several recipients. */
    List<String> submit(List<NewJob> jobs) {
        String submission = ids.next();
        return store.write(handle -> {
            handle.execute(
                    "insert into submission (id, request_digest, submitted_at, subject, sender_name, sender_id,"
                            + " header_sender, zone, pages, pages_blob) values (?, '', ?, '', '', '', '', 'UTC', ?, '')",
                    submission,
                    Store.millis(first.now),
                    jobs.getFirst().pages());
            return queue.add(handle, submission, jobs).stream().map(JobKey::id).toList();
        });
    }

    /** The next call to this number goes so. */
    void script(String number, Script... calls) {
        scripts.computeIfAbsent(number, any -> new ArrayDeque<>()).addAll(List.of(calls));
    }

    /** A call in which the far end confirms pages up to this one, and that then ends so. */
    static Script ends(Outcome outcome, int confirmed) {
        return attempt -> {
            for (int page = attempt.attempt().firstPage(); page <= confirmed; page++) {
                attempt.confirmed(page);
            }
            return Carried.of(outcome, confirmed);
        };
    }

    static Script ends(Outcome outcome) {
        return ends(outcome, 0);
    }

    Job job(String id) {
        return queue.find(id).orElseThrow();
    }

    JobState state(String id) {
        return job(id).state();
    }

    /** Runs rounds until nothing is due any more. */
    void settle() {
        Instant next = dispatcher.round();
        for (int i = 0; !next.isAfter(first.now); i++) {
            if (i > 1000) {
                throw new AssertionError("The dispatcher does not come to rest.");
            }
            next = dispatcher.round();
        }
    }

    @Override
    public void close() {
        if (first == this || database == TestDatabase.POSTGRESQL) {
            store.close();
        }
    }

    private final class Scripted implements Dialler {
        @Override
        public Set<String> idle() {
            return new LinkedHashSet<>(devices);
        }

        @Override
        public Optional<String> idleDevice(Waiting job, Set<String> idle) {
            asked++;
            return devices.stream()
                    .filter(idle::contains)
                    .filter(device -> job.device().map(device::equals).orElse(true))
                    .filter(device -> anyLine
                            || !job.number().startsWith("only-")
                            || job.number().startsWith("only-" + device))
                    .findFirst();
        }

        @Override
        public Carried carry(RunningAttempt attempt) {
            dialled.add(attempt.job().number() + "/" + attempt.attempt().firstPage());
            var left = scripts.get(attempt.job().number());
            return left == null || left.isEmpty()
                    ? otherwise.carry(attempt)
                    : left.remove().carry(attempt);
        }
    }
}

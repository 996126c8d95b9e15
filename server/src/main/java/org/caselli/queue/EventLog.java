package org.caselli.queue;

import io.avaje.json.mapper.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/** The one ordered log of everything that changes. Readers follow it with a cursor and miss nothing. */
public final class EventLog {
    /** Ours: deleted within some milliseconds. */
    private static final int PURGED_AT_ONCE = 5000;

    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    /** Is told each event of this server in the transaction that appends it, and may write more into it. */
    public interface Witness {
        void appended(Handle handle, Instant at, ServerEvent.Kind kind, String subject, Map<String, String> facts);
    }

    /** Whose an outgoing fax is: by its submission, its job, or what the archive has of it. */
    private static final String SENDER = "coalesce((select account from submission where id = ?),"
            + " (select s.account from job j join submission s on s.id = j.submission_id where j.id = ?),"
            + " (select account from sent_message where id = ?), '')";

    /** Whose a receipt is, also when its fax is gone. */
    private static final String RECEIVER = "coalesce((select account from submission where id = ?),"
            + " (select account from receipt where id = ?), '')";

    /** Whose a received fax is. */
    private static final String HOLDER = "coalesce((select account from received_message where id = ?), '')";

    /** The kinds that tell of an outgoing job. */
    private static final List<String> OF_JOBS = Stream.of(
                    ServerEvent.Kind.JOB_ADDED,
                    ServerEvent.Kind.JOB_CHANGED,
                    ServerEvent.Kind.JOB_REMOVED,
                    ServerEvent.Kind.ATTEMPT_BEGUN,
                    ServerEvent.Kind.ATTEMPT_PROGRESS,
                    ServerEvent.Kind.ATTEMPT_ENDED)
            .map(Enum::name)
            .toList();

    private final Store store;
    private final List<Witness> witnesses = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long commits;
    private boolean closed;

    public EventLog(Store store) {
        this.store = store;
        store.afterCommit(this::wake);
    }

    /** From now on this one is told of each event that this server appends. */
    public void alsoTell(Witness witness) {
        witnesses.add(witness);
    }

    /**
     * Appends an event in the transaction of the change that it tells of.
     *
     * @param facts name, value, name, value; a pair with an empty value is left out
     */
    public void append(Handle handle, Instant at, ServerEvent.Kind kind, String subject, Object... facts) {
        var named = new TreeMap<String, Object>();
        for (int i = 0; i + 1 < facts.length; i += 2) {
            String value = facts[i + 1].toString();
            if (!value.isEmpty()) {
                named.put(facts[i].toString(), value);
            }
        }
        var values = new ArrayList<Object>(List.of(Store.millis(at), kind.name(), subject, JSON.toJson(named)));
        handle.execute(
                "insert into event (at, kind, subject, facts, account) values (?, ?, ?, ?, "
                        + owner(kind, subject, named, values) + ")",
                values.toArray());
        if (!witnesses.isEmpty()) {
            var told = new TreeMap<String, String>();
            named.forEach((name, value) -> told.put(name, value.toString()));
            witnesses.forEach(witness -> witness.appended(handle, at, kind, subject, told));
        }
    }

    /** An expression for the account that an event is about, looked up only where its class can have one. */
    private static String owner(ServerEvent.Kind kind, String subject, Map<String, Object> facts, List<Object> values) {
        if (kind == ServerEvent.Kind.RECEIPT_CHANGED) {
            values.addAll(List.of(facts.getOrDefault("submission", ""), subject));
            return RECEIVER;
        }
        return switch (kind.eventClass()) {
            case OUT_QUEUE, OUT_ARCHIVE -> {
                Object job = facts.getOrDefault("job", subject);
                values.addAll(List.of(facts.getOrDefault("submission", ""), job, job));
                yield SENDER;
            }
            case IN_ARCHIVE -> {
                values.add(subject);
                yield HOLDER;
            }
            default -> "''";
        };
    }

    /** Events after this sequence, in order, at most so many. */
    public List<ServerEvent> after(long sequence, int limit) {
        return store.read(handle -> handle.createQuery(
                        "select sequence, at, kind, subject, facts, account from event where sequence > ? order by sequence limit ?")
                .bind(0, sequence)
                .bind(1, limit)
                .map((row, context) -> new ServerEvent(
                        row.getLong("sequence"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        ServerEvent.Kind.valueOf(row.getString("kind")),
                        row.getString("subject"),
                        facts(row.getString("facts")),
                        row.getString("account")))
                .list());
    }

    /**
     * The sequence of the newest event that was deleted because of its age; 0 if there is none. Who has read the log no
     * further than before this one has missed something, and does well to read the present state anew.
     */
    public long horizon() {
        return store.read(EventLog::horizon);
    }

    static long horizon(Handle handle) {
        return handle.createQuery("select sequence from event_horizon")
                .mapTo(Long.class)
                .one();
    }

    /**
     * Deletes events that are older than this, some thousand at a time so that nobody else waits long. The newest event
     * always stays.
     *
     * @return how many
     */
    public int purge(Instant before) {
        int all = 0;
        while (true) {
            int purged = store.write(handle -> purgeSome(handle, before));
            all += purged;
            if (purged == 0) {
                return all;
            }
        }
    }

    private static int purgeSome(Handle handle, Instant before) {
        long upTo = 0;
        List<Long> oldest = handle.createQuery("select sequence, at from event order by sequence limit ?")
                .bind(0, PURGED_AT_ONCE + 1)
                .map((row, context) ->
                        row.getLong("at") < Store.millis(before) ? row.getLong("sequence") : Long.MAX_VALUE)
                .list();
        // All but the last one looked at, which either is the newest event of all or has its turn next time.
        for (long sequence : oldest.subList(0, Math.max(oldest.size() - 1, 0))) {
            if (sequence == Long.MAX_VALUE) {
                break;
            }
            upTo = sequence;
        }
        if (upTo == 0) {
            return 0;
        }
        handle.execute("update event_horizon set sequence = ?", upTo);
        return handle.execute("delete from event where sequence <= ?", upTo);
    }

    /** The sequence of the newest event; 0 if there is none. */
    public long last() {
        return store.read(EventLog::last);
    }

    static long last(Handle handle) {
        return handle.createQuery("select coalesce(max(sequence), 0) from event")
                .mapTo(Long.class)
                .one();
    }

    /**
     * The outgoing jobs that events tell of, after the one sequence and up to the other.
     *
     * @param whose only those of this account, if given
     * @param most  how many events are read
     * @return empty if there are more
     */
    Optional<Set<String>> jobs(Handle handle, long after, long upTo, Optional<String> whose, int most) {
        var query = handle.createQuery(
                        "select kind, subject, facts from event where sequence > :after and sequence <= :upTo"
                                + " and kind in (<kinds>)" + (whose.isEmpty() ? "" : " and account = :whose")
                                + " limit :limit")
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", most + 1)
                .bindList("kinds", OF_JOBS);
        whose.ifPresent(account -> query.bind("whose", account));
        List<String> jobs = query.map((row, context) -> {
                    String facts = row.getString("facts");
                    return row.getString("kind").startsWith("JOB_")
                            ? row.getString("subject")
                            : facts(facts).getOrDefault("job", "");
                })
                .list();
        return jobs.size() > most ? Optional.empty() : Optional.of(new HashSet<>(jobs));
    }

    /** Waits for an event after this one, at most so long. */
    public boolean await(long sequence, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        while (true) {
            long seen = commits();
            if (last() > sequence) {
                return true;
            }
            // A commit between the look above and the wait below has changed the count, so it is not slept through.
            lock.lockInterruptibly();
            try {
                while (commits == seen && !closed && left > 0) {
                    left = news.awaitNanos(left);
                }
                if (commits == seen) {
                    return false;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private long commits() {
        lock.lock();
        try {
            return commits;
        } finally {
            lock.unlock();
        }
    }

    /** Sends all who wait home, now and in future. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Map<String, String> facts(String json) {
        var facts = new TreeMap<String, String>();
        JSON.fromJson(json).forEach((name, value) -> facts.put(name, value.toString()));
        return facts;
    }

    private void wake() {
        lock.lock();
        try {
            commits++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

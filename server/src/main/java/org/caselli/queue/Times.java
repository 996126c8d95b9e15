package org.caselli.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.outcome.Outcome;
import org.caselli.queue.JobTable.Row;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * When waiting jobs are due, as far as rules have a say that may change meanwhile: the discount period, and the ceiling of
 * attempts at one number. A job's row says by which rules its time was reckoned, so that any server can see which are out
 * of date.
 */
final class Times {
    /** The window of the ceiling of attempts at one number. Rolling, so that midnight does not allow twice as many. */
    static final Duration DAY = Duration.ofHours(24);

    /** Ours: jobs put right in one transaction, so that others are not kept waiting for longer than a blink. */
    private static final int CHUNK = 500;

    private final Store store;
    private final JobTable table;
    private final InstantSource clock;
    private final Function<Handle, QueueRules> rules;

    Times(Store store, JobTable table, InstantSource clock, Function<Handle, QueueRules> rules) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.rules = rules;
    }

    /** Reckons anew the times of jobs whose rules have changed, and of discount jobs whose period has gone by. */
    void keep() {
        while (store.write(handle -> {
            Instant now = clock.instant();
            QueueRules rule = rules.apply(handle);
            List<String> jobs = outdated(handle, rule, now);
            for (String id : jobs) {
                Row row = JobTable.row(handle, id).orElseThrow();
                Instant due = JobTable.due(row.schedule, row.earliestAt, rule.discount(), now);
                JobTable.setDue(handle, id, row.earliestAt, due, rule, 0, now);
                if (!due.equals(row.dueAt)) {
                    table.changed(handle, now, id);
                }
            }
            return !jobs.isEmpty();
        })) {
            // Chunk by chunk, so that others can write in between.
        }
    }

    /** Jobs whose times are to be reckoned anew, the first of them. */
    List<String> outdated(Handle handle, QueueRules rule, Instant now) {
        String key = rule.discount().key();
        List<String> jobs = handle.createQuery("select id from job where " + JobTable.WAITING
                        + " and schedule = 'DISCOUNT' and discount_period < :key limit :limit")
                .bind("key", key)
                .bind("limit", CHUNK)
                .mapTo(String.class)
                .list();
        if (jobs.isEmpty()) {
            jobs = handle.createQuery("select id from job where " + JobTable.WAITING
                            + " and schedule = 'DISCOUNT' and discount_period > :key limit :limit")
                    .bind("key", key)
                    .bind("limit", CHUNK)
                    .mapTo(String.class)
                    .list();
        }
        if (jobs.isEmpty() && !rule.discount().contains(now)) {
            jobs = handle.createQuery("select id from job where " + JobTable.WAITING
                            + " and schedule = 'DISCOUNT' and discount_period = :key and due_at <= :now limit :limit")
                    .bind("key", key)
                    .bind("now", Store.millis(now))
                    .bind("limit", CHUNK)
                    .mapTo(String.class)
                    .list();
        }
        if (jobs.isEmpty()) {
            jobs = handle.createQuery("select id from job where " + JobTable.WAITING
                            + " and number_limit > 0 and number_limit <> :ceiling limit :limit")
                    .bind("ceiling", rule.attemptsPerNumberAndDay())
                    .bind("limit", CHUNK)
                    .mapTo(String.class)
                    .list();
        }
        return jobs;
    }

    /**
     * Whether a rule forbids that this job, which is due, be started now. Then it, and with a ceiling the others to its
     * number, are put off until they may.
     */
    boolean putOff(Handle handle, Row row, QueueRules rule, Instant now) {
        if (row.schedule == Schedule.DISCOUNT && !rule.discount().contains(now)) {
            setDue(handle, row, rule.discount().next(now), rule, 0, now);
            return true;
        }
        int ceiling = rule.attemptsPerNumberAndDay();
        if (ceiling == 0) {
            return false;
        }
        Optional<Instant> until = exhaustedUntil(handle, row.numberKey, ceiling, now);
        if (until.isEmpty()) {
            return false;
        }
        List<String> others = handle.createQuery("select id from job where number_key = :key and " + JobTable.WAITING
                        + " and due_at < :until and id <> :id order by due_at, id limit :limit")
                .bind("key", row.numberKey)
                .bind("until", Store.millis(until.get()))
                .bind("id", row.id)
                .bind("limit", CHUNK)
                .mapTo(String.class)
                .list();
        setDue(handle, row, until.get(), rule, ceiling, now);
        for (String id : others) {
            setDue(handle, JobTable.row(handle, id).orElseThrow(), until.get(), rule, ceiling, now);
        }
        return true;
    }

    private void setDue(Handle handle, Row row, Instant from, QueueRules rule, int ceiling, Instant now) {
        Instant due = JobTable.due(row.schedule, from, rule.discount(), now);
        JobTable.setDue(handle, row.id, row.earliestAt, due, rule, ceiling, now);
        table.changed(handle, now, row.id);
    }

    /** Until when no further attempt at this number is allowed, if none is allowed now. */
    private static Optional<Instant> exhaustedUntil(Handle handle, String numberKey, int ceiling, Instant now) {
        // An attempt that found its line taken has dialled nothing.
        return handle.createQuery("select started_at from attempt where number_key = :key and started_at > :since"
                        + " and (outcome is null or outcome <> :nothing) order by started_at desc limit 1 offset :skip")
                .bind("key", numberKey)
                .bind("since", Store.millis(now.minus(DAY)))
                .bind("nothing", Outcome.NO_LINE_FREE.number())
                .bind("skip", ceiling - 1)
                .map((row, context) -> Instant.ofEpochMilli(row.getLong(1)).plus(DAY))
                .findOne();
    }
}

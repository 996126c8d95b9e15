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
 * What time does to jobs. One that was not delivered within the age limit leaves the queue; what has left it is
 * forgotten later, with its submission, so that an idempotency key is known at least that long. The archive and the activity
 * log need neither.
 */
final class Aging {
    /** Ours: whoever lost an answer has asked again by then. */
    static final Duration MEMORY = Duration.ofDays(30);

    /** Ours: rows removed in one transaction, so that others are not kept waiting for longer than a blink. */
    private static final int CHUNK = 200;

    private final Store store;
    private final JobTable table;
    private final InstantSource clock;
    private final Function<Handle, QueueRules> rules;
    private final JobEnds ends;

    Aging(Store store, JobTable table, InstantSource clock, Function<Handle, QueueRules> rules, JobEnds ends) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.rules = rules;
        this.ends = ends;
    }

    /**
     * Since when a job counts its age: since it failed; since it was to be sent if it still waits. Nothing else ages.
     */
    static Optional<Instant> bornAt(JobState state, Instant scheduledAt, Optional<Instant> endedAt) {
        return switch (state) {
            case FAILED -> endedAt;
            case PENDING, RETRYING -> Optional.of(scheduledAt);
            case IN_PROGRESS, CANCELING, COMPLETED, CANCELED -> Optional.empty();
        };
    }

    /** Whether a job has outlived an age limit of so many days; 0 days is no limit. */
    static boolean isExpired(Optional<Instant> bornAt, int days, Instant now) {
        return days > 0
                && bornAt.map(born -> !now.isBefore(born.plus(Duration.ofDays(days))))
                        .orElse(false);
    }

    /** @return how many jobs left the queue or were forgotten */
    int round() {
        int removed = 0;
        for (int some = CHUNK; some == CHUNK; removed += some) {
            some = store.write(this::expire);
        }
        List<String> forgettable = store.read(this::forgettable);
        for (int from = 0; from < forgettable.size(); from += CHUNK) {
            List<String> some = forgettable.subList(from, Math.min(from + CHUNK, forgettable.size()));
            store.write(handle -> {
                some.forEach(id -> forget(handle, id));
                return true;
            });
        }
        return removed + forgettable.size();
    }

    private int expire(Handle handle) {
        int days = rules.apply(handle).ageLimit();
        if (days == 0) {
            return 0;
        }
        Instant now = clock.instant();
        List<Row> candidates = handle.createQuery(JobTable.SELECT + "where job.in_queue = 1 and ("
                        + "job.state = 'FAILED' and job.ended_at <= :cut"
                        + " or job.state in ('PENDING', 'RETRYING') and job.scheduled_at <= :cut)"
                        + " order by job.id limit :limit")
                .bind("cut", Store.millis(now.minus(Duration.ofDays(days))))
                .bind("limit", CHUNK)
                .map((row, context) -> new Row(row))
                .list();
        for (Row row : candidates) {
            if (!isExpired(bornAt(row.state, row.scheduledAt, row.endedAt), days, now)) {
                throw new IllegalStateException("Job " + row.id + " was found as expired, but is not.");
            }
            if (row.state.isWaiting()) {
                handle.execute(
                        "update job set state = 'CANCELED', outcome = ?, ended_at = ?, paused = 0 where id = ?",
                        Outcome.EXPIRED.number(),
                        Store.millis(now),
                        row.id);
                table.changed(handle, now, row.id);
                ends.ended(handle, row.id, JobState.CANCELED, now);
                table.leaveTogether(handle, now, row.submissionId);
            } else {
                table.leave(handle, now, row.id, row.submissionId);
            }
        }
        return candidates.size();
    }

    private static final String FORGETTABLE = "in_queue = 0 and ended_at <= :cut";

    private List<String> forgettable(Handle handle) {
        return handle.createQuery("select id from job where " + FORGETTABLE)
                .bind("cut", Store.millis(clock.instant().minus(MEMORY)))
                .mapTo(String.class)
                .list();
    }

    private void forget(Handle handle, String id) {
        Optional<String> submission = handle.createQuery(
                        "select submission_id from job where id = :id and " + FORGETTABLE)
                .bind("id", id)
                .bind("cut", Store.millis(clock.instant().minus(MEMORY)))
                .mapTo(String.class)
                .findOne();
        if (submission.isEmpty()) {
            return; // another server was faster
        }
        handle.execute("update call set job_id = null where job_id = ?", id);
        handle.execute("delete from attempt where job_id = ?", id);
        handle.execute("delete from job where id = ?", id);
        handle.execute(
                "delete from submission where id = ?"
                        + " and not exists (select 1 from job where job.submission_id = submission.id)",
                submission.get());
    }
}

package org.caselli.queue;

import static org.caselli.queue.ServerEvent.Kind.ATTEMPT_BEGUN;
import static org.caselli.queue.ServerEvent.Kind.ATTEMPT_ENDED;
import static org.caselli.queue.ServerEvent.Kind.ATTEMPT_PROGRESS;
import static org.caselli.queue.ServerEvent.Kind.JOB_ADDED;
import static org.caselli.queue.ServerEvent.Kind.JOB_CHANGED;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caselli.outcome.Outcome;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The jobs and the ledger of their attempts, in the database. Holds no truth of its own, so that it may be dropped and
 * made anew at any moment, and so that several nodes may work on one database.
 *
 * <p>An attempt is written before anything is dialled, with a lease. Whoever carries it renews the lease; one that runs
 * out makes the attempt lost, and {@link Ending} says what follows. An attempt ends once: every later write of its call
 * finds it ended and is refused.
 */
public final class JobQueue {
    private static final String WAITING = "state in ('PENDING', 'RETRYING')";
    private static final String JOB =
            "select id, submission_id, position, number, recipient_name, device, state, priority,"
                    + " submitted_at, due_at, attempts, tries, fence, pages, pages_confirmed, outcome, ended_at from job ";
    private static final String ATTEMPT =
            "select id, job_id, fence, call_id, device, started_at, first_page, pages_confirmed,"
                    + " awaiting, ended_at, outcome, phase, far_id, bits_per_second, carrier, coding, error_correction from attempt ";

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final RetryPolicy policy;
    private final Duration lease;
    private final String node;
    private final JobEnds ends;

    /**
     * @param lease how long an attempt is believed to live without a sign; the work is cut into rounds of a third of it
     * @param node  the name of this server among those that share the database
     * @param ends  told of each job that comes to its end
     */
    public JobQueue(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            RetryPolicy policy,
            Duration lease,
            String node,
            JobEnds ends) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.policy = policy;
        this.lease = lease;
        this.node = node;
        this.ends = ends;
    }

    Duration lease() {
        return lease;
    }

    /** Adds the jobs of one submission in the transaction of the submission, and returns their ids in order. */
    public List<String> add(Handle handle, String submissionId, List<NewJob> jobs) {
        Instant now = clock.instant();
        var added = new ArrayList<String>(jobs.size());
        try (var batch =
                handle.prepareBatch("insert into job (id, submission_id, position, number, recipient_name, device,"
                        + " state, priority, submitted_at, due_at, attempts, tries, fence, pages, pages_confirmed)"
                        + " values (?, ?, ?, ?, ?, ?, 'PENDING', ?, ?, ?, 0, 0, 0, ?, 0)")) {
            for (NewJob job : jobs) {
                String id = ids.next();
                batch.add(
                        id,
                        submissionId,
                        added.size(),
                        job.number(),
                        job.recipientName(),
                        job.device().orElse(null),
                        job.priority().rank(),
                        Store.millis(now),
                        Store.millis(job.dueAt()),
                        job.pages());
                added.add(id);
            }
            batch.execute();
        }
        for (int i = 0; i < added.size(); i++) {
            events.append(
                    handle,
                    now,
                    JOB_ADDED,
                    added.get(i),
                    "submission",
                    submissionId,
                    "number",
                    jobs.get(i).number(),
                    "state",
                    JobState.PENDING,
                    "pages",
                    jobs.get(i).pages());
        }
        return added;
    }

    /** The job with this id. */
    public Optional<Job> find(String id) {
        return store.read(handle -> row(handle, id).map(this::job));
    }

    /**
     * Jobs, newest first.
     *
     * @param states only those in one of these; in any if empty
     * @param before only those with a smaller id, if given
     */
    public List<Job> list(Collection<JobState> states, Optional<String> before, int limit) {
        return store.read(handle -> {
            var query = handle.createQuery(JOB + "where id < :before "
                    + (states.isEmpty() ? "" : "and state in (<states>) ") + "order by id desc limit :limit");
            if (!states.isEmpty()) {
                query.bindList("states", states.stream().map(JobState::name).toList());
            }
            return query.bind("before", before.orElse("g"))
                    .bind("limit", limit)
                    .map((row, context) -> job(new Row(row)))
                    .list();
        });
    }

    /** The jobs of one submission in the order of its recipients. */
    public List<Job> ofSubmission(String submissionId) {
        return store.read(handle -> handle.createQuery(JOB + "where submission_id = ? order by position")
                .bind(0, submissionId)
                .map((row, context) -> job(new Row(row)))
                .list());
    }

    /** All attempts at a job, the first one first. */
    public List<Attempt> attempts(String jobId) {
        return store.read(handle -> handle.createQuery(ATTEMPT + "where job_id = ? order by fence")
                .bind(0, jobId)
                .map((row, context) -> attempt(row))
                .list());
    }

    /** How many jobs are in each of these states together. */
    public int count(Collection<JobState> states) {
        return store.read(handle -> handle.createQuery("select count(*) from job where state in (<states>)")
                .bindList("states", states.stream().map(JobState::name).toList())
                .mapTo(Integer.class)
                .one());
    }

    /**
     * Cancels a job, or asks its call to end. The caller then tells the {@link Dispatcher}.
     *
     * @return the job as it is now; empty if there is no such job, or it cannot be cancelled any more
     */
    public Optional<Job> cancel(String jobId) {
        return store.write(handle -> {
            Instant now = clock.instant();
            Row row = row(handle, jobId).orElse(null);
            if (row == null) {
                return Optional.<Job>empty();
            }
            switch (row.state) {
                case PENDING, RETRYING -> close(handle, row, JobState.CANCELED, Outcome.CANCELED, now);
                case FAILED ->
                    close(handle, row, JobState.CANCELED, row.outcome == null ? Outcome.CANCELED : row.outcome, now);
                case IN_PROGRESS -> {
                    handle.execute("update job set state = 'CANCELING' where id = ? and state = 'IN_PROGRESS'", jobId);
                    changed(handle, now, row, JobState.CANCELING, row.outcome);
                }
                case CANCELING, COMPLETED, CANCELED -> {
                    return Optional.<Job>empty();
                }
            }
            return row(handle, jobId).map(this::job);
        });
    }

    /**
     * Gives a failed job all its tries again, from the first page.
     *
     * @return the job as it is now; empty if there is no such job, or it is not FAILED
     */
    public Optional<Job> restart(String jobId) {
        return store.write(handle -> {
            Instant now = clock.instant();
            int restarted = handle.execute(
                    "update job set state = 'PENDING', due_at = ?, attempts = 0, tries = 0, pages_confirmed = 0,"
                            + " outcome = null, ended_at = null where id = ? and state = 'FAILED'",
                    Store.millis(now),
                    jobId);
            if (restarted == 0) {
                return Optional.<Job>empty();
            }
            Row row = row(handle, jobId).orElseThrow();
            changed(handle, now, row, JobState.PENDING, null);
            return Optional.of(job(row));
        });
    }

    /** Jobs whose time has come, in the order in which they are served, after this one if given. */
    List<Job> due(Instant now, @Nullable Job after, int limit) {
        return store.read(handle -> {
            var query = handle.createQuery(JOB + "where " + WAITING + " and due_at <= :now"
                    + (after == null
                            ? ""
                            : " and (priority < :priority or priority = :priority"
                                    + " and (due_at > :due or due_at = :due and id > :id))")
                    + " order by priority desc, due_at, id limit :limit");
            if (after != null) {
                query.bind("priority", after.priority().rank())
                        .bind("due", Store.millis(after.dueAt()))
                        .bind("id", after.id());
            }
            return query.bind("now", Store.millis(now))
                    .bind("limit", limit)
                    .map((row, context) -> job(new Row(row)))
                    .list();
        });
    }

    /** The earliest time at which a waiting job is due. */
    Optional<Instant> nextDue() {
        return store.read(
                handle -> handle.createQuery("select due_at from job where " + WAITING + " order by due_at limit 1")
                        .map((row, context) -> Instant.ofEpochMilli(row.getLong(1)))
                        .findOne());
    }

    /** Writes the next attempt at this job into the ledger, if the job still waits. Only then may anything be dialled. */
    Optional<RunningAttempt> claim(String jobId, String device) {
        return store.write(handle -> {
            Instant now = clock.instant();
            int claimed = handle.execute(
                    "update job set state = 'IN_PROGRESS', fence = fence + 1, attempts = attempts + 1"
                            + " where id = ? and due_at <= ? and " + WAITING,
                    jobId,
                    Store.millis(now));
            if (claimed == 0) {
                return Optional.<RunningAttempt>empty();
            }
            Row row = row(handle, jobId).orElseThrow();
            var attempt = new Attempt(
                    ids.next(),
                    "",
                    jobId,
                    row.fence,
                    device,
                    now,
                    row.pagesConfirmed + 1,
                    row.pagesConfirmed,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    CallFacts.NONE);
            handle.execute(
                    "insert into attempt (id, job_id, fence, node, lease_until, device, call_id, started_at, first_page,"
                            + " pages_confirmed, awaiting, phase, far_id, bits_per_second, carrier, coding, error_correction)"
                            + " values (?, ?, ?, ?, ?, ?, '', ?, ?, ?, 0, '', '', 0, '', '', 0)",
                    attempt.id(),
                    jobId,
                    attempt.number(),
                    node,
                    Store.millis(now.plus(lease)),
                    device,
                    Store.millis(now),
                    attempt.firstPage(),
                    attempt.pagesConfirmed());
            changed(handle, now, row, JobState.IN_PROGRESS, row.outcome);
            events.append(
                    handle, now, ATTEMPT_BEGUN, attempt.id(), "job", jobId, "device", device, "number", row.number);
            return Optional.of(new RunningAttempt(this, job(row), attempt));
        });
    }

    void calling(Attempt attempt, String callId) {
        store.write(handle -> {
            refuseIfEnded(
                    attempt,
                    handle.execute(
                            "update attempt set call_id = ? where id = ? and ended_at is null", callId, attempt.id()));
            return true;
        });
    }

    void facts(Attempt attempt, Job job, CallFacts facts, int page) {
        Instant now = clock.instant();
        store.writeSoon(handle -> {
            if (keepFacts(handle, attempt.id(), facts) == 1) {
                events.append(
                        handle,
                        now,
                        ATTEMPT_PROGRESS,
                        attempt.id(),
                        "job",
                        job.id(),
                        "phase",
                        facts.phase(),
                        "farId",
                        facts.farId(),
                        "page",
                        page,
                        "pages",
                        job.pages(),
                        "confirmed",
                        "");
            }
        });
    }

    void awaiting(Attempt attempt, int page) {
        store.write(handle -> {
            refuseIfEnded(
                    attempt,
                    handle.execute(
                            "update attempt set awaiting = ? where id = ? and ended_at is null", page, attempt.id()));
            return true;
        });
    }

    void confirmed(Attempt attempt, Job job, int page) {
        Instant now = clock.instant();
        store.write(handle -> {
            refuseIfEnded(
                    attempt,
                    handle.execute(
                            "update attempt set pages_confirmed = ?, awaiting = 0 where id = ? and ended_at is null",
                            page,
                            attempt.id()));
            handle.execute(
                    "update job set pages_confirmed = ? where id = ? and fence = ?",
                    page,
                    attempt.jobId(),
                    attempt.number());
            events.append(
                    handle,
                    now,
                    ATTEMPT_PROGRESS,
                    attempt.id(),
                    "job",
                    job.id(),
                    "phase",
                    "page " + page + " confirmed",
                    "page",
                    page,
                    "pages",
                    job.pages(),
                    "confirmed",
                    page);
            return true;
        });
    }

    private static void refuseIfEnded(Attempt attempt, int rows) {
        if (rows == 0) {
            throw new LeaseLost(attempt.id());
        }
    }

    /** Writes the end of an attempt, once; one that was given up as lost stays lost. */
    void end(Attempt attempt, Carried carried) {
        store.write(handle -> {
            Instant now = clock.instant();
            keepFacts(handle, attempt.id(), carried.facts());
            running(handle, "id = ?", attempt.id()).forEach(open -> {
                Row row = row(handle, open.jobId()).orElseThrow();
                int confirmed = Math.max(open.pagesConfirmed(), Math.min(carried.pagesConfirmed(), row.pages));
                int tries = row.tries + (RetryPolicy.counts(carried.outcome()) ? 1 : 0);
                settle(
                        handle,
                        open,
                        row,
                        confirmed,
                        Ending.told(
                                carried.outcome(), row.state, row.pages, confirmed, tries, row.attempts, policy, now),
                        now);
            });
            carried.alsoWrite().accept(handle);
            return true;
        });
    }

    /** Gives up the attempts whose lease has run out. */
    void settleLost() {
        long now = Store.millis(clock.instant());
        if (store.read(handle -> !running(handle, "lease_until <= ?", now).isEmpty())) {
            settleAll("lease_until <= ?", now);
        }
    }

    /**
     * Gives up all attempts of this node. Called once at its start: the node before it, whose name it bears, is dead.
     *
     * @return how many there were
     */
    public int recover() {
        return settleAll("node = ?", node);
    }

    private int settleAll(String which, Object argument) {
        return store.write(handle -> {
            Instant now = clock.instant();
            List<Attempt> lost = running(handle, which, argument);
            for (Attempt attempt : lost) {
                Row row = row(handle, attempt.jobId()).orElseThrow();
                settle(
                        handle,
                        attempt,
                        row,
                        attempt.pagesConfirmed(),
                        Ending.lost(
                                row.state,
                                row.pages,
                                attempt.pagesConfirmed(),
                                attempt.awaiting(),
                                row.tries,
                                row.attempts,
                                policy,
                                now),
                        now);
            }
            return lost.size();
        });
    }

    /** Says that these attempts still live, and returns those of them that have been given up in the meantime. */
    Set<String> renew(Collection<String> attempts) {
        return store.write(handle -> {
            Instant now = clock.instant();
            var lost = new HashSet<String>();
            for (String id : attempts) {
                if (handle.execute(
                                "update attempt set lease_until = ? where id = ? and ended_at is null",
                                Store.millis(now.plus(lease)),
                                id)
                        == 0) {
                    lost.add(id);
                }
            }
            return lost;
        });
    }

    private static int keepFacts(Handle handle, String attemptId, CallFacts facts) {
        return handle.execute(
                "update attempt set phase = ?, far_id = ?, bits_per_second = ?, carrier = ?, coding = ?,"
                        + " error_correction = ? where id = ? and ended_at is null",
                facts.phase(),
                facts.farId(),
                facts.bitsPerSecond(),
                facts.carrier(),
                facts.coding(),
                facts.errorCorrection() ? 1 : 0,
                attemptId);
    }

    private static List<Attempt> running(Handle handle, String which, Object argument) {
        return handle.createQuery(ATTEMPT + "where ended_at is null and " + which + " order by id")
                .bind(0, argument)
                .map((row, context) -> attempt(row))
                .list();
    }

    private void settle(Handle handle, Attempt attempt, Row row, int confirmed, Ending ending, Instant now) {
        boolean done = ending.state() == JobState.COMPLETED;
        int pagesConfirmed = done ? row.pages : confirmed;
        handle.execute(
                "update attempt set ended_at = ?, outcome = ?, pages_confirmed = ? where id = ? and ended_at is null",
                Store.millis(now),
                ending.outcome().number(),
                pagesConfirmed,
                attempt.id());
        boolean counts = RetryPolicy.counts(ending.outcome());
        handle.execute(
                "update job set pages_confirmed = ?, tries = tries + ?, due_at = ? where id = ? and fence = ?",
                pagesConfirmed,
                counts ? 1 : 0,
                Store.millis(ending.state() == JobState.RETRYING ? ending.dueAt() : row.dueAt),
                row.id,
                attempt.number());
        events.append(
                handle,
                now,
                ATTEMPT_ENDED,
                attempt.id(),
                "job",
                row.id,
                "outcome",
                ending.outcome(),
                "confirmed",
                pagesConfirmed,
                "pages",
                row.pages);
        close(handle, row, ending.state(), ending.outcome(), now);
    }

    private void close(Handle handle, Row row, JobState state, Outcome outcome, Instant now) {
        handle.execute(
                "update job set state = ?, outcome = ?, ended_at = ? where id = ?",
                state.name(),
                outcome.number(),
                state.isFinal() ? Store.millis(now) : null,
                row.id);
        changed(handle, now, row, state, outcome);
        // A job that is cancelled after it has failed has had its end told already.
        if (state.isFinal() && row.state != JobState.FAILED) {
            ends.ended(handle, row.id, state, now);
        }
    }

    private void changed(Handle handle, Instant now, Row row, JobState state, @Nullable Outcome outcome) {
        events.append(
                handle,
                now,
                JOB_CHANGED,
                row.id,
                "submission",
                row.submissionId,
                "number",
                row.number,
                "state",
                state,
                "outcome",
                outcome == null ? "" : outcome);
    }

    private static Optional<Row> row(Handle handle, String id) {
        return handle.createQuery(JOB + "where id = ?")
                .bind(0, id)
                .map((row, context) -> new Row(row))
                .findOne();
    }

    /** A job's row, with what only the ledger needs to know. */
    private static final class Row {
        final String id;
        final String submissionId;
        final int position;
        final String number;
        final String recipientName;
        final @Nullable String device;
        final JobState state;
        final Priority priority;
        final Instant submittedAt;
        final Instant dueAt;
        final int attempts;
        final int tries;
        final int fence;
        final int pages;
        final int pagesConfirmed;
        final @Nullable Outcome outcome;
        final Optional<Instant> endedAt;

        Row(ResultSet row) throws SQLException {
            id = row.getString("id");
            submissionId = row.getString("submission_id");
            position = row.getInt("position");
            number = row.getString("number");
            recipientName = row.getString("recipient_name");
            device = row.getString("device");
            state = JobState.valueOf(row.getString("state"));
            priority = Priority.ofRank(row.getInt("priority"));
            submittedAt = Instant.ofEpochMilli(row.getLong("submitted_at"));
            dueAt = Instant.ofEpochMilli(row.getLong("due_at"));
            attempts = row.getInt("attempts");
            tries = row.getInt("tries");
            fence = row.getInt("fence");
            pages = row.getInt("pages");
            pagesConfirmed = row.getInt("pages_confirmed");
            outcome = outcome(row).orElse(null);
            endedAt = time(row, "ended_at");
        }
    }

    private Job job(Row row) {
        // Due for more than a moment and still waiting: then no line was free for it.
        boolean noLine = row.state.isWaiting() && row.dueAt.plusSeconds(1).isBefore(clock.instant());
        return new Job(
                row.id,
                row.submissionId,
                row.position,
                row.number,
                row.recipientName,
                Optional.ofNullable(row.device),
                row.state,
                noLine,
                row.priority,
                row.submittedAt,
                row.dueAt,
                row.attempts,
                row.pages,
                row.pagesConfirmed,
                Optional.ofNullable(row.outcome),
                row.endedAt);
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getString("id"),
                row.getString("call_id"),
                row.getString("job_id"),
                row.getInt("fence"),
                row.getString("device"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                row.getInt("first_page"),
                row.getInt("pages_confirmed"),
                row.getInt("awaiting"),
                time(row, "ended_at"),
                outcome(row),
                CallFacts.of(row));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<Outcome> outcome(ResultSet row) throws SQLException {
        int number = row.getInt("outcome");
        return row.wasNull() ? Optional.empty() : Optional.of(Outcome.ofNumber(number));
    }
}

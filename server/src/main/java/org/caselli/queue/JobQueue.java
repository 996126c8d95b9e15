package org.caselli.queue;

import static org.caselli.queue.ServerEvent.Kind.ATTEMPT_BEGUN;
import static org.caselli.queue.ServerEvent.Kind.ATTEMPT_ENDED;
import static org.caselli.queue.ServerEvent.Kind.ATTEMPT_PROGRESS;
import static org.caselli.queue.ServerEvent.Kind.JOB_ADDED;

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
import java.util.function.Function;
import org.caselli.outcome.Outcome;
import org.caselli.queue.JobTable.Row;
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
    private static final String READY = "select id, number, device, priority, due_at, ready_at, avoid from job where "
            + JobTable.WAITING + " and paused = 0 ";
    private static final String ATTEMPT =
            "select id, job_id, fence, call_id, device, started_at, first_page, pages_confirmed,"
                    + " awaiting, ended_at, outcome, phase, far_id, bits_per_second, carrier, coding,"
                    + " error_correction, tsid, header_sender from attempt ";

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Function<Handle, QueueRules> rules;
    private final Duration lease;
    private final String node;
    private final JobEnds ends;
    private final JobTable table;
    private final Times times;
    private final Aging aging;
    private final QueueWatch watch;

    /**
     * @param rules how the queue is worked, asked at each decision in its transaction
     * @param lease how long an attempt is believed to live without a sign; the work is cut into rounds of a third of it
     * @param node  the name of this server among those that share the database
     * @param ends  told of each job that comes to its end
     */
    public JobQueue(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            Function<Handle, QueueRules> rules,
            Duration lease,
            String node,
            JobEnds ends) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.rules = rules;
        this.lease = lease;
        this.node = node;
        this.ends = ends;
        this.table = new JobTable(events);
        this.times = new Times(store, table, clock, rules);
        this.aging = new Aging(store, table, clock, rules, ends);
        this.watch = new QueueWatch(store, events, clock, rules);
    }

    Duration lease() {
        return lease;
    }

    /** Adds the jobs of one submission in the transaction of the submission, and returns what they are named by, in order. */
    public List<JobKey> add(Handle handle, String submissionId, List<NewJob> jobs) {
        Instant now = clock.instant();
        DiscountPeriod discount = rules.apply(handle).discount();
        var added = new ArrayList<JobKey>(jobs.size());
        int firstNumber = JobNumbers.next(handle, jobs.size());
        try (var batch =
                handle.prepareBatch("insert into job (id, submission_id, position, number, recipient_name, device,"
                        + " job_number, state, priority, schedule, submitted_at, scheduled_at, earliest_at, due_at, ready_at,"
                        + " discount_period, number_key, attempts, tries, fence, pages, pages_confirmed)"
                        + " values (?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 0)")) {
            for (NewJob job : jobs) {
                var key = new JobKey(ids.next(), firstNumber + added.size());
                Instant earliest =
                        job.schedule() == Schedule.AT && job.notBefore().isAfter(now) ? job.notBefore() : now;
                Instant due = JobTable.due(job.schedule(), earliest, discount, now);
                batch.add(
                        key.id(),
                        submissionId,
                        added.size(),
                        job.number(),
                        job.recipientName(),
                        job.device().orElse(null),
                        key.number(),
                        job.priority().rank(),
                        job.schedule().name(),
                        Store.millis(now),
                        Store.millis(due),
                        Store.millis(earliest),
                        Store.millis(due),
                        Store.millis(due),
                        discount.key(),
                        DialledNumber.normal(job.dialled()),
                        job.pages());
                added.add(key);
            }
            batch.execute();
        }
        for (int i = 0; i < added.size(); i++) {
            events.append(
                    handle,
                    now,
                    JOB_ADDED,
                    added.get(i).id(),
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

    /** The id of the job that has this number; empty if none has, or the text is no number. */
    public Optional<String> ofNumber(String text) {
        return JobNumbers.read(text).flatMap(number -> store.read(handle -> JobNumbers.find(handle, "job", number)));
    }

    /** The job with this id. */
    public Optional<Job> find(String id) {
        return store.read(handle -> JobTable.row(handle, id).map(row -> job(handle, row)));
    }

    private Job job(Handle handle, Row row) {
        return row.job(rules.apply(handle), clock.instant());
    }

    /**
     * Jobs, newest first.
     *
     * @param states only those in one of these; in any if empty
     * @param all    whether those are listed as well that have left the queue
     * @param whose  only those of this account, if given
     * @param before only those with a smaller id, if given
     */
    public List<Job> list(
            Collection<JobState> states, boolean all, Optional<String> whose, Optional<String> before, int limit) {
        return store.read(handle -> {
            QueueRules now = rules.apply(handle);
            Instant moment = clock.instant();
            var query = handle.createQuery(JobTable.SELECT + "where job.id < :before "
                    + (all ? "" : "and job.in_queue = 1 ")
                    + (whose.isEmpty() ? "" : "and submission.account = :whose ")
                    + (states.isEmpty() ? "" : "and job.state in (<states>) ") + "order by job.id desc limit :limit");
            if (!states.isEmpty()) {
                query.bindList("states", states.stream().map(JobState::name).toList());
            }
            whose.ifPresent(account -> query.bind("whose", account));
            return query.bind("before", before.orElse("g"))
                    .bind("limit", limit)
                    .map((row, context) -> new Row(row).job(now, moment))
                    .list();
        });
    }

    /**
     * What has changed in the queue since one looked the last time.
     *
     * @param mark  what the last answer said; empty for the first question, which is answered with a mark alone: ask first,
     *              and read the list then
     * @param whose only jobs of this account, if given
     */
    public QueueChanges changes(String mark, Optional<String> whose) {
        return watch.since(mark, whose);
    }

    /** Those of these jobs that there are, newest first; the rest is as in the other list. */
    public List<Job> list(List<String> ids, boolean all, Optional<String> whose) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return store.read(handle -> {
            QueueRules now = rules.apply(handle);
            Instant moment = clock.instant();
            var query = handle.createQuery(JobTable.SELECT + "where job.id in (<ids>) "
                            + (all ? "" : "and job.in_queue = 1 ")
                            + (whose.isEmpty() ? "" : "and submission.account = :whose ") + "order by job.id desc")
                    .bindList("ids", ids);
            whose.ifPresent(account -> query.bind("whose", account));
            return query.map((row, context) -> new Row(row).job(now, moment)).list();
        });
    }

    /** The jobs of one submission in the order of its recipients, also those that have left the queue. */
    public List<Job> ofSubmission(String submissionId) {
        return store.read(handle -> {
            QueueRules now = rules.apply(handle);
            Instant moment = clock.instant();
            return handle.createQuery(JobTable.SELECT + "where job.submission_id = ? order by job.position")
                    .bind(0, submissionId)
                    .map((row, context) -> new Row(row).job(now, moment))
                    .list();
        });
    }

    /** The account that submitted a job; empty text if it is nobody's, nothing if there is no such job. */
    public Optional<String> owner(String jobId) {
        return store.read(handle -> handle.createQuery(
                        "select s.account from job j join submission s on s.id = j.submission_id where j.id = ?")
                .bind(0, jobId)
                .mapTo(String.class)
                .findOne());
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
     * @return what became of it; empty if there is no such job
     */
    public Optional<Asked> cancel(String jobId) {
        return operate(jobId, Operation.DELETE, (handle, row, now) -> cancel(handle, row, now));
    }

    private void cancel(Handle handle, Row row, Instant now) {
        switch (row.state) {
            case PENDING, RETRYING -> close(handle, row, JobState.CANCELED, Outcome.CANCELED, now);
            case FAILED ->
                close(handle, row, JobState.CANCELED, row.outcome == null ? Outcome.CANCELED : row.outcome, now);
            case IN_PROGRESS -> {
                handle.execute("update job set state = 'CANCELING' where id = ? and state = 'IN_PROGRESS'", row.id);
                table.changed(handle, now, row.id);
            }
            case CANCELING, COMPLETED, CANCELED -> throw new IllegalStateException(row.state + " allows no cancel.");
        }
    }

    /** Holds a waiting job back until it is resumed. */
    public Optional<Asked> pause(String jobId) {
        return operate(jobId, Operation.PAUSE, (handle, row, now) -> {
            handle.execute("update job set paused = 1 where id = ?", row.id);
            table.changed(handle, now, row.id);
        });
    }

    /** Lets a paused job wait for its time and line again, in the state that it had. */
    public Optional<Asked> resume(String jobId) {
        return operate(jobId, Operation.RESUME, (handle, row, now) -> {
            handle.execute(
                    "update job set paused = 0, ready_at = ? where id = ?",
                    Store.millis(row.dueAt.isAfter(now) ? row.dueAt : now),
                    row.id);
            table.changed(handle, now, row.id);
        });
    }

    /** Gives a failed job all its tries again, from the first page. */
    public Optional<Asked> restart(String jobId) {
        return operate(jobId, Operation.RESTART, (handle, row, now) -> {
            handle.execute(
                    "update job set state = 'PENDING', attempts = 0, tries = 0, pages_confirmed = 0, avoid = '',"
                            + " outcome = null, ended_at = null where id = ?",
                    row.id);
            QueueRules rule = rules.apply(handle);
            JobTable.setDue(handle, row.id, now, JobTable.due(row.schedule, now, rule.discount(), now), rule, 0, now);
            table.changed(handle, now, row.id);
        });
    }

    private interface Change {
        void make(Handle handle, Row row, Instant now);
    }

    /** The one gate of all operations: what {@link Job#availableOperations} says is what is done. */
    private Optional<Asked> operate(String jobId, Operation operation, Change change) {
        return store.write(handle -> {
            Instant now = clock.instant();
            return JobTable.row(handle, jobId).map(row -> {
                boolean allowed = job(handle, row).allows(operation);
                if (allowed) {
                    change.make(handle, row, now);
                }
                return new Asked(job(handle, JobTable.row(handle, jobId).orElseThrow()), allowed);
            });
        });
    }

    /**
     * Does this with all jobs of a submission that allow it; those that do not are left as they are.
     *
     * @param operation PAUSE, RESUME or DELETE
     * @return what became of each, in the order of the recipients; empty if there is no such submission
     */
    public List<Asked> operateOnAll(String submissionId, Operation operation) {
        List<String> jobs =
                store.read(handle -> handle.createQuery("select id from job where submission_id = ? order by position")
                        .bind(0, submissionId)
                        .mapTo(String.class)
                        .list());
        var asked = new ArrayList<Asked>(jobs.size());
        for (String id : jobs) {
            Optional<Asked> one = switch (operation) {
                case DELETE -> cancel(id);
                case PAUSE -> pause(id);
                case RESUME -> resume(id);
                case VIEW, RESTART, RECIPIENT_INFO, SENDER_INFO ->
                    throw new IllegalArgumentException(operation + " is not asked of whole submissions.");
            };
            one.ifPresent(asked::add);
        }
        return asked;
    }

    /**
     * Jobs that may be started, those of one priority in the order in which they are served.
     *
     * @param devices those whose jobs are wanted; a job that is bound to another device is left out
     * @param after   only those after this one
     */
    List<Waiting> due(Priority priority, Set<String> devices, Instant now, @Nullable Waiting after, int limit) {
        return store.read(handle -> handle.createQuery(READY + "and priority = :priority and ready_at <= :now"
                        + " and (device is null or device in (<devices>)) and (due_at, id) > (:due, :id)"
                        + " order by due_at, id limit :limit")
                .bindList("devices", List.copyOf(devices))
                .bind("priority", priority.rank())
                .bind("now", Store.millis(now))
                .bind("due", after == null ? Long.MIN_VALUE : Store.millis(after.dueAt()))
                .bind("id", after == null ? "" : after.id())
                .bind("limit", limit)
                .map((row, context) -> waiting(row))
                .list());
    }

    /** Jobs that have become ready after this time, the first of them. */
    List<Waiting> readySince(Instant since, Instant now, int limit) {
        return store.read(handle -> handle.createQuery(
                        READY + "and ready_at > :since and ready_at <= :now order by ready_at limit :limit")
                .bind("since", Store.millis(since))
                .bind("now", Store.millis(now))
                .bind("limit", limit)
                .map((row, context) -> waiting(row))
                .list());
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        String avoid = row.getString("avoid");
        return new Waiting(
                row.getString("id"),
                row.getString("number"),
                Optional.ofNullable(row.getString("device")),
                Priority.ofRank(row.getInt("priority")),
                Instant.ofEpochMilli(row.getLong("due_at")),
                Instant.ofEpochMilli(row.getLong("ready_at")),
                avoid.isEmpty() ? Optional.empty() : Optional.of(avoid));
    }

    /**
     * What the dispatcher has to know before it does anything.
     *
     * @param lost      whether the lease of an attempt has run out
     * @param outdated  whether the times of jobs are to be reckoned anew
     * @param paused    whether no job may be started
     * @param ready     whether a job could be started if it had a line
     * @param nextReady when the next job becomes ready
     */
    record Glance(boolean lost, boolean outdated, boolean paused, boolean ready, Optional<Instant> nextReady) {}

    Glance glance() {
        return store.read(handle -> {
            Instant now = clock.instant();
            QueueRules rule = rules.apply(handle);
            return new Glance(
                    !running(handle, "lease_until <= ?", Store.millis(now)).isEmpty(),
                    !times.outdated(handle, rule, now).isEmpty(),
                    rule.paused(),
                    handle.createQuery("select 1 from job where " + JobTable.WAITING
                                    + " and paused = 0 and ready_at <= ? limit 1")
                            .bind(0, Store.millis(now))
                            .mapTo(Integer.class)
                            .findOne()
                            .isPresent(),
                    handle.createQuery("select ready_at from job where " + JobTable.WAITING
                                    + " and paused = 0 and ready_at > ? order by ready_at limit 1")
                            .bind(0, Store.millis(now))
                            .map((row, context) -> Instant.ofEpochMilli(row.getLong(1)))
                            .findOne());
        });
    }

    /** Writes the next attempt at this job into the ledger, if the job may still be started. Only then may anything be dialled. */
    Optional<RunningAttempt> claim(String jobId, String device) {
        return store.write(handle -> {
            Instant now = clock.instant();
            QueueRules rule = rules.apply(handle);
            Row before = JobTable.row(handle, jobId).orElse(null);
            if (before == null
                    || rule.paused()
                    || before.paused
                    || !before.state.isWaiting()
                    || before.readyAt.isAfter(now)
                    || times.putOff(handle, before, rule, now)) {
                return Optional.<RunningAttempt>empty();
            }
            int claimed = handle.execute(
                    "update job set state = 'IN_PROGRESS', fence = fence + 1, attempts = attempts + 1, line = ?,"
                            + " avoid = '', number_limit = 0 where id = ? and fence = ? and paused = 0 and "
                            + JobTable.WAITING,
                    device,
                    jobId,
                    before.fence);
            if (claimed == 0) {
                return Optional.<RunningAttempt>empty();
            }
            Row row = JobTable.row(handle, jobId).orElseThrow();
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
                    "",
                    Optional.empty(),
                    CallFacts.NONE);
            handle.execute(
                    "insert into attempt (id, job_id, fence, node, lease_until, device, call_id, started_at, first_page,"
                            + " pages_confirmed, awaiting, phase, far_id, bits_per_second, carrier, coding, error_correction,"
                            + " number_key) values (?, ?, ?, ?, ?, ?, '', ?, ?, ?, 0, '', '', 0, '', '', 0, ?)",
                    attempt.id(),
                    jobId,
                    attempt.number(),
                    node,
                    Store.millis(now.plus(lease)),
                    device,
                    Store.millis(now),
                    attempt.firstPage(),
                    attempt.pagesConfirmed(),
                    row.numberKey);
            table.changed(handle, now, jobId);
            events.append(
                    handle, now, ATTEMPT_BEGUN, attempt.id(), "job", jobId, "device", device, "number", row.number);
            return Optional.of(new RunningAttempt(this, row.job(rule, now), attempt));
        });
    }

    /** Puts the times of waiting jobs right where the rules have changed or the discount period has gone by. */
    void keepTimes() {
        times.keep();
    }

    /**
     * Removes what has outlived the age limit, and forgets what nobody asks for any more. To be called now and then.
     *
     * @return how many jobs left the queue and how many were forgotten
     */
    public int round() {
        return aging.round();
    }

    void identified(Attempt attempt, String tsid, Optional<String> headerSender) {
        store.writeSoon(handle -> {
            if (handle.execute(
                            "update attempt set tsid = ?, header_sender = ? where id = ? and ended_at is null",
                            tsid,
                            headerSender.orElse(null),
                            attempt.id())
                    == 1) {
                handle.execute("update job set tsid = ? where id = ?", tsid, attempt.jobId());
            }
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
                handle.execute("update attempt set current_page = ? where id = ?", page, attempt.id());
                progressed(handle, attempt, job, now, "phase", facts.phase(), "farId", facts.farId(), "page", page);
            }
        });
    }

    /** Tells how far a job on the line has come: the same as of a change of its state, and this. */
    private void progressed(Handle handle, Attempt attempt, Job job, Instant now, Object... more) {
        List<Object> facts =
                JobTable.facts(JobTable.row(handle, job.id()).orElseThrow().job(QueueRules.STANDARD, now));
        facts.addAll(List.of("job", job.id()));
        facts.addAll(List.of(more));
        events.append(handle, now, ATTEMPT_PROGRESS, attempt.id(), facts.toArray());
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
            progressed(
                    handle, attempt, job, now, "phase", "page " + page + " confirmed", "page", page, "confirmed", page);
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
                Row row = JobTable.row(handle, open.jobId()).orElseThrow();
                QueueRules rule = rules.apply(handle);
                int confirmed = Math.max(open.pagesConfirmed(), Math.min(carried.pagesConfirmed(), row.pages));
                int tries = row.tries + (RetryPolicy.counts(carried.outcome()) ? 1 : 0);
                // Where the server or the line's program broke down after the last page, nobody knows what the far end
                // has.
                boolean unknown =
                        (carried.outcome() == Outcome.INTERNAL_ERROR || carried.outcome() == Outcome.LINE_FAILED)
                                && open.awaiting() == row.pages;
                Ending ending = unknown
                        ? Ending.lost(
                                row.state,
                                row.pages,
                                confirmed,
                                open.awaiting(),
                                tries,
                                row.attempts,
                                rule.retries(),
                                now)
                        : Ending.told(
                                carried.outcome(),
                                row.state,
                                row.pages,
                                confirmed,
                                tries,
                                row.attempts,
                                rule.retries(),
                                now);
                settle(handle, open, row, confirmed, ending, rule, now);
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
                Row row = JobTable.row(handle, attempt.jobId()).orElseThrow();
                QueueRules rule = rules.apply(handle);
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
                                rule.retries(),
                                now),
                        rule,
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

    private void settle(
            Handle handle, Attempt attempt, Row row, int confirmed, Ending ending, QueueRules rule, Instant now) {
        boolean done = ending.state() == JobState.COMPLETED;
        int pagesConfirmed = done ? row.pages : confirmed;
        handle.execute(
                "update attempt set ended_at = ?, outcome = ?, pages_confirmed = ? where id = ? and ended_at is null",
                Store.millis(now),
                ending.outcome().number(),
                pagesConfirmed,
                attempt.id());
        handle.execute(
                "update job set pages_confirmed = ?, tries = tries + ?, avoid = ? where id = ? and fence = ?",
                pagesConfirmed,
                RetryPolicy.counts(ending.outcome()) ? 1 : 0,
                ending.outcome() == Outcome.NO_LINE_FREE ? attempt.device() : "",
                row.id,
                attempt.number());
        if (ending.state() == JobState.RETRYING) {
            Instant due = JobTable.due(row.schedule, ending.dueAt(), rule.discount(), now);
            JobTable.setDue(handle, row.id, ending.dueAt(), due, rule, 0, now);
        }
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
        setState(handle, row.id, ending.state(), ending.outcome(), now);
        if (ending.state().isFinal()) {
            ends.ended(handle, row.id, ending.state(), now);
            table.leaveTogether(handle, now, row.submissionId);
        }
    }

    private void setState(Handle handle, String id, JobState state, Outcome outcome, Instant now) {
        handle.execute(
                "update job set state = ?, outcome = ?, ended_at = ? where id = ?",
                state.name(),
                outcome.number(),
                state.isFinal() ? Store.millis(now) : null,
                id);
        table.changed(handle, now, id);
    }

    /** As {@link #setState} for a job that is over without an attempt. */
    private void close(Handle handle, Row row, JobState state, Outcome outcome, Instant now) {
        handle.execute("update job set paused = 0 where id = ?", row.id);
        setState(handle, row.id, state, outcome, now);
        if (row.state != JobState.FAILED) { // else its end was told when it failed
            ends.ended(handle, row.id, state, now);
        }
        table.leaveTogether(handle, now, row.submissionId);
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
                JobTable.time(row, "ended_at"),
                JobTable.outcome(row),
                row.getString("tsid"),
                Optional.ofNullable(row.getString("header_sender")),
                CallFacts.of(row));
    }
}

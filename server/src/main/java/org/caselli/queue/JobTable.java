package org.caselli.queue;

import static org.caselli.queue.ServerEvent.Kind.JOB_CHANGED;
import static org.caselli.queue.ServerEvent.Kind.JOB_REMOVED;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of jobs: how they are read, and how their changes are told. */
final class JobTable {
    /** Of a job that waits for an attempt. */
    static final String WAITING = "state in ('PENDING', 'RETRYING')";
    /** Of a job that has not come to its end. */
    static final String OPEN = "state in ('PENDING', 'RETRYING', 'IN_PROGRESS', 'CANCELING')";

    static final String SELECT =
            "select job.id, job.job_number, owner.name as owner_name, job.submission_id, job.position, job.number, job.recipient_name, job.device, job.line,"
                    + " job.tsid, job.state, job.paused, job.in_queue, job.priority, job.schedule, job.submitted_at,"
                    + " job.scheduled_at, job.earliest_at, job.due_at, job.ready_at, job.number_key, job.number_limit,"
                    + " job.attempts, job.tries, job.fence, job.pages, job.pages_confirmed, job.outcome, job.ended_at,"
                    + " submission.subject, submission.document_name, submission.sender_name, submission.sender_id,"
                    + " submission.sender_number, submission.sender, submission.cover_type, submission.receipt_address,"
                    + " submission.receipt_grouped, submission.receipt_attach,"
                    + " submission.pages_size + job.cover_size as size,"
                    + " attempt.call_id, attempt.started_at as call_started_at, attempt.ended_at as call_ended_at,"
                    + " attempt.far_id, attempt.current_page, attempt.bits_per_second, registered.id as device_id"
                    + " from job join submission on submission.id = job.submission_id"
                    + " left join account owner on owner.id = submission.account"
                    + " left join attempt on attempt.job_id = job.id and attempt.fence = job.fence"
                    + " left join device registered on registered.node = attempt.node"
                    + " and registered.device_key = attempt.device ";

    /** A job that is due for longer than this and still waits has found no line. Ours: a round takes less. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    private final EventLog events;

    JobTable(EventLog events) {
        this.events = events;
    }

    /** A job's row, with what only the ledger needs to know. */
    static final class Row {
        final String id;
        final int jobNumber;
        final @Nullable String owner;
        final String submissionId;
        final int position;
        final String number;
        final String recipientName;
        final String subject;
        final String documentName;
        final @Nullable String device;
        final String line;
        final String tsid;
        final JobState state;
        final boolean paused;
        final boolean inQueue;
        final Priority priority;
        final Schedule schedule;
        final Instant submittedAt;
        final Instant scheduledAt;
        final Instant earliestAt;
        final Instant dueAt;
        final Instant readyAt;
        final String numberKey;
        final int numberLimit;
        final int attempts;
        final int tries;
        final int fence;
        final int pages;
        final int pagesConfirmed;
        final long size;
        final @Nullable Outcome outcome;
        final Optional<Instant> endedAt;
        final Optional<Transmission> transmission;
        final JobOrigin origin;

        Row(ResultSet row) throws SQLException {
            id = row.getString("id");
            jobNumber = row.getInt("job_number");
            owner = row.getString("owner_name");
            submissionId = row.getString("submission_id");
            position = row.getInt("position");
            number = row.getString("number");
            recipientName = row.getString("recipient_name");
            subject = row.getString("subject");
            documentName = row.getString("document_name");
            device = row.getString("device");
            line = row.getString("line");
            String said = row.getString("tsid");
            tsid = said.isEmpty() ? row.getString("sender_id") : said;
            state = JobState.valueOf(row.getString("state"));
            paused = row.getInt("paused") != 0;
            inQueue = row.getInt("in_queue") != 0;
            priority = Priority.ofRank(row.getInt("priority"));
            schedule = Schedule.valueOf(row.getString("schedule"));
            submittedAt = Instant.ofEpochMilli(row.getLong("submitted_at"));
            scheduledAt = Instant.ofEpochMilli(row.getLong("scheduled_at"));
            earliestAt = Instant.ofEpochMilli(row.getLong("earliest_at"));
            dueAt = Instant.ofEpochMilli(row.getLong("due_at"));
            readyAt = Instant.ofEpochMilli(row.getLong("ready_at"));
            numberKey = row.getString("number_key");
            numberLimit = row.getInt("number_limit");
            attempts = row.getInt("attempts");
            tries = row.getInt("tries");
            fence = row.getInt("fence");
            pages = row.getInt("pages");
            pagesConfirmed = row.getInt("pages_confirmed");
            size = row.getLong("size");
            outcome = outcome(row).orElse(null);
            endedAt = time(row, "ended_at");
            Optional<Instant> begun = attempts == 0 ? Optional.empty() : time(row, "call_started_at");
            transmission = begun.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Transmission(
                            row.getInt("device_id"),
                            row.getString("call_id"),
                            begun.get(),
                            time(row, "call_ended_at"),
                            row.getString("far_id"),
                            row.getInt("current_page"),
                            row.getInt("bits_per_second") > 0));
            origin = new JobOrigin(
                    row.getString("sender_name"),
                    row.getString("sender_id"),
                    row.getString("sender_number"),
                    row.getString("sender"),
                    !row.getString("cover_type").equals("NONE"),
                    row.getString("receipt_address"),
                    row.getInt("receipt_grouped") != 0,
                    row.getInt("receipt_attach") != 0);
        }

        Job job(QueueRules rules, Instant now) {
            return new Job(
                    id,
                    jobNumber,
                    Optional.ofNullable(owner),
                    submissionId,
                    position,
                    number,
                    recipientName,
                    subject,
                    documentName,
                    Optional.ofNullable(device),
                    line.isEmpty() ? Optional.empty() : Optional.of(line),
                    tsid,
                    state,
                    paused,
                    waitsFor(rules, now),
                    inQueue,
                    priority,
                    schedule,
                    submittedAt,
                    scheduledAt,
                    dueAt,
                    attempts,
                    pages,
                    pagesConfirmed,
                    size,
                    Optional.ofNullable(outcome),
                    endedAt,
                    transmission,
                    origin);
        }

        /** Derived, not stored: a queue that is paused would otherwise have to write ten thousand rows. */
        private Optional<WaitReason> waitsFor(QueueRules rules, Instant now) {
            if (!state.isWaiting()) {
                return Optional.empty();
            }
            if (paused) {
                return Optional.of(WaitReason.PAUSED);
            }
            if (dueAt.isAfter(now)) {
                if (numberLimit > 0) {
                    return Optional.of(WaitReason.NUMBER_LIMIT);
                }
                if (state == JobState.RETRYING && earliestAt.isAfter(now)) {
                    return Optional.of(WaitReason.RETRY);
                }
                return Optional.of(schedule == Schedule.DISCOUNT ? WaitReason.DISCOUNT : WaitReason.TIME);
            }
            if (rules.paused()) {
                return Optional.of(WaitReason.QUEUE_PAUSED);
            }
            if (schedule == Schedule.DISCOUNT && !rules.discount().contains(now)) {
                return Optional.of(WaitReason.DISCOUNT);
            }
            // Ready for more than a moment and still waiting: then no line was free for it.
            return readyAt.plus(MOMENT).isBefore(now) ? Optional.of(WaitReason.LINE) : Optional.empty();
        }
    }

    static Optional<Row> row(Handle handle, String id) {
        return handle.createQuery(SELECT + "where job.id = ?")
                .bind(0, id)
                .map((row, context) -> new Row(row))
                .findOne();
    }

    /** When a job is due that may not go before {@code earliest}, as far as its schedule has a say. */
    static Instant due(Schedule schedule, Instant earliest, DiscountPeriod discount, Instant now) {
        if (schedule != Schedule.DISCOUNT) {
            return earliest;
        }
        Instant from = earliest.isAfter(now) ? earliest : now;
        Instant next = discount.next(from);
        // Inside the period a job keeps its place among those that wait already.
        return next.equals(from) ? earliest : next;
    }

    /** Sets when a waiting job may be started next, and by which rules that was found. */
    static void setDue(
            Handle handle, String id, Instant earliest, Instant due, QueueRules rules, int numberLimit, Instant now) {
        handle.execute(
                "update job set earliest_at = ?, due_at = ?, ready_at = ?, discount_period = ?, number_limit = ?"
                        + " where id = ?",
                Store.millis(earliest),
                Store.millis(due),
                Store.millis(due.isAfter(now) ? due : now),
                rules.discount().key(),
                numberLimit,
                id);
    }

    /** Tells of a job as it is now: all that a listener would otherwise have to ask for. */
    void changed(Handle handle, Instant now, String id) {
        Job job = row(handle, id).orElseThrow().job(QueueRules.STANDARD, now);
        List<Object> facts = facts(job);
        put(facts, "confirmed", job.pagesConfirmed());
        events.append(handle, now, JOB_CHANGED, id, facts.toArray());
    }

    /** The documented FaxJobStatus of a job, as facts of an event, and what else a listener wants at a glance. */
    static List<Object> facts(Job job) {
        var facts = new ArrayList<Object>();
        put(facts, "submission", job.submissionId());
        put(facts, "number", job.number());
        put(facts, "state", job.state());
        put(facts, "status", job.faxJobStatus());
        put(facts, "extendedStatus", job.extendedStatus());
        put(facts, "paused", job.paused() ? "true" : "");
        put(facts, "operations", Operation.bits(job.availableOperations()));
        put(facts, "outcome", job.outcome().<Object>map(outcome -> outcome).orElse(""));
        put(facts, "device", job.line().orElse(""));
        put(facts, "tsid", job.tsid());
        put(facts, "attempts", job.attempts());
        put(facts, "retries", job.retries());
        put(facts, "pages", job.pages());
        put(facts, "size", job.size());
        put(facts, "due", job.dueAt());
        put(facts, "currentPage", job.currentPage());
        job.transmission().ifPresent(call -> {
            put(facts, "deviceId", call.deviceId() == 0 ? "" : call.deviceId());
            put(facts, "csid", call.farId());
            put(facts, "startedAt", call.startedAt());
            put(facts, "endedAt", call.endedAt().<Object>map(at -> at).orElse(""));
        });
        return facts;
    }

    private static void put(List<Object> facts, String name, Object value) {
        facts.add(name);
        facts.add(value);
    }

    /** A job has become final. When all of its submission are, those that need nobody any more leave the queue. */
    void leaveTogether(Handle handle, Instant now, String submissionId) {
        boolean unfinished = handle.createQuery("select 1 from job where submission_id = ? and " + OPEN + " limit 1")
                .bind(0, submissionId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (unfinished) {
            return;
        }
        List<String> leaving = handle.createQuery("select id from job where submission_id = ? and in_queue = 1"
                        + " and state in ('COMPLETED', 'CANCELED') order by position")
                .bind(0, submissionId)
                .mapTo(String.class)
                .list();
        for (String id : leaving) {
            leave(handle, now, id, submissionId);
        }
    }

    void leave(Handle handle, Instant now, String id, String submissionId) {
        handle.execute("update job set in_queue = 0, paused = 0 where id = ?", id);
        events.append(handle, now, JOB_REMOVED, id, "submission", submissionId);
    }

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static Optional<Outcome> outcome(ResultSet row) throws SQLException {
        int number = row.getInt("outcome");
        return row.wasNull() ? Optional.empty() : Optional.of(Outcome.ofNumber(number));
    }
}

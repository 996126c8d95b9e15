package org.caselli.queue;

import static org.caselli.queue.ServerEvent.Kind.INCOMING_JOB_ADDED;
import static org.caselli.queue.ServerEvent.Kind.INCOMING_JOB_CHANGED;
import static org.caselli.queue.ServerEvent.Kind.INCOMING_JOB_REMOVED;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.outcome.Outcome;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The incoming queue in the database: a row for each fax from the answer of its call until it is routed, and a row for each
 * method that is to route it. Every method is done once; what a crash interrupts is done again from the step that was
 * running. docs/decisions/0070 has the states.
 */
public final class IncomingLedger {
    /** Ours: a method under which the server died so often is not begun again by itself. */
    static final int MOST_LOST = 3;

    /** Ours: longer texts of foreign code are cut. */
    private static final int ERROR_LENGTH = 1000;

    private static final String JOB =
            "select j.id as id, j.job_number, j.call_id, j.node, j.device, d.id as device_id, j.station_id, c.peer, c.called_number, j.state, j.pages, j.size,"
                    + " j.complete, j.damaged_rows, j.archived, j.outcome, c.started_at, j.received_at, j.due_at, j.retries,"
                    + " c.phase, c.far_id, c.bits_per_second, c.carrier, c.coding, c.error_correction, j.given_up_at,"
                    + " j.tiff_blob, j.fence from incoming_job j join call c on c.id = j.call_id"
                    + " left join device d on d.node = j.node and d.device_key = j.device ";

    private static final String STEPS =
            "select method, position, name, state, tries, lost, error, retry_data, own_data, ended_at from routing_step"
                    + " where job_id = ? order by position";

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Duration lease;
    private final String node;
    private final BiConsumer<Handle, String> triedAgain;

    /**
     * @param lease how long a claim for routing is believed without a sign of life
     * @param node  the name of this server among those that share the database
     * @param triedAgain told the id of each job whose routing is to be tried again, in the transaction that decides it: the
     *                   archived message tells how often that was when the job is gone
     */
    public IncomingLedger(
            Store store,
            EventLog events,
            InstantSource clock,
            Duration lease,
            String node,
            BiConsumer<Handle, String> triedAgain) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.lease = lease;
        this.node = node;
        this.triedAgain = triedAgain;
    }

    // Reception: in the transactions of the call

    /** A call was answered: its job exists from now on. The call's own row is there already. */
    public void begin(Handle handle, String id, String callId, String device, String stationId, Instant now) {
        handle.execute(
                "insert into incoming_job (id, job_number, call_id, node, device, station_id, state, added_at, pages, size, complete,"
                        + " damaged_rows, tiff_blob, archived, due_at, retries, lease_until, fence)"
                        + " values (?, ?, ?, ?, ?, ?, 'IN_PROGRESS', ?, 0, 0, 0, 0, '', 0, ?, 0, 0, 0)",
                id,
                JobNumbers.next(handle, 1),
                callId,
                node,
                device,
                stationId,
                Store.millis(now),
                Store.millis(now));
        tell(handle, INCOMING_JOB_ADDED, now, job(handle, id));
    }

    /** The job of a call. */
    public Optional<IncomingJob> ofCall(Handle handle, String callId) {
        return rows(handle, "where j.call_id = ?", callId).stream().findFirst();
    }

    /**
     * A page of the call is kept.
     *
     * @param octets of its file
     * @return whether somebody has cancelled the reception
     */
    public boolean page(Handle handle, String callId, int number, long octets, Instant now) {
        handle.execute(
                "update incoming_job set pages = ?, size = size + ? where call_id = ?"
                        + " and state in ('IN_PROGRESS', 'CANCELING') and pages < ?",
                number,
                octets,
                callId,
                number);
        Optional<IncomingJob> job = ofCall(handle, callId);
        job.ifPresent(each -> tell(handle, INCOMING_JOB_CHANGED, now, each));
        return job.map(each -> each.state() == IncomingState.CANCELING).orElse(false);
    }

    /** More became known of the call: its row has it already. */
    public void progressed(Handle handle, String callId, Instant now) {
        ofCall(handle, callId)
                .filter(job -> job.state().isOnTheLine())
                .ifPresent(job -> tell(handle, INCOMING_JOB_CHANGED, now, job));
    }

    /** The call brought nothing, or was cancelled: the job shows its last state and leaves the queue. */
    public void over(Handle handle, IncomingJob job, IncomingState last, Outcome outcome, Instant now) {
        if (last != IncomingState.FAILED && last != IncomingState.CANCELED) {
            throw new IllegalArgumentException("A reception ends FAILED or CANCELED here, not " + last + ".");
        }
        events.append(
                handle,
                now,
                INCOMING_JOB_CHANGED,
                job.id(),
                facts(
                        job,
                        "state",
                        last,
                        "status",
                        last.faxJobStatus(),
                        "extendedStatus",
                        outcome.extendedStatus(),
                        "operations",
                        Operation.bits(last.operations()),
                        "currentPage",
                        0,
                        "outcome",
                        outcome));
        remove(handle, job.id(), now);
    }

    /**
     * The call is over and has brought a fax: it is to be routed by these methods, in this order. What follows is decided by
     * {@link #settle}.
     */
    public void received(Handle handle, String id, ReceivedPages got, List<PlannedStep> plan, Instant now) {
        handle.execute(
                "update incoming_job set state = 'ROUTING', received_at = ?, pages = ?, size = ?, complete = ?,"
                        + " damaged_rows = ?, outcome = ?, tiff_blob = ?, archived = ?, due_at = ? where id = ?",
                Store.millis(now),
                got.pages(),
                got.size(),
                got.complete() ? 1 : 0,
                got.damagedRows(),
                got.outcome().number(),
                got.tiffBlob(),
                got.archived() ? 1 : 0,
                Store.millis(now),
                id);
        plan(handle, id, plan, Map.of());
        tell(handle, INCOMING_JOB_CHANGED, now, job(handle, id), "methods", plan.size());
    }

    private static void plan(Handle handle, String id, List<PlannedStep> plan, Map<String, RoutingStep> kept) {
        int position = 0;
        for (PlannedStep each : plan) {
            position++;
            if (kept.containsKey(each.method())) {
                handle.execute(
                        "update routing_step set position = ? where job_id = ? and method = ?",
                        position,
                        id,
                        each.method());
            } else {
                handle.execute(
                        "insert into routing_step (job_id, method, position, name, state, tries, lost, error, retry_data)"
                                + " values (?, ?, ?, ?, 'PENDING', 0, 0, '', '')",
                        id,
                        each.method(),
                        position,
                        each.name());
            }
        }
    }

    // Routing

    /**
     * Decides what becomes of a job whose methods have had their turn, and writes it down: it goes on, waits for another
     * round, waits for a person, or leaves the queue.
     *
     * @param limit rounds that may fail before routing is given up
     * @param delay between rounds
     */
    public void settle(Handle handle, String id, int limit, Duration delay, Instant now) {
        IncomingJob job = job(handle, id);
        List<RoutingStep.State> steps =
                steps(handle, id).stream().map(RoutingStep::state).toList();
        switch (RoutingEnding.of(steps, job.archived(), job.retries(), limit)) {
            case GO_ON ->
                handle.execute("update incoming_job set routing_node = null, lease_until = 0 where id = ?", id);
            case OVER -> remove(handle, id, now);
            case AGAIN -> {
                handle.execute(
                        "update incoming_job set state = 'RETRYING', retries = retries + 1, due_at = ?,"
                                + " routing_node = null, lease_until = 0 where id = ?",
                        Store.millis(now.plus(delay)),
                        id);
                triedAgain.accept(handle, id);
                tell(handle, INCOMING_JOB_CHANGED, now, job(handle, id));
            }
            case GIVEN_UP -> {
                handle.execute(
                        "update routing_step set state = 'GIVEN_UP', ended_at = ? where job_id = ? and state = 'FAILED'",
                        Store.millis(now),
                        id);
                handle.execute(
                        "update incoming_job set state = 'RETRIES_EXCEEDED', given_up_at = ?, routing_node = null,"
                                + " lease_until = 0 where id = ?",
                        Store.millis(now),
                        id);
                tell(handle, INCOMING_JOB_CHANGED, now, job(handle, id), "methods", steps.size());
            }
        }
    }

    /** Claims a job whose time for routing has come, if there is one. Only then may a method run. */
    public Optional<RoutingRun> claim() {
        if (nextDue().map(due -> due.isAfter(clock.instant())).orElse(true)) {
            return Optional.empty();
        }
        return store.write(handle -> {
            Instant now = clock.instant();
            Optional<String> id = handle.createQuery(
                            "select id from incoming_job where state in ('ROUTING', 'RETRYING')"
                                    + " and due_at <= :now and lease_until <= :now order by due_at, id limit 1")
                    .bind("now", Store.millis(now))
                    .mapTo(String.class)
                    .findOne();
            return id.map(each -> claim(handle, each, now));
        });
    }

    private RoutingRun claim(Handle handle, String id, Instant now) {
        IncomingState before = job(handle, id).state();
        handle.execute(
                "update incoming_job set state = 'ROUTING', routing_node = ?, lease_until = ?, fence = fence + 1 where id = ?",
                node,
                Store.millis(now.plus(lease)),
                id);
        // Whoever had begun these is dead: nobody will tell how they ended.
        handle.execute(
                "update routing_step set lost = lost + 1, state = case when lost + 1 >= ? then 'GIVEN_UP' else 'PENDING' end,"
                        + " ended_at = case when lost + 1 >= ? then ? else null end,"
                        + " error = 'The server stopped while this method was at work.'"
                        + " where job_id = ? and state = 'RUNNING'",
                MOST_LOST,
                MOST_LOST,
                Store.millis(now),
                id);
        IncomingJob job = job(handle, id);
        if (before != IncomingState.ROUTING) {
            tell(handle, INCOMING_JOB_CHANGED, now, job);
        }
        return new RoutingRun(job, steps(handle, id), fence(handle, id));
    }

    private static int fence(Handle handle, String id) {
        return handle.createQuery("select fence from incoming_job where id = ?")
                .bind(0, id)
                .mapTo(Integer.class)
                .one();
    }

    /** When the next job wants to be routed, or the lease of one that is being routed runs out. */
    public Optional<Instant> nextDue() {
        return store.read(handle -> handle.createQuery(
                        "select case when due_at > lease_until then due_at else lease_until end as due from incoming_job"
                                + " where state in ('ROUTING', 'RETRYING') order by due limit 1")
                .map((row, context) -> Instant.ofEpochMilli(row.getLong(1)))
                .findOne());
    }

    /**
     * A method is about to run. Durable on return.
     *
     * @return the step as it is now: what an earlier method has changed is in it
     * @throws LeaseLost if another node has claimed the job
     */
    public RoutingStep begin(RoutingRun run, String method) {
        return store.write(handle -> {
            refuseIfLost(handle, run);
            handle.execute(
                    "update routing_step set state = 'RUNNING' where job_id = ? and method = ?",
                    run.job().id(),
                    method);
            return step(handle, run, method);
        });
    }

    /**
     * A method has done its work. Durable on return.
     *
     * @param data    new data for methods that come later, by their GUIDs; others are left alone
     * @param added   files for methods that come later
     * @param removed names of files that shall no longer be there
     * @throws LeaseLost if another node has claimed the job
     */
    public void done(
            RoutingRun run, String method, Map<String, byte[]> data, List<AddedFile> added, Set<String> removed) {
        store.write(handle -> {
            refuseIfLost(handle, run);
            Instant now = clock.instant();
            RoutingStep step = step(handle, run, method);
            handle.execute(
                    "update routing_step set state = 'DONE', error = '', ended_at = ? where job_id = ? and method = ?",
                    Store.millis(now),
                    run.job().id(),
                    method);
            data.forEach((other, value) -> handle.execute(
                    "update routing_step set own_data = ? where job_id = ? and method = ? and position > ?",
                    Base64.getEncoder().encodeToString(value),
                    run.job().id(),
                    other,
                    step.position()));
            removed.forEach(name -> handle.execute(
                    "delete from routing_file where job_id = ? and name = ?",
                    run.job().id(),
                    name));
            int position = handle.createQuery("select coalesce(max(position), 0) from routing_file where job_id = ?")
                    .bind(0, run.job().id())
                    .mapTo(Integer.class)
                    .one();
            for (AddedFile file : added) {
                position++;
                handle.execute(
                        "insert into routing_file (job_id, name, position, file_blob) values (?, ?, ?, ?)"
                                + " on conflict (job_id, name) do update set file_blob = excluded.file_blob",
                        run.job().id(),
                        file.name(),
                        position,
                        file.blob());
            }
            tellStep(handle, run, now, method, step.name(), RoutingStep.State.DONE, "");
            return true;
        });
    }

    /**
     * A method has failed. Durable on return.
     *
     * @param why       a sentence for people
     * @param retryData what it wants to have again at its next try; empty if it is not to be tried again
     * @throws LeaseLost if another node has claimed the job
     */
    public void failed(RoutingRun run, String method, String why, Optional<byte[]> retryData) {
        store.write(handle -> {
            refuseIfLost(handle, run);
            Instant now = clock.instant();
            var state = retryData.isPresent() ? RoutingStep.State.FAILED : RoutingStep.State.GIVEN_UP;
            String error = why.length() > ERROR_LENGTH ? why.substring(0, ERROR_LENGTH) : why;
            handle.execute(
                    "update routing_step set state = ?, tries = tries + 1, error = ?, retry_data = ?, ended_at = ?"
                            + " where job_id = ? and method = ?",
                    state.name(),
                    error,
                    retryData.map(Base64.getEncoder()::encodeToString).orElse(""),
                    retryData.isPresent() ? null : Store.millis(now),
                    run.job().id(),
                    method);
            tellStep(handle, run, now, method, step(handle, run, method).name(), state, error);
            return true;
        });
    }

    /**
     * A round is over: every step that was open when it began has been tried.
     *
     * @throws LeaseLost if another node has claimed the job
     */
    public void endRound(RoutingRun run, int limit, Duration delay) {
        store.write(handle -> {
            refuseIfLost(handle, run);
            settle(handle, run.job().id(), limit, delay, clock.instant());
            return true;
        });
    }

    /** Says that these rounds are alive. */
    public void renew(Collection<RoutingRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        store.write(handle -> {
            long until = Store.millis(clock.instant().plus(lease));
            runs.forEach(run -> handle.execute(
                    "update incoming_job set lease_until = ? where id = ? and routing_node = ? and fence = ?",
                    until,
                    run.job().id(),
                    node,
                    run.fence()));
            return true;
        });
    }

    /** Gives up the claims of this node: the process before it, whose name it bears, is dead. Called once at its start. */
    public int recover() {
        return store.write(handle -> handle.execute(
                "update incoming_job set routing_node = null, lease_until = 0 where routing_node = ?", node));
    }

    private void refuseIfLost(Handle handle, RoutingRun run) {
        boolean ours =
                handle.createQuery("select count(*) from incoming_job where id = ? and routing_node = ? and fence = ?")
                                .bind(0, run.job().id())
                                .bind(1, node)
                                .bind(2, run.fence())
                                .mapTo(Integer.class)
                                .one()
                        == 1;
        if (!ours) {
            throw new LeaseLost(run.job().id());
        }
    }

    private static RoutingStep step(Handle handle, RoutingRun run, String method) {
        return steps(handle, run.job().id()).stream()
                .filter(step -> step.method().equals(method))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Job " + run.job().id() + " has no routing method " + method + "."));
    }

    /** The file of a received job: a TIFF class F file. Empty until its call is over. */
    public Optional<String> tiffBlob(String id) {
        return store.read(handle -> handle.createQuery(
                        "select tiff_blob from incoming_job where id = ? and received_at is not null")
                .bind(0, id)
                .mapTo(String.class)
                .findOne());
    }

    /** The files that methods have added to a job, in order. */
    public List<AddedFile> files(String id) {
        return store.read(handle -> handle.createQuery(
                        "select name, file_blob from routing_file where job_id = ? order by position, name")
                .bind(0, id)
                .map((row, context) -> new AddedFile(row.getString(1), row.getString(2)))
                .list());
    }

    // Operations

    /**
     * Cancels a reception, or deletes a job that waits. A reception goes to CANCELING, and its call is then to be ended.
     *
     * @return the job as it was before; empty if there is no such job, or its state does not allow it
     */
    public Optional<IncomingJob> cancel(String id) {
        return store.write(handle -> {
            Instant now = clock.instant();
            Optional<IncomingJob> job =
                    rows(handle, "where j.id = ?", id).stream().findFirst();
            if (!job.map(each -> each.operations().contains(Operation.DELETE)).orElse(false)) {
                return Optional.<IncomingJob>empty();
            }
            if (job.orElseThrow().state() == IncomingState.IN_PROGRESS) {
                handle.execute("update incoming_job set state = 'CANCELING' where id = ?", id);
                tell(handle, INCOMING_JOB_CHANGED, now, job(handle, id));
            } else {
                remove(handle, id, now);
            }
            return job;
        });
    }

    /**
     * Begins the routing of a job anew that was given up: methods that have done their work are not repeated, the others
     * run as they are planned now.
     *
     * @param plan the methods of its device, told the device
     * @return the job as it is now; empty if there is no such job, its state does not allow it, or nothing is left to run
     */
    public Optional<IncomingJob> restart(String id, Function<IncomingJob, List<PlannedStep>> plan) {
        Optional<IncomingJob> before = find(id);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        List<PlannedStep> planned = plan.apply(before.get());
        return store.write(handle -> {
            Instant now = clock.instant();
            boolean can = rows(handle, "where j.id = ?", id).stream()
                    .anyMatch(job -> job.operations().contains(Operation.RESTART));
            Map<String, RoutingStep> done = steps(handle, id).stream()
                    .filter(step -> step.state() == RoutingStep.State.DONE)
                    .collect(Collectors.toMap(RoutingStep::method, step -> step));
            if (!can || planned.stream().allMatch(step -> done.containsKey(step.method()))) {
                return Optional.<IncomingJob>empty();
            }
            handle.execute("delete from routing_step where job_id = ? and state <> 'DONE'", id);
            plan(handle, id, planned, done);
            handle.execute(
                    "update incoming_job set state = 'ROUTING', retries = 0, due_at = ?, given_up_at = null where id = ?",
                    Store.millis(now),
                    id);
            IncomingJob job = job(handle, id);
            tell(handle, INCOMING_JOB_CHANGED, now, job);
            return Optional.of(job);
        });
    }

    /**
     * Removes the jobs whose routing was given up before this.
     *
     * @return their ids
     */
    public List<String> removeGivenUpBefore(Instant limit) {
        String old = "select id from incoming_job where state = 'RETRIES_EXCEEDED' and given_up_at < ? order by id";
        if (store.read(handle -> handle.createQuery(old)
                .bind(0, Store.millis(limit))
                .mapTo(String.class)
                .findFirst()
                .isEmpty())) {
            return List.of();
        }
        return store.write(handle -> {
            List<String> ids = handle.createQuery(old)
                    .bind(0, Store.millis(limit))
                    .mapTo(String.class)
                    .list();
            ids.forEach(id -> remove(handle, id, clock.instant()));
            return ids;
        });
    }

    private void remove(Handle handle, String id, Instant now) {
        IncomingJob job = job(handle, id);
        handle.execute("delete from routing_step where job_id = ?", id);
        handle.execute("delete from routing_file where job_id = ?", id);
        handle.execute("delete from incoming_job where id = ?", id);
        events.append(handle, now, INCOMING_JOB_REMOVED, id, "device", job.device(), "call", job.callId());
    }

    // What is there

    /** The id of the job that has this number; empty if none has, or the text is no number. */
    public Optional<String> ofNumber(String text) {
        return JobNumbers.read(text)
                .flatMap(number -> store.read(handle -> JobNumbers.find(handle, "incoming_job", number)));
    }

    /** The job with this id. */
    public Optional<IncomingJob> find(String id) {
        return store.read(handle -> rows(handle, "where j.id = ?", id).stream().findFirst());
    }

    /**
     * Jobs, newest first.
     *
     * @param states only those in one of these; in any if empty
     * @param before only those with a smaller id, if given
     */
    public List<IncomingJob> list(Collection<IncomingState> states, Optional<String> before, int limit) {
        return store.read(handle -> {
            var query = handle.createQuery(JOB + "where j.id < :before "
                    + (states.isEmpty() ? "" : "and j.state in (<states>) ") + "order by j.id desc limit :limit");
            if (!states.isEmpty()) {
                query.bindList(
                        "states", states.stream().map(IncomingState::name).toList());
            }
            return query.bind("before", before.orElse("g"))
                    .bind("limit", limit)
                    .map((row, context) -> job(row))
                    .list();
        });
    }

    /** Calls of this node whose reception somebody has cancelled, perhaps at another node. */
    public List<String> cancelingCalls() {
        return store.read(
                handle -> handle.createQuery("select call_id from incoming_job where node = ? and state = 'CANCELING'")
                        .bind(0, node)
                        .mapTo(String.class)
                        .list());
    }

    /** The methods of a job, in their order. */
    public List<RoutingStep> steps(String id) {
        return store.read(handle -> steps(handle, id));
    }

    /** How many jobs are in each of these states together. */
    public int count(Collection<IncomingState> states) {
        return store.read(handle -> handle.createQuery("select count(*) from incoming_job where state in (<states>)")
                .bindList("states", states.stream().map(IncomingState::name).toList())
                .mapTo(Integer.class)
                .one());
    }

    private static List<RoutingStep> steps(Handle handle, String id) {
        return handle.createQuery(STEPS)
                .bind(0, id)
                .map((row, context) -> step(row))
                .list();
    }

    private static IncomingJob job(Handle handle, String id) {
        return rows(handle, "where j.id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no incoming job " + id + "."));
    }

    private static List<IncomingJob> rows(Handle handle, String which, String argument) {
        return handle.createQuery(JOB + which)
                .bind(0, argument)
                .map((row, context) -> job(row))
                .list();
    }

    private void tell(Handle handle, ServerEvent.Kind kind, Instant now, IncomingJob job, Object... more) {
        events.append(handle, now, kind, job.id(), facts(job, more));
    }

    /** What a listener wants to know without asking: the documented FaxJobStatus. Of two with one name the later counts. */
    private static Object[] facts(IncomingJob job, Object... more) {
        var facts = new ArrayList<Object>(List.of("call", job.callId(), "device", job.device()));
        facts.addAll(List.of("deviceId", job.deviceId() == 0 ? "" : job.deviceId()));
        facts.addAll(List.of("number", job.callerId(), "called", job.routingInformation()));
        facts.addAll(List.of("state", job.state(), "status", job.faxJobStatus()));
        facts.addAll(List.of("extendedStatus", job.extendedStatus(), "type", job.isRouting() ? "routing" : "receive"));
        facts.addAll(List.of("operations", Operation.bits(job.operations())));
        facts.addAll(
                List.of("outcome", job.outcome().<Object>map(outcome -> outcome).orElse("")));
        facts.addAll(List.of("pages", job.pages(), "currentPage", job.currentPage(), "size", job.size()));
        facts.addAll(List.of("retries", job.retries(), "farId", job.facts().farId(), "stationId", job.stationId()));
        facts.addAll(List.of("startedAt", job.startedAt()));
        facts.addAll(
                List.of("receivedAt", job.receivedAt().<Object>map(at -> at).orElse("")));
        facts.addAll(List.of(more));
        return facts.toArray();
    }

    private void tellStep(
            Handle handle,
            RoutingRun run,
            Instant now,
            String method,
            String name,
            RoutingStep.State state,
            String error) {
        events.append(
                handle,
                now,
                INCOMING_JOB_CHANGED,
                run.job().id(),
                facts(
                        job(handle, run.job().id()),
                        "state",
                        IncomingState.ROUTING,
                        "method",
                        method,
                        "methodName",
                        name,
                        "step",
                        state.name().toLowerCase(Locale.ROOT),
                        "error",
                        error));
    }

    private static IncomingJob job(ResultSet row) throws SQLException {
        return new IncomingJob(
                row.getString("id"),
                row.getInt("job_number"),
                row.getString("call_id"),
                row.getString("node"),
                row.getString("device"),
                row.getInt("device_id"),
                row.getString("station_id"),
                row.getString("peer"),
                row.getString("called_number"),
                IncomingState.valueOf(row.getString("state")),
                row.getInt("pages"),
                row.getLong("size"),
                row.getInt("complete") != 0,
                row.getInt("damaged_rows"),
                row.getInt("archived") != 0,
                outcome(row),
                Instant.ofEpochMilli(row.getLong("started_at")),
                time(row, "received_at"),
                Instant.ofEpochMilli(row.getLong("due_at")),
                row.getInt("retries"),
                CallFacts.of(row),
                time(row, "given_up_at"));
    }

    private static RoutingStep step(ResultSet row) throws SQLException {
        String own = row.getString("own_data");
        return new RoutingStep(
                row.getString("method"),
                row.getInt("position"),
                row.getString("name"),
                RoutingStep.State.valueOf(row.getString("state")),
                row.getInt("tries"),
                row.getInt("lost"),
                row.getString("error"),
                Base64.getDecoder().decode(row.getString("retry_data")),
                octets(own),
                time(row, "ended_at"));
    }

    private static Optional<byte[]> octets(@Nullable String base64) {
        return Optional.ofNullable(base64).map(Base64.getDecoder()::decode);
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

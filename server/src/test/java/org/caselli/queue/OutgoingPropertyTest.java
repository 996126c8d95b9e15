package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.queue.JobState.CANCELED;
import static org.caselli.queue.JobState.CANCELING;
import static org.caselli.queue.JobState.COMPLETED;
import static org.caselli.queue.JobState.FAILED;
import static org.caselli.queue.JobState.IN_PROGRESS;
import static org.caselli.queue.JobState.PENDING;
import static org.caselli.queue.JobState.RETRYING;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.caselli.outcome.Outcome;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random weeks of a queue with everything that people and administrators can do to it: broadcasts, schedules, pauses,
 * cancels, restarts, changes of all rules, calls that end in every way, housekeeping, and crashes. After each operation it
 * holds that what a job said could be done was what was done; at each dialling, that the rules allowed it; and in the end,
 * that the log tells a legal life of every job.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutgoingPropertyTest {
    private static final Map<JobState, Set<JobState>> LEGAL = new EnumMap<>(Map.of(
            PENDING, Set.of(PENDING, IN_PROGRESS, CANCELED),
            RETRYING, Set.of(RETRYING, IN_PROGRESS, CANCELED),
            IN_PROGRESS, Set.of(CANCELING, COMPLETED, FAILED, RETRYING, CANCELED),
            CANCELING, Set.of(CANCELED, COMPLETED),
            FAILED, Set.of(PENDING, CANCELED),
            COMPLETED, Set.of(),
            CANCELED, Set.of()));

    private static final List<Outcome> ENDINGS = List.of(
            Outcome.BUSY,
            Outcome.NO_ANSWER,
            Outcome.NUMBER_UNKNOWN,
            Outcome.CALL_REFUSED,
            Outcome.LINE_DROPPED,
            Outcome.NO_LINE_FREE,
            Outcome.STOPPED,
            Outcome.PAGE_NOT_CONFIRMED,
            Outcome.INTERNAL_ERROR);

    private static final List<DiscountPeriod> PERIODS = List.of(
            DiscountPeriod.NONE,
            new DiscountPeriod(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin")),
            new DiscountPeriod(LocalTime.of(12, 0), LocalTime.of(13, 0), ZoneId.of("America/New_York")));

    /** Those that change something; the others, to look at a job, are always possible. */
    private static final List<Operation> OPERATIONS =
            List.of(Operation.PAUSE, Operation.RESUME, Operation.RESTART, Operation.DELETE);

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final List<String> jobs = new ArrayList<>();
    /** When each number was dialled, as far as a line was free for it. */
    private final Map<String, List<Instant>> dialled = new HashMap<>();

    private final Map<Operation, Integer> done = new EnumMap<>(Operation.class);
    private final Map<Operation, Integer> refused = new EnumMap<>(Operation.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void in_any_order_of_things_what_a_job_allows_is_what_succeeds_and_every_life_is_legal(long seed) {
        try (var rig = new Rig(database, directory)) {
            rig.devices.add("line-2");
            live(List.of(rig), "seed " + seed, new SplittableRandom(seed));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void so_it_is_at_each_of_two_servers_that_share_the_queue(long seed) {
        try (var one = new Rig(database, directory);
                var two = one.beside("two")) {
            two.devices.add("line-2");
            live(List.of(one, two), "two servers, seed " + seed, new SplittableRandom(seed));
        }
    }

    private void live(List<Rig> rigs, String what, SplittableRandom random) {
        for (Rig rig : rigs) {
            rig.otherwise = attempt -> call(rig, attempt, random, what);
        }
        Rig first = rigs.getFirst();
        for (int step = 0; step < 400; step++) {
            Rig rig = rigs.get(random.nextInt(rigs.size()));
            try {
                step(rig, first, random, what);
            } catch (Rig.Crash crash) {
                rig.restart();
            }
        }
        assertThat(done).as(what + ": operations that were possible").containsOnlyKeys(OPERATIONS);
        assertThat(refused).as(what + ": operations that were refused").containsOnlyKeys(OPERATIONS);
        check(first, what);
        comeToRest(rigs);
        check(first, what + ", at rest");
        for (String id : jobs) {
            first.queue
                    .find(id)
                    .ifPresent(job -> assertThat(job.state().isFinal())
                            .as(what + " " + job)
                            .isTrue());
        }
    }

    private void step(Rig rig, Rig first, SplittableRandom random, String what) {
        switch (random.nextInt(15)) {
            case 0, 1 -> submit(rig, random);
            case 2, 3, 4, 5 -> operate(rig, random, what);
            case 6 -> rig.pass(Duration.ofSeconds(random.nextInt(600)));
            case 7 -> rig.pass(Duration.ofHours(random.nextInt(12)));
            case 8, 9, 10 -> rig.settle();
            case 11 -> first.rules = rules(random);
            case 12 -> rig.queue.round();
            case 13 -> operateOnAll(rig, random, what);
            default -> {
                if (random.nextInt(3) == 0) {
                    throw new Rig.Crash();
                }
                rig.queue.settleLost();
            }
        }
    }

    private static QueueRules rules(SplittableRandom random) {
        return new QueueRules(
                random.nextInt(4) == 0,
                new RetryPolicy(random.nextInt(4), Duration.ofMinutes(random.nextInt(30)), 1 + random.nextInt(12)),
                PERIODS.get(random.nextInt(PERIODS.size())),
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0);
    }

    private void submit(Rig rig, SplittableRandom random) {
        Schedule schedule = Schedule.values()[random.nextInt(3)];
        Instant at = rig.instant().plus(Duration.ofMinutes(random.nextInt(300)));
        Priority priority = Priority.values()[random.nextInt(3)];
        int pages = 1 + random.nextInt(3);
        var added = new ArrayList<NewJob>();
        for (int recipients = 1 + random.nextInt(3); recipients > 0; recipients--) {
            added.add(new NewJob(
                    "10" + random.nextInt(6),
                    "",
                    random.nextInt(5) == 0 ? Optional.of("line-2") : Optional.empty(),
                    priority,
                    schedule,
                    schedule == Schedule.AT ? at : rig.instant(),
                    pages));
        }
        jobs.addAll(rig.submit(added));
    }

    private void operate(Rig rig, SplittableRandom random, String what) {
        if (jobs.isEmpty()) {
            return;
        }
        String id = any(random);
        Optional<Job> before = rig.queue.find(id);
        // Half of the time one that is possible, if one is.
        List<Operation> choice = OPERATIONS.stream()
                .filter(before.filter(job -> random.nextBoolean())
                        .<Predicate<Operation>>map(job -> job::allows)
                        .orElse(each -> true))
                .toList();
        Operation operation = (choice.isEmpty() ? OPERATIONS : choice)
                .get(random.nextInt(choice.isEmpty() ? OPERATIONS.size() : choice.size()));
        Optional<Asked> asked = ask(rig, id, operation);
        assertThat(asked.isPresent()).as(what).isEqualTo(before.isPresent());
        if (before.isEmpty()) {
            return;
        }
        Job after = asked.orElseThrow().job();
        String case_ = what + ", " + operation + " of " + before.get() + " led to " + after;
        assertThat(asked.get().done()).as(case_).isEqualTo(before.get().allows(operation));
        if (!asked.get().done()) {
            refused.merge(operation, 1, Integer::sum);
            assertThat(after).as(case_).isEqualTo(before.get());
            return;
        }
        done.merge(operation, 1, Integer::sum);
        check(operation, before.get(), after, case_);
    }

    /** Mostly a young one, with which more can be done. */
    private String any(SplittableRandom random) {
        int youngest = random.nextInt(4) == 0 ? jobs.size() : Math.min(jobs.size(), 12);
        return jobs.get(jobs.size() - 1 - random.nextInt(youngest));
    }

    private static void check(Operation operation, Job before, Job after, String case_) {
        switch (operation) {
            case PAUSE, RESUME -> {
                assertThat(after.state()).as(case_).isEqualTo(before.state());
                assertThat(after.paused()).as(case_).isEqualTo(operation == Operation.PAUSE);
            }
            case RESTART -> assertThat(after.state()).as(case_).isEqualTo(PENDING);
            default -> assertThat(after.state()).as(case_).isIn(CANCELED, CANCELING);
        }
    }

    /** Of all jobs of a submission those are touched that allow it, and no others. */
    private void operateOnAll(Rig rig, SplittableRandom random, String what) {
        Optional<Job> any = jobs.isEmpty() ? Optional.empty() : rig.queue.find(any(random));
        if (any.isEmpty()) {
            return;
        }
        Operation operation =
                List.of(Operation.PAUSE, Operation.RESUME, Operation.DELETE).get(random.nextInt(3));
        Map<String, Job> before = new HashMap<>();
        rig.queue.ofSubmission(any.get().submissionId()).forEach(job -> before.put(job.id(), job));
        for (Asked asked : rig.queue.operateOnAll(any.get().submissionId(), operation)) {
            Job was = before.get(asked.job().id());
            String case_ = what + ", " + operation + " of all of " + before + " led to " + asked;
            assertThat(was).as(case_).isNotNull();
            assertThat(asked.done()).as(case_).isEqualTo(was.allows(operation));
            if (asked.done()) {
                check(operation, was, asked.job(), case_);
            } else if (was.inQueue() == asked.job().inQueue()) {
                assertThat(asked.job()).as(case_).isEqualTo(was);
            }
        }
    }

    private static Optional<Asked> ask(Rig rig, String id, Operation operation) {
        return switch (operation) {
            case PAUSE -> rig.queue.pause(id);
            case RESUME -> rig.queue.resume(id);
            case RESTART -> rig.queue.restart(id);
            default -> rig.queue.cancel(id);
        };
    }

    /** A call that ends anyhow; while it lasts people ask for all they can think of, and the process may die. */
    private Carried call(Rig rig, RunningAttempt attempt, SplittableRandom random, String what) {
        allowed(rig, attempt, what);
        int pages = attempt.job().pages();
        int confirmed = attempt.attempt().firstPage() - 1;
        Outcome ending = random.nextInt(3) == 0 ? Outcome.DELIVERED : ENDINGS.get(random.nextInt(ENDINGS.size()));
        if (ending != Outcome.NO_LINE_FREE) {
            String key = DialledNumber.normal(attempt.job().number());
            dialled.computeIfAbsent(key, any -> new ArrayList<>()).add(rig.instant());
        }
        try {
            attempt.calling("call-" + attempt.attempt().id(), why -> {});
            attempt.identified("555", Optional.of("Ann"));
            rig.store.write(handle -> true); // what nobody waits for is written before this
            while (confirmed < pages && (ending == Outcome.DELIVERED || random.nextBoolean())) {
                if (random.nextInt(30) == 0) {
                    throw new Rig.Crash();
                }
                if (random.nextInt(4) == 0) {
                    operate(rig, random, what + ", during a call");
                }
                if (random.nextInt(30) == 0) {
                    rig.pass(Rig.LEASE.plusSeconds(1));
                    rig.queue.settleLost();
                }
                attempt.awaiting(confirmed + 1 == pages ? pages : 0);
                attempt.confirmed(++confirmed);
            }
            return Carried.of(ending, confirmed);
        } catch (LeaseLost lost) {
            return Carried.of(Outcome.INTERNAL_ERROR, confirmed);
        }
    }

    /** Nothing is dialled that the rules of this moment forbid. */
    private void allowed(Rig rig, RunningAttempt attempt, String what) {
        Job job = rig.job(attempt.job().id());
        String case_ = what + ", dials " + job + " at " + rig.instant() + " by " + rig.rules();
        assertThat(rig.rules().paused()).as(case_).isFalse();
        assertThat(job.state()).as(case_).isEqualTo(IN_PROGRESS);
        assertThat(job.paused()).as(case_).isFalse();
        assertThat(job.dueAt()).as(case_).isBeforeOrEqualTo(rig.instant());
        assertThat(job.device().orElse(attempt.attempt().device()))
                .as(case_)
                .isEqualTo(attempt.attempt().device());
        if (job.schedule() == Schedule.DISCOUNT) {
            assertThat(rig.rules().discount().contains(rig.instant())).as(case_).isTrue();
        }
        int ceiling = rig.rules().attemptsPerNumberAndDay();
        if (ceiling > 0) {
            Instant since = rig.instant().minus(Times.DAY);
            assertThat(dialled.getOrDefault(DialledNumber.normal(job.number()), List.of()).stream()
                            .filter(since::isBefore)
                            .count())
                    .as(case_)
                    .isLessThan(ceiling);
        }
    }

    /** With lines that always deliver and no rule in the way, everything comes to its end. */
    private void comeToRest(List<Rig> rigs) {
        Rig first = rigs.getFirst();
        first.rules = QueueRules.STANDARD;
        for (Rig rig : rigs) {
            rig.otherwise = attempt ->
                    Rig.ends(Outcome.DELIVERED, attempt.job().pages()).carry(attempt);
            rig.restart();
        }
        first.queue.list(List.of(), false, Optional.empty(), Optional.empty(), 10_000).stream()
                .filter(job -> job.allows(Operation.RESUME))
                .forEach(job -> first.queue.resume(job.id()));
        for (int i = 0; i < 10; i++) {
            rigs.forEach(Rig::settle);
            first.pass(Duration.ofHours(1));
        }
    }

    private void check(Rig rig, String what) {
        var states = new TreeMap<String, List<JobState>>();
        var removed = new HashSet<String>();
        read(rig, states, removed, what);
        for (String id : jobs) {
            List<JobState> life = states.get(id);
            assertThat(life.getFirst()).as(what + " " + id).isEqualTo(PENDING);
            for (int i = 1; i < life.size(); i++) {
                assertThat(LEGAL.get(life.get(i - 1)))
                        .as(what + " " + id + " " + life)
                        .contains(life.get(i));
            }
            Optional<Job> found = rig.queue.find(id);
            if (found.isEmpty()) {
                assertThat(removed)
                        .as(what + ": forgotten only after it was removed")
                        .contains(id);
                continue;
            }
            Job job = found.get();
            String case_ = what + " " + job;
            assertThat(life.getLast()).as(case_).isEqualTo(job.state());
            assertThat(removed.contains(id)).as(case_).isEqualTo(!job.inQueue());
            assertThat(job.endedAt().isPresent())
                    .as(case_)
                    .isEqualTo(job.state().isFinal());
            if (!job.inQueue()) {
                assertThat(job.state().isFinal()).as(case_).isTrue();
            }
            if (job.paused()) {
                assertThat(job.state().isWaiting()).as(case_).isTrue();
            }
            if (job.inQueue() && (job.state() == COMPLETED || job.state() == CANCELED)) {
                assertThat(rig.queue.ofSubmission(job.submissionId()))
                        .as(case_ + ": it stays for the others")
                        .anySatisfy(other -> assertThat(other.state().isFinal()).isFalse());
            }
        }
    }

    private static void read(Rig rig, Map<String, List<JobState>> states, Set<String> removed, String what) {
        long cursor = 0;
        while (true) {
            List<ServerEvent> events = rig.events.after(cursor, 500);
            if (events.isEmpty()) {
                return;
            }
            for (ServerEvent event : events) {
                cursor = event.sequence();
                String id = event.subject();
                switch (event.kind()) {
                    case JOB_ADDED, JOB_CHANGED -> {
                        assertThat(removed)
                                .as(what + ": nothing is told of job " + id + " after its removal")
                                .doesNotContain(id);
                        states.computeIfAbsent(id, any -> new ArrayList<>())
                                .add(JobState.valueOf(event.facts().getOrDefault("state", "")));
                    }
                    case JOB_REMOVED ->
                        assertThat(removed.add(id)).as(what + ": removed once").isTrue();
                    default -> {}
                }
            }
        }
    }
}

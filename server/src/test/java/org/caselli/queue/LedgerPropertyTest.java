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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.caselli.outcome.Outcome;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random days of a queue: submissions, cancels, restarts by hand, calls that end in every way, leases that run out, and
 * crashes at any point of a call, after each of which only the database is left. A model of the far ends counts what they
 * really got.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerPropertyTest {
    @Parameter
    TestDatabase database;

    private static final Map<JobState, Set<JobState>> LEGAL = Map.of(
            PENDING, Set.of(IN_PROGRESS, CANCELED),
            RETRYING, Set.of(IN_PROGRESS, CANCELED),
            IN_PROGRESS, Set.of(CANCELING, COMPLETED, FAILED, RETRYING, CANCELED),
            CANCELING, Set.of(CANCELED, COMPLETED),
            FAILED, Set.of(PENDING, CANCELED),
            COMPLETED, Set.of(),
            CANCELED, Set.of());
    private static final List<Outcome> FAILURES = List.of(
            Outcome.BUSY,
            Outcome.NO_ANSWER,
            Outcome.NUMBER_UNKNOWN,
            Outcome.LINE_DROPPED,
            Outcome.NO_LINE_FREE,
            Outcome.STOPPED,
            Outcome.T38_REFUSED);

    @TempDir
    Path directory;

    /** How often the far end of a job has got the last page. */
    private final Map<String, Integer> arrived = new HashMap<>();

    private final Set<String> restarted = new HashSet<>();
    /** Who dialled last for each job. */
    private final Map<String, Rig> dialler = new HashMap<>();

    private int followed;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_happens_each_job_ends_once_and_nothing_is_silently_sent_twice(long seed) {
        try (var rig = new Rig(database, directory)) {
            rig.devices.addAll(List.of("line-2", "line-3"));
            live(List.of(rig), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void so_it_is_where_two_servers_share_the_queue_and_one_of_them_dies_or_is_slow(long seed) {
        try (var one = new Rig(database, directory);
                var two = one.beside("two")) {
            one.devices.add("line-2");
            two.devices.add("other-line-of-two");
            live(List.of(one, two), seed);
            assertThat(followed).as("attempts after one of the other server").isPositive();
        }
    }

    private void live(List<Rig> rigs, long seed) {
        var random = new SplittableRandom(seed);
        for (Rig rig : rigs) {
            rig.hold = true;
            rig.otherwise = attempt -> call(rig, attempt, random);
        }
        var jobs = new ArrayList<String>();
        for (int step = 0; step < 250; step++) {
            Rig rig = rigs.get(random.nextInt(rigs.size()));
            try {
                step(rig, jobs, random);
            } catch (Rig.Crash crash) {
                rig.restart();
            }
        }
        for (Rig rig : rigs) {
            rig.hold = false;
            rig.otherwise = attempt -> {
                arrive(rig, attempt);
                return Rig.ends(Outcome.DELIVERED, attempt.job().pages()).carry(attempt);
            };
            rig.restart();
        }
        for (int i = 0; i < 20; i++) {
            rigs.forEach(Rig::settle);
            rigs.getFirst().pass(Duration.ofMinutes(10));
        }
        check(rigs.getFirst(), jobs, "seed " + seed);
    }

    private void step(Rig rig, List<String> jobs, SplittableRandom random) {
        switch (random.nextInt(12)) {
            case 0, 1 ->
                jobs.add(rig.submit(
                        "n" + jobs.size(),
                        1 + random.nextInt(4),
                        Priority.values()[random.nextInt(3)],
                        Duration.ofSeconds(random.nextInt(3) * 40L)));
            case 2 ->
                any(jobs, random).ifPresent(id -> {
                    if (rig.queue.cancel(id).orElseThrow().done() && random.nextBoolean()) {
                        rig.dispatcher.stop(id, Outcome.CANCELED);
                    }
                });
            case 3 ->
                any(jobs, random).ifPresent(id -> {
                    if (rig.queue.restart(id).orElseThrow().done()) {
                        restarted.add(id);
                    }
                });
            case 4 -> rig.pass(Duration.ofSeconds(random.nextInt(200)));
            case 5 -> rig.pass(Duration.ofMinutes(random.nextInt(12)));
            case 6, 7, 8 -> rig.dispatcher.round();
            case 9, 10 -> {
                if (!rig.held.isEmpty()) {
                    rig.held.remove().run();
                }
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    throw new Rig.Crash();
                }
            }
        }
    }

    /** One call, page by page, with a crash possible between any two steps. */
    private Carried call(Rig rig, RunningAttempt attempt, SplittableRandom random) {
        follow(rig, attempt);
        attempt.calling("call-" + attempt.attempt().id(), why -> {});
        int pages = attempt.job().pages();
        int confirmed = attempt.attempt().firstPage() - 1;
        try {
            while (confirmed < pages) {
                if (random.nextInt(4) == 0) {
                    return Carried.of(FAILURES.get(random.nextInt(FAILURES.size())), confirmed);
                }
                mishap(rig, attempt, random);
                int page = confirmed + 1;
                if (page == pages) {
                    attempt.awaiting(page);
                    mishap(rig, attempt, random);
                    arrive(rig, attempt);
                    mishap(rig, attempt, random);
                }
                confirmed = page;
                attempt.confirmed(page);
                mishap(rig, attempt, random);
            }
            return Carried.of(Outcome.DELIVERED, pages);
        } catch (LeaseLost lost) {
            return Carried.of(Outcome.INTERNAL_ERROR, confirmed); // so does a line whose listener throws
        }
    }

    private void follow(Rig rig, RunningAttempt attempt) {
        Rig before = dialler.put(attempt.job().id(), rig);
        if (before != null && !before.equals(rig)) {
            followed++;
        }
    }

    private void arrive(Rig rig, RunningAttempt attempt) {
        follow(rig, attempt);
        arrived.merge(attempt.job().id(), 1, Integer::sum);
    }

    private static void mishap(Rig rig, RunningAttempt attempt, SplittableRandom random) {
        switch (random.nextInt(40)) {
            case 0, 1 -> throw new Rig.Crash();
            case 2 -> rig.queue.cancel(attempt.job().id());
            case 3 -> {
                rig.pass(Rig.LEASE.plusSeconds(1));
                rig.queue.settleLost();
            }
            default -> {}
        }
    }

    private static Optional<String> any(List<String> jobs, SplittableRandom random) {
        return jobs.isEmpty() ? Optional.empty() : Optional.of(jobs.get(random.nextInt(jobs.size())));
    }

    private void check(Rig rig, List<String> jobs, String seed) {
        Map<String, List<JobState>> told = statesTold(rig);
        for (String id : jobs) {
            Job job = rig.job(id);
            String what = seed + ", job " + job + ", attempts " + rig.queue.attempts(id);
            assertThat(job.state().isFinal()).as(what).isTrue();
            assertThat(job.endedAt()).as(what).isPresent();
            List<JobState> states = told.get(id);
            assertThat(states.getFirst()).as(what).isEqualTo(PENDING);
            assertThat(states.getLast()).as(what).isEqualTo(job.state());
            for (int i = 1; i < states.size(); i++) {
                assertThat(LEGAL.get(states.get(i - 1))).as(what + " " + states).contains(states.get(i));
            }
            assertThat(rig.queue.attempts(id))
                    .as(what)
                    .allSatisfy(attempt -> assertThat(attempt.endedAt()).isPresent());
            assertThat(archived(rig, id)).as(what).isEqualTo(job.state() == COMPLETED ? 1 : 0);
            int times = arrived.getOrDefault(id, 0);
            if (job.state() == COMPLETED) {
                assertThat(times).as(what).isPositive();
            } else if (times > 0) {
                // It arrived, but we could not know for sure: then it says so, or somebody cancelled it afterwards.
                assertThat(rig.queue.attempts(id))
                        .as(what)
                        .anySatisfy(attempt -> assertThat(attempt.outcome()).contains(Outcome.POSSIBLY_DELIVERED));
            }
            if (!restarted.contains(id)) {
                assertThat(times).as(what).isLessThanOrEqualTo(1);
            }
        }
    }

    private static int archived(Rig rig, String id) {
        return rig.ends(id, JobState.COMPLETED);
    }

    private static Map<String, List<JobState>> statesTold(Rig rig) {
        var told = new TreeMap<String, List<JobState>>();
        long cursor = 0;
        while (true) {
            List<ServerEvent> events = rig.events.after(cursor, 500);
            if (events.isEmpty()) {
                return told;
            }
            for (ServerEvent event : events) {
                assertThat(event.sequence()).isGreaterThan(cursor);
                cursor = event.sequence();
                if (event.kind() == ServerEvent.Kind.JOB_ADDED || event.kind() == ServerEvent.Kind.JOB_CHANGED) {
                    told.computeIfAbsent(event.subject(), id -> new ArrayList<>())
                            .add(JobState.valueOf(event.facts().getOrDefault("state", "")));
                }
            }
        }
    }
}

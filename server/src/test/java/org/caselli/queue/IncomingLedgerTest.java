package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.queue.IncomingState.CANCELED;
import static org.caselli.queue.IncomingState.CANCELING;
import static org.caselli.queue.IncomingState.FAILED;
import static org.caselli.queue.IncomingState.IN_PROGRESS;
import static org.caselli.queue.IncomingState.RETRIES_EXCEEDED;
import static org.caselli.queue.IncomingState.RETRYING;
import static org.caselli.queue.IncomingState.ROUTING;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.caselli.outcome.Outcome;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The incoming queue: what each state allows, and random days of it with crashes between any two steps. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class IncomingLedgerTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final int LIMIT = 2;
    private static final List<PlannedStep> PLAN =
            List.of(new PlannedStep("{a}", "first"), new PlannedStep("{b}", "second"), new PlannedStep("{c}", "third"));

    private static final Map<IncomingState, Set<IncomingState>> LEGAL = Map.of(
            IN_PROGRESS, Set.of(ROUTING, FAILED, CANCELING),
            CANCELING, Set.of(CANCELED, ROUTING),
            ROUTING, Set.of(RETRYING, RETRIES_EXCEEDED),
            RETRYING, Set.of(ROUTING),
            RETRIES_EXCEEDED, Set.of(ROUTING),
            FAILED, Set.of(),
            CANCELED, Set.of());

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Store store;
    private EventLog events;
    private IncomingLedger ledger;
    private IncomingLedger other;
    private Ids ids;
    private int calls;

    @BeforeEach
    void open() {
        store = database.open(directory);
        events = new EventLog(store);
        ledger = new IncomingLedger(store, events, () -> now, LEASE, "one", (handle, id) -> {});
        other = new IncomingLedger(store, events, () -> now, LEASE, "two", (handle, id) -> {});
        ids = new Ids(() -> now);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String answered() {
        String id = ids.next();
        String call = "call-" + ++calls;
        store.write(handle -> {
            handle.execute(
                    "insert into call (id, outgoing, node, device, peer, called_number, started_at, phase, far_id,"
                            + " bits_per_second, carrier, coding, error_correction, diary)"
                            + " values (?, 0, 'one', 'line-1', '+39055', '1001', ?, '', '', 0, '', '', 0, '')",
                    call,
                    Store.millis(now));
            ledger.begin(handle, id, call, "line-1", "1001", now);
            return true;
        });
        return id;
    }

    private void received(String id, boolean archived, List<PlannedStep> plan) {
        store.write(handle -> {
            ledger.received(
                    handle,
                    id,
                    new ReceivedPages(2, 1000, true, 0, Outcome.RECEIVED, "blob-" + id, archived),
                    plan,
                    now);
            ledger.settle(handle, id, LIMIT, DELAY, now);
            return true;
        });
    }

    private void ended(String id, IncomingState last) {
        store.write(handle -> {
            ledger.over(
                    handle,
                    ledger.ofCall(handle, ledger.find(id).orElseThrow().callId())
                            .orElseThrow(),
                    last,
                    Outcome.CANCELED,
                    now);
            return true;
        });
    }

    private IncomingState state(String id) {
        return ledger.find(id).orElseThrow().state();
    }

    @Test
    void a_call_is_a_job_from_its_answer_on_and_the_job_is_told_of() {
        String id = answered();

        IncomingJob job = ledger.find(id).orElseThrow();
        assertThat(job.state()).isEqualTo(IN_PROGRESS);
        assertThat(job.isRouting()).isFalse();
        assertThat(job.extendedStatus()).isEqualTo(5);
        assertThat(events.after(0, 10)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(ServerEvent.Kind.INCOMING_JOB_ADDED);
            assertThat(event.subject()).isEqualTo(id);
        });
    }

    @Test
    void each_method_runs_once_and_the_job_leaves_when_all_are_done() {
        String id = answered();
        received(id, true, PLAN);

        RoutingRun run = ledger.claim().orElseThrow();
        assertThat(run.open()).extracting(RoutingStep::method).containsExactly("{a}", "{b}", "{c}");
        for (RoutingStep step : run.open()) {
            ledger.begin(run, step.method());
            ledger.done(run, step.method(), Map.of(), List.of(), Set.of());
        }
        ledger.endRound(run, LIMIT, DELAY);

        assertThat(ledger.find(id)).isEmpty();
        assertThat(events.after(0, 100).getLast().kind()).isEqualTo(ServerEvent.Kind.INCOMING_JOB_REMOVED);
    }

    @Test
    void a_job_is_routed_by_one_server_and_by_another_when_that_one_is_silent() {
        received(answered(), true, PLAN);
        RoutingRun run = ledger.claim().orElseThrow();
        assertThat(other.claim()).isEmpty();
        ledger.begin(run, "{a}");
        ledger.done(run, "{a}", Map.of(), List.of(), Set.of());
        ledger.begin(run, "{b}");

        now = now.plus(LEASE);
        RoutingRun second = other.claim().orElseThrow();

        assertThat(second.open()).extracting(RoutingStep::method).containsExactly("{b}", "{c}");
        assertThat(second.open().getFirst().lost()).isEqualTo(1);
        assertThatThrownBy(() -> ledger.done(run, "{b}", Map.of(), List.of(), Set.of()))
                .isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> ledger.endRound(run, LIMIT, DELAY)).isInstanceOf(LeaseLost.class);
        other.done(second, "{b}", Map.of(), List.of(), Set.of());
    }

    @Test
    void a_sign_of_life_keeps_the_claim() {
        received(answered(), true, PLAN);
        RoutingRun run = ledger.claim().orElseThrow();
        now = now.plus(LEASE.dividedBy(2));
        ledger.renew(List.of(run));
        now = now.plus(LEASE.dividedBy(2)).plusSeconds(1);

        assertThat(other.claim()).isEmpty();
        ledger.begin(run, "{a}");
    }

    @Test
    void a_method_under_which_the_server_dies_again_and_again_is_given_up() {
        String id = answered();
        received(id, true, List.of(PLAN.getFirst()));
        for (int i = 0; i < IncomingLedger.MOST_LOST; i++) {
            RoutingRun run = ledger.claim().orElseThrow();
            assertThat(run.open()).hasSize(1);
            ledger.begin(run, "{a}");
            ledger.recover();
        }
        RoutingRun run = ledger.claim().orElseThrow();
        assertThat(run.open()).isEmpty();
        ledger.endRound(run, LIMIT, DELAY);

        assertThat(state(id)).isEqualTo(RETRIES_EXCEEDED);
        assertThat(ledger.steps(id).getFirst().error()).contains("stopped");
    }

    @Test
    void an_earlier_method_changes_data_and_files_for_later_ones_only() {
        String id = answered();
        received(id, true, PLAN);
        RoutingRun run = ledger.claim().orElseThrow();
        ledger.begin(run, "{a}");
        ledger.done(
                run,
                "{a}",
                Map.of("{b}", new byte[] {1, 2}),
                List.of(new AddedFile("one.txt", "blob-1"), new AddedFile("two.txt", "blob-2")),
                Set.of());
        assertThat(ledger.begin(run, "{b}").ownData().orElseThrow()).containsExactly(1, 2);
        ledger.done(
                run,
                "{b}",
                Map.of("{a}", new byte[] {3}),
                List.of(new AddedFile("two.txt", "blob-3")),
                Set.of("one.txt"));

        assertThat(ledger.files(id)).containsExactly(new AddedFile("two.txt", "blob-3"));
        assertThat(ledger.steps(id).getFirst().ownData()).isEmpty();
        assertThat(ledger.begin(run, "{c}").ownData()).isEmpty();
    }

    @Test
    void a_failed_method_is_tried_again_with_its_data_and_the_others_are_not() {
        String id = answered();
        received(id, true, PLAN);
        RoutingRun run = ledger.claim().orElseThrow();
        for (RoutingStep step : run.open()) {
            ledger.begin(run, step.method());
            if (step.method().equals("{b}")) {
                ledger.failed(run, "{b}", "no paper", Optional.of(new byte[] {7}));
            } else {
                ledger.done(run, step.method(), Map.of(), List.of(), Set.of());
            }
        }
        ledger.endRound(run, LIMIT, DELAY);

        IncomingJob waiting = ledger.find(id).orElseThrow();
        assertThat(waiting.state()).isEqualTo(RETRYING);
        assertThat(waiting.retries()).isEqualTo(1);
        assertThat(ledger.claim()).isEmpty();
        now = now.plus(DELAY);
        RoutingRun again = ledger.claim().orElseThrow();
        assertThat(again.open()).singleElement().satisfies(step -> {
            assertThat(step.method()).isEqualTo("{b}");
            assertThat(step.retryData()).containsExactly(7);
            assertThat(step.tries()).isEqualTo(1);
            assertThat(step.error()).isEqualTo("no paper");
        });
        assertThat(ledger.find(id).orElseThrow().faxJobStatus())
                .as("documented: in progress again")
                .isEqualTo(2);
    }

    @Test
    void the_age_limit_takes_only_what_was_given_up() {
        String given = answered();
        received(given, false, List.of());
        String routing = answered();
        received(routing, true, PLAN);
        assertThat(state(given)).isEqualTo(RETRIES_EXCEEDED);

        assertThat(ledger.removeGivenUpBefore(now)).isEmpty();
        assertThat(ledger.removeGivenUpBefore(now.plusMillis(1))).containsExactly(given);
        assertThat(state(routing)).isEqualTo(ROUTING);
    }

    /** Random days, each operation tried in each state: exactly those that are available succeed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_happens_states_are_legal_and_the_available_operations_are_those_that_succeed(long seed) {
        var random = new SplittableRandom(seed);
        var jobs = new ArrayList<String>();
        var gone = new HashSet<String>();
        var done = new TreeMap<String, Integer>(); // job/method: how often it was written down as done
        for (int step = 0; step < 220; step++) {
            String what = "seed " + seed + ", step " + step;
            switch (random.nextInt(9)) {
                case 0, 1 -> jobs.add(answered());
                case 2 -> now = now.plusSeconds(random.nextInt(1200));
                case 3, 4, 5 -> round(random, done);
                case 6, 7 -> {
                    for (IncomingJob job : ledger.list(Set.of(IN_PROGRESS, CANCELING), Optional.empty(), 100)) {
                        end(job, random);
                    }
                }
                default -> {
                    if (!jobs.isEmpty()) {
                        operate(jobs.get(random.nextInt(jobs.size())), random, what);
                    }
                }
            }
            for (String id : jobs) {
                if (ledger.find(id).isEmpty()) {
                    gone.add(id);
                } else {
                    assertThat(gone).as(what).doesNotContain(id);
                }
            }
        }
        drain(done);
        check("seed " + seed, jobs);
        assertThat(done)
                .as("seed " + seed)
                .allSatisfy((method, times) -> assertThat(times).isEqualTo(1));
    }

    private void end(IncomingJob job, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> ended(job.id(), job.state() == CANCELING ? CANCELED : FAILED);
            case 1 -> received(job.id(), random.nextBoolean(), List.of());
            default -> received(job.id(), random.nextBoolean(), PLAN.subList(0, 1 + random.nextInt(3)));
        }
    }

    /** One round of routing, in which the server may die, or be overtaken, between any two steps. */
    private void round(SplittableRandom random, Map<String, Integer> done) {
        Optional<RoutingRun> claimed = ledger.claim();
        if (claimed.isEmpty()) {
            return;
        }
        RoutingRun run = claimed.get();
        try {
            for (RoutingStep step : run.open()) {
                if (mishap(random)) {
                    return;
                }
                ledger.begin(run, step.method());
                if (mishap(random)) {
                    return;
                }
                switch (random.nextInt(4)) {
                    case 0 -> ledger.failed(run, step.method(), "a reason", Optional.of(new byte[] {1}));
                    case 1 -> {
                        if (random.nextInt(4) == 0) {
                            ledger.failed(run, step.method(), "a reason", Optional.empty());
                        }
                    }
                    default -> {
                        ledger.done(run, step.method(), Map.of(), List.of(), Set.of());
                        done.merge(run.job().id() + step.method(), 1, Integer::sum);
                    }
                }
            }
            if (mishap(random)) {
                return;
            }
            ledger.endRound(run, LIMIT, DELAY);
        } catch (LeaseLost lost) {
            // another server has it now
        }
    }

    private boolean mishap(SplittableRandom random) {
        switch (random.nextInt(12)) {
            case 0 -> {
                store.close(); // the process dies, and another one takes its place
                open();
                ledger.recover();
                return true;
            }
            case 1 -> {
                now = now.plus(LEASE);
                other.claim();
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    private void operate(String id, SplittableRandom random, String what) {
        Optional<IncomingJob> job = ledger.find(id);
        boolean cancel = random.nextBoolean();
        if (cancel) {
            assertThat(ledger.cancel(id).isPresent())
                    .as(what + ", delete " + job)
                    .isEqualTo(job.map(each -> each.operations().contains(Operation.DELETE))
                            .orElse(false));
        } else {
            boolean left = ledger.steps(id).stream()
                            .filter(step -> step.state() == RoutingStep.State.DONE)
                            .count()
                    < PLAN.size();
            assertThat(ledger.restart(id, any -> PLAN).isPresent())
                    .as(what + ", restart " + job)
                    .isEqualTo(job.map(each -> each.operations().contains(Operation.RESTART) && left)
                            .orElse(false));
        }
        assertThat(ledger.tiffBlob(id).isPresent())
                .as(what + ", view " + id)
                .isEqualTo(ledger.find(id)
                        .map(each -> each.operations().contains(Operation.VIEW))
                        .orElse(false));
    }

    /** At the end every server lives and every method succeeds. */
    private void drain(Map<String, Integer> done) {
        for (IncomingJob job : ledger.list(Set.of(IN_PROGRESS, CANCELING), Optional.empty(), 1000)) {
            ended(job.id(), job.state() == CANCELING ? CANCELED : FAILED);
        }
        now = now.plus(LEASE).plus(DELAY);
        for (Optional<RoutingRun> claimed = ledger.claim(); claimed.isPresent(); claimed = ledger.claim()) {
            RoutingRun run = claimed.get();
            for (RoutingStep step : run.open()) {
                ledger.begin(run, step.method());
                ledger.done(run, step.method(), Map.of(), List.of(), Set.of());
                done.merge(run.job().id() + step.method(), 1, Integer::sum);
            }
            ledger.endRound(run, LIMIT, DELAY);
        }
    }

    private void check(String seed, List<String> jobs) {
        var told = new TreeMap<String, List<IncomingState>>();
        var removed = new HashSet<String>();
        long cursor = 0;
        for (List<ServerEvent> page = events.after(cursor, 500); !page.isEmpty(); page = events.after(cursor, 500)) {
            for (ServerEvent event : page) {
                cursor = event.sequence();
                assertThat(removed).as(seed).doesNotContain(event.subject());
                switch (event.kind()) {
                    case INCOMING_JOB_REMOVED -> removed.add(event.subject());
                    case INCOMING_JOB_ADDED, INCOMING_JOB_CHANGED -> {
                        var states = told.computeIfAbsent(event.subject(), any -> new ArrayList<>());
                        var state = IncomingState.valueOf(event.facts().get("state"));
                        if (states.isEmpty() || states.getLast() != state) {
                            states.add(state);
                        }
                    }
                    default -> {}
                }
            }
        }
        for (String id : jobs) {
            List<IncomingState> states = told.get(id);
            assertThat(states.getFirst()).as(seed).isEqualTo(IN_PROGRESS);
            for (int i = 1; i < states.size(); i++) {
                assertThat(LEGAL.get(states.get(i - 1)))
                        .as(seed + ", job " + id + " " + states)
                        .contains(states.get(i));
            }
            Optional<IncomingJob> left = ledger.find(id);
            assertThat(removed.contains(id)).as(seed).isEqualTo(left.isEmpty());
            left.ifPresent(job -> {
                assertThat(job.state()).as(seed).isEqualTo(RETRIES_EXCEEDED);
                assertThat(job.state()).as(seed).isEqualTo(states.getLast());
                List<RoutingStep> steps = ledger.steps(id);
                assertThat(steps.isEmpty() && !job.archived()
                                || steps.stream().anyMatch(step -> step.state() == RoutingStep.State.GIVEN_UP))
                        .as(seed + ", job " + job + " " + steps)
                        .isTrue();
            });
        }
    }
}

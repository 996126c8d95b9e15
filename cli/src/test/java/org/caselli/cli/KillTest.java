package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server, with real lines, is killed (SIGKILL) again and again, and once is asked to end (SIGTERM); each time
 * another is started over what it left. A kill takes both ends of every call, because the lines call each other. So a page
 * may be durable at the receiver while its confirmation is not at the sender. What the ledger promises all the same is held
 * by {@link Audit}.
 */
@Timeout(300)
class KillTest {
    private static final long SEED = 20_261_122;
    private static final int FAXES_A_LIFE = 8;
    /** The exit code of a JVM that was asked to end: 128 + SIGTERM. */
    private static final int TERMINATED = 143;

    /** Each life ends as soon as one of its events is heard of. Where a page lies between receiver and sender, most is at stake. */
    private static final List<String> MOMENTS = List.of(
            "job_added",
            "page_received",
            "attempt_progress",
            "page_received",
            "attempt_ended",
            "page_received",
            "attempt_progress");

    @TempDir
    Path home;

    private final Set<Integer> unanswered = new LinkedHashSet<>();
    private final Map<Integer, String> accepted = new TreeMap<>();
    private int faxes;
    private int inDoubt;

    @Test
    void every_accepted_fax_ends_exactly_once_and_is_received_as_the_ledger_has_it_however_often_the_server_is_killed()
            throws Exception {
        var random = new SplittableRandom(SEED);
        String config = config(20);
        for (String moment : MOMENTS) {
            try (var server = ServerProcess.start(home, config)) {
                CaselliClient client = server.client();
                tryAgainAfterASecond(client);
                Long last = client.server().lastEvent();
                FutureTask<Integer> submitting = inBackground(() -> submit(client, FAXES_A_LIFE));
                int[] left = {1 + random.nextInt(FAXES_A_LIFE)};
                client.events(last, event -> !event.kind().equals(moment) || --left[0] > 0);
                server.kill();
                assertThat(home.resolve("own/servers").toFile().list())
                        .as("a sign, however often it was killed")
                        .hasSize(1);
                submitting.get(60, TimeUnit.SECONDS);
            }
        }
        try (var server = ServerProcess.start(home, config)) {
            submit(server.client(), 1);
            List<Audit.Call> calls =
                    check(server.client()).stream().flatMap(List::stream).toList();
            assertThat(server.terminate()).isEqualTo(TERMINATED);
            tell(calls);
        }
    }

    @Test
    void a_server_that_is_asked_to_end_during_a_call_sends_the_rest_of_the_fax_when_it_runs_again() throws Exception {
        String config = config(4);
        faxes = 2; // the fax that follows has three pages
        try (var server = ServerProcess.start(home, config)) {
            CaselliClient client = server.client();
            tryAgainAfterASecond(client);
            assertThat(submit(client, 1)).isEqualTo(1);
            client.events(0L, event -> !event.facts().getOrDefault("phase", "").equals("page 1"));
            assertThat(server.terminate()).isEqualTo(TERMINATED);
            assertThat(home.resolve("data/server.json")).doesNotExist();
            assertThat(home.resolve("own/servers")).isEmptyDirectory();
        }
        try (var server = ServerProcess.start(home, config)) {
            List<Audit.Call> calls = check(server.client()).getFirst();
            assertThat(calls).extracting(Audit.Call::outcome).containsExactly("stopped", "delivered");
            // What was on the line was sent to its end, and its confirmation heard.
            assertThat(calls.getFirst().attempt().pagesConfirmed()).isBetween(1, 2);
        }
    }

    /** What the kills have met, so that one sees that they met something; some of it is sure. */
    private void tell(List<Audit.Call> calls) {
        Map<String, Long> outcomes =
                calls.stream().collect(Collectors.groupingBy(Audit.Call::outcome, TreeMap::new, Collectors.counting()));
        long partial = calls.stream()
                .flatMap(call -> call.receptions().stream())
                .filter(reception -> !reception.complete())
                .count();
        long unconfirmed = calls.stream()
                .filter(call -> call.last() > call.attempt().pagesConfirmed())
                .count();
        System.out.println("KillTest: seed " + SEED + ", " + accepted.size() + " faxes, " + inDoubt
                + " submissions first left unanswered, attempts " + outcomes + ", " + partial + " partial receptions, "
                + unconfirmed + " pages received whose confirmation was lost");
        // Each kill takes at most the calls of all pairs; and the one after an attempt has begun takes some.
        long lost = outcomes.getOrDefault("attempt_lost", 0L) + outcomes.getOrDefault("possibly_delivered", 0L);
        assertThat(lost).isBetween(1L, (long) NumberedFax.PAIRS * MOMENTS.size());
    }

    private static String config(int haste) {
        return "sip.lines = 0\nloopback.lines = " + 2 * NumberedFax.PAIRS + "\nloopback.haste = " + haste + "\n";
    }

    /** A receiving line ends its call a little later than the sender; who calls again at once finds it busy. */
    private static void tryAgainAfterASecond(CaselliClient client) {
        client.settings().change("outgoing", Map.of("retries", 99, "retryDelay", "PT1S", "attemptsPerJob", 1000), "*");
    }

    private static <T> FutureTask<T> inBackground(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return task;
    }

    /** Submits what was never answered, and so many others; returns how many were answered before the server was gone. */
    private int submit(CaselliClient client, int others) throws Exception {
        var all = new ArrayList<>(unanswered);
        IntStream.range(faxes, faxes + others).forEach(all::add);
        faxes += others;
        int answered = 0;
        unanswered.addAll(all);
        for (int fax : all) {
            try {
                String job = NumberedFax.submit(client, home, fax).jobs().getFirst();
                assertThat(accepted.put(fax, job)).as("fax " + fax).isNull();
                unanswered.remove(fax);
                answered++;
            } catch (CaselliException gone) {
                if (gone.kind() != CaselliException.Kind.UNREACHABLE) {
                    throw gone;
                }
                inDoubt++;
                return answered;
            }
        }
        return answered;
    }

    /** Waits until every fax has come to its end, and holds what there is against what the ledger says of it. */
    private List<List<Audit.Call>> check(CaselliClient client) throws Exception {
        assertThat(unanswered).isEmpty();
        awaitQuiet(client);
        Map<Integer, List<Audit.Call>> calls = Audit.of(client, home, accepted, "seed " + SEED);
        calls.forEach((fax, each) -> each.forEach(call -> checkOutcome(call, NumberedFax.pages(fax))));
        return List.copyOf(calls.values());
    }

    /** Nothing but the kills has disturbed a call. */
    private static void checkOutcome(Audit.Call call, int pages) {
        if (call.last() > call.attempt().pagesConfirmed()) {
            assertThat(call.outcome())
                    .as(call.toString())
                    .isEqualTo(call.last() == pages ? "possibly_delivered" : "attempt_lost");
        }
        if (call.receptions().stream().anyMatch(reception -> !reception.complete())) {
            assertThat(call.outcome())
                    .as(call.toString())
                    .isIn("attempt_lost", "possibly_delivered", "delivered", "stopped");
        }
    }

    /** Follows the log until all jobs are final and all calls put away. */
    private void awaitQuiet(CaselliClient client) {
        var going = new TreeSet<>(accepted.values());
        var open = new HashSet<String>();
        client.events(0L, event -> {
            if (Audit.isEnd(event)) {
                going.remove(event.subject());
            } else if (event.kind().equals("call_answered")) {
                open.add(event.subject());
            } else if (event.kind().equals("call_ended")) {
                assertThat(open.remove(event.subject())).as(event.toString()).isTrue();
            }
            return !going.isEmpty() || !open.isEmpty();
        });
        assertThat(going).isEmpty();
        assertThat(open).isEmpty();
    }
}

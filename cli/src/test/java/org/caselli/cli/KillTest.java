package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caselli.client.Api;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.caselli.image.tiff.TiffFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server, with real lines, is killed (SIGKILL) again and again, and once is asked to end (SIGTERM); each time
 * another is started over what it left. A kill takes both ends of every call, because the lines call each other. So a page
 * may be durable at the receiver while its confirmation is not at the sender. What the ledger promises all the same:
 *
 * <ul>
 *   <li>What was accepted is there once, and comes to its end once.
 *   <li>What was confirmed is in the inbox, and the next attempt goes on after it. So at most one page of a lost attempt,
 *       the one whose confirmation was due, is sent again.
 *   <li>The last page, with which the recipient has the whole fax, never is: then a person decides.
 * </ul>
 */
@Timeout(300)
class KillTest {
    private static final long SEED = 20_261_122;
    private static final int FAXES_A_LIFE = 8;
    private static final int PAIRS = 4;
    private static final int FIRST_LINE = 1001;
    /** The exit code of a JVM that was asked to end: 128 + SIGTERM. */
    private static final int TERMINATED = 143;

    private static final Duration JITTER = Duration.ofMillis(20);

    /** Each life ends a moment after one of its events. Where a page lies between receiver and sender, most is at stake. */
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

    /** One of the server's attempts at a fax, and the pages that were received in its call. */
    private record Call(Api.Attempt attempt, List<Archives.ReceivedFax> receptions, List<Integer> pages) {
        String outcome() {
            return Objects.requireNonNull(attempt.outcome(), attempt::toString).name();
        }
    }

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
                server.kill(Duration.ofNanos(random.nextLong(JITTER.toNanos())));
                submitting.get(60, TimeUnit.SECONDS);
            }
        }
        try (var server = ServerProcess.start(home, config)) {
            submit(server.client(), 1);
            List<Call> calls =
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
        }
        try (var server = ServerProcess.start(home, config)) {
            List<Call> calls = check(server.client()).getFirst();
            assertThat(calls).extracting(Call::outcome).containsExactly("stopped", "delivered");
            // What was on the line was sent to its end, and its confirmation heard.
            assertThat(calls.getFirst().attempt().pagesConfirmed()).isBetween(1, 2);
        }
    }

    /** What the kills have met, so that one sees that they met something; some of it is sure. */
    private void tell(List<Call> calls) {
        Map<String, Long> outcomes =
                calls.stream().collect(Collectors.groupingBy(Call::outcome, TreeMap::new, Collectors.counting()));
        long partial = calls.stream()
                .flatMap(call -> call.receptions().stream())
                .filter(reception -> !reception.complete())
                .count();
        long unconfirmed = calls.stream()
                .filter(call -> call.attempt().firstPage() + call.pages().size() - 1
                        > call.attempt().pagesConfirmed())
                .count();
        System.out.println("KillTest: seed " + SEED + ", " + accepted.size() + " faxes, " + inDoubt
                + " submissions first left unanswered, attempts " + outcomes + ", " + partial + " partial receptions, "
                + unconfirmed + " pages received whose confirmation was lost");
        // Each kill takes at most the calls of all pairs; and the one after an attempt has begun takes some.
        long lost = outcomes.getOrDefault("attempt_lost", 0L) + outcomes.getOrDefault("possibly_delivered", 0L);
        assertThat(lost).isBetween(1L, (long) PAIRS * MOMENTS.size());
    }

    private static String config(int haste) {
        return "sip.lines = 0\nloopback.lines = " + 2 * PAIRS + "\nloopback.haste = " + haste + "\n";
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
                submit(client, fax, false);
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

    /** Each of the first lines calls another one of its own. */
    private void submit(CaselliClient client, int fax, boolean again) throws Exception {
        String subject = "fax " + fax;
        int line = FIRST_LINE + fax % PAIRS;
        Path file = home.resolve(fax + ".tif");
        if (Files.notExists(file)) {
            Files.write(file, NumberedFax.tiff(fax));
        }
        Api.Submission submission = client.submit(
                Api.NewSubmission.to(List.of(String.valueOf(line + PAIRS)))
                        .about(subject)
                        .over("loopback-" + line),
                List.of(file),
                "key-" + fax);
        assertThat(submission.subject()).isEqualTo(subject);
        assertThat(submission.jobs()).as(subject).hasSize(1);
        String job = submission.jobs().getFirst();
        if (again) {
            assertThat(submission.repeated()).as(subject).isTrue();
            assertThat(job).as(subject).isEqualTo(accepted.get(fax));
        } else {
            assertThat(accepted.put(fax, job)).as(subject).isNull();
            unanswered.remove(fax);
        }
    }

    /** Waits until every fax has come to its end, and holds what there is against what the ledger says of it. */
    private List<List<Call>> check(CaselliClient client) throws Exception {
        assertThat(unanswered).isEmpty();
        awaitQuiet(client);
        for (int fax : accepted.keySet()) {
            submit(client, fax, true);
        }
        assertThat(client.jobs(List.of(), true, null, 1000).items())
                .extracting(Api.Job::id)
                .containsExactlyInAnyOrderElementsOf(accepted.values());
        checkEnds(client);
        assertThat(client.calls(null, 1000).items())
                .allSatisfy(
                        call -> assertThat(call.endedAt()).as(call.toString()).isNotNull());

        Map<Integer, List<Archives.ReceivedFax>> receptions = new HashMap<>();
        Map<String, List<Integer>> pages = new HashMap<>();
        for (Archives.ReceivedFax reception :
                client.archives().received(null, 1000).items()) {
            read(client, reception, receptions, pages);
        }
        assertThat(accepted.keySet()).as("nobody else's").containsAll(receptions.keySet());
        var all = new ArrayList<List<Call>>();
        for (var fax : accepted.entrySet()) {
            Api.JobDetail detail = client.job(fax.getValue());
            List<Call> calls = calls(detail, receptions.getOrDefault(fax.getKey(), List.of()), pages);
            String what = "seed " + SEED + ", fax " + fax.getKey() + ": " + calls;
            calls.forEach(call -> checkCall(call, NumberedFax.pages(fax.getKey()), what));
            checkFax(detail.job(), calls, what);
            all.add(calls);
        }
        return all;
    }

    /** Follows the log until all jobs are final and all calls put away. */
    private void awaitQuiet(CaselliClient client) {
        var going = new TreeSet<>(accepted.values());
        var open = new HashSet<String>();
        client.events(0L, event -> {
            if (isEnd(event)) {
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

    private static boolean isEnd(Api.Event event) {
        return event.kind().equals("job_changed")
                && Set.of("completed", "failed", "canceled")
                        .contains(event.facts().get("state"));
    }

    private void checkEnds(CaselliClient client) {
        long last = client.server().lastEvent();
        var ends = new ArrayList<String>();
        var sent = new ArrayList<String>();
        client.events(0L, event -> {
            if (isEnd(event)) {
                ends.add(event.subject());
            } else if (event.kind().equals("sent_fax_added")) {
                sent.add(event.subject());
            }
            return event.id() < last;
        });
        assertThat(ends).as("ends in the log").containsExactlyInAnyOrderElementsOf(accepted.values());
        assertThat(client.archives().sent(null, 1000).items())
                .extracting(Archives.SentFax::id)
                .containsExactlyInAnyOrderElementsOf(sent)
                .containsExactlyInAnyOrderElementsOf(
                        client.jobs(List.of("completed"), true, null, 1000).items().stream()
                                .map(Api.Job::id)
                                .toList());
    }

    private static void read(
            CaselliClient client,
            Archives.ReceivedFax reception,
            Map<Integer, List<Archives.ReceivedFax>> receptions,
            Map<String, List<Integer>> pages)
            throws Exception {
        var tiff = TiffFile.read(client.archives().receivedFile(reception.id(), Archives.Format.TIFF));
        assertThat(tiff.pages()).isEqualTo(reception.pages());
        var numbers = new ArrayList<Integer>();
        var numbersOfFaxes = new TreeSet<Integer>();
        for (int i = 0; i < tiff.pages(); i++) {
            var seen = NumberedFax.recognise(tiff.page(i).page());
            // Only where a call broke off within a page is there less than a page, and then it is the last one.
            assertThat(seen.filter(NumberedFax.Seen::whole).isPresent()
                            || !reception.complete() && i == tiff.pages() - 1)
                    .as(reception + " page " + (i + 1) + ": " + seen)
                    .isTrue();
            seen.ifPresent(page -> numbersOfFaxes.add(page.fax()));
            seen.filter(NumberedFax.Seen::whole).ifPresent(page -> numbers.add(page.page()));
        }
        if (!numbersOfFaxes.isEmpty()) {
            assertThat(numbersOfFaxes).as(reception.toString()).hasSize(1);
            receptions
                    .computeIfAbsent(numbersOfFaxes.first(), _ -> new ArrayList<>())
                    .add(reception);
        }
        pages.put(reception.id(), numbers);
    }

    /** The attempts with what came of each: a call that is received begins after its attempt and before the next one. */
    private static List<Call> calls(
            Api.JobDetail detail, List<Archives.ReceivedFax> receptions, Map<String, List<Integer>> pages) {
        List<Call> calls = detail.attempts().stream()
                .sorted(Comparator.comparing(Api.Attempt::number))
                .map(attempt -> new Call(attempt, new ArrayList<>(), new ArrayList<>()))
                .toList();
        for (Archives.ReceivedFax reception : receptions) {
            Call call = calls.stream()
                    .filter(each -> !each.attempt().startedAt().isAfter(reception.startedAt()))
                    .reduce((_, later) -> later)
                    .orElseThrow(() -> new AssertionError(reception + " was received before it was sent: " + calls));
            call.receptions().add(reception);
            call.pages().addAll(Objects.requireNonNull(pages.get(reception.id())));
        }
        return calls;
    }

    private static void checkCall(Call call, int total, String what) {
        Api.Attempt attempt = call.attempt();
        String outcome = call.outcome();
        assertThat(call.receptions()).as(what).hasSizeLessThanOrEqualTo(1);
        int first = attempt.firstPage();
        int last = first + call.pages().size() - 1;
        assertThat(call.pages())
                .as(what)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(first, last).boxed().toList());
        // What is confirmed was received, and no page is sent before the one ahead of it is confirmed.
        assertThat(last).as(what).isBetween(attempt.pagesConfirmed(), attempt.pagesConfirmed() + 1);
        if (last > attempt.pagesConfirmed()) {
            assertThat(outcome).as(what).isEqualTo(last == total ? "possibly_delivered" : "attempt_lost");
        }
        for (Archives.ReceivedFax reception : call.receptions()) {
            if (reception.complete()) {
                assertThat(last).as(what).isEqualTo(total);
            } else {
                assertThat(reception.outcome().name()).as(what).isEqualTo("partially_received");
                assertThat(outcome).as(what).isIn("attempt_lost", "possibly_delivered", "delivered", "stopped");
            }
        }
    }

    private static void checkFax(Api.Job job, List<Call> calls, String what) {
        int confirmed = 0;
        for (Call call : calls) {
            assertThat(call.attempt().firstPage()).as(what).isEqualTo(confirmed + 1);
            confirmed = call.attempt().pagesConfirmed();
        }
        long whole = calls.stream()
                .filter(call -> call.pages().contains(job.pages()))
                .count();
        Api.Outcome outcome = Objects.requireNonNull(job.outcome(), what);
        if (job.state().equals("completed")) {
            assertThat(outcome.name()).as(what).isEqualTo("delivered");
            assertThat(confirmed).as(what).isEqualTo(job.pages());
            assertThat(whole).as(what).isEqualTo(1);
        } else {
            assertThat(job.state()).as(what).isEqualTo("failed");
            assertThat(outcome.name()).as(what).isEqualTo("possibly_delivered");
            assertThat(confirmed).as(what).isLessThan(job.pages());
            assertThat(whole).as(what).isLessThanOrEqualTo(1);
        }
    }
}

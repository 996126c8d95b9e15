package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.caselli.client.Api;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.caselli.image.tiff.TiffFile;

/**
 * Holds what the ledger says of {@linkplain NumberedFax numbered faxes} against what was received of them, when all is
 * quiet after servers were killed. What it insists on:
 *
 * <ul>
 *   <li>What was accepted is there once, also if it is submitted again, and comes to its end once.
 *   <li>What was confirmed was received, and the next attempt goes on after it. So at most one page of an attempt, the one
 *       whose confirmation was due, is sent again.
 *   <li>The last page, with which the recipient has the whole fax, is received once where the fax was delivered, and at
 *       most once where it is marked as possibly delivered.
 * </ul>
 */
final class Audit {
    /**
     * The ledger goes by the database's clock, and a line by the machine's: they differ a little. The attempt after a lost
     * one begins much later than the call of that one.
     */
    private static final Duration CLOCKS = Duration.ofMillis(200);

    private static final int PART = 1000;

    private final CaselliClient client;
    private final Map<Integer, String> accepted;
    private final String seed;
    private final Map<Integer, List<Archives.ReceivedFax>> receptions = new HashMap<>();
    /** The whole pages of each reception. */
    private final Map<String, List<Integer>> pages = new HashMap<>();

    private Audit(CaselliClient client, Map<Integer, String> accepted, String seed) {
        this.client = client;
        this.accepted = accepted;
        this.seed = seed;
    }

    /** One of the attempts at a fax, and the pages that were received in its call. */
    record Call(Api.Attempt attempt, List<Archives.ReceivedFax> receptions, List<Integer> pages) {
        String outcome() {
            return Objects.requireNonNull(attempt.outcome(), attempt::toString).name();
        }

        /** The number of the last page that was received; the one before the first if there was none. */
        int last() {
            return attempt.firstPage() + pages.size() - 1;
        }
    }

    /**
     * Examines everything.
     *
     * @param client   of any of the servers
     * @param folder   where the files of the faxes are
     * @param accepted the only jobs that the servers have, by the number of the fax
     * @param seed     is told with what is wrong
     * @return the calls of each fax
     */
    static Map<Integer, List<Call>> of(CaselliClient client, Path folder, Map<Integer, String> accepted, String seed)
            throws Exception {
        var audit = new Audit(client, accepted, seed);
        audit.submitAgain(folder);
        audit.checkEnds();
        audit.readReceptions();
        var calls = new TreeMap<Integer, List<Call>>();
        for (var fax : accepted.entrySet()) {
            calls.put(fax.getKey(), audit.check(fax.getKey(), client.job(fax.getValue())));
        }
        return calls;
    }

    private void submitAgain(Path folder) throws Exception {
        for (var fax : accepted.entrySet()) {
            Api.Submission again = NumberedFax.submit(client, folder, fax.getKey());
            assertThat(again.repeated()).as(seed + ", fax " + fax.getKey()).isTrue();
            assertThat(again.jobs()).as(seed + ", fax " + fax.getKey()).containsExactly(fax.getValue());
        }
    }

    /** Whether this event is the end of a job. */
    static boolean isEnd(Api.Event event) {
        return event.kind().equals("job_changed")
                && Set.of("completed", "failed", "canceled")
                        .contains(event.facts().getOrDefault("state", ""));
    }

    private void checkEnds() {
        var added = new ArrayList<String>();
        var ends = new ArrayList<String>();
        var sent = new ArrayList<String>();
        var open = new TreeSet<String>();
        long last = client.server().lastEvent();
        client.events(0L, event -> {
            switch (event.kind()) {
                case "job_added" -> added.add(event.subject());
                case "sent_fax_added" -> sent.add(event.subject());
                case "call_answered" ->
                    assertThat(open.add(event.subject())).as(event.toString()).isTrue();
                case "call_ended" ->
                    assertThat(open.remove(event.subject()))
                            .as(event.toString())
                            .isTrue();
                default -> {}
            }
            if (isEnd(event)) {
                ends.add(event.subject());
            }
            return event.id() < last;
        });
        assertThat(open).as(seed + ", calls without an end").isEmpty();
        assertThat(added).as(seed + ", jobs in the log").containsExactlyInAnyOrderElementsOf(accepted.values());
        assertThat(ends).as(seed + ", ends in the log").containsExactlyInAnyOrderElementsOf(accepted.values());
        assertThat(delivered()).as(seed + ", sent archive").containsExactlyInAnyOrderElementsOf(sent);
    }

    private List<String> delivered() {
        var delivered = new ArrayList<String>();
        String cursor = null;
        do {
            Archives.SentFaxes part = client.archives().sent(cursor, PART);
            part.items().forEach(fax -> delivered.add(fax.id()));
            cursor = part.next();
        } while (cursor != null);
        return delivered;
    }

    private void readReceptions() throws Exception {
        String cursor = null;
        do {
            Archives.ReceivedFaxes part = client.archives().received(cursor, PART);
            for (Archives.ReceivedFax reception : part.items()) {
                read(reception);
            }
            cursor = part.next();
        } while (cursor != null);
        assertThat(accepted.keySet()).as(seed + ", nobody else's").containsAll(receptions.keySet());
    }

    private void read(Archives.ReceivedFax reception) throws Exception {
        var tiff = TiffFile.read(client.archives().receivedFile(reception.id(), Archives.Format.TIFF));
        assertThat(tiff.pages()).isEqualTo(reception.pages());
        var numbers = new ArrayList<Integer>();
        var faxes = new TreeSet<Integer>();
        for (int i = 0; i < tiff.pages(); i++) {
            var seen = NumberedFax.recognise(tiff.page(i).page());
            // Only where a call broke off within a page is there less than a page, and then it is the last one.
            assertThat(seen.filter(NumberedFax.Seen::whole).isPresent()
                            || !reception.complete() && i == tiff.pages() - 1)
                    .as(reception + " page " + (i + 1) + ": " + seen)
                    .isTrue();
            seen.ifPresent(page -> faxes.add(page.fax()));
            seen.filter(NumberedFax.Seen::whole).ifPresent(page -> numbers.add(page.page()));
        }
        if (!faxes.isEmpty()) {
            assertThat(faxes).as(reception.toString()).hasSize(1);
            receptions.computeIfAbsent(faxes.first(), _ -> new ArrayList<>()).add(reception);
        }
        pages.put(reception.id(), numbers);
    }

    private List<Call> check(int fax, Api.JobDetail detail) {
        List<Call> calls = calls(detail, receptions.getOrDefault(fax, List.of()));
        String what = seed + ", fax " + fax + ": " + calls;
        calls.forEach(call -> check(call, NumberedFax.pages(fax), what));
        check(detail.job(), calls, what);
        return calls;
    }

    /** The attempts with what came of each: a call that is received begins after its attempt and before the next one. */
    private List<Call> calls(Api.JobDetail detail, List<Archives.ReceivedFax> receptions) {
        List<Call> calls = detail.attempts().stream()
                .sorted(Comparator.comparing(Api.Attempt::number))
                .map(attempt -> new Call(attempt, new ArrayList<>(), new ArrayList<>()))
                .toList();
        for (Archives.ReceivedFax reception : receptions) {
            Call call = calls.stream()
                    .filter(each -> !each.attempt()
                            .startedAt()
                            .isAfter(reception.startedAt().plus(CLOCKS)))
                    .reduce((_, later) -> later)
                    .orElseThrow(() -> new AssertionError(reception + " was received before it was sent: " + calls));
            call.receptions().add(reception);
            call.pages().addAll(Objects.requireNonNull(pages.get(reception.id())));
        }
        return calls;
    }

    private static void check(Call call, int total, String what) {
        Api.Attempt attempt = call.attempt();
        assertThat(call.receptions()).as(what).hasSizeLessThanOrEqualTo(1);
        assertThat(call.pages())
                .as(what)
                .containsExactlyElementsOf(IntStream.rangeClosed(attempt.firstPage(), call.last())
                        .boxed()
                        .toList());
        // What is confirmed was received, and no page is sent before the one ahead of it is confirmed.
        assertThat(call.last()).as(what).isBetween(attempt.pagesConfirmed(), attempt.pagesConfirmed() + 1);
        if (call.last() > attempt.pagesConfirmed() && call.last() == total) {
            assertThat(call.outcome()).as(what).isEqualTo("possibly_delivered");
        }
        for (Archives.ReceivedFax reception : call.receptions()) {
            if (reception.complete()) {
                assertThat(call.last()).as(what).isEqualTo(total);
            } else {
                assertThat(reception.outcome().name()).as(what).isEqualTo("partially_received");
            }
        }
    }

    private static void check(Api.Job job, List<Call> calls, String what) {
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

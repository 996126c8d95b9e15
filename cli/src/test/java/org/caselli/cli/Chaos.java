package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caselli.client.Api;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.caselli.image.tiff.TiffFile;
import org.jspecify.annotations.Nullable;

/**
 * Three real servers on one PostgreSQL and one folder for pages, to which somebody does all kinds of harm while faxes are
 * submitted to any of them: kills them (SIGKILL), suspends them (SIGSTOP) for a while so that the others take them for
 * dead, starts them again at once or late. When all is quiet the ledger is held against what was received:
 *
 * <ul>
 *   <li>What was accepted is there once, also where the answer was lost and it was submitted again to another server, and
 *       comes to its end once.
 *   <li>What was confirmed was received; the next attempt, of whichever server, goes on after it.
 *   <li>The last page, with which the recipient has the whole fax, is received once where the fax was delivered, and at
 *       most once where it is marked as possibly delivered.
 * </ul>
 */
public final class Chaos implements AutoCloseable {
    private static final int PAIRS = 4;
    private static final int FIRST_LINE = 1001;
    private static final int HASTE = 20;
    /** Seconds: the least that the servers allow, so that death is noticed soon. */
    private static final int LEASE = 10;
    /** So many faxes wait or are on the line at one time, so that there are some whenever harm is done. */
    private static final int UNDER_WAY = 50;
    /**
     * The ledger goes by the database's clock, and a line by the machine's: they differ a little. The attempt after a lost
     * one begins much later than the call of that one.
     */
    private static final Duration CLOCKS = Duration.ofMillis(200);

    /** Who waits so long for anything is stuck. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    /**
     * What is to be done.
     *
     * @param faxes   to be sent
     * @param kills   of servers
     * @param freezes of servers: each for longer than it takes to be taken for dead
     * @param pause   the longest time between two harms
     */
    public record Plan(long seed, int servers, int faxes, int kills, int freezes, Duration pause) {
        int harms() {
            return kills + freezes;
        }
    }

    /**
     * What happened.
     *
     * @param took              from the first submission to the last end
     * @param delivered         faxes that were delivered
     * @param possiblyDelivered faxes that a person has to decide about
     * @param attempts          of all faxes, by outcome
     * @param takeovers         attempts that were followed by one of another server
     * @param gathered          receptions that were put away after their server had died, by whichever did it first
     * @param partial           receptions that broke off
     * @param inDoubt           submissions that were not answered, and submitted again
     * @param resent            pages received a second time because their first confirmation was lost; never a last one
     */
    public record Report(
            Plan plan,
            Duration took,
            int delivered,
            int possiblyDelivered,
            Map<String, Long> attempts,
            long takeovers,
            long gathered,
            long partial,
            int inDoubt,
            int resent) {}

    private static final class Node {
        final String name;
        final Path home;

        @Nullable
        ServerProcess process;

        Node(String name, Path home) {
            this.name = name;
            this.home = home;
        }
    }

    /** One of the attempts at a fax, and the pages that were received in its call. */
    private record Call(Api.Attempt attempt, List<Archives.ReceivedFax> receptions, List<Integer> pages) {
        String outcome() {
            return Objects.requireNonNull(attempt.outcome(), attempt::toString).name();
        }
    }

    private final Path home;
    private final Plan plan;
    private final PrintStream says;
    private final EmbeddedPostgres database;
    private final List<Node> nodes;
    private final SplittableRandom random;
    private final Map<Integer, String> accepted = new ConcurrentSkipListMap<>();
    private final AtomicInteger inDoubt = new AtomicInteger();
    /** How much harm was done; as many faxes are submitted meanwhile as are due by then. */
    private final AtomicInteger harms = new AtomicInteger();

    /** @param home an empty folder */
    public Chaos(Path home, Plan plan, PrintStream says) throws IOException {
        this.home = home;
        this.plan = plan;
        this.says = says;
        this.random = new SplittableRandom(plan.seed());
        this.nodes = IntStream.rangeClosed(1, plan.servers())
                .mapToObj(number -> new Node("fax" + number, home.resolve("fax" + number)))
                .toList();
        this.database = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    /** Does it all, and holds the result against what is promised. */
    public Report run() throws Exception {
        for (Node node : nodes) {
            Files.createDirectories(node.home);
            start(node);
        }
        client(nodes.getFirst())
                .settings()
                .change("outgoing", Map.of("retries", 99, "retryDelay", "PT1S", "attemptsPerJob", 1000), "*");
        Instant begin = Instant.now();
        Future<?> submitting = inBackground(this::submitAll);
        Future<?> harm = inBackground(this::harm);
        harm.get(60, TimeUnit.MINUTES);
        submitting.get(60, TimeUnit.MINUTES);
        awaitQuiet();
        Duration took = Duration.between(begin, Instant.now());
        return check(took);
    }

    private String config(Node node) {
        return """
                [sip]
                lines = 0
                [loopback]
                lines = %d
                haste = %d
                [database]
                url = "postgresql://127.0.0.1:%d/postgres"
                user = "postgres"
                [data]
                pages = "%s"
                [server]
                node = "%s"
                lease = %d
                """.formatted(2 * PAIRS, HASTE, database.getPort(), home.resolve("pages"), node.name, LEASE);
    }

    private void start(Node node) throws IOException, InterruptedException {
        ServerProcess started = ServerProcess.start(node.home, config(node));
        synchronized (node) {
            node.process = started;
        }
    }

    private static CaselliClient client(Node node) {
        synchronized (node) {
            return Objects.requireNonNull(node.process).client();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Future<?> inBackground(Work work) {
        var task = new FutureTask<>(() -> {
            work.run();
            return true;
        });
        Thread.startVirtualThread(task);
        return task;
    }

    /** Each fax to a server chosen at random; where it does not answer, to another one with the same key. */
    private void submitAll() throws Exception {
        var choice = new SplittableRandom(plan.seed() + 1);
        for (int fax = 0; fax < plan.faxes(); fax++) {
            Instant end = Instant.now().plus(STUCK);
            while (waiting() >= UNDER_WAY || fax >= (harms.get() + 1) * plan.faxes() / (plan.harms() + 1)) {
                Thread.sleep(100);
            }
            while (!accepted.containsKey(fax)) {
                assertThat(Instant.now()).as("fax " + fax + " is not accepted").isBefore(end);
                submitTo(nodes.get(choice.nextInt(nodes.size())), fax);
            }
        }
        says.printf("%d faxes are submitted%n", plan.faxes());
    }

    private long waiting() throws SQLException {
        return ask("select count(*) from job where state not in ('COMPLETED', 'FAILED', 'CANCELED')");
    }

    private void submitTo(Node node, int fax) throws Exception {
        CaselliClient client;
        synchronized (node) {
            if (node.process == null) {
                return;
            }
            client = node.process.client();
        }
        try {
            accepted.put(fax, submit(client, fax).jobs().getFirst());
        } catch (CaselliException lost) {
            // Killed in the middle, suspended for longer than one waits, or just stopping.
            inDoubt.incrementAndGet();
            Thread.sleep(100);
        }
    }

    /** Each of the first lines calls another one of its own. */
    private Api.Submission submit(CaselliClient client, int fax) throws Exception {
        int line = FIRST_LINE + fax % PAIRS;
        Path file = home.resolve(fax + ".tif");
        if (Files.notExists(file)) {
            Files.write(file, NumberedFax.tiff(fax));
        }
        return client.submit(
                Api.NewSubmission.to(List.of(String.valueOf(line + PAIRS)))
                        .about("fax " + fax)
                        .over("loopback-" + line),
                List.of(file),
                "key-" + fax);
    }

    private void harm() throws Exception {
        int kills = 0;
        int freezes = 0;
        while (harms.get() < plan.harms()) {
            Thread.sleep(random.nextLong(plan.pause().toMillis()));
            Node node = victim();
            boolean kill = random.nextInt(plan.kills() - kills + plan.freezes() - freezes) < plan.kills() - kills;
            ServerProcess victim = Objects.requireNonNull(node.process);
            if (kill) {
                kills++;
                synchronized (node) {
                    node.process = null;
                }
                victim.kill(Duration.ofNanos(random.nextLong(20_000_000)));
                boolean late = random.nextInt(3) == 0;
                says.printf("%s is killed (%d of %d)%s%n", node.name, kills, plan.kills(), late ? ", starts late" : "");
                if (late) {
                    Thread.sleep(Duration.ofSeconds(LEASE + random.nextInt(LEASE)));
                }
                start(node);
            } else {
                freezes++;
                says.printf("%s is suspended (%d of %d)%n", node.name, freezes, plan.freezes());
                victim.suspend();
                Thread.sleep(Duration.ofSeconds(LEASE + 2 + random.nextInt(LEASE)));
                victim.resume();
            }
            harms.incrementAndGet();
        }
    }

    /** One that has a fax on the line, if there is one. */
    private Node victim() throws SQLException, InterruptedException {
        for (int i = 0; i < 50; i++) {
            Map<String, Long> busy = tally("select node, count(*) from attempt where ended_at is null group by node");
            List<Node> candidates =
                    nodes.stream().filter(node -> busy.containsKey(node.name)).toList();
            if (!candidates.isEmpty()) {
                return candidates.get(random.nextInt(candidates.size()));
            }
            Thread.sleep(100);
        }
        return nodes.get(random.nextInt(nodes.size()));
    }

    private void awaitQuiet() throws Exception {
        Instant end = Instant.now().plus(STUCK);
        long before = -1;
        while (waiting() > 0 || ask("select count(*) from call where ended_at is null") > 0) {
            long now = waiting();
            if (now != before) { // it goes on
                end = Instant.now().plus(STUCK);
                before = now;
            }
            assertThat(Instant.now()).as(now + " jobs do not end").isBefore(end);
            Thread.sleep(200);
        }
    }

    private long ask(String question) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Map<String, Long> tally(String question) throws SQLException {
        var tally = new TreeMap<String, Long>();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            while (row.next()) {
                tally.put(row.getString(1), row.getLong(2));
            }
        }
        return tally;
    }

    private Report check(Duration took) throws Exception {
        String seed = "seed " + plan.seed();
        assertThat(harms).hasValue(plan.harms());
        assertThat(accepted).as(seed).hasSize(plan.faxes());
        CaselliClient client = client(nodes.get(random.nextInt(nodes.size())));
        for (var fax : accepted.entrySet()) {
            Api.Submission again = submit(client, fax.getKey());
            assertThat(again.repeated()).as(seed + ", fax " + fax.getKey()).isTrue();
            assertThat(again.jobs()).as(seed + ", fax " + fax.getKey()).containsExactly(fax.getValue());
        }
        assertThat(ask("select count(*) from job")).as(seed).isEqualTo(plan.faxes());
        assertThat(ends(client)).as(seed + ", ends in the log").containsExactlyInAnyOrderElementsOf(accepted.values());
        assertThat(ask("select count(*) from received_page"))
                .as(seed + ", pages not put away")
                .isZero();

        Map<Integer, List<Archives.ReceivedFax>> receptions = new HashMap<>();
        Map<String, List<Integer>> pages = new HashMap<>();
        long partial = 0;
        String cursor = null;
        do {
            Archives.ReceivedFaxes part = client.archives().received(cursor, 1000);
            for (Archives.ReceivedFax reception : part.items()) {
                read(client, reception, receptions, pages);
                partial += reception.complete() ? 0 : 1;
            }
            cursor = part.next();
        } while (cursor != null);
        assertThat(accepted.keySet()).as(seed + ", nobody else's").containsAll(receptions.keySet());

        int delivered = 0;
        int resent = 0;
        for (var fax : accepted.entrySet()) {
            Api.JobDetail detail = client.job(fax.getValue());
            List<Call> calls = calls(detail, receptions.getOrDefault(fax.getKey(), List.of()), pages);
            String what = seed + ", fax " + fax.getKey() + ": " + calls;
            calls.forEach(call -> checkCall(call, NumberedFax.pages(fax.getKey()), what));
            checkFax(detail.job(), calls, what);
            delivered += detail.job().state().equals("completed") ? 1 : 0;
            List<Integer> all =
                    calls.stream().flatMap(call -> call.pages().stream()).toList();
            resent += all.size() - new TreeSet<>(all).size();
        }
        return new Report(
                plan,
                took,
                delivered,
                plan.faxes() - delivered,
                attempts(client),
                ask("select count(*) from attempt a join attempt b on b.job_id = a.job_id and b.fence = a.fence + 1"
                        + " where b.node <> a.node"),
                ask("select count(*) from call where outgoing = 0 and diary = ''"),
                partial,
                inDoubt.get(),
                resent);
    }

    private Map<String, Long> attempts(CaselliClient client) throws SQLException {
        Map<String, Long> named = new TreeMap<>();
        Map<String, String> names = accepted.values().stream()
                .flatMap(job -> client.job(job).attempts().stream())
                .map(attempt -> Objects.requireNonNull(attempt.outcome()))
                .collect(Collectors.toMap(
                        outcome -> String.valueOf(outcome.number()), Api.Outcome::name, (one, other) -> one));
        tally("select outcome, count(*) from attempt group by outcome")
                .forEach((number, count) -> named.put(names.getOrDefault(number, number), count));
        return named;
    }

    private static List<String> ends(CaselliClient client) {
        long last = client.server().lastEvent();
        var ends = new ArrayList<String>();
        client.events(0L, event -> {
            if (event.kind().equals("job_changed")
                    && List.of("completed", "failed", "canceled")
                            .contains(event.facts().getOrDefault("state", ""))) {
                ends.add(event.subject());
            }
            return event.id() < last;
        });
        return ends;
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
            receptions.computeIfAbsent(faxes.first(), fax -> new ArrayList<>()).add(reception);
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
                    .filter(each -> !each.attempt()
                            .startedAt()
                            .isAfter(reception.startedAt().plus(CLOCKS)))
                    .reduce((earlier, later) -> later)
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
        if (last > attempt.pagesConfirmed() && last == total) {
            assertThat(outcome).as(what).isEqualTo("possibly_delivered");
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

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            synchronized (node) {
                if (node.process != null) {
                    node.process.close();
                }
            }
        }
        database.close();
    }
}

package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.jspecify.annotations.Nullable;

/**
 * Three real servers on one PostgreSQL and one folder for pages, to which somebody does all kinds of harm while faxes are
 * submitted to any of them: kills them (SIGKILL), suspends them (SIGSTOP) until the others have taken them for dead, starts
 * them again at once or late. When all is quiet {@link Audit} holds the ledger against what was received; what was accepted
 * must be there once also where the answer was lost and it was submitted again to another server, and the attempt after a
 * lost one goes on where that one was, of whichever server.
 *
 * <p>When which harm is done to whom follows from the seed and from the progress of the work: the n-th event of a kind. The
 * clock has no part in it.
 */
public final class Chaos implements AutoCloseable {
    private static final int HASTE = 20;
    /** Seconds: the least that the servers allow, so that death is noticed soon. */
    private static final int LEASE = 10;
    /** So many faxes wait or are on the line at one time, so that there are some whenever harm is done. */
    private static final int UNDER_WAY = 50;
    /** Harm is done right after one of these. Where a page lies between receiver and sender, most is at stake. */
    private static final List<String> MOMENTS = List.of(
            "JOB_ADDED",
            "ATTEMPT_BEGUN",
            "CALL_ANSWERED",
            "ATTEMPT_PROGRESS",
            "PAGE_RECEIVED",
            "PAGE_RECEIVED",
            "PAGE_RECEIVED",
            "CALL_ENDED",
            "ATTEMPT_ENDED",
            "RECEIVED_FAX_ADDED");

    /** Far more than the whole of it takes. */
    private static final Duration STUCK = Duration.ofHours(2);

    /**
     * What is to be done.
     *
     * @param faxes   to be sent: at least {@value #FAXES_A_HARM} for each harm and the time after the last one
     * @param kills   of servers
     * @param freezes of servers: each until the others have finished what it had on its lines
     */
    public record Plan(long seed, int servers, int faxes, int kills, int freezes) {
        private static final int FAXES_A_HARM = 8;

        public Plan {
            if (servers < 2 || kills < 0 || freezes < 0 || faxes < FAXES_A_HARM * (kills + freezes + 1)) {
                throw new IllegalArgumentException("So much harm (" + kills + " kills, " + freezes
                        + " freezes) cannot be done to " + servers + " servers with " + faxes + " faxes; take 2 servers"
                        + " or more, and " + FAXES_A_HARM * (kills + freezes + 1) + " faxes or more.");
            }
        }

        int harms() {
            return kills + freezes;
        }

        /** How many are submitted for each harm. */
        int share() {
            return faxes / (harms() + 1);
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

    private final Path home;
    private final Plan plan;
    private final PrintStream says;
    private final EmbeddedPostgres database;
    private final Onlooker onlooker;
    private final List<Node> nodes;
    private final SplittableRandom random;
    private final Map<Integer, String> accepted = new ConcurrentSkipListMap<>();
    private final AtomicInteger inDoubt = new AtomicInteger();
    /** How many harms have begun; for each another share of the faxes is submitted. */
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
        this.onlooker = new Onlooker(database.getPostgresDatabase());
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
        harm.get(STUCK.toMinutes(), TimeUnit.MINUTES);
        submitting.get(STUCK.toMinutes(), TimeUnit.MINUTES);
        onlooker.await("all is quiet", () -> waiting() == 0 && onlooker.number(OPEN_CALLS) == 0);
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
                """.formatted(2 * NumberedFax.PAIRS, HASTE, database.getPort(), home.resolve("pages"), node.name, LEASE);
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
            int wanted = fax;
            onlooker.await("fax " + fax + " is due", () -> isDue(wanted) && waiting() < UNDER_WAY);
            while (!accepted.containsKey(fax)) {
                submitTo(nodes.get(choice.nextInt(nodes.size())), fax);
            }
        }
        says.printf("%d faxes are submitted%n", plan.faxes());
    }

    private boolean isDue(int fax) {
        return harms.get() == plan.harms() || fax < (harms.get() + 1) * plan.share();
    }

    private long waiting() throws SQLException {
        return onlooker.number("select count(*) from job where state not in ('COMPLETED', 'FAILED', 'CANCELED')");
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
            accepted.put(fax, NumberedFax.submit(client, home, fax).jobs().getFirst());
        } catch (CaselliException lost) {
            // Killed in the middle; or suspended in a commit, of which it cannot say whether it was kept.
            if (lost.kind() != CaselliException.Kind.UNREACHABLE && lost.status() != 503) {
                throw lost;
            }
            inDoubt.incrementAndGet();
        }
    }

    private void harm() throws Exception {
        int kills = 0;
        int freezes = 0;
        long seen = 0;
        while (harms.get() < plan.harms()) {
            String moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
            long count = 1 + random.nextInt(plan.share() / 2);
            int choice = random.nextInt(Integer.MAX_VALUE);
            boolean kill = random.nextInt(plan.kills() - kills + plan.freezes() - freezes) < plan.kills() - kills;
            boolean late = random.nextInt(3) == 0;
            String left = random.nextBoolean() ? OPEN_ATTEMPTS : OPEN_CALLS;

            long after = seen;
            onlooker.await(
                    count + " times " + moment,
                    () -> onlooker.number("select count(*) from event where sequence > ? and kind = ?", after, moment)
                            >= count);
            seen = onlooker.number("select max(sequence) from event");
            harms.incrementAndGet();
            onlooker.tell();
            if (kill) {
                kills++;
                kill(choice, late, left, kills + " of " + plan.kills() + ", at " + moment + " " + count);
            } else {
                freezes++;
                freeze(choice, left, freezes + " of " + plan.freezes() + ", at " + moment + " " + count);
            }
        }
    }

    private static final String OPEN_ATTEMPTS = "select count(*) from attempt where ended_at is null";
    private static final String OPEN_CALLS = "select count(*) from call where ended_at is null";

    private void kill(int choice, boolean late, String left, String what) throws Exception {
        Node node = victim(choice);
        ServerProcess victim = Objects.requireNonNull(node.process);
        synchronized (node) {
            node.process = null;
        }
        victim.kill();
        says.printf("%s is killed (%s)%s%n", node.name, what, late ? ", starts late" : "");
        if (late) {
            awaitSettled(node, left);
        }
        start(node);
    }

    private void freeze(int choice, String left, String what) throws Exception {
        while (true) {
            Node node = victim(choice);
            ServerProcess victim = Objects.requireNonNull(node.process);
            victim.suspend();
            if (open(node, OPEN_ATTEMPTS) > 0) {
                says.printf("%s is suspended (%s)%n", node.name, what);
                awaitSettled(node, OPEN_ATTEMPTS);
                awaitSettled(node, left);
                victim.resume();
                return;
            }
            victim.resume(); // what it had on its lines has ended in time
        }
    }

    /** Until the others have finished what this server left. */
    private void awaitSettled(Node node, String left) throws SQLException {
        onlooker.await("the others finish what " + node.name + " left", () -> open(node, left) == 0);
    }

    private long open(Node node, String what) throws SQLException {
        return onlooker.number(what + " and node = ?", node.name);
    }

    /** One that has a fax on the line. */
    private Node victim(int choice) throws SQLException {
        var busy = new ArrayList<Node>();
        onlooker.await("a fax is on the line", () -> {
            Map<String, Long> attempts =
                    onlooker.tally("select node, count(*) from attempt where ended_at is null group by node");
            nodes.stream().filter(node -> attempts.containsKey(node.name)).forEach(busy::add);
            return !busy.isEmpty();
        });
        return busy.get(choice % busy.size());
    }

    private Report check(Duration took) throws Exception {
        String seed = "seed " + plan.seed();
        assertThat(harms).hasValue(plan.harms());
        assertThat(accepted).as(seed).hasSize(plan.faxes());
        CaselliClient client = client(nodes.get(random.nextInt(nodes.size())));
        List<Audit.Call> calls = Audit.of(client, home, accepted, seed).values().stream()
                .flatMap(List::stream)
                .toList();
        assertThat(onlooker.number("select count(*) from received_page"))
                .as(seed + ", pages not put away")
                .isZero();
        int delivered = (int) calls.stream()
                .filter(call -> call.outcome().equals("delivered"))
                .count();
        return new Report(
                plan,
                took,
                delivered,
                plan.faxes() - delivered,
                calls.stream().collect(Collectors.groupingBy(Audit.Call::outcome, TreeMap::new, Collectors.counting())),
                onlooker.number("select count(*) from attempt a join attempt b on b.job_id = a.job_id"
                        + " and b.fence = a.fence + 1 where b.node <> a.node"),
                onlooker.number("select count(*) from call where outgoing = 0 and diary = ''"),
                calls.stream()
                        .flatMap(call -> call.receptions().stream())
                        .filter(reception -> !reception.complete())
                        .count(),
                inDoubt.get(),
                resent(calls));
    }

    private static int resent(List<Audit.Call> calls) {
        return calls.stream()
                .filter(call -> !call.outcome().equals("possibly_delivered"))
                .mapToInt(call -> call.last() - call.attempt().pagesConfirmed())
                .sum();
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

package org.caselli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.caselli.document.Documents;
import org.caselli.http.HttpFront;
import org.caselli.http.HttpSettings;
import org.caselli.http.ServerFacts;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Carried;
import org.caselli.queue.Dialler;
import org.caselli.queue.Dispatcher;
import org.caselli.queue.EventLog;
import org.caselli.queue.Job;
import org.caselli.queue.JobQueue;
import org.caselli.queue.NewJob;
import org.caselli.queue.Priority;
import org.caselli.queue.QueueRules;
import org.caselli.queue.RunningAttempt;
import org.caselli.queue.Schedule;
import org.caselli.queue.Waiting;
import org.caselli.service.FaxService;
import org.caselli.service.ServiceSettings;
import org.caselli.service.Slice;
import org.caselli.store.Ids;
import org.caselli.store.Store;

/**
 * A queue of 10,000 jobs: how long it takes to list it, to look at one job, and to look for jobs for free lines. In this
 * process and over HTTP. (HylaFAX lists 10,000 jobs in 0.20 s.)
 *
 * <p>Argument: a folder on the disk that is to be measured; without it the working directory.
 */
public final class QueueBenchmark {
    private static final int JOBS = 10_000;
    private static final int LINES = 100;
    private static final int ROUNDS = 200;
    private static final String TOKEN = "benchmark";

    private QueueBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(
                Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath(), "queue-benchmark");
        try {
            fill(folder);
            System.out.printf("%-58s %10s %10s%n", "with " + JOBS + " jobs in the queue", "median ms", "99 % ms");
            list(System.out, folder);
            rounds(System.out, folder);
        } finally {
            delete(folder);
        }
    }

    private static JobQueue queue(Store store) {
        return new JobQueue(
                store,
                new EventLog(store),
                new Ids(InstantSource.system()),
                InstantSource.system(),
                handle -> QueueRules.STANDARD,
                Duration.ofMinutes(1),
                "local",
                (handle, job, state, at) -> {});
    }

    /** A hundred broadcasts to a hundred numbers each, none of which any line reaches. */
    private static void fill(Path folder) {
        try (var store = Store.open(folder)) {
            JobQueue queue = queue(store);
            var ids = new Ids(InstantSource.system());
            Instant now = Instant.now();
            for (int submission = 0; submission < 100; submission++) {
                String id = ids.next();
                int first = submission * 100;
                List<NewJob> jobs = IntStream.range(first, first + JOBS / 100)
                        .mapToObj(number -> new NewJob(
                                "far-" + number,
                                "Recipient " + number,
                                Optional.empty(),
                                Priority.NORMAL,
                                Schedule.NOW,
                                now,
                                3))
                        .toList();
                store.write(handle -> {
                    handle.execute(
                            "insert into submission (id, request_digest, submitted_at, subject, document_name,"
                                    + " sender_name, sender_id, sender_number, header_sender, zone, pages, pages_blob,"
                                    + " pages_size) values (?, '', ?, 'An offer', 'offer.pdf', 'Ann', '', '', 'Ann', 'UTC', 3, '', 100000)",
                            id,
                            Store.millis(now));
                    return queue.add(handle, id, jobs);
                });
            }
        }
    }

    private static void list(PrintStream out, Path folder) throws Exception {
        try (var store = Store.open(folder);
                var rendering = Documents.inProcess();
                var client = HttpClient.newHttpClient();
                FaxService service = FaxService.open(
                        store, new Lines(List.of()), rendering, ServiceSettings.STANDARD, InstantSource.system())) {
            var facts = new ServerFacts("benchmark", Instant.now(), Optional.empty(), Map.of());
            try (var front = new HttpFront(
                    new HttpSettings("127.0.0.1", 0, 1 << 20, false), service, facts, TOKEN, Clock.systemUTC())) {
                front.start();
                String root = "http://127.0.0.1:" + front.port() + "/api/v1/outgoing/jobs";
                Job one = service.jobs(List.of(), false, Slice.FIRST).items().get(50);
                measure(
                        out,
                        "a page of 100 jobs, in process",
                        ROUNDS,
                        () -> service.jobs(List.of(), false, Slice.FIRST));
                measure(out, "a page of 100 jobs, over HTTP", ROUNDS, () -> get(client, root));
                measure(out, "all, a thousand at a time, in process", ROUNDS / 10, () -> all(service));
                measure(out, "all, a thousand at a time, over HTTP", ROUNDS / 10, () -> all(client, root));
                measure(out, "one job with all that belongs to it, in process", ROUNDS, () -> service.job(one.id()));
                measure(
                        out,
                        "one job with all that belongs to it, over HTTP",
                        ROUNDS,
                        () -> get(client, root + "/" + one.id()));
                measure(out, "what is under way (counters), in process", ROUNDS, service::activity);
            }
        }
    }

    private static int all(FaxService service) {
        var slice = new Slice(Optional.empty(), 1000);
        int all = 0;
        while (true) {
            var part = service.jobs(List.of(), false, slice);
            all += part.items().size();
            if (part.next().isEmpty()) {
                return counted(all);
            }
            slice = new Slice(part.next(), 1000);
        }
    }

    private static int counted(int all) {
        if (all != JOBS) {
            throw new IllegalStateException(all + " jobs were listed, not " + JOBS + ".");
        }
        return all;
    }

    private static int all(HttpClient client, String root) throws Exception {
        String after = "";
        int all = 0;
        while (true) {
            String part = get(client, root + "?limit=1000" + after);
            all += part.split("\"submission\":", -1).length - 1;
            int next = part.lastIndexOf("\"next\":\"");
            if (next < 0) {
                return counted(all);
            }
            after = "&after=" + part.substring(next + 8, part.indexOf('"', next + 8));
        }
    }

    private static String get(HttpClient client, String address) throws Exception {
        var response = client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(address + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static void rounds(PrintStream out, Path folder) throws Exception {
        try (var store = Store.open(folder)) {
            JobQueue queue = queue(store);
            var lines = new Scripted();
            var dispatcher = new Dispatcher(queue, lines, InstantSource.system(), Runnable::run);
            measure(out, "a round, " + LINES + " lines busy", ROUNDS, dispatcher::round);
            lines.idle.addAll(
                    IntStream.range(0, LINES).mapToObj(line -> "line-" + line).toList());
            var looks = new ArrayList<Long>();
            for (int i = 0; i < 10; i++) {
                var fresh = new Dispatcher(queue, lines, InstantSource.system(), Runnable::run);
                looks.add(timed(fresh::round));
            }
            print(out, "a first round, " + LINES + " lines free, no job is for them", looks);
            var awake = new Dispatcher(queue, lines, InstantSource.system(), Runnable::run);
            awake.round();
            measure(out, "the rounds after it", ROUNDS, awake::round);
            lines.reaching = true;
            lines.idle.removeIf(line -> !line.equals("line-0"));
            var started = new ArrayList<Long>();
            for (int i = 0; i < ROUNDS; i++) {
                var next = new Dispatcher(queue, lines, InstantSource.system(), Runnable::run);
                started.add(timed(next::round));
            }
            print(out, "a round that finds a job for a free line, until it is sent", started);
        }
    }

    /** Lines that answer as they are told. */
    private static final class Scripted implements Dialler {
        final Set<String> idle = new LinkedHashSet<>();
        boolean reaching;

        @Override
        public Set<String> idle() {
            return idle;
        }

        @Override
        public Optional<String> idleDevice(Waiting job, Set<String> free) {
            return reaching ? free.stream().findFirst() : Optional.empty();
        }

        @Override
        public Carried carry(RunningAttempt attempt) {
            return Carried.of(Outcome.DELIVERED, attempt.job().pages());
        }
    }

    private static void measure(PrintStream out, String what, int rounds, Callable<?> work) throws Exception {
        for (int i = 0; i < rounds / 2; i++) {
            work.call();
        }
        var times = new ArrayList<Long>();
        for (int i = 0; i < rounds; i++) {
            times.add(timed(work));
        }
        print(out, what, times);
    }

    private static long timed(Callable<?> work) throws Exception {
        long begin = System.nanoTime();
        work.call();
        return System.nanoTime() - begin;
    }

    private static void print(PrintStream out, String what, List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        out.printf(
                "%-58s %10.2f %10.2f%n", what, sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

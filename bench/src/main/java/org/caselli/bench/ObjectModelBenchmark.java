package org.caselli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.caselli.fax.FaxCredentials;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxStatus;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingJobs;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.server.Config;
import org.caselli.server.Main;

/**
 * What a program feels that watches a queue of 5,000 jobs through the objects of faxcomex and faxcom: how often it can read a property,
 * refresh a job and fetch all jobs, and what polling twenty times a second costs. Server and program are one process, over
 * HTTP on 127.0.0.1.
 *
 * <p>Argument: a folder on the disk that is to be measured; without it the working directory.
 */
public final class ObjectModelBenchmark {
    private static final int JOBS = 5000;
    private static final int BROADCAST = 1000;
    private static final Duration LONG = Duration.ofSeconds(5);

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ObjectModelBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(
                Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath(), "object-model-benchmark");
        Config config = Config.parse("loopback.lines = 2\nsip.lines = 0", "benchmark", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data")));
        try (Main main = Main.start(config);
                FaxServer server = FaxServer.create()) {
            server.connect(main.url().toString(), FaxCredentials.token(main.token()));
            FaxOutgoingQueue queue = server.getFolders().getOutgoingQueue();
            queue.setPaused(true);
            queue.save();
            fill(server, folder);
            measure(server, queue);
            faxcom(main);
        } finally {
            delete(folder);
        }
    }

    private static void fill(FaxServer server, Path folder) throws IOException {
        FaxDocument document = FaxDocument.create();
        document.setBody(
                Files.writeString(folder.resolve("letter.txt"), "Dear Bob").toString());
        document.getSender().setName("Ann Rossi");
        document.getSender().setCompany("Rossi");
        for (int i = 0; i < BROADCAST; i++) {
            document.getRecipients().add(Integer.toString(1000 + i), "Recipient " + i);
        }
        long begin = System.nanoTime();
        for (int i = 0; i < JOBS / BROADCAST; i++) {
            document.connectedSubmit(server);
        }
        System.out.printf(
                "%d submissions to %d recipients each: %.2f s%n",
                JOBS / BROADCAST, BROADCAST, (System.nanoTime() - begin) / 1e9);
    }

    private static void measure(FaxServer server, FaxOutgoingQueue queue) {
        long begin = System.nanoTime();
        FaxOutgoingJobs jobs = queue.getJobs();
        System.out.printf(
                "the first GetJobs, of %d jobs: %.0f ms%n", jobs.getCount(), (System.nanoTime() - begin) / 1e6);

        FaxOutgoingJob one = jobs.getItem(JOBS / 2);
        long[] sum = new long[1];
        row("ten properties of a job", 10, () -> {
            sum[0] += one.getSubject().length()
                    + one.getPages()
                    + one.getStatus().size()
                    + one.getCurrentPage()
                    + one.getDeviceId()
                    + one.getExtendedStatusNumber()
                    + one.getRetries()
                    + one.getId().length()
                    + one.getCSID().length()
                    + one.getTSID().length();
        });
        row("Refresh of a job", 1, one::refresh);
        row("GetJobs, nothing has changed", 1, () -> sum[0] += queue.getJobs().getCount());
        row("GetJobs and all statuses read, nothing has changed", 1, () -> {
            for (FaxOutgoingJob job : queue.getJobs()) {
                sum[0] += job.getStatus().size();
            }
        });
        FaxOutgoingJob other = server.getFolders().getOutgoingQueue().getJob(one.getId());
        boolean[] paused = new boolean[1];
        Runnable change = () -> {
            if (paused[0]) {
                other.resume();
            } else {
                other.pause();
            }
            paused[0] = !paused[0];
        };
        times(
                "GetJobs, one job has changed",
                change,
                () -> sum[0] += queue.getJobs().getCount());
        polling(queue, () -> {}, "twenty times a second, nothing changes");
        polling(queue, change, "twenty times a second, one job changes each time");
        if (sum[0] == 0) {
            throw new IllegalStateException("Nothing was read.");
        }
    }

    /** The same of faxcom, whose server and ports are asked anew at each property. */
    private static void faxcom(Main main) {
        try (var server = org.caselli.faxcom.FaxServer.create()) {
            server.connect(main.url().toString(), FaxCredentials.token(main.token()));
            FaxPort port = server.getPorts().getItem(1);
            FaxStatus status = port.getStatus();
            FaxJob job = server.getJobs().getItem(1);
            long[] sum = new long[1];
            row("faxcom: five properties of a status", 5, () -> {
                sum[0] += status.getDescription().length()
                        + status.getCurrentPage()
                        + status.getTsid().length()
                        + (status.isSend() ? 1 : 0)
                        + status.getDeviceId();
            });
            row("faxcom: Refresh of a status", 1, status::refresh);
            row("faxcom: Refresh of a job", 1, job::refresh);
            row("faxcom: a property of a port", 1, () -> sum[0] += port.getRings());
            row("faxcom: a property of the server", 1, () -> sum[0] += server.getRetries());
            row("faxcom: GetJobs", 1, () -> sum[0] += server.getJobs().getCount());
        }
    }

    /** Calls a second, by the clock, and microseconds of processor time for each. */
    private static void row(String what, int calls, Runnable work) {
        long until = System.nanoTime() + LONG.toNanos(); // until the JIT compiler rests
        while (System.nanoTime() < until) {
            work.run();
        }
        long begin = System.nanoTime();
        long cpu = MACHINE.getProcessCpuTime();
        long rounds = 0;
        while (System.nanoTime() - begin < LONG.toNanos()) {
            for (int i = 0; i < 10; i++) {
                work.run();
            }
            rounds += 10;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%-52s %12.0f calls/s %10.2f us of processor%n",
                what, rounds * calls / seconds, (MACHINE.getProcessCpuTime() - cpu) / 1e3 / rounds / calls);
    }

    /** The time of some work alone, each time after another one. */
    private static void times(String what, Runnable before, Runnable work) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            before.run();
            long begin = System.nanoTime();
            work.run();
            if (i >= 500) {
                times.add(System.nanoTime() - begin);
            }
        }
        times.sort(Comparator.naturalOrder());
        System.out.printf(
                "%-52s %12.0f calls/s %10.2f ms, 99 %% %.2f ms%n",
                what, 1e9 / times.get(250), times.get(250) / 1e6, times.get(495) / 1e6);
    }

    private static void polling(FaxOutgoingQueue queue, Runnable before, String what) {
        long begin = System.nanoTime();
        long cpu = MACHINE.getProcessCpuTime();
        long next = begin;
        int polls = 0;
        while (System.nanoTime() - begin < 2 * LONG.toNanos()) {
            before.run();
            for (FaxOutgoingJob job : queue.getJobs()) {
                if (job.getStatus().isEmpty()) {
                    throw new IllegalStateException("A job has no status.");
                }
            }
            polls++;
            next += 50_000_000;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%-52s %12.1f polls/s %10.1f %% of one core, server and program%n",
                what, polls / seconds, (MACHINE.getProcessCpuTime() - cpu) / 1e7 / seconds);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

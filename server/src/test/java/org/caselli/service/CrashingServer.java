package org.caselli.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.caselli.document.Documents;
import org.caselli.image.Page;
import org.caselli.line.Lines;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.queue.JobState;
import org.caselli.store.Store;

/**
 * A server in a process of its own, for {@link CrashTest} to kill. It submits faxes to far machines, receives some, and says
 * on its standard output what it was told, each line the moment it is true:
 * {@code SUBMITTING key}, {@code ACCEPTED key job}, {@code KEPT caller page}, {@code IDLE}. What the far machines really got
 * goes to a file, before they confirm it.
 */
final class CrashingServer {
    private static final List<String> REAL_NUMBERS = List.of("1004", "1005", "1006");

    private CrashingServer() {}

    /** @param args FAKE or REAL lines; data directory; file of what arrived; seed; first key; how many; keys to repeat */
    public static void main(String[] args) throws Exception {
        boolean real = args[0].equals("REAL");
        Path arrived = Path.of(args[2]);
        var random = new SplittableRandom(Long.parseLong(args[3]));
        int first = Integer.parseInt(args[4]);
        int count = Integer.parseInt(args[5]);
        var network = new FakeLines("1001", "1002", "1003");
        network.watcher = (step, fax) -> {
            if (step.endsWith("arrived")) {
                append(
                        arrived,
                        fax.dialString() + " " + step.replaceAll("\\D", "") + " of "
                                + fax.pages().count());
            }
            // A call takes its time, so that a crash meets it anywhere, and likeliest where it is in doubt.
            LockSupport.parkNanos(step.endsWith("arrived") ? 5_000_000 : 200_000);
        };
        var settings = new ServiceSettings(Duration.ofMinutes(1), 0, Duration.ofSeconds(10));
        try (var store = Store.open(Path.of(args[1]));
                var documents = Documents.inProcess();
                var sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
                var service = FaxService.open(
                        store,
                        new Lines(List.of(real ? loopback(sip) : network)),
                        documents,
                        settings,
                        InstantSource.system())) {
            // Three machines are called by many; who finds one busy tries again soon.
            FaxServiceTest.administer(service, 99, Duration.ofMillis(100), 1000);
            for (int i = 6; i < args.length; i++) {
                submit(service, args[i], real);
            }
            Thread caller = Thread.startVirtualThread(() -> {
                for (int i = 0; !real && i < count / 2; i++) {
                    call(network, "caller-" + first + "-" + i, 1 + random.nextInt(4));
                }
            });
            for (int key = first; key < first + count; key++) {
                submit(service, "key-" + key, real);
            }
            caller.join();
            while (service.activity().queued() + service.activity().outgoing() > 0) {
                service.awaitEvents(service.lastEvent(), Duration.ofMillis(100));
            }
            say("IDLE");
        }
    }

    /** Lines through real sockets, fifty times as fast as the telephone. */
    private static LoopbackProvider loopback(SipEndpoint sip) throws IOException {
        sip.open();
        return new LoopbackProvider(sip, LoopbackSettings.STANDARD.withLines(6).withHaste(50));
    }

    /** The pages of a key's fax: one to three, and no other's. */
    static long[] pages(String key) {
        int number = Integer.parseInt(key.substring(4));
        long[] pages = new long[1 + number % 3];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = 100L * number + i;
        }
        return pages;
    }

    private static void submit(FaxService service, String key, boolean real) {
        say("SUBMITTING " + key);
        Submission submission = service.submit(SubmitRequest.of(
                        List.of(FaxServiceTest.tiff("fax.tif", pages(key))),
                        List.of(new Recipient(
                                real ? REAL_NUMBERS.get(Integer.parseInt(key.substring(4)) % 3) : "out-" + key, key)))
                .withKey(key));
        say("ACCEPTED " + key + " " + submission.jobIds().getFirst());
    }

    /** A fax from outside; each page is asked for only after the one before was confirmed. */
    private static void call(FakeLines network, String caller, int pages) {
        network.callIn(
                caller,
                "1003",
                new AbstractList<>() {
                    @Override
                    public Page get(int index) {
                        if (index > 0) {
                            say("KEPT " + caller + " " + index);
                        }
                        return FaxServiceTest.page(index);
                    }

                    @Override
                    public int size() {
                        return pages;
                    }
                },
                false);
        say("KEPT " + caller + " " + pages);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** States in which a job of this server may end: nobody cancels, and the far machines are always willing. */
    static final List<JobState> ENDS = List.of(JobState.COMPLETED, JobState.FAILED);
}

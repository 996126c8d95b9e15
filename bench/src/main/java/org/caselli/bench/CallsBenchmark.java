package org.caselli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.IncomingCall;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Receiver;
import org.caselli.line.Reception;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.t30.ReceivedPage;
import org.caselli.t38.Pacing;
import org.caselli.testkit.TestPages;

/**
 * Many T.38 calls at one time, both ends of each in this process, over SIP and UDP sockets of the loopback address at the
 * pace of a modem. Every call carries a page of its own, and each page that arrives is compared with the one that was sent.
 * The same process has made hasty calls before, so that its code is compiled.
 *
 * <p>Arguments: the number of calls (200), and the seconds over which they begin (5).
 */
public final class CallsBenchmark {
    private static final int FIRST_NUMBER = 10_001;
    private static final int WARM_UP_CALLS = 50;
    private static final int WARM_UP_HASTE = 20;
    private static final int WIDTH = 1728;
    private static final int HEIGHT = 1100;
    private static final CallListener NOBODY = new CallListener() {};

    private final PrintStream out;
    private final List<Page> pages;
    private final SipEndpoint endpoint;
    private final Inbox inbox = new Inbox();

    private CallsBenchmark(PrintStream out, List<Page> pages, SipEndpoint endpoint) {
        this.out = out;
        this.pages = pages;
        this.endpoint = endpoint;
    }

    public static void main(String[] arguments) throws Exception {
        int calls = argument(arguments, 0, 200, 1, 4000);
        Duration spread = Duration.ofSeconds(argument(arguments, 1, 5, 0, 600));
        List<Page> pages = IntStream.range(0, Math.max(calls, WARM_UP_CALLS))
                .parallel()
                .mapToObj(CallsBenchmark::page)
                .toList();
        try (var endpoint = new SipEndpoint(new SipSettings(
                InetAddress.getLoopbackAddress(), 0, "", 0, 0, 2 * pages.size() + 10, Duration.ofMinutes(2)))) {
            endpoint.open();
            new CallsBenchmark(System.out, pages, endpoint).measure(calls, spread);
        }
    }

    private static int argument(String[] arguments, int index, int otherwise, int least, int most) {
        if (index >= arguments.length) {
            return otherwise;
        }
        int value = arguments[index].matches("[0-9]{1,6}") ? Integer.parseInt(arguments[index]) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Argument " + (index + 1) + " is " + arguments[index] + "; give " + least + " to " + most + ".");
        }
        return value;
    }

    /** The same letter each time, so that all calls take the same time alone, but with a mark in another place. */
    private static Page page(int call) {
        Bitmap letter = TestPages.text(WIDTH, HEIGHT, 1);
        int left = 100 + call % 95 * 16;
        int top = 4 + call / 95;
        for (int x = left; x < left + 8; x++) {
            letter.setBlack(x, top);
        }
        return new Page(letter, Resolution.FINE);
    }

    private void measure(int calls, Duration spread) throws Exception {
        run("to warm up, " + WARM_UP_HASTE + " times faster", WARM_UP_CALLS, Duration.ZERO, WARM_UP_HASTE, false);
        Round alone = run("one call alone", 1, Duration.ZERO, 1, false);
        Round many = run("at one time", calls, spread, 1, false);
        // Apart, since the collection of all garbage in the midst of the calls takes time from them.
        Round weighed = run("at one time, for their memory", calls, spread, 1, true);

        double single = alone.seconds().getLast();
        List<Double> seconds = many.seconds();
        double median = seconds.get(seconds.size() / 2);
        double ends = 2.0 * calls;
        say("%n%d calls, begun within %d s; at most %d ends at one time", calls, spread.toSeconds(), many.mostEnds());
        say("all delivered, every dot right: %s", many.allRight(calls) ? "yes" : "NO: " + many.outcomes());
        say("seconds from INVITE to end: alone %.2f, median %.2f, longest %.2f", single, median, seconds.getLast());
        say("stretch: median %+.1f %%, longest %+.1f %%", stretch(median, single), stretch(seconds.getLast(), single));
        say(
                "CPU ms per call and end: %.1f (%.3f %% of a core while the call lasts)",
                many.cpuSeconds() * 1000 / ends, many.cpuSeconds() / ends / median * 100);
        say("memory per call and end: %.2f MB in use after a collection", weighed.liveBytes() / ends / 1e6);
        say("resident memory of the process at its most: %.0f MB, the pages sent included", peakResidentMegabytes());
        if (!many.allRight(calls) || !alone.allRight(1) || !weighed.allRight(calls)) {
            System.exit(1);
        }
    }

    private static double stretch(double seconds, double single) {
        return (seconds / single - 1) * 100;
    }

    /**
     * What came of some calls.
     *
     * @param outcomes   how many calls ended how, at the sender
     * @param right      pages that arrived dot for dot
     * @param seconds    how long the calls took, the shortest first
     * @param mostEnds   ends that the endpoint knew at one time
     * @param cpuSeconds of this process
     * @param liveBytes  of the heap in the midst of the calls more than before them; 0 if it was not asked for
     */
    private record Round(
            Map<Outcome, Integer> outcomes,
            int right,
            List<Double> seconds,
            int mostEnds,
            double cpuSeconds,
            long liveBytes) {
        boolean allRight(int calls) {
            return right == calls && Map.of(Outcome.DELIVERED, calls).equals(outcomes);
        }
    }

    private Round run(String what, int calls, Duration spread, int haste, boolean weigh) throws Exception {
        var settings = new LoopbackSettings(2 * calls, FIRST_NUMBER, true, new Pacing(Pacing.MODEM.packet(), haste));
        var provider = new LoopbackProvider(endpoint, settings);
        provider.open(inbox);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            inbox.expect(calls);
            long heap = weigh ? liveHeap() : 0;
            long cpu = cpuNanos();
            long begin = System.nanoTime();
            List<Device> lines = provider.devices();
            var sending = new ArrayList<Future<CallReport>>();
            for (int i = 0; i < calls; i++) {
                long start = begin + spread.toNanos() * i / calls;
                Device line = lines.get(2 * i);
                OutgoingFax fax = fax(i);
                sending.add(threads.submit(() -> {
                    TimeUnit.NANOSECONDS.sleep(start - System.nanoTime());
                    return line.send(fax, NOBODY);
                }));
            }
            long inUse = 0;
            if (weigh) {
                // The last have begun, have trained, and are within their page.
                Thread.sleep(spread.plusSeconds(9));
                inUse = liveHeap() - heap;
            }
            var outcomes = new TreeMap<Outcome, Integer>();
            var seconds = new ArrayList<Double>();
            for (Future<CallReport> each : sending) {
                CallReport report = each.get();
                outcomes.merge(report.outcome(), 1, Integer::sum);
                seconds.add(Duration.between(report.started(), report.ended()).toNanos() / 1e9);
            }
            inbox.awaitEnds();
            double used = (cpuNanos() - cpu) / 1e9;
            seconds.sort(null);
            var round = new Round(outcomes, inbox.right(), seconds, inbox.mostEnds(), used, inUse);
            say(
                    "%5d %-32s %6.1f s, CPU %6.2f s, %s, %d pages right",
                    calls, what, (System.nanoTime() - begin) / 1e9, used, outcomes, round.right());
            return round;
        } finally {
            provider.close();
        }
    }

    private OutgoingFax fax(int call) {
        return new OutgoingFax(
                Integer.toString(FIRST_NUMBER + 2 * call + 1),
                "",
                "+49 " + call,
                PageSource.of(List.of(pages.get(call))),
                Abilities.ALL);
    }

    /** Takes every call, and compares what it brings with what was sent to that number. */
    private final class Inbox implements Switchboard {
        private final Map<Integer, Boolean> arrived = new ConcurrentHashMap<>();
        private final AtomicInteger most = new AtomicInteger();
        private volatile CountDownLatch ends = new CountDownLatch(0);

        void expect(int calls) {
            arrived.clear();
            most.set(0);
            ends = new CountDownLatch(calls);
        }

        /** Waits for the receiving ends; a call that never came has none, so not for ever. */
        void awaitEnds() throws InterruptedException {
            if (!ends.await(60, TimeUnit.SECONDS)) {
                say("%d receiving ends did not end", ends.getCount());
            }
        }

        int right() {
            return (int) arrived.values().stream().filter(same -> same).count();
        }

        int mostEnds() {
            return most.get();
        }

        @Override
        public Reception incoming(IncomingCall call) {
            int index = (Integer.parseInt(call.calledNumber()) - FIRST_NUMBER) / 2;
            return new Reception.Accept(call.calledNumber(), Abilities.ALL, new Receiver() {
                @Override
                public void keep(ReceivedPage page) {
                    most.accumulateAndGet(endpoint.calls(), Math::max);
                    boolean same = page.number() == 1
                            && page.complete()
                            && page.page().bitmap().equals(pages.get(index).bitmap());
                    arrived.merge(index, same, (_, _) -> false);
                }

                @Override
                public void ended(CallReport report) {
                    ends.countDown();
                }
            });
        }
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static long cpuNanos() {
        return Objects.requireNonNull(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class))
                .getProcessCpuTime();
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double peakResidentMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}

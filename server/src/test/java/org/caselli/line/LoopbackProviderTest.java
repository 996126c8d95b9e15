package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.caselli.call.CallProgress;
import org.caselli.call.CallSettings;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.t30.Progress;
import org.caselli.t30.ReceivedPage;
import org.caselli.t38.Pacing;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls through real sockets. They wait for what they expect, and fail only when it does not come within a minute. */
@Timeout(120)
class LoopbackProviderTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 400, 7), Resolution.FINE);
    /** Enough to be interrupted in: at ten times the telephone's pace some 10 s. */
    private static final Page NOISE = new Page(TestPages.noise(1728, 600, 0.5, 3), Resolution.FINE);

    private static final int MEDIA_PORTS = 100;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Inbox inbox = new Inbox();
    private int firstMediaPort;
    private SipEndpoint endpoint;
    private LoopbackProvider provider;

    /** Takes every call, and keeps what it brings. */
    static final class Inbox implements Switchboard {
        final List<Page> pages = new CopyOnWriteArrayList<>();
        final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();
        final AtomicReference<LiveCall> live = new AtomicReference<>();
        volatile boolean full;
        volatile boolean shut;
        volatile boolean broken;
        volatile boolean rings;
        /** What was told, in order: states of line 1002 with their calls, and calls that have begun. */
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void stateChanged(Device line) {
            if (line.number().equals("1002")) {
                told.add(line.state().activity() + " " + line.state().callId());
            }
        }

        @Override
        public Reception incoming(IncomingCall call) {
            if (broken) {
                throw new IllegalStateException("a switchboard that breaks");
            }
            if (shut) {
                return new Reception.Refuse(Reception.Reason.NOT_ALLOWED);
            }
            if (rings) {
                return new Reception.Ring(Reception.Ring.UNTIL_ASKED, 15, new Ringing() {
                    @Override
                    public void begun(RingingCall ringing) {
                        told.add("rings " + ringing.id());
                        ringing.answer();
                    }

                    @Override
                    public Reception answer() {
                        return accept(call);
                    }

                    @Override
                    public void over(CallReport report) {
                        reports.add(report);
                    }
                });
            }
            return accept(call);
        }

        private Reception accept(IncomingCall call) {
            return new Reception.Accept(call.calledNumber(), Abilities.ALL, new Receiver() {
                @Override
                public void begun(LiveCall begun) {
                    told.add("begun " + begun.id());
                    live.set(begun);
                }

                @Override
                public void keep(ReceivedPage page) throws IOException {
                    if (full) {
                        throw new IOException("no space left");
                    }
                    pages.add(page.page());
                }

                @Override
                public void ended(CallReport report) {
                    reports.add(report);
                }
            });
        }

        CallReport report() throws InterruptedException {
            CallReport report = reports.poll(60, TimeUnit.SECONDS);
            assertThat(report)
                    .as("a report of the receiving side within a minute")
                    .isNotNull();
            return report;
        }
    }

    /** Opens a latch when the first page is under way. */
    private static final class AtFirstPage implements CallListener {
        final CountDownLatch reached = new CountDownLatch(1);
        final AtomicReference<LiveCall> live = new AtomicReference<>();

        @Override
        public void begun(LiveCall call) {
            live.set(call);
        }

        @Override
        public void progress(CallProgress step) {
            if (step instanceof CallProgress.Fax(Progress.PageBegun _)) {
                reached.countDown();
            }
        }

        void await() throws InterruptedException {
            assertThat(reached.await(60, TimeUnit.SECONDS))
                    .as("a page begins within a minute")
                    .isTrue();
        }
    }

    private static final CallListener NOBODY = new CallListener() {};

    @BeforeEach
    void open() throws Exception {
        firstMediaPort = new SplittableRandom().nextInt(20_000, 30_000);
        endpoint = new SipEndpoint(new SipSettings(
                InetAddress.getLoopbackAddress(),
                0,
                "",
                firstMediaPort,
                firstMediaPort + MEDIA_PORTS - 1,
                100,
                Duration.ofSeconds(60)));
        endpoint.open();
        open(LoopbackSettings.STANDARD.withHaste(10));
    }

    private void open(LoopbackSettings settings) {
        if (provider != null) {
            provider.close();
        }
        provider = new LoopbackProvider(endpoint, settings);
        provider.open(inbox);
    }

    @AfterEach
    void close() {
        provider.close();
        endpoint.close();
        threads.close();
    }

    private Device line(int index) {
        return provider.devices().get(index);
    }

    private static OutgoingFax fax(String number, Page... pages) {
        return new OutgoingFax(number, "", "+49 1001", PageSource.of(List.of(pages)), Abilities.ALL);
    }

    private Future<CallReport> sending(Device line, OutgoingFax fax, CallListener listener) {
        return threads.submit(() -> line.send(fax, listener));
    }

    @Test
    void a_page_goes_from_one_line_to_another_bit_by_bit() throws Exception {
        CallReport sent = line(0).send(fax("1002", PAGE), NOBODY);
        CallReport received = inbox.report();
        assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.DELIVERED);
        assertThat(received.outcome()).as("%s", received).isEqualTo(Outcome.RECEIVED);
        assertThat(inbox.pages).containsExactly(PAGE);
        assertThat(sent.farIdentity()).isEqualTo("1002");
        assertThat(received.farIdentity()).isEqualTo("+49 1001");
        assertThat(received.callerNumber()).isEqualTo("1001");
        assertThat(sent.signalling().sipCallId())
                .isNotEmpty()
                .isEqualTo(received.signalling().sipCallId());
        assertThat(sent.signalling().packets().faxSent()).isPositive();
        assertThat(sent.pagesConfirmed()).isEqualTo(1);
        assertThat(sent.errorCorrection()).isTrue();
        assertThat(received.diary().getFirst().text()).startsWith("heard INVITE");
        assertThat(line(0).state().isIdle()).isTrue();
    }

    @Test
    void it_goes_as_well_by_way_of_sound() throws Exception {
        open(new LoopbackSettings(2, 2001, false, new Pacing(Pacing.MODEM.packet(), 10)));
        CallReport sent = line(0).send(fax("2002", PAGE), NOBODY);
        assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.DELIVERED);
        assertThat(inbox.pages).containsExactly(PAGE);
        assertThat(sent.diary()).anyMatch(line -> line.text().contains("heard re-INVITE"));
    }

    @Test
    void a_number_that_no_line_has_is_unknown() {
        assertThat(line(0).reaches("1009")).isTrue();
        CallReport sent = line(0).send(fax("1009", PAGE), NOBODY);
        assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.NUMBER_UNKNOWN);
        assertThat(sent.signalling().sipStatus()).contains(404);
    }

    @Test
    void a_line_in_use_is_busy_for_others_and_for_itself() throws Exception {
        var watch = new AtFirstPage();
        Future<CallReport> first = sending(line(0), fax("1002", NOISE), watch);
        watch.await();
        assertThat(line(0).state().activity()).isEqualTo(DeviceState.Activity.SENDING);
        assertThat(line(1).state().activity()).isEqualTo(DeviceState.Activity.RECEIVING);
        assertThat(line(2).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.BUSY);
        assertThat(line(0).send(fax("1003", PAGE), NOBODY).outcome()).isEqualTo(Outcome.NO_LINE_FREE);
        assertThat(line(2).send(fax("1003", PAGE), NOBODY).outcome()).isEqualTo(Outcome.BUSY); // itself
        watch.live.get().stop(Outcome.CANCELED);
        assertThat(first.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.CANCELED);
    }

    @Test
    void a_call_that_the_switchboard_refuses_is_refused() {
        inbox.shut = true;
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.CALL_REFUSED);
        inbox.shut = false;
        inbox.broken = true;
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.NO_ANSWER);
        inbox.broken = false;
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void a_line_is_told_to_ring_once_its_call_is_known() throws Exception {
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.DELIVERED);
        String answered = inbox.report().callId();
        assertThat(inbox.told).startsWith("begun " + answered, "ANSWERING " + answered, "RECEIVING " + answered);
        inbox.told.clear();
        inbox.rings = true;
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.DELIVERED);
        String rang = inbox.report().callId();
        assertThat(inbox.told).startsWith("rings " + rang, "ANSWERING " + rang, "begun " + rang);
    }

    @Test
    void a_line_does_not_ring_for_a_call_that_the_switchboard_refuses() {
        inbox.shut = true;
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.CALL_REFUSED);
        assertThat(inbox.told).noneMatch(told -> told.startsWith("ANSWERING"));
    }

    @Test
    void the_sender_can_cancel_within_a_page() throws Exception {
        var watch = new AtFirstPage();
        Future<CallReport> sent = sending(line(0), fax("1002", NOISE), watch);
        watch.await();
        watch.live.get().stop(Outcome.CANCELED);
        assertThat(sent.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.CANCELED);
        assertThat(inbox.report().outcome().isSuccess()).isFalse();
    }

    @Test
    void the_receiver_can_stop_within_a_page() throws Exception {
        var watch = new AtFirstPage();
        Future<CallReport> sent = sending(line(0), fax("1002", NOISE), watch);
        watch.await();
        inbox.live.get().stop(Outcome.STOPPED);
        assertThat(inbox.report().outcome()).isIn(Outcome.STOPPED, Outcome.PARTIALLY_RECEIVED);
        assertThat(sent.get(60, TimeUnit.SECONDS).outcome().isSuccess()).isFalse();
    }

    @Test
    void a_sending_thread_that_is_interrupted_stops_its_call_and_still_gets_a_report() throws Exception {
        var watch = new AtFirstPage();
        var report = new LinkedBlockingQueue<CallReport>();
        Thread sender = Thread.ofVirtual().start(() -> report.add(line(0).send(fax("1002", NOISE), watch)));
        watch.await();
        sender.interrupt();
        CallReport sent = report.poll(60, TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        assertThat(sent.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(sent.diary()).isNotEmpty();
    }

    @Test
    void closing_the_provider_ends_its_calls_in_good_order() throws Exception {
        var watch = new AtFirstPage();
        Future<CallReport> sent = sending(line(0), fax("1002", NOISE), watch);
        watch.await();
        provider.close();
        assertThat(sent.get(60, TimeUnit.SECONDS).outcome().isSuccess()).isFalse();
        assertThat(inbox.report().outcome().isSuccess()).isFalse();
        assertThat(provider.devices()).isEmpty();
    }

    @Test
    void a_page_that_cannot_be_stored_is_not_confirmed() throws Exception {
        inbox.full = true;
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome().isSuccess())
                .isFalse();
        assertThat(inbox.report().outcome()).isEqualTo(Outcome.CANNOT_KEEP_PAGE);
    }

    @Test
    void a_listener_that_throws_ends_its_call_and_frees_the_line() throws Exception {
        CallReport sent = line(0).send(fax("1002", PAGE), new CallListener() {
            @Override
            public void progress(CallProgress step) {
                if (step instanceof CallProgress.FaxBegun) {
                    throw new IllegalStateException("a listener that breaks");
                }
            }
        });
        assertThat(sent.outcome()).isEqualTo(Outcome.INTERNAL_ERROR);
        assertThat(sent.diary().getLast().text()).contains("a listener that breaks");
        assertThat(inbox.report().outcome().isSuccess()).isFalse();
        assertThat(line(0).send(fax("1002", PAGE), NOBODY).outcome()).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void a_direct_call_reaches_another_server_over_udp_and_tcp() throws Exception {
        var far = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        far.open();
        var fast = CallSettings.STANDARD.withPacing(new Pacing(Pacing.MODEM.packet(), 10));
        var here = new SipProvider(endpoint, 2, fast);
        var there = new SipProvider(far, 1, fast);
        try {
            here.open(inbox);
            there.open(inbox);
            for (String transport : List.of("udp", "tcp")) {
                Device line = here.devices().getFirst();
                String dial = "sip:fax@127.0.0.1:" + far.port() + ";transport=" + transport;
                assertThat(line.reaches(dial)).isTrue();
                CallReport sent = line.send(fax(dial, PAGE), NOBODY);
                assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.DELIVERED);
                assertThat(inbox.report().calledNumber()).isEqualTo("fax");
            }
            assertThat(here.devices().getFirst().reaches("sips:fax@127.0.0.1")).isFalse();
            assertThat(here.devices().getFirst().reaches("1002")).isFalse();
        } finally {
            here.close();
            there.close();
            far.close();
        }
    }

    @Test
    void a_host_that_does_not_listen_is_unreachable_over_tcp() throws Exception {
        int dead;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = socket.getLocalPort();
        }
        var here = new SipProvider(endpoint, 1, CallSettings.STANDARD);
        here.open(inbox);
        try {
            CallReport sent =
                    here.devices().getFirst().send(fax("sip:fax@127.0.0.1:" + dead + ";transport=tcp", PAGE), NOBODY);
            assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.TRUNK_UNREACHABLE);
        } finally {
            here.close();
        }
    }

    @Test
    void twenty_calls_at_once_do_not_disturb_each_other_whatever_happens_to_some() throws Exception {
        open(new LoopbackSettings(40, 3001, true, new Pacing(Pacing.MODEM.packet(), 5)));
        var watches = new ArrayList<AtFirstPage>();
        var sent = new ArrayList<Future<CallReport>>();
        for (int i = 0; i < 20; i++) {
            var watch = new AtFirstPage();
            watches.add(watch);
            sent.add(sending(line(i), fax(Integer.toString(3021 + i), PAGE, PAGE), watch));
        }
        // Garbage to the SIP port and to every media port there may be, and TCP connections that say nothing or
        // nonsense.
        var quiet = new ArrayList<Socket>();
        try (var noise = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 20; i++) {
                quiet.add(new Socket(InetAddress.getLoopbackAddress(), endpoint.port()));
            }
            quiet.getFirst().getOutputStream().write(new byte[100_000]);
            watches.get(0).await();
            watches.get(0).live.get().stop(Outcome.CANCELED);
            watches.get(1).await();
            watches.get(1).live.get().stop(Outcome.CANCELED);
            var random = new SplittableRandom(5);
            for (int port = firstMediaPort; port < firstMediaPort + MEDIA_PORTS; port++) {
                for (int i = 0; i < 10; i++) {
                    byte[] octets = new byte[random.nextInt(1, 300)];
                    random.nextBytes(octets);
                    noise.send(new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), port));
                }
            }
            for (int i = 0; i < 2000; i++) {
                byte[] octets = new byte[random.nextInt(1, 300)];
                random.nextBytes(octets);
                noise.send(
                        new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), endpoint.port()));
            }
            for (int i = 0; i < 20; i++) {
                CallReport report = sent.get(i).get(100, TimeUnit.SECONDS);
                assertThat(report.outcome())
                        .as("call %d: %s", i, report)
                        .isEqualTo(i < 2 ? Outcome.CANCELED : Outcome.DELIVERED);
            }
        } finally {
            for (Socket socket : quiet) {
                socket.close();
            }
        }
        for (int i = 0; i < 20; i++) {
            inbox.report();
        }
        assertThat(inbox.pages.stream().filter(PAGE::equals).count()).isGreaterThanOrEqualTo(36);
    }
}

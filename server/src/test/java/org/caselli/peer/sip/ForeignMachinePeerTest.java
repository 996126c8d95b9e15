package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import org.caselli.call.CallSettings;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Receiver;
import org.caselli.line.Reception;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipProvider;
import org.caselli.line.SipSettings;
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.peer.spandsp.Spandsp;
import org.caselli.peer.spandsp.SpandspTerminal;
import org.caselli.sip.sdp.Sdp;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.t30.ReceivedPage;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls with a fax machine that has nothing of ours but the UDPTL around its packets: JAIN-SIP does its signalling, and
 * spandsp is its T.38 terminal, behind a UDP socket and in real time.
 */
class ForeignMachinePeerTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 160, 3), Resolution.STANDARD);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    /** Ours: many times what a call takes; only what is stuck fails. */
    private static final long LIMIT_SECONDS = 180;

    @TempDir
    Path folder;

    @BeforeEach
    void requireSpandsp() {
        Spandsp.require();
    }

    /** The media side of the foreign machine, on a thread of its own, since the library's state belongs to one. */
    private static final class Media implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, HERE);
        final CompletableFuture<Integer> completion = new CompletableFuture<>();

        Media() throws IOException {}

        Sdp sdp() throws Exception {
            return Sdp.parse("v=0\r\no=machine 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=image "
                    + socket.getLocalPort() + " udptl t38\r\na=T38FaxVersion:0\r\na=T38MaxBitRate:14400\r\n"
                    + "a=T38FaxFillBitRemoval:0\r\na=T38FaxRateManagement:transferredTCF\r\na=T38FaxMaxBuffer:2000\r\n"
                    + "a=T38FaxMaxDatagram:400\r\na=T38FaxUdpEC:t38UDPRedundancy\r\n");
        }

        void start(Supplier<SpandspTerminal> made, Sdp far) {
            int port = far.t38().orElseThrow().port();
            Thread.ofPlatform().name("foreign-machine").start(() -> {
                try (var terminal = made.get()) {
                    carry(terminal, new InetSocketAddress(HERE, port));
                    completion.complete(terminal.completion());
                } catch (IOException | RuntimeException cause) {
                    completion.completeExceptionally(cause);
                }
            });
        }

        private void carry(SpandspTerminal terminal, InetSocketAddress far) throws IOException {
            send(terminal.begin(Instant.now()), far);
            var packet = new DatagramPacket(new byte[2048], 2048);
            while (!terminal.over()) {
                Duration left = Duration.between(Instant.now(), terminal.deadline());
                if (!left.isPositive()) {
                    send(terminal.timeUp(Instant.now()), far);
                    continue;
                }
                socket.setSoTimeout((int) Math.max(1, left.toMillis()));
                try {
                    socket.receive(packet);
                    send(terminal.hear(Arrays.copyOf(packet.getData(), packet.getLength()), Instant.now()), far);
                } catch (SocketTimeoutException _) {
                    send(terminal.timeUp(Instant.now()), far);
                }
            }
        }

        private void send(List<byte[]> datagrams, InetSocketAddress far) throws IOException {
            for (byte[] datagram : datagrams) {
                socket.send(new DatagramPacket(datagram, datagram.length, far));
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** What our side received. */
    private static final class Kept implements Receiver {
        final List<ReceivedPage> pages = new CopyOnWriteArrayList<>();
        final CompletableFuture<CallReport> report = new CompletableFuture<>();

        @Override
        public void keep(ReceivedPage page) {
            pages.add(page);
        }

        @Override
        public void ended(CallReport ended) {
            report.complete(ended);
        }
    }

    private static final PageSource ONE_PAGE = PageSource.of(List.of(PAGE));

    private static OutgoingFax faxTo(Jain jain) {
        return new OutgoingFax("sip:fax@127.0.0.1:" + jain.port, "", "+1 555 0100", ONE_PAGE, Abilities.ALL);
    }

    /** A server with direct SIP lines, as Main puts it together. */
    private static final class Ours implements AutoCloseable {
        final SipEndpoint endpoint = new SipEndpoint(SipSettings.at(HERE, 0));
        final SipProvider provider = new SipProvider(endpoint, 2, CallSettings.STANDARD);

        Ours(Switchboard switchboard) throws IOException {
            endpoint.open();
            provider.open(switchboard);
        }

        CompletableFuture<CallReport> send(OutgoingFax fax) {
            var report = new CompletableFuture<CallReport>();
            Thread.startVirtualThread(
                    () -> report.complete(provider.devices().getFirst().send(fax, new CallListener() {})));
            return report;
        }

        @Override
        public void close() {
            provider.close();
            endpoint.close();
        }
    }

    private static final Switchboard NOBODY = call -> new Reception.Refuse(Reception.Reason.NOT_NOW);

    @Test
    void a_foreign_machine_that_turns_our_call_to_t38_receives_our_page() throws Exception {
        Path tiff = folder.resolve("received.tif");
        try (var ours = new Ours(NOBODY);
                var jain = new Jain();
                var media = new Media()) {
            var report = ours.send(faxTo(jain));
            RequestEvent invite = jain.request(Request.INVITE);
            ServerTransaction transaction = jain.answer(invite, null, 200, SippTest.AUDIO);
            jain.request(Request.ACK);
            jain.sendWithin(transaction.getDialog(), Request.INVITE, media.sdp());
            ResponseEvent turned = jain.response(200);
            jain.ack(turned);
            media.start(() -> SpandspTerminal.receiving(tiff), JainSipTest.sdp(turned.getResponse()));
            jain.answer(jain.request(Request.BYE), null, 200, null);
            assertDelivered(report, media, tiff);
        }
    }

    @Test
    void a_foreign_machine_that_waits_for_us_to_turn_to_t38_receives_our_page() throws Exception {
        Path tiff = folder.resolve("received.tif");
        try (var ours = new Ours(NOBODY);
                var jain = new Jain();
                var media = new Media()) {
            var report = ours.send(faxTo(jain));
            jain.answer(jain.request(Request.INVITE), null, 200, SippTest.AUDIO);
            jain.request(Request.ACK);
            RequestEvent turned = jain.request(Request.INVITE);
            media.start(() -> SpandspTerminal.receiving(tiff), JainSipTest.sdp(turned.getRequest()));
            jain.answer(turned, null, 200, media.sdp());
            jain.request(Request.ACK);
            jain.answer(jain.request(Request.BYE), null, 200, null);
            assertDelivered(report, media, tiff);
        }
    }

    @Test
    void a_foreign_machine_calls_our_sip_port_and_sends_us_its_page() throws Exception {
        Path tiff = folder.resolve("sent.tif");
        Files.write(tiff, TiffWriter.write(List.of(PAGE), TiffOptions.of(Coding.MMR)));
        var kept = new Kept();
        Switchboard everybody = call -> new Reception.Accept("+1 555 0199", Abilities.ALL, kept);
        try (var ours = new Ours(everybody);
                var jain = new Jain();
                var media = new Media()) {
            jain.send(jain.request(Request.INVITE, ours.endpoint.port(), media.sdp()));
            ResponseEvent taken = jain.response(200);
            jain.ack(taken);
            media.start(() -> SpandspTerminal.sending(tiff), JainSipTest.sdp(taken.getResponse()));
            jain.answer(jain.request(Request.BYE), null, 200, null);
            CallReport report = kept.report.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(report.outcome()).as("%s", report.diary()).isEqualTo(Outcome.RECEIVED);
            assertThat(media.completion.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isZero();
            assertThat(kept.pages).extracting(ReceivedPage::page).containsExactly(PAGE);
        }
    }

    private static void assertDelivered(CompletableFuture<CallReport> report, Media media, Path tiff) throws Exception {
        CallReport ended = report.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(ended.outcome()).as("%s", ended.diary()).isEqualTo(Outcome.DELIVERED);
        assertThat(media.completion.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isZero();
        var file = TiffFile.read(Files.readAllBytes(tiff));
        assertThat(file.pages()).isEqualTo(1);
        assertThat(file.page(0).page().bitmap()).isEqualTo(PAGE.bitmap());
    }
}

package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers at the trunks of a server, over a UDP socket on which each test writes its own requests. */
@Timeout(180)
class TrunkCallersTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<IncomingCall> calls = new LinkedBlockingQueue<>();
    /** Calls are decided when this opens. */
    private CountDownLatch decided = new CountDownLatch(0);

    private SipEndpoint endpoint;
    private TrunkProvider trunks;
    private DatagramSocket caller;
    private int branches;

    @BeforeEach
    void open() throws Exception {
        open(Duration.ofSeconds(60));
    }

    private void open(Duration nonces) throws IOException {
        endpoint = opened(new SipEndpoint(SipSettings.at(HERE, 0)));
        endpoint.open();
        trunks = opened(new TrunkProvider(endpoint, TlsTrunkTest.HASTY, new DnsResolver(), nonces));
        trunks.open(call -> {
            calls.add(call);
            await(decided);
            return new Reception.Refuse(Reception.Reason.NO_SUCH_NUMBER);
        });
        caller = opened(new DatagramSocket(0, HERE));
        caller.setSoTimeout(60_000);
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException urged) {
            throw new AssertionError(urged);
        }
    }

    @AfterEach
    void close() throws Exception {
        decided.countDown();
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private static TrunkSettings trunk(String name, String server) {
        return TrunkSettings.peer(name, TrunkSettings.Server.of(server)).checkedEvery(Duration.ZERO);
    }

    private static TrunkSettings guarded(TrunkSettings trunk, TrunkSettings.CallerHash hash) {
        return trunk.with(new TrunkSettings.Incoming(
                TrunkSettings.CalledNumber.REQUEST_URI, List.of(), "office", new Secret("sesame"), hash));
    }

    // ---- a caller of few words

    private String uri() {
        return "sip:5551234@127.0.0.1:" + endpoint.port();
    }

    /** One INVITE with its own Call-ID. */
    private void invite(String callId, String... headers) throws IOException {
        String text = "INVITE " + uri() + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + caller.getLocalPort()
                + ";branch=z9hG4bK" + ++branches + callId
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:4930765@example.org>;tag="
                + callId + "\r\nTo: <" + uri() + ">\r\nCall-ID: " + callId
                + "\r\nCSeq: 1 INVITE\r\nContact: <sip:me@127.0.0.1:"
                + caller.getLocalPort() + ">\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "Content-Length: 0\r\n\r\n";
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        caller.send(new DatagramPacket(octets, octets.length, new InetSocketAddress(HERE, endpoint.port())));
    }

    /** The final response to that call, past provisional ones and what is said again for other calls. */
    private String answer(String callId) throws IOException {
        while (true) {
            var packet = new DatagramPacket(new byte[4096], 4096);
            caller.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0 ")
                    && !text.startsWith("SIP/2.0 1")
                    && text.contains("Call-ID: " + callId + "\r\n")) {
                return text;
            }
        }
    }

    private static String statusOf(String answer) {
        return answer.substring(8, 11);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException cause) {
            throw new AssertionError(cause);
        }
    }

    private static String nonce(String challenge) {
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        assertThat(nonce.find()).as(challenge).isTrue();
        return nonce.group(1);
    }

    private String credentials(String algorithm, String password, String nonce, int count) {
        String nc = String.format(Locale.ROOT, "%08x", count);
        String ha1 = hash(algorithm, "office:caselli:" + password);
        String response =
                hash(algorithm, ha1 + ":" + nonce + ":" + nc + ":salt:auth:" + hash(algorithm, "INVITE:" + uri()));
        return "Authorization: Digest username=\"office\", realm=\"caselli\", nonce=\"" + nonce + "\", uri=\"" + uri()
                + "\", response=\"" + response + "\", algorithm=" + algorithm + ", qop=auth, nc=" + nc
                + ", cnonce=\"salt\"";
    }

    // ---- what they meet

    @ParameterizedTest
    @CsvSource({"SHA-256, BEST", "MD5, BEST", "MD5, MD5"})
    void a_caller_who_knows_the_password_is_put_through_once_for_each_count(
            String algorithm, TrunkSettings.CallerHash hash) throws Exception {
        trunks.put(guarded(trunk("office", "192.0.2.7"), hash));
        invite("a", "X-Nothing: 1", credentials(algorithm, "sesame", "no-nonce-of-yours", 1));
        String foreign = answer("a");
        assertThat(statusOf(foreign)).isEqualTo("401");
        assertThat(foreign).contains("stale=true");
        assertThat(foreign.contains("algorithm=SHA-256")).isEqualTo(hash == TrunkSettings.CallerHash.BEST);
        assertThat(foreign).contains("algorithm=MD5");
        String shown = credentials(algorithm, "sesame", nonce(foreign), 1);
        invite("b", shown);
        assertThat(statusOf(answer("b"))).isEqualTo("404");
        assertThat(calls.remove().deviceId()).isEqualTo("office-1");
        invite("c", shown);
        String replayed = answer("c");
        assertThat(statusOf(replayed)).isEqualTo("401");
        assertThat(replayed).contains("stale=true");
        invite("d", credentials(algorithm, "sesame", nonce(foreign), 2));
        assertThat(statusOf(answer("d"))).isEqualTo("404");
        invite("e", credentials(algorithm, "wrong", nonce(foreign), 3));
        String wrong = answer("e");
        assertThat(statusOf(wrong)).isEqualTo("401");
        assertThat(wrong).doesNotContain("stale=true");
        assertThat(calls).hasSize(1);
    }

    @Test
    void a_nonce_that_is_too_old_is_answered_with_stale_and_a_new_one() throws Exception {
        close();
        opened.clear();
        open(Duration.ofMillis(20));
        trunks.put(guarded(trunk("office", "192.0.2.7"), TrunkSettings.CallerHash.BEST));
        invite("first", credentials("MD5", "sesame", "none", 1));
        String nonce = nonce(answer("first"));
        // It is fresh for 20 ms, in which some calls may be put through; then never again.
        Instant until = Instant.now().plusSeconds(60);
        for (int count = 1; ; count++) {
            String id = "call" + count;
            invite(id, credentials("MD5", "sesame", nonce, count));
            String answer = answer(id);
            if (statusOf(answer).equals("401")) {
                assertThat(answer).contains("stale=true");
                assertThat(nonce(answer)).isNotEqualTo(nonce);
                return;
            }
            assertThat(Instant.now()).isBefore(until);
        }
    }

    @Test
    void a_stranger_is_refused_unless_a_rule_admits_him() throws Exception {
        endpoint.admit(List.of());
        trunks.put(trunk("office", "192.0.2.7"));
        invite("a");
        assertThat(statusOf(answer("a"))).isEqualTo("403");
        assertThat(endpoint.strangers()).isEqualTo(1);
        assertThat(calls).isEmpty();
        var direct = opened(new SipProvider(endpoint, 1, TlsTrunkTest.HASTY));
        direct.open(call -> new Reception.Refuse(Reception.Reason.NO_SUCH_NUMBER));
        invite("b");
        assertThat(statusOf(answer("b"))).isEqualTo("403");
        endpoint.admit(List.of(AddressRange.of("127.0.0.0/8")));
        invite("c");
        assertThat(statusOf(answer("c"))).isEqualTo("404");
        assertThat(endpoint.strangers()).isEqualTo(2);
    }

    @Test
    void more_calls_than_channels_are_refused_as_busy_in_both_directions_and_no_channel_is_lost() throws Exception {
        decided = new CountDownLatch(1);
        trunks.put(trunk("office", "127.0.0.1:9").withChannels(3));
        for (int i = 0; i < 20; i++) {
            invite("in" + i);
        }
        int busy = 0;
        while (busy < 17) {
            var packet = new DatagramPacket(new byte[4096], 4096);
            caller.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            assertThat(text).doesNotStartWith("SIP/2.0 404");
            if (text.startsWith("SIP/2.0 486") && answered.add(callId(text))) {
                busy++;
            }
        }
        assertThat(trunks.status("office").orElseThrow().callsInUse()).isEqualTo(3);
        var page = new Page(TestPages.text(1728, 100, 7), Resolution.STANDARD);
        List<CompletableFuture<CallReport>> reports = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Device line = trunks.devices().get(i % 3);
            var report = new CompletableFuture<CallReport>();
            reports.add(report);
            Thread.startVirtualThread(() -> report.complete(line.send(
                    new OutgoingFax("+4930", "", "+49 30 1", PageSource.of(List.of(page)), Abilities.ALL),
                    new CallListener() {})));
        }
        for (var report : reports) {
            assertThat(report.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.NO_LINE_FREE);
        }
        decided.countDown();
        for (int refused = 0; refused < 3; ) {
            var packet = new DatagramPacket(new byte[4096], 4096);
            caller.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0 404") && answered.add(callId(text))) {
                refused++;
            }
        }
        while (trunks.status("office").orElseThrow().callsInUse() > 0) {
            Thread.onSpinWait(); // the answer is sent before the line is let go
        }
        assertThat(calls).hasSize(3).extracting(IncomingCall::deviceId).doesNotHaveDuplicates();
    }

    private final java.util.Set<String> answered = new java.util.HashSet<>();

    private static String callId(String message) {
        Matcher id = Pattern.compile("Call-ID: (\\S+)").matcher(message);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}

package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.caselli.call.CallSettings;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.t38.Pacing;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Two servers with a trunk between them within TLS, over real sockets, and those who get TLS wrong. */
@Timeout(180)
class TlsTrunkTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 100, 7), Resolution.STANDARD);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** Ten times the telephone's pace, and no wait for a far end that might offer T.38 itself. */
    static final CallSettings HASTY = CallSettings.STANDARD
            .withPacing(new Pacing(Pacing.MODEM.packet(), 10))
            .withWaits(Duration.ZERO, Duration.ZERO);

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void certify() throws Exception {
        certificates = new Certificates(folder);
        certificates.authority("authority");
        certificates.authority("stranger");
        certificates.signed("head", "authority", "-ext", "san=ip:127.0.0.1");
        certificates.signed("elsewhere", "authority", "-ext", "san=dns:elsewhere.example");
        certificates.signed("expired", "authority", "-ext", "san=ip:127.0.0.1", "-startdate", "-9d", "-validity", "3");
        certificates.signed("domain", "authority", "-ext", "san=uri:sip:trunk.example");
        certificates.signed("branch", "authority", "-ext", "san=ip:127.0.0.1");
        certificates.signed("foreign", "stranger", "-ext", "san=ip:127.0.0.1");
    }

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final LoopbackProviderTest.Inbox inbox = new LoopbackProviderTest.Inbox();
    private final BlockingQueue<TrunkStatus> news = new LinkedBlockingQueue<>();
    private final List<TrunkStatus> heardOfOthers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    /** A server: its place in the network, and its trunks. */
    private record Server(SipEndpoint endpoint, TrunkProvider trunks) {}

    private Server server(SipSettings settings, Switchboard switchboard) throws IOException {
        var endpoint = opened(new SipEndpoint(settings));
        endpoint.open();
        var trunks = opened(new TrunkProvider(endpoint, HASTY, new Names()));
        trunks.open(switchboard);
        return new Server(endpoint, trunks);
    }

    /** Every name is this machine's, so that certificates can name what no DNS knows. */
    private static final class Names implements Resolver {
        @Override
        public List<Service> services(String name) {
            return List.of();
        }

        @Override
        public List<InetAddress> addresses(String host) {
            return List.of(HERE);
        }
    }

    private static TlsListener as(String name) {
        return new TlsListener(0, certificates.certificate(name), certificates.key(name));
    }

    /** The head office, which shows that certificate and takes all calls of the branch. */
    private Server head(TlsListener listener) throws IOException {
        return server(SipSettings.at(HERE, 0).with(listener), inbox);
    }

    /** The branch, which takes no calls, within TLS or otherwise. */
    private Server branch() throws IOException {
        Server branch = server(SipSettings.at(HERE, 0), call -> new Reception.Refuse(Reception.Reason.NOT_ALLOWED));
        branch.trunks().listen(news::add);
        return branch;
    }

    private static TrunkSettings.Tls believing(String authority) {
        return TrunkSettings.Tls.signedBy(certificates.certificate(authority));
    }

    private static TrunkSettings trunk(String name, String host, int port, TrunkSettings.Tls tls) {
        return TrunkSettings.peer(name, TrunkSettings.Server.of(host + ":" + port))
                .with(tls);
    }

    /** The head office knows the branch by its address only, as it does not answer within TLS. */
    private static void admitBranch(Server head, Server branch) {
        head.trunks()
                .put(TrunkSettings.peer(
                        "branch",
                        TrunkSettings.Server.of("127.0.0.1:" + branch.endpoint().port())));
    }

    /** The next news of the trunk that say more than that something is under way; what is heard of others meanwhile is kept. */
    private TrunkStatus settled(String trunk) throws InterruptedException {
        for (TrunkStatus heard : heardOfOthers) {
            if (heard.name().equals(trunk)) {
                heardOfOthers.remove(heard);
                return heard;
            }
        }
        while (true) {
            TrunkStatus status = news.poll(60, TimeUnit.SECONDS);
            assertThat(status).as("news of " + trunk + " within a minute").isNotNull();
            if (status.state() != TrunkStatus.State.UP && status.state() != TrunkStatus.State.DOWN) {
                continue;
            }
            if (status.name().equals(trunk)) {
                return status;
            }
            heardOfOthers.add(status);
        }
    }

    private static CallReport call(Server from, String line) {
        Device device = from.trunks().devices().stream()
                .filter(one -> one.id().equals(line))
                .findFirst()
                .orElseThrow();
        return sendPage(device);
    }

    /** Sends a page from that line to somebody. */
    static CallReport sendPage(Device device) {
        return device.send(
                new OutgoingFax(
                        "+49307654321", "+49301111", "+49 30 1111", PageSource.of(List.of(PAGE)), Abilities.ALL),
                new CallListener() {});
    }

    private void assertFaxGoes(Server branch, String line) throws InterruptedException {
        CallReport report = call(branch, line);
        assertThat(report.outcome()).as("%s", report.diary()).isEqualTo(Outcome.DELIVERED);
        assertThat(inbox.report().outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(inbox.pages.removeLast()).isEqualTo(PAGE);
    }

    @Test
    void a_fax_goes_through_a_trunk_within_tls() throws Exception {
        Server head = head(as("head"));
        Server branch = branch();
        admitBranch(head, branch);
        branch.trunks().put(trunk("head", "127.0.0.1", head.endpoint().tlsPort(), believing("authority")));
        assertThat(settled("head").state()).isEqualTo(TrunkStatus.State.UP);
        assertFaxGoes(branch, "head-1");
    }

    @Test
    void two_servers_that_both_answer_within_tls_fax_each_other_over_their_trunks() throws Exception {
        Server head = head(as("head"));
        var office = new LoopbackProviderTest.Inbox();
        Server branch = server(SipSettings.at(HERE, 0).with(as("branch")), office);
        branch.trunks().put(trunk("head", "127.0.0.1", head.endpoint().tlsPort(), believing("authority")));
        head.trunks().put(trunk("branch", "127.0.0.1", branch.endpoint().tlsPort(), believing("authority")));
        head.trunks().listen(news::add);
        assertThat(settled("branch").state()).isEqualTo(TrunkStatus.State.UP);
        CallReport back = call(head, "branch-1");
        assertThat(back.outcome()).as("%s", back.diary()).isEqualTo(Outcome.DELIVERED);
        assertThat(office.report().outcome()).isEqualTo(Outcome.RECEIVED);
        assertFaxGoes(branch, "head-1");
    }

    @Test
    void a_connection_that_was_made_for_one_name_is_not_used_for_another_when_its_trunk_is_gone() throws Exception {
        Server head = head(as("domain"));
        Server branch = branch();
        branch.trunks().put(trunk("head", "trunk.example", head.endpoint().tlsPort(), believing("authority")));
        assertThat(settled("head").state()).isEqualTo(TrunkStatus.State.UP);
        branch.trunks().put(trunk("other", "other.example", head.endpoint().tlsPort(), believing("authority")));
        assertThat(settled("other").sentence()).contains("another trunk");
        branch.trunks().remove("head");
        TrunkStatus other = settled("other");
        while (other.sentence().contains("another trunk")) {
            other = settled("other");
        }
        assertThat(other.state()).isEqualTo(TrunkStatus.State.DOWN);
        assertThat(other.sentence()).contains("the certificate is not for other.example");
    }

    @Test
    void a_certificate_may_name_the_sip_domain_as_a_uri() throws Exception {
        Server head = head(as("domain"));
        Server branch = branch();
        branch.trunks().put(trunk("head", "trunk.example", head.endpoint().tlsPort(), believing("authority")));
        assertThat(settled("head").sentence()).startsWith("Answers at ");
        branch.trunks().remove("head");
        branch.trunks().put(trunk("other", "other.example", head.endpoint().tlsPort(), believing("authority")));
        TrunkStatus other = settled("other");
        while (other.sentence().contains("another trunk")) { // the first one is on its way out
            other = settled("other");
        }
        assertThat(other.sentence()).contains("the certificate is not for other.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        foreign   | authority | the certificate of 127.0.0.1 is signed by nobody whom we know | Give the authority's file, or the certificate's fingerprint.
        elsewhere | authority | the certificate is not for 127.0.0.1                          | Give the server's name as it stands in its certificate
        expired   | authority | the certificate of 127.0.0.1 has run out                      | Its owner must renew it.
        """)
    void a_certificate_that_is_not_to_be_believed_puts_the_trunk_out_of_service_and_says_why(
            String shown, String believed, String sentence, String remedy) throws Exception {
        Server bad = head(as(shown));
        Server good = head(as("head"));
        Server branch = branch();
        admitBranch(good, branch);
        branch.trunks().put(trunk("bad", "127.0.0.1", bad.endpoint().tlsPort(), believing(believed)));
        branch.trunks().put(trunk("good", "127.0.0.1", good.endpoint().tlsPort(), believing("authority")));
        TrunkStatus status = settled("bad");
        assertThat(status.state()).isEqualTo(TrunkStatus.State.DOWN);
        assertThat(status.sentence())
                .contains(sentence)
                .contains("127.0.0.1:" + bad.endpoint().tlsPort());
        assertThat(status.remedy()).startsWith(remedy);
        CallReport failed = call(branch, "bad-1");
        assertThat(failed.outcome().isSuccess()).isFalse();
        assertThat(String.join(
                        "\n", failed.diary().stream().map(Object::toString).toList()))
                .contains(sentence);
        assertThat(settled("good").state()).isEqualTo(TrunkStatus.State.UP);
        assertFaxGoes(branch, "good-1");
    }

    @Test
    void where_a_fingerprint_is_set_only_the_certificate_that_has_it_is_believed() throws Exception {
        Server head = head(as("foreign"));
        Server branch = branch();
        int port = head.endpoint().tlsPort();
        branch.trunks()
                .put(trunk("wrong", "127.0.0.1", port, TrunkSettings.Tls.pinned(certificates.fingerprint("head"))));
        TrunkStatus wrong = settled("wrong");
        assertThat(wrong.state()).isEqualTo(TrunkStatus.State.DOWN);
        assertThat(wrong.sentence())
                .contains(certificates.fingerprint("foreign").replace(":", "").toLowerCase(java.util.Locale.ROOT))
                .contains("and not the one that is set");
        branch.trunks().remove("wrong");
        branch.trunks()
                .put(trunk("right", "127.0.0.1", port, TrunkSettings.Tls.pinned(certificates.fingerprint("foreign"))));
        TrunkStatus right = settled("right");
        while (right.sentence().contains("another trunk")) {
            right = settled("right");
        }
        assertThat(right.state()).isEqualTo(TrunkStatus.State.UP);
    }

    @Test
    void two_trunks_to_one_far_end_share_its_tls_and_one_that_wants_another_is_told_so() throws Exception {
        Server head = head(as("head"));
        Server branch = branch();
        int port = head.endpoint().tlsPort();
        branch.trunks().put(trunk("one", "127.0.0.1", port, believing("authority")));
        assertThat(settled("one").state()).isEqualTo(TrunkStatus.State.UP);
        branch.trunks().put(trunk("two", "127.0.0.1", port, believing("authority")));
        assertThat(settled("two").state()).isEqualTo(TrunkStatus.State.UP);
        branch.trunks().put(trunk("odd", "127.0.0.1", port, believing("stranger")));
        TrunkStatus odd = settled("odd");
        assertThat(odd.sentence()).contains("another trunk goes to tls:127.0.0.1:" + port);
        assertThat(odd.remedy()).isEqualTo("Give both trunks the same, as they share one connection.");
        branch.trunks().remove("two");
        branch.trunks().remove("odd");
        admitBranch(head, branch);
        assertFaxGoes(branch, "one-1");
    }

    @Test
    void where_callers_must_show_a_certificate_only_those_that_have_a_good_one_come_in() throws Exception {
        Server head = head(new TlsListener(
                0,
                certificates.certificate("head"),
                certificates.key("head"),
                Optional.of(certificates.certificate("authority"))));
        Server branch = branch();
        admitBranch(head, branch);
        int port = head.endpoint().tlsPort();
        TrunkSettings bare = trunk("head", "127.0.0.1", port, believing("authority"));
        branch.trunks().put(bare);
        TrunkStatus status = settled("head");
        assertThat(status.state()).isEqualTo(TrunkStatus.State.DOWN);
        assertThat(status.sentence()).contains("the far end does not accept our certificate, or wants one");
        assertThat(status.remedy()).isEqualTo("Give a certificate and key that it knows.");
        branch.trunks().put(bare.with(showing("foreign")));
        assertThat(settled("head").state()).isEqualTo(TrunkStatus.State.DOWN);
        branch.trunks().put(bare.with(showing("branch")));
        assertThat(settled("head").state()).isEqualTo(TrunkStatus.State.UP);
        assertFaxGoes(branch, "head-1");
    }

    private static TrunkSettings.Tls showing(String name) {
        return new TrunkSettings.Tls(
                TrunkSettings.Trust.OWN_AUTHORITY,
                Optional.of(certificates.certificate("authority")),
                "",
                true,
                Optional.of(certificates.certificate(name)),
                Optional.of(certificates.key(name)));
    }

    @Test
    void a_port_without_tls_and_one_that_says_nothing_put_their_trunks_out_of_service_and_nothing_else()
            throws Exception {
        Server good = head(as("head"));
        Server branch = branch();
        admitBranch(good, branch);
        var plain = opened(new ServerSocket(0, 50, HERE));
        Thread.startVirtualThread(() -> answerInPlainText(plain));
        var silent = opened(new ServerSocket(0, 50, HERE)); // takes connections, as the kernel does, and that is all
        branch.trunks().put(trunk("silent", "127.0.0.1", silent.getLocalPort(), believing("authority")));
        branch.trunks().put(trunk("plain", "127.0.0.1", plain.getLocalPort(), believing("authority")));
        TrunkStatus status = settled("plain");
        assertThat(status.sentence())
                .contains("the far end does not speak TLS")
                .contains("127.0.0.1:" + plain.getLocalPort());
        assertThat(status.remedy()).isEqualTo("Check the port, or take another transport.");
        branch.trunks().put(trunk("good", "127.0.0.1", good.endpoint().tlsPort(), believing("authority")));
        assertThat(settled("good").state()).isEqualTo(TrunkStatus.State.UP);
        assertFaxGoes(branch, "good-1");
        TrunkStatus quiet = settled("silent");
        assertThat(quiet.state()).isEqualTo(TrunkStatus.State.DOWN);
        assertThat(quiet.sentence())
                .contains("did not go through with TLS within 10 s")
                .contains("127.0.0.1:" + silent.getLocalPort());
        assertThat(quiet.remedy()).isEqualTo("Check that its port is one for TLS.");
    }

    private static void answerInPlainText(ServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write("SIP/2.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException _) {
                // the far end is gone, or the test over: the next accept tells
            }
        }
    }

    @Test
    void who_comes_to_the_tls_port_and_does_not_speak_tls_or_says_nothing_is_sent_away_and_named_in_the_log()
            throws Exception {
        Server head = head(as("head"));
        Server branch = branch();
        admitBranch(head, branch);
        int port = head.endpoint().tlsPort();
        var lines = new LinkedBlockingQueue<String>();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        appender.start();
        var log = (Logger) LoggerFactory.getLogger(SipEndpoint.class);
        log.addAppender(appender);
        opened(() -> log.detachAppender(appender));
        try (var silent = new Socket(HERE, port);
                var plain = new Socket(HERE, port)) {
            plain.getOutputStream().write("OPTIONS sip:127.0.0.1 SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertClosed(plain);
            assertThat(said(lines, plain)).contains("the far end does not speak TLS");
            branch.trunks().put(trunk("head", "127.0.0.1", port, believing("authority")));
            assertThat(settled("head").state()).isEqualTo(TrunkStatus.State.UP);
            assertFaxGoes(branch, "head-1");
            silent.getOutputStream().write(0x16); // the first octet of a handshake, and no more
            assertClosed(silent);
            assertThat(said(lines, silent)).contains("did not go through with TLS within 10 s");
        }
    }

    private static void assertClosed(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException _) {
            // reset, which is closed as well
        }
    }

    private static String said(BlockingQueue<String> lines, Socket of) throws InterruptedException {
        while (true) {
            String line = lines.poll(60, TimeUnit.SECONDS);
            assertThat(line).as("a line about " + of).isNotNull();
            if (line.contains(":" + of.getLocalPort() + " ")) {
                return line;
            }
        }
    }

    @Test
    void a_file_that_is_missing_or_is_no_key_is_named_with_the_remedy() throws Exception {
        Path none = folder.resolve("none.pem");
        var missing = new SipEndpoint(SipSettings.at(HERE, 0).with(new TlsListener(0, none, none)));
        assertThatThrownBy(missing::open)
                .isInstanceOf(IOException.class)
                .hasMessage("There is no file " + none + ". Correct its path.");
        var noKey = new SipEndpoint(SipSettings.at(HERE, 0)
                .with(new TlsListener(0, certificates.certificate("head"), certificates.certificate("head"))));
        assertThatThrownBy(noKey::open).hasMessageContaining("has no key. Give a PEM file");
        Server branch = branch();
        branch.trunks().put(trunk("head", "127.0.0.1", 5061, TrunkSettings.Tls.signedBy(none)));
        assertThat(settled("head").sentence()).contains("There is no file " + none);
        Path text = Files.writeString(folder.resolve("text.pem"), "a letter to the authority");
        branch.trunks().put(trunk("text", "127.0.0.1", 5061, TrunkSettings.Tls.signedBy(text)));
        assertThat(settled("text").sentence()).contains(text + " has no certificate.");
    }
}

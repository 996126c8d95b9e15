package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.caselli.call.CallSettings;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.IncomingCall;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Reception;
import org.caselli.line.Secret;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.line.TrunkProvider;
import org.caselli.line.TrunkSettings;
import org.caselli.outcome.Outcome;
import org.caselli.sip.message.Transport;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trunks to and from SIPp, where one asks the other for a password. */
@Timeout(180)
class SippLoginTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @RegisterExtension
    final Sipps sipps = new Sipps();

    private final SipEndpoint endpoint = new SipEndpoint(SipSettings.at(HERE, 0));
    private final TrunkProvider trunks = new TrunkProvider(endpoint, CallSettings.STANDARD);
    private final BlockingQueue<IncomingCall> calls = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        endpoint.open();
        trunks.open(call -> {
            calls.add(call);
            return new Reception.Refuse(Reception.Reason.BUSY);
        });
    }

    @AfterEach
    void close() {
        trunks.close();
        endpoint.close();
    }

    private static TrunkSettings to(int port, Transport transport) {
        return TrunkSettings.peer("sipp", TrunkSettings.Server.of("127.0.0.1:" + port))
                .checkedEvery(java.time.Duration.ZERO)
                .with(TrunkSettings.Transport.valueOf(transport.name()));
    }

    /** Callers must show that they are {@code office} and know {@code open sesame}; SIPp knows MD5 only. */
    private void guard(Transport transport) {
        trunks.put(to(9, transport)
                .with(new TrunkSettings.Incoming(
                        TrunkSettings.CalledNumber.REQUEST_URI,
                        List.of(),
                        "office",
                        new Secret("open sesame"),
                        TrunkSettings.CallerHash.MD5)));
    }

    private Sipps.Sipp caller(String scenario, Transport transport, String password) throws Exception {
        // SIPp signs the host alone unless it is told the request URI, and we believe that only (RFC 3261 clause 22.4).
        String ours = "127.0.0.1:" + endpoint.port();
        return sipps.start(scenario, transport, "-au", "office", "-ap", password, "-auth_uri", "5551234@" + ours, ours);
    }

    private CallReport call() {
        Device line = trunks.devices().getFirst();
        var page = new Page(TestPages.text(1728, 100, 7), Resolution.STANDARD);
        return line.send(
                new OutgoingFax("5551234", "", "+49 30 123", PageSource.of(List.of(page)), Abilities.ALL),
                new CallListener() {});
    }

    private void assertNothingIsHeld() {
        assertThat(trunks.status("sipp").orElseThrow().callsInUse()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_answers_our_challenge_and_is_put_through(Transport transport) throws Exception {
        guard(transport);
        caller("uac-logs-in", transport, "open sesame").goesToItsEnd();
        assertThat(calls).hasSize(1);
        assertThat(calls.remove().deviceId()).isEqualTo("sipp-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_with_a_wrong_password_is_challenged_anew_and_takes_no_line(Transport transport) throws Exception {
        guard(transport);
        caller("uac-cannot-log-in", transport, "close sesame").goesToItsEnd();
        assertThat(calls).isEmpty();
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_answer_the_challenge_of_sipp(Transport transport) throws Exception {
        Sipps.Sipp sipp = sipps.start("uas-wants-login", transport);
        sipp.awaitListening();
        trunks.put(to(sipp.port, transport).with(TrunkSettings.Login.of("office", "open sesame")));
        CallReport report = call();
        assertThat(report.outcome()).as("%s", report.diary()).isEqualTo(Outcome.BUSY);
        sipp.goesToItsEnd();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void our_wrong_password_is_tried_once_and_the_line_is_free_again(Transport transport) throws Exception {
        Sipps.Sipp sipp = sipps.start("uas-wants-login", transport);
        sipp.awaitListening();
        trunks.put(to(sipp.port, transport).with(TrunkSettings.Login.of("office", "close sesame")));
        CallReport report = call();
        assertThat(report.outcome()).as("%s", report.diary()).isEqualTo(Outcome.CALL_REFUSED);
        sipp.goesToItsEnd();
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_answer_the_challenge_of_a_proxy(Transport transport) throws Exception {
        Sipps.Sipp sipp = sipps.start("uas-proxy-wants-login", transport);
        sipp.awaitListening();
        trunks.put(to(sipp.port, transport).with(TrunkSettings.Login.of("office", "open sesame")));
        CallReport report = call();
        assertThat(report.outcome()).as("%s", report.diary()).isEqualTo(Outcome.BUSY);
        sipp.goesToItsEnd();
    }
}

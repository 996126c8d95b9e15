package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.RequestEvent;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.caselli.call.CallSettings;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.IncomingCall;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Reception;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.line.TrunkProvider;
import org.caselli.line.TrunkSettings;
import org.caselli.line.TrunkSettings.Login;
import org.caselli.line.TrunkStatus;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trunk that registers with JAIN-SIP, whose answers each test gives one by one as a registrar might. */
@Timeout(180)
class JainRegistrarTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String REALM = "sip.example";
    private static final String PASSWORD = "open, \"sesame\"";

    private final SipEndpoint endpoint = new SipEndpoint(SipSettings.at(HERE, 0));
    private final TrunkProvider trunks = new TrunkProvider(endpoint, CallSettings.STANDARD);
    private final BlockingQueue<TrunkStatus> news = new LinkedBlockingQueue<>();
    private final BlockingQueue<IncomingCall> calls = new LinkedBlockingQueue<>();
    private Jain jain;

    @BeforeEach
    void open() throws Exception {
        endpoint.open();
        trunks.listen(news::add);
        trunks.open(call -> {
            calls.add(call);
            return new Reception.Refuse(Reception.Reason.BUSY);
        });
        jain = new Jain();
    }

    @AfterEach
    void close() {
        trunks.close();
        endpoint.close();
        jain.close();
    }

    private TrunkSettings account() {
        return TrunkSettings.registration(
                        "berlin", TrunkSettings.Server.of("127.0.0.1:" + jain.port), Login.of("4930123", PASSWORD))
                .checkedEvery(Duration.ZERO);
    }

    private TrunkStatus status(TrunkStatus.State state) throws InterruptedException {
        while (true) {
            TrunkStatus status = news.poll(90, TimeUnit.SECONDS);
            assertThat(status).as("a status " + state).isNotNull();
            if (status.state() == state) {
                return status;
            }
        }
    }

    // ---- the registrar

    /** Answers a request with these headers, each as {@code Name: value}. */
    private void answer(RequestEvent event, int status, String... headers) throws Exception {
        ServerTransaction transaction = event.getServerTransaction() == null
                ? jain.provider.getNewServerTransaction(event.getRequest())
                : event.getServerTransaction();
        Response response = jain.messages.createResponse(status, event.getRequest());
        ((ToHeader) response.getHeader(ToHeader.NAME)).setTag("registrar");
        for (String header : headers) {
            int colon = header.indexOf(": ");
            response.addLast(jain.headers.createHeader(header.substring(0, colon), header.substring(colon + 2)));
        }
        transaction.sendResponse(response);
    }

    private static String challenge(String header, String algorithm, String nonce, boolean stale) {
        return header + ": Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=" + algorithm
                + ", qop=\"auth\"" + (stale ? ", stale=true" : "");
    }

    private static String challenge(String algorithm, String nonce, boolean stale) {
        return challenge("WWW-Authenticate", algorithm, nonce, stale);
    }

    /** 200 with the contact of the request, bound for so long. */
    private void bind(RequestEvent event, int seconds) throws Exception {
        answer(event, 200, "Contact: <" + contact(event.getRequest()) + ">;expires=" + seconds);
    }

    private static SipURI contact(Request request) {
        var contact = (ContactHeader) request.getHeader(ContactHeader.NAME);
        return (SipURI) contact.getAddress().getURI();
    }

    private static int expires(Request request) {
        return ((ExpiresHeader) request.getHeader(ExpiresHeader.NAME)).getExpires();
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException cause) {
            throw new AssertionError(cause);
        }
    }

    /** Whether the credentials are those of the account: RFC 7616 clause 3.4.1, computed here anew. */
    private static void assertRight(AuthorizationHeader shown, String method, String algorithm, String nonce, int nc) {
        assertThat(shown).as("credentials").isNotNull();
        assertThat(shown.getUsername()).isEqualTo("4930123");
        assertThat(shown.getRealm()).isEqualTo(REALM);
        assertThat(shown.getNonce()).isEqualTo(nonce);
        assertThat(shown.getAlgorithm()).isEqualTo(algorithm);
        assertThat(shown.getNonceCount()).isEqualTo(nc);
        String ha1 = hash(algorithm, "4930123:" + REALM + ":" + PASSWORD);
        String ha2 = hash(algorithm, method + ":" + shown.getURI());
        String count = String.format(Locale.ROOT, "%08x", nc);
        assertThat(shown.getResponse())
                .isEqualTo(hash(algorithm, ha1 + ":" + nonce + ":" + count + ":" + shown.getCNonce() + ":auth:" + ha2));
    }

    private static void assertRight(RequestEvent event, String algorithm, String nonce, int nc) {
        assertRight(
                (AuthorizationHeader) event.getRequest().getHeader(AuthorizationHeader.NAME),
                "REGISTER",
                algorithm,
                nonce,
                nc);
    }

    // ---- what happens

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void it_registers_refreshes_before_its_time_renews_a_stale_nonce_and_takes_the_binding_back(String algorithm)
            throws Exception {
        trunks.put(account());
        RequestEvent bare = jain.request(Request.REGISTER);
        assertThat(bare.getRequest().getHeader(AuthorizationHeader.NAME)).isNull();
        assertThat(expires(bare.getRequest())).isEqualTo(600);
        answer(bare, 401, challenge(algorithm, "first", false));
        RequestEvent shown = jain.request(Request.REGISTER);
        assertRight(shown, algorithm, "first", 1);
        bind(shown, 1); // much less than was asked for
        TrunkStatus up = status(TrunkStatus.State.UP);
        assertThat(up.sentence()).startsWith("Registered until ").contains("sip:4930123@127.0.0.1:" + endpoint.port());
        assertThat(up.registeredUntil()).isPresent();

        RequestEvent refresh = jain.request(Request.REGISTER);
        assertRight(refresh, algorithm, "first", 2);
        assertThat(contact(refresh.getRequest())).isEqualTo(contact(shown.getRequest()));
        answer(refresh, 401, challenge(algorithm, "second", true));
        RequestEvent renewed = jain.request(Request.REGISTER);
        assertRight(renewed, algorithm, "second", 1);
        bind(renewed, 600);
        assertThat(news).as("nothing was out of service").noneMatch(seen -> seen.state() == TrunkStatus.State.DOWN);

        var closing = CompletableFuture.runAsync(trunks::close);
        RequestEvent leaving = jain.request(Request.REGISTER);
        assertThat(expires(leaving.getRequest())).isZero();
        assertThat(contact(leaving.getRequest())).isEqualTo(contact(shown.getRequest()));
        assertRight(leaving, algorithm, "second", 2);
        answer(leaving, 200);
        closing.get(60, TimeUnit.SECONDS);
    }

    @Test
    void of_two_challenges_the_stronger_is_answered() throws Exception {
        trunks.put(account());
        answer(
                jain.request(Request.REGISTER),
                401,
                challenge("SHA-256", "nonce", false),
                challenge("MD5", "nonce", false));
        RequestEvent shown = jain.request(Request.REGISTER);
        assertRight(shown, "SHA-256", "nonce", 1);
        bind(shown, 600);
        assertThat(status(TrunkStatus.State.UP).roundTrip()).isPresent();
    }

    @Test
    void a_registrar_that_wants_longer_intervals_gets_them() throws Exception {
        trunks.put(account());
        answer(jain.request(Request.REGISTER), 423, "Min-Expires: 1800");
        RequestEvent longer = jain.request(Request.REGISTER);
        assertThat(expires(longer.getRequest())).isEqualTo(1800);
        bind(longer, 1800);
        status(TrunkStatus.State.UP);
    }

    @Test
    void a_refusal_is_shown_with_what_to_do_and_a_test_by_hand_asks_again_at_once() throws Exception {
        trunks.put(account());
        answer(jain.request(Request.REGISTER), 403);
        TrunkStatus down = status(TrunkStatus.State.DOWN);
        assertThat(down.sentence())
                .startsWith("Registration failed: 403 Forbidden (udp:127.0.0.1:" + jain.port + "); tried again at ");
        assertThat(down.remedy()).contains("ask whoever runs the server whether the account is open");
        trunks.checkNow("berlin");
        bind(jain.request(Request.REGISTER), 600);
        status(TrunkStatus.State.UP);
    }

    @Test
    void a_wrong_password_is_not_shown_again_and_again() throws Exception {
        trunks.put(account());
        answer(jain.request(Request.REGISTER), 401, challenge("MD5", "one", false));
        answer(jain.request(Request.REGISTER), 401, challenge("MD5", "two", false));
        TrunkStatus down = status(TrunkStatus.State.DOWN);
        assertThat(down.sentence()).contains("401 Unauthorized");
        assertThat(down.remedy()).contains("Check user, password");
        assertThat(jain.heard).isEmpty();
    }

    @Test
    void a_registrar_that_says_nothing_is_named_while_another_trunk_is_registered() throws Exception {
        try (var silent = new DatagramSocket(0, HERE)) {
            trunks.put(TrunkSettings.registration(
                            "quiet", TrunkSettings.Server.of("127.0.0.1:" + silent.getLocalPort()), Login.of("1", "x"))
                    .checkedEvery(Duration.ZERO));
            trunks.put(account());
            bind(jain.request(Request.REGISTER), 600);
            assertThat(status(TrunkStatus.State.UP).name()).isEqualTo("berlin");
            TrunkStatus quiet = status(TrunkStatus.State.DOWN); // after 32 s (RFC 3261 clause 17.1.2.2, timer F)
            assertThat(quiet.name()).isEqualTo("quiet");
            assertThat(quiet.sentence()).contains("408").contains("127.0.0.1:" + silent.getLocalPort());
            assertThat(quiet.remedy()).contains("firewalls");
            assertThat(trunks.status("berlin").orElseThrow().state()).isEqualTo(TrunkStatus.State.UP);
        }
    }

    @Test
    void a_call_to_the_registered_contact_comes_in_on_the_trunk_with_the_number_of_its_to() throws Exception {
        trunks.put(account()
                .with(new TrunkSettings.Incoming(
                        TrunkSettings.CalledNumber.TO, List.of(), "", org.caselli.line.Secret.NONE)));
        RequestEvent register = jain.request(Request.REGISTER);
        bind(register, 600);
        status(TrunkStatus.State.UP);
        Request invite = jain.request(Request.INVITE, endpoint.port(), SippTest.AUDIO);
        invite.setRequestURI(contact(register.getRequest()));
        ((ToHeader) invite.getHeader(ToHeader.NAME))
                .setAddress(jain.addresses.createAddress("<sip:+4930123@" + REALM + ">"));
        jain.send(invite);
        IncomingCall call = calls.poll(60, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(call.deviceId()).isEqualTo("berlin-1");
        assertThat(call.calledNumber()).isEqualTo("+4930123");
        assertThat(call.callerNumber()).isEqualTo("jain");
        jain.response(486);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void a_call_out_shows_its_credentials_after_a_407(String algorithm) throws Exception {
        trunks.put(account());
        bind(jain.request(Request.REGISTER), 600);
        status(TrunkStatus.State.UP);
        var report = new CompletableFuture<CallReport>();
        var page = new Page(TestPages.text(1728, 100, 7), Resolution.STANDARD);
        Thread.startVirtualThread(() -> report.complete(trunks.devices()
                .getFirst()
                .send(
                        new OutgoingFax("+49 30 765", "", "+49 30 123", PageSource.of(List.of(page)), Abilities.ALL),
                        new CallListener() {})));
        RequestEvent bare = jain.request(Request.INVITE);
        assertThat(bare.getRequest().getHeader(ProxyAuthorizationHeader.NAME)).isNull();
        answer(bare, 407, challenge("Proxy-Authenticate", algorithm, "call", false));
        // JAIN-SIP takes the ACK to a refusal for itself.
        RequestEvent shown = jain.request(Request.INVITE);
        assertRight(
                (AuthorizationHeader) shown.getRequest().getHeader(ProxyAuthorizationHeader.NAME),
                "INVITE",
                algorithm,
                "call",
                1);
        assertThat(shown.getRequest().getRequestURI().toString()).startsWith("sip:+4930765@127.0.0.1");
        answer(shown, 486);
        assertThat(report.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.BUSY);
    }
}

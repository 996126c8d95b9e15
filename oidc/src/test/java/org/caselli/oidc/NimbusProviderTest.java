package org.caselli.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.service.access.DirectoryException;
import org.caselli.service.access.DirectoryException.Kind;
import org.caselli.service.access.DirectoryUser;
import org.caselli.service.access.OpenIdProvider;
import org.caselli.service.settings.OidcSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a small real provider, and against those who would like to be it. */
class NimbusProviderTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private static final URI BACK = URI.create("http://127.0.0.1:50000/back");
    private static final OpenIdProvider.Visit VISIT =
            new OpenIdProvider.Visit(BACK, "the-state", "the-nonce", VERIFIER);

    /** Only what does not answer at all meets it. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private Instant now = Instant.parse("2026-11-21T09:30:00Z");
    private TestProvider there;
    private NimbusProvider provider;

    @BeforeEach
    void open() throws IOException {
        there = new TestProvider(() -> now);
        provider = new NimbusProvider();
    }

    @AfterEach
    void close() {
        there.close();
    }

    private OidcSettings settings() {
        return settings(there.issuer(), TestProvider.SECRET, List.of("fax=office"));
    }

    private static OidcSettings settings(String issuer, String secret, List<String> groups) {
        return new OidcSettings(
                issuer,
                TestProvider.CLIENT,
                secret,
                "openid profile email",
                TestProvider.AUDIENCE,
                "sub",
                "preferred_username",
                "email",
                "groups",
                groups,
                "");
    }

    /** The code with which the provider sends a browser back. */
    private String code(OpenIdProvider.Visit visit) throws Exception {
        URI address = provider.authorization(settings(), visit, now);
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            String back = answer.headers().firstValue("Location").orElseThrow();
            assertThat(back).startsWith(BACK.toString()).endsWith("&state=" + visit.state());
            return back.replaceAll(".*code=([^&]*).*", "$1");
        }
    }

    private static void refused(Kind kind, String says, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        DirectoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .hasMessageContaining(says);
    }

    private void notTaken(String says, String token) {
        refused(Kind.REFUSED, says, () -> provider.bearer(settings(), token, now));
    }

    private String access(Consumer<JWTClaimsSet.Builder> change) throws Exception {
        return there.accessToken(change);
    }

    // With a browser.

    @Test
    void who_comes_back_with_the_code_is_who_the_id_token_says() throws Exception {
        there.person = Map.of(
                "sub",
                "s-7",
                "preferred_username",
                "Ann@here.example",
                "name",
                "Ann Other",
                "email",
                "ann@here.example",
                "groups",
                List.of("fax", "other"));
        DirectoryUser user = provider.redeem(settings(), VISIT, code(VISIT), now);
        assertThat(user)
                .isEqualTo(new DirectoryUser(
                        there.issuer(),
                        "s-7",
                        "Ann",
                        "Ann Other",
                        "ann@here.example",
                        Optional.of(Set.of("fax", "other"))));
        assertThat(there.tokenRequests.getLast())
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code_verifier", VERIFIER)
                .containsEntry("redirect_uri", BACK.toString());
    }

    @Test
    void the_address_for_the_browser_has_the_challenge_and_not_the_verifier() throws Exception {
        String address = provider.authorization(settings(), VISIT, now).toString();
        assertThat(address)
                .startsWith(there.issuer() + "/authorize?")
                .contains("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM") // RFC 7636 appendix B
                .contains("code_challenge_method=S256", "nonce=the-nonce", "state=the-state", "response_type=code")
                .doesNotContain(VERIFIER)
                .doesNotContain("secret");
    }

    @Test
    void a_code_counts_once_and_only_with_its_verifier() throws Exception {
        String code = code(VISIT);
        provider.redeem(settings(), VISIT, code, now);
        refused(Kind.REFUSED, "the code is not known", () -> provider.redeem(settings(), VISIT, code, now));
        String stolen = code(VISIT);
        var thief = new OpenIdProvider.Visit(BACK, "the-state", "the-nonce", VERIFIER.replace('d', 'e'));
        refused(Kind.REFUSED, "invalid_grant", () -> provider.redeem(settings(), thief, stolen, now));
    }

    @Test
    void an_id_token_of_another_sign_in_client_issuer_or_time_is_refused() throws Exception {
        Map<String, Consumer<JWTClaimsSet.Builder>> attacks = Map.of(
                "its nonce is not ours", claims -> claims.claim("nonce", "another"),
                "meant for somebody else", claims -> claims.audience("another"),
                "made for another client", claims -> claims.audience(List.of(TestProvider.CLIENT, "another")),
                "from another issuer", claims -> claims.issuer("https://another.example"),
                "has expired", claims -> claims.expirationTime(Date.from(now.minusSeconds(61))),
                "does not count yet", claims -> claims.notBeforeTime(Date.from(now.plusSeconds(61))),
                "how long it counts", claims -> claims.expirationTime(null));
        for (var attack : attacks.entrySet()) {
            there.spoil = attack.getValue();
            String code = code(VISIT);
            refused(Kind.REFUSED, attack.getKey(), () -> provider.redeem(settings(), VISIT, code, now));
        }
        there.spoil = claims -> claims.claim("nonce", null);
        String code = code(VISIT);
        refused(Kind.REFUSED, "nonce", () -> provider.redeem(settings(), VISIT, code, now));
    }

    @Test
    void what_is_set_up_wrongly_is_told_as_that() throws Exception {
        String code = code(VISIT);
        refused(
                Kind.SETTINGS,
                "invalid_client",
                () -> provider.redeem(settings(there.issuer(), "wrong", List.of()), VISIT, code, now));
        there.person = Map.of("sub", "s-1");
        String nameless = code(VISIT);
        refused(Kind.SETTINGS, "preferred_username", () -> provider.redeem(settings(), VISIT, nameless, now));
        there.person = Map.of("sub", "s-1", "preferred_username", "ann", "_claim_names", Map.of("groups", "src1"));
        String many = code(VISIT);
        refused(Kind.SETTINGS, "more groups", () -> provider.redeem(settings(), VISIT, many, now));
    }

    @Test
    void a_mail_address_that_nobody_has_verified_is_not_taken() throws Exception {
        there.person =
                Map.of("sub", "s", "preferred_username", "ann", "email", "boss@here.example", "email_verified", false);
        assertThat(provider.redeem(settings(), VISIT, code(VISIT), now).email()).isEmpty();
    }

    // Without a browser.

    @Test
    void without_a_browser_one_asks_until_the_person_has_agreed() throws Exception {
        OpenIdProvider.DeviceCode code = provider.device(settings(), now);
        assertThat(code.userCode()).isEqualTo("WDJB-MJHT");
        assertThat(code.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(provider.progress(settings(), code.deviceCode(), now))
                .isInstanceOf(OpenIdProvider.Progress.Pending.class);
        there.tokenError = "slow_down";
        assertThat(provider.progress(settings(), code.deviceCode(), now))
                .isInstanceOf(OpenIdProvider.Progress.SlowDown.class);
        there.tokenError = "access_denied";
        refused(Kind.REFUSED, "access_denied", () -> provider.progress(settings(), code.deviceCode(), now));
        there.tokenError = "";
        there.agree();
        assertThat(provider.progress(settings(), code.deviceCode(), now))
                .isInstanceOfSatisfying(
                        OpenIdProvider.Progress.Done.class,
                        done -> assertThat(done.user().name()).isEqualTo("ann"));
        refused(Kind.REFUSED, "expired_token", () -> provider.progress(settings(), code.deviceCode(), now));
    }

    // Bearer tokens.

    @Test
    void an_access_token_for_us_is_taken_whether_signed_with_rsa_or_an_elliptic_curve() throws Exception {
        assertThat(provider.bearer(settings(), access(claims -> {}), now).subject())
                .isEqualTo("s-1");
        var curve = TestProvider.ec();
        there.more = List.of(curve);
        now = now.plus(Kept.PAUSE);
        String token = TestProvider.signed(there.accessClaims(claims -> {}), JOSEObjectType.JWT, curve);
        assertThat(provider.bearer(settings(), token, now).name()).isEqualTo("ann");
    }

    @Test
    void an_access_token_of_another_issuer_audience_or_time_is_refused() throws Exception {
        notTaken("from another issuer", access(claims -> claims.issuer("https://another.example")));
        notTaken("from another issuer", access(claims -> claims.issuer(null)));
        notTaken("meant for somebody else", access(claims -> claims.audience("https://mail.example")));
        notTaken("meant for somebody else", access(claims -> claims.audience((String) null)));
        notTaken("has expired", access(claims -> claims.expirationTime(Date.from(now.minusSeconds(60)))));
        notTaken("does not count yet", access(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(61)))));
        notTaken("does not count yet", access(claims -> claims.issueTime(Date.from(now.plusSeconds(61)))));
        // A minute between two clocks is nothing.
        String late = access(claims -> claims.expirationTime(Date.from(now.minusSeconds(59))));
        String early = access(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(59))));
        assertThat(provider.bearer(settings(), late, now).name()).isEqualTo("ann");
        assertThat(provider.bearer(settings(), early, now).name()).isEqualTo("ann");
    }

    @Test
    void an_id_token_is_no_access_token() throws Exception {
        notTaken("no access token", access(claims -> claims.claim("at_hash", "x")));
        notTaken("no access token", access(claims -> claims.claim("typ", "ID")));
        notTaken(
                "no access token",
                TestProvider.signed(there.accessClaims(claims -> {}), new JOSEObjectType("logout+jwt"), there.key));
    }

    @Test
    void a_token_that_nobody_signed_is_refused() throws Exception {
        String claims = new PlainJWT(there.accessClaims(each -> {})).serialize();
        notTaken("no signed token", claims);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        notTaken("no signed token", none + "." + claims.split("\\.")[1] + ".AAAA");
        notTaken("no signed token", "eyJ.eyJ.x");
    }

    @Test
    void a_token_that_is_signed_with_the_public_key_as_a_shared_one_is_refused() throws Exception {
        byte[] publicKey = there.key.toRSAPublicKey().getEncoded();
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS512)) {
            var header =
                    new JWSHeader.Builder(algorithm).keyID(there.key.getKeyID()).build();
            var token = new SignedJWT(header, there.accessClaims(each -> {}));
            token.sign(new MACSigner(publicKey));
            notTaken("which is not taken", token.serialize());
        }
    }

    @Test
    void a_token_of_a_key_that_the_provider_does_not_name_is_refused_whatever_it_brings_along() throws Exception {
        RSAKey own = TestProvider.rsa();
        String stranger = TestProvider.signed(there.accessClaims(each -> {}), JOSEObjectType.JWT, own);
        notTaken("key that the provider does not name", stranger);
        // The same under the name of the right key, and with its own key or the address of one in the header.
        RSAKey named = new RSAKey.Builder(own).keyID(there.key.getKeyID()).build();
        notTaken("wrong signature", TestProvider.signed(there.accessClaims(each -> {}), JOSEObjectType.JWT, named));
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create(there.issuer() + "/mine"))
                .build();
        var token = new SignedJWT(header, there.accessClaims(each -> {}));
        token.sign(new RSASSASigner(own));
        notTaken("wrong signature", token.serialize());
    }

    @Test
    void a_changed_token_is_refused() throws Exception {
        String[] parts = access(claims -> {}).split("\\.");
        String other = access(claims -> claims.subject("somebody-else")).split("\\.")[1];
        notTaken("wrong signature", parts[0] + "." + other + "." + parts[2]);
    }

    @Test
    void a_new_key_is_found_at_once_and_an_old_one_is_believed_for_ten_minutes_at_most() throws Exception {
        String old = access(claims -> claims.expirationTime(Date.from(now.plus(Duration.ofHours(2)))));
        provider.bearer(settings(), old, now);
        assertThat(there.keyQuestions()).isEqualTo(1);
        there.key = TestProvider.rsa();
        now = now.plus(Kept.PAUSE);
        provider.bearer(settings(), access(claims -> {}), now);
        assertThat(there.keyQuestions()).isEqualTo(2);
        notTaken("key that the provider does not name", old);
        // A key that is withdrawn and replaced by nothing that anybody uses.
        String withdrawn = access(claims -> claims.expirationTime(Date.from(now.plus(Duration.ofHours(2)))));
        there.key = TestProvider.rsa();
        now = now.plus(Kept.FRESH);
        notTaken("key that the provider does not name", withdrawn);
    }

    @Test
    void a_flood_of_unknown_keys_does_not_become_a_flood_of_questions() throws Exception {
        provider.bearer(settings(), access(claims -> {}), now);
        now = now.plus(Kept.PAUSE);
        String stranger = TestProvider.signed(there.accessClaims(each -> {}), JOSEObjectType.JWT, TestProvider.rsa());
        for (int i = 0; i < 50; i++) {
            notTaken("key that the provider does not name", stranger);
        }
        assertThat(there.keyQuestions()).isEqualTo(2);
    }

    // Troubles.

    @Test
    void a_provider_that_calls_itself_otherwise_is_not_believed() {
        there.liar = true;
        refused(Kind.SETTINGS, "calls itself", () -> provider.authorization(settings(), VISIT, now));
    }

    @Test
    void a_provider_that_is_away_is_told_so_at_once_and_not_asked_again_for_a_while() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        OidcSettings nowhere = settings("http://127.0.0.1:" + port, "x", List.of());
        refused(Kind.AWAY, "could not be asked", () -> provider.authorization(nowhere, VISIT, now));
        refused(Kind.AWAY, "could not be asked", () -> provider.bearer(nowhere, access(claims -> {}), now));
    }

    @Test
    void a_provider_that_takes_the_connection_and_says_nothing_does_not_hold_anybody_for_long() {
        there.silent = true;
        var impatient = new NimbusProvider(SHORT);
        refused(Kind.AWAY, "did not answer within 2 s", () -> impatient.authorization(settings(), VISIT, now));
        // Who comes next is answered without waiting for it again.
        refused(Kind.AWAY, "did not answer within 2 s", () -> impatient.authorization(settings(), VISIT, now));
    }

    @Test
    void tokens_count_on_for_an_hour_while_the_provider_is_away() throws Exception {
        String token = access(claims -> claims.expirationTime(Date.from(now.plus(Duration.ofDays(1)))));
        provider.bearer(settings(), token, now);
        OidcSettings same = settings();
        there.close();
        now = now.plus(Kept.STALE).minusSeconds(1);
        assertThat(provider.bearer(same, token, now).name()).isEqualTo("ann");
        now = now.plus(Kept.PAUSE);
        refused(Kind.AWAY, "could not be asked", () -> provider.bearer(same, token, now));
    }

    @Test
    void nothing_goes_to_an_address_in_the_clear() {
        var web = new Web[1];
        assertThatThrownBy(() -> {
                    web[0] = new Web("", SHORT);
                    web[0].text(URI.create("http://login.example/.well-known/openid-configuration"));
                })
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining("not https");
        web[0].close();
    }
}

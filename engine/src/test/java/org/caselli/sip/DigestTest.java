package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.Digest.Algorithm;
import org.caselli.sip.message.AuthParams;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipUri;
import org.junit.jupiter.api.Test;

/** The arithmetic, against what is printed in the RFCs, and how a caller answers challenges with it. */
class DigestTest {
    private static final Input.Login MUFASA = new Input.Login("Mufasa", "Circle of Life");
    private static final String REALM = "http-auth@example.org";
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final String RFC7616 = "realm=\"" + REALM + "\", qop=\"auth, auth-int\", nonce=\"" + NONCE
            + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private final Authenticator authenticator = new Authenticator(Optional.of(MUFASA), () -> CNONCE);

    private static String example(String algorithm) {
        return Digest.response(
                Algorithm.read(Optional.of(algorithm)).orElseThrow(),
                "Mufasa",
                REALM,
                "Circle of Life",
                NONCE,
                "00000001",
                CNONCE,
                true,
                "GET",
                "/dir/index.html");
    }

    private static Request question(Headers more) {
        Headers headers = Headers.of(
                "Via", "SIP/2.0/UDP h;branch=z9hG4bK1",
                "From", "<sip:a@h>;tag=1",
                "To", "<sip:b@h>",
                "Call-ID", "c",
                "CSeq", "1 INVITE");
        for (var header : more.list()) {
            headers = headers.and(header.name(), header.value());
        }
        return Request.of("INVITE", SipUri.of("b", "h", 0), headers, new byte[0]);
    }

    private static Request question() {
        return question(Headers.of());
    }

    private static Response challenge(int status, String... challenges) {
        Headers headers = question().headers();
        for (String challenge : challenges) {
            headers = headers.and(status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", challenge);
        }
        return Response.of(status, "", headers, new byte[0]);
    }

    private static List<AuthParams> shown(Headers headers, String name) {
        return headers.all(name).stream()
                .map(value -> AuthParams.read(value).orElseThrow())
                .toList();
    }

    @Test
    void the_example_of_rfc_7616_comes_out_for_md5_and_sha_256() {
        // RFC 7616 clause 3.9.1
        assertThat(example("MD5")).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
        assertThat(example("SHA-256")).isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    void sha_512_256_comes_out_as_openssl_figures_it() {
        // the example of RFC 7616 clause 3.9.2 hides the user, as nobody does in SIP; figured with openssl dgst
        // -sha512-256
        assertThat(example("SHA-512-256"))
                .isEqualTo("430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0");
    }

    @Test
    void an_old_challenge_without_qop_is_answered_as_rfc_2617_says() {
        // RFC 2617 clause 3.5's realm and nonce, without qop: MD5(HA1:nonce:HA2), figured with md5sum
        assertThat(Digest.response(
                        Algorithm.read(Optional.empty()).orElseThrow(),
                        "Mufasa",
                        "testrealm@host.com",
                        "Circle Of Life",
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        "",
                        "",
                        false,
                        "GET",
                        "/dir/index.html"))
                .isEqualTo("670fd8c2df070c60b045671b8b24ff02");
        String old = "Digest realm=\"r\", nonce=\"n\"";
        Headers answered =
                authenticator.answer(challenge(401, old), question(), 0).orElseThrow();
        assertThat(answered.get("Authorization").orElseThrow()).doesNotContain("qop", "cnonce", "nc=");
    }

    @Test
    void the_strongest_of_several_challenges_is_answered() {
        Headers answered = authenticator
                .answer(
                        challenge(
                                407,
                                "Digest " + RFC7616 + ", algorithm=MD5",
                                "Digest " + RFC7616 + ", algorithm=SHA-256",
                                "Digest " + RFC7616 + ", algorithm=SHA-512-256"),
                        question(),
                        0)
                .orElseThrow();
        List<AuthParams> shown = shown(answered, "Proxy-Authorization");
        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().get("algorithm")).isEqualTo("SHA-256");
        assertThat(shown.getFirst().get("opaque")).startsWith("FQhe");
        assertThat(shown.getFirst().get("uri")).isEqualTo("sip:b@h");
    }

    @Test
    void the_proxy_and_the_server_may_both_ask() {
        Headers once = authenticator
                .answer(challenge(407, "Digest realm=\"proxy\", nonce=\"p\", qop=\"auth\""), question(), 0)
                .orElseThrow();
        Headers twice = authenticator
                .answer(challenge(401, "Digest realm=\"server\", nonce=\"s\", qop=\"auth\""), question(once), 1)
                .orElseThrow();
        assertThat(shown(twice, "Proxy-Authorization")).hasSize(1);
        assertThat(shown(twice, "Authorization")).hasSize(1);
        assertThat(authenticator.unasked("BYE", "sip:b@h"))
                .extracting(
                        header -> AuthParams.read(header.value()).orElseThrow().get("nc"))
                .containsExactly("00000002", "00000002");
    }

    @Test
    void the_same_credentials_are_not_tried_again_unless_only_the_nonce_was_old() {
        String first = "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"";
        Headers once =
                authenticator.answer(challenge(401, first), question(), 0).orElseThrow();
        String second = "Digest realm=\"r\", nonce=\"n2\", qop=\"auth\"";
        assertThat(authenticator.answer(challenge(401, second), question(once), 1))
                .isEmpty();
        Headers again = authenticator
                .answer(challenge(401, second + ", stale=TRUE"), question(once), 1)
                .orElseThrow();
        assertThat(shown(again, "Authorization"))
                .extracting(shown -> shown.get("nonce"), shown -> shown.get("nc"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple("n2", "00000001"));
        assertThat(authenticator.answer(
                        challenge(401, second + ", stale=true"), question(again), Authenticator.MOST_TRIES))
                .isEmpty();
    }

    @Test
    void what_was_shown_unasked_may_be_refused_for_its_age_alone() {
        String first = "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"";
        assertThat(authenticator.answer(challenge(401, first), question(), 0)).isPresent();
        Headers unasked = new Headers(authenticator.unasked("INVITE", "sip:b@h"));
        String second = "Digest realm=\"r\", nonce=\"n2\", qop=\"auth\"";
        assertThat(authenticator.answer(challenge(401, second), question(unasked), 0))
                .isPresent();
        Headers wrong = new Headers(authenticator.unasked("INVITE", "sip:b@h"));
        assertThat(authenticator.answer(challenge(401, second), question(wrong), 0))
                .isEmpty();
    }

    @Test
    void what_we_cannot_answer_is_not_answered() {
        for (List<String> challenges : List.of(
                List.<String>of(),
                List.of("Basic realm=\"x\""),
                List.of("Digest realm=\"x\", nonce=\"y\", algorithm=AKAv1-MD5"),
                List.of("Digest realm=\"x\", nonce=\"y\", qop=\"auth-int\""),
                List.of("Digest realm=\"x\""))) {
            assertThat(authenticator.answer(challenge(401, challenges.toArray(String[]::new)), question(), 0))
                    .as("%s", challenges)
                    .isEmpty();
        }
        assertThat(new Authenticator(Optional.empty(), () -> CNONCE)
                        .answer(challenge(401, "Digest " + RFC7616), question(), 0))
                .isEmpty();
    }

    @Test
    void only_the_realm_that_the_login_is_for_is_answered() {
        var careful = new Authenticator(Optional.of(new Input.Login("a", "b", "mine")), () -> CNONCE);
        assertThat(careful.answer(challenge(401, "Digest realm=\"theirs\", nonce=\"n\""), question(), 0))
                .isEmpty();
        Headers answered = careful.answer(
                        challenge(401, "Digest realm=\"theirs\", nonce=\"n\"", "Digest realm=\"mine\", nonce=\"n\""),
                        question(),
                        0)
                .orElseThrow();
        assertThat(shown(answered, "Authorization"))
                .extracting(shown -> shown.get("realm"))
                .containsExactly("mine");
    }

    @Test
    void quotes_in_names_survive() {
        var odd = new Authenticator(Optional.of(new Input.Login("a\"b\\c", "p")), () -> CNONCE);
        Headers answered = odd.answer(challenge(401, "Digest realm=\"r, \\\"s\\\"\", nonce=\"n\""), question(), 0)
                .orElseThrow();
        AuthParams shown = shown(answered, "Authorization").getFirst();
        assertThat(Arrays.asList(shown.get("username"), shown.get("realm"))).containsExactly("a\"b\\c", "r, \"s\"");
    }

    @Test
    void a_password_stands_in_no_text() {
        assertThat(MUFASA.toString()).doesNotContain("Circle");
    }
}

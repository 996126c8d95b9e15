package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Response;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final Input.Login MUFASA = new Input.Login("Mufasa", "Circle of Life");

    private static Response challenge(int status, String... challenges) {
        Headers headers = Headers.of(
                "Via", "SIP/2.0/UDP h;branch=z9hG4bK1",
                "From", "<sip:a@h>;tag=1",
                "To", "<sip:b@h>;tag=2",
                "Call-ID", "c",
                "CSeq", "1 INVITE");
        for (String challenge : challenges) {
            headers = headers.and(status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", challenge);
        }
        return Response.of(status, "", headers, new byte[0]);
    }

    private static final String RFC7616 = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    private static Optional<Header> answer(Response response) {
        return Digest.answer(response, MUFASA, "GET", "/dir/index.html", CNONCE);
    }

    @Test
    void the_example_of_rfc_7616_comes_out_for_md5_and_sha_256() {
        assertThat(answer(challenge(401, "Digest " + RFC7616 + ", algorithm=MD5"))
                        .orElseThrow()
                        .value())
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"", "opaque=\"FQhe", "qop=auth");
        assertThat(answer(challenge(401, "Digest " + RFC7616 + ", algorithm=SHA-256"))
                        .orElseThrow()
                        .value())
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
    }

    @Test
    void the_stronger_of_two_challenges_is_answered() {
        Header header = answer(challenge(
                        407,
                        "Digest " + RFC7616 + ", algorithm=MD5",
                        "Digest " + RFC7616 + ", algorithm=SHA-256",
                        "Digest " + RFC7616 + ", algorithm=SHA-512-256"))
                .orElseThrow();
        assertThat(header.name()).isEqualTo("Proxy-Authorization");
        assertThat(header.value()).contains("algorithm=SHA-256");
    }

    @Test
    void an_old_challenge_without_qop_is_answered_as_rfc_2617_says() {
        // RFC 2617 clause 3.5's password and nonce, without qop: MD5(HA1:nonce:HA2), figured with md5sum
        Header header = Digest.answer(
                        challenge(
                                401,
                                "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""),
                        new Input.Login("Mufasa", "Circle Of Life"),
                        "GET",
                        "/dir/index.html",
                        CNONCE)
                .orElseThrow();
        assertThat(header.value())
                .contains("response=\"670fd8c2df070c60b045671b8b24ff02\"")
                .doesNotContain("qop", "cnonce");
    }

    @Test
    void what_we_cannot_answer_is_not_answered() {
        for (List<String> challenges : List.of(
                List.<String>of(),
                List.of("Basic realm=\"x\""),
                List.of("Digest realm=\"x\", nonce=\"y\", algorithm=SHA-512-256"),
                List.of("Digest realm=\"x\""))) {
            assertThat(answer(challenge(401, challenges.toArray(String[]::new))))
                    .isEmpty();
        }
    }

    @Test
    void a_password_stands_in_no_text() {
        assertThat(MUFASA.toString()).doesNotContain("Circle");
    }
}

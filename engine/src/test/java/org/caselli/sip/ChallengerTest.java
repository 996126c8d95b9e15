package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.caselli.sip.Challenger.Verdict;
import org.caselli.sip.message.AuthParams;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Uri;
import org.junit.jupiter.api.Test;

/** How callers are challenged and judged, with our own caller's side answering. */
class ChallengerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Uri URI = SipUri.of("4930123", "10.0.0.1", 5060);

    private final Challenger challenger =
            new Challenger("caselli", new byte[32], Duration.ofSeconds(60), new SplittableRandom(5));
    private final Authenticator caller =
            new Authenticator(Optional.of(new Input.Login("gate", "open sesame")), () -> "cnonce7");

    private static Request invite(Headers more) {
        Headers headers = Headers.of(
                "Via", "SIP/2.0/UDP h;branch=z9hG4bK1",
                "From", "<sip:a@h>;tag=1",
                "To", "<sip:b@h>",
                "Call-ID", "c",
                "CSeq", "1 INVITE");
        for (Header header : more.list()) {
            headers = headers.and(header.name(), header.value());
        }
        return Request.of("INVITE", URI, headers, new byte[0]);
    }

    private Headers answer(Authenticator who, Instant at, String... algorithms) {
        Request request = invite(Headers.of());
        List<Header> challenges = challenger.challenge(false, at).stream()
                .filter(header -> algorithms.length == 0 || header.value().contains("algorithm=" + algorithms[0] + ","))
                .toList();
        Response response = Response.to(request, 401, "", "t", challenges, new byte[0]);
        Headers answered = who.answer(response, request, 0).orElseThrow();
        return Headers.of("Authorization", answered.get("Authorization").orElseThrow());
    }

    private Verdict judge(Headers headers, Instant at) {
        return challenger
                .judge(
                        "INVITE",
                        URI,
                        headers,
                        user -> user.equals("gate") ? Optional.of("open sesame") : Optional.empty(),
                        at)
                .verdict();
    }

    @Test
    void both_hashes_are_offered_the_better_first() {
        assertThat(challenger.challenge(false, NOW))
                .extracting(
                        header -> AuthParams.read(header.value()).orElseThrow().get("algorithm"))
                .containsExactly("SHA-256", "MD5");
        assertThat(challenger.challenge(true, NOW))
                .allMatch(header -> header.value().endsWith("stale=true"));
    }

    @Test
    void who_knows_the_password_is_welcome_with_either_hash() {
        assertThat(judge(answer(caller, NOW), NOW.plusSeconds(1))).isEqualTo(Verdict.WELCOME);
        assertThat(judge(answer(caller, NOW, "MD5"), NOW.plusSeconds(1))).isEqualTo(Verdict.WELCOME);
    }

    @Test
    void who_shows_nothing_is_asked() {
        assertThat(judge(Headers.of(), NOW)).isEqualTo(Verdict.MISSING);
        assertThat(judge(Headers.of("Authorization", "Digest realm=\"other\""), NOW))
                .isEqualTo(Verdict.MISSING);
        assertThat(judge(Headers.of("Authorization", "Basic abc"), NOW)).isEqualTo(Verdict.MISSING);
    }

    @Test
    void a_wrong_password_or_user_is_wrong_and_never_stale() {
        var wrong = new Authenticator(Optional.of(new Input.Login("gate", "open barley")), () -> "c");
        assertThat(judge(answer(wrong, NOW), NOW)).isEqualTo(Verdict.WRONG);
        assertThat(judge(answer(wrong, NOW), NOW.plusSeconds(120))).isEqualTo(Verdict.WRONG);
        var nobody = new Authenticator(Optional.of(new Input.Login("nobody", "")), () -> "c");
        assertThat(judge(answer(nobody, NOW), NOW)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void an_old_nonce_is_stale_and_so_is_one_of_somebody_else() {
        Headers headers = answer(caller, NOW);
        assertThat(judge(headers, NOW.plusSeconds(60))).isEqualTo(Verdict.STALE);
        var other = new Challenger(
                "caselli",
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7},
                Duration.ofSeconds(60),
                new SplittableRandom(5));
        assertThat(other.judge("INVITE", URI, headers, user -> Optional.of("open sesame"), NOW)
                        .verdict())
                .isEqualTo(Verdict.STALE);
    }

    @Test
    void credentials_are_taken_once() {
        Headers headers = answer(caller, NOW);
        assertThat(judge(headers, NOW)).isEqualTo(Verdict.WELCOME);
        assertThat(judge(headers, NOW)).isEqualTo(Verdict.STALE);
        // the next count of the same nonce is another matter, also when two come in the wrong order
        Headers second = new Headers(caller.unasked("INVITE", URI.toString()));
        Headers third = new Headers(caller.unasked("INVITE", URI.toString()));
        assertThat(judge(third, NOW)).isEqualTo(Verdict.WELCOME);
        assertThat(judge(second, NOW)).isEqualTo(Verdict.WELCOME);
        assertThat(judge(second, NOW)).isEqualTo(Verdict.STALE);
    }

    @Test
    void credentials_for_another_number_or_method_are_worth_nothing() {
        Headers headers = answer(caller, NOW);
        assertThat(challenger
                        .judge(
                                "INVITE",
                                SipUri.of("0900666", "10.0.0.1", 5060),
                                headers,
                                user -> Optional.of("open sesame"),
                                NOW)
                        .verdict())
                .isEqualTo(Verdict.WRONG);
        assertThat(challenger
                        .judge("BYE", URI, headers, user -> Optional.of("open sesame"), NOW)
                        .verdict())
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void damaged_credentials_are_never_welcome() {
        for (int seed = 0; seed < 5000; seed++) {
            var random = new SplittableRandom(seed);
            String good = answer(caller, NOW).get("Authorization").orElseThrow();
            var damaged = new StringBuilder(good);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                int at = random.nextInt("Digest ".length(), damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, (char) random.nextInt(' ', 256));
                    case 1 -> damaged.deleteCharAt(at);
                    default -> damaged.insert(at, "\"\\,= x".charAt(random.nextInt(6)));
                }
            }
            Headers headers = Headers.of("Authorization", damaged.toString());
            Verdict verdict = judge(headers, NOW);
            if (verdict == Verdict.WELCOME) {
                // Harmless damage only: what counts reads as it did before.
                AuthParams was = AuthParams.read(good).orElseThrow();
                AuthParams is = AuthParams.read(damaged.toString()).orElseThrow();
                for (String name : List.of("username", "realm", "nonce", "uri", "nc", "cnonce")) {
                    assertThat(is.get(name))
                            .as("seed %d, %s in %s", seed, name, damaged)
                            .isEqualTo(was.get(name));
                }
            }
        }
    }

    @Test
    void any_octets_are_read_as_credentials_without_harm() {
        for (int seed = 0; seed < 5000; seed++) {
            var random = new SplittableRandom(seed);
            var parts = List.of("Digest ", "digest", "=", "\"", "\\", ",", " ", "realm", "nonce", "a", "\t", "\u00e9");
            var text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            Optional<AuthParams> read = AuthParams.read(text.toString());
            var names = new ArrayList<String>();
            read.ifPresent(params -> params.params().list().forEach(param -> names.add(param.name())));
            assertThat(names)
                    .as("seed %d: %s", seed, text)
                    .allMatch(name -> !name.contains("=") && !name.contains(","));
        }
    }
}

package org.caselli.service.mail;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.caselli.service.settings.ReceiptSettings;
import org.jspecify.annotations.Nullable;

/** Gets access tokens for the mail server with the client's id and secret (RFC 6749 clause 4.4), and keeps each while it lives. */
final class Tokens {
    /** Ours: what a token server says in a screen of text is more than enough. */
    private static final int MOST_OCTETS = 1 << 20;

    /** Ours: a token that ends while a mail is on its way is of no use. */
    private static final Duration SPARE = Duration.ofMinutes(2);

    /** Where the answer names no end of the token's life (RFC 6749 clause 5.1 only recommends it). */
    private static final long SECONDS = 300;

    private record Kept(String url, String client, String scope, String secret, String token, Instant until) {}

    private final InstantSource clock;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Kept> kept = Optional.empty();

    Tokens(InstantSource clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** A token that lives for some time yet. */
    String token(ReceiptSettings settings) throws MailException {
        lock.lock();
        try {
            Instant now = clock.instant();
            Optional<Kept> known = kept.filter(each -> each.until().isAfter(now)
                    && each.url().equals(settings.tokenUrl())
                    && each.client().equals(settings.clientId())
                    && each.secret().equals(settings.clientSecret())
                    && each.scope().equals(settings.scope()));
            if (known.isPresent()) {
                return known.get().token();
            }
        } finally {
            lock.unlock();
        }
        Kept fresh = fetch(settings);
        lock.lock();
        try {
            kept = Optional.of(fresh);
        } finally {
            lock.unlock();
        }
        return fresh.token();
    }

    /** The mail server has refused it: the next mail gets another one. */
    void forget() {
        lock.lock();
        try {
            kept = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Kept fetch(ReceiptSettings settings) throws MailException {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret());
        if (!settings.scope().isEmpty()) {
            form.put("scope", settings.scope());
        }
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(patience).build()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(settings.tokenUrl()))
                            .timeout(patience)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Accept", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_OCTETS));
            return read(settings, answer);
        } catch (IOException | IllegalArgumentException cause) {
            throw none(settings, String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            throw none(settings, "the server stops", urged);
        }
    }

    private Kept read(ReceiptSettings settings, HttpResponse<byte[]> answer) throws MailException {
        Map<String, Object> said = Map.of();
        try {
            said = JsonMapper.builder().build().fromJsonObject(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JsonException | IllegalStateException | IllegalArgumentException cause) {
            throw none(settings, "HTTP status " + answer.statusCode() + ", and no JSON", cause);
        }
        if (answer.statusCode() != 200 || !(said.get("access_token") instanceof String token) || token.isEmpty()) {
            String error = said.get("error") instanceof String name ? name : "no access_token";
            throw none(
                    settings,
                    "HTTP status " + answer.statusCode() + ", "
                            + error.replaceAll("[^\\x20-\\x7E]", "?").substring(0, Math.min(100, error.length())),
                    null);
        }
        if (token.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) { // RFC 6749 appendix A.12: VSCHAR
            throw none(settings, "its token has characters that no token has", null);
        }
        long seconds = said.get("expires_in") instanceof Number number ? number.longValue() : SECONDS;
        Instant until =
                clock.instant().plusSeconds(Math.clamp(seconds, 0, 86_400)).minus(SPARE);
        return new Kept(
                settings.tokenUrl(), settings.clientId(), settings.scope(), settings.clientSecret(), token, until);
    }

    private static MailException none(ReceiptSettings settings, String why, @Nullable Throwable cause) {
        return new MailException(
                MailException.Hope.LATER,
                "There is no token for the mail server to be had at " + settings.tokenUrl() + ": " + why
                        + ". Check tokenUrl, clientId, clientSecret and scope in the settings receipts.",
                cause);
    }
}

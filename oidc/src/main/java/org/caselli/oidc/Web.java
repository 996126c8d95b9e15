package org.caselli.oidc;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caselli.service.access.DirectoryException;
import org.caselli.service.access.TrustedAuthorities;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider over HTTP. Every answer is there within some seconds or is none; it is small, and never from elsewhere: no
 * redirect is followed, and nothing goes in the clear but to this machine.
 */
final class Web implements AutoCloseable {
    private static final int MOST_OCTETS = 1_000_000;

    private final HttpClient client;
    private final Duration patience;

    /**
     * @param authority certificates (PEM) that are trusted besides those of the JDK
     * @param patience  how long an answer may take
     */
    Web(String authority, Duration patience) throws DirectoryException {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(TrustedAuthorities.with(authority))
                .build();
    }

    /** The text at an address. */
    String text(URI address) throws DirectoryException {
        HttpResponse<byte[]> response =
                sent(HttpRequest.newBuilder(checked(address)).header("Accept", "application/json"));
        if (response.statusCode() != 200) {
            throw away(address, "answered " + response.statusCode(), null);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** What is answered to this, also if it is an error that the provider explains. */
    HTTPResponse answer(HTTPRequest request) throws DirectoryException {
        URI address = checked(request.getURI());
        var plain = HttpRequest.newBuilder(address)
                .method(
                        request.getMethod().name(),
                        HttpRequest.BodyPublishers.ofString(request.getBody() == null ? "" : request.getBody()));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> plain.header(name, value)));
        plain.header("Accept", "application/json");
        HttpResponse<byte[]> response = sent(plain);
        if (response.statusCode() >= 500 || (response.statusCode() >= 300 && response.statusCode() < 400)) {
            throw away(address, "answered " + response.statusCode(), null);
        }
        var answer = new HTTPResponse(response.statusCode());
        try {
            answer.setContentType(response.headers().firstValue("Content-Type").orElse("text/plain"));
        } catch (ParseException cause) {
            throw away(address, "answered with a type of content that is none", cause);
        }
        answer.setBody(new String(response.body(), StandardCharsets.UTF_8));
        return answer;
    }

    private HttpResponse<byte[]> sent(HttpRequest.Builder request) throws DirectoryException {
        HttpRequest built = request.timeout(patience).build();
        var coming = client.sendAsync(built, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_OCTETS));
        try {
            // The client's own limit ends with the head of the answer; ours with its last octet.
            return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException cause) {
            coming.cancel(true);
            throw away(built.uri(), "did not answer within " + patience.toSeconds() + " s", cause);
        } catch (ExecutionException cause) {
            Throwable why = cause.getCause() instanceof IOException ? cause.getCause() : cause;
            String said = why.getMessage();
            throw away(
                    built.uri(),
                    "could not be asked (" + why.getClass().getSimpleName() + (said == null ? "" : ": " + said) + ")",
                    cause);
        } catch (InterruptedException cause) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw away(built.uri(), "was not asked to the end", cause);
        }
    }

    private static URI checked(URI address) throws DirectoryException {
        boolean secure = "https".equals(address.getScheme())
                || ("http".equals(address.getScheme())
                        && Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(address.getHost())));
        if (!secure || address.getHost() == null) {
            throw new DirectoryException(
                    DirectoryException.Kind.SETTINGS, "The OpenID provider names " + address + ", which is not https.");
        }
        return address;
    }

    private static DirectoryException away(URI address, String what, @Nullable Throwable cause) {
        String where = address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
        return new DirectoryException(
                DirectoryException.Kind.AWAY, "The OpenID provider at " + where + " " + what + ".", cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

package org.caselli.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** The HTTP front over a {@link SmallFaxService}, on a free port, and a client that says what it wants. */
final class Front implements AutoCloseable {
    static final String TOKEN = "the-token";
    static final long MAX_UPLOAD = 100_000;

    final SmallFaxService service = new SmallFaxService();
    final HttpFront http;
    private final HttpClient client = HttpClient.newHttpClient();

    Front() throws IOException {
        var facts =
                new ServerFacts("1.2.3", SmallFaxService.NOW, Optional.of(5060), Map.of("modem", "It is not there."));
        http = new HttpFront(
                new HttpSettings("127.0.0.1", 0, MAX_UPLOAD),
                service,
                facts,
                TOKEN,
                Clock.fixed(SmallFaxService.NOW.plusSeconds(5), ZoneOffset.UTC));
        http.start();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder authorised(String path) {
        return to(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    HttpRequest form(String... parts) {
        var body = new StringBuilder();
        for (String part : parts) {
            body.append("--b\r\nContent-Disposition: form-data; ").append(part).append("\r\n");
        }
        body.append("--b--\r\n");
        return authorised("/api/v1/submissions")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    static String field(String name, String value) {
        return "name=\"" + name + "\"\r\n\r\n" + value;
    }

    static String file(String name, String content) {
        return "name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: application/pdf\r\n\r\n" + content;
    }

    static String json(String content) {
        return "name=\"submission\"\r\nContent-Type: application/json\r\n\r\n" + content;
    }

    @Override
    public void close() {
        http.close();
        service.close();
        client.close();
    }
}

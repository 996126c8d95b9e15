package org.caselli.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caselli.service.Slice;
import org.caselli.service.access.Right;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.AuditFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sends who means harm: names that are paths, bodies that are too much, and requests of another site's page. */
class AttackTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private static Front front;

    @BeforeAll
    static void start() throws IOException {
        front = new Front();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static void assertAlive() throws Exception {
        assertThat(front.send(front.authorised("/api/v1/server").build()).statusCode())
                .isEqualTo(200);
    }

    /** Every route that has a name in its address, with its methods. */
    static Stream<String> namedRoutes() {
        return front.http.routes().stream()
                .filter(route -> route.contains("{"))
                .filter(route -> !route.contains("{page}"))
                .sorted();
    }

    // Names that are paths.

    @ParameterizedTest
    @MethodSource("namedRoutes")
    void a_name_in_an_address_leads_to_no_file(String route) throws Exception {
        Path secret = Files.writeString(front.directory.resolve("secret.txt"), "the secret");
        for (String name : List.of(
                "../secret.txt",
                "../../../../../../../../etc/passwd",
                "..\\..\\secret.txt",
                secret.toString(),
                "secret.txt\0.png",
                "file:" + secret,
                ".",
                "x".repeat(3000))) {
            String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20");
            String method = route.split(" ")[0];
            String path = route.split(" ")[1].replaceAll("\\{[^}]+}", encoded);
            HttpResponse<byte[]> answer = front.send(front.authorised(path)
                    .header("Content-Type", "application/json")
                    .header("If-Match", "*")
                    .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                    .build());
            // 200 and 204 only where it is no error if a thing is not there, and one list that may be empty.
            assertThat(answer.statusCode())
                    .as(route + " with " + name + ": " + text(answer))
                    .isLessThan(500)
                    .isNotEqualTo(201);
            assertThat(text(answer)).doesNotContain("the secret").doesNotContain("root:");
            assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        }
        assertThat(secret).hasContent("the secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../tmp/evil.txt",
                "..\\..\\evil.txt",
                "/etc/cron.d/evil",
                "C:\\Windows\\evil.txt",
                "a\0b.txt",
                "evil.txt\r\nSet-Cookie: a=b",
                "\u202egnp.txt",
                "CON"
            })
    void the_name_of_a_file_that_is_sent_is_only_ever_a_name(String name) throws Exception {
        Set<Path> before = files();
        HttpResponse<byte[]> sent = front.send(front.form(
                Front.field("to", "out-later"),
                Front.field("notBefore", "2099-01-01T00:00:00Z"),
                Front.file(name.replace("\r", "%0D").replace("\n", "%0A"), "Dear Bob")));
        HttpResponse<byte[]> kept =
                front.send(front.authorised("/api/v1/documents?name=" + URLEncoder.encode(name, UTF_8))
                        .POST(BodyPublishers.ofString("Dear Bob"))
                        .build());
        for (HttpResponse<byte[]> answer : List.of(sent, kept)) {
            assertThat(answer.statusCode()).as(text(answer)).isIn(201, 400);
        }
        if (kept.statusCode() == 201) {
            String id = JSON.readTree(kept.body()).get("id").asText();
            HttpResponse<byte[]> page = front.send(
                    front.authorised("/api/v1/documents/" + id + "/pages/1").build());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().map()).doesNotContainKey("set-cookie");
        }
        // Whatever was written lies in the data directory, under a name of ours.
        Set<Path> now = files();
        now.removeAll(before);
        assertThat(now).noneMatch(file -> file.getFileName().toString().matches("(?i).*(evil|gnp|con|b\\.txt).*"));
        assertThat(Path.of("/tmp/evil.txt")).doesNotExist();
    }

    @Test
    void a_name_that_fills_the_head_of_a_part_is_refused_or_taken_and_never_an_error_of_ours() throws Exception {
        for (String unit : List.of("x", "\\\\", "\u00e4", ";a=b")) {
            HttpResponse<byte[]> answer = front.send(front.form(
                    Front.field("to", "out-later"),
                    Front.field("notBefore", "2099-01-01T00:00:00Z"),
                    "name=\"file\"; filename=\"" + unit.repeat(8000 / unit.getBytes(UTF_8).length)
                            + "\"\r\n\r\nDear Bob"));
            assertThat(answer.statusCode()).as(unit + " " + text(answer)).isIn(201, 400);
        }
        assertAlive();
    }

    private static Set<Path> files() throws IOException {
        try (var all = Files.walk(front.directory)) {
            return new java.util.HashSet<>(all.filter(Files::isRegularFile).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nSet-Cookie: x=y",
                "a\"; filename=\"evil.exe",
                "a\\\"b",
                "Gr\u00fc\u00dfe.pdf",
                "a\0\u0085\u2028b",
                "x%0d%0ay",
                "\ud83d\udce0"
            })
    void the_name_of_a_download_stays_in_its_header(String name) {
        String header = Download.disposition(name);
        assertThat(header)
                .matches("inline; filename=\"[^\"\\\\]*\"; filename\\*=UTF-8''[A-Za-z0-9%._~-]+")
                .matches("[ -~]*");
    }

    // Too much.

    /** Octets that are made while they are sent, without a length that would be known before. */
    private static BodyPublisher endless(String start, long octets) {
        return BodyPublishers.ofInputStream(() ->
                new SequenceInputStream(new java.io.ByteArrayInputStream(start.getBytes(UTF_8)), new InputStream() {
                    private long left = octets;

                    @Override
                    public int read() {
                        return left-- > 0 ? ' ' : -1;
                    }

                    @Override
                    public int read(byte[] to, int from, int length) {
                        if (left <= 0) {
                            return -1;
                        }
                        int some = (int) Math.min(left, length);
                        java.util.Arrays.fill(to, from, from + some, (byte) ' ');
                        left -= some;
                        return some;
                    }
                }));
    }

    @Test
    void a_body_that_is_too_large_is_refused_on_every_route_with_and_without_its_length_said() throws Exception {
        var answers = new TreeMap<String, String>();
        for (String route : front.http.routes()) {
            String method = route.split(" ")[0];
            if (method.equals("GET")) {
                continue;
            }
            String path = route.split(" ")[1].replace("{section}", "incoming").replaceAll("\\{[^}]+}", "nowhere");
            String type = path.endsWith("/documents")
                    ? "application/octet-stream"
                    : path.endsWith("/configuration") ? "application/toml" : "application/json";
            for (BodyPublisher body : List.of(
                    BodyPublishers.ofByteArray(" ".repeat(2_000_000).getBytes(UTF_8)), endless("", 2_000_000))) {
                try {
                    HttpResponse<byte[]> answer = front.send(front.authorised(path)
                            .header("Content-Type", type)
                            .header("If-Match", "*")
                            .method(method, body)
                            .build());
                    answers.merge(route, String.valueOf(answer.statusCode()), (a, b) -> a + " " + b);
                    assertThat(answer.statusCode())
                            .as(route + ": " + text(answer))
                            .isLessThan(500);
                } catch (IOException cut) {
                    // It was refused and the connection closed while the client still sent.
                    answers.merge(route, "cut", (a, b) -> a + " " + b);
                }
            }
        }
        assertAlive();
        for (String reads : List.of(
                "POST /api/v1/submissions",
                "POST /api/v1/documents",
                "POST /api/v1/access/sessions",
                "POST /api/v1/receipts/test",
                "PATCH /api/v1/settings/{section}",
                "PUT /api/v1/configuration",
                "POST /api/v1/cover-pages",
                "POST /api/v1/accounts",
                "POST /api/v1/webhooks")) {
            assertThat(answers.get(reads)).as(reads).matches("(413|cut) (413|cut)");
        }
        assertThat(front.service.uploads().list(Slice.FIRST).items())
                .noneMatch(upload -> upload.size() > Front.MAX_UPLOAD);
    }

    @ParameterizedTest
    @CsvSource({"100, 431", "20000, 431"})
    void many_headers_are_refused(int octets, int status) throws Exception {
        HttpRequest.Builder request = front.authorised("/api/v1/server");
        for (int i = 0; i * octets < 200_000; i++) {
            request.header("X-" + i, "x".repeat(octets));
        }
        assertThat(front.send(request.build()).statusCode()).isEqualTo(status);
        assertAlive();
    }

    static List<String> deep() {
        int levels = 120_000; // within the largest body
        return List.of(
                "[".repeat(levels),
                "{\"a\":".repeat(40_000),
                "{\"ageLimit\":" + "[".repeat(levels) + "]".repeat(levels) + "}",
                "{\"ageLimit\":" + "{\"a\":".repeat(30_000) + "1" + "}".repeat(30_000) + "}");
    }

    @ParameterizedTest
    @MethodSource("deep")
    void json_of_any_depth_is_refused_or_read_and_never_an_error_of_ours(String body) throws Exception {
        for (String route : List.of(
                "PATCH /api/v1/settings/incoming",
                "PUT /api/v1/settings/incoming",
                "PUT /api/v1/configuration",
                "POST /api/v1/cover-pages",
                "POST /api/v1/submissions",
                "POST /api/v1/accounts",
                "POST /api/v1/access/sessions")) {
            HttpResponse<byte[]> answer = front.send(front.authorised(route.split(" ")[1])
                    .header("Content-Type", "application/json")
                    .header("If-Match", "*")
                    .method(route.split(" ")[0], BodyPublishers.ofString(body))
                    .build());
            assertThat(answer.statusCode())
                    .as(route + ": " + Rest.shown(text(answer), 300))
                    .isBetween(400, 499);
        }
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "a.", "[["})
    void a_configuration_file_of_any_depth_is_refused(String level) throws Exception {
        HttpResponse<byte[]> answer = front.send(front.authorised("/api/v1/configuration")
                .header("Content-Type", "application/toml")
                .PUT(BodyPublishers.ofString("a = " + level.repeat(20_000)))
                .build());
        assertThat(answer.statusCode()).as(Rest.shown(text(answer), 300)).isBetween(400, 499);
        assertAlive();
    }

    @Test
    void two_lengths_or_a_length_of_a_chunked_body_make_no_second_request() throws Exception {
        for (String lengths : List.of(
                "Content-Length: 2\r\nContent-Length: 60\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 2\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +2\r\n",
                "Content-Length : 2\r\n")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.http.port())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream()
                        .write(("POST /api/v1/receipts/test HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        + lengths
                                        + "\r\n0\r\n\r\nGET /api/v1/openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertThat(answer).as(lengths).startsWith("HTTP/1.1 4").doesNotContain("openapi: 3");
            }
        }
        assertAlive();
    }

    // A page of another site in the browser of somebody who is signed in here.

    @Test
    void no_answer_sets_a_cookie_and_no_cookie_or_address_signs_anybody_in() throws Exception {
        String token = front.token(Right.SUBMIT_LOW);
        for (HttpRequest request : List.of(
                front.to("/api/v1/access/me")
                        .header("Cookie", "token=" + token + "; session=" + token)
                        .build(),
                front.to("/api/v1/access/me?token=" + token + "&access_token=" + token)
                        .build(),
                front.to("/api/v1/access/me").header("X-Auth-Token", token).build())) {
            HttpResponse<byte[]> answer = front.send(request);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        }
        HttpResponse<byte[]> session = front.send(front.to("/api/v1/access/sessions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"name\": \"" + front.lastAccount() + "\", \"password\": \"" + Front.PASSWORD + "\"}"))
                .build());
        assertThat(session.statusCode()).as(text(session)).isEqualTo(201);
        assertThat(session.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void no_other_site_is_granted_anything() throws Exception {
        for (String method : List.of("OPTIONS", "GET")) {
            for (String path : List.of("/api/v1/submissions", "/api/v1/server", "/api/v1/access/sessions")) {
                HttpResponse<byte[]> answer = front.send(front.authorised(path)
                        .header("Origin", "https://evil.example")
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization,content-type")
                        .method(method, BodyPublishers.noBody())
                        .build());
                assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
            }
        }
    }

    static List<Map<String, String>> otherSites() {
        return List.of(
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Origin", "http://127.0.0.1.evil.example"),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site", "Origin", "https://other.example"),
                Map.of("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"));
    }

    @ParameterizedTest
    @MethodSource("otherSites")
    void a_page_of_another_site_can_change_nothing_even_if_the_browser_knew_who_asks(Map<String, String> headers)
            throws Exception {
        int before = front.service.jobs(List.of(), true, Slice.FIRST).items().size();
        HttpRequest form = front.form(Front.field("to", "out-later"), Front.file("a.txt", "Dear Bob"));
        HttpRequest.Builder request = HttpRequest.newBuilder(form, (a, b) -> true);
        headers.forEach(request::header);
        HttpResponse<byte[]> answer = front.send(request.build());
        assertThat(answer.statusCode()).isEqualTo(403);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("type").asText()).endsWith("/other-site");
        assertThat(problem.get("detail").asText()).contains("another site");
        assertThat(front.service.jobs(List.of(), true, Slice.FIRST).items()).hasSize(before);

        AuditEntry told = front.service
                .audit()
                .list(AuditFilter.ALL, new Slice(Optional.empty(), 1))
                .items()
                .getFirst();
        assertThat(told.result()).isEqualTo(AuditEntry.Result.REFUSED);
        assertThat(told.facts()).contains("another site");

        HttpRequest.Builder signIn = front.to("/api/v1/access/sessions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"ann\", \"password\": \"x\"}"));
        headers.forEach(signIn::header);
        assertThat(front.send(signIn.build()).statusCode()).isEqualTo(403);
    }

    @Test
    void a_page_of_this_server_may_do_what_its_user_may() throws Exception {
        String here = "http://127.0.0.1:" + front.http.port();
        for (Map<String, String> headers : List.of(
                Map.of("Origin", here),
                Map.of("Origin", here, "Sec-Fetch-Site", "same-origin"),
                Map.of("Sec-Fetch-Site", "none"))) {
            HttpRequest form = front.form(
                    Front.field("to", "out-later"),
                    Front.field("notBefore", "2099-01-01T00:00:00Z"),
                    Front.file("a.txt", "Dear Bob"));
            HttpRequest.Builder request = HttpRequest.newBuilder(form, (a, b) -> true);
            headers.forEach(request::header);
            HttpResponse<byte[]> answer = front.send(request.build());
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
    void what_a_form_of_a_browser_sends_is_no_json(String type) throws Exception {
        for (String path :
                List.of("/api/v1/access/sessions", "/api/v1/receipts/test", "/api/v1/accounts", "/api/v1/webhooks")) {
            HttpResponse<byte[]> answer = front.send(front.authorised(path)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{\"name\": \"x\", \"address\": \"a@b.example\"}"))
                    .build());
            assertThat(answer.statusCode()).as(path + " " + text(answer)).isEqualTo(415);
        }
    }

    // Files that are more than they seem.

    @Test
    void a_small_picture_of_gigapixels_is_refused_while_others_are_served() throws Exception {
        byte[] png = png(60_000, 60_000);
        HttpResponse<byte[]> answer = front.send(front.authorised("/api/v1/documents?name=bomb.png")
                .POST(BodyPublishers.ofByteArray(png))
                .build());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(text(answer)).contains("\"problem\"");
        assertAlive();
    }

    /** A PNG file that says it is so large and has no rows. */
    private static byte[] png(int width, int height) {
        var head = java.nio.ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {1, 0, 0, 0, 0})
                .array();
        var out = new java.io.ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        for (Map.Entry<String, byte[]> chunk : List.of(
                Map.entry("IHDR", head), Map.entry("IDAT", new byte[] {0x78, 1}), Map.entry("IEND", new byte[0]))) {
            byte[] typed = chunk.getKey().getBytes(StandardCharsets.US_ASCII);
            var crc = new java.util.zip.CRC32();
            crc.update(typed);
            crc.update(chunk.getValue());
            out.writeBytes(java.nio.ByteBuffer.allocate(4)
                    .putInt(chunk.getValue().length)
                    .array());
            out.writeBytes(typed);
            out.writeBytes(chunk.getValue());
            out.writeBytes(
                    java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        }
        return out.toByteArray();
    }

    @Test
    void a_form_of_ten_thousand_parts_is_one_request_and_one_answer() throws Exception {
        String[] parts =
                IntStream.range(0, 12_000).mapToObj(i -> Front.field("to", "1")).toArray(String[]::new);
        HttpResponse<byte[]> answer = front.send(front.form(parts));
        assertThat(answer.statusCode()).isIn(400, 413);
        assertAlive();
    }
}

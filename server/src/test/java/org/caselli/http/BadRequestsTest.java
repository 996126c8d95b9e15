package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.queue.Job;
import org.caselli.queue.Priority;
import org.caselli.service.FakeLines;
import org.caselli.service.Submission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, the answer is a problem that says what is wrong and what to do, and never an error of ours. */
class BadRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = Front.file("a.pdf", "content");

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

    private static Arguments bad(String what, int status, String says, Function<Front, HttpRequest> request) {
        return Arguments.of(what, status, says, request);
    }

    private static Arguments form(String what, int status, String says, String... parts) {
        return bad(what, status, says, front -> front.form(parts));
    }

    private static Arguments json(String what, String says, String submission) {
        return form(what, 400, says, Front.json(submission), FILE);
    }

    private static Arguments get(String path, int status, String says) {
        return bad(path, status, says, front -> front.authorised(path).build());
    }

    private static Arguments raw(String what, int status, String says, String type, String body) {
        return bad(
                what,
                status,
                says,
                front -> front.authorised("/api/v1/submissions")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static Arguments patch(String what, int status, String says, String body) {
        return bad(
                what,
                status,
                says,
                f -> f.authorised("/api/v1/incoming/messages/" + f.received())
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body))
                        .build());
    }

    static Stream<Arguments> badRequests() {
        String to = Front.field("to", "1002");
        return Stream.of(
                // No token, and tokens that are none
                bad(
                        "no token",
                        401,
                        "no bearer token",
                        f -> f.to("/api/v1/server").build()),
                bad(
                        "wrong token",
                        401,
                        "not the right one",
                        f -> f.to("/api/v1/server")
                                .header("Authorization", "Bearer the-tokeN")
                                .build()),
                bad(
                        "empty token",
                        401,
                        "token",
                        f -> f.to("/api/v1/server")
                                .header("Authorization", "Bearer ")
                                .build()),
                bad(
                        "basic",
                        401,
                        "no bearer token",
                        f -> f.to("/api/v1/server")
                                .header("Authorization", "Basic dGhlLXRva2Vu")
                                .build()),
                bad(
                        "token of a megabyte's beginning",
                        431,
                        "",
                        f -> f.to("/api/v1/server")
                                .header("Authorization", "Bearer " + "x".repeat(20_000))
                                .build()),
                bad(
                        "nowhere without a token",
                        401,
                        "no bearer token",
                        f -> f.to("/api/v1/nowhere").build()),
                // Addresses and methods
                get("/api/v1/nowhere", 404, "leads nowhere"),
                get("/", 404, "leads nowhere"),
                get("/api/v1/../../etc/passwd", 404, "leads nowhere"),
                get("/api/v1/outgoing/jobs/%00", 400, ""),
                get("/api/v1/outgoing/jobs/%2e%2e%2f", 404, "There is no job"),
                get("/api/v1/outgoing/jobs/x".repeat(1000), 414, ""),
                bad(
                        "PUT",
                        405,
                        "not possible",
                        f -> f.authorised("/api/v1/outgoing/jobs")
                                .PUT(BodyPublishers.noBody())
                                .build()),
                bad(
                        "DELETE of a list",
                        405,
                        "not possible",
                        f -> f.authorised("/api/v1/calls").DELETE().build()),
                bad(
                        "no such method",
                        405,
                        "not possible",
                        f -> f.authorised("/api/v1/calls")
                                .method("BREW", BodyPublishers.noBody())
                                .build()),
                // Parameters
                get("/api/v1/outgoing/jobs?limit=0", 400, "limit is \"0\""),
                get("/api/v1/outgoing/jobs?limit=1001", 400, "1 to 1000"),
                get("/api/v1/outgoing/jobs?limit=-1", 400, "1 to 1000"),
                get("/api/v1/outgoing/jobs?limit=1e3", 400, "1 to 1000"),
                get("/api/v1/outgoing/jobs?limit=99999999999999999999999999", 400, "1 to 1000"),
                get("/api/v1/outgoing/jobs?limit=", 400, "1 to 1000"),
                get("/api/v1/outgoing/jobs?limit=1&limit=2", 400, "2 times"),
                get("/api/v1/outgoing/jobs?state=PENDING", 400, "pending, in_progress"),
                get("/api/v1/outgoing/jobs?stat=pending", 400, "no parameter \"stat\""),
                get("/api/v1/calls?colour=red", 400, "no parameter \"colour\""),
                get("/api/v1/events?after=-1", 400, "after is \"-1\""),
                get("/api/v1/events?since=1", 400, "no parameter \"since\""),
                bad(
                        "Last-Event-ID",
                        400,
                        "Last-Event-ID is \"last\"",
                        f -> f.authorised("/api/v1/events")
                                .header("Last-Event-ID", "last")
                                .build()),
                // Bodies of the wrong kind, or broken
                raw("JSON without a document", 400, "neither a document nor a cover page", "application/json", "{}"),
                raw("text alone", 415, "multipart/form-data", "text/plain", "fax this"),
                raw("no boundary", 400, "form", "multipart/form-data", "--b--"),
                raw("empty form", 400, "", "multipart/form-data; boundary=b", ""),
                raw("not a form", 400, "form", "multipart/form-data; boundary=b", "hello"),
                raw(
                        "cut off",
                        400,
                        "form",
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n10"),
                raw("another boundary", 400, "form", "multipart/form-data; boundary=b", "--c\r\n\r\n--c--\r\n"),
                raw(
                        "a part without a name",
                        400,
                        "",
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n"),
                bad(
                        "no body at all",
                        415,
                        "no Content-Type",
                        f -> f.authorised("/api/v1/submissions")
                                .POST(BodyPublishers.noBody())
                                .build()),
                // Forms with the wrong fields
                form("no file", 400, "neither a document nor a cover page", to),
                form("no recipient", 400, "no recipient", FILE),
                form("an empty number", 400, "no number", Front.field("to", " "), FILE),
                form("a number no line dials", 400, "9999", Front.field("to", "9999"), FILE),
                form("a file without a name", 400, "no file name", to, "name=\"file\"\r\n\r\ncontent"),
                form("a broken file", 422, "a.pdf", to, Front.file("a.pdf", "%PDF-broken")),
                form("an unknown field", 400, "no field \"colour\"", to, FILE, Front.field("colour", "red")),
                form(
                        "a field twice",
                        400,
                        "2 times",
                        to,
                        FILE,
                        Front.field("subject", "a"),
                        Front.field("subject", "b")),
                form("a resolution there is not", 400, "standard, fine", to, FILE, Front.field("resolution", "high")),
                form("a priority there is not", 400, "low, normal, high", to, FILE, Front.field("priority", "1")),
                form("no time", 400, "notBefore is", to, FILE, Front.field("notBefore", "tomorrow")),
                form("no such day", 400, "notBefore is", to, FILE, Front.field("notBefore", "2026-02-30T00:00:00Z")),
                form(
                        "a huge year",
                        400,
                        "notBefore is",
                        to,
                        FILE,
                        Front.field("notBefore", "+999999999999-01-01T00:00:00Z")),
                form("a long identity", 400, "20 characters", to, FILE, Front.field("senderId", "1".repeat(21))),
                form("a long subject", 400, "1000 characters", to, FILE, Front.field("subject", "x".repeat(1001))),
                form("both ways", 400, "twice", to, FILE, Front.json("{\"recipients\":[{\"number\":\"1\"}]}")),
                form("two JSON parts", 400, "twice", FILE, Front.json("{}"), Front.json("{}")),
                form("too large", 413, "max-upload-mb", to, Front.file("a.pdf", "x".repeat(200_000))),
                bad(
                        "an empty key",
                        400,
                        "idempotency key",
                        f -> HttpRequest.newBuilder(f.form(to, FILE), (a, b) -> true)
                                .header("Idempotency-Key", " ")
                                .build()),
                bad(
                        "a long key",
                        400,
                        "idempotency key",
                        f -> HttpRequest.newBuilder(f.form(to, FILE), (a, b) -> true)
                                .header("Idempotency-Key", "k".repeat(201))
                                .build()),
                // JSON that is none, or of the wrong shape
                json("cut off", "JSON", "{\"recipients\":["),
                json("empty", "", ""),
                json("null", "JSON", "null"),
                json("a list", "JSON", "[]"),
                json("a number", "JSON", "1"),
                json("an unknown member", "JSON", "{\"recipients\":[{\"number\":\"1002\"}],\"colour\":\"red\"}"),
                json("a recipient that is text", "JSON", "{\"recipients\":[\"1002\"]}"),
                json("a recipient that is null", "null", "{\"recipients\":[null]}"),
                json("recipients that are text", "JSON", "{\"recipients\":\"1002\"}"),
                json("no recipients", "no recipient", "{\"recipients\":[]}"),
                json("a number that is an object", "JSON", "{\"recipients\":[{\"number\":{}}]}"),
                json("a resolution that is a list", "JSON", "{\"recipients\":[{\"number\":\"1\"}],\"resolution\":[1]}"),
                json("deep", "JSON", "[".repeat(50_000)),
                json("deep within", "JSON", "{\"recipients\":" + "[".repeat(40_000)),
                json("not UTF-8's idea of text", "JSON", "{\"recipients\":[{\"number\":\"\\ud800\\u12\"}]}"),
                patch("not JSON", 400, "JSON", "read"),
                patch("nothing", 400, "", ""),
                patch("no member", 400, "\"read\"", "{}"),
                patch("a wrong type", 400, "JSON", "{\"read\":\"yes\"}"),
                patch("a huge number", 400, "JSON", "{\"read\":1" + "0".repeat(5000) + "}"),
                patch("an unknown member", 400, "JSON", "{\"read\":true,\"colour\":1}"),
                patch("too long", 413, "too large", "{\"read\":true" + " ".repeat(300_000) + "}"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("badRequests")
    void a_bad_request_is_answered_with_what_is_wrong_and_what_to_do(
            String what, int status, String says, Function<Front, HttpRequest> request) throws Exception {
        HttpResponse<byte[]> response = front.send(request.apply(front));
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(text).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("detail").asText())
                .contains(says.contains("max-upload") ? "larger" : "")
                .isNotBlank();
        assertThat(problem.get("detail").asText() + " " + problem.get("remedy").asText())
                .contains(says);
        assertThat(problem.get("remedy").asText()).isNotBlank();
        assertThat(text).doesNotContain("Exception").doesNotContain("org.caselli");
        if (status == 401) {
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Bearer");
        }
        if (status == 405 || says.equals("leads nowhere")) {
            // A client that is newer than the server asks for what it does not have.
            assertThat(problem.get("code").asText()).isEqualTo("FAX_E_VERSION_MISMATCH");
        }
        if (status == 405) {
            assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET");
        }
    }

    @Test
    void an_error_that_nobody_expected_tells_nothing_of_the_inside() throws Exception {
        HttpResponse<byte[]> response = front.send(front.form(Front.field("to", FakeLines.BROKEN), FILE));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .contains("internal-error")
                .doesNotContain("secret");
    }

    @Test
    void forms_of_random_octets_never_make_an_error_of_ours() throws Exception {
        long seed = 20_261_121;
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            byte[] body = ("--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n1002\r\n--b\r\n"
                            + "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc\r\n--b--\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int change = random.nextInt(1, 8); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            HttpResponse<byte[]> response = front.send(front.authorised("/api/v1/submissions")
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(BodyPublishers.ofByteArray(body))
                    .build());
            assertThat(response.statusCode())
                    .as("seed " + seed + ", round " + round + ": " + new String(body, StandardCharsets.ISO_8859_1)
                            + " -> " + new String(response.body(), StandardCharsets.UTF_8))
                    .isLessThan(500);
        }
    }

    @Test
    void what_is_not_even_http_is_refused_by_the_engine() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.http.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("GET /api/v1/server HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).contains("application/problem+json").contains("remedy");
        }
    }

    @Test
    void a_form_in_good_order_is_a_submission_with_all_that_it_says() throws Exception {
        try (var fresh = new Front()) {
            HttpResponse<byte[]> response = fresh.send(fresh.form(
                    Front.field("to", "out-7"),
                    Front.field("to", "1002"),
                    Front.field("resolution", "superfine"),
                    Front.field("priority", "high"),
                    Front.field("notBefore", "2126-11-22T10:30:00+01:00"),
                    Front.field("subject", "Größe"),
                    Front.field("senderName", "Ann"),
                    Front.field("senderId", "+39 055 1234"),
                    Front.field("device", "fake-1001"),
                    Front.file("C:\\letters\\a.txt", "first"),
                    Front.file("b.txt", "second")));
            assertThat(response.statusCode()).isEqualTo(201);
            JsonNode answer = JSON.readTree(response.body());
            Submission submission = fresh.service.submission(answer.get("id").asText());
            assertThat(submission.files()).containsExactly("a.txt", "b.txt");
            assertThat(submission.subject()).isEqualTo("Größe");
            assertThat(submission.senderName()).isEqualTo("Ann");
            assertThat(submission.senderId()).isEqualTo("+39 055 1234");
            var jobs = fresh.service.jobsOf(submission.id());
            assertThat(jobs).extracting(Job::number).containsExactly("out-7", "1002");
            assertThat(jobs).allSatisfy(job -> {
                assertThat(job.priority()).isEqualTo(Priority.HIGH);
                assertThat(job.dueAt()).isEqualTo(Instant.parse("2126-11-22T09:30:00Z"));
                assertThat(job.device()).contains("fake-1001");
            });
            // A page for each of the two texts, in the order that was given.
            TiffFile pages = TiffFile.read(fresh.service.jobTiff(jobs.getFirst().id()));
            assertThat(pages.pages()).isEqualTo(2);
            assertThat(pages.page(0).page().resolution()).isEqualTo(Resolution.SUPERFINE);
            assertThat(pages.page(0).page()).isNotEqualTo(pages.page(1).page());
        }
    }
}

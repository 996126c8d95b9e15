package org.caselli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an HTTP server that answers what a test tells it; the command line's tests have a whole server. */
class CaselliClientTest {
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private CaselliClient client;
    private int status = 200;
    private String answer = "";
    private String body = "";

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new CaselliClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "secret");
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Test
    void what_a_newer_server_adds_is_ignored_and_what_is_left_out_is_null() {
        answer = """
                {"items":[{"device":3,"key":"loopback-1001","name":"Loopback 1001","state":"idle","code":537919488,
                "text":"Available","poweredOff":false,"sending":false,"receiving":false,"ringing":false,
                "since":"2026-11-21T09:30:00Z","colour":{"red":1}}]}""";
        assertThat(client.devices().statuses())
                .containsExactly(new Devices.Status(
                        3,
                        "loopback-1001",
                        "Loopback 1001",
                        "idle",
                        0x20100000,
                        "Available",
                        false,
                        false,
                        false,
                        false,
                        Instant.parse("2026-11-21T09:30:00Z"),
                        null));
        assertThat(asked).containsExactly("GET /api/v1/devices/status Bearer secret");
    }

    @Test
    void a_submission_is_a_form_with_its_details_and_files() throws IOException {
        Path letter = Files.writeString(folder.resolve("a \"b\".txt"), "the content");
        answer = """
                {"id":"s1","submittedAt":"2026-11-21T09:30:00.5Z","subject":"","senderName":"","senderId":"",
                 "pages":1,"files":["a.txt"],"jobs":["j1"],"repeated":false}""";
        Api.Submission submission = client.submit(Api.NewSubmission.to(List.of("1002")), List.of(letter), "key");
        assertThat(submission.submittedAt()).isEqualTo(Instant.parse("2026-11-21T09:30:00.5Z"));
        assertThat(submission.jobs()).containsExactly("j1");
        assertThat(body)
                .contains("name=\"submission\"")
                .contains("{\"recipients\":[{\"number\":\"1002\"}]}")
                .contains("filename=\"a %22b%22.txt\"")
                .contains("the content");
    }

    @Test
    void a_file_that_changes_while_it_is_sent_is_refused_by_its_place_and_not_taken_for_a_broken_line() {
        var fax = Api.NewSubmission.to(List.of("1002"));
        Content good = Content.of("good.txt", 4, () -> new ByteArrayInputStream(new byte[4]));
        for (Content.Source changed : List.<Content.Source>of(
                () -> new ByteArrayInputStream(new byte[3]), () -> new ByteArrayInputStream(new byte[5]), () -> {
                    throw new NoSuchFileException("it is gone");
                })) {
            Content bad = Content.of("bad.txt", 4, changed);
            assertThatThrownBy(() -> client.submitContents(fax, List.of(good, bad), "key"))
                    .isInstanceOfSatisfying(CaselliException.class, refused -> {
                        assertThat(refused.kind()).isEqualTo(CaselliException.Kind.INVALID);
                        assertThat(refused.file()).hasValue(1);
                        assertThat(refused.detail()).contains("bad.txt");
                    });
        }
    }

    @Test
    void ids_cannot_break_out_of_their_place_in_an_address() {
        answer = "x";
        client.archives().receivedFile("../a?b=c/d", Archives.Format.TIFF);
        assertThat(asked).containsExactly("GET /api/v1/incoming/messages/..%2Fa%3Fb%3Dc%2Fd/tiff Bearer secret");
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID",
        "401, UNAUTHORIZED",
        "404, NOT_FOUND",
        "409, CONFLICT",
        "413, INVALID",
        "422, DOCUMENT_REFUSED",
        "500, SERVER_ERROR"
    })
    void a_problem_becomes_an_exception_with_its_detail_and_remedy(int code, CaselliException.Kind kind) {
        status = code;
        answer = "{\"type\":\"/x\",\"title\":\"T\",\"status\":" + code
                + ",\"detail\":\"It is so.\",\"remedy\":\"Do this.\"}";
        assertThatThrownBy(() -> client.job("1")).isInstanceOfSatisfying(CaselliException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(kind);
            assertThat(refused.status()).isEqualTo(code);
            assertThat(refused).hasMessage("It is so. Do this.");
            assertThat(refused.remedy()).isEqualTo("Do this.");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>, SERVER_ERROR",
        "404, <html>not here</html>, SERVER_ERROR",
        "200, 1, SERVER_ERROR",
        "302, '', SERVER_ERROR",
        "502, '', UNREACHABLE"
    })
    void what_is_no_caselli_server_is_told_as_such(int code, String text, CaselliException.Kind kind) {
        status = code;
        answer = text;
        assertThatThrownBy(() -> client.server())
                .isInstanceOfSatisfying(
                        CaselliException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void nobody_there_is_told_with_the_command_that_starts_one() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var nobody = new CaselliClient(URI.create("http://127.0.0.1:" + free), "secret");
        assertThatThrownBy(nobody::server).isInstanceOfSatisfying(CaselliException.class, cut -> {
            assertThat(cut.kind()).isEqualTo(CaselliException.Kind.UNREACHABLE);
            assertThat(cut.status()).isZero();
            assertThat(cut).hasMessageContaining("caselli serve");
        });
    }

    @Test
    void events_are_told_in_order_and_the_last_one_is_where_to_go_on() {
        answer = """
                retry: 2000
                : a comment

                id: 7
                event: job_added
                data: {"id":7,"at":"2026-11-21T09:30:00Z","kind":"job_added","subject":"j1","facts":{"number":"1002"}}

                id: 8
                event: job_changed
                data: {"id":8,"at":"2026-11-21T09:30:01Z","kind":"job_changed","subject":"j1","facts":{}}

                """;
        var heard = new ArrayList<String>();
        assertThat(client.events(6L, event -> heard.add(event.kind()))).isEqualTo(8);
        assertThat(heard).containsExactly("job_added", "job_changed");
        assertThat(client.events(6L, event -> false)).isEqualTo(7);
    }

    @Test
    void events_come_also_to_a_program_that_keeps_the_threads_busy_that_all_share() {
        answer = """
                id: 7
                data: {"id":7,"at":"2026-11-21T09:30:00Z","kind":"job_added","subject":"j1","facts":{}}

                """;
        var over = new CountDownLatch(1);
        try {
            for (int i = 0; i <= ForkJoinPool.getCommonPoolParallelism(); i++) {
                ForkJoinPool.commonPool().submit(() -> over.await(60, TimeUnit.SECONDS));
            }
            assertThat(client.events(6L, event -> false)).isEqualTo(7);
        } finally {
            over.countDown();
        }
    }

    @Test
    void events_that_the_server_has_lost_are_refused_with_what_to_do() {
        status = 410;
        answer = "{\"type\":\"/x\",\"title\":\"T\",\"status\":410"
                + ",\"detail\":\"The events after 6 are not kept any more.\",\"remedy\":\"Listen with after=9.\"}";
        assertThatThrownBy(() -> client.listen(6L, List.of("out_queue"), true))
                .isInstanceOfSatisfying(CaselliException.class, gone -> {
                    assertThat(gone.status()).isEqualTo(410);
                    assertThat(gone.detail()).isEqualTo("The events after 6 are not kept any more.");
                    assertThat(gone.remedy()).isEqualTo("Listen with after=9.");
                });
        assertThat(asked).containsExactly("GET /api/v1/events?classes=out_queue&account=me Bearer secret");
    }

    @Test
    void a_server_on_this_machine_is_found_by_its_data_directory() throws IOException {
        assertThat(LocalServer.in(folder)).isEmpty();
        Files.writeString(folder.resolve("server.json"), "{\"url\":\"http://127.0.0.1:7030\",\"pid\":1}");
        Files.writeString(folder.resolve("admin.token"), "secret\n");
        assertThat(LocalServer.in(folder)).contains(new LocalServer(URI.create("http://127.0.0.1:7030"), "secret"));
        Files.writeString(folder.resolve("server.json"), "{");
        assertThatThrownBy(() -> LocalServer.in(folder))
                .isInstanceOf(CaselliException.class)
                .hasMessageContaining("--url");
    }
}

package org.caselli.objectmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a program is told that looks for a server where there is none, or a bad one: each time the documented error, what is
 * wrong, and what to do. The time limit is met only by what hangs.
 */
@Timeout(120)
class ConnectionTroubleTest {
    /** For those that never answer: any longer is only waited. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Optional<FaxCredentials> TOKEN = Optional.of(FaxCredentials.token("t"));

    private static final Optional<FaxCredentials> PASSWORD = Optional.of(FaxCredentials.password("ann", "p"));

    @TempDir
    Path folder;

    private static FaxException refused(FaxError error, ThrowingCallable call) {
        FaxException refused = catchThrowableOfType(FaxException.class, call);
        assertThat(refused).as("it is refused").isNotNull();
        assertThat(refused.error()).as(refused.getMessage()).isEqualTo(error);
        assertThat(refused.sentence()).endsWith(".").doesNotContain("null", "Exception", "..");
        assertThat(refused.remedy()).as(refused.sentence()).endsWith(".");
        return refused;
    }

    /** With a token and with a password, as those begin with other questions. */
    private static FaxException notConnected(FaxError error, URI url) {
        refused(error, () -> Connection.open(url.toString(), PASSWORD, Duration.ofSeconds(60)));
        return refused(error, () -> Connection.open(url.toString(), TOKEN, Duration.ofSeconds(60)));
    }

    @Test
    void a_port_where_nobody_listens() throws IOException {
        URI free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        FaxException refused = notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, free);
        assertThat(refused.sentence()).contains(free.toString(), "nobody listens");
        assertThat(refused.remedy()).contains("caselli serve");
    }

    @Test
    void a_name_that_nobody_knows() {
        FaxException refused =
                notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, URI.create("https://no-such-host.invalid:7030"));
        assertThat(refused.sentence()).contains("no-such-host.invalid", "nobody knows that name");
    }

    @Test
    void who_takes_the_connection_and_never_answers() throws IOException {
        try (var silent = OddServer.fallingSilentAfter("")) {
            for (Optional<FaxCredentials> credentials : List.of(TOKEN, PASSWORD)) {
                FaxException refused = refused(
                        FaxError.RPC_S_SERVER_UNAVAILABLE,
                        () -> Connection.open(silent.url().toString(), credentials, SHORT));
                assertThat(refused.sentence()).contains("no answer");
            }
        }
    }

    @Test
    void who_never_answers_the_hello_of_tls() throws IOException {
        try (var silent = OddServer.fallingSilentAfter("")) {
            refused(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    () -> Connection.open(silent.tlsUrl().toString(), TOKEN, SHORT));
        }
    }

    @Test
    void who_falls_silent_in_the_middle_of_an_answer() throws IOException {
        try (var silent = OddServer.fallingSilentAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\":")) {
            refused(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    () -> Connection.open(silent.url().toString(), TOKEN, SHORT));
            var connection = new Connection("", new CaselliClient(silent.url(), "t").within(SHORT));
            refused(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    () -> connection.ask(client -> client.devices().list()));
            refused(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    () -> Copies.toStream(
                            connection, new ByteArrayOutputStream(), (client, out) -> client.copyJobTiff("1", out)));
            Path copy = folder.resolve("copy.tif");
            refused(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    () -> Copies.toFile(connection, copy.toString(), (client, out) -> client.copyJobTiff("1", out)));
            assertThat(folder).as("nothing is left behind").isEmptyDirectory();
            connection.close();
        }
    }

    @Test
    void who_hangs_up() throws IOException {
        try (var rude = new OddServer((in, out) -> {})) {
            FaxException refused = notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, rude.url());
            assertThat(refused.sentence()).contains("closed");
        }
        try (var rude = OddServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\":")) {
            FaxException refused = notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, rude.url());
            assertThat(refused.sentence()).contains("connection was c");
        }
    }

    @Test
    void a_port_without_tls_where_tls_is_wanted() throws IOException {
        try (var plain = new OddServer((in, out) -> {
            in.read();
            out.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            FaxException refused = notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, plain.tlsUrl());
            assertThat(refused.sentence()).contains("does not speak TLS");
            assertThat(refused.remedy()).contains("http://");
        }
    }

    @Test
    void a_port_with_tls_where_none_is_wanted() throws IOException {
        // A TLS alert, as servers answer what is no hello (RFC 8446 clause 6).
        try (var tls = new OddServer((in, out) -> {
            in.read();
            out.write(new byte[] {0x15, 3, 1, 0, 2, 2, 70});
        })) {
            FaxException refused = notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, tls.url());
            assertThat(refused.remedy()).contains("https://");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>It works!</body></html>",
                "",
                "null",
                "[]",
                "{}",
                "\"text\"",
                "{\"name\":7,\"rights\":{}}",
                "{\"name\":\"ann\",\"rights\":[",
                "{\"token\":null}"
            })
    void what_answers_is_no_caselli_server(String page) throws IOException {
        try (var web = OddServer.answering(200, "Content-Type: text/html\r\n", page)) {
            FaxException refused = notConnected(FaxError.RPC_S_CALL_FAILED, web.url());
            assertThat(refused.sentence())
                    .contains("not a Caselli server", web.url().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 418, 500})
    void a_web_server_that_has_no_such_page(int status) throws IOException {
        for (String page : new String[] {"<h1>No</h1>", "", "{\"error\":\"no\"}"}) {
            try (var web = OddServer.answering(status, "", page)) {
                FaxException refused = notConnected(FaxError.RPC_S_CALL_FAILED, web.url());
                assertThat(refused.sentence()).contains("not a Caselli server", "status " + status);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed_with_a_token(int status) throws IOException {
        try (var elsewhere = OddServer.answering(200, "", "{}");
                var leads = OddServer.answering(status, "Location: " + elsewhere.url() + "/\r\n", "")) {
            FaxException refused = notConnected(FaxError.RPC_S_CALL_FAILED, leads.url());
            assertThat(refused.sentence()).contains("leads elsewhere");
            assertThat(refused.remedy()).contains("address");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void a_proxy_whose_server_is_away(int status) throws IOException {
        try (var proxy = OddServer.answering(status, "", "<html>Bad gateway</html>")) {
            FaxException refused = notConnected(FaxError.RPC_S_SERVER_UNAVAILABLE, proxy.url());
            assertThat(refused.sentence()).contains("status " + status);
        }
    }

    @Test
    void a_caselli_server_that_is_too_old_to_know_what_is_asked() throws IOException {
        String old = "{\"type\":\"/api/v1/problems/not-found\",\"title\":\"There is no such thing\",\"status\":404,"
                + "\"detail\":\"GET /api/v1/access/me leads nowhere.\",\"remedy\":\"The addresses are listed.\"}";
        try (var server = OddServer.answering(404, "Content-Type: application/problem+json\r\n", old)) {
            notConnected(FaxError.FAX_E_VERSION_MISMATCH, server.url());
        }
    }
}

package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers whose PostgreSQL is stopped under them, or gives their name to another one. */
@Timeout(300)
class DatabaseAwayTest {
    @TempDir
    Path home;

    private final Map<Integer, String> accepted = new TreeMap<>();
    private EmbeddedPostgres database;
    private int port;

    @BeforeEach
    void startDatabase() throws IOException {
        database = start(0);
        port = database.getPort();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("postgresql"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    @AfterEach
    void stopDatabase() throws IOException {
        database.close();
    }

    private ServerProcess serve(String folder, String name) throws Exception {
        Path own = Files.createDirectories(home.resolve(folder));
        return ServerProcess.start(own, """
                [sip]
                lines = 0
                [loopback]
                lines = %d
                haste = 20
                [database]
                url = "postgresql://127.0.0.1:%d/postgres"
                user = "postgres"
                [data]
                pages = "%s"
                [server]
                node = "%s"
                lease = 10
                """.formatted(2 * NumberedFax.PAIRS, port, home.resolve("pages"), name));
    }

    private void submit(CaselliClient client, int from, int to) throws Exception {
        for (int fax = from; fax < to; fax++) {
            accepted.put(fax, NumberedFax.submit(client, home, fax).jobs().getFirst());
        }
    }

    private static HttpResponse<String> get(ServerProcess server, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
        }
    }

    private static void isAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("/api/v1/problems/database-away")
                .doesNotContain("postgresql://")
                .contains("remedy");
    }

    private void check(CaselliClient client) throws Exception {
        var onlooker = new Onlooker(database.getPostgresDatabase());
        onlooker.await(
                "all is quiet",
                () -> onlooker.number("select count(*) from job where state not in ('COMPLETED', 'FAILED', 'CANCELED')")
                                == 0
                        && onlooker.number("select count(*) from call where ended_at is null") == 0);
        List<Audit.Call> calls = Audit.of(client, home, accepted, "no seed").values().stream()
                .flatMap(List::stream)
                .toList();
        System.out.println("DatabaseAwayTest: attempts "
                + calls.stream()
                        .collect(Collectors.groupingBy(Audit.Call::outcome, TreeMap::new, Collectors.counting())));
    }

    @Test
    void while_the_database_is_away_requests_are_told_so_and_when_it_is_back_no_fax_is_lost_or_sent_twice()
            throws Exception {
        try (ServerProcess server = serve("one", "fax1")) {
            CaselliClient client = server.client();
            client.settings()
                    .change("outgoing", Map.of("retries", 99, "retryDelay", "PT1S", "attemptsPerJob", 1000), "*");
            submit(client, 0, 12);
            int[] left = {6};
            client.events(0L, event -> !event.kind().equals("page_received") || --left[0] > 0);
            assertThat(get(server, "/api/v1/health").statusCode()).isEqualTo(200);

            int mark = server.logMark();
            database.close();
            server.awaitLogged(mark, "This server takes no work until it is there again");
            isAway(get(server, "/api/v1/health"));
            // Waits for the database as long as a start of it takes, then gives up; those after it are told at once.
            for (int i = 0; i < 3; i++) {
                CaselliException refused =
                        catchThrowableOfType(CaselliException.class, () -> NumberedFax.submit(client, home, 100));
                assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
                assertThat(refused.detail()).contains("database");
            }
            assertThat(catchThrowableOfType(CaselliException.class, client::server)
                            .status())
                    .isEqualTo(503);

            mark = server.logMark();
            database = start(port);
            server.awaitLogged(mark, "The database is there again");
            assertThat(get(server, "/api/v1/health").statusCode()).isEqualTo(200);
            assertThat(client.server().status()).isEqualTo("ok");
            submit(client, 12, 16);
            check(client);
        }
    }

    @Test
    void a_server_whose_name_another_one_has_taken_stands_by_and_goes_on_when_that_one_is_gone() throws Exception {
        try (ServerProcess first = serve("one", "fax1")) {
            CaselliClient client = first.client();
            client.settings()
                    .change("outgoing", Map.of("retries", 99, "retryDelay", "PT1S", "attemptsPerJob", 1000), "*");
            submit(client, 0, 4);
            int mark = first.logMark();
            first.suspend();
            // So a network does that forgets a connection.
            try (var connection = database.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name like 'caselli fax1 %'");
            }
            try (ServerProcess twin = serve("two", "fax1")) {
                first.resume();
                first.awaitLogged(mark, "PostgreSql: Another server named \"fax1\" works on this database");
                isAway(get(first, "/api/v1/health"));
                Api.Server state = client.server();
                assertThat(state.status()).isEqualTo("standing_by");
                assertThat(state.standsBy()).contains("Another server named");
                assertThat(catchThrowableOfType(CaselliException.class, () -> NumberedFax.submit(client, home, 100))
                                .status())
                        .isEqualTo(503);
                submit(twin.client(), 4, 8);
                check(twin.client()); // sends also what the first one took in, and settles what it had on the line
                mark = first.logMark();
                twin.terminate();
            }
            first.awaitLogged(mark, "the server takes work");
            assertThat(get(first, "/api/v1/health").statusCode()).isEqualTo(200);
            submit(client, 8, 12);
            check(client);
            assertThat(client.nodes()).singleElement().satisfies(node -> {
                assertThat(node.name()).isEqualTo("fax1");
                assertThat(node.alive()).isTrue();
                assertThat(node.url()).isEqualTo(first.url().toString());
                assertThat(node.lines()).isEqualTo(2 * NumberedFax.PAIRS);
                assertThat(node.sending()).isZero();
            });
        }
    }
}

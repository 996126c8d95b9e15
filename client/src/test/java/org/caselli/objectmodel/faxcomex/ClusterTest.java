package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.caselli.client.CaselliClient;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers with one database, and a load balancer before them. */
class ClusterTest {
    private static EmbeddedPostgres postgres;
    private static int databases;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static String database() throws Exception {
        String name = "cluster" + ++databases;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return "postgresql://127.0.0.1:" + postgres.getPort() + "/" + name;
    }

    private RunningServer server(String name, String database) throws Exception {
        return new RunningServer(
                folder.resolve(name),
                "database.url = \"" + database + "\"",
                "database.user = \"postgres\"",
                "database.password = \"postgres\"",
                "data.pages = \"" + folder.resolve("pages") + "\"",
                "server.node = \"" + name + "\"");
    }

    private static void setPaused(CaselliClient client, boolean paused) {
        client.settings()
                .change(
                        "outgoing",
                        Map.of("paused", paused),
                        client.settings().section("outgoing").tag());
    }

    private static Heard listener(Server server) {
        var heard = new Heard();
        server.addListener(heard.server());
        server.listenToServerEvents(
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
        return heard;
    }

    /** @param cut whether the connection is lost before the server has said that it stops */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void of_servers_with_one_database_each_listener_is_told_of_the_end_of_his_own_and_goes_on_with_another(boolean cut)
            throws Exception {
        String database = database();
        var balanced = new Server(tries -> Duration.ofMillis(10));
        var direct = new Server(tries -> Duration.ofMillis(10));
        Heard behind;
        Heard beside;
        Proxy balancer;
        try (var second = server("second", database)) {
            try (var first = server("first", database)) {
                balancer = new Proxy(first.url());
                balanced.connect(balancer.url().toString(), first.administrator());
                behind = listener(balanced);
                direct.connect(second.url().toString(), second.administrator());
                beside = listener(direct);
                setPaused(first.client(), true);
                behind.await("onQueuesStatusChange", false, true, false);
                beside.await("onQueuesStatusChange", false, true, false);
                if (cut) {
                    balancer.cut();
                }
            }
            balancer.leadTo(second.url());
            balancer.letThrough();
            behind.await("onServerShutDown");
            setPaused(second.client(), false);
            behind.await("onQueuesStatusChange", false, false, false);
            beside.await("onQueuesStatusChange", false, false, false);
            assertThat(beside.all()).extracting(Heard.Told::event).doesNotContain("onServerShutDown");
        }
        beside.await("onServerShutDown");
        behind.await(told -> behind.all().size() == 4);
        assertThat(behind.all())
                .extracting(Heard.Told::event)
                .isEqualTo(List.of(
                        "onQueuesStatusChange", "onServerShutDown", "onQueuesStatusChange", "onServerShutDown"));
        assertThat(beside.all()).hasSize(3);
        balanced.disconnect();
        direct.disconnect();
        balancer.close();
    }
}

package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.caselli.client.CaselliClient;
import org.caselli.faxcomex.FAX_ACCOUNT_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listening goes on over lost connections and restarted servers. */
class ListeningTest {
    @TempDir
    Path folder;

    private static void setRetries(CaselliClient client, int retries) {
        client.settings()
                .change(
                        "outgoing",
                        Map.of("retries", retries),
                        client.settings().section("outgoing").tag());
    }

    private static void setPaused(CaselliClient client, boolean paused) {
        client.settings()
                .change(
                        "outgoing",
                        Map.of("paused", paused),
                        client.settings().section("outgoing").tag());
    }

    @Test
    void what_happens_while_the_connection_is_lost_is_told_when_it_is_back_and_nothing_twice() throws Exception {
        var tried = new Semaphore(0);
        try (var running = new RunningServer(folder.resolve("data"));
                var proxy = new Proxy(running.url())) {
            var server = new Server(tries -> {
                tried.release();
                return Duration.ZERO;
            });
            server.connect(proxy.url().toString(), running.administrator());
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG);
            for (int round = 0; round < 5; round++) {
                setPaused(running.client(), true);
                proxy.cut();
                assertThat(tried.tryAcquire(3, 60, TimeUnit.SECONDS)).isTrue();
                setPaused(running.client(), false);
                setRetries(running.client(), 10 + round);
                proxy.letThrough();
                setRetries(running.client(), 20 + round);
            }
            heard.await(told -> heard.all().size() == 5 * (4 * 2 + 2));
            setRetries(running.client(), 30);
            heard.await(told -> heard.all().size() == 5 * (4 * 2 + 2) + 2);
            List<String> round = List.of(
                    "onOutgoingQueueConfigChange[]",
                    "onGeneralServerConfigChanged[]",
                    "onQueuesStatusChange[false, true, false]",
                    "onOutgoingQueueConfigChange[]",
                    "onGeneralServerConfigChanged[]",
                    "onQueuesStatusChange[false, false, false]",
                    "onOutgoingQueueConfigChange[]",
                    "onGeneralServerConfigChanged[]",
                    "onOutgoingQueueConfigChange[]",
                    "onGeneralServerConfigChanged[]");
            assertThat(heard.all().stream().limit(50).map(Heard.Told::toString))
                    .as("each once and in order")
                    .isEqualTo(IntStream.range(0, 5)
                            .boxed()
                            .flatMap(any -> round.stream())
                            .toList());
            server.disconnect();
        }
    }

    @Test
    void it_goes_on_with_a_server_that_was_restarted() throws Exception {
        var tried = new Semaphore(0);
        Path data = folder.resolve("data");
        var heard = new Heard();
        var server = new Server(tries -> {
            tried.release();
            return Duration.ofMillis(10);
        });
        server.addListener(heard.server());
        Proxy proxy;
        try (var first = new RunningServer(data)) {
            proxy = new Proxy(first.url());
            server.connect(proxy.url().toString(), first.administrator());
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
        }
        heard.await("onServerShutDown");
        assertThat(tried.tryAcquire(3, 60, TimeUnit.SECONDS)).isTrue();
        try (var second = new RunningServer(data)) {
            setPaused(second.client(), true);
            proxy.leadTo(second.url());
            heard.await("onQueuesStatusChange", false, true, false);
            setPaused(second.client(), false);
            heard.await("onQueuesStatusChange", false, false, false);
            assertThat(heard.all()).hasSize(3);
            server.disconnect();
        }
        proxy.close();
    }

    @Test
    void a_kind_that_is_forbidden_meanwhile_is_left_out_and_the_others_are_told() throws Exception {
        try (var running = new RunningServer(folder.resolve("data"));
                var proxy = new Proxy(running.url())) {
            var server = new Server(tries -> Duration.ofMillis(10));
            server.connect(proxy.url().toString(), Faxes.account(running, "ann", "submit_low"));
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_QUEUE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
            setPublic(running.client(), false);
            proxy.cut();
            setPaused(running.client(), true);
            proxy.letThrough();
            heard.await("onQueuesStatusChange", false, true, false);
            assertThat(server.getRegisteredEvents()).containsExactly(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);

            running.client().accounts().remove("ann");
            proxy.cut();
            proxy.letThrough();
            Thread reader = heard.all().getFirst().thread();
            assertThat(reader.join(Duration.ofSeconds(60)))
                    .as("who is no more is told no more")
                    .isTrue();
            assertThat(server.getRegisteredEvents()).isEmpty();
            server.disconnect();
        }
    }

    private static void setPublic(CaselliClient client, boolean value) {
        client.settings()
                .change(
                        "access",
                        Map.of("incomingFaxesArePublic", value),
                        client.settings().section("access").tag());
    }

    @Test
    void what_the_log_has_lost_meanwhile_is_told_as_missed_and_what_it_still_has_follows() throws Exception {
        Path data = folder.resolve("data");
        var heard = new Heard();
        var account = new Heard();
        var server = new Server(tries -> Duration.ofMillis(10));
        server.addListener(heard.server());
        Proxy proxy;
        try (var first = new RunningServer(data)) {
            proxy = new Proxy(first.url());
            server.connect(proxy.url().toString(), first.administrator());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
            server.getCurrentAccount().addListener(account.account());
            server.getCurrentAccount().listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE);
            setPaused(first.client(), true);
            heard.await("onQueuesStatusChange", false, true, false);
            proxy.cut();
        }
        long lost;
        try (var second = new RunningServer(data)) {
            setPaused(second.client(), false);
            lost = second.client().server().lastEvent();
            setPaused(second.client(), true);
        }
        // As thirty days do it.
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("caselli.db"));
                var statement = database.createStatement()) {
            statement.executeUpdate("update event_horizon set sequence = " + lost);
            statement.executeUpdate("delete from event where sequence <= " + lost);
        }
        try (var third = new RunningServer(data)) {
            proxy.leadTo(third.url());
            proxy.letThrough();
            heard.await("onEventsMissed");
            assertThat(account.await("onEventsMissed").source()).isEqualTo(server.getCurrentAccount());
            setPaused(third.client(), false);
            heard.await("onQueuesStatusChange", false, false, false);
            assertThat(heard.all())
                    .extracting(Heard.Told::toString)
                    .containsExactly(
                            "onQueuesStatusChange[false, true, false]",
                            "onEventsMissed[]",
                            "onQueuesStatusChange[false, true, false]",
                            "onQueuesStatusChange[false, false, false]");
            server.disconnect();
        }
        proxy.close();
    }

    @Test
    void with_a_backup_that_knows_less_it_says_so_and_goes_on_with_what_is_new() throws Exception {
        var heard = new Heard();
        var server = new Server(tries -> Duration.ofMillis(10));
        server.addListener(heard.server());
        Proxy proxy;
        try (var first = new RunningServer(folder.resolve("data"))) {
            proxy = new Proxy(first.url());
            server.connect(proxy.url().toString(), first.administrator());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
            for (int round = 0; round < 20; round++) {
                setPaused(first.client(), round % 2 == 0);
            }
            setPaused(first.client(), true);
            heard.await(told -> heard.all().size() == 21);
            proxy.cut();
        }
        heard.clear();
        Path backup = Files.createDirectories(folder.resolve("backup"));
        Files.copy(folder.resolve("data").resolve("admin.token"), backup.resolve("admin.token"));
        try (var restored = new RunningServer(backup)) {
            setPaused(restored.client(), true);
            proxy.leadTo(restored.url());
            proxy.letThrough();
            heard.await("onEventsMissed");
            setPaused(restored.client(), false);
            heard.await("onQueuesStatusChange", false, false, false);
            assertThat(heard.all())
                    .extracting(Heard.Told::toString)
                    .containsExactly("onEventsMissed[]", "onQueuesStatusChange[false, false, false]");
            server.disconnect();
        }
        proxy.close();
    }

    @Test
    void disconnecting_while_the_connection_is_lost_ends_the_thread_at_once() throws Exception {
        var waits = new CountDownLatch(1);
        try (var running = new RunningServer(folder.resolve("data"));
                var proxy = new Proxy(running.url())) {
            var server = new Server(tries -> {
                waits.countDown();
                return Duration.ofDays(1);
            });
            server.connect(proxy.url().toString(), running.administrator());
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
            setPaused(running.client(), true);
            Thread reader = heard.await("onQueuesStatusChange").thread();
            proxy.cut();
            assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
            server.disconnect();
            assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void the_pauses_grow_to_half_a_minute() {
        assertThat(IntStream.of(0, 1, 2, 3, 7, 8, 1000).mapToObj(Listening::growing))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30));
    }

    @Test
    void many_threads_may_change_what_is_listened_to() throws Exception {
        try (var running = new RunningServer(folder.resolve("data"))) {
            var server = new Server();
            server.connect(running.url().toString(), running.administrator());
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
            var failures = new AtomicInteger();
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(number -> Thread.ofVirtual()
                            .uncaughtExceptionHandler((thread, cause) -> failures.incrementAndGet())
                            .start(() -> {
                                for (int round = 0; round < 10; round++) {
                                    server.listenToServerEvents(
                                            FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE,
                                            FAX_SERVER_EVENTS_TYPE_ENUM.values()[1 + (number + round) % 4]);
                                }
                            }))
                    .toList();
            for (int round = 0; round < 20; round++) {
                setPaused(running.client(), round % 2 == 0);
            }
            for (Thread each : threads) {
                assertThat(each.join(Duration.ofSeconds(60))).isTrue();
            }
            heard.await(told -> heard.all().stream()
                            .filter(one -> one.event().equals("onQueuesStatusChange"))
                            .count()
                    == 20);
            assertThat(failures).hasValue(0);
            server.disconnect();
        }
    }
}

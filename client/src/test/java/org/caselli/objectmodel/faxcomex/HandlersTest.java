package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_ACCOUNT_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Handlers as programs have them: that fail, take long, come and go. None of it disturbs the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandlersTest {
    private static final FAX_SERVER_EVENTS_TYPE_ENUM QUEUE_STATE = FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE;

    private Path folder;
    private RunningServer running;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        folder = directory;
        running = new RunningServer(directory.resolve("data"));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private FaxServer connected() {
        FaxServer server = FaxServer.create();
        server.connect(running.url().toString(), running.administrator());
        return server;
    }

    private static void setPaused(RunningServer running, boolean paused) {
        running.client()
                .settings()
                .change(
                        "outgoing",
                        Map.of("paused", paused),
                        running.client().settings().section("outgoing").tag());
    }

    /** Throws what a method must not, as languages without checked exceptions do. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void whatever_a_handler_throws_and_even_an_interrupt_leaves_the_others_and_the_later_events_alone()
            throws Exception {
        FaxServer server = connected();
        var thrown = List.of(new IllegalStateException(), new StackOverflowError(), new Exception("checked"));
        var next = new AtomicInteger();
        server.addListener(new FaxServerNotify() {
            @Override
            public void onQueuesStatusChange(FaxServer from, boolean blocked, boolean paused, boolean incoming) {
                Thread.currentThread().interrupt();
                HandlersTest.<RuntimeException>sneaky(thrown.get(next.getAndIncrement() % thrown.size()));
            }
        });
        var heard = new Heard();
        server.addListener(heard.server());
        server.listenToServerEvents(QUEUE_STATE);
        for (int round = 0; round < 6; round++) {
            setPaused(running, round % 2 == 0);
        }
        heard.await(told -> heard.all().size() == 6);
        assertThat(next).hasValue(6);
        assertThat(heard.all())
                .extracting(Heard.Told::thread)
                .containsOnly(heard.all().getFirst().thread());
        server.disconnect();
    }

    @Test
    void a_handler_that_takes_long_loses_nothing_and_holds_up_only_its_own_server_object() throws Exception {
        FaxServer slow = connected();
        FaxServer other = connected();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var waiting = new Heard(told -> {
            begun.countDown();
            goOn.await(60, TimeUnit.SECONDS);
        });
        var quick = new Heard();
        slow.addListener(waiting.server());
        other.addListener(quick.server());
        slow.listenToServerEvents(QUEUE_STATE);
        other.listenToServerEvents(QUEUE_STATE);
        for (int round = 0; round < 300; round++) { // more than wait in the program
            setPaused(running, round % 2 == 0);
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        quick.await(told -> quick.all().size() == 300);
        assertThat(waiting.all()).hasSize(1);
        slow.listenToServerEvents(QUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
        goOn.countDown();
        waiting.await(told -> waiting.all().size() == 300);
        assertThat(waiting.all())
                .extracting(Heard.Told::toString)
                .isEqualTo(quick.all().stream().map(Heard.Told::toString).toList());
        slow.disconnect();
        other.disconnect();
    }

    @Test
    void one_may_disconnect_while_a_handler_takes_long_and_nothing_more_is_told() throws Exception {
        FaxServer server = connected();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var waiting = new Heard(told -> {
            begun.countDown();
            goOn.await(60, TimeUnit.SECONDS);
        });
        server.addListener(waiting.server());
        server.listenToServerEvents(QUEUE_STATE);
        setPaused(running, true);
        setPaused(running, false);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        server.disconnect();
        goOn.countDown();
        Thread reader = waiting.all().getFirst().thread();
        reader.join(60_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(waiting.all()).hasSize(1);
    }

    @Test
    void a_handler_may_remove_itself_and_others_and_add_new_ones() throws Exception {
        FaxServer server = connected();
        var later = new Heard();
        FaxServerNotify laterOnes = later.server();
        var added = new Heard();
        FaxServerNotify addedOnes = added.server();
        var removing = new FaxServerNotify() {
            private int told;

            @Override
            public void onQueuesStatusChange(FaxServer from, boolean blocked, boolean paused, boolean incoming) {
                told++;
                from.removeListener(laterOnes);
                from.addListener(addedOnes);
                from.removeListener(this);
            }
        };
        server.addListener(removing);
        server.addListener(laterOnes);
        server.listenToServerEvents(QUEUE_STATE);
        setPaused(running, true);
        setPaused(running, false);
        added.await("onQueuesStatusChange", false, false, false);
        assertThat(removing.told).isEqualTo(1);
        assertThat(later.all()).as("removed before its turn").isEmpty();
        server.disconnect();
    }

    @Test
    void thirty_programs_and_thirty_listeners_of_one_hear_everything_once() throws Exception {
        var servers = new ArrayList<FaxServer>();
        var all = new ArrayList<Heard>();
        for (int number = 0; number < 30; number++) {
            FaxServer server = connected();
            servers.add(server);
            var alone = new Heard();
            server.addListener(alone.server());
            all.add(alone);
            var together = new Heard();
            servers.getFirst().addListener(together.server());
            all.add(together);
            server.listenToServerEvents(QUEUE_STATE);
        }
        for (int round = 0; round < 10; round++) {
            setPaused(running, round % 2 == 0);
        }
        for (Heard each : all) {
            each.await(told -> each.all().size() == 10);
        }
        servers.forEach(FaxServer::disconnect);
        assertThat(all).allSatisfy(each -> assertThat(each.all()).hasSize(10));
    }

    @Test
    void two_servers_in_one_program_are_told_apart() throws Exception {
        try (var second = new RunningServer(folder.resolve("second"))) {
            FaxServer one = connected();
            FaxServer two = FaxServer.create();
            two.connect(second.url().toString(), second.administrator());
            var heard = new Heard();
            FaxServerNotify both = heard.server();
            one.addListener(both);
            two.addListener(both);
            one.listenToServerEvents(QUEUE_STATE);
            two.listenToServerEvents(QUEUE_STATE);
            setPaused(running, true);
            heard.await(told -> told.is("onQueuesStatusChange", false, true, false) && told.source() == one);
            setPaused(second, true);
            heard.await(told -> told.is("onQueuesStatusChange", false, true, false) && told.source() == two);
            setPaused(running, false);
            heard.await("onQueuesStatusChange", false, false, false);
            assertThat(heard.all()).extracting(Heard.Told::source).containsExactly(one, two, one);
            one.disconnect();
            assertThat(two.getRegisteredEvents()).containsExactly(QUEUE_STATE);
            two.disconnect();
        }
    }

    @Test
    void a_kind_may_be_named_twice_and_nothing_else_than_kinds_and_listeners_is_taken() throws Exception {
        FaxServer server = connected();
        server.listenToServerEvents(QUEUE_STATE, QUEUE_STATE);
        assertThat(server.getRegisteredEvents()).containsExactly(QUEUE_STATE);
        server.getCurrentAccount()
                .listenToAccountEvents(
                        FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE, FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE);
        assertThat(server.getCurrentAccount().getRegisteredEvents())
                .as("the current account is one object")
                .containsExactly(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE);
        assertRefused(
                FaxError.E_INVALIDARG, () -> server.listenToServerEvents((Set<FAX_SERVER_EVENTS_TYPE_ENUM>) null));
        assertRefused(FaxError.E_INVALIDARG, () -> server.addListener(null));
        assertRefused(FaxError.E_INVALIDARG, () -> server.getCurrentAccount().addListener(null));
        assertThat(server.getRegisteredEvents()).containsExactly(QUEUE_STATE);
        server.disconnect();
    }
}

package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.caselli.client.CaselliClient;
import org.caselli.client.Devices.Change;
import org.caselli.client.Security;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_ACCOUNT_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountNotify;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.CallNumber;
import org.caselli.objectmodel.Called;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a server tells whoever listens, each by a real cause. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsTest {
    static final List<Class<?>> COVERS = List.of(FaxServerNotify.class, FaxAccountNotify.class, FaxJobStatus.class);

    private static final Set<FAX_SERVER_EVENTS_TYPE_ENUM> ALL =
            EnumSet.complementOf(EnumSet.of(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE));

    private final Called called = new Called();

    private RunningServer running;
    private Proxy proxy;
    private Path folder;
    private CaselliClient client;
    private FaxServer server;
    private Heard heard;
    private FaxServerNotify listener;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        folder = directory;
        // A caller who waits for a hand waits for a quarter of a minute then.
        running = new RunningServer(folder.resolve("data"), "loopback.haste = 5");
        client = running.client();
        server = called.watch(FaxServer.class, FaxServer.create());
        proxy = new Proxy(running.url());
        server.connect(proxy.url().toString(), running.administrator());
        heard = new Heard();
        listener = called.watch(FaxServerNotify.class, heard.server());
        server.addListener(listener);
        server.listenToServerEvents(ALL);
    }

    private int fences;

    /** What a test has caused is told before the next one begins. */
    @AfterEach
    void forget() throws Exception {
        heard.clear();
        set("receipts", "port", 1000 + fences++);
        heard.await("onReceiptOptionsChange");
        heard.clear();
    }

    @AfterAll
    void stop() throws Exception {
        var account = new Heard();
        FaxAccount own = server.getCurrentAccount();
        own.addListener(called.watch(FaxAccountNotify.class, account.account()));
        own.listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetFXSSVC_ENDED);
        running.close();
        assertThat(heard.await("onServerShutDown").source()).isEqualTo(server);
        assertThat(account.await("onServerShutDown").source()).isEqualTo(server);

        Path backup = Files.createDirectories(folder.resolve("backup"));
        Files.copy(running.data().resolve("admin.token"), backup.resolve("admin.token"));
        try (var restored = new RunningServer(backup)) {
            proxy.leadTo(restored.url());
            assertThat(heard.await("onEventsMissed").source()).isEqualTo(server);
            assertThat(account.await("onEventsMissed").source()).isEqualTo(own);
            server.disconnect();
        }
        proxy.close();
        assertThat(called.missing(getClass(), COVERS)).isEmpty();
    }

    private FaxServer connected(FaxCredentials who) {
        FaxServer other = called.watch(FaxServer.class, FaxServer.create());
        other.connect(running.url().toString(), who);
        return other;
    }

    @Test
    void a_fax_is_told_of_from_its_submission_until_it_is_in_both_archives() throws Exception {
        String job = Faxes.send(running, "Events");
        heard.await("onOutgoingJobRemoved", job);
        String message = heard.await("onIncomingMessageAdded").id();
        heard.await("onIncomingJobRemoved", message);
        heard.await("onServerActivityChange", 0, 0, 0, 0);

        List<Heard.Told> outgoing = heard.of(job);
        assertThat(outgoing.getFirst().event()).isEqualTo("onOutgoingJobAdded");
        assertThat(outgoing.getLast().event()).isEqualTo("onOutgoingJobRemoved");
        List<FaxJobStatus> changes = outgoing.stream()
                .filter(told -> told.event().equals("onOutgoingJobChanged"))
                .map(Heard.Told::status)
                .toList();
        assertThat(changes).hasSizeGreaterThan(3);
        FaxJobStatus last = changes.getLast();
        assertThat(last.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
        assertThat(last.isFinal()).isTrue();
        assertThat(last.getExtendedStatusCode()).isEqualTo(FAX_JOB_EXTENDED_STATUS_ENUM.fjesCALL_COMPLETED);
        assertThat(last.getExtendedStatusNumber()).isEqualTo(18);
        assertThat(last.getExtendedStatus()).isEmpty();
        assertThat(last.getPages()).isEqualTo(1);
        assertThat(last.getSize()).isPositive();
        assertThat(last.getDeviceId())
                .isIn(client.devices().list().stream().map(each -> each.id()).toList());
        assertThat(last.getCSID()).isEqualTo(running.number(1));
        assertThat(last.getTSID()).isNotNull();
        assertThat(last.getAvailableOperations())
                .contains(FAX_JOB_OPERATIONS_ENUM.fjoVIEW)
                .doesNotContain(FAX_JOB_OPERATIONS_ENUM.fjoDELETE);
        assertThat(last.getRetries()).isZero();
        assertThat(last.getJobType()).isEqualTo(FAX_JOB_TYPE_ENUM.fjtSEND);
        assertThat(last.getScheduledTime()).isPresent();
        assertThat(last.getTransmissionEnd().orElseThrow())
                .isAfterOrEqualTo(last.getTransmissionStart().orElseThrow());
        assertThat(last.getCallerId()).isEmpty();
        assertThat(last.getRoutingInformation()).isEmpty();
        assertThat(changes.stream().filter(FaxJobStatus::isFinal)).hasSize(1);
        assertThat(changes).anySatisfy(each -> {
            assertThat(each.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsINPROGRESS);
            assertThat(each.getCurrentPage()).isEqualTo(1);
            assertThat(each.getTransmissionEnd()).isEmpty();
        });

        List<Heard.Told> incoming = heard.of(message);
        assertThat(incoming.getFirst().event()).isEqualTo("onIncomingJobAdded");
        assertThat(incoming.getLast().event()).isEqualTo("onIncomingJobRemoved");
        FaxJobStatus received = incoming.stream()
                .filter(told -> told.event().equals("onIncomingJobChanged"))
                .map(Heard.Told::status)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(received.getJobType()).isIn(FAX_JOB_TYPE_ENUM.fjtRECEIVE, FAX_JOB_TYPE_ENUM.fjtROUTING);
        assertThat(received.getCallerId()).isEqualTo(running.number(0));
        assertThat(received.getRoutingInformation()).isEqualTo(running.number(1));
        assertThat(received.getPages()).isEqualTo(1);
        assertThat(received.getTransmissionStart()).isPresent();
        assertThat(received.getScheduledTime()).isEmpty();

        assertThat(heard.await("onOutgoingMessageAdded", job).source()).isEqualTo(server);
        assertThat(heard.all())
                .anyMatch(told -> told.event().equals("onServerActivityChange")
                        && told.arguments().get(2).equals(1));
        client.archives().deleteSent(job);
        client.archives().deleteReceived(message);
        heard.await("onOutgoingMessageRemoved", job);
        heard.await("onIncomingMessageRemoved", message);
    }

    @Test
    void every_kind_of_settings_has_its_event() throws Exception {
        set("receipts", "sender", "fax@example.org");
        assertConfigChange("onReceiptOptionsChange");
        set("logging", "logIncoming", false);
        assertConfigChange("onActivityLoggingConfigChange");
        set("logging", "general", "max");
        assertConfigChange("onEventLoggingConfigChange");
        set("outgoing", "retries", 5);
        assertConfigChange("onOutgoingQueueConfigChange", "onGeneralServerConfigChanged");
        set("covers", "allowPersonalCoverPages", false);
        assertConfigChange("onOutgoingQueueConfigChange", "onGeneralServerConfigChanged");
        set("archive", "ageLimit", 30);
        assertConfigChange(
                "onIncomingArchiveConfigChange", "onOutgoingArchiveConfigChange", "onGeneralServerConfigChanged");
        String device = Integer.toString(client.devices().list().getFirst().id());
        client.devices().change(device, change("described", null), "*");
        assertConfigChange("onDevicesConfigChange");
        client.outboundRouting().addGroup("Berlin", List.of(device));
        assertConfigChange("onOutboundRoutingGroupsConfigChange");
        client.outboundRouting().addRuleToGroup(49, 30, "Berlin");
        assertConfigChange("onOutboundRoutingRulesConfigChange");
        client.accounts().addGroup(new org.caselli.client.Accounts.GroupChange("faxers", null, List.of()));
        client.security()
                .write(
                        List.of(new Security.Grant("group", "faxers", List.of("submit_low"))),
                        client.security().read().tag());
        assertConfigChange("onSecurityConfigChange");
    }

    private void set(String section, String member, Object value) {
        client.settings()
                .change(
                        section,
                        Map.of(member, value),
                        client.settings().section(section).tag());
    }

    private static Change change(String description, String receiveMode) {
        return new Change(description, null, receiveMode, null, null, null, null);
    }

    /** These, and no others. */
    private void assertConfigChange(String... events) throws Exception {
        for (String each : events) {
            assertThat(heard.await(each).arguments()).isEmpty();
        }
        assertThat(heard.all())
                .extracting(Heard.Told::event)
                .filteredOn(each -> each.contains("ConfigChange") || each.contains("Options"))
                .containsOnly(events);
        heard.clear();
    }

    @Test
    void a_blocked_and_a_paused_queue_are_told_with_all_three_flags() throws Exception {
        set("outgoing", "blocked", true);
        heard.await("onQueuesStatusChange", true, false, false);
        set("outgoing", "paused", true);
        heard.await("onQueuesStatusChange", true, true, false);
        set("incoming", "blocked", true);
        heard.await("onQueuesStatusChange", true, true, true);
        set("outgoing", "blocked", false);
        set("outgoing", "paused", false);
        set("incoming", "blocked", false);
        heard.await("onQueuesStatusChange", false, false, false);
    }

    @Test
    void a_call_that_waits_for_a_hand_is_told_and_answered_from_the_handler() throws Exception {
        var device = client.devices().list().stream()
                .filter(each -> each.number().equals(running.number(1)))
                .findFirst()
                .orElseThrow();
        client.devices().change(Integer.toString(device.id()), change(null, "manual_answer"), "*");
        var answering = new Heard(told -> {
            if (told.is("onDeviceStatusChange", device.id(), false, false, false, true)) {
                client.devices().answer(Integer.toString(device.id()), null);
            }
        });
        server.addListener(answering.server());
        try {
            String job = Faxes.send(running, "Ring");
            Heard.Told call = heard.await("onNewCall");
            assertThat((int) call.arguments().getFirst()).isPositive();
            assertThat(call.arguments().subList(1, 3)).containsExactly(device.id(), running.number(0));
            heard.await("onDeviceStatusChange", device.id(), false, false, true, false);
            heard.await("onOutgoingMessageAdded", job);
            assertThat(client.calls(null, 10).items())
                    .anyMatch(each ->
                            CallNumber.of(each.id()) == (int) call.arguments().getFirst());
            heard.await("onDeviceStatusChange", device.id(), false, false, false, false);
        } finally {
            server.removeListener(answering.server());
            client.devices().change(Integer.toString(device.id()), change(null, "auto_answer"), "*");
        }
    }

    @Test
    void what_happens_right_after_listening_began_is_told() throws Exception {
        FaxServer other = connected(running.administrator());
        var fresh = new Heard();
        other.addListener(fresh.server());
        for (int round = 1; round <= 20; round++) {
            other.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG);
            set("outgoing", "retries", 20 + round);
            fresh.await("onOutgoingQueueConfigChange");
            fresh.clear();
            other.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE);
        }
        other.disconnect();
    }

    @Test
    void the_classes_are_replaced_and_none_ends_it() throws Exception {
        FaxServer other = connected(running.administrator());
        var fresh = new Heard();
        other.addListener(fresh.server());
        assertThat(other.getRegisteredEvents()).isEmpty();
        other.listenToServerEvents(
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
        assertThat(other.getRegisteredEvents())
                .containsExactlyInAnyOrder(
                        FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
        set("outgoing", "retries", 41);
        set("outgoing", "paused", true);
        fresh.await("onQueuesStatusChange", false, true, false);
        other.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG);
        set("outgoing", "paused", false);
        fresh.await("onQueuesStatusChange", false, false, false);
        assertThat(fresh.all())
                .as("what was before a class was chosen is not told")
                .extracting(Heard.Told::event)
                .containsExactly(
                        "onQueuesStatusChange",
                        "onOutgoingQueueConfigChange",
                        "onGeneralServerConfigChanged",
                        "onQueuesStatusChange");
        Thread reader = fresh.all().getFirst().thread();
        assertThat(reader.isDaemon()).isTrue();
        assertThat(reader.getName()).startsWith("caselli-events");
        assertThat(fresh.all()).extracting(Heard.Told::thread).containsOnly(reader);
        other.listenToServerEvents(Set.of());
        assertThat(other.getRegisteredEvents()).isEmpty();
        assertThat(reader.join(java.time.Duration.ofSeconds(60))).isTrue();
        other.disconnect();
    }

    @Test
    void a_class_for_which_a_right_is_missing_refuses_all_and_leaves_what_was() {
        FaxServer plain = connected(Faxes.account(running, "plain", "submit_low"));
        set("access", "incomingFaxesArePublic", false);
        try {
            plain.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
            for (FAX_SERVER_EVENTS_TYPE_ENUM each : List.of(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_QUEUE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetINCOMING_CALL,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetACTIVITY,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetDEVICE_STATUS)) {
                assertRefused(
                        FaxError.E_ACCESSDENIED,
                        () -> plain.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_ARCHIVE, each));
                assertThat(plain.getRegisteredEvents()).containsExactly(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
            }
            Set<FAX_SERVER_EVENTS_TYPE_ENUM> allowed = EnumSet.of(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_ARCHIVE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
            plain.listenToServerEvents(allowed);
            assertThat(plain.getRegisteredEvents()).isEqualTo(allowed);
        } finally {
            set("access", "incomingFaxesArePublic", true);
            plain.disconnect();
        }
        assertRefused(FaxError.E_HANDLE, () -> plain.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG));
    }

    @Test
    void an_account_hears_of_its_own_faxes_and_not_of_others() throws Exception {
        FaxCredentials token = Faxes.account(running, "ann", "submit_low", "submit_normal", "query_config");
        Faxes.account(running, "joe", "submit_low");
        FaxServer hers = connected(token);
        FaxAccount ann = hers.getCurrentAccount();
        assertThat(ann.getAccountName()).isEqualTo("ann");
        var own = new Heard();
        FaxAccountNotify told = called.watch(FaxAccountNotify.class, own.account());
        ann.addListener(told);
        ann.addListener(told);
        ann.listenToAccountEvents(EnumSet.complementOf(EnumSet.of(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetNONE)));
        assertThat(ann.getRegisteredEvents()).hasSize(5);

        String others = Faxes.send(running, "Not hers");
        heard.await("onOutgoingJobRemoved", others);
        String first = heard.await("onIncomingMessageAdded").id();
        heard.clear();
        List<String> jobs;
        try (var her = new CaselliClient(running.url(), token.secret())) {
            jobs = Faxes.send(her, List.of(running.number(1)), "Hers");
        }
        String job = jobs.getFirst();
        own.await("onOutgoingJobRemoved", job);
        own.await("onOutgoingMessageAdded", job);
        assertThat(own.of(job).getFirst().event()).isEqualTo("onOutgoingJobAdded");
        assertThat(own.of(job)).anySatisfy(each -> assertThat(each.event()).isEqualTo("onOutgoingJobChanged"));
        assertThat(own.of(job).getFirst().source()).isEqualTo(ann);
        assertThat(own.of(job).stream().filter(each -> each.event().equals("onOutgoingJobAdded")))
                .as("a listener that was added twice is told once")
                .hasSize(1);
        String second = own.await(each -> each.event().equals("onIncomingMessageAdded")
                        && !each.id().equals(first))
                .id();
        own.await("onIncomingMessageAdded", second, true);
        own.await("onIncomingJobAdded", second);
        own.await("onIncomingJobChanged", second);
        own.await("onIncomingJobRemoved", second);
        assertThat(own.of(others))
                .as("of somebody else's fax she hears nothing")
                .isEmpty();

        set("access", "incomingFaxesArePublic", false);
        client.archives()
                .assign(
                        second,
                        new org.caselli.client.Archives.Assignment(List.of("ann"), "For you", null, null, null));
        String given = own.await(each -> each.event().equals("onIncomingMessageAdded")
                        && each.arguments().get(1).equals(false))
                .id();
        client.archives().deleteReceived(given);
        own.await("onIncomingMessageRemoved", given, false);
        client.archives().deleteSent(job);
        own.await("onOutgoingMessageRemoved", job);
        set("access", "incomingFaxesArePublic", true);

        assertRefused(
                FaxError.E_INVALIDARG,
                () -> new Account(plain(hers), "joe")
                        .listenToAccountEvents(Set.of(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetIN_QUEUE)));
        ann.listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetNONE);
        assertThat(ann.getRegisteredEvents()).isEmpty();
        ann.removeListener(told);
        hers.disconnect();
    }

    private Server plain(FaxServer watched) {
        var server = new Server();
        server.connect(
                running.url().toString(),
                FaxCredentials.token(client.access().signIn("ann", "password").token()));
        assertThat(watched.isConnected()).isTrue();
        return server;
    }

    @Test
    void a_handler_that_fails_hinders_nobody_and_one_may_ask_the_server() throws Exception {
        FaxServer other = connected(running.administrator());
        var asked = new CompletableFuture<String>();
        var failing = new Heard(told -> {
            throw new IllegalStateException("on purpose");
        });
        var asking = new Heard(told ->
                asked.complete(((FaxServer) told.source()).getCurrentAccount().getAccountName()));
        other.addListener(failing.server());
        other.addListener(asking.server());
        other.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
        set("outgoing", "paused", true);
        set("outgoing", "paused", false);
        failing.await("onQueuesStatusChange", false, false, false);
        asking.await("onQueuesStatusChange", false, false, false);
        assertThat(asked.get(60, TimeUnit.SECONDS)).isNotEmpty();
        other.disconnect();
    }

    @Test
    void a_handler_may_stop_listening_and_disconnect_and_the_thread_ends() throws Exception {
        for (boolean disconnecting : new boolean[] {false, true}) {
            FaxServer other = connected(running.administrator());
            var leaving = new Heard(told -> {
                if (disconnecting) {
                    other.disconnect();
                } else {
                    other.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE);
                }
            });
            other.addListener(leaving.server());
            other.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
            set("outgoing", "paused", true);
            Thread reader = leaving.await("onQueuesStatusChange").thread();
            assertThat(reader.join(java.time.Duration.ofSeconds(60))).isTrue();
            set("outgoing", "paused", false);
            assertThat(leaving.all()).hasSize(1);
            assertThat(other.getRegisteredEvents()).isEmpty();
            other.close();
        }
    }

    @Test
    void a_listener_that_was_removed_hears_no_more() throws Exception {
        var removed = new Heard();
        FaxServerNotify once = removed.server();
        server.addListener(once);
        set("outgoing", "paused", true);
        removed.await("onQueuesStatusChange");
        server.removeListener(once);
        removed.clear();
        heard.clear();
        set("outgoing", "paused", false);
        heard.await("onQueuesStatusChange", false, false, false);
        assertThat(removed.all()).isEmpty();
    }

    @Test
    void every_class_of_events_has_the_name_that_the_server_knows() {
        assertThat(Listening.names(ALL)).hasSize(ALL.size());
        assertThat(Listening.classes(FAX_SERVER_EVENTS_TYPE_ENUM.class, Listening.names(ALL)))
                .isEqualTo(ALL);
        assertThat(Listening.names(Collections.unmodifiableSet(EnumSet.of(
                        FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED, FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE))))
                .containsExactly("server");
        assertThat(Arrays.stream(FAX_ACCOUNT_EVENTS_TYPE_ENUM.values()).count()).isEqualTo(6);
    }
}

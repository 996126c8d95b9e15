package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_DEVICE_RECEIVE_MODE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario S13: a program shows who calls, answers when it is told to, and copies each new fax. */
class S13NewFaxNotifierTest {
    /** A caller waits for a quarter of a minute instead of for less than a second. */
    private static final String RINGS_LONG = "loopback.haste = 5";

    @TempDir
    Path folder;

    private static final class Notifier implements FaxServerNotify {
        private final Path folder;
        private final CompletableFuture<FaxIncomingMessage> message = new CompletableFuture<>();
        private final List<String> icon = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<String> caller = new AtomicReference<>("");

        Notifier(Path folder) {
            this.folder = folder;
        }

        @Override
        public void onNewCall(FaxServer server, int callId, int deviceId, String callerId) {
            caller.set(callId + " on " + deviceId + " from " + callerId);
        }

        @Override
        public void onDeviceStatusChange(
                FaxServer server,
                int deviceId,
                boolean poweredOff,
                boolean sending,
                boolean receiving,
                boolean ringing) {
            if (ringing) {
                icon.add("ringing " + deviceId);
                FaxDevice device = server.getDevices().getItemById(deviceId);
                if (device.getReceiveMode() == FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmMANUAL_ANSWER) {
                    device.answerCall();
                }
            }
            if (receiving) {
                icon.add("receiving " + deviceId);
            }
        }

        @Override
        public void onIncomingMessageAdded(FaxServer server, String messageId) {
            try {
                // It can be fetched as soon as it is told.
                FaxIncomingMessage found =
                        server.getFolders().getIncomingArchive().getMessage(messageId);
                found.copyTiff(folder.resolve(messageId + ".tif").toString());
                message.complete(found);
            } catch (FaxException notThere) {
                message.completeExceptionally(notThere);
            }
        }
    }

    private static FaxDevice called(FaxServer server, RunningServer running) {
        int id = running.client().devices().list().stream()
                .filter(each -> each.number().equals(running.number(1)))
                .findFirst()
                .orElseThrow()
                .id();
        return server.getDevices().getItemById(id);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_is_shown_and_answered_by_hand_and_its_fax_is_copied(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder.resolve("data"), RINGS_LONG)) {
            FaxServer server = FaxServer.create();
            setUp.connect(server, running);
            FaxDevice device = called(server, running);
            device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmMANUAL_ANSWER);
            device.save();
            var notifier = new Notifier(folder);
            server.addListener(notifier);
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_QUEUE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetDEVICE_STATUS,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetINCOMING_CALL);
            Faxes.send(running, "Please answer");
            FaxIncomingMessage message = notifier.message.get(60, TimeUnit.SECONDS);
            assertThat(folder.resolve(message.getId() + ".tif")).isRegularFile();
            assertThat(Files.size(folder.resolve(message.getId() + ".tif"))).isPositive();
            assertThat(notifier.caller.get())
                    .matches("[1-9][0-9]* on " + device.getId() + " from " + running.number(0));
            assertThat(notifier.icon).contains("ringing " + device.getId(), "receiving " + device.getId());
            server.disconnect();
        }
    }

    @Test
    void answering_is_refused_with_a_clear_error_after_the_caller_has_hung_up() throws Exception {
        try (var running = new RunningServer(folder.resolve("data"), RINGS_LONG)) {
            FaxServer server = FaxServer.create();
            server.connect(running.url().toString(), running.administrator());
            FaxDevice device = called(server, running);
            device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmMANUAL_ANSWER);
            device.save();
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetDEVICE_STATUS);
            String job = Faxes.send(running, "Nobody answers");
            heard.await("onDeviceStatusChange", device.getId(), false, false, false, true);
            running.client().cancel(job);
            heard.await("onDeviceStatusChange", device.getId(), false, false, false, false);
            assertRefused(FaxError.ERROR_INVALID_OPERATION, device::answerCall);
            server.disconnect();
        }
    }

    /** On the same machine the server has another port then and is found again; from afar its address stays. */
    @ParameterizedTest
    @EnumSource
    void a_notifier_outlives_the_server_and_knows_what_it_has_shown_by_its_id(SetUp setUp) throws Exception {
        Path data = folder.resolve("data");
        var tried = new Semaphore(0);
        var server = new Server(tries -> {
            tried.release();
            return Duration.ofMillis(10);
        });
        var heard = new Heard();
        server.addListener(heard.server());
        Proxy proxy;
        String first;
        try (var running = new RunningServer(data)) {
            proxy = new Proxy(running.url());
            switch (setUp) {
                case SAME_MACHINE -> setUp.connect(server, running);
                case REMOTE -> setUp.connect(server, running, proxy.url());
            }
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
            first = Faxes.receive(running, "Before");
            heard.await("onIncomingMessageAdded", first);
        }
        heard.await("onServerShutDown");
        assertThat(tried.tryAcquire(2, 60, TimeUnit.SECONDS))
                .as("it tries again and again")
                .isTrue();
        try (var again = new RunningServer(data)) {
            String second = Faxes.receive(again, "While nobody listened");
            proxy.leadTo(again.url());
            heard.await("onIncomingMessageAdded", second);
            var ids = new ArrayList<String>();
            heard.all().stream()
                    .filter(told -> told.event().equals("onIncomingMessageAdded"))
                    .forEach(told -> ids.add(told.id()));
            assertThat(new HashSet<>(ids)).containsExactlyInAnyOrder(first, second);
            assertThat(ids).as("and none twice").hasSize(2);
            // A program that connects anew finds by their ids which faxes it has shown.
            var inbox = server.getFolders().getIncomingArchive().getMessages();
            assertThat(inbox.getMessage().getId()).isEqualTo(second);
            inbox.moveNext();
            assertThat(inbox.getMessage().getId()).isEqualTo(first);
            server.disconnect();
        }
        proxy.close();
    }
}

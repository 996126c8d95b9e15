package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.caselli.document.Documents;
import org.caselli.line.Lines;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Job;
import org.caselli.queue.ServerEvent;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.device.DeviceSettings;
import org.caselli.service.device.DeviceStatus;
import org.caselli.service.device.ReceiveMode;
import org.caselli.service.device.RegisteredDevice;
import org.caselli.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receive modes, with real SIP calls from one line to another. At this haste a ring lasts 60 ms. */
class RingingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Documents documents = Documents.inProcess();
    private Store store;
    private SipEndpoint sip;
    private FaxService service;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(directory);
        sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        sip.open();
        var lines = new Lines(List.of(
                new LoopbackProvider(sip, LoopbackSettings.STANDARD.withLines(2).withHaste(100))));
        service = FaxService.open(store, lines, documents, ServiceSettings.STANDARD, InstantSource.system());
        FaxServiceTest.administer(service, 0, Duration.ZERO, 20);
    }

    @AfterEach
    void close() {
        service.close();
        sip.close();
        store.close();
        documents.close();
    }

    private RegisteredDevice called() {
        return service.devices().named("loopback-1002");
    }

    private void set(DeviceSettings settings) {
        service.devices().change(called().id(), called().version(), settings);
    }

    private String submit() {
        return service.submit(SubmitRequest.of(
                        List.of(FaxServiceTest.tiff("one.tif", 1)), List.of(new Recipient("1002", "Ann"))))
                .jobIds()
                .getFirst();
    }

    private ServerEvent event(Predicate<ServerEvent> wanted) throws InterruptedException {
        Instant limit = Instant.now().plus(LONG);
        while (Instant.now().isBefore(limit)) {
            long last = service.lastEvent();
            Optional<ServerEvent> found =
                    service.events(0, 1000).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            service.awaitEvents(last, Duration.ofSeconds(5));
        }
        throw new AssertionError("no such event among " + service.events(0, 1000));
    }

    private Job ended(String id) throws InterruptedException {
        Instant limit = Instant.now().plus(LONG);
        while (true) {
            long last = service.lastEvent();
            Job job = service.job(id).job();
            if (job.state().isFinal() || Instant.now().isAfter(limit)) {
                return job;
            }
            service.awaitEvents(last, Duration.ofSeconds(5));
        }
    }

    private ServerEvent rings() throws InterruptedException {
        return event(event -> event.kind() == ServerEvent.Kind.DEVICE_CHANGED
                && event.facts().get("state").equals("RINGING")
                && event.facts().get("device").equals("loopback-1002"));
    }

    @Test
    void a_device_answers_at_the_ring_that_it_is_set_to_with_its_own_identity() throws Exception {
        set(DeviceSettings.STANDARD.answeringAt(5).identified("", "+49 30 1002"));
        RegisteredDevice caller = service.devices().named("loopback-1001");
        service.devices().change(caller.id(), caller.version(), DeviceSettings.STANDARD.identified("+49 30 1001", ""));
        String id = submit();
        ServerEvent call = event(event -> event.kind() == ServerEvent.Kind.NEW_CALL);
        assertThat(call.facts()).containsEntry("device", "loopback-1002").containsEntry("number", "1001");
        assertThat(ended(id).outcome()).contains(Outcome.DELIVERED);
        ReceivedFax received = service.archives()
                .receivedFax(event(event -> event.kind() == ServerEvent.Kind.RECEIVED_FAX_ADDED)
                        .subject());
        assertThat(received.facts().farId()).isEqualTo("+49 30 1001");
        assertThat(service.archives().sentFax(id).facts().farId()).isEqualTo("+49 30 1002");
        CallDiary diary = service.call(call.subject());
        Instant rang = line(diary, "said 180 Ringing");
        Instant answered = line(diary, "said 200");
        assertThat(Duration.between(rang, answered)).isBetween(Duration.ofMillis(239), Duration.ofSeconds(30));
    }

    private static Instant line(CallDiary diary, String text) {
        return diary.lines().stream()
                .filter(line -> line.text().contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text + " is not in " + diary.lines()))
                .at();
    }

    @Test
    void a_call_that_is_to_be_answered_by_hand_rings_until_somebody_does() throws Exception {
        set(DeviceSettings.STANDARD.receiving(ReceiveMode.MANUAL_ANSWER));
        String id = submit();
        rings();
        DeviceStatus status = service.devices().status(called().id());
        assertThat(status.ringing()).isTrue();
        assertThat(status.condition().code()).isEqualTo(0x20020000);
        assertThat(status.call().orElseThrow().callerId()).isEqualTo("1001");
        DeviceStatus sender = service.devices().statuses().getFirst();
        assertThat(sender.sending()).isTrue();
        assertThat(sender.call().orElseThrow().recipientName()).isEqualTo("Ann");
        assertThat(sender.call().orElseThrow().address()).isEqualTo("1002");
        service.devices()
                .answer(called().id(), Optional.of(status.call().orElseThrow().callId()));
        assertThat(ended(id).outcome()).contains(Outcome.DELIVERED);
    }

    @Test
    void a_device_that_answers_nobody_rings_until_the_caller_has_had_enough() throws Exception {
        set(DeviceSettings.STANDARD.receiving(ReceiveMode.NO_ANSWER));
        String id = submit();
        assertThat(ended(id).outcome()).contains(Outcome.NO_ANSWER);
        ServerEvent over = event(event -> event.kind() == ServerEvent.Kind.CALL_ENDED);
        CallDiary diary = service.call(over.subject());
        assertThat(diary.outcome()).contains(Outcome.NO_ANSWER);
        assertThat(diary.lines()).extracting(CallDiary.Line::text).contains("nobody answered within 15 rings");
        assertThat(service.archives().received(Filter.ALL, Window.newest(100)).items())
                .isEmpty();
    }

    @Test
    void a_caller_may_give_up_while_it_rings() throws Exception {
        set(DeviceSettings.STANDARD.receiving(ReceiveMode.MANUAL_ANSWER));
        String id = submit();
        rings();
        service.cancel(id);
        ServerEvent over = event(event -> event.kind() == ServerEvent.Kind.CALL_ENDED);
        assertThat(service.call(over.subject()).lines())
                .extracting(CallDiary.Line::text)
                .contains("the caller gave up");
        event(event -> event.kind() == ServerEvent.Kind.DEVICE_CHANGED
                && event.facts().get("device").equals("loopback-1002")
                && event.facts().get("state").equals("IDLE"));
        assertThat(service.devices().status(called().id()).condition()).isEqualTo(DeviceStatus.Condition.AVAILABLE);
    }

    @Test
    void a_device_that_may_not_send_is_never_chosen() throws Exception {
        for (RegisteredDevice device : service.devices().inOrder()) {
            service.devices().change(device.id(), device.version(), DeviceSettings.STANDARD.sending(false));
        }
        String id = submit();
        CompletableFuture<Job> end = CompletableFuture.supplyAsync(() -> {
            try {
                return ended(id);
            } catch (InterruptedException cause) {
                throw new IllegalStateException(cause);
            }
        });
        event(event -> event.kind() == ServerEvent.Kind.JOB_ADDED);
        assertThat(service.job(id).attempts()).isEmpty();
        RegisteredDevice first = service.devices().inOrder().getFirst();
        service.devices().change(first.id(), first.version(), DeviceSettings.STANDARD);
        service.devices().order(List.of(first.id()));
        assertThat(end.get().outcome()).contains(Outcome.DELIVERED);
        assertThat(service.job(id).attempts().getFirst().device()).isEqualTo("loopback-1001");
    }
}

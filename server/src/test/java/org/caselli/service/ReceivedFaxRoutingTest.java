package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.queue.ServerEvent.Kind.CALL_ANSWERED;
import static org.caselli.queue.ServerEvent.Kind.INCOMING_JOB_ADDED;
import static org.caselli.queue.ServerEvent.Kind.INCOMING_JOB_CHANGED;
import static org.caselli.queue.ServerEvent.Kind.INCOMING_JOB_REMOVED;
import static org.caselli.queue.ServerEvent.Kind.NEW_CALL;
import static org.caselli.queue.ServerEvent.Kind.RECEIVED_FAX_ADDED;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caselli.document.Documents;
import org.caselli.image.tiff.TiffFile;
import org.caselli.line.Lines;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.outcome.Outcome;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingState;
import org.caselli.queue.Operation;
import org.caselli.queue.ServerEvent;
import org.caselli.service.access.Account;
import org.caselli.service.access.AccountForm;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.routing.InboundRouting;
import org.caselli.service.routing.MethodText;
import org.caselli.service.settings.AccessSettings;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.service.settings.IncomingSettings;
import org.caselli.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of received faxes, over real calls: SIP and T.38 through sockets, faster than the telephone. */
class ReceivedFaxRoutingTest {
    private static final String FOLDER = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";
    private static final String ACCOUNTS = "{5d1c3a5e-7b0f-4c59-9f0e-3a8b6f2d9c41}";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Store store;
    private Documents documents;
    private SipEndpoint sip;
    private FaxService service;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(directory.resolve("data"));
        documents = Documents.inProcess();
        sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        sip.open();
        var lines = new Lines(List.of(
                new LoopbackProvider(sip, LoopbackSettings.STANDARD.withLines(2).withHaste(50))));
        service = FaxService.open(store, lines, documents, ServiceSettings.STANDARD, InstantSource.system());
    }

    @AfterEach
    void close() {
        service.close();
        sip.close();
        documents.close();
        store.close();
    }

    private String send(long... pages) {
        return service.submit(SubmitRequest.of(
                        List.of(FaxServiceTest.tiff("fax.tif", pages)), List.of(new Recipient("1002", ""))))
                .jobIds()
                .getFirst();
    }

    private int device() {
        return service.devices().named("loopback-1002").id();
    }

    /** The first event after this one that fits. */
    private ServerEvent event(long after, Predicate<ServerEvent> wanted) throws InterruptedException {
        Instant limit = Instant.now().plus(LONG);
        long cursor = after;
        while (Instant.now().isBefore(limit)) {
            for (ServerEvent each : service.events(cursor, 1000)) {
                cursor = each.sequence();
                if (wanted.test(each)) {
                    return each;
                }
            }
            service.awaitEvents(cursor, Duration.ofSeconds(5));
        }
        throw new AssertionError("It did not happen within " + LONG + ": " + service.events(after, 1000));
    }

    private ServerEvent event(long after, ServerEvent.Kind kind) throws InterruptedException {
        return event(after, each -> each.kind() == kind);
    }

    private List<IncomingJob> queue() {
        return service.incomingQueue().jobs(List.of(), Slice.FIRST).items();
    }

    private int archived() {
        return service.archives()
                .received(Filter.ALL, Window.newest(100))
                .items()
                .size();
    }

    private void archive(boolean use) {
        var before = service.settings().get(ArchiveSettings.class);
        ArchiveSettings a = before.value();
        service.settings()
                .put(
                        ArchiveSettings.class,
                        new ArchiveSettings(
                                use, a.location(), a.quotaWarning(), a.highMark(), a.lowMark(), a.ageLimit()),
                        before.version());
    }

    @Test
    void a_fax_is_in_the_archive_and_in_its_folder_and_the_events_tell_so_in_order() throws Exception {
        Path folder = directory.resolve("faxes");
        service.inboundRouting().configure(device(), FOLDER, MethodText.write(folder + "|name={id}"));
        service.inboundRouting().enable(device(), FOLDER, true);
        long before = service.lastEvent();

        send(1, 2);
        ServerEvent last = event(before, INCOMING_JOB_REMOVED);

        String id = last.subject();
        assertThat(queue()).isEmpty();
        assertThat(service.archives().receivedFax(id).pages()).isEqualTo(2);
        assertThat(TiffFile.read(Files.readAllBytes(folder.resolve(id + ".tif")))
                        .pages())
                .isEqualTo(2);
        var told = new ArrayList<ServerEvent.Kind>();
        for (ServerEvent each : service.events(before, 1000)) {
            boolean ours = Set.of(
                            NEW_CALL,
                            CALL_ANSWERED,
                            INCOMING_JOB_ADDED,
                            INCOMING_JOB_CHANGED,
                            RECEIVED_FAX_ADDED,
                            INCOMING_JOB_REMOVED)
                    .contains(each.kind());
            if (ours && (told.isEmpty() || told.getLast() != each.kind())) {
                told.add(each.kind());
            }
        }
        assertThat(told)
                .containsExactly(
                        NEW_CALL,
                        CALL_ANSWERED,
                        INCOMING_JOB_ADDED,
                        INCOMING_JOB_CHANGED,
                        RECEIVED_FAX_ADDED,
                        INCOMING_JOB_CHANGED,
                        INCOMING_JOB_REMOVED);
    }

    @Test
    void a_reception_that_is_cancelled_ends_its_call_and_throws_its_pages_away() throws Exception {
        long before = service.lastEvent();
        send(1, 2, 3, 4, 5, 6, 7, 8);
        event(before, ServerEvent.Kind.PAGE_RECEIVED);
        IncomingJob job = queue().getFirst();
        assertThat(job.operations()).containsExactly(Operation.DELETE);
        assertThat(TiffFile.read(service.incomingQueue().tiff(job.id())).pages())
                .as("those that have come so far")
                .isBetween(1, 8);

        service.incomingQueue().cancel(job.id());
        ServerEvent canceled = event(
                before,
                each -> each.kind() == INCOMING_JOB_CHANGED
                        && "CANCELED".equals(each.facts().get("state")));

        assertThat(canceled.subject()).isEqualTo(job.id());
        assertThat(queue()).isEmpty();
        assertThat(archived()).isZero();
        assertThatThrownBy(() -> service.incomingQueue().cancel(job.id()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).contains(FaxError.FAX_E_MESSAGE_NOT_FOUND));
    }

    @Test
    void with_archiving_off_a_fax_that_nobody_took_stays_in_the_queue_until_a_person_acts() throws Exception {
        archive(false);
        long before = service.lastEvent();
        send(1);
        String id = event(
                        before,
                        each -> each.kind() == INCOMING_JOB_CHANGED
                                && "RETRIES_EXCEEDED".equals(each.facts().get("state")))
                .subject();
        assertThat(archived()).isZero();
        assertThat(TiffFile.read(service.incomingQueue().tiff(id)).pages()).isEqualTo(1);
        assertThatThrownBy(() -> service.incomingQueue().restart(id))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).contains(FaxError.ERROR_BAD_CONFIGURATION));

        Path folder = directory.resolve("faxes");
        service.inboundRouting().configure(device(), FOLDER, MethodText.write(folder.toString()));
        service.inboundRouting().enable(device(), FOLDER, true);
        service.incomingQueue().restart(id);
        event(before, INCOMING_JOB_REMOVED);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void the_archived_message_tells_how_often_its_routing_was_tried_again() throws Exception {
        FaxServiceTest.administer(service, 2, Duration.ZERO, 20);
        Path folder = Files.createDirectory(directory.resolve("faxes"));
        service.inboundRouting().configure(device(), FOLDER, MethodText.write(folder.toString()));
        service.inboundRouting().enable(device(), FOLDER, true);
        Files.delete(folder);
        Files.writeString(folder, "no folder any more");
        long before = service.lastEvent();
        send(1);
        event(
                before,
                each -> each.kind() == INCOMING_JOB_CHANGED
                        && "RETRIES_EXCEEDED".equals(each.facts().get("state")));
        int failed = queue().getFirst().retries();
        assertThat(failed).isPositive();
        assertThat(service.archives().received(Filter.ALL, Window.newest(1)).items())
                .singleElement()
                .satisfies(fax -> assertThat(fax.retries()).isEqualTo(failed));
    }

    @Test
    void a_blocked_queue_answers_no_call_and_says_so() throws Exception {
        service.settings().put(IncomingSettings.class, new IncomingSettings(true, 0), 0);
        long before = service.lastEvent();
        String job = send(1);
        event(before, ServerEvent.Kind.ATTEMPT_ENDED);

        assertThat(service.job(job).attempts().getFirst().outcome()).contains(Outcome.NO_ANSWER);
        assertThat(queue()).isEmpty();
        assertThat(service.explainIncoming("1002", "1001", "").answer()).contains("not answered");
        service.cancel(job);

        service.settings().put(IncomingSettings.class, new IncomingSettings(false, 0), 1);
        assertThat(service.events(before, 1000))
                .anySatisfy(each -> assertThat(each.kind()).isEqualTo(ServerEvent.Kind.QUEUE_STATE_CHANGED));
        send(2);
        event(before, RECEIVED_FAX_ADDED);
    }

    @Test
    void a_call_is_explained_before_it_comes() {
        IncomingExplanation none = service.explainIncoming("4711", "", "");
        assertThat(none.lines()).isEmpty();
        assertThat(none.answer()).contains("does not reach this server");

        service.inboundRouting().configure(device(), FOLDER, MethodText.write(directory.toString()));
        service.inboundRouting().enable(device(), FOLDER, true);
        IncomingExplanation.Line line =
                service.explainIncoming("1002", "1001", "").lines().getFirst();
        assertThat(line.verdict()).isEqualTo(IncomingExplanation.Verdict.ANSWERS);
        assertThat(line.csid()).isEqualTo("1002");
        assertThat(line.archived()).isTrue();
        assertThat(line.methods()).singleElement().satisfies(use -> {
            assertThat(use.method().guid()).isEqualTo(FOLDER);
            assertThat(use.text()).contains(directory.toString());
            assertThat(use.complaint()).isEqualTo(Optional.empty());
        });
        assertThat(line.methods()).extracting(InboundRouting.Use::enabled).containsExactly(true);
    }

    @Test
    void a_fax_that_was_received_before_a_stop_is_routed_after_it() throws Exception {
        archive(false);
        long before = service.lastEvent();
        send(1);
        String id = event(
                        before,
                        each -> each.kind() == INCOMING_JOB_CHANGED
                                && "RETRIES_EXCEEDED".equals(each.facts().get("state")))
                .subject();
        close();
        open();
        assertThat(service.incomingQueue().job(id).state()).isEqualTo(IncomingState.RETRIES_EXCEEDED);
        service.incomingQueue().cancel(id);
        assertThat(queue()).isEmpty();
    }

    @Test
    void what_comes_in_on_a_line_is_given_to_the_accounts_that_are_set_there() throws Exception {
        int device = device();
        assertThatThrownBy(() -> service.inboundRouting().configure(device, ACCOUNTS, MethodText.write("ann; bob")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no account \"ann\"");
        Account ann = service.accounts().add("ann", AccountForm.NONE, Optional.empty(), List.of());
        Account bob = service.accounts().add("Bob", AccountForm.NONE, Optional.empty(), List.of());
        assertThatThrownBy(() -> service.inboundRouting().configure(device, ACCOUNTS, MethodText.write(" ; ")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No account is named");
        service.inboundRouting().configure(device, ACCOUNTS, MethodText.write("ann; bob"));
        service.inboundRouting().enable(device, ACCOUNTS, true);
        setPublic(false);
        long before = service.lastEvent();
        send(1);
        ServerEvent gone = event(before, ServerEvent.Kind.INCOMING_JOB_REMOVED);
        List<ReceivedFax> all =
                service.archives().received(Filter.ALL, Window.newest(10)).items();
        assertThat(all)
                .hasSize(2)
                .allMatch(fax -> fax.holding().fax().equals(gone.subject()))
                .allMatch(fax -> !fax.read())
                .extracting(fax -> fax.holding().account())
                .containsExactlyInAnyOrder(ann.id(), bob.id());

        // Public faxes cannot be given away: the fax stays where all see it, and its job says why.
        setPublic(true);
        long then = service.lastEvent();
        send(2);
        ServerEvent failed = event(
                then,
                each -> each.kind() == ServerEvent.Kind.INCOMING_JOB_CHANGED
                        && each.facts().getOrDefault("state", "").equals("RETRIES_EXCEEDED"));
        assertThat(service.incomingQueue().steps(failed.subject()))
                .singleElement()
                .satisfies(step -> assertThat(step.error()).contains("public"));
        assertThat(service.archives().receivedFax(failed.subject()).isAssigned())
                .isFalse();
        setPublic(false);
        long again = service.lastEvent();
        service.incomingQueue().restart(failed.subject());
        event(again, ServerEvent.Kind.INCOMING_JOB_REMOVED);
        assertThat(service.archives().receivedFax(failed.subject()).isAssigned())
                .isTrue();
    }

    private void setPublic(boolean are) {
        service.settings()
                .change(
                        "access",
                        Map.of("incomingFaxesArePublic", are),
                        false,
                        service.settings().get(AccessSettings.class).version());
    }
}

package org.caselli.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.caselli.document.Documents;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.queue.Operation;
import org.caselli.queue.Schedule;
import org.caselli.queue.ServerEvent;
import org.caselli.queue.WaitReason;
import org.caselli.service.archive.Box;
import org.caselli.service.receipt.ReceiptWish;
import org.caselli.service.settings.DiallingSettings;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the settings of the outgoing queue do to whoever sends, and documents that are uploaded before. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutgoingServiceTest {
    /** As long as only a stuck program takes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final FakeLines network = new FakeLines("1001", "1002");
    private final Documents documents = Documents.inProcess();
    private final MovingClock clock = new MovingClock();
    private Store store;
    private FaxService service;

    /** The time of this machine, and as much more as a test wants. */
    private static final class MovingClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    @BeforeEach
    void open() {
        store = database.open(directory);
        service = FaxService.open(store, new Lines(List.of(network)), documents, ServiceSettings.STANDARD, clock);
    }

    @AfterEach
    void close() {
        service.close();
        store.close();
        documents.close();
    }

    private void change(UnaryOperator<OutgoingSettings> change) {
        var before = service.settings().get(OutgoingSettings.class);
        service.settings().put(OutgoingSettings.class, change.apply(before.value()), before.version());
    }

    private static OutgoingSettings with(
            OutgoingSettings s,
            boolean blocked,
            boolean paused,
            boolean branding,
            boolean useDeviceTsid,
            int recipients) {
        return new OutgoingSettings(
                blocked,
                paused,
                0,
                s.retryDelay(),
                s.ageLimit(),
                branding,
                useDeviceTsid,
                s.discountStart(),
                s.discountEnd(),
                ZoneOffset.UTC,
                s.attemptsPerJob(),
                s.attemptsPerNumberAndDay(),
                recipients);
    }

    private static SubmitRequest fax(String... numbers) {
        return SubmitRequest.of(
                List.of(FaxServiceTest.tiff("fax.tif", 1)),
                List.of(numbers).stream()
                        .map(number -> new Recipient(number, ""))
                        .toList());
    }

    private Job reached(String id, JobState state) throws InterruptedException {
        Instant until = Instant.now().plus(LONG);
        while (Instant.now().isBefore(until)) {
            long seen = service.lastEvent();
            Job job = service.job(id).job();
            if (job.state() == state) {
                return job;
            }
            service.awaitEvents(seen, Duration.ofSeconds(1));
        }
        throw new AssertionError("The job is " + service.job(id).job());
    }

    @Test
    void a_blocked_queue_refuses_faxes_and_sends_those_it_has() throws Exception {
        change(s -> with(s, false, true, true, true, 0));
        String waiting = service.submit(fax("1002")).jobIds().getFirst();
        change(s -> with(s, true, false, true, true, 0));
        assertThatThrownBy(() -> service.submit(fax("1002")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BLOCKED))
                .hasMessageContaining("blocked");
        reached(waiting, JobState.COMPLETED);
        change(s -> with(s, false, false, true, true, 0));
        reached(service.submit(fax("1002")).jobIds().getFirst(), JobState.COMPLETED);
    }

    @Test
    void the_switches_are_as_they_were_after_a_restart_and_each_change_tells_all_three() throws Exception {
        change(s -> with(s, false, true, true, true, 0));
        String id = service.submit(fax("1002")).jobIds().getFirst();
        service.close();
        store.close();
        open();
        assertThat(service.settings().outgoing().paused()).isTrue();
        assertThat(service.job(id).job().state()).isEqualTo(JobState.PENDING);
        assertThat(service.events(0, 1000))
                .filteredOn(event -> event.kind() == ServerEvent.Kind.QUEUE_STATE_CHANGED)
                .last()
                .satisfies(event -> assertThat(event.facts())
                        .containsEntry("outgoingPaused", "true")
                        .containsEntry("outgoingBlocked", "false")
                        .containsEntry("incomingBlocked", "false"));
        change(s -> with(s, false, false, true, true, 0));
        reached(id, JobState.COMPLETED);
    }

    @Test
    void a_submission_may_have_as_many_recipients_as_the_limit_says() {
        change(s -> with(s, false, true, true, true, 2));
        assertThat(service.submit(fax("1002", "out-1")).jobIds()).hasSize(2);
        assertThatThrownBy(() -> service.submit(fax("1002", "out-1", "out-2")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("3 recipients")
                .hasMessageContaining("takes 2");
    }

    @Test
    void without_branding_the_pages_go_as_they_are_and_the_archive_shows_them_so_also_when_it_is_on_again()
            throws Exception {
        change(s -> with(s, false, false, false, true, 0));
        String id = service.submit(fax("1002")).jobIds().getFirst();
        reached(id, JobState.COMPLETED);
        change(s -> with(s, false, false, true, true, 0));
        assertThat(TiffFile.read(service.archives().tiff(Box.SENT, id).octets())
                        .page(0)
                        .page())
                .isEqualTo(FaxServiceTest.page(1));
        String branded = service.submit(fax("1002")).jobIds().getFirst();
        reached(branded, JobState.COMPLETED);
        assertThat(TiffFile.read(service.archives().tiff(Box.SENT, branded).octets())
                        .page(0)
                        .page())
                .isNotEqualTo(FaxServiceTest.page(1));
    }

    @Test
    void the_devices_identity_goes_before_the_senders_unless_that_is_switched_off() throws Exception {
        SubmitRequest request = fax("1002").from("Ann", "Ann's fax", "+49 30 1234");
        String device = service.submit(request).jobIds().getFirst();
        assertThat(reached(device, JobState.COMPLETED).tsid()).isEqualTo("1001");
        change(s -> with(s, false, false, true, false, 0));
        String sender = service.submit(request).jobIds().getFirst();
        assertThat(reached(sender, JobState.COMPLETED).tsid()).isEqualTo("Ann's fax");
        String number = service.submit(fax("1002").from("Ann", "", "+49 30 1234"))
                .jobIds()
                .getFirst();
        assertThat(reached(number, JobState.COMPLETED).tsid()).isEqualTo("+49 30 1234");
    }

    @Test
    void a_refused_operation_says_the_state_and_the_remedy() throws Exception {
        change(s -> with(s, false, true, true, true, 0));
        String id = service.submit(fax("1002")).jobIds().getFirst();
        service.pause(id);
        assertThatThrownBy(() -> service.pause(id)).hasMessageContaining("paused, pending");
        assertThatThrownBy(() -> service.restart(id))
                .hasMessageContaining("cannot be restarted")
                .hasMessageContaining("resume this one");
        service.resume(id);
        service.cancel(id);
        assertThatThrownBy(() -> service.resume(id))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT))
                .hasMessageContaining("canceled and no longer in the queue");
        network.nextCallTo("out-wrong", Outcome.NUMBER_UNKNOWN);
        change(s -> with(s, false, false, true, true, 0));
        String failed = service.submit(fax("out-wrong")).jobIds().getFirst();
        reached(failed, JobState.FAILED);
        assertThatThrownBy(() -> service.resume(failed)).hasMessageContaining("restart this one");
        assertThatThrownBy(() ->
                        service.operateOnAll(service.job(failed).submission().id(), Operation.PAUSE))
                .hasMessageContaining("No job of submission");
    }

    @Test
    void a_discount_job_waits_and_goes_as_soon_as_there_is_no_period_any_more() throws Exception {
        LocalTime inAnHour =
                Instant.now().atOffset(ZoneOffset.UTC).toLocalTime().plusHours(1);
        change(s -> new OutgoingSettings(
                false,
                false,
                0,
                s.retryDelay(),
                0,
                true,
                true,
                inAnHour,
                inAnHour.plusHours(1),
                ZoneOffset.UTC,
                20,
                0,
                0));
        String id = service.submit(fax("1002").inDiscountPeriod()).jobIds().getFirst();
        Job job = service.job(id).job();
        assertThat(job.schedule()).isEqualTo(Schedule.DISCOUNT);
        assertThat(job.waitsFor()).contains(WaitReason.DISCOUNT);
        change(s -> with(OutgoingSettings.STANDARD, false, false, true, true, 0));
        reached(id, JobState.COMPLETED);
    }

    // documents

    private Upload upload(String name, byte[] content) throws IOException {
        var kept = service.uploads()
                .keep(new ByteArrayInputStream(content), 1 << 20)
                .orElseThrow();
        return service.uploads().add(name, kept, Resolution.FINE);
    }

    @Test
    void a_ready_file_is_sent_as_it_is_without_a_second_copy() throws Exception {
        var ready = (SourceFile.Content.Octets)
                FaxServiceTest.tiff("ready.tif", 1, 2).content();
        Upload upload = upload("ready.tif", ready.octets());
        assertThat(upload.format()).isEqualTo("tiff");
        assertThat(upload.pages()).isEqualTo(2);
        String id = service.submit(
                        SubmitRequest.of(List.of(SourceFile.document(upload.id())), List.of(new Recipient("1002", ""))))
                .jobIds()
                .getFirst();
        service.uploads().delete(upload.id());
        reached(id, JobState.COMPLETED);
        int length = ready.octets().length;
        assertThat(Arrays.copyOfRange(service.jobTiff(id), 8, length))
                .as("what follows the header, before the label behind the end")
                .isEqualTo(Arrays.copyOfRange(ready.octets(), 8, length));
        assertThat(service.job(id).job().size()).isEqualTo(length);
        assertThat(service.job(id).job().documentName()).isEqualTo("ready.tif");
    }

    @Test
    void the_national_and_the_international_form_of_a_number_count_together_in_its_ceiling() throws Exception {
        network.bring("+493012345678");
        service.settings().put(DiallingSettings.class, new DiallingSettings("DE"), 0);
        change(s -> new OutgoingSettings(
                s.blocked(),
                s.paused(),
                s.retries(),
                s.retryDelay(),
                s.ageLimit(),
                s.branding(),
                s.useDeviceTsid(),
                s.discountStart(),
                s.discountEnd(),
                s.zone(),
                s.attemptsPerJob(),
                1,
                s.recipientsLimit()));
        String first = service.submit(fax("+49 30 12345678")).jobIds().getFirst();
        reached(first, JobState.COMPLETED);
        String second = service.submit(fax("030 12345678")).jobIds().getFirst();
        while (service.job(second).job().waitsFor().isEmpty()
                || service.job(second).job().waitsFor().get() != WaitReason.NUMBER_LIMIT) {
            assertThat(service.job(second).job().attempts()).isZero();
            assertThat(Instant.now())
                    .isBefore(service.job(second).job().submittedAt().plus(LONG));
            Thread.onSpinWait();
        }
        assertThat(service.job(second).job().state()).isEqualTo(JobState.PENDING);
    }

    @Test
    void a_document_in_another_resolution_than_its_pages_is_made_anew() throws Exception {
        Upload upload = upload("letter.txt", "Dear Bob".getBytes(UTF_8));
        SubmitRequest fine =
                SubmitRequest.of(List.of(SourceFile.document(upload.id())), List.of(new Recipient("1002", "")));
        var standard = new SubmitRequest(
                fine.files(),
                fine.recipients(),
                Resolution.STANDARD,
                fine.priority(),
                fine.schedule(),
                fine.notBefore(),
                "",
                "A letter",
                "",
                "",
                "",
                Sender.NONE,
                fine.profile(),
                fine.cover(),
                Optional.empty(),
                ReceiptWish.NONE,
                Optional.empty());
        for (SubmitRequest request : List.of(fine, standard)) {
            String id = service.submit(request).jobIds().getFirst();
            assertThat(TiffFile.read(service.jobTiff(id)).page(0).page().resolution())
                    .isEqualTo(request.resolution());
        }
    }

    @Test
    void a_preview_is_the_very_bitmap_that_is_sent_or_a_smaller_picture_in_true_proportions() throws Exception {
        Upload upload = upload("letter.txt", "Dear Bob".getBytes(UTF_8));
        assertThat(upload.isSendable()).isTrue();
        String id = service.submit(
                        SubmitRequest.of(List.of(SourceFile.document(upload.id())), List.of(new Recipient("1002", ""))))
                .jobIds()
                .getFirst();
        Page page = TiffFile.read(service.jobTiff(id)).page(0).page();
        BufferedImage shown = picture(service.uploads().preview(upload.id(), 1, Optional.empty()));
        Bitmap dots = page.bitmap();
        assertThat(shown.getWidth()).isEqualTo(dots.width());
        assertThat(shown.getHeight()).isEqualTo(dots.height());
        for (int y = 0; y < dots.height(); y += 3) {
            for (int x = 0; x < dots.width(); x++) {
                assertThat((shown.getRGB(x, y) & 0xFF) == 0)
                        .as("dot %d, %d", x, y)
                        .isEqualTo(dots.isBlack(x, y));
            }
        }
        BufferedImage small = picture(service.uploads().preview(upload.id(), 1, Optional.of(216)));
        assertThat(small.getWidth()).isEqualTo(216);
        assertThat(small.getHeight()).isBetween(200, 330);
        assertThatThrownBy(() -> service.uploads().preview(upload.id(), 2, Optional.empty()))
                .hasMessageContaining("no page 2");
        assertThatThrownBy(() -> service.uploads().preview(upload.id(), 1, Optional.of(15)))
                .hasMessageContaining("16 to 1728");
    }

    private static BufferedImage picture(byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture).isNotNull();
        return picture;
    }

    @Test
    void a_file_that_cannot_be_sent_is_kept_with_what_is_wrong() throws Exception {
        Upload upload = upload("broken.pdf", "%PDF-broken".getBytes(UTF_8));
        assertThat(upload.isSendable()).isFalse();
        assertThat(upload.format()).isEqualTo("pdf");
        assertThat(upload.pages()).isZero();
        assertThat(upload.problem()).contains("broken.pdf");
        assertThat(upload.remedy()).isNotBlank();
        assertThat(service.uploads().find(upload.id()).problem()).isEqualTo(upload.problem());
        assertThatThrownBy(() -> service.submit(SubmitRequest.of(
                        List.of(SourceFile.document(upload.id())), List.of(new Recipient("1002", "")))))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DOCUMENT));
    }

    @Test
    void a_document_is_gone_after_a_day() throws Exception {
        Upload upload = upload("letter.txt", "Dear Bob".getBytes(UTF_8));
        clock.ahead = Uploads.LIFE.plusSeconds(1);
        assertThatThrownBy(() -> service.uploads().find(upload.id()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        service.uploads().expire(); // unless the caretaker of the service has done it already
        int left = store.read(handle -> handle.createQuery("select count(*) from document")
                .mapTo(Integer.class)
                .one());
        assertThat(left).isZero();
    }

    @Test
    void a_file_that_is_too_long_is_not_kept() throws Exception {
        assertThat(service.uploads().keep(new ByteArrayInputStream(new byte[1001]), 1000))
                .isEmpty();
        assertThat(service.uploads().keep(new ByteArrayInputStream(new byte[1000]), 1000))
                .isPresent();
    }
}

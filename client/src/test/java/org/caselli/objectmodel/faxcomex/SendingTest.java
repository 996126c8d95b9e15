package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.fax.FaxBodyException;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_TYPE_ENUM;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxFolders;
import org.caselli.faxcomex.FaxIncomingJob;
import org.caselli.faxcomex.FaxIncomingJobs;
import org.caselli.faxcomex.FaxIncomingQueue;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingJobs;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxRecipient;
import org.caselli.faxcomex.FaxRecipients;
import org.caselli.faxcomex.FaxSender;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.Called;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Documents, the two queues and their jobs, against a server. */
@TestInstance(Lifecycle.PER_CLASS)
class SendingTest {
    static final List<Class<?>> COVERS = List.of(
            FaxDocument.class,
            FaxSender.class,
            FaxRecipients.class,
            FaxRecipient.class,
            FaxFolders.class,
            FaxOutgoingQueue.class,
            FaxOutgoingJobs.class,
            FaxOutgoingJob.class,
            FaxIncomingQueue.class,
            FaxIncomingJobs.class,
            FaxIncomingJob.class);

    /** No line has it: a call to it fails for good. */
    private static final String NOBODY = "1777";

    @TempDir
    static Path folder;

    private final Called called = new Called();
    private RunningServer running;
    private FaxServer server;
    private FaxOutgoingQueue queue;

    @BeforeAll
    void start() throws Exception {
        running = new RunningServer(folder.resolve("data"));
        server = called.watch(FaxServer.class, FaxServer.create());
        server.connect(running.url().toString(), running.administrator());
    }

    @BeforeEach
    void emptyAndRunning() {
        queue = server.getFolders().getOutgoingQueue();
        for (FaxOutgoingJob job : queue.getJobs()) {
            if (job.getAvailableOperations().contains(FAX_JOB_OPERATIONS_ENUM.fjoDELETE)) {
                job.cancel();
            }
        }
        queue.setBlocked(false);
        queue.setPaused(false);
        queue.save();
        incomingBlocked(false);
    }

    @AfterAll
    void everyMemberWasCalled() throws Exception {
        server.close();
        running.close();
        assertThat(called.missing(getClass(), COVERS)).isEmpty();
    }

    private FaxDocument document() {
        return called.watch(FaxDocument.class, FaxDocument.create());
    }

    private FaxDocument letter(String... numbers) {
        FaxDocument document = document();
        document.setBody(Bodies.text(folder, "letter.txt", 1).toString());
        Stream.of(numbers).forEach(number -> document.getRecipients().add(number));
        return document;
    }

    private FaxOutgoingJob job(String id) {
        return queue.getJob(id);
    }

    private void paused(boolean paused) {
        queue.refresh();
        queue.setPaused(paused);
        queue.save();
    }

    private void incomingBlocked(boolean blocked) {
        FaxIncomingQueue incoming = server.getFolders().getIncomingQueue();
        incoming.setBlocked(blocked);
        incoming.save();
    }

    private void until(FaxOutgoingJob job, FAX_JOB_STATUS_ENUM status) throws Exception {
        Eventually.until(
                running,
                () -> queue.findJob(job.getId()).orElseThrow().getStatus().contains(status));
    }

    private static void refused(FaxError error, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FaxException.class,
                        cause ->
                                assertThat(cause.error()).as(cause.getMessage()).isEqualTo(error));
    }

    @Test
    void a_new_document_is_as_the_documents_say() {
        FaxDocument document = document();
        assertThat(document.getBody()).isEmpty();
        assertThat(document.getBodies()).isEmpty();
        assertThat(document.getCoverPage()).isEmpty();
        assertThat(document.getCoverPageType()).isEqualTo(FAX_COVERPAGE_TYPE_ENUM.fcptNONE);
        assertThat(document.getSubject()).isEmpty();
        assertThat(document.getNote()).isEmpty();
        assertThat(document.getScheduleTime()).isEmpty();
        assertThat(document.getScheduleType()).isEqualTo(FAX_SCHEDULE_TYPE_ENUM.fstNOW);
        assertThat(document.getReceiptType()).isEqualTo(FAX_RECEIPT_TYPE_ENUM.frtNONE);
        assertThat(document.getReceiptAddress()).isEmpty();
        assertThat(document.isGroupBroadcastReceipts()).isFalse();
        assertThat(document.isAttachFaxToReceipt()).isFalse();
        assertThat(document.getPriority()).isEqualTo(FAX_PRIORITY_TYPE_ENUM.fptLOW);
        assertThat(document.getDocumentName()).isEmpty();
        assertThat(document.getSubmissionId()).isEmpty();
        assertThat(document.getIdempotencyKey()).isEmpty();
        assertThat(document.getCallHandle()).isZero();
        assertThat(document.getTapiConnection()).isNull();
        assertThat(document.getRecipients().getCount()).isZero();
        assertThat(document.getSender().getName()).isEmpty();
    }

    @Test
    void what_is_set_is_there_and_null_is_the_empty_text() {
        FaxDocument document = document();
        document.setCallHandle(7);
        document.setTapiConnection("kept and ignored");
        assertThat(document.getCallHandle()).isEqualTo(7);
        assertThat(document.getTapiConnection()).isEqualTo("kept and ignored");
        document.setSubject("Offer");
        document.setSubject(null);
        assertThat(document.getSubject()).isEmpty();
        document.setBodies("a.txt;b.pdf");
        assertThat(document.getBodies()).containsExactly("a.txt", "b.pdf");
        document.setBodies("a.txt", "b;c.pdf");
        document.addBody("d.tif");
        assertThat(document.getBodies()).containsExactly("a.txt", "b;c.pdf", "d.tif");
        document.setBodies();
        assertThat(document.getBodies()).isEmpty();
    }

    @Test
    void recipients_count_from_one_and_move_up() {
        FaxRecipients recipients = document().getRecipients();
        recipients.add("1002", "Bob");
        FaxRecipient second = recipients.add("1003");
        second.setName("Carol");
        second.setFaxNumber("1004");
        assertThat(recipients.getCount()).isEqualTo(2);
        assertThat(recipients.getItem(2).getName()).isEqualTo("Carol");
        assertThat(recipients).extracting(FaxRecipient::getFaxNumber).containsExactly("1002", "1004");
        recipients.remove(1);
        assertThat(recipients.getItem(1).getFaxNumber()).isEqualTo("1004");
        refused(FaxError.E_INVALIDARG, () -> recipients.getItem(0));
        refused(FaxError.E_INVALIDARG, () -> recipients.getItem(2));
        refused(FaxError.E_INVALIDARG, () -> recipients.remove(2));
    }

    @Test
    void a_job_tells_all_that_its_document_said() {
        paused(true);
        FaxDocument document = letter();
        document.getRecipients().add(running.number(1), "Bob");
        document.setDocumentName("Offer 17");
        document.setSubject("Your question");
        document.setPriority(FAX_PRIORITY_TYPE_ENUM.fptHIGH);
        Instant time = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
        document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
        document.setScheduleTime(time);
        assertThat(document.getScheduleTime()).contains(time);
        document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
        document.setCoverPage("Classic.cov");
        document.setNote("As agreed");
        assertThat(document.getNote()).isEqualTo("As agreed");
        assertThat(document.getCoverPage()).isEqualTo("Classic.cov");
        Map<String, String> sender = fill(document.getSender());

        String[] ids = document.connectedSubmit(server);

        assertThat(ids).hasSize(1);
        FaxOutgoingJob job = job(ids[0]);
        assertThat(job.getId()).isEqualTo(ids[0]);
        assertThat(job.getSubmissionId()).isEqualTo(document.getSubmissionId()).isNotEmpty();
        assertThat(job.getDocumentName()).isEqualTo("Offer 17");
        assertThat(job.getSubject()).isEqualTo("Your question");
        assertThat(job.getPriority()).isEqualTo(FAX_PRIORITY_TYPE_ENUM.fptHIGH);
        assertThat(job.getScheduleType()).isEqualTo(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
        assertThat(job.getScheduledTime()).isEqualTo(time);
        assertThat(job.getOriginalScheduledTime()).isEqualTo(time);
        assertThat(job.getSubmissionTime()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(job.isHasCoverPage()).isTrue();
        assertThat(job.getPages()).isEqualTo(2);
        assertThat(job.getSize()).isPositive();
        assertThat(job.getReceiptType()).isEqualTo(FAX_RECEIPT_TYPE_ENUM.frtNONE);
        assertThat(job.getReceiptAddress()).isEmpty();
        assertThat(job.isGroupBroadcastReceipts()).isFalse();
        assertThat(job.getRecipient().getFaxNumber()).isEqualTo(running.number(1));
        assertThat(job.getRecipient().getName()).isEqualTo("Bob");
        assertThat(told(job.getSender())).isEqualTo(sender);
        assertThat(job.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsPENDING);
        assertThat(job.isFinal()).isFalse();
        assertThat(job.getExtendedStatusCode()).isEqualTo(FAX_JOB_EXTENDED_STATUS_ENUM.fjesNONE);
        assertThat(job.getExtendedStatusNumber()).isZero();
        assertThat(job.getExtendedStatus()).isEmpty();
        assertThat(job.getRetries()).isZero();
        assertThat(job.getCurrentPage()).isZero();
        assertThat(job.getDeviceId()).isZero();
        assertThat(job.getTransmissionStart()).isEmpty();
        assertThat(job.getTransmissionEnd()).isEmpty();
        assertThat(job.getCSID()).isEmpty();
        assertThat(job.getTSID()).isEqualTo(sender.get("TSID"));
        FaxOutgoingJobs jobs = queue.getJobs();
        assertThat(jobs.getItem(ids[0]).getSubject()).isEqualTo("Your question");
        assertThat(jobs.getItem(jobs.getCount()).getId()).isNotEmpty();
        refused(FaxError.E_INVALIDARG, () -> queue.getJobs().getItem("nothing"));
        refused(FaxError.E_INVALIDARG, () -> jobs.getItem(jobs.getCount() + 1));
    }

    /** Sets all its texts, each to another one. */
    private static Map<String, String> fill(FaxSender sender) {
        sender.setBillingCode("B-1");
        sender.setCity("Torino");
        sender.setCompany("Rossi");
        sender.setCountry("Italy");
        sender.setDepartment("Sales");
        sender.setEmail("ann@rossi.example");
        sender.setFaxNumber("+39 (011) 55501");
        sender.setHomePhone("55502");
        sender.setName("Ann Rossi");
        sender.setTSID("+39 011 55501");
        sender.setOfficePhone("55503");
        sender.setOfficeLocation("Room 4");
        sender.setState("TO");
        sender.setStreetAddress("Via Po 1");
        sender.setTitle("Dr.");
        sender.setZipCode("10121");
        return told(sender);
    }

    private static Map<String, String> told(FaxSender sender) {
        var told = new LinkedHashMap<String, String>();
        told.put("BillingCode", sender.getBillingCode());
        told.put("City", sender.getCity());
        told.put("Company", sender.getCompany());
        told.put("Country", sender.getCountry());
        told.put("Department", sender.getDepartment());
        told.put("Email", sender.getEmail());
        told.put("FaxNumber", sender.getFaxNumber());
        told.put("HomePhone", sender.getHomePhone());
        told.put("Name", sender.getName());
        told.put("TSID", sender.getTSID());
        told.put("OfficePhone", sender.getOfficePhone());
        told.put("OfficeLocation", sender.getOfficeLocation());
        told.put("State", sender.getState());
        told.put("StreetAddress", sender.getStreetAddress());
        told.put("Title", sender.getTitle());
        told.put("ZipCode", sender.getZipCode());
        return told;
    }

    @Test
    void the_default_sender_is_kept_on_this_machine_and_loaded_when_asked_for() {
        Told.with(Map.of("caselli.directory", folder.resolve("me").toString()), () -> {
            FaxSender nobody = document().getSender();
            nobody.setName("as it was");
            nobody.loadDefaultSender();
            assertThat(nobody.getName()).as("nothing is kept yet").isEqualTo("as it was");

            FaxSender ann = document().getSender();
            Map<String, String> all = fill(ann);
            assertThat(all.values()).doesNotHaveDuplicates().doesNotContain("");
            ann.saveDefaultSender();

            FaxSender later = document().getSender();
            assertThat(later.getName()).as("a document begins without").isEmpty();
            later.loadDefaultSender();
            return assertThat(told(later)).isEqualTo(all);
        });
    }

    @Test
    void a_fax_goes_out_and_its_job_is_found_when_it_has_left_the_queue() throws Exception {
        FaxDocument document = letter(running.number(1));
        FaxOutgoingJob job = job(document.connectedSubmit(server)[0]);

        until(job, FAX_JOB_STATUS_ENUM.fjsCOMPLETED);

        refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, job::refresh);
        assertThat(job.getDocumentName()).as("the last snapshot").isEqualTo("letter.txt");
        refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue.getJob(job.getId()));
        FaxOutgoingJob sent = queue.findJob(job.getId()).orElseThrow();
        assertThat(sent.isFinal()).isTrue();
        assertThat(sent.getExtendedStatusCode()).isEqualTo(FAX_JOB_EXTENDED_STATUS_ENUM.fjesCALL_COMPLETED);
        assertThat(sent.getExtendedStatusNumber()).isEqualTo(18);
        assertThat(sent.getTransmissionStart().orElseThrow())
                .isBeforeOrEqualTo(sent.getTransmissionEnd().orElseThrow());
        assertThat(sent.getDeviceId()).isPositive();
        assertThat(sent.getCSID()).contains(running.number(1));
        assertThat(sent.getAvailableOperations())
                .containsExactlyInAnyOrder(
                        FAX_JOB_OPERATIONS_ENUM.fjoVIEW,
                        FAX_JOB_OPERATIONS_ENUM.fjoRECIPIENT_INFO,
                        FAX_JOB_OPERATIONS_ENUM.fjoSENDER_INFO);
        assertThat(queue.findJob("0000000000000000")).isEmpty();
    }

    @Test
    void bodies_are_joined_in_order_from_paths_and_streams() throws Exception {
        paused(true);
        FaxDocument document = document();
        document.addBody(Bodies.text(folder, "two.txt", 2).toString());
        document.addBody(new ByteArrayInputStream(Bodies.pdf()), "letter.pdf");
        assertThat(document.getBodies()[1]).isEqualTo("letter.pdf");
        document.getRecipients().add("1002");
        FaxOutgoingJob job = job(document.connectedSubmit2(server)[0]);
        assertThat(job.getPages()).isEqualTo(3);
        Path tiff = folder.resolve("copy.tif");
        job.copyTiff(tiff.toString());
        var out = new ByteArrayOutputStream();
        job.copyTiff(out);
        assertThat(Files.readAllBytes(tiff)).isEqualTo(out.toByteArray()).startsWith('I', 'I', 42, 0);
        refused(
                FaxError.ERROR_WRITE_FAULT,
                () -> job.copyTiff(folder.resolve("no/such/folder.tif").toString()));
    }

    @Test
    void a_document_finds_the_server_of_its_machine_by_itself() {
        paused(true);
        Told.with(Map.of("caselli.data", running.data().toString()), () -> {
            assertThat(job(letter("1002").submit("")[0]).getDocumentName()).isEqualTo("letter.txt");
            FaxDocument two = document();
            two.setBodies(Bodies.text(folder, "a.txt", 1) + ";" + Bodies.text(folder, "b.txt", 1));
            two.getRecipients().add("1002");
            return assertThat(job(two.submit2(null)[0]).getPages()).isEqualTo(2);
        });
    }

    @Test
    void a_stream_is_a_body_too() {
        paused(true);
        FaxDocument document = document();
        document.setBody(new ByteArrayInputStream("Dear Bob".getBytes(StandardCharsets.UTF_8)), "letter.txt");
        assertThat(document.getBody()).isEqualTo("letter.txt");
        document.getRecipients().add("1002");
        assertThat(job(document.connectedSubmit(server)[0]).getDocumentName()).isEqualTo("letter.txt");
    }

    @Test
    void the_body_at_fault_is_named_by_its_place_from_zero() {
        FaxDocument document = document();
        document.getRecipients().add("1002");
        document.setBodies(
                Bodies.text(folder, "good.txt", 1).toString(),
                Bodies.text(folder, "good.txt", 1).toString(),
                Bodies.file(folder, "broken.pdf", "%PDF-1.7 broken").toString());
        assertThatThrownBy(() -> document.connectedSubmit2(server))
                .isInstanceOfSatisfying(FaxBodyException.class, cause -> {
                    assertThat(cause.index()).isEqualTo(2);
                    assertThat(cause.error()).isEqualTo(FaxError.ERROR_INVALID_DATA);
                    assertThat(cause.sentence()).contains("broken.pdf");
                    assertThat(cause.remedy()).isNotEmpty();
                });
        document.setBodies(
                Bodies.text(folder, "good.txt", 1).toString(),
                folder.resolve("lost.txt").toString());
        assertThatThrownBy(() -> document.connectedSubmit2(server))
                .isInstanceOfSatisfying(FaxBodyException.class, cause -> {
                    assertThat(cause.index()).isEqualTo(1);
                    assertThat(cause.error()).isEqualTo(FaxError.ERROR_FILE_NOT_FOUND);
                });
        document.setBodies(Bodies.file(folder, "empty.txt", "").toString());
        assertThatThrownBy(() -> document.connectedSubmit2(server))
                .isInstanceOfSatisfying(
                        FaxBodyException.class,
                        cause -> assertThat(cause.index()).isZero());
        assertThat(running.client().documents().list(null, 10).items())
                .as("nothing is left behind")
                .isEmpty();
        assertThat(document.getSubmissionId()).isEmpty();
    }

    @Test
    void what_cannot_be_submitted_is_refused_with_the_documented_error() {
        FaxDocument both = letter("1002");
        both.setBodies("x.txt");
        refused(FaxError.E_INVALIDARG, () -> both.connectedSubmit(server));
        refused(FaxError.E_INVALIDARG, () -> both.connectedSubmit2(server));
        refused(FaxError.E_INVALIDARG, () -> letter("1002").connectedSubmit2(server));
        refused(FaxError.E_INVALIDARG, () -> letter().connectedSubmit(server));
        FaxDocument nothing = document();
        nothing.getRecipients().add("1002");
        refused(FaxError.E_INVALIDARG, () -> nothing.connectedSubmit(server));
        refused(FaxError.E_INVALIDARG, () -> letter("no number").connectedSubmit(server));
        refused(FaxError.E_INVALIDARG, () -> letter("1002").connectedSubmit(null));

        FaxDocument popUp = letter("1002");
        popUp.setReceiptType(FAX_RECEIPT_TYPE_ENUM.frtMSGBOX);
        refused(FaxError.ERROR_UNSUPPORTED_TYPE, () -> popUp.connectedSubmit(server));
        FaxDocument mail = letter("1002");
        mail.setReceiptType(FAX_RECEIPT_TYPE_ENUM.frtMAIL);
        mail.setReceiptAddress("ann@rossi.example");
        assertThat(mail.getReceiptAddress()).isEqualTo("ann@rossi.example");
        mail.setGroupBroadcastReceipts(true);
        mail.setAttachFaxToReceipt(true);
        refused(FaxError.ERROR_UNSUPPORTED_TYPE, () -> mail.connectedSubmit(server)); // no mail server is set

        FaxDocument cover = letter("1002");
        cover.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
        cover.setCoverPage("No such page");
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> cover.connectedSubmit(server));
        cover.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptLOCAL);
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> cover.connectedSubmit(server));
        cover.setCoverPage(Bodies.file(folder, "old.cov", "FAXCOVER\u0000").toString());
        refused(FaxError.ERROR_INVALID_DATA, () -> cover.connectedSubmit(server));

        queue.setBlocked(true);
        queue.save();
        refused(FaxError.ERROR_WRITE_PROTECT, () -> letter("1002").connectedSubmit(server));
    }

    @Test
    void a_document_is_submitted_again_to_others() {
        paused(true);
        FaxDocument document = letter("1002");
        String[] first = document.connectedSubmit(server);
        String submission = document.getSubmissionId();
        String[] again = document.connectedSubmit(server);
        assertThat(again).doesNotContain(first);
        assertThat(document.getSubmissionId()).isNotEqualTo(submission);
        document.getRecipients().remove(1);
        document.getRecipients().add("1003").setName("Carol");
        FaxOutgoingJob carols = job(document.connectedSubmit(server)[0]);
        assertThat(carols.getRecipient().getFaxNumber()).isEqualTo("1003");
        assertThat(carols.getRecipient().getName()).isEqualTo("Carol");
    }

    @Test
    void a_key_of_the_program_makes_two_submissions_one() {
        paused(true);
        FaxDocument document = letter("1002");
        document.setIdempotencyKey("order 17");
        assertThat(document.getIdempotencyKey()).isEqualTo("order 17");
        String[] first = document.connectedSubmit(server);
        assertThat(document.getIdempotencyKey()).as("it was for that one").isEmpty();
        document.setIdempotencyKey("order 17");
        assertThat(document.connectedSubmit(server)).isEqualTo(first);
        assertThat(queue.getJobs())
                .filteredOn(job -> job.getSubmissionId().equals(document.getSubmissionId()))
                .hasSize(1);
    }

    @Test
    void settings_of_the_outgoing_queue_are_saved_together() {
        assertThat(queue.isAllowPersonalCoverPages()).isTrue();
        assertThat(queue.isUseDeviceTSID()).isTrue();
        assertThat(queue.isBranding()).isTrue();
        assertThat(queue.getRetries()).isEqualTo(3);
        assertThat(queue.getRetryDelay()).isEqualTo(10);
        assertThat(queue.getAgeLimit()).isZero();
        assertThat(queue.getDiscountRateStart()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(queue.getDiscountRateEnd()).isEqualTo(LocalTime.MIDNIGHT);
        queue.setPaused(true);
        queue.setAllowPersonalCoverPages(false);
        queue.setUseDeviceTSID(false);
        queue.setBranding(false);
        queue.setRetries(5);
        queue.setRetryDelay(2);
        queue.setAgeLimit(30);
        queue.setDiscountRateStart(LocalTime.of(18, 30));
        queue.setDiscountRateEnd(LocalTime.of(6, 0));
        FaxOutgoingQueue other = server.getFolders().getOutgoingQueue();
        assertThat(other.getRetries()).as("nothing is saved yet").isEqualTo(3);
        queue.save();
        assertThat(other.getRetries()).as("read before").isEqualTo(3);
        other.refresh();
        assertThat(other.isPaused()).isTrue();
        assertThat(other.isBlocked()).isFalse();
        assertThat(other.isAllowPersonalCoverPages()).isFalse();
        assertThat(other.isUseDeviceTSID()).isFalse();
        assertThat(other.isBranding()).isFalse();
        assertThat(other.getRetries()).isEqualTo(5);
        assertThat(other.getRetryDelay()).isEqualTo(2);
        assertThat(other.getAgeLimit()).isEqualTo(30);
        assertThat(other.getDiscountRateStart()).isEqualTo(LocalTime.of(18, 30));
        assertThat(other.getDiscountRateEnd()).isEqualTo(LocalTime.of(6, 0));

        other.setRetries(100);
        other.setAgeLimit(1);
        refused(FaxError.E_INVALIDARG, other::save);
        queue.refresh();
        assertThat(queue.getAgeLimit()).as("all or nothing").isEqualTo(30);
        other.setRetries(3);
        queue.setRetries(4);
        queue.save();
        refused(FaxError.ERROR_REVISION_MISMATCH, other::save);
        assertThat(other.getRetries()).as("one's own edits stay").isEqualTo(3);
        other.refresh();
        other.setAllowPersonalCoverPages(true);
        other.setUseDeviceTSID(true);
        other.setBranding(true);
        other.setRetries(3);
        other.setRetryDelay(10);
        other.setAgeLimit(0);
        other.setDiscountRateStart(LocalTime.MIDNIGHT);
        other.setDiscountRateEnd(LocalTime.MIDNIGHT);
        other.save();
        queue.refresh();
    }

    /** A job in each state, and how one comes by it. */
    private Map<String, Supplier<FaxOutgoingJob>> jobsByState() {
        var states = new LinkedHashMap<String, Supplier<FaxOutgoingJob>>();
        states.put("pending", () -> held(false));
        states.put("pending and paused", () -> held(true));
        states.put("retrying", () -> retrying(false));
        states.put("retrying and paused", () -> retrying(true));
        states.put("retries exceeded", () -> ended(NOBODY, FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED));
        states.put("completed among others", () -> {
            FaxDocument document = letter(running.number(1));
            FaxRecipient other = document.getRecipients().add(NOBODY);
            other.setFaxNumber(running.number(1));
            return firstOfTwo(document, FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
        });
        states.put("cancelled among others", () -> {
            FaxDocument document = letter("1002", "1002");
            document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
            document.setScheduleTime(Instant.now().plus(Duration.ofHours(1)));
            String[] ids = document.connectedSubmit(server);
            job(ids[0]).cancel();
            return job(ids[0]);
        });
        states.put("on the line", () -> {
            FaxDocument document = document();
            document.setBody(Bodies.text(folder, "long.txt", 60).toString());
            document.getRecipients().add(running.number(1));
            FaxOutgoingJob job = job(document.connectedSubmit(server)[0]);
            await(job, FAX_JOB_STATUS_ENUM.fjsINPROGRESS);
            return job(job.getId());
        });
        return states;
    }

    private void await(FaxOutgoingJob job, FAX_JOB_STATUS_ENUM status) {
        try {
            until(job, status);
        } catch (Exception cause) {
            throw new AssertionError(job.getId() + " did not become " + status, cause);
        }
    }

    private FaxOutgoingJob held(boolean pause) {
        FaxDocument document = letter("1002");
        document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
        document.setScheduleTime(Instant.now().plus(Duration.ofHours(1)));
        FaxOutgoingJob job = job(document.connectedSubmit(server)[0]);
        if (pause) {
            job.pause();
        }
        return job;
    }

    private FaxOutgoingJob retrying(boolean pause) {
        incomingBlocked(true);
        FaxOutgoingJob job = ended(running.number(1), FAX_JOB_STATUS_ENUM.fjsRETRYING);
        if (pause) {
            job.pause();
        }
        return job;
    }

    private FaxOutgoingJob ended(String number, FAX_JOB_STATUS_ENUM status) {
        FaxOutgoingJob job = job(letter(number).connectedSubmit(server)[0]);
        await(job, status);
        return job(job.getId());
    }

    /** Of two jobs, the first one when it has come to its end, and the second is held. */
    private FaxOutgoingJob firstOfTwo(FaxDocument document, FAX_JOB_STATUS_ENUM status) {
        paused(true);
        String[] ids = document.connectedSubmit(server);
        job(ids[1]).pause();
        paused(false);
        await(job(ids[0]), status);
        return job(ids[0]);
    }

    @Test
    void available_operations_are_those_that_succeed() {
        Map<FAX_JOB_OPERATIONS_ENUM, Consumer<FaxOutgoingJob>> operations = Map.of(
                FAX_JOB_OPERATIONS_ENUM.fjoPAUSE, FaxOutgoingJob::pause,
                FAX_JOB_OPERATIONS_ENUM.fjoRESUME, FaxOutgoingJob::resume,
                FAX_JOB_OPERATIONS_ENUM.fjoRESTART, FaxOutgoingJob::restart,
                FAX_JOB_OPERATIONS_ENUM.fjoDELETE, FaxOutgoingJob::cancel);
        jobsByState().forEach((state, make) -> {
            FaxOutgoingJob first = make.get();
            Set<FAX_JOB_OPERATIONS_ENUM> available = first.getAvailableOperations();
            assertThat(available)
                    .as(state)
                    .contains(
                            FAX_JOB_OPERATIONS_ENUM.fjoVIEW,
                            FAX_JOB_OPERATIONS_ENUM.fjoRECIPIENT_INFO,
                            FAX_JOB_OPERATIONS_ENUM.fjoSENDER_INFO);
            var out = new ByteArrayOutputStream();
            first.copyTiff(out);
            assertThat(out.size()).as(state).isPositive();
            for (FAX_JOB_OPERATIONS_ENUM operation : operations.keySet()) {
                if (!available.contains(operation)) {
                    assertThatThrownBy(() -> operations.get(operation).accept(first))
                            .as(operation + " of what is " + state)
                            .isInstanceOfSatisfying(
                                    FaxException.class,
                                    cause -> assertThat(cause.error())
                                            .as(operation + " of what is " + state)
                                            .isEqualTo(
                                                    operation == FAX_JOB_OPERATIONS_ENUM.fjoDELETE
                                                            ? FaxError.E_INVALIDARG
                                                            : FaxError.ERROR_INVALID_OPERATION));
                }
            }
            FaxOutgoingJob job = first;
            for (FAX_JOB_OPERATIONS_ENUM operation : EnumSet.copyOf(operations.keySet())) {
                if (available.contains(operation)) {
                    job = job == null ? make.get() : job;
                    operations.get(operation).accept(job);
                    assertThat(job.getAvailableOperations())
                            .as("after " + operation + " of what is " + state)
                            .doesNotContain(operation);
                    job = null;
                }
            }
            emptyAndRunning();
        });
    }

    @Test
    void status_is_a_set_of_bits() {
        FaxOutgoingJob paused = retrying(true);
        assertThat(paused.getStatus())
                .containsExactlyInAnyOrder(FAX_JOB_STATUS_ENUM.fjsRETRYING, FAX_JOB_STATUS_ENUM.fjsPAUSED);
        assertThat(FAX_JOB_STATUS_ENUM.value(paused.getStatus())).isEqualTo(80);
        assertThatThrownBy(() -> paused.getStatus().clear()).isInstanceOf(UnsupportedOperationException.class);
        paused.resume();
        assertThat(paused.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsRETRYING);
        assertThat(paused.getTransmissionEnd()).isPresent();
        paused.cancel();
        assertThat(paused.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsCANCELED);
    }

    @Test
    void a_fax_that_comes_in_is_a_job_of_the_incoming_queue() throws Exception {
        FaxIncomingQueue incoming = server.getFolders().getIncomingQueue();
        assertThat(incoming.isBlocked()).isFalse();
        assertThat(incoming.getJobs().getCount()).isZero();
        FaxDocument document = document();
        document.setBody(Bodies.text(folder, "long.txt", 60).toString());
        document.getRecipients().add(running.number(1));
        FaxOutgoingJob sending = job(document.connectedSubmit(server)[0]);
        Eventually.until(
                running,
                () -> IntStream.rangeClosed(1, incoming.getJobs().getCount())
                        .anyMatch(i -> incoming.getJobs().getItem(i).getCurrentPage() > 1));

        FaxIncomingJobs jobs = incoming.getJobs();
        FaxIncomingJob job = jobs.iterator().next();
        assertThat(jobs.getItem(job.getId()).getId()).isEqualTo(job.getId());
        refused(FaxError.E_INVALIDARG, () -> jobs.getItem("nothing"));
        assertThat(job.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsINPROGRESS);
        assertThat(job.getJobType()).isEqualTo(FAX_JOB_TYPE_ENUM.fjtRECEIVE);
        assertThat(job.getExtendedStatusCode()).isEqualTo(FAX_JOB_EXTENDED_STATUS_ENUM.fjesRECEIVING);
        assertThat(job.getExtendedStatusNumber()).isEqualTo(6);
        assertThat(job.getExtendedStatus()).isEmpty();
        assertThat(job.getAvailableOperations()).contains(FAX_JOB_OPERATIONS_ENUM.fjoDELETE);
        assertThat(job.getCurrentPage()).isGreaterThan(1);
        assertThat(job.getSize()).isNotNegative();
        assertThat(job.getDeviceId()).isPositive();
        assertThat(job.getRetries()).isZero();
        assertThat(job.getTransmissionStart()).isPresent();
        assertThat(job.getTransmissionEnd()).isEmpty();
        assertThat(job.getCSID()).contains(running.number(1));
        assertThat(job.getTSID()).contains(running.number(0));
        assertThat(job.getCallerId()).contains(running.number(0));
        assertThat(job.getRoutingInformation()).isNotNull();
        var out = new ByteArrayOutputStream();
        job.copyTiff(out);
        assertThat(out.toByteArray()).startsWith('I', 'I', 42, 0);
        Path tiff = folder.resolve("so-far.tif");
        job.copyTiff(tiff.toString());
        assertThat(tiff).isNotEmptyFile();
        job.refresh();

        FaxIncomingJob same = incoming.getJob(job.getId());
        same.cancel();
        refused(FaxError.E_INVALIDARG, same::cancel);
        Eventually.until(running, () -> incoming.getJobs().getCount() == 0);
        refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, job::refresh);
        assertThat(job.getCallerId()).as("the last snapshot").contains(running.number(0));
        refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> incoming.getJob(job.getId()));
        sending.cancel();
    }

    @Test
    void a_blocked_incoming_queue_is_saved() {
        incomingBlocked(true);
        FaxIncomingQueue incoming = server.getFolders().getIncomingQueue();
        assertThat(incoming.isBlocked()).isTrue();
        incoming.setBlocked(false);
        incoming.refresh();
        assertThat(incoming.isBlocked()).isTrue();
        assertThat(server.getFolders().getIncomingArchive().isUseArchive()).isTrue();
        assertThat(server.getFolders().getOutgoingArchive().isUseArchive()).isTrue();
    }
}

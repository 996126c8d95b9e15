package org.caselli.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.caselli.document.Documents;
import org.caselli.document.HeaderLine;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Attempt;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingState;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.queue.Priority;
import org.caselli.queue.ServerEvent;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.SentFax;
import org.caselli.service.archive.Window;
import org.caselli.service.device.DeviceStatus;
import org.caselli.service.notice.LogEntry;
import org.caselli.service.notice.LogMessage;
import org.caselli.service.notice.ServerLog;
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

@ParameterizedClass
@EnumSource(TestDatabase.class)
class FaxServiceTest {
    @Parameter
    TestDatabase database;

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private FakeLines network = new FakeLines();
    private Documents documents = Documents.inProcess();
    private int retries = 2;
    private long freeSpace;
    private Store store;
    private FaxService service;

    @BeforeEach
    void open() {
        store = database.open(directory);
        network = new FakeLines("1001", "1002");
        service = FaxService.open(store, new Lines(List.of(network)), documents, settings(), InstantSource.system());
        administer(service, retries, Duration.ZERO, 20);
    }

    /** Sets these retries; the device's identity does not replace the sender's. */
    static void administer(FaxService service, int retries, Duration delay, int ceiling) {
        var standard = OutgoingSettings.STANDARD;
        service.settings()
                .put(
                        OutgoingSettings.class,
                        new OutgoingSettings(
                                standard.blocked(),
                                standard.paused(),
                                retries,
                                delay,
                                standard.ageLimit(),
                                standard.branding(),
                                false,
                                standard.discountStart(),
                                standard.discountEnd(),
                                ZoneOffset.UTC,
                                ceiling,
                                standard.attemptsPerNumberAndDay(),
                                standard.recipientsLimit()),
                        service.settings().get(OutgoingSettings.class).version());
    }

    private ServiceSettings settings() {
        return new ServiceSettings(Duration.ofMinutes(1), freeSpace, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        service.close();
        store.close();
        documents.close();
    }

    private void restart() {
        service.close();
        store.close();
        open();
    }

    /** A page that no other seed makes. */
    static Page page(long seed) {
        var bitmap = new Bitmap(1728, 300);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            bitmap.setBlack(random.nextInt(1728), random.nextInt(300));
        }
        return new Page(bitmap, Resolution.FINE);
    }

    static SourceFile tiff(String name, long... seeds) {
        var pages = new ArrayList<Page>();
        for (long seed : seeds) {
            pages.add(page(seed));
        }
        return new SourceFile(name, TiffWriter.write(pages, TiffOptions.PLAIN));
    }

    private static List<Page> pagesOf(byte[] tiff) throws TiffException {
        var file = TiffFile.read(tiff);
        var pages = new ArrayList<Page>();
        for (int i = 0; i < file.pages(); i++) {
            pages.add(file.page(i).page());
        }
        return pages;
    }

    private static SubmitRequest fax(String number, long... seeds) {
        return SubmitRequest.of(List.of(tiff("fax.tif", seeds)), List.of(new Recipient(number, "")));
    }

    private Job ended(String jobId) throws InterruptedException {
        return reached(jobId, JobState.COMPLETED, JobState.FAILED, JobState.CANCELED);
    }

    /** Follows the event log until the job is in one of these states. */
    private Job reached(String jobId, JobState... states) throws InterruptedException {
        Instant limit = Instant.now().plus(LONG);
        while (true) {
            long last = service.lastEvent();
            Job job = service.job(jobId).job();
            if (List.of(states).contains(job.state())) {
                return job;
            }
            assertThat(Instant.now()).as("still " + job).isBefore(limit);
            service.awaitEvents(last, Duration.ofSeconds(5));
        }
    }

    private ServerEvent.Kind await(ServerEvent.Kind kind) throws InterruptedException {
        long cursor = 0;
        while (true) {
            for (ServerEvent event : service.events(cursor, 1000)) {
                cursor = event.sequence();
                if (event.kind() == kind) {
                    return kind;
                }
            }
            assertThat(service.awaitEvents(cursor, LONG)).as("no " + kind).isTrue();
        }
    }

    @Test
    void a_fax_goes_from_one_line_to_another_and_lies_in_the_sent_archive_and_in_the_inbox() throws Exception {
        Submission submission = service.submit(fax("1002", 1, 2));
        assertThat(submission.pages()).isEqualTo(2);
        assertThat(submission.files()).containsExactly("fax.tif");
        Job job = ended(submission.jobIds().getFirst());
        assertThat(job.state()).isEqualTo(JobState.COMPLETED);

        SentFax sent =
                service.archives().sent(Filter.ALL, Window.newest(100)).items().getFirst();
        assertThat(sent.id()).isEqualTo(job.id());
        assertThat(sent.device()).isEqualTo("fake-1001");
        assertThat(sent.facts().bitsPerSecond()).isEqualTo(14_400);
        assertThat(sent.facts().coding()).isEqualTo("MMR");
        assertThat(sent.facts().farId()).isEqualTo("+39 055 1002");

        await(ServerEvent.Kind.RECEIVED_FAX_ADDED);
        ReceivedFax received = service.archives()
                .received(Filter.ALL, Window.newest(100))
                .items()
                .getFirst();
        assertThat(received.pages()).isEqualTo(2);
        assertThat(received.complete()).isTrue();
        assertThat(received.callerId()).isEqualTo("1001");
        assertThat(received.calledNumber()).isEqualTo("1002");
        assertThat(received.facts().farId()).isEqualTo("+39 055 1001");
        assertThat(received.read()).isFalse();

        // What was sent is what was received: the submitted pages below the header line of the attempt.
        var header = new HeaderLine(sent.startedAt(), ZoneOffset.UTC, "Caselli  1001", "1002");
        List<Page> expected = List.of(header.above(page(1), 1, 2), header.above(page(2), 2, 2));
        assertThat(pagesOf(service.archives().tiff(Box.RECEIVED, received.id()).octets()))
                .isEqualTo(expected);
        assertThat(pagesOf(service.archives().tiff(Box.SENT, sent.id()).octets()))
                .isEqualTo(expected);
        assertThat(pagesOf(service.jobTiff(job.id()))).containsExactly(page(1), page(2));
        assertThat(new String(
                        service.archives().pdf(Box.RECEIVED, received.id()).octets(), 0, 5, UTF_8))
                .isEqualTo("%PDF-");
        assertThat(new String(service.archives().pdf(Box.SENT, sent.id()).octets(), 0, 5, UTF_8))
                .isEqualTo("%PDF-");
    }

    @Test
    void each_call_has_a_diary_on_both_sides() throws Exception {
        String job = service.submit(fax("1002", 1)).jobIds().getFirst();
        ended(job);
        await(ServerEvent.Kind.RECEIVED_FAX_ADDED);
        List<CallDiary> calls = service.calls(Slice.FIRST).items();
        assertThat(calls).extracting(CallDiary::outgoing).containsExactlyInAnyOrder(true, false);
        Attempt attempt = service.job(job).attempts().getFirst();
        CallDiary diary = service.call(attempt.callId());
        assertThat(diary.jobId()).contains(job);
        assertThat(diary.outcome()).contains(Outcome.DELIVERED);
        assertThat(diary.lines())
                .extracting(CallDiary.Line::text)
                .containsExactly("dials 1002", "page 1 confirmed", "ended: " + Outcome.DELIVERED.sentence());
    }

    @Test
    void many_recipients_are_many_jobs_of_one_submission_in_their_order() throws Exception {
        var recipients = new ArrayList<Recipient>();
        for (int i = 0; i < 20; i++) {
            recipients.add(new Recipient("out" + i, "Recipient " + i));
        }
        Submission submission =
                service.submit(SubmitRequest.of(List.of(tiff("a.tif", 1), tiff("b.tif", 2)), recipients));
        assertThat(submission.jobIds()).hasSize(20).isSorted();
        for (String id : submission.jobIds()) {
            assertThat(ended(id).state()).isEqualTo(JobState.COMPLETED);
        }
        assertThat(service.jobsOf(submission.id()))
                .extracting(Job::number)
                .isEqualTo(recipients.stream().map(Recipient::number).toList());
        assertThat(network.arrived).hasSize(40).doesNotHaveDuplicates();
        assertThat(service.submission(submission.id()).files()).containsExactly("a.tif", "b.tif");
    }

    @Test
    void lists_come_in_parts_that_together_are_the_whole() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            ids.add(service.submit(fax("out" + i, 1)).jobIds().getFirst());
        }
        for (String id : ids) {
            ended(id);
        }
        assertThat(all(slice -> service.jobs(List.of(), true, slice), Job::id))
                .containsExactlyElementsOf(ids.reversed());
        assertThat(all(this::sent, SentFax::id)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(all(service::calls, CallDiary::id)).hasSize(7);
        assertThat(service.jobs(List.of(JobState.FAILED), true, Slice.FIRST).items())
                .isEmpty();
        assertThatThrownBy(() -> service.archives().sent(Filter.ALL, Window.after("x", 3)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("none of ours");
    }

    private Listing<SentFax> sent(Slice slice) {
        var part = service.archives().sent(Filter.ALL, new Window(slice.after(), Optional.empty(), slice.limit()));
        return new Listing<>(part.items(), part.next());
    }

    private interface Lister<T> {
        Listing<T> list(Slice slice);
    }

    private static <T> List<String> all(Lister<T> lister, Function<T, String> id) {
        var all = new ArrayList<String>();
        Optional<String> cursor = Optional.empty();
        do {
            Listing<T> part = lister.list(new Slice(cursor, 3));
            part.items().forEach(item -> all.add(id.apply(item)));
            cursor = part.next();
        } while (cursor.isPresent());
        return all;
    }

    @Test
    void a_busy_number_is_tried_again_and_the_attempts_tell() throws Exception {
        network.nextCallTo("out1", Outcome.BUSY, Outcome.NO_ANSWER);
        String job = service.submit(fax("out1", 1)).jobIds().getFirst();
        assertThat(ended(job).state()).isEqualTo(JobState.COMPLETED);
        assertThat(service.job(job).attempts())
                .extracting(attempt -> attempt.outcome().orElseThrow())
                .containsExactly(Outcome.BUSY, Outcome.NO_ANSWER, Outcome.DELIVERED);
    }

    @Test
    void a_number_that_nobody_can_dial_is_refused_at_once() {
        assertThatThrownBy(() -> service.submit(fax("4711", 1))).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
            assertThat(refusal).hasMessageContaining("\"4711\"").hasMessageContaining("fake-1001, fake-1002");
        });
        assertThat(service.jobs(List.of(), true, Slice.FIRST).items()).isEmpty();
    }

    @Test
    void a_device_may_be_chosen_and_one_that_is_not_there_is_refused() throws Exception {
        SubmitRequest plain = fax("out1", 1);
        var chosen = plain.with(Priority.HIGH)
                .about("a subject")
                .from("somebody", "+39 055", "")
                .over("fake-1002");
        String job = service.submit(chosen).jobIds().getFirst();
        ended(job);
        SentFax sent = service.archives().sentFax(job);
        assertThat(sent.device()).isEqualTo("fake-1002");
        assertThat(sent.subject()).isEqualTo("a subject");
        assertThat(sent.senderId()).isEqualTo("+39 055");
        assertThatThrownBy(() -> service.submit(plain.over("fake-9")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no device \"fake-9\"");
    }

    @Test
    void a_broken_document_is_refused_at_once_and_leaves_no_job() {
        var broken = new SourceFile("broken.tif", new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 99, 99});
        assertThatThrownBy(() -> service.submit(
                        SubmitRequest.of(List.of(tiff("good.tif", 1), broken), List.of(new Recipient("1002", "")))))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DOCUMENT);
                    assertThat(refusal).hasMessageStartingWith("broken.tif");
                });
        assertThat(service.jobs(List.of(), true, Slice.FIRST).items()).isEmpty();
    }

    @Test
    void the_same_key_is_the_same_submit_however_many_come_at_once() throws Exception {
        SubmitRequest request = fax("out1", 1).withKey("key-1");
        var answers = new ArrayList<Future<Submission>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Submission> submitting = () -> service.submit(request);
            for (int i = 0; i < 16; i++) {
                answers.add(threads.submit(submitting));
            }
        }
        var ids = new HashSet<String>();
        int fresh = 0;
        for (var answer : answers) {
            ids.add(answer.get().id());
            fresh += answer.get().repeated() ? 0 : 1;
        }
        assertThat(ids).hasSize(1);
        assertThat(fresh).isEqualTo(1);
        assertThat(service.jobs(List.of(), true, Slice.FIRST).items()).hasSize(1);

        assertThatThrownBy(() -> service.submit(fax("out2", 1).withKey("key-1")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
        restart();
        assertThat(service.submit(request).repeated()).isTrue();
    }

    @Test
    void an_answer_names_each_job_by_its_id_and_by_its_number() {
        service.submit(fax("out0", 1));
        SubmitRequest several = SubmitRequest.of(
                        List.of(tiff("fax.tif", 1)),
                        List.of(new Recipient("out1", ""), new Recipient("out2", ""), new Recipient("out3", "")))
                .withKey("several");
        Submission answer = service.submit(several);
        assertThat(answer.jobs())
                .hasSize(3)
                .allSatisfy(key ->
                        assertThat(service.job(key.id()).job().jobNumber()).isEqualTo(key.number()));
        assertThat(service.submit(several).jobs()).isEqualTo(answer.jobs());
    }

    @Test
    void a_cancel_on_the_line_ends_the_call() throws Exception {
        var onTheLine = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        network.watcher = (step, fax) -> {
            if (step.equals("page 1 half")) {
                onTheLine.countDown();
                await(goOn);
            }
        };
        String job = service.submit(fax("out1", 1, 2)).jobIds().getFirst();
        await(onTheLine);
        LiveProgress live = service.job(job).live().orElseThrow();
        assertThat(live.page()).isEqualTo(1);
        assertThat(live.pages()).isEqualTo(2);
        assertThat(live.sent()).isEqualTo(FakeLines.PAGE_OCTETS / 2);
        assertThat(service.devices().statuses())
                .extracting(DeviceStatus::activity)
                .containsExactly(DeviceStatus.Activity.SENDING, DeviceStatus.Activity.IDLE);
        assertThat(service.activity()).isEqualTo(new Activity(0, 0, 1, 0, 0));

        assertThat(service.cancel(job).state()).isEqualTo(JobState.CANCELING);
        assertThatThrownBy(() -> service.cancel(job))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("canceling")
                .hasMessageContaining("Wait");
        goOn.countDown();
        assertThat(ended(job).state()).isEqualTo(JobState.CANCELED);
        assertThat(network.arrived).containsExactly("out1/1");
        assertThatThrownBy(() -> service.cancel("0123456789abcdef"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    }

    @Test
    void a_job_that_failed_can_be_restarted() throws Exception {
        network.nextCallTo("out1", Outcome.NUMBER_UNKNOWN);
        String job = service.submit(fax("out1", 1)).jobIds().getFirst();
        assertThat(ended(job).outcome()).contains(Outcome.NUMBER_UNKNOWN);
        service.restart(job);
        assertThat(reached(job, JobState.COMPLETED).attempts()).isEqualTo(1);
        assertThatThrownBy(() -> service.restart(job))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("completed");
    }

    @Test
    void a_call_that_is_cut_leaves_the_pages_it_had_in_the_inbox() throws Exception {
        network.callIn("4420", "1001", List.of(page(1), page(2)), true);
        await(ServerEvent.Kind.RECEIVED_FAX_ADDED);
        ReceivedFax fax = service.archives()
                .received(Filter.ALL, Window.newest(100))
                .items()
                .getFirst();
        assertThat(fax.complete()).isFalse();
        assertThat(fax.outcome()).isEqualTo(Outcome.PARTIALLY_RECEIVED);
        assertThat(pagesOf(service.archives().tiff(Box.RECEIVED, fax.id()).octets()))
                .containsExactly(page(1), page(2));
    }

    @Test
    void a_received_fax_is_marked_as_read_and_deleted() throws Exception {
        network.callIn("4420", "1001", List.of(page(1)), false);
        String id = service.archives()
                .received(Filter.ALL, Window.newest(100))
                .items()
                .getFirst()
                .id();
        assertThat(service.archives().markReceived(id, true).read()).isTrue();
        assertThat(service.archives().markReceived(id, true).read()).isTrue();
        service.archives().delete(Box.RECEIVED, id);
        assertThat(service.archives().received(Filter.ALL, Window.newest(100)).items())
                .isEmpty();
        assertThatThrownBy(() -> service.archives().delete(Box.RECEIVED, id)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> service.archives().tiff(Box.RECEIVED, id).octets())
                .isInstanceOf(Refusal.class);
        assertThat(service.events(0, 1000))
                .extracting(ServerEvent::kind)
                .containsSubsequence(
                        ServerEvent.Kind.CALL_ANSWERED,
                        ServerEvent.Kind.PAGE_RECEIVED,
                        ServerEvent.Kind.CALL_ENDED,
                        ServerEvent.Kind.RECEIVED_FAX_ADDED,
                        ServerEvent.Kind.RECEIVED_FAX_CHANGED,
                        ServerEvent.Kind.RECEIVED_FAX_REMOVED);
    }

    @Test
    void a_sent_fax_is_deleted_from_the_archive_and_its_job_stays() throws Exception {
        String job = service.submit(fax("out1", 1)).jobIds().getFirst();
        ended(job);
        service.archives().delete(Box.SENT, job);
        assertThat(service.archives().sent(Filter.ALL, Window.newest(100)).items())
                .isEmpty();
        assertThat(service.job(job).job().state()).isEqualTo(JobState.COMPLETED);
        assertThatThrownBy(() -> service.archives().tiff(Box.SENT, job).octets())
                .isInstanceOf(Refusal.class);
    }

    @Test
    void no_call_is_answered_while_the_disk_is_full() {
        freeSpace = Long.MAX_VALUE;
        restart();
        assertThat(network.callIn("4420", "1001", List.of(page(1)), false).outcome())
                .isEqualTo(Outcome.CALL_REFUSED);
        assertThat(service.calls(Slice.FIRST).items()).isEmpty();
    }

    @Test
    void a_stop_ends_calls_in_good_order_and_the_next_start_goes_on_with_them() throws Exception {
        var onTheLine = new CountDownLatch(1);
        network.watcher = (step, fax) -> {
            if (step.equals("page 2")) {
                onTheLine.countDown();
            }
            if (step.equals("page 2 half")) {
                await(network.stopped);
            }
        };
        String job = service.submit(fax("out1", 1, 2, 3)).jobIds().getFirst();
        await(onTheLine);
        restart();
        assertThat(ended(job).state()).isEqualTo(JobState.COMPLETED);
        assertThat(service.job(job).attempts())
                .extracting(attempt -> attempt.outcome().orElseThrow())
                .containsExactly(Outcome.STOPPED, Outcome.DELIVERED);
        // The page under way at the stop was confirmed; the second call sent the rest.
        assertThat(service.job(job).attempts()).extracting(Attempt::firstPage).containsExactly(1, 3);
        service.close();
        assertThatThrownBy(() -> service.submit(fax("out1", 1)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.SHUTTING_DOWN));
    }

    @Test
    void pages_that_were_received_before_a_crash_are_in_the_inbox_after_it() throws Exception {
        // What a crash leaves: a call that has not ended, with the pages that were confirmed.
        store.write(handle -> {
            handle.execute(
                    "insert into call (id, outgoing, node, device, peer, called_number, started_at, phase, far_id,"
                            + " bits_per_second, carrier, coding, error_correction, diary)"
                            + " values ('crashed', 0, 'local', 'fake-1001', '4420', '1001', 0, '', '+44', 9600, 'V29_9600', 'MR', 0, '')");
            return true;
        });
        for (int number = 1; number <= 2; number++) {
            String blob = store.blobs().put(TiffWriter.write(List.of(page(number)), TiffOptions.PLAIN));
            int page = number;
            store.write(handle -> handle.execute(
                    "insert into received_page (call_id, number, page_blob, damaged_rows, complete) values (?, ?, ?, 3, 1)",
                    "crashed",
                    page,
                    blob));
        }
        restart();
        ReceivedFax fax = service.archives()
                .received(Filter.ALL, Window.newest(100))
                .items()
                .getFirst();
        assertThat(fax.outcome()).isEqualTo(Outcome.PARTIALLY_RECEIVED);
        assertThat(fax.complete()).isFalse();
        assertThat(fax.pages()).isEqualTo(2);
        assertThat(fax.damagedRows()).isEqualTo(6);
        assertThat(fax.facts().farId()).isEqualTo("+44");
        assertThat(pagesOf(service.archives().tiff(Box.RECEIVED, fax.id()).octets()))
                .containsExactly(page(1), page(2));
        assertThat(service.call("crashed").outcome()).contains(Outcome.PARTIALLY_RECEIVED);
        restart();
        assertThat(service.archives().received(Filter.ALL, Window.newest(100)).items())
                .hasSize(1);
    }

    @Test
    void a_page_is_on_disk_before_it_is_confirmed() throws Exception {
        var pages = List.of(page(1), page(2), page(3));
        var counted = new ArrayList<Integer>();
        // The fake machine asks for the next page only after the one before was kept.
        var watched = new AbstractList<Page>() {
            @Override
            public Page get(int index) {
                counted.add(store.read(handle -> handle.createQuery("select count(*) from received_page")
                        .mapTo(Integer.class)
                        .one()));
                return pages.get(index);
            }

            @Override
            public int size() {
                return pages.size();
            }
        };
        network.callIn("4420", "1001", watched, false);
        assertThat(counted).containsExactly(0, 1, 2);
    }

    @Test
    void the_pages_that_have_come_of_a_fax_can_be_seen_while_it_is_being_received() throws Exception {
        var pages = List.of(page(1), page(2));
        var seen = new ArrayList<String>();
        network.callIn(
                "4420",
                "1001",
                new AbstractList<>() {
                    @Override
                    public Page get(int index) {
                        IncomingJob job = service.incomingQueue()
                                .jobs(List.of(IncomingState.IN_PROGRESS), Slice.FIRST)
                                .items()
                                .getFirst();
                        seen.add(index == 0 ? refusal(job.id()) : tiffPages(job.id()) + " " + (job.size() > 0));
                        return pages.get(index);
                    }

                    @Override
                    public int size() {
                        return pages.size();
                    }
                },
                false);
        assertThat(seen).containsExactly("CONFLICT", "1 true");
    }

    private String refusal(String job) {
        try {
            service.incomingQueue().tiff(job);
            return "none";
        } catch (Refusal refusal) {
            return refusal.kind().name();
        }
    }

    private int tiffPages(String job) {
        byte[] tiff = service.incomingQueue().tiff(job);
        assertThat(new String(service.incomingQueue().pdf(job), 0, 5, StandardCharsets.ISO_8859_1))
                .isEqualTo("%PDF-");
        try {
            return TiffFile.read(tiff).pages();
        } catch (TiffException cause) {
            throw new AssertionError(cause);
        }
    }

    @Test
    void a_start_says_which_faxes_of_the_queue_have_lost_their_pages() throws Exception {
        String kept = service.submit(fax("out1", 1).at(Instant.now().plus(Duration.ofDays(1))))
                .jobIds()
                .getFirst();
        String lost = service.submit(fax("out2", 7).at(Instant.now().plus(Duration.ofDays(1))))
                .jobIds()
                .getFirst();
        restart();
        assertThat(logged(LogMessage.QUEUE_NOT_RESTORED)).isEmpty();
        String blob = store.read(handle -> handle.createQuery(
                        "select pages_blob from submission s join job j on j.submission_id = s.id where j.id = ?")
                .bind(0, lost)
                .mapTo(String.class)
                .one());
        Files.delete(store.blobs().path(blob));
        restart();
        assertThat(logged(LogMessage.QUEUE_NOT_RESTORED)).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo(lost).isNotEqualTo(kept);
            assertThat(entry.sentence())
                    .contains("the pages of 1 faxes are not in " + store.blobs().folder());
        });
    }

    @Test
    void a_folder_for_pages_that_is_gone_is_told_once_each_time_and_no_call_is_taken_meanwhile() throws Exception {
        // The service looks too, whenever it likes: what this one writes has another name on it.
        var log = new ServerLog(store, service.settings(), InstantSource.system(), "watcher");
        var folder = new PageFolder(store, log, InstantSource.system(), 0);
        folder.look();
        assertThat(watched()).isEmpty();
        Path here = store.blobs().folder();
        Path away = directory.resolve("away");
        for (int times = 1; times <= 2; times++) {
            Files.move(here, away);
            folder.look();
            folder.look();
            assertThat(watched()).hasSize(times);
            assertThat(network.callIn("4420", "1001", List.of(page(1)), false)
                            .outcome()
                            .isSuccess())
                    .isFalse();
            Files.move(away, here);
            folder.look();
        }
        assertThat(network.callIn("4420", "1001", List.of(page(1)), false)
                        .outcome()
                        .isSuccess())
                .isTrue();
        assertThat(watched().getFirst().sentence()).contains("The queue folder " + here + " is not accessible");
    }

    private List<LogEntry> watched() {
        return logged(LogMessage.QUEUE_FOLDER_INACCESSIBLE).stream()
                .filter(entry -> entry.node().equals("watcher"))
                .toList();
    }

    private List<LogEntry> logged(LogMessage message) {
        store.write(handle -> true); // what was written without waiting is there then
        return service.log().list(List.of(), List.of(), Slice.FIRST).items().stream()
                .filter(entry -> entry.message() == message)
                .toList();
    }

    @Test
    void a_document_that_is_gone_from_the_disk_fails_the_job_with_that_reason() throws Exception {
        var hold = new CountDownLatch(1);
        network.watcher = (step, fax) -> await(hold);
        service.submit(fax("out1", 1));
        service.submit(fax("out2", 1)); // both lines are taken now, or will be
        String job = service.submit(fax("out3", 7)).jobIds().getFirst();
        String blob =
                store.read(handle -> handle.createQuery("select pages_blob from submission order by id desc limit 1")
                        .mapTo(String.class)
                        .one());
        Files.delete(store.blobs().path(blob));
        hold.countDown();
        assertThat(ended(job).outcome()).contains(Outcome.DOCUMENT_LOST);
        assertThat(service.job(job).job().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void blobs_that_rows_refer_to_survive_every_sweep() throws Exception {
        ended(service.submit(fax("out1", 1)).jobIds().getFirst());
        network.callIn("4420", "1001", List.of(page(2), page(3)), false);
        // Only the single pages of the call are of no more use. A shared folder gives them up at the second sweep.
        var swept = new ArrayList<>(store.blobs().sweep(Duration.ofHours(-1), new BlobReferences(store)::has));
        swept.addAll(store.blobs().sweep(Duration.ofHours(-1), new BlobReferences(store)::has));
        assertThat(swept).hasSize(2);
        service.archives()
                .pdf(
                        Box.RECEIVED,
                        service.archives()
                                .received(Filter.ALL, Window.newest(100))
                                .items()
                                .getFirst()
                                .id())
                .octets();
        service.archives()
                .pdf(
                        Box.SENT,
                        service.archives()
                                .sent(Filter.ALL, Window.newest(100))
                                .items()
                                .getFirst()
                                .id())
                .octets();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException urged) {
            throw new AssertionError(urged);
        }
    }
}

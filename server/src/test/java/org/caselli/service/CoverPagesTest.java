package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.document.Documents;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.line.Lines;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.service.archive.Box;
import org.caselli.service.cover.Cover;
import org.caselli.service.cover.CoverPage;
import org.caselli.service.cover.CoverPageType;
import org.caselli.service.cover.CoverPages;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.cover.Made;
import org.caselli.service.cover.Message;
import org.caselli.service.settings.CoverSettings;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The cover pages that the server keeps, and those of faxes. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CoverPagesTest {
    /** As long as only a stuck program takes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Recipient BOB = new Recipient("1002", "Bob");
    private static final Recipient EVE = new Recipient("1003", "Eve");
    private static final SourceFile LETTER = new SourceFile("letter.txt", "Dear all".getBytes(StandardCharsets.UTF_8));

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final FakeLines network = new FakeLines("1001", "1002", "1003");
    private final Documents documents = Documents.inProcess();
    private Store store;
    private FaxService service;
    private CoverPages pages;

    @BeforeEach
    void open() {
        store = database.open(directory);
        service = FaxService.open(
                store, new Lines(List.of(network)), documents, ServiceSettings.STANDARD, InstantSource.system());
        pages = service.coverPages();
    }

    @AfterEach
    void close() {
        service.close();
        store.close();
        documents.close();
    }

    /** A fax that waits. */
    private static SubmitRequest later(List<SourceFile> files, Recipient... recipients) {
        return SubmitRequest.of(files, List.of(recipients)).at(Instant.parse("2099-05-04T10:00:00Z"));
    }

    private List<Page> pagesOf(String job) throws Exception {
        TiffFile tiff = TiffFile.read(service.jobTiff(job));
        var all = new java.util.ArrayList<Page>();
        for (int i = 0; i < tiff.pages(); i++) {
            all.add(tiff.page(i).page());
        }
        return all;
    }

    private static boolean same(Page one, Page other) {
        return Arrays.equals(one.bitmap().rows(), other.bitmap().rows());
    }

    private static void refused(Refusal.Kind kind, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
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
    void each_recipient_has_a_cover_page_of_his_own_before_the_pages_that_all_share() throws Exception {
        Submission fax = service.submit(
                later(List.of(LETTER), BOB, EVE).about("Offer").with(CoverRequest.server("classic.COV", "As agreed")));
        List<Page> toBob = pagesOf(fax.jobIds().getFirst());
        List<Page> toEve = pagesOf(fax.jobIds().getLast());
        assertThat(toBob).hasSize(2);
        assertThat(same(toBob.getFirst(), toEve.getFirst())).isFalse();
        assertThat(same(toBob.getLast(), toEve.getLast())).isTrue();
        assertThat(fax.pages()).isEqualTo(2);
        assertThat(fax.cover()).isEqualTo(new Cover(CoverPageType.SERVER, "Classic", "As agreed", 1, List.of()));
        assertThat(service.submission(fax.id()).cover()).isEqualTo(fax.cover());
        Job job = service.job(fax.jobIds().getFirst()).job();
        assertThat(job.pages()).isEqualTo(2);
        long body = service.job(
                        service.submit(later(List.of(LETTER), BOB)).jobIds().getFirst())
                .job()
                .size();
        assertThat(job.size()).isGreaterThan(body);
    }

    @Test
    void what_the_preview_shows_is_what_is_sent() throws Exception {
        SubmitRequest request = later(List.of(LETTER), BOB)
                .about("Offer")
                .from("Ann", "", "1001")
                .with(CoverRequest.server("Form", "As agreed"));
        Submission fax = service.submit(request);
        var message = new Message(
                "Offer",
                "As agreed",
                "Ann",
                "1001",
                "",
                request.sender(),
                Instant.parse("2099-05-04T10:00:00Z"),
                service.settings().outgoing().zone(),
                Locale.ROOT,
                1);
        Made shown = pages.make(pages.template(request.cover()).orElseThrow(), message, BOB, Resolution.FINE);
        assertThat(same(
                        shown.pages().getFirst(),
                        pagesOf(fax.jobIds().getFirst()).getFirst()))
                .isTrue();
        assertThat(shown.missing()).isEmpty();
    }

    @Test
    void it_is_sent_and_archived_with_its_cover_page() throws Exception {
        Submission fax =
                service.submit(SubmitRequest.of(List.of(LETTER), List.of(BOB)).with(CoverRequest.server("Letter", "")));
        Job done = reached(fax.jobIds().getFirst(), JobState.COMPLETED);
        assertThat(done.pagesConfirmed()).isEqualTo(2);
        assertThat(TiffFile.read(service.archives().tiff(Box.SENT, done.id()).octets())
                        .pages())
                .isEqualTo(2);
    }

    @Test
    void a_cover_page_alone_is_a_fax() throws Exception {
        Submission fax =
                service.submit(SubmitRequest.of(List.of(), List.of(BOB), CoverRequest.server("Classic", "Only this")));
        assertThat(fax.pages()).isEqualTo(1);
        assertThat(fax.documentName()).isEqualTo("Cover page");
        assertThat(fax.files()).isEmpty();
        assertThat(reached(fax.jobIds().getFirst(), JobState.COMPLETED).pagesConfirmed())
                .isEqualTo(1);
        refused(Refusal.Kind.INVALID, () -> SubmitRequest.of(List.of(), List.of(BOB)));
    }

    @Test
    void a_long_note_takes_a_second_page_and_a_long_name_breaks_nothing() {
        Submission fax = service.submit(later(List.of(LETTER), new Recipient("1002", "x".repeat(250)), BOB)
                .with(CoverRequest.server("Classic", "A long note. ".repeat(350))));
        assertThat(fax.cover().pages()).isEqualTo(2);
        assertThat(fax.pages()).isEqualTo(3);
        assertThat(service.jobsOf(fax.id())).extracting(Job::pages).containsExactly(3, 3);
    }

    @Test
    void the_particulars_of_a_recipient_stand_on_his_cover_page() throws Exception {
        pages.add("Card", "<p>{{recipient.company}}, {{recipient.city}}</p>");
        Submission fax = service.submit(
                later(List.of(LETTER), new Recipient("1002", "Bob", Map.of("company", "Rossi", "city", "Rome")), BOB)
                        .with(CoverRequest.server("card", "")));
        assertThat(same(
                        pagesOf(fax.jobIds().getFirst()).getFirst(),
                        pagesOf(fax.jobIds().getLast()).getFirst()))
                .isFalse();
        assertThat(fax.cover().missing()).containsExactly("recipient.company", "recipient.city");
        refused(Refusal.Kind.INVALID, () -> new Recipient("1002", "Bob", Map.of("colour", "red")));
    }

    @Test
    void a_personal_cover_page_is_taken_unless_the_switch_is_off() {
        SubmitRequest request = later(List.of(LETTER), BOB)
                .with(CoverRequest.personal("mine.html", "<p>To {{recipient.name}}</p>", ""));
        assertThat(service.submit(request).cover().type()).isEqualTo(CoverPageType.LOCAL);
        var before = service.settings().get(CoverSettings.class);
        service.settings().put(CoverSettings.class, new CoverSettings(false), before.version());
        refused(Refusal.Kind.FORBIDDEN, () -> service.submit(request));
        assertThat(service.submit(later(List.of(LETTER), BOB).with(CoverRequest.server("Classic", "")))
                        .cover()
                        .page())
                .isEqualTo("Classic");
    }

    @Test
    void what_was_submitted_keeps_the_template_it_had() throws Exception {
        pages.add("House", "<p>Old {{recipient.name}}</p>");
        SubmitRequest request = later(List.of(LETTER), BOB).with(CoverRequest.server("House", ""));
        String before = service.submit(request).jobIds().getFirst();
        Page old = pagesOf(before).getFirst();
        pages.replace(
                "house.html",
                "<p>New {{recipient.name}}</p>",
                pages.find("House").version());
        assertThat(same(pagesOf(before).getFirst(), old)).isTrue();
        assertThat(same(pagesOf(service.submit(request).jobIds().getFirst()).getFirst(), old))
                .isFalse();
        pages.remove("House");
        assertThat(same(pagesOf(before).getFirst(), old)).isTrue();
        refused(Refusal.Kind.NOT_FOUND, () -> service.submit(request));
    }

    @Test
    void the_same_key_with_another_note_is_another_request() {
        SubmitRequest request = later(List.of(LETTER), BOB)
                .with(CoverRequest.server("Classic", "One"))
                .withKey("key");
        Submission first = service.submit(request);
        assertThat(service.submit(request).jobIds()).isEqualTo(first.jobIds());
        refused(Refusal.Kind.CONFLICT, () -> service.submit(request.with(CoverRequest.server("Classic", "Two"))));
    }

    @Test
    void a_shipped_one_can_be_replaced_and_comes_back() {
        CoverPage shipped = pages.find("Classic");
        refused(Refusal.Kind.CONFLICT, () -> pages.remove("Classic"));
        refused(Refusal.Kind.CONFLICT, () -> pages.add("classic.html", "<p>x</p>"));
        CoverPage ours = pages.replace("classic", "<p>Ours</p>", shipped.version());
        assertThat(ours.name()).isEqualTo("Classic");
        assertThat(ours.shipped()).isFalse();
        refused(Refusal.Kind.STALE, () -> pages.replace("Classic", "<p>x</p>", shipped.version()));
        assertThat(pages.list()).extracting(CoverPage::name).containsExactly("Classic", "Form", "Letter");
        pages.remove("Classic");
        assertThat(pages.find("Classic")).isEqualTo(shipped);
    }

    @Test
    void a_template_that_cannot_be_made_is_not_kept() {
        refused(Refusal.Kind.DOCUMENT, () -> pages.add("Bad", "<p>{{recipient.nmae}}</p>"));
        refused(Refusal.Kind.DOCUMENT, () -> pages.add("Bad", "<img src=\"file:///etc/passwd\">"));
        refused(Refusal.Kind.DOCUMENT, () -> pages.add("Bad", "x".repeat(200_000)));
        assertThat(pages.list()).hasSize(3);
    }

    @Test
    void a_name_is_never_a_way_to_another_place() {
        for (String name : List.of(
                "",
                " ",
                ".",
                "..",
                "../x",
                "..\\x",
                "/etc/passwd",
                "C:\\x",
                "a/b",
                "a\0b",
                "a\nb",
                "a:b",
                ".html",
                "%2e%2e",
                "~root",
                "x".repeat(65),
                "../Classic",
                "a'; drop table cover_page; --")) {
            refused(Refusal.Kind.INVALID, () -> pages.add(name, "<p>x</p>"));
            refused(Refusal.Kind.NOT_FOUND, () -> pages.find(name));
            refused(Refusal.Kind.NOT_FOUND, () -> pages.remove(name));
        }
        assertThat(pages.add("Haus - für_alle 2", "<p>x</p>").name()).isEqualTo("Haus - für_alle 2");
    }

    @Test
    void the_shipped_ones_need_nothing_but_names_and_numbers() {
        var message =
                new Message("", "", "Ann", "1001", "", Sender.NONE, Instant.EPOCH, ZoneOffset.UTC, Locale.ROOT, 1);
        for (CoverPage page : pages.list()) {
            var template = pages.template(CoverRequest.server(page.name(), "")).orElseThrow();
            assertThat(template.missing(message.fields(BOB))).as(page.name()).isEmpty();
        }
    }

    /** A file that nothing refers to is swept away. */
    @Test
    void the_files_of_cover_pages_are_known_to_be_in_use() {
        var references = new BlobReferences(store);
        Submission fax = service.submit(SubmitRequest.of(List.of(), List.of(BOB), CoverRequest.server("Classic", "")));
        String blob = store.read(handle -> handle.createQuery("select cover_blob from job where id = ?")
                .bind(0, fax.jobIds().getFirst())
                .mapTo(String.class)
                .one());
        assertThat(references.has(blob)).isTrue();
        assertThat(references.has("0".repeat(64))).isFalse();
    }
}

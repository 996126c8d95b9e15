package org.caselli.service.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.caselli.document.Documents;
import org.caselli.document.Thumbnail;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.JobState;
import org.caselli.queue.Priority;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FakeLines;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.Refusal;
import org.caselli.service.ServiceSettings;
import org.caselli.service.Slice;
import org.caselli.service.SourceFile;
import org.caselli.service.SubmitRequest;
import org.caselli.service.access.Account;
import org.caselli.service.access.AccountForm;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.mail.MailServer;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Receipts of a whole server, to a real mail server. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReceiptsTest {
    /** As long as only a stuck program takes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final FakeLines network = new FakeLines("1001", "1002");
    private final Documents documents = Documents.inProcess();
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private MailServer mails;
    private Store store;
    private FaxService service;

    @BeforeEach
    void open() throws Exception {
        mails = MailServer.plain();
        store = database.open(directory);
        service = FaxService.open(store, new Lines(List.of(network)), documents, ServiceSettings.STANDARD, clock);
        set(Map.of("host", "127.0.0.1", "port", (long) mails.port(), "sender", "fax@caselli.example"));
        service.settings().change("outgoing", Map.of("retries", 0L), false, 0);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
        store.close();
        documents.close();
        mails.close();
    }

    private void set(Map<String, Object> members) {
        service.settings()
                .change(
                        "receipts",
                        members,
                        false,
                        service.settings().show("receipts").version());
    }

    private static SourceFile tiff(Bitmap bitmap) {
        var out = new ByteArrayOutputStream();
        try (var writer = new TiffWriter(out, TiffOptions.PLAIN.withTotalPages(1))) {
            writer.append(new Page(bitmap, Resolution.FINE));
        } catch (java.io.IOException cause) {
            throw new AssertionError(cause);
        }
        return new SourceFile("offer.tif", out.toByteArray());
    }

    /** A page whose left half is black. */
    private static Bitmap half() {
        var bitmap = new Bitmap(1728, 2000);
        for (int y = 0; y < bitmap.height(); y++) {
            java.util.Arrays.fill(bitmap.rows(), y * bitmap.stride(), y * bitmap.stride() + 108, (byte) 0xFF);
        }
        return bitmap;
    }

    private List<String> send(ReceiptWish wish, SourceFile file, String... numbers) {
        return service.submit(SubmitRequest.of(
                                List.of(file),
                                List.of(numbers).stream()
                                        .map(number -> new Recipient(number, ""))
                                        .toList())
                        .about("Offer")
                        .withReceipt(wish))
                .jobIds();
    }

    private static ReceiptWish to(String address) {
        return new ReceiptWish(address, false, false);
    }

    private Receipt receipt(Predicate<Receipt> wanted) throws InterruptedException {
        Instant until = Instant.now().plus(LONG);
        while (Instant.now().isBefore(until)) {
            long seen = service.lastEvent();
            var found = service.receipts().list(List.of(), Slice.FIRST).items().stream()
                    .filter(wanted)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            service.awaitEvents(seen, Duration.ofSeconds(1));
        }
        throw new AssertionError(service.receipts().list(List.of(), Slice.FIRST) + " " + mails.heard);
    }

    private Receipt in(Receipt.State state) throws InterruptedException {
        return receipt(receipt -> receipt.state() == state);
    }

    private static String text(MimeMessage mail, String type) throws Exception {
        for (Part part : MailServer.parts(mail)) {
            if (part.isMimeType(type)) {
                return part.getContent().toString();
            }
        }
        throw new AssertionError("There is no " + type);
    }

    @Test
    void a_delivered_fax_is_told_with_its_first_page_as_it_was_sent_and_the_fax_as_pdf() throws Exception {
        String job = send(new ReceiptWish("anna@example.org", false, true), tiff(half()), "1002")
                .getFirst();

        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        Receipt receipt = in(Receipt.State.SENT);
        assertThat(mail.getSubject()).isEqualTo("Fax delivered to 1002 (1 page): Offer");
        assertThat(mail.getMessageID()).isEqualTo("<receipt-" + receipt.id() + "@caselli.example>");
        assertThat(text(mail, "text/plain"))
                .contains("Your fax was delivered.", "Every page was sent and confirmed.", "1002", "Attempts:", job);
        assertThat(text(mail, "text/html")).contains("Your fax was delivered", "cid:page1", job);
        List<Part> parts = MailServer.parts(mail);
        BufferedImage picture = ImageIO.read(parts.get(2).getInputStream());
        assertThat(picture.getWidth()).isEqualTo(640);
        int middle = picture.getHeight() / 2;
        assertThat(picture.getRGB(100, middle) & 0xFF).isZero();
        assertThat(picture.getRGB(540, middle) & 0xFF).isEqualTo(0xFF);
        assertThat(parts.get(3).getFileName()).isEqualTo("fax-" + job + ".pdf");
        assertThat(new String(parts.get(3).getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(receipt.jobId()).contains(job);
        assertThat(receipt.delivered()).isTrue();
        assertThat(service.submission(service.job(job).job().submissionId())
                        .receipt()
                        .address())
                .isEqualTo("anna@example.org");
    }

    /** The pages of the fax that a receipt has with it, as a TIFF file. */
    private static List<Page> attached(MimeMessage mail) throws Exception {
        TiffFile tiff =
                TiffFile.read(MailServer.parts(mail).getLast().getInputStream().readAllBytes());
        var pages = new ArrayList<Page>();
        for (int i = 0; i < tiff.pages(); i++) {
            pages.add(tiff.page(i).page());
        }
        return pages;
    }

    private static List<String> dots(List<Page> pages) {
        return pages.stream()
                .map(page -> HexFormat.of().formatHex(page.bitmap().rows()))
                .toList();
    }

    private List<String> sendCovered(ReceiptWish wish, List<SourceFile> files, Recipient... recipients) {
        return service.submit(SubmitRequest.of(files, List.of(recipients), CoverRequest.server("Classic", "As agreed"))
                        .about("Offer")
                        .withReceipt(wish))
                .jobIds();
    }

    @Test
    void a_receipt_shows_the_very_pages_that_were_sent_the_cover_page_of_its_recipient_first() throws Exception {
        set(Map.of("attachment", "tiff"));
        sendCovered(
                new ReceiptWish("anna@example.org", false, true), List.of(tiff(half())), new Recipient("out-1", "Bob"));
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("Fax delivered to Bob, out-1 (2 pages): Offer");
        List<Page> sent = List.copyOf(network.pages); // with the header lines "page 1/2" and "page 2/2"
        assertThat(sent).hasSize(2);
        assertThat(dots(attached(mail))).isEqualTo(dots(sent));
        var thumbnail = new ByteArrayOutputStream();
        Thumbnail.write(sent.getFirst(), 640, thumbnail);
        assertThat(MailServer.parts(mail).get(2).getInputStream().readAllBytes())
                .isEqualTo(thumbnail.toByteArray());
        assertThat(in(Receipt.State.SENT).note()).isEmpty();
    }

    @Test
    void each_recipient_s_receipt_has_his_own_cover_page() throws Exception {
        set(Map.of("attachment", "tiff"));
        sendCovered(
                new ReceiptWish("anna@example.org", false, true),
                List.of(),
                new Recipient("out-1", "Bob"),
                new Recipient("out-2", "Eve"));
        List<MimeMessage> all = mails.await(each -> each.size() == 2);
        var seen = new ArrayList<String>();
        for (MimeMessage mail : all) {
            assertThat(mail.getSubject()).contains("(1 page)");
            seen.addAll(dots(attached(mail)));
        }
        assertThat(seen).hasSize(2).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(dots(network.pages));
    }

    @Test
    void one_receipt_for_several_has_the_pages_that_all_have_had_or_none_if_these_were_cover_pages_alone()
            throws Exception {
        set(Map.of("attachment", "tiff"));
        sendCovered(
                new ReceiptWish("anna@example.org", true, true),
                List.of(tiff(half())),
                new Recipient("out-1", "Bob"),
                new Recipient("out-2", "Eve"));
        MimeMessage body = mails.await(all -> all.size() == 1).getFirst();
        assertThat(dots(attached(body))).isEqualTo(dots(List.of(new Page(half(), Resolution.FINE))));
        assertThat(text(body, "text/plain"))
                .contains("Bob, out-1: delivered\r\n    2 pages,", "had a cover page of his own before these");

        sendCovered(
                new ReceiptWish("bert@example.org", true, true),
                List.of(),
                new Recipient("out-1", "Bob"),
                new Recipient("out-2", "Eve"));
        MimeMessage covers = mails.await(all -> all.size() == 2).getLast();
        assertThat(MailServer.parts(covers)).hasSize(2); // the text, twice
        assertThat(text(covers, "text/plain")).contains("The fax is not attached: it was a cover page alone");
        assertThat(text(covers, "text/html")).doesNotContain("cid:");
    }

    @Test
    void a_receipt_whose_pages_are_damaged_comes_without_them() throws Exception {
        mails.answer("MAIL", "451 4.3.0 later");
        send(new ReceiptWish("anna@example.org", false, true), tiff(half()), "1002");
        Receipt waiting = receipt(each -> !each.lastError().isEmpty());
        String blob = store.read(handle -> handle.createQuery("select pages_blob from receipt")
                .mapTo(String.class)
                .one());
        // The list of its pages is whole, and the page is not there.
        byte[] octets = Files.readAllBytes(store.blobs().path(blob));
        Files.delete(store.blobs().path(blob));
        Files.write(store.blobs().path(blob), Arrays.copyOf(octets, octets.length / 2));
        service.receipts().retry(waiting.id());
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(MailServer.parts(mail)).hasSize(2);
        assertThat(in(Receipt.State.SENT).note()).contains("can no longer be read");
    }

    @Test
    void a_receipt_that_cannot_be_made_is_given_up_in_time_shown_and_told() throws Exception {
        mails.answer("MAIL", "451 4.3.0 later");
        String job = send(to("anna@example.org"), tiff(half()), "1002").getFirst();
        Receipt waiting = receipt(each -> !each.lastError().isEmpty());
        store.write(handle -> handle.execute("update receipt set story = '{\"parts\": 7'"));
        service.receipts().retry(waiting.id());
        Receipt again = receipt(each -> each.lastError().contains("met an error when it made the receipt"));
        assertThat(again.state()).isEqualTo(Receipt.State.WAITING);
        assertThat(again.nextTryAt().orElseThrow()).isAfter(clock.instant());

        ahead = Duration.ofDays(5);
        service.settings().change("outgoing", Map.of("retries", 1L), false, 1); // an event: the next look
        assertThat(in(Receipt.State.FAILED).id()).isEqualTo(waiting.id());
        assertThat(store.<String>read(
                        handle -> handle.createQuery("select sentence from log_entry where message = 'RECEIPT_FAILED'")
                                .mapTo(String.class)
                                .one()))
                .contains(waiting.id(), "met an error");
        assertThat(service.job(job).job().state()).isEqualTo(JobState.COMPLETED);
    }

    private Caller account(String name, Right... rights) {
        Account made =
                service.accounts().add(name, AccountForm.NONE.withRights(Set.of(rights)), Optional.empty(), List.of());
        return new Caller(made.id(), made.name(), made.effective());
    }

    private static void refused(Caller who, Refusal.Kind kind, Runnable what) {
        assertThatThrownBy(() -> who.call(() -> {
                    what.run();
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    @Test
    void a_receipt_is_seen_and_sent_again_by_who_sent_the_fax_and_by_holders_of_the_rights_over_all() throws Exception {
        Caller ann = account("ann", Right.SUBMIT_LOW);
        Caller bob = account("bob", Right.SUBMIT_HIGH);
        Caller clerk = account("clerk", Right.QUERY_OUT_JOBS);
        Caller manager = account("manager", Right.MANAGE_OUT_JOBS);
        mails.answer("RCPT", "550 5.1.1 unknown", "550 5.1.1 unknown", "550 5.1.1 unknown");
        ann.call(() -> service.submit(SubmitRequest.of(List.of(tiff(half())), List.of(new Recipient("1002", "")))
                .with(Priority.LOW)
                .withReceipt(to("anna@example.org"))));
        Receipt failed = in(Receipt.State.FAILED);

        assertThat(ann.call(() -> service.receipts().find(failed.id()))).isEqualTo(failed);
        assertThat(ann.call(
                        () -> service.receipts().list(List.of(), Slice.FIRST).items()))
                .containsExactly(failed);
        assertThat(bob.call(
                        () -> service.receipts().list(List.of(), Slice.FIRST).items()))
                .isEmpty();
        assertThat(bob.call(() -> service.receipts()
                        .list(List.of(Receipt.State.FAILED), Slice.FIRST)
                        .items()))
                .isEmpty();
        refused(bob, Refusal.Kind.NOT_FOUND, () -> service.receipts().find(failed.id()));
        refused(bob, Refusal.Kind.NOT_FOUND, () -> service.receipts().retry(failed.id()));
        assertThat(clerk.call(() -> service.receipts().find(failed.id()))).isEqualTo(failed);
        refused(clerk, Refusal.Kind.FORBIDDEN, () -> service.receipts().retry(failed.id()));

        for (Caller allowed : List.of(ann, manager)) {
            assertThat(allowed.call(() -> service.receipts().retry(failed.id())).state())
                    .isEqualTo(Receipt.State.WAITING);
            in(Receipt.State.FAILED);
        }
        // What is told of it is told of hers.
        assertThat(service.events(0, 1000))
                .filteredOn(event -> event.kind() == ServerEvent.Kind.RECEIPT_CHANGED)
                .hasSize(6)
                .allSatisfy(event -> assertThat(event.account()).isEqualTo(ann.account()));
    }

    @Test
    void a_fax_that_failed_is_told_with_what_to_do_next() throws Exception {
        network.nextCallTo("1002", Outcome.NO_ANSWER);
        send(to("anna@example.org"), tiff(half()), "1002");

        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("Fax NOT delivered to 1002 (1 page): Offer");
        assertThat(text(mail, "text/plain"))
                .contains("Nobody answered the call.", "Check with the recipient", "Send the fax again later.")
                .doesNotContain("is tried again");
        assertThat(in(Receipt.State.SENT).delivered()).isFalse();
    }

    @Test
    void a_cancelled_fax_is_told_and_one_without_a_wish_is_not() throws Exception {
        service.settings().change("outgoing", Map.of("paused", true), false, 1);
        String silent = send(ReceiptWish.NONE, tiff(half()), "1002").getFirst();
        String told = send(to("anna@example.org"), tiff(half()), "1002").getFirst();
        service.cancel(silent);
        service.cancel(told);

        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("Fax to 1002 cancelled (1 page): Offer");
        assertThat(in(Receipt.State.SENT).jobId()).contains(told);
        assertThat(service.receipts().list(List.of(), Slice.FIRST).items()).hasSize(1);
    }

    @Test
    void a_broadcast_has_a_receipt_for_each_recipient_or_one_when_the_last_is_over() throws Exception {
        network.nextCallTo("out-bad", Outcome.NUMBER_UNKNOWN);
        send(to("each@example.org"), tiff(half()), "1002", "out-bad", "out-good");
        mails.await(all -> all.size() == 3);
        assertThat(mails.mails)
                .extracting(mail -> mail.getSubject())
                .containsExactlyInAnyOrder(
                        "Fax delivered to 1002 (1 page): Offer",
                        "Fax NOT delivered to out-bad (1 page): Offer",
                        "Fax delivered to out-good (1 page): Offer");

        network.nextCallTo("out-bad", Outcome.NUMBER_UNKNOWN);
        service.settings().change("outgoing", Map.of("paused", true), false, 1);
        List<String> jobs =
                send(new ReceiptWish("all@example.org", true, false), tiff(half()), "1002", "out-bad", "out-good");
        service.cancel(jobs.getLast());
        service.settings().change("outgoing", Map.of("paused", false), false, 2);
        MimeMessage mail = mails.await(all -> all.size() == 4).getLast();
        assertThat(mail.getSubject())
                .isEqualTo("Fax to 3 recipients: 1 delivered, 1 cancelled, 1 not delivered: Offer");
        assertThat(text(mail, "text/plain"))
                .contains(
                        "1002: delivered", "out-bad: not delivered. The number does not exist.", "out-good: cancelled");
        assertThat(receipt(each -> each.address().equals("all@example.org")).jobId())
                .isEmpty();
    }

    @Test
    void what_is_not_taken_is_tried_again_later_with_the_same_message_id() throws Exception {
        mails.answer("MAIL", "451 4.3.0 later", "451 4.3.0 later");
        send(to("anna@example.org"), tiff(half()), "1002");
        Receipt waiting = receipt(each -> each.tries() == 1 && !each.lastError().isEmpty());
        assertThat(waiting.state()).isEqualTo(Receipt.State.WAITING);
        assertThat(waiting.lastError()).contains("451 4.3.0 later");
        assertThat(Duration.between(clock.instant(), waiting.nextTryAt().orElseThrow()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));

        ahead = Duration.ofMinutes(2);
        service.settings().change("outgoing", Map.of("retries", 1L), false, 1); // an event: the next look
        // Not before the second try has ended, or its delay is counted from the time below.
        receipt(each -> each.tries() == 2
                && each.nextTryAt()
                        .filter(at -> at.isAfter(waiting.nextTryAt().orElseThrow()))
                        .isPresent());
        ahead = Duration.ofMinutes(10);
        service.settings().change("outgoing", Map.of("retries", 2L), false, 2);
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getMessageID()).isEqualTo("<receipt-" + waiting.id() + "@caselli.example>");
        assertThat(in(Receipt.State.SENT).tries()).isEqualTo(3);
    }

    @Test
    void a_mail_that_is_refused_for_good_is_shown_and_told_while_the_fax_is_safe_and_can_be_sent_again()
            throws Exception {
        mails.answer("RCPT", "550 5.1.1 unknown");
        String job = send(to("anna@example.org"), tiff(half()), "1002").getFirst();
        Receipt failed = in(Receipt.State.FAILED);
        assertThat(failed.lastError()).contains("550 5.1.1 unknown");
        assertThat(service.job(job).job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(service.events(0, 1000)).anySatisfy(event -> {
            assertThat(event.kind()).isEqualTo(ServerEvent.Kind.RECEIPT_CHANGED);
            assertThat(event.subject()).isEqualTo(failed.id());
            assertThat(event.facts()).containsEntry("state", "FAILED").containsKey("error");
        });
        assertThat(store.<String>read(
                        handle -> handle.createQuery("select sentence from log_entry where message = 'RECEIPT_FAILED'")
                                .mapTo(String.class)
                                .one()))
                .contains(failed.id(), "550 5.1.1 unknown", "caselli receipts retry");

        service.receipts().retry(failed.id());
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getMessageID()).contains(failed.id());
        in(Receipt.State.SENT);
        assertThatThrownBy(() -> service.receipts().retry(failed.id()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    }

    @Test
    void a_receipt_is_given_up_when_its_time_is_over() throws Exception {
        set(Map.of("giveUpAfter", "PT0S"));
        mails.answer("MAIL", "451 4.3.0 later");
        send(to("anna@example.org"), tiff(half()), "1002");
        assertThat(in(Receipt.State.FAILED).tries()).isEqualTo(1);
    }

    @Test
    void a_server_that_refuses_the_size_gets_the_receipt_without_the_fax() throws Exception {
        mails.answer(MailServer.DOT, "552 5.3.4 too big");
        send(new ReceiptWish("anna@example.org", false, true), tiff(half()), "1002");
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(MailServer.parts(mail)).hasSize(3);
        assertThat(text(mail, "text/plain")).contains("does not take mails of that size");
        assertThat(in(Receipt.State.SENT).note()).contains("not attached");
    }

    @Test
    void a_fax_that_is_larger_than_allowed_is_left_out_with_a_sentence() throws Exception {
        set(Map.of("attachmentLimit", 1L));
        var noise = new Bitmap(1728, 4000);
        var random = new SplittableRandom(1);
        random.nextBytes(noise.rows());
        send(new ReceiptWish("anna@example.org", false, true), tiff(noise), "1002");
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(MailServer.parts(mail)).hasSize(3);
        assertThat(text(mail, "text/plain")).contains("The fax is not attached", "at most 1 MB");
    }

    @Test
    void a_connection_that_is_cut_before_the_mail_was_taken_makes_no_second_mail() throws Exception {
        mails.answer(MailServer.DOT, MailServer.CUT);
        send(to("anna@example.org"), tiff(half()), "1002");
        Receipt waiting = receipt(each -> each.tries() == 1 && !each.lastError().isEmpty());
        assertThat(mails.mails).isEmpty();
        service.receipts().retry(waiting.id());
        in(Receipt.State.SENT);
        assertThat(mails.mails).hasSize(1);
    }

    @Test
    void faxes_go_on_while_the_mail_server_is_silent_and_receipts_are_sent_by_the_next_server() throws Exception {
        for (int i = 0; i < 10; i++) {
            mails.answer("MAIL", MailServer.SILENCE);
        }
        for (int i = 0; i < 6; i++) {
            String job = send(to("anna@example.org"), tiff(half()), "1002").getFirst();
            Instant until = Instant.now().plus(LONG);
            while (service.job(job).job().state() != JobState.COMPLETED
                    && Instant.now().isBefore(until)) {
                service.awaitEvents(service.lastEvent(), Duration.ofMillis(100));
            }
            assertThat(service.job(job).job().state()).isEqualTo(JobState.COMPLETED);
        }
        // Set before the next server begins: else it might try the old port first, which may be anybody's by then.
        MailServer another = MailServer.plain();
        set(Map.of("port", (long) another.port()));
        service.close();
        store.close();
        mails.close();
        mails = another;
        store = database.open(directory);
        service = FaxService.open(store, new Lines(List.of(network)), documents, ServiceSettings.STANDARD, clock);
        mails.await(all -> all.size() == 6);
        assertThat(mails.mails.stream().map(mail -> id(mail)).distinct()).hasSize(6);
    }

    @Test
    void a_mail_at_which_the_mail_server_falls_silent_holds_up_no_other_one() throws Exception {
        mails.answer("DATA", MailServer.SILENCE, MailServer.SILENCE, MailServer.SILENCE);
        for (int i = 0; i < 3; i++) {
            send(to("silent@example.org"), tiff(half()), "1002");
        }
        Instant until = Instant.now().plus(LONG);
        while (mails.heard.stream().filter(line -> line.equals("DATA")).count() < 3
                && Instant.now().isBefore(until)) {
            service.awaitEvents(service.lastEvent(), Duration.ofMillis(100));
        }
        send(to("anna@example.org"), tiff(half()), "1002");
        assertThat(mails.await(all -> all.size() == 1).getFirst().getHeader("To"))
                .containsExactly("anna@example.org");
        mails.close(); // or the silent ones would be waited for
    }

    private static String id(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (jakarta.mail.MessagingException cause) {
            throw new AssertionError(cause);
        }
    }

    @Test
    void a_wish_that_cannot_be_met_is_refused_before_anything_is_kept() {
        assertThatThrownBy(() -> to("anna@example.org\r\nBcc: eve@example.org")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new ReceiptWish("", true, false)).isInstanceOf(Refusal.class);
        set(Map.of("allowed", "none"));
        assertThatThrownBy(() -> send(to("anna@example.org"), tiff(half()), "1002"))
                .hasMessageContaining("sends no receipts");
        set(Map.of("allowed", "mail", "host", ""));
        assertThatThrownBy(() -> send(to("anna@example.org"), tiff(half()), "1002"))
                .hasMessageContaining("no mail server is set");
        assertThat(service.jobs(List.of(), true, Slice.FIRST).items()).isEmpty();
    }

    @Test
    void passwords_are_sealed_in_the_database_and_those_of_earlier_versions_become_so() {
        set(Map.of("password", "open sesame"));
        assertThat(kept()).doesNotContain("sesame");
        assertThat(service.settings().receipts().password()).isEqualTo("open sesame");

        store.write(handle -> {
            handle.execute("delete from setting where section = 'receipts'");
            return handle.execute("insert into setting (section, version, changed_at, json) values ('mail', 3, 0,"
                    + " '{\"host\":\"mail.example\",\"port\":587,\"sender\":\"a@b.example\",\"security\":\"starttls\","
                    + "\"user\":\"clerk\",\"password\":\"open sesame\",\"forInboundRouting\":false}')");
        });
        service.settings().adopt();
        service.settings().adopt();
        assertThat(kept()).doesNotContain("sesame").contains("mail.example");
        ReceiptSettings settings = service.settings().receipts();
        assertThat(settings.password()).isEqualTo("open sesame");
        assertThat(settings.authentication()).isEqualTo(ReceiptSettings.Authentication.BASIC);
        assertThat(settings.security()).isEqualTo(ReceiptSettings.Security.STARTTLS);
        assertThat(settings.forInboundRouting()).isFalse();
    }

    private String kept() {
        return store.read(handle -> String.join(
                " ",
                handle.createQuery("select json from setting")
                        .mapTo(String.class)
                        .list()));
    }

    @Test
    void delays_grow_from_a_minute_to_an_hour() {
        assertThat(List.of(1, 2, 3, 6, 7, 1000).stream().map(Receipts::delay))
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(32),
                        Duration.ofHours(1),
                        Duration.ofHours(1));
    }
}

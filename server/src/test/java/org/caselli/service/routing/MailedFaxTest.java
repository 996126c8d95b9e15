package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.caselli.document.Documents;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.line.Lines;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingState;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FakeLines;
import org.caselli.service.FaxService;
import org.caselli.service.ServiceSettings;
import org.caselli.service.Slice;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.Window;
import org.caselli.service.mail.MailServer;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Received faxes that a whole server hands on by mail, and what becomes of them when the mail server will not have them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class MailedFaxTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final FakeLines network = new FakeLines("1001");
    private final Documents documents = Documents.inProcess();
    private MailServer mails;
    private Store store;
    private FaxService service;

    @BeforeEach
    void open() throws Exception {
        mails = MailServer.plain();
        store = database.open(directory);
        service = FaxService.open(
                store, new Lines(List.of(network)), documents, ServiceSettings.STANDARD, InstantSource.system());
        service.settings()
                .change(
                        "receipts",
                        Map.of("host", "127.0.0.1", "port", (long) mails.port(), "sender", "fax@caselli.example"),
                        false,
                        0);
        service.settings().change("outgoing", Map.of("retries", 1L, "retryDelay", "PT0S"), false, 0);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
        store.close();
        documents.close();
        mails.close();
    }

    private void mailTo(String text) {
        int device = service.devices().named("fake-1001").id();
        service.inboundRouting().configure(device, MailMethod.GUID, MethodText.write(text));
        service.inboundRouting().enable(device, MailMethod.GUID, true);
    }

    private void receive() {
        network.callIn("+39 055 1234", "1001", List.of(new Page(new Bitmap(1728, 100), Resolution.FINE)), false);
    }

    private IncomingJob givenUp() throws InterruptedException {
        Instant until = Instant.now().plus(LONG);
        while (Instant.now().isBefore(until)) {
            long seen = service.lastEvent();
            List<IncomingJob> all = service.incomingQueue()
                    .jobs(List.of(IncomingState.RETRIES_EXCEEDED), Slice.FIRST)
                    .items();
            if (!all.isEmpty()) {
                return all.getFirst();
            }
            service.awaitEvents(seen, Duration.ofSeconds(1));
        }
        throw new AssertionError(service.incomingQueue().jobs(List.of(), Slice.FIRST) + " " + mails.heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|format=tiff", "|format=pdf", "|format=both"})
    void a_fax_comes_in_the_wanted_formats_to_all_who_shall_have_it(String option) throws Exception {
        mailTo("J\u00f6rg <joerg@example.org>, bert@example.org" + option);
        receive();
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mails.heard).contains("RCPT TO:<joerg@example.org>", "RCPT TO:<bert@example.org>");
        assertThat(mail.getSubject()).isEqualTo("Fax from +39 055 1234, 1 page");
        List<Part> parts = MailServer.parts(mail);
        assertThat(parts)
                .extracting(part -> part.getContentType().split("[;\r]")[0])
                .containsExactlyElementsOf(
                        switch (option) {
                            case "|format=pdf" -> List.of("text/plain", "application/pdf");
                            case "|format=both" -> List.of("text/plain", "image/tiff", "application/pdf");
                            default -> List.of("text/plain", "image/tiff");
                        });
        for (Part part : parts.subList(1, parts.size())) {
            byte[] file = part.getInputStream().readAllBytes();
            if (part.isMimeType("image/tiff")) {
                assertThat(TiffFile.read(file).pages()).isEqualTo(1);
            } else {
                try (var pdf = Loader.loadPDF(file)) {
                    assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 unknown", "451 4.3.0 later", MailServer.CUT})
    void a_mail_that_cannot_be_delivered_is_shown_and_told_while_the_fax_is_safe_and_can_be_mailed_again(String answer)
            throws Exception {
        mailTo("anna@example.org");
        mails.answer("RCPT", answer, answer, answer, answer);
        long before = service.lastEvent();
        receive();

        IncomingJob job = givenUp();
        assertThat(mails.mails).isEmpty();
        assertThat(service.incomingQueue().steps(job.id()))
                .anySatisfy(step -> assertThat(step.error()).contains("The mail server"));
        assertThat(TiffFile.read(service.incomingQueue().tiff(job.id())).pages())
                .isEqualTo(1);
        String archived = service.archives()
                .received(Filter.ALL, Window.newest(1))
                .items()
                .getFirst()
                .id();
        assertThat(TiffFile.read(service.archives().tiff(Box.RECEIVED, archived).octets())
                        .pages())
                .isEqualTo(1);
        assertThat(service.events(before, 1000)).anySatisfy(event -> {
            assertThat(event.kind()).isEqualTo(ServerEvent.Kind.INCOMING_JOB_CHANGED);
            assertThat(event.facts()).containsEntry("state", "RETRIES_EXCEEDED");
        });
        assertThat(store.<List<String>>read(handle -> handle.createQuery("select sentence from log_entry")
                        .mapTo(String.class)
                        .list()))
                .anySatisfy(line -> assertThat(line).contains(job.id(), "could not be routed", "The mail server"));

        mails.answerAsUsual();
        service.incomingQueue().restart(job.id());
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getMessageID()).isEqualTo("<fax-" + job.id() + "@caselli.example>");
    }

    @Test
    void what_a_machine_calls_itself_makes_no_line_and_no_header_of_its_own() throws Exception {
        mailTo("anna@example.org");
        network.callIn(
                "=?utf-8?q?x=0d=0aBcc:_eve@example.org?=\r\nTo: eve@example.org\r\n\r\nPay now.",
                "1001",
                List.of(new Page(new Bitmap(1728, 100), Resolution.FINE)),
                false);
        MimeMessage mail = mails.await(all -> all.size() == 1).getFirst();
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("To")).containsExactly("anna@example.org");
        assertThat(mail.getSubject()).startsWith("Fax from =?utf-8?q?x=0d=0aBcc:_eve@example.org?= To: eve");
        assertThat(new String(MailServer.parts(mail).getFirst().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines())
                .noneMatch(line -> line.startsWith("Pay now") || line.startsWith("To: eve"));
    }
}

package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.caselli.service.mail.Mailer;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.ReceiptSettings.Authentication;
import org.caselli.service.settings.ReceiptSettings.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails go to a real mail server, GreenMail. */
class MailMethodTest {
    @TempDir
    Path directory;

    private GreenMail server;
    private ReceiptSettings settings;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        settings = settings("", "", Security.NONE);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private ReceiptSettings settings(String user, String password, Security security) {
        return settings("127.0.0.1", server.getSmtp().getPort(), user, password, security, true);
    }

    private static ReceiptSettings settings(
            String host, int port, String user, String password, Security security, boolean routing) {
        return new ReceiptSettings(
                host,
                port,
                "fax@caselli.example",
                security,
                user.isEmpty() ? Authentication.ANONYMOUS : Authentication.BASIC,
                user,
                password,
                "",
                "",
                "",
                "",
                ReceiptSettings.Allowed.MAIL,
                routing,
                ReceiptSettings.Attachment.PDF,
                10,
                Duration.ofDays(4));
    }

    private RoutingResult send(String text, Path... added) throws Exception {
        return new MailMethod(new Mailer(() -> settings, InstantSource.system()))
                .route(Faxes.request(directory, MailMethod.GUID, MethodText.write(text), added));
    }

    @Test
    void a_fax_arrives_as_an_attachment_with_what_is_known_of_it() throws Exception {
        assertThat(send("anna@example.org")).isEqualTo(RoutingResult.done());

        var mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Fax from +390551234, 2 pages");
        assertThat(mail.getMessageID()).isEqualTo("<fax-0123456789abcdef@caselli.example>");
        assertThat(mail.getFrom()[0]).hasToString("fax@caselli.example");
        assertThat(mail.getSentDate().toInstant()).isEqualTo(Instant.parse("2026-11-21T10:03:22Z"));
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        var parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent().toString())
                .contains("2026-11-21 10:03:22 Z", "+390551234", "+39 055 1234", "2 pages", "Loopback 1001");
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("fax-0123456789abcdef.tif");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("image/tiff");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(Faxes.tiff());
    }

    @Test
    void a_second_run_sends_the_same_message_id_so_that_a_mailbox_can_tell() throws Exception {
        send("anna@example.org");
        send("anna@example.org");

        assertThat(server.getReceivedMessages())
                .hasSize(2)
                .allSatisfy(
                        mail -> assertThat(mail.getMessageID()).isEqualTo("<fax-0123456789abcdef@caselli.example>"));
    }

    @Test
    void several_recipients_get_it_as_pdf_with_the_files_of_earlier_methods() throws Exception {
        Path note = Files.writeString(directory.resolve("note.txt"), "urgent");
        send("anna@example.org, Bert <bert@example.org>|format=pdf", note);

        assertThat(server.getReceivedMessages()).hasSize(2);
        var parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("application/pdf");
        assertThat(new String(
                        parts.getBodyPart(1).getInputStream().readNBytes(5),
                        java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(parts.getBodyPart(2).getFileName()).isEqualTo("note.txt");
    }

    @Test
    void a_mail_server_that_wants_a_login_gets_it() throws Exception {
        server.setUser("fax@caselli.example", "clerk", "secret");
        server.getUserManager().setAuthRequired(true);
        settings = settings("clerk", "secret", Security.NONE);
        assertThat(send("anna@example.org")).isEqualTo(RoutingResult.done());

        settings = settings("clerk", "wrong", Security.NONE);
        assertThat(send("anna@example.org"))
                .isInstanceOfSatisfying(
                        RoutingResult.TryAgain.class,
                        again -> assertThat(again.why())
                                .contains("user and password")
                                .doesNotContain("wrong"));
    }

    @Test
    void a_mail_server_without_starttls_gets_nothing_where_starttls_is_required() throws Exception {
        settings = settings("", "", Security.STARTTLS);

        assertThat(send("anna@example.org")).isInstanceOf(RoutingResult.TryAgain.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_mail_server_that_does_not_answer_is_asked_again_later() throws Exception {
        int port = server.getSmtp().getPort();
        server.stop();

        assertThat(send("anna@example.org"))
                .isInstanceOfSatisfying(
                        RoutingResult.TryAgain.class,
                        again -> assertThat(again.why()).contains("127.0.0.1:" + port));
    }

    @Test
    void what_is_no_proper_configuration_is_complained_of() {
        var method = new MailMethod(new Mailer(() -> settings, InstantSource.system()));
        assertThat(method.complaint(new byte[0])).get().asString().contains("No mail address");
        assertThat(method.complaint(MethodText.write("anna"))).get().asString().contains("no mail address");
        assertThat(method.complaint(MethodText.write("anna@example.org"))).isEmpty();
        settings = ReceiptSettings.STANDARD;
        assertThat(method.complaint(MethodText.write("anna@example.org")))
                .get()
                .asString()
                .contains("No mail server");
        settings = settings("mail.example", 25, "", "", Security.NONE, false);
        assertThat(method.complaint(MethodText.write("anna@example.org")))
                .get()
                .asString()
                .contains("switched off");
    }

    @Test
    void the_password_is_in_no_text() {
        assertThat(settings("clerk", "secret", Security.TLS)).asString().doesNotContain("secret");
    }
}

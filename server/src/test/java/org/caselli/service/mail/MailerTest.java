package org.caselli.service.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Header;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.caselli.service.mail.MailException.Hope;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.ReceiptSettings.Authentication;
import org.caselli.service.settings.ReceiptSettings.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Mailer.Patience SHORT =
            new Mailer.Patience(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private static ReceiptSettings settings(int port, Security security) {
        return settings(port, security, Authentication.ANONYMOUS, "");
    }

    private static ReceiptSettings settings(
            int port, Security security, Authentication authentication, String tokenUrl) {
        return new ReceiptSettings(
                "127.0.0.1",
                port,
                "fax@caselli.example",
                security,
                authentication,
                "clerk",
                "pass word",
                tokenUrl,
                "our id",
                "our & secret",
                "smtp send",
                ReceiptSettings.Allowed.MAIL,
                true,
                ReceiptSettings.Attachment.PDF,
                10,
                Duration.ofDays(4));
    }

    private static Mailer mailer(ReceiptSettings settings, Mailer.Patience patience, Optional<SSLSocketFactory> tls) {
        return new Mailer(() -> settings, InstantSource.fixed(NOW), patience, tls);
    }

    private static Mailer mailer(ReceiptSettings settings) {
        return mailer(settings, Mailer.Patience.STANDARD, Optional.empty());
    }

    private static Mail mail(String subject) {
        return new Mail(
                "receipt-1",
                List.of(Addresses.one("anna@example.org")),
                subject,
                "Plain.\r\n",
                "<p>Fine \u00e9 <img src=\"cid:page1\"></p>",
                List.of(new Mail.File("page1", "image/png", new byte[] {1, 2, 3})),
                NOW,
                List.of(new Mail.File("fax.pdf", "application/pdf", "%PDF-".getBytes(UTF_8))));
    }

    private static MailException refused(Mailer mailer) {
        return catchThrowableOfType(MailException.class, () -> mailer.send(mail("Hello")));
    }

    @Test
    void text_html_picture_and_file_arrive_as_a_mail_that_answers_nobody() throws Exception {
        try (var server = MailServer.plain()) {
            mailer(settings(server.port(), Security.NONE)).send(mail("Gr\u00fc\u00dfe"));

            MimeMessage mail = server.mails.getFirst();
            assertThat(mail.getSubject()).isEqualTo("Gr\u00fc\u00dfe");
            assertThat(mail.getMessageID()).isEqualTo("<receipt-1@caselli.example>");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getSentDate()).isEqualTo(NOW);
            assertThat(server.heard).contains("MAIL FROM:<fax@caselli.example>", "RCPT TO:<anna@example.org>");
            assertThat(MailServer.parts(mail))
                    .extracting(part -> part.getContentType().split("[;\r]")[0])
                    .containsExactly("text/plain", "text/html", "image/png", "application/pdf");
            assertThat(MailServer.parts(mail).get(1).getContent().toString()).contains("Fine \u00e9");
            assertThat(MailServer.parts(mail).get(2).getHeader("Content-ID")).containsExactly("<page1>");
            assertThat(MailServer.parts(mail).get(3).getFileName()).isEqualTo("fax.pdf");
        }
    }

    @Test
    void a_subject_cannot_add_a_header() throws Exception {
        try (var server = MailServer.plain()) {
            mailer(settings(server.port(), Security.NONE))
                    .send(mail("Offer\r\nBcc: eve@example.org\r\n\r\nHello\u0085\u2028"));

            MimeMessage mail = server.mails.getFirst();
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(mail.getSubject()).isEqualTo("Offer Bcc: eve@example.org Hello");
            assertThat(server.heard).noneMatch(line -> line.contains("RCPT TO:<eve"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS", "TLS"})
    void a_protected_connection_is_used_where_the_certificate_is_trusted_and_else_nothing_is_said(Security security)
            throws Exception {
        SSLContext context = MailServer.context(folder);
        try (var server = security == Security.TLS ? MailServer.tls(context) : MailServer.startTls(context)) {
            mailer(settings(server.port(), security), Mailer.Patience.STANDARD, Optional.of(context.getSocketFactory()))
                    .send(mail("Hello"));
            assertThat(server.mails).hasSize(1);

            MailException refused = refused(mailer(settings(server.port(), security)));
            assertThat(refused.hope()).isEqualTo(Hope.LATER);
            assertThat(server.mails).hasSize(1);
            assertThat(server.heard.stream().filter(line -> line.startsWith("MAIL")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS", "TLS"})
    void a_certificate_of_another_name_is_not_that_of_the_mail_server(Security security) throws Exception {
        SSLContext context = MailServer.context(folder, "dns:mail.example");
        try (var server = security == Security.TLS ? MailServer.tls(context) : MailServer.startTls(context)) {
            MailException refused = refused(mailer(
                    settings(server.port(), security),
                    Mailer.Patience.STANDARD,
                    Optional.of(context.getSocketFactory())));
            assertThat(refused.hope()).isEqualTo(Hope.LATER);
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, greeting",
        "NONE, EHLO",
        "STARTTLS, STARTTLS",
        "NONE, MAIL",
        "NONE, RCPT",
        "NONE, DATA",
        "NONE, ."
    })
    void a_server_that_falls_silent_holds_nobody_longer_than_it_may(Security security, String step) throws Exception {
        try (var server = MailServer.startTls(MailServer.context(folder))) {
            server.answer(step, MailServer.SILENCE);
            MailException refused = refused(mailer(settings(server.port(), security), SHORT, Optional.empty()));
            assertThat(refused.hope()).isEqualTo(Hope.LATER);
            assertThat(server.mails).isEmpty();

            // Each of its answers may come in time, and the whole never end.
            server.answer(step, MailServer.SILENCE);
            var whole = new Mailer.Patience(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(300));
            MailException cut = refused(mailer(settings(server.port(), security), whole, Optional.empty()));
            assertThat(cut.hope()).isEqualTo(Hope.LATER);
            assertThat(cut).hasMessageContaining("took longer for one mail");
            assertThat(server.mails).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE, 8", "NONE, 0", "TLS, 0"})
    void a_server_that_takes_no_connection_or_says_nothing_holds_nobody_longer_than_it_may(
            Security security, int before) throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var others = new ArrayList<SocketChannel>();
            try {
                for (int i = 0; i < before; i++) { // more than wait until somebody takes them
                    SocketChannel other = SocketChannel.open();
                    others.add(other);
                    other.configureBlocking(false);
                    other.connect(deaf.getLocalSocketAddress());
                }
                var patience =
                        new Mailer.Patience(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(60));
                MailException refused =
                        refused(mailer(settings(deaf.getLocalPort(), security), patience, Optional.empty()));
                assertThat(refused.hope()).isEqualTo(Hope.LATER);
            } finally {
                for (SocketChannel other : others) {
                    other.close();
                }
            }
        }
    }

    /** Whatever comes from a fax machine or a person, in a field of a header. */
    static List<String> hostile() {
        return List.of(
                "Gr\u00fc\u00dfe \ud83d\udce0",
                "a\r\nBcc: eve@example.org",
                "a\nBcc: eve@example.org\n\nHello",
                "a\rBcc: eve@example.org",
                "a\0b\u0085c\u2028d",
                "=?utf-8?q?a=0d=0aBcc:_eve@example.org?=",
                "=?utf-8?b?" + "QUJD".repeat(300) + "?=",
                "\u00e4".repeat(2000),
                "\ud83d\udce0".repeat(500),
                "x".repeat(5000),
                "word ".repeat(1000) + "end",
                "\"; filename=\"evil.exe",
                "a\\\" b; c=d, <eve@example.org>");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_stands_in_a_header_field_stays_in_it_and_is_read_as_it_was_written(String text) throws Exception {
        try (var server = MailServer.plain()) {
            mailer(settings(server.port(), Security.NONE))
                    .send(new Mail(
                            "receipt-1",
                            List.of(Addresses.one("anna@example.org")),
                            text,
                            "Plain.\r\n",
                            "",
                            List.of(),
                            NOW,
                            List.of(new Mail.File(text, "application/pdf", "%PDF-".getBytes(UTF_8)))));
            MimeMessage mail = server.mails.getFirst();
            assertThat(mail.getSubject()).isEqualTo(Mailer.clean(text));
            assertThat(names(mail.getAllHeaders()))
                    .containsExactlyInAnyOrder(
                            "Date",
                            "From",
                            "To",
                            "Message-ID",
                            "Subject",
                            "Auto-Submitted",
                            "MIME-Version",
                            "Content-Type");
            Part file = MailServer.parts(mail).get(1);
            assertThat(file.getFileName()).isEqualTo(Mailer.fileName(text));
            assertThat(names(file.getAllHeaders()))
                    .containsExactlyInAnyOrder("Content-Type", "Content-Transfer-Encoding", "Content-Disposition");
            assertThat(lines(mail)).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
            assertThat(lines(mail)).allMatch(line -> line.chars().allMatch(octet -> octet > 0 && octet < 127));
            assertThat(server.heard.stream().filter(line -> line.startsWith("RCPT")))
                    .containsExactly("RCPT TO:<anna@example.org>");
        }
    }

    private static List<String> names(Enumeration<Header> headers) {
        return Collections.list(headers).stream().map(Header::getName).toList();
    }

    private static List<String> lines(MimeMessage mail) throws Exception {
        var raw = new ByteArrayOutputStream();
        mail.writeTo(raw);
        return List.of(raw.toString(ISO_8859_1).split("\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "J\u00f6rg Wei\u00df <joerg@example.org>",
                "\"Doe, John\" <john@example.org>, b@example.org",
                "=?utf-8?q?Ann=0d=0aBcc=3A_eve?= <ann@example.org>"
            })
    void names_of_recipients_stay_names(String text) throws Exception {
        try (var server = MailServer.plain()) {
            mailer(settings(server.port(), Security.NONE))
                    .send(Mail.plain("fax-1", Addresses.several(text), "Hello", "Plain.\r\n", NOW, List.of()));
            MimeMessage mail = server.mails.getFirst();
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(lines(mail)).allMatch(line -> line.chars().allMatch(octet -> octet > 0 && octet < 127));
            assertThat(((InternetAddress) mail.getAllRecipients()[0]).getPersonal())
                    .isIn("J\u00f6rg Wei\u00df", "Doe, John", "Ann Bcc: eve");
            assertThat(server.heard).noneMatch(line -> line.startsWith("RCPT TO:<eve"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "anna@example.org\r\nBcc: eve@example.org",
                "Anna\0 <anna@example.org>",
                "all: anna@example.org, bert@example.org;",
                "\u00e4nna@example.org",
                "anna@ex\u00e4mple.org"
            })
    void what_is_no_list_of_addresses_is_refused(String text) {
        assertThatThrownBy(() -> Addresses.several(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n", "\r", "\0");
        assertThatThrownBy(() -> Addresses.several("x".repeat(300) + " <anna@example.org>"))
                .hasMessageContaining("more than 254");
    }

    @Test
    void a_server_that_offers_no_starttls_gets_nothing_where_it_is_required() throws Exception {
        try (var server = MailServer.plain()) {
            assertThat(refused(mailer(settings(server.port(), Security.STARTTLS)))
                            .hope())
                    .isEqualTo(Hope.LATER);
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("AUTH"));
        }
    }

    @Test
    void user_and_password_are_shown_and_a_refusal_repeats_no_secret() throws Exception {
        try (var server = MailServer.plain()) {
            server.credentials = "\0clerk\0pass word";
            var mailer = mailer(settings(server.port(), Security.NONE, Authentication.BASIC, ""));
            mailer.send(mail("Hello"));
            assertThat(server.mails).hasSize(1);

            server.answer("AUTH", "535 no pass word of clerk", "535 no pass word of clerk");
            MailException refused = refused(mailer);
            assertThat(refused.hope()).isEqualTo(Hope.LATER);
            assertThat(refused)
                    .hasMessageContaining("does not accept user and password")
                    .hasMessageContaining("***");
            assertThat(refused.getMessage()).doesNotContain("pass word of");
        }
    }

    @Test
    void a_token_is_got_once_shown_as_xoauth2_and_got_anew_when_it_was_refused() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        HttpServer tokens = tokenServer(asked, 200, "{\"access_token\": \"tok-1\", \"expires_in\": 3600}");
        try (var server = MailServer.plain()) {
            server.credentials = "user=clerk\1auth=Bearer tok-1\1\1";
            var mailer = mailer(settings(
                    server.port(),
                    Security.NONE,
                    Authentication.OAUTH2,
                    "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token"));
            mailer.send(mail("Hello"));
            mailer.send(mail("Hello"));
            assertThat(server.mails).hasSize(2);
            assertThat(asked)
                    .containsExactly("grant_type=client_credentials&client_id=our+id&client_secret=our+%26+secret"
                            + "&scope=smtp+send");

            server.answer("AUTH", "535 5.7.8 expired");
            assertThat(refused(mailer)).hasMessageContaining("user and token");
            mailer.send(mail("Hello"));
            assertThat(asked).hasSize(2);
        } finally {
            tokens.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\": \"invalid_client\"} | invalid_client",
                "200 | {} | no access_token",
                "200 | <html> | no JSON",
                "200 | {\"access_token\": \"a\\u000Db\"} | characters that no token has"
            })
    void without_a_token_the_mail_waits_and_the_reason_is_said(int status, String body, String said) throws Exception {
        HttpServer tokens = tokenServer(new CopyOnWriteArrayList<>(), status, body);
        try (var server = MailServer.plain()) {
            MailException refused = refused(mailer(settings(
                    server.port(),
                    Security.NONE,
                    Authentication.OAUTH2,
                    "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token")));
            assertThat(refused.hope()).isEqualTo(Hope.LATER);
            assertThat(refused).hasMessageContaining(said);
            assertThat(refused.getMessage()).doesNotContain("our & secret");
            assertThat(server.heard).isEmpty();
        } finally {
            tokens.stop(0);
        }
    }

    private static HttpServer tokenServer(List<String> asked, int status, String body) throws IOException {
        HttpServer tokens = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        tokens.createContext("/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        tokens.start();
        return tokens;
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 later, LATER",
        "RCPT, 450 4.2.1 busy, LATER",
        "RCPT, 550 5.1.1 unknown, NONE",
        "RCPT, 552 5.2.2 mailbox full, NONE",
        "MAIL, 552 5.3.4 too big, SMALLER",
        "., 552 too big, SMALLER",
        "., 554 5.3.4 too big, SMALLER",
        "., 554 5.7.1 spam, NONE",
        "., 451 4.7.1 greylisted, LATER",
        "EHLO, cut, LATER",
        "MAIL, silence, LATER",
        "., cut, LATER"
    })
    void what_a_server_answers_says_what_hope_is_left(String command, String answer, Hope hope) throws Exception {
        try (var server = MailServer.plain()) {
            server.answer(command, answer);
            MailException refused = refused(mailer(settings(server.port(), Security.NONE), SHORT, Optional.empty()));
            assertThat(refused.hope()).isEqualTo(hope);
            assertThat(refused).hasMessageContaining("127.0.0.1:" + server.port());
            assertThat(server.mails).isEmpty();
        }
    }

    @Test
    void a_server_that_hangs_up_after_it_has_taken_the_mail_has_taken_it() throws Exception {
        try (var server = MailServer.plain()) {
            server.answer("QUIT", MailServer.CUT);
            mailer(settings(server.port(), Security.NONE)).send(mail("Hello"));
            assertThat(server.mails).hasSize(1);
        }
    }

    @Test
    void without_a_mail_server_it_is_said_what_to_set() {
        assertThatThrownBy(() -> mailer(ReceiptSettings.STANDARD).send(mail("Hello")))
                .hasMessageContaining("Set host and sender");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.org", "a.b+c@mail.example", "x@[192.0.2.1]", "o'neil@example.org"})
    void an_address_is_taken(String text) {
        assertThat(Addresses.one(text).getAddress()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "@example.org",
                "anna@",
                "anna@example.org\r\nBcc: eve@example.org",
                "anna@example.org\n",
                "anna@example.org, eve@example.org",
                "Anna <anna@example.org>",
                "<anna@example.org>",
                "anna @example.org",
                "anna\0@example.org",
                "a..b@example.org",
                "anna@-example.org",
                "\u00e4nna@example.org",
                "0123456789012345678901234567890123456789012345678901234567890123456789@example.org"
            })
    void what_is_no_single_bare_address_is_refused(String text) {
        assertThatThrownBy(() -> Addresses.one(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n", "\r", "\0");
    }
}

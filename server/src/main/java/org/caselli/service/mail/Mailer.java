package org.caselli.service.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.caselli.service.mail.MailException.Hope;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.ReceiptSettings.Authentication;
import org.caselli.service.settings.ReceiptSettings.Security;
import org.caselli.store.Secrets;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails to the mail server of the settings, each over a connection of its own. Returns when the server has taken
 * responsibility for it, so that nothing is lost; a connection that is cut just then makes a second copy, with the same
 * Message-ID. May be called from any thread; whoever interrupts that one cuts the connection.
 */
public final class Mailer {
    /**
     * How long the mail server may take.
     *
     * @param connect to be there
     * @param answer  to each command, and to take what it is sent
     * @param whole   for all of a mail: a server that trickles on could hold it for ever
     */
    public record Patience(Duration connect, Duration answer, Duration whole) {
        // Ours. RFC 5321 clause 4.5.3.2 would wait for minutes; what is not taken is tried again.
        public static final Patience STANDARD =
                new Patience(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(5));
    }

    /** Between its blanks a line can be folded; RFC 5322 clause 2.1.1 wants lines of at most 78 characters. */
    private static final Pattern LONG_WORD = Pattern.compile("[^ ]{60}");

    /** Ours, in characters: as RFC 2231 encodes them, a line has at most 720, of the 998 that RFC 5322 allows. */
    private static final int LONGEST_NAME = 60;

    private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

    private final Supplier<ReceiptSettings> settings;
    private final Patience patience;
    private final Optional<SSLSocketFactory> tls;
    private final Tokens tokens;

    /** @param settings as they are at the moment, with secrets in the clear */
    public Mailer(Supplier<ReceiptSettings> settings, InstantSource clock) {
        this(settings, clock, Patience.STANDARD, Optional.empty());
    }

    /** @param tls whom to trust; the authorities of this Java if empty */
    public Mailer(
            Supplier<ReceiptSettings> settings,
            InstantSource clock,
            Patience patience,
            Optional<SSLSocketFactory> tls) {
        this.settings = settings;
        this.patience = patience;
        this.tls = tls;
        this.tokens = new Tokens(clock, patience.connect());
    }

    /**
     * The settings as they are at the moment.
     *
     * @throws Secrets.KeyException if their secrets cannot be opened
     */
    public ReceiptSettings settings() {
        return settings.get();
    }

    /**
     * Sends a mail.
     *
     * @throws MailException if the mail server has not taken it
     */
    public void send(Mail mail) throws MailException {
        ReceiptSettings now;
        try {
            now = settings.get();
        } catch (Secrets.KeyException cause) {
            throw new MailException(Hope.LATER, String.valueOf(cause.getMessage()), cause);
        }
        Optional<String> unusable = now.unusable();
        if (unusable.isPresent()) {
            throw new MailException(Hope.LATER, unusable.get(), null);
        }
        // On a thread of its own, for its connection can be cut at any time: an interrupt closes the socket that a
        // virtual
        // thread waits for.
        var sending = new FutureTask<Boolean>(() -> {
            send(mail, now);
            return true;
        });
        Thread.ofVirtual().name("mail-" + mail.name()).start(sending);
        try {
            sending.get(patience.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException cause) {
            throw new MailException(
                    Hope.LATER,
                    "The mail server at " + now.host() + ":" + now.port() + " took longer for one mail than "
                            + patience.whole().toSeconds() + " s.",
                    cause);
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            throw new MailException(Hope.LATER, "The mail was broken off, for the server stops.", urged);
        } catch (ExecutionException cause) {
            switch (cause.getCause()) {
                case MailException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException("A mail failed in a way that is none.", cause);
            }
        } finally {
            sending.cancel(true);
        }
    }

    private void send(Mail mail, ReceiptSettings now) throws MailException {
        String password = now.authentication() == Authentication.OAUTH2 ? tokens.token(now) : now.password();
        Session session = session(now);
        try {
            Transport transport = session.getTransport(now.security() == Security.TLS ? "smtps" : "smtp");
            try {
                MimeMessage message = message(session, now, mail);
                if (now.authentication() == Authentication.ANONYMOUS) {
                    transport.connect();
                } else {
                    transport.connect(now.host(), now.port(), now.user(), password);
                }
                transport.sendMessage(message, message.getAllRecipients());
            } finally {
                close(transport);
            }
        } catch (MessagingException cause) {
            throw failure(now, cause);
        }
    }

    /** Takes leave. A mail that was taken is not untaken because the server does not hear that. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException cause) {
            LOG.debug("A mail server hung up first.", cause);
        }
    }

    private static MimeMessage message(Session session, ReceiptSettings settings, Mail mail) throws MessagingException {
        String domain = settings.sender().substring(settings.sender().indexOf('@') + 1);
        var message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + mail.name() + "@" + domain + ">");
            }
        };
        message.setFrom(new InternetAddress(settings.sender()));
        message.setRecipients(Message.RecipientType.TO, mail.to().toArray(InternetAddress[]::new));
        message.setHeader("Subject", MimeUtility.fold("Subject: ".length(), encoded(clean(mail.subject()))));
        message.setSentDate(Date.from(mail.date()));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834 clause 5: no vacation notes in answer
        var parts = new MimeMultipart();
        parts.addBodyPart(body(mail));
        for (Mail.File each : mail.attachments()) {
            MimeBodyPart part = part(each);
            part.setFileName(fileName(each.name()));
            parts.addBodyPart(part);
        }
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    /** The text; with HTML both (RFC 2046 clause 5.1.4), and its pictures beside the HTML (RFC 2387). */
    private static BodyPart body(Mail mail) throws MessagingException {
        var text = new MimeBodyPart();
        text.setText(mail.text(), StandardCharsets.UTF_8.name());
        if (mail.html().isEmpty()) {
            return text;
        }
        var html = new MimeBodyPart();
        html.setText(mail.html(), StandardCharsets.UTF_8.name(), "html");
        BodyPart shown = html;
        if (!mail.pictures().isEmpty()) {
            var related = new MimeMultipart("related", html);
            for (Mail.File each : mail.pictures()) {
                MimeBodyPart picture = part(each);
                picture.setContentID("<" + each.name() + ">");
                picture.setDisposition(Part.INLINE);
                related.addBodyPart(picture);
            }
            shown = wrapped(related);
        }
        return wrapped(new MimeMultipart("alternative", text, shown));
    }

    private static BodyPart wrapped(Multipart parts) throws MessagingException {
        var part = new MimeBodyPart();
        part.setContent(parts);
        return part;
    }

    private static MimeBodyPart part(Mail.File file) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.content(), file.type())));
        return part;
    }

    /**
     * A text as it may stand in a header field. What looks like an encoded word (RFC 2047) is encoded itself: else a fax
     * machine that calls itself so could put anything into what people read. So is what has no place to be folded.
     */
    static String encoded(String text) throws MessagingException {
        try {
            return text.contains("=?") || LONG_WORD.matcher(text).find()
                    ? words(text)
                    : MimeUtility.encodeText(text, StandardCharsets.UTF_8.name(), null);
        } catch (UnsupportedEncodingException cause) {
            throw new MessagingException("UTF-8 is not known here.", cause);
        }
    }

    /** Encoded words of ten characters each: with 4 octets to a character, none is longer than the 75 of RFC 2047. */
    private static String words(String text) {
        int[] characters = text.codePoints().toArray();
        return IntStream.iterate(0, from -> from < characters.length, from -> from + 10)
                .mapToObj(from -> new String(characters, from, Math.min(10, characters.length - from)))
                .map(some ->
                        "=?UTF-8?B?" + Base64.getEncoder().encodeToString(some.getBytes(StandardCharsets.UTF_8)) + "?=")
                .collect(Collectors.joining(" "));
    }

    /** The name as it may stand in a header field; of a long one the beginning and, if it is short, the ending. */
    static String fileName(String name) {
        String clean = clean(name);
        if (clean.codePointCount(0, clean.length()) <= LONGEST_NAME) {
            return clean;
        }
        int dot = clean.lastIndexOf('.');
        String ending = dot > 0 && clean.length() - dot <= 10 ? clean.substring(dot) : "";
        return clean.substring(0, clean.offsetByCodePoints(0, LONGEST_NAME - 10)) + ending;
    }

    /** What would end a header field, or hide in it, becomes a blank. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }

    private Session session(ReceiptSettings settings) {
        boolean starttls = settings.security() == Security.STARTTLS;
        String prefix = settings.security() == Security.TLS ? "mail.smtps." : "mail.smtp.";
        var properties = new Properties();
        properties.setProperty(prefix + "host", settings.host());
        properties.setProperty(prefix + "port", String.valueOf(settings.port()));
        properties.setProperty(prefix + "connectiontimeout", millis(patience.connect()));
        properties.setProperty(prefix + "timeout", millis(patience.answer()));
        properties.setProperty(prefix + "writetimeout", millis(patience.answer()));
        properties.setProperty(prefix + "quitwait", "false");
        properties.setProperty(prefix + "starttls.enable", String.valueOf(starttls));
        properties.setProperty(prefix + "starttls.required", String.valueOf(starttls));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "auth", String.valueOf(settings.authentication() != Authentication.ANONYMOUS));
        // Angus would try NTLM and what else a server offers; said is only what was chosen.
        properties.setProperty(
                prefix + "auth.mechanisms",
                settings.authentication() == Authentication.OAUTH2 ? "XOAUTH2" : "PLAIN LOGIN DIGEST-MD5");
        tls.ifPresent(factory -> properties.put(prefix + "ssl.socketFactory", factory));
        return Session.getInstance(properties);
    }

    private static String millis(Duration time) {
        return String.valueOf(time.toMillis());
    }

    private MailException failure(ReceiptSettings settings, MessagingException cause) {
        String where = settings.host() + ":" + settings.port();
        if (cause instanceof AuthenticationFailedException) {
            tokens.forget();
            boolean token = settings.authentication() == Authentication.OAUTH2;
            return new MailException(
                    Hope.LATER,
                    "The mail server " + where + " does not accept "
                            + (token ? "user and token: " : "user and password: ")
                            + said(cause, settings) + " Correct "
                            + (token ? "user, clientId, clientSecret and scope" : "them")
                            + " in the settings receipts.",
                    cause);
        }
        int last = 0;
        boolean permanent = false;
        boolean tooLarge = false;
        for (Throwable link = cause; link instanceof MessagingException each; link = each.getNextException()) {
            int code = switch (each) {
                case SMTPAddressFailedException failed -> failed.getReturnCode();
                case SMTPSendFailedException failed -> failed.getReturnCode();
                case SMTPSenderFailedException failed -> failed.getReturnCode();
                default -> 0;
            };
            last = code == 0 ? last : code;
            permanent |= code >= 500 && code < 600;
            // An address that is refused with 552 is a full mailbox, whatever the size of the mail.
            tooLarge |= each instanceof SMTPSendFailedException
                    && code >= 500
                    && (code == 552 || String.valueOf(each.getMessage()).contains("5.3.4"));
        }
        return new MailException(
                tooLarge ? Hope.SMALLER : permanent ? Hope.NONE : Hope.LATER,
                (last == 0 ? "The mail server at " : "The mail server ")
                        + where
                        + (permanent ? " refuses the mail: " : " did not take the mail: ")
                        + said(cause, settings),
                cause);
    }

    /** The last word of the mail server, on one line, without any secret that it may have repeated. */
    private static String said(MessagingException cause, ReceiptSettings settings) {
        Throwable last = cause;
        while (last instanceof MessagingException each && each.getNextException() != null) {
            last = each.getNextException();
        }
        String text = String.valueOf(last.getMessage())
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        for (String secret : new String[] {settings.password(), settings.clientSecret()}) {
            text = secret.isEmpty() ? text : text.replace(secret, "***");
        }
        text = text.length() <= 300 ? text : text.substring(0, 300) + "...";
        return text.endsWith(".") ? text : text + ".";
    }
}

package org.caselli.service.routing;

import jakarta.activation.DataHandler;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.caselli.service.settings.MailSettings;

/** Hands a mail to the mail server of the settings. */
final class Mailer {
    // Ours. RFC 5321 clause 4.5.3.2 would wait for minutes; a routing method that fails is tried again.
    private static final String CONNECT_MS = "15000";
    private static final String ANSWER_MS = "60000";

    /**
     * @param name      the first part of the Message-ID: the same mail has the same one
     * @param text      plain, its lines end in CRLF
     */
    record Mail(
            String name,
            List<InternetAddress> to,
            String subject,
            String text,
            Instant date,
            List<Attachment> attachments) {}

    record Attachment(String name, String type, byte[] content) {}

    private final MailSettings settings;

    Mailer(MailSettings settings) {
        this.settings = settings;
    }

    void send(Mail mail) throws MessagingException {
        Session session = session();
        String domain = settings.sender().substring(settings.sender().indexOf('@') + 1);
        var message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + mail.name() + "@" + domain + ">");
            }
        };
        message.setFrom(new InternetAddress(settings.sender()));
        message.setRecipients(Message.RecipientType.TO, mail.to().toArray(InternetAddress[]::new));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.date()));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no vacation notes in answer
        var parts = new MimeMultipart();
        var text = new MimeBodyPart();
        text.setText(mail.text(), StandardCharsets.UTF_8.name());
        parts.addBodyPart(text);
        for (Attachment each : mail.attachments()) {
            var part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(each.content(), each.type())));
            part.setFileName(each.name());
            parts.addBodyPart(part);
        }
        message.setContent(parts);
        Transport.send(message);
    }

    private Session session() {
        boolean tls = settings.security() == MailSettings.Security.TLS;
        boolean starttls = settings.security() == MailSettings.Security.STARTTLS;
        var properties = new Properties();
        String protocol = tls ? "smtps" : "smtp";
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty("mail.transport.protocol.rfc822", protocol);
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "host", settings.host());
        properties.setProperty(prefix + "port", String.valueOf(settings.port()));
        properties.setProperty(prefix + "connectiontimeout", CONNECT_MS);
        properties.setProperty(prefix + "timeout", ANSWER_MS);
        properties.setProperty(prefix + "writetimeout", ANSWER_MS);
        properties.setProperty(prefix + "starttls.enable", String.valueOf(starttls));
        properties.setProperty(prefix + "starttls.required", String.valueOf(starttls));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "auth", String.valueOf(!settings.user().isEmpty()));
        if (settings.user().isEmpty()) {
            return Session.getInstance(properties);
        }
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(settings.user(), settings.password());
            }
        });
    }
}

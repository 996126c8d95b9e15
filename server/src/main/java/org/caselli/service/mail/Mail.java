package org.caselli.service.mail;

import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.util.List;

/**
 * A mail.
 *
 * @param name        the first part of the Message-ID: the same mail has the same one, so that a mailbox can tell a second
 *                    copy. ASCII letters, digits and hyphens
 * @param subject     control characters in it become blanks
 * @param text        plain, its lines end in CRLF
 * @param html        the same as HTML; empty for none. It names a picture as {@code cid:NAME}
 * @param pictures    that the HTML shows
 * @param attachments files beside it
 */
public record Mail(
        String name,
        List<InternetAddress> to,
        String subject,
        String text,
        String html,
        List<File> pictures,
        Instant date,
        List<File> attachments) {
    /** @param type as in {@code image/png} */
    public record File(String name, String type, byte[] content) {}

    public Mail {
        to = List.copyOf(to);
        pictures = List.copyOf(pictures);
        attachments = List.copyOf(attachments);
    }

    /** A mail without HTML. */
    public static Mail plain(
            String name, List<InternetAddress> to, String subject, String text, Instant date, List<File> attachments) {
        return new Mail(name, to, subject, text, "", List.of(), date, attachments);
    }
}

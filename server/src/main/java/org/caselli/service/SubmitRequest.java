package org.caselli.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.image.Resolution;
import org.caselli.queue.Priority;

/**
 * What is to be sent, to whom and how.
 *
 * @param files          one or more, sent in this order as one fax
 * @param recipients     one or more; each gets a job of its own, in this order
 * @param resolution     of the pages that are made from documents
 * @param priority       before or after others
 * @param notBefore      not tried before this; a time that is past means now
 * @param subject        for people, in lists and archives; perhaps empty
 * @param senderName     in the header line above each page; empty for the server's own
 * @param senderId       our identity to the other machine (TSI), at most 20 characters; empty for the device's own
 * @param device         the only device that may carry it, if one is wanted
 * @param idempotencyKey at most 200 characters; a submit with a key that was used before is the same submit: nothing is
 *                       sent again and the first answer is given again
 */
public record SubmitRequest(
        List<SourceFile> files,
        List<Recipient> recipients,
        Resolution resolution,
        Priority priority,
        Optional<Instant> notBefore,
        String subject,
        String senderName,
        String senderId,
        Optional<String> device,
        Optional<String> idempotencyKey) {
    /** As many recipients as one submission may have; the Windows wire protocol has the same limit. */
    public static final int MAX_RECIPIENTS = 10_000;

    /** T.30 clause 5.3.6.2.4: a station identity has 20 characters. */
    public static final int MAX_SENDER_ID = 20;

    private static final int MAX_KEY = 200;
    private static final int MAX_TEXT = 1000;

    public SubmitRequest {
        files = List.copyOf(files);
        recipients = List.copyOf(recipients);
        require(!files.isEmpty(), "The fax has no document.", "Give at least one file.");
        require(!recipients.isEmpty(), "The fax has no recipient.", "Give at least one number.");
        require(
                recipients.size() <= MAX_RECIPIENTS,
                "The fax has " + recipients.size() + " recipients; one submission may have " + MAX_RECIPIENTS + ".",
                "Submit it in parts.");
        require(
                senderId.length() <= MAX_SENDER_ID,
                "The sender's identity \"" + senderId + "\" is longer than the 20 characters that a fax machine shows.",
                "Shorten it, for example to your fax number.");
        require(
                subject.length() <= MAX_TEXT && senderName.length() <= MAX_TEXT,
                "The subject or the sender's name is longer than " + MAX_TEXT + " characters.",
                "Shorten it.");
        require(
                idempotencyKey
                        .map(key -> !key.isBlank() && key.length() <= MAX_KEY)
                        .orElse(true),
                "The idempotency key is blank or longer than " + MAX_KEY + " characters.",
                "Give a short unique text, such as a UUID, or none.");
    }

    /** These files to these recipients, at once, in fine resolution and with everything else as usual. */
    public static SubmitRequest of(List<SourceFile> files, List<Recipient> recipients) {
        return new SubmitRequest(
                files,
                recipients,
                Resolution.FINE,
                Priority.NORMAL,
                Optional.empty(),
                "",
                "",
                "",
                Optional.empty(),
                Optional.empty());
    }

    private static void require(boolean right, String what, String remedy) {
        if (!right) {
            throw new Refusal(Refusal.Kind.INVALID, what, remedy);
        }
    }
}

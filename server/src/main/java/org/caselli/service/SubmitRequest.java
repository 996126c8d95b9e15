package org.caselli.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caselli.image.Resolution;
import org.caselli.queue.Priority;
import org.caselli.queue.Schedule;
import org.caselli.service.cover.CoverPageType;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.receipt.ReceiptWish;
import org.caselli.service.sender.SenderProfile;

/**
 * What is to be sent, to whom and how.
 *
 * @param files          sent in this order as one fax; one or more, or none if it has a cover page
 * @param recipients     one or more; each gets a job of its own, in this order
 * @param resolution     of the pages that are made from documents
 * @param priority       before or after others
 * @param schedule       when its jobs may be started
 * @param notBefore      the time of {@link Schedule#AT}; a time that is past means now; none for the other schedules
 * @param subject        for people, in lists and archives; perhaps empty
 * @param documentName   for people, in lists; empty for the name of the first file
 * @param senderName     in the header line above each page; empty for the server's own
 * @param senderId       our identity to the other machine (TSI) as the sender wants it, at most 20 characters; empty for
 *                       the sender's number. The server's settings may put the device's own in its place
 * @param senderNumber   the sender's own fax number; perhaps empty
 * @param sender         what else is told of the sender
 * @param profile        the sender profile that says what the request leaves empty of the sender; empty for none. One called
 *                       {@link SenderProfile#DEFAULT} need not be there
 * @param cover          its cover page, which is made for each recipient and goes before the files
 * @param device         the only device that may carry it, if one is wanted
 * @param receipt        who is told by mail how it ended
 * @param idempotencyKey at most 200 characters; a submit with a key that was used before is the same submit: nothing is
 *                       sent again and the first answer is given again
 */
public record SubmitRequest(
        List<SourceFile> files,
        List<Recipient> recipients,
        Resolution resolution,
        Priority priority,
        Schedule schedule,
        Optional<Instant> notBefore,
        String subject,
        String documentName,
        String senderName,
        String senderId,
        String senderNumber,
        Sender sender,
        String profile,
        CoverRequest cover,
        Optional<String> device,
        ReceiptWish receipt,
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
        require(
                !files.isEmpty() || cover.type() != CoverPageType.NONE,
                "The fax has neither a document nor a cover page.",
                "Give at least one file, or a cover page.");
        require(!recipients.isEmpty(), "The fax has no recipient.", "Give at least one number.");
        if (recipients.size() > MAX_RECIPIENTS) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.FAX_E_RECIPIENTS_LIMIT,
                    "The fax has " + recipients.size() + " recipients; one submission may have " + MAX_RECIPIENTS + ".",
                    "Submit it in parts.");
        }
        require(
                (schedule == Schedule.AT) == notBefore.isPresent(),
                schedule == Schedule.AT
                        ? "The fax is to be sent at a time, but there is none."
                        : "The fax has a time, but is to be sent "
                                + (schedule == Schedule.NOW ? "now." : "in the discount period."),
                "Give a time with the schedule \"at\", and none with the others.");
        checkSender(senderName, senderId, senderNumber);
        require(
                subject.length() <= MAX_TEXT && documentName.length() <= MAX_TEXT,
                "The subject or the document's name is longer than " + MAX_TEXT + " characters.",
                "Shorten it.");
        require(
                idempotencyKey
                        .map(key -> !key.isBlank() && key.length() <= MAX_KEY)
                        .orElse(true),
                "The idempotency key is blank or longer than " + MAX_KEY + " characters.",
                "Give a short unique text, such as a UUID, or none.");
    }

    /**
     * Refuses what no sender may be called.
     *
     * @throws Refusal of kind INVALID
     */
    public static void checkSender(String name, String id, String number) {
        require(
                id.length() <= MAX_SENDER_ID,
                "The sender's identity \"" + id + "\" is longer than the 20 characters that a fax machine shows.",
                "Shorten it, for example to your fax number.");
        require(
                id.chars().allMatch(c -> c >= 0x20 && c <= 0x7E),
                "The sender's identity \"" + id + "\" has characters that fax machines do not show.",
                "Use letters, digits and signs of ASCII only.");
        require(
                name.length() <= MAX_TEXT && number.length() <= Recipient.MAX_LENGTH,
                "The sender's name is longer than " + MAX_TEXT + " characters, or the sender's number is longer than "
                        + Recipient.MAX_LENGTH + ".",
                "Shorten it.");
    }

    /** These files to these recipients, at once, in fine resolution and with everything else as usual. */
    public static SubmitRequest of(List<SourceFile> files, List<Recipient> recipients) {
        return of(files, recipients, CoverRequest.NONE);
    }

    /** The same with a cover page; there may be no files then. */
    public static SubmitRequest of(List<SourceFile> files, List<Recipient> recipients, CoverRequest cover) {
        return new SubmitRequest(
                files,
                recipients,
                Resolution.FINE,
                Priority.NORMAL,
                Schedule.NOW,
                Optional.empty(),
                "",
                "",
                "",
                "",
                "",
                Sender.NONE,
                SenderProfile.DEFAULT,
                cover,
                Optional.empty(),
                ReceiptWish.NONE,
                Optional.empty());
    }

    /** The same with this priority. */
    public SubmitRequest with(Priority wanted) {
        return changed(draft -> draft.priority = wanted);
    }

    /** The same, not before this time. */
    public SubmitRequest at(Instant time) {
        return changed(draft -> {
            draft.schedule = Schedule.AT;
            draft.notBefore = Optional.of(time);
        });
    }

    /** The same, in the discount period. */
    public SubmitRequest inDiscountPeriod() {
        return changed(draft -> {
            draft.schedule = Schedule.DISCOUNT;
            draft.notBefore = Optional.empty();
        });
    }

    /** The same from this sender. */
    public SubmitRequest from(String name, String id, String number) {
        return changed(draft -> {
            draft.senderName = name;
            draft.senderId = id;
            draft.senderNumber = number;
        });
    }

    /** The same, with more told of the sender. */
    public SubmitRequest from(Sender more) {
        return changed(draft -> draft.sender = more);
    }

    /** The same from the sender of this profile; empty for none. */
    public SubmitRequest fromProfile(String name) {
        return changed(draft -> draft.profile = name);
    }

    /** The same with this subject. */
    public SubmitRequest about(String newSubject) {
        return changed(draft -> draft.subject = newSubject);
    }

    /** The same over this device only. */
    public SubmitRequest over(String onlyDevice) {
        return changed(draft -> draft.device = Optional.of(onlyDevice));
    }

    /** The same with this receipt. */
    public SubmitRequest withReceipt(ReceiptWish wanted) {
        return changed(draft -> draft.receipt = wanted);
    }

    /** The same with this cover page. */
    public SubmitRequest with(CoverRequest wanted) {
        return changed(draft -> draft.cover = wanted);
    }

    /** The same with this idempotency key. */
    public SubmitRequest withKey(String key) {
        return changed(draft -> draft.idempotencyKey = Optional.of(key));
    }

    private SubmitRequest changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.request();
    }

    /** A copy that can be changed: the one place that lists all components. */
    private static final class Draft {
        private final List<SourceFile> files;
        private final List<Recipient> recipients;
        private final Resolution resolution;
        private final String documentName;
        private Priority priority;
        private Schedule schedule;
        private Optional<Instant> notBefore;
        private String subject;
        private String senderName;
        private String senderId;
        private String senderNumber;
        private Sender sender;
        private String profile;
        private CoverRequest cover;
        private Optional<String> device;
        private ReceiptWish receipt;
        private Optional<String> idempotencyKey;

        Draft(SubmitRequest from) {
            files = from.files;
            recipients = from.recipients;
            resolution = from.resolution;
            priority = from.priority;
            schedule = from.schedule;
            notBefore = from.notBefore;
            subject = from.subject;
            documentName = from.documentName;
            senderName = from.senderName;
            senderId = from.senderId;
            senderNumber = from.senderNumber;
            sender = from.sender;
            profile = from.profile;
            cover = from.cover;
            device = from.device;
            receipt = from.receipt;
            idempotencyKey = from.idempotencyKey;
        }

        SubmitRequest request() {
            return new SubmitRequest(
                    files,
                    recipients,
                    resolution,
                    priority,
                    schedule,
                    notBefore,
                    subject,
                    documentName,
                    senderName,
                    senderId,
                    senderNumber,
                    sender,
                    profile,
                    cover,
                    device,
                    receipt,
                    idempotencyKey);
        }
    }

    private static void require(boolean right, String what, String remedy) {
        if (!right) {
            throw new Refusal(Refusal.Kind.INVALID, what, remedy);
        }
    }
}

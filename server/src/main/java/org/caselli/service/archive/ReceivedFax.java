package org.caselli.service.archive;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.service.ContentVersion;

/**
 * A message of the incoming archive: a fax that was received, wholly or in part.
 *
 * @param id           16 lower-case hexadecimal digits: that of the incoming job
 * @param callId       of the call that brought it, for its diary as long as that is kept
 * @param device       the line that received it
 * @param deviceName   its name for people, as it was then; the documented DeviceName
 * @param csid         what we called ourselves; the documented CSID
 * @param callerId     who called, as the network said; perhaps empty
 * @param calledNumber which of our numbers was called; perhaps empty. The documented routing information
 * @param subject      empty until somebody fills it in
 * @param senderName   empty until somebody fills it in
 * @param senderNumber empty until somebody fills it in
 * @param startedAt    when the call began; the documented TransmissionStart
 * @param endedAt      when it was over; the documented TransmissionEnd
 * @param pages        1 or more
 * @param complete     false if the call broke off: the pages that had arrived are here
 * @param damagedRows  rows that could not be decoded; 0 with error correction
 * @param outcome      how the call ended
 * @param retries      rounds of routing that failed
 * @param size         octets of the TIFF file; -1 while that is not known, shortly after an update of the program
 * @param facts        what was agreed, and the sender's identity (TSID) as {@link CallFacts#farId()}
 * @param holding      whose it is
 */
public record ReceivedFax(
        String id,
        String callId,
        String device,
        String deviceName,
        String csid,
        String callerId,
        String calledNumber,
        String subject,
        String senderName,
        String senderNumber,
        Instant startedAt,
        Instant endedAt,
        int pages,
        boolean complete,
        int damagedRows,
        Outcome outcome,
        int retries,
        long size,
        CallFacts facts,
        boolean read,
        Holding holding) {
    /**
     * Whose a message is.
     *
     * @param account      the id of the account whose inbox it is in; empty if it is nobody's, in the common receive folder
     * @param owner        that account's name; empty if it is nobody's, or the account is gone
     * @param fax          the fax as it came in: the id of its incoming job, the same for all who were given it
     * @param hasCoverPage whether its first page is a cover page, as somebody said; the documented HasCoverPage
     * @param recipients   the accounts that it was given to together, by name; of one that is nobody's, those that
     *                     somebody has noted it is for. The documented Recipients
     */
    public record Holding(String account, String owner, String fax, boolean hasCoverPage, List<String> recipients) {
        public Holding {
            recipients = List.copyOf(recipients);
        }

        /** Of a fax that has just come. */
        public static Holding nobodys(String fax) {
            return new Holding("", "", fax, false, List.of());
        }
    }

    /** One that is nobody's yet. */
    public ReceivedFax(
            String id,
            String callId,
            String device,
            String deviceName,
            String csid,
            String callerId,
            String calledNumber,
            String subject,
            String senderName,
            String senderNumber,
            Instant startedAt,
            Instant endedAt,
            int pages,
            boolean complete,
            int damagedRows,
            Outcome outcome,
            int retries,
            long size,
            CallFacts facts,
            boolean read) {
        this(
                id,
                callId,
                device,
                deviceName,
                csid,
                callerId,
                calledNumber,
                subject,
                senderName,
                senderNumber,
                startedAt,
                endedAt,
                pages,
                complete,
                damagedRows,
                outcome,
                retries,
                size,
                facts,
                read,
                Holding.nobodys(id));
    }

    /** Whether it was given to somebody: the documented WasReAssigned. */
    public boolean isAssigned() {
        return !holding.account().isEmpty();
    }

    /**
     * The version of what people say of it, which one who changes that has seen. Its mark is not part of it: nothing is lost
     * where two people read the same fax, and a mark takes nobody's words away.
     */
    public long version() {
        return ContentVersion.of(
                subject, senderName, senderNumber, holding.hasCoverPage(), Inboxes.joined(holding.recipients()));
    }

    /** Refuses a change by one who has seen another version; empty for whoever changes what is there, whatever it is. */
    void requireVersion(OptionalLong seen) {
        if (seen.isPresent()) {
            ContentVersion.require("What is said of fax " + id, version(), seen.getAsLong());
        }
    }

    /** Who it is from, as well as is known: what a person filled in, else what the other machine said, else the network. */
    public String from() {
        if (!senderNumber.isEmpty()) {
            return senderNumber;
        }
        return callerId.isEmpty() ? facts.farId().strip() : callerId;
    }
}

package org.caselli.service.archive;

import java.time.Instant;
import org.caselli.queue.CallFacts;
import org.caselli.queue.Priority;
import org.caselli.service.Sender;

/**
 * A message of the outgoing archive: a fax that was delivered.
 *
 * @param id            the id of the job that it was
 * @param submissionId  common to all recipients of one submission
 * @param callId        of the last attempt, for its diary as long as that is kept
 * @param device        that carried the last attempt
 * @param deviceName    its name for people, as it was then; the documented DeviceName
 * @param documentName  the name of its first document
 * @param senderId      the identity that the sender wished for; perhaps empty
 * @param senderNumber  the sender's own fax number; perhaps empty
 * @param sender        what else is told of the sender
 * @param receiptAddress where its receipt was mailed to; empty if none was wanted
 * @param tsid          the identity that was used; perhaps empty where an old message does not say
 * @param submittedAt   when it was accepted
 * @param scheduledAt   when it was to be sent at the earliest; the documented OriginalScheduledTime
 * @param startedAt     when the last attempt began; the documented TransmissionStart
 * @param endedAt       when the last page was confirmed and the call was over; the documented TransmissionEnd
 * @param attempts      how many it took; the documented Retries is one less
 * @param size          octets of the TIFF file without header lines; -1 while that is not known, shortly after an update of
 *                      the program
 * @param facts         of the last attempt, with the recipient's identity (CSID) as {@link CallFacts#farId()}
 */
public record SentFax(
        String id,
        String submissionId,
        String callId,
        String device,
        String deviceName,
        String number,
        String recipientName,
        String subject,
        String documentName,
        String senderName,
        String senderId,
        String senderNumber,
        Sender sender,
        String receiptAddress,
        String tsid,
        Priority priority,
        Instant submittedAt,
        Instant scheduledAt,
        Instant startedAt,
        Instant endedAt,
        int pages,
        int attempts,
        long size,
        CallFacts facts,
        boolean hasCoverPage,
        boolean read) {
    /** Attempts after the first one. */
    public int retries() {
        return Math.max(0, attempts - 1);
    }
}

package org.caselli.service;

import java.time.Instant;
import org.caselli.queue.CallFacts;

/**
 * A delivered fax in the sent archive.
 *
 * @param id            the id of the job that it was
 * @param submissionId  common to all recipients of one submission
 * @param device        that carried the last attempt
 * @param callId        of the last attempt, for its diary
 * @param startedAt     when the last attempt began
 * @param endedAt       when the last page was confirmed and the call was over
 * @param attempts      how many it took
 * @param facts         of the last attempt
 */
public record SentFax(
        String id,
        String submissionId,
        String number,
        String recipientName,
        String subject,
        String senderName,
        String senderId,
        String device,
        String callId,
        Instant submittedAt,
        Instant startedAt,
        Instant endedAt,
        int pages,
        int attempts,
        CallFacts facts) {}

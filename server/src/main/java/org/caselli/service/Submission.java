package org.caselli.service;

import java.time.Instant;
import java.util.List;
import org.caselli.queue.JobKey;
import org.caselli.service.cover.Cover;
import org.caselli.service.receipt.ReceiptWish;

/**
 * The durable answer to a submit.
 *
 * @param id           16 lower-case hexadecimal digits
 * @param senderId     our identity as the sender wants it; perhaps empty
 * @param senderNumber the sender's own fax number; perhaps empty
 * @param sender       what else is told of the sender
 * @param cover        its cover page
 * @param receipt      who is told by mail how it ended
 * @param pages        of the fax, with those of the cover page: of several recipients' the most
 * @param files        the names of its files, in order
 * @param jobs         one for each recipient, in their order
 * @param repeated     true if the idempotency key had been used before, so that this is the answer of then
 */
public record Submission(
        String id,
        Instant submittedAt,
        String subject,
        String documentName,
        String senderName,
        String senderId,
        String senderNumber,
        Sender sender,
        Cover cover,
        ReceiptWish receipt,
        int pages,
        List<String> files,
        List<JobKey> jobs,
        boolean repeated) {
    public Submission {
        files = List.copyOf(files);
        jobs = List.copyOf(jobs);
    }

    /** The ids of its jobs, one for each recipient, in their order. */
    public List<String> jobIds() {
        return jobs.stream().map(JobKey::id).toList();
    }

    Submission withJobs(List<JobKey> added) {
        return with(added, repeated);
    }

    Submission asRepeated() {
        return with(jobs, true);
    }

    private Submission with(List<JobKey> added, boolean again) {
        return new Submission(
                id,
                submittedAt,
                subject,
                documentName,
                senderName,
                senderId,
                senderNumber,
                sender,
                cover,
                receipt,
                pages,
                files,
                added,
                again);
    }
}

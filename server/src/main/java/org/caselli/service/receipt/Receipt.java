package org.caselli.service.receipt;

import java.time.Instant;
import java.util.Optional;

/**
 * A receipt on its way.
 *
 * @param jobId     the job that it is for; empty if it is for the whole submission
 * @param subject   of the mail
 * @param delivered whether it tells that every fax of it was delivered
 * @param attach    whether the fax goes with it
 * @param note      why something is not as it was wanted, such as a fax that is too large to be attached; perhaps empty
 * @param tries     to send it, so far
 * @param nextTryAt while it waits
 * @param lastError why the last try was in vain; empty if there was none such
 */
public record Receipt(
        String id,
        String submissionId,
        Optional<String> jobId,
        String address,
        State state,
        String subject,
        boolean delivered,
        boolean attach,
        String note,
        Instant createdAt,
        int tries,
        Optional<Instant> nextTryAt,
        Optional<Instant> sentAt,
        String lastError) {
    /** How it stands. */
    public enum State {
        /** It waits to be sent, perhaps after tries in vain. */
        WAITING,
        /** The mail server has taken it. */
        SENT,
        /** The mail server refuses it, or has not taken it for as long as the settings allow. */
        FAILED
    }
}

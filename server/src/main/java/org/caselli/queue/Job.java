package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;
import org.caselli.outcome.Outcome;

/**
 * One fax to one recipient, as the database has it at one moment.
 *
 * @param id             16 lower-case hexadecimal digits, opaque; later jobs have greater ids
 * @param submissionId   common to all jobs of one submission
 * @param position       0 for the submission's first recipient
 * @param number         what is dialled: a loopback number ({@code 1002}) or a SIP address ({@code sip:fax@host:5060})
 * @param recipientName  for people; perhaps empty
 * @param device         the only device that may carry it, if somebody chose one
 * @param noLine         due, but no line that fits was free at the last look
 * @param submittedAt    when it was accepted
 * @param dueAt          not tried before this
 * @param attempts       how many attempts were begun since the submission or the last restart
 * @param pages          of the whole fax, 1 or more
 * @param pagesConfirmed how many pages, from the first, the far end has confirmed; the next attempt goes on after them
 * @param outcome        of the last attempt that ended, or of the whole job if its state is final
 * @param endedAt        when the state became final
 */
public record Job(
        String id,
        String submissionId,
        int position,
        String number,
        String recipientName,
        Optional<String> device,
        JobState state,
        boolean noLine,
        Priority priority,
        Instant submittedAt,
        Instant dueAt,
        int attempts,
        int pages,
        int pagesConfirmed,
        Optional<Outcome> outcome,
        Optional<Instant> endedAt) {

    private static final int NOLINE = 32;

    /** FAX_JOB_STATUS_ENUM as a set of bits: the state's, and 32 (no line) while it waits for a free one. */
    public int faxJobStatus() {
        return state.faxJobStatus() | (noLine && state.isWaiting() ? NOLINE : 0);
    }

    /** Whether {@code cancel} is possible now. */
    public boolean canCancel() {
        return state.isWaiting() || state == JobState.IN_PROGRESS || state == JobState.FAILED;
    }

    /** Whether {@code restart} is possible now. */
    public boolean canRestart() {
        return state == JobState.FAILED;
    }
}

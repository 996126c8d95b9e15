package org.caselli.queue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.caselli.outcome.Outcome;

/**
 * One fax to one recipient, as the database has it at one moment.
 *
 * @param id             16 lower-case hexadecimal digits, opaque; later jobs have greater ids
 * @param jobNumber      1 or more, unique among the jobs of both queues, the same for ever
 * @param account        whose it is, by name; empty if it is nobody's, or the account is gone
 * @param submissionId   common to all jobs of one submission
 * @param position       0 for the submission's first recipient
 * @param number         what is dialled: a loopback number ({@code 1002}) or a SIP address ({@code sip:fax@host:5060})
 * @param recipientName  for people; perhaps empty
 * @param subject        of the submission; perhaps empty
 * @param documentName   of the submission; perhaps empty
 * @param device         the only device that may carry it, if somebody chose one
 * @param line           the device that carries it, or carried it last
 * @param tsid           our identity as the last attempt gave it, before that as the sender wants it; perhaps empty
 * @param state          where it stands
 * @param paused         held back by hand; only while it waits
 * @param waitsFor       what it waits for, if it waits
 * @param inQueue        whether the queue still lists it; once all jobs of its submission are final, delivered and
 *                       cancelled ones leave
 * @param priority       before or after others
 * @param schedule       when it may be started
 * @param submittedAt    when it was accepted
 * @param scheduledAt    when it was first to be tried (OriginalScheduledTime)
 * @param dueAt          when it is to be tried next (ScheduledTime); a time that is past means as soon as a line is free
 * @param attempts       how many attempts were begun since the submission or the last restart
 * @param pages          of the whole fax, 1 or more
 * @param pagesConfirmed how many pages, from the first, the far end has confirmed; the next attempt goes on after them
 * @param size           octets of its TIFF file
 * @param outcome        of the last attempt that ended, or of the whole job if its state is final
 * @param endedAt        when the state became final
 * @param transmission   the call that it has, or had last; empty before the first attempt
 * @param origin         who sends it, and what else its submission says
 */
public record Job(
        String id,
        int jobNumber,
        Optional<String> account,
        String submissionId,
        int position,
        String number,
        String recipientName,
        String subject,
        String documentName,
        Optional<String> device,
        Optional<String> line,
        String tsid,
        JobState state,
        boolean paused,
        Optional<WaitReason> waitsFor,
        boolean inQueue,
        Priority priority,
        Schedule schedule,
        Instant submittedAt,
        Instant scheduledAt,
        Instant dueAt,
        int attempts,
        int pages,
        int pagesConfirmed,
        long size,
        Optional<Outcome> outcome,
        Optional<Instant> endedAt,
        Optional<Transmission> transmission,
        JobOrigin origin) {

    private static final int PAUSED = 16;
    private static final int NOLINE = 32;

    /** Due, but no line that fits is free. */
    public boolean noLine() {
        return waitsFor.filter(WaitReason.LINE::equals).isPresent();
    }

    /** Attempts after the first one, since the submission or the last restart. */
    public int retries() {
        return Math.max(0, attempts - 1);
    }

    /** FAX_JOB_STATUS_ENUM as a set of bits: the state's; 16 while it is paused; 32 (no line) while it waits for a free one. */
    public int faxJobStatus() {
        return state.faxJobStatus() | (paused ? PAUSED : 0) | (noLine() ? NOLINE : 0);
    }

    /**
     * FAX_JOB_EXTENDED_STATUS_ENUM: 2 initializing, 3 dialing or 4 transmitting on the line; else that of the last outcome; 0
     * where there is none.
     */
    public int extendedStatus() {
        return state.isOnTheLine()
                ? transmission.map(Transmission::phase).orElse(0)
                : outcome.map(Outcome::extendedStatus).orElse(0);
    }

    /** The page on the line, 1 for the first of the fax; 0 when none is. */
    public int currentPage() {
        return state.isOnTheLine() ? transmission.map(Transmission::page).orElse(0) : 0;
    }

    /** What may be done with it now: the derived table of the documented fax service, by state. */
    public Set<Operation> availableOperations() {
        var operations = EnumSet.of(Operation.VIEW, Operation.RECIPIENT_INFO, Operation.SENDER_INFO);
        if (inQueue) {
            switch (state) {
                case PENDING, RETRYING -> {
                    operations.add(paused ? Operation.RESUME : Operation.PAUSE);
                    operations.add(Operation.DELETE);
                }
                case IN_PROGRESS -> operations.add(Operation.DELETE);
                case FAILED -> {
                    operations.add(Operation.RESTART);
                    operations.add(Operation.DELETE);
                }
                case CANCELING, COMPLETED, CANCELED -> {
                    // Nothing is left to be done.
                }
            }
        }
        return operations;
    }

    /** Whether this operation is possible now. */
    public boolean allows(Operation operation) {
        return availableOperations().contains(operation);
    }
}

package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.caselli.outcome.Outcome;

/**
 * One fax that comes in or is being routed, as the database has it at one moment.
 *
 * @param id           16 lower-case hexadecimal digits; the message in the archive has the same
 * @param jobNumber    1 or more, unique among the jobs of both queues, the same for ever
 * @param callId       of its call, under which the diary is kept
 * @param node         the server that received it
 * @param device       the line that received it
 * @param deviceId     the number of that line; 0 if it is registered no more
 * @param stationId    what we called ourselves (CSID)
 * @param callerId     who called, as the network said; perhaps empty
 * @param calledNumber which of our numbers was called; perhaps empty
 * @param pages        received and kept so far
 * @param size         octets of the TIFF file; until the call is over, of the pages that are kept
 * @param complete     whether every page arrived; false until the call is over
 * @param damagedRows  rows that could not be decoded; 0 with error correction
 * @param archived     whether the message was put into the archive
 * @param outcome      of the call, once it is over
 * @param startedAt    when the call came in
 * @param receivedAt   when the call was over
 * @param dueAt        routed not before this
 * @param retries      rounds of routing that failed, since the call or the last restart
 * @param facts        of the call so far; {@link CallFacts#farId()} is the TSID
 * @param givenUpAt    when routing was given up
 */
public record IncomingJob(
        String id,
        int jobNumber,
        String callId,
        String node,
        String device,
        int deviceId,
        String stationId,
        String callerId,
        String calledNumber,
        IncomingState state,
        int pages,
        long size,
        boolean complete,
        int damagedRows,
        boolean archived,
        Optional<Outcome> outcome,
        Instant startedAt,
        Optional<Instant> receivedAt,
        Instant dueAt,
        int retries,
        CallFacts facts,
        Optional<Instant> givenUpAt) {

    private static final int IN_PROGRESS = 2;
    private static final int ANSWERED = 5;
    private static final int RECEIVING = 6;

    /** Whether it is being routed rather than received: FAX_JOB_TYPE_ENUM 2 instead of 1. */
    public boolean isRouting() {
        return receivedAt.isPresent();
    }

    /**
     * The documented inbound routing string: the number that was called. Windows servers leave it empty; whoever has many
     * numbers on one line needs it.
     */
    public String routingInformation() {
        return calledNumber;
    }

    /**
     * FAX_JOB_STATUS_ENUM. A round of routing after a failed one is shown as "in progress", as the documented diagram has
     * it.
     */
    public int faxJobStatus() {
        return state == IncomingState.ROUTING && retries > 0 ? IN_PROGRESS : state.faxJobStatus();
    }

    /** FAX_JOB_EXTENDED_STATUS_ENUM: 5 answered, 6 receiving, then that of the call's outcome. */
    public int extendedStatus() {
        return outcome.map(Outcome::extendedStatus)
                .orElse(pages == 0 && facts.bitsPerSecond() == 0 ? ANSWERED : RECEIVING);
    }

    /** The page on the line, 1 for the first; 0 when none is. */
    public int currentPage() {
        return state.isOnTheLine() && facts.bitsPerSecond() > 0 ? pages + 1 : 0;
    }

    /** What can be done with it now. */
    public Set<Operation> operations() {
        return state.operations();
    }
}

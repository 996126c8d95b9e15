package org.caselli.service;

import java.time.Instant;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;

/**
 * A fax in the inbox.
 *
 * @param id           16 lower-case hexadecimal digits
 * @param callId       of the call that brought it, for its diary
 * @param callerId     who called, as the network said; perhaps empty
 * @param calledNumber which of our numbers was called; perhaps empty
 * @param pages        1 or more
 * @param complete     false if the call broke off: the pages that had arrived are here
 * @param damagedRows  rows that could not be decoded; 0 with error correction
 * @param outcome      how the call ended
 * @param facts        what was agreed, and the sender's identity (TSI) as {@link CallFacts#farId()}
 */
public record ReceivedFax(
        String id,
        String callId,
        String device,
        String callerId,
        String calledNumber,
        Instant startedAt,
        Instant endedAt,
        int pages,
        boolean complete,
        int damagedRows,
        Outcome outcome,
        CallFacts facts,
        boolean read) {}

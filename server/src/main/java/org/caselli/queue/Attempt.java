package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;
import org.caselli.outcome.Outcome;

/**
 * One attempt to send a job: a line of the ledger, written before dialling and ended once.
 *
 * @param id             16 lower-case hexadecimal digits
 * @param callId         of the line's call, under which its diary is kept; empty if it never came to a call
 * @param number         1 for the job's first attempt
 * @param device         the device that carries it
 * @param firstPage      the page it begins with: 1, or more where earlier attempts got some through
 * @param pagesConfirmed the last page that is confirmed, counted from the first of the fax; 0 for none
 * @param awaiting       the page that is completely sent while its confirmation is not yet here; 0 for none
 * @param endedAt        empty while it runs
 * @param outcome        empty while it runs
 * @param tsid           what we called ourselves; empty until that is settled
 * @param headerSender   the sender as in the header line above each page; empty if there is no header line
 * @param facts          what is known of the call so far
 */
public record Attempt(
        String id,
        String callId,
        String jobId,
        int number,
        String device,
        Instant startedAt,
        int firstPage,
        int pagesConfirmed,
        int awaiting,
        Optional<Instant> endedAt,
        Optional<Outcome> outcome,
        String tsid,
        Optional<String> headerSender,
        CallFacts facts) {}

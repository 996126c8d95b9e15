package org.caselli.queue;

import java.time.Instant;
import org.caselli.outcome.Outcome;

/**
 * What becomes of a job when an attempt at it is over. A pure function of the ledger; the table of docs/decisions/0030.
 *
 * @param state   FAILED, RETRYING, COMPLETED or CANCELED
 * @param outcome of the attempt, and of the job as far as it is known
 * @param dueAt   when the next attempt is due if the state is RETRYING, else now
 */
record Ending(JobState state, Outcome outcome, Instant dueAt) {

    /**
     * The line told how the attempt ended.
     *
     * @param confirmed pages confirmed, from the first of the fax
     * @param tries     attempts that count, this one included if it does
     */
    static Ending told(
            Outcome outcome,
            JobState state,
            int pages,
            int confirmed,
            int tries,
            int attempts,
            RetryPolicy policy,
            Instant now) {
        if (outcome.isSuccess() || confirmed >= pages) {
            // All pages are with the recipient, whatever became of the call afterwards.
            return new Ending(JobState.COMPLETED, Outcome.DELIVERED, now);
        }
        if (outcome == Outcome.PAGE_NOT_CONFIRMED && confirmed == pages - 1) {
            return inDoubt(state, now);
        }
        if (state == JobState.CANCELING || outcome == Outcome.CANCELED) {
            return new Ending(JobState.CANCELED, Outcome.CANCELED, now);
        }
        return switch (policy.after(outcome, tries, attempts, now)) {
            case RetryPolicy.Decision.TryAgain(Instant at) -> new Ending(JobState.RETRYING, outcome, at);
            case RetryPolicy.Decision.GiveUp() -> new Ending(JobState.FAILED, outcome, now);
        };
    }

    /**
     * Nobody will ever tell: the node died, or its lease ran out.
     *
     * @param awaiting the page that was completely sent and not confirmed; 0 for none
     */
    static Ending lost(
            JobState state,
            int pages,
            int confirmed,
            int awaiting,
            int tries,
            int attempts,
            RetryPolicy policy,
            Instant now) {
        if (confirmed < pages && awaiting == pages) {
            return inDoubt(state, now);
        }
        return told(Outcome.ATTEMPT_LOST, state, pages, confirmed, tries, attempts, policy, now);
    }

    /** The far end may have the whole fax. Whether to send it again is for a person to decide. */
    private static Ending inDoubt(JobState state, Instant now) {
        return new Ending(
                state == JobState.CANCELING ? JobState.CANCELED : JobState.FAILED, Outcome.POSSIBLY_DELIVERED, now);
    }
}

package org.caselli.queue;

import java.util.List;
import org.caselli.queue.RoutingStep.State;

/** What becomes of a received fax when its routing methods have had their turn. A pure function of the ledger. */
enum RoutingEnding {
    /** Some methods are still to run. */
    GO_ON,
    /** A method failed; all that are not done run again after the delay. */
    AGAIN,
    /** A method was given up, or nobody has the fax but this job: it waits for a person. */
    GIVEN_UP,
    /** Every method has done its work: the job leaves the queue. */
    OVER;

    /**
     * @param archived whether the fax is in the archive as well
     * @param retries  rounds that have failed before this one
     * @param limit    how many may
     */
    static RoutingEnding of(List<State> steps, boolean archived, int retries, int limit) {
        if (steps.contains(State.PENDING) || steps.contains(State.RUNNING)) {
            return GO_ON;
        }
        if (steps.contains(State.FAILED) && retries < limit) {
            return AGAIN;
        }
        if (steps.contains(State.FAILED) || steps.contains(State.GIVEN_UP)) {
            return GIVEN_UP;
        }
        // With archiving off and no method enabled the fax exists nowhere else.
        return archived || !steps.isEmpty() ? OVER : GIVEN_UP;
    }
}

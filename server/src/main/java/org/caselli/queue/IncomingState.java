package org.caselli.queue;

import static org.caselli.queue.Operation.DELETE;
import static org.caselli.queue.Operation.RESTART;
import static org.caselli.queue.Operation.VIEW;

import java.util.Set;

/**
 * Where an incoming job stands. A constant's name is stable: the database and programs keep it. The states are those of the
 * documented incoming job; a job that has come to its end is no longer in the queue.
 */
public enum IncomingState {
    /** Its call is on the line. */
    IN_PROGRESS(2, Set.of(DELETE)),
    /** Somebody cancelled it while it was on the line; the line is ending the call. */
    CANCELING(1024, Set.of()),
    /** Received; its routing methods are at work or about to be. */
    ROUTING(2048, Set.of(VIEW)),
    /** A routing method failed; the next round waits for its time. */
    RETRYING(64, Set.of(VIEW, DELETE)),
    /**
     * A routing method was given up. The fax stays here until a person deletes it or restarts its routing, or the age limit
     * takes it. That its routing can be restarted is ours.
     */
    RETRIES_EXCEEDED(128, Set.of(VIEW, DELETE, RESTART)),
    /** The call brought no page. Only events show it: the job leaves the queue at once. */
    FAILED(8, Set.of()),
    /** Cancelled while it was on the line. Only events show it: the job leaves the queue at once. */
    CANCELED(512, Set.of());

    private final int faxJobStatus;
    private final Set<Operation> operations;

    IncomingState(int faxJobStatus, Set<Operation> operations) {
        this.faxJobStatus = faxJobStatus;
        this.operations = operations;
    }

    /** The bit of FAX_JOB_STATUS_ENUM. */
    public int faxJobStatus() {
        return faxJobStatus;
    }

    /** What can be done with a job in this state. */
    public Set<Operation> operations() {
        return operations;
    }

    /** Whether its call is on the line. */
    public boolean isOnTheLine() {
        return this == IN_PROGRESS || this == CANCELING;
    }
}

package org.caselli.queue;

/** This attempt was given up as lost, so it may write nothing any more, and its call must end. */
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLost(String attemptId) {
        super("The attempt " + attemptId
                + " was given up as lost while its call went on; another may already follow it."
                + " See that this machine's clock does not jump and that its processes are not suspended.");
    }
}

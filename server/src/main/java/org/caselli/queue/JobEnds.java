package org.caselli.queue;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Told of each job that comes to its end, in the transaction in which it does: for archives and accounts. */
public interface JobEnds {
    /**
     * A job is over. Its row and those of its attempts say all about it.
     *
     * @param state COMPLETED, FAILED (which a restart may undo) or CANCELED
     */
    void ended(Handle handle, String jobId, JobState state, Instant at);
}

package org.caselli.queue;

import java.util.Optional;
import java.util.Set;

/** What the queue asks of the lines. */
public interface Dialler {
    /** Whether any device is idle, other than these, which have been given an attempt just now. */
    boolean anyIdle(Set<String> taken);

    /** An idle device, none of {@code taken}, that may carry this job. */
    Optional<String> idleDevice(Job job, Set<String> taken);

    /**
     * Carries the attempt on its device and returns when the call is over. Before the last page's end is told to the far
     * end it reports {@link RunningAttempt#awaiting}, and each confirmation at once by {@link RunningAttempt#confirmed}.
     */
    Carried carry(RunningAttempt attempt);
}

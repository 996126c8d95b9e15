package org.caselli.queue;

import java.util.Optional;
import java.util.Set;

/** What the queue asks of the lines. */
public interface Dialler {
    /** The devices of this process that are idle and may send, in the order in which they are preferred. */
    Set<String> idle();

    /** The device among these, which are idle, that is to carry this job; empty if none of them may. */
    Optional<String> idleDevice(Waiting job, Set<String> idle);

    /**
     * Carries the attempt on its device and returns when the call is over. Before the last page's end is told to the far
     * end it reports {@link RunningAttempt#awaiting}, and each confirmation at once by {@link RunningAttempt#confirmed}.
     */
    Carried carry(RunningAttempt attempt);
}

package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * One routing method of an incoming job, and how far it has come.
 *
 * @param method    its GUID, in braces and lower case
 * @param position  its place among the job's methods, 1 for the first
 * @param name      of the method, for people
 * @param tries     that failed and said so, since the call or the last restart
 * @param lost      that began and never ended, because the server died meanwhile
 * @param error     why the last try failed; empty if none did
 * @param retryData what the method asked to get again at its next try
 * @param ownData   what an earlier method has put in the place of the configured data
 * @param endedAt   when it was done or given up
 */
public record RoutingStep(
        String method,
        int position,
        String name,
        State state,
        int tries,
        int lost,
        String error,
        byte[] retryData,
        Optional<byte[]> ownData,
        Optional<Instant> endedAt) {

    /** Where a step stands. Names are stable. */
    public enum State {
        /** Not begun. */
        PENDING,
        /** Begun. What is found so after a crash may have done its work, and is done again. */
        RUNNING,
        /** Did its work. */
        DONE,
        /** Failed, and will be tried again. */
        FAILED,
        /** Failed for good, or too often. */
        GIVEN_UP;

        /** Whether it is to be done, for the first time or again. */
        public boolean isOpen() {
            return this == PENDING || this == RUNNING || this == FAILED;
        }
    }
}

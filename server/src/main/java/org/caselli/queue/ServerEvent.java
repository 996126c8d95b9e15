package org.caselli.queue;

import java.time.Instant;
import java.util.Map;

/**
 * One line of the ordered event log: every change of state is one, written in the same transaction as the change.
 *
 * @param sequence its place in the log; a reader goes on after the last one it has seen
 * @param subject  the id of what changed: a job, an attempt, a received fax
 * @param facts    what a listener wants at a glance, by name: {@code job}, {@code submission}, {@code state},
 *                 {@code outcome}, {@code number}, {@code device}, {@code phase}, {@code page}, {@code pages}; those that
 *                 apply
 */
public record ServerEvent(long sequence, Instant at, Kind kind, String subject, Map<String, String> facts) {
    /** What happened. Names are stable. */
    public enum Kind {
        /** A job was accepted. */
        JOB_ADDED,
        /** A job's state, or whether it has a line, changed. */
        JOB_CHANGED,
        /** An attempt began. Subject: the attempt; the job is among the facts. */
        ATTEMPT_BEGUN,
        /** An attempt came further: dialling, training, a page begun, a page confirmed. */
        ATTEMPT_PROGRESS,
        /** An attempt ended. */
        ATTEMPT_ENDED,
        /** A fax was delivered and is in the sent archive. Subject: the job. */
        SENT_FAX_ADDED,
        /** A sent fax was deleted from the archive. */
        SENT_FAX_REMOVED,
        /** A call came in and was answered. Subject: the call. */
        CALL_ANSWERED,
        /** A page came in and is stored. */
        PAGE_RECEIVED,
        /** A call that came in has ended. */
        CALL_ENDED,
        /** A received fax is in the inbox. Subject: the fax, whose id is the call's. */
        RECEIVED_FAX_ADDED,
        /** A received fax was marked as read or as unread. */
        RECEIVED_FAX_CHANGED,
        /** A received fax was deleted. */
        RECEIVED_FAX_REMOVED,
        /** The server started. Attempts and calls that a crash cut off have been settled. */
        SERVER_STARTED,
        /** The server is about to stop. */
        SERVER_STOPPING
    }

    public ServerEvent {
        facts = Map.copyOf(facts);
    }
}

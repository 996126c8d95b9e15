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
 * @param account whose fax it is about: the id of an account; empty if it is nobody's
 */
public record ServerEvent(
        long sequence, Instant at, Kind kind, String subject, Map<String, String> facts, String account) {
    /** What happened. Names are stable. */
    public enum Kind {
        /** A job was accepted. */
        JOB_ADDED(EventClass.OUT_QUEUE),
        /** A job's state, or whether it has a line, changed. */
        JOB_CHANGED(EventClass.OUT_QUEUE),
        /** A job left the queue: its whole submission has come to an end, or somebody or the age limit removed it. */
        JOB_REMOVED(EventClass.OUT_QUEUE),
        /** An attempt began. Subject: the attempt; the job is among the facts. */
        ATTEMPT_BEGUN(EventClass.OUT_QUEUE),
        /** An attempt came further: dialling, training, a page begun, a page confirmed. */
        ATTEMPT_PROGRESS(EventClass.OUT_QUEUE),
        /** An attempt ended. */
        ATTEMPT_ENDED(EventClass.OUT_QUEUE),
        /** A delivery receipt was queued, sent, tried in vain or given up. Subject: the receipt; its state is a fact. */
        RECEIPT_CHANGED(EventClass.OUT_QUEUE),
        /** A fax was delivered and is in the sent archive. Subject: the job. */
        SENT_FAX_ADDED(EventClass.OUT_ARCHIVE),
        /** A sent fax was deleted from the archive. */
        SENT_FAX_REMOVED(EventClass.OUT_ARCHIVE),
        /** A sent fax was marked as read or as unread. */
        SENT_FAX_CHANGED(EventClass.OUT_ARCHIVE),
        /** A call comes in and rings. Subject: the call. */
        NEW_CALL(EventClass.INCOMING_CALL),
        /** A call came in and was answered. Subject: the call. */
        CALL_ANSWERED(EventClass.INCOMING_CALL),
        /** A page came in and is stored. */
        PAGE_RECEIVED(EventClass.IN_QUEUE),
        /** A call that came in has ended. */
        CALL_ENDED(EventClass.INCOMING_CALL),
        /** An incoming job exists: a call was answered. Subject: the job, whose id the message keeps. */
        INCOMING_JOB_ADDED(EventClass.IN_QUEUE),
        /** An incoming job's state changed: received, being routed, to be routed again, given up. */
        INCOMING_JOB_CHANGED(EventClass.IN_QUEUE),
        /** An incoming job left the queue: routed, cancelled, or deleted. */
        INCOMING_JOB_REMOVED(EventClass.IN_QUEUE),
        /**
         * A received fax is in the common receive folder, or in the inbox of an account: the fact
         * {@code addedToReceiveFolder} tells which. Subject: the fax.
         */
        RECEIVED_FAX_ADDED(EventClass.IN_ARCHIVE),
        /** A received fax was marked as read or as unread. */
        RECEIVED_FAX_CHANGED(EventClass.IN_ARCHIVE),
        /**
         * A received fax is no longer where it was: deleted, given to somebody, or given back. The fact
         * {@code removedFromReceiveFolder} tells whether it was in the common receive folder.
         */
        RECEIVED_FAX_REMOVED(EventClass.IN_ARCHIVE),
        /** The archives have grown beyond the high mark of their quota. */
        QUOTA_WARNING(EventClass.CONFIG),
        /** A device began or stopped ringing, sending or receiving, or is off. Subject: the device's number. */
        DEVICE_CHANGED(EventClass.DEVICE_STATUS),
        /** One of the counters of what is under way moved. */
        ACTIVITY_CHANGED(EventClass.ACTIVITY),
        /** The queues were blocked, paused or released. Facts: all three flags. */
        QUEUE_STATE_CHANGED(EventClass.QUEUE_STATE),
        /**
         * Something that administrators set was changed. Subject: its address below {@code /api/v1}, such as
         * {@code settings/outgoing}, {@code devices/3}, {@code routing/outbound/groups/Berlin}.
         */
        CONFIG_CHANGED(EventClass.CONFIG),
        /** The server started. Attempts and calls that a crash cut off have been settled. */
        SERVER_STARTED(EventClass.SERVER),
        /** The server is about to stop. */
        SERVER_STOPPING(EventClass.SERVER);

        private final EventClass eventClass;

        Kind(EventClass eventClass) {
            this.eventClass = eventClass;
        }

        /** What listeners choose it by. */
        public EventClass eventClass() {
            return eventClass;
        }
    }

    public ServerEvent {
        facts = Map.copyOf(facts);
    }
}

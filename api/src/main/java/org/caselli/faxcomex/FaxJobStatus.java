package org.caselli.faxcomex;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A job as it was at the moment of an event. Only listeners get one, with {@link FaxServerNotify#onOutgoingJobChanged}
 * and its likes; it never changes and asks no server. Everything is known from it, so there is no need to look for the
 * job, which may have left the queue.
 */
public interface FaxJobStatus {
    /** Its state, as {@link FaxOutgoingJob#getStatus()} and {@link FaxIncomingJob#getStatus()}. */
    Set<FAX_JOB_STATUS_ENUM> getStatus();

    /** How many pages it has; of an incoming job, those that have come. */
    int getPages();

    /** How many bytes it has as TIFF; the largest int if that is too small. */
    int getSize();

    /** The page that is being sent or received, from 1; 0 while no call is under way. */
    int getCurrentPage();

    /** The device; 0 before the first try. */
    int getDeviceId();

    /** What the receiving side calls itself; empty before it is known. */
    String getCSID();

    /** What the sending side calls itself; empty before it is known. */
    String getTSID();

    /** What the call is doing, or what came of it. */
    FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode();

    /**
     * Always empty: on Windows the text of a provider whose code means something of its own, and no provider here has
     * such codes.
     */
    String getExtendedStatus();

    /** What its state permits. The caller's rights are not considered. */
    Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations();

    /** How often it was tried again after the first try; of an incoming job, how often routing was. */
    int getRetries();

    /** Whether it is sent, received, or routed. */
    FAX_JOB_TYPE_ENUM getJobType();

    /** When it will be tried next; absent for incoming jobs. */
    Optional<Instant> getScheduledTime();

    /** When the call began; absent before that. On Windows reading it fails then. */
    Optional<Instant> getTransmissionStart();

    /** When the call ended; absent while it is under way. On Windows reading it fails then. */
    Optional<Instant> getTransmissionEnd();

    /** The number that the telephone network gave for the caller; empty for outgoing jobs. */
    String getCallerId();

    /** The number that was called; empty for outgoing jobs. */
    String getRoutingInformation();

    /**
     * The number of {@link #getExtendedStatusCode()}, also of a provider's own code, which no constant names. Not in the
     * original, whose enumerations take any number.
     */
    int getExtendedStatusNumber();

    /**
     * Whether nothing more happens with it by itself: it is completed, cancelled, or has failed for good. Not in the
     * original, where one has to know the bits.
     */
    default boolean isFinal() {
        return getStatus().stream()
                .anyMatch(one -> one == FAX_JOB_STATUS_ENUM.fjsCOMPLETED
                        || one == FAX_JOB_STATUS_ENUM.fjsCANCELED
                        || one == FAX_JOB_STATUS_ENUM.fjsFAILED
                        || one == FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED);
    }
}

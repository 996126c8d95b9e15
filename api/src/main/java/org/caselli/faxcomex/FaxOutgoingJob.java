package org.caselli.faxcomex;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One fax to one recipient on its way, as it was when it was asked for or last refreshed. From {@link FaxOutgoingJobs},
 * {@link FaxOutgoingQueue#getJob(String)} or {@link FaxOutgoingQueue#findJob(String)}, with an id from
 * {@link FaxDocument#submit(String)}. What was submitted cannot be changed.
 *
 * <p>A fax to one recipient leaves the queue when it is delivered or cancelled; one of a broadcast stays until all of
 * them have ended. Failed ones stay until they are restarted, cancelled, or too old. A job is best followed by
 * {@link FaxServerNotify#onOutgoingJobChanged}.
 *
 * <p>One's own jobs need no right but the one to submit; to see others needs {@code far2QUERY_OUT_JOBS}, to change them
 * {@code far2MANAGE_OUT_JOBS}: else E_ACCESSDENIED, whatever their state.
 */
public interface FaxOutgoingJob {
    /** The subject that was submitted. */
    String getSubject();

    /** What the fax is called in the lists. */
    String getDocumentName();

    /** How many pages it has, the cover page included. */
    int getPages();

    /** How many bytes it has as TIFF; the largest int if that is too small. */
    int getSize();

    /** What all jobs of one submission have in common. */
    String getSubmissionId();

    /** Its id, which the sent fax keeps. Not to be taken apart; the same over restarts of the server. */
    String getId();

    /** When it was to be sent at first. */
    Instant getOriginalScheduledTime();

    /** When it was submitted. */
    Instant getSubmissionTime();

    /** Which receipt was asked for. */
    FAX_RECEIPT_TYPE_ENUM getReceiptType();

    /** Its priority. */
    FAX_PRIORITY_TYPE_ENUM getPriority();

    /** Who sends it: a copy. */
    FaxSender getSender();

    /** Whom it goes to: a copy. */
    FaxRecipient getRecipient();

    /** The page that is being sent, from 1; 0 while no call is under way. */
    int getCurrentPage();

    /** The device that sends it or was the last to try; 0 before the first try. */
    int getDeviceId();

    /**
     * Its state: one of PENDING, INPROGRESS, RETRYING, RETRIES_EXCEEDED, COMPLETED, CANCELING, CANCELED and FAILED, to
     * which PAUSED and NOLINE may be added. See {@link #isFinal()}. As the number that it is in the original:
     * {@link FAX_JOB_STATUS_ENUM#value(Set)}.
     */
    Set<FAX_JOB_STATUS_ENUM> getStatus();

    /**
     * What the call is doing, or what came of the last one. {@link FAX_JOB_EXTENDED_STATUS_ENUM#fjesNONE} before the
     * first.
     */
    FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode();

    /**
     * Always empty: on Windows the text of a provider whose code means something of its own, and no provider here has
     * such codes.
     */
    String getExtendedStatus();

    /** What its state permits. The caller's rights are not considered. */
    Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations();

    /** How often it was tried again after the first try. */
    int getRetries();

    /** When it will be tried next, or could have been; one that has passed means as soon as a device is free. */
    Instant getScheduledTime();

    /** When its last call began; absent before the first. On Windows reading it fails then. */
    Optional<Instant> getTransmissionStart();

    /** When its last call ended; absent before that and while one is under way. On Windows reading it fails then. */
    Optional<Instant> getTransmissionEnd();

    /** What the far end calls itself; empty before it has said so. */
    String getCSID();

    /** What we call ourselves to the far end. */
    String getTSID();

    /** Whether one receipt tells of all recipients of the submission. */
    boolean isGroupBroadcastReceipts();

    /**
     * Holds it back. For a job that waits or is to be tried again; one on the line is left alone.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION if its state forbids it, E_INVALIDARG if it has left
     *     the queue
     */
    void pause();

    /**
     * Lets a paused job wait for its turn again.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION if it is not paused, E_INVALIDARG if it has left the
     *     queue
     */
    void resume();

    /**
     * Sends a job that has failed again, from its first page, with all its tries.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION if it has not failed, E_INVALIDARG if it has left
     *     the queue
     */
    void restart();

    /**
     * Writes the pages as a TIFF of class F into a file of this machine; one that is there is replaced, and none is
     * left half written. The pages are those made of the documents, without the line above them.
     *
     * @param tiffPath where to
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if it cannot be written, FAX_E_MESSAGE_NOT_FOUND if the
     *     job is gone
     */
    void copyTiff(String tiffPath);

    /**
     * Looks again: all values are those of this moment.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if it has left the queue; the last values stay
     */
    void refresh();

    /**
     * Cancels it. One that waits is cancelled at once, one on the line becomes CANCELING and is broken off a moment
     * later; a fax whose last page is confirmed first is delivered all the same.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is being cancelled, has ended already or has left the
     *     queue
     */
    void cancel();

    /** Whether it has a cover page. */
    boolean isHasCoverPage();

    /** The mail address that the receipt goes to; empty if there is none. */
    String getReceiptAddress();

    /** When it was to be sent: now, at a time, or in the cheap period. */
    FAX_SCHEDULE_TYPE_ENUM getScheduleType();

    /**
     * The same into a stream, which is left open. Not in the original, which knows files only.
     *
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if the stream does not take it, FAX_E_MESSAGE_NOT_FOUND if
     *     the job is gone
     */
    void copyTiff(java.io.OutputStream out);

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

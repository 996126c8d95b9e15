package org.caselli.faxcomex;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One recipient job in the outgoing queue. Attributes cannot be edited after submission.
 *
 * <p>Obtained from {@code FaxOutgoingJobs.Item}, {@code FaxOutgoingQueue.GetJob}, account queue; ids come from
 * Submit*.
 *
 * <p>snapshot + Refresh; no Save.
 */
public interface FaxOutgoingJob {
    /**
     * Cover page subject.
     */
    String getSubject();

    /**
     * Display name.
     */
    String getDocumentName();

    /**
     * Total pages.
     */
    int getPages();

    /**
     * TIFF bytes.
     */
    int getSize();

    /**
     * Common id of all jobs of one submission/broadcast.
     */
    String getSubmissionId();

    /**
     * Unique job id; same id later in the archive.
     */
    String getId();

    /**
     * Local date/time first scheduled.
     */
    Instant getOriginalScheduledTime();

    /**
     * Local date/time of submission.
     */
    Instant getSubmissionTime();

    /**
     * Receipt requested.
     */
    FAX_RECEIPT_TYPE_ENUM getReceiptType();

    /**
     * Low/normal/high.
     */
    FAX_PRIORITY_TYPE_ENUM getPriority();

    /**
     * FaxSender copy.
     *
     * <p>Right needed: — (needs fjoSENDER_INFO available).
     */
    FaxSender getSender();

    /**
     * FaxRecipient copy.
     *
     * <p>Right needed: — (needs fjoRECIPIENT_INFO available).
     */
    FaxRecipient getRecipient();

    /**
     * Page being sent (1-based, 0 idle).
     */
    int getCurrentPage();

    /**
     * Sending device.
     */
    int getDeviceId();

    /**
     * FAX_JOB_STATUS_ENUM bits.
     */
    Set<FAX_JOB_STATUS_ENUM> getStatus();

    /**
     * See §7.5.
     */
    FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode();

    /**
     * Provider text; the built-in T.30 provider leaves it empty. Check text first: non-empty text ⇒ code is
     * proprietary.
     */
    String getExtendedStatus();

    /**
     * Operation bits. Caller's rights are not considered.
     */
    Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations();

    /**
     * Attempts made after the first failure.
     */
    int getRetries();

    /**
     * Local date/time of the next (scheduled) attempt; past time = as soon as a device is free.
     */
    Instant getScheduledTime();

    /**
     * Local date/time; only after start.
     *
     * <p>Errors: error on read for a failed fax (value zero).
     */
    Optional<Instant> getTransmissionStart();

    /**
     * Local date/time; only after end. For a single fax read it from the archive, since the job leaves the queue;
     * jobs of an unfinished broadcast keep it.
     *
     * <p>Errors: error on read while sending or failed.
     */
    Optional<Instant> getTransmissionEnd();

    /**
     * Called station id reported by the peer.
     */
    String getCSID();

    /**
     * Transmitting station id used.
     */
    String getTSID();

    /**
     * One summary receipt (True) or one per recipient (False, default).
     */
    boolean isGroupBroadcastReceipts();

    /**
     * Pause a waiting job. Legal in Pending or Retrying only.
     *
     * <p>Right needed: SUBMIT_LOW own / MANAGE_JOBS all. Errors: wrong state 0x800710DD; unknown job E_INVALIDARG.
     */
    void pause();

    /**
     * Undo Pause; job returns to Pending/Retrying.
     *
     * <p>Right needed: same.
     */
    void resume();

    /**
     * Re-queue a job that exceeded its retries.
     *
     * <p>Right needed: same.
     */
    void restart();

    /**
     * Copy TIFF to a full client path.
     *
     * <p>Right needed: SUBMIT_LOW own / QUERY_JOBS all.
     */
    void copyTiff(String tiffPath);

    /**
     * Reload.
     *
     * <p>Right needed: SUBMIT_LOW own / QUERY_JOBS all. Errors: FAX_E_MESSAGE_NOT_FOUND once the job left the
     * queue.
     */
    void refresh();

    /**
     * Cancel. Single job or last of a broadcast leaves the queue; one job of a broadcast stays with status
     * Canceled until all are final.
     *
     * <p>Right needed: SUBMIT_LOW own / MANAGE_JOBS all. Errors: already cancelled/cancelling E_INVALIDARG.
     */
    void cancel();

    /**
     * Job has a cover page.
     */
    boolean isHasCoverPage();

    /**
     * frtMAIL: SMTP address; frtMSGBOX: computer name.
     */
    String getReceiptAddress();

    /**
     * Schedule kind used.
     */
    FAX_SCHEDULE_TYPE_ENUM getScheduleType();

    /**
     * Writes the pages as TIFF. Not in the original, which knows files only.
     *
     * @param out is not closed
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

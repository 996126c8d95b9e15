package org.caselli.faxcomex;

import java.time.LocalTime;
import java.util.Optional;

/**
 * Outgoing queue configuration and jobs. Still usable on v3 servers (SDK sample does), where the same settings
 * also appear in FaxConfiguration.
 *
 * <p>Obtained from {@code FaxFolders.OutgoingQueue}.
 *
 * <p>ten settings cached; Save writes all, Refresh reloads.
 */
public interface FaxOutgoingQueue {
    /**
     * True = new submissions refused.
     *
     * <p>Right needed: QUERY_CONFIG read / local write; Save MANAGE_CONFIG. Errors: effect on submit: 0x80070013.
     */
    boolean isBlocked();

    /**
     * Sets {@link #isBlocked()}.
     */
    void setBlocked(boolean value);

    /**
     * True = queue keeps accepting but does not start jobs.
     *
     * <p>Right needed: same.
     */
    boolean isPaused();

    /**
     * Sets {@link #isPaused()}.
     */
    void setPaused(boolean value);

    /**
     * False = only server (common) cover pages may be used. Default True.
     *
     * <p>Right needed: same.
     */
    boolean isAllowPersonalCoverPages();

    /**
     * Sets {@link #isAllowPersonalCoverPages()}.
     */
    void setAllowPersonalCoverPages(boolean value);

    /**
     * True = TSID of the sending device replaces the sender's TSID. Default True.
     *
     * <p>Right needed: same.
     */
    boolean isUseDeviceTSID();

    /**
     * Sets {@link #isUseDeviceTSID()}.
     */
    void setUseDeviceTSID(boolean value);

    /**
     * Retransmissions after the first failed attempt. 0–99. Default 3.
     *
     * <p>Right needed: same. Errors: out of range: undocumented.
     */
    int getRetries();

    /**
     * Sets {@link #getRetries()}.
     */
    void setRetries(int value);

    /**
     * Minutes between attempts (minimum delay). Default 10. (VB page types it String; header: long.)
     *
     * <p>Right needed: same.
     */
    int getRetryDelay();

    /**
     * Sets {@link #getRetryDelay()}.
     */
    void setRetryDelay(int value);

    /**
     * Time of day (date part ignored) the discount period starts, local time at the COM surface. Default 00:00.
     *
     * <p>Right needed: same. Errors: hour ≥ 24 / minute ≥ 60 refused on the wire.
     */
    LocalTime getDiscountRateStart();

    /**
     * Sets {@link #getDiscountRateStart()}.
     */
    void setDiscountRateStart(LocalTime value);

    /**
     * Time of day the period ends. End &lt; start = crosses midnight; end = start = no period. Default 00:00.
     *
     * <p>Right needed: same.
     */
    LocalTime getDiscountRateEnd();

    /**
     * Sets {@link #getDiscountRateEnd()}.
     */
    void setDiscountRateEnd(LocalTime value);

    /**
     * Days an unsent job is kept, then deleted. 0 = no limit (default).
     *
     * <p>Right needed: same.
     */
    int getAgeLimit();

    /**
     * Sets {@link #getAgeLimit()}.
     */
    void setAgeLimit(int value);

    /**
     * Banner on top of every page sent (date, time, TSID, page x of y, …). Default True.
     *
     * <p>Right needed: same.
     */
    boolean isBranding();

    /**
     * Sets {@link #isBranding()}.
     */
    void setBranding(boolean value);

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write all. Fires OnOutgoingQueueConfigChange and, for Blocked/Paused, OnQueuesStatusChange.
     *
     * <p>Right needed: MANAGE_CONFIG "or" QUERY_CONFIG on this page, "and" on sibling pages: treat as both.
     */
    void save();

    /**
     * Snapshot collection of outgoing jobs.
     *
     * <p>Right needed: SUBMIT_LOW: own jobs; QUERY_JOBS: all.
     */
    FaxOutgoingJobs getJobs();

    /**
     * Job by id.
     *
     * <p>Right needed: same. Errors: FAX_E_MESSAGE_NOT_FOUND (also when not visible to caller).
     */
    FaxOutgoingJob getJob(String jobId);

    /**
     * The job with this id, whether it is in the queue or has left it; empty if there never was one, or if it is not to be
     * seen. Not in the original, where a job that has left the queue must be looked for in the archive, and is nowhere if it
     * failed.
     */
    Optional<FaxOutgoingJob> findJob(String jobId);
}

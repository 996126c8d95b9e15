package org.caselli.faxcomex;

import java.time.LocalTime;

/**
 * Server-wide configuration (Vista+); supersedes archive settings and duplicates the outgoing queue's.
 *
 * <p>Obtained from {@code FaxServer.Configuration}.
 *
 * <p>all cached; Save writes the whole set; Refresh reloads. Samples call Refresh, set, Save. Property texts are
 * one-liners; units below come from the per-folder twins and MS-FAX. Rights: pages state QUERY_CONFIG only for the
 * two size properties; wire: QUERY_CONFIG to read, MANAGE_CONFIG to save.
 */
public interface FaxConfiguration {
    /**
     * Archive sent and received faxes. One switch for both archives. Default True.
     *
     * <p>Right needed: QUERY_CONFIG / MANAGE_CONFIG. Errors: with empty location: E_INVALIDARG.
     */
    boolean isUseArchive();

    /**
     * Sets {@link #isUseArchive()}.
     */
    void setUseArchive(boolean value);

    /**
     * Parent folder of both archives (sub-folders Inbox and SentItems on Windows); no trailing backslash.
     *
     * <p>Right needed: same. Errors: as ArchiveFolder.
     */
    String getArchiveLocation();

    /**
     * Sets {@link #getArchiveLocation()}.
     */
    void setArchiveLocation(String value);

    /**
     * Event-log warning on quota. Default False.
     *
     * <p>Right needed: same.
     */
    boolean isSizeQuotaWarning();

    /**
     * Sets {@link #isSizeQuotaWarning()}.
     */
    void setSizeQuotaWarning(boolean value);

    /**
     * MB. Default 0.
     *
     * <p>Right needed: same. Errors: high/low order violated: E_INVALIDARG (§21).
     */
    int getHighQuotaWaterMark();

    /**
     * Sets {@link #getHighQuotaWaterMark()}.
     */
    void setHighQuotaWaterMark(int value);

    /**
     * MB. Default 0.
     *
     * <p>Right needed: same.
     */
    int getLowQuotaWaterMark();

    /**
     * Sets {@link #getLowQuotaWaterMark()}.
     */
    void setLowQuotaWaterMark(int value);

    /**
     * Days; 0 = unlimited (default).
     *
     * <p>Right needed: same.
     */
    int getArchiveAgeLimit();

    /**
     * Sets {@link #getArchiveAgeLimit()}.
     */
    void setArchiveAgeLimit(int value);

    /**
     * Low 32 bits of archive size in bytes.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getArchiveSizeLow();

    /**
     * High 32 bits; both 0xFFFFFFFF = unknown.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getArchiveSizeHigh();

    /**
     * Refuse submissions.
     *
     * <p>Right needed: same.
     */
    boolean isOutgoingQueueBlocked();

    /**
     * Sets {@link #isOutgoingQueueBlocked()}.
     */
    void setOutgoingQueueBlocked(boolean value);

    /**
     * Do not start outgoing jobs.
     *
     * <p>Right needed: same.
     */
    boolean isOutgoingQueuePaused();

    /**
     * Sets {@link #isOutgoingQueuePaused()}.
     */
    void setOutgoingQueuePaused(boolean value);

    /**
     * Default True.
     *
     * <p>Right needed: same.
     */
    boolean isAllowPersonalCoverPages();

    /**
     * Sets {@link #isAllowPersonalCoverPages()}.
     */
    void setAllowPersonalCoverPages(boolean value);

    /**
     * Default True.
     *
     * <p>Right needed: same.
     */
    boolean isUseDeviceTSID();

    /**
     * Sets {@link #isUseDeviceTSID()}.
     */
    void setUseDeviceTSID(boolean value);

    /**
     * 0–99 by analogy; default 3.
     *
     * <p>Right needed: same.
     */
    int getRetries();

    /**
     * Sets {@link #getRetries()}.
     */
    void setRetries(int value);

    /**
     * Minutes; default 10.
     *
     * <p>Right needed: same.
     */
    int getRetryDelay();

    /**
     * Sets {@link #getRetryDelay()}.
     */
    void setRetryDelay(int value);

    /**
     * Time of day; default 00:00.
     *
     * <p>Right needed: same. Errors: hour ≥ 24 or minute ≥ 60: E_INVALIDARG.
     */
    LocalTime getDiscountRateStart();

    /**
     * Sets {@link #getDiscountRateStart()}.
     */
    void setDiscountRateStart(LocalTime value);

    /**
     * Time of day; default 00:00.
     *
     * <p>Right needed: same. Errors: same.
     */
    LocalTime getDiscountRateEnd();

    /**
     * Sets {@link #getDiscountRateEnd()}.
     */
    void setDiscountRateEnd(LocalTime value);

    /**
     * Days a failed/unsent job is kept; 0 = unlimited (default). Wire calls it the queue age limit and applies it
     * to both queues.
     *
     * <p>Right needed: same.
     */
    int getOutgoingQueueAgeLimit();

    /**
     * Sets {@link #getOutgoingQueueAgeLimit()}.
     */
    void setOutgoingQueueAgeLimit(int value);

    /**
     * Default True.
     *
     * <p>Right needed: same.
     */
    boolean isBranding();

    /**
     * Sets {@link #isBranding()}.
     */
    void setBranding(boolean value);

    /**
     * Do not answer calls.
     *
     * <p>Right needed: same.
     */
    boolean isIncomingQueueBlocked();

    /**
     * Sets {@link #isIncomingQueueBlocked()}.
     */
    void setIncomingQueueBlocked(boolean value);

    /**
     * Create an account on first connect. Default True.
     *
     * <p>Right needed: same.
     */
    boolean isAutoCreateAccountOnConnect();

    /**
     * Sets {@link #isAutoCreateAccountOnConnect()}.
     */
    void setAutoCreateAccountOnConnect(boolean value);

    /**
     * Everyone sees all received faxes. Default True (MS-FAX, Windows note). Must be False for re-assignment.
     *
     * <p>Right needed: same.
     */
    boolean isIncomingFaxesArePublic();

    /**
     * Sets {@link #isIncomingFaxesArePublic()}.
     */
    void setIncomingFaxesArePublic(boolean value);

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write; fires OnGeneralServerConfigChanged.
     *
     * <p>Right needed: MANAGE_CONFIG.
     */
    void save();
}

package org.caselli.faxcomex;

import java.time.LocalTime;
import java.util.Optional;

/**
 * The outgoing queue: its jobs, and how faxes are sent. From {@link FaxFolders#getOutgoingQueue()}.
 *
 * <p>The settings are a copy, read from the server when one is first asked for and again by {@link #refresh()}; changes
 * stay in it until {@link #save()}. They are the same as in {@link FaxConfiguration}. Reading needs
 * {@code far2QUERY_CONFIG}. The jobs are asked of the server at each call.
 */
public interface FaxOutgoingQueue {
    /** Whether submissions are refused (ERROR_WRITE_PROTECT); jobs that are there go on. False by default. */
    boolean isBlocked();

    /** Sets {@link #isBlocked()}. {@link #save()} writes it. */
    void setBlocked(boolean value);

    /** Whether no call is begun; submissions are taken, and calls under way go on. False by default. */
    boolean isPaused();

    /** Sets {@link #isPaused()}. {@link #save()} writes it. */
    void setPaused(boolean value);

    /**
     * Whether cover pages may come with the fax; else only the server's. True by default. Here the server sees to it,
     * on Windows the client did.
     */
    boolean isAllowPersonalCoverPages();

    /** Sets {@link #isAllowPersonalCoverPages()}. {@link #save()} writes it. */
    void setAllowPersonalCoverPages(boolean value);

    /** Whether the device's identity is sent instead of the sender's. True by default. */
    boolean isUseDeviceTSID();

    /** Sets {@link #isUseDeviceTSID()}. {@link #save()} writes it. */
    void setUseDeviceTSID(boolean value);

    /** How often a call is tried again after the first one has failed, 0 to 99; 3 by default. */
    int getRetries();

    /** Sets {@link #getRetries()}: 0 to 99. {@link #save()} writes it. */
    void setRetries(int value);

    /** How many minutes lie between two tries, 0 to 10080 (a week); 10 by default. */
    int getRetryDelay();

    /** Sets {@link #getRetryDelay()}: minutes, 0 to 10080. {@link #save()} writes it. */
    void setRetryDelay(int value);

    /** When the cheap period begins, in the time zone of the server's settings; midnight by default. */
    LocalTime getDiscountRateStart();

    /** Sets {@link #getDiscountRateStart()}. {@link #save()} writes it. */
    void setDiscountRateStart(LocalTime value);

    /**
     * When the cheap period ends: before its beginning it is the next day, equal to it there is no such period, which
     * is the default.
     */
    LocalTime getDiscountRateEnd();

    /** Sets {@link #getDiscountRateEnd()}. {@link #save()} writes it. */
    void setDiscountRateEnd(LocalTime value);

    /** After how many days a job that has failed is deleted, 0 to 3650; 0, the default, keeps it. */
    int getAgeLimit();

    /** Sets {@link #getAgeLimit()}: days, 0 to 3650; 0 keeps them. {@link #save()} writes it. */
    void setAgeLimit(int value);

    /** Whether a line with date, sender and page stands above each page that is sent. True by default. */
    boolean isBranding();

    /** Sets {@link #isBranding()}. {@link #save()} writes it. */
    void setBranding(boolean value);

    /** Reads the settings again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes all settings of this object in one step. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}.
     * Listeners are told by {@link FaxServerNotify#onOutgoingQueueConfigChange(FaxServer)}, and of Blocked and Paused
     * by {@link FaxServerNotify#onQueuesStatusChange}. On Windows the last one to save wins.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if a value is out of range, ERROR_REVISION_MISMATCH if somebody
     *     else has changed one of them since they were read: {@link #refresh()}, and change again. Nothing is saved
     *     then
     */
    void save();

    /** The jobs in the queue, as they are now: the own ones, and all with {@code far2QUERY_OUT_JOBS}. */
    FaxOutgoingJobs getJobs();

    /**
     * The job with this id, that is in the queue. Same rights as {@link #getJobs()}.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none, it has left the queue, or it is
     *     not to be seen
     */
    FaxOutgoingJob getJob(String jobId);

    /**
     * The job with this id, whether it is in the queue or has left it; empty if there never was one, or if it is not to
     * be seen. Not in the original, where a job that has left the queue must be looked for in the archive, and is
     * nowhere if it failed.
     */
    Optional<FaxOutgoingJob> findJob(String jobId);
}

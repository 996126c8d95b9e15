package org.caselli.faxcomex;

/**
 * Incoming queue configuration and jobs.
 *
 * <p>Obtained from {@code FaxFolders.IncomingQueue}.
 *
 * <p>Blocked is cached; Save writes, Refresh reloads. GetJob/GetJobs always ask the server.
 */
public interface FaxIncomingQueue {
    /**
     * True = server does not answer fax calls.
     *
     * <p>Right needed: Save: MANAGE_CONFIG.
     */
    boolean isBlocked();

    /**
     * Sets {@link #isBlocked()}.
     */
    void setBlocked(boolean value);

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write Blocked; fires OnQueuesStatusChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG.
     */
    void save();

    /**
     * Snapshot collection of incoming jobs.
     *
     * <p>Right needed: QUERY_JOBS and SUBMIT_LOW (v3 wire: MANAGE_RECEIVE_FOLDER unless incoming faxes are
     * public).
     */
    FaxIncomingJobs getJobs();

    /**
     * Job by id.
     *
     * <p>Right needed: same. Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxIncomingJob getJob(String jobId);
}

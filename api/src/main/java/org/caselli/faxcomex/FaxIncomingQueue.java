package org.caselli.faxcomex;

/**
 * The incoming queue: the faxes that are being received or routed, and whether any are taken. From
 * {@link FaxFolders#getIncomingQueue()}. {@link #isBlocked()} is a copy as in {@link FaxOutgoingQueue}; the jobs are
 * asked of the server at each call.
 */
public interface FaxIncomingQueue {
    /**
     * Whether calls are left unanswered; receptions under way go on. False by default. Needs {@code far2QUERY_CONFIG}.
     */
    boolean isBlocked();

    /** Sets {@link #isBlocked()}. {@link #save()} writes it. */
    void setBlocked(boolean value);

    /** Reads the setting again; a change that was not saved is lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes the setting. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}. Listeners are told by
     * {@link FaxServerNotify#onQueuesStatusChange}.
     *
     * @throws org.caselli.fax.FaxException ERROR_REVISION_MISMATCH if somebody else has changed it since it was read:
     *     {@link #refresh()}, and change again
     */
    void save();

    /**
     * The jobs in the queue, as they are now. Needs {@code far2MANAGE_RECEIVE_FOLDER}, or that incoming faxes are
     * public, which is the default. The same queue of an account, {@link FaxAccountIncomingQueue}, is empty where this
     * is refused.
     *
     * @throws org.caselli.fax.FaxException E_ACCESSDENIED without
     */
    FaxIncomingJobs getJobs();

    /**
     * The job with this id, that is in the queue. Same rights as {@link #getJobs()}.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none, or it has left the queue;
     *     E_ACCESSDENIED without these rights
     */
    FaxIncomingJob getJob(String jobId);
}

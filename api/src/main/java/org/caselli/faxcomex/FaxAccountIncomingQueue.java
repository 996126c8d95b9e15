package org.caselli.faxcomex;

/**
 * The faxes that are being received or routed, as far as one account may see them: all of them while incoming faxes are
 * public or with {@code far2MANAGE_RECEIVE_FOLDER}, else none. From {@link FaxAccountFolders#getIncomingQueue()}.
 */
public interface FaxAccountIncomingQueue {
    /** The jobs, as they are now. */
    FaxIncomingJobs getJobs();

    /**
     * The job with this id, among them: not one that only the server's own queue shows.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none
     */
    FaxIncomingJob getJob(String jobId);
}

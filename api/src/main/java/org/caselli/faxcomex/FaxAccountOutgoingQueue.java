package org.caselli.faxcomex;

/** The jobs that one account has submitted. From {@link FaxAccountFolders#getOutgoingQueue()}. No right is needed. */
public interface FaxAccountOutgoingQueue {
    /** The jobs in the queue, as they are now. */
    FaxOutgoingJobs getJobs();

    /**
     * The job with this id, among them.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none, or it has left the queue
     */
    FaxOutgoingJob getJob(String jobId);
}

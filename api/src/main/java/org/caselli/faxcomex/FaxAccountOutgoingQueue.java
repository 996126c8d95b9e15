package org.caselli.faxcomex;

/**
 * Outgoing jobs of the account.
 *
 * <p>Obtained from {@code FaxAccountFolders.OutgoingQueue}.
 *
 * <p>GetJobs = snapshot.
 */
public interface FaxAccountOutgoingQueue {
    /**
     * Jobs submitted by the account.
     */
    FaxOutgoingJobs getJobs();

    /**
     * One by id (returned object has IFaxOutgoingJob2).
     *
     * <p>Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxOutgoingJob getJob(String jobId);
}

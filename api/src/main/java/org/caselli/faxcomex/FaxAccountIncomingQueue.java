package org.caselli.faxcomex;

/**
 * Incoming jobs visible to the account.
 *
 * <p>Obtained from {@code FaxAccountFolders.IncomingQueue}.
 *
 * <p>GetJobs = snapshot.
 */
public interface FaxAccountIncomingQueue {
    /**
     * Jobs of the account; all jobs of the server when incoming faxes are public or caller holds
     * MANAGE_RECEIVE_FOLDER.
     *
     * <p>Right needed: 2:SUBMIT_LOW.
     */
    FaxIncomingJobs getJobs();

    /**
     * One of those by id.
     *
     * <p>Right needed: 2:SUBMIT_LOW. Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxIncomingJob getJob(String jobId);
}

package org.caselli.faxcomex;

/**
 * Collection of FaxIncomingJob.
 *
 * <p>Obtained from {@code FaxIncomingQueue.GetJobs}, {@code FaxAccountIncomingQueue.GetJobs}.
 *
 * <p>snapshot.
 */
public interface FaxIncomingJobs extends Iterable<FaxIncomingJob> {
    /**
     * 1-based index in VARIANT.
     */
    FaxIncomingJob getItem(int index);

    /**
     * Number of jobs in the snapshot.
     */
    int getCount();

    /**
     * The one with this id.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxIncomingJob getItem(String id);
}

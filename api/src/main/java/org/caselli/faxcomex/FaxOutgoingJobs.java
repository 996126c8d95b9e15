package org.caselli.faxcomex;

/**
 * Collection of FaxOutgoingJob.
 *
 * <p>Obtained from {@code FaxOutgoingQueue.GetJobs}, {@code FaxAccountOutgoingQueue.GetJobs}.
 *
 * <p>snapshot. (The Cancel page says Count is updated after cancelling a single fax or a whole broadcast; read as:
 * a freshly obtained collection shows it.)
 */
public interface FaxOutgoingJobs extends Iterable<FaxOutgoingJob> {
    /**
     * 1-based index in VARIANT.
     */
    FaxOutgoingJob getItem(int index);

    /**
     * Number of jobs.
     */
    int getCount();

    /**
     * The one with this id.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxOutgoingJob getItem(String id);
}

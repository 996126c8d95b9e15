package org.caselli.faxcomex;

/**
 * Jobs of an incoming queue, as they were when they were asked for, newest first; the collection stays as it is. Counts
 * from 1.
 */
public interface FaxIncomingJobs extends Iterable<FaxIncomingJob> {
    /**
     * The job at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxIncomingJob getItem(int index);

    /** How many jobs there are. */
    int getCount();

    /**
     * The job with this id, among those of the collection.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is not among them
     */
    FaxIncomingJob getItem(String id);
}

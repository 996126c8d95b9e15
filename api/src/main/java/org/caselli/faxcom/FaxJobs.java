package org.caselli.faxcom;

/**
 * The jobs of a server as they were when {@link FaxServer#getJobs()} was called: those of both directions that are
 * waiting or under way, as far as the caller may see them. The collection stays as it is; ask the server for a new one.
 * It counts from 1 and may be iterated over, which the original does not promise.
 */
public interface FaxJobs extends Iterable<FaxJob> {
    /** How many jobs there are. */
    int getCount();

    /**
     * The job at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxJob getItem(int index);
}

package org.caselli.faxcom;

/**
 * Collection of the jobs of a server.
 *
 * <p>Obtained from IFaxServer.GetJobs.
 */
public interface FaxJobs extends Iterable<FaxJob> {
    /**
     * Number of jobs in the queue (automation name Count). Queued and active; both directions.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE, ERROR_INVALID_HANDLE
     * (not connected).
     */
    int getCount();

    /**
     * {@code get_Item(int Index)}, automation name Item(lCount). New FaxJob per call, VARIANT VT_DISPATCH. Index
     * 1…Count.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: out of range: fails, code not stated (see 4).
     */
    FaxJob getItem(int index);
}

package org.caselli.faxcom;

/**
 * Collection of the ports of a server.
 *
 * <p>Obtained from IFaxServer.GetPorts. Holds one entry per attached device, virtual devices included.
 */
public interface FaxPorts extends Iterable<FaxPort> {
    /**
     * Number of ports on the server (automation name Count, read-only property). One page text says "jobs": copy
     * error.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE, ERROR_INVALID_HANDLE
     * (not connected).
     */
    int getCount();

    /**
     * {@code get_Item(int Index)}, automation name Item(lCount). New FaxPort per call, delivered as VARIANT
     * VT_DISPATCH. Index 1…Count.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: out of range: fails, code not stated (see 4).
     */
    FaxPort getItem(int index);
}

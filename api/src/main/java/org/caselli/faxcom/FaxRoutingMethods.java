package org.caselli.faxcom;

/**
 * Collection of the routing methods of one port.
 *
 * <p>Obtained from IFaxPort.GetRoutingMethods.
 */
public interface FaxRoutingMethods extends Iterable<FaxRoutingMethod> {
    /**
     * Number of routing methods for the port (automation name Count).
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE, ERROR_INVALID_HANDLE
     * (not connected).
     */
    int getCount();

    /**
     * {@code get_Item(int Index)}, automation name Item(lCount). New object per call, VARIANT VT_DISPATCH. Index
     * 1…Count. Order not stated.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: out of range: fails, code not stated (see 4).
     */
    FaxRoutingMethod getItem(int index);
}

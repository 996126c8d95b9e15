package org.caselli.faxcom;

/**
 * One action run on faxes received by a port, with its per-port switch.
 *
 * <p>Obtained from IFaxRoutingMethods.get_Item.
 */
public interface FaxRoutingMethod {
    /**
     * Permanent line id of the port the method is seen through.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getDeviceId();

    /**
     * Display name of that port. (VB page title misspells it get_DeviceName.)
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getDeviceName();

    /**
     * True = method runs for faxes received on this port. put acts at once on this port only. Without effect while
     * the port's Receive is false.
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; P; X (method id unknown); R.
     */
    boolean isEnable();

    /**
     * Sets {@link #isEnable()}.
     */
    void setEnable(boolean value);

    /**
     * Display name of the routing extension; not unique.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getExtensionName();

    /**
     * Display name of the method; not unique.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getFriendlyName();

    /**
     * Exported function that performs the method; not unique across extensions.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getFunctionName();

    /**
     * Identity of the method. Text form is a brace-enclosed GUID (MS-FAX).
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getGuid();

    /**
     * Executable image name of the extension; unique per extension.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getImageName();

    /**
     * Routing string, form {@code Canonical-Phone-Number[|Additional-Routing-Info]}. (FaxGetRoutingInfo calls the
     * same data opaque to clients: disagree.)
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: R; X (method id unknown).
     */
    String getRoutingData();
}

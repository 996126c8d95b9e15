package org.caselli.faxcom;

/**
 * Configuration of one port; factory of its status and routing methods.
 *
 * <p>Obtained from IFaxPorts.get_Item.
 */
public interface FaxPort {
    /**
     * Collection of the inbound routing methods known for this port.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE.
     */
    FaxRoutingMethods getRoutingMethods();

    /**
     * Status object holding the present state of the port. (One guide page calls it "Status": error.)
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE.
     */
    FaxStatus getStatus();

    /**
     * True = caller may change this port; call before any put_. VB page declares String, header declares BOOL: use
     * boolean. Whether it also turns false when another client holds the port open for change: not stated.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isCanModify();

    /**
     * Called station id, sent to the caller when this port receives. Printable ASCII 0x20–0x7F, 20 characters.
     * Non-ASCII removed, then cut to 20 by the service; no error mentioned.
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; D (port busy sending/receiving); R.
     */
    String getCsid();

    /**
     * Sets {@link #getCsid()}.
     */
    void setCsid(String value);

    /**
     * Permanent line id; identity of the port (names may repeat). &gt; 0; 0 is reserved for extension-global data.
     * FaxOpenPort page warns not to store it, it may change between calls (disagrees with "permanent").
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE.
     */
    int getDeviceId();

    /**
     * Display name of the device. Not unique.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE.
     */
    String getName();

    /**
     * Rank for outbound selection, 1…n with n = IFaxPorts count. Server tries highest priority send-enabled port,
     * then next in rank. Setting one port makes the service renumber the others. That 1 is the first rank is
     * implied, not stated. No effect inbound.
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; D (port busy sending/receiving); R; out of
     * range: not stated.
     */
    int getPriority();

    /**
     * Sets {@link #getPriority()}.
     */
    void setPriority(int value);

    /**
     * True = port answers and receives faxes (FPF_RECEIVE). When false its Rings value and routing methods are
     * ignored.
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; D (port busy sending/receiving); R.
     */
    boolean isReceive();

    /**
     * Sets {@link #isReceive()}.
     */
    void setReceive(boolean value);

    /**
     * Rings before answering, 1–99 (FAX_PORT_INFO says 0–99: disagree). Ignored unless Receive is true.
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; D (port busy sending/receiving); R; out of
     * range: not stated.
     */
    int getRings();

    /**
     * Sets {@link #getRings()}.
     */
    void setRings(int value);

    /**
     * True = port may send (FPF_SEND).
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; D (port busy sending/receiving); R.
     */
    boolean isSend();

    /**
     * Sets {@link #isSend()}.
     */
    void setSend(boolean value);

    /**
     * Transmitting station id the port announces when sending; usually its number. Same character and length rule
     * as Csid. (Page says it is transmitted when the port receives: contradicts every other page.)
     *
     * <p>Right needed: get FAX_PORT_QUERY; put FAX_PORT_SET. Errors: A; D (port busy sending/receiving); R.
     */
    String getTsid();

    /**
     * Sets {@link #getTsid()}.
     */
    void setTsid(String value);
}

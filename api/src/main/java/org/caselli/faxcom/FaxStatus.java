package org.caselli.faxcom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one port is doing now.
 *
 * <p>Obtained from IFaxPort.GetStatus only. One object shows one port; data about a job is valid only during that
 * job.
 */
public interface FaxStatus {
    /**
     * Re-reads the port. Getters must be called again afterwards to see new values. Meant to be called sparingly.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE.
     */
    void refresh();

    /**
     * Destination of the active job, normally a telephone number. Outbound job only.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getAddress();

    /**
     * Identity of the calling device. Inbound only; empty string if unknown.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getCallerId();

    /**
     * CSID of the transmission, normally the receiver's number. Empty string if unknown.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getCsid();

    /**
     * Page being sent, 1-based. 0 = not available. COM page: meaningless inbound; FAX_DEVICE_STATUS: counts
     * sending or receiving (disagree). While sending.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getCurrentPage();

    /**
     * Displayable text of the port state (texts of 5.1 are the natural source; this page gives no list; the Win32
     * StatusString is always null, so text must be made from the status code). Empty if none. Always.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getDescription();

    /**
     * Permanent line id; ties the status to its FaxPort. Always.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getDeviceId();

    /**
     * Display name of the port; not unique. Always.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getDeviceName();

    /**
     * Display name of the document. Outbound only.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getDocumentName();

    /**
     * Size in bytes of the outbound document. Outbound only.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getDocumentSize();

    /**
     * Time since the job began on this port. Typed DATE but is a span, not an instant; text says seconds while
     * DATE counts days (disagree on unit). Java: Duration. Undefined without an active job.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    Duration getElapsedTime();

    /**
     * Total pages of the outbound fax. 0 = not available. While sending.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getPageCount();

    /**
     * True = port is receiving now. (Not the enable flag of IFaxPort.). Always.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isReceive();

    /**
     * Recipient of the inbound fax. Valid only if Receive is true. Empty if unknown. While receiving.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getRecipientName();

    /**
     * Provider-specific inbound routing text. Form {@code Canonical-Phone-Number[|Additional-Routing-Info]} by
     * FAX_DEVICE_STATUS. Valid only if Receive is true. Empty if none. While receiving.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getRoutingString();

    /**
     * True = port is sending now. Always.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isSend();

    /**
     * User who queued the outbound job. Valid only if Send is true. Empty if unknown. While sending.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getSenderName();

    /**
     * Instant the active job began on this port, UTC. Active job; otherwise not stated.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    Optional<Instant> getStartTime();

    /**
     * Instant the user submitted the outbound job, UTC. Valid only if Send is true. While sending.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    Optional<Instant> getSubmittedTime();

    /**
     * TSID in use; set for both directions. Empty if unknown. Sending or receiving.
     *
     * <p>Right needed: FAX_PORT_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getTsid();
}

package org.caselli.faxcomex;

/**
 * Server event sink. XP clients see the dispinterface IFaxServerNotify (same events, without the last one; first
 * argument IFaxServer); Vista adds dispinterface IFaxServerNotify2.
 *
 * <p>Obtained from implemented by the client, attached to the FaxServer connection point.
 *
 * <p>handlers return HRESULT; the value's effect is not documented.
 */
public interface FaxServerNotify {
    /**
     * A job entered the incoming queue.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetIN_QUEUE}.
     */
    default void onIncomingJobAdded(FaxServer server, String jobId) {}

    /**
     * A job left the incoming queue.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetIN_QUEUE}.
     */
    default void onIncomingJobRemoved(FaxServer server, String jobId) {}

    /**
     * Status of an incoming job changed; carries FaxJobStatus.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetIN_QUEUE}.
     */
    default void onIncomingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {}

    /**
     * A job entered the outgoing queue (one event per recipient job).
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetOUT_QUEUE}.
     */
    default void onOutgoingJobAdded(FaxServer server, String jobId) {}

    /**
     * A job left the outgoing queue.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetOUT_QUEUE}.
     */
    default void onOutgoingJobRemoved(FaxServer server, String jobId) {}

    /**
     * Status of an outgoing job changed; carries FaxJobStatus.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetOUT_QUEUE}.
     */
    default void onOutgoingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {}

    /**
     * Message added to the incoming archive.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetIN_ARCHIVE}.
     */
    default void onIncomingMessageAdded(FaxServer server, String messageId) {}

    /**
     * Message removed from the incoming archive.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetIN_ARCHIVE}.
     */
    default void onIncomingMessageRemoved(FaxServer server, String messageId) {}

    /**
     * Message added to the outgoing archive.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetOUT_ARCHIVE}.
     */
    default void onOutgoingMessageAdded(FaxServer server, String messageId) {}

    /**
     * Message removed from the outgoing archive.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetOUT_ARCHIVE}.
     */
    default void onOutgoingMessageRemoved(FaxServer server, String messageId) {}

    /**
     * Receipt configuration saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onReceiptOptionsChange(FaxServer server) {}

    /**
     * Activity logging saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onActivityLoggingConfigChange(FaxServer server) {}

    /**
     * Security descriptor saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onSecurityConfigChange(FaxServer server) {}

    /**
     * Event logging saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onEventLoggingConfigChange(FaxServer server) {}

    /**
     * Outgoing queue settings saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onOutgoingQueueConfigChange(FaxServer server) {}

    /**
     * Outgoing archive settings saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onOutgoingArchiveConfigChange(FaxServer server) {}

    /**
     * Incoming archive settings saved.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onIncomingArchiveConfigChange(FaxServer server) {}

    /**
     * A device's configuration changed.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onDevicesConfigChange(FaxServer server) {}

    /**
     * Groups changed.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onOutboundRoutingGroupsConfigChange(FaxServer server) {}

    /**
     * Rules changed.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onOutboundRoutingRulesConfigChange(FaxServer server) {}

    /**
     * Counters changed; new values passed (incoming, routing, outgoing, queued).
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetACTIVITY}.
     */
    default void onServerActivityChange(
            FaxServer server, int incomingMessages, int routingMessages, int outgoingMessages, int queuedMessages) {}

    /**
     * Blocked/paused state changed; three flags passed.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetQUEUE_STATE}.
     */
    default void onQueuesStatusChange(
            FaxServer server,
            boolean outgoingQueueBlocked,
            boolean outgoingQueuePaused,
            boolean incomingQueueBlocked) {}

    /**
     * Incoming call detected: call id, device id, caller id.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetINCOMING_CALL}.
     */
    default void onNewCall(FaxServer server, int callId, int deviceId, String callerId) {}

    /**
     * Service stops.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetFXSSVC_ENDED}.
     */
    default void onServerShutDown(FaxServer server) {}

    /**
     * Device flags changed: powered off, sending, receiving, ringing.
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetDEVICE_STATUS}.
     */
    default void onDeviceStatusChange(
            FaxServer server, int deviceId, boolean poweredOff, boolean sending, boolean receiving, boolean ringing) {}

    /**
     * FaxConfiguration changed (Vista+ only).
     *
     * <p>Class: {@link FAX_SERVER_EVENTS_TYPE_ENUM#fsetCONFIG}.
     */
    default void onGeneralServerConfigChanged(FaxServer server) {}
}

package org.caselli.faxcomex;

/**
 * Is told what happens on a server. Given to {@link FaxServer#addListener(FaxServerNotify)}, and told of the kinds that
 * {@link FaxServer#listenToServerEvents(Set)} names; a program overrides what it needs.
 *
 * <pre>{@code
 * server.addListener(new FaxServerNotify() {
 *     public void onIncomingMessageAdded(FaxServer server, String messageId) {
 *         System.out.println("New fax " + messageId);
 *     }
 * });
 * server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE);
 * }</pre>
 *
 * <p>Called from one daemon thread, one event after the other, in the order in which they happened; a listener that
 * takes long holds up the later ones but loses none. It may call the server and its objects, and what it throws is
 * logged and does not disturb the others. Of an outgoing job one hears added, then changed with each state up to a
 * final one, then removed; of an incoming one that succeeds the last change is ROUTING. Nothing is lost or told twice
 * over a broken connection or a restart of the server, as it keeps events for 30 days, while Windows loses them; whoever
 * was away for longer is told by {@link #onEventsMissed(FaxServer)}.
 * Settings are told of only if something has really changed; Windows tells of each Save.
 */
public interface FaxServerNotify {
    /** A call was answered, and a fax is being received. Kind {@code fsetIN_QUEUE}. */
    default void onIncomingJobAdded(FaxServer server, String jobId) {}

    /** An incoming job has left the queue: routed, deleted, or nothing came of it. Kind {@code fsetIN_QUEUE}. */
    default void onIncomingJobRemoved(FaxServer server, String jobId) {}

    /** The state of an incoming job has changed, or it has come a page further. Kind {@code fsetIN_QUEUE}. */
    default void onIncomingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {}

    /** A fax was submitted: one event for each recipient. Kind {@code fsetOUT_QUEUE}. */
    default void onOutgoingJobAdded(FaxServer server, String jobId) {}

    /** An outgoing job has left the queue; how it ended was told by the change before. Kind {@code fsetOUT_QUEUE}. */
    default void onOutgoingJobRemoved(FaxServer server, String jobId) {}

    /** The state of an outgoing job has changed, or its call has come further. Kind {@code fsetOUT_QUEUE}. */
    default void onOutgoingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {}

    /** A received fax is in the archive. Kind {@code fsetIN_ARCHIVE}. */
    default void onIncomingMessageAdded(FaxServer server, String messageId) {}

    /** A received fax has left the archive, or the caller's sight. Kind {@code fsetIN_ARCHIVE}. */
    default void onIncomingMessageRemoved(FaxServer server, String messageId) {}

    /** A delivered fax is in the archive. Kind {@code fsetOUT_ARCHIVE}. */
    default void onOutgoingMessageAdded(FaxServer server, String messageId) {}

    /** A sent fax has left the archive. Kind {@code fsetOUT_ARCHIVE}. */
    default void onOutgoingMessageRemoved(FaxServer server, String messageId) {}

    /** {@link FaxReceiptOptions} was saved by somebody. Kind {@code fsetCONFIG}. */
    default void onReceiptOptionsChange(FaxServer server) {}

    /** {@link FaxActivityLogging} was saved by somebody. Kind {@code fsetCONFIG}. */
    default void onActivityLoggingConfigChange(FaxServer server) {}

    /** Rights were changed by somebody. Kind {@code fsetCONFIG}. */
    default void onSecurityConfigChange(FaxServer server) {}

    /** {@link FaxEventLogging} was saved by somebody. Kind {@code fsetCONFIG}. */
    default void onEventLoggingConfigChange(FaxServer server) {}

    /** The settings of {@link FaxOutgoingQueue} were changed by somebody. Kind {@code fsetCONFIG}. */
    default void onOutgoingQueueConfigChange(FaxServer server) {}

    /**
     * The settings of the archives were changed by somebody: as there is one set of them, this comes with
     * {@link #onIncomingArchiveConfigChange(FaxServer)}. Kind {@code fsetCONFIG}.
     */
    default void onOutgoingArchiveConfigChange(FaxServer server) {}

    /**
     * The settings of the archives were changed by somebody: as there is one set of them, this comes with
     * {@link #onOutgoingArchiveConfigChange(FaxServer)}. Kind {@code fsetCONFIG}.
     */
    default void onIncomingArchiveConfigChange(FaxServer server) {}

    /** A device was changed, added or removed. Kind {@code fsetCONFIG}. */
    default void onDevicesConfigChange(FaxServer server) {}

    /** A group of outbound routing was changed, added or removed. Kind {@code fsetCONFIG}. */
    default void onOutboundRoutingGroupsConfigChange(FaxServer server) {}

    /** A rule of outbound routing was changed, added or removed. Kind {@code fsetCONFIG}. */
    default void onOutboundRoutingRulesConfigChange(FaxServer server) {}

    /**
     * The counters have changed; comes a moment after what has changed them, and passes short-lived values over. Kind
     * {@code fsetACTIVITY}.
     *
     * @param server who tells it
     * @param incomingMessages {@link FaxActivity#getIncomingMessages()}
     * @param routingMessages {@link FaxActivity#getRoutingMessages()}
     * @param outgoingMessages {@link FaxActivity#getOutgoingMessages()}
     * @param queuedMessages {@link FaxActivity#getQueuedMessages()}
     */
    default void onServerActivityChange(
            FaxServer server, int incomingMessages, int routingMessages, int outgoingMessages, int queuedMessages) {}

    /**
     * A queue was blocked, paused or released. Kind {@code fsetQUEUE_STATE}.
     *
     * @param server who tells it
     * @param outgoingQueueBlocked whether submissions are refused now
     * @param outgoingQueuePaused whether no call is begun now
     * @param incomingQueueBlocked whether calls are left unanswered now
     */
    default void onQueuesStatusChange(
            FaxServer server,
            boolean outgoingQueueBlocked,
            boolean outgoingQueuePaused,
            boolean incomingQueueBlocked) {}

    /**
     * A line rings, also if the call is answered at once. Kind {@code fsetINCOMING_CALL}.
     *
     * @param server who tells it
     * @param callId a number for this call, above 0
     * @param deviceId the device, whose {@link FaxDevice#answerCall()} takes the call
     * @param callerId the number that the telephone network gave for the caller; empty if it gave none
     */
    default void onNewCall(FaxServer server, int callId, int deviceId, String callerId) {}

    /**
     * The server says that it stops; not told if it is killed or only the connection is lost. Of several servers with
     * one database it is the one that this program is connected to; behind a load balancer it goes on with another. When
     * the server is there again, objects and events go on; on Windows everything fails from then on. Kind
     * {@code fsetFXSSVC_ENDED}.
     */
    default void onServerShutDown(FaxServer server) {}

    /**
     * A device does something else now. Kind {@code fsetDEVICE_STATUS}.
     *
     * @param server who tells it
     * @param deviceId the device
     * @param poweredOff {@link FaxDevice#isPoweredOff()}
     * @param sending {@link FaxDevice#isSendingNow()}
     * @param receiving {@link FaxDevice#isReceivingNow()}
     * @param ringing {@link FaxDevice#isRingingNow()}
     */
    default void onDeviceStatusChange(
            FaxServer server, int deviceId, boolean poweredOff, boolean sending, boolean receiving, boolean ringing) {}

    /** A setting of {@link FaxConfiguration} was changed, in whatever way. Kind {@code fsetCONFIG}. */
    default void onGeneralServerConfigChanged(FaxServer server) {}

    /**
     * Something may have happened that is not told: the program was away for longer than the server keeps events, or the
     * server goes on with a backup that knows nothing of what came later. A program that shows queues and archives reads
     * them anew here; what the server still has, and what happens from now on, is told after this. Told whatever kinds were
     * chosen. Not in the original, where whatever happens during a lost connection is lost and nobody is told.
     */
    default void onEventsMissed(FaxServer server) {}
}

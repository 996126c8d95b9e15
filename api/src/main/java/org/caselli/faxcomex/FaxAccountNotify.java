package org.caselli.faxcomex;

/**
 * Account event sink (Vista+), dispinterface IFaxAccountNotify.
 *
 * <p>Obtained from implemented by the client, attached to the FaxAccount connection point.
 *
 * <p>as above.
 */
public interface FaxAccountNotify {
    /**
     * Job entered the account's incoming queue view.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetIN_QUEUE}.
     */
    default void onIncomingJobAdded(FaxAccount account, String jobId) {}

    /**
     * Job left it.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetIN_QUEUE}.
     */
    default void onIncomingJobRemoved(FaxAccount account, String jobId) {}

    /**
     * Job status changed.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetIN_QUEUE}.
     */
    default void onIncomingJobChanged(FaxAccount account, String jobId, FaxJobStatus status) {}

    /**
     * Account's job entered the outgoing queue.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetOUT_QUEUE}.
     */
    default void onOutgoingJobAdded(FaxAccount account, String jobId) {}

    /**
     * Account's job left it.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetOUT_QUEUE}.
     */
    default void onOutgoingJobRemoved(FaxAccount account, String jobId) {}

    /**
     * Job status changed.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetOUT_QUEUE}.
     */
    default void onOutgoingJobChanged(FaxAccount account, String jobId, FaxJobStatus status) {}

    /**
     * Message entered the inbox; flag tells whether it went to the common receive folder.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetIN_ARCHIVE}.
     */
    default void onIncomingMessageAdded(FaxAccount account, String messageId, boolean addedToReceiveFolder) {}

    /**
     * Message left the inbox; flag tells whether it was in the receive folder.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetIN_ARCHIVE}.
     */
    default void onIncomingMessageRemoved(FaxAccount account, String messageId, boolean removedFromReceiveFolder) {}

    /**
     * Message entered sent items.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetOUT_ARCHIVE}.
     */
    default void onOutgoingMessageAdded(FaxAccount account, String messageId) {}

    /**
     * Message left sent items.
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetOUT_ARCHIVE}.
     */
    default void onOutgoingMessageRemoved(FaxAccount account, String messageId) {}

    /**
     * Service stops. Header: argument is IFaxServer2 (page says IFaxAccount).
     *
     * <p>Class: {@link FAX_ACCOUNT_EVENTS_TYPE_ENUM#faetFXSSVC_ENDED}.
     */
    default void onServerShutDown(FaxServer server) {}
}

package org.caselli.faxcomex;

/**
 * Is told what happens to the faxes of one account. Given to {@link FaxAccount#addListener(FaxAccountNotify)}, and told
 * of the kinds that {@link FaxAccount#listenToAccountEvents(Set)} names; a program overrides what it needs. It is
 * called as {@link FaxServerNotify} is.
 */
public interface FaxAccountNotify {
    /** A fax that the account may see is being received. Kind {@code faetIN_QUEUE}. */
    default void onIncomingJobAdded(FaxAccount account, String jobId) {}

    /** An incoming job that the account could see has left the queue. Kind {@code faetIN_QUEUE}. */
    default void onIncomingJobRemoved(FaxAccount account, String jobId) {}

    /** The state of an incoming job has changed. Kind {@code faetIN_QUEUE}. */
    default void onIncomingJobChanged(FaxAccount account, String jobId, FaxJobStatus status) {}

    /** The account has submitted a fax: one event for each recipient. Kind {@code faetOUT_QUEUE}. */
    default void onOutgoingJobAdded(FaxAccount account, String jobId) {}

    /** A job of the account has left the queue. Kind {@code faetOUT_QUEUE}. */
    default void onOutgoingJobRemoved(FaxAccount account, String jobId) {}

    /** The state of a job of the account has changed, or its call has come further. Kind {@code faetOUT_QUEUE}. */
    default void onOutgoingJobChanged(FaxAccount account, String jobId, FaxJobStatus status) {}

    /**
     * A fax has come into the account's sight. Kind {@code faetIN_ARCHIVE}.
     *
     * @param account whose faxes
     * @param messageId the fax
     * @param addedToReceiveFolder whether it is in the common receive folder, which all see while incoming faxes are
     *     public; else it was given to this account
     */
    default void onIncomingMessageAdded(FaxAccount account, String messageId, boolean addedToReceiveFolder) {}

    /**
     * A fax has left the account's sight. Kind {@code faetIN_ARCHIVE}.
     *
     * @param account whose faxes
     * @param messageId the fax
     * @param removedFromReceiveFolder whether it was in the common receive folder
     */
    default void onIncomingMessageRemoved(FaxAccount account, String messageId, boolean removedFromReceiveFolder) {}

    /** A delivered fax of the account is in the archive. Kind {@code faetOUT_ARCHIVE}. */
    default void onOutgoingMessageAdded(FaxAccount account, String messageId) {}

    /** A sent fax of the account has left the archive. Kind {@code faetOUT_ARCHIVE}. */
    default void onOutgoingMessageRemoved(FaxAccount account, String messageId) {}

    /**
     * The server stops; see {@link FaxServerNotify#onServerShutDown(FaxServer)}. Kind {@code faetFXSSVC_ENDED}.
     *
     * @param server the account's, as the original's header has it; one of its pages has the account
     */
    default void onServerShutDown(FaxServer server) {}

    /**
     * Something may have happened that is not told, as in {@link FaxServerNotify#onEventsMissed(FaxServer)}. Not in the
     * original.
     */
    default void onEventsMissed(FaxAccount account) {}
}

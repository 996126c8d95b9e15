package org.caselli.faxcomex;

/**
 * Folders of one account.
 *
 * <p>Obtained from {@code FaxAccount.Folders}.
 *
 * <p>none.
 */
public interface FaxAccountFolders {
    /**
     * Account's outgoing queue view.
     */
    FaxAccountOutgoingQueue getOutgoingQueue();

    /**
     * Account's incoming queue view.
     */
    FaxAccountIncomingQueue getIncomingQueue();

    /**
     * Account's inbox view.
     */
    FaxAccountIncomingArchive getIncomingArchive();

    /**
     * Account's sent items view.
     */
    FaxAccountOutgoingArchive getOutgoingArchive();
}

package org.caselli.faxcomex;

/**
 * Gate to the four server folders.
 *
 * <p>Obtained from {@code FaxServer.Folders}.
 *
 * <p>none.
 */
public interface FaxFolders {
    /**
     * Outgoing queue (outbox).
     */
    FaxOutgoingQueue getOutgoingQueue();

    /**
     * Incoming queue.
     */
    FaxIncomingQueue getIncomingQueue();

    /**
     * Incoming archive (inbox).
     */
    FaxIncomingArchive getIncomingArchive();

    /**
     * Outgoing archive (sent items).
     */
    FaxOutgoingArchive getOutgoingArchive();
}

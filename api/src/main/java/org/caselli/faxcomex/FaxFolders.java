package org.caselli.faxcomex;

/**
 * The four places where faxes are on a server. From {@link FaxServer#getFolders()}; itself it holds nothing. The
 * folders of one account alone are {@link FaxAccountFolders}.
 */
public interface FaxFolders {
    /** The faxes that are to be sent, and how they are. */
    FaxOutgoingQueue getOutgoingQueue();

    /** The faxes that are being received and routed. */
    FaxIncomingQueue getIncomingQueue();

    /** The received faxes. */
    FaxIncomingArchive getIncomingArchive();

    /** The sent faxes. */
    FaxOutgoingArchive getOutgoingArchive();
}

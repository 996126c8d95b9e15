package org.caselli.faxcomex;

/** The four places where one account's own faxes are. From {@link FaxAccount#getFolders()}; itself it holds nothing. */
public interface FaxAccountFolders {
    /** The faxes that the account has submitted and that are on their way. */
    FaxAccountOutgoingQueue getOutgoingQueue();

    /** The faxes coming in that the account may see. */
    FaxAccountIncomingQueue getIncomingQueue();

    /** The account's inbox. */
    FaxAccountIncomingArchive getIncomingArchive();

    /** The faxes that the account has sent. */
    FaxAccountOutgoingArchive getOutgoingArchive();
}

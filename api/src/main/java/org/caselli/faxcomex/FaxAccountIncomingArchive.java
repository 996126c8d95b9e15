package org.caselli.faxcomex;

/**
 * The inbox of one account: what was given to it, and the common receive folder while incoming faxes are public or with
 * {@code far2MANAGE_RECEIVE_FOLDER}. From {@link FaxAccountFolders#getIncomingArchive()}.
 */
public interface FaxAccountIncomingArchive {
    /**
     * The lower 32 bits of how many bytes they take, without sign; see {@link #getSize()}. As it was when first asked
     * or refreshed. No right is needed; on Windows {@code far2QUERY_CONFIG}.
     */
    int getSizeLow();

    /** The upper 32 bits of the same. */
    int getSizeHigh();

    /** Reads the size again. */
    void refresh();

    /**
     * The faxes one after the other, newest first.
     *
     * @param prefetchSize how many are read at once, 1 or more
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is less than 1
     */
    FaxIncomingMessageIterator getMessages(int prefetchSize);

    /** The same, read 100 at once. */
    default FaxIncomingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * The fax with this id, among them. No right is needed, where the original's page names
     * {@code far2QUERY_ARCHIVES}; who has that finds the faxes of others in {@link FaxIncomingArchive}, not here.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none
     */
    FaxIncomingMessage getMessage(String messageId);

    /** How many bytes they take: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}

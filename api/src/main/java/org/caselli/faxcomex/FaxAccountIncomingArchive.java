package org.caselli.faxcomex;

/**
 * Inbox view of the account.
 *
 * <p>Obtained from {@code FaxAccountFolders.IncomingArchive}.
 *
 * <p>sizes cached; Refresh reloads.
 */
public interface FaxAccountIncomingArchive {
    /**
     * Low 32 bits of size in bytes for this account.
     *
     * <p>Right needed: 2:QUERY_CONFIG.
     */
    int getSizeLow();

    /**
     * High 32 bits; both 0xFFFFFFFF = unknown.
     *
     * <p>Right needed: 2:QUERY_CONFIG.
     */
    int getSizeHigh();

    /**
     * Reload.
     *
     * <p>Right needed: 2:QUERY_CONFIG.
     */
    void refresh();

    /**
     * Iterator over messages re-assigned to the account; with public faxes or MANAGE_RECEIVE_FOLDER over the whole
     * server receive folder. Prefetch default 100.
     */
    FaxIncomingMessageIterator getMessages(int prefetchSize);

    /**
     * The same with the documented default.
     */
    default FaxIncomingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * By id, same visibility.
     *
     * <p>Right needed: 2:QUERY_ARCHIVES (page). Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxIncomingMessage getMessage(String messageId);

    /** How many bytes the archive takes: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}

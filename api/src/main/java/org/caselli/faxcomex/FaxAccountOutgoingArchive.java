package org.caselli.faxcomex;

/**
 * Sent items view of the account.
 *
 * <p>Obtained from {@code FaxAccountFolders.OutgoingArchive}.
 *
 * <p>sizes cached; Refresh reloads.
 */
public interface FaxAccountOutgoingArchive {
    /**
     * Low 32 bits of size in bytes.
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
     * Iterator over the account's sent faxes. Prefetch default 100.
     */
    FaxOutgoingMessageIterator getMessages(int prefetchSize);

    /**
     * The same with the documented default.
     */
    default FaxOutgoingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * By id (object has IFaxOutgoingMessage2).
     *
     * <p>Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxOutgoingMessage getMessage(String messageId);

    /** How many bytes the archive takes: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}

package org.caselli.faxcomex;

/** The faxes that one account has sent. From {@link FaxAccountFolders#getOutgoingArchive()}. No right is needed. */
public interface FaxAccountOutgoingArchive {
    /**
     * The lower 32 bits of how many bytes they take, without sign; see {@link #getSize()}. As it was when first asked
     * or refreshed.
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
    FaxOutgoingMessageIterator getMessages(int prefetchSize);

    /** The same, read 100 at once. */
    default FaxOutgoingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * The fax with this id, among them.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none
     */
    FaxOutgoingMessage getMessage(String messageId);

    /** How many bytes they take: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}

package org.caselli.faxcomex;

/**
 * Sent faxes one after the other, newest first. From {@link FaxOutgoingArchive#getMessages()}. It stands on the first
 * one from the beginning, reads ahead, and survives deletions, as {@link FaxIncomingMessageIterator} does.
 */
public interface FaxOutgoingMessageIterator {
    /**
     * The fax that it stands on: the same object until it is moved.
     *
     * @throws org.caselli.fax.FaxException ERROR_NO_MORE_ITEMS at the end
     */
    FaxOutgoingMessage getMessage();

    /** Whether it stands behind the last one; true at once for an empty archive. */
    boolean isAtEOF();

    /** How many are read at once; 100 unless it was told otherwise. */
    int getPrefetchSize();

    /**
     * Sets how many are read at once, from the next read on: 1 or more. What was read ahead before is still gone
     * through first.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is less than 1
     */
    void setPrefetchSize(int value);

    /** Begins again, with what the archive holds now. */
    void moveFirst();

    /**
     * Goes on to the next one.
     *
     * @throws org.caselli.fax.FaxException ERROR_NO_MORE_ITEMS if it is at the end
     */
    void moveNext();
}

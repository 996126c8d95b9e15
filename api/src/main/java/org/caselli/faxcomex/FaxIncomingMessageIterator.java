package org.caselli.faxcomex;

/**
 * Received faxes one after the other, newest first. From {@link FaxIncomingArchive#getMessages()}. It stands on the
 * first one from the beginning, so {@link #moveFirst()} is only needed to begin again, but does no harm.
 *
 * <pre>{@code
 * FaxIncomingMessageIterator messages = archive.getMessages();
 * for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
 *     System.out.println(messages.getMessage().getTSID());
 * }
 * }</pre>
 *
 * <p>It reads ahead. A fax that is deleted meanwhile neither stops it nor makes it miss another; one that comes in
 * meanwhile is seen after {@link #moveFirst()}.
 */
public interface FaxIncomingMessageIterator {
    /**
     * The fax that it stands on: the same object until it is moved.
     *
     * @throws org.caselli.fax.FaxException ERROR_NO_MORE_ITEMS at the end
     */
    FaxIncomingMessage getMessage();

    /** How many are read at once; 100 unless it was told otherwise. */
    int getPrefetchSize();

    /**
     * Sets how many are read at once, from the next read on: 1 or more. What was read ahead before is still gone
     * through first.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is less than 1
     */
    void setPrefetchSize(int value);

    /** Whether it stands behind the last one; true at once for an empty archive. */
    boolean isAtEOF();

    /** Begins again, with what the archive holds now. */
    void moveFirst();

    /**
     * Goes on to the next one.
     *
     * @throws org.caselli.fax.FaxException ERROR_NO_MORE_ITEMS if it is at the end
     */
    void moveNext();
}

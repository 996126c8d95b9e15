package org.caselli.faxcomex;

/**
 * Forward cursor over the incoming archive; local object.
 *
 * <p>Obtained from {@code FaxIncomingArchive.GetMessages}, {@code FaxAccountIncomingArchive.GetMessages}.
 *
 * <p>messages fetched in batches of PrefetchSize. Samples call MoveFirst, then loop on AtEOF. Whether the cursor
 * is already on the first message before MoveFirst is not stated (one sample tests AtEOF before MoveFirst).
 */
public interface FaxIncomingMessageIterator {
    /**
     * Message under the cursor (interface IFaxIncomingMessage; object also has IFaxIncomingMessage2).
     *
     * <p>Right needed: QUERY_IN_ARCHIVE. Errors: past end: error (undocumented).
     */
    FaxIncomingMessage getMessage();

    /**
     * Batch size; default 100; change is immediate.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE. Errors: 0 or negative: E_INVALIDARG (wire refuses 0).
     */
    int getPrefetchSize();

    /**
     * Sets {@link #getPrefetchSize()}.
     */
    void setPrefetchSize(int value);

    /**
     * True once the cursor is past the last message.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE.
     */
    boolean isAtEOF();

    /**
     * To first message.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE.
     */
    void moveFirst();

    /**
     * One forward.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE. Errors: fails at EOF (stated for the outgoing twin).
     */
    void moveNext();
}

package org.caselli.faxcomex;

/**
 * Forward cursor over the outgoing archive.
 *
 * <p>Obtained from {@code FaxOutgoingArchive.GetMessages}, {@code FaxAccountOutgoingArchive.GetMessages}.
 *
 * <p>as incoming iterator.
 */
public interface FaxOutgoingMessageIterator {
    /**
     * Message under the cursor.
     *
     * <p>Right needed: page: SUBMIT_LOW and QUERY_OUT_ARCHIVE (archive page: or).
     */
    FaxOutgoingMessage getMessage();

    /**
     * Past the last message.
     */
    boolean isAtEOF();

    /**
     * Batch size, default 100.
     */
    int getPrefetchSize();

    /**
     * Sets {@link #getPrefetchSize()}.
     */
    void setPrefetchSize(int value);

    /**
     * To first message.
     *
     * <p>Right needed: as Message.
     */
    void moveFirst();

    /**
     * One forward.
     *
     * <p>Errors: fails when AtEOF is True.
     */
    void moveNext();
}

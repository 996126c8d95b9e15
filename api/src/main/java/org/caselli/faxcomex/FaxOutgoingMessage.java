package org.caselli.faxcomex;

import java.time.Instant;

/**
 * One sent fax in the archive, as it was when it was asked for or last refreshed. From
 * {@link FaxOutgoingMessageIterator} or {@link FaxOutgoingArchive#getMessage(String)}. It never changes but for the
 * mark whether it was read.
 */
public interface FaxOutgoingMessage {
    /** What all faxes of one submission have in common. */
    String getSubmissionId();

    /** Its id, which was that of its job. */
    String getId();

    /** The subject that was submitted. */
    String getSubject();

    /** What it is called in the lists. */
    String getDocumentName();

    /** How often it was tried again after the first try. */
    int getRetries();

    /** How many pages it has, the cover page included. */
    int getPages();

    /**
     * How many bytes its pages have as they are kept; the largest int if that is too small. A copied file has some
     * hundred more, which describe the fax.
     */
    int getSize();

    /** When it was to be sent at first. */
    Instant getOriginalScheduledTime();

    /** When it was submitted. */
    Instant getSubmissionTime();

    /** Its priority. */
    FAX_PRIORITY_TYPE_ENUM getPriority();

    /** Who sent it: a copy. */
    FaxSender getSender();

    /** Whom it went to: a copy. */
    FaxRecipient getRecipient();

    /** The name that the device had. */
    String getDeviceName();

    /** When the call that delivered it began. */
    Instant getTransmissionStart();

    /** When that call ended. */
    Instant getTransmissionEnd();

    /** What the far end called itself; empty if it did not. */
    String getCSID();

    /** What we called ourselves. */
    String getTSID();

    /**
     * Writes the pages as a TIFF of class F into a file of this machine; one that is there is replaced, and none is
     * left half written. Whoever sees the fax may: one's own, and all with {@code far2QUERY_ARCHIVES}. The original
     * asks for the right to manage the archive.
     *
     * @param tiffPath where to
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if it cannot be written, FAX_E_MESSAGE_NOT_FOUND if the
     *     fax is gone
     */
    void copyTiff(String tiffPath);

    /**
     * Deletes the fax from the archive. One's own needs no right, those of others {@code far2MANAGE_ARCHIVES}.
     * Listeners are told by {@link FaxServerNotify#onOutgoingMessageRemoved}.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if it is gone
     */
    void delete();

    /** Whether it had a cover page. */
    boolean isHasCoverPage();

    /** Which receipt was asked for. */
    FAX_RECEIPT_TYPE_ENUM getReceiptType();

    /** The mail address that the receipt went to; empty if there was none. */
    String getReceiptAddress();

    /** Whether somebody has marked it as read; true at first, as its sender knows it. */
    boolean isRead();

    /** Marks it as read or unread. {@link #save()} writes it. */
    void setRead(boolean value);

    /**
     * Writes the mark. Whoever sees the fax may; on Windows it is said to need the rights of the configuration.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if it is gone
     */
    void save();

    /**
     * Looks again; a mark that was not saved is lost.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if it is gone; the last values stay
     */
    void refresh();

    /**
     * The same into a stream, which is left open. Not in the original, which knows files only.
     *
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if the stream does not take it, FAX_E_MESSAGE_NOT_FOUND if
     *     the fax is gone
     */
    void copyTiff(java.io.OutputStream out);

    /**
     * Writes the pages as a PDF file, each at its true size and with its dots unchanged, into a file of this machine; one
     * that is there is replaced, and none is left half written. Not in the original, which knows TIFF only.
     *
     * @param pdfPath where to
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if it cannot be written, FAX_E_MESSAGE_NOT_FOUND if the
     *     fax is gone
     */
    void copyPdf(String pdfPath);

    /**
     * The same into a stream, which is left open. Not in the original.
     *
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if the stream does not take it, FAX_E_MESSAGE_NOT_FOUND if
     *     the fax is gone
     */
    void copyPdf(java.io.OutputStream out);
}

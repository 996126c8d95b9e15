package org.caselli.faxcomex;

import java.time.Instant;

/**
 * One received fax in the archive, as it was when it was asked for or last refreshed. From
 * {@link FaxIncomingMessageIterator} or {@link FaxIncomingArchive#getMessage(String)}.
 *
 * <p>What came over the line never changes. What people add to it (subject, sender, recipients, whether it was read) is
 * a copy that {@link #save()} writes, or {@link #reAssign()} together with giving the fax to accounts.
 */
public interface FaxIncomingMessage {
    /** Its id, which was that of its job. */
    String getId();

    /** How many pages it has. */
    int getPages();

    /**
     * How many bytes its pages have as they are kept; the largest int if that is too small. A copied file has some
     * hundred more, which describe the fax.
     */
    int getSize();

    /** The name that the device had. */
    String getDeviceName();

    /** How often routing was tried again. */
    int getRetries();

    /** When the call began. */
    Instant getTransmissionStart();

    /** When the call ended. */
    Instant getTransmissionEnd();

    /** What we called ourselves to the caller. */
    String getCSID();

    /** What the far end called itself; empty if it did not. */
    String getTSID();

    /** The number that the telephone network gave for the caller; empty if it gave none. */
    String getCallerId();

    /**
     * The number that was called, with what the line may know besides after a bar. On Windows servers it is always
     * empty.
     */
    String getRoutingInformation();

    /**
     * Writes the pages as a TIFF of class F into a file of this machine; one that is there is replaced, and none is
     * left half written. Whoever sees the fax may.
     *
     * @param tiffPath where to
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if it cannot be written, FAX_E_MESSAGE_NOT_FOUND if the
     *     fax is gone
     */
    void copyTiff(String tiffPath);

    /**
     * Deletes the fax from the archive. One's own needs no right; one of the common receive folder
     * {@code far2MANAGE_RECEIVE_FOLDER}, those of others {@code far2MANAGE_ARCHIVES}. Listeners are told by
     * {@link FaxServerNotify#onIncomingMessageRemoved}.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if it is gone
     */
    void delete();

    /** What it is about; empty until somebody has said so. */
    String getSubject();

    /** Sets {@link #getSubject()}. {@link #save()} writes it. */
    void setSubject(String value);

    /** Who sent it; empty until somebody has said so, or the address book of the line knew. */
    String getSenderName();

    /** Sets {@link #getSenderName()}. {@link #save()} writes it. */
    void setSenderName(String value);

    /** The sender's number; empty until somebody has said so. */
    String getSenderFaxNumber();

    /** Sets {@link #getSenderFaxNumber()}. {@link #save()} writes it. */
    void setSenderFaxNumber(String value);

    /** Whether its first page is a cover page; false until somebody has said so. */
    boolean isHasCoverPage();

    /** Sets {@link #isHasCoverPage()}. {@link #save()} writes it. */
    void setHasCoverPage(boolean value);

    /**
     * Whom it is for: names of accounts with {@code ;} between
     * ({@link FaxConstants#wcharREASSIGN_RECIPIENTS_DELIMITER}; one page of the original has a colon, which is wrong).
     * After {@link #reAssign()}, to whom it was given.
     */
    String getRecipients();

    /** Sets {@link #getRecipients()}: names of accounts with {@code ;} between. {@link #save()} writes it. */
    void setRecipients(String value);

    /** Whether it was given to accounts and so left the common receive folder. */
    boolean isWasReAssigned();

    /** Whether it was read; false at first. Each account to which a fax was given has a mark of its own. */
    boolean isRead();

    /** Sets {@link #isRead()}. {@link #save()} writes it. */
    void setRead(boolean value);

    /**
     * Gives the fax to the accounts of {@link #getRecipients()}, and saves subject, sender and cover page with it, in
     * one step. It leaves the common receive folder and is in the inbox of each as a message of its own, unread; one of
     * them has it under this id, each of the others under a new one. Needs {@code far2MANAGE_RECEIVE_FOLDER} and {@code far2QUERY_CONFIG}. On Windows
     * only server editions have it.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG without recipients, ERROR_FILE_NOT_FOUND if one of them has no
     *     account, ERROR_BUFFER_OVERFLOW for more than 10000, ERROR_INVALID_OPERATION while incoming faxes are public
     *     or if it was given before, ERROR_REVISION_MISMATCH as {@link #save()}, FAX_E_MESSAGE_NOT_FOUND if it is
     *     gone
     */
    void reAssign();

    /**
     * Writes what was changed here, but gives the fax to nobody. Whoever sees the fax may mark it as read; the rest
     * needs {@code far2MANAGE_RECEIVE_FOLDER}, or that it is one's own. On Windows all of it is said to need the rights of
     * the configuration, and the last one wins.
     *
     * @throws org.caselli.fax.FaxException ERROR_REVISION_MISMATCH if something else than the mark was changed here, and
     *     somebody has changed subject, sender, cover page or recipients since the fax was read: nothing is saved, and the
     *     changes stay here until {@link #refresh()}. Marks disturb nobody. ERROR_INVALID_OPERATION if the recipients of
     *     one are changed that was given to somebody; FAX_E_MESSAGE_NOT_FOUND if it is gone
     */
    void save();

    /**
     * Looks again; changes that were not saved are lost.
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

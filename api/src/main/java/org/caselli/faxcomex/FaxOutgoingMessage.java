package org.caselli.faxcomex;

import java.time.Instant;

/**
 * One archived sent fax.
 *
 * <p>Obtained from iterator {@code .Message} or {@code GetMessage}.
 *
 * <p>immutable snapshot.
 */
public interface FaxOutgoingMessage {
    /**
     * Broadcast id.
     */
    String getSubmissionId();

    /**
     * Message id = former job id.
     */
    String getId();

    /**
     * Cover page subject.
     */
    String getSubject();

    /**
     * Display name.
     */
    String getDocumentName();

    /**
     * Attempts after the first failure.
     */
    int getRetries();

    /**
     * Total pages.
     */
    int getPages();

    /**
     * TIFF bytes.
     */
    int getSize();

    /**
     * Local date/time.
     */
    Instant getOriginalScheduledTime();

    /**
     * Local date/time.
     */
    Instant getSubmissionTime();

    /**
     * Priority used.
     */
    FAX_PRIORITY_TYPE_ENUM getPriority();

    /**
     * FaxSender copy.
     */
    FaxSender getSender();

    /**
     * FaxRecipient copy.
     */
    FaxRecipient getRecipient();

    /**
     * Name of the sending device.
     */
    String getDeviceName();

    /**
     * Local date/time.
     */
    Instant getTransmissionStart();

    /**
     * Local date/time.
     */
    Instant getTransmissionEnd();

    /**
     * Peer's id.
     */
    String getCSID();

    /**
     * Own id used.
     */
    String getTSID();

    /**
     * Copy TIFF to full client path.
     *
     * <p>Right needed: SUBMIT_LOW own / MANAGE_OUT_ARCHIVE all (sic: not QUERY_OUT_ARCHIVE).
     */
    void copyTiff(String tiffPath);

    /**
     * Remove from archive; fires OnOutgoingMessageRemoved.
     *
     * <p>Right needed: SUBMIT_LOW own / MANAGE_OUT_ARCHIVE all. Errors: FAX_E_MESSAGE_NOT_FOUND,
     * FAX_E_FILE_ACCESS_DENIED.
     */
    void delete();

    /**
     * Had a cover page.
     */
    boolean isHasCoverPage();

    /**
     * Receipt kind.
     */
    FAX_RECEIPT_TYPE_ENUM getReceiptType();

    /**
     * Receipt target (address or computer name).
     */
    String getReceiptAddress();

    /**
     * Read flag, needs Save.
     */
    boolean isRead();

    /**
     * Sets {@link #isRead()}.
     */
    void setRead(boolean value);

    /**
     * Commit Read.
     *
     * <p>Right needed: page: 2:MANAGE_CONFIG and 2:QUERY_CONFIG.
     */
    void save();

    /**
     * Reload.
     *
     * <p>Right needed: 2:QUERY_CONFIG.
     */
    void refresh();

    /**
     * Writes the pages as TIFF. Not in the original, which knows files only.
     *
     * @param out is not closed
     */
    void copyTiff(java.io.OutputStream out);
}

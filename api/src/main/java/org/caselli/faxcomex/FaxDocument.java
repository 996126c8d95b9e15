package org.caselli.faxcomex;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.caselli.fax.Implementation;
import org.jspecify.annotations.Nullable;

/**
 * FaxDocument (ProgID {@code FaxComEx.FaxDocument}), second creatable class. A fax being composed; may be
 * submitted several times (recipients stay in the collection).
 *
 * <p>Obtained from create instance. No connection needed until submission.
 *
 * <p>purely local; nothing persists.
 */
public interface FaxDocument {
    /**
     * Path of the body file. Must be null/empty when Bodies is used. Non-TIFF bodies are printed to TIFF on the
     * client through the associated application's PrintTo verb.
     */
    String getBody();

    /**
     * Sets {@link #getBody()}.
     */
    void setBody(String value);

    /**
     * FaxSender object.
     */
    FaxSender getSender();

    /**
     * FaxRecipients collection.
     */
    FaxRecipients getRecipients();

    /**
     * Cover template (.cov): plain file name for a server page, full/UNC path for a personal one.
     */
    String getCoverPage();

    /**
     * Sets {@link #getCoverPage()}.
     */
    void setCoverPage(String value);

    /**
     * Cover page subject.
     */
    String getSubject();

    /**
     * Sets {@link #getSubject()}.
     */
    void setSubject(String value);

    /**
     * Cover page note text.
     */
    String getNote();

    /**
     * Sets {@link #getNote()}.
     */
    void setNote(String value);

    /**
     * Full date and time; only used with fstSPECIFIC_TIME. Default 0 (none). Past = as soon as possible. Page says
     * UTC; sample passes local time (§21).
     */
    Optional<Instant> getScheduleTime();

    /**
     * Sets {@link #getScheduleTime()}.
     */
    void setScheduleTime(Instant value);

    /**
     * E-mail address for the receipt; meaningful with frtMAIL.
     */
    String getReceiptAddress();

    /**
     * Sets {@link #getReceiptAddress()}.
     */
    void setReceiptAddress(String value);

    /**
     * Display name.
     */
    String getDocumentName();

    /**
     * Sets {@link #getDocumentName()}.
     */
    void setDocumentName(String value);

    /**
     * Undocumented (TAPI call handle, legacy hand-off). Accept and ignore.
     */
    int getCallHandle();

    /**
     * Sets {@link #getCallHandle()}.
     */
    void setCallHandle(int value);

    /**
     * fcptNONE default; fcptLOCAL; fcptSERVER.
     */
    FAX_COVERPAGE_TYPE_ENUM getCoverPageType();

    /**
     * Sets {@link #getCoverPageType()}.
     */
    void setCoverPageType(FAX_COVERPAGE_TYPE_ENUM value);

    /**
     * fstNOW default.
     */
    FAX_SCHEDULE_TYPE_ENUM getScheduleType();

    /**
     * Sets {@link #getScheduleType()}.
     */
    void setScheduleType(FAX_SCHEDULE_TYPE_ENUM value);

    /**
     * frtNONE default. frtMSGBOX pops up on the submitting computer.
     */
    FAX_RECEIPT_TYPE_ENUM getReceiptType();

    /**
     * Sets {@link #getReceiptType()}.
     */
    void setReceiptType(FAX_RECEIPT_TYPE_ENUM value);

    /**
     * Default False.
     */
    boolean isGroupBroadcastReceipts();

    /**
     * Sets {@link #isGroupBroadcastReceipts()}.
     */
    void setGroupBroadcastReceipts(boolean value);

    /**
     * Default fptLOW.
     */
    FAX_PRIORITY_TYPE_ENUM getPriority();

    /**
     * Sets {@link #getPriority()}.
     */
    void setPriority(FAX_PRIORITY_TYPE_ENUM value);

    /**
     * Undocumented object (IDispatch; assigned by reference). Accept and ignore.
     */
    @Nullable
    Object getTapiConnection();

    /**
     * Sets {@link #getTapiConnection()}.
     */
    void setTapiConnection(@Nullable Object value);

    /**
     * Connect to the named server (empty = local), submit, disconnect. Returns VARIANT array of BSTR job ids, one
     * per recipient in recipient order. Needs ≥ 1 recipient and a body or a cover page. Server must be installed
     * as a printer on the client.
     *
     * <p>Right needed: SUBMIT_LOW / _NORMAL / _HIGH by Priority. Errors: no recipient or no content; blocked queue
     * 0x80070013; FAX_E_RECIPIENTS_LIMIT; FAX_E_NOT_SUPPORTED_ON_THIS_SKU (remote XP/Vista client edition);
     * rendering failures.
     */
    String[] submit(String faxServerName);

    /**
     * Same through an already connected FaxServer.
     *
     * <p>Right needed: same. Errors: same.
     */
    String[] connectedSubmit(FaxServer server);

    /**
     * Attach the fax TIFF to mail receipts. Default False. For a cover-page-only broadcast it cannot be honoured
     * (pages differ per recipient); with a body, the body is attached.
     */
    boolean isAttachFaxToReceipt();

    /**
     * Sets {@link #isAttachFaxToReceipt()}.
     */
    void setAttachFaxToReceipt(boolean value);

    /**
     * Set after each successful submission; common to all its jobs.
     */
    String getSubmissionId();

    /**
     * Several body files, merged into one TIFF in order. Page: one string with ';' between paths; SDK sample
     * passes an array of strings. Must be empty when Body is used.
     */
    String[] getBodies();

    /**
     * Sets {@link #getBodies()}.
     */
    void setBodies(String... value);

    /**
     * As Submit but for Bodies; job ids come back in the out parameter, the return value is the 0-based index of
     * the body that failed (SDK sample: −1 when none). Body must be empty.
     *
     * <p>Right needed: 2:SUBMIT_LOW / _NORMAL / _HIGH by Priority. Errors: as Submit; unsupported file type: error
     * + index.
     */
    String[] submit2(String faxServerName);

    /**
     * As Submit2 through a connected server.
     *
     * <p>Right needed: same. Errors: same.
     */
    String[] connectedSubmit2(FaxServer server);

    /**
     * A new one, as a program on Windows gets from CoCreateInstance: of the implementation that is on the class path.
     *
     * @throws org.caselli.fax.FaxException REGDB_E_CLASSNOTREG if none is; add caselli-client
     */
    static FaxDocument create() {
        return Implementation.of(FaxDocument.class);
    }

    /**
     * Sets the body to what this stream holds, which is read to its end at once. Not in the original, which knows files
     * only.
     *
     * @param content  in any form that the server reads: PDF, TIFF, text, pictures
     * @param fileName what it is called, such as {@code letter.pdf}; tells its form where the content does not
     */
    void setBody(InputStream content, String fileName);

    /** Adds a file to {@link #getBodies()}. */
    void addBody(String path);

    /**
     * Adds to {@link #getBodies()} what this stream holds, which is read to its end at once. Not in the original.
     *
     * @param fileName as in {@link #setBody(InputStream, String)}
     */
    void addBody(InputStream content, String fileName);

    /**
     * What makes a repeated submission the same submission: the server answers it with the jobs that it has already, and
     * sends nothing twice. Not in the original.
     *
     * <p>Unless set, each submission has a key of its own, which a repetition keeps after a submission whose answer was lost,
     * as long as the document is not changed in between.
     */
    String getIdempotencyKey();

    /** Sets {@link #getIdempotencyKey()} for the next submission; empty for one of its own. */
    void setIdempotencyKey(String key);
}

package org.caselli.faxcomex;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.caselli.fax.Implementation;
import org.jspecify.annotations.Nullable;

/**
 * A fax that is being composed: what is sent, to whom, by whom, when. One is made by {@link #create()}; nothing of it
 * is on a server until it is submitted, which may be done again: each time it is a new fax.
 *
 * <pre>{@code
 * FaxDocument document = FaxDocument.create();
 * document.setBody("contract.pdf");
 * document.getRecipients().add("+1 (425) 555-0123", "Ann");
 * String[] jobs = document.submit("");
 * }</pre>
 *
 * <p>On Windows the server must be installed as a printer on the client, the body is printed by the program that is
 * registered for it, on a desktop, and a remote server must not be a desktop edition. Here none of this is needed:
 * bodies go to the server as they are, from any machine and any thread.
 */
public interface FaxDocument {
    /** The file that is sent, a path on this machine; empty if {@link #getBodies()} or the cover page are all. */
    String getBody();

    /**
     * Sets the file, of any form that the server makes pages of: PDF, TIFF, text, pictures; office documents, which
     * Windows had printed, are saved as PDF first. It is opened when the fax is submitted, by {@link #submit(String)} or
     * {@link #connectedSubmit(FaxServer)}; with {@link #setBodies(String...)} it must be empty.
     */
    void setBody(String value);

    /**
     * Who sends it, to be filled in here. Empty at first: call {@link FaxSender#loadDefaultSender()} for the one that
     * was kept.
     */
    FaxSender getSender();

    /** Whom it is sent to, to be filled in here; each becomes a job of its own. */
    FaxRecipients getRecipients();

    /**
     * The template of the cover page, as {@link #getCoverPageType()} says: its name on the server, with or without
     * extension, or a file of this machine, which is HTML in UTF-8. The {@code .cov} files of Windows are not read:
     * ERROR_INVALID_DATA when the fax is submitted.
     */
    String getCoverPage();

    /** Sets {@link #getCoverPage()}. Read when the fax is submitted. */
    void setCoverPage(String value);

    /** The subject, shown on the cover page and in the lists. */
    String getSubject();

    /** Sets {@link #getSubject()}. Read when the fax is submitted. */
    void setSubject(String value);

    /** The note on the cover page; may have several lines. Without a cover page it is not sent. */
    String getNote();

    /** Sets {@link #getNote()}. Read when the fax is submitted. */
    void setNote(String value);

    /**
     * When it is sent at the earliest, for {@link FAX_SCHEDULE_TYPE_ENUM#fstSPECIFIC_TIME}; absent at first. Being an
     * instant, it leaves no question of UTC or local time, in which the original's documents contradict themselves.
     */
    Optional<Instant> getScheduleTime();

    /**
     * Sets the earliest time; one that has passed means at once. Only used with
     * {@link FAX_SCHEDULE_TYPE_ENUM#fstSPECIFIC_TIME}.
     */
    void setScheduleTime(Instant value);

    /** The mail address that the receipt goes to, for {@link FAX_RECEIPT_TYPE_ENUM#frtMAIL}. */
    String getReceiptAddress();

    /** Sets {@link #getReceiptAddress()}. Read when the fax is submitted. */
    void setReceiptAddress(String value);

    /** What the fax is called in the lists; the name of its first file if it is empty. */
    String getDocumentName();

    /** Sets {@link #getDocumentName()}. Read when the fax is submitted. */
    void setDocumentName(String value);

    /** What {@link #setCallHandle(int)} was given; 0 at first. */
    int getCallHandle();

    /**
     * Handed over a telephone call under way in old versions of Windows, and is documented nowhere since. Taken and not
     * used.
     */
    void setCallHandle(int value);

    /**
     * Whether there is a cover page, and whose: none (the default), a file of this machine, or one of the server's.
     * Personal ones need {@link FaxConfiguration#isAllowPersonalCoverPages()}.
     */
    FAX_COVERPAGE_TYPE_ENUM getCoverPageType();

    /** Sets {@link #getCoverPageType()}. Read when the fax is submitted; null is E_INVALIDARG at once. */
    void setCoverPageType(FAX_COVERPAGE_TYPE_ENUM value);

    /** When it is sent: now (the default), at a time, or in the cheap period. */
    FAX_SCHEDULE_TYPE_ENUM getScheduleType();

    /** Sets {@link #getScheduleType()}. Read when the fax is submitted; null is E_INVALIDARG at once. */
    void setScheduleType(FAX_SCHEDULE_TYPE_ENUM value);

    /**
     * Which receipt is sent when it has come to its end: none (the default) or a mail.
     * {@link FAX_RECEIPT_TYPE_ENUM#frtMSGBOX} is refused when it is submitted, as by every Windows since Vista.
     */
    FAX_RECEIPT_TYPE_ENUM getReceiptType();

    /** Sets {@link #getReceiptType()}. Read when the fax is submitted; null is E_INVALIDARG at once. */
    void setReceiptType(FAX_RECEIPT_TYPE_ENUM value);

    /**
     * Whether all recipients are told of in one receipt, when the last has come to its end; false by default: one each.
     */
    boolean isGroupBroadcastReceipts();

    /** Sets {@link #isGroupBroadcastReceipts()}. Read when the fax is submitted. */
    void setGroupBroadcastReceipts(boolean value);

    /**
     * Which faxes go first: all of high priority before all of normal, those before all of low, which is the default as
     * on Windows. Each needs its own right.
     */
    FAX_PRIORITY_TYPE_ENUM getPriority();

    /** Sets {@link #getPriority()}. Read when the fax is submitted; null is E_INVALIDARG at once. */
    void setPriority(FAX_PRIORITY_TYPE_ENUM value);

    /** What {@link #setTapiConnection(Object)} was given; null at first. */
    @Nullable
    Object getTapiConnection();

    /** Took a telephony object in old versions of Windows, and is documented nowhere. Taken and not used. */
    void setTapiConnection(@Nullable Object value);

    /**
     * Connects to the server with what the environment has as credentials, submits the fax and disconnects. Needs one
     * recipient or more, and a body or a cover page, and {@code far2SUBMIT_LOW}, {@code far2SUBMIT_NORMAL} or
     * {@code far2SUBMIT_HIGH} as the priority says. Returns when the server has taken the fax for good and made its
     * pages; sending goes on there. The ids are those of the jobs, one for each recipient, in their order. Submitting
     * fails as a whole or not at all.
     *
     * @param faxServerName as in {@link FaxServer#connect(String)}; empty for the server on this machine
     * @throws org.caselli.fax.FaxException E_INVALIDARG without a recipient or anything to send, or with both Body and
     *     Bodies, or with Bodies; FaxBodyException for the body, as {@link #submit2(String)}; ERROR_FILE_NOT_FOUND
     *     if there is no such cover page, E_ACCESSDENIED if a personal one is not allowed; ERROR_WRITE_PROTECT while the queue is blocked; FAX_E_RECIPIENTS_LIMIT for
     *     too many recipients; ERROR_UNSUPPORTED_TYPE for a receipt that is not allowed; E_INVALIDARG if it is all together
     *     larger than the server takes, 64 MiB unless it is set otherwise; RPC_S_SERVER_UNAVAILABLE if nobody answers, or the
     *     answer was lost: submitting the same document again sends it once, see {@link #getIdempotencyKey()}
     */
    String[] submit(String faxServerName);

    /**
     * The same as {@link #submit(String)} over a connection that is there, with its credentials.
     *
     * @param server connected
     * @throws org.caselli.fax.FaxException as {@link #submit(String)}; E_HANDLE if the server is not connected
     */
    String[] connectedSubmit(FaxServer server);

    /**
     * Whether the pages are attached to the receipt mail, as a PDF or TIFF as the server is set; false by default. On
     * Windows not for a broadcast of a cover page alone; here each gets what was sent to it.
     */
    boolean isAttachFaxToReceipt();

    /** Sets {@link #isAttachFaxToReceipt()}. Read when the fax is submitted. */
    void setAttachFaxToReceipt(boolean value);

    /** What all jobs of the last submission have in common; empty before the first. */
    String getSubmissionId();

    /** The files that are sent one after the other, paths on this machine; empty if {@link #getBody()} is used. */
    String[] getBodies();

    /**
     * Sets the files, which become one fax in this order. The original takes them as one text with semicolons between
     * by one page, as an array by its sample; here it is an array, and one text with semicolons is understood as well.
     */
    void setBodies(String... value);

    /**
     * Submits {@link #getBodies()} as {@link #submit(String)} does {@link #getBody()}, which must be empty. In the original
     * the ids come by a parameter and the value is the body that failed; here that is
     * {@link org.caselli.fax.FaxBodyException#index()} of the exception, from 0.
     *
     * @param faxServerName as in {@link FaxServer#connect(String)}; empty for the server on this machine
     * @throws org.caselli.fax.FaxException as {@link #submit(String)}; FaxBodyException with ERROR_FILE_NOT_FOUND if a
     *     body is not there or a folder, E_ACCESSDENIED if it may not be read, E_FAIL if it changes meanwhile,
     *     ERROR_INVALID_DATA if no pages can be made of it: empty, damaged, encrypted, or of an unknown kind
     */
    String[] submit2(String faxServerName);

    /**
     * The same as {@link #submit2(String)} over a connection that is there.
     *
     * @param server connected
     * @throws org.caselli.fax.FaxException as {@link #connectedSubmit(FaxServer)}
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
     * Sets the body to what this stream holds, which is read to its end at once; the stream is left open.
     * {@link #getBody()} is the file name then. More than 1 MiB is kept in a temporary file without a name, which is gone
     * with the document or the program. Not in the original, which knows files only.
     *
     * @param content  in any form that the server reads: PDF, TIFF, text, pictures
     * @param fileName what it is called, such as {@code letter.pdf}; tells its form where the content does not
     * @throws org.caselli.fax.FaxException E_FAIL if the stream breaks off, E_INVALIDARG if one of both is null
     */
    void setBody(InputStream content, String fileName);

    /**
     * Adds a file to {@link #getBodies()}. Not in the original, which sets them all.
     *
     * @param path of a file of this machine, opened when the fax is submitted
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is empty
     */
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

    /**
     * Sets it for the next submission that succeeds; empty, the default, for one of its own.
     *
     * @param key any text of the program's own, such as the number of an order
     */
    void setIdempotencyKey(String key);
}

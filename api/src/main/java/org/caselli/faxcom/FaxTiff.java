package org.caselli.faxcom;

import java.time.Instant;
import java.util.Optional;
import org.caselli.fax.Implementation;

/**
 * Read the fax data stored in a sent or received TIFF Class F file.
 *
 * <p>Obtained from created by the client. No connection. Lifetime: client's.
 */
public interface FaxTiff {
    /**
     * Calling device id. Missing: "Unavailable" by the method text, empty string by the property text of the same
     * page (disagree).
     *
     * <p>Errors: needs Image set; code not stated.
     */
    String getCallerId();

    /**
     * CSID, usually the receiver's number. Missing: as CallerId.
     *
     * <p>Errors: as CallerId.
     */
    String getCsid();

    /**
     * Full path of the TIFF Class F file. put opens and parses the file; get returns the file now open. Must be
     * put before any other getter.
     *
     * <p>Right needed: none (file access only). Errors: put: file missing or not TIFF: fails, code not stated.
     */
    String getImage();

    /**
     * Sets {@link #getImage()}.
     */
    void setImage(String value);

    /**
     * Start of reception (or of transmission for an archived file). VARIANT VT_CY whose 64 bits are a FILETIME
     * (100 ns ticks since 1601-01-01). Header text: UTC; remark on the same page: local (disagree; April 2000
     * pages: UTC).
     *
     * <p>Errors: as CallerId.
     */
    Optional<Instant> getRawReceiveTime();

    /**
     * Same moment as text, date{@literal @}time in the user's locale, e.g. 10/02/98{@literal @}10:15AM; local time
     * by the April 2000 page. Missing: empty by the method text, "Unavailable" by the property text (disagree).
     *
     * <p>Errors: as CallerId.
     */
    String getReceiveTime();

    /**
     * Recipient name. Missing: as CallerId.
     *
     * <p>Errors: as CallerId.
     */
    String getRecipientName();

    /**
     * Number dialled. Meaningful outbound; inbound equals Csid. Missing: as CallerId.
     *
     * <p>Errors: as CallerId.
     */
    String getRecipientNumber();

    /**
     * Inbound routing text, provider specific (e.g. DID digits). Missing: as CallerId.
     *
     * <p>Errors: as CallerId.
     */
    String getRouting();

    /**
     * User who queued the fax. Outbound only. Missing: as CallerId.
     *
     * <p>Errors: as CallerId.
     */
    String getSenderName();

    /**
     * {@code TiffTagString(int tagID)}: text of any TIFF field, first page only. Missing: as CallerId. Marked
     * read/write in the tables, but the header has no put: treat as read-only.
     *
     * <p>Errors: as CallerId.
     */
    String getTiffTagString(int tagId);

    /**
     * TSID, usually the sender's number. Missing: as CallerId.
     *
     * <p>Errors: as CallerId.
     */
    String getTsid();

    /**
     * A new one, as a program on Windows gets from CoCreateInstance: of the implementation that is on the class path.
     *
     * @throws org.caselli.fax.FaxException REGDB_E_CLASSNOTREG if none is; add caselli-client
     */
    static FaxTiff create() {
        return Implementation.of(FaxTiff.class);
    }
}

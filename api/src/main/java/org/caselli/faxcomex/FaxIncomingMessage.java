package org.caselli.faxcomex;

import java.time.Instant;

/**
 * One archived received fax (read-only part).
 *
 * <p>Obtained from iterator {@code .Message} or {@code GetMessage}.
 *
 * <p>immutable snapshot.
 */
public interface FaxIncomingMessage {
    /**
     * Message id = former job id.
     */
    String getId();

    /**
     * Total pages.
     */
    int getPages();

    /**
     * TIFF bytes.
     */
    int getSize();

    /**
     * Name (not id) of the receiving device, so it survives device removal.
     */
    String getDeviceName();

    /**
     * Routing retries after the first failure.
     */
    int getRetries();

    /**
     * Local date/time.
     */
    Instant getTransmissionStart();

    /**
     * Local date/time.
     */
    Instant getTransmissionEnd();

    /**
     * Called station id.
     */
    String getCSID();

    /**
     * Transmitting station id.
     */
    String getTSID();

    /**
     * Caller identification.
     */
    String getCallerId();

    /**
     * Inbound routing string.
     */
    String getRoutingInformation();

    /**
     * Copy TIFF to full client path.
     *
     * <p>Right needed: none stated (wire v3: owner, public, or MANAGE_RECEIVE_FOLDER / QUERY_ARCHIVES).
     */
    void copyTiff(String tiffPath);

    /**
     * Remove from archive; fires OnIncomingMessageRemoved.
     *
     * <p>Right needed: MANAGE_IN_ARCHIVE (v3: MANAGE_RECEIVE_FOLDER or MANAGE_ARCHIVES). Errors:
     * FAX_E_MESSAGE_NOT_FOUND, FAX_E_FILE_ACCESS_DENIED.
     */
    void delete();

    /**
     * Null on arrival; set by the routing assistant.
     */
    String getSubject();

    /**
     * Sets {@link #getSubject()}.
     */
    void setSubject(String value);

    /**
     * Null on arrival.
     */
    String getSenderName();

    /**
     * Sets {@link #getSenderName()}.
     */
    void setSenderName(String value);

    /**
     * Null on arrival.
     */
    String getSenderFaxNumber();

    /**
     * Sets {@link #getSenderFaxNumber()}.
     */
    void setSenderFaxNumber(String value);

    /**
     * False on arrival.
     */
    boolean isHasCoverPage();

    /**
     * Sets {@link #isHasCoverPage()}.
     */
    void setHasCoverPage(boolean value);

    /**
     * Null on arrival. List of {@code Domain\User} (local users: {@code Computer\User}), separator ';' (constant
     * 59; one page says ':', §21).
     */
    String getRecipients();

    /**
     * Sets {@link #getRecipients()}.
     */
    void setRecipients(String value);

    /**
     * False until re-assigned.
     */
    boolean isWasReAssigned();

    /**
     * Read flag; needs Save. Wire default: inbox unread, sent items read.
     */
    boolean isRead();

    /**
     * Sets {@link #isRead()}.
     */
    void setRead(boolean value);

    /**
     * Give the fax to the listed accounts and commit the five fields. Requires IncomingFaxesArePublic = False;
     * server edition only.
     *
     * <p>Right needed: 2:MANAGE_RECEIVE_FOLDER and 2:QUERY_CONFIG. Errors: no recipients E_INVALIDARG; recipient
     * without account 0x80070002; &gt; 10000 recipients 0x8007006F; public faxes or policy off 0x800710DD.
     */
    void reAssign();

    /**
     * Commit the edited properties.
     *
     * <p>Right needed: page: 2:MANAGE_CONFIG and 2:QUERY_CONFIG (wire for the read flag: any fax right).
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

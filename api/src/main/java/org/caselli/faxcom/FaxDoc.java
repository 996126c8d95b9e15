package org.caselli.faxcom;

/**
 * One document to one recipient, with cover page and sender data.
 *
 * <p>Obtained from IFaxServer.CreateDocument; destroyed on release.
 */
public interface FaxDoc {
    /**
     * Job id of the one job queued. Needs FileName and FaxNumber. Queues and returns; transmission is
     * asynchronous. Re-sending the same object: not stated.
     *
     * <p>Right needed: FAX_JOB_SUBMIT. Errors: A; P (no number, no file, call handle set); F (file or cover page
     * not found); X (file or cover page not processable); U (call handle); I (call handle on a remote connection);
     * R.
     */
    int send();

    /**
     * Optional billing text; written to the event log by the server.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getBillingCode();

    /**
     * Sets {@link #getBillingCode()}.
     */
    void setBillingCode(String value);

    /**
     * Not supported in current documents, listed write-only. April 2000 SDK: read/write TAPI 2.x call handle to
     * reuse an inbound call; any non-null value now fails at Send (U).
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: see Send.
     */
    void setCallHandle(int value);

    /**
     * Cover page template (.cov). Common page: file name relative to the server store. Personal page: full path.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getCoverpageName();

    /**
     * Sets {@link #getCoverpageName()}.
     */
    void setCoverpageName(String value);

    /**
     * Note text for the cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getCoverpageNote();

    /**
     * Sets {@link #getCoverpageNote()}.
     */
    void setCoverpageNote(String value);

    /**
     * Subject line for the cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getCoverpageSubject();

    /**
     * Sets {@link #getCoverpageSubject()}.
     */
    void setCoverpageSubject(String value);

    /**
     * True = send inside the server's cheap period, false = as soon as a port is free. No "at a given time" choice
     * exists in faxcom.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    boolean isDiscountSend();

    /**
     * Sets {@link #isDiscountSend()}.
     */
    void setDiscountSend(boolean value);

    /**
     * Document name shown in the spooler / queue.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getDisplayName();

    /**
     * Sets {@link #getDisplayName()}.
     */
    void setDisplayName(String value);

    /**
     * Sender e-mail for delivery and non-delivery reports; must resolve in the Exchange address list.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getEmailAddress();

    /**
     * Sets {@link #getEmailAddress()}.
     */
    void setEmailAddress(String value);

    /**
     * Number to dial. Required by Send. Can be printed on the cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getFaxNumber();

    /**
     * Sets {@link #getFaxNumber()}.
     */
    void setFaxNumber(String value);

    /**
     * Full path of the file to send. Required by Send. Preset by CreateDocument.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getFileName();

    /**
     * Sets {@link #getFileName()}.
     */
    void setFileName(String value);

    /**
     * Recipient street; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientAddress();

    /**
     * Sets {@link #getRecipientAddress()}.
     */
    void setRecipientAddress(String value);

    /**
     * Recipient city; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientCity();

    /**
     * Sets {@link #getRecipientCity()}.
     */
    void setRecipientCity(String value);

    /**
     * Recipient company; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientCompany();

    /**
     * Sets {@link #getRecipientCompany()}.
     */
    void setRecipientCompany(String value);

    /**
     * Recipient country/region; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientCountry();

    /**
     * Sets {@link #getRecipientCountry()}.
     */
    void setRecipientCountry(String value);

    /**
     * Recipient department; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientDepartment();

    /**
     * Sets {@link #getRecipientDepartment()}.
     */
    void setRecipientDepartment(String value);

    /**
     * Recipient home phone; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientHomePhone();

    /**
     * Sets {@link #getRecipientHomePhone()}.
     */
    void setRecipientHomePhone(String value);

    /**
     * Recipient name; cover page and job.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientName();

    /**
     * Sets {@link #getRecipientName()}.
     */
    void setRecipientName(String value);

    /**
     * Recipient office location; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientOffice();

    /**
     * Sets {@link #getRecipientOffice()}.
     */
    void setRecipientOffice(String value);

    /**
     * Recipient office phone; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientOfficePhone();

    /**
     * Sets {@link #getRecipientOfficePhone()}.
     */
    void setRecipientOfficePhone(String value);

    /**
     * Recipient state name or abbreviation; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientState();

    /**
     * Sets {@link #getRecipientState()}.
     */
    void setRecipientState(String value);

    /**
     * Recipient title; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientTitle();

    /**
     * Sets {@link #getRecipientTitle()}.
     */
    void setRecipientTitle(String value);

    /**
     * Recipient postal code; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getRecipientZip();

    /**
     * Sets {@link #getRecipientZip()}.
     */
    void setRecipientZip(String value);

    /**
     * True = put a cover page in front. Needs a valid CoverpageName. (Summary line repeats the ServerCoverpage
     * text: error; the value description is as here.) Default not stated.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    boolean isSendCoverpage();

    /**
     * Sets {@link #isSendCoverpage()}.
     */
    void setSendCoverpage(boolean value);

    /**
     * Sender street; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderAddress();

    /**
     * Sets {@link #getSenderAddress()}.
     */
    void setSenderAddress(String value);

    /**
     * Sender company; cover page and job.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderCompany();

    /**
     * Sets {@link #getSenderCompany()}.
     */
    void setSenderCompany(String value);

    /**
     * Sender department; cover page and job.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderDepartment();

    /**
     * Sets {@link #getSenderDepartment()}.
     */
    void setSenderDepartment(String value);

    /**
     * Sender fax number; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderFax();

    /**
     * Sets {@link #getSenderFax()}.
     */
    void setSenderFax(String value);

    /**
     * Sender home phone; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderHomePhone();

    /**
     * Sets {@link #getSenderHomePhone()}.
     */
    void setSenderHomePhone(String value);

    /**
     * Sender name; cover page and job.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderName();

    /**
     * Sets {@link #getSenderName()}.
     */
    void setSenderName(String value);

    /**
     * Sender office location; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderOffice();

    /**
     * Sets {@link #getSenderOffice()}.
     */
    void setSenderOffice(String value);

    /**
     * Sender office phone; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderOfficePhone();

    /**
     * Sets {@link #getSenderOfficePhone()}.
     */
    void setSenderOfficePhone(String value);

    /**
     * Sender title; cover page.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getSenderTitle();

    /**
     * Sets {@link #getSenderTitle()}.
     */
    void setSenderTitle(String value);

    /**
     * True = CoverpageName is a common page stored on the server, false = personal page. Default not stated.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    boolean isServerCoverpage();

    /**
     * Sets {@link #isServerCoverpage()}.
     */
    void setServerCoverpage(boolean value);

    /**
     * User TSID sent instead of the port's, unless IFaxServer.UseDeviceTsid is true. Non-ASCII removed, cut to 20
     * characters.
     *
     * <p>Right needed: FAX_JOB_SUBMIT at Send. Errors: put: —; effect checked at Send.
     */
    String getTsid();

    /**
     * Sets {@link #getTsid()}.
     */
    void setTsid(String value);
}

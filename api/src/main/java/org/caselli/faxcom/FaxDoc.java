package org.caselli.faxcom;

/**
 * One document for one number, with cover page and sender. From {@link FaxServer#createDocument(String)}; all values
 * are held here until {@link #send()}, which may be called again: each call is a fax of its own. Nothing is checked
 * before. What the sender is left empty in is filled in from the account's default sender, where Windows takes it from
 * the control panel of the client.
 */
public interface FaxDoc {
    /**
     * Submits the fax and returns at once with the number of its job; see {@link FaxServer#getJobs()}. Needs a number,
     * a body or a cover page, and a right to submit. On Windows the server had to be installed as a printer, and
     * anything but TIFF was printed by the program registered for it; here the server makes the pages, and nothing has
     * to be installed.
     *
     * <p>If the answer is lost on its way (RPC_S_SERVER_UNAVAILABLE), nobody knows whether the fax was taken: call it
     * again with nothing changed, and it is one fax all the same.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG without a number or anything to send, or for a cover page
     *     without a name; ERROR_FILE_NOT_FOUND if the file or the cover page is not there, ERROR_INVALID_DATA if no
     *     pages can be made of it, ERROR_WRITE_PROTECT while the queue is blocked, ERROR_NOT_SUPPORTED if a call handle
     *     was set
     */
    int send();

    /** What to bill the fax to: any text, kept with the job and the sent fax. */
    String getBillingCode();

    /** Sets {@link #getBillingCode()}. Read when the fax is submitted. */
    void setBillingCode(String value);

    /**
     * Handed a telephone call under way over to the fax service. Taken, and refused by {@link #send()} unless it is 0:
     * the documents say so since Windows 2000.
     *
     * @param value 0, or a handle
     */
    void setCallHandle(int value);

    /**
     * The template of the cover page: with {@link #isServerCoverpage()} its name on the server, with or without
     * extension, else a file of this machine, an HTML template. The {@code .cov} files of Windows are not read.
     */
    String getCoverpageName();

    /** Sets {@link #getCoverpageName()}. Read when the fax is submitted. */
    void setCoverpageName(String value);

    /** The note on the cover page. */
    String getCoverpageNote();

    /** Sets {@link #getCoverpageNote()}. Read when the fax is submitted. */
    void setCoverpageNote(String value);

    /** The subject on the cover page; also what the job is found by. */
    String getCoverpageSubject();

    /** Sets {@link #getCoverpageSubject()}. Read when the fax is submitted. */
    void setCoverpageSubject(String value);

    /**
     * Whether the fax waits for the server's cheap period; else it goes as soon as a line is free. A fixed time is for
     * faxcomex only.
     */
    boolean isDiscountSend();

    /** Sets {@link #isDiscountSend()}. Read when the fax is submitted. */
    void setDiscountSend(boolean value);

    /** The name of the document for people, shown in the queue; the file's name if it is empty. */
    String getDisplayName();

    /** Sets {@link #getDisplayName()}. Read when the fax is submitted. */
    void setDisplayName(String value);

    /**
     * The sender's address, which also gets a receipt of delivery or failure if the server sends them; empty for none.
     * On Windows it had to be in the address list of Exchange; here it is any address.
     */
    String getEmailAddress();

    /** Sets {@link #getEmailAddress()}. Read when the fax is submitted. */
    void setEmailAddress(String value);

    /**
     * The number to dial, as one would write it: {@code +1 (425) 555-0123} is looked up in the outbound rules, others
     * are dialled as they are. Needed by {@link #send()}.
     */
    String getFaxNumber();

    /** Sets {@link #getFaxNumber()}. Read when the fax is submitted. */
    void setFaxNumber(String value);

    /**
     * The file to send, a path on this machine. Any that the server can make pages of; empty if the cover page is all.
     */
    String getFileName();

    /** Sets {@link #getFileName()}. Read when the fax is submitted. */
    void setFileName(String value);

    /** The recipient's street, for the cover page. */
    String getRecipientAddress();

    /** Sets {@link #getRecipientAddress()}. Read when the fax is submitted. */
    void setRecipientAddress(String value);

    /** The recipient's city, for the cover page. */
    String getRecipientCity();

    /** Sets {@link #getRecipientCity()}. Read when the fax is submitted. */
    void setRecipientCity(String value);

    /** The recipient's company, for the cover page. */
    String getRecipientCompany();

    /** Sets {@link #getRecipientCompany()}. Read when the fax is submitted. */
    void setRecipientCompany(String value);

    /** The recipient's country, for the cover page. */
    String getRecipientCountry();

    /** Sets {@link #getRecipientCountry()}. Read when the fax is submitted. */
    void setRecipientCountry(String value);

    /** The recipient's department, for the cover page. */
    String getRecipientDepartment();

    /** Sets {@link #getRecipientDepartment()}. Read when the fax is submitted. */
    void setRecipientDepartment(String value);

    /** The recipient's telephone at home, for the cover page. */
    String getRecipientHomePhone();

    /** Sets {@link #getRecipientHomePhone()}. Read when the fax is submitted. */
    void setRecipientHomePhone(String value);

    /** The recipient's name, for the cover page and the job. */
    String getRecipientName();

    /** Sets {@link #getRecipientName()}. Read when the fax is submitted. */
    void setRecipientName(String value);

    /** Where the recipient's office is, for the cover page. */
    String getRecipientOffice();

    /** Sets {@link #getRecipientOffice()}. Read when the fax is submitted. */
    void setRecipientOffice(String value);

    /** The recipient's telephone in the office, for the cover page. */
    String getRecipientOfficePhone();

    /** Sets {@link #getRecipientOfficePhone()}. Read when the fax is submitted. */
    void setRecipientOfficePhone(String value);

    /** The recipient's state or province, for the cover page. */
    String getRecipientState();

    /** Sets {@link #getRecipientState()}. Read when the fax is submitted. */
    void setRecipientState(String value);

    /** The recipient's title, for the cover page. */
    String getRecipientTitle();

    /** Sets {@link #getRecipientTitle()}. Read when the fax is submitted. */
    void setRecipientTitle(String value);

    /** The recipient's postal code, for the cover page. */
    String getRecipientZip();

    /** Sets {@link #getRecipientZip()}. Read when the fax is submitted. */
    void setRecipientZip(String value);

    /** Whether a cover page goes before the document. Then {@link #getCoverpageName()} must name one. */
    boolean isSendCoverpage();

    /** Sets {@link #isSendCoverpage()}. Read when the fax is submitted. */
    void setSendCoverpage(boolean value);

    /** The sender's postal address, for the cover page. */
    String getSenderAddress();

    /** Sets {@link #getSenderAddress()}. Read when the fax is submitted. */
    void setSenderAddress(String value);

    /** The sender's company, for the cover page and the job. */
    String getSenderCompany();

    /** Sets {@link #getSenderCompany()}. Read when the fax is submitted. */
    void setSenderCompany(String value);

    /** The sender's department, for the cover page and the job. */
    String getSenderDepartment();

    /** Sets {@link #getSenderDepartment()}. Read when the fax is submitted. */
    void setSenderDepartment(String value);

    /** The sender's own fax number, for the cover page. */
    String getSenderFax();

    /** Sets {@link #getSenderFax()}. Read when the fax is submitted. */
    void setSenderFax(String value);

    /** The sender's telephone at home, for the cover page. */
    String getSenderHomePhone();

    /** Sets {@link #getSenderHomePhone()}. Read when the fax is submitted. */
    void setSenderHomePhone(String value);

    /** The sender's name, for the cover page and the job. */
    String getSenderName();

    /** Sets {@link #getSenderName()}. Read when the fax is submitted. */
    void setSenderName(String value);

    /** Where the sender's office is, for the cover page. */
    String getSenderOffice();

    /** Sets {@link #getSenderOffice()}. Read when the fax is submitted. */
    void setSenderOffice(String value);

    /** The sender's telephone in the office, for the cover page. */
    String getSenderOfficePhone();

    /** Sets {@link #getSenderOfficePhone()}. Read when the fax is submitted. */
    void setSenderOfficePhone(String value);

    /** The sender's title, for the cover page. */
    String getSenderTitle();

    /** Sets {@link #getSenderTitle()}. Read when the fax is submitted. */
    void setSenderTitle(String value);

    /**
     * Whether {@link #getCoverpageName()} is one of the server's cover pages; else it is a file of this machine, which
     * {@link FaxServer#isServerCoverpage()} may forbid.
     */
    boolean isServerCoverpage();

    /** Sets {@link #isServerCoverpage()}. Read when the fax is submitted. */
    void setServerCoverpage(boolean value);

    /**
     * What the sending side shall call itself, at most 20 characters of printable ASCII; others are left out and the
     * rest cut off. Not used while {@link FaxServer#isUseDeviceTsid()}.
     */
    String getTsid();

    /** Sets {@link #getTsid()}. Read when the fax is submitted. */
    void setTsid(String value);
}

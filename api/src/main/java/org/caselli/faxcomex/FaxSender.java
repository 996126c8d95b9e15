package org.caselli.faxcomex;

/**
 * Who sends: what a cover page shows of the sender, and what is kept with the job. Of a {@link FaxDocument} it is
 * filled in before submitting; of a job or a sent fax it is a copy of what was submitted, and changing it changes
 * nothing there. All texts are empty at first.
 */
public interface FaxSender {
    /** What to bill the fax to: any text, kept with the job, the sent fax and the activity log. */
    String getBillingCode();

    /** Sets {@link #getBillingCode()}. */
    void setBillingCode(String value);

    /**
     * The city. Here a cover page shows it; the original's documents call it not supported and have the whole address
     * in {@link #getStreetAddress()}.
     */
    String getCity();

    /** Sets {@link #getCity()}. */
    void setCity(String value);

    /** The company. */
    String getCompany();

    /** Sets {@link #getCompany()}. */
    void setCompany(String value);

    /** The country; see {@link #getCity()}. */
    String getCountry();

    /** Sets {@link #getCountry()}. */
    void setCountry(String value);

    /** The department. */
    String getDepartment();

    /** Sets {@link #getDepartment()}. */
    void setDepartment(String value);

    /** The mail address, for the cover page; receipts go to {@link FaxDocument#getReceiptAddress()}. */
    String getEmail();

    /** Sets {@link #getEmail()}. */
    void setEmail(String value);

    /**
     * The sender's own fax number. Also what the sending side calls itself if there is no TSID and the device's is not
     * used.
     */
    String getFaxNumber();

    /** Sets {@link #getFaxNumber()}. */
    void setFaxNumber(String value);

    /** The telephone at home. */
    String getHomePhone();

    /** Sets {@link #getHomePhone()}. */
    void setHomePhone(String value);

    /** The name. */
    String getName();

    /** Sets {@link #getName()}. */
    void setName(String value);

    /**
     * What the sending side shall call itself, at most 20 characters of printable ASCII; not used while
     * {@link FaxConfiguration#isUseDeviceTSID()}, which is the default.
     */
    String getTSID();

    /** Sets {@link #getTSID()}: at most 20 characters of printable ASCII. */
    void setTSID(String value);

    /** The telephone in the office. */
    String getOfficePhone();

    /** Sets {@link #getOfficePhone()}. */
    void setOfficePhone(String value);

    /** Where the office is. */
    String getOfficeLocation();

    /** Sets {@link #getOfficeLocation()}. */
    void setOfficeLocation(String value);

    /** The state or province; see {@link #getCity()}. */
    String getState();

    /** Sets {@link #getState()}. */
    void setState(String value);

    /** The street, or the whole postal address as on Windows; may have several lines. */
    String getStreetAddress();

    /** Sets {@link #getStreetAddress()}. */
    void setStreetAddress(String value);

    /** The title. */
    String getTitle();

    /** Sets {@link #getTitle()}. */
    void setTitle(String value);

    /** The postal code; see {@link #getCity()}. */
    String getZipCode();

    /** Sets {@link #getZipCode()}. */
    void setZipCode(String value);

    /**
     * Fills all in from the sender that was kept; without one it is left as it is. As Windows keeps it in the registry
     * of the client, it is kept here in the home of who runs the program: {@code default-sender.properties} in
     * {@code ~/.caselli}. The sender profiles of the server are another thing.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_DATA if the file cannot be read
     */
    void loadDefaultSender();

    /**
     * Keeps all for {@link #loadDefaultSender()}, in place of what was kept before.
     *
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if the file cannot be written
     */
    void saveDefaultSender();
}

package org.caselli.faxcomex;

/**
 * Sender personal data. Client-side storage for a default sender.
 *
 * <p>Obtained from {@code FaxDocument.Sender}, {@code FaxOutgoingJob.Sender}, {@code FaxOutgoingMessage.Sender}.
 *
 * <p>plain local fields. {@code LoadDefaultSender}/{@code SaveDefaultSender} read/write the local (client)
 * registry, not the server.
 */
public interface FaxSender {
    /**
     * Billing code.
     */
    String getBillingCode();

    /**
     * Sets {@link #getBillingCode()}.
     */
    void setBillingCode(String value);

    /**
     * Marked not supported in the reference; still in the header. Keep as a plain field; tell users to put the
     * whole address in StreetAddress.
     */
    String getCity();

    /**
     * Sets {@link #getCity()}.
     */
    void setCity(String value);

    /**
     * Company.
     */
    String getCompany();

    /**
     * Sets {@link #getCompany()}.
     */
    void setCompany(String value);

    /**
     * As City (not supported).
     */
    String getCountry();

    /**
     * Sets {@link #getCountry()}.
     */
    void setCountry(String value);

    /**
     * Department.
     */
    String getDepartment();

    /**
     * Sets {@link #getDepartment()}.
     */
    void setDepartment(String value);

    /**
     * E-mail address.
     */
    String getEmail();

    /**
     * Sets {@link #getEmail()}.
     */
    void setEmail(String value);

    /**
     * Own fax number.
     */
    String getFaxNumber();

    /**
     * Sets {@link #getFaxNumber()}.
     */
    void setFaxNumber(String value);

    /**
     * Home phone.
     */
    String getHomePhone();

    /**
     * Sets {@link #getHomePhone()}.
     */
    void setHomePhone(String value);

    /**
     * Name.
     */
    String getName();

    /**
     * Sets {@link #getName()}.
     */
    void setName(String value);

    /**
     * Transmitting station id wanted by the sender; ignored when UseDeviceTSID is on.
     */
    String getTSID();

    /**
     * Sets {@link #getTSID()}.
     */
    void setTSID(String value);

    /**
     * Office phone.
     */
    String getOfficePhone();

    /**
     * Sets {@link #getOfficePhone()}.
     */
    void setOfficePhone(String value);

    /**
     * Office.
     */
    String getOfficeLocation();

    /**
     * Sets {@link #getOfficeLocation()}.
     */
    void setOfficeLocation(String value);

    /**
     * As City (not supported).
     */
    String getState();

    /**
     * Sets {@link #getState()}.
     */
    void setState(String value);

    /**
     * Full postal address incl. city, state, postal code, country.
     */
    String getStreetAddress();

    /**
     * Sets {@link #getStreetAddress()}.
     */
    void setStreetAddress(String value);

    /**
     * Title.
     */
    String getTitle();

    /**
     * Sets {@link #getTitle()}.
     */
    void setTitle(String value);

    /**
     * As City (not supported).
     */
    String getZipCode();

    /**
     * Sets {@link #getZipCode()}.
     */
    void setZipCode(String value);

    /**
     * Fill from stored default.
     */
    void loadDefaultSender();

    /**
     * Store as default.
     */
    void saveDefaultSender();
}

package org.caselli.faxcomex;

/**
 * One rule of outbound routing. From {@link FaxOutboundRoutingRules}. Where it leads is a copy that {@link #refresh()}
 * reads again and {@link #save()} writes; its codes cannot be changed. Reading needs {@code far2QUERY_CONFIG}.
 */
public interface FaxOutboundRoutingRule {
    /** The country code; 0 for the default rule. */
    int getCountryCode();

    /** The area code; 0 for the whole country. */
    int getAreaCode();

    /** Whether it can be used, and why not. */
    FAX_RULE_STATUS_ENUM getStatus();

    /** Whether it leads to a device; else to a group. */
    boolean isUseDevice();

    /** Sets {@link #isUseDevice()}. {@link #save()} writes it. */
    void setUseDevice(boolean value);

    /** The device that it leads to; means something with {@link #isUseDevice()} only, and is 0 without. */
    int getDeviceId();

    /** Sets {@link #getDeviceId()}. {@link #save()} writes it. */
    void setDeviceId(int value);

    /** The group that it leads to; empty with {@link #isUseDevice()}. */
    String getGroupName();

    /** Sets {@link #getGroupName()}. {@link #save()} writes it. */
    void setGroupName(String value);

    /**
     * Reads it again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException FAX_E_RULE_NOT_FOUND if it is gone
     */
    void refresh();

    /**
     * Writes where it leads. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT, FAX_E_GROUP_NOT_FOUND, FAX_E_BAD_GROUP_CONFIGURATION as with
     *     {@link FaxOutboundRoutingRules#add}, FAX_E_RULE_NOT_FOUND if it is gone, ERROR_REVISION_MISMATCH if somebody
     *     else has changed it since it was read
     */
    void save();
}

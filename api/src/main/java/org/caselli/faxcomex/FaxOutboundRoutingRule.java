package org.caselli.faxcomex;

/**
 * One rule; destination editable, key not.
 *
 * <p>Obtained from {@code FaxOutboundRoutingRules.Item}, {@code .ItemByCountryAndArea}, {@code .Add}.
 *
 * <p>edits local until Save; Refresh discards.
 */
public interface FaxOutboundRoutingRule {
    /**
     * Country/region code; 0 = any.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getCountryCode();

    /**
     * Area code; 0 = any area of the country. Unrestricted number.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getAreaCode();

    /**
     * Usability of the rule (FAX_RULE_STATUS_ENUM).
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    FAX_RULE_STATUS_ENUM getStatus();

    /**
     * True = single device, False = group.
     *
     * <p>Right needed: QUERY_CONFIG (read and local write).
     */
    boolean isUseDevice();

    /**
     * Sets {@link #isUseDevice()}.
     */
    void setUseDevice(boolean value);

    /**
     * Target device; valid only when UseDevice is True.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getDeviceId();

    /**
     * Sets {@link #getDeviceId()}.
     */
    void setDeviceId(int value);

    /**
     * Target group; valid only when UseDevice is False.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    String getGroupName();

    /**
     * Sets {@link #getGroupName()}.
     */
    void setGroupName(String value);

    /**
     * Reload; edits lost.
     */
    void refresh();

    /**
     * Write destination.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG. Errors: as Add; FAX_E_BAD_GROUP_CONFIGURATION.
     */
    void save();
}

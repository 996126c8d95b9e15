package org.caselli.faxcomex;

/**
 * The rules of outbound routing, as they were when {@link FaxOutboundRouting#getRules()} was called. A rule is known by
 * country code and area code; the one of 0 and 0 is the default, always there and first. Adding and removing act at
 * once, and show here. Counts from 1.
 *
 * <p>The rule that fits best is used: that of country and area, else that of the country, else the default one. A rule
 * whose devices cannot send is passed over.
 */
public interface FaxOutboundRoutingRules extends Iterable<FaxOutboundRoutingRule> {
    /**
     * The rule at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxOutboundRoutingRule getItem(int index);

    /** How many there are, the default one included. */
    int getCount();

    /**
     * The rule of exactly these codes; nothing is searched for.
     *
     * @param countryCode such as 1 or 49; 0 for the default rule
     * @param areaCode such as 425; 0 for that of the whole country
     * @throws org.caselli.fax.FaxException FAX_E_RULE_NOT_FOUND if there is none
     */
    FaxOutboundRoutingRule itemByCountryAndArea(int countryCode, int areaCode);

    /**
     * Removes the rule of exactly these codes. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param countryCode such as 1 or 49
     * @param areaCode such as 425; 0 for that of the whole country
     * @throws org.caselli.fax.FaxException FAX_E_RULE_NOT_FOUND if there is none, E_INVALIDARG for the default rule
     */
    void removeByCountryAndArea(int countryCode, int areaCode);

    /**
     * Removes the rule at this place. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG for the default rule, or if there is no such place
     */
    void remove(int index);

    /**
     * Makes a rule. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param countryCode 1 or more; 0 is said to be possible by one of the original's documents, and refused as by its
     *     server
     * @param areaCode 0 for the whole country
     * @param useDevice whether it leads to a device; else to a group
     * @param groupName the group; empty if it leads to a device
     * @param deviceId the device; any number if it leads to a group
     * @throws org.caselli.fax.FaxException ERROR_ALREADY_EXISTS if there is a rule of these codes, ERROR_BAD_UNIT if
     *     there is no such device, FAX_E_GROUP_NOT_FOUND if there is no such group, FAX_E_BAD_GROUP_CONFIGURATION if it
     *     has no device that can send, E_INVALIDARG for codes that cannot be
     */
    FaxOutboundRoutingRule add(int countryCode, int areaCode, boolean useDevice, String groupName, int deviceId);
}

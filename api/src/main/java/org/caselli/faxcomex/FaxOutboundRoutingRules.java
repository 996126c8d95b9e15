package org.caselli.faxcomex;

/**
 * Collection of rules. Key = (country code, area code).
 *
 * <p>Obtained from {@code FaxOutboundRouting.GetRules}.
 *
 * <p>Add/Remove act immediately.
 */
public interface FaxOutboundRoutingRules extends Iterable<FaxOutboundRoutingRule> {
    /**
     * 1-based long index.
     */
    FaxOutboundRoutingRule getItem(int index);

    /**
     * Number of rules, default rule included.
     */
    int getCount();

    /**
     * Rule whose key equals the pair; frrcANY_CODE (0) matches the "any" key, it is not a wildcard search.
     *
     * <p>Errors: FAX_E_RULE_NOT_FOUND.
     */
    FaxOutboundRoutingRule itemByCountryAndArea(int countryCode, int areaCode);

    /**
     * Delete by key. Pair (0,0) = default rule, refused.
     *
     * <p>Right needed: MANAGE_CONFIG (implied). Errors: country 0: E_INVALIDARG; FAX_E_RULE_NOT_FOUND.
     */
    void removeByCountryAndArea(int countryCode, int areaCode);

    /**
     * Delete by 1-based index; default rule refused.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: default rule: E_INVALIDARG on the wire.
     */
    void remove(int index);

    /**
     * Create a rule. {@code useDevice} True: {@code deviceId} used, group name must be empty. False: group name
     * used, device id ignored. Area 0 = whole country. Country 0: COM page allows it, wire protocol refuses it
     * (§21).
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: duplicate key: fails (code not stated; §11.4); unknown device
     * 0x80070014; device id 0 / null group: E_INVALIDARG; empty or all-invalid group:
     * FAX_E_BAD_GROUP_CONFIGURATION; name &gt; 128: 0x8007006F.
     */
    FaxOutboundRoutingRule add(int countryCode, int areaCode, boolean useDevice, String groupName, int deviceId);
}

package org.caselli.faxcomex;

/**
 * Collection of groups; first element is always the built-in all-devices group.
 *
 * <p>Obtained from {@code FaxOutboundRouting.GetGroups}.
 *
 * <p>Add/Remove act immediately.
 */
public interface FaxOutboundRoutingGroups extends Iterable<FaxOutboundRoutingGroup> {
    /**
     * Index VT_I2/VT_I4 (1-based) or VT_BSTR group name; name {@code <All Devices>} (constant
     * bstrGROUPNAME_ALLDEVICES) gives the built-in group.
     *
     * <p>Errors: unknown name: FAX_E_GROUP_NOT_FOUND.
     */
    FaxOutboundRoutingGroup getItem(int index);

    /**
     * Number of groups, built-in one included (≥ 1).
     */
    int getCount();

    /**
     * Create an empty group; returns it. Name 1–128 characters, unique, case-insensitive.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: built-in name: 0x80070034 (ERROR_DUP_NAME); duplicate: fails (code
     * not stated); too long: 0x8007006F.
     */
    FaxOutboundRoutingGroup add(String name);

    /**
     * Delete by index or name. Other VARIANT types unsupported.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: built-in group: 0x800710DD (ERROR_INVALID_OPERATION); used by a
     * rule: FAX_E_GROUP_IN_USE; FAX_E_GROUP_NOT_FOUND.
     */
    void remove(int index);

    /**
     * The one with this name, in upper or lower case.
     *
     * @throws org.caselli.fax.FaxException FAX_E_GROUP_NOT_FOUND if there is none
     */
    FaxOutboundRoutingGroup getItem(String name);

    /**
     * Removes the one with this name; the built-in one cannot be.
     *
     * @throws org.caselli.fax.FaxException FAX_E_GROUP_NOT_FOUND, FAX_E_GROUP_IN_USE
     */
    void remove(String name);
}

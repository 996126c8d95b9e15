package org.caselli.faxcomex;

/**
 * The groups of devices, as they were when {@link FaxOutboundRouting#getGroups()} was called. The first one is that of
 * all devices, {@link FaxConstants#bstrGROUPNAME_ALLDEVICES}. Adding and removing act at once, and show here. Counts
 * from 1.
 */
public interface FaxOutboundRoutingGroups extends Iterable<FaxOutboundRoutingGroup> {
    /**
     * The group at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxOutboundRoutingGroup getItem(int index);

    /** How many there are, that of all devices included. */
    int getCount();

    /**
     * Makes a group without devices. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param name 1 to 128 characters
     * @throws org.caselli.fax.FaxException ERROR_DUP_NAME if there is one of this name, whatever its case, E_INVALIDARG
     *     if it is empty, ERROR_BUFFER_OVERFLOW if it is too long
     */
    FaxOutboundRoutingGroup add(String name);

    /**
     * Removes the group at this place. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION for that of all devices, FAX_E_GROUP_IN_USE while a
     *     rule leads to it, E_INVALIDARG if there is no such place
     */
    void remove(int index);

    /**
     * The group with this name, whatever its case.
     *
     * @throws org.caselli.fax.FaxException FAX_E_GROUP_NOT_FOUND if there is none
     */
    FaxOutboundRoutingGroup getItem(String name);

    /**
     * Removes the group with this name. Needs {@code far2MANAGE_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION for that of all devices, FAX_E_GROUP_IN_USE while a
     *     rule leads to it, FAX_E_GROUP_NOT_FOUND if there is none
     */
    void remove(String name);
}

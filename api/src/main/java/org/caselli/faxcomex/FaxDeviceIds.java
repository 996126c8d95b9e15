package org.caselli.faxcomex;

/**
 * The devices of one group of outbound routing, in the order in which they are tried. From
 * {@link FaxOutboundRoutingGroup#getDeviceIds()}. Changes act at once and show here. Those of
 * {@link FaxConstants#bstrGROUPNAME_ALLDEVICES} are all that there are, and cannot be changed.
 */
public interface FaxDeviceIds extends Iterable<Integer> {
    /**
     * The number of the device at this place, {@link FaxDevice#getId()}.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    int getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * Adds a device as the last one. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param deviceId {@link FaxDevice#getId()}
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT if there is no such device, FAX_E_BAD_GROUP_CONFIGURATION if
     *     it is in the group or that has 1000, ERROR_INVALID_OPERATION for the group of all devices
     */
    void add(int deviceId);

    /**
     * Takes the device at this place out; those after it move up. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place, ERROR_INVALID_OPERATION for the
     *     group of all devices
     */
    void remove(int index);

    /**
     * Moves a device to this place; the others make room. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param deviceId {@link FaxDevice#getId()}
     * @param newOrder 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException FAX_E_BAD_GROUP_CONFIGURATION if the device is not in the group or there is
     *     no such place, E_INVALIDARG if one of both is 0 or less
     */
    void setOrder(int deviceId, int newOrder);
}

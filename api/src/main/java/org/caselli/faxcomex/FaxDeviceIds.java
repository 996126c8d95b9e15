package org.caselli.faxcomex;

/**
 * Ordered device list of one outbound routing group.
 *
 * <p>Obtained from {@code FaxOutboundRoutingGroup.DeviceIds}.
 *
 * <p>collection rule: every change is written immediately.
 */
public interface FaxDeviceIds extends Iterable<Integer> {
    /**
     * Device id at 1-based position. (Docs say read/write; header: getter only.)
     */
    int getItem(int index);

    /**
     * Number of ids.
     */
    int getCount();

    /**
     * Append a device. Only existing device ids. Not on the all-devices group.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: invalid id; group limit 1000 devices.
     */
    void add(int deviceId);

    /**
     * Remove by 1-based index. Not on the all-devices group.
     *
     * <p>Right needed: MANAGE_CONFIG.
     */
    void remove(int index);

    /**
     * Move the device with the given id to 1-based position {@code newOrder}; the others shift.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: id or order 0: E_INVALIDARG; id not in group or order &gt; count:
     * FAX_E_BAD_GROUP_CONFIGURATION.
     */
    void setOrder(int deviceId, int newOrder);
}

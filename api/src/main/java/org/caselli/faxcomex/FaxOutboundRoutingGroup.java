package org.caselli.faxcomex;

/**
 * One group of devices. From {@link FaxOutboundRoutingGroups}. It cannot be renamed; its devices are changed by
 * {@link #getDeviceIds()}.
 */
public interface FaxOutboundRoutingGroup {
    /** Its name. */
    String getName();

    /** Whether its devices can send, as it was when the group was asked for; it does not move when they are changed. */
    FAX_GROUP_STATUS_ENUM getStatus();

    /** Its devices, in the order in which they are tried. */
    FaxDeviceIds getDeviceIds();
}

package org.caselli.faxcomex;

/**
 * One device group.
 *
 * <p>Obtained from {@code FaxOutboundRoutingGroups.Item} / {@code .Add}.
 *
 * <p>no Save/Refresh. Status is a snapshot; it does not move when devices are added/removed through the same
 * object.
 */
public interface FaxOutboundRoutingGroup {
    /**
     * Group name. Not renamable.
     */
    String getName();

    /**
     * Collective device validity (FAX_GROUP_STATUS_ENUM).
     */
    FAX_GROUP_STATUS_ENUM getStatus();

    /**
     * Ordered id list; order = order of selection for sending.
     */
    FaxDeviceIds getDeviceIds();
}

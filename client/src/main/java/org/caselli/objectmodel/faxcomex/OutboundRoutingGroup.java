package org.caselli.objectmodel.faxcomex;

import org.caselli.client.OutboundRouting.Group;
import org.caselli.faxcomex.FAX_GROUP_STATUS_ENUM;
import org.caselli.faxcomex.FaxDeviceIds;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Words;

final class OutboundRoutingGroup implements FaxOutboundRoutingGroup {
    private final Group group;
    private final DeviceIds devices;

    OutboundRoutingGroup(Connection connection, Group group) {
        this.group = group;
        this.devices = new DeviceIds(connection, group);
    }

    @Override
    public String getName() {
        return group.name();
    }

    @Override
    public FAX_GROUP_STATUS_ENUM getStatus() {
        return Words.of(FAX_GROUP_STATUS_ENUM.class, group.status());
    }

    @Override
    public FaxDeviceIds getDeviceIds() {
        return devices;
    }
}

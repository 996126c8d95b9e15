package org.caselli.objectmodel.faxcomex;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.caselli.client.OutboundRouting;
import org.caselli.client.OutboundRouting.Group;
import org.caselli.client.OutboundRouting.Member;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxDeviceIds;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;

/** The devices of a group as it was when it was asked for, with what was changed through this object. */
final class DeviceIds implements FaxDeviceIds {
    private final Connection connection;
    private final String group;
    private volatile List<Integer> ids;

    DeviceIds(Connection connection, Group group) {
        this.connection = connection;
        this.group = group.name();
        this.ids = ids(group);
    }

    private static List<Integer> ids(Group group) {
        return group.devices().stream().map(Member::id).toList();
    }

    private void change(Function<OutboundRouting, Group> change) {
        ids = ids(connection.ask(FaxError.FAX_E_GROUP_NOT_FOUND, client -> change.apply(client.outboundRouting())));
    }

    @Override
    public int getItem(int index) {
        List<Integer> present = ids;
        return present.get(Faults.place(index, present.size()));
    }

    @Override
    public int getCount() {
        return ids.size();
    }

    @Override
    public Iterator<Integer> iterator() {
        return ids.iterator();
    }

    @Override
    public void add(int deviceId) {
        change(routing -> routing.addDevice(group, Integer.toString(deviceId)));
    }

    @Override
    public void remove(int index) {
        String device = Integer.toString(getItem(index));
        connection.tell(
                FaxError.FAX_E_GROUP_NOT_FOUND,
                client -> client.outboundRouting().removeDevice(group, device));
        change(routing -> routing.findGroup(group).value());
    }

    @Override
    public void setOrder(int deviceId, int newOrder) {
        if (deviceId == 0 || newOrder < 1) {
            throw Faults.invalid(
                    "Device " + deviceId + " cannot come to place " + newOrder + ".",
                    "Give a device of the group, and a place from 1 to the number of its devices.");
        }
        change(routing -> routing.moveDevice(group, Integer.toString(deviceId), newOrder));
    }
}

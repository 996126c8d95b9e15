package org.caselli.objectmodel.faxcomex;

import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxDevices;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;

final class Devices extends Items<FaxDevice> implements FaxDevices {
    Devices(Connection connection) {
        super(connection.ask(client -> client.devices().list()).stream()
                .map(device -> new Device(connection, device))
                .toList());
    }

    @Override
    public FaxDevice getItemById(int id) {
        return items().stream()
                .filter(device -> device.getId() == id)
                .findFirst()
                .orElseThrow(() -> new FaxException(
                        FaxError.ERROR_BAD_UNIT,
                        "There is no device with the id " + id + ".",
                        "Look at the list of devices."));
    }

    @Override
    public FaxDevice getItem(String name) {
        return items().stream()
                .filter(device -> device.getDeviceName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Faults.unnamed("device", name));
    }
}

package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxDeviceProvider;
import org.caselli.faxcomex.FaxDeviceProviders;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;

final class DeviceProviders extends Items<FaxDeviceProvider> implements FaxDeviceProviders {
    DeviceProviders(Connection connection) {
        super(connection.ask(client -> client.providers().list()).stream()
                .map(DeviceProvider::new)
                .toList());
    }

    @Override
    public FaxDeviceProvider getItem(String name) {
        return items().stream()
                .filter(provider -> provider.getUniqueName().equalsIgnoreCase(name)
                        || provider.getFriendlyName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Faults.unnamed("device provider", name));
    }
}

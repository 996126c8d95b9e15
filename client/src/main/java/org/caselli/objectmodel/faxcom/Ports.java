package org.caselli.objectmodel.faxcom;

import java.util.List;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxPorts;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Items;

/** The lines of the server, in the order in which they are tried: that of their priority. */
final class Ports extends Items<FaxPort> implements FaxPorts {
    private Ports(List<? extends FaxPort> ports) {
        super(ports);
    }

    static Ports of(Connection connection) {
        return new Ports(connection.ask(client -> client.devices().list()).stream()
                .map(device -> new Port(connection, device.id(), device.name()))
                .toList());
    }
}

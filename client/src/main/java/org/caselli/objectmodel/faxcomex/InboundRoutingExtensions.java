package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxInboundRoutingExtension;
import org.caselli.faxcomex.FaxInboundRoutingExtensions;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;

final class InboundRoutingExtensions extends Items<FaxInboundRoutingExtension> implements FaxInboundRoutingExtensions {
    InboundRoutingExtensions(Connection connection) {
        super(connection.ask(client -> client.inboundRouting().extensions()).stream()
                .map(InboundRoutingExtension::new)
                .toList());
    }

    @Override
    public FaxInboundRoutingExtension getItem(String name) {
        return items().stream()
                .filter(extension -> extension.getUniqueName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Faults.unnamed("inbound routing extension", name));
    }
}

package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxInboundRoutingMethod;
import org.caselli.faxcomex.FaxInboundRoutingMethods;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;

final class InboundRoutingMethods extends Items<FaxInboundRoutingMethod> implements FaxInboundRoutingMethods {
    InboundRoutingMethods(Connection connection) {
        super(connection.ask(client -> client.inboundRouting().methods()).stream()
                .map(method -> new InboundRoutingMethod(connection, method))
                .toList());
    }

    @Override
    public FaxInboundRoutingMethod getItem(String name) {
        return items().stream()
                .filter(method -> method.getGUID().equalsIgnoreCase(name))
                .findFirst()
                .or(() -> items().stream()
                        .filter(method -> method.getName().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> Faults.unnamed("inbound routing method", name));
    }
}

package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxInboundRouting;
import org.caselli.faxcomex.FaxInboundRoutingExtensions;
import org.caselli.faxcomex.FaxInboundRoutingMethods;
import org.caselli.objectmodel.Connection;

record InboundRouting(Connection connection) implements FaxInboundRouting {
    @Override
    public FaxInboundRoutingExtensions getExtensions() {
        return new InboundRoutingExtensions(connection);
    }

    @Override
    public FaxInboundRoutingMethods getMethods() {
        return new InboundRoutingMethods(connection);
    }
}

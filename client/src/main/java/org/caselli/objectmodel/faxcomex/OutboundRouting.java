package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxOutboundRouting;
import org.caselli.faxcomex.FaxOutboundRoutingGroups;
import org.caselli.faxcomex.FaxOutboundRoutingRules;
import org.caselli.objectmodel.Connection;

record OutboundRouting(Connection connection) implements FaxOutboundRouting {
    @Override
    public FaxOutboundRoutingGroups getGroups() {
        return new OutboundRoutingGroups(connection);
    }

    @Override
    public FaxOutboundRoutingRules getRules() {
        return new OutboundRoutingRules(connection);
    }
}

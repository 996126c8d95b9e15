package org.caselli.objectmodel.faxcomex;

import java.util.List;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.faxcomex.FaxOutboundRoutingGroups;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Items;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class OutboundRoutingGroups extends Items<FaxOutboundRoutingGroup> implements FaxOutboundRoutingGroups {
    private final Connection connection;

    OutboundRoutingGroups(Connection connection) {
        super(read(connection));
        this.connection = connection;
    }

    private static List<OutboundRoutingGroup> read(Connection connection) {
        return connection.ask(client -> client.outboundRouting().groups()).stream()
                .map(group -> new OutboundRoutingGroup(connection, group))
                .toList();
    }

    @Override
    public FaxOutboundRoutingGroup getItem(String name) {
        return items().stream()
                .filter(group -> group.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new FaxException(
                        FaxError.FAX_E_GROUP_NOT_FOUND,
                        "There is no group \"" + name + "\".",
                        "Look at the groups; upper and lower case are alike."));
    }

    @Override
    public FaxOutboundRoutingGroup add(@Nullable String name) {
        var added = connection.ask(client -> client.outboundRouting().addGroup(Words.text(name), List.of()));
        renew(read(connection));
        return new OutboundRoutingGroup(connection, added);
    }

    @Override
    public void remove(int index) {
        remove(getItem(index).getName());
    }

    @Override
    public void remove(@Nullable String name) {
        connection.tell(
                FaxError.FAX_E_GROUP_NOT_FOUND,
                client -> client.outboundRouting().removeGroup(Words.text(name)));
        renew(read(connection));
    }
}

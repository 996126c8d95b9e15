package org.caselli.objectmodel.faxcomex;

import org.caselli.client.Api;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.objectmodel.Connection;
import org.jspecify.annotations.Nullable;

final class Activity implements FaxActivity {
    private final Connection connection;
    private volatile Api.@Nullable Activity read;

    Activity(Connection connection) {
        this.connection = connection;
    }

    private Api.Activity read() {
        Api.Activity present = read;
        return present == null ? ask() : present;
    }

    private Api.Activity ask() {
        Api.Activity fresh = connection.ask(client -> client.log().activity());
        read = fresh;
        return fresh;
    }

    @Override
    public int getIncomingMessages() {
        return read().incoming();
    }

    @Override
    public int getRoutingMessages() {
        return read().routing();
    }

    @Override
    public int getOutgoingMessages() {
        return read().outgoing();
    }

    @Override
    public int getQueuedMessages() {
        return read().queued();
    }

    @Override
    public void refresh() {
        ask();
    }
}

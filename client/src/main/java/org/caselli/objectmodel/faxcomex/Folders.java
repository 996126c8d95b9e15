package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxFolders;
import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingQueue;
import org.caselli.faxcomex.FaxOutgoingArchive;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.objectmodel.Connection;

/** The way to the queues and archives of a server. */
final class Folders implements FaxFolders {
    private final Connection connection;

    Folders(Connection connection) {
        this.connection = connection;
    }

    @Override
    public FaxOutgoingQueue getOutgoingQueue() {
        return new OutgoingQueue(connection);
    }

    @Override
    public FaxIncomingQueue getIncomingQueue() {
        return new IncomingQueue(connection);
    }

    @Override
    public FaxIncomingArchive getIncomingArchive() {
        return new IncomingArchive(connection);
    }

    @Override
    public FaxOutgoingArchive getOutgoingArchive() {
        return new OutgoingArchive(connection);
    }
}

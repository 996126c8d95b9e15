package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.objectmodel.Connection;

/** Received faxes, and how long they are kept. */
final class IncomingArchive extends Archive implements FaxIncomingArchive {
    IncomingArchive(Connection connection) {
        super(connection, status -> status.received().octets());
    }

    @Override
    public FaxIncomingMessageIterator getMessages(int prefetchSize) {
        return new IncomingMessageIterator(connection, false, prefetchSize);
    }

    @Override
    public FaxIncomingMessage getMessage(String messageId) {
        return IncomingMessage.find(connection, messageId, false);
    }
}

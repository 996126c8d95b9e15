package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxOutgoingArchive;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.objectmodel.Connection;

/** Delivered faxes, and how long they are kept. */
final class OutgoingArchive extends Archive implements FaxOutgoingArchive {
    OutgoingArchive(Connection connection) {
        super(connection, status -> status.sent().octets());
    }

    @Override
    public FaxOutgoingMessageIterator getMessages(int prefetchSize) {
        return new OutgoingMessageIterator(connection, false, prefetchSize);
    }

    @Override
    public FaxOutgoingMessage getMessage(String messageId) {
        return OutgoingMessage.find(connection, messageId, false);
    }
}

package org.caselli.objectmodel.faxcomex;

import org.caselli.client.Archives;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.objectmodel.Connection;

/** Received faxes, newest first. */
final class IncomingMessageIterator extends Cursor<Archives.ReceivedFax, FaxIncomingMessage>
        implements FaxIncomingMessageIterator {
    /** @param own only what one's own folders show */
    IncomingMessageIterator(Connection connection, boolean own, int prefetchSize) {
        super(
                connection,
                prefetchSize,
                (client, after, limit) -> {
                    Archives.ReceivedFaxes part = client.archives()
                            .received(new Archives.Filter().with("account", own ? "me" : null), after, limit);
                    return new Batch<>(part.items(), part.next());
                },
                fax -> new IncomingMessage(connection, fax));
    }
}

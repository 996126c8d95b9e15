package org.caselli.objectmodel.faxcomex;

import org.caselli.client.Archives;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.objectmodel.Connection;

/** Delivered faxes, newest first. */
final class OutgoingMessageIterator extends Cursor<Archives.SentFax, FaxOutgoingMessage>
        implements FaxOutgoingMessageIterator {
    /** @param own only those of one's own account */
    OutgoingMessageIterator(Connection connection, boolean own, int prefetchSize) {
        super(
                connection,
                prefetchSize,
                (client, after, limit) -> {
                    Archives.SentFaxes part = client.archives()
                            .sent(new Archives.Filter().with("account", own ? "me" : null), after, limit);
                    return new Batch<>(part.items(), part.next());
                },
                fax -> new OutgoingMessage(connection, fax));
    }
}

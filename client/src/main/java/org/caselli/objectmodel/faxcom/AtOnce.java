package org.caselli.objectmodel.faxcom;

import java.util.function.Function;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Connection;

/** How faxcom writes: a property that is set acts at once and for good, whatever else others set meanwhile. */
final class AtOnce {
    /** Ours. One is overtaken only while others write the same thing all the time. */
    private static final int TRIES = 20;

    private AtOnce() {}

    /**
     * Tells the server, and once more each time that somebody else has changed the thing in between.
     *
     * @param missing what is thrown if it is not there
     */
    static void tell(Connection connection, FaxError missing, Function<CaselliClient, ?> order) {
        for (int tries = 1; ; tries++) {
            try {
                connection.ask(missing, client -> order.apply(client));
                return;
            } catch (FaxException refused) {
                if (refused.error() != FaxError.ERROR_REVISION_MISMATCH || tries == TRIES) {
                    throw refused;
                }
            }
        }
    }
}

package org.caselli.line;

import java.io.IOException;
import org.caselli.t30.ReceivedPage;

/** Takes what an incoming call brings. */
public interface Receiver extends CallListener {
    /**
     * Stores a received page. It must be durable on return, for then its confirmation goes out to the sender. A page
     * that the call broke off within ({@code complete} false) is kept in the same way but never confirmed.
     *
     * @throws IOException if it cannot be stored; the sender is told that the page did not arrive
     */
    void keep(ReceivedPage page) throws IOException;

    /** The call is over. Called exactly once, last of all, unless the server dies. */
    void ended(CallReport report);
}

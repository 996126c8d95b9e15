package org.caselli.line;

import org.caselli.outcome.Outcome;

/** A call under way: its name, and the way to end it. Safe to use from any thread. */
public interface LiveCall {
    /** Unique for ever: the call's diary is kept under it. */
    String id();

    /**
     * Ends the call in good order (CANCEL while it rings, DCN within a fax, then BYE); the report follows within seconds.
     * Of several stops the first counts; after the end of the call a stop does nothing.
     *
     * @param why what the report shall say, such as {@link Outcome#CANCELED}, unless T.30 knows better by then: all pages
     *            confirmed, or a part of the fax received and kept
     */
    void stop(Outcome why);
}

package org.caselli.line;

import org.caselli.t30.Abilities;

/** The {@link Switchboard}'s answer to a call. */
public sealed interface Reception {
    /**
     * Answer it and receive the fax.
     *
     * @param stationId our identity, told to the sender (CSI): up to 20 of the letters, digits and signs of T.30; what
     *                  does not fit is dropped
     * @param abilities how it may be received: {@link Abilities#ALL} unless something is to be held back
     * @param receiver  takes the pages
     */
    record Accept(String stationId, Abilities abilities, Receiver receiver) implements Reception {}

    /** Do not answer it. */
    record Refuse(Reason reason) implements Reception {}

    /** Why a call is not taken. */
    enum Reason {
        /** 486: nobody is free for it. */
        BUSY,
        /** 403: this caller may not. */
        NOT_ALLOWED,
        /** 404: there is no such number. */
        NO_SUCH_NUMBER,
        /** 480: we take no faxes at present (queue blocked, device set not to receive, disk full). */
        NOT_NOW
    }
}

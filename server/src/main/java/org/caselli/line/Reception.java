package org.caselli.line;

import java.time.Duration;
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

    /**
     * Let it ring: the caller hears that (180), and may give up. Once it is to be answered, {@code told} says how.
     *
     * @param rings the ring at whose beginning it is answered, 1 for at once; {@link #UNTIL_ASKED} to leave it to
     *              {@link RingingCall#answer}
     * @param limit after so many rings it is refused with 480, 1 or more
     */
    record Ring(int rings, int limit, Ringing told) implements Reception {
        /** It is not answered by itself. */
        public static final int UNTIL_ASKED = Integer.MAX_VALUE;

        /** From the beginning of a ring to that of the next: 2 s of tone and 4 s of silence, the North American cadence. */
        public static final Duration CADENCE = Duration.ofSeconds(6);

        public Ring {
            if (rings < 1 || limit < 1) {
                throw new IllegalArgumentException(
                        "A call rings " + rings + " times, " + limit + " at most; give 1 or" + " more.");
            }
        }
    }

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

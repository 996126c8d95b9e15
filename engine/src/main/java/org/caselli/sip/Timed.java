package org.caselli.sip;

import java.time.Instant;

/** Something of a {@link UserAgent} that wants to be woken. */
abstract class Timed {
    /** For when the agent has an alarm for it already; {@link Instant#MAX} if it has none. */
    Instant alarm = Instant.MAX;

    /** When it wants to be woken; {@link Instant#MAX} if never. */
    abstract Instant deadline();

    /** Its deadline has come. */
    abstract void timeUp(Instant now);
}

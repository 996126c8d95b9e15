package org.caselli.sip;

import java.time.Instant;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Response;

/** Something of a {@link UserAgent} that sends requests and waits for what becomes of them. */
abstract class Asker extends Timed {

    /** A response to a request of ours, as its transaction passed it up. */
    abstract void responded(OurRequest our, Response response, Hop from, Instant now);

    /** A request of ours had no response in time, or could not be sent at all ({@code unreachable}). */
    abstract void unanswered(OurRequest our, String why, boolean unreachable, Instant now);

    /** A transaction of ours is done with. */
    void settled(OurRequest our) {
        // most have nothing left to do then
    }
}

package org.caselli.call;

import java.time.Duration;
import org.caselli.t38.Pacing;
import org.caselli.t38.Redundancy;

/**
 * How a call's media are handled.
 *
 * @param imageFirst    as caller: offer T.38 in the INVITE, without a word of sound before it
 * @param callerWaits   as caller: how long after the answer we leave it to the far end to offer T.38 before we do
 * @param answererWaits as called: the same; 0 by default, for nothing is won by waiting
 * @param faxWithin     longest time from the answer until T.38 is agreed, else the call ends with
 *                      {@link org.caselli.outcome.Outcome#T38_REFUSED}
 * @param longest       longest time a call may last at all, a guard against machines that never end
 * @param pacing        how fast fax packets go out
 * @param redundancy    how much is said again in them
 * @param maxDatagram   the largest UDPTL datagram that we say we take, 72 to 1400 octets
 * @param maxBitRate    the fastest carrier that we offer in T.38, 2400 to 14400 bit/s
 */
public record CallSettings(
        boolean imageFirst,
        Duration callerWaits,
        Duration answererWaits,
        Duration faxWithin,
        Duration longest,
        Pacing pacing,
        Redundancy redundancy,
        int maxDatagram,
        int maxBitRate) {

    /**
     * For trunks and gateways. A caller waits 5 s, because some called systems take 3 s before they offer T.38 (ours).
     */
    public static final CallSettings STANDARD = new CallSettings(
            false,
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofSeconds(30),
            Duration.ofHours(3),
            Pacing.MODEM,
            Redundancy.STANDARD,
            1400,
            14_400);

    public CallSettings {
        if (maxDatagram < 72 || maxDatagram > 1400) {
            throw new IllegalArgumentException(
                    "A largest fax datagram of " + maxDatagram + " octets is outside 72 to 1400.");
        }
        if (maxBitRate < 2400 || maxBitRate > 14_400) {
            throw new IllegalArgumentException(
                    "A fastest T.38 carrier of " + maxBitRate + " bit/s is outside 2400 to 14400.");
        }
        if (callerWaits.isNegative() || answererWaits.isNegative()) {
            throw new IllegalArgumentException("The wait before T.38 is offered is negative; give 0 s or more.");
        }
        if (faxWithin.compareTo(callerWaits) < 0 || longest.compareTo(faxWithin) < 0) {
            throw new IllegalArgumentException("T.38 has to be agreed within " + faxWithin
                    + ", which must lie between the caller's wait of " + callerWaits + " and the longest call of "
                    + longest + ".");
        }
    }

    /** The same, with T.38 in the INVITE or not. */
    public CallSettings withImageFirst(boolean first) {
        return new CallSettings(
                first, callerWaits, answererWaits, faxWithin, longest, pacing, redundancy, maxDatagram, maxBitRate);
    }

    /** The same at another pace. */
    public CallSettings withPacing(Pacing other) {
        return new CallSettings(
                imageFirst, callerWaits, answererWaits, faxWithin, longest, other, redundancy, maxDatagram, maxBitRate);
    }

    /** The same with other waits before T.38 is offered. */
    public CallSettings withWaits(Duration caller, Duration answerer) {
        return new CallSettings(
                imageFirst, caller, answerer, faxWithin, longest, pacing, redundancy, maxDatagram, maxBitRate);
    }

    /** The same with another largest datagram. */
    public CallSettings withMaxDatagram(int octets) {
        return new CallSettings(
                imageFirst, callerWaits, answererWaits, faxWithin, longest, pacing, redundancy, octets, maxBitRate);
    }
}

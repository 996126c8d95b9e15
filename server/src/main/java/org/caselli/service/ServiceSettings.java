package org.caselli.service;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How a fax server behaves.
 *
 * @param stationId  what we call ourselves to other machines (TSI, CSI), at most 20 characters; empty for each device's
 *                   own number
 * @param senderName what stands in the header line of faxes whose submitter gives no name; perhaps empty
 * @param zone       of the times in header lines
 * @param lease      how long an attempt is believed to live without a sign, 10 s or more
 * @param freeSpace  calls are not answered while the disk has less room than this, in octets
 * @param patience   how long a stop waits for calls to end in good order
 */
public record ServiceSettings(
        String stationId, String senderName, ZoneId zone, Duration lease, long freeSpace, Duration patience) {
    /** No name, the machine's time zone, standard retries. Ours: a lease of a minute, 100 MB kept free, 10 s to end calls. */
    public static final ServiceSettings STANDARD = new ServiceSettings(
            "",
            "",
            ZoneId.systemDefault(),
            Duration.ofMinutes(1),
            100_000_000,
            // A call that is stopped hears within 8 s whether its page arrived, and hangs up within 2 s more.
            Duration.ofSeconds(12));

    public ServiceSettings {
        if (stationId.length() > SubmitRequest.MAX_SENDER_ID) {
            throw new IllegalArgumentException("The station identity \"" + stationId
                    + "\" is longer than the 20 characters that a fax machine shows; shorten it.");
        }
        if (lease.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("A lease of " + lease + " is too short; give 10 s or more.");
        }
        if (patience.isNegative() || freeSpace < 0) {
            throw new IllegalArgumentException("A patience of " + patience + " or " + freeSpace
                    + " octets to be kept free is nonsense; give zero or more.");
        }
    }

    /** The same with this identity and name. */
    public ServiceSettings named(String stationId, String senderName) {
        return new ServiceSettings(stationId, senderName, zone, lease, freeSpace, patience);
    }

    /** The same with this lease. */
    public ServiceSettings withLease(Duration lease) {
        return new ServiceSettings(stationId, senderName, zone, lease, freeSpace, patience);
    }
}

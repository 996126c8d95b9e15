package org.caselli.service;

import java.time.Duration;

/**
 * What a fax server must know to begin. What it does is said by the settings in its database.
 *
 * @param lease     how long an attempt is believed to live without a sign, 10 s or more
 * @param freeSpace calls are not answered while the disk has less room than this, in octets
 * @param patience  how long a stop waits for calls to end in good order
 */
public record ServiceSettings(Duration lease, long freeSpace, Duration patience) {
    /** Ours: a lease of a minute, 100 MB kept free. */
    public static final ServiceSettings STANDARD = new ServiceSettings(
            Duration.ofMinutes(1),
            100_000_000,
            // A call that is stopped hears within 8 s whether its page arrived, and hangs up within 2 s more.
            Duration.ofSeconds(12));

    public ServiceSettings {
        if (lease.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("A lease of " + lease + " is too short; give 10 s or more.");
        }
        if (patience.isNegative() || freeSpace < 0) {
            throw new IllegalArgumentException("A patience of " + patience + " or " + freeSpace
                    + " octets to be kept free is nonsense; give zero or more.");
        }
    }

    /** The same with this lease. */
    public ServiceSettings withLease(Duration lease) {
        return new ServiceSettings(lease, freeSpace, patience);
    }
}

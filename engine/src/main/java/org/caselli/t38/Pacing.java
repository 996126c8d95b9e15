package org.caselli.t38;

import java.time.Duration;

/**
 * How fast we put a signal on the network.
 *
 * <p>At the far end a gateway may have to play it on a modem, so the standard pace is that of the modem: a second of
 * preamble before frames at 300 bit/s, the training of the modulation, and data at its bit rate. A gateway that is fed
 * faster overflows, or cuts short the preamble that the machine behind it needs. Where both ends are known to be packet
 * terminals the same signals may go in less time.
 *
 * @param packet how much time of data a packet carries, 10 to 100 ms
 * @param haste  1 for the pace of a modem; all waits are divided by it, up to 1000
 */
public record Pacing(Duration packet, int haste) {
    /** Safe with everything: 40 ms a packet, at the pace of the modem. */
    public static final Pacing MODEM = new Pacing(Duration.ofMillis(40), 1);

    public Pacing {
        if (packet.toMillis() < 10 || packet.toMillis() > 100) {
            throw new IllegalArgumentException("A packet of " + packet.toMillis() + " ms; give 10 to 100 ms.");
        }
        if (haste < 1 || haste > 1000) {
            throw new IllegalArgumentException("A haste of " + haste + "; give 1 (the pace of a modem) to 1000.");
        }
    }
}

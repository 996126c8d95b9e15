package org.caselli.t38;

/**
 * How many packets before it a datagram carries once more, by kind of packet. It is lowered by itself where the far end's
 * largest datagram has no room for it. A packet that no other follows is sent so many times again, as the same datagram.
 *
 * @param control for indicators and frames at 300 bit/s, 0 to 15
 * @param image   for training check and pages, 0 to 15
 */
public record Redundancy(int control, int image) {
    /** Bursts of three lost datagrams do no harm, and of single ones a fifth may be lost. */
    public static final Redundancy STANDARD = new Redundancy(3, 3);

    public Redundancy {
        if (control < 0 || control > 15 || image < 0 || image > 15) {
            throw new IllegalArgumentException(
                    "Redundancy of " + control + " and " + image + "; each has to be 0 to 15 packets.");
        }
    }
}

package org.caselli.t30;

/**
 * Judges a training check: zeros for 1.5 s ± 10 % (T.30 clause 5.3.6.1.3). It is good if it holds an unbroken run of
 * zeros that is {@link #GOOD_MILLIS} long. T.30 leaves the rule to the receiver; this one is ours: the transients of
 * the modem at both ends of the signal do no harm, nor does a third of it lost on a packet network, and a bit error rate
 * of 1e-4, at which every fifth ECM frame would be damaged at 14400 bit/s, is refused two times in three.
 */
final class TrainingCheck {
    private static final int GOOD_MILLIS = 1000;

    /** More than any training check has: 3 s. Whatever comes after that is not looked at. */
    private static final int MOST_MILLIS = 3000;

    private final Carrier carrier;
    private int bits;
    private int run;
    private int longest;

    TrainingCheck(Carrier carrier) {
        this.carrier = carrier;
    }

    void hear(byte[] octets) {
        for (byte octet : octets) {
            if (bits >= bitsIn(MOST_MILLIS)) {
                return;
            }
            bits += 8;
            if (octet == 0) {
                run += 8;
            } else {
                longest = Math.max(longest, run + Integer.numberOfLeadingZeros(octet & 0xFF) - 24);
                run = Integer.numberOfTrailingZeros(octet);
            }
        }
        longest = Math.max(longest, run);
    }

    boolean good() {
        return longest >= bitsIn(GOOD_MILLIS);
    }

    /** "zeros for 1500 ms". */
    String spoken() {
        return "zeros for " + longest * 1000L / carrier.bitsPerSecond() + " ms";
    }

    private int bitsIn(int millis) {
        return (int) (carrier.bitsPerSecond() * (long) millis / 1000);
    }
}

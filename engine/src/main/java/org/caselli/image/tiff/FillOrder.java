package org.caselli.image.tiff;

/** The order of bits in an octet: TIFF's FillOrder 2 has the first one lowest. */
final class FillOrder {
    private FillOrder() {}

    /** Turns each octet round, in place. */
    static void reverse(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (Integer.reverse(octets[i]) >>> 24);
        }
    }
}

package org.caselli.t30.frame;

import java.util.Arrays;
import java.util.HexFormat;

/** Octets that do not change; two are equal if they hold the same. Most significant bit first on the line. */
public final class Octets {
    public static final Octets NONE = new Octets(new byte[0]);

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of these. */
    public static Octets of(byte... octets) {
        return octets.length == 0 ? NONE : new Octets(octets.clone());
    }

    /** A copy of some of these. */
    public static Octets of(byte[] octets, int from, int to) {
        return from == to ? NONE : new Octets(Arrays.copyOfRange(octets, from, to));
    }

    public int size() {
        return octets.length;
    }

    /** One octet, 0 to 255; 0 beyond the end, as T.30 reads fields that an older machine does not send. */
    public int at(int index) {
        return index < octets.length ? octets[index] & 0xFF : 0;
    }

    /** One bit in line order, counted from 0; false beyond the end. */
    public boolean bit(int index) {
        return (at(index >> 3) & (0x80 >> (index & 7))) != 0;
    }

    /** A copy of all. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** Copies all into {@code target} from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(octets, 0, target, at, octets.length);
    }

    /** The octet with its bits in the opposite order: T.30 sends counters and characters least significant bit first. */
    public static int reversed(int octet) {
        return Integer.reverse(octet) >>> 24;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Hexadecimal, at most 32 octets of it. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of().withUpperCase();
        return octets.length <= 32
                ? hex.formatHex(octets)
                : hex.formatHex(octets, 0, 32) + "... (" + octets.length + " octets)";
    }
}

package org.caselli.t38.ifp;

import java.util.Arrays;
import java.util.List;
import org.caselli.t30.Carrier;

/** Takes PER apart, bit by bit. Never believes a length before the octets are there. */
final class Bits {
    /** The carriers of t30-data, 0 to 8, in the order of the ASN.1. */
    static final List<Carrier> CARRIERS = List.of(
            Carrier.V21,
            Carrier.V27TER_2400,
            Carrier.V27TER_4800,
            Carrier.V29_7200,
            Carrier.V29_9600,
            Carrier.V17_7200,
            Carrier.V17_9600,
            Carrier.V17_12000,
            Carrier.V17_14400);

    static final byte[] NOTHING = new byte[0];

    /** The octets end where more should come. */
    static final class CutShort extends Exception {
        private static final long serialVersionUID = 1;
        private final String part;

        CutShort(String part) {
            super(part, null, false, false); // damaged packets may come by the thousand: no stack trace
            this.part = part;
        }

        String part() {
            return part;
        }
    }

    private final byte[] octets;
    private int at; // in bits

    Bits(byte[] octets) {
        this.octets = octets;
    }

    byte[] octets() {
        return octets;
    }

    /** The next bits, at most 16, as a number. */
    int take(int count, String part) throws CutShort {
        if (at + count > octets.length * 8) {
            throw new CutShort(part);
        }
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = value << 1 | (octets[at >> 3] >> (7 - (at & 7)) & 1);
        }
        return value;
    }

    /** A length determinant below 16384 from the next octet boundary (X.691 clause 11.9). */
    int length(String part) throws CutShort {
        align();
        int first = take(8, part);
        if (first < 0x80) {
            return first;
        }
        if (first >= 0xC0) {
            throw new CutShort(part); // more than 16383 fields: no packet has that many, and no datagram the room
        }
        return (first & 0x3F) << 8 | take(8, part);
    }

    /** An octet string of 1 to 65535 octets from the next octet boundary. */
    byte[] content(String part) throws CutShort {
        align();
        int length = take(16, part) + 1;
        int start = at >> 3;
        if (start + length > octets.length) {
            throw new CutShort(part);
        }
        at += length * 8;
        return Arrays.copyOfRange(octets, start, start + length);
    }

    private void align() {
        at = (at + 7) & ~7;
    }
}

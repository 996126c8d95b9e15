package org.caselli.t30.frame;

import java.util.BitSet;

/**
 * The facsimile information field of DIS, DTC and DCS: numbered bits, 1 being the first on the line (T.30 Table 2).
 * Bits 24, 32, 40, ... say that another octet follows; they come out right by themselves when a field is written, and
 * octets that follow where they say none are not heeded when it is read.
 */
public final class Fif {
    /** V.8 capabilities (DIS). */
    public static final int V8 = 6;
    /** 64 octets preferred as ECM frame size (DIS). */
    public static final int PREFERS_64 = 7;
    /** Ready to transmit a document: polling (DIS, DTC). */
    public static final int HAS_DOCUMENT = 9;
    /** Receiver fax operation. */
    public static final int RECEIVER = 10;
    /** First of four bits of the data signalling rate: 11, 12, 13, 14. */
    public static final int RATE = 11;
    /** 8 x 7.7 lines/mm or 200 x 200 per inch. */
    public static final int FINE = 15;
    /** Two-dimensional coding (T.4 MR). */
    public static final int TWO_DIMENSIONAL = 16;
    /** First of two bits of the recording width: 17, 18. */
    public static final int WIDTH = 17;
    /** First of two bits of the recording length: 19, 20. */
    public static final int LENGTH = 19;
    /** First of three bits of the minimum scan line time: 21, 22, 23. */
    public static final int SCAN_TIME = 21;
    /** Uncompressed mode. */
    public static final int UNCOMPRESSED = 26;
    /** Error correction mode (Annex A). */
    public static final int ECM = 27;
    /** ECM frame size of 64 octets (DCS). */
    public static final int SHORT_FRAMES = 28;
    /** T.6 coding. */
    public static final int T6 = 31;
    /** T.43 coding. */
    public static final int T43 = 36;
    /** R8 x 15.4 lines/mm. */
    public static final int SUPERFINE = 41;
    /** 300 x 300 per inch. */
    public static final int R300 = 42;
    /** R16 x 15.4 lines/mm or 400 x 400 per inch. */
    public static final int R16 = 43;
    /** Inch-based resolutions preferred (DIS) or used (DCS). */
    public static final int INCH = 44;
    /** Metric resolutions preferred (DIS). */
    public static final int METRIC = 45;
    /** Minimum scan line time at 15.4 lines/mm is half of that at 7.7 (DIS). */
    public static final int HALF_TIME_SUPERFINE = 46;
    /** Sub-addressing by SUB. */
    public static final int SUBADDRESS = 49;
    /** JPEG coding (T.81). */
    public static final int JPEG = 68;
    /** T.85 single-progression coding (JBIG). */
    public static final int T85 = 78;
    /** T.85 with optional L0. */
    public static final int T85_L0 = 79;

    /** More than any edition defines (16 octets); a longer field is cut here. */
    private static final int MAX_OCTETS = 32;

    private static final int SHORTEST = 3;

    private final BitSet bits;

    private Fif(BitSet bits) {
        this.bits = bits;
    }

    /** A field with exactly these bits. */
    public static Fif with(int... numbers) {
        BitSet bits = new BitSet();
        for (int number : numbers) {
            if (number < 1 || number > MAX_OCTETS * 8 || isExtension(number)) {
                throw new IllegalArgumentException("Bit " + number + " of a DIS or DCS cannot be set.");
            }
            bits.set(number);
        }
        return new Fif(bits);
    }

    static Fif read(Octets octets) {
        BitSet bits = new BitSet();
        for (int octet = 0; octet < Math.min(octets.size(), MAX_OCTETS); octet++) {
            for (int bit = octet * 8; bit < octet * 8 + 8; bit++) {
                if (octets.bit(bit) && !isExtension(bit + 1)) {
                    bits.set(bit + 1);
                }
            }
            if (octet + 1 >= SHORTEST && !octets.bit(octet * 8 + 7)) {
                break;
            }
        }
        return new Fif(bits);
    }

    private static boolean isExtension(int number) {
        return number >= 24 && number % 8 == 0;
    }

    /** Whether the bit is set, 1 being the first on the line. */
    public boolean has(int number) {
        return bits.get(number);
    }

    /** Bits {@code first} to {@code first + count - 1} as a number, the first being the most significant. */
    public int code(int first, int count) {
        int code = 0;
        for (int number = first; number < first + count; number++) {
            code = code << 1 | (bits.get(number) ? 1 : 0);
        }
        return code;
    }

    Octets write() {
        int octets = Math.max(SHORTEST, (bits.length() + 6) / 8);
        byte[] written = new byte[octets];
        bits.stream().forEach(number -> written[(number - 1) / 8] |= (byte) (0x80 >> ((number - 1) % 8)));
        for (int octet = SHORTEST - 1; octet < octets - 1; octet++) {
            written[octet] |= 1;
        }
        return Octets.of(written);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fif that && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /** The numbers of the bits that are set. */
    @Override
    public String toString() {
        return bits.toString();
    }
}

package org.caselli.t38;

/**
 * What the two ends of a T.38 call agreed on (T.38 Annex D; the SDP attributes are named in brackets).
 *
 * @param version         [T38FaxVersion] of the far end, 0 to 3; from 2 on, packets have the 2002 form
 * @param maxBitRate      [T38MaxBitRate] fastest image signal in bit/s, 2400 to 33600
 * @param fillBitRemoval  [T38FaxFillBitRemoval] fill bits of pages without error correction are left out on the network
 * @param transcodingMmr  [T38FaxTranscodingMMR]
 * @param transcodingJbig [T38FaxTranscodingJBIG]
 * @param rateManagement  [T38FaxRateManagement] who makes the training check
 * @param maxBuffer       [T38FaxMaxBuffer] octets that the far end can hold, 0 if it did not say
 * @param maxDatagram     [T38FaxMaxDatagram] largest UDPTL datagram that the far end takes, octets, UDPTL's own header
 *                        counted, 16 to 65507
 * @param errorCorrection [T38FaxUdpEC] what may be added to datagrams against loss
 */
public record T38Options(
        int version,
        int maxBitRate,
        boolean fillBitRemoval,
        boolean transcodingMmr,
        boolean transcodingJbig,
        RateManagement rateManagement,
        int maxBuffer,
        int maxDatagram,
        ErrorCorrection errorCorrection) {

    /** What we ask for and assume where nothing else is said: version 0, 14400 bit/s, redundancy, datagrams to 400 octets. */
    public static final T38Options STANDARD = new T38Options(
            0, 14400, false, false, false, RateManagement.TRANSFERRED_TCF, 0, 400, ErrorCorrection.REDUNDANCY);

    /** Who makes the zeros of the training check (T.38 clause 8). */
    public enum RateManagement {
        /** Method 1, "localTCF": each end for its own modem; over TCP. */
        LOCAL_TCF,
        /** Method 2, "transferredTCF": they travel as data; the rule over UDP. */
        TRANSFERRED_TCF
    }

    /** What a datagram carries besides its own packet (T.38 clause 9). */
    public enum ErrorCorrection {
        /** Nothing. */
        NONE,
        /** "t38UDPRedundancy": the packets before it once more. */
        REDUNDANCY,
        /**
         * "t38UDPFEC": parity of the packets before it. It is understood when it comes in; we ourselves send redundancy
         * then, which every receiver of FEC has to accept (T.38 clause 9.1.3).
         */
        FEC
    }

    public T38Options {
        require(version >= 0 && version <= 3, "T38FaxVersion", version, "0 to 3");
        require(maxBitRate >= 2400 && maxBitRate <= 33600, "T38MaxBitRate", maxBitRate, "2400 to 33600");
        require(maxBuffer >= 0, "T38FaxMaxBuffer", maxBuffer, "0 or more");
        require(maxDatagram >= 16 && maxDatagram <= 65507, "T38FaxMaxDatagram", maxDatagram, "16 to 65507");
    }

    /** The same, with another limit for datagrams. */
    public T38Options withMaxDatagram(int octets) {
        return new T38Options(
                version,
                maxBitRate,
                fillBitRemoval,
                transcodingMmr,
                transcodingJbig,
                rateManagement,
                maxBuffer,
                octets,
                errorCorrection);
    }

    private static void require(boolean good, String name, int value, String range) {
        if (!good) {
            throw new IllegalArgumentException(name + " is " + value + "; it has to be " + range + ".");
        }
    }
}

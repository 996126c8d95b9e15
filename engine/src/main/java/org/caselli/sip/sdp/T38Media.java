package org.caselli.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Fax over UDPTL: {@code m=image <port> udptl t38} with the attributes of ITU-T T.38 Annex D, clause D.2.3.
 *
 * @param port             0 to 65535
 * @param address          empty if none is given
 * @param version          T38FaxVersion; 0 if absent
 * @param maxBitRate       T38MaxBitRate, bit/s; empty if absent
 * @param fillBitRemoval   T38FaxFillBitRemoval
 * @param transcodingMmr   T38FaxTranscodingMMR
 * @param transcodingJbig  T38FaxTranscodingJBIG
 * @param rateManagement   T38FaxRateManagement
 * @param maxBuffer        T38FaxMaxBuffer, octets that its maker can hold; empty if absent
 * @param maxDatagram      T38FaxMaxDatagram, octets of the largest UDPTL packet that its maker takes; empty if absent
 * @param errorCorrection  T38FaxUdpEC
 * @param vendorInfo       T38VendorInfo; empty if absent
 * @param attributes       all others, as written, without {@code a=}
 */
public record T38Media(
        int port,
        String address,
        int version,
        OptionalInt maxBitRate,
        boolean fillBitRemoval,
        boolean transcodingMmr,
        boolean transcodingJbig,
        RateManagement rateManagement,
        OptionalInt maxBuffer,
        OptionalInt maxDatagram,
        ErrorCorrection errorCorrection,
        String vendorInfo,
        List<String> attributes)
        implements Media {

    /** Who checks the training: the two fax machines end to end, or each gateway for itself. */
    public enum RateManagement {
        /** Method 2: the training check travels through; the only one for UDP. */
        TRANSFERRED_TCF("transferredTCF"),
        /** Method 1: each side makes its own; for TCP. */
        LOCAL_TCF("localTCF");

        private final String word;

        RateManagement(String word) {
            this.word = word;
        }
    }

    /** How UDPTL makes good lost packets. */
    public enum ErrorCorrection {
        /** {@code t38UDPNoEC}, of later editions. */
        NONE("t38UDPNoEC"),
        /** {@code t38UDPRedundancy}: earlier packets are repeated. */
        REDUNDANCY("t38UDPRedundancy"),
        /** {@code t38UDPFEC}: parity packets. */
        FEC("t38UDPFEC"),
        /** The line says nothing. */
        UNSAID("");

        private final String word;

        ErrorCorrection(String word) {
            this.word = word;
        }
    }

    public T38Media {
        Sdp.requirePort(port);
        if (version < 0 || version > 255) {
            throw new IllegalArgumentException("A T38FaxVersion is " + version + "; it is 0 to 255.");
        }
        attributes = List.copyOf(attributes);
    }

    /**
     * What an ordinary gateway offers: version 0, transferred TCF, redundancy.
     *
     * @param maxBitRate  bit/s, 2400 to 33600
     * @param maxDatagram octets
     */
    public static T38Media of(String address, int port, int maxBitRate, int maxDatagram) {
        return new T38Media(
                port,
                address,
                0,
                OptionalInt.of(maxBitRate),
                false,
                false,
                false,
                RateManagement.TRANSFERRED_TCF,
                OptionalInt.empty(),
                OptionalInt.of(maxDatagram),
                ErrorCorrection.REDUNDANCY,
                "",
                List.of());
    }

    /** The same elsewhere: for an answer that keeps to what was offered. */
    public T38Media at(String otherAddress, int otherPort) {
        return new T38Media(
                otherPort,
                otherAddress,
                version,
                maxBitRate,
                fillBitRemoval,
                transcodingMmr,
                transcodingJbig,
                rateManagement,
                maxBuffer,
                maxDatagram,
                errorCorrection,
                vendorInfo,
                attributes);
    }

    @Override
    public T38Media refused() {
        return at(address, 0);
    }

    @Override
    public String line() {
        return "image " + port + " udptl t38";
    }

    @Override
    public List<String> attributeLines() {
        List<String> lines = new ArrayList<>(12);
        if (isRefused()) {
            return lines;
        }
        lines.add("T38FaxVersion:" + version);
        maxBitRate.ifPresent(rate -> lines.add("T38MaxBitRate:" + rate));
        if (fillBitRemoval) {
            lines.add("T38FaxFillBitRemoval");
        }
        if (transcodingMmr) {
            lines.add("T38FaxTranscodingMMR");
        }
        if (transcodingJbig) {
            lines.add("T38FaxTranscodingJBIG");
        }
        lines.add("T38FaxRateManagement:" + rateManagement.word);
        maxBuffer.ifPresent(octets -> lines.add("T38FaxMaxBuffer:" + octets));
        maxDatagram.ifPresent(octets -> lines.add("T38FaxMaxDatagram:" + octets));
        if (errorCorrection != ErrorCorrection.UNSAID) {
            lines.add("T38FaxUdpEC:" + errorCorrection.word);
        }
        if (!vendorInfo.isEmpty()) {
            lines.add("T38VendorInfo:" + vendorInfo);
        }
        lines.addAll(attributes);
        return lines;
    }
}

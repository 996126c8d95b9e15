package org.caselli.rtp;

import java.util.Arrays;
import java.util.Optional;

/**
 * One RTP packet (RFC 3550 clause 5.1). We write neither contributing sources nor extensions, and read over them.
 *
 * @param payloadType 0 to 127
 * @param marker      the first packet after a silence, for sound (RFC 3551 clause 4.1)
 * @param sequence    0 to 65535, one more for each packet
 * @param timestamp   of its first sample, 32 bits, 8000 a second for G.711
 * @param ssrc        the source, 32 bits
 * @param payload     not copied
 */
public record RtpPacket(int payloadType, boolean marker, int sequence, int timestamp, int ssrc, byte[] payload) {
    private static final int HEADER = 12;

    public RtpPacket {
        if (payloadType < 0 || payloadType > 127 || sequence < 0 || sequence > 0xFFFF) {
            throw new IllegalArgumentException("An RTP packet of type " + payloadType + " with sequence number "
                    + sequence + "; they are 0 to 127 and 0 to 65535.");
        }
    }

    /** As on the network. */
    public byte[] octets() {
        byte[] out = new byte[HEADER + payload.length];
        out[0] = (byte) 0x80;
        out[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
        out[2] = (byte) (sequence >> 8);
        out[3] = (byte) sequence;
        put(out, 4, timestamp);
        put(out, 8, ssrc);
        System.arraycopy(payload, 0, out, HEADER, payload.length);
        return out;
    }

    /** Reads a datagram; empty if it is no RTP of version 2. */
    public static Optional<RtpPacket> read(byte[] datagram) {
        if (datagram.length < HEADER || (datagram[0] & 0xC0) != 0x80) {
            return Optional.empty();
        }
        int start = HEADER + 4 * (datagram[0] & 0x0F);
        if ((datagram[0] & 0x10)
                != 0) { // clause 5.3.1: a header extension, its length in words after its first two octets
            if (start + 4 > datagram.length) {
                return Optional.empty();
            }
            start += 4 + 4 * word(datagram, start + 2);
        }
        int end = datagram.length;
        if ((datagram[0] & 0x20) != 0) { // padding: the last octet says how much
            end -= datagram[datagram.length - 1] & 0xFF;
        }
        if (start > end) {
            return Optional.empty();
        }
        return Optional.of(new RtpPacket(
                datagram[1] & 0x7F,
                (datagram[1] & 0x80) != 0,
                word(datagram, 2),
                get(datagram, 4),
                get(datagram, 8),
                Arrays.copyOfRange(datagram, start, end)));
    }

    private static void put(byte[] out, int at, int value) {
        out[at] = (byte) (value >> 24);
        out[at + 1] = (byte) (value >> 16);
        out[at + 2] = (byte) (value >> 8);
        out[at + 3] = (byte) value;
    }

    private static int word(byte[] in, int at) {
        return ((in[at] & 0xFF) << 8) | (in[at + 1] & 0xFF);
    }

    private static int get(byte[] in, int at) {
        return (word(in, at) << 16) | word(in, at + 2);
    }
}

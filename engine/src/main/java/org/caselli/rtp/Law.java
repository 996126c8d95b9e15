package org.caselli.rtp;

/** The two codes of ITU-T G.711, with their static RTP payload types (RFC 3551 table 4). */
public enum Law {
    /** µ-law, PCMU. */
    MU(0, "PCMU"),
    /** A-law, PCMA. */
    A(8, "PCMA");

    private final int payloadType;
    private final String encoding;

    Law(int payloadType, String encoding) {
        this.payloadType = payloadType;
        this.encoding = encoding;
    }

    /** Its static RTP payload type. */
    public int payloadType() {
        return payloadType;
    }

    /** Its encoding name in SDP. */
    public String encoding() {
        return encoding;
    }

    /**
     * The code of one sample.
     *
     * @param pcm linear, 16 bits
     */
    public byte encode(int pcm) {
        return this == MU ? mu(pcm) : a(pcm);
    }

    /** G.711 table 2: 14 bits of magnitude and sign; a bias of 33 makes each segment a power of two; all bits inverted. */
    private static byte mu(int pcm) {
        int magnitude = Math.min(Math.abs(pcm) >> 2, 8158) + 33;
        int segment = 31 - Integer.numberOfLeadingZeros(magnitude) - 5;
        int code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F);
        return (byte) ~(pcm < 0 ? code | 0x80 : code);
    }

    /** G.711 table 1: 13 bits of magnitude and sign; the sign bit is 1 for positive; even bits inverted. */
    private static byte a(int pcm) {
        int magnitude = Math.min((pcm < 0 ? -pcm - 1 : pcm) >> 3, 4095);
        int segment = magnitude < 32 ? 0 : 31 - Integer.numberOfLeadingZeros(magnitude) - 4;
        int code = (segment << 4) | ((magnitude >> Math.max(segment, 1)) & 0x0F);
        return (byte) ((pcm < 0 ? code : code | 0x80) ^ 0x55);
    }
}

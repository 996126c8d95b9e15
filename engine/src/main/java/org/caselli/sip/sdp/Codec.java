package org.caselli.sip.sdp;

/**
 * One format of an audio line.
 *
 * @param payloadType RTP payload type, 0 to 127
 * @param name        encoding name as in a=rtpmap; that of RFC 3551 for a static type without one; empty if unknown
 * @param clockRate   RTP clock, Hz; 0 if unknown
 * @param channels    1 or more
 * @param fmtp        format parameters; empty if none
 */
public record Codec(int payloadType, String name, int clockRate, int channels, String fmtp) {
    /** G.711 µ-law (RFC 3551 clause 4.5.14). */
    public static final Codec PCMU = new Codec(0, "PCMU", 8000, 1, "");
    /** G.711 A-law. */
    public static final Codec PCMA = new Codec(8, "PCMA", 8000, 1, "");

    public Codec {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("An RTP payload type is " + payloadType + "; it is 0 to 127.");
        }
    }

    /** A codec without format parameters, one channel. */
    public static Codec of(int payloadType, String name, int clockRate) {
        return new Codec(payloadType, name, clockRate, 1, "");
    }

    /** Whether it has this encoding name, in any case. */
    public boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** What RFC 3551 tables 4 and 5 give a payload type without a=rtpmap. */
    static Codec ofStaticType(int payloadType) {
        return switch (payloadType) {
            case 0 -> PCMU;
            case 3 -> of(3, "GSM", 8000);
            case 4 -> of(4, "G723", 8000);
            case 8 -> PCMA;
            case 9 -> of(9, "G722", 8000);
            case 13 -> of(13, "CN", 8000);
            case 15 -> of(15, "G728", 8000);
            case 18 -> of(18, "G729", 8000);
            default -> of(payloadType, "", 0);
        };
    }
}

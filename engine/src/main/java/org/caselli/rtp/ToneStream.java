package org.caselli.rtp;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a fax end lets be heard in an RTP stream before T.38: the calling tone again and again, or the answer tone once
 * (T.30 clause 4), so that gateways on the way know that a fax is calling, or answering. Ask for a packet every 20 ms.
 *
 * <p>Both 1100 Hz and 2100 Hz make whole cycles in 80 samples of 8000 a second, so that every packet of a tone holds the
 * same 160 octets and one table for each does.
 */
public final class ToneStream {
    /** Length of the sound in a packet. */
    public static final int PACKET_MILLIS = 20;

    private static final int SAMPLES = 160;

    /** Peak of a sine of -11 dBm0 where 3.17 dBm0 is full scale (G.711); T.30 leaves the level to the national network. */
    private static final double PEAK = 32767 * Math.pow(10, -(3.17 + 11) / 20);

    private static final Map<Law, byte[]> SILENCE = sine(0);
    private static final Map<Law, byte[]> CALLING = sine(1100);
    private static final Map<Law, byte[]> ANSWERING = sine(2100);

    private final Law law;
    private final boolean calling;
    private final int ssrc;
    private int sequence;
    private int timestamp;
    private int packets;

    /**
     * @param calling  whether this end called: CNG, 0.5 s of 1100 Hz and 3 s of silence in turn; else 0.2 s of silence
     *                 and then CED, 3 s of 2100 Hz
     * @param ssrc     random (RFC 3550 clause 8)
     * @param sequence random, 0 to 65535
     */
    public ToneStream(Law law, boolean calling, int ssrc, int sequence) {
        this.law = law;
        this.calling = calling;
        this.ssrc = ssrc;
        this.sequence = sequence & 0xFFFF;
    }

    /** The next 20 ms. */
    public byte[] next() {
        int millis = packets * PACKET_MILLIS;
        Map<Law, byte[]> sound;
        if (calling) {
            sound = millis % 3500 < 500 ? CALLING : SILENCE;
        } else {
            sound = millis >= 200 && millis < 3200 ? ANSWERING : SILENCE;
        }
        byte[] octets = new RtpPacket(
                        law.payloadType(),
                        packets == 0,
                        sequence,
                        timestamp,
                        ssrc,
                        Objects.requireNonNull(sound.get(law)))
                .octets();
        packets++;
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += SAMPLES;
        return octets;
    }

    private static Map<Law, byte[]> sine(int hertz) {
        Map<Law, byte[]> payloads = new EnumMap<>(Law.class);
        for (Law law : Law.values()) {
            byte[] payload = new byte[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                long pcm = hertz == 0 ? 0 : Math.round(PEAK * Math.sin(2 * Math.PI * hertz * i / 8000));
                payload[i] = law.encode((int) pcm);
            }
            payloads.put(law, payload);
        }
        return payloads;
    }
}

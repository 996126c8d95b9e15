package org.caselli.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.caselli.rtp.Law;
import org.caselli.rtp.RtpPacket;
import org.caselli.rtp.ToneStream;

/** The sound of a call until T.38 takes over: our tones go out every 20 ms; what comes in shows where the far end is. */
final class SoundPath {
    private static final Duration PACKET = Duration.ofMillis(ToneStream.PACKET_MILLIS);
    /** If we are called later than this we do not send a burst to make up for it. */
    private static final Duration MOST_CATCHING_UP = Duration.ofMillis(200);

    private final ToneStream tones;
    private final Latch latch;
    private boolean speaks;
    private Instant next;
    private long sent;
    private long received;
    private long refused;

    SoundPath(Law law, boolean calling, MediaAddress far, boolean speaks, RandomGenerator random, Instant now) {
        this.tones = new ToneStream(law, calling, random.nextInt(), random.nextInt());
        this.latch = new Latch(far);
        this.speaks = speaks;
        this.next = now;
    }

    /** The far end wants it elsewhere, or (not) at all. */
    void redirect(MediaAddress far, boolean nowSpeaks) {
        latch.describe(far);
        speaks = nowSpeaks;
    }

    void packet(MediaAddress from, byte[] octets, Instant now) {
        if (RtpPacket.read(octets).isPresent() && latch.believes(from, now)) {
            received++;
        } else {
            refused++;
        }
    }

    Instant deadline() {
        return next;
    }

    void timeUp(Instant now, List<CallOutput> out) {
        if (next.plus(MOST_CATCHING_UP).isBefore(now)) {
            next = now;
        }
        while (!next.isAfter(now)) {
            next = next.plus(PACKET);
            byte[] packet = tones.next();
            MediaAddress target = latch.target();
            if (speaks && target.isKnown()) {
                sent++;
                out.add(new CallOutput.SendSound(target, packet));
            }
        }
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    long refused() {
        return refused;
    }
}

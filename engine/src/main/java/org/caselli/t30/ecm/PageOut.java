package org.caselli.t30.ecm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.caselli.t30.frame.Frame;
import org.caselli.t30.frame.Octets;

/**
 * The code of a page on its way out: blocks of at most 256 frames, frames of 256 or 64 octets, the last one as short as
 * the code leaves it (T.4 Annex A.3.6.2).
 */
public final class PageOut {
    /** Frames in the largest block: their number has 8 bits. */
    public static final int MAX_FRAMES = 256;

    /** How often RCP is said, so that at least one gets through (T.4 Annex A.3.7). */
    private static final int RCPS = 3;

    private final byte[] code;
    private final int frameOctets;

    /**
     * A page to be cut up.
     *
     * @param code        its T.4 or T.6 code; kept, not copied; at least one octet
     * @param frameOctets 256 or 64
     */
    public PageOut(byte[] code, int frameOctets) {
        if (code.length == 0) {
            throw new IllegalArgumentException("The code of a page has at least one octet.");
        }
        this.code = code;
        this.frameOctets = frameOctets;
    }

    /** How many blocks the page has, 1 or more. */
    public int blocks() {
        return (code.length - 1) / (frameOctets * MAX_FRAMES) + 1;
    }

    /** How many frames a block has, 1 to 256; blocks count from 0. */
    public int frames(int block) {
        int left = code.length - block * frameOctets * MAX_FRAMES;
        return Math.min(MAX_FRAMES, (left - 1) / frameOctets + 1);
    }

    /** All frames of a block. */
    public BitSet all(int block) {
        BitSet all = new BitSet();
        all.set(0, frames(block));
        return all;
    }

    /** Octets of the code that lie before a block. */
    public int before(int block) {
        return Math.min(code.length, block * frameOctets * MAX_FRAMES);
    }

    /** Octets of the whole code. */
    public int size() {
        return code.length;
    }

    /** These frames of a block and the RCPs after them, as octets. */
    public List<byte[]> signal(int block, BitSet frames) {
        List<byte[]> signal = new ArrayList<>();
        frames.stream().filter(n -> n < frames(block)).forEach(n -> {
            int from = before(block) + n * frameOctets;
            Octets part = Octets.of(code, from, Math.min(code.length, from + frameOctets));
            signal.add(new Frame.Fcd(n, part).octets(true, false));
        });
        for (int i = 0; i < RCPS; i++) {
            signal.add(new Frame.Rcp().octets(true, false));
        }
        return signal;
    }
}

package org.caselli.t30.ecm;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.Objects;
import org.caselli.t30.frame.Frame;
import org.caselli.t30.frame.Octets;
import org.jspecify.annotations.Nullable;

/** A block of a page as it comes in, frame by frame, in any order, some of them again. */
public final class BlockIn {
    private final @Nullable Octets[] frames = new Octets[PageOut.MAX_FRAMES];
    private int taken;
    private int octets;
    private int size;

    /** Keeps a frame, unless it is there already. */
    public void take(Frame.Fcd frame) {
        if (frames[frame.number()] == null && frame.code().size() <= 256) {
            frames[frame.number()] = frame.code();
            taken++;
            size = Math.max(size, frame.number() + 1);
            octets += frame.code().size();
        }
    }

    /**
     * The sender says that it has sent so many frames. With frames that it sends again some count only these, so the
     * largest count holds.
     */
    public void announce(int count) {
        size = Math.max(size, count);
    }

    /** How many frames the block has, as far as we know: what was announced, or more if more have come. */
    public int size() {
        return size;
    }

    /** Whether no frame has come. */
    public boolean isEmpty() {
        return taken == 0;
    }

    /** Octets of code that have come. */
    public int octets() {
        return octets;
    }

    /** Whether every frame that has come here has come there too, with the same code. */
    public boolean agreesWith(BlockIn other) {
        for (int n = 0; n < frames.length; n++) {
            if (frames[n] != null && !Objects.equals(frames[n], other.frames[n])) {
                return false;
            }
        }
        return true;
    }

    /** Which of the first {@code count} frames have not come. */
    public BitSet missing(int count) {
        BitSet missing = new BitSet();
        for (int n = 0; n < count; n++) {
            missing.set(n, frames[n] == null);
        }
        return missing;
    }

    /** The code of the first {@code count} frames; those that have not come are left out. */
    public byte[] code(int count) {
        ByteArrayOutputStream code = new ByteArrayOutputStream(octets);
        for (int n = 0; n < count; n++) {
            if (frames[n] != null) {
                code.writeBytes(Objects.requireNonNull(frames[n]).toArray());
            }
        }
        return code.toByteArray();
    }

    /** The code up to the first frame that has not come. */
    public byte[] unbrokenCode() {
        int hole = missing(PageOut.MAX_FRAMES).nextSetBit(0);
        return code(hole < 0 ? PageOut.MAX_FRAMES : hole);
    }
}

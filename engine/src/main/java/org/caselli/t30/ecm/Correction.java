package org.caselli.t30.ecm;

import java.util.BitSet;

/**
 * How a block on its way out is corrected: which frames are asked for, how often, and whether there is hope in going on
 * (T.30 A.1.3: after four PPRs for a block, CTC or EOR is due).
 */
public final class Correction {
    /** PPRs for a block after which CTC or EOR is due (A.1.3). */
    private static final int REQUESTS = 4;

    /** Rounds of four PPRs in which a block may be corrected, as long as each leaves less to correct. Ours. */
    private static final int ROUNDS = 8;

    /** The speed is to blame where more than one frame in so many of all that were said got lost. Ours. */
    private static final int SAID_PER_LOST = 4;

    private BitSet asked;
    private int requests;
    private int rounds;
    private int framesSaid;
    private int framesLost;
    private int leftBefore = Integer.MAX_VALUE;

    /**
     * A block that has not been said yet.
     *
     * @param all its frames
     */
    public Correction(BitSet all) {
        asked = all;
    }

    /** The frames that are to be said, or were said last: all of the block, or those of the last PPR. */
    public BitSet asked() {
        return asked;
    }

    /**
     * A PPR came in. One that names no frame asks for the same again.
     *
     * @return whether CTC or EOR is due; else the frames asked for are
     */
    public boolean isRoundOver(BitSet left) {
        framesSaid += asked.cardinality();
        asked = left.isEmpty() ? asked : left;
        framesLost += asked.cardinality();
        requests++;
        return requests >= REQUESTS;
    }

    /** Whether so much got lost in this round that the speed is to blame. */
    public boolean isTooFast() {
        return framesLost * SAID_PER_LOST > framesSaid;
    }

    /**
     * Begins another round of PPRs.
     *
     * @param slower whether it goes on more slowly
     * @return false if there is no hope in it: the last round left no less to correct, or there were too many
     */
    public boolean anotherRound(boolean slower) {
        boolean less = asked.cardinality() < leftBefore;
        leftBefore = asked.cardinality();
        requests = 0;
        framesSaid = 0;
        framesLost = 0;
        rounds++;
        return rounds <= ROUNDS && (slower || less);
    }
}

package org.caselli.t30;

import java.util.BitSet;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.t30.ecm.Correction;
import org.caselli.t30.ecm.PageOut;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;

/** One page as it goes out: its code in one mode and, with error correction, the block of it that is under way. */
final class OutgoingPage {
    private final int number;
    private final Mode mode;
    private final Ending ending;
    private final byte[] code;
    private final PageOut blocks;
    private int block;
    private Correction correction;

    /**
     * Codes a page.
     *
     * @param number counts pages from 1
     * @param ending what is said after it
     */
    OutgoingPage(int number, Page page, Mode mode, Ending ending) {
        this.number = number;
        this.mode = mode;
        this.ending = ending;
        this.code = PageCodec.encode(
                mode.fit(page), mode.coding(), EncodeOptions.onLine(mode.resolution(), mode.leastRowBits()));
        this.blocks = new PageOut(code, mode.errorCorrection() ? mode.frameOctets() : 256);
        this.correction = new Correction(blocks.all(0));
    }

    boolean isIn(Mode other) {
        return mode.codesLike(other);
    }

    byte[] code() {
        return code;
    }

    Ending ending() {
        return ending;
    }

    /** Octets of the code that lie before the block under way. */
    int before() {
        return blocks.before(block);
    }

    boolean isLastBlock() {
        return block == blocks.blocks() - 1;
    }

    void nextBlock() {
        block++;
        beginBlock();
    }

    /** The block under way is said from its beginning. */
    void beginBlock() {
        correction = new Correction(blocks.all(block));
    }

    Correction correction() {
        return correction;
    }

    /** The frames of the block under way that a PPR asks for. */
    BitSet asked(Frame.Ppr ppr) {
        return ppr.frames(blocks.frames(block));
    }

    /** What is asked for of the block under way, and RCP, as octets. */
    Action.SayBlock signal(Carrier carrier, boolean shortTraining) {
        return new Action.SayBlock(carrier, shortTraining, blocks.signal(block, correction.asked()));
    }

    /** "block 1 of 2, 256 of 256 frames". */
    String spoken() {
        return "block " + (block + 1) + " of " + blocks.blocks() + ", "
                + correction.asked().cardinality() + " of " + blocks.frames(block) + " frames";
    }

    /** What follows the block under way. */
    Ending blockEnding() {
        return isLastBlock() ? ending : Ending.NULL;
    }

    Frame.Pps pps() {
        return new Frame.Pps(blockEnding(), false, (number - 1) & 0xFF, block & 0xFF, blocks.frames(block));
    }
}

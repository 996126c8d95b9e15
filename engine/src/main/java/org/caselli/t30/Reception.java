package org.caselli.t30;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.Optional;
import org.caselli.image.Bitmap;
import org.caselli.image.DecodeOptions;
import org.caselli.image.Decoded;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.t30.ecm.BlockIn;
import org.caselli.t30.ecm.PageOut;
import org.caselli.t30.frame.Frame;

/** One page as it comes in: its code, block by block with error correction, all at once without. */
final class Reception {
    /** More than two hours at 14400 bit/s; what comes after that is dropped. Ours. */
    private static final int MOST_OCTETS = 16 << 20;

    /**
     * Rows of the longest page that is taken, 7.8 m at 7.7 lines/mm: a T.6 row can be a single bit, so that a few octets
     * of a hostile sender could fill the memory. Ours.
     */
    private static final int MOST_ROWS = 60_000;

    private final Mode mode;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private BlockIn block = new BlockIn();
    private BlockIn blockBefore = new BlockIn();
    private Optional<Frame.Pps> confirmed = Optional.empty();
    private int blocks;
    private boolean damaged;

    Reception(Mode mode) {
        this.mode = mode;
    }

    /** The page after this one, in the same mode. */
    Reception next() {
        Reception next = new Reception(mode);
        next.confirmed = confirmed;
        next.blockBefore = blockBefore;
        return next;
    }

    /** The same page, with another speed for what is left of it. */
    Reception with(Mode other) {
        Reception same = new Reception(other);
        same.code.writeBytes(code.toByteArray());
        same.block = block;
        same.blockBefore = blockBefore;
        same.confirmed = confirmed;
        same.blocks = blocks;
        same.damaged = damaged;
        return same;
    }

    /** After DCS within a page: the blocks that were confirmed stay, the one under way begins anew. */
    Reception retrained(Mode other) {
        Reception same = with(other);
        same.block = new BlockIn();
        same.confirmed = blocks > 0 ? confirmed : Optional.empty();
        return same;
    }

    Mode mode() {
        return mode;
    }

    void hear(byte[] bits) {
        if (code.size() + bits.length <= MOST_OCTETS) {
            code.writeBytes(bits);
        }
    }

    void hear(Frame.Fcd frame) {
        if (code.size() + block.octets() <= MOST_OCTETS) {
            block.take(frame);
        }
    }

    boolean isEmpty() {
        return code.size() == 0 && block.isEmpty();
    }

    int octets() {
        return code.size() + block.octets();
    }

    /**
     * Whether this says again what was confirmed before: the same counters, and no frames since, or the same ones. (The
     * counters alone do not tell, for some machines do not count their pages.)
     */
    boolean isRepeated(Frame.Pps pps) {
        return confirmed.isPresent()
                && confirmed.get().page() == pps.page()
                && confirmed.get().block() == pps.block()
                && block.agreesWith(blockBefore);
    }

    void dropRepeated() {
        block = new BlockIn();
    }

    BitSet missing(Frame.Pps pps) {
        block.announce(pps.frames());
        return block.missing(block.size());
    }

    /** A whole block is there. */
    void completeBlock(Frame.Pps pps) {
        if (pps.block() == 0 && blocks > 0 && (blocks & 0xFF) != 0) {
            code.reset(); // the sender began the page anew
            blocks = 0;
        }
        code.writeBytes(block.code(block.size()));
        blockBefore = block;
        block = new BlockIn();
        confirmed = Optional.of(pps);
        blocks++;
    }

    /** The sender repeats no more of this block (EOR): what has come must do. */
    void abandonBlock() {
        code.writeBytes(block.code(PageOut.MAX_FRAMES));
        block = new BlockIn();
        blocks++;
        damaged = true;
    }

    boolean isDamaged() {
        return damaged;
    }

    /** The page, after its last block or bit. */
    Decoded decoded() {
        return PageCodec.decode(
                code.toByteArray(),
                mode.coding(),
                new DecodeOptions(mode.width().dots(), MOST_ROWS, false));
    }

    /** What there is of a page that broke off; empty if there is no row. */
    Optional<ReceivedPage> remains(int number) {
        if (mode.errorCorrection()) {
            code.writeBytes(block.unbrokenCode());
            block = new BlockIn();
        }
        if (code.size() == 0) {
            return Optional.empty();
        }
        Decoded rows = decoded();
        boolean any = rows.bitmap().height() > rows.damagedRows();
        return any ? Optional.of(page(number, rows, false)) : Optional.empty();
    }

    ReceivedPage page(int number, Decoded decoded, boolean complete) {
        // A page without rows is a page all the same: one white row stands for it.
        Bitmap rows = decoded.bitmap().height() > 0
                ? decoded.bitmap()
                : new Bitmap(mode.width().dots(), 1);
        int damagedRows = decoded.damagedRows() + (decoded.ending() == Decoded.Ending.DAMAGE ? 1 : 0);
        boolean whole = complete && decoded.ending() != Decoded.Ending.ROWS_COMPLETE;
        return new ReceivedPage(number, new Page(rows, mode.resolution()), damagedRows, whole);
    }
}

package org.caselli.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Codes one page. A row is first turned into the list of its changing elements (T.4 clause 4.2.1.2: the dots whose colour
 * is not that of the dot before), 64 dots at a time: a word exclusive-or'ed with itself shifted by one has a bit at each
 * of them. Everything else works on these lists; a row that is the same as the one above is not even made into one.
 *
 * <p>Code is gathered at the top of a 64-bit word, which is stored whole after each code word: the octets that are
 * complete stay, the next store overwrites the rest. That takes no branch.
 */
final class Encoder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Lists begin here; the places before it and after the end hold bounds, so that no search needs to test for them. */
    private static final int FIRST = 1;

    private static final int EOL_BITS = 12;

    /** T.4 Table 4: pass mode 0001, horizontal mode 001 with two runs. */
    private static final int PASS = 1;

    private static final int PASS_BITS = 4;
    private static final int HORIZONTAL = 1;
    private static final int HORIZONTAL_BITS = 3;

    /** T.4 Table 4: vertical modes VL3 to VR3, by a1 - b1 + 3. */
    private static final int[] VERTICAL = {0b0000010, 0b000010, 0b010, 0b1, 0b011, 0b000011, 0b0000011};

    private static final int[] VERTICAL_BITS = {7, 6, 3, 1, 3, 6, 7};

    private final Bitmap page;
    private final EncodeOptions options;
    private final int width;

    private int[] row;
    private int[] above;
    private int changes;

    private byte[] out;
    private int pos;
    /** Bits not yet complete octets, from the top; {@code held} of them, 0 to 7. */
    private long bits;

    private int held;

    Encoder(Bitmap page, EncodeOptions options) {
        this.page = page;
        this.options = options;
        this.width = page.width();
        this.row = new int[width + 8];
        this.above = new int[width + 8];
        // Ours: most pages shrink to less than an eighth; others grow.
        this.out = new byte[roomForRow() + (int) Math.min(1 << 24, (long) page.stride() * page.height() / 8)];
    }

    byte[] encode(Coding coding) {
        switch (coding) {
            case MH -> encodeMh();
            case MR -> encodeMr();
            case MMR -> encodeMmr();
        }
        return Arrays.copyOf(out, pos + (held + 7) / 8);
    }

    private void encodeMh() {
        long rowBegin = 0;
        for (int y = 0; y < page.height(); y++) {
            reserve();
            if (options.endOfLines()) {
                putEndOfLine(rowBegin, y == 0);
                rowBegin = position();
            }
            findChanges(y);
            putRuns();
            if (options.alignRows()) {
                put(0, -held & 7);
            }
        }
        if (options.endMark()) {
            reserve();
            putEndOfLine(rowBegin, page.height() == 0);
            for (int i = 1; i < 6; i++) {
                put(1, EOL_BITS);
            }
        }
    }

    private void encodeMr() {
        long rowBegin = 0;
        int untilRuns = 0;
        for (int y = 0; y < page.height(); y++) {
            reserve();
            putEndOfLine(rowBegin, y == 0);
            boolean oneDimensional = untilRuns == 0;
            put(oneDimensional ? 1 : 0, 1);
            rowBegin = position();
            if (oneDimensional) {
                untilRuns = options.k();
                findChanges(y);
                putRuns();
            } else {
                putRowByModes(y);
            }
            untilRuns--;
        }
        if (options.endMark()) {
            reserve();
            putEndOfLine(rowBegin, page.height() == 0);
            put(1, 1);
            for (int i = 1; i < 6; i++) {
                put(0b11, EOL_BITS + 1);
            }
        }
    }

    private void encodeMmr() {
        Arrays.fill(row, width);
        row[0] = -1;
        changes = 0;
        for (int y = 0; y < page.height(); y++) {
            reserve();
            putRowByModes(y);
        }
        if (options.endMark()) {
            put(1, EOL_BITS);
            put(1, EOL_BITS);
        }
    }

    /** Room for the longest code of a row, 12 bits for every two dots, with fill and the end mark. */
    private int roomForRow() {
        return width + options.minimumRowBits() / 8 + 64;
    }

    private void reserve() {
        if (out.length - pos < roomForRow()) {
            out = Arrays.copyOf(out, out.length + Math.max(out.length, roomForRow()));
        }
    }

    private long position() {
        return 8L * pos + held;
    }

    /** The EOL that ends a row, or that goes before the first one; with the fill that the row wants (T.4 clause 4.1.3). */
    private void putEndOfLine(long rowBegin, boolean first) {
        int fill = 0;
        if (!first) {
            fill = (int) Math.max(0, options.minimumRowBits() - EOL_BITS - (position() - rowBegin));
        }
        if (options.alignEndOfLines()) {
            fill += (int) -(position() + fill + EOL_BITS) & 7;
        }
        for (; fill > 40; fill -= 40) {
            put(0, 40);
        }
        put(1, fill + EOL_BITS);
    }

    /** The low {@code count} bits of a code, at most 56. */
    private void put(long code, int count) {
        long word = bits | code << 1 << (63 - held - count);
        int filled = held + count;
        LONG.set(out, pos, word);
        pos += filled >>> 3;
        bits = word << (filled & ~7);
        held = filled & 7;
    }

    /** Makes the list of changing elements of a row; the list there was becomes that of the row above. */
    private void findChanges(int y) {
        int[] list = above;
        above = row;
        row = list;
        byte[] rows = page.rows();
        int at = y * page.stride();
        int count = FIRST;
        list[0] = -1;
        long last = 0;
        int x = 0;
        for (; x + 64 <= width; x += 64, at += 8) {
            long word = (long) LONG.get(rows, at);
            long change = word ^ (word >>> 1 | last << 63);
            last = word;
            while (change != 0) {
                int zeros = Long.numberOfLeadingZeros(change);
                list[count++] = x + zeros;
                change ^= Long.MIN_VALUE >>> zeros;
            }
        }
        if (x < width) {
            long word = 0;
            for (int i = 0; x + 8 * i < width; i++) {
                word |= (rows[at + i] & 0xFFL) << (56 - 8 * i);
            }
            // Dots beyond the width are no dots, whatever they are.
            long change = (word ^ (word >>> 1 | last << 63)) & (Long.MIN_VALUE >> (width - 1));
            while (change != 0) {
                int zeros = Long.numberOfLeadingZeros(change);
                list[count++] = x + zeros;
                change ^= Long.MIN_VALUE >>> zeros;
            }
        }
        list[count] = width;
        list[count + 1] = width;
        list[count + 2] = width;
        list[count + 3] = width;
        changes = count - FIRST;
    }

    /** One-dimensional coding (T.4 clause 4.1): white and black runs by turns, the first one white. */
    private void putRuns() {
        int[] list = row;
        int from = 0;
        int end = FIRST + changes;
        for (int i = FIRST; ; i += 2) {
            putRun(RunCodes.WHITE, list[i] - from);
            if (i >= end) {
                return;
            }
            putRun(RunCodes.BLACK, list[i + 1] - list[i]);
            if (i + 1 >= end) {
                return;
            }
            from = list[i + 1];
        }
    }

    private void putRun(int[] codes, int run) {
        for (; run > RunCodes.LONGEST; run -= 2560) {
            put(RunCodes.LONGEST_MAKE_UP, RunCodes.LONGEST_MAKE_UP_BITS);
        }
        put(codes[run] >>> 5, codes[run] & 31);
    }

    /** Two-dimensional coding of a row (T.4 clause 4.2.1.3, T.6 clause 2.2). */
    private void putRowByModes(int y) {
        byte[] rows = page.rows();
        int stride = page.stride();
        int at = y * stride;
        if (y > 0 && Arrays.equals(rows, at, at + stride, rows, at - stride, at)) {
            // The row above again: V0 for each changing element and for the end.
            for (int left = changes + 1; left > 0; left -= 48) {
                int count = Math.min(48, left);
                put((1L << count) - 1, count);
            }
            return;
        }
        findChanges(y);
        putModes();
    }

    private void putModes() {
        int[] a = row;
        int[] b = above;
        byte[] out = this.out;
        int pos = this.pos;
        long bits = this.bits;
        int held = this.held;
        int a0 = -1;
        int i = FIRST;
        int j = FIRST;
        do {
            int a1 = a[i];
            long code;
            int count;
            int b2 = b[j + 1];
            int shift = a1 - b[j] + 3;
            if (b2 < a1) {
                code = PASS;
                count = PASS_BITS;
                a0 = b2;
                j += 2;
            } else if (shift >= 0 && shift <= 6) {
                code = VERTICAL[shift];
                count = VERTICAL_BITS[shift];
                a0 = a1;
                i++;
                // The colour turns: b1 is now the element before b1 if that is beyond a0, else the one after it.
                j += b[j - 1] > a0 ? -1 : 1;
            } else {
                int a2 = a[i + 1];
                int first = a1 - Math.max(a0, 0);
                int second = a2 - a1;
                int[] firstCodes = (i & 1) == FIRST ? RunCodes.WHITE : RunCodes.BLACK;
                int[] secondCodes = (i & 1) == FIRST ? RunCodes.BLACK : RunCodes.WHITE;
                if (first > RunCodes.LONGEST || second > RunCodes.LONGEST) {
                    this.pos = pos;
                    this.bits = bits;
                    this.held = held;
                    put(HORIZONTAL, HORIZONTAL_BITS);
                    putRun(firstCodes, first);
                    putRun(secondCodes, second);
                    pos = this.pos;
                    bits = this.bits;
                    held = this.held;
                    code = 0;
                    count = 0;
                } else {
                    int one = firstCodes[first];
                    int two = secondCodes[second];
                    code = ((long) HORIZONTAL << (one & 31) | one >>> 5) << (two & 31) | two >>> 5;
                    count = HORIZONTAL_BITS + (one & 31) + (two & 31);
                }
                a0 = a2;
                i += 2;
            }
            while (b[j] <= a0 && a0 < width) {
                j += 2;
            }
            long word = bits | code << 1 << (63 - held - count);
            int filled = held + count;
            LONG.set(out, pos, word);
            pos += filled >>> 3;
            bits = word << (filled & ~7);
            held = filled & 7;
        } while (a0 < width);
        this.pos = pos;
        this.bits = bits;
        this.held = held;
    }
}

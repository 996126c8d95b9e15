package org.caselli.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.caselli.image.Decoded.Ending;

/**
 * Decodes one page. Each row becomes the list of its changing elements, as in {@link Encoder}; only a row that proves
 * whole is painted, black run by black run, 64 dots at a time. The code is followed by zeros, which are no code word of
 * any kind, so that nothing within a row needs to ask whether the code is at its end.
 */
final class Decoder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Zeros after the code: more than a row can read beyond it. */
    private static final int MARGIN = 32;

    private static final int FIRST = 1;

    /** Zeros of an EOL before its one; no sequence of code words has as many (T.4 clause 4.1.2). */
    private static final int EOL_ZEROS = 11;

    /** Ours: what a modem hears after the end of a page, or an end mark itself, is no longer than this. */
    private static final int TAIL_BITS = 128;

    private static final int VERTICAL = 0;
    private static final int HORIZONTAL = 1;
    private static final int PASS = 2;
    private static final int NO_MODE = 3;

    /** By the next 7 bits: the mode in bits 8 and 9, bits of its code in the low 4, a1 - b1 + 3 in bits 4 to 6. */
    private static final int[] MODES = modes();

    private final byte[] code;
    private final long end;
    private final int width;
    private final int stride;
    private final int maxRows;
    private final boolean alignRows;

    /** Position in bits. */
    private long at;

    private int[] row;
    private int[] above;
    private int changes;
    private int changesAbove;

    private byte[] out;
    private int rows;
    private int damaged;
    private int longest;
    private int damagedNow;
    private long damagedBits;

    Decoder(byte[] code, DecodeOptions options) {
        this.code = Arrays.copyOf(code, code.length + MARGIN);
        this.end = 8L * code.length;
        this.width = options.width();
        this.stride = (width + 7) / 8;
        this.maxRows = options.maxRows();
        this.alignRows = options.alignRows();
        // A list can hold each dot twice while runs of no length are in it.
        this.row = new int[2 * width + 16];
        this.above = new int[2 * width + 16];
        Arrays.fill(row, width);
        row[0] = -1;
        // Ours: an A4 page at 7.7 lines/mm at once; more only as rows do come. No row takes less than a bit.
        this.out = new byte[stride * (int) Math.min(Math.min(maxRows, 2400), end)];
    }

    Decoded decode(Coding coding) {
        Ending ending = switch (coding) {
            case MH -> decodeT4(false);
            case MR -> decodeT4(true);
            case MMR -> decodeT6();
        };
        byte[] dots = out.length == rows * stride ? out : Arrays.copyOf(out, rows * stride);
        return new Decoded(new Bitmap(width, rows, dots), damaged, longest, damagedBits, ending);
    }

    private Ending decodeT6() {
        while (rows < maxRows) {
            long window = window();
            int ones = Long.numberOfLeadingZeros(~window);
            if (ones > changes && changes < 56) {
                // V0 for each changing element and for the end: the row above again.
                at += changes + 1;
                if (at > end) {
                    return Ending.END_OF_CODE;
                }
                repeatRow();
                continue;
            }
            long begin = at;
            turn();
            if (!readModes()) {
                turn();
                if (at >= end) {
                    return Ending.END_OF_CODE;
                }
                if (at == begin && skipEndOfLine()) {
                    return Ending.END_MARK;
                }
                return nothingButZeros() ? Ending.END_OF_CODE : Ending.DAMAGE;
            }
            if (at > end) {
                return Ending.END_OF_CODE;
            }
            paintRow();
        }
        return Ending.ROWS_COMPLETE;
    }

    private Ending decodeT4(boolean tagged) {
        boolean hasEols = false;
        boolean lost = false;
        boolean oneDimensional = true;
        while (rows < maxRows) {
            int eols = 0;
            while (skipEndOfLine()) {
                eols++;
                oneDimensional = !tagged || takeBit();
                if (eols == 6) {
                    return Ending.END_MARK;
                }
            }
            hasEols |= eols > 0;
            if (eols >= 3 || (eols == 2 && end - at <= TAIL_BITS)) {
                return Ending.END_MARK;
            }
            if (eols == 2 && rows > 0) {
                damageRow();
                lost = true;
                continue;
            }
            if (at >= end || nothingButZeros()) {
                return Ending.END_OF_CODE;
            }
            long begin = at;
            boolean good = false;
            if (oneDimensional || !lost) {
                turn();
                good = (oneDimensional ? readRuns() : readModes()) && at <= end;
                if (good && alignRows && !hasEols) {
                    at = at + 7 & ~7L;
                }
                good &= !hasEols || at >= end || endOfLineHere() || nothingButZeros();
                if (!good) {
                    turn();
                }
            }
            if (good) {
                lost = false;
                paintRow();
                continue;
            }
            // An EOL may have been begun as a code word: look back by its length.
            at = Math.max(begin, at - EOL_ZEROS - 1);
            if (!findEndOfLine()) {
                damagedBits += Math.max(0, end - begin);
                return hasEols || at >= end ? Ending.END_OF_CODE : Ending.DAMAGE;
            }
            if (rows > 0 || hasEols) {
                damagedBits += at - begin;
                damageRow();
                lost = true;
            }
        }
        return Ending.ROWS_COMPLETE;
    }

    /** At least 57 bits from where we are. */
    private long window() {
        int octet = (int) Math.min(at >>> 3, code.length - 8);
        return (long) LONG.get(code, octet) << (at & 7);
    }

    private boolean takeBit() {
        boolean bit = window() < 0;
        at++;
        return bit;
    }

    private boolean endOfLineHere() {
        return window() >>> (64 - EOL_ZEROS) == 0;
    }

    /** Goes past an EOL that is here, with the fill before it; stays if there is none. */
    private boolean skipEndOfLine() {
        if (!endOfLineHere()) {
            return false;
        }
        long begin = at;
        at += EOL_ZEROS;
        while (at < end) {
            long window = window();
            if (window >>> 8 != 0) {
                at += Long.numberOfLeadingZeros(window) + 1;
                if (at <= end) {
                    return true;
                }
                break;
            }
            at += 56;
        }
        at = begin;
        return false;
    }

    private boolean nothingButZeros() {
        for (long bit = at; bit < end; ) {
            int octet = (int) (bit >>> 3);
            if ((code[octet] & 0xFF >>> (bit & 7)) != 0) {
                return false;
            }
            bit = 8L * octet + 8;
        }
        return true;
    }

    /** Goes to where the next EOL or its fill begins; false if there is none. */
    private boolean findEndOfLine() {
        long zerosBegin = at;
        while (at < end) {
            long window = window();
            if (window >>> 8 == 0) {
                at += 56;
                continue;
            }
            at += Long.numberOfLeadingZeros(window);
            if (at - zerosBegin >= EOL_ZEROS && at < end) {
                at = zerosBegin;
                return true;
            }
            at += Math.min(56, Long.numberOfLeadingZeros(~(window << Long.numberOfLeadingZeros(window))));
            zerosBegin = at;
        }
        return false;
    }

    /** The row becomes the one above. Done again, it takes that back. */
    private void turn() {
        int[] list = above;
        above = row;
        row = list;
        int count = changesAbove;
        changesAbove = changes;
        changes = count;
    }

    /** One-dimensional coding (T.4 clause 4.1). False, and at the code word that means nothing, if the row is damaged. */
    private boolean readRuns() {
        int[] list = row;
        int pos = (int) (at >>> 3);
        long window = (long) LONG.get(code, pos) << (at & 7);
        int held = 56 - (int) (at & 7);
        pos += 7;
        int count = FIRST;
        int x = 0;
        boolean empties = false;
        int[] table = RunCodes.WHITE_DECODING;
        int[] other = RunCodes.BLACK_DECODING;
        while (true) {
            if (held < RunCodes.INDEX_BITS) {
                window |= (long) LONG.get(code, pos) >>> held;
                pos += (63 - held) >>> 3;
                held |= 56;
            }
            int word = table[(int) (window >>> (64 - RunCodes.INDEX_BITS))];
            int run = word >>> 16;
            x += run;
            if (word == 0 || x > width || count > 2 * width) {
                at = 8L * pos - held;
                return false;
            }
            int bits = word & 31;
            window <<= bits;
            held -= bits;
            if ((word & RunCodes.MAKE_UP) == 0) {
                empties |= x == list[count - 1] && count > FIRST;
                list[count++] = x;
                if (x == width) {
                    break;
                }
                int[] turned = table;
                table = other;
                other = turned;
            }
        }
        at = 8L * pos - held;
        finishRow(count, empties);
        return true;
    }

    /** Two-dimensional coding (T.4 clause 4.2.1.3). False, and at the code word that means nothing, if it is damaged. */
    private boolean readModes() {
        int[] a = row;
        int[] b = above;
        int width = this.width;
        byte[] code = this.code;
        int pos = (int) (at >>> 3);
        long window = (long) LONG.get(code, pos) << (at & 7);
        int held = 56 - (int) (at & 7);
        pos += 7;
        int a0 = -1;
        int count = FIRST;
        int j = FIRST;
        boolean empties = false;
        do {
            if (held < 32) {
                window |= (long) LONG.get(code, pos) >>> held;
                pos += (63 - held) >>> 3;
                held |= 56;
            }
            int mode = MODES[(int) (window >>> 57)];
            int kind = mode >>> 8;
            if (kind == VERTICAL) {
                int a1 = b[j] + (mode >>> 4) - 3;
                if (a1 <= a0 || a1 > width) {
                    at = 8L * pos - held;
                    return false;
                }
                window <<= mode & 15;
                held -= mode & 15;
                a[count++] = a1;
                a0 = a1;
                j += b[j - 1] > a0 ? -1 : 1;
            } else if (kind == HORIZONTAL) {
                at = 8L * pos - held;
                int bits = 3;
                int x = Math.max(a0, 0);
                int[] table = (count & 1) == FIRST ? RunCodes.WHITE_DECODING : RunCodes.BLACK_DECODING;
                int[] other = (count & 1) == FIRST ? RunCodes.BLACK_DECODING : RunCodes.WHITE_DECODING;
                for (int runs = 0; runs < 2; ) {
                    window <<= bits;
                    held -= bits;
                    window |= (long) LONG.get(code, pos) >>> held;
                    pos += (63 - held) >>> 3;
                    held |= 56;
                    int word = table[(int) (window >>> (64 - RunCodes.INDEX_BITS))];
                    x += word >>> 16;
                    if (word == 0 || x > width || count > 2 * width) {
                        at = 8L * pos - held;
                        return false;
                    }
                    bits = word & 31;
                    if ((word & RunCodes.MAKE_UP) == 0) {
                        empties |= x == a[count - 1] && count > FIRST;
                        a[count++] = x;
                        table = other;
                        runs++;
                    }
                }
                window <<= bits;
                held -= bits;
                a0 = x;
            } else if (kind == PASS && b[j + 1] < width) {
                window <<= 4;
                held -= 4;
                a0 = b[j + 1];
                j += 2;
            } else {
                at = 8L * pos - held;
                return false;
            }
            while (b[j] <= a0 && a0 < width) {
                j += 2;
            }
        } while (a0 < width);
        at = 8L * pos - held;
        finishRow(count, empties);
        return true;
    }

    /** Bounds the list; takes runs of no length out of it, for what they stand between is no changing element. */
    private void finishRow(int count, boolean empties) {
        int[] list = row;
        int last = count;
        if (empties) {
            last = FIRST;
            for (int i = FIRST; i < count; i++) {
                if (last > FIRST && list[last - 1] == list[i]) {
                    last--;
                } else {
                    list[last++] = list[i];
                }
            }
        }
        while (last > FIRST && list[last - 1] == width) {
            last--;
        }
        list[0] = -1;
        list[last] = width;
        list[last + 1] = width;
        list[last + 2] = width;
        list[last + 3] = width;
        changes = last - FIRST;
    }

    private int newRow() {
        int begin = rows * stride;
        if (begin == out.length) {
            out = Arrays.copyOf(out, stride * Math.min(maxRows, 2 * rows));
        }
        rows++;
        return begin;
    }

    private void repeatRow() {
        int begin = newRow();
        if (changes > 0) {
            System.arraycopy(out, begin - stride, out, begin, stride);
        }
        damagedNow = 0;
    }

    private void damageRow() {
        int begin = newRow();
        if (rows > 1) {
            System.arraycopy(out, begin - stride, out, begin, stride);
        }
        damaged++;
        longest = Math.max(longest, ++damagedNow);
    }

    private void paintRow() {
        int begin = newRow();
        damagedNow = 0;
        int[] list = row;
        byte[] out = this.out;
        int end = FIRST + changes;
        if (begin + (stride + 7 & ~7) > out.length) {
            paintByOctets(begin);
            return;
        }
        for (int i = FIRST; i < end; i += 2) {
            int from = list[i];
            int to = list[i + 1] - 1;
            int place = begin + (from >>> 6 << 3);
            int lastPlace = begin + (to >>> 6 << 3);
            long left = -1L >>> from;
            long right = Long.MIN_VALUE >> to;
            if (place == lastPlace) {
                LONG.set(out, place, (long) LONG.get(out, place) | (left & right));
            } else {
                LONG.set(out, place, (long) LONG.get(out, place) | left);
                for (place += 8; place < lastPlace; place += 8) {
                    LONG.set(out, place, -1L);
                }
                LONG.set(out, place, (long) LONG.get(out, place) | right);
            }
        }
    }

    /** For the last rows, where a word may reach beyond the array. */
    private void paintByOctets(int begin) {
        int end = FIRST + changes;
        for (int i = FIRST; i < end; i += 2) {
            int from = row[i];
            int to = row[i + 1] - 1;
            int place = begin + (from >>> 3);
            int lastPlace = begin + (to >>> 3);
            int left = 0xFF >>> (from & 7);
            int right = 0xFF00 >> ((to & 7) + 1);
            if (place == lastPlace) {
                out[place] |= (byte) (left & right);
            } else {
                out[place] |= (byte) left;
                Arrays.fill(out, place + 1, lastPlace, (byte) 0xFF);
                out[lastPlace] |= (byte) right;
            }
        }
    }

    private static int[] modes() {
        int[] table = new int[128];
        Arrays.fill(table, NO_MODE << 8);
        String[] vertical = {"0000010", "000010", "010", "1", "011", "000011", "0000011"};
        for (int i = 0; i < vertical.length; i++) {
            fill(table, vertical[i], VERTICAL << 8 | i << 4);
        }
        fill(table, "001", HORIZONTAL << 8);
        fill(table, "0001", PASS << 8);
        return table;
    }

    private static void fill(int[] table, String word, int meaning) {
        int spare = 7 - word.length();
        int first = Integer.parseInt(word, 2) << spare;
        for (int i = 0; i < 1 << spare; i++) {
            table[first + i] = meaning | word.length();
        }
    }
}

package org.caselli.image;

/**
 * How the rows of a page are framed in code. T.6 takes only {@link #endMark} from it.
 *
 * @param k                rows from one that is coded one-dimensionally to the next, in {@link Coding#MR}: at least 1,
 *                         {@link #K_UNLIMITED} for the first row only. T.4 clause 4.2.1.1 has 2 at standard and 4 at
 *                         higher resolution, so that a damaged row spoils no more than that
 * @param endOfLines       an end-of-line code (EOL) goes before each row (T.4 clause 4.1.2); {@link Coding#MR} always
 *                         has it, for the tag bit stands there
 * @param endMark          the page ends with its mark: six EOLs (RTC, T.4 clause 4.1.4), or two (EOFB, T.6 clause 2.4.1.1)
 * @param alignEndOfLines  fill so that each EOL ends on an octet, as a TIFF file can demand
 * @param alignRows        each row begins on an octet, as TIFF compression 2 demands; only without EOLs
 * @param minimumRowBits   fewest bits of one row with its fill and its EOL (T.4 clause 4.1.3): the bit rate times the
 *                         far end's minimum scan line time; 0 with error correction
 */
public record EncodeOptions(
        int k, boolean endOfLines, boolean endMark, boolean alignEndOfLines, boolean alignRows, int minimumRowBits) {
    /** Only the first row is coded one-dimensionally. */
    public static final int K_UNLIMITED = Integer.MAX_VALUE;

    /** As with error correction, or in memory: EOLs, the end mark, no fill, K = 4. */
    public static final EncodeOptions PLAIN = new EncodeOptions(4, true, true, false, false, 0);

    /** TIFF compression 2: no EOLs, no end mark, each row on an octet. MH only. */
    public static final EncodeOptions TIFF_ROWS = new EncodeOptions(1, false, false, false, true, 0);

    public EncodeOptions {
        if (k < 1) {
            throw new IllegalArgumentException("K is " + k + "; give at least 1 (T.4 has 2 and 4).");
        }
        if (minimumRowBits < 0 || minimumRowBits > 1 << 16) {
            throw new IllegalArgumentException("A row of at least " + minimumRowBits
                    + " bits is outside 0 to 65536; 40 ms at 14400 bit/s are 576.");
        }
        if (!endOfLines && (alignEndOfLines || endMark || minimumRowBits > 0)) {
            throw new IllegalArgumentException("Fill and the end mark need EOLs: set endOfLines.");
        }
        if (alignRows && endOfLines) {
            throw new IllegalArgumentException("Rows on an octet are for code without EOLs: set alignEndOfLines.");
        }
    }

    /**
     * As on a line without error correction.
     *
     * @param resolution     sets K: 2, 4 or 8 as T.4 clause 4.2.1.1 has them for 3.85, 7.7 and 15.4 lines/mm
     * @param minimumRowBits as the component of that name
     */
    public static EncodeOptions onLine(Resolution resolution, int minimumRowBits) {
        int k = switch (resolution) {
            case STANDARD -> 2;
            case FINE -> 4;
            case SUPERFINE -> 8;
        };
        return new EncodeOptions(k, true, true, false, false, minimumRowBits);
    }
}

package org.caselli.image;

/**
 * What a decoder made of some code.
 *
 * @param bitmap          the rows it has; a damaged row shows the last good row above it, or white where there is none
 * @param damagedRows     rows that could not be decoded. T.6 has none: it {@linkplain Ending#DAMAGE ends} at damage, after
 *                        the rows that the bitmap has
 * @param longestDamage   the longest sequence of damaged rows
 * @param damagedBits     bits of the code in which no row could be found: one damaged row may stand for many that a burst
 *                        of noise swallowed together with the EOLs between them
 * @param ending          why there are no more rows
 */
public record Decoded(Bitmap bitmap, int damagedRows, int longestDamage, long damagedBits, Ending ending) {

    /** Why a decoder stopped. */
    public enum Ending {
        /** RTC or EOFB. */
        END_MARK,
        /** The code was used up without an end mark, as in many files, or cut off. */
        END_OF_CODE,
        /** All the rows that were asked for are there. */
        ROWS_COMPLETE,
        /** T.6 code, or T.4 code without EOLs, that means nothing: no row after the last can be known. */
        DAMAGE
    }

    /** Without damaged bits. */
    public Decoded(Bitmap bitmap, int damagedRows, int longestDamage, Ending ending) {
        this(bitmap, damagedRows, longestDamage, 0, ending);
    }

    /** Every row is as it was sent, as far as code can tell. */
    public boolean flawless() {
        return damagedRows == 0 && ending != Ending.DAMAGE;
    }
}

package org.caselli.t30;

import org.caselli.image.Decoded;
import org.caselli.image.Resolution;
import org.caselli.t30.frame.Frame;

/**
 * What to answer to a page that came without error correction. T.30 leaves the rule to the receiver (clause 5.3.6.1.7);
 * this one is ours: up to one damaged row in twenty can be read past, so the page is good (MCF). Up to one in five, or
 * where the end of the page (RTC) is missing, it is kept, but the line should be trained again (RTP). Beyond that, where
 * damage in one place is high enough to hide a line of text, or where there is no row at all, the page is refused (RTN).
 */
enum PageQuality {
    GOOD(new Frame.Mcf()),
    FAIR(new Frame.Rtp()),
    BAD(new Frame.Rtn());

    private static final int GOOD_ROWS_PER_DAMAGED = 20;
    private static final int FAIR_ROWS_PER_DAMAGED = 5;

    /** Letters of 10 points stand about 3 mm high. */
    private static final double HIDES_A_LINE_MM = 4;

    private final Frame answer;

    PageQuality(Frame answer) {
        this.answer = answer;
    }

    Frame answer() {
        return answer;
    }

    static PageQuality of(Decoded page, int octets, Resolution resolution) {
        int rows = page.bitmap().height();
        long damaged = Math.max(page.damagedRows(), swallowed(page, octets));
        boolean hidden = page.longestDamage() / resolution.linesPerMm() > HIDES_A_LINE_MM;
        if (rows <= page.damagedRows() || hidden || damaged * FAIR_ROWS_PER_DAMAGED > rows) {
            return BAD;
        }
        boolean ended = page.ending() == Decoded.Ending.END_MARK;
        return ended && damaged * GOOD_ROWS_PER_DAMAGED <= rows ? GOOD : FAIR;
    }

    /** Rows that the damaged part of the code had, if they were as long as the good ones: noise swallows EOLs too. */
    private static long swallowed(Decoded page, int octets) {
        long good = Math.max(1, page.bitmap().height() - page.damagedRows());
        long bitsOfARow = Math.max(1, (octets * 8L - page.damagedBits()) / good);
        return page.damagedBits() / bitsOfARow;
    }
}

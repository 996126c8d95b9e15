package org.caselli.t30;

import org.caselli.image.Decoded;
import org.caselli.t30.frame.Frame;

/**
 * What to answer to a page that came without error correction. T.30 leaves the rule to the receiver (clause 5.3.6.1.7);
 * this one is ours: up to one damaged row in twenty can be read past, so the page is good (MCF). Up to one in five, or
 * where the end of the page (RTC) is missing, it is kept, but the line should be trained again (RTP). Beyond that, or
 * where there is no row at all, the page is refused (RTN).
 */
enum PageQuality {
    GOOD(new Frame.Mcf()),
    FAIR(new Frame.Rtp()),
    BAD(new Frame.Rtn());

    private static final int GOOD_ROWS_PER_DAMAGED = 20;
    private static final int FAIR_ROWS_PER_DAMAGED = 5;

    private final Frame answer;

    PageQuality(Frame answer) {
        this.answer = answer;
    }

    Frame answer() {
        return answer;
    }

    static PageQuality of(Decoded page) {
        int rows = page.bitmap().height();
        int damaged = page.damagedRows();
        if (rows == 0 || damaged * FAIR_ROWS_PER_DAMAGED > rows) {
            return BAD;
        }
        boolean ended = page.ending() == Decoded.Ending.END_MARK;
        return ended && damaged * GOOD_ROWS_PER_DAMAGED <= rows ? GOOD : FAIR;
    }
}

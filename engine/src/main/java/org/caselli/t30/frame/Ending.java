package org.caselli.t30.frame;

/** What follows a page, or a block of a page, as the post-message commands say it (T.30 clause 5.3.6.1.6, A.4.3). */
public enum Ending {
    /** More blocks of the same page; with error correction only. */
    NULL(0x00),
    /** MPS: another page in the same mode follows at once. */
    MPS(0x72),
    /** EOM: another page follows after going back to phase B. */
    EOM(0x71),
    /** EOP: that was the last page. */
    EOP(0x74);

    private final int control;

    Ending(int control) {
        this.control = control;
    }

    /** The facsimile control field without its X bit. */
    int control(boolean interrupt) {
        return interrupt && this != NULL ? control ^ 0x08 : control;
    }
}

package org.caselli.t30;

import java.util.Optional;

/** Widths of a scan line that T.30 knows at 8 dots/mm (Table 2, bits 17 and 18). */
public enum PageWidth {
    /** 215 mm. Every fax machine has it. */
    A4(1728),
    /** 255 mm. A machine that has it has A4 as well. */
    B4(2048),
    /** 303 mm. A machine that has it has B4 and A4 as well. */
    A3(2432);

    private final int dots;

    PageWidth(int dots) {
        this.dots = dots;
    }

    /** Picture elements in a scan line. */
    public int dots() {
        return dots;
    }

    /** The narrowest width that holds so many dots; empty if none does. */
    public static Optional<PageWidth> holding(int dots) {
        for (PageWidth width : values()) {
            if (dots <= width.dots) {
                return Optional.of(width);
            }
        }
        return Optional.empty();
    }
}

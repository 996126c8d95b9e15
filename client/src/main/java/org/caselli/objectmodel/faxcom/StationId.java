package org.caselli.objectmodel.faxcom;

import org.jspecify.annotations.Nullable;

/** What a fax machine calls itself: CSID and TSID. */
final class StationId {
    /** T.30 clause 5.3.6.2.4. */
    private static final int LENGTH = 20;

    private StationId() {}

    /** As documented: what is not printable ASCII is left out, then what is longer than 20 characters is cut off. */
    static String of(@Nullable String text) {
        String plain = text == null ? "" : text.replaceAll("[^ -~]", "");
        return plain.substring(0, Math.min(LENGTH, plain.length()));
    }
}

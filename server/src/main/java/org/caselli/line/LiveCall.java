package org.caselli.line;

import org.caselli.outcome.Outcome;

/** A call under way: its name, and the way to end it. Safe to use from any thread. */
public interface LiveCall {
    /** Unique for ever, as {@link #newId} makes them: the call's diary is kept under it. */
    String id();

    /** A new name for a call: 60 random bits, short enough to be typed. Of a million, two are equal with a chance of 1 in two million. */
    static String newId() {
        long value = CallIds.RANDOM.nextLong() >>> 4;
        var text = new StringBuilder(12);
        for (int i = 0; i < 12; i++) {
            text.append(CallIds.LETTERS.charAt((int) ((value >> (5 * i)) & 31)));
        }
        return text.toString();
    }

    /**
     * Ends the call in good order (CANCEL while it rings, DCN within a fax, then BYE); the report follows within seconds.
     * Of several stops the first counts; after the end of the call a stop does nothing.
     *
     * @param why what the report shall say, such as {@link Outcome#CANCELED}, unless T.30 knows better by then: all pages
     *            confirmed, or a part of the fax received and kept
     */
    void stop(Outcome why);
}

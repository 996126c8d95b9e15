package org.caselli.call;

import java.time.Instant;
import java.util.List;

/** Writes a call's diary: each line goes out as it is written. A far end that makes us write for ever is cut short. */
final class Diary {
    /** Ours: a call of 100 pages with repairs has about 2,000 lines. */
    private static final int MOST_LINES = 10_000;

    private int lines;

    void write(String text, Instant now, List<CallOutput> out) {
        lines++;
        if (lines < MOST_LINES) {
            out.add(new CallOutput.Wrote(new DiaryLine(now, text)));
        } else if (lines == MOST_LINES) {
            out.add(new CallOutput.Wrote(new DiaryLine(now, "the diary is full; nothing more is written")));
        }
    }
}

package org.caselli.line;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** What concerns the lines of one provider together. */
final class SipLines {
    private SipLines() {}

    /** Ends all their calls in good order, side by side, and waits for that so long at most. */
    static void close(Collection<SipLine> lines, Duration patience) {
        lines.forEach(SipLine::close);
        Instant until = Instant.now().plus(patience);
        try {
            for (SipLine line : lines) {
                line.awaitIdle(until);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.caselli.line;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** What concerns the lines of one provider together. */
final class SipLines {
    private SipLines() {}

    /**
     * Has the first free line take a call that may go to any of them: one that answers calls, if there is such a one.
     * Refused with 486 if none is free.
     */
    static SipEndpoint.Taking take(Collection<SipLine> lines, SipEndpoint.Arrival arrival, Switchboard switchboard) {
        return taken(lines, arrival, line -> switchboard.answers(line.id()))
                .or(() -> taken(lines, arrival, line -> true))
                .orElse(SipEndpoint.Taking.Refused.of(486));
    }

    private static Optional<SipEndpoint.Taking> taken(
            Collection<SipLine> lines, SipEndpoint.Arrival arrival, Predicate<SipLine> chosen) {
        for (SipLine line : lines) {
            if (line.isFree() && chosen.test(line)) {
                Optional<SipEndpoint.Taking> taking = line.take(arrival);
                if (taking.filter(SipEndpoint.Taking.Taken.class::isInstance).isPresent()) {
                    return taking; // else another call was quicker
                }
            }
        }
        return Optional.empty();
    }

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

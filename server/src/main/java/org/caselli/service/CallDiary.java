package org.caselli.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.outcome.Outcome;

/**
 * What was heard, said and decided in one call.
 *
 * @param id       the line's name of the call, unique for ever
 * @param outgoing whether we called
 * @param peer     the number that was dialled, or the caller's
 * @param jobId    the job, if we called
 * @param outcome  empty while the call lasts
 * @param lines    the diary; empty in listings, and until the call has ended
 */
public record CallDiary(
        String id,
        boolean outgoing,
        String device,
        String peer,
        Optional<String> jobId,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Outcome> outcome,
        List<Line> lines) {
    /** One line of a diary. */
    public record Line(Instant at, String text) {}

    public CallDiary {
        lines = List.copyOf(lines);
    }
}

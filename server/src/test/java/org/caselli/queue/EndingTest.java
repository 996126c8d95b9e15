package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.queue.JobState.IN_PROGRESS;

import java.time.Instant;
import org.caselli.outcome.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    /** The table of docs/decisions/0030. Three pages; the attempt is the job's second. */
    @ParameterizedTest(name = "{0}, confirmed {1}, awaiting {2} -> {3} {4}")
    @CsvSource({
        // nothing confirmed: tried again
        "IN_PROGRESS, 0, 0, RETRYING, ATTEMPT_LOST",
        "IN_PROGRESS, 0, 1, RETRYING, ATTEMPT_LOST",
        // some confirmed: resumed, also where a page in the middle is in doubt
        "IN_PROGRESS, 1, 0, RETRYING, ATTEMPT_LOST",
        "IN_PROGRESS, 1, 2, RETRYING, ATTEMPT_LOST",
        "IN_PROGRESS, 2, 0, RETRYING, ATTEMPT_LOST",
        // the last page is sent and its confirmation in doubt: a person decides
        "IN_PROGRESS, 2, 3, FAILED,   POSSIBLY_DELIVERED",
        // everything confirmed, only the end not written
        "IN_PROGRESS, 3, 0, COMPLETED, DELIVERED",
        // somebody wanted it cancelled meanwhile
        "CANCELING,   0, 0, CANCELED, CANCELED",
        "CANCELING,   1, 2, CANCELED, CANCELED",
        "CANCELING,   2, 3, CANCELED, POSSIBLY_DELIVERED",
        "CANCELING,   3, 0, COMPLETED, DELIVERED",
    })
    void a_lost_attempt_ends_by_what_the_far_end_is_known_to_have(
            JobState state, int confirmed, int awaiting, JobState expected, Outcome outcome) {
        var ending = Ending.lost(state, 3, confirmed, awaiting, 1, 2, RetryPolicy.STANDARD, NOW);
        assertThat(ending).isEqualTo(new Ending(expected, outcome, NOW));
    }

    @ParameterizedTest(name = "{0} in {1}, confirmed {2} -> {3} {4}")
    @CsvSource({
        "DELIVERED,       IN_PROGRESS, 3, COMPLETED, DELIVERED,       0",
        "DELIVERED,       CANCELING,   3, COMPLETED, DELIVERED,       0",
        "DELIVERED,       IN_PROGRESS, 0, COMPLETED, DELIVERED,       0", // a device that counts no pages
        "FAR_END_HUNG_UP, IN_PROGRESS, 3, COMPLETED, DELIVERED,       0", // after the last confirmation
        "CANCELED,        CANCELING,   3, COMPLETED, DELIVERED,       0", // the transmission won the race
        "CANCELED,        CANCELING,   2, CANCELED,  CANCELED,        0",
        "BUSY,            CANCELING,   0, CANCELED,  CANCELED,        0",
        "CANCELED,        IN_PROGRESS, 0, CANCELED,  CANCELED,        0", // somebody pressed stop at the device
        "BUSY,            IN_PROGRESS, 0, RETRYING,  BUSY,            600",
        "LINE_DROPPED,    IN_PROGRESS, 2, RETRYING,  LINE_DROPPED,    600",
        // the last page was sent and its confirmation did not come: a person decides; one before it is sent again
        "PAGE_NOT_CONFIRMED, IN_PROGRESS, 2, FAILED,   POSSIBLY_DELIVERED, 0",
        "PAGE_NOT_CONFIRMED, CANCELING,   2, CANCELED, POSSIBLY_DELIVERED, 0",
        "PAGE_NOT_CONFIRMED, IN_PROGRESS, 1, RETRYING, PAGE_NOT_CONFIRMED, 600",
        "PAGE_NOT_CONFIRMED, IN_PROGRESS, 3, COMPLETED, DELIVERED,         0",
        "STOPPED,         IN_PROGRESS, 2, RETRYING,  STOPPED,         0",
        "NO_LINE_FREE,    IN_PROGRESS, 0, RETRYING,  NO_LINE_FREE,    0", // on another line
        "NUMBER_UNKNOWN,  IN_PROGRESS, 0, FAILED,    NUMBER_UNKNOWN,  0",
        "T38_REFUSED,     IN_PROGRESS, 0, FAILED,    T38_REFUSED,     0",
    })
    void an_attempt_whose_end_was_told_ends_by_what_was_told(
            Outcome told, JobState state, int confirmed, JobState expected, Outcome outcome, int seconds) {
        var ending = Ending.told(told, state, 3, confirmed, 1, 1, RetryPolicy.STANDARD, NOW);
        assertThat(ending).isEqualTo(new Ending(expected, outcome, NOW.plusSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"3, RETRYING", "4, FAILED"})
    void the_last_try_is_the_last(int tries, JobState expected) {
        assertThat(Ending.told(Outcome.BUSY, IN_PROGRESS, 3, 0, tries, tries, RetryPolicy.STANDARD, NOW)
                        .state())
                .isEqualTo(expected);
    }
}

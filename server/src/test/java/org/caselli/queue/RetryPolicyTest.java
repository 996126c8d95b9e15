package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caselli.outcome.Hope;
import org.caselli.outcome.Outcome;
import org.caselli.queue.RetryPolicy.Decision.GiveUp;
import org.caselli.queue.RetryPolicy.Decision.TryAgain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final RetryPolicy POLICY = new RetryPolicy(2, Duration.ofMinutes(1), 10);

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void every_outcome_is_tried_again_as_far_as_there_is_hope_of_it(Outcome outcome) {
        var decision = POLICY.after(outcome, 1, 1, NOW);
        if (outcome.hope() != Hope.LATER) {
            assertThat(decision).isEqualTo(new GiveUp());
        } else if (outcome == Outcome.NO_LINE_FREE || outcome == Outcome.ATTEMPT_LOST || outcome == Outcome.STOPPED) {
            assertThat(decision).isEqualTo(new TryAgain(NOW));
        } else {
            assertThat(decision).isEqualTo(new TryAgain(NOW.plusSeconds(60)));
        }
    }

    @Test
    void each_try_follows_after_the_delay_and_after_the_last_there_is_no_more() {
        assertThat(POLICY.after(Outcome.BUSY, 1, 1, NOW)).isEqualTo(new TryAgain(NOW.plusSeconds(60)));
        assertThat(POLICY.after(Outcome.BUSY, 2, 2, NOW)).isEqualTo(new TryAgain(NOW.plusSeconds(60)));
        assertThat(POLICY.after(Outcome.BUSY, 3, 3, NOW)).isEqualTo(new GiveUp());
    }

    @Test
    void a_number_that_does_not_exist_a_call_refused_a_cancel_and_a_rule_that_forbids_are_never_tried_again() {
        for (Outcome outcome : List.of(
                Outcome.NUMBER_UNKNOWN, Outcome.CALL_REFUSED, Outcome.CANCELED, Outcome.TRIES_EXHAUSTED_BY_RULE)) {
            assertThat(POLICY.after(outcome, 1, 1, NOW)).as(outcome.name()).isEqualTo(new GiveUp());
        }
    }

    @Test
    void what_does_not_use_up_a_try_still_ends_at_the_ceiling() {
        assertThat(POLICY.after(Outcome.ATTEMPT_LOST, 0, 9, NOW)).isEqualTo(new TryAgain(NOW));
        assertThat(POLICY.after(Outcome.ATTEMPT_LOST, 0, 10, NOW)).isEqualTo(new GiveUp());
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(-1), 10)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, 0)).hasMessageContaining("1 to 1000");
    }
}

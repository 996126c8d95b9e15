package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.queue.RoutingStep.State.DONE;
import static org.caselli.queue.RoutingStep.State.FAILED;
import static org.caselli.queue.RoutingStep.State.GIVEN_UP;
import static org.caselli.queue.RoutingStep.State.PENDING;
import static org.caselli.queue.RoutingStep.State.RUNNING;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingEndingTest {
    private static RoutingEnding after(boolean archived, int retries, RoutingStep.State... steps) {
        return RoutingEnding.of(List.of(steps), archived, retries, 3);
    }

    @Test
    void a_fax_that_every_method_has_taken_leaves_the_queue() {
        assertThat(after(true, 0, DONE, DONE)).isEqualTo(RoutingEnding.OVER);
        assertThat(after(false, 0, DONE)).isEqualTo(RoutingEnding.OVER);
    }

    @Test
    void a_fax_without_methods_leaves_the_queue_only_if_it_is_in_the_archive() {
        assertThat(after(true, 0)).isEqualTo(RoutingEnding.OVER);
        assertThat(after(false, 0)).isEqualTo(RoutingEnding.GIVEN_UP);
    }

    @Test
    void a_method_that_may_be_tried_again_is_until_the_tries_are_used_up() {
        assertThat(after(true, 0, DONE, FAILED)).isEqualTo(RoutingEnding.AGAIN);
        assertThat(after(true, 2, FAILED, GIVEN_UP)).isEqualTo(RoutingEnding.AGAIN);
        assertThat(after(true, 3, FAILED)).isEqualTo(RoutingEnding.GIVEN_UP);
    }

    @Test
    void a_method_that_was_given_up_keeps_the_fax_in_the_queue() {
        assertThat(after(true, 0, GIVEN_UP, DONE)).isEqualTo(RoutingEnding.GIVEN_UP);
    }

    @Test
    void while_a_method_has_not_had_its_turn_nothing_is_decided() {
        assertThat(after(true, 9, DONE, PENDING, GIVEN_UP)).isEqualTo(RoutingEnding.GO_ON);
        assertThat(after(true, 9, RUNNING, FAILED)).isEqualTo(RoutingEnding.GO_ON);
    }
}

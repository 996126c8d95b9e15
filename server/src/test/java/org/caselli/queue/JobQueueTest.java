package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.queue.Rig.ends;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class JobQueueTest {
    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(database, directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** The state that an operation led to, which must have been possible. */
    private static JobState asked(Optional<Asked> asked) {
        assertThat(asked.orElseThrow().done()).isTrue();
        return asked.orElseThrow().job().state();
    }

    private List<String> told(String id) {
        return rig.events.after(0, 1000).stream()
                .filter(event ->
                        event.subject().equals(id) || id.equals(event.facts().get("job")))
                .map(event -> (event.kind() + " " + event.facts().getOrDefault("state", "")
                                + event.facts().getOrDefault("outcome", ""))
                        .strip())
                .toList();
    }

    @Test
    void a_job_is_pending_then_on_the_line_then_completed_and_in_the_archive_and_each_step_is_told() {
        String id = rig.submit("1002", 2);
        assertThat(rig.state(id)).isEqualTo(JobState.PENDING);
        rig.script("1002", attempt -> {
            assertThat(rig.state(id)).isEqualTo(JobState.IN_PROGRESS);
            attempt.calling("call-1", why -> {});
            attempt.facts(new CallFacts("page 1", "FAR", 14400, "V17_14400", "MMR", true), 1);
            attempt.confirmed(1);
            attempt.confirmed(2);
            return new Carried(
                    Outcome.DELIVERED, 2, new CallFacts("ended", "FAR", 14400, "V17_14400", "MMR", true), handle -> {});
        });
        rig.settle();
        Job job = rig.job(id);
        assertThat(job.state()).isEqualTo(JobState.COMPLETED);
        assertThat(job.outcome()).contains(Outcome.DELIVERED);
        assertThat(job.endedAt()).contains(rig.instant());
        assertThat(job.pagesConfirmed()).isEqualTo(2);
        assertThat(rig.queue.attempts(id)).singleElement().satisfies(attempt -> {
            assertThat(attempt.callId()).isEqualTo("call-1");
            assertThat(attempt.outcome()).contains(Outcome.DELIVERED);
            assertThat(attempt.facts()).isEqualTo(new CallFacts("ended", "FAR", 14400, "V17_14400", "MMR", true));
        });
        assertThat(told(id))
                .containsExactly(
                        "JOB_ADDED PENDING",
                        "JOB_CHANGED IN_PROGRESS",
                        "ATTEMPT_BEGUN",
                        "ATTEMPT_PROGRESS IN_PROGRESS",
                        "ATTEMPT_PROGRESS IN_PROGRESS",
                        "ATTEMPT_PROGRESS IN_PROGRESS",
                        "ATTEMPT_ENDED DELIVERED",
                        "JOB_CHANGED COMPLETEDDELIVERED",
                        "SENT_FAX_ADDED",
                        "JOB_REMOVED");
    }

    @Test
    void a_job_on_the_line_tells_how_far_its_call_has_come_and_afterwards_how_it_ended() {
        String id = rig.submit("1002", 2);
        assertThat(rig.job(id).extendedStatus()).isZero();
        assertThat(rig.job(id).transmission()).isEmpty();
        Instant began = rig.instant();
        var seen = new ArrayList<String>();
        rig.script("1002", attempt -> {
            Runnable look = () -> {
                rig.store.write(handle -> true); // what was written without waiting is there then
                seen.add(rig.job(id).extendedStatus() + " " + rig.job(id).currentPage());
            };
            look.run();
            attempt.calling("call-1", why -> {});
            attempt.facts(new CallFacts("dialling", "", 0, "", "", false), 0);
            look.run();
            attempt.facts(new CallFacts("fax begun", "FAR", 0, "", "", false), 0);
            look.run();
            attempt.facts(new CallFacts("page 2", "FAR", 14400, "V17_14400", "MMR", true), 2);
            look.run();
            assertThat(rig.job(id).transmission())
                    .contains(new Transmission(0, "call-1", began, Optional.empty(), "FAR", 2, true));
            rig.pass(Duration.ofSeconds(30));
            return Carried.of(Outcome.BUSY, 0);
        });
        rig.settle();
        // 2 initializing, 3 dialing, 4 transmitting, 8 busy of FAX_JOB_EXTENDED_STATUS_ENUM
        assertThat(seen).containsExactly("2 0", "3 0", "4 0", "4 2");
        Job job = rig.job(id);
        assertThat(job.extendedStatus()).isEqualTo(8);
        assertThat(job.currentPage()).isZero();
        assertThat(job.transmission().flatMap(Transmission::endedAt)).contains(began.plusSeconds(30));
        List<ServerEvent> progress = rig.events.after(0, 1000).stream()
                .filter(event -> event.kind() == ServerEvent.Kind.ATTEMPT_PROGRESS)
                .toList();
        assertThat(progress.getLast().facts())
                .containsEntry("status", "2")
                .containsEntry("extendedStatus", "4")
                .containsEntry("currentPage", "2")
                .containsEntry("csid", "FAR")
                .containsEntry("startedAt", began.toString())
                .doesNotContainKey("endedAt");
    }

    @Test
    void where_the_program_of_a_line_breaks_down_after_the_last_page_the_delivery_is_in_doubt() {
        String doubtful = rig.submit("1002", 1);
        rig.script("1002", attempt -> {
            attempt.awaiting(1);
            return Carried.of(Outcome.LINE_FAILED, 0);
        });
        String certain = rig.submit("1003", 1);
        rig.script("1003", ends(Outcome.LINE_FAILED));
        rig.settle();
        assertThat(rig.state(doubtful)).isEqualTo(JobState.FAILED);
        assertThat(rig.job(doubtful).outcome()).contains(Outcome.POSSIBLY_DELIVERED);
        assertThat(rig.state(certain)).isEqualTo(JobState.RETRYING);
    }

    @Test
    void a_busy_number_is_tried_four_times_ten_minutes_apart_and_then_the_job_has_failed() {
        String id = rig.submit("1002", 1);
        for (int i = 0; i < 4; i++) {
            rig.script("1002", ends(Outcome.BUSY));
        }
        for (int tries = 1; tries <= 3; tries++) {
            rig.settle();
            assertThat(rig.dialled).hasSize(tries);
            assertThat(rig.job(id).dueAt()).isEqualTo(rig.instant().plusSeconds(600));
            assertThat(rig.job(id).faxJobStatus()).isEqualTo(64);
            rig.pass(Duration.ofSeconds(599));
            rig.settle();
            assertThat(rig.dialled).hasSize(tries);
            rig.pass(Duration.ofSeconds(1));
        }
        rig.settle();
        assertThat(rig.dialled).hasSize(4);
        assertThat(rig.job(id).state()).isEqualTo(JobState.FAILED);
        assertThat(rig.job(id).outcome()).contains(Outcome.BUSY);
        rig.pass(Duration.ofDays(1));
        rig.settle();
        assertThat(rig.dialled).hasSize(4);
    }

    @Test
    void a_number_that_does_not_exist_is_dialled_once_only() {
        String id = rig.submit("1002", 1);
        rig.script("1002", ends(Outcome.NUMBER_UNKNOWN));
        rig.settle();
        assertThat(rig.job(id).state()).isEqualTo(JobState.FAILED);
        assertThat(rig.dialled).hasSize(1);
    }

    @Test
    void high_goes_before_normal_before_low_and_among_equals_the_first_comes_first() {
        rig.submit("low", 1, Priority.LOW, Duration.ZERO);
        rig.submit("normal-1", 1, Priority.NORMAL, Duration.ZERO);
        rig.pass(Duration.ofMillis(1));
        rig.submit("normal-2", 1, Priority.NORMAL, Duration.ZERO);
        rig.submit("high", 1, Priority.HIGH, Duration.ZERO);
        rig.settle();
        assertThat(rig.dialled).containsExactly("high/1", "normal-1/1", "normal-2/1", "low/1");
    }

    @Test
    void a_job_for_later_waits_for_its_time() {
        String id = rig.submit("1002", 1, Priority.NORMAL, Duration.ofHours(2));
        assertThat(rig.dispatcher.round()).isAfter(rig.instant());
        rig.pass(Duration.ofHours(2).minusMillis(1));
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.PENDING);
        assertThat(rig.job(id).noLine()).isFalse();
        assertThat(rig.dispatcher.round()).isEqualTo(rig.instant().plusMillis(1));
        rig.pass(Duration.ofMillis(1));
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_job_without_a_free_line_waits_with_the_bit_for_it_and_others_overtake_it() {
        rig.devices.add("line-2");
        String wants3 = rig.submit(
                new NewJob("1003", "", Optional.of("line-3"), Priority.HIGH, Schedule.NOW, rig.instant(), 1));
        String any = rig.submit("1002", 1, Priority.LOW, Duration.ZERO);
        rig.pass(Duration.ofSeconds(5));
        rig.settle();
        assertThat(rig.dispatcher.round()).isEqualTo(rig.instant().plusSeconds(1));
        assertThat(rig.job(wants3).faxJobStatus()).isEqualTo(33);
        assertThat(rig.state(any)).isEqualTo(JobState.COMPLETED);
        rig.devices.add("line-3");
        rig.settle();
        assertThat(rig.state(wants3)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_and_never_dialled() {
        String id = rig.submit("1002", 1);
        assertThat(asked(rig.queue.cancel(id))).isEqualTo(JobState.CANCELED);
        rig.settle();
        assertThat(rig.dialled).isEmpty();
        assertThat(rig.queue.cancel(id).orElseThrow().done()).isFalse();
        assertThat(rig.queue.cancel("no such job")).isEmpty();
    }

    @Test
    void a_cancel_on_the_line_stops_the_call_and_the_job_is_cancelled_when_it_has_ended() {
        String id = rig.submit("1002", 2);
        rig.script("1002", attempt -> {
            var wanted = new Outcome[1];
            attempt.calling("call", why -> wanted[0] = why);
            assertThat(asked(rig.queue.cancel(id))).isEqualTo(JobState.CANCELING);
            assertThat(rig.queue.cancel(id).orElseThrow().done())
                    .as("a second cancel")
                    .isFalse();
            rig.dispatcher.stop(id, Outcome.CANCELED);
            assertThat(wanted[0]).isEqualTo(Outcome.CANCELED);
            return Carried.of(wanted[0], 0);
        });
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.CANCELED);
    }

    @Test
    void a_transmission_that_wins_the_race_against_its_cancel_is_completed() {
        String id = rig.submit("1002", 1);
        rig.script("1002", attempt -> {
            rig.queue.cancel(id);
            attempt.confirmed(1);
            return Carried.of(Outcome.CANCELED, 1);
        });
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.job(id).outcome()).contains(Outcome.DELIVERED);
    }

    @Test
    void a_cancel_between_the_claim_and_the_call_means_that_nothing_is_dialled() {
        String id = rig.submit("1002", 1);
        rig.hold = true;
        rig.dispatcher.round();
        assertThat(rig.state(id)).isEqualTo(JobState.IN_PROGRESS);
        rig.queue.cancel(id);
        rig.dispatcher.stop(id, Outcome.CANCELED);
        rig.held.remove().run();
        assertThat(rig.dialled).isEmpty();
        assertThat(rig.state(id)).isEqualTo(JobState.CANCELED);
    }

    @Test
    void a_cancel_that_another_node_was_asked_for_reaches_the_call_with_the_next_renewal() {
        String id = rig.submit("1002", 1);
        rig.script("1002", attempt -> {
            var wanted = new Outcome[1];
            attempt.calling("call", why -> wanted[0] = why);
            rig.queue.cancel(id);
            rig.pass(Rig.LEASE.dividedBy(3));
            rig.dispatcher.round();
            return Carried.of(wanted[0], 0);
        });
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.CANCELED);
    }

    @Test
    void what_the_far_end_has_confirmed_is_not_sent_again() {
        String id = rig.submit("1002", 5);
        rig.script("1002", ends(Outcome.LINE_DROPPED, 2), ends(Outcome.LINE_DROPPED, 4));
        rig.settle();
        rig.pass(Duration.ofMinutes(10));
        rig.settle();
        rig.pass(Duration.ofMinutes(10));
        rig.settle();
        assertThat(rig.dialled).containsExactly("1002/1", "1002/3", "1002/5");
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.queue.attempts(id))
                .extracting(Attempt::number, Attempt::firstPage, Attempt::pagesConfirmed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, 1, 2),
                        org.assertj.core.groups.Tuple.tuple(2, 3, 4),
                        org.assertj.core.groups.Tuple.tuple(3, 5, 5));
    }

    @Test
    void a_job_that_failed_is_sent_whole_again_when_a_person_says_so_and_only_then() {
        String id = rig.submit("1002", 3);
        rig.script("1002", ends(Outcome.CALL_REFUSED, 2));
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.FAILED);
        assertThat(asked(rig.queue.restart(id))).isEqualTo(JobState.PENDING);
        assertThat(rig.queue.restart(id).orElseThrow().done()).isFalse();
        rig.settle();
        assertThat(rig.dialled).containsExactly("1002/1", "1002/1");
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.queue.attempts(id)).extracting(Attempt::number).containsExactly(1, 2);
    }

    @Test
    void a_lease_is_renewed_while_the_call_lasts() {
        String id = rig.submit("1002", 1);
        rig.script("1002", attempt -> {
            for (int i = 0; i < 12; i++) {
                rig.pass(Rig.LEASE.dividedBy(3));
                rig.dispatcher.round();
            }
            attempt.confirmed(1);
            return Carried.of(Outcome.DELIVERED, 1);
        });
        rig.settle();
        assertThat(rig.dialled).hasSize(1);
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_call_whose_lease_ran_out_may_write_nothing_more_and_its_job_is_resumed_by_another() {
        String id = rig.submit("1002", 3);
        rig.script("1002", attempt -> {
            attempt.confirmed(1);
            rig.pass(Rig.LEASE.plusMillis(1)); // the process was suspended
            rig.queue.settleLost();
            assertThat(rig.state(id)).isEqualTo(JobState.RETRYING);
            assertThatThrownBy(() -> attempt.confirmed(2))
                    .isInstanceOf(LeaseLost.class)
                    .hasMessageContaining("given up as lost");
            return Carried.of(Outcome.DELIVERED, 3);
        });
        rig.dispatcher.round();
        assertThat(rig.job(id).pagesConfirmed()).isEqualTo(1);
        assertThat(rig.queue.attempts(id))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).contains(Outcome.ATTEMPT_LOST));
        rig.settle();
        assertThat(rig.dialled).containsExactly("1002/1", "1002/2");
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void after_a_crash_the_fax_goes_on_where_the_far_end_last_confirmed() {
        String id = rig.submit("1002", 3);
        rig.script("1002", attempt -> {
            attempt.confirmed(1);
            attempt.awaiting(2);
            throw new Rig.Crash();
        });
        assertThatThrownBy(() -> rig.dispatcher.round()).isInstanceOf(Rig.Crash.class);
        rig.restart();
        assertThat(rig.state(id)).isEqualTo(JobState.RETRYING);
        assertThat(rig.job(id).outcome()).contains(Outcome.ATTEMPT_LOST);
        rig.settle();
        assertThat(rig.dialled).containsExactly("1002/1", "1002/2");
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_crash_while_the_last_confirmation_is_due_is_left_to_a_person() {
        String id = rig.submit("1002", 2);
        rig.script("1002", attempt -> {
            attempt.confirmed(1);
            attempt.awaiting(2);
            throw new Rig.Crash();
        });
        assertThatThrownBy(() -> rig.dispatcher.round()).isInstanceOf(Rig.Crash.class);
        rig.restart();
        assertThat(rig.state(id)).isEqualTo(JobState.FAILED);
        assertThat(rig.job(id).outcome()).contains(Outcome.POSSIBLY_DELIVERED);
        rig.pass(Duration.ofDays(1));
        rig.settle();
        assertThat(rig.dialled).hasSize(1);
    }

    @Test
    void a_crash_after_the_last_confirmation_loses_nothing_and_sends_nothing_again() {
        String id = rig.submit("1002", 2);
        rig.script("1002", attempt -> {
            attempt.confirmed(1);
            attempt.confirmed(2);
            throw new Rig.Crash();
        });
        assertThatThrownBy(() -> rig.dispatcher.round()).isInstanceOf(Rig.Crash.class);
        rig.restart();
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.dialled).hasSize(1);
        assertThat(told(id)).endsWith("SENT_FAX_ADDED", "JOB_REMOVED");
    }

    @Test
    void an_attempt_that_was_cut_off_by_a_stop_does_not_use_up_a_try() {
        String id = rig.submit("1002", 1);
        for (int i = 0; i < 6; i++) {
            rig.script("1002", ends(Outcome.STOPPED));
        }
        rig.settle();
        assertThat(rig.dialled).hasSize(7);
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_call_that_fails_inside_the_server_is_tried_again_and_harms_no_other() {
        rig.devices.add("line-2");
        String bad = rig.submit("1002", 1);
        String good = rig.submit("1003", 1);
        rig.script("1002", attempt -> {
            throw new IllegalStateException("a fault of ours, made by this test");
        });
        rig.settle();
        assertThat(rig.job(bad).outcome()).contains(Outcome.INTERNAL_ERROR);
        assertThat(rig.state(bad)).isEqualTo(JobState.RETRYING);
        assertThat(rig.state(good)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void after_stop_all_nothing_is_begun_and_what_is_on_the_line_is_asked_to_end() {
        String id = rig.submit("1002", 1);
        rig.script("1002", attempt -> {
            var wanted = new Outcome[1];
            attempt.calling("call", why -> wanted[0] = why);
            rig.dispatcher.stopAll();
            return Carried.of(wanted[0], 0);
        });
        rig.dispatcher.round();
        rig.dispatcher.round();
        assertThat(rig.job(id).outcome()).contains(Outcome.STOPPED);
        assertThat(rig.state(id)).isEqualTo(JobState.RETRYING);
        assertThat(rig.dialled).hasSize(1);
        rig.restart();
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void jobs_are_listed_newest_first_by_state_and_in_parts() {
        String a = rig.submit("a", 1);
        String b = rig.submit("b", 1);
        String c = rig.submit("c", 1);
        rig.queue.cancel(b);
        assertThat(rig.queue.list(List.of(), true, Optional.empty(), Optional.empty(), 2))
                .extracting(Job::id)
                .containsExactly(c, b);
        assertThat(rig.queue.list(List.of(), true, Optional.empty(), Optional.of(b), 2))
                .extracting(Job::id)
                .containsExactly(a);
        assertThat(rig.queue.list(List.of(), false, Optional.empty(), Optional.empty(), 9))
                .extracting(Job::id)
                .containsExactly(c, a);
        assertThat(rig.queue.count(List.of(JobState.PENDING, JobState.CANCELED)))
                .isEqualTo(3);
    }

    @Test
    void one_who_waits_for_events_is_woken_by_the_next_one() throws Exception {
        long last = rig.events.last();
        var waiting = Thread.startVirtualThread(() -> rig.submit("1002", 1));
        assertThat(rig.events.await(last, Duration.ofSeconds(60))).isTrue();
        waiting.join();
        assertThat(rig.events.after(last, 10))
                .extracting(ServerEvent::kind)
                .containsExactly(ServerEvent.Kind.JOB_ADDED);
        assertThat(rig.events.await(rig.events.last(), Duration.ofMillis(1))).isFalse();
        rig.events.close();
        assertThat(rig.events.await(rig.events.last(), Duration.ofSeconds(60))).isFalse();
    }
}

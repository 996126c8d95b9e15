package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.queue.Rig.ends;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
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

/** What administrators set and people ask: schedules, pauses, broadcasts, ceilings, age. The rig's day begins at 10:00 UTC. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutgoingQueueTest {
    private static final DiscountPeriod NIGHT =
            new DiscountPeriod(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC);

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

    private void rules(boolean paused, DiscountPeriod discount, int perNumber, int ageLimit) {
        rig.rules = new QueueRules(paused, RetryPolicy.STANDARD, discount, perNumber, ageLimit);
    }

    private List<String> told(String id) {
        return rig.events.after(0, 1000).stream()
                .filter(event -> event.subject().equals(id))
                .map(event -> (event.kind() + " " + event.facts().getOrDefault("state", "")).strip())
                .toList();
    }

    private Instant at(String time) {
        return Instant.parse("2026-11-21T" + time + ":00Z");
    }

    // schedules

    @Test
    void a_discount_job_waits_for_the_night_and_is_sent_when_it_begins() {
        rules(false, NIGHT, 0, 0);
        String id = rig.submitDiscount("1002");
        rig.settle();
        assertThat(rig.job(id).dueAt()).isEqualTo(at("22:00"));
        assertThat(rig.job(id).scheduledAt()).isEqualTo(at("22:00"));
        assertThat(rig.job(id).waitsFor()).contains(WaitReason.DISCOUNT);
        rig.pass(Duration.ofHours(12).minusMillis(1));
        rig.settle();
        assertThat(rig.dialled).isEmpty();
        rig.pass(Duration.ofMillis(1));
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_discount_job_is_sent_at_once_inside_the_period_and_where_there_is_none() {
        String without = rig.submitDiscount("1002");
        rig.settle();
        assertThat(rig.state(without)).isEqualTo(JobState.COMPLETED);
        rules(false, NIGHT, 0, 0);
        rig.pass(Duration.ofHours(13));
        String inside = rig.submitDiscount("1002");
        rig.settle();
        assertThat(rig.state(inside)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_discount_job_whose_retry_falls_outside_waits_for_the_next_night() {
        rules(false, NIGHT, 0, 0);
        rig.pass(Duration.ofHours(19).plusMinutes(55)); // 05:55
        String id = rig.submitDiscount("1002");
        rig.script("1002", ends(Outcome.BUSY));
        rig.settle();
        assertThat(rig.job(id).state()).isEqualTo(JobState.RETRYING);
        assertThat(rig.job(id).dueAt()).isEqualTo(at("22:00").plus(Duration.ofDays(1)));
        assertThat(rig.job(id).waitsFor()).contains(WaitReason.RETRY);
        rig.pass(Duration.ofMinutes(20));
        assertThat(rig.job(id).waitsFor()).contains(WaitReason.DISCOUNT);
    }

    @Test
    void a_discount_job_that_found_no_line_all_night_is_not_sent_by_day() {
        rules(false, NIGHT, 0, 0);
        rig.devices.clear();
        rig.pass(Duration.ofHours(13));
        String id = rig.submitDiscount("1002");
        rig.pass(Duration.ofHours(8)); // 07:00
        rig.devices.add("line-1");
        rig.settle();
        assertThat(rig.dialled).isEmpty();
        assertThat(rig.job(id).dueAt()).isEqualTo(at("22:00").plus(Duration.ofDays(1)));
        rig.pass(Duration.ofHours(15));
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void changing_the_period_moves_the_jobs_that_wait_for_it_and_no_others() {
        rules(false, NIGHT, 0, 0);
        String discount = rig.submitDiscount("1002");
        String later = rig.submit("1003", 1, Priority.NORMAL, Duration.ofHours(1));
        String paused = rig.submitDiscount("1004");
        rig.queue.pause(paused);
        rules(false, new DiscountPeriod(LocalTime.of(12, 0), LocalTime.of(13, 0), ZoneOffset.UTC), 0, 0);
        rig.settle();
        assertThat(rig.job(discount).dueAt()).isEqualTo(at("12:00"));
        assertThat(rig.job(discount).scheduledAt()).isEqualTo(at("22:00"));
        assertThat(rig.job(later).dueAt()).isEqualTo(at("11:00"));
        assertThat(rig.job(paused).dueAt()).isEqualTo(at("12:00"));
        rules(false, DiscountPeriod.NONE, 0, 0);
        rig.settle();
        assertThat(rig.state(discount)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.state(later)).isEqualTo(JobState.PENDING);
        assertThat(rig.state(paused)).isEqualTo(JobState.PENDING);
    }

    // pauses

    @Test
    void a_paused_job_is_not_sent_until_it_is_resumed_and_keeps_its_place_and_state() {
        String first = rig.submit("first", 1);
        rig.pass(Duration.ofMillis(5));
        String second = rig.submit("second", 1);
        assertThat(rig.queue.pause(first).orElseThrow().done()).isTrue();
        assertThat(rig.job(first).faxJobStatus()).isEqualTo(1 + 16);
        assertThat(rig.queue.pause(first).orElseThrow().done()).isFalse();
        assertThat(rig.queue.resume(second).orElseThrow().done()).isFalse();
        rig.devices.clear();
        rig.settle();
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.job(first).waitsFor()).contains(WaitReason.PAUSED);
        assertThat(rig.job(second).faxJobStatus()).isEqualTo(1 + 32);
        assertThat(rig.queue.resume(first).orElseThrow().done()).isTrue();
        rig.devices.add("line-1");
        rig.settle();
        assertThat(rig.dialled).containsExactly("first/1", "second/1");
    }

    @Test
    void a_retrying_job_that_is_paused_is_retrying_again_when_resumed() {
        String id = rig.submit("1002", 1);
        rig.script("1002", ends(Outcome.BUSY));
        rig.settle();
        rig.queue.pause(id);
        assertThat(rig.job(id).faxJobStatus()).isEqualTo(64 + 16);
        rig.pass(Duration.ofHours(1));
        rig.settle();
        assertThat(rig.dialled).hasSize(1);
        assertThat(rig.queue.resume(id).orElseThrow().job().faxJobStatus()).isEqualTo(64);
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_paused_queue_starts_nothing_and_lets_calls_go_on() {
        String running = rig.submit("1002", 2);
        rig.script("1002", attempt -> {
            rules(true, DiscountPeriod.NONE, 0, 0);
            attempt.confirmed(1);
            attempt.confirmed(2);
            return Carried.of(Outcome.DELIVERED, 2);
        });
        rig.settle();
        assertThat(rig.state(running)).isEqualTo(JobState.COMPLETED);
        String waiting = rig.submit("1003", 1);
        rig.pass(Duration.ofMinutes(1));
        rig.settle();
        assertThat(rig.dialled).hasSize(1);
        assertThat(rig.job(waiting).waitsFor()).contains(WaitReason.QUEUE_PAUSED);
        assertThat(rig.job(waiting).noLine()).isFalse();
        rules(false, DiscountPeriod.NONE, 0, 0);
        rig.settle();
        assertThat(rig.state(waiting)).isEqualTo(JobState.COMPLETED);
    }

    // broadcasts

    private List<String> broadcast(String... numbers) {
        var jobs = new ArrayList<NewJob>();
        for (String number : numbers) {
            jobs.add(rig.job(number, 1, Priority.NORMAL, Duration.ZERO));
        }
        return rig.submit(jobs);
    }

    private List<String> listed() {
        return rig.queue.list(List.of(), false, Optional.empty(), Optional.empty(), 100).stream()
                .map(Job::id)
                .toList();
    }

    @Test
    void jobs_of_a_broadcast_leave_together_when_all_are_final_and_failed_ones_stay() {
        List<String> ids = broadcast("good", "busy", "wrong", "unwanted");
        rig.script("busy", ends(Outcome.BUSY));
        rig.script("wrong", ends(Outcome.NUMBER_UNKNOWN));
        rig.queue.cancel(ids.get(3));
        rig.settle();
        assertThat(rig.state(ids.get(0))).isEqualTo(JobState.COMPLETED);
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(rig.job(ids.get(0)).availableOperations())
                .containsExactlyInAnyOrder(Operation.VIEW, Operation.RECIPIENT_INFO, Operation.SENDER_INFO);
        rig.pass(Duration.ofMinutes(10));
        rig.settle();
        assertThat(listed()).containsExactly(ids.get(2));
        assertThat(told(ids.get(1))).endsWith("JOB_CHANGED COMPLETED", "SENT_FAX_ADDED", "JOB_REMOVED");
        assertThat(told(ids.get(3))).endsWith("JOB_CHANGED CANCELED", "JOB_REMOVED");
        assertThat(told(ids.get(2))).endsWith("JOB_CHANGED FAILED");
        assertThat(rig.queue.list(List.of(), true, Optional.empty(), Optional.empty(), 100))
                .hasSize(4);
        assertThat(rig.queue.restart(ids.get(2)).orElseThrow().done()).isTrue();
        rig.settle();
        assertThat(listed()).isEmpty();
        assertThat(told(ids.get(2))).endsWith("JOB_CHANGED COMPLETED", "SENT_FAX_ADDED", "JOB_REMOVED");
    }

    @Test
    void a_whole_submission_is_paused_resumed_and_cancelled_as_far_as_its_jobs_allow() {
        List<String> ids = broadcast("a", "b", "c");
        rig.queue.cancel(ids.get(1));
        String submission = rig.job(ids.get(0)).submissionId();
        assertThat(rig.queue.operateOnAll(submission, Operation.PAUSE))
                .extracting(Asked::done)
                .containsExactly(true, false, true);
        rig.settle();
        assertThat(rig.dialled).isEmpty();
        assertThat(rig.queue.operateOnAll(submission, Operation.RESUME))
                .extracting(Asked::done)
                .containsExactly(true, false, true);
        assertThat(rig.queue.operateOnAll(submission, Operation.DELETE))
                .extracting(Asked::done)
                .containsExactly(true, false, true);
        assertThat(listed()).isEmpty();
        assertThat(rig.queue.operateOnAll("nothing", Operation.DELETE)).isEmpty();
    }

    // ceilings and lines

    @Test
    void a_number_is_not_dialled_more_often_within_a_day_than_the_ceiling_allows_however_it_is_written() {
        rules(false, DiscountPeriod.NONE, 2, 0);
        String first = rig.submit("+49 30 1234", 1);
        rig.settle();
        rig.pass(Duration.ofHours(1));
        rig.submit("+49 (30) 12-34", 1);
        rig.settle();
        String third = rig.submit("+49301234", 1);
        String fourth = rig.submit("+49 30 1234", 1);
        String other = rig.submit("1002", 1);
        rig.settle();
        assertThat(rig.state(first)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.state(other)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.dialled).hasSize(3);
        assertThat(rig.job(third).dueAt()).isEqualTo(at("10:00").plus(Duration.ofDays(1)));
        assertThat(rig.job(third).waitsFor()).contains(WaitReason.NUMBER_LIMIT);
        rig.pass(Duration.ofHours(23));
        rig.settle();
        assertThat(rig.state(third)).isEqualTo(JobState.COMPLETED);
        assertThat(rig.job(fourth).dueAt()).isEqualTo(at("11:00").plus(Duration.ofDays(1)));
        rules(false, DiscountPeriod.NONE, 0, 0);
        rig.settle();
        assertThat(rig.state(fourth)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_job_has_failed_with_its_last_outcome_when_its_attempts_are_used_up() {
        rig.rules = new QueueRules(false, new RetryPolicy(99, Duration.ZERO, 3), DiscountPeriod.NONE, 0, 0);
        rig.otherwise = ends(Outcome.STOPPED);
        String id = rig.submit("1002", 1);
        rig.settle();
        assertThat(rig.dialled).hasSize(3);
        assertThat(rig.job(id).state()).isEqualTo(JobState.FAILED);
        assertThat(rig.job(id).outcome()).contains(Outcome.STOPPED);
        assertThat(rig.job(id).faxJobStatus()).isEqualTo(128);
        assertThat(rig.job(id).retries()).isEqualTo(2);
    }

    @Test
    void other_retries_act_on_jobs_that_wait_already() {
        String id = rig.submit("1002", 1);
        rig.script("1002", ends(Outcome.BUSY), ends(Outcome.BUSY));
        rig.settle();
        rig.rules = new QueueRules(false, new RetryPolicy(1, Duration.ofMinutes(1), 20), DiscountPeriod.NONE, 0, 0);
        rig.pass(Duration.ofMinutes(10));
        rig.settle();
        assertThat(rig.state(id)).isEqualTo(JobState.FAILED);
    }

    @Test
    void a_line_that_was_taken_is_followed_by_another_at_once_and_by_itself_only_after_a_moment() {
        var lines = new ArrayList<String>();
        rig.devices.add("line-2");
        Rig.Script taken = attempt -> {
            lines.add(attempt.attempt().device());
            return Carried.of(Outcome.NO_LINE_FREE, 0);
        };
        rig.script("1002", taken, taken);
        String id = rig.submit("1002", 1);
        rig.settle();
        assertThat(lines).startsWith("line-1", "line-2");
        assertThat(rig.state(id)).isEqualTo(JobState.COMPLETED);
        rig.devices.remove("line-2");
        String alone = rig.submit("1003", 1);
        rig.script("1003", taken);
        rig.settle();
        assertThat(rig.state(alone)).isEqualTo(JobState.RETRYING);
        rig.pass(RetryPolicy.LINE_TAKEN);
        rig.settle();
        assertThat(rig.state(alone)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void jobs_that_no_free_line_may_carry_are_not_looked_at_again_each_time_that_another_line_becomes_free() {
        rig.devices.add("line-2");
        for (int i = 0; i < 300; i++) {
            rig.submit("only-line-3-" + i, 1);
        }
        rig.settle();
        assertThat(rig.asked).isEqualTo(300);
        rig.pass(Duration.ofSeconds(3));
        rig.settle();
        rig.asked = 0;
        for (int i = 0; i < 10; i++) {
            String fresh = rig.submit("1002", 1);
            rig.settle();
            assertThat(rig.state(fresh)).isEqualTo(JobState.COMPLETED);
        }
        assertThat(rig.asked).isLessThan(30);
        rig.devices.add("line-3");
        rig.settle();
        assertThat(rig.dialled).hasSize(310);
    }

    @Test
    void a_line_for_which_nothing_was_found_is_offered_all_again_as_soon_as_the_rules_have_changed() {
        String job = rig.submit("only-line-3", 1);
        rig.settle();
        rig.pass(Duration.ofSeconds(3));
        rig.settle();
        rig.anyLine = true;
        rig.settle();
        assertThat(rig.state(job)).as("nobody has told of it").isEqualTo(JobState.PENDING);
        rig.dispatcher.rulesChanged();
        rig.settle();
        assertThat(rig.state(job)).isEqualTo(JobState.COMPLETED);
    }

    // age

    @Test
    void failed_jobs_and_unsent_ones_leave_when_they_are_too_old() {
        rules(false, DiscountPeriod.NONE, 0, 2);
        String failed = rig.submit("wrong", 1);
        rig.script("wrong", ends(Outcome.NUMBER_UNKNOWN));
        rig.settle();
        rig.pass(Duration.ofHours(1));
        String unsent = rig.submit("1002", 1);
        rig.queue.pause(unsent);
        String future = rig.submit("1003", 1, Priority.NORMAL, Duration.ofDays(5));
        rig.pass(Duration.ofDays(2).minusHours(1).minusMillis(1));
        assertThat(rig.queue.round()).isZero();
        rig.pass(Duration.ofMillis(1));
        assertThat(rig.queue.round()).isEqualTo(1);
        assertThat(rig.job(failed).inQueue()).isFalse();
        assertThat(rig.job(failed).state()).isEqualTo(JobState.FAILED);
        assertThat(rig.queue.restart(failed).orElseThrow().done()).isFalse();
        assertThat(told(failed)).endsWith("JOB_CHANGED FAILED", "JOB_REMOVED");
        rig.pass(Duration.ofHours(1));
        assertThat(rig.queue.round()).isEqualTo(1);
        assertThat(rig.job(unsent).state()).isEqualTo(JobState.CANCELED);
        assertThat(rig.job(unsent).outcome()).contains(Outcome.EXPIRED);
        assertThat(told(unsent)).endsWith("JOB_CHANGED CANCELED", "JOB_REMOVED");
        assertThat(rig.job(future).inQueue()).isTrue();
    }

    @Test
    void what_left_the_queue_is_forgotten_after_a_month_for_the_archive_does_not_need_it() {
        String canceled = rig.submit("1002", 1);
        rig.queue.cancel(canceled);
        String sent = rig.submit("1003", 1);
        rig.settle();
        rig.pass(Aging.MEMORY.minusMillis(1));
        assertThat(rig.queue.round()).isZero();
        rig.pass(Duration.ofMillis(1));
        assertThat(rig.queue.round()).isEqualTo(2);
        assertThat(rig.queue.find(canceled)).isEmpty();
        assertThat(rig.queue.find(sent)).isEmpty();
        assertThat(submissions()).isZero();
    }

    private int submissions() {
        return rig.store.read(handle -> handle.createQuery("select count(*) from submission")
                .mapTo(Integer.class)
                .one());
    }
}

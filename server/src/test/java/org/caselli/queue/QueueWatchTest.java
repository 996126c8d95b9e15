package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.queue.Rig.ends;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.caselli.outcome.Outcome;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who looks at the queue again and again, and is told what has changed, sees what he sees who reads it all. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class QueueWatchTest {
    private static final DiscountPeriod NOON =
            new DiscountPeriod(LocalTime.of(10, 5), LocalTime.of(10, 20), ZoneOffset.UTC);

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

    /** Somebody who looks, and asks any server. */
    private static final class Looker {
        private final TreeMap<String, Job> seen = new TreeMap<>(Comparator.reverseOrder());
        private String mark = "";
        private int told;
        private int wholes;

        void look(Rig server) {
            QueueChanges changes = server.queue.changes(mark, Optional.empty());
            if (changes.whole()) {
                wholes++;
                seen.clear();
                all(server).forEach(job -> seen.put(job.id(), job));
            } else {
                changes.gone().forEach(seen::remove);
                changes.jobs().forEach(job -> seen.put(job.id(), job));
                told += changes.jobs().size() + changes.gone().size();
            }
            mark = changes.mark();
        }

        List<Job> jobs() {
            return List.copyOf(seen.values());
        }
    }

    private static List<Job> all(Rig server) {
        return server.queue.list(List.of(), false, Optional.empty(), Optional.empty(), 10_000);
    }

    @Test
    void a_queue_that_rests_is_told_in_nothing() {
        rig.rules = new QueueRules(true, RetryPolicy.STANDARD, DiscountPeriod.NONE, 0, 0);
        IntStream.range(0, 50).forEach(i -> rig.submit("1002", 1));
        var looker = new Looker();
        looker.look(rig);
        rig.pass(Duration.ofMinutes(5));
        looker.look(rig);
        int before = looker.told;
        for (int i = 0; i < 10; i++) {
            rig.pass(Duration.ofMillis(50));
            looker.look(rig);
        }
        assertThat(looker.told).isEqualTo(before);
        assertThat(looker.wholes).isEqualTo(1);
        String one = looker.jobs().get(17).id();
        rig.queue.pause(one);
        looker.look(rig);
        assertThat(looker.told).as("one of fifty").isEqualTo(before + 1);
        assertThat(looker.seen.get(one).paused()).isTrue();
    }

    @Test
    void what_only_time_has_changed_is_told_once() {
        rig.devices.clear();
        String id = rig.submit("1002", 1, Priority.NORMAL, Duration.ofMinutes(1));
        var looker = new Looker();
        looker.look(rig);
        assertThat(looker.seen.get(id).waitsFor()).contains(WaitReason.TIME);
        rig.pass(Duration.ofSeconds(61).plusMillis(1));
        looker.look(rig);
        assertThat(looker.seen.get(id).noLine()).isTrue();
        int told = looker.told;
        rig.pass(Duration.ofSeconds(2));
        looker.look(rig);
        looker.look(rig);
        assertThat(looker.told).isEqualTo(told);
    }

    @Test
    void a_mark_of_nobody_of_the_future_or_of_before_the_horizon_means_all_anew() {
        rig.submit("1002", 1);
        for (String mark : List.of("", "nonsense", "999999-1-0", "1-1-0")) {
            assertThat(rig.queue.changes(mark, Optional.empty()).whole())
                    .as(mark)
                    .isTrue();
        }
        String mark = rig.queue.changes("", Optional.empty()).mark();
        assertThat(rig.queue.changes(mark, Optional.empty()).whole()).isFalse();
        assertThat(rig.queue.changes(mark, Optional.of("ann")).whole())
                .as("somebody else's")
                .isTrue();
        rig.settle();
        rig.events.purge(rig.instant().plusSeconds(1));
        assertThat(rig.queue.changes(mark, Optional.empty()).whole()).isTrue();
    }

    @Test
    void whatever_happens_who_looks_sees_what_there_is() {
        try (Rig other = rig.beside("two")) {
            for (int seed = 0; seed < 12; seed++) {
                var dice = new Random(seed);
                var looker = new Looker();
                for (int step = 0; step < 40; step++) {
                    Rig server = dice.nextBoolean() ? rig : other;
                    something(server, dice);
                    if (dice.nextInt(3) > 0) {
                        Rig asked = dice.nextBoolean() ? rig : other;
                        looker.look(asked);
                        assertThat(looker.jobs())
                                .as("seed " + seed + ", step " + step)
                                .isEqualTo(all(asked));
                    }
                }
            }
        }
    }

    private void something(Rig server, Random dice) {
        var ids = new ArrayList<>(all(rig).stream().map(Job::id).toList());
        String one = ids.isEmpty() ? "none" : ids.get(dice.nextInt(ids.size()));
        switch (dice.nextInt(12)) {
            case 0 -> server.submit("1002", 1);
            case 1 -> server.submitDiscount("1003");
            case 2 -> {
                server.script("busy", ends(Outcome.BUSY));
                server.submit(List.of(
                        server.job("busy", 2, Priority.NORMAL, Duration.ZERO),
                        server.job("1002", 2, Priority.NORMAL, Duration.ZERO)));
            }
            case 3 -> server.submit("1002", 1, Priority.LOW, Duration.ofSeconds(dice.nextInt(100)));
            case 4 -> server.settle();
            case 5 -> rig.queue.pause(one);
            case 6 -> rig.queue.resume(one);
            case 7 -> rig.queue.cancel(one);
            case 8 -> rig.queue.restart(one);
            case 9 ->
                rig.rules = new QueueRules(
                        dice.nextBoolean(),
                        RetryPolicy.STANDARD,
                        dice.nextBoolean() ? NOON : DiscountPeriod.NONE,
                        0,
                        0);
            default -> rig.pass(Duration.ofMillis(dice.nextInt(dice.nextBoolean() ? 1500 : 200_000)));
        }
    }
}

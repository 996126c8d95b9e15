package org.caselli.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void ids_are_sixteen_hexadecimal_digits_and_always_rise_also_when_the_clock_goes_back() {
        var times = new long[] {1_800_000_000_000L, 1_800_000_000_001L, 1_700_000_000_000L, 1_800_000_000_002L};
        var turn = new int[1];
        var ids = new Ids(() -> Instant.ofEpochMilli(times[turn[0]++ % times.length]), new SplittableRandom(7));
        String last = "";
        for (int i = 0; i < 10_000; i++) {
            String id = ids.next();
            assertThat(id).matches("[0-9a-f]{16}").isGreaterThan(last);
            last = id;
        }
    }

    @Test
    void threads_never_get_the_same_id() {
        var ids = new Ids(InstantSource.fixed(Instant.ofEpochMilli(1_800_000_000_000L)));
        var made =
                IntStream.range(0, 20_000).parallel().mapToObj(i -> ids.next()).toList();
        assertThat(new TreeSet<>(made)).hasSize(20_000);
    }
}

package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscountPeriodTest {

    /** Berlin goes to summer time on 2026-03-29 at 01:00Z (02:00 becomes 03:00) and back on 2026-10-25 at 01:00Z (03:00, 02:00). */
    @ParameterizedTest(name = "{0} to {1}: from {2} the first moment inside is {3}")
    @CsvSource({
        // an ordinary day: before, at the start, inside, at the end
        "08:00, 12:00, 2026-11-20T05:00:00Z, 2026-11-20T07:00:00Z",
        "08:00, 12:00, 2026-11-20T07:00:00Z, 2026-11-20T07:00:00Z",
        "08:00, 12:00, 2026-11-20T10:59:59.999Z, 2026-11-20T10:59:59.999Z",
        "08:00, 12:00, 2026-11-20T11:00:00Z, 2026-11-21T07:00:00Z",
        // across midnight
        "22:00, 06:00, 2026-11-20T20:00:00Z, 2026-11-20T21:00:00Z",
        "22:00, 06:00, 2026-11-20T23:30:00Z, 2026-11-20T23:30:00Z",
        "22:00, 06:00, 2026-11-21T04:59:59Z, 2026-11-21T04:59:59Z",
        "22:00, 06:00, 2026-11-21T05:00:00Z, 2026-11-21T21:00:00Z",
        // to midnight, and from it
        "22:00, 00:00, 2026-11-20T22:59:59Z, 2026-11-20T22:59:59Z",
        "22:00, 00:00, 2026-11-20T23:00:00Z, 2026-11-21T21:00:00Z",
        "00:00, 06:00, 2026-11-20T22:59:59Z, 2026-11-20T23:00:00Z",
        // no period: at once
        "00:00, 00:00, 2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
        "07:30, 07:30, 2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
        // the clock leaves out its start: it begins when the clock goes on
        "02:30, 04:00, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        // the clock leaves it out as a whole: not that day
        "02:15, 02:45, 2026-03-29T00:00:00Z, 2026-03-30T00:15:00Z",
        // the clock leaves out its end
        "01:00, 02:30, 2026-03-29T00:59:59Z, 2026-03-29T00:59:59Z",
        "01:00, 02:30, 2026-03-29T01:00:00Z, 2026-03-29T23:00:00Z",
        // the clock shows its start twice: inside from the first time on, and again
        "02:30, 02:45, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
        "02:30, 02:45, 2026-10-25T00:45:00Z, 2026-10-25T01:30:00Z",
        "02:30, 02:45, 2026-10-25T01:45:00Z, 2026-10-26T01:30:00Z",
        // setting the clock back brings it inside without passing its start
        "01:30, 02:30, 2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z",
    })
    void in_berlin(LocalTime start, LocalTime end, Instant from, Instant next) {
        assertThat(new DiscountPeriod(start, end, ZoneId.of("Europe/Berlin")).next(from))
                .isEqualTo(next);
    }

    @Test
    void a_zone_that_leaves_out_a_whole_day_still_comes_to_its_next_one() {
        // Samoa went from the end of 29 to the start of 31 December 2011.
        var period = new DiscountPeriod(LocalTime.of(8, 0), LocalTime.of(9, 0), ZoneId.of("Pacific/Apia"));
        assertThat(period.next(Instant.parse("2011-12-29T19:30:00Z"))).isEqualTo(Instant.parse("2011-12-30T18:00:00Z"));
    }

    /** Walks through the days minute by minute around changes of the clock, and believes only what the clock shows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void is_what_a_walk_through_the_minutes_finds(long seed) {
        var random = new SplittableRandom(seed);
        List<String> zones = List.of(
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe", // half an hour
                "Asia/Kathmandu",
                "Africa/Casablanca",
                "America/Sao_Paulo", // used to set its clock at midnight
                "UTC");
        for (int i = 0; i < 60; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            var period = new DiscountPeriod(time(random), time(random), zone);
            Instant somewhere = Instant.ofEpochSecond(60 * random.nextLong(20_000_000, 29_000_000));
            var change = zone.getRules().nextTransition(somewhere);
            Instant from = (change == null ? somewhere : change.getInstant())
                    .plus(Duration.ofMinutes(random.nextInt(-2000, 2000)));
            Instant walked = from;
            while (!inside(period, walked)) {
                walked = walked.plusSeconds(60);
            }
            assertThat(period.next(from))
                    .as("seed %d: %s from %s", seed, period, from)
                    .isEqualTo(walked);
            assertThat(period.contains(period.next(from))).isTrue();
        }
    }

    private static boolean inside(DiscountPeriod period, Instant moment) {
        int start = period.start().toSecondOfDay();
        int length = Math.floorMod(period.end().toSecondOfDay() - start, 86_400);
        int shown = moment.atZone(period.zone()).toLocalTime().toSecondOfDay();
        return length == 0 || Math.floorMod(shown - start, 86_400) < length;
    }

    private static LocalTime time(SplittableRandom random) {
        return LocalTime.ofSecondOfDay(60 * random.nextInt(24 * 60));
    }
}

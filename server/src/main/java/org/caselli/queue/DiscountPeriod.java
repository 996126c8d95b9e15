package org.caselli.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The hours in which calls are cheap, as the clock on the wall shows them. A moment is inside when that clock shows the
 * start or later, and not yet the end. So a period that a change to daylight saving time cuts is shorter, one that it
 * swallows whole does not take place that day, and hours that the clock shows twice count twice.
 *
 * @param start time of day of its first moment
 * @param end   time of day of the first moment after it; before the start: on the next day; the same: there is no such
 *              period, and every moment is inside
 */
public record DiscountPeriod(LocalTime start, LocalTime end, ZoneId zone) {
    /** No period: everything is sent at once. */
    public static final DiscountPeriod NONE =
            new DiscountPeriod(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("UTC"));

    /** Ours: more days than any zone has ever left out of its calendar, and the day before and after. */
    private static final int DAYS = 5;

    /** Whether there is a period at all. */
    public boolean exists() {
        return !start.equals(end);
    }

    /** Whether a discount job may be started at this moment. */
    public boolean contains(Instant moment) {
        if (!exists()) {
            return true;
        }
        LocalTime shown = moment.atZone(zone).toLocalTime();
        boolean begun = !shown.isBefore(start);
        boolean over = !shown.isBefore(end);
        return start.isBefore(end) ? begun && !over : begun || !over;
    }

    /** The first moment inside, this one or a later one. */
    public Instant next(Instant from) {
        if (contains(from)) {
            return from;
        }
        // The clock enters the period where it shows its start, or where it is set.
        Instant first = Instant.MAX;
        ZoneRules rules = zone.getRules();
        LocalDate today = from.atZone(zone).toLocalDate();
        for (int day = -1; day <= DAYS; day++) {
            ZonedDateTime shown = today.plusDays(day).atTime(start).atZone(zone);
            first = sooner(from, shown.withEarlierOffsetAtOverlap().toInstant(), first);
            first = sooner(from, shown.withLaterOffsetAtOverlap().toInstant(), first);
        }
        Instant horizon = from.plus(Duration.ofDays(DAYS));
        for (ZoneOffsetTransition set = rules.nextTransition(from);
                set != null && !set.getInstant().isAfter(horizon);
                set = rules.nextTransition(set.getInstant())) {
            first = sooner(from, set.getInstant(), first);
        }
        return first;
    }

    private Instant sooner(Instant from, Instant candidate, Instant first) {
        return !candidate.isBefore(from) && candidate.isBefore(first) && contains(candidate) ? candidate : first;
    }

    /** A name that differs when the period does, for jobs that were reckoned with it. */
    String key() {
        return exists() ? start + "-" + end + " " + zone.getId() : "none";
    }
}

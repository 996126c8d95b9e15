package org.caselli.cli;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;

/** Times as people write them. */
final class Moment {
    private Moment() {}

    /**
     * A moment: a time of day (the next one), a date and time of this machine's zone, or one with its offset.
     *
     * @param now with the zone of this machine
     */
    static Instant parse(String text, ZonedDateTime now) {
        try {
            if (text.indexOf('T') < 0) {
                LocalTime time = LocalTime.parse(text);
                ZonedDateTime today = now.with(time);
                return (today.isBefore(now) ? now.plusDays(1).with(time) : today).toInstant();
            }
            boolean offset = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(now.getZone()).toInstant();
        } catch (DateTimeParseException cause) {
            throw new Failure(
                    Exit.USAGE,
                    "--at (or --not-before) is \"" + text
                            + "\", which is not a time. Give one such as 22:00, 2026-11-21T22:00 or 2026-11-21T22:00:00Z.",
                    cause);
        }
    }
}

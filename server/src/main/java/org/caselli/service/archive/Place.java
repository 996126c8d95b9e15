package org.caselli.service.archive;

import java.time.Instant;
import org.caselli.service.Refusal;
import org.jdbi.v3.core.Handle;

/**
 * The place of a message in its archive: one number that orders by the time at which the transmission ended, and that no
 * other message of the archive has. It is the milliseconds since 1970 times 2^20, plus a number within the millisecond.
 */
final class Place {
    private static final int BITS = 20;

    /** In the year 2248: beyond it the number would not fit. */
    private static final long LAST_MILLISECOND = (1L << (63 - BITS)) - 1;

    private Place() {}

    /** The first place of a moment; times beyond what can be are taken for the nearest that can. */
    static long first(Instant at) {
        Instant last = Instant.ofEpochMilli(LAST_MILLISECOND);
        long millis = at.isAfter(last) ? LAST_MILLISECOND : at.isBefore(Instant.EPOCH) ? 0 : at.toEpochMilli();
        return millis << BITS;
    }

    /** The next free place of a moment. Inside the transaction that uses it. */
    static long free(Handle handle, Box box, Instant at) {
        long first = first(at);
        return handle.createQuery("select coalesce(max(place) + 1, :first) from " + box.table()
                        + " where place >= :first and place < :end")
                .bind("first", first)
                .bind("end", first + (1L << BITS))
                .mapTo(Long.class)
                .one();
    }

    static String cursor(long place) {
        return Long.toHexString(place);
    }

    static long parse(String cursor) {
        try {
            return Long.parseLong(cursor, 16);
        } catch (NumberFormatException cause) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The cursor \"" + cursor + "\" is none of ours.",
                    "Give the one of the answer before, or none to begin anew.",
                    cause);
        }
    }
}

package org.caselli.service.archive;

import java.util.Optional;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;

/**
 * Which part of an archive is wanted: the newest, those older than a place, or those newer than one. Always shown newest
 * first. A message that is there throughout is met exactly once on the way through, whatever comes and goes meanwhile.
 *
 * @param after  the {@link Part#next()} of the part before
 * @param before the {@link Part#previous()} of the part after; not together with {@code after}
 * @param limit  at most so many, 1 to 1000
 */
public record Window(Optional<String> after, Optional<String> before, int limit) {
    public Window {
        if (limit < 1 || limit > Slice.MAX_LIMIT) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The limit " + limit + " is out of range.",
                    "Give 1 to " + Slice.MAX_LIMIT + ".");
        }
        if (after.isPresent() && before.isPresent()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "Both \"after\" and \"before\" are given.",
                    "Give after for older messages, or before for newer ones.");
        }
    }

    /** The newest ones. */
    public static Window newest(int limit) {
        return new Window(Optional.empty(), Optional.empty(), limit);
    }

    /** Those after this cursor. */
    public static Window after(String cursor, int limit) {
        return new Window(Optional.of(cursor), Optional.empty(), limit);
    }

    /** Those before this cursor. */
    public static Window before(String cursor, int limit) {
        return new Window(Optional.empty(), Optional.of(cursor), limit);
    }
}

package org.caselli.service;

import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param after the {@link Listing#next()} of the part before; empty for the first part
 * @param limit at most so many items, 1 to 1000
 */
public record Slice(Optional<String> after, int limit) {
    public static final int MAX_LIMIT = 1000;
    /** The first hundred. */
    public static final Slice FIRST = new Slice(Optional.empty(), 100);

    public Slice {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Refusal(
                    Refusal.Kind.INVALID, "The limit " + limit + " is out of range.", "Give 1 to " + MAX_LIMIT + ".");
        }
    }
}

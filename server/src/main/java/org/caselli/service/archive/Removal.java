package org.caselli.service.archive;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a deletion deletes, or would delete.
 *
 * @param octets of the TIFF files of these messages
 * @param oldest when the transmission of the oldest one ended; empty if there are none
 * @param newest that of the newest one
 * @param items  the first of them, newest first, at most as many as were asked for
 */
public record Removal<T>(
        long messages, long octets, long pages, Optional<Instant> oldest, Optional<Instant> newest, List<T> items) {
    public Removal {
        items = List.copyOf(items);
    }

    /** Both together; the items are those of this one. */
    Removal<T> plus(Removal<T> other) {
        return new Removal<>(
                messages + other.messages,
                octets + other.octets,
                pages + other.pages,
                Stream.of(oldest, other.oldest).flatMap(Optional::stream).min(Comparator.naturalOrder()),
                Stream.of(newest, other.newest).flatMap(Optional::stream).max(Comparator.naturalOrder()),
                items);
    }
}

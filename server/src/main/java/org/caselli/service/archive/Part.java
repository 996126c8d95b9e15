package org.caselli.service.archive;

import java.util.List;
import java.util.Optional;

/**
 * A part of an archive, newest first.
 *
 * @param next     goes on to older messages, as {@link Window#after()}; empty if there are none
 * @param previous goes back to newer ones, as {@link Window#before()}; empty if there were none when this was read
 */
public record Part<T>(List<T> items, Optional<String> next, Optional<String> previous) {
    public Part {
        items = List.copyOf(items);
    }
}

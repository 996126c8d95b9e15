package org.caselli.service;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list, newest first.
 *
 * @param next the cursor of the part that follows; empty if this is the last one
 */
public record Listing<T>(List<T> items, Optional<String> next) {
    public Listing {
        items = List.copyOf(items);
    }
}

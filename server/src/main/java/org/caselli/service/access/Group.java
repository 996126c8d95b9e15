package org.caselli.service.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Rights that several accounts have together.
 *
 * @param name    its case does not matter
 * @param version counts its changes, those of its members too
 * @param members the names of accounts
 */
public record Group(
        String id,
        String name,
        long version,
        String description,
        Set<Right> rights,
        List<String> members,
        Instant createdAt) {
    public Group {
        rights = Set.copyOf(rights);
        members = List.copyOf(members);
    }
}

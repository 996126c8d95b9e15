package org.caselli.service.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may sign in.
 *
 * @param id          never used twice, also when an account of the same name is made again
 * @param name        as it was given; its case does not matter
 * @param version     counts its changes
 * @param displayName for people; perhaps empty
 * @param email       perhaps empty
 * @param disabled    may not sign in, and no token of it counts
 * @param rights      its own
 * @param groups      the names of the groups that it is in
 * @param effective   its own rights and those of its groups, with those that they contain
 * @param hasPassword whether one can sign in with a password
 * @param directory   whose it is: {@code oidc} or {@code ldap} if it is somebody's of a directory
 */
public record Account(
        String id,
        String name,
        long version,
        String displayName,
        String email,
        boolean disabled,
        Set<Right> rights,
        List<String> groups,
        Set<Right> effective,
        boolean hasPassword,
        Optional<String> directory,
        Instant createdAt) {
    public Account {
        rights = Set.copyOf(rights);
        groups = List.copyOf(groups);
        effective = Set.copyOf(effective);
    }
}

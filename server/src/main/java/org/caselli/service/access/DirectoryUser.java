package org.caselli.service.access;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody as a directory knows him, which is not ours.
 *
 * @param directory   which one: the issuer of an OpenID provider, the search base of an LDAP directory
 * @param subject     who it is there, the same for ever, also when he is renamed
 * @param name        what his account is to be called
 * @param displayName for people; perhaps empty
 * @param email       perhaps empty
 * @param groups      what the directory calls the groups that he is in; empty if it did not say
 */
public record DirectoryUser(
        String directory, String subject, String name, String displayName, String email, Optional<Set<String>> groups) {
    public DirectoryUser {
        groups = groups.map(Set::copyOf);
    }
}

package org.caselli.service.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Which groups of a directory are which of ours. */
final class GroupMapping {
    private record Pair(String theirs, String ours) {}

    private final List<Pair> pairs = new ArrayList<>();

    /** @param lines each as {@code THEIRS=OURS} */
    GroupMapping(List<String> lines) {
        for (String line : lines) {
            int at = line.lastIndexOf('=');
            pairs.add(new Pair(line.substring(0, at), line.substring(at + 1)));
        }
    }

    /** All of ours that it is about, by their keys. */
    Set<String> all() {
        return pairs.stream().map(pair -> Accounts.key(pair.ours())).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of ours that somebody is in who is in these of theirs, by their keys. */
    Set<String> of(Collection<String> theirs) {
        return pairs.stream()
                .filter(pair -> theirs.stream().anyMatch(group -> same(group, pair.theirs())))
                .map(pair -> Accounts.key(pair.ours()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of an LDAP directory are the same whatever their case and spaces (RFC 4514), and the first value will do. */
    private static boolean same(String group, String wanted) {
        if (group.equals(wanted)) {
            return true;
        }
        if (group.indexOf('=') <= 0) {
            return false;
        }
        try {
            var name = new LdapName(group);
            if (wanted.indexOf('=') > 0) {
                return name.equals(new LdapName(wanted));
            }
            return !name.isEmpty()
                    && name.getRdn(name.size() - 1).getValue().toString().equalsIgnoreCase(wanted);
        } catch (InvalidNameException notOfLdap) {
            return false;
        }
    }
}

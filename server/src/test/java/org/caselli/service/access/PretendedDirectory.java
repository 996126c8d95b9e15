package org.caselli.service.access;

import java.util.Optional;
import java.util.Set;
import org.caselli.service.settings.LdapSettings;

/** A directory in which everybody's password is his name twice. What real ones do is tested in the module ldap. */
public final class PretendedDirectory implements PasswordDirectory {
    /** The address of one that answers. */
    public static final String HERE = "ldaps://here.example";

    /** The address of one that does not. */
    public static final String AWAY = "ldaps://away.example";

    @Override
    public Optional<DirectoryUser> prove(LdapSettings settings, String name, String password)
            throws DirectoryException {
        if (settings.url().equals(AWAY)) {
            throw new DirectoryException(DirectoryException.Kind.AWAY, "The directory is away.");
        }
        return Optional.of(name)
                .filter(known -> password.equals(known + known))
                .map(known -> new DirectoryUser(
                        settings.base(), known, known, "", "", Optional.of(Set.of("cn=Staff,dc=example"))));
    }
}

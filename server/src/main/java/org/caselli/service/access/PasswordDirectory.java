package org.caselli.service.access;

import java.util.Optional;
import org.caselli.service.settings.LdapSettings;

/**
 * A directory that proves names with passwords. The server finds it with {@link java.util.ServiceLoader}, beside itself or in
 * the jars of the plug-in folder; the first one counts. It is asked by several threads at once.
 */
public interface PasswordDirectory {
    /**
     * Whose name and password these are. Ends within some seconds, whatever the directory does.
     *
     * @param settings   with the password of the server itself in the clear
     * @param password   never empty
     * @return empty if there is nobody of this name, or the password is wrong: which, one does not learn
     */
    Optional<DirectoryUser> prove(LdapSettings settings, String name, String password) throws DirectoryException;
}

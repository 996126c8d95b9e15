package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Sign-in with names and passwords of an LDAP directory (RFC 4511).
 *
 * @param url             {@code ldaps://dc.example.org} or {@code ldap://dc.example.org}, perhaps with a port; empty: nobody
 *                        signs in so
 * @param startTls        whether an ldap connection must become TLS before anything is said (RFC 4511 clause 4.14); without
 *                        it ldap is taken on this machine only
 * @param bindDn          as whom the server looks people up; empty: as nobody
 * @param bindPassword    of the same; never shown again
 * @param base            below which people are
 * @param nameAttribute   what people sign in with: {@code uid}, or {@code sAMAccountName} of Active Directory
 * @param filter          what else must be true of them (RFC 4515); perhaps empty
 * @param idAttribute     who it is, the same for ever: {@code entryUUID} (RFC 4530), or {@code objectGUID} of Active Directory
 * @param emailAttribute  the account's mail address; perhaps empty
 * @param groupAttribute  of a person, has the groups' names; perhaps empty
 * @param groupBase       below which groups are that have the person as {@code member}; empty: none are looked for
 * @param groups          which of them are which of ours, each as {@code THEIRS=OURS}; theirs is a whole name
 *                        ({@code cn=fax,ou=groups,dc=example,dc=org}) or its first value ({@code fax})
 * @param authority       certificates (PEM) that are trusted besides those of the JDK; perhaps empty
 */
@Json
public record LdapSettings(
        String url,
        boolean startTls,
        String bindDn,
        @Secret String bindPassword,
        String base,
        String nameAttribute,
        String filter,
        String idAttribute,
        String emailAttribute,
        String groupAttribute,
        String groupBase,
        List<String> groups,
        String authority)
        implements Section {
    /** No directory. */
    public static final LdapSettings STANDARD =
            new LdapSettings("", false, "", "", "", "uid", "", "entryUUID", "mail", "memberOf", "", List.of(), "");

    public LdapSettings {
        groups = List.copyOf(groups);
        Check.length("url", url, 500);
        Check.line("bindDn", bindDn, 1000);
        Check.length("bindPassword", bindPassword, Members.MOST_SEALED);
        Check.line("base", base, 1000);
        Check.name("nameAttribute", nameAttribute);
        Check.line("filter", filter, 2000);
        Check.name("idAttribute", idAttribute);
        Check.line("emailAttribute", emailAttribute, 100);
        Check.line("groupAttribute", groupAttribute, 100);
        Check.line("groupBase", groupBase, 1000);
        Check.groups("groups", groups);
        Check.certificates("authority", authority);
        if (!url.isEmpty() && !url.matches("ldaps?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/?")) {
            throw new IllegalArgumentException("url is \"" + Check.shown(url)
                    + "\"; give one such as ldaps://dc.example.org or ldap://dc.example.org:389.");
        }
        if (url.startsWith("ldap:") && !startTls && !Check.isThisMachine(URI.create(url))) {
            throw new IllegalArgumentException(
                    "url is \"" + url + "\", and passwords would travel in the clear; give ldaps://, or set startTls.");
        }
        if (url.startsWith("ldaps:") && startTls) {
            throw new IllegalArgumentException(
                    "startTls is true with ldaps://, which is TLS from the first octet; set it to false, or give ldap://.");
        }
    }

    /** Why nobody can sign in with these, as a sentence with its remedy; empty if it can be tried. */
    public Optional<String> unusable() {
        if (url.isEmpty() || base.isEmpty()) {
            return Optional.of("No LDAP directory is set. An administrator sets url and base in the settings ldap.");
        }
        return Optional.empty();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LdapSettings[url=" + url + ", base=" + base + "]";
    }
}

/**
 * Sign-in with the names and passwords of LDAP directories (RFC 4511). Enter by {@link org.caselli.ldap.LdapDirectory}, which
 * the server finds by itself.
 */
@NullMarked
package org.caselli.ldap;

import org.jspecify.annotations.NullMarked;

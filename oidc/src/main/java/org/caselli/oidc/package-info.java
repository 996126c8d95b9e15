/**
 * Sign-in by OpenID providers: OpenID Connect Core 1.0 with PKCE, the device grant of RFC 8628, access tokens as RFC 9068 has
 * them. Enter by {@link org.caselli.oidc.NimbusProvider}, which the server finds by itself.
 */
@NullMarked
package org.caselli.oidc;

import org.jspecify.annotations.NullMarked;

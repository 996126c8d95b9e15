package org.caselli.service.access;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caselli.service.settings.OidcSettings;

/**
 * Speaks with an OpenID provider. The server finds it with {@link java.util.ServiceLoader}, beside itself or in the jars of the
 * plug-in folder; the first one counts. It is asked by several threads at once, and each answer comes within some seconds,
 * whatever the provider does.
 */
public interface OpenIdProvider {
    /**
     * One sign-in with a browser (OpenID Connect Core 1.0 clause 3.1).
     *
     * @param redirect where the browser comes back to
     * @param state    comes back with it
     * @param nonce    comes back in the ID token
     * @param verifier is shown when the code is redeemed (RFC 7636); 43 to 128 characters
     */
    record Visit(URI redirect, String state, String nonce, String verifier) {}

    /**
     * A sign-in of a machine without a browser (RFC 8628 clause 3.2).
     *
     * @param deviceCode only for us
     * @param userCode   what the person types in
     * @param uri        where
     * @param complete   the same with the code in it, if the provider has that
     * @param lifetime   of the codes
     * @param interval   one must not ask more often
     */
    record DeviceCode(
            String deviceCode,
            String userCode,
            URI uri,
            Optional<URI> complete,
            Duration lifetime,
            Duration interval) {}

    /** What came of a sign-in without a browser so far. */
    sealed interface Progress {
        /** The person has not decided yet. */
        record Pending() implements Progress {}

        /** The same, and one has asked too often: 5 s more from now on (RFC 8628 clause 3.5). */
        record SlowDown() implements Progress {}

        /** The person has agreed. */
        record Done(DirectoryUser user) implements Progress {}
    }

    /** Where to send the browser. */
    URI authorization(OidcSettings settings, Visit visit, Instant now) throws DirectoryException;

    /** Who has come back with this code. */
    DirectoryUser redeem(OidcSettings settings, Visit visit, String code, Instant now) throws DirectoryException;

    /** Begins without a browser. */
    DeviceCode device(OidcSettings settings, Instant now) throws DirectoryException;

    /** How that has gone on. */
    Progress progress(OidcSettings settings, String deviceCode, Instant now) throws DirectoryException;

    /** Whose access token this is (RFC 9068), if it is meant for the {@code audience} of the settings. */
    DirectoryUser bearer(OidcSettings settings, String token, Instant now) throws DirectoryException;
}

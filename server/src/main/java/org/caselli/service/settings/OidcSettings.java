package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Optional;

/**
 * Sign-in by an OpenID provider (OpenID Connect Core 1.0).
 *
 * @param issuer       exactly as the provider names itself; its description is at {@code /.well-known/openid-configuration}
 *                     below it. https, or http on this machine; empty: nobody signs in so
 * @param clientId     of this server at the provider
 * @param clientSecret of the same; empty for a public client; never shown again
 * @param scope        what is asked for, {@code openid} among it
 * @param audience     what the provider's access tokens must be meant for to be taken as bearer tokens (RFC 9068); empty: none
 *                     are taken
 * @param subjectClaim who it is, the same for ever
 * @param nameClaim    what the account is to be called; of a mail address the part before the @
 * @param emailClaim   the account's mail address; perhaps empty
 * @param groupsClaim  the groups at the provider
 * @param groups       which of them are which of ours, each as {@code THEIRS=OURS}
 * @param authority    certificates (PEM) that are trusted besides those of the JDK; perhaps empty
 */
@Json
public record OidcSettings(
        String issuer,
        String clientId,
        @Secret String clientSecret,
        String scope,
        String audience,
        String subjectClaim,
        String nameClaim,
        String emailClaim,
        String groupsClaim,
        List<String> groups,
        String authority)
        implements Section {
    /** No provider; names of claims as OpenID Connect Core 1.0 clause 5.1 has them. */
    public static final OidcSettings STANDARD = new OidcSettings(
            "", "", "", "openid profile email", "", "sub", "preferred_username", "email", "groups", List.of(), "");

    public OidcSettings {
        groups = List.copyOf(groups);
        Check.length("issuer", issuer, 2000);
        Check.line("clientId", clientId, 500);
        Check.length("clientSecret", clientSecret, Members.MOST_SEALED);
        Check.line("scope", scope, 2000);
        Check.line("audience", audience, 500);
        Check.name("subjectClaim", subjectClaim);
        Check.name("nameClaim", nameClaim);
        Check.line("emailClaim", emailClaim, 100);
        Check.line("groupsClaim", groupsClaim, 100);
        Check.groups("groups", groups);
        Check.certificates("authority", authority);
        if (!issuer.isEmpty() && !Check.isSecure(issuer)) {
            throw new IllegalArgumentException(
                    "issuer is \"" + Check.shown(issuer) + "\"; give an address that begins with https://.");
        }
        if (!List.of(scope.split(" ")).contains("openid")) {
            throw new IllegalArgumentException("scope is \"" + Check.shown(scope) + "\"; openid must be among it.");
        }
    }

    /** Why nobody can sign in with these, as a sentence with its remedy; empty if it can be tried. */
    public Optional<String> unusable() {
        if (issuer.isEmpty() || clientId.isEmpty()) {
            return Optional.of(
                    "No OpenID provider is set. An administrator sets issuer and clientId in the settings oidc.");
        }
        return Optional.empty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}

package org.caselli.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caselli.service.access.DirectoryException;
import org.caselli.service.access.DirectoryUser;
import org.caselli.service.access.OpenIdProvider;
import org.caselli.service.settings.OidcSettings;
import org.jspecify.annotations.Nullable;

/** Speaks with an OpenID provider, by the library of Connect2id. Keeps its description and its keys for some minutes. */
public final class NimbusProvider implements OpenIdProvider {
    private static final int MOST_GROUPS = 5_000;

    /** A provider as the settings name it, and what is known of it. */
    private record Known(
            String issuer, String authority, Web web, Kept<OIDCProviderMetadata> about, Kept<JWKSet> keys) {}

    /** Ours: longer than a provider far away takes, and what a person waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private @Nullable Known known;

    /** As the server finds it. */
    public NimbusProvider() {
        this(PATIENCE);
    }

    /** @param patience how long one answer may take */
    NimbusProvider(Duration patience) {
        this.patience = patience;
    }

    private synchronized Known known(OidcSettings settings) throws DirectoryException {
        Known present = known;
        if (present != null
                && present.issuer().equals(settings.issuer())
                && present.authority().equals(settings.authority())) {
            return present;
        }
        var web = new Web(settings.authority(), patience);
        var about = new Kept<>(() -> described(web, settings.issuer()));
        // The address of the keys is kept with the description, and asked for when they are.
        var keys = new Kept<>(() -> keys(web, described(web, settings.issuer())));
        if (present != null) {
            present.web().close();
        }
        Known fresh = new Known(settings.issuer(), settings.authority(), web, about, keys);
        known = fresh;
        return fresh;
    }

    private static OIDCProviderMetadata described(Web web, String issuer) throws DirectoryException {
        // OpenID Connect Discovery 1.0 clause 4.1: a slash at the end of the issuer goes first.
        String below = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        try {
            OIDCProviderMetadata about =
                    OIDCProviderMetadata.parse(web.text(URI.create(below + "/.well-known/openid-configuration")));
            // Clause 4.3: or anybody could speak for it.
            if (!issuer.equals(about.getIssuer().getValue())) {
                throw new DirectoryException(
                        DirectoryException.Kind.SETTINGS,
                        "The OpenID provider calls itself \""
                                + about.getIssuer().getValue() + "\", and the setting oidc.issuer has \"" + issuer
                                + "\".");
            }
            return about;
        } catch (ParseException cause) {
            throw new DirectoryException(
                    DirectoryException.Kind.AWAY,
                    "The OpenID provider describes itself in a way that cannot be read: " + cause.getMessage() + ".",
                    cause);
        }
    }

    private static JWKSet keys(Web web, OIDCProviderMetadata about) throws DirectoryException {
        try {
            return JWKSet.parse(web.text(about.getJWKSetURI()));
        } catch (java.text.ParseException cause) {
            throw new DirectoryException(
                    DirectoryException.Kind.AWAY,
                    "The OpenID provider's keys cannot be read: " + cause.getMessage() + ".",
                    cause);
        }
    }

    // With a browser.

    @Override
    public URI authorization(OidcSettings settings, Visit visit, Instant now) throws DirectoryException {
        OIDCProviderMetadata about = known(settings).about().get(now);
        URI endpoint = about.getAuthorizationEndpointURI();
        if (endpoint == null) {
            throw missing("no address for browsers");
        }
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        Scope.parse(settings.scope()),
                        new ClientID(settings.clientId()),
                        visit.redirect())
                .endpointURI(endpoint)
                .state(new State(visit.state()))
                .nonce(new Nonce(visit.nonce()))
                .codeChallenge(new CodeVerifier(visit.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    @Override
    public DirectoryUser redeem(OidcSettings settings, Visit visit, String code, Instant now)
            throws DirectoryException {
        var grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), visit.redirect(), new CodeVerifier(visit.verifier()));
        TokenResponse response = tokens(settings, grant, now);
        if (!response.indicatesSuccess()) {
            throw declined(response.toErrorResponse().getErrorObject());
        }
        return user(settings, response, Optional.of(visit.nonce()), now);
    }

    // Without one.

    @Override
    public DeviceCode device(OidcSettings settings, Instant now) throws DirectoryException {
        Known provider = known(settings);
        OIDCProviderMetadata about = provider.about().get(now);
        URI endpoint = about.getDeviceAuthorizationEndpointURI();
        if (endpoint == null) {
            throw missing("no sign-in without a browser (RFC 8628)");
        }
        Scope scope = Scope.parse(settings.scope());
        Optional<ClientAuthentication> client = client(settings, about);
        var request = client.isPresent()
                ? new DeviceAuthorizationRequest.Builder(client.get())
                : new DeviceAuthorizationRequest.Builder(new ClientID(settings.clientId()));
        try {
            var response = DeviceAuthorizationResponse.parse(provider.web()
                    .answer(request.scope(scope).endpointURI(endpoint).build().toHTTPRequest()));
            if (!response.indicatesSuccess()) {
                throw notOurs(response.toErrorResponse().getErrorObject());
            }
            DeviceAuthorizationSuccessResponse begun = response.toSuccessResponse();
            return new DeviceCode(
                    begun.getDeviceCode().getValue(),
                    begun.getUserCode().getValue(),
                    begun.getVerificationURI(),
                    Optional.ofNullable(begun.getVerificationURIComplete()),
                    Duration.ofSeconds(begun.getLifetime()),
                    Duration.ofSeconds(Math.max(1, begun.getInterval())));
        } catch (ParseException cause) {
            throw unreadable(cause);
        }
    }

    @Override
    public Progress progress(OidcSettings settings, String deviceCode, Instant now) throws DirectoryException {
        TokenResponse response =
                tokens(settings, new DeviceCodeGrant(new com.nimbusds.oauth2.sdk.device.DeviceCode(deviceCode)), now);
        if (response.indicatesSuccess()) {
            return new Progress.Done(user(settings, response, Optional.empty(), now));
        }
        ErrorObject error = response.toErrorResponse().getErrorObject();
        // RFC 8628 clause 3.5.
        return switch (String.valueOf(error.getCode())) {
            case "authorization_pending" -> new Progress.Pending();
            case "slow_down" -> new Progress.SlowDown();
            default -> throw declined(error);
        };
    }

    private TokenResponse tokens(OidcSettings settings, AuthorizationGrant grant, Instant now)
            throws DirectoryException {
        Known provider = known(settings);
        OIDCProviderMetadata about = provider.about().get(now);
        URI endpoint = about.getTokenEndpointURI();
        if (endpoint == null) {
            throw missing("no address for tokens");
        }
        Optional<ClientAuthentication> client = client(settings, about);
        var request = client.isPresent()
                ? new TokenRequest.Builder(endpoint, client.get(), grant)
                : new TokenRequest.Builder(endpoint, new ClientID(settings.clientId()), grant);
        try {
            return OIDCTokenResponseParser.parse(
                    provider.web().answer(request.build().toHTTPRequest()));
        } catch (ParseException cause) {
            throw unreadable(cause);
        }
    }

    /** How we make ourselves known; empty for a public client. */
    private static Optional<ClientAuthentication> client(OidcSettings settings, OIDCProviderMetadata about) {
        if (settings.clientSecret().isEmpty()) {
            return Optional.empty();
        }
        var id = new ClientID(settings.clientId());
        var secret = new Secret(settings.clientSecret());
        List<ClientAuthenticationMethod> methods = about.getTokenEndpointAuthMethods();
        boolean post = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return Optional.of(post ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret));
    }

    // Tokens.

    private DirectoryUser user(OidcSettings settings, TokenResponse response, Optional<String> nonce, Instant now)
            throws DirectoryException {
        if (!(response.toSuccessResponse() instanceof OIDCTokenResponse tokens)
                || !(tokens.getOIDCTokens().getIDToken() instanceof SignedJWT token)) {
            throw TokenCheck.refused("is no signed ID token");
        }
        JWTClaimsSet claims = claims(settings, token, now);
        TokenCheck.standing(claims, settings.issuer(), settings.clientId(), now);
        TokenCheck.ofClient(claims, settings.clientId());
        if (nonce.isPresent() && !nonce.get().equals(claims.getClaim("nonce"))) {
            throw TokenCheck.refused("is of another sign-in (its nonce is not ours)");
        }
        return user(settings, claims);
    }

    @Override
    public DirectoryUser bearer(OidcSettings settings, String token, Instant now) throws DirectoryException {
        SignedJWT signed;
        try {
            signed = SignedJWT.parse(token);
        } catch (java.text.ParseException cause) {
            throw TokenCheck.refused("is no signed token");
        }
        JWTClaimsSet claims = claims(settings, signed, now);
        TokenCheck.standing(claims, settings.issuer(), settings.audience(), now);
        TokenCheck.ofAccess(signed, claims);
        return user(settings, claims);
    }

    private JWTClaimsSet claims(OidcSettings settings, SignedJWT token, Instant now) throws DirectoryException {
        Kept<JWKSet> keys = known(settings).keys();
        try {
            return TokenCheck.claims(token, keys.get(now));
        } catch (TokenCheck.UnknownKeyException perhapsNew) {
            try {
                return TokenCheck.claims(token, keys.newer(now));
            } catch (TokenCheck.UnknownKeyException unknown) {
                throw TokenCheck.refused("is signed with a key that the provider does not name");
            }
        }
    }

    private static DirectoryUser user(OidcSettings settings, JWTClaimsSet claims) throws DirectoryException {
        String subject = text(claims, settings.subjectClaim());
        String name = text(claims, settings.nameClaim());
        if (subject.isEmpty() || name.isEmpty()) {
            throw new DirectoryException(
                    DirectoryException.Kind.SETTINGS,
                    "The provider's token has no claim "
                            + (subject.isEmpty() ? settings.subjectClaim() : settings.nameClaim())
                            + ", which the settings oidc want.");
        }
        // OpenID Connect Core 1.0 clause 5.1: an address that somebody has only said is his gets no mail from us.
        String email = Boolean.FALSE.equals(claims.getClaim("email_verified"))
                        || settings.emailClaim().isEmpty()
                ? ""
                : text(claims, settings.emailClaim());
        int at = name.indexOf('@');
        return new DirectoryUser(
                settings.issuer(),
                subject,
                at > 0 ? name.substring(0, at) : name,
                text(claims, "name"),
                email,
                groups(settings, claims));
    }

    private static String text(JWTClaimsSet claims, String claim) {
        return claims.getClaim(claim) instanceof String text ? text : "";
    }

    private static Optional<Set<String>> groups(OidcSettings settings, JWTClaimsSet claims) throws DirectoryException {
        if (settings.groups().isEmpty() || settings.groupsClaim().isEmpty()) {
            return Optional.empty();
        }
        Object groups = claims.getClaim(settings.groupsClaim());
        // OpenID Connect Core 1.0 clause 5.6.2; so, or with "hasgroups", Entra ID tells that there are more groups than
        // it puts
        // into a token.
        boolean elsewhere =
                claims.getClaim("_claim_names") instanceof Map<?, ?> names && names.containsKey(settings.groupsClaim());
        if (groups == null && (elsewhere || Boolean.TRUE.equals(claims.getClaim("hasgroups")))) {
            throw new DirectoryException(
                    DirectoryException.Kind.SETTINGS,
                    "You are in more groups than the provider puts into a token. Let it tell only those that are assigned to"
                            + " this application.");
        }
        return switch (groups) {
            case String one -> Optional.of(Set.of(one));
            case List<?> list -> {
                var all = new TreeSet<String>();
                list.stream().limit(MOST_GROUPS).forEach(each -> all.add(String.valueOf(each)));
                yield Optional.of(all);
            }
            case null, default -> Optional.empty();
        };
    }

    // What else may come.

    private static DirectoryException missing(String what) {
        return new DirectoryException(DirectoryException.Kind.SETTINGS, "The OpenID provider has " + what + ".");
    }

    private static DirectoryException unreadable(ParseException cause) {
        return new DirectoryException(
                DirectoryException.Kind.AWAY,
                "The OpenID provider's answer cannot be read: " + cause.getMessage() + ".",
                cause);
    }

    /** The provider says no: to the person, or to what is set up (RFC 6749 clause 5.2). */
    private static DirectoryException declined(ErrorObject error) {
        return Set.of("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope")
                        .contains(String.valueOf(error.getCode()))
                ? notOurs(error)
                : new DirectoryException(
                        DirectoryException.Kind.REFUSED, "The OpenID provider says no: " + said(error) + ".");
    }

    private static DirectoryException notOurs(ErrorObject error) {
        return new DirectoryException(
                DirectoryException.Kind.SETTINGS,
                "The OpenID provider does not take this server: " + said(error) + ".");
    }

    private static String said(ErrorObject error) {
        String description = error.getDescription();
        String text = error.getCode() + (description == null ? "" : ", " + description);
        return text.replaceAll("\\p{Cntrl}", " ").replaceAll("\\.$", "").strip();
    }
}

package org.caselli.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.caselli.service.access.DirectoryException;
import org.jspecify.annotations.Nullable;

/** Whether a token is what it says: signed by the provider, meant for us, and of now. */
final class TokenCheck {
    /**
     * Signatures with a key that the provider alone has (RFC 7518 clause 3.1). Not {@code none}; not HS256 and its sisters,
     * with which anybody could sign who knows the public key and finds a program that takes it for a shared one (RFC 8725
     * clause 2.1).
     */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Ours: how far two clocks may be apart. */
    static final Duration SKEW = Duration.ofMinutes(1);

    /** Ours: of keys without a name. */
    private static final int MOST_KEYS = 10;

    private TokenCheck() {}

    /**
     * The claims of a token that one of these keys has signed.
     *
     * @throws UnknownKeyException if none of them can have
     */
    static JWTClaimsSet claims(SignedJWT token, JWKSet keys) throws DirectoryException, UnknownKeyException {
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw refused("is signed with " + header.getAlgorithm() + ", which is not taken");
        }
        List<JWK> candidates = new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys);
        if (candidates.isEmpty()) {
            throw new UnknownKeyException();
        }
        for (JWK key : candidates.subList(0, Math.min(candidates.size(), MOST_KEYS))) {
            try {
                if (key instanceof AsymmetricJWK pair
                        && token.verify(
                                new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()))) {
                    return token.getJWTClaimsSet();
                }
            } catch (JOSEException unusable) {
                throw refused("has a signature that cannot be checked", unusable);
            } catch (ParseException noClaims) {
                throw refused("has no claims", noClaims);
            }
        }
        throw refused("has a wrong signature");
    }

    /** None of the keys that are known fits the token. */
    static final class UnknownKeyException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** That it is from this issuer, meant for this audience, and counts at this time (RFC 7519 clause 4.1). */
    static void standing(JWTClaimsSet claims, String issuer, String audience, Instant now) throws DirectoryException {
        if (!issuer.equals(claims.getIssuer())) {
            throw refused("is from another issuer");
        }
        if (!claims.getAudience().contains(audience)) {
            throw refused("is meant for somebody else");
        }
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw refused("does not say how long it counts");
        }
        if (!now.isBefore(expires.toInstant().plus(SKEW))) {
            throw refused("has expired");
        }
        if (isLater(claims.getNotBeforeTime(), now) || isLater(claims.getIssueTime(), now)) {
            throw refused("does not count yet; compare the clocks of this server and of the provider");
        }
    }

    private static boolean isLater(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(SKEW));
    }

    /** That it is an ID token for this client (OpenID Connect Core 1.0 clause 3.1.3.7). */
    static void ofClient(JWTClaimsSet claims, String client) throws DirectoryException {
        Object party = claims.getClaim("azp");
        if (party == null ? claims.getAudience().size() > 1 : !client.equals(party)) {
            throw refused("was made for another client");
        }
    }

    /** That it is no ID token, which proves to a client who somebody is, but allows nothing. */
    static void ofAccess(SignedJWT token, JWTClaimsSet claims) throws DirectoryException {
        JOSEObjectType type = token.getHeader().getType();
        boolean known = type == null
                || Set.of("jwt", "at+jwt", "application/at+jwt")
                        .contains(type.getType().toLowerCase(Locale.ROOT));
        boolean identity = claims.getClaim("at_hash") != null
                || claims.getClaim("c_hash") != null
                || "ID".equals(claims.getClaim("typ"));
        if (!known || identity) {
            throw refused("is no access token");
        }
    }

    static DirectoryException refused(String what) {
        return refused(what, null);
    }

    private static DirectoryException refused(String what, @Nullable Throwable cause) {
        return new DirectoryException(
                DirectoryException.Kind.REFUSED, "The token of the OpenID provider " + what + ".", cause);
    }
}

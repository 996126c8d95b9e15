package org.caselli.sip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.caselli.sip.Digest.Algorithm;
import org.caselli.sip.Digest.Hash;
import org.caselli.sip.message.AuthParams;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.MalformedException;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Uri;

/**
 * Challenges callers, and judges what they answer (RFC 7616, RFC 8760, RFC 3261 clause 22). Belongs to one thread.
 *
 * <p>A nonce is a time, some salt and a code over both with our key: nothing is kept for those who never answer, so a
 * flood of strangers fills no memory. Of nonces that were answered rightly the counts are kept while they are fresh, and
 * each count is taken once.
 */
public final class Challenger {
    /** A nonce holds 8 octets of time, 8 of salt, 16 of its code. */
    private static final int NONCE_OCTETS = 32;
    /** Nonces in use at one time whose counts are kept. Ours; each takes about 200 octets. */
    private static final int MOST_COUNTED = 20_000;
    /** Counts below the highest that may still come late, as they do over UDP (RFC 7616 clause 3.4 allows it). */
    private static final int WINDOW = 64;

    private final String realm;
    private final SecretKeySpec key;
    private final Duration lifetime;
    private final RandomGenerator random;
    private final Map<String, Counted> counted = new LinkedHashMap<>();

    /** Which counts of a nonce were seen: the highest, and a bit for each below it. */
    private static final class Counted {
        private long highest;
        private long seen;

        boolean takes(long count) {
            long below = highest - count;
            if (below >= WINDOW || (below >= 0 && (seen >>> below & 1) != 0)) {
                return false;
            }
            if (below < 0) {
                seen = -below >= WINDOW ? 0 : seen << -below;
                highest = count;
                below = 0;
            }
            seen |= 1L << below;
            return true;
        }
    }

    /** What a request's credentials are worth. */
    public enum Verdict {
        /** They are right. */
        WELCOME,
        /** It has none for this realm. */
        MISSING,
        /** They would be right, but for their nonce: too old, not ours, or its count was used before. */
        STALE,
        /** User or password is wrong, or they are not for this request. */
        WRONG
    }

    /**
     * A verdict and whom it concerns.
     *
     * @param user as the credentials say; empty if they say nothing
     */
    public record Judgement(Verdict verdict, String user) {}

    /**
     * One realm.
     *
     * @param realm    shown in challenges
     * @param key      secret, at least 16 octets
     * @param lifetime how long a nonce may be answered: above 0
     * @param random   salts the nonces
     */
    public Challenger(String realm, byte[] key, Duration lifetime, RandomGenerator random) {
        if (key.length < 16 || lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException(
                    "A challenger needs a key of 16 octets or more, and nonces that live a while.");
        }
        this.realm = realm;
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.lifetime = lifetime;
        this.random = random;
    }

    /**
     * The headers of a 401: one for each hash, the better first (RFC 8760 clause 2.3).
     *
     * @param stale whether the password was right and only the nonce was not
     */
    public List<Header> challenge(boolean stale, Instant now) {
        return challenge(stale, List.of(Hash.SHA_256, Hash.MD5), now);
    }

    /** The header of a 401 for a caller who knows MD5 only, and is confused by anything before it. */
    public List<Header> md5Challenge(boolean stale, Instant now) {
        return challenge(stale, List.of(Hash.MD5), now);
    }

    private List<Header> challenge(boolean stale, List<Hash> hashes, Instant now) {
        String nonce = nonce(now);
        List<Header> headers = new ArrayList<>(2);
        for (Hash hash : hashes) {
            headers.add(new Header(
                    "WWW-Authenticate",
                    "Digest realm=" + AuthParams.quoted(realm) + ", nonce=\"" + nonce + "\", algorithm=" + hash.written
                            + ", qop=\"auth\"" + (stale ? ", stale=true" : "")));
        }
        return headers;
    }

    /**
     * Judges a request.
     *
     * @param passwords the password of a user; empty if there is no such user
     */
    public Judgement judge(
            String method, Uri uri, Headers headers, Function<String, Optional<String>> passwords, Instant now) {
        Optional<AuthParams> shown = headers.all("Authorization").stream()
                .flatMap(value -> AuthParams.read(value).stream())
                .filter(credentials ->
                        credentials.isDigest() && credentials.get("realm").equals(realm))
                .findFirst();
        if (shown.isEmpty()) {
            return new Judgement(Verdict.MISSING, "");
        }
        AuthParams credentials = shown.get();
        String user = credentials.get("username");
        return new Judgement(verdict(method, uri, credentials, passwords.apply(user), now), user);
    }

    private Verdict verdict(String method, Uri uri, AuthParams credentials, Optional<String> password, Instant now) {
        Optional<Algorithm> algorithm = Algorithm.read(credentials.params().get("algorithm"));
        String nc = credentials.get("nc");
        String cnonce = credentials.get("cnonce");
        // We offered nothing without qop, so nothing without it is an answer to us.
        if (algorithm.isEmpty()
                || !credentials.get("qop").equalsIgnoreCase("auth")
                || !nc.matches("[0-9A-Fa-f]{8}")
                || cnonce.isEmpty()) {
            return Verdict.WRONG;
        }
        String expected = Digest.response(
                algorithm.get(),
                credentials.get("username"),
                realm,
                password.orElse(""),
                credentials.get("nonce"),
                nc,
                cnonce,
                true,
                method,
                credentials.get("uri"));
        boolean right = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1),
                credentials.get("response").toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        if (!right || password.isEmpty() || !sameTarget(uri, credentials.get("uri"))) {
            return Verdict.WRONG;
        }
        // Only now: stale says that the password was right (RFC 7616 clause 3.3).
        return isFresh(credentials.get("nonce"), now) && counts(credentials.get("nonce"), Long.parseLong(nc, 16), now)
                ? Verdict.WELCOME
                : Verdict.STALE;
    }

    /**
     * Whether the credentials were made for this request: the same user and host (RFC 7616 clause 3.4.6 asks whether both
     * name the same resource). Ports and parameters may have been changed by a proxy on the way.
     */
    private static boolean sameTarget(Uri uri, String written) {
        try {
            Uri other = Uri.parse(written);
            if (uri instanceof SipUri asked && other instanceof SipUri signed) {
                return asked.user().equals(signed.user()) && asked.host().equalsIgnoreCase(signed.host());
            }
            return uri.toString().equals(written);
        } catch (MalformedException _) {
            return false;
        }
    }

    private String nonce(Instant now) {
        ByteBuffer nonce = ByteBuffer.allocate(NONCE_OCTETS);
        nonce.putLong(now.toEpochMilli()).putLong(random.nextLong());
        nonce.put(code(nonce.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
    }

    private byte[] code(byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(nonce, 0, 16);
            return Arrays.copyOf(mac.doFinal(realm.getBytes(StandardCharsets.UTF_8)), 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks HmacSHA256 that every JDK has; install a complete one.", e);
        }
    }

    private boolean isFresh(String nonce, Instant now) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(nonce);
            if (octets.length != NONCE_OCTETS
                    || !MessageDigest.isEqual(code(octets), Arrays.copyOfRange(octets, 16, NONCE_OCTETS))) {
                return false;
            }
            Duration age = Duration.ofMillis(
                    now.toEpochMilli() - ByteBuffer.wrap(octets).getLong());
            return !age.isNegative() && age.compareTo(lifetime) < 0;
        } catch (IllegalArgumentException _) {
            return false; // no nonce of ours
        }
    }

    private boolean counts(String nonce, long count, Instant now) {
        Counted known = counted.get(nonce);
        if (known == null) {
            if (counted.size() >= MOST_COUNTED) {
                counted.keySet().removeIf(old -> !isFresh(old, now));
                if (counted.size() >= MOST_COUNTED) {
                    return false; // who knows a password floods us: the others may try again with a new nonce
                }
            }
            known = new Counted();
            counted.put(nonce, known);
        }
        return known.takes(count);
    }
}

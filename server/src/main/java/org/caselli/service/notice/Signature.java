package org.caselli.service.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.caselli.service.Refusal;

/**
 * How deliveries are signed: as Standard Webhooks 1.0.0 says, HMAC-SHA256 over id, time and body with full stops between,
 * in Base64 after {@code v1,}.
 */
final class Signature {
    private static final String PREFIX = "whsec_";

    /** Standard Webhooks: 192 to 512 bits. */
    private static final int LEAST = 24;

    private static final int MOST = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signature() {}

    /** A new secret of 32 random octets. */
    static String newSecret() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** The octets of a secret, which is refused if it is none. */
    static byte[] key(String secret) {
        try {
            byte[] key = Base64.getDecoder()
                    .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "not Base64");
            if (key.length >= LEAST && key.length <= MOST) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below, without repeating what may be a secret of something else
        }
        throw new Refusal(
                Refusal.Kind.INVALID,
                "The secret is not \"" + PREFIX + "\" and " + LEAST + " to " + MOST + " octets in Base64.",
                "Leave it out, and one is made.");
    }

    /** The content of the header {@code webhook-signature}. */
    static String of(String secret, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("This JDK has no HMAC-SHA256; use another one.", cause);
        }
    }
}

package org.caselli.service.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.caselli.service.Refusal;

/**
 * Hashes passwords: Argon2id with 19 MiB of memory and two passes, the first choice of OWASP's Password Storage Cheat
 * Sheet. No more at a time than there are processors, so that guessing does not fill the memory.
 */
public final class Passwords {
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_OCTETS = 32;
    private static final int SALT_OCTETS = 16;

    /** NIST SP 800-63B clause 3.1.1.2: at least eight, and at least 64 must be taken. */
    private static final int SHORTEST = 8;

    private static final int LONGEST = 200;

    private static final Argon2Function ARGON2ID =
            Argon2Function.getInstance(KIBIBYTES, PASSES, LANES, HASH_OCTETS, Argon2.ID);

    private final SecureRandom random = new SecureRandom();
    private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors());

    /** What the password of somebody who does not exist is held against, so that it takes as long as any. */
    private final String nobodys = hashed(HexFormat.of().formatHex(salt()));

    /**
     * The hash of a new password.
     *
     * @throws Refusal of kind INVALID if it is too short or too long, or the name itself
     */
    String hash(String name, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST
                || length > LONGEST
                || password.toLowerCase(Locale.ROOT).equals(Accounts.key(name))) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The password is too short, too long, or the name itself.",
                    "Give one of " + SHORTEST + " to " + LONGEST
                            + " characters; a few words that nobody guesses are good.");
        }
        return hashed(password);
    }

    private String hashed(String password) {
        return inTurn(() -> ARGON2ID.hash(octets(password), salt()).getResult());
    }

    /** Whether this is the password of that hash; takes as long where there is none (an empty hash). */
    boolean matches(String password, String hash) {
        boolean known = !hash.isEmpty();
        String against = known ? hash : nobodys;
        boolean right = password.length() <= LONGEST
                && inTurn(() -> Argon2Function.getInstanceFromHash(against).check(octets(password), octets(against)));
        return right && known;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private <T> T inTurn(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private byte[] salt() {
        var salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return salt;
    }
}

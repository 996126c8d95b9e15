package org.caselli.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The arithmetic of digest authentication (RFC 7616 clause 3.4, as SIP uses it: RFC 3261 clause 22.4 and RFC 8760). */
final class Digest {
    private Digest() {}

    /** What hashes. RFC 8760 clause 2.1 has these; the order is that of our trust in them. */
    enum Hash {
        MD5("MD5", "MD5"),
        SHA_512_256("SHA-512-256", "SHA-512/256"),
        SHA_256("SHA-256", "SHA-256");

        /** As {@code algorithm} has it. */
        final String written;
        /** As the JDK calls the hash. */
        private final String jdkName;

        Hash(String written, String jdkName) {
            this.written = written;
            this.jdkName = jdkName;
        }

        String of(String text) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance(jdkName).digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(
                        "This JDK lacks the digest " + jdkName + " that every JDK has; install a complete one.", e);
            }
        }
    }

    /**
     * A hash, and whether it runs over a session (RFC 7616 clause 3.4.2).
     *
     * @param written as it stood; empty where MD5 was left unsaid
     */
    record Algorithm(Hash hash, boolean session, String written) {
        /** Reads the parameter {@code algorithm}, perhaps absent; empty if we do not know it. */
        static Optional<Algorithm> read(Optional<String> written) {
            String name = written.orElse("MD5").toUpperCase(Locale.ROOT);
            boolean session = name.endsWith("-SESS");
            String bare = session ? name.substring(0, name.length() - 5) : name;
            for (Hash hash : Hash.values()) {
                if (hash.written.equals(bare)) {
                    return Optional.of(new Algorithm(hash, session, written.orElse("")));
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The {@code response} of credentials.
     *
     * @param nc     eight hex digits; of no effect without qop
     * @param cnonce of no effect without qop and session
     * @param qop    whether quality of protection {@code auth} was agreed; else as RFC 2069 had it
     */
    static String response(
            Algorithm algorithm,
            String user,
            String realm,
            String password,
            String nonce,
            String nc,
            String cnonce,
            boolean qop,
            String method,
            String uri) {
        Hash hash = algorithm.hash();
        String ha1 = hash.of(user + ":" + realm + ":" + password);
        if (algorithm.session()) {
            ha1 = hash.of(ha1 + ":" + nonce + ":" + cnonce);
        }
        String ha2 = hash.of(method + ":" + uri);
        return hash.of(ha1 + ":" + nonce + ":" + (qop ? nc + ":" + cnonce + ":auth:" : "") + ha2);
    }
}

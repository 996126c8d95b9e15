package org.caselli.service.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token that stands for an account, without the secret itself.
 *
 * @param name      what its owner calls it
 * @param rights    at most these of the account's rights
 * @param expiresAt empty: never
 * @param lastUsed  within a minute
 */
public record Token(
        String id,
        String name,
        Set<Right> rights,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsed) {
    public Token {
        rights = Set.copyOf(rights);
    }

    /** A token with its secret, which is shown this once. */
    public record WithSecret(Token token, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return token.toString();
        }
    }
}

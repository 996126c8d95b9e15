package org.caselli.fax;

/**
 * Who connects. The original has none, as its users are those of the operating system.
 *
 * @param user   the account's name; empty with a token
 * @param secret its password, or the token
 */
public record FaxCredentials(String user, String secret) {
    /** A personal token, or the administrator's. */
    public static FaxCredentials token(String token) {
        return new FaxCredentials("", token);
    }

    /** An account and its password. */
    public static FaxCredentials password(String user, String password) {
        return new FaxCredentials(user, password);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return user.isEmpty() ? "FaxCredentials[token]" : "FaxCredentials[" + user + "]";
    }
}

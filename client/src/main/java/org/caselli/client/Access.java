package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who one is, what one may do, and one's personal tokens. */
public final class Access {
    @Json
    record Credentials(String name, String password) {}

    /** @param token the bearer token of what follows */
    @Json
    public record Session(String token, Instant expiresAt, String account, List<String> rights) {}

    /** @param group null: the account's own rights */
    @Json
    public record Source(@Nullable String group, List<String> rights) {}

    /**
     * @param account         null for the holder of the server's key
     * @param bits            of FAX_ACCESS_RIGHTS_ENUM_2
     * @param firstGeneration of FAX_ACCESS_RIGHTS_ENUM
     * @param sources         where the account's rights come from; the token may leave less
     */
    @Json
    public record Me(
            String name,
            @Nullable String account,
            @Nullable String displayName,
            @Nullable String email,
            List<String> rights,
            int bits,
            int firstGeneration,
            List<Source> sources) {}

    @Json
    public record Check(String right, boolean allowed) {}

    /** @param bit in FAX_ACCESS_RIGHTS_ENUM_2 */
    @Json
    public record Right(String name, int bit) {}

    @Json
    public record RightList(List<Right> items) {}

    @Json
    record NewToken(
            String name,
            @Nullable List<String> rights,
            @Nullable Integer days) {}

    /** @param token the secret, only in the answer that makes it */
    @Json
    public record Token(
            String id,
            String name,
            List<String> rights,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable String token) {}

    @Json
    public record TokenList(List<Token> items) {}

    private final CaselliClient client;

    Access(CaselliClient client) {
        this.client = client;
    }

    /** Signs in with name and password; a client with the session's token acts for the account. */
    public Session signIn(String name, String password) {
        return client.post("/access/sessions", new Credentials(name, password), Session.class);
    }

    @Json
    record NewVisit(String redirectUri) {}

    /**
     * A sign-in with a browser that has begun.
     *
     * @param flow  to finish it with
     * @param state what the browser must bring back
     */
    @Json
    public record Visit(String flow, String authorizationUri, String state, Instant expiresAt) {}

    /**
     * A sign-in without a browser that has begun.
     *
     * @param flow     to finish it with
     * @param interval s between two questions
     */
    @Json
    public record DeviceVisit(
            String flow,
            String userCode,
            String verificationUri,
            @Nullable String verificationUriComplete,
            long interval,
            Instant expiresAt) {}

    @Json
    record VisitEnd(
            String flow, @Nullable String state, @Nullable String code) {}

    /**
     * What came of a sign-in.
     *
     * @param interval s until one may ask again; null if it is done, and then the others are there
     */
    @Json
    public record Finish(
            @Nullable String token,
            @Nullable Instant expiresAt,
            @Nullable String account,
            @Nullable List<String> rights,
            @Nullable Long interval) {
        /** Whether there is a session. */
        public boolean isDone() {
            return token != null;
        }

        /** s until one may ask again. */
        public long pause() {
            return interval == null ? 1 : interval;
        }

        /** @throws IllegalStateException if there is none yet */
        public Session session() {
            if (token == null || expiresAt == null || account == null || rights == null) {
                throw new IllegalStateException("The sign-in is not done yet; ask again in " + pause() + " s.");
            }
            return new Session(token, expiresAt, account, rights);
        }
    }

    /**
     * Begins to sign in by the OpenID provider with a browser.
     *
     * @param redirectUri where it comes back to: a port of its own machine, as in RFC 8252
     */
    public Visit visit(String redirectUri) {
        return client.post("/access/oidc/browser", new NewVisit(redirectUri), Visit.class);
    }

    /** Begins to sign in by the OpenID provider without a browser. */
    public DeviceVisit deviceVisit() {
        return client.post("/access/oidc/device", DeviceVisit.class);
    }

    /**
     * Finishes what has begun.
     *
     * @param state and code: what the browser has brought back; empty without one
     */
    public Finish finish(String flow, String state, String code) {
        return client.post(
                "/access/oidc/sessions",
                new VisitEnd(flow, state.isEmpty() ? null : state, code.isEmpty() ? null : code),
                Finish.class);
    }

    /** Ends the session whose token this client has. */
    public void signOut() {
        client.delete("/access/sessions/current");
    }

    public Me me() {
        return client.get("/access/me", Me.class);
    }

    /** Whether one has a right. */
    public Check check(String right) {
        return client.get("/access/check?right=" + CaselliClient.escaped(right), Check.class);
    }

    /** All rights that there are. */
    public List<Right> rights() {
        return client.get("/access/rights", RightList.class).items();
    }

    /** Changes one's own password, and ends all one's sessions. */
    public void changePassword(String present, String next) {
        client.put("/access/password", new Accounts.Password(present, next));
    }

    public List<Token> tokens() {
        return client.get("/access/tokens", TokenList.class).items();
    }

    /**
     * Makes a personal token; the answer has its secret, which is never shown again.
     *
     * @param rights null: all that one has now
     * @param days   null: for ever
     */
    public Token addToken(String name, @Nullable List<String> rights, @Nullable Integer days) {
        return client.post("/access/tokens", new NewToken(name, rights, days), Token.class);
    }

    public void revokeToken(String id) {
        client.delete("/access/tokens/" + CaselliClient.escaped(id));
    }
}

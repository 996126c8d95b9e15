package org.caselli.service.access;

import static org.caselli.queue.ServerEvent.Kind.CONFIG_CHANGED;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caselli.queue.EventLog;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Blobs;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * How somebody proves who he is: with name and password for a session, or with a personal token.
 */
public final class SignIn {
    /** Ours: a working day with overtime. */
    static final Duration SESSION = Duration.ofHours(12);

    /** Ours: the last use is written at most so often. */
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private static final int MOST_TOKENS = 100;
    private static final int SECRET_OCTETS = 32;
    private static final String PREFIX = "caselli_";
    private static final Duration LONGEST_LIFE = Duration.ofDays(3660);

    private static final String TOKEN =
            "select id, name, rights, created_at, expires_at, last_used_at from access_token ";

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Directories directories;
    private final Attempts attempts;
    private final Admission admission;
    private final SignInWitness witness;
    private final OpenIdSignIn openId;
    private final SecureRandom random = new SecureRandom();

    /** @param directories which names and passwords are asked of too */
    public SignIn(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            Passwords passwords,
            Accounts accounts,
            Directories directories,
            SignInWitness witness) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.passwords = passwords;
        this.directories = directories;
        this.attempts = new Attempts(store, clock, witness);
        this.admission = new Admission(accounts, events);
        this.witness = witness;
        this.openId = new OpenIdSignIn(store, clock, directories, attempts, admission, this);
    }

    /** Sign-in by an OpenID provider. */
    public OpenIdSignIn openId() {
        return openId;
    }

    /** A session that has begun. */
    public record Session(Account account, String secret, Instant expiresAt) {
        /** Without the secret. */
        @Override
        public String toString() {
            return account.name();
        }
    }

    /** Where rights come from: the account itself (an empty group) or one of its groups. */
    public record Source(String group, Set<Right> rights) {}

    /**
     * Who the present caller is, and why he may do what he may.
     *
     * @param account empty for the holder of the server's key
     * @param sources of the account, whatever the token that was used leaves of it
     */
    public record Me(Caller caller, Optional<Account> account, List<Source> sources) {}

    // Sessions.

    /**
     * Begins a session. An account that has a password of its own is looked at here only; any other name is asked of the
     * directory that the settings {@code ldap} name.
     *
     * @param address from which the request came
     * @throws Refusal of kind UNKNOWN_CALLER if name or password is wrong, or the account is disabled: which, it does not
     *                 say; TOO_MANY after many wrong passwords; FORBIDDEN if the account has no right at all, or there is none
     *                 for somebody whom the directory knows; DIRECTORY_AWAY if that does not answer
     */
    public Session begin(String name, String password, String address) {
        String shortened = shortened(name);
        boolean local = !directories.hasPasswords()
                || store.read(handle -> Accounts.named(handle, shortened))
                        .filter(Account::hasPassword)
                        .isPresent();
        if (local) {
            return session("password", proven(shortened, password, address, Refusal.Kind.UNKNOWN_CALLER));
        }
        DirectoryUser user = attempts.attempt(
                shortened,
                address,
                "ldap",
                () -> directories.prove(shortened, password),
                () -> wrong(Refusal.Kind.UNKNOWN_CALLER));
        GroupMapping mapping = directories.ldapGroups();
        boolean make = directories.makeAccounts();
        // In a transaction of its own: who is no longer in a group there is not in it here, whether he gets in or not.
        return session(
                "ldap", store.write(handle -> admission.admit(handle, "ldap", user, mapping, make, clock.instant())));
    }

    /** Begins a session of somebody who has proved who he is. */
    Session session(String way, Account proven) {
        String secret = secret();
        return store.write(handle -> {
            Instant now = clock.instant();
            // As it is now: it may have been disabled while the proof was looked at.
            Account account = Accounts.withId(handle, proven.id())
                    .filter(current -> !current.disabled())
                    .orElseThrow(() -> wrong(Refusal.Kind.UNKNOWN_CALLER));
            if (account.effective().isEmpty()) {
                throw new Refusal(
                        Refusal.Kind.FORBIDDEN,
                        FaxError.E_ACCESSDENIED,
                        "The account " + account.name() + " has no right at all.",
                        "Ask an administrator of this fax server for one.");
            }
            handle.execute("delete from access_token where kind = 'SESSION' and expires_at <= ?", Store.millis(now));
            Instant expiresAt = now.plus(SESSION);
            insert(handle, account.id(), "SESSION", "", secret, Right.all(), now, Optional.of(expiresAt));
            witness.begun(handle, new Caller(account.id(), account.name(), account.effective()), way);
            return new Session(account, secret, expiresAt);
        });
    }

    private static Refusal wrong(Refusal.Kind kind) {
        return new Refusal(
                kind,
                FaxError.E_ACCESSDENIED,
                "Name or password is wrong, or the account is disabled.",
                "Try again, or have an administrator look at the account.");
    }

    private static String shortened(String name) {
        return name.length() > 64 ? name.substring(0, 64) : name;
    }

    /** The account whose name and password these are; wrong ones are refused in this kind, and counted. */
    private Account proven(String name, String password, String address, Refusal.Kind kind) {
        return attempts.attempt(
                name,
                address,
                "password",
                () -> {
                    Optional<Account> known = store.read(handle -> Accounts.named(handle, name));
                    String hash = known.isEmpty()
                            ? ""
                            : store.read(handle -> handle.createQuery("select password_hash from account where id = ?")
                                    .bind(0, known.get().id())
                                    .mapTo(String.class)
                                    .findOne()
                                    .orElse(""));
                    boolean right = passwords.matches(password, hash);
                    return known.filter(account -> right && !account.disabled());
                },
                () -> wrong(kind));
    }

    static void endSessions(Handle handle, String account) {
        handle.execute("delete from access_token where kind = 'SESSION' and account_id = ?", account);
    }

    /** Ends the session with this secret; of a personal token nothing happens. */
    public void end(byte[] secret) {
        store.write(handle -> {
            int ended =
                    handle.execute("delete from access_token where kind = 'SESSION' and digest = ?", digest(secret));
            if (ended > 0) {
                witness.ended(handle);
            }
            return ended;
        });
    }

    // What a request brings.

    /**
     * Somebody who has come with a request.
     *
     * @param way {@code session}, {@code token}, {@code oidc} with a token of the provider, or {@code key}, the server's own
     */
    public record Arrival(Caller caller, String way) {}

    /**
     * Whom a token stands for: one of ours, or one of the OpenID provider. Empty if it is none, or has expired, or its account
     * is disabled.
     *
     * @throws Refusal as {@link OpenIdSignIn#bearer}
     */
    public Optional<Arrival> arrival(String token) {
        Optional<Arrival> ours = ours(token.getBytes(StandardCharsets.UTF_8));
        return ours.isPresent() ? ours : openId.bearer(token);
    }

    private Optional<Arrival> ours(byte[] secret) {
        if (secret.length < PREFIX.length() + SECRET_OCTETS || secret.length > 200 || !startsWith(secret, PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        String digest = digest(secret);
        record Found(String id, String account, String kind, Set<Right> rights, long lastUsed) {}
        Optional<Found> found = store.read(handle -> handle.createQuery(
                        "select id, account_id, kind, rights, last_used_at from access_token where digest = :digest"
                                + " and (expires_at is null or expires_at > :now)")
                .bind("digest", digest)
                .bind("now", Store.millis(now))
                .map((row, context) -> new Found(
                        row.getString("id"),
                        row.getString("account_id"),
                        row.getString("kind"),
                        Right.ofBits(row.getInt("rights")),
                        row.getLong("last_used_at")))
                .findOne());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<Account> account = store.read(
                        handle -> Accounts.withId(handle, found.get().account()))
                .filter(known -> !known.disabled());
        if (account.isPresent() && Store.millis(now) - found.get().lastUsed() > USE_GRAIN.toMillis()) {
            store.writeSoon(handle -> handle.execute(
                    "update access_token set last_used_at = ? where id = ?",
                    Store.millis(now),
                    found.get().id()));
        }
        return account.map(known -> {
            var rights = new HashSet<>(known.effective());
            rights.retainAll(Right.closure(found.get().rights()));
            return new Arrival(
                    new Caller(known.id(), known.name(), rights),
                    found.get().kind().equals("SESSION") ? "session" : "token");
        });
    }

    private static boolean startsWith(byte[] secret, String prefix) {
        byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
        return Arrays.equals(secret, 0, start.length, start, 0, start.length);
    }

    /** Who the present caller is. */
    public Me me() {
        Caller caller = Caller.current();
        return store.read(handle -> {
            Optional<Account> account = Accounts.withId(handle, caller.account());
            var sources = new ArrayList<Source>();
            account.ifPresent(known -> Accounts.sources(
                    handle, known, (group, rights) -> sources.add(new Source(group, Set.copyOf(rights)))));
            return new Me(caller, account, sources);
        });
    }

    /**
     * Changes the present caller's own password, and ends his sessions, this one too.
     *
     * @throws Refusal of kind FORBIDDEN if the present password is not that
     */
    public void changePassword(Accounts accounts, String present, String next) {
        Account own = ownAccount();
        // As a sign-in: who has a stolen session must not guess here either.
        proven(own.name(), present, "password of " + own.id(), Refusal.Kind.FORBIDDEN);
        accounts.setPassword(own.name(), next);
    }

    private Account ownAccount() {
        return store.read(handle -> Accounts.withId(handle, Caller.current().account()))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.CONFLICT,
                        "The holder of the server's key is no account, and has neither password nor personal tokens.",
                        "Sign in with an account."));
    }

    // Personal tokens.

    /** The present caller's personal tokens, newest first. */
    public List<Token> tokens() {
        return tokens(ownAccount().id());
    }

    /** The personal tokens of an account. */
    public List<Token> tokens(String account) {
        return store.read(
                handle -> handle.createQuery(TOKEN + "where kind = 'PERSONAL' and account_id = ? order by id desc")
                        .bind(0, account)
                        .map((row, context) -> token(row))
                        .list());
    }

    /**
     * Makes a personal token for the present caller.
     *
     * @param rights at most those that he has himself at this moment; if none are given, these
     * @param life   how long it counts; for ever if not given
     * @throws Refusal of kind FORBIDDEN if a right is wanted that he has not
     */
    public Token.WithSecret add(String name, Optional<Set<Right>> rights, Optional<Duration> life) {
        Account own = ownAccount();
        if (name.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "The token has no name.", "Give one that says what it is for.");
        }
        AccountForm.text("The token's name", name);
        Caller caller = Caller.current();
        Set<Right> wanted = rights.orElse(caller.rights());
        wanted.forEach(caller::require);
        if (wanted.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.INVALID, "A token without any right is of no use.", "Give it at least one right.");
        }
        if (life.isPresent()
                && (life.get().isNegative() || life.get().isZero() || life.get().compareTo(LONGEST_LIFE) > 0)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The token's life is out of range.",
                    "Give 1 to " + LONGEST_LIFE.toDays() + " days.");
        }
        String secret = secret();
        return store.write(handle -> {
            Instant now = clock.instant();
            int others = handle.createQuery(
                            "select count(*) from access_token where kind = 'PERSONAL' and account_id = ?")
                    .bind(0, own.id())
                    .mapTo(Integer.class)
                    .one();
            if (others >= MOST_TOKENS) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "The account " + own.name() + " has " + MOST_TOKENS + " tokens already.",
                        "Revoke one that is not needed.");
            }
            Token made = insert(handle, own.id(), "PERSONAL", name.strip(), secret, wanted, now, life.map(now::plus));
            events.append(
                    handle, now, CONFIG_CHANGED, "accounts/" + own.name(), "what", "token.made", "token", made.id());
            return new Token.WithSecret(made, secret);
        });
    }

    /** Revokes one of the present caller's own tokens. */
    public void revoke(String id) {
        revoke(ownAccount(), id);
    }

    /** Revokes a token of an account. */
    public void revoke(Account account, String id) {
        store.write(handle -> {
            if (handle.execute(
                            "delete from access_token where kind = 'PERSONAL' and account_id = ? and id = ?",
                            account.id(),
                            id)
                    == 0) {
                throw new Refusal(
                        Refusal.Kind.NOT_FOUND, "There is no such token.", "Look its id up in the list of tokens.");
            }
            events.append(
                    handle,
                    clock.instant(),
                    CONFIG_CHANGED,
                    "accounts/" + account.name(),
                    "what",
                    "token.revoked",
                    "token",
                    id);
            return true;
        });
    }

    private Token insert(
            Handle handle,
            String account,
            String kind,
            String name,
            String secret,
            Set<Right> rights,
            Instant now,
            Optional<Instant> expiresAt) {
        String id = ids.next();
        handle.execute(
                "insert into access_token (id, account_id, kind, name, digest, rights, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                account,
                kind,
                name,
                digest(secret.getBytes(StandardCharsets.UTF_8)),
                Right.bits(rights),
                Store.millis(now),
                expiresAt.map(Store::millis).orElse(null));
        return new Token(id, name, rights, now, expiresAt, Optional.empty());
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString("id"),
                row.getString("name"),
                Right.ofBits(row.getInt("rights")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "expires_at"),
                time(row, "last_used_at"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    String secret() {
        var octets = new byte[SECRET_OCTETS];
        random.nextBytes(octets);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static String digest(byte[] secret) {
        return HexFormat.of().formatHex(Blobs.sha256(secret));
    }
}

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
 * How somebody proves who he is: with name and password for a session, or with a personal token. Guessing is slowed down,
 * for each account and for each address, whether the account exists or not.
 */
public final class SignIn {
    /** Ours: a working day with overtime. */
    static final Duration SESSION = Duration.ofHours(12);

    /** Ours: so many wrong passwords cost nothing yet; each one after them doubles the wait. */
    private static final int FREE_FOR_ACCOUNT = 5;

    /** Ours: more, for a whole office may stand behind one address. */
    private static final int FREE_FOR_ADDRESS = 50;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

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
    private final SecureRandom random = new SecureRandom();

    public SignIn(Store store, EventLog events, Ids ids, InstantSource clock, Passwords passwords) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.passwords = passwords;
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
     * Begins a session.
     *
     * @param address from which the request came
     * @throws Refusal of kind UNKNOWN_CALLER if name or password is wrong, or the account is disabled: which, it does not
     *                 say; TOO_MANY after many wrong passwords; FORBIDDEN if the account has no right at all
     */
    public Session begin(String name, String password, String address) {
        Account known = proven(name, password, address, Refusal.Kind.UNKNOWN_CALLER);
        String secret = secret();
        return store.write(handle -> {
            Instant now = clock.instant();
            // As it is now: it may have been disabled while the password was looked at.
            Account still = Accounts.withId(handle, known.id())
                    .filter(current -> !current.disabled())
                    .orElseThrow(() -> wrong(Refusal.Kind.UNKNOWN_CALLER));
            if (still.effective().isEmpty()) {
                throw new Refusal(
                        Refusal.Kind.FORBIDDEN,
                        FaxError.E_ACCESSDENIED,
                        "The account " + still.name() + " has no right at all.",
                        "Ask an administrator of this fax server for one.");
            }
            handle.execute("delete from access_token where kind = 'SESSION' and expires_at <= ?", Store.millis(now));
            Instant expiresAt = now.plus(SESSION);
            insert(handle, still.id(), "SESSION", "", secret, Right.all(), now, Optional.of(expiresAt));
            return new Session(still, secret, expiresAt);
        });
    }

    private static Refusal wrong(Refusal.Kind kind) {
        return new Refusal(
                kind,
                FaxError.E_ACCESSDENIED,
                "Name or password is wrong, or the account is disabled.",
                "Try again, or have an administrator look at the account.");
    }

    /** The account whose name and password these are; wrong ones are refused in this kind, and counted. */
    private Account proven(String name, String password, String address, Refusal.Kind kind) {
        String shortened = name.length() > 64 ? name.substring(0, 64) : name;
        String account = "account:" + Accounts.key(shortened);
        String from = "address:" + address;
        // Counted before the look, so that many at once do not get more than one after the other.
        store.write(handle -> {
            Instant now = clock.instant();
            handle.execute("delete from sign_in_failure where last_at < ?", Store.millis(now.minus(FORGOTTEN_AFTER)));
            refuseIfEarly(handle, account, FREE_FOR_ACCOUNT, now);
            refuseIfEarly(handle, from, FREE_FOR_ADDRESS, now);
            count(handle, account, now);
            count(handle, from, now);
            return true;
        });
        Optional<Account> known = store.read(handle -> Accounts.named(handle, shortened));
        String hash = known.isEmpty()
                ? ""
                : store.read(handle -> handle.createQuery("select password_hash from account where id = ?")
                        .bind(0, known.get().id())
                        .mapTo(String.class)
                        .findOne()
                        .orElse(""));
        boolean right = passwords.matches(password, hash);
        if (!right || known.isEmpty() || known.get().disabled()) {
            throw wrong(kind);
        }
        store.write(handle -> {
            handle.execute("delete from sign_in_failure where origin = ?", account);
            handle.execute("update sign_in_failure set failures = failures - 1 where origin = ?", from);
            return true;
        });
        return known.get();
    }

    private static void refuseIfEarly(Handle handle, String origin, int free, Instant now) {
        handle.createQuery("select failures, last_at from sign_in_failure where origin = ?")
                .bind(0, origin)
                .map((row, context) -> new long[] {row.getLong("failures"), row.getLong("last_at")})
                .findOne()
                .ifPresent(row -> {
                    Instant again = Instant.ofEpochMilli(row[1]).plus(wait((int) row[0], free));
                    if (again.isAfter(now)) {
                        long seconds = Math.max(1, Duration.between(now, again).toSeconds());
                        throw new Refusal(
                                Refusal.Kind.TOO_MANY,
                                "There were too many wrong passwords.",
                                "Try again in " + seconds + " s.");
                    }
                });
    }

    /** How long one has to wait after so many wrong passwords. */
    static Duration wait(int failures, int free) {
        if (failures < free) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(failures - free, 20));
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    private static void count(Handle handle, String origin, Instant now) {
        handle.execute(
                "insert into sign_in_failure (origin, failures, last_at) values (?, 1, ?) on conflict (origin) do update"
                        + " set failures = sign_in_failure.failures + 1, last_at = excluded.last_at",
                origin,
                Store.millis(now));
    }

    static void forgetFailures(Handle handle, String name) {
        handle.execute("delete from sign_in_failure where origin = ?", "account:" + Accounts.key(name));
    }

    static void endSessions(Handle handle, String account) {
        handle.execute("delete from access_token where kind = 'SESSION' and account_id = ?", account);
    }

    /** Ends the session with this secret; of a personal token nothing happens. */
    public void end(byte[] secret) {
        store.write(handle ->
                handle.execute("delete from access_token where kind = 'SESSION' and digest = ?", digest(secret)));
    }

    // What a request brings.

    /** Whom a token stands for; empty if it is none, or has expired, or its account is disabled. */
    public Optional<Caller> caller(byte[] secret) {
        if (secret.length < PREFIX.length() + SECRET_OCTETS || secret.length > 200) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        String digest = digest(secret);
        record Found(String id, String account, Set<Right> rights, long lastUsed) {}
        Optional<Found> found = store.read(handle -> handle.createQuery(
                        "select id, account_id, rights, last_used_at from access_token where digest = :digest"
                                + " and (expires_at is null or expires_at > :now)")
                .bind("digest", digest)
                .bind("now", Store.millis(now))
                .map((row, context) -> new Found(
                        row.getString("id"),
                        row.getString("account_id"),
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
            return new Caller(known.id(), known.name(), rights);
        });
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
            events.append(handle, now, CONFIG_CHANGED, "accounts/" + own.name());
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
            events.append(handle, clock.instant(), CONFIG_CHANGED, "accounts/" + account.name());
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

    private String secret() {
        var octets = new byte[SECRET_OCTETS];
        random.nextBytes(octets);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static String digest(byte[] secret) {
        return HexFormat.of().formatHex(Blobs.sha256(secret));
    }
}

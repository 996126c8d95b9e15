package org.caselli.service.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.settings.OidcSettings;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-in by the OpenID provider of the settings {@code oidc}: with a browser (authorization code with PKCE), on a machine
 * without one (RFC 8628), or with an access token of the provider at each request. Flows that have begun are rows of the
 * database, so that any server that shares it can finish them.
 */
public final class OpenIdSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdSignIn.class);
    private static final String WAY = "oidc";

    /** Ours: time to find one's password and the second factor. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Ours: so many sign-ins may be under way from one address, or in all. */
    private static final int MOST_FROM_ONE = 50;

    private static final int MOST = 5_000;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int LONGEST_TEXT = 4_000;

    private final Store store;
    private final InstantSource clock;
    private final Directories directories;
    private final Attempts attempts;
    private final Admission admission;
    private final SignIn signIn;

    OpenIdSignIn(
            Store store,
            InstantSource clock,
            Directories directories,
            Attempts attempts,
            Admission admission,
            SignIn signIn) {
        this.store = store;
        this.clock = clock;
        this.directories = directories;
        this.attempts = attempts;
        this.admission = admission;
        this.signIn = signIn;
    }

    /**
     * A sign-in with a browser that has begun.
     *
     * @param flow  the secret of whoever began it, to finish it with
     * @param state what the browser must bring back
     */
    public record Visit(String flow, URI authorization, String state, Instant expiresAt) {}

    /**
     * A sign-in without a browser that has begun.
     *
     * @param flow the secret of whoever began it, to finish it with
     */
    public record DeviceVisit(
            String flow, String userCode, URI uri, Optional<URI> complete, Duration interval, Instant expiresAt) {}

    /**
     * What came of it.
     *
     * @param session empty: nothing yet
     * @param again   how long to wait before one asks again
     */
    public record Finish(Optional<SignIn.Session> session, Duration again) {}

    private record Flow(String redirect, String state, String nonce, String secret, Duration pause) {}

    /**
     * Begins a sign-in with a browser.
     *
     * @param redirect where the browser comes back to: a loopback address as in RFC 8252 clause 7.3
     * @throws Refusal of kind CONFLICT if no provider is set; DIRECTORY_AWAY if it does not answer; INVALID if that is no
     *                 such address; TOO_MANY if too many have been begun from this address
     */
    public Visit visit(String redirect, String address) {
        URI back = loopback(redirect);
        OpenIdProvider provider = directories.openId();
        refuseIfTooMany(address);
        String flow = signIn.secret();
        // 256 random bits each, in letters that RFC 7636 clause 4.1 takes.
        var visit = new OpenIdProvider.Visit(back, signIn.secret(), signIn.secret(), signIn.secret());
        Instant now = clock.instant();
        URI there = asked(() -> provider.authorization(directories.oidc(), visit, now));
        Instant expiresAt = now.plus(PATIENCE);
        keep(flow, address, back.toString(), visit.state(), visit.nonce(), visit.verifier(), Duration.ZERO, expiresAt);
        return new Visit(flow, there, visit.state(), expiresAt);
    }

    /**
     * Begins a sign-in without a browser.
     *
     * @throws Refusal as {@link #visit}
     */
    public DeviceVisit device(String address) {
        OpenIdProvider provider = directories.openId();
        refuseIfTooMany(address);
        Instant now = clock.instant();
        OpenIdProvider.DeviceCode code = asked(() -> provider.device(directories.oidc(), now));
        String flow = signIn.secret();
        Duration pause = code.interval().compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : code.interval();
        Duration life =
                code.lifetime().compareTo(PATIENCE.multipliedBy(3)) > 0 ? PATIENCE.multipliedBy(3) : code.lifetime();
        keep(flow, address, "", "", "", code.deviceCode(), pause, now.plus(life));
        return new DeviceVisit(flow, code.userCode(), code.uri(), code.complete(), pause, now.plus(life));
    }

    /**
     * Finishes what has begun.
     *
     * @param state and code: what the browser has brought back; empty without a browser
     * @throws Refusal of kind UNKNOWN_CALLER if there is no such flow, or the provider says no; otherwise as
     *                 {@link SignIn#begin}
     */
    public Finish finish(String flow, String state, String code, String address) {
        if (flow.length() > 200 || state.length() > LONGEST_TEXT || code.length() > LONGEST_TEXT) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "flow, state or code is too long.",
                    "Give what this server and the provider gave.");
        }
        var why = new StringBuilder("There is no such sign-in, or it has taken too long.");
        record Found(Optional<DirectoryUser> user, Duration again) {}
        Found found = attempts.attempt(
                "",
                address,
                WAY,
                () -> {
                    OpenIdProvider provider = directories.openId();
                    Instant now = clock.instant();
                    String digest = SignIn.digest(flow.getBytes(StandardCharsets.UTF_8));
                    Optional<Flow> kept = store.read(handle -> find(handle, digest, now));
                    if (kept.isEmpty()) {
                        return Optional.empty();
                    }
                    boolean browser = !kept.get().redirect().isEmpty();
                    if (browser && code.isEmpty()) {
                        throw new Refusal(
                                Refusal.Kind.INVALID,
                                "The code is missing with which the browser came back.",
                                "Send state and code.");
                    }
                    Optional<Instant> early = store.write(handle -> browser
                            ? taken(handle, digest, now)
                            : turn(handle, digest, kept.get().pause(), now));
                    if (early.isPresent()) {
                        return early.get().equals(Instant.MAX)
                                ? Optional.empty()
                                : Optional.of(new Found(Optional.empty(), Duration.between(now, early.get())));
                    }
                    try {
                        String secret = directories.open(kept.get().secret(), digest);
                        OidcSettings settings = directories.oidc();
                        if (browser) {
                            if (!kept.get().state().equals(state)) {
                                throw new DirectoryException(
                                        DirectoryException.Kind.REFUSED,
                                        "The browser came back with the state of another sign-in.");
                            }
                            var visit = new OpenIdProvider.Visit(
                                    URI.create(kept.get().redirect()),
                                    state,
                                    kept.get().nonce(),
                                    secret);
                            return Optional.of(
                                    new Found(Optional.of(provider.redeem(settings, visit, code, now)), Duration.ZERO));
                        }
                        return switch (provider.progress(settings, secret, now)) {
                            case OpenIdProvider.Progress.Done(DirectoryUser user) -> {
                                store.write(handle -> taken(handle, digest, now));
                                yield Optional.of(new Found(Optional.of(user), Duration.ZERO));
                            }
                            case OpenIdProvider.Progress.Pending() ->
                                Optional.of(
                                        new Found(Optional.empty(), kept.get().pause()));
                            case OpenIdProvider.Progress.SlowDown() -> {
                                Duration slower = kept.get().pause().plusSeconds(5);
                                store.write(handle -> slower(handle, digest, slower, now));
                                yield Optional.of(new Found(Optional.empty(), slower));
                            }
                        };
                    } catch (DirectoryException cause) {
                        if (cause.kind() != DirectoryException.Kind.REFUSED) {
                            throw told(cause);
                        }
                        store.write(handle -> taken(handle, digest, now));
                        why.setLength(0);
                        why.append(cause.getMessage());
                        return Optional.empty();
                    }
                },
                () -> new Refusal(
                        Refusal.Kind.UNKNOWN_CALLER,
                        FaxError.E_ACCESSDENIED,
                        why.toString(),
                        "Begin the sign-in again."));
        if (found.user().isEmpty()) {
            return new Finish(Optional.empty(), found.again());
        }
        GroupMapping mapping = directories.oidcGroups();
        boolean make = directories.makeAccounts();
        // An ID token without groups is of somebody who is in none.
        DirectoryUser told = found.user().get();
        DirectoryUser user = new DirectoryUser(
                told.directory(),
                told.subject(),
                told.name(),
                told.displayName(),
                told.email(),
                Optional.of(told.groups().orElse(Set.of())));
        Account account = store.write(handle -> admission.admit(handle, WAY, user, mapping, make, clock.instant()));
        return new Finish(Optional.of(signIn.session(WAY, account)), Duration.ZERO);
    }

    /**
     * Whose access token of the provider this is; empty if it is none, or none are taken here.
     *
     * @throws Refusal of kind UNKNOWN_CALLER that says why it is not good; FORBIDDEN if there is no account for him;
     *                 DIRECTORY_AWAY if the provider's keys cannot be had
     */
    public Optional<SignIn.Arrival> bearer(String token) {
        if (!token.matches("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*")) {
            return Optional.empty();
        }
        Optional<OpenIdProvider> provider = directories.bearers();
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        DirectoryUser user;
        try {
            user = provider.get().bearer(directories.oidcAsKept(), token, now);
        } catch (DirectoryException cause) {
            if (cause.kind() != DirectoryException.Kind.REFUSED) {
                throw told(cause);
            }
            throw new Refusal(
                    Refusal.Kind.UNKNOWN_CALLER,
                    FaxError.E_ACCESSDENIED,
                    String.valueOf(cause.getMessage()),
                    "Get another one from the provider.");
        }
        GroupMapping mapping = directories.oidcGroups();
        return Optional.of(new SignIn.Arrival(caller(user, mapping, now), WAY));
    }

    /** Nothing is written where nothing has changed: this is asked at each request. */
    private Caller caller(DirectoryUser user, GroupMapping mapping, Instant now) {
        Optional<Account> same = store.read(handle -> admission.unchanged(handle, WAY, user, mapping));
        boolean make = directories.makeAccounts();
        Account account =
                same.orElseGet(() -> store.write(handle -> admission.admit(handle, WAY, user, mapping, make, now)));
        Set<Right> rights = user.groups().isPresent()
                ? account.effective()
                : store.read(handle -> Admission.rightsWithout(handle, account, mapping.all()));
        return new Caller(account.id(), account.name(), rights);
    }

    // Flows.

    private void refuseIfTooMany(String address) {
        attempts.refuseIfEarly(address);
        Instant now = clock.instant();
        store.write(handle -> {
            handle.execute("delete from sign_in_flow where expires_at <= ?", Store.millis(now));
            int from = handle.createQuery("select count(*) from sign_in_flow where address = ?")
                    .bind(0, Attempts.network(address))
                    .mapTo(Integer.class)
                    .one();
            int all = handle.createQuery("select count(*) from sign_in_flow")
                    .mapTo(Integer.class)
                    .one();
            if (from >= MOST_FROM_ONE || all >= MOST) {
                throw new Refusal(
                        Refusal.Kind.TOO_MANY,
                        "Too many sign-ins have been begun and not finished.",
                        "Try again in " + PATIENCE.toMinutes() + " minutes.");
            }
            return true;
        });
    }

    private void keep(
            String flow,
            String address,
            String redirect,
            String state,
            String nonce,
            String secret,
            Duration pause,
            Instant expiresAt) {
        String digest = SignIn.digest(flow.getBytes(StandardCharsets.UTF_8));
        String sealed = directories.seal(secret, digest);
        Instant now = clock.instant();
        store.write(handle -> handle.execute(
                "insert into sign_in_flow (digest, address, redirect, state, nonce, secret, pause, next_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                digest,
                Attempts.network(address),
                redirect,
                state,
                nonce,
                sealed,
                pause.toMillis(),
                Store.millis(now.plus(pause)),
                Store.millis(expiresAt)));
    }

    private static Optional<Flow> find(Handle handle, String digest, Instant now) {
        return handle.createQuery(
                        "select redirect, state, nonce, secret, pause from sign_in_flow where digest = ? and expires_at > ?")
                .bind(0, digest)
                .bind(1, Store.millis(now))
                .map((row, context) -> new Flow(
                        row.getString("redirect"),
                        row.getString("state"),
                        row.getString("nonce"),
                        row.getString("secret"),
                        Duration.ofMillis(row.getLong("pause"))))
                .findOne();
    }

    /** Takes a flow away, so that it is finished once; {@code MAX} if somebody else has. */
    private static Optional<Instant> taken(Handle handle, String digest, Instant now) {
        return handle.execute("delete from sign_in_flow where digest = ?", digest) == 1
                ? Optional.empty()
                : Optional.of(Instant.MAX);
    }

    /** When the provider may be asked again; empty: now, and not by anybody else. */
    private static Optional<Instant> turn(Handle handle, String digest, Duration pause, Instant now) {
        if (handle.execute(
                        "update sign_in_flow set next_at = ? where digest = ? and next_at <= ?",
                        Store.millis(now.plus(pause)),
                        digest,
                        Store.millis(now))
                == 1) {
            return Optional.empty();
        }
        return Optional.of(handle.createQuery("select next_at from sign_in_flow where digest = ?")
                .bind(0, digest)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.MAX));
    }

    private static boolean slower(Handle handle, String digest, Duration pause, Instant now) {
        return handle.execute(
                        "update sign_in_flow set pause = ?, next_at = ? where digest = ?",
                        pause.toMillis(),
                        Store.millis(now.plus(pause)),
                        digest)
                == 1;
    }

    private static URI loopback(String redirect) {
        try {
            var uri = new URI(redirect);
            if ("http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && Set.of("127.0.0.1", "[::1]").contains(uri.getHost())
                    && uri.getPort() > 0
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getRawQuery() == null
                    && redirect.length() <= 200) {
                return uri;
            }
        } catch (URISyntaxException notEvenAnAddress) {
            // refused below as any other
        }
        throw new Refusal(
                Refusal.Kind.INVALID,
                "redirectUri is no address to which a browser can come back here.",
                "Give one of the machine that the browser runs on, such as http://127.0.0.1:49152/.");
    }

    private interface Question<T> {
        T ask() throws DirectoryException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (DirectoryException cause) {
            throw told(cause);
        }
    }

    private static Refusal told(DirectoryException cause) {
        LOG.warn("The OpenID provider could not be asked: {}", cause.getMessage(), cause);
        return Directories.away(cause);
    }
}

package org.caselli.service.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Slows down whoever tries to sign in again and again, in whatever way: for each account and for each address, whether the
 * account exists or not.
 */
public final class Attempts {
    /** Ours: so many failures cost nothing yet; each one after them doubles the wait. */
    static final int FREE_FOR_ACCOUNT = 5;

    /** Ours: more, for a whole office may stand behind one address. */
    static final int FREE_FOR_ADDRESS = 50;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    /** Ours: about 10 MB. Who has more addresses than that to guess from is not stopped by counting them. */
    private static final int MOST_ORIGINS = 100_000;

    private final Store store;
    private final InstantSource clock;
    private final SignInWitness witness;

    Attempts(Store store, InstantSource clock, SignInWitness witness) {
        this.store = store;
        this.clock = clock;
        this.witness = witness;
    }

    /**
     * One attempt. It is counted before the look, so that many at once do not get more than one after the other, and forgotten
     * if it was good, or if the look ended with a {@link Refusal}, which decides nothing.
     *
     * @param name    of the account that is tried; empty if one learns that only afterwards
     * @param address from which it comes
     * @param look    empty: it was wrong
     * @param wrong   what to answer then
     */
    <T> T attempt(String name, String address, String way, Supplier<Optional<T>> look, Supplier<Refusal> wrong) {
        Optional<String> account = name.isEmpty() ? Optional.empty() : Optional.of(account(name));
        String from = "address:" + network(address);
        try {
            store.write(handle -> {
                Instant now = clock.instant();
                tidy(handle, now);
                account.ifPresent(origin -> refuseIfEarly(handle, origin, FREE_FOR_ACCOUNT, now));
                refuseIfEarly(handle, from, FREE_FOR_ADDRESS, now);
                account.ifPresent(origin -> count(handle, origin, now));
                count(handle, from, now);
                return true;
            });
        } catch (Refusal early) {
            witness.refused(address, name, way, true);
            throw early;
        }
        Optional<T> found;
        try {
            found = look.get();
        } catch (Refusal undecided) {
            store.write(handle -> {
                account.ifPresent(origin -> takeBack(handle, origin));
                takeBack(handle, from);
                return true;
            });
            throw undecided;
        }
        if (found.isEmpty()) {
            witness.refused(address, name, way, false);
            throw wrong.get();
        }
        store.write(handle -> {
            account.ifPresent(origin -> handle.execute("delete from sign_in_failure where origin = ?", origin));
            takeBack(handle, from);
            return true;
        });
        return found.get();
    }

    /** Refuses, as an attempt would be, without being one. */
    void refuseIfEarly(String address) {
        store.read(handle -> {
            refuseIfEarly(handle, "address:" + network(address), FREE_FOR_ADDRESS, clock.instant());
            return true;
        });
    }

    private static String account(String name) {
        return "account:" + Accounts.key(name);
    }

    /** Of an IPv6 address the network of 64 bits, all of which one machine has (RFC 4291 clause 2.5.4). */
    public static String network(String address) {
        if (address.chars().filter(c -> c == ':').count() < 2) {
            return address;
        }
        try {
            var octets = InetAddress.ofLiteral(address.replaceAll("[\\[\\]]|%.*", ""))
                    .getAddress();
            return octets.length == 16
                    ? HexFormat.of().formatHex(octets, 0, 8) + "::/64"
                    : address; // an IPv4 address in the clothes of the other
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }

    private static void tidy(Handle handle, Instant now) {
        handle.execute("delete from sign_in_failure where last_at < ?", Store.millis(now.minus(FORGOTTEN_AFTER)));
        handle.execute(
                "delete from sign_in_failure where last_at < (select last_at from sign_in_failure order by last_at desc"
                        + " limit 1 offset ?)",
                MOST_ORIGINS);
    }

    private static void takeBack(Handle handle, String origin) {
        handle.execute("update sign_in_failure set failures = failures - 1 where origin = ?", origin);
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
                                "There were too many attempts that failed.",
                                "Try again in " + seconds + " s.");
                    }
                });
    }

    /** How long one has to wait after so many failures. */
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

    static void forget(Handle handle, String name) {
        handle.execute("delete from sign_in_failure where origin = ?", account(name));
    }
}

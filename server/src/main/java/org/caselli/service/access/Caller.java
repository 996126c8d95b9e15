package org.caselli.service.access;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is done. A door binds it for each request; what nobody has asked for the server does as
 * {@link #SERVER}. A transaction has the caller of the thread that waits for it.
 *
 * @param account the account's id; empty for the server itself, the administrator's key, and one who is not known
 * @param name    for people
 * @param rights  with those that they contain
 */
public record Caller(String account, String name, Set<Right> rights) {
    /** The server itself, at work that no request has asked for. It may do everything. */
    public static final Caller SERVER = new Caller("", "server", Right.all());

    /** Who holds the key in the server's data directory, an administrator in an emergency. He may do everything. */
    public static final Caller ADMINISTRATOR = new Caller("", "administrator", Right.all());

    /** Somebody of whom nothing is known. He may do nothing. */
    public static final Caller NOBODY = new Caller("", "nobody", Set.of());

    private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    public Caller {
        var all = EnumSet.noneOf(Right.class);
        all.addAll(Right.closure(rights));
        rights = Collections.unmodifiableSet(all);
    }

    /** Whoever it is that this thread works for. */
    public static Caller current() {
        return CURRENT.orElse(SERVER);
    }

    /** Does this on his behalf. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** The same transaction on behalf of the present caller, whichever thread carries it out. */
    public static <T extends @Nullable Object> Function<Handle, T> carried(Function<Handle, T> work) {
        Caller caller = current();
        return caller.isServer() ? work : handle -> caller.call(() -> work.apply(handle));
    }

    /** The same without these rights. */
    Caller without(Set<Right> less) {
        return new Caller(
                account,
                name,
                rights.stream().filter(right -> !less.contains(right)).collect(Collectors.toSet()));
    }

    /** Whether it is the server itself. */
    public boolean isServer() {
        return equals(SERVER);
    }

    public boolean has(Right right) {
        return rights.contains(right);
    }

    /**
     * Refuses unless he has this right.
     *
     * @throws Refusal of kind FORBIDDEN that names it
     */
    public void require(Right right) {
        if (!has(right)) {
            throw lacks(right.name());
        }
    }

    /**
     * Refuses unless he has one of these rights.
     *
     * @throws Refusal of kind FORBIDDEN that names them
     */
    public void requireAny(Collection<Right> any) {
        if (any.stream().noneMatch(this::has)) {
            throw lacks(any.stream()
                    .map(Right::name)
                    .reduce((a, b) -> a + " or " + b)
                    .orElse("any"));
        }
    }

    private Refusal lacks(String right) {
        return new Refusal(
                Refusal.Kind.FORBIDDEN,
                FaxError.E_ACCESSDENIED,
                "This needs the right " + right + ", which " + name + " does not have.",
                "Ask an administrator of this fax server for it.");
    }
}

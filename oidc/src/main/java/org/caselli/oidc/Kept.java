package org.caselli.oidc;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.caselli.service.access.DirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Something of the provider that is asked for now and then and kept meanwhile. One thread asks at a time. When the provider is
 * away, what is kept is used for a while longer, and nobody asks again at once.
 */
final class Kept<T> {
    /** Ours: a key that the provider has withdrawn is believed no longer than this. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** Ours: how long what is kept does while the provider is away. */
    static final Duration STALE = Duration.ofHours(1);

    /** Ours: between two questions, also when a token names a key that nobody knows. */
    static final Duration PAUSE = Duration.ofSeconds(20);

    /** Asks the provider. */
    interface Source<T> {
        T ask() throws DirectoryException;
    }

    private final Source<T> source;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable T value;
    private volatile Instant got = Instant.EPOCH;
    private Instant asked = Instant.EPOCH;
    private @Nullable DirectoryException failure;

    Kept(Source<T> source) {
        this.source = source;
    }

    /** What is kept, asked anew if it is old. */
    T get(Instant now) throws DirectoryException {
        T kept = value;
        if (kept != null && now.isBefore(got.plus(FRESH))) {
            return kept;
        }
        return asked(now, kept);
    }

    /** Asked anew, unless that was done a moment ago: somebody needs what the kept one does not have. */
    T newer(Instant now) throws DirectoryException {
        return asked(now, value);
    }

    /** @param seen what the caller has and finds wanting */
    @SuppressWarnings("ReferenceEquality") // whether it is the very one that he saw
    private T asked(Instant now, @Nullable T seen) throws DirectoryException {
        lock.lock();
        try {
            T kept = value;
            if (kept != null && kept != seen) {
                return kept; // somebody else has asked while we waited
            }
            if (asked.equals(Instant.EPOCH) || !now.isBefore(asked.plus(PAUSE))) {
                asked = now;
                try {
                    kept = source.ask();
                    value = kept;
                    got = now;
                    failure = null;
                    return kept;
                } catch (DirectoryException away) {
                    failure = away;
                }
            }
            if (kept != null && now.isBefore(got.plus(STALE))) {
                return kept;
            }
            DirectoryException last = failure;
            if (last == null) {
                throw new DirectoryException(
                        DirectoryException.Kind.AWAY, "The OpenID provider has not answered for too long.");
            }
            throw new DirectoryException(last.kind(), String.valueOf(last.getMessage()), last);
        } finally {
            lock.unlock();
        }
    }
}

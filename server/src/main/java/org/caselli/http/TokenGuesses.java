package org.caselli.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caselli.service.access.Attempts;

/**
 * Counts the wrong bearer tokens of each address, in memory and for a minute. A good token is looked at first and always
 * works, so that nobody is locked out by a neighbour behind the same address; a wrong one is not worth an answer of its own
 * any more.
 */
final class TokenGuesses {
    /** Ours: a program with a token that has expired may ask once a second. */
    static final int MOST = 100;

    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Ours: the oldest is forgotten for a newer one; some hundred kilobytes. */
    static final int MOST_ADDRESSES = 5_000;

    private record Counted(Instant since, int guesses) {}

    private final InstantSource clock;
    private final Map<String, Counted> addresses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    TokenGuesses(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a wrong one, and says how long to wait if there were too many. */
    Optional<Duration> wrong(String address) {
        String from = Attempts.network(address);
        Instant now = clock.instant();
        synchronized (addresses) {
            Counted known = addresses.get(from);
            if (known == null || !known.since().plus(WINDOW).isAfter(now)) {
                addresses.remove(from); // so that it is the youngest again
                known = new Counted(now, 0);
            }
            var counted = new Counted(known.since(), Math.min(known.guesses() + 1, MOST + 1));
            addresses.put(from, counted);
            return counted.guesses() > MOST
                    ? Optional.of(Duration.between(now, counted.since().plus(WINDOW)))
                    : Optional.empty();
        }
    }

    /** How many are remembered. */
    int addresses() {
        synchronized (addresses) {
            return addresses.size();
        }
    }
}

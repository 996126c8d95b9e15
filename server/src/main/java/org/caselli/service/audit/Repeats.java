package org.caselli.service.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what has an entry already, so that who turns the pages of one fax back and forth, or asks for the same list every
 * second, does not fill the trail. It has an upper bound; what it forgets is only written once more.
 */
final class Repeats {
    private static final int MOST = 10_000;

    private final Map<String, Instant> written = new LinkedHashMap<>();

    /** Whether this was written less than so long ago. */
    synchronized boolean isFresh(String what, Instant now, Duration window) {
        Instant at = written.get(what);
        return at != null && !at.isAfter(now) && at.plus(window).isAfter(now);
    }

    /** It is written. */
    synchronized void wrote(String what, Instant now) {
        written.remove(what);
        written.put(what, now);
        if (written.size() > MOST) {
            written.remove(written.keySet().iterator().next());
        }
    }
}

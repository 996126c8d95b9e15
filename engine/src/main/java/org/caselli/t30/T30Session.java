package org.caselli.t30;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.outcome.Outcome;

/**
 * One side of one fax conversation (T.30), phases A to E. Tell it what happened; do what it says, in order, before the
 * next event. One call, one session, one thread; it asks no clock: the time of an event is an argument.
 */
public final class T30Session {

    private T30Session() {}

    /**
     * A session that calls and sends these pages.
     *
     * @param me    who we are and what we use
     * @param pages asked for one at a time, when the coding is agreed
     */
    public static T30Session calling(Station me, PageSource pages) {
        return new T30Session();
    }

    /** A session that answers and receives pages. */
    public static T30Session answering(Station me) {
        return new T30Session();
    }

    /** Starts the conversation; once, when the line is through. */
    public List<Action> begin(Instant now) {
        return List.of();
    }

    /**
     * Takes an event.
     *
     * @param now not before any earlier time
     * @return what to do, in order; after {@link Action.End} nothing more comes
     */
    public List<Action> on(Event event, Instant now) {
        return List.of();
    }

    /** When an {@link Event.TimeUp} is due unless another event changes it; {@link Instant#MAX} if never. */
    public Instant deadline() {
        return Instant.MAX;
    }

    /** Whether {@link Action.End} was returned. */
    public boolean over() {
        return false;
    }

    /** How the conversation ended; empty while it lasts. */
    public Optional<Outcome> outcome() {
        return Optional.empty();
    }

    /** Pages that the far end confirmed to us (calling), or that we kept and confirmed (answering). */
    public int confirmedPages() {
        return 0;
    }

    /** The identity that the far end told (CSI or TSI), trimmed; empty if none yet. */
    public String farId() {
        return "";
    }
}

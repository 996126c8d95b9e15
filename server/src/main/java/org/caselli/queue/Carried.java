package org.caselli.queue;

import java.util.function.Consumer;
import org.caselli.outcome.Outcome;
import org.jdbi.v3.core.Handle;

/**
 * How the line carried an attempt.
 *
 * @param pagesConfirmed the last page confirmed, counted from the first of the fax
 * @param alsoWrite      what is to be kept in the same transaction as the attempt's end: the call's diary
 */
public record Carried(Outcome outcome, int pagesConfirmed, CallFacts facts, Consumer<Handle> alsoWrite) {
    /** An ending about which there is no more to say. */
    public static Carried of(Outcome outcome, int pagesConfirmed) {
        return new Carried(outcome, pagesConfirmed, CallFacts.NONE, handle -> {});
    }
}

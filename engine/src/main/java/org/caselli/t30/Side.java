package org.caselli.t30;

import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Frame;

/** One of the two columns of T.30's flow diagrams, with a file for each of its phases: {@link Caller} or {@link Answerer}. */
sealed interface Side permits Caller, Answerer {

    /** What to wait for first. */
    State begin();

    /** An intact frame came in, and nothing is being said. */
    State heard(State state, Frame frame);

    /** Anything else happened that is this side's affair. */
    State happened(State state, Event event);

    /** Somebody wants it to end; nothing is being said. */
    State stop(State state, Outcome why);

    /** What it means that the line is gone now. Says nothing, but may keep what has come in. */
    Outcome lineGone(State state, Outcome why);

    /** Pages that are confirmed. */
    int confirmedPages();
}

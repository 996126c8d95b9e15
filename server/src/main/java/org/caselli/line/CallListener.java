package org.caselli.line;

import org.caselli.call.CallProgress;
import org.caselli.call.DiaryLine;

/**
 * Is told what a call does, in order, on the call's own thread, so it must return quickly. What it throws ends that call
 * with {@link org.caselli.outcome.Outcome#INTERNAL_ERROR}.
 */
public interface CallListener {
    /** First of all: the call exists from now on and can be stopped. */
    default void begun(LiveCall call) {}

    /** The call has come so far. */
    default void progress(CallProgress step) {}

    /** A line was written into the call's diary; the report has all of them. */
    default void diary(DiaryLine line) {}
}

package org.caselli.t30;

/** A state, and what comes in while it lasts: a row of T.30's flow diagrams is matched by the two. */
record Moment<T>(State state, T what) {}

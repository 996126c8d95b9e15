package org.caselli.line;

/** A call that rings. */
public interface RingingCall extends LiveCall {
    /**
     * Asks for it to be answered now, and does not wait for it: the caller may give up in the same moment.
     *
     * @return whether it still rings
     */
    boolean answer();
}

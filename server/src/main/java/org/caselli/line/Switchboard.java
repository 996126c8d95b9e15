package org.caselli.line;

/** Decides what becomes of calls that come in. Called on a thread of each call; must answer within a second or so. */
@FunctionalInterface
public interface Switchboard {
    /** Accept or refuse this call, whose line is already held for it. */
    Reception incoming(IncomingCall call);
}

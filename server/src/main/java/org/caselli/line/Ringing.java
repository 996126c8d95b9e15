package org.caselli.line;

/** Is told of a call that rings, on the call's own thread. */
public interface Ringing {
    /** It rings from now on. */
    void begun(RingingCall call);

    /** It is to be answered now: accept it, or refuse it after all. A {@link Reception.Ring} here counts as a refusal. */
    Reception answer();

    /**
     * It is over and was never answered. Called exactly once, last of all, unless {@link #answer} accepted the call or the
     * server dies.
     */
    void over(CallReport report);
}

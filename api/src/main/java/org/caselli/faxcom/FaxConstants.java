package org.caselli.faxcom;

/** The numbers of job types and commands, which programs on Windows have to define themselves (winfax.h). */
public final class FaxConstants {
    /** {@link FaxJob#getType()} 0: not known yet. */
    public static final int JT_UNKNOWN = 0;
    /** {@link FaxJob#getType()} 1: it is sent. */
    public static final int JT_SEND = 1;
    /** {@link FaxJob#getType()} 2: it is received. */
    public static final int JT_RECEIVE = 2;
    /** {@link FaxJob#getType()} 3: it was received and is being routed, or will be tried again. */
    public static final int JT_ROUTING = 3;
    /** {@link FaxJob#getType()} 4: it was received in part, and is not routed. Never told here. */
    public static final int JT_FAIL_RECEIVE = 4;

    /** {@link FaxJob#setStatus(int)} 1: cancel it. */
    public static final int JC_DELETE = 1;
    /** {@link FaxJob#setStatus(int)} 2: pause it. */
    public static final int JC_PAUSE = 2;
    /** {@link FaxJob#setStatus(int)} 3: resume it. */
    public static final int JC_RESUME = 3;
    /**
     * {@link FaxJob#setStatus(int)} 3: start it again; the same number as {@link #JC_RESUME}, and the state tells
     * which.
     */
    public static final int JC_RESTART = 3;

    private FaxConstants() {}
}

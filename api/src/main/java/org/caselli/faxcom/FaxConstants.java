package org.caselli.faxcom;

/** The numbers of job types and commands, which programs on Windows have to define themselves (winfax.h). */
public final class FaxConstants {
    /** {@link FaxJob#getType()}: not known yet. */
    public static final int JT_UNKNOWN = 0;
    /** {@link FaxJob#getType()}: it is sent. */
    public static final int JT_SEND = 1;
    /** {@link FaxJob#getType()}: it is received. */
    public static final int JT_RECEIVE = 2;
    /** {@link FaxJob#getType()}: it was received and is being routed, or will be tried again. */
    public static final int JT_ROUTING = 3;
    /** {@link FaxJob#getType()}: it was received in part, and is not routed. */
    public static final int JT_FAIL_RECEIVE = 4;

    /** {@link FaxJob#setStatus(int)}: cancel it. */
    public static final int JC_DELETE = 1;
    /** {@link FaxJob#setStatus(int)}: pause it. */
    public static final int JC_PAUSE = 2;
    /** {@link FaxJob#setStatus(int)}: resume it. */
    public static final int JC_RESUME = 3;
    /** {@link FaxJob#setStatus(int)}: start it again; the same number as {@link #JC_RESUME}, and the state tells which. */
    public static final int JC_RESTART = 3;

    private FaxConstants() {}
}

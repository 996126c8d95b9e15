package org.caselli.line;

import java.time.Instant;

/**
 * What a line does, at one moment.
 *
 * @param activity  idle, or how far the call is
 * @param callId    the call's id ({@link LiveCall#id()}); empty when idle
 * @param farNumber whom it calls, or who calls; empty when idle or unknown
 * @param page      the page under way, 1 for the first; 0 when there is none
 * @param since     when this activity began
 */
public record DeviceState(Activity activity, String callId, String farNumber, int page, Instant since) {
    /** What a line may be doing. */
    public enum Activity {
        /** Free for the next call. */
        IDLE,
        /** Our call is on its way, or rings. */
        DIALLING,
        /** A call comes in and is not answered yet. */
        ANSWERING,
        /** Answered as caller: training or sending pages. */
        SENDING,
        /** Answered as called: training or receiving pages. */
        RECEIVING,
        /** The call is being taken down. */
        ENDING,
        /** Out of order, switched off or without its trunk: it can neither send nor receive. */
        OFF
    }

    /** A line that is free since then. */
    public static DeviceState idle(Instant since) {
        return new DeviceState(Activity.IDLE, "", "", 0, since);
    }

    /** A line that cannot be used since then. */
    public static DeviceState off(Instant since) {
        return new DeviceState(Activity.OFF, "", "", 0, since);
    }

    /** Whether the line is free for a call. */
    public boolean isIdle() {
        return activity == Activity.IDLE;
    }
}

package org.caselli.queue;

/** What a job that is not on the line waits for: the answer to "why does my fax not go?". */
public enum WaitReason {
    /** Somebody paused it; it waits to be resumed. */
    PAUSED,
    /** The whole queue is paused. */
    QUEUE_PAUSED,
    /** The time that its sender chose. */
    TIME,
    /** The discount period. */
    DISCOUNT,
    /** The delay after a failed attempt. */
    RETRY,
    /** The ceiling of attempts at its number within 24 hours. */
    NUMBER_LIMIT,
    /** A free line: the documented "no line". */
    LINE
}

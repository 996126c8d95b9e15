package org.caselli.queue;

/**
 * What listeners choose events by: FAX_SERVER_EVENTS_TYPE_ENUM of the Windows Fax Service. {@link #bit()} is its value there.
 */
public enum EventClass {
    /** Jobs of the incoming queue. */
    IN_QUEUE(1),
    /** Jobs of the outgoing queue, and the attempts at them. */
    OUT_QUEUE(2),
    /** Settings, devices, routing, trunks, webhooks. */
    CONFIG(4),
    /** The counters of what is under way. */
    ACTIVITY(8),
    /** Whether the queues are blocked or paused. */
    QUEUE_STATE(16),
    /** Messages of the incoming archive. */
    IN_ARCHIVE(32),
    /** Messages of the outgoing archive. */
    OUT_ARCHIVE(64),
    /** Start and stop of a server. */
    SERVER(128),
    /** What the lines do. */
    DEVICE_STATUS(256),
    /** Calls that come in. */
    INCOMING_CALL(512);

    private final int bit;

    EventClass(int bit) {
        this.bit = bit;
    }

    /** The value in FAX_SERVER_EVENTS_TYPE_ENUM. */
    public int bit() {
        return bit;
    }
}

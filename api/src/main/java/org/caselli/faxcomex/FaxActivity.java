package org.caselli.faxcomex;

/**
 * Live counters.
 *
 * <p>Obtained from {@code FaxServer.Activity}.
 *
 * <p>read-only; Refresh reloads.
 */
public interface FaxActivity {
    /**
     * Jobs being received (wire: may include first-time routing).
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getIncomingMessages();

    /**
     * Received jobs being routed (wire: being re-routed after a failure).
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getRoutingMessages();

    /**
     * Jobs being sent.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getOutgoingMessages();

    /**
     * Outgoing jobs waiting; those with retries exceeded not counted.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getQueuedMessages();

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();
}

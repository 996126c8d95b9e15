package org.caselli.faxcomex;

/**
 * How much goes on, as it was when first asked or last refreshed; all four numbers are of one moment. From
 * {@link FaxServer#getActivity()}. Needs {@code far2QUERY_CONFIG}. {@link FaxServerNotify#onServerActivityChange} tells
 * the same without asking.
 */
public interface FaxActivity {
    /** How many faxes are being received. */
    int getIncomingMessages();

    /** How many received faxes are being routed, or wait for it to be tried again. */
    int getRoutingMessages();

    /** How many faxes are being sent. */
    int getOutgoingMessages();

    /** How many outgoing jobs wait; those that have given up do not count. */
    int getQueuedMessages();

    /** Counts again. Needs {@code far2QUERY_CONFIG}. */
    void refresh();
}

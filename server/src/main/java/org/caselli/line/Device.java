package org.caselli.line;

/** One line that carries one call at a time. Safe to use from several threads. */
public interface Device {
    /** Stable and unique in the server: {@code loopback-1001}, {@code sip-1}. */
    String id();

    /** For people: "Loopback 1001". */
    String name();

    /** The number under which this line is called; empty if it has none of its own. */
    String number();

    /** What the line does at this moment. */
    DeviceState state();

    /**
     * Whether this device has no bell: its provider hands over faxes, not calls that ring. Such a device cannot be answered
     * by hand, and {@link Switchboard#incoming} never answers its calls with {@link Reception.Ring}.
     */
    default boolean isVirtual() {
        return true;
    }

    /** Whether this line can carry a call to such a dial string: {@code 1002}, {@code sip:fax@host:5070}. */
    boolean reaches(String dialString);

    /**
     * Sends a fax and returns when the call is over. Whatever happens to the call is told by the report's outcome, never
     * by an exception; a line that is in use answers {@link org.caselli.outcome.Outcome#NO_LINE_FREE} at once. If the
     * calling thread is interrupted the call is ended in good order with
     * {@link org.caselli.outcome.Outcome#STOPPED}, the interrupt flag stays set, and the report comes back as always.
     *
     * @param listener told on the call's own thread; must return quickly
     */
    CallReport send(OutgoingFax fax, CallListener listener);
}

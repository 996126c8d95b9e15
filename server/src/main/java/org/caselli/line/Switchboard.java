package org.caselli.line;

/** What a provider tells of its devices: the calls that come in, above all. Safe to use from any thread. */
@FunctionalInterface
public interface Switchboard {
    /**
     * Accept this call, let it ring, or refuse it; its line is already held for it. Called on a thread of each call; answers
     * within a second or so.
     */
    Reception incoming(IncomingCall call);

    /**
     * Whether this device answers calls at all, so that of several free lines one that does may take the call. Answers at
     * once, from memory, and may be a moment late.
     */
    default boolean answers(String deviceId) {
        return true;
    }

    /** What this device does has changed: see {@link Device#state}. Returns at once. */
    default void stateChanged(Device device) {}

    /** Devices have come or gone: see {@link DeviceProvider#devices}. */
    default void devicesChanged() {}
}

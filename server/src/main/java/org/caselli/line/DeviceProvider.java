package org.caselli.line;

import java.io.IOException;
import java.util.List;

/**
 * Offers devices of one kind (what Windows calls a fax service provider).
 *
 * <p>A provider of somebody else comes as a jar in the plug-in folder, or is registered with the path of its jar: it has a
 * public constructor without arguments, its name in {@code META-INF/services/org.caselli.line.DeviceProvider}, and is
 * loaded at the start of the server by a class loader of its own. Whatever it throws, and every call in which it hangs, is
 * shown as its status and disturbs nobody else. {@code examples/device-provider} is a whole one.
 */
public interface DeviceProvider extends AutoCloseable {
    /** The version of this interface, as Windows numbers it. */
    int INTERFACE_VERSION = 0x00010000;

    /**
     * {@link #INTERFACE_VERSION} as it was when the provider was compiled. A plug-in has to say it:
     * {@code return INTERFACE_VERSION;}. What is part of the server itself need not.
     */
    default int interfaceVersion() {
        return 0;
    }

    /** Stable, short, of {@code [a-z0-9-]}: {@code loopback}, {@code sip}. */
    String id();

    /** For people: "Loopback lines". */
    String name();

    /**
     * All devices; a device is the same object as long as it is offered. Empty before {@link #open}. After a change the
     * provider calls {@link Switchboard#devicesChanged}.
     */
    List<Device> devices();

    /**
     * Makes the devices ready and begins to take calls. Calls that come in are put to the switchboard, each on a thread
     * of its own, as are changes of what the devices do ({@link Switchboard#stateChanged}).
     *
     * @throws IOException if the lines cannot be opened; the message says what and the remedy
     */
    void open(Switchboard switchboard) throws IOException;

    /** Ends the calls under way with {@link org.caselli.outcome.Outcome#STOPPED} and gives everything back. Idempotent. */
    @Override
    void close();
}

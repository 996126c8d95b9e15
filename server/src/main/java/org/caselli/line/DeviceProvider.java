package org.caselli.line;

import java.io.IOException;
import java.util.List;

/**
 * Offers devices of one kind (what Windows calls a fax service provider). Foreign ones are found with
 * {@link java.util.ServiceLoader}, so they need a public constructor without arguments.
 */
public interface DeviceProvider extends AutoCloseable {
    /** Stable, short, of {@code [a-z0-9-]}: {@code loopback}, {@code sip}. */
    String id();

    /** For people: "Loopback lines". */
    String name();

    /** All devices, the same objects every time while open; empty before {@link #open}. */
    List<Device> devices();

    /**
     * Makes the devices ready and begins to take calls. Calls that come in are put to the switchboard, each on a thread
     * of its own.
     *
     * @throws IOException if the lines cannot be opened; the message says what and the remedy
     */
    void open(Switchboard switchboard) throws IOException;

    /** Ends the calls under way with {@link org.caselli.outcome.Outcome#STOPPED} and gives everything back. Idempotent. */
    @Override
    void close();
}

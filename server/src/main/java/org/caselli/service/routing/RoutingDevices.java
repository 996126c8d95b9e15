package org.caselli.service.routing;

import java.util.Optional;
import java.util.OptionalInt;

/** What routing must know of devices. */
public interface RoutingDevices {
    /** The registered number of the line with this key; empty if nobody has registered it. */
    OptionalInt idOf(String key);

    /** The name of the device with this number, for people; empty if there is none. */
    Optional<String> nameOf(int id);

    /** What is kept under this GUID for this device, or for the whole server if {@code device} is 0. */
    Optional<byte[]> data(int device, String guid);

    /** Keeps something under this GUID for this device, or for the whole server if {@code device} is 0. */
    void setData(int device, String guid, byte[] data);
}

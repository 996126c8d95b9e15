package org.caselli.service.routing;

import java.util.List;

/**
 * A group of devices, in the order in which they are tried.
 *
 * @param name    1 to 128 characters
 * @param status  how many of them can send
 * @param devices their numbers in the registry; at most 1000, but for the group of all devices
 * @param version to change it with; 0 for the group of all devices, which cannot be changed
 */
public record OutboundGroup(String name, GroupStatus status, List<Integer> devices, long version) {
    /** The name of the group that is always there and always has every device. */
    public static final String ALL_DEVICES = "<All Devices>";

    /** The most characters of a name, as documented. */
    public static final int MAX_NAME = 128;

    /** The most devices of a group, as documented. */
    public static final int MAX_DEVICES = 1000;

    public OutboundGroup {
        devices = List.copyOf(devices);
    }

    /** Whether it is the group of all devices. */
    public boolean isBuiltIn() {
        return isBuiltIn(name);
    }

    static boolean isBuiltIn(String name) {
        return name.equalsIgnoreCase(ALL_DEVICES);
    }
}

package org.caselli.service.routing;

/** Where a rule leads. */
public sealed interface Destination {
    /** To one device, by its number in the registry. */
    record ToDevice(int device) implements Destination {}

    /** To a group, by its name; names are the same whatever their case. */
    record ToGroup(String name) implements Destination {}

    /** To whichever device is free. */
    Destination ALL_DEVICES = new ToGroup(OutboundGroup.ALL_DEVICES);
}

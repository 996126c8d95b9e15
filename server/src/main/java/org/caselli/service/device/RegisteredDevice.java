package org.caselli.service.device;

import java.time.Instant;

/**
 * A device as it stands in the registry.
 *
 * @param id       its number: above 0, the same for ever, never given to another device
 * @param node     the server that has it
 * @param key      its name on that server: {@code loopback-1001}, {@code berlin-1}
 * @param provider the unique name of its provider
 * @param name     for people
 * @param number   what one dials to reach it; perhaps empty
 * @param virtual  whether it has no bell: it cannot be answered by hand
 * @param settings what an administrator has set
 * @param priority its place among all devices, 1 for the first: lines are tried in this order
 * @param version  to change it with
 * @param offered  whether its provider has it; one that is not offered is off, and can be removed
 * @param lastSeen when its provider was seen to have it the last time
 */
public record RegisteredDevice(
        int id,
        String node,
        String key,
        String provider,
        String name,
        String number,
        boolean virtual,
        DeviceSettings settings,
        int priority,
        long version,
        boolean offered,
        Instant lastSeen) {}

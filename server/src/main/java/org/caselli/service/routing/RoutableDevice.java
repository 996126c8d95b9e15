package org.caselli.service.routing;

/**
 * What routing knows of a device.
 *
 * @param id      its number in the registry
 * @param node    the server that has it
 * @param key     its name on that server: {@code berlin-1}
 * @param maySend whether it is switched on for sending
 */
public record RoutableDevice(int id, String node, String key, boolean maySend) {}

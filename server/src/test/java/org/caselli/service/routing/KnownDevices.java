package org.caselli.service.routing;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Devices with numbers, and their data, in memory. */
final class KnownDevices implements RoutingDevices {
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<String, byte[]> data = new ConcurrentHashMap<>();

    KnownDevices with(int id, String key) {
        ids.put(key, id);
        return this;
    }

    @Override
    public OptionalInt idOf(String key) {
        Integer id = ids.get(key);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public Optional<String> nameOf(int id) {
        return ids.entrySet().stream()
                .filter(each -> each.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public Optional<byte[]> data(int device, String guid) {
        return Optional.ofNullable(data.get(device + guid));
    }

    @Override
    public void setData(int device, String guid, byte[] value) {
        data.put(device + guid, value);
    }
}

package org.caselli.line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lines of this server: opens the providers, lists and finds their devices, and closes them. */
public final class Lines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    private final List<DeviceProvider> providers;
    private final Map<String, String> failures = new LinkedHashMap<>();

    /**
     * @param builtIn providers that the server itself has; those found with {@link ServiceLoader} join them
     * @throws IllegalArgumentException if two providers have the same id
     */
    public Lines(List<DeviceProvider> builtIn) {
        var all = new ArrayList<>(builtIn);
        ServiceLoader.load(DeviceProvider.class).forEach(all::add);
        var ids = new LinkedHashMap<String, DeviceProvider>();
        for (DeviceProvider provider : all) {
            DeviceProvider other = ids.put(provider.id(), provider);
            if (other != null) {
                throw new IllegalArgumentException("Two device providers call themselves " + provider.id() + ": "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName() + "; take one of them off the class path.");
            }
        }
        providers = List.copyOf(all);
    }

    /**
     * Opens every provider. A provider that cannot open is logged and named by {@link #failures()}; the others work on.
     */
    public void open(Switchboard switchboard) {
        for (DeviceProvider provider : providers) {
            try {
                provider.open(switchboard);
            } catch (IOException | RuntimeException cause) {
                LOG.error(
                        "The device provider {} could not open its lines: {}",
                        provider.id(),
                        cause.getMessage(),
                        cause);
                failures.put(provider.id(), String.valueOf(cause.getMessage()));
            }
        }
    }

    public List<DeviceProvider> providers() {
        return providers;
    }

    /** Which providers could not open, and why, by id. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** The devices of all providers, in the order of the providers. */
    public List<Device> devices() {
        return providers.stream().flatMap(p -> p.devices().stream()).toList();
    }

    /** The device with this id. */
    public Optional<Device> device(String id) {
        return devices().stream().filter(device -> device.id().equals(id)).findFirst();
    }

    /** A device that is idle at this moment and reaches the dial string; another call may still take it first. */
    public Optional<Device> free(String dialString) {
        return devices().stream()
                .filter(device -> device.reaches(dialString) && device.state().isIdle())
                .findFirst();
    }

    /** Whether any device, free or not, reaches the dial string. */
    public boolean reaches(String dialString) {
        return devices().stream().anyMatch(device -> device.reaches(dialString));
    }

    /** Closes the providers; calls under way end with {@link org.caselli.outcome.Outcome#STOPPED}. */
    @Override
    public void close() {
        for (DeviceProvider provider : providers.reversed()) {
            try {
                provider.close();
            } catch (RuntimeException cause) {
                LOG.error("The device provider {} could not be closed: {}", provider.id(), cause.getMessage(), cause);
            }
        }
    }
}

package org.caselli.service.device;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What programs keep with a device or with the server: octets under a GUID, which the server hands back as they were given
 * and does not look into. Durable when {@link #set} returns. (The documented extension properties.)
 */
public final class ExtensionProperties {
    /** The device number that stands for the server. */
    public static final int SERVER = 0;

    /** As the buffer of the documented protocol. */
    public static final int MOST_OCTETS = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ExtensionProperties.class);

    private final Store store;
    private final InstantSource clock;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

    /** Is told when a property was set by this server. */
    @FunctionalInterface
    public interface Listener {
        /** Called after the value is durable, on the thread that has set it; must return quickly. */
        void changed(int deviceId, String guid, byte[] value);
    }

    public ExtensionProperties(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What is kept under this GUID.
     *
     * @param deviceId a device's number, or {@link #SERVER}
     * @param guid     in braces; upper and lower case are the same
     * @return empty if nothing was ever set
     * @throws Refusal if the GUID is none, or there is no such device (ERROR_BAD_UNIT)
     */
    public Optional<byte[]> find(int deviceId, String guid) {
        String name = Guids.checked(guid);
        return store.read(handle -> {
            requireDevice(handle, deviceId);
            return find(handle, deviceId, name);
        });
    }

    /**
     * As {@link #find}, where it must be there.
     *
     * @throws Refusal NOT_FOUND (ERROR_FILE_NOT_FOUND) if nothing was ever set
     */
    public byte[] get(int deviceId, String guid) {
        return find(deviceId, guid)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        FaxError.ERROR_FILE_NOT_FOUND,
                        "Nothing is kept under " + guid + " for " + shown(deviceId) + ".",
                        "Set it first."));
    }

    private static Optional<byte[]> find(Handle handle, int deviceId, String name) {
        return handle.createQuery("select value from extension_property where device_id = ? and guid = ?")
                .bind(0, deviceId)
                .bind(1, name)
                .map((row, context) -> row.getBytes("value"))
                .findOne();
    }

    /**
     * Keeps octets under a GUID, instead of what was there.
     *
     * @param deviceId a device's number, or {@link #SERVER}
     * @param guid     in braces
     * @param value    1 to {@link #MOST_OCTETS} octets
     * @throws Refusal INVALID if the GUID is none or the value is empty (E_INVALIDARG) or too long (ERROR_BUFFER_OVERFLOW);
     *                 NOT_FOUND if there is no such device (ERROR_BAD_UNIT)
     */
    public void set(int deviceId, String guid, byte[] value) {
        String name = Guids.checked(guid);
        if (value.length == 0) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The data to be kept under " + name + " is empty.",
                    "Give one octet at least; there is no way to delete it.");
        }
        if (value.length > MOST_OCTETS) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.ERROR_BUFFER_OVERFLOW,
                    "The data to be kept under " + name + " has " + value.length + " octets.",
                    "Give " + MOST_OCTETS + " at most.");
        }
        byte[] kept = value.clone();
        store.write(handle -> {
            requireDevice(handle, deviceId);
            return handle.execute(
                    "insert into extension_property (device_id, guid, value, changed_at) values (?, ?, ?, ?)"
                            + " on conflict (device_id, guid) do update set value = excluded.value,"
                            + " changed_at = excluded.changed_at",
                    deviceId,
                    name,
                    kept,
                    clock.millis());
        });
        for (Listener listener : listeners.getOrDefault(name, List.of())) {
            try {
                listener.changed(deviceId, name, kept.clone());
            } catch (RuntimeException cause) {
                LOG.error("Whoever listens to the data under {} failed; the data is kept.", name, cause);
            }
        }
    }

    /** Tells this listener of every change under this GUID, for any device, that is made on this server. */
    public void listen(String guid, Listener listener) {
        listeners
                .computeIfAbsent(Guids.checked(guid), name -> new CopyOnWriteArrayList<>())
                .add(listener);
    }

    private static void requireDevice(Handle handle, int deviceId) {
        boolean known = deviceId == SERVER
                || handle.createQuery("select count(*) from device where id = ?")
                                .bind(0, deviceId)
                                .mapTo(Integer.class)
                                .one()
                        == 1;
        if (!known) {
            throw Devices.unknown(Integer.toString(deviceId));
        }
    }

    private static String shown(int deviceId) {
        return deviceId == SERVER ? "the server" : "device " + deviceId;
    }
}

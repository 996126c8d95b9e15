package org.caselli.service.device;

import static org.caselli.queue.ServerEvent.Kind.CONFIG_CHANGED;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.Lines;
import org.caselli.line.ModuleVersion;
import org.caselli.line.ProviderStatus;
import org.caselli.queue.EventLog;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * What offers devices: the server's own providers, those of plug-ins, and those that an administrator has registered. What is
 * registered is loaded at the next start of each server.
 */
public final class Providers {
    /** As long as the documents allow a string to be. */
    public static final int MOST_TEXT = 253;

    /** The version of the interface that providers are registered for. */
    public static final long INTERFACE_VERSION = DeviceProvider.INTERFACE_VERSION;

    private static final Pattern VARIABLE =
            Pattern.compile("%([A-Za-z_][A-Za-z0-9_]*)%|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Lines lines;
    private final Devices devices;

    /** Whether a provider waits for a start of the server. */
    public enum Pending {
        /** It is as it is. */
        NONE,
        /** It is registered, and loaded at the next start. */
        ADDED,
        /** It is no longer registered, and works until the next start. */
        REMOVED
    }

    /**
     * A provider (the documented FaxDeviceProvider).
     *
     * @param uniqueName   the GUID of its registration, or what it calls itself
     * @param image        the path of its jar
     * @param tapiName     a telephony provider that was registered with it; mostly empty
     * @param errorCode    meaningful unless it works: a Windows error code that comes near
     * @param error        a sentence; empty if nothing is wrong
     * @param deviceIds    the numbers of its devices on this server
     */
    public record Provider(
            String uniqueName,
            String friendlyName,
            String image,
            String tapiName,
            ModuleVersion version,
            ProviderStatus status,
            int errorCode,
            String error,
            List<Integer> deviceIds,
            Pending pending) {}

    /**
     * What an administrator has registered.
     *
     * @param guid             in braces and lower case
     * @param image            the path of its jar, which may have variables of the environment: {@code %NAME%}
     * @param interfaceVersion {@link DeviceProvider#INTERFACE_VERSION}
     */
    public record Registration(
            String guid,
            String friendlyName,
            String image,
            String tapiName,
            long interfaceVersion,
            Instant registeredAt) {
        /** Whether its name is a GUID; {@link #register} takes no other, but the database may be older. */
        public boolean isWellNamed() {
            return Guids.isGuid(guid);
        }

        /**
         * The file that is meant.
         *
         * @throws InvalidPathException if it cannot be a path
         */
        public Path file() {
            return Path.of(expanded(image));
        }
    }

    public Providers(Store store, EventLog events, InstantSource clock, Lines lines, Devices devices) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.lines = lines;
        this.devices = devices;
    }

    /** The registered providers, in the order in which they were registered; for the start of a server. */
    public static List<Registration> registered(Store store) {
        return store.read(Providers::registered);
    }

    private static List<Registration> registered(Handle handle) {
        return handle.createQuery("select guid, friendly_name, image, tapi_name, interface_version, registered_at"
                        + " from provider order by registered_at, guid")
                .map((row, context) -> new Registration(
                        row.getString("guid"),
                        row.getString("friendly_name"),
                        row.getString("image"),
                        row.getString("tapi_name"),
                        row.getLong("interface_version"),
                        Instant.ofEpochMilli(row.getLong("registered_at"))))
                .list();
    }

    /** All providers of this server, also those that could not be loaded; the server's own first. */
    public List<Provider> list() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        String node = devices.node();
        for (RegisteredDevice device : devices.inOrder()) {
            if (device.node().equals(node)) {
                numbers.put(device.key(), device.id());
            }
        }
        Map<String, Registration> waiting = new LinkedHashMap<>();
        registered(store).forEach(each -> waiting.put(each.guid(), each));
        var all = new ArrayList<Provider>();
        for (Lines.Report report : lines.providers()) {
            boolean known = waiting.remove(report.uniqueName()) != null;
            all.add(new Provider(
                    report.uniqueName(),
                    report.friendlyName(),
                    report.image(),
                    report.tapiName(),
                    report.version(),
                    report.status(),
                    report.errorCode(),
                    report.error(),
                    report.devices().stream()
                            .map(Device::id)
                            .flatMap(key -> Optional.ofNullable(numbers.get(key)).stream())
                            .toList(),
                    report.uniqueName().startsWith("{") && !known ? Pending.REMOVED : Pending.NONE));
        }
        for (Registration each : waiting.values()) {
            all.add(new Provider(
                    each.guid(),
                    each.friendlyName(),
                    each.image(),
                    each.tapiName(),
                    ModuleVersion.UNKNOWN,
                    ProviderStatus.SUCCESS,
                    0,
                    "",
                    List.of(),
                    Pending.ADDED));
        }
        return all;
    }

    /**
     * The provider with this unique name.
     *
     * @throws Refusal NOT_FOUND (ERROR_FILE_NOT_FOUND)
     */
    public Provider find(String uniqueName) {
        return list().stream()
                .filter(each -> each.uniqueName().equalsIgnoreCase(uniqueName))
                .findFirst()
                .orElseThrow(() -> unknown(uniqueName));
    }

    private static Refusal unknown(String uniqueName) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                FaxError.ERROR_FILE_NOT_FOUND,
                "There is no provider " + (uniqueName.length() > 60 ? uniqueName.substring(0, 60) + "..." : uniqueName)
                        + ".",
                "Look its unique name up in the list of providers.");
    }

    /**
     * Registers a provider. It is loaded at the next start of the server.
     *
     * @param guid             in braces; its unique name from then on
     * @param friendlyName     for people, 1 to 253 characters
     * @param image            the complete path of its jar on the server, which must be there; 1 to 253 characters
     * @param tapiName         a telephony provider that belongs to it; mostly empty
     * @param interfaceVersion {@link DeviceProvider#INTERFACE_VERSION}, the only one there is
     * @throws Refusal INVALID for a bad GUID or version or a missing file (E_INVALIDARG) or a text that is too long
     *                 (ERROR_BUFFER_OVERFLOW); CONFLICT if the GUID or the telephony provider is registered already
     *                 (ERROR_ALREADY_EXISTS)
     */
    public Provider register(String guid, String friendlyName, String image, String tapiName, long interfaceVersion) {
        String name = Guids.checked(guid);
        length("friendly name", friendlyName, 1);
        length("image", image, 1);
        length("telephony provider", tapiName, 0);
        if (interfaceVersion != DeviceProvider.INTERFACE_VERSION) {
            throw invalid(
                    "The provider is said to be made for version " + interfaceVersion + " of the interface.",
                    "Give " + DeviceProvider.INTERFACE_VERSION + " (0x00010000), the only one there is.");
        }
        requireFile(image);
        var wanted = new Registration(
                name, friendlyName, image, tapiName, interfaceVersion, Instant.ofEpochMilli(clock.millis()));
        store.write(handle -> {
            for (Registration other : registered(handle)) {
                if (other.guid().equals(name)
                        || (!tapiName.isEmpty() && other.tapiName().equalsIgnoreCase(tapiName))) {
                    throw new Refusal(
                            Refusal.Kind.CONFLICT,
                            FaxError.ERROR_ALREADY_EXISTS,
                            other.guid().equals(name)
                                    ? "A provider is registered as " + name + " already: " + other.friendlyName() + "."
                                    : "The telephony provider " + tapiName + " is registered already, with "
                                            + other.friendlyName() + ".",
                            "Unregister that one first, or give another.");
                }
            }
            handle.execute(
                    "insert into provider (guid, friendly_name, image, tapi_name, interface_version, registered_at)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    name,
                    friendlyName,
                    image,
                    tapiName,
                    interfaceVersion,
                    Store.millis(wanted.registeredAt()));
            events.append(handle, wanted.registeredAt(), CONFIG_CHANGED, "providers/" + name);
            return true;
        });
        return find(name);
    }

    /**
     * Takes a registration back. What it has loaded works until the next start of the server.
     *
     * @throws Refusal NOT_FOUND (ERROR_FILE_NOT_FOUND); CONFLICT (ERROR_INVALID_OPERATION) if the provider was not registered
     *                 but is part of the server or lies in the plug-in folder
     */
    public void unregister(String uniqueName) {
        String name = uniqueName.toLowerCase(Locale.ROOT);
        boolean gone = store.write(handle -> {
            boolean was = handle.execute("delete from provider where guid = ?", name) == 1;
            if (was) {
                events.append(handle, clock.instant(), CONFIG_CHANGED, "providers/" + name);
            }
            return was;
        });
        if (!gone) {
            Provider there = find(uniqueName);
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    FaxError.ERROR_INVALID_OPERATION,
                    "The provider " + there.uniqueName() + " is not registered"
                            + (there.pending() == Pending.REMOVED ? " any more." : "."),
                    there.pending() == Pending.REMOVED
                            ? "It is gone at the next start of the server."
                            : there.image().equals(Lines.BUILT_IN)
                                    ? "It is part of the server; configure it to have no lines."
                                    : "Take its jar out of the plug-in folder: " + there.image() + ".");
        }
    }

    private static void length(String what, String text, int least) {
        if (text.length() > MOST_TEXT) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.ERROR_BUFFER_OVERFLOW,
                    "The " + what + " has " + text.length() + " characters.",
                    "Give " + MOST_TEXT + " at most.");
        }
        if (text.strip().length() < least) {
            throw invalid("The " + what + " is empty.", "Give one.");
        }
    }

    private static Refusal invalid(String what, String remedy) {
        return new Refusal(Refusal.Kind.INVALID, FaxError.E_INVALIDARG, what, remedy);
    }

    private static void requireFile(String image) {
        boolean there;
        try {
            Path file = Path.of(expanded(image));
            there = file.isAbsolute() && Files.isRegularFile(file) && Files.isReadable(file);
        } catch (InvalidPathException _) {
            there = false;
        }
        if (!there) {
            throw invalid(
                    "There is no file \"" + image + "\" that the server can read.",
                    "Give the complete path of the provider's jar on the server.");
        }
    }

    /** With the variables of the server's environment put in; unknown ones stay as they are. */
    private static String expanded(String image) {
        return VARIABLE.matcher(image).replaceAll(match -> {
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            String value = System.getenv(name);
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }
}

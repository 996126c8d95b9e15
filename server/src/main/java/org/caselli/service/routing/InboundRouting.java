package org.caselli.service.routing;

import static org.caselli.queue.ServerEvent.Kind.CONFIG_CHANGED;
import static org.caselli.service.Refusal.Kind.CONFLICT;
import static org.caselli.service.Refusal.Kind.INVALID;
import static org.caselli.service.Refusal.Kind.NOT_FOUND;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.caselli.line.ProviderStatus;
import org.caselli.queue.EventLog;
import org.caselli.queue.PlannedStep;
import org.caselli.service.ContentVersion;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.archive.Inboxes;
import org.caselli.service.mail.Mailer;
import org.caselli.service.settings.Exported;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * What becomes of received faxes: the extensions, their methods in the order in which they run, and which of them each
 * device uses, with which data. (The documented FaxInboundRouting, and the routing side of FaxDevice.)
 */
public final class InboundRouting implements AutoCloseable {
    /** Ours: how long one method may take with one fax. */
    private static final Duration METHOD_LIMIT = Duration.ofMinutes(5);
    /** Ours: how long it has to heed its interrupt before it counts as stuck. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final int DATA_LENGTH = 1 << 20;

    /**
     * An extension, as it was loaded at the start of the server.
     *
     * @param image        its jar; "caselli" for the built-in one
     * @param error        why it does not work; empty if it does
     * @param methods      the GUIDs of its methods
     * @param builtIn      whether it belongs to the server
     * @param registered   whether an administrator registered it; else it was found in the plug-in folder
     * @param pending      what happens at the next start: {@code "registered"}, {@code "unregistered"}, or empty
     */
    public record Extension(
            String uniqueName,
            String friendlyName,
            String image,
            InboundRoutingExtension.Version version,
            ProviderStatus status,
            String error,
            List<String> methods,
            boolean builtIn,
            boolean registered,
            String pending) {}

    /**
     * A method, in its place.
     *
     * @param priority            1 runs first
     * @param extension           the unique name of its extension
     * @param extensionName       of the same, for people
     * @param image               the jar of the same
     * @param problem             why it cannot run at present; empty if it can
     */
    public record Method(
            String guid,
            String name,
            String functionName,
            int priority,
            String extension,
            String extensionName,
            String image,
            String problem) {}

    /**
     * A method as a device sees it.
     *
     * @param enabled   whether it runs for faxes that this device receives
     * @param data      its configuration for this device, else that for the whole server; empty for none
     * @param inherited whether the configuration is that for the whole server
     * @param complaint what is wrong with it, if anything
     */
    public record Use(Method method, boolean enabled, byte[] data, boolean inherited, Optional<String> complaint) {
        /** The configuration as text, if it is such a text as the documents describe. */
        public Optional<String> text() {
            return MethodText.isText(data) ? Optional.of(MethodText.read(data)) : Optional.empty();
        }
    }

    private record Row(String guid, String extension, String name, String functionName, int priority) {}

    private record Known(
            String uniqueName, String friendlyName, String image, boolean registered, boolean unregistered) {}

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final RoutingDevices devices;
    private final Extensions extensions;

    /**
     * @param mail    sends what is routed by mail
     * @param inboxes those of accounts to which faxes are given
     */
    public InboundRouting(
            Store store, EventLog events, InstantSource clock, RoutingDevices devices, Mailer mail, Inboxes inboxes) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.devices = devices;
        this.extensions = new Extensions(new ForeignCode(METHOD_LIMIT, GRACE));
        extensions.addBuiltIn(new BuiltInMethods(mail, inboxes));
    }

    /**
     * Loads the extensions: those in the jars of the plug-in folder, and those that were registered. Called once, before any
     * line is open.
     *
     * @param jars by the path that people are shown
     */
    public void load(Map<String, ClassLoader> jars) {
        forgetUnregistered();
        jars.forEach((image, loader) -> extensions.addFrom(new Extensions.Jar(image, loader)));
        for (Known each : known()) {
            var registration = new Extensions.Registration(
                    each.uniqueName(), each.friendlyName(), each.image(), registeredMethods(each.uniqueName()));
            if (each.registered()) {
                extensions.add(registration);
            } else if (!extensions.byName().containsKey(each.uniqueName())) {
                extensions.addMissing(registration);
            }
        }
        store.write(handle -> {
            Instant now = clock.instant();
            for (Extensions.Loaded each : extensions.all()) {
                if (!each.builtIn() && !each.methods().isEmpty()) {
                    handle.execute(
                            "insert into routing_extension (unique_name, friendly_name, image, registered, unregistered,"
                                    + " changed_at) values (?, ?, ?, 0, 0, ?) on conflict (unique_name) do nothing",
                            each.uniqueName(),
                            each.friendlyName(),
                            each.image(),
                            Store.millis(now));
                }
                if (each.status() == ProviderStatus.SUCCESS || each.builtIn()) {
                    each.methods().forEach(method -> addMethod(handle, each.uniqueName(), method));
                }
            }
            return true;
        });
    }

    private void forgetUnregistered() {
        store.write(handle -> {
            handle.execute(
                    "delete from routing_method_use where method in (select guid from routing_method where extension"
                            + " in (select unique_name from routing_extension where unregistered = 1))");
            handle.execute("delete from routing_method where extension in"
                    + " (select unique_name from routing_extension where unregistered = 1)");
            handle.execute("delete from routing_extension where unregistered = 1");
            renumber(handle, rows(handle));
            return true;
        });
    }

    private static void addMethod(Handle handle, String extension, InboundRoutingExtension.Method method) {
        handle.execute(
                "insert into routing_method (guid, extension, name, function_name, priority)"
                        + " values (?, ?, ?, ?, (select coalesce(max(priority), 0) + 1 from routing_method))"
                        + " on conflict (guid) do update set extension = excluded.extension, name = excluded.name,"
                        + " function_name = excluded.function_name",
                method.guid(),
                extension,
                method.name(),
                method.functionName());
    }

    private List<Known> known() {
        return store.read(handle -> handle.createQuery(
                        "select unique_name, friendly_name, image, registered, unregistered"
                                + " from routing_extension order by changed_at, unique_name")
                .map((row, context) -> new Known(
                        row.getString(1), row.getString(2), row.getString(3), row.getInt(4) != 0, row.getInt(5) != 0))
                .list());
    }

    private List<InboundRoutingExtension.Method> registeredMethods(String extension) {
        return store.read(handle -> rows(handle).stream()
                .filter(row -> row.extension().equals(extension))
                .map(row -> new InboundRoutingExtension.Method(row.guid(), row.name(), row.functionName()))
                .toList());
    }

    private static List<Row> rows(Handle handle) {
        return handle.createQuery(
                        "select guid, extension, name, function_name, priority from routing_method order by priority, guid")
                .map((row, context) ->
                        new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5)))
                .list();
    }

    // Extensions

    /** All extensions, the built-in one first; also those that could not be loaded, and those that come at the next start. */
    public List<Extension> extensions() {
        Map<String, Known> known = known().stream().collect(Collectors.toMap(Known::uniqueName, each -> each));
        var all = new ArrayList<Extension>();
        var shown = new HashSet<String>();
        for (Extensions.Loaded each : extensions.all()) {
            Known row = known.get(each.uniqueName());
            shown.add(each.uniqueName());
            all.add(new Extension(
                    each.uniqueName(),
                    each.friendlyName(),
                    each.image(),
                    each.version(),
                    each.status(),
                    each.error(),
                    each.methods().stream()
                            .map(InboundRoutingExtension.Method::guid)
                            .toList(),
                    each.builtIn(),
                    row != null && row.registered(),
                    row != null && row.unregistered() ? "unregistered" : ""));
        }
        for (Known row : known.values()) {
            if (!shown.contains(row.uniqueName())) {
                all.add(new Extension(
                        row.uniqueName(),
                        row.friendlyName(),
                        row.image(),
                        new InboundRoutingExtension.Version(0, 0, 0, 0),
                        ProviderStatus.CANT_LOAD,
                        "It is loaded at the next start of the server.",
                        registeredMethods(row.uniqueName()).stream()
                                .map(InboundRoutingExtension.Method::guid)
                                .toList(),
                        false,
                        row.registered(),
                        "registered"));
            }
        }
        return all;
    }

    /**
     * Registers an extension; it works from the next start of the server on.
     *
     * @param uniqueName   its {@link InboundRoutingExtension#uniqueName()}
     * @param image        the path of its jar; may have variables of the environment
     * @param methods      one or more, each "name;friendly name;function;GUID" as documented
     * @throws Refusal of kind CONFLICT if there is such an extension or method, INVALID if something is not as it must be
     */
    public void register(String uniqueName, String friendlyName, String image, List<String> methods) {
        for (String name : List.of(uniqueName, friendlyName)) {
            Extensions.nameComplaint(name).ifPresent(why -> {
                throw new Refusal(
                        INVALID,
                        name.length() > Extensions.NAME_LENGTH ? FaxError.ERROR_BUFFER_OVERFLOW : FaxError.E_INVALIDARG,
                        "The extension cannot be registered: " + why,
                        "Give another name.");
            });
        }
        if (image.isBlank() || image.length() > 4096) {
            throw invalid("The extension has no path of a jar.", "Give the path of its jar as image.");
        }
        if (methods.isEmpty()) {
            throw invalid("The extension has no methods.", "Give each as \"name;friendly name;function;{GUID}\".");
        }
        List<InboundRoutingExtension.Method> parsed =
                methods.stream().map(InboundRouting::parsed).toList();
        if (parsed.stream().map(InboundRoutingExtension.Method::guid).distinct().count() < parsed.size()) {
            throw invalid("Two of the methods have the same GUID.", "Give each its own.");
        }
        store.write(handle -> {
            Instant now = clock.instant();
            boolean there = uniqueName.equals(BuiltInMethods.NAME)
                    || handle.createQuery(
                                            "select count(*) from routing_extension where unique_name = ? and registered = 1"
                                                    + " and unregistered = 0")
                                    .bind(0, uniqueName)
                                    .mapTo(Integer.class)
                                    .one()
                            > 0;
            if (there) {
                throw new Refusal(
                        CONFLICT,
                        FaxError.ERROR_ALREADY_EXISTS,
                        "There is an extension \"" + uniqueName + "\" already.",
                        "Unregister it first.");
            }
            for (Row row : rows(handle)) {
                if (!row.extension().equals(uniqueName)
                        && parsed.stream().anyMatch(method -> method.guid().equals(row.guid()))) {
                    throw new Refusal(
                            CONFLICT,
                            FaxError.ERROR_ALREADY_EXISTS,
                            "The method " + row.guid() + " belongs to the extension \"" + row.extension() + "\".",
                            "Give each method a GUID of its own.");
                }
            }
            handle.execute(
                    "insert into routing_extension (unique_name, friendly_name, image, registered, unregistered, changed_at)"
                            + " values (?, ?, ?, 1, 0, ?) on conflict (unique_name) do update set"
                            + " friendly_name = excluded.friendly_name, image = excluded.image, registered = 1,"
                            + " unregistered = 0, changed_at = excluded.changed_at",
                    uniqueName,
                    friendlyName,
                    image,
                    Store.millis(now));
            parsed.forEach(method -> addMethod(handle, uniqueName, method));
            events.append(handle, now, CONFIG_CHANGED, "routing/inbound/extensions/" + uniqueName);
            return true;
        });
    }

    private static InboundRoutingExtension.Method parsed(String text) {
        String[] parts = text.split(";", -1);
        Optional<String> guid = parts.length == 4 ? MethodGuid.of(parts[3]) : Optional.empty();
        if (guid.isEmpty()
                || (parts[0].isBlank() && parts[1].isBlank())
                || text.length() > 4 * Extensions.NAME_LENGTH) {
            throw invalid(
                    "\"" + text + "\" describes no method.",
                    "Give \"name;friendly name;function;{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}\".");
        }
        String name = parts[1].isBlank() ? parts[0] : parts[1];
        return new InboundRoutingExtension.Method(guid.get(), name.strip(), parts[2].strip());
    }

    /**
     * Takes an extension away; it works until the server is started again.
     *
     * @throws Refusal of kind NOT_FOUND if there is none, CONFLICT if it is built in or lies in the plug-in folder
     */
    public void unregister(String uniqueName) {
        if (uniqueName.equals(BuiltInMethods.NAME)) {
            throw new Refusal(
                    CONFLICT,
                    FaxError.ERROR_INVALID_OPERATION,
                    "The built-in methods cannot be unregistered.",
                    "Switch them off on the devices that shall not use them.");
        }
        boolean works = Optional.ofNullable(extensions.byName().get(uniqueName))
                .map(each -> each.status() != ProviderStatus.CANT_LOAD)
                .orElse(false);
        store.write(handle -> {
            Optional<Integer> registered = handle.createQuery(
                            "select registered from routing_extension where unique_name = ? and unregistered = 0")
                    .bind(0, uniqueName)
                    .mapTo(Integer.class)
                    .findOne();
            if (registered.isEmpty()) {
                throw new Refusal(
                        NOT_FOUND,
                        FaxError.ERROR_FILE_NOT_FOUND,
                        "There is no extension \"" + uniqueName + "\".",
                        "Look its name up in the list of extensions.");
            }
            if (registered.get() == 0 && works) {
                throw new Refusal(
                        CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "The extension \"" + uniqueName
                                + "\" was found in the plug-in folder and would be found again.",
                        "Take its jar out of the folder and restart the server.");
            }
            Instant now = clock.instant();
            handle.execute(
                    "update routing_extension set unregistered = 1, changed_at = ? where unique_name = ?",
                    Store.millis(now),
                    uniqueName);
            events.append(handle, now, CONFIG_CHANGED, "routing/inbound/extensions/" + uniqueName);
            return true;
        });
    }

    // Methods and their order

    /** All methods of all extensions, in the order in which they run. */
    public List<Method> methods() {
        List<Row> rows = store.read(InboundRouting::rows);
        return methods(rows);
    }

    private List<Method> methods(List<Row> rows) {
        Map<String, Extensions.Loaded> loaded = extensions.byName();
        return rows.stream()
                .map(row -> {
                    Extensions.Loaded extension = loaded.get(row.extension());
                    return new Method(
                            row.guid(),
                            row.name(),
                            row.functionName(),
                            row.priority(),
                            row.extension(),
                            extension == null ? row.extension() : extension.friendlyName(),
                            extension == null ? "" : extension.image(),
                            extensions.outOfOrder(row.guid()).orElse(""));
                })
                .toList();
    }

    /**
     * One method.
     *
     * @throws Refusal of kind NOT_FOUND if there is none
     */
    public Method method(String guid) {
        String wanted = MethodGuid.of(guid).orElse(guid);
        return methods().stream()
                .filter(method -> method.guid().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(guid));
    }

    private static Refusal unknown(String guid) {
        return new Refusal(
                NOT_FOUND,
                FaxError.ERROR_INVALID_DATA,
                "There is no routing method " + guid + ".",
                "Look its GUID up in the list of methods.");
    }

    /**
     * Puts a method at another place. All are then numbered anew from 1, so that no two have the same place; of two that
     * want the same one, this comes first.
     *
     * @param priority 1 or more; any large number means the last place
     * @return the method at its new place
     */
    public Method setPriority(String guid, int priority) {
        if (priority < 1) {
            throw invalid("The priority " + priority + " is out of range.", "Give 1 for the first, or more.");
        }
        String wanted = method(guid).guid();
        store.write(handle -> {
            move(handle, wanted, priority);
            return true;
        });
        return method(wanted);
    }

    private void move(Handle handle, String guid, int priority) {
        var rows = new ArrayList<>(rows(handle));
        Row moved =
                rows.stream().filter(row -> row.guid().equals(guid)).findFirst().orElseThrow(() -> unknown(guid));
        rows.remove(moved);
        rows.add(Math.min(priority, rows.size() + 1) - 1, moved);
        if (renumber(handle, rows)) {
            events.append(handle, clock.instant(), CONFIG_CHANGED, "routing/inbound/methods/" + guid);
        }
    }

    private static boolean renumber(Handle handle, List<Row> rows) {
        boolean changed = false;
        for (int i = 0; i < rows.size(); i++) {
            changed |= handle.execute(
                            "update routing_method set priority = ? where guid = ? and priority <> ?",
                            i + 1,
                            rows.get(i).guid(),
                            i + 1)
                    > 0;
        }
        return changed;
    }

    /** The methods' part of the configuration file. */
    public Exported exported() {
        return new InboundFile(this);
    }

    /** Numbers all methods in this order. For the configuration file. */
    void reorder(Handle handle, List<String> order) {
        var rows = new ArrayList<>(rows(handle));
        rows.sort(Comparator.comparingInt(row -> order.indexOf(row.guid())));
        if (renumber(handle, rows)) {
            events.append(handle, clock.instant(), CONFIG_CHANGED, "routing/inbound/methods");
        }
    }

    /** Keeps the data of a method of our own or of an extension. For the configuration file. */
    void keep(Handle handle, int device, String guid, byte[] data) {
        if (data.length == 0 || data.length > DATA_LENGTH) {
            throw invalid(
                    "The data of a routing method has " + data.length + " octets.", "Give 1 to " + DATA_LENGTH + ".");
        }
        handle.execute(
                "insert into extension_property (device_id, guid, value, changed_at) values (?, ?, ?, ?)"
                        + " on conflict (device_id, guid) do update set value = excluded.value,"
                        + " changed_at = excluded.changed_at",
                device,
                guid,
                data,
                Store.millis(clock.instant()));
        events.append(
                handle,
                clock.instant(),
                CONFIG_CHANGED,
                "devices/" + device + "/routing-methods/" + guid,
                "data",
                true);
    }

    /** Switches a method on or off for a device. For the configuration file. */
    void use(Handle handle, int device, String guid, boolean on) {
        handle.execute(
                on
                        ? "insert into routing_method_use (device_id, method) values (?, ?) on conflict do nothing"
                        : "delete from routing_method_use where device_id = ? and method = ?",
                device,
                guid);
        events.append(
                handle,
                clock.instant(),
                CONFIG_CHANGED,
                "devices/" + device + "/routing-methods/" + guid,
                "enabled",
                on);
    }

    // What a device does

    /** All methods in their order, as this device uses them. Device 0 is the whole server, which enables none. */
    public List<Use> uses(int device) {
        requireDevice(device);
        Set<String> enabled = enabled(device);
        return methods().stream().map(method -> use(device, method, enabled)).toList();
    }

    /** One method as this device uses it. */
    public Use use(int device, String guid) {
        requireDevice(device);
        return use(device, method(guid), enabled(device));
    }

    private Use use(int device, Method method, Set<String> enabled) {
        Optional<byte[]> own = devices.data(device, method.guid());
        byte[] data = own.or(() -> device == 0 ? Optional.empty() : devices.data(0, method.guid()))
                .orElse(new byte[0]);
        return new Use(
                method,
                enabled.contains(method.guid()),
                data,
                own.isEmpty() && data.length > 0,
                complaint(method.guid(), data));
    }

    private Optional<String> complaint(String guid, byte[] data) {
        try {
            return extensions.complaint(guid, data);
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            return Optional.of("The server is shutting down.");
        }
    }

    private void requireDevice(int device) {
        if (device != 0 && devices.nameOf(device).isEmpty()) {
            throw new Refusal(
                    NOT_FOUND,
                    FaxError.ERROR_BAD_UNIT,
                    "There is no device " + device + ".",
                    "Look its number up in the list of devices.");
        }
    }

    private Set<String> enabled(int device) {
        return store.read(handle -> handle.createQuery("select method from routing_method_use where device_id = ?")
                .bind(0, device)
                .mapTo(String.class)
                .set());
    }

    /**
     * Switches a method on or off for a device.
     *
     * @throws Refusal of kind CONFLICT if the method says that it cannot work with its data: the documented
     *                 ERROR_BAD_CONFIGURATION
     */
    public void enable(int device, String guid, boolean on) {
        if (device == 0) {
            throw new Refusal(
                    INVALID,
                    FaxError.ERROR_BAD_UNIT,
                    "Methods are switched on and off for single devices.",
                    "Give the number of a device.");
        }
        Use use = use(device, guid);
        if (on) {
            use.complaint().ifPresent(why -> {
                throw badConfiguration(use.method(), why);
            });
        }
        store.write(handle -> {
            int changed = on
                    ? handle.execute(
                            "insert into routing_method_use (device_id, method) values (?, ?) on conflict do nothing",
                            device,
                            use.method().guid())
                    : handle.execute(
                            "delete from routing_method_use where device_id = ? and method = ?",
                            device,
                            use.method().guid());
            if (changed > 0) {
                events.append(
                        handle,
                        clock.instant(),
                        CONFIG_CHANGED,
                        "devices/" + device + "/routing-methods/" + use.method().guid(),
                        "enabled",
                        on);
            }
            return true;
        });
    }

    /**
     * Configures a method for a device, or for the whole server if {@code device} is 0.
     *
     * @throws Refusal of kind CONFLICT if the method says that it cannot work with this
     */
    public void configure(int device, String guid, byte[] data) {
        requireDevice(device);
        Method method = method(guid);
        if (data.length == 0 || data.length > DATA_LENGTH) {
            throw invalid(
                    "The data of a routing method has " + data.length + " octets.", "Give 1 to " + DATA_LENGTH + ".");
        }
        complaint(method.guid(), data).ifPresent(why -> {
            throw badConfiguration(method, why);
        });
        devices.setData(device, method.guid(), data);
    }

    /** The version of a method as this device uses it, or, for device 0, as it is for the whole server. */
    public long version(int device, String guid) {
        String name = method(guid).guid();
        return store.read(handle -> version(handle, device, name));
    }

    private static long version(Handle handle, int device, String guid) {
        int priority = handle.createQuery("select priority from routing_method where guid = ?")
                .bind(0, guid)
                .mapTo(Integer.class)
                .one();
        return ContentVersion.of(
                guid,
                priority,
                handle.createQuery("select count(*) from routing_method_use where device_id = ? and method = ?")
                        .bind(0, device)
                        .bind(1, guid)
                        .mapTo(Integer.class)
                        .one(),
                kept(handle, device, guid),
                kept(handle, 0, guid));
    }

    private static byte[] kept(Handle handle, int device, String guid) {
        return handle.createQuery("select value from extension_property where device_id = ? and guid = ?")
                .bind(0, device)
                .bind(1, guid)
                .map((row, context) -> row.getBytes("value"))
                .findOne()
                .orElse(new byte[0]);
    }

    /** What is to be changed of a method; what is empty stays. The place is that among all methods, for device 0 only. */
    public record Change(Optional<byte[]> data, Optional<Boolean> enabled, Optional<Integer> priority) {}

    /**
     * Changes a method as a device uses it, or, for device 0, as it is for the whole server: all of it or nothing.
     *
     * @param expected the version that is changed
     * @throws Refusal STALE if it has another version by now; else as {@link #configure}, {@link #enable} and
     *                 {@link #setPriority} do
     */
    public Use change(int device, String guid, long expected, Change change) {
        Use before = use(device, guid);
        Method method = before.method();
        if (change.priority().filter(place -> place < 1).isPresent()) {
            throw invalid(
                    "The priority " + change.priority().get() + " is out of range.", "Give 1 for the first, or more.");
        }
        if (change.enabled().isPresent() && device == 0) {
            throw new Refusal(
                    INVALID,
                    FaxError.ERROR_BAD_UNIT,
                    "Methods are switched on and off for single devices.",
                    "Give the number of a device.");
        }
        byte[] data = change.data().orElse(before.data());
        if (change.data().isPresent() || change.enabled().orElse(false)) {
            if (change.data().isPresent() && (data.length == 0 || data.length > DATA_LENGTH)) {
                throw invalid(
                        "The data of a routing method has " + data.length + " octets.",
                        "Give 1 to " + DATA_LENGTH + ".");
            }
            complaint(method.guid(), data).ifPresent(why -> {
                throw badConfiguration(method, why);
            });
        }
        store.write(handle -> {
            ContentVersion.require(
                    "The method \"" + method.name() + "\"", version(handle, device, method.guid()), expected);
            change.data().ifPresent(octets -> keep(handle, device, method.guid(), octets));
            change.enabled()
                    .filter(on -> on != before.enabled())
                    .ifPresent(on -> use(handle, device, method.guid(), on));
            change.priority().ifPresent(place -> move(handle, method.guid(), place));
            return true;
        });
        return use(device, guid);
    }

    private static Refusal badConfiguration(Method method, String why) {
        return new Refusal(
                CONFLICT,
                FaxError.ERROR_BAD_CONFIGURATION,
                "The method \"" + method.name() + "\" cannot work so: " + why,
                "Configure it, then switch it on.");
    }

    private static Refusal invalid(String what, String remedy) {
        return new Refusal(INVALID, FaxError.E_INVALIDARG, what, remedy);
    }

    // For those who route

    /** The registered number of a line. */
    public OptionalInt deviceId(String deviceKey) {
        return devices.idOf(deviceKey);
    }

    /** The methods that run for a fax which this line has received, in order. A line that nobody has registered has none. */
    public List<PlannedStep> plan(String deviceKey) {
        OptionalInt device = devices.idOf(deviceKey);
        return store.read(handle -> plan(handle, device));
    }

    /** The same in a transaction, by the registered number of the line. */
    public List<PlannedStep> plan(Handle handle, OptionalInt device) {
        return device.isEmpty()
                ? List.of()
                : handle.createQuery("select m.guid, m.name from routing_method_use u join routing_method m"
                                + " on m.guid = u.method where u.device_id = ? order by m.priority, m.guid")
                        .bind(0, device.getAsInt())
                        .map((row, context) -> new PlannedStep(row.getString(1), row.getString(2)))
                        .list();
    }

    RoutingDevices devices() {
        return devices;
    }

    /** What a method is configured with on this device. */
    byte[] data(OptionalInt device, String guid) {
        Optional<byte[]> own = device.isPresent() ? devices.data(device.getAsInt(), guid) : Optional.empty();
        return own.or(() -> devices.data(0, guid)).orElse(new byte[0]);
    }

    RoutingResult route(RoutingRequest request) throws InterruptedException {
        return extensions.route(request);
    }

    /** Closes the extensions. */
    @Override
    public void close() {
        extensions.close();
    }
}

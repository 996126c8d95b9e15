package org.caselli.service.device;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caselli.service.settings.Entry;
import org.caselli.service.settings.Exported;
import org.jdbi.v3.core.Handle;

/**
 * The settings of devices in the configuration file, by their names. A device that is not there yet, because a trunk of the
 * same file brings it, is left for a second time.
 */
final class DeviceFile implements Exported {
    private final Devices devices;

    DeviceFile(Devices devices) {
        this.devices = devices;
    }

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public Map<String, Map<String, Object>> export(Handle handle) {
        var entries = new TreeMap<String, Map<String, Object>>();
        int priority = 0;
        for (RegisteredDevice device : devices.all(handle)) {
            DeviceSettings settings = device.settings();
            var members = new LinkedHashMap<String, Object>();
            members.put("description", settings.description());
            members.put("priority", ++priority);
            members.put("sendEnabled", settings.sendEnabled());
            members.put("receiveMode", word(settings.receiveMode()));
            members.put("ringsBeforeAnswer", settings.ringsBeforeAnswer());
            members.put("tsid", settings.tsid());
            members.put("csid", settings.csid());
            entries.put(Exported.device(device.node(), device.key()), members);
        }
        return entries;
    }

    private static String word(ReceiveMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void apply(Handle handle, Map<String, Entry> wanted) {
        Map<String, RegisteredDevice> known = devices.all(handle).stream()
                .collect(Collectors.toMap(each -> Exported.device(each.node(), each.key()), each -> each));
        var places = new TreeMap<Long, Integer>(Comparator.naturalOrder());
        wanted.forEach((name, entry) -> {
            RegisteredDevice device = known.get(name);
            if (device == null) {
                entry.all();
                entry.note("there is no such device now; apply the file again when there is.");
                return;
            }
            entry.number("priority", 1, Integer.MAX_VALUE).ifPresent(place -> places.put(place, device.id()));
            DeviceSettings now = device.settings();
            entry.attempt(() -> devices.set(
                    handle,
                    device,
                    new DeviceSettings(
                            entry.text("description").orElse(now.description()),
                            entry.flag("sendEnabled").orElse(now.sendEnabled()),
                            mode(entry).orElse(now.receiveMode()),
                            entry.number("ringsBeforeAnswer", 1, 99)
                                    .map(Long::intValue)
                                    .orElse(now.ringsBeforeAnswer()),
                            entry.text("tsid").orElse(now.tsid()),
                            entry.text("csid").orElse(now.csid()))));
        });
        places.forEach((place, id) -> devices.move(handle, id, place.intValue()));
    }

    private static Optional<ReceiveMode> mode(Entry entry) {
        Optional<String> text = entry.text("receiveMode");
        Optional<ReceiveMode> mode = text.flatMap(word -> Arrays.stream(ReceiveMode.values())
                .filter(each -> word(each).equals(word))
                .findFirst());
        if (text.isPresent() && mode.isEmpty()) {
            entry.problem(
                    "receiveMode",
                    "is \"" + text.get() + "\"; give one of "
                            + List.of(ReceiveMode.values()).stream()
                                    .map(DeviceFile::word)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return mode;
    }
}

package org.caselli.service.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Entry;
import org.caselli.service.settings.Exported;
import org.jdbi.v3.core.Handle;

/** Outbound groups and rules in the configuration file. */
final class OutboundFile {
    private OutboundFile() {}

    /** Entries by the groups' names, with their devices' names in order. */
    static final class Groups implements Exported {
        private final OutboundRouting routing;

        Groups(OutboundRouting routing) {
            this.routing = routing;
        }

        @Override
        public String name() {
            return "outbound-groups";
        }

        @Override
        public Map<String, Map<String, Object>> export(Handle handle) {
            Map<Integer, String> names = deviceNames(handle);
            var entries = new LinkedHashMap<String, Map<String, Object>>();
            for (String name : groups(handle)) {
                List<String> devices = routing.devicesOf(handle, name).stream()
                        .map(id -> names.getOrDefault(id, "device " + id))
                        .toList();
                entries.put(name, Map.of("devices", devices));
            }
            return entries;
        }

        @Override
        public void apply(Handle handle, Map<String, Entry> wanted) {
            Map<Integer, String> names = deviceNames(handle);
            wanted.forEach((name, entry) -> {
                Optional<List<String>> devices = entry.texts("devices");
                entry.attempt(() -> {
                    if (!groups(handle).contains(name)) {
                        routing.addGroup(handle, name, List.of());
                    }
                    devices.ifPresent(list -> routing.setDevices(handle, name, ids(entry, list, names)));
                });
            });
        }

        private static List<Integer> ids(Entry entry, List<String> wanted, Map<Integer, String> names) {
            var ids = new ArrayList<Integer>();
            for (String device : wanted) {
                Optional<Integer> id = id(names, device);
                if (id.isEmpty()) {
                    entry.note("there is no device " + device + " now; apply the file again when there is.");
                }
                id.ifPresent(ids::add);
            }
            return ids;
        }

        @Override
        public void remove(Handle handle, Set<String> kept, Consumer<String> problem) {
            for (String name : groups(handle)) {
                if (!kept.contains(name)) {
                    try {
                        routing.removeGroup(handle, name);
                    } catch (Refusal inUse) {
                        problem.accept(String.valueOf(inUse.getMessage()));
                    }
                }
            }
        }

        private static List<String> groups(Handle handle) {
            return handle.createQuery("select name from routing_group order by folded")
                    .mapTo(String.class)
                    .list();
        }
    }

    /** Entries by country and area, {@code 49-30}, each with a device or a group; none of both for all devices. */
    static final class Rules implements Exported {
        private final OutboundRouting routing;

        Rules(OutboundRouting routing) {
            this.routing = routing;
        }

        @Override
        public String name() {
            return "outbound-rules";
        }

        @Override
        public Map<String, Map<String, Object>> export(Handle handle) {
            Map<Integer, String> names = deviceNames(handle);
            var entries = new LinkedHashMap<String, Map<String, Object>>();
            handle.createQuery("select r.country, r.area, r.device_id, g.name from routing_rule r"
                            + " left join routing_group g on g.id = r.group_id order by r.country, r.area")
                    .map((row, context) -> {
                        var members = new LinkedHashMap<String, Object>();
                        int device = row.getInt("device_id");
                        if (!row.wasNull()) {
                            members.put("device", names.getOrDefault(device, "device " + device));
                        } else {
                            String group = row.getString("name");
                            members.put("group", group == null ? OutboundGroup.ALL_DEVICES : group);
                        }
                        return Map.entry(row.getInt("country") + "-" + row.getLong("area"), members);
                    })
                    .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            return entries;
        }

        @Override
        public void apply(Handle handle, Map<String, Entry> wanted) {
            Map<Integer, String> names = deviceNames(handle);
            Map<String, Map<String, Object>> before = export(handle);
            wanted.forEach((name, entry) -> {
                Optional<String> device = entry.text("device");
                Optional<String> group = entry.text("group");
                Optional<RuleKey> key = RuleKey.parse(name);
                if (key.isEmpty()) {
                    entry.problem("\"" + name + "\" is no country and area; write 49-30, 49-0 or 0-0.");
                    return;
                }
                if (device.isPresent() && group.isPresent()) {
                    entry.problem("The rule leads to a device and to a group; give one of them.");
                    return;
                }
                if (device.isPresent() && id(names, device.get()).isEmpty()) {
                    entry.note("there is no device " + device.get() + " now; apply the file again when there is.");
                    return;
                }
                Destination destination = device.<Destination>map(
                                each -> new Destination.ToDevice(id(names, each).orElseThrow()))
                        .orElseGet(() -> new Destination.ToGroup(group.orElse(OutboundGroup.ALL_DEVICES)));
                if (!before.getOrDefault(name, Map.of()).equals(members(device, group))) {
                    entry.attempt(() -> routing.putRule(handle, key.get(), destination));
                }
            });
        }

        private static Map<String, Object> members(Optional<String> device, Optional<String> group) {
            return device.<Map<String, Object>>map(each -> Map.of("device", each))
                    .orElseGet(() -> Map.of("group", group.orElse(OutboundGroup.ALL_DEVICES)));
        }

        @Override
        public void remove(Handle handle, Set<String> kept, Consumer<String> problem) {
            export(handle).keySet().stream()
                    .filter(name -> !kept.contains(name))
                    .flatMap(name -> RuleKey.parse(name).stream())
                    .forEach(key -> routing.removeRule(handle, key));
        }
    }

    /** The names of all devices by their numbers. */
    private static Map<Integer, String> deviceNames(Handle handle) {
        var names = new LinkedHashMap<Integer, String>();
        handle.createQuery("select id, node, device_key from device")
                .map((row, context) -> Map.entry(
                        row.getInt("id"), Exported.device(row.getString("node"), row.getString("device_key"))))
                .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        return names;
    }

    private static Optional<Integer> id(Map<Integer, String> names, String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

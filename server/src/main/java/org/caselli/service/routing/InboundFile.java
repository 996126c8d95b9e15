package org.caselli.service.routing;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.service.settings.Entry;
import org.caselli.service.settings.Exported;
import org.jdbi.v3.core.Handle;

/**
 * Inbound routing methods in the configuration file: an entry for each device that uses one, {@code fake-1002/{guid}}, with
 * its data, and one for each method, {@code {guid}}, with its place and the data that devices without their own have.
 */
final class InboundFile implements Exported {
    private static final String BASE64 = "base64:";

    private final InboundRouting routing;

    InboundFile(InboundRouting routing) {
        this.routing = routing;
    }

    @Override
    public String name() {
        return "inbound-methods";
    }

    @Override
    public Map<String, Map<String, Object>> export(Handle handle) {
        var entries = new LinkedHashMap<String, Map<String, Object>>();
        for (Map.Entry<String, Integer> method : methods(handle).entrySet()) {
            var members = new LinkedHashMap<String, Object>();
            members.put("priority", method.getValue());
            data(handle, 0, method.getKey()).ifPresent(data -> members.put("data", data));
            entries.put(method.getKey(), members);
        }
        for (Map.Entry<String, Integer> device : devices(handle).entrySet()) {
            for (String method : methods(handle).keySet()) {
                boolean enabled = uses(handle, device.getValue(), method);
                Optional<String> data = data(handle, device.getValue(), method);
                if (enabled || data.isPresent()) {
                    var members = new LinkedHashMap<String, Object>();
                    members.put("enabled", enabled);
                    data.ifPresent(text -> members.put("data", text));
                    entries.put(device.getKey() + "/" + method, members);
                }
            }
        }
        return entries;
    }

    private static Map<String, Integer> methods(Handle handle) {
        var methods = new LinkedHashMap<String, Integer>();
        handle.createQuery("select guid, priority from routing_method order by priority, guid")
                .map((row, context) -> Map.entry(row.getString("guid"), row.getInt("priority")))
                .forEach(entry -> methods.put(entry.getKey(), entry.getValue()));
        return methods;
    }

    private static Map<String, Integer> devices(Handle handle) {
        var devices = new LinkedHashMap<String, Integer>();
        handle.createQuery("select id, node, device_key from device order by node, device_key")
                .map((row, context) -> Map.entry(
                        Exported.device(row.getString("node"), row.getString("device_key")), row.getInt("id")))
                .forEach(entry -> devices.put(entry.getKey(), entry.getValue()));
        return devices;
    }

    private static boolean uses(Handle handle, int device, String method) {
        return handle.createQuery("select count(*) from routing_method_use where device_id = ? and method = ?")
                        .bind(0, device)
                        .bind(1, method)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** As text where it is one, else in Base64. */
    private static Optional<String> data(Handle handle, int device, String method) {
        return handle.createQuery("select value from extension_property where device_id = ? and guid = ?")
                .bind(0, device)
                .bind(1, method)
                .map((row, context) -> row.getBytes("value"))
                .findOne()
                .map(octets ->
                        MethodText.isText(octets) && !MethodText.read(octets).startsWith(BASE64)
                                ? MethodText.read(octets)
                                : BASE64 + Base64.getEncoder().encodeToString(octets));
    }

    @Override
    public void apply(Handle handle, Map<String, Entry> wanted) {
        Map<String, Integer> devices = devices(handle);
        List<String> order = new ArrayList<>(methods(handle).keySet());
        wanted.forEach((name, entry) -> {
            int slash = name.lastIndexOf('/');
            String method = name.substring(slash + 1);
            if (!order.contains(method)) {
                entry.all();
                entry.note("there is no such method now; apply the file again when its extension is there.");
                return;
            }
            Optional<byte[]> data = entry.text("data").flatMap(text -> octets(entry, text));
            if (slash < 0) {
                entry.number("priority", 1, Integer.MAX_VALUE);
                data.ifPresent(octets -> keep(handle, entry, 0, method, octets));
                return;
            }
            Integer device = devices.get(name.substring(0, slash));
            if (device == null) {
                entry.all();
                entry.note("there is no such device now; apply the file again when there is.");
                return;
            }
            data.ifPresent(octets -> keep(handle, entry, device, method, octets));
            entry.flag("enabled").ifPresent(on -> use(handle, entry, device, method, on));
        });
        wanted.entrySet().stream()
                .filter(entry ->
                        order.contains(entry.getKey()) && entry.getValue().has("priority"))
                .sorted((one, other) -> Long.compare(place(one.getValue()), place(other.getValue())))
                .forEach(entry -> {
                    order.remove(entry.getKey());
                    order.add((int) Math.min(place(entry.getValue()) - 1, order.size()), entry.getKey());
                });
        routing.reorder(handle, order);
    }

    private static long place(Entry entry) {
        return entry.number("priority", 1, Integer.MAX_VALUE).orElse((long) Integer.MAX_VALUE);
    }

    private static Optional<byte[]> octets(Entry entry, String text) {
        if (!text.startsWith(BASE64)) {
            return Optional.of(MethodText.write(text));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text.substring(BASE64.length())));
        } catch (IllegalArgumentException wrong) {
            entry.problem("data", "is not Base64 after \"" + BASE64 + "\".");
            return Optional.empty();
        }
    }

    private void keep(Handle handle, Entry entry, int device, String method, byte[] data) {
        if (data(handle, device, method).isPresent()
                && java.util.Arrays.equals(
                        octets(entry, data(handle, device, method).get()).orElse(new byte[0]), data)) {
            return;
        }
        entry.attempt(() -> routing.keep(handle, device, method, data));
    }

    private void use(Handle handle, Entry entry, int device, String method, boolean on) {
        if (uses(handle, device, method) != on) {
            entry.attempt(() -> routing.use(handle, device, method, on));
        }
    }
}

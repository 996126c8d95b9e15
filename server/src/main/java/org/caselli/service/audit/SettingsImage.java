package org.caselli.service.audit;

import io.avaje.json.mapper.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.caselli.queue.ServerEvent;
import org.caselli.service.settings.Exported;
import org.jdbi.v3.core.Handle;

/**
 * What is set, as the audit has seen it last. Rooms tell that something of theirs was changed; what it was before, and what it
 * is now, the audit finds out by comparing with this. It knows no secrets, for it sees what the configuration file shows.
 */
final class SettingsImage {
    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    /** An event tells of these parts of the configuration file when its subject begins so; the first that fits counts. */
    private static final Map<String, Set<String>> AREAS = new LinkedHashMap<>();

    static {
        AREAS.put("settings/", Set.of("settings"));
        AREAS.put("trunks/", Set.of("trunks"));
        AREAS.put("webhooks/", Set.of("webhooks"));
        AREAS.put("accounts/", Set.of("accounts", "groups"));
        AREAS.put("groups/", Set.of("accounts", "groups"));
        AREAS.put("routing/outbound/", Set.of("outbound-groups", "outbound-rules"));
        AREAS.put("routing/inbound/methods", Set.of("inbound-methods"));
        AREAS.put("devices/[0-9]+/routing-methods/", Set.of("inbound-methods"));
        AREAS.put("devices/", Set.of("devices"));
    }

    private final List<Exported> all;

    SettingsImage(List<Exported> all) {
        this.all = List.copyOf(all);
    }

    private static Set<String> areas(String subject) {
        return AREAS.entrySet().stream()
                .filter(area -> subject.matches(area.getKey() + ".*"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Set.of());
    }

    /** Takes in what is set and was never seen; what differs since the last time was changed while no server looked. */
    List<Deed> catchUp(Handle handle) {
        boolean fresh = handle.createQuery("select count(*) from audit_image")
                        .mapTo(Long.class)
                        .one()
                == 0;
        var deeds = new ArrayList<Deed>();
        for (Exported area : all) {
            deeds.addAll(compare(handle, area, Map.of(), "config.found"));
        }
        return fresh ? List.of() : deeds;
    }

    /** The entries of the changes that these events of one transaction tell of. */
    List<Deed> deeds(Handle handle, List<Telling.Heard> events) {
        var changed = new LinkedHashMap<String, Map<String, String>>();
        for (Telling.Heard event : events) {
            if (event.kind() == ServerEvent.Kind.CONFIG_CHANGED) {
                changed.computeIfAbsent(event.subject(), _ -> new TreeMap<>()).putAll(event.facts());
            }
        }
        var areas = new LinkedHashSet<String>();
        changed.keySet().forEach(subject -> areas.addAll(areas(subject)));
        var deeds = new ArrayList<Deed>();
        var explained = new TreeSet<String>();
        for (Exported area : all) {
            if (areas.contains(area.name())) {
                List<Deed> found = compare(handle, area, changed, "config.changed");
                if (!found.isEmpty()) {
                    explained.add(area.name());
                }
                deeds.addAll(found);
            }
        }
        var subjects = new TreeSet<>(deeds.stream().map(Deed::subject).toList());
        changed.forEach((subject, facts) -> {
            // A secret, or something that the configuration file does not have.
            if (!subjects.contains(subject)
                    && (areas(subject).stream().noneMatch(explained::contains)
                            || Set.of("settings", "trunks", "webhooks").containsAll(areas(subject)))) {
                // Some have a name of their own: a token that was made, an account that somebody got by signing in.
                var rest = new TreeMap<String, String>(facts);
                String action = rest.remove("what");
                deeds.add(Deed.done(action == null ? "config.changed" : action, subject, rest));
            }
        });
        return deeds;
    }

    /** @param told what the events say, by their subjects */
    private static List<Deed> compare(
            Handle handle, Exported area, Map<String, Map<String, String>> told, String action) {
        var before = new TreeMap<String, Map<String, Object>>();
        handle.createQuery("select entry, members from audit_image where area = ?")
                .bind(0, area.name())
                .map((row, context) -> Map.entry(row.getString("entry"), JSON.fromJson(row.getString("members"))))
                .forEach(entry -> before.put(entry.getKey(), entry.getValue()));
        var after = new TreeMap<String, Map<String, Object>>();
        area.export(handle).forEach((name, members) -> {
            var plain = new TreeMap<String, Object>();
            members.forEach((member, value) -> plain.put(member, plain(value)));
            after.put(name, plain);
        });
        var deeds = new ArrayList<Deed>();
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Map<String, Object> old = before.getOrDefault(name, Map.of());
            Map<String, Object> young = after.getOrDefault(name, Map.of());
            if (Canonical.of(old).equals(Canonical.of(young))) {
                continue;
            }
            if (!after.containsKey(name)) {
                handle.execute("delete from audit_image where area = ? and entry = ?", area.name(), name);
            } else {
                handle.execute(
                        "insert into audit_image (area, entry, members) values (?, ?, ?)"
                                + " on conflict (area, entry) do update set members = excluded.members",
                        area.name(),
                        name,
                        Canonical.of(young));
            }
            // Nobody adds a device: they come with trunks, providers and the server itself.
            boolean offered = !before.containsKey(name) && area.name().equals("devices");
            deeds.add(difference(area.name() + "/" + name, old, young, told, offered ? "device.offered" : action));
        }
        return deeds;
    }

    private static Deed difference(
            String subject,
            Map<String, Object> old,
            Map<String, Object> young,
            Map<String, Map<String, String>> told,
            String action) {
        var facts = new LinkedHashMap<String, Object>(told.getOrDefault(subject, Map.of()));
        var members = new TreeSet<>(old.keySet());
        members.addAll(young.keySet());
        var was = new TreeMap<String, Object>();
        var is = new TreeMap<String, Object>();
        for (String member : members) {
            Object then = old.get(member);
            Object now = young.get(member);
            if (then == null || now == null || !Canonical.of(then).equals(Canonical.of(now))) {
                if (then != null) {
                    was.put(member, then);
                }
                if (now != null) {
                    is.put(member, now);
                }
            }
        }
        Object what = facts.remove("what");
        facts.put("before", was);
        facts.put("after", is);
        return Deed.done(what == null ? action : what.toString(), subject, facts);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case Integer number -> number;
            case Long number -> number;
            case List<?> list -> list.stream().map(SettingsImage::plain).toList();
            default -> value.toString();
        };
    }
}

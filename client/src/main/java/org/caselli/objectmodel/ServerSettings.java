package org.caselli.objectmodel;

import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caselli.client.CaselliClient;
import org.caselli.client.Tagged;
import org.jspecify.annotations.Nullable;

/**
 * Some of the server's settings, perhaps of several sections, as one object of the documented interfaces shows them: read at
 * once, edited here, saved at once.
 *
 * <p>A member is named as in {@code caselli settings set}: {@code outgoing.retries}. A secret is never read: it is
 * empty, and stays on the server what it was unless it is set.
 */
public final class ServerSettings {
    private final Edited<Map<String, Object>> values;

    public ServerSettings(Connection connection, String... members) {
        List<String> names = List.of(members);
        values = new Edited<>(
                () -> connection.ask(client -> mine(names, client.settings().all())),
                (value, tag) -> connection.ask(client -> mine(names, write(client, value, tag))));
    }

    private static Tagged<Map<String, Object>> mine(List<String> names, Tagged<Map<String, Object>> all) {
        var mine = new LinkedHashMap<String, Object>();
        for (String name : names) {
            Object value =
                    all.value().get(section(name)) instanceof Map<?, ?> section ? section.get(member(name)) : null;
            if (value != null) {
                mine.put(name, value);
            }
        }
        return new Tagged<>(mine, all.tag());
    }

    private static Tagged<Map<String, Object>> write(CaselliClient client, Map<String, Object> values, String tag) {
        var sections = new LinkedHashMap<String, Map<String, Object>>();
        values.forEach((name, value) -> sections.computeIfAbsent(section(name), none -> new LinkedHashMap<>())
                .put(member(name), value));
        return client.settings().change(sections, tag);
    }

    private static String section(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static String member(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    /** A member that is true or false. */
    public boolean flag(String name) {
        return values.get().get(name) instanceof Boolean flag && flag;
    }

    /** A member that is a whole number. */
    public int number(String name) {
        return values.get().get(name) instanceof Number number ? number.intValue() : 0;
    }

    /** A member that is a text, a time of day or a length of time. */
    public String text(String name) {
        return Objects.toString(values.get().get(name), "");
    }

    /** A member that is a list of texts. */
    public List<String> texts(String name) {
        return values.get().get(name) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    /** Edits a member: a {@code Boolean}, {@code Integer}, {@code String} or {@code List} of texts. */
    public void set(String name, Object value) {
        values.set(before -> {
            var after = new LinkedHashMap<>(before);
            after.put(name, value instanceof Integer number ? (Object) number.longValue() : value);
            return after;
        });
    }

    /** A member that is a length of time, in whole minutes. */
    public int minutes(String name) {
        return (int) Math.min(Duration.parse(text(name)).toMinutes(), Integer.MAX_VALUE);
    }

    /** Edits a member that is a length of time. */
    public void setMinutes(String name, int minutes) {
        set(name, Duration.ofMinutes(minutes).toString());
    }

    /** A member that is a time of day. */
    public LocalTime time(String name) {
        return LocalTime.parse(text(name));
    }

    /** Edits a member that is a time of day. */
    public void setTime(String name, @Nullable LocalTime time) {
        if (time == null) {
            throw Faults.invalid("The time of day is null.", "Give one; the same for start and end is no period.");
        }
        set(name, time.toString());
    }

    public void refresh() {
        values.refresh();
    }

    public void save() {
        values.save();
    }
}

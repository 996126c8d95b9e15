package org.caselli.service.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.service.settings.Applied.Change;
import org.caselli.service.settings.Applied.Difference;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Everything that administrators set, as one file: TOML, in a stable order, without secrets, fit to be kept under version
 * control. It is applied in one transaction or not at all. Parts of the file that are missing leave their part of the server
 * alone.
 */
public final class Configuration {
    /** The version of the form of the file. */
    public static final long FORMAT = 1;

    private static final String HEAD = """
            # What is set on a Caselli server. Change it, look at what would happen with
            #   caselli settings apply FILE --dry-run
            # and apply it with the same command without --dry-run. Secrets are not in it; they stay as they are.
            format = 1
            """;

    private final Store store;
    private final List<Exported> areas;

    /** @param areas in the order of the file, which is also the order in which they are applied */
    public Configuration(Store store, List<Exported> areas) {
        this.store = store;
        this.areas = List.copyOf(areas);
    }

    /** The parts of the file. */
    public List<Exported> areas() {
        return areas;
    }

    /** The file. */
    public String export() {
        Map<Exported, Map<String, Map<String, Object>>> all = store.read(this::read);
        var text = new StringBuilder(HEAD);
        all.forEach((area, entries) -> entries.forEach((name, members) -> {
            text.append("\n[").append(area.name()).append('.').append(key(name)).append("]\n");
            members.forEach((member, value) -> text.append(key(member))
                    .append(" = ")
                    .append(Written.of(value))
                    .append('\n'));
        }));
        return text.toString();
    }

    private Map<Exported, Map<String, Map<String, Object>>> read(Handle handle) {
        var all = new LinkedHashMap<Exported, Map<String, Map<String, Object>>>();
        areas.forEach(area -> all.put(area, area.export(handle)));
        return all;
    }

    private static String key(String name) {
        return name.matches("[A-Za-z0-9_-]+") ? name : Written.of(name);
    }

    /** Carries the outcome out of a transaction of which nothing shall be kept. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // it is never written
        private final Applied applied;

        TakenBack(Applied applied) {
            super("Nothing is kept.", null, false, false);
            this.applied = applied;
        }
    }

    /**
     * Applies a file.
     *
     * @param text   of the file
     * @param dryRun whether only to find out what would be changed
     * @return what was changed, or would be; or the problems, all of them, for which nothing was
     */
    public Applied apply(String text, boolean dryRun) {
        TomlParseResult file;
        try {
            file = Toml.parse(text);
        } catch (StackOverflowError deep) {
            // The parser calls itself for each level, and has no limit of its own.
            return Applied.refused(List.of("It is nested deeper than can be read."));
        }
        if (file.hasErrors()) {
            return Applied.refused(
                    file.errors().stream().map(Configuration::syntax).toList());
        }
        List<String> mistakes = form(file);
        if (!mistakes.isEmpty()) {
            return Applied.refused(mistakes);
        }
        prepare(file);
        try {
            return store.write(handle -> {
                Applied applied = apply(handle, file, dryRun);
                if (!applied.done()) {
                    throw new TakenBack(applied);
                }
                return applied;
            });
        } catch (TakenBack nothing) {
            return nothing.applied;
        }
    }

    private void prepare(TomlTable file) {
        for (Exported area : areas) {
            if (file.get(List.of(area.name())) instanceof TomlTable table) {
                var members = new LinkedHashMap<String, Set<String>>();
                for (String entry : table.keySet()) {
                    members.put(entry, ((TomlTable) Objects.requireNonNull(table.get(List.of(entry)))).keySet());
                }
                area.prepare(members);
            }
        }
    }

    private static String syntax(TomlParseError error) {
        return where(error.position()) + ": " + error.getMessage() + ".";
    }

    private static String where(@Nullable TomlPosition position) {
        return position == null ? "the file" : "line " + position.line();
    }

    /** What is wrong with the file before anybody looks at what it says. */
    private List<String> form(TomlParseResult file) {
        var mistakes = new ArrayList<String>();
        Object format = file.get("format");
        if (!Objects.equals(format, FORMAT)) {
            mistakes.add(where(file.inputPositionOf("format")) + ": format is "
                    + (format == null ? "missing" : Written.of(format)) + "; this server reads format = " + FORMAT
                    + ".");
        }
        for (String name : file.keySet()) {
            if (name.equals("format")) {
                continue;
            }
            Object value = file.get(List.of(name));
            String place = where(file.inputPositionOf(List.of(name)));
            if (areas.stream().noneMatch(area -> area.name().equals(name))) {
                mistakes.add(place + ": there is no part [" + name + "]; the parts are: "
                        + areas.stream().map(Exported::name).collect(Collectors.joining(", ")) + ".");
            } else if (!(value instanceof TomlTable table)) {
                mistakes.add(
                        place + ": " + name + " is not a table; write [" + name + ".NAME] and its members below it.");
            } else {
                for (String entry : table.keySet()) {
                    if (!(table.get(List.of(entry)) instanceof TomlTable)) {
                        mistakes.add(where(table.inputPositionOf(List.of(entry))) + ": " + name + "." + entry
                                + " is not a table; write [" + name + ".NAME] and its members below it.");
                    }
                }
            }
        }
        return mistakes;
    }

    private Applied apply(Handle handle, TomlTable file, boolean dryRun) {
        var problems = new ArrayList<String>();
        var notes = new ArrayList<String>();
        Map<Exported, Map<String, Map<String, Object>>> before = read(handle);
        List<Exported> sound =
                areas.stream().filter(area -> area.broken(handle).isEmpty()).toList();
        for (Exported area : areas) {
            if (file.get(List.of(area.name())) instanceof TomlTable table) {
                Map<String, Entry> wanted = entries(area, table, problems, notes);
                area.apply(handle, wanted);
                wanted.values().forEach(Entry::refuseUnknown);
            }
        }
        for (Exported area : areas.reversed()) {
            if (file.get(List.of(area.name())) instanceof TomlTable table) {
                area.remove(handle, table.keySet(), problem -> problems.add(area.name() + ": " + problem));
            }
        }
        sound.forEach(area -> area.broken(handle).ifPresent(why -> problems.add(area.name() + ": " + why)));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Configuration::line));
            return Applied.refused(problems);
        }
        return new Applied(!dryRun, differences(before, read(handle)), List.of(), notes);
    }

    /** So that problems come in the order of the file. */
    private static int line(String problem) {
        String number = problem.replaceFirst("(?s)^line ([0-9]{1,9}):.*", "$1");
        return number.equals(problem) ? 0 : Integer.parseInt(number);
    }

    private static Map<String, Entry> entries(
            Exported area, TomlTable table, List<String> problems, List<String> notes) {
        var entries = new LinkedHashMap<String, Entry>();
        for (String name : table.keySet()) {
            var members = (TomlTable) Objects.requireNonNull(table.get(List.of(name)));
            var values = new LinkedHashMap<String, Object>();
            for (String member : members.keySet()) {
                values.put(member, plain(Objects.requireNonNull(members.get(List.of(member)))));
            }
            Function<String, String> place = member ->
                    where(Optional.ofNullable(member.isEmpty() ? null : members.inputPositionOf(List.of(member)))
                            .orElse(table.inputPositionOf(List.of(name))));
            entries.put(name, new Entry(area.name() + "." + key(name), values, place, problems, notes));
        }
        return entries;
    }

    /** A value without the clothes of its parser. */
    private static Object plain(Object value) {
        return switch (value) {
            case TomlArray array ->
                array.toList().stream().map(Configuration::plain).toList();
            case TomlTable table -> table.toMap();
            default -> value;
        };
    }

    private static List<Change> differences(
            Map<Exported, Map<String, Map<String, Object>>> before,
            Map<Exported, Map<String, Map<String, Object>>> after) {
        var changes = new ArrayList<Change>();
        after.forEach((area, now) -> {
            Map<String, Map<String, Object>> then = before.getOrDefault(area, Map.of());
            var names = new TreeSet<>(then.keySet());
            names.addAll(now.keySet());
            for (String name : names) {
                Map<String, Object> old = then.getOrDefault(name, Map.of());
                Map<String, Object> young = now.getOrDefault(name, Map.of());
                List<Difference> members = memberDifferences(old, young);
                if (!members.isEmpty() || then.containsKey(name) != now.containsKey(name)) {
                    Change.Kind kind = !then.containsKey(name)
                            ? Change.Kind.ADDED
                            : now.containsKey(name) ? Change.Kind.CHANGED : Change.Kind.REMOVED;
                    changes.add(new Change(kind, area.name() + "." + key(name), members));
                }
            }
        });
        return changes;
    }

    private static List<Difference> memberDifferences(Map<String, Object> old, Map<String, Object> young) {
        var members = new LinkedHashMap<>(old);
        members.putAll(young);
        return members.keySet().stream()
                .map(member -> new Difference(
                        member,
                        Optional.ofNullable(old.get(member)).map(Written::of),
                        Optional.ofNullable(young.get(member)).map(Written::of)))
                .filter(difference -> !difference.before().equals(difference.after()))
                .toList();
    }
}

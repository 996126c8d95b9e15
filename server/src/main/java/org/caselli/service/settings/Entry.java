package org.caselli.service.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.caselli.service.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a configuration file as somebody wants it. It is asked for its members by name and type; what has another
 * type, or was never asked for, becomes a problem with its place in the file.
 */
public final class Entry {
    private final String name;
    private final Map<String, Object> members;
    /** Of a member, or of the entry itself where the name is empty: "line 12". */
    private final Function<String, String> place;

    private final List<String> problems;
    private final List<String> notes;
    private final Set<String> asked = new LinkedHashSet<>();

    /**
     * @param path  how the entry is named in messages: {@code trunks.berlin}
     * @param place where a member stands in the file, or the entry where the member is empty: {@code line 12}
     */
    Entry(
            String path,
            Map<String, Object> members,
            Function<String, String> place,
            List<String> problems,
            List<String> notes) {
        this.name = path;
        this.members = new LinkedHashMap<>(members);
        this.place = place;
        this.problems = problems;
        this.notes = notes;
    }

    /** Whether it says anything of this member. */
    public boolean has(String member) {
        return members.containsKey(member);
    }

    public Optional<String> text(String member) {
        return value(member, String.class, "a text in quotation marks");
    }

    public Optional<Boolean> flag(String member) {
        return value(member, Boolean.class, "true or false");
    }

    /** A whole number in a range. */
    public Optional<Long> number(String member, long least, long most) {
        Optional<Long> number = value(member, Long.class, "a whole number");
        if (number.isPresent() && (number.get() < least || number.get() > most)) {
            problem(member, "is " + number.get() + "; give " + least + " to " + most + ".");
            return Optional.empty();
        }
        return number;
    }

    public Optional<List<String>> texts(String member) {
        return list(member, String.class, "a list of texts");
    }

    public Optional<List<Long>> numbers(String member) {
        return list(member, Long.class, "a list of whole numbers");
    }

    private <T> Optional<List<T>> list(String member, Class<T> type, String wanted) {
        Optional<?> list = value(member, List.class, wanted);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        var values = new ArrayList<T>();
        for (Object each : (List<?>) list.get()) {
            if (!type.isInstance(each)) {
                problem(member, "is not " + wanted + ".");
                return Optional.empty();
            }
            values.add(type.cast(each));
        }
        return Optional.of(List.copyOf(values));
    }

    private <T> Optional<T> value(String member, Class<T> type, String wanted) {
        asked.add(member);
        @Nullable Object value = members.get(member);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            problem(member, "is not " + wanted + ".");
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    /** All members as they stand in the file, for who knows his members himself. */
    public Map<String, Object> all() {
        asked.addAll(members.keySet());
        return members;
    }

    /** Something is wrong with a member; {@code what} goes on after its name: "is 200; give 0 to 99." */
    public void problem(String member, String what) {
        problems.add(place.apply(member) + ": " + name + "." + member + " " + what);
    }

    /** Something is wrong with the entry as a whole; {@code what} is a sentence. */
    public void problem(String what) {
        problems.add(place.apply("") + ": " + name + ": " + what);
    }

    /** Something is wrong with a member, said in a sentence that names it. */
    void complain(String member, String sentence) {
        problems.add(place.apply(member) + ": " + name + "." + sentence);
    }

    /** Does this, and makes a refusal the entry's problem. */
    public void attempt(Runnable change) {
        try {
            change.run();
        } catch (Refusal | IllegalArgumentException wrong) {
            problem(String.valueOf(wrong.getMessage()));
        }
    }

    /** Something that is not wrong but that the administrator has to know, such as a secret that is missing. */
    public void note(String what) {
        notes.add(name + ": " + what);
    }

    /** Complains of members that nobody asked for. */
    void refuseUnknown() {
        members.keySet().stream()
                .filter(member -> !asked.contains(member))
                .forEach(member ->
                        problem(member, "means nothing here; the members are: " + String.join(", ", asked) + "."));
    }
}

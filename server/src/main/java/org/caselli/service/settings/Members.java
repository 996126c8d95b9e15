package org.caselli.service.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.caselli.service.Refusal;

/**
 * A section as members by name: texts, whole numbers, booleans and lists of texts, as JSON, TOML and a command line have
 * them. Durations are written as in ISO 8601 ({@code PT10M}) and may be given as {@code 90s}, {@code 10m}, {@code 2h} or
 * {@code 1d} too; enums in lower case; times of day as {@code 18:30}.
 */
final class Members<S extends Section> {
    /** As long as the longest secret becomes when it is sealed, in characters. */
    static final int MOST_SEALED = 4000;

    /** Ours: longer than any password; a character may take three octets, and Base64 a third more. */
    private static final int MOST_SECRET = 700;

    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})([smhd])");

    private final Class<S> type;
    private final RecordComponent[] components;
    private final Constructor<S> constructor;

    Members(Class<S> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException cause) {
            throw new IllegalStateException(type + " is not a record.", cause);
        }
    }

    /** What there is, in the order of the record. */
    Map<String, Object> of(S section, boolean secrets) {
        var members = new LinkedHashMap<String, Object>();
        for (RecordComponent component : components) {
            if (secrets || !isSecret(component)) {
                members.put(component.getName(), written(get(section, component)));
            }
        }
        return members;
    }

    /** What to say of secrets that have no value. */
    List<String> missingSecrets(S section) {
        return Arrays.stream(components)
                .filter(component -> isSecret(component)
                        && get(section, component).toString().isEmpty())
                .map(component ->
                        component.getName() + " is not set; if one is needed, give it with \"caselli settings set\".")
                .toList();
    }

    /** The members that are secrets. */
    Set<String> secrets() {
        return Arrays.stream(components)
                .filter(Members::isSecret)
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    /** Those of them that have a value here. */
    Set<String> filledSecrets(S section) {
        return Arrays.stream(components)
                .filter(component -> isSecret(component)
                        && !get(section, component).toString().isEmpty())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    /**
     * The same with other secrets in place of those that have a value.
     *
     * @param known secrets of this section are left as they are
     * @param exchange gets the member's name and the value
     */
    S exchanged(S section, Optional<S> known, BinaryOperator<String> exchange) {
        Object[] arguments = Arrays.stream(components)
                .map(component -> {
                    Object value = get(section, component);
                    if (!isSecret(component)
                            || value.toString().isEmpty()
                            || known.map(each -> get(each, component).equals(value))
                                    .orElse(false)) {
                        return value;
                    }
                    return exchange.apply(component.getName(), value.toString());
                })
                .toArray();
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException cause) {
            throw new IllegalStateException(type + " does not take its secrets.", cause);
        }
    }

    /** @throws Refusal if a secret is too long to be sealed */
    static void checkLength(String member, String secret) {
        if (secret.length() > MOST_SECRET) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    member + " has " + secret.length() + " characters.",
                    "Give at most " + MOST_SECRET + ".");
        }
    }

    private static boolean isSecret(RecordComponent component) {
        return component.isAnnotationPresent(Secret.class);
    }

    private Object get(S section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException cause) {
            throw new IllegalStateException(type + " does not show its " + component.getName() + ".", cause);
        }
    }

    private static Object written(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case Integer number -> number.longValue();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case List<?> list -> list;
            default -> value.toString(); // a text, duration, time of day or zone
        };
    }

    /** The names of the members in which these differ. */
    List<String> differences(S one, S other) {
        return Arrays.stream(components)
                .filter(component -> !get(one, component).equals(get(other, component)))
                .map(RecordComponent::getName)
                .toList();
    }

    /**
     * The same with these members instead.
     *
     * @param complaints gets what is wrong with the changes, by member; each is complete with value and remedy
     * @return the changed section; empty if there was anything to complain of
     */
    Optional<S> changed(S base, Map<String, Object> changes, Map<String, String> complaints) {
        int before = complaints.size();
        var values = new LinkedHashMap<String, Object>();
        for (var change : changes.entrySet()) {
            String name = change.getKey();
            Optional<RecordComponent> component = Arrays.stream(components)
                    .filter(each -> each.getName().equals(name))
                    .findFirst();
            if (component.isEmpty()) {
                complaints.put(name, name + " is no member; the members are: " + names() + ".");
                continue;
            }
            try {
                values.put(name, read(component.get(), change.getValue()));
            } catch (IllegalArgumentException | Refusal wrong) {
                complaints.put(name, String.valueOf(wrong.getMessage()));
            }
        }
        Optional<S> all = attempt(base, values, new ArrayList<>());
        if (all.isEmpty()) {
            // A constructor stops at its first complaint; each change alone tells what is wrong with each.
            values.forEach((name, value) -> {
                var alone = new ArrayList<String>();
                if (attempt(base, Map.of(name, value), alone).isEmpty()) {
                    complaints.put(name, alone.getFirst());
                }
            });
            if (complaints.size() == before) {
                var together = new ArrayList<String>();
                attempt(base, values, together);
                complaints.put(
                        values.isEmpty() ? "" : values.keySet().iterator().next(), together.getFirst());
            }
        }
        return complaints.size() == before ? all : Optional.empty();
    }

    private String names() {
        return Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
    }

    private Optional<S> attempt(S base, Map<String, Object> values, List<String> complaints) {
        Object[] arguments = Arrays.stream(components)
                .map(component -> values.getOrDefault(component.getName(), get(base, component)))
                .toArray();
        try {
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException || refused.getCause() instanceof Refusal) {
                complaints.add(String.valueOf(refused.getCause().getMessage()));
                return Optional.empty();
            }
            throw new IllegalStateException(type + " cannot be made.", refused);
        } catch (ReflectiveOperationException cause) {
            throw new IllegalStateException(type + " cannot be made.", cause);
        }
    }

    private static Object read(RecordComponent component, Object raw) {
        String name = component.getName();
        Class<?> type = component.getType();
        if (type == boolean.class) {
            return expect(name, raw, Boolean.class, "true or false");
        } else if (type == int.class) {
            if (raw instanceof Number number
                    && number.doubleValue() == number.intValue()
                    && !(raw instanceof Long large && large != large.intValue())) {
                return number.intValue();
            }
            throw wrong(name, raw, "a whole number");
        } else if (type == String.class) {
            return expect(name, raw, String.class, "a text");
        } else if (type == List.class) {
            List<?> list = expect(name, raw, List.class, "a list of texts");
            list.forEach(each -> expect(name, each, String.class, "a list of texts"));
            return list;
        } else if (type == Duration.class) {
            return duration(name, expect(name, raw, String.class, "a duration such as \"10m\", \"2h\" or \"PT10M\""));
        } else if (type == LocalTime.class) {
            return parsed(name, raw, "a time of day such as \"18:30\"", LocalTime::parse);
        } else if (type == ZoneId.class) {
            return parsed(name, raw, "a time zone such as \"Europe/Rome\" or \"UTC\"", ZoneId::of);
        } else if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (constant.toString().toLowerCase(Locale.ROOT).equals(raw)) {
                    return constant;
                }
            }
            throw wrong(
                    name,
                    raw,
                    "one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));
        }
        throw new IllegalStateException(name + " is of the type " + type + ", which no member may have.");
    }

    private interface Parser {
        Object parse(String text);
    }

    private static Object parsed(String name, Object raw, String wanted, Parser parser) {
        try {
            return parser.parse(expect(name, raw, String.class, wanted));
        } catch (DateTimeException notSo) {
            throw wrong(name, raw, wanted);
        }
    }

    private static Duration duration(String name, String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException notSo) {
            throw wrong(name, text, "a duration such as \"10m\", \"2h\" or \"PT10M\"");
        }
    }

    private static <T> T expect(String name, Object raw, Class<T> type, String wanted) {
        if (type.isInstance(raw)) {
            return type.cast(raw);
        }
        throw wrong(name, raw, wanted);
    }

    private static IllegalArgumentException wrong(String name, Object raw, String wanted) {
        String shown = String.valueOf(raw);
        return new IllegalArgumentException(name + " is "
                + (raw instanceof String ? "\"" + cut(shown) + "\"" : cut(shown)) + "; give " + wanted + ".");
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}

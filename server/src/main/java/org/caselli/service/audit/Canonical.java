package org.caselli.service.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) gives it: no blanks, members in the order of their UTF-16
 * code units, the shortest escapes. Numbers are whole, within the ±2^53 that every reader of JSON keeps exactly.
 */
final class Canonical {
    private static final long MOST = 1L << 53;

    private Canonical() {}

    /** @param value a text, boolean, whole number, list, or map with texts as its keys, of such */
    static String of(Object value) {
        var text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder to) {
        switch (value) {
            case String text -> write(text, to);
            case Boolean flag -> to.append(flag.booleanValue());
            case Integer number -> to.append(number.intValue());
            case Long number when Math.abs(number) <= MOST -> to.append(number.longValue());
            // Readers of JSON may not tell 3 from 3.0.
            case Double number
            when number == Math.rint(number) && Math.abs(number) <= MOST -> to.append(number.longValue());
            case List<?> list -> {
                char before = '[';
                for (Object each : list) {
                    to.append(before);
                    write(each, to);
                    before = ',';
                }
                to.append(list.isEmpty() ? "[]" : "]");
            }
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, Object>(); // by UTF-16 code units
                map.forEach((name, member) -> sorted.put(name.toString(), member));
                char before = '{';
                for (var member : sorted.entrySet()) {
                    to.append(before);
                    write(member.getKey(), to);
                    to.append(':');
                    write(member.getValue(), to);
                    before = ',';
                }
                to.append(sorted.isEmpty() ? "{}" : "}");
            }
            default -> throw new IllegalArgumentException("An audit entry has no place for " + value.getClass() + ".");
        }
    }

    /** RFC 8785 clause 3.2.2.2. */
    private static void write(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\b' -> to.append("\\b");
                case '\t' -> to.append("\\t");
                case '\n' -> to.append("\\n");
                case '\f' -> to.append("\\f");
                case '\r' -> to.append("\\r");
                default -> {
                    if (c < ' ') {
                        to.append("\\u%04x".formatted((int) c));
                    } else {
                        to.append(c);
                    }
                }
            }
        }
        to.append('"');
    }
}

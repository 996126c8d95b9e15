package org.caselli.service.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as TOML 1.0 writes them. */
final class Written {
    private Written() {}

    static String of(Object value) {
        return switch (value) {
            case Boolean flag -> flag.toString();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case List<?> list -> list.stream().map(Written::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> table ->
                table.entrySet().stream()
                        .map(entry -> of(entry.getKey().toString()) + " = " + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            default -> quoted(value.toString());
        };
    }

    /** A basic string: quotation mark, backslash and control characters are escaped. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < 0x20 || c == 0x7F) {
                quoted.append("\\u%04X".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}

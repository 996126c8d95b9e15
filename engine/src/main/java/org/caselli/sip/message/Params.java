package org.caselli.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code ;name=value} parameters of a URI or a header, in their order. Names are compared without regard to case.
 *
 * @param list as they stood
 */
public record Params(List<Param> list) {
    /** No parameters. */
    public static final Params NONE = new Params(List.of());

    /** One parameter; {@code value} is empty for a bare flag such as {@code lr}, and keeps its quotes if it had them. */
    public record Param(String name, String value) {
        public Param {
            Header.refuseLineBreaks(name);
            Header.refuseLineBreaks(value);
        }
    }

    public Params {
        list = List.copyOf(list);
    }

    /** The value of the first parameter of this name, without quotes; an empty text for a bare flag. */
    public Optional<String> get(String name) {
        for (Param param : list) {
            if (param.name.equalsIgnoreCase(name)) {
                return Optional.of(Words.unquoted(param.value));
            }
        }
        return Optional.empty();
    }

    /** Whether a parameter of this name is there, with or without a value. */
    public boolean has(String name) {
        for (Param param : list) {
            if (param.name.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** These with one set: replaced where it stands, or put last. */
    public Params with(String name, String value) {
        List<Param> changed = new ArrayList<>(list.size() + 1);
        boolean found = false;
        for (Param param : list) {
            if (param.name.equalsIgnoreCase(name)) {
                if (!found) {
                    changed.add(new Param(param.name, value));
                }
                found = true;
            } else {
                changed.add(param);
            }
        }
        if (!found) {
            changed.add(new Param(name, value));
        }
        return new Params(changed);
    }

    /** These without any of this name. */
    public Params without(String name) {
        return has(name)
                ? new Params(list.stream()
                        .filter(param -> !param.name.equalsIgnoreCase(name))
                        .toList())
                : this;
    }

    /** As on the wire: {@code ;a=b;c}. */
    @Override
    public String toString() {
        if (list.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Param param : list) {
            text.append(';').append(param.name);
            if (!param.value.isEmpty()) {
                text.append('=').append(param.value);
            }
        }
        return text.toString();
    }
}

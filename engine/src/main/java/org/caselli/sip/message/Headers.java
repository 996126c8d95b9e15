package org.caselli.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a message in their order. Names are compared without regard to case.
 *
 * @param list all of them
 */
public record Headers(List<Header> list) {
    public Headers {
        list = List.copyOf(list);
    }

    /** Those given as name, value, name, value, ... */
    public static Headers of(String... namesAndValues) {
        List<Header> list = new ArrayList<>(namesAndValues.length / 2);
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            list.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Headers(list);
    }

    /** The value of the first of this name. */
    public Optional<String> get(String name) {
        for (Header header : list) {
            if (header.named(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all of this name, as they stood, line by line. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (Header header : list) {
            if (header.named(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** The values of all of this name, taken apart at commas outside quotes and angle brackets. */
    public List<String> list(String name) {
        List<String> values = new ArrayList<>(2);
        for (Header header : list) {
            if (header.named(name)) {
                Words.splitAtCommas(header.value(), values);
            }
        }
        return values;
    }

    /** Whether a list of tokens such as Supported or Require holds this one. */
    public boolean hasToken(String name, String token) {
        for (String value : list(name)) {
            if (value.equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /** These and one more at the end. */
    public Headers and(String name, String value) {
        List<Header> more = new ArrayList<>(list.size() + 1);
        more.addAll(list);
        more.add(new Header(name, value));
        return new Headers(more);
    }

    /** These with all of this name replaced by one, at the place of the first, or at the end. */
    public Headers with(String name, String value) {
        List<Header> changed = new ArrayList<>(list.size() + 1);
        boolean found = false;
        for (Header header : list) {
            if (!header.named(name)) {
                changed.add(header);
            } else if (!found) {
                changed.add(new Header(header.name(), value));
                found = true;
            }
        }
        if (!found) {
            changed.add(new Header(name, value));
        }
        return new Headers(changed);
    }
}

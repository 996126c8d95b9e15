package org.caselli.service.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** What the sections refuse, and how they say so: the member, its value, what to give instead. */
final class Check {
    private Check() {}

    static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; give " + least + " to " + most + ".");
        }
    }

    static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; give " + least + " to " + most + ".");
        }
    }

    static void length(String name, String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    name + " has " + value.length() + " characters; give at most " + most + ".");
        }
    }

    /** What came in from outside, short enough for a message. */
    static String shown(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "...";
    }

    /** A path from the root, or nothing. */
    static void absolute(String name, String value) {
        try {
            if (value.isEmpty() || Path.of(value).isAbsolute()) {
                return;
            }
        } catch (InvalidPathException notEvenAPath) {
            throw new IllegalArgumentException(
                    name + " is \"" + value + "\", which is no path: " + notEvenAPath.getReason() + ".", notEvenAPath);
        }
        throw new IllegalArgumentException(name + " is \"" + value + "\"; give a path that begins at the root.");
    }

    static void stationId(String name, String value) {
        length(name, value, 20);
        if (!value.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException(name + " is \"" + value
                    + "\"; give letters, digits and signs of ASCII only, as fax machines show no others.");
        }
    }
}

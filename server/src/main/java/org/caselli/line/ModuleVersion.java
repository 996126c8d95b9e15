package org.caselli.line;

import java.util.Arrays;

/**
 * The version of a module.
 *
 * @param debug whether it is a build on the way to that version, and not the version itself
 */
public record ModuleVersion(int major, int minor, int build, int minorBuild, boolean debug) {
    /** Of a module that does not say. */
    public static final ModuleVersion UNKNOWN = new ModuleVersion(0, 0, 0, 0, false);

    /** Reads {@code 1.2.3.4}; parts may be missing, and after a dash comes what only people read, such as SNAPSHOT. */
    public static ModuleVersion of(String text) {
        int[] parts = Arrays.copyOf(
                Arrays.stream(text.split("[-+ ]", 2)[0].split("\\."))
                        .mapToInt(part -> part.matches("[0-9]{1,9}") ? Integer.parseInt(part) : 0)
                        .toArray(),
                4);
        return new ModuleVersion(parts[0], parts[1], parts[2], parts[3], text.endsWith("-SNAPSHOT"));
    }

    /** Of the jar that a class came from, as its manifest says (Implementation-Version). */
    public static ModuleVersion of(Class<?> type) {
        Package room = type.getPackage();
        String said = room == null ? null : room.getImplementationVersion();
        return said == null ? UNKNOWN : of(said);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + build + "." + minorBuild;
    }
}

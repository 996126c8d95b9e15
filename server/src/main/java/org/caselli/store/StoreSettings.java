package org.caselli.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server keeps its things.
 *
 * @param directory of this server alone: its lock, and its database if that is the embedded one
 * @param blobs     pages and documents; servers that share a database share this folder too
 * @param node      the name of this server among those that share the database: 1 to 63 letters, digits, dots, hyphens and
 *                  underscores, the first one a letter or a digit
 * @param database  a PostgreSQL database; without it an SQLite file in the directory
 */
public record StoreSettings(Path directory, Path blobs, String node, Optional<DatabaseSettings> database) {
    /** The name of the only server of a data directory with an embedded database, unless it has another. */
    public static final String LOCAL = "local";

    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public StoreSettings {
        checkNode(node);
    }

    /** @throws IllegalArgumentException if this is no name for a server */
    public static void checkNode(String node) {
        if (!NODE.matcher(node).matches()) {
            throw new IllegalArgumentException("\"" + node + "\" is no name for a server; give 1 to 63 letters, digits,"
                    + " dots, hyphens and underscores, and begin with a letter or a digit.");
        }
    }

    /** All in one directory, with an embedded database. */
    public static StoreSettings in(Path directory) {
        return new StoreSettings(directory, directory.resolve("blobs"), LOCAL, Optional.empty());
    }
}

package org.caselli.service.settings;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.caselli.store.StoreSettings;
import org.jdbi.v3.core.Handle;

/**
 * Something that administrators set and that stands in the one configuration file: a room that can say what is set, and
 * set it. See {@link Configuration}.
 */
public interface Exported {
    /** The heading of its part of the file: {@code settings}, {@code trunks}. Letters and hyphens; it never changes. */
    String name();

    /**
     * What is set: named entries, each with named members, both in the order in which they are to be written. A value is a
     * {@code String}, {@code Boolean}, {@code Long} or {@code Integer}, or a {@code List} of texts or numbers. Secrets are
     * left out; so is whatever is a state rather than a setting.
     */
    Map<String, Map<String, Object>> export(Handle handle);

    /**
     * Is called before the transaction of {@link #apply}, for what cannot be done in one.
     *
     * @param wanted the members that the file names, by entry
     */
    default void prepare(Map<String, Set<String>> wanted) {}

    /**
     * Makes it so, inside the transaction. A member that an entry does not name stays as it is; of a new entry it is as usual. Secrets stay. What is wrong is told to the entry
     * ({@link Entry#problem}, {@link Entry#attempt}); then nothing of the whole file is kept. Nothing but the database may be
     * touched, for this is also how a dry run is made.
     */
    void apply(Handle handle, Map<String, Entry> wanted);

    /**
     * Removes the entries that are there and not wanted, where administrators can make and remove entries at all (trunks,
     * rules). Called when all parts of the file were applied, for the last part first, so that what leads to an entry is gone
     * before the entry.
     *
     * @param kept    the names that are wanted
     * @param problem gets a sentence for each entry that cannot be removed
     */
    default void remove(Handle handle, Set<String> kept, Consumer<String> problem) {}

    /**
     * What is not as it must be, in a sentence. A file that would make it so is not applied; one that finds it so is.
     */
    default Optional<String> broken(Handle handle) {
        return Optional.empty();
    }

    /** How a device is named in the file: its key, on servers that share a database with the server's name before it. */
    static String device(String node, String key) {
        return node.equals(StoreSettings.LOCAL) ? key : node + "/" + key;
    }
}

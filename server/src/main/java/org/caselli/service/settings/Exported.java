package org.caselli.service.settings;

import java.util.Map;
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
     * Makes it so, inside the transaction. An entry that is there and not wanted is removed where entries can be made and
     * removed by administrators at all (trunks, rules); where they cannot (devices, sections) it stays. A member that an
     * entry does not name stays as it is; of a new entry it is as usual. Secrets stay. What is wrong is told to the entry
     * ({@link Entry#problem}, {@link Entry#attempt}); then nothing of the whole file is kept. Nothing but the database may be
     * touched, for this is also how a dry run is made.
     */
    void apply(Handle handle, Map<String, Entry> wanted);
}

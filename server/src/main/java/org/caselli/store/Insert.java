package org.caselli.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A new row of a wide table, with each value beside the name of its column. */
public final class Insert {
    private final String table;
    private final List<String> columns = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    private Insert(String table) {
        this.table = table;
    }

    public static Insert into(String table) {
        return new Insert(table);
    }

    /** @param value a text, a number, or null */
    public Insert set(String column, @Nullable Object value) {
        columns.add(column);
        values.add(value);
        return this;
    }

    /** As 0 or 1. */
    public Insert set(String column, boolean value) {
        return set(column, value ? 1 : 0);
    }

    /** As milliseconds. */
    public Insert set(String column, Instant value) {
        return set(column, Store.millis(value));
    }

    /** Or null. */
    public Insert set(String column, Optional<?> value) {
        return set(column, value.orElse(null));
    }

    public void execute(Handle handle) {
        handle.execute(
                "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                        + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")",
                values.toArray());
    }
}

package org.caselli.store;

import java.time.InstantSource;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the store asks of the database under it. */
sealed interface Database extends AutoCloseable permits Sqlite, PostgreSql {
    /** What became of a commit that was answered by an error, or not at all. */
    enum Fate {
        KEPT,
        NOT_KEPT,
        UNKNOWN
    }

    /** Does this in a transaction that changes nothing and sees one state of the data. */
    <T extends @Nullable Object> T read(Function<Handle, T> work);

    /**
     * Begins a transaction while which nobody else writes, in this process or another. Of the writer's thread alone, which
     * commits it or rolls it back, and then closes the handle.
     */
    Handle begin();

    /** What became of the transaction begun last, whose commit failed with this. */
    Fate fate(Throwable failure);

    /** Whether servers of other names may write as well. */
    boolean isShared();

    /** The clock by which all who share the database go. */
    InstantSource clock();

    /** Runs this whenever others may have committed something. */
    void onNews(Runnable listener);

    @Override
    void close();
}

package org.caselli.store;

import java.time.InstantSource;
import java.util.Optional;
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

    /**
     * What the others know of this server.
     *
     * @param version     of the program
     * @param url         where its REST interface answers
     * @param tokenDigest SHA-256 of its administrator's token, in hexadecimal digits
     */
    record Introduction(String version, String url, String tokenDigest) {
        static final Introduction NONE = new Introduction("", "", "");
    }

    /** From now on the others are told this of this server whenever it comes back. */
    void introduce(Introduction introduction);

    /** Why this server may take no work at present; empty if it may. */
    Optional<String> standsBy();

    /** Runs this when another server that had taken our name is gone, before we work again: it settles what that one left. */
    void onReturn(Runnable settle);

    /** The clock by which all who share the database go. */
    InstantSource clock();

    /** Runs this whenever others may have committed something. */
    void onNews(Runnable listener);

    @Override
    void close();
}

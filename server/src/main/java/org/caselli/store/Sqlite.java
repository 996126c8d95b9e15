package org.caselli.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The embedded database: one file in WAL mode with full sync, one writer, some readers. The directory's lock is held. */
final class Sqlite implements Database {
    private static final int READERS = 4;

    private final Path file;
    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Jdbi> readers = new ArrayBlockingQueue<>(READERS);
    private final Jdbi writer;

    Sqlite(Path directory) throws SQLException {
        file = directory.resolve("caselli.db");
        SQLiteDataSource writing = source(false);
        Migrations.run(writing, "sqlite", file.toAbsolutePath().toString());
        SQLiteDataSource reading = source(true);
        for (int i = 0; i < READERS; i++) {
            readers.add(Jdbi.create(connect(reading)));
        }
        writer = Jdbi.create(connect(writing));
    }

    private SQLiteDataSource source(boolean readOnly) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(10_000);
        config.setReadOnly(readOnly);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    private Connection connect(SQLiteDataSource source) throws SQLException {
        Connection connection = source.getConnection();
        connections.add(connection);
        return connection;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<Handle, T> work) {
        Jdbi reader;
        try {
            reader = readers.take();
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            throw new StoreException("Reading was interrupted: the server is shutting down.", urged);
        }
        try (Handle handle = reader.open()) {
            return handle.inTransaction(work::apply);
        } finally {
            readers.add(reader);
        }
    }

    @Override
    public Handle begin() {
        Handle handle = writer.open();
        handle.begin();
        return handle;
    }

    /** A local commit that reports an error has not taken place. */
    @Override
    public Fate fate(Throwable failure) {
        return Fate.NOT_KEPT;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    /** There is nobody to be told. */
    @Override
    public void introduce(Introduction introduction) {}

    /** The lock of the data directory lasts as long as the process. */
    @Override
    public Optional<String> standsBy() {
        return Optional.empty();
    }

    /** Nobody else has the name. */
    @Override
    public void onReturn(Runnable settle) {}

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    /** There are no others. */
    @Override
    public void onNews(Runnable listener) {}

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (SQLException cause) {
            throw new StoreException("The database " + file + " could not be closed.", cause);
        }
    }
}

package org.caselli.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A data directory, open. What a {@link #write} did is durable when it returns: SQLite in WAL mode with full sync. One
 * writer, some readers; a reader sees what was committed before it began.
 *
 * <p>Times are kept as milliseconds since 1970 ({@link #millis}), enums by their names, outcomes by their numbers.
 */
public final class Store implements AutoCloseable {
    private static final int READERS = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Path directory;
    private final DirectoryLock lock;
    private final Blobs blobs;
    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Jdbi> readers = new ArrayBlockingQueue<>(READERS);
    private final Writer writer;
    private final List<Runnable> afterCommit = new CopyOnWriteArrayList<>();

    private Store(Path directory, DirectoryLock lock) throws IOException, SQLException {
        this.directory = directory;
        this.lock = lock;
        this.blobs = new Blobs(directory.resolve("blobs"));
        SQLiteDataSource writing = database(false);
        migrate(writing);
        SQLiteDataSource reading = database(true);
        for (int i = 0; i < READERS; i++) {
            readers.add(Jdbi.create(connect(reading)));
        }
        this.writer = new Writer(Jdbi.create(connect(writing)), () -> afterCommit.forEach(Runnable::run));
    }

    /**
     * Opens a data directory, making it if it is not there and bringing its tables up to date.
     *
     * @throws StoreException if another server uses it, or it cannot be opened
     */
    public static Store open(Path directory) {
        DirectoryLock lock;
        try {
            Files.createDirectories(directory);
            lock = DirectoryLock.take(directory);
        } catch (IOException cause) {
            throw new StoreException(
                    "The data directory " + directory.toAbsolutePath()
                            + " cannot be used. Make it writable for this user, or choose another with --data.",
                    cause);
        }
        try {
            return new Store(directory, lock);
        } catch (IOException | SQLException | FlywayException cause) {
            try {
                lock.close();
            } catch (IOException second) {
                cause.addSuppressed(second);
            }
            throw new StoreException(
                    "The database in " + directory.toAbsolutePath()
                            + " cannot be opened. See that the disk has room and that a newer server has not used it; if it"
                            + " is damaged, restore it from a backup.",
                    cause);
        }
    }

    private SQLiteDataSource database(boolean readOnly) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(10_000);
        config.setReadOnly(readOnly);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + directory.resolve("caselli.db").toAbsolutePath());
        return source;
    }

    private Connection connect(SQLiteDataSource source) throws SQLException {
        Connection connection = source.getConnection();
        connections.add(connection);
        return connection;
    }

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(source)
                .locations(
                        "classpath:org/caselli/store/migration/sqlite", "classpath:org/caselli/store/migration/common")
                .load()
                .migrate();
    }

    /**
     * Does this in one transaction and returns when it is durable. It must touch nothing but the database, for it may run
     * together with others in one commit, and it runs on the writer's thread.
     *
     * @throws StoreException if the database cannot be written; whatever {@code work} throws comes out as it is, and then
     *                        nothing of it is kept
     */
    public <T extends @Nullable Object> T write(Function<Handle, T> work) {
        if (writer.isOwnThread()) {
            throw new IllegalStateException("A transaction cannot wait for another one. Use the handle it was given.");
        }
        try {
            return writer.submit(work).join();
        } catch (CompletionException wrapped) {
            throw unwrapped(wrapped);
        }
    }

    /** As {@link #write}, where nobody waits for it; a failure is logged. Later writes come after it. */
    public void writeSoon(Consumer<Handle> work) {
        var _ = writer.<Boolean>submit(handle -> {
                    work.accept(handle);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.error("Something could not be written down: {}", failure.getMessage(), failure);
                    }
                });
    }

    /** Reads what is committed, on this thread. Not to be nested. */
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

    /** Runs this on the writer's thread after every commit; it must be quick. */
    public void afterCommit(Runnable listener) {
        afterCommit.add(listener);
    }

    public Blobs blobs() {
        return blobs;
    }

    public Path directory() {
        return directory;
    }

    /** How much room the disk has for this process, in octets. */
    public long usableSpace() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException cause) {
            throw new StoreException("The data directory " + directory + " cannot be reached. Check the disk.", cause);
        }
    }

    /** Writes what waits, then closes the database and gives the directory free. */
    @Override
    public void close() {
        writer.close();
        try {
            for (Connection connection : connections) {
                connection.close();
            }
            lock.close();
        } catch (IOException | SQLException cause) {
            throw new StoreException("The database in " + directory + " could not be closed.", cause);
        }
    }

    /** A time as the database keeps it. */
    public static long millis(Instant time) {
        return time.toEpochMilli();
    }

    private static RuntimeException unwrapped(CompletionException wrapped) {
        return switch (wrapped.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> wrapped;
        };
    }
}

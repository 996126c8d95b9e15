package org.caselli.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory and a database, open. The database is an embedded SQLite file, or a PostgreSQL database that several
 * servers share. What a {@link #write} did is durable when it returns. All writes, of all servers, stand one behind the
 * other and each sees all before it; a reader sees what was committed before it began.
 *
 * <p>Times are kept as milliseconds since 1970 ({@link #millis}), enums by their names, outcomes by their numbers.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final StoreSettings settings;
    private final DirectoryLock lock;
    private final Blobs blobs;
    private final Database database;
    private final Writer writer;
    private final Nodes nodes;
    private final List<Runnable> afterCommit = new CopyOnWriteArrayList<>();
    private final List<WriteWitness> witnesses = new CopyOnWriteArrayList<>();
    private volatile Luggage luggage = Store::asItIs;

    private Store(StoreSettings settings, PostgreSql.Patience patience, DirectoryLock lock) throws SQLException {
        this.settings = settings;
        this.lock = lock;
        this.database = settings.database().isPresent()
                ? new PostgreSql(settings.database().get(), settings.node(), patience)
                : new Sqlite(settings.directory());
        this.nodes = new Nodes(this, database);
        try {
            // Only now, for from here on nobody else bears our name.
            this.blobs = new Blobs(settings.blobs(), settings.node(), database.isShared());
        } catch (IOException cause) {
            database.close();
            throw new StoreException(
                    "The folder for pages " + settings.blobs().toAbsolutePath()
                            + " cannot be used. Make it writable for this user, or choose another.",
                    cause);
        }
        this.writer = new Writer(
                database,
                this::tell,
                (transactions, nanos) -> witnesses.forEach(witness -> witness.wrote(transactions, nanos)));
        database.onNews(this::tell);
    }

    /** Opens a data directory with its embedded database, as {@link #open(StoreSettings)} does. */
    public static Store open(Path directory) {
        return open(StoreSettings.in(directory));
    }

    /**
     * Opens a data directory and a database, making what is not there and bringing the tables up to date.
     *
     * @throws StoreException if another server uses the directory, or bears the same name on the same database, or one of
     *                        them cannot be opened
     */
    public static Store open(StoreSettings settings) {
        return open(settings, PostgreSql.Patience.STANDARD);
    }

    static Store open(StoreSettings settings, PostgreSql.Patience patience) {
        Path directory = settings.directory();
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
            var store = new Store(settings, patience, lock);
            if (store.isShared()) {
                try {
                    store.checkFolder();
                } catch (RuntimeException cause) {
                    store.nodes.farewell();
                    store.writer.close();
                    store.database.close();
                    throw cause;
                }
            }
            return store;
        } catch (StoreException cause) {
            giveBack(lock, cause);
            throw cause;
        } catch (SQLException | FlywayException cause) {
            giveBack(lock, cause);
            throw new StoreException(
                    "The database in " + directory.toAbsolutePath()
                            + " cannot be opened. See that the disk has room; if the database is damaged, restore it from a"
                            + " backup.",
                    cause);
        }
    }

    /** A server that brings another folder would neither find the pages of the others, nor they its own. */
    private void checkFolder() {
        String here = blobs.identity();
        String known = write(handle -> {
            handle.execute(
                    "insert into page_folder (only_row, identity) values (1, ?) on conflict (only_row) do nothing",
                    here);
            return handle.createQuery("select identity from page_folder")
                    .mapTo(String.class)
                    .one();
        });
        if (!here.equals(known)) {
            throw new StoreException("The folder for pages " + settings.blobs().toAbsolutePath()
                    + " is not the one that goes with this database. See that the shared folder is mounted there; all servers"
                    + " of one database use the same one.");
        }
    }

    private static void giveBack(DirectoryLock lock, Exception cause) {
        try {
            lock.close();
        } catch (IOException second) {
            cause.addSuppressed(second);
        }
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
            return writer.submit(luggage.pack(work)).join();
        } catch (CompletionException wrapped) {
            throw unwrapped(wrapped);
        }
    }

    /** As {@link #write}, where nobody waits for it; a failure is logged. Later writes come after it. */
    public void writeSoon(Consumer<Handle> work) {
        var _ = writer.submit(luggage.<Boolean>pack(handle -> {
                    work.accept(handle);
                    return true;
                }))
                .whenComplete((done, failure) -> {
                    if (failure instanceof StoreException told && told.hope() != StoreException.Hope.NONE) {
                        LOG.warn("Something could not be written down: {}", told.getMessage());
                    } else if (failure != null) {
                        LOG.error("Something could not be written down: {}", failure.getMessage(), failure);
                    }
                });
    }

    /** What a transaction takes along to the writer's thread from the one that asks for it. */
    public interface Luggage {
        /** The same work with it. Called on the thread that asks. */
        <T extends @Nullable Object> Function<Handle, T> pack(Function<Handle, T> work);
    }

    /** From now on every transaction takes this along. */
    public void carry(Luggage things) {
        luggage = things;
    }

    private static <T extends @Nullable Object> Function<Handle, T> asItIs(Function<Handle, T> work) {
        return work;
    }

    /** Reads what is committed, on this thread. Not to be nested. */
    public <T extends @Nullable Object> T read(Function<Handle, T> work) {
        return database.read(work);
    }

    /**
     * Runs this after every commit on the writer's thread, and, where other servers share the database, soon after theirs on
     * another thread; now and then also for no reason. It must be quick.
     */
    public void afterCommit(Runnable listener) {
        afterCommit.add(listener);
    }

    /** Is told how the writer works; it must be quick. */
    public interface WriteWitness {
        /** So many transactions shared a commit, which took so long with them. */
        void wrote(int transactions, long nanos);
    }

    /** From now on this one is told of every commit. */
    public void onWrite(WriteWitness witness) {
        witnesses.add(witness);
    }

    private void tell() {
        afterCommit.forEach(Runnable::run);
    }

    /** The name of this server among those that share the database. */
    public String node() {
        return settings.node();
    }

    /** The servers that share the database. */
    public Nodes nodes() {
        return nodes;
    }

    /** Whether other servers may use the same database at the same time. */
    public boolean isShared() {
        return database.isShared();
    }

    /**
     * The clock by which all who share the database go, whatever their own clocks say: that of the database. The machine's
     * own where nobody shares it.
     */
    public InstantSource clock() {
        return database.clock();
    }

    public Blobs blobs() {
        return blobs;
    }

    public Path directory() {
        return settings.directory();
    }

    /** How much room the disk of the pages has for this process, in octets. */
    public long usableSpace() {
        try {
            return Files.getFileStore(settings.blobs()).getUsableSpace();
        } catch (IOException cause) {
            throw new StoreException("The folder " + settings.blobs() + " cannot be reached. Check the disk.", cause);
        }
    }

    /** Writes what waits, takes its leave of the others, closes the database and gives the directory free. */
    @Override
    public void close() {
        if (isShared()) {
            nodes.farewell();
        }
        writer.close();
        database.close();
        try {
            lock.close();
        } catch (IOException cause) {
            throw new StoreException("The data directory " + settings.directory() + " could not be closed.", cause);
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

package org.caselli.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The databases on which every contract test runs. Make a test class run on both so:
 *
 * <pre>{@code
 * @ParameterizedClass
 * @EnumSource(TestDatabase.class)
 * class MyTest {
 *     @Parameter
 *     TestDatabase database;
 *
 *     @TempDir
 *     Path directory;
 *
 *     Store store;
 *
 *     @BeforeEach
 *     void open() {
 *         store = database.open(directory);
 *     }
 *
 *     @AfterEach
 *     void close() {
 *         store.close();
 *     }
 * }</pre>
 *
 * <p>Each directory has a database of its own: fresh at the first {@link #open}, and the same one when it is opened again
 * after a close, as a restarted server finds it. Several servers on one database: {@link #open(Path, String)}.
 *
 * <p>PostgreSQL is a real one, started by the first test that wants it and stopped with the JVM; one for all tests, with
 * fsync on. A fresh database takes about 50 ms.
 */
public enum TestDatabase {
    /** The embedded default. */
    SQLITE {
        @Override
        public StoreSettings in(Path directory) {
            return StoreSettings.in(directory);
        }
    },
    /** What several servers share. */
    POSTGRESQL {
        @Override
        public StoreSettings in(Path directory) {
            return settings(directory, StoreSettings.LOCAL, directory);
        }
    };

    /** The store of this directory, whose database is made if it has none. */
    public Store open(Path directory) {
        return Store.open(in(directory));
    }

    /** Settings for the store of this directory. */
    public abstract StoreSettings in(Path directory);

    /** One of several servers that share a PostgreSQL database and a folder for pages below {@code common}. */
    public static Store open(Path common, String node) {
        return Store.open(node(common, node));
    }

    /** Settings for one of several servers that share a database and a folder for pages below {@code common}. */
    public static StoreSettings node(Path common, String node) {
        return settings(common, node, common.resolve(node));
    }

    static StoreSettings settings(Path common, String node, Path own) {
        return new StoreSettings(
                own, common.resolve("blobs"), node, Optional.of(PostgreSqlServer.INSTANCE.database(common)));
    }

    /** Started when it is needed for the first time. */
    private static final class PostgreSqlServer {
        static final PostgreSqlServer INSTANCE = new PostgreSqlServer();
        private static final String USER = "postgres";

        private final EmbeddedPostgres server;
        private final Map<Path, String> databases = new HashMap<>();
        private int made;

        private PostgreSqlServer() {
            try {
                // What the library switches off for speed is on again: what is committed here is on the disk.
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("shared_buffers", "32MB")
                        .start();
            } catch (IOException cause) {
                throw new UncheckedIOException("PostgreSQL for the tests does not start.", cause);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-postgresql"));
        }

        private void stop() {
            try {
                server.close();
            } catch (IOException cause) {
                throw new UncheckedIOException("PostgreSQL of the tests does not stop.", cause);
            }
        }

        /** The database of this directory; those of directories that are gone are dropped. */
        synchronized DatabaseSettings database(Path directory) {
            try {
                if (!databases.containsKey(directory)) {
                    dropForgotten();
                    String name = "test_" + ++made;
                    execute("create database " + name + (made == 1 ? "" : " template migrated"));
                    if (made == 1) {
                        Migrations.run(server.getDatabase(USER, name), "postgresql", name);
                        execute("create database migrated template " + name);
                    }
                    databases.put(directory, name);
                }
            } catch (SQLException cause) {
                throw new IllegalStateException("No database could be made for " + directory + ".", cause);
            }
            return new DatabaseSettings(
                    "postgresql://127.0.0.1:" + server.getPort() + "/" + databases.get(directory), USER, "");
        }

        private void dropForgotten() throws SQLException {
            for (Iterator<Map.Entry<Path, String>> each = databases.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<Path, String> entry = each.next();
                if (Files.notExists(entry.getKey())) {
                    execute("drop database " + entry.getValue() + " with (force)");
                    each.remove();
                }
            }
        }

        private void execute(String statement) throws SQLException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    var it = connection.createStatement()) {
                it.execute(statement);
            }
        }
    }
}

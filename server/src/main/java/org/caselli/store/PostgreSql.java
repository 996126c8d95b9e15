package org.caselli.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL database that several servers share. Three kinds of connections: a pool for reading, one for the writer,
 * and one that stays: it holds the server's name, hears of the commits of others, and gives the sign of life.
 *
 * <p><b>Order.</b> Each transaction that writes begins by taking one advisory lock, which PostgreSQL gives back after the
 * commit can be seen. So all writes of all servers stand one behind the other, each sees all before it, and event numbers
 * become visible in their order.
 *
 * <p><b>A server that freezes</b> in the middle of a transaction holds up the others for ten seconds at the most: then the database ends its session, and with it the transaction.
 *
 * <p><b>A commit that is not answered</b> is looked up: each transaction leaves a mark in {@code node_commit}, and whoever
 * has the lock again finds there whether the mark before was kept. That holds also where another database server has taken
 * over from the one that broke.
 */
final class PostgreSql implements Database {
    /** Ours: more connections than two cores keep busy, and few enough for many servers on one database. */
    private static final int READERS = 8;
    /** Ours: so long may all others who want to write take before us. */
    private static final int LOCK_SECONDS = 30;

    private static final int STATEMENT_SECONDS = 60;
    /** The network gives up later than the database, so that the database's word is heard if it can be. */
    private static final int SOCKET_SECONDS = LOCK_SECONDS + STATEMENT_SECONDS;

    private static final int CONNECT_SECONDS = 5;
    /**
     * How long one waits for others.
     *
     * @param database to come back: one that is started again, or whose successor takes over, does so within 20 s
     * @param server   to go on with its transaction: 10 s are far more than between any two statements of one of ours
     */
    record Patience(Duration database, Duration server) {
        static final Patience STANDARD = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended(current_schema() || '/write', 0))";
    private static final String BEGIN = LOCK + "; insert into node_commit (node, mark) values (?, ?)"
            + " on conflict (node) do update set mark = excluded.mark; select pg_notify('" + News.CHANNEL + "', ?)";

    private static final Logger LOG = LoggerFactory.getLogger(PostgreSql.class);

    private final DatabaseSettings settings;
    private final String node;
    private final Patience patience;
    private final HikariDataSource pool;
    private final Jdbi readers;
    private final News news;

    // All below is of the writer's thread alone.
    private @Nullable Connection writing;
    private String mark = "";
    /** Whether the database could be reached the last time, so that it is worth waiting for. */
    private boolean wasThere = true;

    PostgreSql(DatabaseSettings settings, String node, Patience patience) {
        this.settings = settings;
        this.node = node;
        this.patience = patience;
        try {
            Migrations.run(source("migrations", ""), "postgresql");
        } catch (FlywayException cause) {
            throw new StoreException(
                    "The database " + settings + " cannot be used: " + innermost(cause)
                            + ". See that it runs, that it is there, that its user and password are right, and that no newer"
                            + " server has used it.",
                    cause);
        }
        news = new News(node, () -> connect("news", CONNECT_SECONDS, STATEMENT_SECONDS));
        try {
            pool = pool();
        } catch (RuntimeException cause) {
            news.close();
            throw unreachable(cause);
        }
        readers = Jdbi.create(pool);
    }

    private HikariDataSource pool() {
        var config = new HikariConfig();
        config.setDataSource(source(
                "reader",
                "-c statement_timeout=" + STATEMENT_SECONDS + "s -c idle_in_transaction_session_timeout="
                        + STATEMENT_SECONDS + "s"));
        config.setPoolName("readers");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ"); // one state of the data, as SQLite shows it
        config.setConnectionTimeout(Duration.ofSeconds(2L * CONNECT_SECONDS).toMillis());
        return new HikariDataSource(config);
    }

    private PGSimpleDataSource source(String purpose, String options) {
        var source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("caselli " + node + " " + purpose);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(purpose.equals("migrations") ? 0 : SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        // So the database notices within half a minute that a machine is gone, and gives its locks back.
        source.setOptions(
                ("-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 " + options)
                        .strip());
        return source;
    }

    private Connection connect(String purpose, int lockSeconds, int statementSeconds) throws SQLException {
        return source(
                        purpose,
                        "-c lock_timeout=" + lockSeconds + "s -c statement_timeout=" + statementSeconds
                                + "s -c idle_in_transaction_session_timeout="
                                + patience.server().toMillis() + "ms")
                .getConnection();
    }

    @Override
    public <T extends @Nullable Object> T read(Function<Handle, T> work) {
        for (int left = 2; ; left--) {
            try (Handle handle = readers.open()) {
                return handle.inTransaction(work::apply);
            } catch (JdbiException cause) {
                if (!isLost(cause)) {
                    throw cause;
                }
                if (left == 0) {
                    throw unreachable(cause);
                }
                // A pooled connection that a restart of the database has cut; reading anew does no harm.
            }
        }
    }

    private StoreException unreachable(Throwable cause) {
        return new StoreException(
                "The database " + settings + " cannot be reached: " + innermost(cause)
                        + ". See that it runs; the server goes on by itself when it does.",
                cause);
    }

    @Override
    public Handle begin() {
        long end = System.nanoTime() + (wasThere ? patience.database().toNanos() : 0);
        while (true) {
            try {
                Handle handle = locked();
                wasThere = true;
                return handle;
            } catch (SQLException | JdbiException cause) {
                drop();
                if (!isLost(cause)) {
                    throw new StoreException(
                            "The database " + settings + " does not let us write: " + innermost(cause) + ".", cause);
                }
                wasThere &= System.nanoTime() < end;
                if (!wasThere) {
                    throw unreachable(cause);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** A transaction that has the lock and has left its mark, in one exchange with the database. */
    private Handle locked() throws SQLException {
        Connection connection = writing;
        if (connection == null) {
            connection = connect("writer", LOCK_SECONDS, STATEMENT_SECONDS);
            writing = connection;
        }
        mark = UUID.randomUUID().toString();
        Handle handle = Jdbi.create(connection).open();
        handle.begin();
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setString(1, node);
            begin.setString(2, mark);
            begin.setString(3, node);
            begin.execute();
        }
        return handle;
    }

    @Override
    public Fate fate(Throwable failure) {
        boolean unanswered = isLost(failure);
        drop();
        if (!unanswered) {
            return Fate.NOT_KEPT; // the database itself has said so
        }
        long end = System.nanoTime() + patience.database().toNanos();
        do {
            try (Connection connection = connect("writer", LOCK_SECONDS, STATEMENT_SECONDS)) {
                connection.setAutoCommit(false);
                // Whoever has the lock knows that the transaction before has ended, one way or the other.
                try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                    lock.execute();
                }
                try (PreparedStatement look =
                        connection.prepareStatement("select 1 from node_commit where node = ? and mark = ?")) {
                    look.setString(1, node);
                    look.setString(2, mark);
                    try (ResultSet row = look.executeQuery()) {
                        Fate fate = row.next() ? Fate.KEPT : Fate.NOT_KEPT;
                        LOG.warn("The commit that was cut off has been looked up: {}.", fate);
                        return fate;
                    }
                }
            } catch (SQLException cause) {
                if (!isLost(cause)) {
                    LOG.error("What became of the commit cannot be looked up.", cause);
                    return Fate.UNKNOWN;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (System.nanoTime() < end);
        wasThere = false;
        return Fate.UNKNOWN;
    }

    private void drop() {
        Connection connection = writing;
        writing = null;
        if (connection != null) {
            try {
                connection.close(); // which also rolls back, if there is still somebody to hear it
            } catch (SQLException cause) {
                LOG.debug("A connection to the database was closed by the other side already.", cause);
            }
        }
    }

    /** Whether the connection is gone, in contrast to an answer that we do not like. */
    static boolean isLost(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                // Class 08: the connection; 57P: the database is stopped, starts or ends our session; 25P03 and 25P04:
                // the
                // session was idle, or the transaction open, for too long.
                if (state.startsWith("08")
                        || state.startsWith("57P")
                        || List.of("25P03", "25P04").contains(state)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage())
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceAll("\\.$", "");
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public InstantSource clock() {
        return news.clock;
    }

    @Override
    public void onNews(Runnable listener) {
        news.listeners.add(listener);
    }

    @Override
    public void close() {
        news.close();
        drop();
        pool.close();
    }

    /**
     * The connection that stays. Its session holds the lock on this server's name. Every few seconds, and whenever another
     * server has committed, it tells the listeners that there may be news; so they also hear while notifications do not
     * come through.
     */
    private static final class News {
        static final String CHANNEL = "caselli";

        /** Ours: the sign of life, and the longest time for which a commit of another server goes unnoticed. */
        private static final Duration BEAT = Duration.ofSeconds(5);
        /** Ours: the session of a server that was killed is gone within this. */
        private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);
        /** Ours: from here on we say that the machine's clock is wrong. */
        private static final Duration SKEW = Duration.ofSeconds(5);

        private final String node;
        private final Connector connector;
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        final DatabaseClock clock = new DatabaseClock();
        private final Thread thread;
        private volatile @Nullable Connection connection;
        private volatile boolean closed;
        /** Of the thread alone. */
        private boolean skewed;

        interface Connector {
            Connection connect() throws SQLException;
        }

        News(String node, Connector connector) {
            this.node = node;
            this.connector = connector;
            try {
                Connection first = connector.connect();
                connection = first;
                long end = System.nanoTime() + NAME_PATIENCE.toNanos();
                while (!take(first)) {
                    if (System.nanoTime() > end) {
                        first.close();
                        throw new StoreException("Another server named \"" + node
                                + "\" lives on this database. Give each its own name ([server] node in caselli.toml). If"
                                + " that one's machine has just died, try again in half a minute.");
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                listen(first);
                beat(first);
            } catch (SQLException cause) {
                throw new StoreException("The database cannot be reached: " + innermost(cause) + ".", cause);
            }
            thread = Thread.ofPlatform().name("database-news").daemon().start(this::run);
        }

        private boolean take(Connection at) throws SQLException {
            try (PreparedStatement take = at.prepareStatement(
                    "select pg_try_advisory_lock(hashtextextended(current_schema() || '/node/' || ?, 0))")) {
                take.setString(1, node);
                try (ResultSet row = take.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        }

        private static void listen(Connection at) throws SQLException {
            try (var statement = at.createStatement()) {
                statement.execute("listen " + CHANNEL);
            }
        }

        /** Says that this server lives, and asks the database for the time. */
        private void beat(Connection at) throws SQLException {
            try (PreparedStatement ask = at.prepareStatement("select clock_timestamp()")) {
                long before = System.nanoTime();
                try (ResultSet row = ask.executeQuery()) {
                    row.next();
                    clock.set(row.getObject(1, java.time.OffsetDateTime.class).toInstant(), before, System.nanoTime());
                }
            }
            Duration ahead = clock.systemAhead();
            boolean wrong = ahead.abs().compareTo(SKEW) > 0;
            if (wrong != skewed) {
                skewed = wrong;
                if (wrong) {
                    LOG.warn(
                            "The clock of this machine is {} s {} that of the database. The server goes by the database's;"
                                    + " set the machine's clock (NTP), for files and logs bear its times.",
                            ahead.abs().toSeconds(),
                            ahead.isNegative() ? "behind" : "ahead of");
                } else {
                    LOG.info("The clock of this machine is right again.");
                }
            }
            try (PreparedStatement sign =
                    at.prepareStatement("update node set seen_at = ?, clock_ahead = ? where name = ?")) {
                sign.setLong(1, clock.millis());
                sign.setLong(2, ahead.toMillis());
                sign.setString(3, node);
                sign.executeUpdate();
            }
        }

        private void run() {
            Instant nextBeat = clock.instant().plus(BEAT);
            while (!closed) {
                try {
                    Connection at = connection;
                    if (at == null) {
                        at = connector.connect();
                        connection = at;
                        listen(at);
                        if (!take(at)) {
                            LOG.warn(
                                    "The name \"{}\" is still held by another session on the database; it is asked for"
                                            + " again.",
                                    node);
                            throw new SQLException("The name of this server is taken.", "08000");
                        }
                        LOG.info("The database is there again.");
                        nextBeat = Instant.MIN;
                    }
                    long left = Duration.between(clock.instant(), nextBeat).toMillis();
                    PGNotification[] heard = left <= 0
                            ? new PGNotification[0]
                            : at.unwrap(PGConnection.class).getNotifications((int) Math.min(left, BEAT.toMillis()));
                    if (!clock.instant().isBefore(nextBeat)) {
                        beat(at);
                        nextBeat = clock.instant().plus(BEAT);
                        tell();
                    } else if (foreign(heard)) {
                        tell();
                    }
                } catch (SQLException cause) {
                    if (!closed) {
                        LOG.warn("The connection to the database is lost; it is tried again. {}", innermost(cause));
                        drop();
                        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                        tell(); // the database may be there for readers all the same
                    }
                }
            }
        }

        private boolean foreign(PGNotification @Nullable [] heard) {
            if (heard != null) {
                for (PGNotification each : heard) {
                    if (!each.getParameter().equals(node)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private void tell() {
            for (Runnable listener : listeners) {
                try {
                    listener.run();
                } catch (RuntimeException cause) {
                    LOG.error("A listener could not take the news of a commit.", cause);
                }
            }
        }

        private void drop() {
            Connection at = connection;
            connection = null;
            if (at != null) {
                try {
                    at.abort(Runnable::run);
                } catch (SQLException cause) {
                    LOG.debug("A connection to the database was closed by the other side already.", cause);
                }
            }
        }

        void close() {
            closed = true;
            drop();
            try {
                thread.join(Duration.ofSeconds(2L * CONNECT_SECONDS));
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package org.caselli.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
    /** Inserts nothing where another server has taken the name since. */
    private static final String BEGIN = LOCK + "; insert into node_commit (node, mark)"
            + " select ?, ? where exists (select 1 from node where name = ? and life = ?)"
            + " on conflict (node) do update set mark = excluded.mark; select pg_notify('" + News.CHANNEL + "', ?)";

    private static final Logger LOG = LoggerFactory.getLogger(PostgreSql.class);

    private final DatabaseSettings settings;
    private final String node;
    private final Patience patience;
    private final HikariDataSource pool;
    private final Jdbi readers;
    private final News news;
    /** Whether the database could be reached the last time, so that it is worth waiting for. */
    private volatile boolean wasThere = true;
    /** How often it has come back; who began to wait before that knows nothing of the present. */
    private final AtomicInteger returns = new AtomicInteger();

    // All below is of the writer's thread alone.
    private @Nullable Connection writing;
    private String mark = "";

    PostgreSql(DatabaseSettings settings, String node, Patience patience) {
        this.settings = settings;
        this.node = node;
        this.patience = patience;
        try {
            Migrations.run(source("migrations", ""), "postgresql", settings.toString());
        } catch (FlywayException cause) {
            throw new StoreException(
                    "The database " + settings + " cannot be used: " + innermost(cause)
                            + ". See that it runs, that it is there, and that its user and password are right.",
                    cause);
        }
        news = new News(node, this::connectForNews, () -> wasThere = true);
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
        config.setConnectionTimeout(Math.min(
                patience.database().toMillis(),
                Duration.ofSeconds(2L * CONNECT_SECONDS).toMillis()));
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
            int before = returns.get();
            if (!wasThere) {
                throw unreachable(new SQLException("it has been away for a while and is asked again every second"));
            }
            try (Handle handle = readers.open()) {
                return handle.inTransaction(work::apply);
            } catch (JdbiException cause) {
                if (!isLost(cause)) {
                    throw cause;
                }
                boolean away = cause.getCause() instanceof SQLTransientConnectionException; // the pool has waited
                if (away) {
                    goneSince(before);
                }
                if (away || left == 0) {
                    throw unreachable(cause);
                }
                // A pooled connection that a restart of the database has cut; reading anew does no harm.
            }
        }
    }

    private Connection connectForNews() throws SQLException {
        Connection connection = connect("news", CONNECT_SECONDS, STATEMENT_SECONDS);
        returns.incrementAndGet();
        wasThere = true;
        return connection;
    }

    /** It was waited for in vain since it had come back so often. */
    private void goneSince(int before) {
        if (returns.get() == before) {
            wasThere = false;
        }
        if (returns.get() != before) {
            wasThere = true; // it came back between the lines above
        }
    }

    private StoreException unreachable(Throwable cause) {
        return new StoreException(
                StoreException.Hope.LATER,
                "The database " + settings + " cannot be reached: " + innermost(cause)
                        + ". See that it runs; the server goes on by itself when it does.",
                cause);
    }

    @Override
    public Handle begin() {
        long end = System.nanoTime() + (wasThere ? patience.database().toNanos() : 0);
        while (true) {
            int before = returns.get();
            try {
                Handle handle = locked();
                wasThere = true;
                return handle;
            } catch (SQLException | JdbiException cause) {
                drop();
                if (!isLost(cause)) {
                    throw new StoreException(
                            StoreException.Hope.LATER,
                            "The database " + settings + " does not let us write: " + innermost(cause) + ".",
                            cause);
                }
                if (System.nanoTime() >= end) {
                    goneSince(before);
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
            begin.setString(4, news.life);
            begin.setString(5, node);
            begin.execute();
            begin.getMoreResults(); // past that of the lock
            if (begin.getUpdateCount() != 1) {
                handle.rollback().close();
                throw new StoreException(StoreException.Hope.LATER, news.replaced());
            }
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
        int before = returns.get();
        do {
            try (Connection connection = connect("writer", LOCK_SECONDS, STATEMENT_SECONDS)) {
                connection.setAutoCommit(false);
                // Whoever has the lock knows that the transaction before has ended, one way or the other.
                try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                    lock.execute();
                }
                try (PreparedStatement look = connection.prepareStatement("select mark from node_commit where node = ?"
                        + " and exists (select 1 from node where name = ? and life = ?)")) {
                    look.setString(1, node);
                    look.setString(2, node);
                    look.setString(3, news.life);
                    try (ResultSet row = look.executeQuery()) {
                        Fate fate = !row.next()
                                ? Fate.UNKNOWN // the mark may be that of another server, which has taken the name
                                : row.getString(1).equals(mark) ? Fate.KEPT : Fate.NOT_KEPT;
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
        goneSince(before);
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
            if (each instanceof SQLTransientConnectionException) {
                return true; // the pool got none in time
            }
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                // Class 08: the connection; 57P: the database is stopped, starts or ends our session; 25P03, 25P04: the
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

    /** What the innermost of the causes says that says anything. */
    private static String innermost(Throwable failure) {
        String said = failure.getClass().getSimpleName();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            said = each.getMessage() == null ? said : each.getMessage();
        }
        return said.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\.$", "");
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void introduce(Introduction introduction) {
        news.introduction = introduction;
    }

    @Override
    public void onReturn(Runnable settle) {
        news.atReturn.add(settle);
    }

    @Override
    public Optional<String> standsBy() {
        return Optional.ofNullable(news.standsBy);
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
     *
     * <p>While it is lost this server stands by. Somebody else may take its name then: the row of {@code node} has that
     * one's life from then on, and lets this one write nothing more.
     */
    private static final class News {
        static final String CHANNEL = "caselli";

        /** Ours: the sign of life, and the longest time for which a commit of another server goes unnoticed. */
        private static final Duration BEAT = Duration.ofSeconds(5);
        /** Ours: the session of a server that was killed is gone within this. */
        private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);
        /** Ours: from here on we say that the machine's clock is wrong. */
        private static final Duration SKEW = Duration.ofSeconds(5);

        /** Of this process; another one that bears our name has another. */
        final String life = UUID.randomUUID().toString();

        private final String node;
        private final Connector connector;
        private final Runnable there;
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        final List<Runnable> atReturn = new CopyOnWriteArrayList<>();
        volatile Introduction introduction = Introduction.NONE;
        /** Why no work is taken at present; null if all is well. */
        volatile @Nullable String standsBy;

        final DatabaseClock clock = new DatabaseClock();
        private final Thread thread;
        private volatile @Nullable Connection connection;
        private volatile boolean closed;
        /** Of the thread alone, as are those below. */
        private boolean skewed;

        private long startedAt;
        /** Whether what another server of our name has left is still to be settled. */
        private boolean returning;

        interface Connector {
            Connection connect() throws SQLException;
        }

        /** @param there told after each sign of life that the database answers */
        News(String node, Connector connector, Runnable there) {
            this.node = node;
            this.connector = connector;
            this.there = there;
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
                readClock(first);
                startedAt = clock.millis();
                arrive(first);
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

        private void readClock(Connection at) throws SQLException {
            try (PreparedStatement ask = at.prepareStatement("select clock_timestamp()")) {
                long before = System.nanoTime();
                try (ResultSet row = ask.executeQuery()) {
                    row.next();
                    clock.set(row.getObject(1, java.time.OffsetDateTime.class).toInstant(), before, System.nanoTime());
                }
            }
        }

        /** Enters this server into the list, in place of whatever bore its name before; the lock is held. */
        private void arrive(Connection at) throws SQLException {
            Introduction known = introduction;
            try (PreparedStatement enter = at.prepareStatement(
                    "insert into node (name, life, version, url, token_digest, started_at, seen_at, stopped_at, clock_ahead)"
                            + " values (?, ?, ?, ?, ?, ?, ?, null, 0) on conflict (name) do update set life = excluded.life,"
                            + " version = excluded.version, url = excluded.url, token_digest = excluded.token_digest,"
                            + " started_at = excluded.started_at, seen_at = excluded.seen_at, stopped_at = null,"
                            + " clock_ahead = 0")) {
                enter.setString(1, node);
                enter.setString(2, life);
                enter.setString(3, known.version());
                enter.setString(4, known.url());
                enter.setString(5, known.tokenDigest());
                enter.setLong(6, startedAt);
                enter.setLong(7, clock.millis());
                enter.executeUpdate();
            }
        }

        /** Whether the list still has this process under its name. */
        private boolean isEntered(Connection at) throws SQLException {
            try (PreparedStatement look = at.prepareStatement("select 1 from node where name = ? and life = ?")) {
                look.setString(1, node);
                look.setString(2, life);
                try (ResultSet row = look.executeQuery()) {
                    return row.next();
                }
            }
        }

        /** Says that this server lives, and asks the database for the time. */
        private void beat(Connection at) throws SQLException {
            readClock(at);
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
                    at.prepareStatement("update node set seen_at = ?, clock_ahead = ? where name = ? and life = ?")) {
                sign.setLong(1, clock.millis());
                sign.setLong(2, ahead.toMillis());
                sign.setString(3, node);
                sign.setString(4, life);
                if (sign.executeUpdate() == 0) {
                    arrive(at); // somebody has deleted the row of a server that lives
                }
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
                        comeBack(at);
                        nextBeat = Instant.EPOCH;
                    }
                    long left = Duration.between(clock.instant(), nextBeat).toMillis();
                    PGNotification[] heard = left <= 0
                            ? new PGNotification[0]
                            : at.unwrap(PGConnection.class).getNotifications((int) Math.min(left, BEAT.toMillis()));
                    if (!clock.instant().isBefore(nextBeat)) {
                        beat(at);
                        there.run();
                        nextBeat = clock.instant().plus(BEAT);
                        tell();
                    } else if (foreign(heard)) {
                        tell();
                    }
                } catch (SQLException cause) {
                    if (!closed) {
                        if (standsBy == null) {
                            standBy(
                                    "The connection to the database is lost: " + innermost(cause)
                                            + ". This server takes no work until it is there again; see that the database runs.");
                        }
                        drop();
                        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                        tell(); // the database may be there for readers all the same
                    }
                }
            }
        }

        /** Takes the name again, before anything is done in it. */
        private void comeBack(Connection at) throws SQLException {
            listen(at);
            if (!take(at)) {
                standBy(
                        isEntered(at)
                                ? "The name \"" + node
                                        + "\" is still held by a session on the database, perhaps the one that"
                                        + " this server has lost. It takes no work until that has ended; the database ends it"
                                        + " within half a minute."
                                : replaced());
                throw new SQLException("The name of this server is taken.", "08000");
            }
            readClock(at);
            if (!isEntered(at)) {
                returning = true;
                arrive(at);
            }
            if (returning) {
                try {
                    atReturn.forEach(Runnable::run);
                } catch (RuntimeException cause) {
                    throw new SQLException("What was left under our name cannot be settled.", "08000", cause);
                }
                returning = false;
            }
            standsBy = null;
            LOG.info("The database is there again, and the server takes work.");
        }

        private void standBy(String why) {
            if (!why.equals(standsBy)) {
                standsBy = why;
                LOG.warn("{}", why);
            }
        }

        String replaced() {
            return "Another server named \"" + node
                    + "\" works on this database in place of this one, which takes no work"
                    + " until that one is gone. Give each its own name ([server] node in caselli.toml), and start one of them"
                    + " again.";
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

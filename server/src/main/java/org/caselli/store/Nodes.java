package org.caselli.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The servers that share the database. Each gives a sign of life every few seconds; one that has given none for some time is
 * taken for dead, and the others finish what it left. An embedded database has one server only, which lives.
 */
public final class Nodes {
    /** Ours: a server that has been away for so long is forgotten, and its administrator's token with it. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Store store;
    private final Database database;
    /** This one, where it shares the database with nobody. */
    private volatile Node only;

    Nodes(Store store, Database database) {
        this.store = store;
        this.database = database;
        Instant now = database.clock().instant();
        this.only = new Node(store.node(), "", "", now, now, Optional.empty(), Duration.ZERO, true);
    }

    /**
     * One server.
     *
     * @param url        where its REST interface answers
     * @param seenAt     its last sign of life
     * @param stoppedAt  if it was stopped in good order
     * @param clockAhead by how much its machine's clock is ahead of the database's; negative if it is behind
     * @param alive      whether it is at work, as far as one can tell
     */
    public record Node(
            String name,
            String version,
            String url,
            Instant startedAt,
            Instant seenAt,
            Optional<Instant> stoppedAt,
            Duration clockAhead,
            boolean alive) {
        private Node seen(Instant now) {
            return new Node(name, version, url, startedAt, now, stoppedAt, clockAhead, alive);
        }
    }

    /**
     * Tells the others about this server.
     *
     * @param version     of the program
     * @param url         where its REST interface answers
     * @param tokenDigest SHA-256 of its administrator's token, in hexadecimal digits
     */
    public void introduce(String version, String url, String tokenDigest) {
        var introduction = new Database.Introduction(version, url, tokenDigest);
        database.introduce(introduction);
        Instant now = store.clock().instant();
        only = new Node(store.node(), version, url, only.startedAt(), now, Optional.empty(), Duration.ZERO, true);
        if (database.isShared()) {
            store.write(handle -> {
                handle.execute("delete from node where seen_at < ?", Store.millis(now.minus(FORGOTTEN)));
                return handle.execute(
                        "update node set version = ?, url = ?, token_digest = ? where name = ?",
                        version,
                        url,
                        tokenDigest,
                        store.node());
            });
        }
    }

    /**
     * Why this server may take no work at present: the database is away, or another server has taken its name. Empty if it
     * may. Takes no time.
     */
    public Optional<String> standsBy() {
        return database.standsBy();
    }

    /** Runs this when another server that had taken our name is gone, before we work again: it settles what that one left. */
    public void onReturn(Runnable settle) {
        database.onReturn(settle);
    }

    /** Notes that this server stops in good order, if the database is there to note it. */
    void farewell() {
        long now = Store.millis(store.clock().instant());
        store.writeSoon(handle ->
                handle.execute("update node set stopped_at = ?, seen_at = ? where name = ?", now, now, store.node()));
    }

    /**
     * All that are known, by name.
     *
     * @param silence who has given no sign of life for so long is taken for dead
     */
    public List<Node> all(Duration silence) {
        if (!database.isShared()) {
            return List.of(only.seen(store.clock().instant()));
        }
        long dead = Store.millis(store.clock().instant().minus(silence));
        return store.read(handle -> handle.createQuery("select * from node order by name")
                .map((row, context) -> node(row, dead))
                .list());
    }

    private Node node(ResultSet row, long dead) throws SQLException {
        long stopped = row.getLong("stopped_at");
        Optional<Instant> stoppedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(stopped));
        String name = row.getString("name");
        long seen = row.getLong("seen_at");
        boolean alive = name.equals(store.node()) || (stoppedAt.isEmpty() && seen > dead);
        return new Node(
                name,
                row.getString("version"),
                row.getString("url"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(seen),
                stoppedAt,
                Duration.ofMillis(row.getLong("clock_ahead")),
                alive);
    }

    /** The names of those that are at work; this one is always among them. */
    public Set<String> living(Duration silence) {
        Set<String> living =
                all(silence).stream().filter(Node::alive).map(Node::name).collect(Collectors.toSet());
        living.add(store.node());
        return living;
    }

    /** Whether one of the servers has an administrator's token with this SHA-256, in hexadecimal digits. */
    public boolean admit(String tokenDigest) {
        return store.read(handle -> handle.createQuery("select count(*) from node where token_digest = ?")
                        .bind(0, tokenDigest)
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }
}

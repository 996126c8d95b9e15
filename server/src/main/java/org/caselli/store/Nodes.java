package org.caselli.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The servers that share the database. Each gives a sign of life every few seconds; one that has given none for some time is
 * taken for dead, and the others finish what it left. An embedded database has one server only, which lives.
 */
public final class Nodes {
    /** Ours: a server that has been away for so long is forgotten, and its administrator's token with it. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Store store;
    private final String life = UUID.randomUUID().toString();

    Nodes(Store store) {
        this.store = store;
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
            boolean alive) {}

    /** Enters this server into the list, in place of the one before it of the same name, before it answers any call. */
    void arrive() {
        introduce("", "", "");
    }

    /**
     * Tells the others about this server.
     *
     * @param version     of the program
     * @param url         where its REST interface answers
     * @param tokenDigest SHA-256 of its administrator's token, in hexadecimal digits
     */
    public void introduce(String version, String url, String tokenDigest) {
        Instant now = store.clock().instant();
        store.write(handle -> {
            handle.execute("delete from node where seen_at < ?", Store.millis(now.minus(FORGOTTEN)));
            return handle.execute(
                    "insert into node (name, life, version, url, token_digest, started_at, seen_at, stopped_at, clock_ahead)"
                            + " values (?, ?, ?, ?, ?, ?, ?, null, 0) on conflict (name) do update set life = excluded.life,"
                            + " version = excluded.version, url = excluded.url, token_digest = excluded.token_digest,"
                            + " started_at = excluded.started_at, seen_at = excluded.seen_at, stopped_at = null,"
                            + " clock_ahead = 0",
                    store.node(),
                    life,
                    version,
                    url,
                    tokenDigest,
                    Store.millis(now),
                    Store.millis(now));
        });
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
        boolean alive = name.equals(store.node()) || (store.isShared() && stoppedAt.isEmpty() && seen > dead);
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

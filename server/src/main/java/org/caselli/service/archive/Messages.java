package org.caselli.service.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The table of one archive's messages, and how it is gone through. Knows columns that both archives have. */
final class Messages<T> {
    /** What is counted of a message. */
    record Counted(long place, String id, int pages, long size, boolean read) {}

    private record Placed<T>(long place, T item) {}

    private final Box box;
    private final Search search;
    private final RowMapper<T> mapper;

    Messages(Box box, Search search, RowMapper<T> mapper) {
        this.box = box;
        this.search = search;
        this.mapper = mapper;
    }

    Optional<T> find(Handle handle, String id) {
        return handle.createQuery("select * from " + box.table() + " where id = ?")
                .bind(0, id)
                .map(mapper)
                .findOne();
    }

    Optional<String> text(Handle handle, String id, String column) {
        return handle.createQuery("select " + column + " from " + box.table() + " where id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .findOne();
    }

    /** @param whose only those of this account, if given */
    Part<T> list(Handle handle, Filter filter, Optional<String> whose, Window window) {
        boolean back = window.before().isPresent();
        long least = window.before().map(cursor -> Place.parse(cursor) + 1).orElse(0L);
        long most = window.after().map(cursor -> Place.parse(cursor) - 1).orElse(Long.MAX_VALUE);
        List<Placed<T>> rows =
                new ArrayList<>(query(handle, filter, whose, "m.*", least, most, back, window.limit() + 1)
                        .map((row, context) -> new Placed<>(row.getLong("place"), mapper.map(row, context)))
                        .list());
        boolean more = rows.size() > window.limit();
        if (more) {
            rows.removeLast();
        }
        if (back) {
            rows = rows.reversed();
        }
        if (rows.isEmpty()) {
            return new Part<>(List.of(), Optional.empty(), Optional.empty());
        }
        return new Part<>(
                rows.stream().map(Placed::item).toList(),
                more || back ? Optional.of(Place.cursor(rows.getLast().place())) : Optional.empty(),
                back
                        ? more ? Optional.of(Place.cursor(rows.getFirst().place())) : Optional.empty()
                        : newer(window, rows));
    }

    private static <T> Optional<String> newer(Window window, List<Placed<T>> rows) {
        return window.after().map(any -> Place.cursor(rows.getFirst().place()));
    }

    /** The oldest of those that fit, at most so many and up to this place. */
    List<Counted> oldest(Handle handle, Filter filter, Optional<String> whose, long most, int limit) {
        return query(handle, filter, whose, "m.place, m.id, m.pages, m.size, m.seen", 0, most, true, limit)
                .map((row, context) -> counted(row))
                .list();
    }

    static Counted counted(ResultSet row) throws SQLException {
        return new Counted(
                row.getLong("place"),
                row.getString("id"),
                row.getInt("pages"),
                row.getLong("size"),
                row.getInt("seen") != 0);
    }

    /** What all that fit amount to, with the first of them. */
    Removal<T> amount(Handle handle, Filter filter, Optional<String> whose, int items) {
        List<T> first = items == 0
                ? List.of()
                : query(handle, filter, whose, "m.*", 0, Long.MAX_VALUE, false, items)
                        .map(mapper)
                        .list();
        return query(
                        handle,
                        filter,
                        whose,
                        "count(*) as messages, coalesce(sum(case when m.size > 0 then m.size else 0 end), 0) as octets,"
                                + " coalesce(sum(m.pages), 0) as pages, min(m.ended_at) as oldest,"
                                + " max(m.ended_at) as newest",
                        0,
                        Long.MAX_VALUE,
                        false,
                        0)
                .map((row, context) -> new Removal<>(
                        row.getLong("messages"),
                        row.getLong("octets"),
                        row.getLong("pages"),
                        Rows.time(row, "oldest"),
                        Rows.time(row, "newest"),
                        first))
                .one();
    }

    /**
     * @param limit 0 for one row over all, without an order
     */
    private Query query(
            Handle handle,
            Filter filter,
            Optional<String> whose,
            String columns,
            long least,
            long most,
            boolean ascending,
            int limit) {
        List<Words.Term> terms = Words.of(filter);
        boolean searching = !terms.isEmpty();
        // A submission has few messages: the words are better asked of each of them.
        boolean few = searching && !filter.submission().isEmpty();
        String place = searching && !few ? search.place(box) : "m.place";
        var sql = new StringBuilder("select " + columns + " from ");
        if (searching) {
            sql.append(few ? search.hitsAmongFew(box) : search.hits(box));
        } else {
            sql.append(box.table()).append(" m");
        }
        sql.append(" where ")
                .append(place)
                .append(" >= :least and ")
                .append(place)
                .append(" <= :most");
        if (searching) {
            sql.append(" and ").append(search.condition(box));
        }
        if (whose.isPresent()) {
            // Of received faxes none belongs to an account yet: what is everybody's, the archives decide as a whole.
            sql.append(box == Box.SENT ? " and m.account = :whose" : " and 1 = 0");
        }
        filter.read().ifPresent(read -> sql.append(" and m.seen = ").append(read ? 1 : 0));
        if (!filter.device().isEmpty()) {
            sql.append(" and m.device = :device");
        }
        filter.complete()
                .ifPresent(complete -> sql.append(
                        switch (box) {
                            case RECEIVED -> " and m.complete = " + (complete ? 1 : 0);
                            case SENT -> complete ? "" : " and 1 = 0";
                        }));
        if (!filter.submission().isEmpty()) {
            sql.append(box == Box.SENT ? " and m.submission_id = :submission" : " and 1 = 0");
        }
        if (limit > 0) {
            sql.append(" order by ")
                    .append(place)
                    .append(ascending ? " asc" : " desc")
                    .append(" limit :limit");
        }
        Query query = handle.createQuery(sql.toString())
                .bind("least", Math.max(least, filter.from().map(Place::first).orElse(0L)))
                .bind(
                        "most",
                        Math.min(
                                most, filter.to().map(to -> Place.first(to) - 1).orElse(Long.MAX_VALUE)));
        if (searching) {
            query.bind("terms", search.expression(terms));
        }
        if (whose.isPresent() && box == Box.SENT) {
            query.bind("whose", whose.get());
        }
        if (!filter.device().isEmpty()) {
            query.bind("device", filter.device());
        }
        if (!filter.submission().isEmpty() && box == Box.SENT) {
            query.bind("submission", filter.submission());
        }
        return limit > 0 ? query.bind("limit", limit) : query;
    }
}

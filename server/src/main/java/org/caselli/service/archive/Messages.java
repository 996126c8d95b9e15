package org.caselli.service.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The table of one archive's messages, and how it is gone through. Knows columns that both archives have. */
final class Messages<T> {
    /** What is counted of a message. */
    record Counted(long place, String id, int pages, long size, boolean read, String account, String fax) {}

    /** What is read of a row to count it. */
    private String counted() {
        return "m.place, m.id, m.pages, m.size, m.seen, m.account, "
                + (box == Box.RECEIVED ? "m.fax_id" : "m.id as fax_id");
    }

    /** What is read of a row to show it. */
    private String shown() {
        return box == Box.RECEIVED ? "m.*, (select a.name from account a where a.id = m.account) as owner" : "m.*";
    }

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
        return handle.createQuery("select " + shown() + " from " + box.table() + " m where m.id = ?")
                .bind(0, id)
                .map(mapper)
                .findOne();
    }

    /** The same as it is counted. */
    Optional<Counted> findCounted(Handle handle, String id) {
        return handle.createQuery("select " + counted() + " from " + box.table() + " m where m.id = ?")
                .bind(0, id)
                .map((row, context) -> counted(row))
                .findOne();
    }

    Optional<String> text(Handle handle, String id, String column) {
        return handle.createQuery("select " + column + " from " + box.table() + " where id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .findOne();
    }

    /** @param whose only those of these accounts, if given */
    Part<T> list(Handle handle, Filter filter, Optional<List<String>> whose, Window window) {
        boolean back = window.before().isPresent();
        long least = window.before().map(cursor -> Place.parse(cursor) + 1).orElse(0L);
        long most = window.after().map(cursor -> Place.parse(cursor) - 1).orElse(Long.MAX_VALUE);
        List<Placed<T>> rows = gathered(
                whose,
                of -> query(handle, filter, of, shown(), least, most, back, window.limit() + 1)
                        .map((row, context) -> new Placed<>(row.getLong("place"), mapper.map(row, context)))
                        .list(),
                Placed::place,
                back,
                window.limit() + 1);
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

    /**
     * The first of those of all these accounts together. Each has its range of an index, in the order of places; so nobody
     * goes through the faxes of all to find those of a few.
     */
    private static <R> List<R> gathered(
            Optional<List<String>> whose,
            Function<Optional<String>, List<R>> of,
            ToLongFunction<R> place,
            boolean ascending,
            int limit) {
        if (whose.isEmpty()) {
            return new ArrayList<>(of.apply(Optional.empty()));
        }
        Comparator<R> order = Comparator.comparingLong(place);
        return new ArrayList<>(whose.get().stream()
                .flatMap(account -> of.apply(Optional.of(account)).stream())
                .sorted(ascending ? order : order.reversed())
                .limit(limit)
                .toList());
    }

    private static <T> Optional<String> newer(Window window, List<Placed<T>> rows) {
        return window.after().map(any -> Place.cursor(rows.getFirst().place()));
    }

    /** The oldest of those that fit, at most so many and up to this place. */
    List<Counted> oldest(Handle handle, Filter filter, Optional<List<String>> whose, long most, int limit) {
        return gathered(
                whose,
                of -> query(handle, filter, of, counted(), 0, most, true, limit)
                        .map((row, context) -> counted(row))
                        .list(),
                Counted::place,
                true,
                limit);
    }

    static Counted counted(ResultSet row) throws SQLException {
        return new Counted(
                row.getLong("place"),
                row.getString("id"),
                row.getInt("pages"),
                row.getLong("size"),
                row.getInt("seen") != 0,
                row.getString("account"),
                row.getString("fax_id"));
    }

    /** What all that fit amount to, with the first of them. */
    Removal<T> amount(Handle handle, Filter filter, Optional<List<String>> whose, int items) {
        List<T> first = items == 0
                ? List.of()
                : list(handle, filter, whose, Window.newest(items)).items();
        Removal<T> sum = new Removal<>(0, 0, 0, Optional.empty(), Optional.empty(), first);
        List<Optional<String>> each = whose.map(
                        accounts -> accounts.stream().map(Optional::of).toList())
                .orElse(List.of(Optional.empty()));
        for (Optional<String> of : each) {
            sum = sum.plus(amount(handle, filter, of));
        }
        return sum;
    }

    private Removal<T> amount(Handle handle, Filter filter, Optional<String> of) {
        return query(
                        handle,
                        filter,
                        of,
                        "count(*) as messages, coalesce(sum(case when m.size > 0 then m.size else 0 end), 0) as octets,"
                                + " coalesce(sum(m.pages), 0) as pages, min(m.ended_at) as oldest,"
                                + " max(m.ended_at) as newest",
                        0,
                        Long.MAX_VALUE,
                        false,
                        0)
                .map((row, context) -> new Removal<T>(
                        row.getLong("messages"),
                        row.getLong("octets"),
                        row.getLong("pages"),
                        Rows.time(row, "oldest"),
                        Rows.time(row, "newest"),
                        List.of()))
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
            sql.append(" and m.account = :whose");
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
        if (whose.isPresent()) {
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

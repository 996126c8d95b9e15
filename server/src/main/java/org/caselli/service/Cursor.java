package org.caselli.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A place in a list that is ordered by a time and an id, newest first.
 *
 * @param at milliseconds since 1970
 */
record Cursor(long at, String id) {
    private static final Cursor START = new Cursor(Long.MAX_VALUE, "");
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,15})-(.{1,200})");

    static Cursor of(Slice slice) {
        return slice.after().map(Cursor::parse).orElse(START);
    }

    private static Cursor parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The cursor \"" + text + "\" is none of ours.",
                    "Give the one of the answer before, or none to begin anew.");
        }
        return new Cursor(Long.parseLong(matcher.group(1), 16), matcher.group(2));
    }

    static Cursor of(ResultSet row, String time) throws SQLException {
        return new Cursor(row.getLong(time), row.getString("id"));
    }

    @Override
    public String toString() {
        return Long.toHexString(at) + "-" + id;
    }

    /** An item with its place. */
    record Placed<T>(T item, Cursor cursor) {}

    /** The listing of a query that was asked for one row more than wanted, so that the end is known. */
    static <T> Listing<T> listing(List<Placed<T>> rows, Slice slice) {
        return listing(rows, slice, placed -> placed.cursor().toString(), Placed::item);
    }

    static <R, T> Listing<T> listing(List<R> rows, Slice slice, Function<R, String> cursor, Function<R, T> item) {
        boolean more = rows.size() > slice.limit();
        List<R> wanted = more ? rows.subList(0, slice.limit()) : rows;
        return new Listing<>(
                wanted.stream().map(item).toList(),
                more ? Optional.of(cursor.apply(wanted.getLast())) : Optional.empty());
    }
}

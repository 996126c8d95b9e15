package org.caselli.service.archive;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;

/** Where the words of messages are kept: the one thing in which the two databases differ. */
sealed interface Search {
    void add(Handle handle, Box box, long place, Collection<String> words);

    void remove(Handle handle, Box box, long place);

    /** From the messages ({@code m}) that meet these terms, in the order of their places; binds {@code :terms}. */
    String hits(Box box);

    /** The same where other conditions leave few messages, in the order of {@code m.place}: each is held against the terms. */
    String hitsAmongFew(Box box);

    /** The column of the places in {@link #hits}. */
    String place(Box box);

    /** The condition in {@link #hits}. */
    String condition(Box box);

    /** What {@code :terms} is bound to. */
    String expression(List<Words.Term> terms);

    /** What fits the database of this store. */
    static Search in(Store store) {
        String product = store.read(handle -> {
            try {
                return handle.getConnection().getMetaData().getDatabaseProductName();
            } catch (SQLException cause) {
                throw new StoreException("The database does not say what it is.", cause);
            }
        });
        return product.equals("SQLite") ? new Fts5() : new Gin();
    }

    private static String joined(List<Words.Term> terms, String and, String or, Function<Words.Way, String> way) {
        return terms.stream()
                .map(term -> term.ways().stream().map(way).collect(Collectors.joining(or, "(", ")")))
                .collect(Collectors.joining(and));
    }

    private static String way(Words.Way way, String and, String quote, String open) {
        int last = way.words().size() - 1;
        var text = new StringBuilder("(");
        for (int i = 0; i <= last; i++) {
            text.append(i == 0 ? "" : and)
                    .append(quote)
                    .append(way.words().get(i))
                    .append(quote);
        }
        return text.append(way.open() ? open : "").append(")").toString();
    }

    /** SQLite's FTS5: hits come ordered by rowid from any place on, without being gathered first. */
    record Fts5() implements Search {
        @Override
        public void add(Handle handle, Box box, long place, Collection<String> words) {
            handle.execute(
                    "insert into " + box.search() + " (rowid, words) values (?, ?)", place, String.join(" ", words));
        }

        @Override
        public void remove(Handle handle, Box box, long place) {
            handle.execute("delete from " + box.search() + " where rowid = ?", place);
        }

        @Override
        public String hits(Box box) {
            // "cross join" keeps SQLite from turning the loops round.
            return box.search() + " cross join " + box.table() + " m on m.place = " + box.search() + ".rowid";
        }

        @Override
        public String hitsAmongFew(Box box) {
            return box.table() + " m cross join " + box.search() + " on " + box.search() + ".rowid = m.place";
        }

        @Override
        public String place(Box box) {
            return box.search() + ".rowid";
        }

        @Override
        public String condition(Box box) {
            return box.search() + " match :terms";
        }

        @Override
        public String expression(List<Words.Term> terms) {
            return joined(terms, " AND ", " OR ", way -> way(way, " AND ", "\"", " *"));
        }
    }

    /** PostgreSQL's text search without its dictionaries, for the words come cut and folded. */
    record Gin() implements Search {
        @Override
        public void add(Handle handle, Box box, long place, Collection<String> words) {
            handle.createUpdate("insert into " + box.search() + " (place, words) values (:place,"
                            + " array_to_tsvector(string_to_array(:words, ' ')))")
                    .bind("place", place)
                    .bind("words", String.join(" ", words))
                    .execute();
        }

        @Override
        public void remove(Handle handle, Box box, long place) {
            handle.execute("delete from " + box.search() + " where place = ?", place);
        }

        @Override
        public String hits(Box box) {
            return box.search() + " s join " + box.table() + " m on m.place = s.place";
        }

        /** Which to begin with, it decides by itself. */
        @Override
        public String hitsAmongFew(Box box) {
            return hits(box);
        }

        @Override
        public String place(Box box) {
            return "s.place";
        }

        @Override
        public String condition(Box box) {
            return "s.words @@ cast(:terms as tsquery)";
        }

        @Override
        public String expression(List<Words.Term> terms) {
            return joined(terms, " & ", " | ", way -> way(way, " & ", "'", ":*"));
        }
    }
}

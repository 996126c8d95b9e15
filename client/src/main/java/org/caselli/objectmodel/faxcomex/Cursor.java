package org.caselli.objectmodel.faxcomex;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

/**
 * Goes forward over the messages of an archive, of which it reads a batch at a time, when it needs it. It stands on the first
 * one from the beginning, so that programs that call MoveFirst and programs that do not both work. What is added or deleted
 * meanwhile does not disturb it: it goes on behind the last message that it has read.
 *
 * @param <R> a message as the server tells it
 * @param <M> a message as programs see it
 */
class Cursor<R, M> {
    /** What the server gives at once; more is asked for in several requests. */
    private static final int PART = 1000;

    /** Part of a list, and where the next part begins; null if there is none. */
    record Batch<R>(List<R> items, @Nullable String next) {}

    /** Asks for a part of a list. */
    interface Source<R> {
        Batch<R> read(CaselliClient client, @Nullable String after, int limit);
    }

    private final Connection connection;
    private final Source<R> source;
    private final Function<R, M> making;
    private int prefetchSize;
    private @Nullable Batch<R> batch;
    private int place;

    /** The one that the cursor stands on, once it was asked for: who asks again can save what he has changed before. */
    private @Nullable M message;

    Cursor(Connection connection, int prefetchSize, Source<R> source, Function<R, M> making) {
        this.connection = connection;
        this.source = source;
        this.making = making;
        this.prefetchSize = checked(prefetchSize);
    }

    private static int checked(int size) {
        if (size < 1) {
            throw Faults.invalid("The prefetch size is " + size + ".", "Give 1 or more.");
        }
        return size;
    }

    public synchronized int getPrefetchSize() {
        return prefetchSize;
    }

    public synchronized void setPrefetchSize(int value) {
        prefetchSize = checked(value);
    }

    public synchronized boolean isAtEOF() {
        Batch<R> here = here();
        return place >= here.items().size();
    }

    public synchronized M getMessage() {
        Batch<R> here = here();
        if (place >= here.items().size()) {
            throw atEnd("There is no message under the cursor: it is behind the last one.");
        }
        M present = message;
        if (present == null) {
            present = making.apply(here.items().get(place));
            message = present;
        }
        return present;
    }

    public synchronized void moveFirst() {
        batch = null;
        place = 0;
        message = null;
    }

    public synchronized void moveNext() {
        if (isAtEOF()) {
            throw atEnd("The cursor cannot go on: it is behind the last message.");
        }
        place++;
        message = null;
    }

    private static FaxException atEnd(String sentence) {
        return new FaxException(
                FaxError.ERROR_NO_MORE_ITEMS,
                sentence,
                "Look at isAtEOF first, also in an empty archive; moveFirst begins anew.");
    }

    /** The batch in which the cursor stands; the last one, if it stands behind all. */
    private Batch<R> here() {
        Batch<R> here = batch;
        if (here == null) {
            here = read(null);
        }
        while (place >= here.items().size() && here.next() != null) {
            here = read(here.next());
        }
        return here;
    }

    private Batch<R> read(@Nullable String after) {
        Batch<R> read = part(after, prefetchSize);
        if (read.items().size() < prefetchSize && read.next() != null) {
            var items = new ArrayList<>(read.items());
            while (items.size() < prefetchSize && read.next() != null) {
                read = part(read.next(), prefetchSize - items.size());
                items.addAll(read.items());
            }
            read = new Batch<>(items, read.next());
        }
        batch = read;
        place = 0;
        return read;
    }

    private Batch<R> part(@Nullable String after, int wanted) {
        return connection.ask(client -> source.read(client, after, Math.min(wanted, PART)));
    }
}

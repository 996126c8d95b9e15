package org.caselli.objectmodel;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a program edits here, and saves at once: the state behind Refresh and Save. It is read when it is first asked for. If
 * somebody else has saved another value since, Save is refused and the edits stay, so that a program can look at both; a
 * change of something that is not part of the value does not count.
 *
 * @param <T> an immutable value; two are equal if nobody has changed anything
 */
public final class Edited<T> {
    /** Ours. How often one is overtaken by changes of other things that share the version before one gives up. */
    private static final int TRIES = 20;

    /** The tag of what was read without one, in a list: then it is compared with what is there when it is saved. */
    public static final String NO_TAG = "";

    /** As it was read, and as it is now. */
    private record State<T>(T read, String tag, T now) {}

    private final Supplier<Tagged<T>> reading;
    private final BiFunction<T, String, Tagged<T>> writing;
    private volatile @Nullable State<T> state;

    /**
     * @param reading asks the server
     * @param writing tells the server if it still has the version of this tag, and answers with what it has then; throws
     *                ERROR_REVISION_MISMATCH otherwise
     */
    public Edited(Supplier<Tagged<T>> reading, BiFunction<T, String, Tagged<T>> writing) {
        this.reading = reading;
        this.writing = writing;
    }

    /** The same, of something that has just been read. */
    public Edited(Tagged<T> read, Supplier<Tagged<T>> reading, BiFunction<T, String, Tagged<T>> writing) {
        this(reading, writing);
        this.state = fresh(read);
    }

    private static <T> State<T> fresh(Tagged<T> read) {
        return new State<>(read.value(), read.tag(), read.value());
    }

    /** The value with all edits. */
    public T get() {
        State<T> present = state;
        return present == null ? read().now() : present.now();
    }

    private synchronized State<T> read() {
        State<T> present = state;
        if (present == null) {
            present = fresh(reading.get());
            state = present;
        }
        return present;
    }

    /** Edits it. */
    public synchronized void set(UnaryOperator<T> edit) {
        State<T> present = read();
        state = new State<>(present.read(), present.tag(), edit.apply(present.now()));
    }

    /** Reads it again, without the edits. */
    public synchronized void refresh() {
        state = fresh(reading.get());
    }

    /** Forgets what was read and edited; it is read again when it is next asked for. */
    public synchronized void forget() {
        state = null;
    }

    /** Saves it, and holds what the server has then. */
    public synchronized void save() {
        State<T> present = read();
        String tag = present.tag().equals(NO_TAG) ? newer(present) : present.tag();
        for (int tries = 1; ; tries++) {
            try {
                state = fresh(writing.apply(present.now(), tag));
                return;
            } catch (FaxException refused) {
                if (refused.error() != FaxError.ERROR_REVISION_MISMATCH || tries == TRIES) {
                    throw refused;
                }
                tag = newer(present);
            }
        }
    }

    /** The tag of what is there now, if that is what was read. */
    private String newer(State<T> present) {
        Tagged<T> newer = reading.get();
        if (!newer.value().equals(present.read())) {
            throw new FaxException(
                    FaxError.ERROR_REVISION_MISMATCH,
                    "Somebody else has changed it since it was read.",
                    "Refresh it, and change it again.");
        }
        return newer.tag();
    }
}

package org.caselli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What every store must do, whatever database is under it. */
interface StoreContract {
    /** The store under test; the same one until {@link #reopen}. */
    Store store();

    /** The same data, as a new process finds it. */
    Store reopen();

    private static void note(Handle handle, String subject) {
        handle.execute("insert into event (at, kind, subject, facts) values (0, 'SERVER_STARTED', ?, '{}')", subject);
    }

    private static List<String> notes(Store store) {
        return store.read(handle -> handle.createQuery("select subject from event order by sequence")
                .mapTo(String.class)
                .list());
    }

    @Test
    default void what_was_written_is_there_after_a_new_start() {
        store().write(handle -> {
            note(handle, "a");
            return true;
        });
        assertThat(notes(store())).containsExactly("a");
        assertThat(notes(reopen())).containsExactly("a");
    }

    @Test
    default void a_transaction_that_throws_leaves_nothing_behind_and_its_exception_comes_out() {
        var oops = new IllegalStateException("oops");
        assertThatThrownBy(() -> store().write(handle -> {
                    note(handle, "a");
                    throw oops;
                }))
                .isSameAs(oops);
        assertThat(notes(store())).isEmpty();
    }

    @Test
    default void of_many_transactions_at_once_only_the_failing_ones_are_undone() throws Exception {
        Store store = store();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                Callable<Boolean> writing = () -> store.write(handle -> {
                    note(handle, "n" + number);
                    if (number % 4 == 3) {
                        throw new IllegalStateException("no " + number);
                    }
                    return true;
                });
                results.add(threads.submit(writing));
            }
            int good = 0;
            for (var result : results) {
                good += result.state() == Future.State.SUCCESS || succeeded(result) ? 1 : 0;
            }
            assertThat(good).isEqualTo(300);
        }
        assertThat(notes(reopen())).hasSize(300).noneMatch(note -> Integer.parseInt(note.substring(1)) % 4 == 3);
    }

    private static boolean succeeded(Future<Boolean> result) throws InterruptedException {
        try {
            return result.get();
        } catch (java.util.concurrent.ExecutionException failed) {
            assertThat(failed).hasMessageContaining("no ");
            return false;
        }
    }

    @Test
    default void a_soon_write_is_there_when_a_later_write_has_returned() {
        store().writeSoon(handle -> note(handle, "soon"));
        store().write(handle -> {
            note(handle, "later");
            return true;
        });
        assertThat(notes(store())).containsExactly("soon", "later");
    }

    @Test
    default void listeners_hear_of_a_commit_only_after_it_can_be_read() {
        var seen = new AtomicInteger();
        Store store = store();
        store.afterCommit(() -> seen.set(notes(store).size()));
        store.write(handle -> {
            note(handle, "a");
            return true;
        });
        store.write(handle -> true); // the writer has told of the first commit before it takes the second
        assertThat(seen).hasValue(1);
    }

    @Test
    default void a_transaction_within_a_transaction_is_refused_rather_than_waited_for() {
        Store store = store();
        assertThatThrownBy(() -> store.write(handle -> store.write(inner -> true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Use the handle");
    }

    @Test
    default void after_the_end_a_write_is_refused_with_the_reason() {
        Store store = store();
        store.close();
        assertThatThrownBy(() -> store.write(handle -> true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("shutting down");
    }
}

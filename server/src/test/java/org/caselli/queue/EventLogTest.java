package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class EventLogTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private EventLog log;

    @BeforeEach
    void open() {
        store = database.open(directory);
        log = new EventLog(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** One event a minute. */
    private void append(int from, int to) {
        store.write(handle -> {
            for (int i = from; i <= to; i++) {
                log.append(handle, START.plus(Duration.ofMinutes(i)), ServerEvent.Kind.SERVER_STARTED, "n" + i);
            }
            return true;
        });
    }

    @Test
    void old_events_are_deleted_and_the_log_remembers_how_far() {
        append(1, 20);
        assertThat(log.purge(START)).isZero();
        assertThat(log.horizon()).isZero();
        assertThat(log.purge(START.plus(Duration.ofMinutes(8)))).isEqualTo(7);
        assertThat(log.after(0, 100))
                .extracting(ServerEvent::subject)
                .startsWith("n8")
                .hasSize(13);
        assertThat(log.horizon()).isEqualTo(log.after(0, 1).getFirst().sequence() - 1);
    }

    @Test
    void more_than_are_deleted_at_once_go_too_and_the_newest_always_stays_so_that_numbers_go_on() {
        append(1, 11_000);
        long last = log.last();
        assertThat(log.purge(START.plus(Duration.ofDays(365)))).isEqualTo(10_999);
        assertThat(log.last()).isEqualTo(last);
        assertThat(log.horizon()).isEqualTo(last - 1);
        assertThat(log.purge(START.plus(Duration.ofDays(365)))).isZero();
        append(11_001, 11_001);
        assertThat(log.after(last, 10))
                .singleElement()
                .satisfies(event -> assertThat(event.sequence()).isGreaterThan(last));
    }

    @Test
    void numbers_that_a_failed_transaction_left_out_do_not_count_as_lost() {
        append(1, 3);
        try {
            store.write(handle -> {
                log.append(handle, START, ServerEvent.Kind.SERVER_STARTED, "never");
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException undone) {
            assertThat(undone).hasMessage("undone");
        }
        long seen = log.last();
        append(4, 6);
        log.purge(START.plus(Duration.ofMinutes(4)));
        assertThat(log.horizon())
                .as("who has seen all that was deleted has lost nothing")
                .isEqualTo(seen);
    }
}

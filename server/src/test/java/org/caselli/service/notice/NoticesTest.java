package org.caselli.service.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.caselli.outcome.Outcome;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.queue.ServerEvent.Kind;
import org.caselli.service.Activity;
import org.caselli.service.Slice;
import org.caselli.service.settings.LoggingSettings;
import org.caselli.service.settings.LoggingSettings.Level;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The log for people and the counters of what is under way, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class NoticesTest {
    @Parameter
    TestDatabase database = TestDatabase.SQLITE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-11-21T09:30:00Z"));

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private EventLog events;

    @SuppressWarnings("NullAway.Init")
    private Settings settings;

    @SuppressWarnings("NullAway.Init")
    private ServerLog log;

    @BeforeEach
    void open() {
        store = database.open(directory);
        events = new EventLog(store);
        settings = new Settings(store, events, time::get);
        log = new ServerLog(store, settings, time::get, "here");
        events.alsoTell(log);
    }

    @AfterEach
    void close() {
        events.close();
        store.close();
    }

    private void happen(Kind kind, String subject, Object... facts) {
        store.write(handle -> {
            events.append(handle, time.get(), kind, subject, facts);
            return true;
        });
    }

    private void level(Level all) {
        settings.put(
                LoggingSettings.class,
                new LoggingSettings(true, true, "", all, all, all, all),
                settings.get(LoggingSettings.class).version());
    }

    private List<LogMessage> logged() {
        return log.list(List.of(), List.of(), Slice.FIRST).items().stream()
                .map(LogEntry::message)
                .toList()
                .reversed();
    }

    /** One of each severity: something is sent, an attempt fails, a fax fails. */
    private void sending() {
        happen(Kind.JOB_ADDED, "one", "number", "1002");
        happen(Kind.JOB_CHANGED, "one", "number", "1002", "state", "RETRYING", "outcome", Outcome.BUSY);
        happen(Kind.JOB_CHANGED, "one", "number", "1002", "state", "FAILED", "outcome", Outcome.BUSY);
    }

    @Test
    void the_levels_let_through_what_they_say() {
        for (Level level : Level.values()) {
            for (LogMessage.Severity severity : LogMessage.Severity.values()) {
                boolean expected = switch (severity) {
                    case ERROR -> level != Level.NONE;
                    case WARNING -> level == Level.MED || level == Level.MAX;
                    case INFO -> level == Level.MAX;
                };
                assertThat(ServerLog.lets(level, severity))
                        .as(level + " " + severity)
                        .isEqualTo(expected);
            }
        }
        level(Level.NONE);
        sending();
        assertThat(logged()).isEmpty();
        level(Level.MIN);
        sending();
        assertThat(logged()).containsExactly(LogMessage.FAX_FAILED);
        level(Level.MED);
        sending();
        assertThat(logged()).containsExactly(LogMessage.FAX_FAILED, LogMessage.ATTEMPT_FAILED, LogMessage.FAX_FAILED);
        level(Level.MAX);
        sending();
        assertThat(logged())
                .endsWith(
                        LogMessage.SETTINGS_CHANGED,
                        LogMessage.FAX_QUEUED,
                        LogMessage.ATTEMPT_FAILED,
                        LogMessage.FAX_FAILED);
    }

    @Test
    void each_category_has_its_own_level() {
        settings.put(
                LoggingSettings.class,
                new LoggingSettings(true, true, "", Level.MAX, Level.NONE, Level.NONE, Level.NONE),
                0);
        happen(Kind.SERVER_STARTED, "here");
        sending();
        assertThat(logged()).containsExactly(LogMessage.SERVER_STARTED);
    }

    @Test
    void a_sentence_says_what_and_which_and_why() {
        sending();
        assertThat(log.list(List.of(LogMessage.Category.OUTBOUND), List.of(LogMessage.Severity.ERROR), Slice.FIRST)
                        .items())
                .extracting(LogEntry::sentence)
                .containsExactly("The fax to 1002 could not be sent: job one: The number is busy.");
    }

    @Test
    void a_fax_that_no_method_is_there_for_is_told_and_one_that_none_could_route_is_an_error() {
        level(Level.MAX);
        happen(Kind.INCOMING_JOB_CHANGED, "one", "state", "ROUTING", "methods", 0, "device", "line-1", "farId", "FAR");
        happen(Kind.INCOMING_JOB_CHANGED, "one", "state", "RETRIES_EXCEEDED", "methods", 0);
        happen(Kind.INCOMING_JOB_CHANGED, "two", "state", "ROUTING", "methods", 1);
        happen(Kind.INCOMING_JOB_CHANGED, "two", "state", "RETRIES_EXCEEDED", "methods", 1);
        assertThat(logged()).endsWith(LogMessage.NO_METHOD_ENABLED, LogMessage.FAX_NOT_ROUTED);
        assertThat(log.list(List.of(), List.of(LogMessage.Severity.INFO), Slice.FIRST)
                        .items())
                .extracting(LogEntry::sentence)
                .contains("The fax one was received on line-1 from FAR. No routing method is enabled there;"
                        + " it is in the inbox.");
    }

    @Test
    void the_warning_of_the_quota_says_how_large_the_archives_are() {
        happen(Kind.QUOTA_WARNING, "archives", "octets", 3_000_000, "highMark", 2_000_000);
        assertThat(log.list(List.of(), List.of(), Slice.FIRST).items())
                .extracting(LogEntry::sentence)
                .containsExactly("The archives have grown to 3000000 octets, beyond the high mark of 2000000 octets.");
    }

    @Test
    void the_log_comes_in_parts_that_together_are_the_whole() {
        for (int i = 0; i < 7; i++) {
            happen(Kind.JOB_CHANGED, "job-" + i, "state", "FAILED", "outcome", Outcome.BUSY);
        }
        var first = log.list(List.of(), List.of(), new Slice(Optional.empty(), 4));
        var second = log.list(List.of(), List.of(), new Slice(first.next(), 4));
        assertThat(first.items()).extracting(LogEntry::subject).containsExactly("job-6", "job-5", "job-4", "job-3");
        assertThat(second.items()).extracting(LogEntry::subject).containsExactly("job-2", "job-1", "job-0");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_counter_that_moved_is_told_once_whichever_server_sees_it() {
        var here = new ActivityCounters(store, events, time::get);
        var there = new ActivityCounters(store, events, time::get);
        assertThat(here.tell()).isFalse();
        store.write(handle ->
                handle.execute("insert into call (id, outgoing, node, device, peer, called_number, started_at,"
                        + " phase, far_id, bits_per_second, carrier, coding, error_correction, diary) values ('c', 0, 'here',"
                        + " 'd', '', '', 0, '', '', 0, '', '', 0, '')"));
        store.write(handle -> handle.execute("insert into incoming_job (id, call_id, node, device, station_id, state,"
                + " added_at, pages, size, complete, damaged_rows, tiff_blob, archived, due_at, retries, lease_until,"
                + " fence) values ('j', 'c', 'here', 'd', '', 'IN_PROGRESS', 0, 0, 0, 0, 0, '', 0, 0, 0, 0, 0)"));
        assertThat(here.now()).isEqualTo(new Activity(1, 0, 0, 0, 0));
        assertThat(here.tell()).isTrue();
        assertThat(there.tell()).isFalse();
        store.write(handle -> handle.execute("update incoming_job set state = 'ROUTING'"));
        assertThat(there.tell()).isTrue();
        assertThat(here.tell()).isFalse();
        assertThat(events.after(0, 100))
                .filteredOn(event -> event.kind() == Kind.ACTIVITY_CHANGED)
                .extracting(ServerEvent::facts)
                .extracting(facts ->
                        facts.get("incoming") + facts.get("routing") + facts.get("outgoing") + facts.get("queued"))
                .containsExactly("1000", "0100");
    }
}

package org.caselli.service.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.EventLog;
import org.caselli.service.Listing;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.settings.LoggingSettings;
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

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ActivityLogTest {
    private static final Instant START = Instant.parse("2026-11-21T09:30:00Z");

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    @TempDir
    Path folder;

    private Store store;
    private EventLog events;
    private Settings settings;
    private ActivityLog log;
    private int faxes;

    @BeforeEach
    void open() {
        store = database.open(directory);
        events = new EventLog(store);
        settings = new Settings(store, events, () -> START);
        log = new ActivityLog(store, settings);
    }

    @AfterEach
    void close() {
        events.close();
        store.close();
    }

    private void set(boolean incoming, Path where) {
        LoggingSettings as = LoggingSettings.STANDARD;
        settings.put(
                LoggingSettings.class,
                new LoggingSettings(
                        incoming, true, where.toString(), as.init(), as.inbound(), as.outbound(), as.general()),
                settings.get(LoggingSettings.class).version());
    }

    private void receive(String callerId, String tsid) {
        faxes++;
        Instant end = START.plusSeconds(faxes);
        var fax = new ReceivedFax(
                "%016x".formatted(faxes),
                "call",
                "line-1",
                "Line 1",
                "1000",
                callerId,
                "1000",
                "",
                "",
                "",
                end.minusMillis(12_345),
                end,
                2,
                true,
                0,
                Outcome.RECEIVED,
                0,
                3000,
                new CallFacts("", tsid, 14400, "V17_14400", "MMR", true),
                false);
        store.write(handle -> {
            log.received(handle, fax);
            return true;
        });
    }

    private Path file() {
        return folder.resolve(store.isShared() ? "InboxLOG-" + store.node() + ".txt" : "InboxLOG.txt");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    @Test
    void a_received_fax_has_a_line_under_headings() throws Exception {
        set(true, folder);
        receive("+4930123", "ACME");
        assertThat(log.round()).isFalse();
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst()).isEqualTo(String.join("\t", ActivityLine.COLUMNS));
        assertThat(lines().getLast().split("\t", -1))
                .hasSameSizeAs(ActivityLine.COLUMNS)
                .contains("2026-11-21T09:30:01Z", "+4930123", "ACME", "received", "12.345", "14400");
    }

    @Test
    void what_others_machines_say_makes_neither_columns_nor_lines_nor_formulas() throws Exception {
        set(true, folder);
        receive("=cmd|'/c calc'!A1", "a\tb\r\nc");
        receive("@SUM(1)", "-1+2");
        receive("+49 30 1", "+x");
        log.round();
        assertThat(lines()).hasSize(4);
        assertThat(lines().get(1).split("\t", -1))
                .hasSize(ActivityLine.COLUMNS.size())
                .contains("'=cmd|'/c calc'!A1", "a b  c");
        assertThat(lines().get(2).split("\t", -1)).contains("'@SUM(1)", "'-1+2");
        assertThat(lines().get(3).split("\t", -1)).contains("+49 30 1", "'+x");
        assertThat(ActivityLine.commaSeparated(List.of("a,b", "say \"no\"", "plain")))
                .isEqualTo("\"a,b\",\"say \"\"no\"\"\",plain");
    }

    @Test
    void whatever_a_crash_cuts_off_every_fax_has_its_line_once() throws Exception {
        var random = new SplittableRandom(5);
        set(true, folder);
        for (int crash = 0; crash < 40; crash++) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                receive("49" + faxes, "");
            }
            log.round();
            // The server dies: what it wrote last is there in part or wholly, but was not noted in the database.
            switch (random.nextInt(3)) {
                case 0 ->
                    store.write(handle ->
                            handle.execute("update activity_cursor set sequence = sequence - ?", random.nextInt(3)));
                case 1 -> {
                    byte[] whole = Files.readAllBytes(file());
                    int cut = random.nextInt(1, lines().getLast().length());
                    Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
                    store.write(handle -> handle.execute("update activity_cursor set sequence = sequence - 1"));
                }
                default -> {}
            }
        }
        receive("last", "");
        while (log.round()) {}
        List<String> numbers =
                lines().stream().skip(1).map(line -> line.split("\t", -1)[0]).toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, faxes)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void a_file_that_somebody_took_away_is_begun_anew_with_what_follows() throws Exception {
        set(true, folder);
        receive("1", "");
        log.round();
        Files.delete(file());
        receive("2", "");
        log.round();
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast()).startsWith("2\t");
    }

    @Test
    void a_large_file_is_put_aside_and_none_of_its_lines_is_written_again() throws Exception {
        var written = new ArrayList<ActivityLine>();
        for (int i = 0; i < 30; i++) {
            receive("49" + i, "");
        }
        List<ActivityLine> all = log.list(Optional.empty(), Optional.empty(), Optional.empty(), Slice.FIRST)
                .items();
        long noted = 0;
        for (ActivityLine line : all) {
            var file = new ActivityFile(folder, "InboxLOG", 1000);
            long last = Math.max(noted, file.open(noted));
            assertThat(last).isEqualTo(line.sequence() - 1);
            file.append(List.of(line));
            // Nothing is put aside as long as its last number is noted nowhere else.
            assertThat(new ActivityFile(folder, "InboxLOG", 1).open(noted)).isEqualTo(line.sequence());
            noted = line.sequence();
            written.add(line);
        }
        var numbers = new ArrayList<Long>();
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.readAllLines(each, StandardCharsets.UTF_8).stream()
                        .skip(1)
                        .forEach(line -> numbers.add(Long.parseLong(line.substring(0, line.indexOf('\t')))));
            }
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().map(ActivityLine::sequence).toList());
    }

    @Test
    void what_is_not_to_be_logged_is_passed_over_and_stays_in_the_database() throws Exception {
        set(false, folder);
        receive("1", "");
        log.round();
        assertThat(file()).doesNotExist();
        set(true, folder);
        receive("2", "");
        log.round();
        assertThat(lines()).hasSize(2);
        assertThat(log.list(Optional.of(true), Optional.empty(), Optional.empty(), Slice.FIRST)
                        .items())
                .hasSize(2);
        assertThat(log.list(Optional.of(false), Optional.empty(), Optional.empty(), Slice.FIRST)
                        .items())
                .isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_costs_nothing_but_time() throws Exception {
        Path blocked = folder.resolve("blocked");
        set(true, blocked);
        Files.writeString(blocked, "", StandardOpenOption.CREATE_NEW);
        receive("1", "");
        assertThat(log.round()).isFalse();
        Files.delete(blocked);
        log.round();
        try (var files = Files.list(blocked)) {
            assertThat(files).hasSize(1);
        }
        assertThatThrownBy(() -> ActivityFile.check("relative")).isInstanceOf(Refusal.class);
    }

    @Test
    void a_period_comes_in_parts_the_oldest_first() {
        for (int i = 0; i < 10; i++) {
            receive("49" + i, "");
        }
        var numbers = new ArrayList<String>();
        Optional<String> cursor = Optional.empty();
        do {
            Listing<ActivityLine> part = log.list(
                    Optional.empty(),
                    Optional.of(START.plusSeconds(3)),
                    Optional.of(START.plus(Duration.ofSeconds(9))),
                    new Slice(cursor, 4));
            part.items().forEach(line -> numbers.add(line.number()));
            cursor = part.next();
        } while (cursor.isPresent());
        assertThat(numbers).containsExactly("492", "493", "494", "495", "496", "497");
        assertThatThrownBy(() ->
                        log.list(Optional.empty(), Optional.empty(), Optional.empty(), new Slice(Optional.of("x"), 4)))
                .isInstanceOf(Refusal.class);
    }
}

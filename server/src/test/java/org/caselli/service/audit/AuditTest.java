package org.caselli.service.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.settings.AuditSettings;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.ReceiptSettings;
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

/** The trail itself, below any door. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditTest {
    private static final Caller ANN = new Caller("00000000000000aa", "Ann", Set.of(Right.MANAGE_CONFIG));
    private static final Instant BEGIN = Instant.parse("2026-11-21T09:30:00.123Z");

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private EventLog events;
    private Settings settings;
    private Audit audit;
    private Instant now = BEGIN;

    @BeforeEach
    void open() {
        store = database.open(directory);
        InstantSource clock = () -> now;
        events = new EventLog(store);
        settings = new Settings(store, events, clock);
        audit = new Audit(store, settings, clock);
        store.carry(audit);
        events.alsoTell(audit);
        audit.start(List.of(settings.exported()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T as(Caller caller, ScopedValue.CallableOp<T, RuntimeException> work) {
        return caller.call(() -> new Occasion("192.0.2.7", "PATCH /api/v1/x").call(work));
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            now = now.plusMillis(1 + i % 3);
            as(ANN, () -> {
                audit.write(
                        Deed.done("fax.viewed", "incoming/messages/" + number, Map.of("page", number, "é\"", "\n€")));
                return true;
            });
        }
    }

    private List<AuditEntry> all() {
        return audit.after(AuditFilter.ALL, 0);
    }

    private Optional<Verification.Broken> broken() {
        return audit.verify(Optional.empty()).broken();
    }

    @Test
    void an_entry_says_who_did_what_to_what_and_from_where_in_the_transaction_of_the_change() {
        long version = settings.get(OutgoingSettings.class).version();
        as(ANN, () -> settings.change("outgoing", Map.of("retries", 7L), false, version));
        assertThat(all()).singleElement().satisfies(entry -> {
            assertThat(entry.sequence()).isEqualTo(1);
            assertThat(entry.at()).isEqualTo(BEGIN);
            assertThat(entry.account()).isEqualTo(ANN.account());
            assertThat(entry.actor()).isEqualTo("Ann");
            assertThat(entry.address()).isEqualTo("192.0.2.7");
            assertThat(entry.action()).isEqualTo("config.changed");
            assertThat(entry.subject()).isEqualTo("settings/outgoing");
            assertThat(entry.result()).isEqualTo(AuditEntry.Result.ALLOWED);
            assertThat(entry.facts())
                    .isEqualTo("{\"after\":{\"retries\":7},\"before\":{\"retries\":"
                            + OutgoingSettings.STANDARD.retries()
                            + "},\"members\":\"retries\",\"request\":\"PATCH /api/v1/x\",\"version\":\"1\"}");
            assertThat(entry.previous()).isEqualTo(AuditEntry.NONE);
        });
        assertThatThrownBy(() -> store.write(handle -> {
                    events.append(handle, now, ServerEvent.Kind.SERVER_STARTED, "x");
                    throw new IllegalStateException("Nothing of this is kept.");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(all()).hasSize(1);
        assertThat(broken()).isEmpty();
    }

    @Test
    void a_secret_is_never_in_it_only_that_it_was_changed() {
        String secret = "correct horse battery staple";
        as(
                ANN,
                () -> settings.change(
                        "receipts",
                        Map.of("host", "mail.example", "sender", "fax@example.org", "password", secret),
                        false,
                        settings.get(ReceiptSettings.class).version()));
        as(
                ANN,
                () -> settings.change(
                        "receipts",
                        Map.of("password", secret + "!"),
                        false,
                        settings.get(ReceiptSettings.class).version()));
        List<AuditEntry> entries = all();
        assertThat(entries).hasSize(2);
        assertThat(entries.getLast().facts()).contains("\"members\":\"password\"");
        assertThat(entries).allSatisfy(entry -> assertThat(entry.line()).doesNotContain("horse"));
        long images =
                store.read(handle -> handle.createQuery("select count(*) from audit_image where members like '%horse%'")
                        .mapTo(Long.class)
                        .one());
        assertThat(images).isZero();
    }

    @Test
    void what_was_changed_while_no_server_looked_is_found_at_the_next_start() {
        as(ANN, () -> settings.change("outgoing", Map.of("retries", 7L), false, 0));
        store.write(
                handle -> handle.execute(
                        "update setting set json = replace(json, '\"retries\":7', '\"retries\":9') where section = 'outgoing'"));
        new Audit(store, settings, () -> now).start(List.of(settings.exported()));
        assertThat(all().getLast().action()).isEqualTo("config.found");
        assertThat(all().getLast().facts()).isEqualTo("{\"after\":{\"retries\":9},\"before\":{\"retries\":7}}");
        assertThat(broken()).isEmpty();
    }

    @Test
    void many_deletions_of_one_transaction_are_one_entry_with_their_count_and_ids() {
        store.write(handle -> {
            for (int i = 0; i < 3; i++) {
                events.append(handle, now, ServerEvent.Kind.RECEIVED_FAX_REMOVED, "f" + i, "reason", "age limit");
            }
            return true;
        });
        assertThat(all()).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("server");
            assertThat(entry.action()).isEqualTo("fax.deleted");
            assertThat(entry.facts())
                    .isEqualTo("{\"count\":3,\"faxes\":[\"f0\",\"f1\",\"f2\"],\"reason\":\"age limit\"}");
        });
    }

    @Test
    void the_same_view_by_the_same_caller_is_told_once_in_five_minutes() {
        var deed = Deed.done("fax.viewed", "incoming/messages/1", Map.of("page", 1));
        for (int i = 0; i < 3; i++) {
            as(ANN, () -> {
                audit.writeOnce(deed);
                return true;
            });
        }
        Caller.ADMINISTRATOR.call(() -> {
            audit.writeOnce(deed);
            return true;
        });
        assertThat(all()).hasSize(2);
        now = now.plus(Duration.ofMinutes(5));
        as(ANN, () -> {
            audit.writeOnce(deed);
            return true;
        });
        assertThat(all()).hasSize(3);
    }

    @Test
    void wrong_keys_from_one_address_are_two_entries_a_minute_at_most() {
        for (int i = 0; i < 50; i++) {
            audit.refusedKey("198.51.100.9");
        }
        audit.tellGuesses();
        now = now.plusSeconds(61);
        audit.tellGuesses();
        audit.tellGuesses();
        store.write(handle -> true); // what nobody waited for is before this
        assertThat(all()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("caller.refused");
            assertThat(entry.actor()).isEqualTo("nobody");
            assertThat(entry.address()).isEqualTo("198.51.100.9");
            assertThat(entry.result()).isEqualTo(AuditEntry.Result.REFUSED);
        });
        assertThat(all().getLast().facts()).contains("\"count\":49");
    }

    @Test
    void a_flood_of_names_and_addresses_fills_neither_the_memory_nor_the_trail() {
        for (int i = 0; i < 1000; i++) {
            audit.refused("198.51.100.9", "name-" + i, "password", false);
        }
        for (int i = 0; i < 1000; i++) {
            audit.refused("192.0.2." + i, "ann", "ldap", i % 2 == 0);
        }
        now = now.plusSeconds(61);
        audit.tellGuesses();
        audit.tellGuesses();
        store.write(handle -> true);
        assertThat(all().size()).isLessThan(110);
        assertThat(all().stream().map(AuditEntry::facts)).anyMatch(facts -> facts.contains("\"count\":989"));
        assertThat(all()).filteredOn(entry -> entry.address().equals("others")).isNotEmpty();
    }

    @Test
    void each_filter_finds_what_it_names_and_pages_follow_each_other() {
        write(25);
        audit.write(new Deed("fax.deleted", "incoming/messages/3", AuditEntry.Result.REFUSED, Map.of()));
        assertThat(count(Optional.of("Ann"), "", "", "")).isEqualTo(25);
        assertThat(count(Optional.of(ANN.account()), "", "", "")).isEqualTo(25);
        assertThat(count(Optional.of("server"), "", "", "")).isEqualTo(1);
        assertThat(count(Optional.empty(), "fax.viewed", "", "")).isEqualTo(25);
        assertThat(count(Optional.empty(), "", "incoming/messages/3", "")).isEqualTo(2);
        assertThat(count(Optional.empty(), "", "", "REFUSED")).isEqualTo(1);
        Instant middle = all().get(9).at();
        var since = new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(middle),
                Optional.empty());
        var until = new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(middle));
        assertThat(audit.list(since, Slice.FIRST).items()).hasSize(17);
        assertThat(audit.list(until, Slice.FIRST).items()).hasSize(9);
        var sequences = new ArrayList<Long>();
        Optional<String> next = Optional.empty();
        do {
            var part = audit.list(AuditFilter.ALL, new Slice(next, 4));
            part.items().forEach(entry -> sequences.add(entry.sequence()));
            next = part.next();
        } while (next.isPresent());
        assertThat(sequences).hasSize(26).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThatThrownBy(() -> audit.list(AuditFilter.ALL, new Slice(Optional.of("nonsense"), 4)))
                .isInstanceOf(Refusal.class);
    }

    private int count(Optional<String> actor, String action, String subject, String result) {
        var filter = new AuditFilter(
                actor,
                Optional.of(action).filter(text -> !text.isEmpty()),
                Optional.of(subject).filter(text -> !text.isEmpty()),
                Optional.of(result).filter(text -> !text.isEmpty()).map(AuditEntry.Result::valueOf),
                Optional.empty(),
                Optional.empty());
        return audit.list(filter, Slice.FIRST).items().size();
    }

    /** One change of one row. */
    private void damage(Random random, int entries) {
        long one = 1 + random.nextInt(entries);
        long other = 1 + (one + random.nextInt(entries - 1)) % entries;
        store.write(handle -> {
            switch (random.nextInt(6)) {
                case 0 -> {
                    String column = List.of(
                                    "account",
                                    "actor",
                                    "address",
                                    "node",
                                    "action",
                                    "subject",
                                    "facts",
                                    "previous",
                                    "hash")
                            .get(random.nextInt(9));
                    handle.execute(
                            "update audit_entry set " + column + " = " + column + " || ? where sequence = ?", "x", one);
                }
                case 1 -> handle.execute("update audit_entry set at = at + 1 where sequence = ?", one);
                case 2 -> handle.execute("update audit_entry set result = 'FAILED' where sequence = ?", one);
                case 3 -> handle.execute("delete from audit_entry where sequence = ?", one);
                case 4 -> { // moved
                    handle.execute("update audit_entry set sequence = -1 where sequence = ?", one);
                    handle.execute("update audit_entry set sequence = ? where sequence = ?", one, other);
                    handle.execute("update audit_entry set sequence = ? where sequence = -1", other);
                }
                default -> { // inserted, and everything after it renumbered
                    for (long sequence = entries; sequence > one; sequence--) {
                        handle.execute("update audit_entry set sequence = sequence + 1 where sequence = ?", sequence);
                    }
                    handle.execute(
                            "insert into audit_entry select ? + 1, at, account, actor, address, node, action, subject,"
                                    + " result, facts, previous, hash from audit_entry where sequence = ?",
                            one,
                            one);
                }
            }
            return true;
        });
    }

    @Test
    void any_single_change_deletion_insertion_or_move_is_found() {
        write(30);
        List<AuditEntry> original = all();
        assertThat(broken()).isEmpty();
        for (long seed = 0; seed < 120; seed++) {
            damage(new Random(seed), original.size());
            assertThat(broken()).as("seed " + seed).isPresent();
            restore(original);
        }
        assertThat(broken()).isEmpty();
    }

    private void restore(List<AuditEntry> original) {
        store.write(handle -> {
            handle.execute("delete from audit_entry");
            for (AuditEntry entry : original) {
                handle.execute(
                        "insert into audit_entry (sequence, at, account, actor, address, node, action, subject, result, facts,"
                                + " previous, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        entry.sequence(),
                        entry.at().toEpochMilli(),
                        entry.account(),
                        entry.actor(),
                        entry.address(),
                        entry.node(),
                        entry.action(),
                        entry.subject(),
                        entry.result().name(),
                        entry.facts(),
                        entry.previous(),
                        entry.hash());
            }
            AuditEntry last = original.getLast();
            return handle.execute("update audit_head set sequence = ?, hash = ?", last.sequence(), last.hash());
        });
    }

    @Test
    void a_trail_that_was_cut_off_at_its_end_or_written_anew_does_not_have_the_head_that_was_noted() {
        write(20);
        Verification.Head noted = audit.head();
        List<AuditEntry> original = all();
        store.write(handle -> handle.execute("delete from audit_entry where sequence > 15"));
        assertThat(broken().orElseThrow().sequence()).isEqualTo(16);
        restore(original.subList(0, 15)); // with the server's own note of its head
        assertThat(broken()).isEmpty();
        assertThat(audit.verify(Optional.of(noted)).broken().orElseThrow().sequence())
                .isEqualTo(16);
        var forged = new ArrayList<AuditEntry>();
        Verification.Head head = Verification.Head.START;
        for (AuditEntry entry : original) {
            AuditEntry made = new AuditEntry(
                            entry.sequence(),
                            entry.at(),
                            entry.account(),
                            entry.sequence() == 7 ? "Bob" : entry.actor(),
                            entry.address(),
                            entry.node(),
                            entry.action(),
                            entry.subject(),
                            entry.result(),
                            entry.facts(),
                            head.hash(),
                            "")
                    .hashed();
            forged.add(made);
            head = new Verification.Head(made.sequence(), made.hash());
        }
        restore(forged);
        assertThat(broken()).isEmpty();
        assertThat(audit.verify(Optional.of(noted)).broken().orElseThrow().sequence())
                .isEqualTo(20);
    }

    @Test
    void the_age_limit_seals_what_it_deletes_and_deleting_more_is_found() {
        write(10);
        Verification.Head early = audit.head();
        now = now.plus(Duration.ofDays(40));
        write(5);
        Verification.Head late = audit.head();
        audit.expire();
        assertThat(all()).hasSize(15); // no limit is set
        settings.put(AuditSettings.class, new AuditSettings(30), 0);
        audit.expire();
        audit.expire();
        List<AuditEntry> left = all();
        assertThat(left.getFirst().sequence()).isEqualTo(11);
        assertThat(left.getLast().action()).isEqualTo("audit.cut");
        assertThat(left.getLast().facts()).contains("\"through\":10", early.hash());
        assertThat(broken()).isEmpty();
        assertThat(audit.verify(Optional.of(late)).broken()).isEmpty();
        assertThat(audit.verify(Optional.of(early)).broken()).isEmpty();
        assertThat(audit.verify(Optional.of(new Verification.Head(10, AuditEntry.NONE)))
                        .broken())
                .isPresent();
        assertThatThrownBy(() -> audit.verify(Optional.of(new Verification.Head(9, AuditEntry.NONE))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("deleted by the age limit");
        now = now.plus(Duration.ofDays(40));
        audit.expire();
        assertThat(all())
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("audit.cut"));
        assertThat(broken()).isEmpty();
        write(3);
        assertThat(broken()).isEmpty();
        long first = all().getFirst().sequence();
        store.write(handle -> handle.execute("delete from audit_entry where sequence = ?", first));
        assertThat(broken()).isPresent();
    }

    @Test
    void an_exported_file_is_verified_without_a_server() throws IOException {
        write(20);
        List<String> lines =
                new ArrayList<>(all().stream().map(AuditEntry::line).toList());
        assertThat(verified(lines, Optional.empty())).satisfies(found -> {
            assertThat(found.broken()).isEmpty();
            assertThat(found.entries()).isEqualTo(20);
            assertThat(found.head()).isEqualTo(audit.head());
        });
        assertThat(verified(lines, Optional.of(audit.head())).broken()).isEmpty();
        assertThat(verified(lines.subList(5, 20), Optional.empty()).broken()).isEmpty();
        assertThat(verified(lines.subList(0, 19), Optional.of(audit.head())).broken())
                .isPresent();
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var damaged = new ArrayList<>(lines);
            int one = random.nextInt(lines.size());
            switch (random.nextInt(4)) {
                case 0 -> damaged.remove(1 + random.nextInt(lines.size() - 2));
                case 1 -> damaged.add(one, lines.get(random.nextInt(lines.size())));
                case 2 -> damaged.add(damaged.remove(one == 0 ? 1 : 0));
                default -> {
                    byte[] line = lines.get(one).getBytes(StandardCharsets.UTF_8);
                    int at = random.nextInt(line.length);
                    line[at] = (byte) (line[at] == 'a' ? 'b' : 'a');
                    damaged.set(one, new String(line, StandardCharsets.UTF_8));
                }
            }
            assertThat(verified(damaged, Optional.empty()).broken())
                    .as("seed " + seed)
                    .isPresent();
        }
    }

    private static Verification verified(List<String> lines, Optional<Verification.Head> noted) throws IOException {
        return TrailFile.verify(new BufferedReader(new StringReader(String.join("\n", lines))), noted);
    }

    @Test
    void texts_that_no_database_or_encoding_can_keep_are_made_fit_before_they_are_hashed() {
        audit.write(Deed.done("x", "a\0b\uD800c", Map.of("k", "\0\uDC00 \u2028 \uD83D\uDE00")));
        assertThat(all().getFirst().subject()).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(broken()).isEmpty();
        assertThat(TrailFile.parse(all().getFirst().line())).contains(all().getFirst());
    }

    @Test
    void many_writers_at_once_make_one_chain() throws Exception {
        Set<Long> sequences = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                all.add(threads.submit(() -> audit.write(Deed.done("fax.viewed", "x/" + number, Map.of()))));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        all().forEach(entry -> sequences.add(entry.sequence()));
        assertThat(sequences).hasSize(200);
        assertThat(audit.verify(Optional.empty()).entries()).isEqualTo(200);
        assertThat(broken()).isEmpty();
    }
}

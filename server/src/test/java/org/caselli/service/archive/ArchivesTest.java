package org.caselli.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.caselli.image.tiff.TiffFile;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.service.settings.ArchiveSettings;
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
class ArchivesTest {
    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private Cabinet cabinet;
    private Archives archives;

    @BeforeEach
    void open() {
        store = database.open(directory);
        cabinet = new Cabinet(store);
        archives = cabinet.archives;
    }

    @AfterEach
    void close() {
        cabinet.events.close();
        store.close();
    }

    private List<String> found(Filter filter) {
        return archives.received(filter, Window.newest(100)).items().stream()
                .map(ReceivedFax::id)
                .toList();
    }

    private List<String> foundSent(Filter filter) {
        return archives.sent(filter, Window.newest(100)).items().stream()
                .map(SentFax::id)
                .toList();
    }

    @Test
    void a_message_is_kept_as_it_came_and_told_of() {
        ReceivedFax fax = cabinet.add(cabinet.received("+4930123456", "ACME", 3));
        assertThat(archives.receivedFax(fax.id())).isEqualTo(fax);
        SentFax sent = cabinet.add(cabinet.sent("+39 055 2222", "Bob", "Offer"));
        assertThat(archives.sentFax(sent.id())).isEqualTo(sent);
        assertThat(cabinet.told(ServerEvent.Kind.RECEIVED_FAX_ADDED)).containsExactly(fax.id());
        assertThat(cabinet.told(ServerEvent.Kind.SENT_FAX_ADDED)).containsExactly(sent.id());
        assertThatThrownBy(() -> archives.receivedFax("none"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    }

    @Test
    void what_is_not_to_be_archived_is_refused_so_that_its_bringer_keeps_it() {
        cabinet.set(new ArchiveSettings(false, "", false, 0, 0, 0));
        ReceivedFax fax = cabinet.received("1", "", 1);
        assertThat(store.<Boolean>write(handle -> archives.addReceived(handle, fax, "blob")))
                .isFalse();
        assertThat(found(Filter.ALL)).isEmpty();
        assertThat(archives.totals(Box.RECEIVED)).isEqualTo(new Totals(0, 0, 0, 0));
    }

    @Test
    void the_running_totals_are_what_counting_would_find() {
        var random = new SplittableRandom(11);
        var there = new ArrayList<ReceivedFax>();
        for (int i = 0; i < 60; i++) {
            int what = random.nextInt(4);
            if (there.isEmpty() || what < 2) {
                there.add(cabinet.add(cabinet.received("49" + i, "", 1 + random.nextInt(3))));
            } else if (what == 2) {
                archives.delete(
                        Box.RECEIVED, there.remove(random.nextInt(there.size())).id());
            } else {
                archives.markReceived(there.get(random.nextInt(there.size())).id(), random.nextBoolean());
            }
            cabinet.pass(Duration.ofMillis(random.nextInt(3)));
        }
        List<ReceivedFax> all =
                archives.received(Filter.ALL, Window.newest(1000)).items();
        assertThat(archives.totals(Box.RECEIVED))
                .isEqualTo(new Totals(
                        all.size(),
                        all.stream().mapToLong(ReceivedFax::size).sum(),
                        all.stream().mapToLong(ReceivedFax::pages).sum(),
                        all.stream().filter(fax -> !fax.read()).count()));
    }

    @Test
    void messages_of_one_moment_have_their_order_too_and_are_paged_in_both_directions() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            ids.add(cabinet.add(cabinet.received("49" + i, "", 1)).id());
        }
        List<String> newestFirst = ids.reversed();
        Part<ReceivedFax> first = archives.received(Filter.ALL, Window.newest(4));
        assertThat(first.previous()).isEmpty();
        Part<ReceivedFax> second =
                archives.received(Filter.ALL, Window.after(first.next().orElseThrow(), 4));
        Part<ReceivedFax> third =
                archives.received(Filter.ALL, Window.after(second.next().orElseThrow(), 4));
        assertThat(third.next()).isEmpty();
        assertThat(third.items()).extracting(ReceivedFax::id).isEqualTo(newestFirst.subList(8, 10));
        Part<ReceivedFax> back =
                archives.received(Filter.ALL, Window.before(third.previous().orElseThrow(), 4));
        assertThat(back.items()).isEqualTo(second.items());
        Part<ReceivedFax> front =
                archives.received(Filter.ALL, Window.before(back.previous().orElseThrow(), 4));
        assertThat(front.items()).isEqualTo(first.items());
        assertThat(front.previous()).isEmpty();
        assertThat(front.next()).isEqualTo(first.next());
    }

    @Test
    void whoever_pages_meets_every_message_that_stays_exactly_once_whatever_comes_and_goes() {
        for (long seed = 1; seed <= 6; seed++) {
            pageWhileThingsChange(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private void pageWhileThingsChange(SplittableRandom random, String what) {
        boolean back = random.nextBoolean();
        var stays = new HashSet<>(found(Filter.ALL));
        for (int i = 0; i < 30; i++) {
            stays.add(cabinet.add(cabinet.received("4930" + random.nextInt(50), "", 1))
                    .id());
            cabinet.pass(Duration.ofMillis(random.nextInt(2)));
        }
        var all = new ArrayList<>(stays);
        var met = new ArrayList<String>();
        Window window = Window.newest(1 + random.nextInt(5));
        if (back) { // begins behind the oldest
            window = Window.before("0", window.limit());
        }
        while (true) {
            Part<ReceivedFax> part = archives.received(Filter.ALL, window);
            part.items().forEach(fax -> met.add(fax.id()));
            Optional<String> cursor = back ? part.previous() : part.next();
            if (cursor.isEmpty()) {
                break;
            }
            int limit = 1 + random.nextInt(5);
            window = back ? Window.before(cursor.get(), limit) : Window.after(cursor.get(), limit);
            if (random.nextBoolean()) {
                cabinet.pass(Duration.ofMillis(random.nextInt(2)));
                cabinet.add(cabinet.received("new", "", 1));
            }
            if (random.nextBoolean() && !all.isEmpty()) {
                String gone = all.remove(random.nextInt(all.size()));
                stays.remove(gone);
                archives.delete(Box.RECEIVED, gone);
            }
            assertThat(met.size()).as(what).isLessThan(10_000);
        }
        assertThat(met).as(what).doesNotHaveDuplicates().containsAll(stays);
    }

    @Test
    void a_search_of_what_is_unread_follows_each_change_of_it() {
        ReceivedFax fax = cabinet.add(cabinet.received("+4930123456", "ACME", 1));
        SentFax sent = cabinet.add(cabinet.sent("+390552222", "Bob", "Offer"));
        Filter acme = Filter.ALL.withSearch("acme");
        Filter bob = Filter.ALL.withSearch("bob");
        for (int i = 0; i < 2; i++) {
            archives.markReceived(fax.id(), true);
            archives.markSent(sent.id(), true);
            assertThat(found(acme.withRead(false))).isEmpty();
            assertThat(found(acme.withRead(true))).containsExactly(fax.id());
            assertThat(foundSent(bob.withRead(false))).isEmpty();
            assertThat(foundSent(bob.withRead(true))).containsExactly(sent.id());
            archives.markReceived(fax.id(), false);
            archives.markSent(sent.id(), false);
            assertThat(found(acme.withRead(false))).containsExactly(fax.id());
            assertThat(foundSent(bob.withRead(false))).containsExactly(sent.id());
        }
        assertThat(found(acme)).containsExactly(fax.id());
        // Whoever writes the mark himself searches for the word, as it stands in no text.
        assertThatThrownBy(() -> found(Filter.ALL.withSearch("!")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID));
    }

    @Test
    void filters_narrow_by_time_line_state_and_completeness() {
        ReceivedFax early = cabinet.add(cabinet.received("111", "", 1));
        cabinet.pass(Duration.ofHours(1));
        Instant middle = cabinet.now;
        ReceivedFax late = cabinet.add(cabinet.received("222", "", 1));
        archives.markReceived(late.id(), true);
        assertThat(found(Filter.ALL.between(Instant.EPOCH, middle))).containsExactly(early.id());
        assertThat(found(Filter.ALL.between(middle, middle.plusMillis(1)))).containsExactly(late.id());
        assertThat(found(Filter.ALL.between(Instant.MIN, Instant.MAX))).containsExactly(late.id(), early.id());
        assertThat(found(Filter.ALL.withRead(false))).containsExactly(early.id());
        assertThat(found(Filter.ALL.withRead(true))).containsExactly(late.id());
        assertThat(found(Filter.ALL.onDevice("line-1"))).hasSize(2);
        assertThat(found(Filter.ALL.onDevice("line_1"))).isEmpty();
        assertThat(found(filter("", Optional.of(false)))).isEmpty();
        assertThat(found(filter("", Optional.of(true)))).hasSize(2);
        assertThat(found(new Filter(
                        Optional.empty(), Optional.empty(), "", "", "", Optional.empty(), Optional.empty(), "x", "")))
                .isEmpty();
        assertThat(found(Filter.ALL.withRead(false).withSearch("111"))).containsExactly(early.id());
        assertThat(found(Filter.ALL.withRead(false).withSearch("222"))).isEmpty();
        assertThat(found(Filter.ALL.withRead(true).withSearch("222"))).containsExactly(late.id());
        SentFax sent = cabinet.add(cabinet.sent("333", "", ""));
        assertThat(foundSent(new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        "submission",
                        "")))
                .containsExactly(sent.id());
    }

    private static Filter filter(String sender, Optional<Boolean> complete) {
        return new Filter(Optional.empty(), Optional.empty(), "", sender, "", Optional.empty(), complete, "", "");
    }

    @Test
    void a_number_is_found_by_its_first_and_its_last_digits_however_it_is_written() {
        String id = cabinet.add(cabinet.received("+49 (30) 90182-0", "", 1)).id();
        String national = cabinet.add(cabinet.received("0309018277", "", 1)).id();
        String other = cabinet.add(cabinet.received("+39 055 12345", "", 1)).id();
        assertThat(found(Filter.ALL.withNumber("+4930"))).containsExactly(id);
        assertThat(found(Filter.ALL.withNumber("004930 90"))).containsExactly(id);
        assertThat(found(Filter.ALL.withNumber("49309018"))).containsExactly(id);
        assertThat(found(Filter.ALL.withNumber("1820"))).containsExactly(id);
        assertThat(found(Filter.ALL.withNumber("030901820"))).containsExactly(id);
        assertThat(found(Filter.ALL.withNumber("030"))).containsExactly(national);
        assertThat(found(Filter.ALL.withNumber("2345"))).containsExactly(other);
        assertThat(found(Filter.ALL.withNumber("9018"))).isEmpty();
        assertThat(found(Filter.ALL.withSearch("+49 30 901820"))).containsExactly(id);
        assertThatThrownBy(() -> found(Filter.ALL.withNumber("x"))).isInstanceOf(Refusal.class);
    }

    @Test
    void words_are_found_without_regard_to_case_and_accents_and_all_of_them_must_stand_there() {
        String id = cabinet.add(cabinet.sent("+4930555", "Müller & Söhne", "Angebot Nr. 2026-17"))
                .id();
        String other = cabinet.add(cabinet.sent("+4930556", "Mueller", "Rechnung straße"))
                .id();
        assertThat(foundSent(Filter.ALL.withSearch("muller"))).containsExactly(id);
        assertThat(foundSent(Filter.ALL.withSearch("MÜLLER angebot"))).containsExactly(id);
        assertThat(foundSent(Filter.ALL.withSearch("müller rechnung"))).isEmpty();
        assertThat(foundSent(Filter.ALL.withSearch("mu*"))).containsExactly(other, id);
        assertThat(foundSent(Filter.ALL.withSearch("2026-17"))).containsExactly(id);
        assertThat(foundSent(Filter.ALL.withSearch("STRASSE"))).containsExactly(other);
        assertThat(foundSent(Filter.ALL.withSearch("+4930"))).containsExactly(other, id);
        assertThat(foundSent(Filter.ALL.withSearch("556"))).containsExactly(other);
        assertThat(foundSent(Filter.ALL.withSearch("49 30 99"))).hasSize(2);
        assertThat(foundSent(filter("rossi", Optional.empty()))).hasSize(2);
        assertThat(foundSent(filter("mueller", Optional.empty()))).isEmpty();
        assertThatThrownBy(() -> foundSent(Filter.ALL.withSearch("&&&"))).isInstanceOf(Refusal.class);
    }

    @Test
    void a_search_says_nothing_but_words_whatever_is_typed() {
        String id = cabinet.add(cabinet.sent("+4930555", "Müller", "Angebot")).id();
        for (String odd : List.of(
                "\"angebot\"",
                "angebot'; drop table sent_message; --",
                "(angebot OR",
                "angebot:*",
                "^angebot$",
                "#angebot @angebot",
                "{words}: angebot",
                "\\angebot\\",
                "'angebot",
                "NEAR(angebot)",
                "angebot\0",
                "-angebot",
                "angebot & | !")) {
            List<String> ids = foundSent(Filter.ALL.withSearch(odd));
            assertThat(ids).as(odd).isIn(List.of(id), List.of());
        }
        var random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder("a");
            for (int c = random.nextInt(12); c > 0; c--) {
                text.appendCodePoint(random.nextBoolean() ? random.nextInt(1, 0x80) : random.nextInt(0xA0, 0xD800));
            }
            foundSent(Filter.ALL.withSearch(text.toString()));
        }
        assertThat(foundSent(Filter.ALL)).containsExactly(id);
    }

    @Test
    void what_a_person_says_of_a_received_fax_is_kept_and_found() {
        ReceivedFax fax = cabinet.add(cabinet.received("", "", 1));
        archives.change(
                fax.id(),
                Optional.empty(),
                new Particulars(
                        Optional.of("Delivery note"),
                        Optional.of("Bianchi"),
                        Optional.of("+3902777"),
                        Optional.of(true),
                        Optional.of(List.of("ann", "bob"))));
        assertThat(archives.receivedFax(fax.id()).holding())
                .isEqualTo(new ReceivedFax.Holding("", "", fax.id(), true, List.of("ann", "bob")));
        assertThat(found(Filter.ALL.withSearch("delivery bianchi"))).containsExactly(fax.id());
        assertThat(found(Filter.ALL.withNumber("+3902"))).containsExactly(fax.id());
        archives.change(fax.id(), Optional.empty(), Particulars.NONE.about(""));
        assertThat(found(Filter.ALL.withSearch("delivery"))).isEmpty();
        assertThat(archives.receivedFax(fax.id()).read()).isFalse();
        assertThat(cabinet.told(ServerEvent.Kind.RECEIVED_FAX_CHANGED)).hasSize(2);
    }

    @Test
    void the_age_limit_deletes_what_is_older_and_tells_beforehand_what_that_is() {
        var old = new ArrayList<String>();
        for (int i = 0; i < 450; i++) { // more than two steps
            old.add(cabinet.add(cabinet.received("49" + i, "", 1)).id());
        }
        SentFax oldSent = cabinet.add(cabinet.sent("1", "", ""));
        cabinet.pass(Duration.ofDays(30));
        String young = cabinet.add(cabinet.received("new", "", 1)).id();
        cabinet.pass(Duration.ofDays(61));

        Removal<ReceivedFax> would = archives.receivedRemoval(archives.olderThan(90), 5);
        assertThat(would.messages()).isEqualTo(450);
        assertThat(would.items()).hasSize(5);
        assertThat(would.oldest()).contains(Cabinet.START);
        assertThat(would.octets())
                .isEqualTo(archives.totals(Box.RECEIVED).octets()
                        - archives.receivedFax(young).size());
        assertThat(archives.sentRemoval(archives.olderThan(90), 0).messages()).isEqualTo(1);

        cabinet.set(new ArchiveSettings(true, "", false, 0, 0, 90));
        while (archives.round()) {}
        assertThat(found(Filter.ALL)).containsExactly(young);
        assertThat(foundSent(Filter.ALL)).isEmpty();
        assertThat(cabinet.told(ServerEvent.Kind.SENT_FAX_REMOVED)).containsExactly(oldSent.id());
        Set<String> told = new TreeSet<>();
        long cursor = 0;
        for (var part = cabinet.events.after(0, 1000); !part.isEmpty(); part = cabinet.events.after(cursor, 1000)) {
            part.stream()
                    .filter(event -> event.kind() == ServerEvent.Kind.RECEIVED_FAX_REMOVED)
                    .forEach(event -> told.add(event.subject()));
            cursor = part.getLast().sequence();
        }
        assertThat(told).isEqualTo(new TreeSet<>(old));
        assertThat(found(Filter.ALL.withSearch("491"))).isEmpty();
    }

    @Test
    void a_warning_comes_once_above_the_high_mark_and_again_only_after_the_low_one() {
        cabinet.set(new ArchiveSettings(true, "", true, 2, 1, 0));
        ReceivedFax[] faxes = new ReceivedFax[5];
        for (int i = 0; i < 5; i++) {
            faxes[i] = big(i);
        }
        assertThat(cabinet.told(ServerEvent.Kind.QUOTA_WARNING)).hasSize(1); // at 2.4 MB, not again at 3 MB
        assertThat(archives.status().warned()).isTrue();
        archives.delete(Box.RECEIVED, faxes[0].id());
        archives.delete(Box.RECEIVED, faxes[1].id()); // 1.8 MB: between the marks
        big(5);
        assertThat(cabinet.told(ServerEvent.Kind.QUOTA_WARNING)).hasSize(1);
        archives.deleteAll(Box.RECEIVED, Filter.ALL);
        assertThat(archives.status().warned()).isFalse();
        for (int i = 10; i < 14; i++) {
            big(i);
        }
        assertThat(cabinet.told(ServerEvent.Kind.QUOTA_WARNING)).hasSize(2);
    }

    @Test
    void a_warning_comes_as_well_when_the_mark_is_lowered() {
        for (int i = 0; i < 4; i++) {
            big(i);
        }
        archives.round();
        assertThat(cabinet.told(ServerEvent.Kind.QUOTA_WARNING)).isEmpty();
        cabinet.set(new ArchiveSettings(true, "", true, 2, 1, 0));
        archives.round();
        archives.round();
        assertThat(cabinet.told(ServerEvent.Kind.QUOTA_WARNING)).hasSize(1);
    }

    /** A fax that says that it has 600,000 octets. */
    private ReceivedFax big(int seed) {
        ReceivedFax small = cabinet.received("4" + seed, "", 1);
        var fax = new ReceivedFax(
                small.id(),
                small.callId(),
                small.device(),
                small.deviceName(),
                small.csid(),
                small.callerId(),
                small.calledNumber(),
                "",
                "",
                "",
                small.startedAt(),
                small.endedAt(),
                1,
                true,
                0,
                small.outcome(),
                0,
                600_000,
                small.facts(),
                false);
        store.write(handle -> archives.addReceived(handle, fax, "0".repeat(64)));
        return fax;
    }

    @Test
    void a_round_without_anything_to_do_writes_nothing() {
        cabinet.add(cabinet.received("1", "", 1));
        archives.round();
        var commits = new int[1];
        store.afterCommit(() -> commits[0]++);
        assertThat(archives.round()).isFalse();
        assertThat(database == TestDatabase.SQLITE ? commits[0] : 0).isZero();
    }

    @Test
    void all_that_fit_are_deleted_and_nothing_else() {
        String keep = cabinet.add(cabinet.received("+39055", "", 1)).id();
        for (int i = 0; i < 5; i++) {
            cabinet.add(cabinet.received("+4930" + i, "", 2));
        }
        Filter berlin = Filter.ALL.withNumber("+4930");
        assertThat(archives.receivedRemoval(berlin, 2).pages()).isEqualTo(10);
        assertThat(archives.deleteAll(Box.RECEIVED, berlin)).isEqualTo(5);
        assertThat(found(Filter.ALL)).containsExactly(keep);
        assertThatThrownBy(() -> archives.delete(Box.RECEIVED, "none")).isInstanceOf(Refusal.class);
    }

    @Test
    void the_files_of_a_message_have_its_pages_a_readable_name_and_say_what_they_are() throws Exception {
        ReceivedFax fax = cabinet.add(cabinet.received("+49 30 12/34", "ACME \"Ü\"", 3));
        try (Content tiff = archives.tiff(Box.RECEIVED, fax.id())) {
            assertThat(tiff.name()).isEqualTo("2026-11-21 1030 from +49 30 12_34 (3 pages) " + fax.id() + ".tif");
            byte[] octets = tiff.octets();
            assertThat(octets).hasSize((int) tiff.size());
            assertThat(TiffFile.read(octets).pages()).isEqualTo(3);
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .contains(
                            "\"tsid\":\"ACME \\\"\\u00dc\\\"\"",
                            "\"callerId\":\"+49 30 12/34\"",
                            "2026:11:21 10:29:30");
        }
        try (Content pdf = archives.pdf(Box.RECEIVED, fax.id())) {
            assertThat(new String(pdf.octets(), 0, 5, StandardCharsets.US_ASCII))
                    .isEqualTo("%PDF-");
        }
        SentFax sent = cabinet.add(cabinet.sent("sip:fax@../../etc", "Bob", ""));
        try (Content tiff = archives.tiff(Box.SENT, sent.id())) {
            assertThat(tiff.name()).isEqualTo("2026-11-21 1030 to sip_fax@______etc (1 page) " + sent.id() + ".tif");
            assertThat(TiffFile.read(tiff.octets()).page(0).page().bitmap().height())
                    .isGreaterThan(40); // the header line is above the 40 rows of the page
        }
    }

    @Test
    void a_page_comes_as_a_picture_of_the_wanted_width_in_the_proportions_of_the_paper() throws IOException {
        ReceivedFax fax = cabinet.add(cabinet.received("1", "", 2));
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(
                archives.page(Box.RECEIVED, fax.id(), 2, 864).octets()));
        assertThat(picture.getWidth()).isEqualTo(864);
        assertThat(picture.getHeight()).isEqualTo(42); // 40 rows at 3.85 a mm are 10.4 mm; 4.02 dots a mm
        assertThatThrownBy(() -> archives.page(Box.RECEIVED, fax.id(), 3, 864)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> archives.page(Box.RECEIVED, fax.id(), 1, 1)).isInstanceOf(Refusal.class);
    }

    @Test
    void messages_of_an_older_version_get_their_size_and_are_found() {
        ReceivedFax fax = cabinet.add(cabinet.received("+4930777", "", 1));
        store.write(handle -> {
            handle.execute("update received_message set size = -1");
            handle.execute("update archive_total set octets = 0 where archive = 'RECEIVED'");
            return handle.execute("delete from received_search where "
                    + (database == TestDatabase.SQLITE ? "rowid" : "place") + " >= 0");
        });
        assertThat(found(Filter.ALL.withSearch("+4930777"))).isEmpty();
        archives.round();
        assertThat(archives.receivedFax(fax.id()).size()).isEqualTo(fax.size());
        assertThat(archives.totals(Box.RECEIVED).octets()).isEqualTo(fax.size());
        assertThat(found(Filter.ALL.withSearch("+4930777"))).containsExactly(fax.id());
    }
}

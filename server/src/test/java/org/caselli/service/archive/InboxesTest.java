package org.caselli.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;
import org.caselli.queue.ServerEvent.Kind;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.access.Account;
import org.caselli.service.access.AccountForm;
import org.caselli.service.access.Accounts;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Passwords;
import org.caselli.service.access.Right;
import org.caselli.service.access.Visibility;
import org.caselli.service.audit.Audit;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.AuditFilter;
import org.caselli.service.settings.AccessSettings;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A clinic: a clerk gives received faxes to Ann, Bob and others. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class InboxesTest {
    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private Cabinet cabinet;
    private Archives archives;
    private Inboxes inboxes;
    private Accounts accounts;
    private Audit audit;
    private Caller ann;
    private Caller bob;
    private Caller clerk;
    private Caller keeper;

    @BeforeEach
    void open() {
        store = database.open(directory);
        cabinet = new Cabinet(store);
        audit = new Audit(store, cabinet.settings, cabinet);
        store.carry(audit);
        cabinet.events.alsoTell(audit);
        archives = cabinet.archives;
        inboxes = archives.inboxes();
        accounts = new Accounts(store, cabinet.events, new Ids(cabinet), cabinet, new Passwords());
        ann = account("Ann", Right.SUBMIT_NORMAL);
        bob = account("bob", Right.SUBMIT_LOW, Right.QUERY_CONFIG);
        clerk = account("clerk", Right.MANAGE_RECEIVE_FOLDER, Right.QUERY_CONFIG);
        keeper = account("keeper", Right.QUERY_ARCHIVES, Right.MANAGE_ARCHIVES);
        setPublic(false);
    }

    @AfterEach
    void close() {
        cabinet.events.close();
        store.close();
    }

    private Caller account(String name, Right... rights) {
        Account made = accounts.add(name, AccountForm.NONE.withRights(Set.of(rights)), Optional.empty(), List.of());
        return new Caller(made.id(), made.name(), made.effective());
    }

    private void setPublic(boolean are) {
        cabinet.settings.put(
                AccessSettings.class,
                new AccessSettings(are, true),
                cabinet.settings.get(AccessSettings.class).version());
    }

    private String fax() {
        return fax("ACME");
    }

    private String fax(String machine) {
        cabinet.pass(Duration.ofMillis(1));
        return cabinet.add(cabinet.received("+4930123", machine, 2)).id();
    }

    private static Particulars to(String... names) {
        return Particulars.NONE.to(names);
    }

    /** The fax, given to these by the clerk. */
    private String given(String... names) {
        String fax = fax();
        clerk.call(() -> inboxes.assign(fax, to(names)));
        return fax;
    }

    private List<ReceivedFax> inbox(Caller who) {
        return who.call(() -> archives.received(Filter.ALL, Window.newest(1000)).items());
    }

    private List<String> ids(Caller who) {
        return inbox(who).stream().map(ReceivedFax::id).toList();
    }

    /** The message that this one has of a fax. */
    private ReceivedFax of(Caller who, String fax) {
        return inbox(who).stream()
                .filter(message -> message.holding().fax().equals(fax)
                        && message.holding().account().equals(who.account()))
                .findFirst()
                .orElseThrow();
    }

    private static void refused(Caller who, Runnable what, Refusal.Kind kind, FaxError code) {
        assertThatThrownBy(() -> who.call(() -> {
                    what.run();
                    return true;
                }))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
                    assertThat(refusal.code()).as(refusal.getMessage()).contains(code);
                });
    }

    @Test
    void a_fax_that_is_given_to_two_leaves_the_receive_folder_and_is_in_the_inbox_of_each() {
        String fax = fax();
        assertThat(ids(clerk)).containsExactly(fax);
        assertThat(ids(ann)).isEmpty();
        List<String> names = clerk.call(() -> inboxes.assign(
                fax,
                new Particulars(
                        Optional.of("Findings"),
                        Optional.of("Dr. Rossi"),
                        Optional.of("+39 055 7"),
                        Optional.of(true),
                        Optional.of(List.of("ANN", "bob", "ann")))));
        assertThat(names).containsExactly("Ann", "bob");
        assertThat(ids(clerk)).isEmpty();
        ReceivedFax anns = of(ann, fax);
        ReceivedFax bobs = of(bob, fax);
        assertThat(anns.id()).isEqualTo(fax);
        assertThat(bobs.id()).isNotEqualTo(fax);
        for (ReceivedFax each : List.of(anns, bobs)) {
            assertThat(each.isAssigned()).isTrue();
            assertThat(each.read()).isFalse();
            assertThat(each.subject()).isEqualTo("Findings");
            assertThat(each.senderName()).isEqualTo("Dr. Rossi");
            assertThat(each.senderNumber()).isEqualTo("+39 055 7");
            assertThat(each.holding().hasCoverPage()).isTrue();
            assertThat(each.holding().recipients()).containsExactly("Ann", "bob");
            assertThat(each.pages()).isEqualTo(2);
        }
        assertThat(anns.holding().owner()).isEqualTo("Ann");
        assertThat(ids(keeper)).containsExactlyInAnyOrder(anns.id(), bobs.id());
    }

    @Test
    void each_has_his_own_mark_and_his_own_end_and_the_stored_image_stays_until_the_last_has_deleted_it() {
        String fax = given("ann", "bob");
        String bobs = of(bob, fax).id();
        ann.call(() -> archives.markReceived(fax, true));
        assertThat(of(ann, fax).read()).isTrue();
        assertThat(of(bob, fax).read()).isFalse();
        assertThat(ann.call(() -> archives.received(Filter.ALL.withRead(false).withSearch("acme"), Window.newest(10))
                        .items()))
                .isEmpty();
        assertThat(bob.call(() -> archives.received(Filter.ALL.withRead(false).withSearch("acme"), Window.newest(10))
                        .items()))
                .hasSize(1);
        assertThat(images()).hasSize(1);
        ann.call(() -> {
            archives.delete(Box.RECEIVED, fax);
            return true;
        });
        assertThat(ids(ann)).isEmpty();
        assertThat(ids(bob)).containsExactly(bobs);
        assertThat(images()).hasSize(1);
        assertThat(bob.call(() -> archives.page(Box.RECEIVED, bobs, 1, 100).name()))
                .contains("page 1");
        bob.call(() -> {
            archives.delete(Box.RECEIVED, bobs);
            return true;
        });
        assertThat(images()).isEmpty();
    }

    /** The stored files that any message needs: what is not among them, the sweep deletes. */
    private Set<String> images() {
        return Set.copyOf(
                store.<List<String>>read(handle -> handle.createQuery("select tiff_blob from received_message")
                        .mapTo(String.class)
                        .list()));
    }

    @Test
    void a_fax_has_one_file_in_the_archive_folder_however_many_have_it_and_until_the_last_has_deleted_it()
            throws Exception {
        Path folder = directory.resolve("archive");
        cabinet.locate(folder);
        String fax = given("ann", "bob");
        archives.writeFiles();
        assertThat(files(folder))
                .singleElement()
                .satisfies(name -> assertThat(name).contains(fax));
        ann.call(() -> {
            archives.delete(Box.RECEIVED, fax);
            return true;
        });
        archives.writeFiles();
        assertThat(files(folder)).hasSize(1);
        String bobs = of(bob, fax).id();
        bob.call(() -> {
            archives.delete(Box.RECEIVED, bobs);
            return true;
        });
        archives.writeFiles();
        assertThat(files(folder)).isEmpty();
    }

    private static List<String> files(Path folder) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    @Test
    void a_file_that_is_written_late_is_written_though_the_first_owner_has_deleted_his() throws Exception {
        Path folder = directory.resolve("archive");
        cabinet.locate(folder);
        String fax = given("ann", "bob");
        ann.call(() -> {
            archives.delete(Box.RECEIVED, fax);
            return true;
        });
        archives.writeFiles();
        assertThat(files(folder)).hasSize(1);
    }

    /** Who asks for what; the documented errors. */
    @Test
    void giving_is_refused_as_documented_and_changes_nothing() {
        String open = fax();
        String anns = given("ann");
        account("away");
        accounts.change(
                "away",
                AccountForm.NONE.withDisabled(true),
                accounts.find("away").version());
        Runnable give = () -> inboxes.assign(open, to("bob"));
        refused(ann, give, Refusal.Kind.NOT_FOUND, FaxError.FAX_E_MESSAGE_NOT_FOUND);
        refused(keeper, give, Refusal.Kind.FORBIDDEN, FaxError.E_ACCESSDENIED);
        Caller blind = account("blind", Right.MANAGE_RECEIVE_FOLDER);
        refused(blind, give, Refusal.Kind.FORBIDDEN, FaxError.E_ACCESSDENIED);
        refused(
                clerk,
                () -> inboxes.assign("nowhere", to("bob")),
                Refusal.Kind.NOT_FOUND,
                FaxError.FAX_E_MESSAGE_NOT_FOUND);
        refused(clerk, () -> inboxes.assign(open, Particulars.NONE), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
        refused(clerk, () -> inboxes.assign(open, to()), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
        refused(clerk, () -> inboxes.assign(open, to(" ")), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
        refused(clerk, () -> inboxes.assign(open, to("a;b")), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
        refused(
                clerk,
                () -> inboxes.assign(open, to("ann", "nobody-else")),
                Refusal.Kind.NOT_FOUND,
                FaxError.ERROR_FILE_NOT_FOUND);
        refused(clerk, () -> inboxes.assign(open, to("away")), Refusal.Kind.CONFLICT, FaxError.ERROR_INVALID_OPERATION);
        refused(
                clerk,
                () -> to(IntStream.rangeClosed(1, 10_001).mapToObj(i -> "n" + i).toArray(String[]::new)),
                Refusal.Kind.INVALID,
                FaxError.ERROR_BUFFER_OVERFLOW);
        // What was given to somebody, the clerk sees no more; who sees it is told whose it is.
        refused(clerk, () -> inboxes.assign(anns, to("bob")), Refusal.Kind.NOT_FOUND, FaxError.FAX_E_MESSAGE_NOT_FOUND);
        assertThatThrownBy(() -> inboxes.assign(anns, to("bob"))).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            assertThat(refusal.code()).contains(FaxError.ERROR_INVALID_OPERATION);
            assertThat(refusal).hasMessageContaining("given to \"Ann\" already");
        });
        setPublic(true);
        refused(clerk, give, Refusal.Kind.CONFLICT, FaxError.ERROR_INVALID_OPERATION);
        setPublic(false);
        assertThat(ids(clerk)).containsExactly(open);
        assertThat(ids(ann)).containsExactly(anns);
        assertThat(ids(bob)).isEmpty();
    }

    @Test
    void a_fax_is_not_given_away_by_who_has_not_seen_what_was_said_of_it_last() {
        String fax = fax();
        long seen = clerk.call(() -> archives.receivedFax(fax)).version();
        ReceivedFax said = clerk.call(
                () -> archives.change(fax, Optional.of(true), to("bob").about("For Bob")));
        assertThatThrownBy(() -> clerk.call(() -> inboxes.assign(fax, to("ann"), OptionalLong.of(seen))))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        assertThat(ids(ann)).isEmpty();
        assertThat(clerk.call(() -> inboxes.assign(fax, Particulars.NONE, OptionalLong.of(said.version()))))
                .containsExactly("bob");
    }

    @Test
    void whom_a_fax_is_for_can_be_noted_first_and_is_obeyed_later() {
        String fax = fax();
        clerk.call(() -> archives.change(fax, Optional.empty(), to("bob").about("For Bob")));
        assertThat(ids(bob)).isEmpty();
        assertThat(clerk.call(() -> inboxes.assign(fax, Particulars.NONE))).containsExactly("bob");
        assertThat(of(bob, fax).subject()).isEqualTo("For Bob");
        refused(
                bob,
                () -> archives.change(fax, Optional.empty(), to("ann")),
                Refusal.Kind.CONFLICT,
                FaxError.ERROR_INVALID_OPERATION);
    }

    @Test
    void who_gets_what_is_not_for_him_gives_it_on_or_puts_it_back() {
        String fax = given("bob");
        bob.call(() -> archives.markReceived(fax, true));
        bob.call(() -> inboxes.assign(fax, to("ann", "bob")));
        assertThat(of(bob, fax).read()).as("he keeps his").isTrue();
        assertThat(of(ann, fax).read()).isFalse();
        bob.call(() -> inboxes.assign(fax, to("ann")));
        assertThat(ids(bob)).isEmpty();
        assertThat(inbox(ann)).as("she has it already").hasSize(1);
        String anns = of(ann, fax).id();
        refused(ann, () -> inboxes.assign(anns, to("bob")), Refusal.Kind.FORBIDDEN, FaxError.E_ACCESSDENIED);
        ann.call(() -> archives.markReceived(anns, true));
        back(ann, anns);
        assertThat(ids(ann)).isEmpty();
        assertThat(inbox(clerk)).singleElement().satisfies(open -> {
            assertThat(open.id()).isEqualTo(anns);
            assertThat(open.read()).isFalse();
            assertThat(open.isAssigned()).isFalse();
            assertThat(open.holding().recipients()).isEmpty();
        });
        refused(clerk, () -> inboxes.putBack(anns), Refusal.Kind.CONFLICT, FaxError.ERROR_INVALID_OPERATION);
        clerk.call(() -> inboxes.assign(anns, to("bob")));
        assertThat(of(bob, fax).id()).isEqualTo(anns);
    }

    private void back(Caller who, String fax) {
        who.call(() -> {
            inboxes.putBack(fax);
            return true;
        });
    }

    @Test
    void what_several_put_back_is_in_the_receive_folder_once() {
        String fax = given("ann", "bob");
        String bobs = of(bob, fax).id();
        back(ann, fax);
        back(bob, bobs);
        assertThat(ids(clerk)).containsExactly(fax);
        assertThat(ids(keeper)).containsExactly(fax);
        refused(bob, () -> inboxes.putBack(bobs), Refusal.Kind.NOT_FOUND, FaxError.FAX_E_MESSAGE_NOT_FOUND);
    }

    @Test
    void a_fax_whose_account_is_gone_is_seen_by_keepers_who_put_it_back() {
        String fax = given("ann");
        accounts.remove("ann");
        Caller namesake = account("ann", Right.SUBMIT_LOW);
        assertThat(ids(namesake)).isEmpty();
        setPublic(true);
        assertThat(ids(namesake)).isEmpty();
        assertThat(inbox(keeper)).singleElement().satisfies(message -> {
            assertThat(message.isAssigned()).isTrue();
            assertThat(message.holding().owner()).isEmpty();
        });
        back(keeper, fax);
        assertThat(ids(namesake)).containsExactly(fax);
    }

    /** What one may do with a fax of somebody, in private and in public. */
    private record Case(String who, String whose, boolean isPublic, String sees, String manages) {}

    @Test
    void who_sees_and_manages_what_is_as_documented() {
        String open = fax("OPEN");
        String anns = fax("ANNS");
        clerk.call(() -> inboxes.assign(anns, to("ann")));
        Map<String, Caller> callers = new HashMap<>(Map.of(
                "ann", ann,
                "bob", bob,
                "clerk", clerk,
                "keeper", keeper,
                "reader", account("reader", Right.QUERY_ARCHIVES),
                "manager", account("manager", Right.MANAGE_ARCHIVES),
                "key", Caller.ADMINISTRATOR));
        for (Case each : List.of(
                new Case("ann", "nobody", false, "no", "no"),
                new Case("ann", "nobody", true, "yes", "no"),
                new Case("ann", "ann", false, "yes", "yes"),
                new Case("ann", "ann", true, "yes", "yes"),
                new Case("bob", "nobody", false, "no", "no"),
                new Case("bob", "nobody", true, "yes", "no"),
                new Case("bob", "ann", false, "no", "no"),
                new Case("bob", "ann", true, "no", "no"),
                new Case("clerk", "nobody", false, "yes", "yes"),
                new Case("clerk", "nobody", true, "yes", "yes"),
                new Case("clerk", "ann", false, "no", "no"),
                new Case("clerk", "ann", true, "no", "no"),
                new Case("reader", "nobody", false, "yes", "no"),
                new Case("reader", "ann", false, "yes", "no"),
                new Case("manager", "nobody", false, "no", "yes"),
                new Case("manager", "ann", false, "no", "yes"),
                new Case("keeper", "nobody", false, "yes", "yes"),
                new Case("keeper", "ann", false, "yes", "yes"),
                new Case("key", "nobody", false, "yes", "yes"),
                new Case("key", "ann", true, "yes", "yes"))) {
            setPublic(each.isPublic());
            String fax = each.whose().equals("ann") ? anns : open;
            Filter it = Filter.ALL.withSearch(each.whose().equals("ann") ? "anns" : "open");
            Caller who = callers.get(each.who());
            boolean sees = each.sees().equals("yes");
            boolean manages = each.manages().equals("yes");
            assertThat(ids(who).contains(fax)).as(each + ": listed").isEqualTo(sees);
            assertThat(who.call(() -> archives.received(it.withRead(false), Window.newest(10)).items().stream()
                            .anyMatch(found -> found.id().equals(fax))))
                    .as(each + ": found")
                    .isEqualTo(sees);
            assertThat(kind(who, () -> archives.receivedFax(fax)))
                    .as(each + ": read")
                    .isEqualTo(sees ? "" : "NOT_FOUND");
            assertThat(kind(who, () -> archives.pdf(Box.RECEIVED, fax)))
                    .as(each + ": PDF")
                    .isEqualTo(sees ? "" : "NOT_FOUND");
            assertThat(kind(who, () -> archives.tiff(Box.RECEIVED, fax)))
                    .as(each + ": TIFF")
                    .isEqualTo(sees ? "" : "NOT_FOUND");
            assertThat(kind(who, () -> archives.page(Box.RECEIVED, fax, 1, 100)))
                    .as(each + ": page")
                    .isEqualTo(sees ? "" : "NOT_FOUND");
            assertThat(who.call(() -> archives.showsPagesOf(fax)))
                    .as(each + ": pages of its job")
                    .isEqualTo(sees);
            assertThat(kind(who, () -> archives.markReceived(fax, false)))
                    .as(each + ": mark")
                    .isEqualTo(sees ? "" : "NOT_FOUND");
            assertThat(kind(who, () -> archives.change(fax, Optional.empty(), Particulars.NONE.about("x"))))
                    .as(each + ": change")
                    .isEqualTo(!sees ? "NOT_FOUND" : manages ? "" : "FORBIDDEN");
            assertThat(who.call(() -> archives.receivedRemoval(Filter.ALL, 10).items().stream()
                            .anyMatch(found -> found.id().equals(fax))))
                    .as(each + ": would be deleted")
                    .isEqualTo(manages);
            if (!manages) {
                assertThat(kind(who, () -> {
                            archives.delete(Box.RECEIVED, fax);
                            return true;
                        }))
                        .as(each + ": delete")
                        .isEqualTo(sees ? "FORBIDDEN" : "NOT_FOUND");
                assertThat(who.call(() -> archives.deleteAll(Box.RECEIVED, it)))
                        .as(each + ": delete all")
                        .isZero();
            }
        }
    }

    private static String kind(Caller who, ScopedValue.CallableOp<Object, RuntimeException> what) {
        try {
            who.call(what);
            return "";
        } catch (Refusal refusal) {
            return refusal.kind().name();
        }
    }

    @Test
    void the_totals_of_every_account_are_what_counting_would_find() {
        var random = new SplittableRandom(35);
        List<Caller> people = List.of(ann, bob, clerk);
        for (int i = 0; i < 120; i++) {
            List<ReceivedFax> all = inbox(keeper);
            int what = random.nextInt(6);
            if (all.size() < 3 || what == 0) {
                fax();
                continue;
            }
            ReceivedFax one = all.get(random.nextInt(all.size()));
            Caller owner = people.stream()
                    .filter(each -> each.account().equals(one.holding().account()))
                    .findFirst()
                    .orElse(clerk);
            if (what < 3 && !owner.equals(ann)) {
                owner.call(() ->
                        inboxes.assign(one.id(), random.nextBoolean() ? to("ann", "bob", "clerk") : to("ann", "bob")));
            } else if (what == 3 && one.isAssigned()) {
                back(owner, one.id());
            } else if (what == 4) {
                owner.call(() -> archives.markReceived(one.id(), random.nextBoolean()));
            } else {
                owner.call(() -> {
                    archives.delete(Box.RECEIVED, one.id());
                    return true;
                });
            }
        }
        List<ReceivedFax> all = inbox(keeper);
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(archives.totals(Box.RECEIVED)).isEqualTo(counted(all));
        for (Caller each : people) {
            Inboxes.Folders folders = each.call(inboxes::folders);
            assertThat(folders.inbox())
                    .as(each.name())
                    .isEqualTo(counted(all.stream()
                            .filter(fax -> fax.holding().account().equals(each.account()))
                            .toList()));
            assertThat(folders.receiveFolder())
                    .isEqualTo(
                            each.equals(clerk)
                                    ? Optional.of(counted(all.stream()
                                            .filter(fax -> !fax.isAssigned())
                                            .toList()))
                                    : Optional.empty());
        }
        assertThat(store.<Long>read(handle -> handle.createQuery(
                                "select count(*) from received_message group by fax_id, account having count(*) > 1")
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L)))
                .isZero();
    }

    private static Totals counted(Collection<ReceivedFax> faxes) {
        return new Totals(
                faxes.size(),
                faxes.stream().mapToLong(ReceivedFax::size).sum(),
                faxes.stream().mapToLong(ReceivedFax::pages).sum(),
                faxes.stream().filter(fax -> !fax.read()).count());
    }

    @Test
    void a_list_of_ones_own_and_of_nobodys_is_paged_as_one_in_both_directions() {
        var all = new ArrayList<String>();
        for (int i = 0; i < 11; i++) {
            all.add(i % 3 == 0 ? given("clerk") : i % 3 == 1 ? fax() : given("ann"));
        }
        List<String> seen = ids(clerk);
        assertThat(seen).hasSize(8).isSubsetOf(all);
        var forward = new ArrayList<String>();
        Part<ReceivedFax> part = clerk.call(() -> archives.received(Filter.ALL, Window.newest(3)));
        forward.addAll(part.items().stream().map(ReceivedFax::id).toList());
        while (part.next().isPresent()) {
            String next = part.next().get();
            part = clerk.call(() -> archives.received(Filter.ALL, Window.after(next, 3)));
            forward.addAll(part.items().stream().map(ReceivedFax::id).toList());
        }
        assertThat(forward).isEqualTo(seen).isEqualTo(seen.stream().distinct().toList());
        String previous = part.previous().orElseThrow();
        assertThat(clerk.call(() -> archives.received(Filter.ALL, Window.before(previous, 3)))
                        .items())
                .extracting(ReceivedFax::id)
                .isEqualTo(seen.subList(3, 6));
        // The folders of the account: without what a right over all would show beside.
        Caller both =
                new Caller(clerk.account(), clerk.name(), Set.of(Right.MANAGE_RECEIVE_FOLDER, Right.QUERY_ARCHIVES));
        assertThat(ids(both)).hasSize(11);
        assertThat(ids(both.call(() -> Visibility.folders("me")))).isEqualTo(seen);
        refused(both, () -> Visibility.folders("ann"), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
        refused(both, () -> Visibility.folders("nobody-at-all"), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
        refused(Caller.ADMINISTRATOR, () -> Visibility.folders("me"), Refusal.Kind.INVALID, FaxError.E_INVALIDARG);
    }

    @Test
    void the_age_limit_ends_every_ones_message_of_a_fax_and_the_quota_counts_each() {
        cabinet.set(new ArchiveSettings(true, "", false, 0, 0, 30));
        String fax = given("ann", "bob");
        cabinet.pass(Duration.ofDays(20));
        String young = given("ann");
        long size = archives.receivedFax(young).size();
        assertThat(archives.totals(Box.RECEIVED).octets())
                .isEqualTo(2 * archives.receivedFax(fax).size() + size);
        cabinet.pass(Duration.ofDays(11));
        archives.round();
        assertThat(ids(keeper)).containsExactly(young);
        assertThat(ids(bob)).isEmpty();
        assertThat(archives.totals(Box.RECEIVED)).isEqualTo(new Totals(1, size, 2, 1));
    }

    private record Told(Kind kind, String subject, String folder) {}

    /** What this one hears of received faxes after an event. */
    private List<Told> heard(Caller who, long after) {
        var hears = who.call(() -> cabinet.visibility.hearing());
        return cabinet.events.after(after, 1000).stream()
                .filter(event -> event.kind().eventClass() == EventClass.IN_ARCHIVE)
                .filter(hears)
                .map(event -> new Told(event.kind(), event.subject(), folder(event)))
                .toList();
    }

    private static String folder(ServerEvent event) {
        return event.facts()
                .getOrDefault("addedToReceiveFolder", event.facts().getOrDefault("removedFromReceiveFolder", "none"));
    }

    @Test
    void giving_is_told_as_removal_from_the_receive_folder_and_as_addition_to_each_inbox() {
        long before = cabinet.events.last();
        String fax = given("ann", "bob");
        String bobs = of(bob, fax).id();
        var came = new Told(Kind.RECEIVED_FAX_ADDED, fax, "true");
        var left = new Told(Kind.RECEIVED_FAX_REMOVED, fax, "true");
        var toAnn = new Told(Kind.RECEIVED_FAX_ADDED, fax, "false");
        var toBob = new Told(Kind.RECEIVED_FAX_ADDED, bobs, "false");
        assertThat(heard(clerk, before)).containsExactly(came, left);
        assertThat(heard(ann, before)).containsExactly(toAnn);
        assertThat(heard(bob, before)).containsExactly(toBob);
        assertThat(heard(keeper, before)).containsExactly(came, left, toAnn, toBob);
        long then = cabinet.events.last();
        ann.call(() -> archives.markReceived(fax, true));
        back(ann, fax);
        bob.call(() -> {
            archives.delete(Box.RECEIVED, bobs);
            return true;
        });
        assertThat(heard(ann, then))
                .containsExactly(
                        new Told(Kind.RECEIVED_FAX_CHANGED, fax, "none"),
                        new Told(Kind.RECEIVED_FAX_REMOVED, fax, "false"));
        assertThat(heard(clerk, then)).containsExactly(came);
        assertThat(heard(bob, then)).containsExactly(new Told(Kind.RECEIVED_FAX_REMOVED, bobs, "false"));
        setPublic(true);
        assertThat(heard(ann, before)).contains(came, toAnn).doesNotContain(toBob);
    }

    @Test
    void the_audit_tells_who_gave_what_to_whom() {
        String fax = given("ann", "bob");
        String bobs = of(bob, fax).id();
        back(ann, fax);
        List<AuditEntry> entries = audit.after(
                new AuditFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("incoming/messages/" + fax),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                0);
        assertThat(entries).extracting(AuditEntry::action).containsExactly("fax.assigned", "fax.returned");
        assertThat(entries.getFirst().actor()).isEqualTo("clerk");
        assertThat(entries.getFirst().facts())
                .isEqualTo("{\"faxes\":[\"" + fax + "\",\"" + bobs + "\"],\"recipients\":[\"Ann\",\"bob\"]}");
        assertThat(entries.getLast().actor()).isEqualTo("Ann");
        bob.call(() -> inboxes.assign(bobs, to("ann", "bob")));
        String anns = of(ann, fax).id();
        ann.call(() -> archives.markReceived(anns, true));
        bob.call(() -> inboxes.assign(bobs, to("ann"))); // who has it: his is gone, and nobody's came
        assertThat(ids(bob)).isEmpty();
        assertThat(audit.after(
                        new AuditFilter(
                                Optional.empty(),
                                Optional.of("fax.assigned"),
                                Optional.of("incoming/messages/" + bobs),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        0))
                .extracting(AuditEntry::facts)
                .containsExactly(
                        "{\"faxes\":[\"" + anns + "\"],\"recipients\":[\"Ann\"]}", "{\"faxes\":[],\"recipients\":[]}");
    }

    @Test
    void a_fax_may_be_given_to_very_many() {
        for (int i = 0; i < 500; i++) {
            account("n" + i, Right.SUBMIT_LOW);
        }
        String[] names = IntStream.range(0, 500).mapToObj(i -> "n" + i).toArray(String[]::new);
        given(names);
        assertThat(archives.totals(Box.RECEIVED).messages()).isEqualTo(500);
        assertThat(images()).hasSize(1);
    }
}

package org.caselli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgreSqlStoreTest implements StoreContract {
    private static final PostgreSql.Patience LITTLE =
            new PostgreSql.Patience(Duration.ofMillis(300), Duration.ofMillis(300));

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = TestDatabase.POSTGRESQL.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public Store reopen() {
        store.close();
        open();
        return store;
    }

    private static void note(Store store, String subject) {
        store.write(handle -> handle.execute(
                "insert into event (at, kind, subject, facts) values (0, 'SERVER_STARTED', ?, '{}')", subject));
    }

    private static List<String> notes(Store store) {
        return store.read(handle -> handle.createQuery("select subject from event order by sequence")
                .mapTo(String.class)
                .list());
    }

    private DatabaseSettings database() {
        return TestDatabase.POSTGRESQL.in(directory).database().orElseThrow();
    }

    /** Another server on the same database, whose way to it leads through this proxy. */
    private Store behind(CuttingProxy proxy, PostgreSql.Patience patience) {
        DatabaseSettings direct = database();
        String path = URI.create(direct.url()).getPath();
        return Store.open(
                new StoreSettings(
                        directory.resolve("other"),
                        directory.resolve("blobs"),
                        "other",
                        Optional.of(new DatabaseSettings(
                                "postgresql://127.0.0.1:" + proxy.port() + path, direct.user(), ""))),
                patience);
    }

    private CuttingProxy proxy() throws Exception {
        return new CuttingProxy(URI.create(database().url()).getPort());
    }

    @Test
    void events_of_several_servers_become_visible_in_their_order() throws Exception {
        int each = 150;
        try (Store other = TestDatabase.open(directory, "other");
                Store third = TestDatabase.open(directory, "third");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<?>>();
            for (Store one : List.of(store, other, third)) {
                for (int thread = 0; thread < 3; thread++) {
                    writers.add(threads.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            note(one, one.node());
                        }
                    }));
                }
            }
            var seen = new ArrayList<Long>();
            long cursor = 0;
            while (seen.size() < 9 * each) {
                long after = cursor;
                boolean over = writers.stream().allMatch(Future::isDone);
                List<Long> news = other.read(handle -> handle.createQuery(
                                "select sequence from event where sequence > ? order by sequence limit 50")
                        .bind(0, after)
                        .mapTo(Long.class)
                        .list());
                seen.addAll(news);
                cursor = news.isEmpty() ? cursor : news.getLast();
                if (news.isEmpty() && over) {
                    break; // nothing can come any more
                }
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(seen).hasSize(9 * each).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void a_server_hears_at_once_of_what_another_one_has_committed() throws Exception {
        try (Store other = TestDatabase.open(directory, "other")) {
            var heard = new CountDownLatch(1);
            other.afterCommit(() -> {
                if (notes(other).contains("news")) {
                    heard.countDown();
                }
            });
            note(store, "news");
            assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void two_servers_of_one_name_do_not_live_on_one_database_and_the_second_is_told_why() {
        StoreSettings settings = new StoreSettings(
                directory.resolve("twin"), directory.resolve("blobs"), StoreSettings.LOCAL, Optional.of(database()));
        assertThatThrownBy(() -> Store.open(settings))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("named \"local\" lives on this database")
                .hasMessageContaining("[server] node");
    }

    @Test
    void a_server_that_freezes_in_a_transaction_holds_up_the_others_no_longer_than_the_limit_and_loses_it()
            throws Exception {
        try (var proxy = proxy();
                Store frozen = behind(proxy, LITTLE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var has = new CountDownLatch(1);
            var thaw = new CountDownLatch(1);
            Future<?> write = threads.submit(() -> frozen.write(handle -> {
                handle.execute(
                        "insert into event (at, kind, subject, facts) values (0, 'SERVER_STARTED', 'frozen', '')");
                has.countDown();
                return awaits(thaw);
            }));
            assertThat(has.await(60, TimeUnit.SECONDS)).isTrue();
            note(store, "the others go on");
            thaw.countDown();
            assertThatThrownBy(write::get)
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("nothing of this");
            note(frozen, "and so does it");
            assertThat(notes(store)).containsExactly("the others go on", "and so does it");
        }
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException urged) {
            throw new IllegalStateException(urged);
        }
    }

    @Test
    void a_commit_whose_answer_is_lost_is_looked_up_and_counts_as_what_it_was() throws Exception {
        try (var proxy = proxy();
                Store other = behind(proxy, PostgreSql.Patience.STANDARD)) {
            proxy.next = CuttingProxy.Commit.UNANSWERED;
            note(other, "kept");
            proxy.next = CuttingProxy.Commit.LOST;
            assertThatThrownBy(() -> note(other, "lost"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("nothing of this was kept");
            note(other, "later");
            assertThat(notes(store)).containsExactly("kept", "later");
        }
    }

    @Test
    void a_commit_that_nobody_can_look_up_is_said_to_be_in_doubt() throws Exception {
        try (var proxy = proxy()) {
            Store other = behind(proxy, LITTLE);
            proxy.next = CuttingProxy.Commit.UNANSWERED;
            proxy.forGood = true;
            assertThatThrownBy(() -> note(other, "perhaps"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not known whether");
            assertThatThrownBy(() -> note(other, "no"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be reached");
            other.close();
            assertThat(notes(store)).containsExactly("perhaps");
        }
    }

    @Test
    void reading_and_writing_go_on_after_all_connections_were_cut() throws Exception {
        try (var proxy = proxy();
                Store other = behind(proxy, PostgreSql.Patience.STANDARD)) {
            note(other, "before");
            for (int i = 0; i < 3; i++) {
                proxy.cutAll();
                assertThat(notes(other)).hasSize(i + 1);
                proxy.cutAll();
                note(other, "after");
            }
            assertThat(notes(store)).containsExactly("before", "after", "after", "after");
        }
    }

    @Test
    void a_server_whose_name_another_one_has_taken_writes_nothing_until_that_one_is_gone() throws Exception {
        try (var proxy = proxy();
                Store replaced = behind(proxy, LITTLE)) {
            var standsBy = new CountDownLatch(1);
            var settles = new CountDownLatch(1);
            var works = new CountDownLatch(1);
            replaced.nodes().introduce("1.0", "http://127.0.0.1:1", "abc");
            replaced.nodes().onReturn(() -> {
                assertThat(replaced.nodes().standsBy())
                        .as("no work before that")
                        .isPresent();
                note(replaced, "what was left is settled");
                settles.countDown();
            });
            replaced.afterCommit(() -> {
                if (replaced.nodes()
                        .standsBy()
                        .filter(why -> why.contains("Another server named"))
                        .isPresent()) {
                    standsBy.countDown();
                } else if (settles.getCount() == 0
                        && replaced.nodes().standsBy().isEmpty()) {
                    works.countDown();
                }
            });
            proxy.shut(true);
            proxy.cutAll();
            try (Store twin = Store.open(TestDatabase.settings(directory, "other", directory.resolve("twin")))) {
                note(twin, "of the twin");
                proxy.shut(false);
                assertThat(standsBy.await(60, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> note(replaced, "of the replaced one"))
                            .isInstanceOf(StoreException.class)
                            .hasMessageContaining("Another server named \"other\"")
                            .hasMessageContaining("[server] node")
                            .extracting(refused -> ((StoreException) refused).hope())
                            .isEqualTo(StoreException.Hope.LATER);
                }
                assertThat(notes(replaced)).as("it may still look").contains("of the twin");
                assertThat(works.getCount()).isEqualTo(1);
            }
            assertThat(works.await(60, TimeUnit.SECONDS)).isTrue();
            note(replaced, "at work again");
            assertThat(notes(store)).containsExactly("of the twin", "what was left is settled", "at work again");
            assertThat(store.nodes().all(Duration.ofMinutes(1)))
                    .filteredOn(node -> node.name().equals("other"))
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.url()).isEqualTo("http://127.0.0.1:1");
                        assertThat(node.stoppedAt()).isEmpty();
                    });
        }
    }

    @Test
    void a_server_whose_row_somebody_deletes_enters_itself_again() throws Exception {
        var again = new CountDownLatch(1);
        try (Store other = TestDatabase.open(directory, "other")) {
            store.write(handle -> handle.execute("delete from node where name = 'other'"));
            other.afterCommit(() -> {
                if (store.nodes().living(Duration.ofMinutes(1)).contains("other")) {
                    again.countDown();
                }
            });
            assertThat(again.await(60, TimeUnit.SECONDS)).isTrue();
            note(other, "goes on");
        }
    }

    @Test
    void it_goes_by_the_clock_of_the_database() {
        Instant database = store.read(handle -> handle.createQuery("select clock_timestamp()")
                        .mapTo(java.time.OffsetDateTime.class)
                        .one())
                .toInstant();
        assertThat(Duration.between(database, store.clock().instant()))
                .isBetween(Duration.ofMillis(-500), Duration.ofSeconds(5));
    }

    @Test
    void servers_know_of_each_other_who_lives() {
        try (Store other = TestDatabase.open(directory, "other")) {
            other.nodes().introduce("1.0", "http://127.0.0.1:1", "abc");
            assertThat(store.nodes().living(Duration.ofMinutes(1))).containsExactlyInAnyOrder("local", "other");
            assertThat(store.nodes().admit("abc")).isTrue();
            assertThat(store.nodes().admit("abd")).isFalse();
            assertThat(store.nodes().all(Duration.ofMinutes(1)))
                    .filteredOn(node -> node.name().equals("other"))
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.url()).isEqualTo("http://127.0.0.1:1");
                        assertThat(node.alive()).isTrue();
                    });
        }
        assertThat(store.nodes().living(Duration.ofMinutes(1))).containsExactly("local");
        try (Store other = TestDatabase.open(directory, "other")) {
            store.write(handle -> handle.execute("update node set seen_at = seen_at - 120000 where name = 'other'"));
            assertThat(store.nodes().living(Duration.ofMinutes(1)))
                    .as("silent for too long")
                    .containsExactly("local");
            assertThat(other.nodes().living(Duration.ofMinutes(1))).contains("other");
        }
    }

    @Test
    void a_database_that_is_not_there_is_a_clear_error_that_does_not_show_the_password() {
        StoreSettings settings = new StoreSettings(
                directory.resolve("nowhere"),
                directory.resolve("blobs"),
                "nowhere",
                Optional.of(new DatabaseSettings("postgresql://127.0.0.1:1/caselli", "caselli", "geheim")));
        assertThat(settings.toString()).doesNotContain("geheim");
        assertThatThrownBy(() -> Store.open(settings))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("postgresql://127.0.0.1:1/caselli as caselli cannot be used")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> new DatabaseSettings("postgresql://u:geheim@db/caselli", "u", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void a_server_that_brings_another_folder_for_pages_is_refused() {
        StoreSettings settings = new StoreSettings(
                directory.resolve("other"), directory.resolve("elsewhere"), "other", Optional.of(database()));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Store.open(settings))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is not the one that goes with this database");
        }
    }
}

package org.caselli.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.service.access.Right.MANAGE_CONFIG;
import static org.caselli.service.access.Right.QUERY_ARCHIVES;
import static org.caselli.service.access.Right.SUBMIT_LOW;
import static org.caselli.service.access.Right.SUBMIT_NORMAL;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caselli.queue.EventLog;
import org.caselli.service.settings.Applied;
import org.caselli.service.settings.Configuration;
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

/** Groups and accounts in the configuration file. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AccessFileTest {
    private static final String GOOD = "a very good one";

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private EventLog events;
    private Accounts accounts;
    private Configuration configuration;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
        store = database.open(directory);
        store.carry(Caller::carried);
        events = new EventLog(store);
        accounts = new Accounts(store, events, new Ids(clock), clock, new Passwords());
        configuration = new Configuration(store, accounts.exported());
        accounts.addGroup("office", Optional.of("Front desk"), Set.of(SUBMIT_NORMAL));
        accounts.addGroup("doctors", Optional.empty(), Set.of(QUERY_ARCHIVES));
        accounts.add(
                "ann",
                new AccountForm(
                        Optional.of("Ann Other"), Optional.of("ann@example.org"), Optional.empty(), Optional.empty()),
                Optional.of(GOOD),
                List.of("office"));
        accounts.add("boss", AccountForm.NONE.withRights(Set.of(MANAGE_CONFIG)), Optional.of(GOOD), List.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Applied apply(String file) {
        return configuration.apply("format = 1\n" + file, false);
    }

    @Test
    void they_stand_in_the_file_without_passwords_and_applying_it_changes_nothing() {
        String file = configuration.export();
        assertThat(file)
                .contains("[groups.office]", "description = \"Front desk\"", "rights = [\"submit_normal\"]")
                .contains("[accounts.ann]", "email = \"ann@example.org\"", "groups = [\"office\"]", "disabled = false")
                .doesNotContain("argon2")
                .doesNotContain(GOOD);
        long seen = events.last();
        Applied applied = configuration.apply(file, false);
        assertThat(applied.done()).isTrue();
        assertThat(applied.changes()).isEmpty();
        assertThat(events.last()).isEqualTo(seen);
    }

    @Test
    void a_new_server_gets_them_from_the_file_and_is_told_that_passwords_are_missing() {
        Applied applied = apply("""
                [groups.nurses]
                rights = ["submit_low"]
                [accounts.Eve]
                displayName = "Eve Nurse"
                groups = ["nurses", "OFFICE"]
                """);
        assertThat(applied.problems()).isEmpty();
        assertThat(applied.notes()).singleElement().asString().contains("caselli accounts password Eve");
        Account eve = accounts.find("eve");
        assertThat(eve.displayName()).isEqualTo("Eve Nurse");
        assertThat(eve.groups()).containsExactly("nurses", "office");
        assertThat(eve.effective()).contains(SUBMIT_LOW, SUBMIT_NORMAL);
        assertThat(accounts.find("ann").groups())
                .as("whom the file does not name stays")
                .containsExactly("office");
        assertThat(accounts.groups()).hasSize(3);
    }

    @Test
    void what_it_names_is_changed_and_what_it_does_not_name_stays() {
        apply("""
                [groups.office]
                rights = []
                [accounts.ann]
                disabled = true
                groups = ["doctors"]
                """);
        assertThat(accounts.group("office").rights()).isEmpty();
        assertThat(accounts.group("office").description()).isEqualTo("Front desk");
        Account ann = accounts.find("ann");
        assertThat(ann.disabled()).isTrue();
        assertThat(ann.email()).isEqualTo("ann@example.org");
        assertThat(ann.groups()).containsExactly("doctors");
    }

    @Test
    void what_is_wrong_is_told_with_its_line_and_nothing_is_kept() {
        Applied applied = apply("""
                [groups."a b"]
                [accounts.ann]
                email = "no address"
                [accounts.eve]
                rights = ["fly"]
                groups = ["nobody"]
                colour = "red"
                [accounts.bob]
                groups = ["nobody"]
                """);
        assertThat(applied.done()).isFalse();
        assertThat(applied.problems())
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("line 2: groups.\"a b\"").contains("cannot be a name"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("line 3: accounts.ann").contains("e-mail"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("line 6: accounts.eve.rights")
                        .contains("\"fly\""))
                .anySatisfy(problem -> assertThat(problem).contains("accounts.eve.colour means nothing"))
                .anySatisfy(problem -> assertThat(problem).contains("accounts.bob", "no group \"nobody\""));
        assertThat(accounts.list()).extracting(Account::name).containsExactly("ann", "boss");
    }

    @Test
    void the_last_administrator_cannot_be_taken_away_but_the_right_can_go_to_another_in_one_file() {
        Applied lost = apply("""
                [accounts.boss]
                rights = []
                """);
        assertThat(lost.done()).isFalse();
        assertThat(lost.problems()).singleElement().asString().contains("nobody could sign in");
        assertThat(accounts.find("boss").rights()).containsExactly(MANAGE_CONFIG);
        Applied handedOn = apply("""
                [accounts.ann]
                rights = ["manage_config"]
                [accounts.boss]
                rights = []
                """);
        assertThat(handedOn.problems()).isEmpty();
        assertThat(accounts.find("boss").rights()).isEmpty();
        assertThat(apply("[groups.office]\nrights = [\"submit_low\"]").done()).isTrue();
    }

    @Test
    void a_server_that_nobody_can_sign_in_to_takes_files_all_the_same() {
        accounts.remove("ann");
        store.write(handle -> handle.execute("update account set password_hash = ''"));
        assertThat(apply("[groups.office]\nrights = []").done()).isTrue();
        assertThat(accounts.group("office").rights()).isEmpty();
    }
}

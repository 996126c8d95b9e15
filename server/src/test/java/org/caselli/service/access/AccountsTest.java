package org.caselli.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.queue.EventLog;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Secrets;
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
class AccountsTest {
    private static final String GOOD = "correct horse battery";
    private static final Passwords PASSWORDS = new Passwords();

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    Store store;
    EventLog events;
    Accounts accounts;
    SignIn signIn;
    Directories directories;
    Visitors witness;
    Instant now = Instant.parse("2026-11-21T09:30:00Z");

    @BeforeEach
    void open() {
        store = database.open(directory);
        store.carry(Caller::carried);
        InstantSource clock = () -> now;
        var ids = new Ids(clock);
        events = new EventLog(store);
        accounts = new Accounts(store, events, ids, clock, PASSWORDS);
        directories = new Directories(new Settings(store, events, clock), new Secrets(directory, store));
        witness = new Visitors();
        signIn = new SignIn(store, events, ids, clock, PASSWORDS, accounts, directories, witness);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Account add(String name, Right... rights) {
        return accounts.add(name, AccountForm.NONE.withRights(Set.of(rights)), Optional.of(GOOD), List.of());
    }

    private static void refused(Refusal.Kind kind, String says, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .hasMessageContaining(says);
    }

    private Optional<Caller> caller(String secret) {
        return signIn.arrival(secret).map(SignIn.Arrival::caller);
    }

    private Caller signedIn(String name) {
        return caller(signIn.begin(name, GOOD, "192.0.2.1").secret()).orElseThrow();
    }

    @Test
    void a_name_is_taken_whatever_its_case_and_found_so() {
        add("Ann", Right.SUBMIT_LOW);
        refused(Refusal.Kind.CONFLICT, "already", () -> add("ANN"));
        assertThat(accounts.find("aNN").name()).isEqualTo("Ann");
        for (String wrong :
                List.of("", "a b", "../x", "-a", "a".repeat(65), "server", "Administrator", "ann\n", "\u00e4")) {
            refused(Refusal.Kind.INVALID, "cannot be a name", () -> add(wrong));
        }
        refused(Refusal.Kind.NOT_FOUND, "no account", () -> accounts.find("bob"));
    }

    @Test
    void what_one_may_do_is_the_union_of_ones_own_rights_and_those_of_all_groups() {
        add("ann", Right.SUBMIT_HIGH);
        accounts.addGroup("Office", Optional.of("Front desk"), Set.of(Right.QUERY_ARCHIVES));
        accounts.addGroup("admins", Optional.empty(), Set.of(Right.MANAGE_CONFIG));
        accounts.setMember("office", "ANN", true);
        accounts.setMember("admins", "ann", true);
        Account ann = accounts.find("ann");
        assertThat(ann.groups()).containsExactly("admins", "Office");
        assertThat(ann.effective())
                .containsExactlyInAnyOrder(
                        Right.SUBMIT_LOW,
                        Right.SUBMIT_NORMAL,
                        Right.SUBMIT_HIGH,
                        Right.QUERY_ARCHIVES,
                        Right.QUERY_CONFIG,
                        Right.MANAGE_CONFIG);
        assertThat(accounts.group("OFFICE").members()).containsExactly("ann");
        Caller caller = signedIn("ann");
        SignIn.Me me = caller.call(signIn::me);
        assertThat(me.sources())
                .containsExactly(
                        new SignIn.Source("", Set.of(Right.SUBMIT_HIGH)),
                        new SignIn.Source("admins", Set.of(Right.MANAGE_CONFIG)),
                        new SignIn.Source("Office", Set.of(Right.QUERY_ARCHIVES)));
        add("root", Right.MANAGE_CONFIG);
        accounts.removeGroup("admins");
        accounts.setMember("office", "ann", false);
        assertThat(accounts.find("ann").effective())
                .containsExactlyInAnyOrder(Right.SUBMIT_LOW, Right.SUBMIT_NORMAL, Right.SUBMIT_HIGH);
        assertThat(accounts.find("ann").version()).isGreaterThan(ann.version());
    }

    @Test
    void the_last_administrator_who_can_sign_in_cannot_be_taken_away_by_any_road() {
        add("ann", Right.SUBMIT_LOW);
        accounts.addGroup("admins", Optional.empty(), Set.of(Right.MANAGE_CONFIG));
        accounts.setMember("admins", "ann", true);
        // One who has the right and no password, and one who is disabled, are of no help.
        accounts.add("mute", AccountForm.NONE.withRights(Set.of(Right.MANAGE_CONFIG)), Optional.empty(), List.of());
        accounts.add(
                "off",
                AccountForm.NONE.withRights(Set.of(Right.MANAGE_CONFIG)).withDisabled(true),
                Optional.of(GOOD),
                List.of());
        String says = "nobody could sign in";
        refused(Refusal.Kind.CONFLICT, says, () -> accounts.remove("ann"));
        refused(Refusal.Kind.CONFLICT, says, () -> accounts.removeGroup("admins"));
        refused(Refusal.Kind.CONFLICT, says, () -> accounts.setMember("admins", "ann", false));
        refused(
                Refusal.Kind.CONFLICT,
                says,
                () -> accounts.change(
                        "ann",
                        AccountForm.NONE.withDisabled(true),
                        accounts.find("ann").version()));
        refused(
                Refusal.Kind.CONFLICT,
                says,
                () -> accounts.changeGroup(
                        "admins",
                        Optional.empty(),
                        Optional.of(Set.of()),
                        accounts.group("admins").version()));
        assertThat(accounts.find("ann").effective()).contains(Right.MANAGE_CONFIG);
        accounts.setPassword("mute", GOOD);
        accounts.remove("ann");
        refused(Refusal.Kind.CONFLICT, says, () -> accounts.remove("mute"));
    }

    @Test
    void a_change_that_saw_an_older_version_is_refused() {
        Account ann = add("ann", Right.SUBMIT_LOW);
        accounts.change("ann", AccountForm.NONE.withRights(Set.of(Right.SUBMIT_HIGH)), ann.version());
        refused(
                Refusal.Kind.STALE,
                "version 2, not 1",
                () -> accounts.change("ann", AccountForm.NONE.withDisabled(true), ann.version()));
    }

    @Test
    void every_change_is_an_event() {
        add("Ann", Right.SUBMIT_LOW);
        accounts.addGroup("Office", Optional.empty(), Set.of());
        accounts.setMember("office", "ann", true);
        accounts.setMember("office", "ann", true); // none, for nothing changes
        accounts.setPassword("ann", GOOD + "!");
        accounts.remove("ann");
        assertThat(events.after(0, 100))
                .extracting(event -> event.kind() + " " + event.subject())
                .containsExactly(
                        "CONFIG_CHANGED accounts/Ann",
                        "CONFIG_CHANGED groups/Office",
                        "CONFIG_CHANGED groups/Office",
                        "CONFIG_CHANGED accounts/Ann",
                        "CONFIG_CHANGED accounts/Ann");
    }

    @Test
    void a_session_has_the_rights_of_its_account_at_each_moment_and_ends_after_twelve_hours() {
        Account ann = add("ann", Right.SUBMIT_LOW);
        SignIn.Session session = signIn.begin("ANN", GOOD, "192.0.2.1");
        assertThat(caller(session.secret()).orElseThrow())
                .isEqualTo(new Caller(ann.id(), "ann", Set.of(Right.SUBMIT_LOW)));
        accounts.change("ann", AccountForm.NONE.withRights(Set.of(Right.SUBMIT_HIGH)), 1);
        assertThat(caller(session.secret()).orElseThrow().has(Right.SUBMIT_HIGH))
                .isTrue();
        now = now.plus(SignIn.SESSION).minusMillis(1);
        assertThat(caller(session.secret())).isPresent();
        now = now.plusMillis(1);
        assertThat(caller(session.secret())).isEmpty();
        assertThat(caller(session.secret() + "x")).isEmpty();
        assertThat(caller("")).isEmpty();
    }

    @Test
    void a_disabled_account_a_new_password_and_a_sign_out_end_sessions_at_once() {
        Account ann = add("ann", Right.SUBMIT_LOW);
        String first = signIn.begin("ann", GOOD, "192.0.2.1").secret();
        signIn.end(first.getBytes(StandardCharsets.UTF_8));
        assertThat(caller(first)).isEmpty();
        String second = signIn.begin("ann", GOOD, "192.0.2.1").secret();
        accounts.setPassword("ann", "another good one");
        assertThat(caller(second)).isEmpty();
        String third = signIn.begin("ann", "another good one", "192.0.2.1").secret();
        accounts.change(
                "ann", AccountForm.NONE.withDisabled(true), accounts.find("ann").version());
        assertThat(caller(third)).isEmpty();
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "wrong, or the account is disabled",
                () -> signIn.begin("ann", "another good one", "192.0.2.1"));
        assertThat(ann.hasPassword()).isTrue();
    }

    @Test
    void a_wrong_password_and_an_unknown_name_have_the_same_answer_and_the_same_limits() {
        add("ann", Right.SUBMIT_LOW);
        for (String name : List.of("ann", "nobody-knows")) {
            for (int i = 0; i < 5; i++) {
                refused(
                        Refusal.Kind.UNKNOWN_CALLER,
                        "Name or password is wrong, or the account is disabled.",
                        () -> signIn.begin(name, "guess", "192.0.2.1"));
            }
            refused(Refusal.Kind.TOO_MANY, "Try again in 1 s.", () -> signIn.begin(name, "guess", "192.0.2.2"));
        }
        // The right one has to wait as well, or the limit would tell.
        refused(Refusal.Kind.TOO_MANY, "too many", () -> signIn.begin("ann", GOOD, "192.0.2.9"));
        now = now.plusSeconds(2);
        assertThat(signIn.begin("ann", GOOD, "192.0.2.9").account().name()).isEqualTo("ann");
        refused(Refusal.Kind.UNKNOWN_CALLER, "wrong", () -> signIn.begin("ann", "guess", "192.0.2.9"));
    }

    @Test
    void an_address_that_tries_many_names_has_to_wait_too() {
        add("ann", Right.SUBMIT_LOW);
        for (int i = 0; i < 50; i++) {
            String name = "name" + i;
            refused(Refusal.Kind.UNKNOWN_CALLER, "wrong", () -> signIn.begin(name, "x", "192.0.2.1"));
        }
        refused(Refusal.Kind.TOO_MANY, "too many", () -> signIn.begin("ann", GOOD, "192.0.2.1"));
        assertThat(signIn.begin("ann", GOOD, "192.0.2.2").account().name()).isEqualTo("ann");
        now = now.plus(Duration.ofDays(2));
        assertThat(signIn.begin("ann", GOOD, "192.0.2.1").account().name()).isEqualTo("ann");
    }

    @Test
    void the_wait_doubles_and_ends_at_a_quarter_of_an_hour() {
        assertThat(Attempts.wait(4, 5)).isEqualTo(Duration.ZERO);
        assertThat(Attempts.wait(5, 5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Attempts.wait(8, 5)).isEqualTo(Duration.ofSeconds(8));
        assertThat(Attempts.wait(1_000_000, 5)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void a_personal_token_has_at_most_the_rights_that_it_was_given_and_that_its_account_still_has() {
        Account ann = add("ann", Right.SUBMIT_HIGH, Right.QUERY_CONFIG);
        Caller caller = signedIn("ann");
        Token.WithSecret token = caller.call(
                () -> signIn.add("scanner", Optional.of(Set.of(Right.SUBMIT_NORMAL)), Optional.of(Duration.ofDays(1))));
        assertThat(caller(token.secret()).orElseThrow().rights())
                .containsExactlyInAnyOrder(Right.SUBMIT_LOW, Right.SUBMIT_NORMAL);
        assertThat(token.toString()).doesNotContain(token.secret());
        refused(
                Refusal.Kind.FORBIDDEN,
                "MANAGE_CONFIG",
                () -> caller.call(() -> signIn.add("x", Optional.of(Set.of(Right.MANAGE_CONFIG)), Optional.empty())));
        // A token does not make one that may do more than itself.
        Caller scanner = caller(token.secret()).orElseThrow();
        refused(
                Refusal.Kind.FORBIDDEN,
                "QUERY_CONFIG",
                () -> scanner.call(() -> signIn.add("x", Optional.of(Set.of(Right.QUERY_CONFIG)), Optional.empty())));
        accounts.change("ann", AccountForm.NONE.withRights(Set.of(Right.SUBMIT_LOW)), ann.version());
        assertThat(caller(token.secret()).orElseThrow().rights()).containsExactly(Right.SUBMIT_LOW);
        List<Token> listed = scanner.call(() -> signIn.tokens());
        assertThat(listed).extracting(Token::name).containsExactly("scanner");
        now = now.plus(Duration.ofDays(1));
        assertThat(caller(token.secret())).isEmpty();
    }

    @Test
    void a_token_is_kept_as_its_digest_only_and_revoked_at_once() {
        add("ann", Right.SUBMIT_LOW);
        add("bob", Right.SUBMIT_LOW);
        Caller ann = signedIn("ann");
        Caller bob = signedIn("bob");
        Token.WithSecret token = ann.call(() -> signIn.add("scanner", Optional.empty(), Optional.empty()));
        List<String> kept =
                store.read(handle -> handle.createQuery("select digest from access_token where kind = 'PERSONAL'")
                        .mapTo(String.class)
                        .list());
        assertThat(kept).singleElement().asString().hasSize(64).isNotEqualTo(token.secret());
        refused(
                Refusal.Kind.NOT_FOUND,
                "no such token",
                () -> bob.<Boolean, RuntimeException>call(() -> {
                    signIn.revoke(token.token().id());
                    return true;
                }));
        ann.<Boolean, RuntimeException>call(() -> {
            signIn.revoke(token.token().id());
            return true;
        });
        assertThat(caller(token.secret())).isEmpty();
    }

    @Test
    void ones_own_password_is_changed_by_who_knows_it() {
        add("ann", Right.SUBMIT_LOW);
        Caller ann = signedIn("ann");
        refused(Refusal.Kind.FORBIDDEN, "wrong", () -> change(ann, "guess", "another good one"));
        refused(Refusal.Kind.INVALID, "too short", () -> change(ann, GOOD, "short"));
        change(ann, GOOD, "another good one");
        assertThat(signIn.begin("ann", "another good one", "192.0.2.1")
                        .account()
                        .name())
                .isEqualTo("ann");
        refused(Refusal.Kind.CONFLICT, "no account", () -> change(Caller.ADMINISTRATOR, GOOD, "another good one"));
    }

    private void change(Caller caller, String present, String next) {
        caller.<Boolean, RuntimeException>call(() -> {
            signIn.changePassword(accounts, present, next);
            return true;
        });
    }

    @Test
    void an_account_that_was_removed_leaves_nothing_to_the_next_of_its_name() {
        Account first = add("ann", Right.SUBMIT_LOW);
        Caller caller = signedIn("ann");
        String token = caller.call(() -> signIn.add("x", Optional.empty(), Optional.empty()))
                .secret();
        accounts.remove("ann");
        assertThat(caller(token)).isEmpty();
        Account second = add("ann", Right.SUBMIT_LOW);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(caller(token)).isEmpty();
    }

    @Test
    void a_password_is_kept_as_argon2id_with_nineteen_mebibytes_and_two_passes() {
        add("ann", Right.SUBMIT_LOW);
        String hash = store.read(handle -> handle.createQuery("select password_hash from account")
                .mapTo(String.class)
                .one());
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(GOOD);
        assertThat(PASSWORDS.matches(GOOD, hash)).isTrue();
        assertThat(PASSWORDS.matches(GOOD + " ", hash)).isFalse();
        assertThat(PASSWORDS.matches(GOOD, "")).isFalse();
        for (String wrong : List.of("", "short", "x".repeat(201))) {
            refused(Refusal.Kind.INVALID, "password", () -> accounts.setPassword("ann", wrong));
        }
    }
}

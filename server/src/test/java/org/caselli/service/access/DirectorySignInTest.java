package org.caselli.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.queue.EventLog;
import org.caselli.service.FaxError;
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

/** What becomes of people whom a directory knows that is not ours. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DirectorySignInTest {
    private static final String GOOD = "correct horse battery";
    private static final String HERE = "192.0.2.1";
    private static final String BACK = "http://127.0.0.1:50000/back";
    private static final Passwords PASSWORDS = new Passwords();

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    Store store;
    Settings settings;
    Accounts accounts;
    SignIn signIn;
    OpenIdSignIn openId;
    Visitors witness = new Visitors();
    Instant now = Instant.parse("2026-11-21T09:30:00Z");

    @BeforeEach
    void open() {
        store = database.open(directory);
        store.carry(Caller::carried);
        InstantSource clock = () -> now;
        var ids = new Ids(clock);
        var events = new EventLog(store);
        settings = new Settings(store, events, clock);
        accounts = new Accounts(store, events, ids, clock, PASSWORDS);
        var directories = new Directories(
                settings,
                new Secrets(directory, store),
                Optional.of(new PretendedDirectory()),
                Optional.of(new PretendedProvider()));
        signIn = new SignIn(store, events, ids, clock, PASSWORDS, accounts, directories, witness);
        openId = signIn.openId();
        set(
                "oidc",
                Map.of(
                        "issuer",
                        PretendedProvider.HERE,
                        "clientId",
                        "caselli",
                        "audience",
                        "us",
                        "groups",
                        List.of("fax=office", "boss=admins")));
        PretendedProvider.device = PretendedProvider.UNDECIDED;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void set(String section, Map<String, Object> members) {
        settings.change(section, members, false, settings.show(section).version());
    }

    private Account add(String name, Optional<String> password, Right... rights) {
        return accounts.add(name, AccountForm.NONE.withRights(Set.of(rights)), password, List.of());
    }

    private static void refused(Refusal.Kind kind, String says, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .hasMessageContaining(says);
    }

    private Account comes(String person) {
        OpenIdSignIn.Visit visit = openId.visit(BACK, HERE);
        return openId.finish(visit.flow(), visit.state(), person, HERE)
                .session()
                .orElseThrow()
                .account();
    }

    private void setLdap(String url) {
        set("ldap", Map.of("url", url, "base", "dc=example", "groups", List.of("staff=office")));
    }

    private int count(String query) {
        return store.read(
                handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }

    // Accounts.

    @Test
    void who_comes_for_the_first_time_gets_an_account_with_the_rights_of_a_standard_user() {
        Account ann = comes("ann");
        assertThat(ann.rights()).containsExactlyInAnyOrder(Right.SUBMIT_LOW, Right.SUBMIT_NORMAL);
        assertThat(ann.displayName()).isEqualTo("Display ann");
        assertThat(ann.email()).isEqualTo("ann@here.example");
        assertThat(ann.hasPassword()).isFalse();
        assertThat(ann.directory()).contains("oidc");
        assertThat(comes("ann").id()).isEqualTo(ann.id());
        assertThat(accounts.list()).hasSize(1);
        assertThat(witness.lines).containsExactly("ann came by oidc", "ann came by oidc");
    }

    @Test
    void who_is_in_a_group_that_is_one_of_ours_has_its_rights_and_no_others() {
        accounts.addGroup("office", Optional.empty(), Set.of(Right.SUBMIT_HIGH));
        Account ann = comes("ann,fax,another");
        assertThat(ann.rights()).isEmpty();
        assertThat(ann.groups()).containsExactly("office");
        assertThat(ann.effective()).containsExactlyInAnyOrder(Right.SUBMIT_LOW, Right.SUBMIT_NORMAL, Right.SUBMIT_HIGH);
    }

    @Test
    void memberships_follow_the_directory_and_those_it_does_not_speak_of_stay() {
        accounts.addGroup("office", Optional.empty(), Set.of(Right.SUBMIT_HIGH));
        accounts.addGroup("ours", Optional.empty(), Set.of(Right.QUERY_ARCHIVES));
        comes("ann");
        accounts.setMember("ours", "ann", true);
        assertThat(comes("ann,fax").groups()).containsExactly("office", "ours");
        assertThat(comes("ann,another").groups()).containsExactly("ours");
        comes("ann,fax");
        // An ID token without groups is of somebody who is in none.
        assertThat(comes("ann").groups()).containsExactly("ours");
    }

    @Test
    void where_no_accounts_are_made_who_has_none_is_refused_with_the_documented_code() {
        set("access", Map.of("autoCreateAccountOnConnect", false));
        assertThatThrownBy(() -> comes("ann")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
            assertThat(refusal.code()).contains(FaxError.E_ACCESSDENIED);
            assertThat(refusal).hasMessageContaining("There is no account ann");
        });
        assertThat(accounts.list()).isEmpty();
        add("ann", Optional.empty(), Right.QUERY_ARCHIVES);
        assertThat(comes("ann").effective()).containsExactly(Right.QUERY_ARCHIVES);
    }

    @Test
    void an_account_that_is_somebodys_already_is_not_given_to_who_has_its_name_elsewhere() {
        Account root = add("root", Optional.of(GOOD), Right.MANAGE_CONFIG);
        refused(Refusal.Kind.FORBIDDEN, "password of its own", () -> comes("ROOT"));
        Account robot = add("robot", Optional.empty(), Right.SUBMIT_LOW);
        new Caller(robot.id(), robot.name(), robot.effective())
                .call(() -> signIn.add("test", Optional.empty(), Optional.empty()));
        refused(Refusal.Kind.FORBIDDEN, "somebody else already", () -> comes("robot"));
        comes("ann");
        // Another person, who has got the name of the first.
        refused(Refusal.Kind.FORBIDDEN, "somebody else already", () -> comes("s-2/ann"));
        // An administrator may say so; then nothing of the one before counts any more.
        add("boss", Optional.of(GOOD), Right.MANAGE_CONFIG);
        accounts.removePassword("root");
        assertThat(comes("root").id()).isEqualTo(root.id());
        accounts.unlink("ann");
        assertThat(comes("s-2/ann").directory()).contains("oidc");
        refused(Refusal.Kind.FORBIDDEN, "somebody else already", () -> comes("ann"));
    }

    @Test
    void who_is_renamed_there_keeps_his_account() {
        Account ann = comes("s-9/ann");
        assertThat(comes("s-9/ann-married").id()).isEqualTo(ann.id());
        assertThat(accounts.find("ann").email()).isEqualTo("ann-married@here.example");
    }

    @Test
    void a_name_that_no_account_can_have_is_told_and_no_account_is_made() {
        for (String name : List.of("j\u00f6rg", "administrator", "a b", "../x")) {
            refused(Refusal.Kind.FORBIDDEN, "which no account can be called", () -> comes("s-3/" + name));
        }
        assertThat(accounts.list()).isEmpty();
    }

    @Test
    void a_disabled_account_stays_closed_whatever_the_directory_says() {
        Account ann = comes("ann");
        accounts.change("ann", AccountForm.NONE.withDisabled(true), ann.version());
        refused(Refusal.Kind.FORBIDDEN, "disabled", () -> comes("ann"));
        refused(Refusal.Kind.FORBIDDEN, "disabled", () -> signIn.arrival("eyJann.x.y"));
    }

    @Test
    void the_last_administrator_is_not_put_out_of_his_group_by_a_directory() {
        accounts.addGroup("admins", Optional.empty(), Set.of(Right.MANAGE_CONFIG));
        comes("ann,boss");
        accounts.setPassword("ann", GOOD);
        assertThat(comes("ann").groups()).containsExactly("admins");
        add("root", Optional.of(GOOD), Right.MANAGE_CONFIG);
        // He is let in no more, and what he has lost he has lost.
        refused(Refusal.Kind.FORBIDDEN, "no right at all", () -> comes("ann"));
        assertThat(accounts.find("ann").groups()).isEmpty();
    }

    // Flows.

    @Test
    void a_flow_is_finished_once_by_who_began_it_with_its_own_state() {
        OpenIdSignIn.Visit visit = openId.visit(BACK, HERE);
        assertThat(visit.authorization().toString()).contains(visit.state()).doesNotContain(visit.flow());
        OpenIdSignIn.Visit other = openId.visit(BACK, HERE);
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "no such sign-in",
                () -> openId.finish(visit.state(), visit.state(), "ann", HERE));
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "state of another sign-in",
                () -> openId.finish(visit.flow(), other.state(), "ann", HERE));
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "no such sign-in",
                () -> openId.finish(visit.flow(), visit.state(), "ann", HERE));
        assertThat(openId.finish(other.flow(), other.state(), "ann", HERE).session())
                .isPresent();
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "no such sign-in",
                () -> openId.finish(other.flow(), other.state(), "ann", HERE));
    }

    @Test
    void a_flow_ends_after_ten_minutes() {
        OpenIdSignIn.Visit visit = openId.visit(BACK, HERE);
        now = visit.expiresAt();
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "taken too long",
                () -> openId.finish(visit.flow(), visit.state(), "ann", HERE));
    }

    @Test
    void a_browser_comes_back_to_its_own_machine_only() {
        for (String wrong : List.of(
                "https://evil.example/",
                "http://evil.example:80/",
                "http://127.0.0.1.evil.example:80/",
                "http://127.0.0.1@evil.example:80/",
                "http://localhost:5000/",
                "http://127.0.0.1/",
                "http://127.0.0.1:5000/?a=b",
                "http://127.0.0.1:5000/#x",
                "javascript:alert(1)",
                "")) {
            refused(Refusal.Kind.INVALID, "redirectUri", () -> openId.visit(wrong, HERE));
        }
        assertThat(openId.visit("http://[::1]:5000/", HERE).state()).isNotEmpty();
    }

    @Test
    void what_a_flow_keeps_is_sealed() {
        OpenIdSignIn.DeviceVisit visit = openId.device(HERE);
        String kept = store.read(handle -> handle.createQuery("select digest || secret from sign_in_flow")
                .mapTo(String.class)
                .one());
        assertThat(kept).doesNotContain("the device's").doesNotContain(visit.flow());
    }

    @Test
    void without_a_browser_one_asks_no_more_often_than_the_provider_wants() {
        OpenIdSignIn.DeviceVisit visit = openId.device(HERE);
        assertThat(visit.interval()).isEqualTo(Duration.ofSeconds(5));
        PretendedProvider.device = "ann"; // nobody is asked yet
        assertThat(openId.finish(visit.flow(), "", "", HERE))
                .isEqualTo(new OpenIdSignIn.Finish(Optional.empty(), Duration.ofSeconds(5)));
        PretendedProvider.device = PretendedProvider.UNDECIDED;
        now = now.plusSeconds(5);
        assertThat(openId.finish(visit.flow(), "", "", HERE).again()).isEqualTo(Duration.ofSeconds(5));
        PretendedProvider.device = "hasty";
        now = now.plusSeconds(5);
        assertThat(openId.finish(visit.flow(), "", "", HERE).again()).isEqualTo(Duration.ofSeconds(10));
        PretendedProvider.device = "ann";
        now = now.plusSeconds(9);
        assertThat(openId.finish(visit.flow(), "", "", HERE).session()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(openId.finish(visit.flow(), "", "", HERE).session()).isPresent();
        refused(Refusal.Kind.UNKNOWN_CALLER, "no such", () -> openId.finish(visit.flow(), "", "", HERE));
    }

    @Test
    void so_many_flows_from_one_address_and_no_more() {
        for (int i = 0; i < 50; i++) {
            openId.visit(BACK, "2001:db8::" + i);
        }
        refused(Refusal.Kind.TOO_MANY, "not finished", () -> openId.visit(BACK, "2001:db8::ffff"));
        refused(Refusal.Kind.TOO_MANY, "not finished", () -> openId.device("2001:db8::ffff"));
        assertThat(openId.visit(BACK, "2001:db8:1::1").state()).isNotEmpty();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(openId.visit(BACK, "2001:db8::1").state()).isNotEmpty();
    }

    @Test
    void guesses_with_a_provider_count_as_those_with_passwords_do() {
        for (int i = 0; i < Attempts.FREE_FOR_ADDRESS; i++) {
            refused(Refusal.Kind.UNKNOWN_CALLER, "no such", () -> openId.finish("guess", "", "x", HERE));
        }
        refused(Refusal.Kind.TOO_MANY, "too many", () -> openId.finish("guess", "", "x", HERE));
        refused(Refusal.Kind.TOO_MANY, "too many", () -> openId.visit(BACK, HERE));
        refused(Refusal.Kind.TOO_MANY, "too many", () -> signIn.begin("ann", "x", HERE));
        assertThat(witness.lines)
                .contains(
                        "192.0.2.1 was refused as somebody by oidc",
                        "192.0.2.1 was refused as ann by password, too often");
    }

    @Test
    void a_provider_that_says_no_is_quoted_and_one_that_is_away_costs_no_attempt() {
        OpenIdSignIn.Visit visit = openId.visit(BACK, HERE);
        refused(
                Refusal.Kind.UNKNOWN_CALLER,
                "says no: it is bad",
                () -> openId.finish(visit.flow(), visit.state(), "bad", HERE));
        OpenIdSignIn.Visit second = openId.visit(BACK, HERE);
        set("oidc", Map.of("issuer", PretendedProvider.AWAY));
        refused(Refusal.Kind.DIRECTORY_AWAY, "away", () -> openId.visit(BACK, HERE));
        refused(Refusal.Kind.DIRECTORY_AWAY, "away", () -> openId.finish(second.flow(), second.state(), "ann", HERE));
        assertThat(count("select sum(failures) from sign_in_failure")).isEqualTo(1);
        set("oidc", Map.of("issuer", ""));
        refused(Refusal.Kind.CONFLICT, "No OpenID provider is set", () -> openId.visit(BACK, HERE));
        assertThat(add("root", Optional.of(GOOD), Right.MANAGE_CONFIG)).isNotNull();
        assertThat(signIn.begin("root", GOOD, HERE).secret()).isNotEmpty();
    }

    // Bearer tokens.

    @Test
    void a_token_of_the_provider_counts_where_an_audience_is_set() {
        SignIn.Arrival arrival = signIn.arrival("eyJann.x.y").orElseThrow();
        assertThat(arrival.way()).isEqualTo("oidc");
        assertThat(arrival.caller().name()).isEqualTo("ann");
        assertThat(arrival.caller().has(Right.SUBMIT_NORMAL)).isTrue();
        refused(Refusal.Kind.UNKNOWN_CALLER, "it is bad", () -> signIn.arrival("eyJbad.x.y"));
        assertThat(signIn.arrival("no.token.at-all")).isEmpty();
        set("oidc", Map.of("audience", ""));
        assertThat(signIn.arrival("eyJann.x.y")).isEmpty();
    }

    @Test
    void a_request_with_a_token_writes_nothing_unless_something_has_changed() {
        accounts.addGroup("office", Optional.empty(), Set.of(Right.SUBMIT_HIGH));
        signIn.arrival("eyJann_fax.x.y");
        long version = accounts.find("ann").version();
        long events = new EventLog(store).last();
        signIn.arrival("eyJann_fax.x.y");
        assertThat(accounts.find("ann").version()).isEqualTo(version);
        assertThat(new EventLog(store).last()).isEqualTo(events);
        signIn.arrival("eyJann_other.x.y");
        assertThat(accounts.find("ann").groups()).isEmpty();
    }

    @Test
    void a_token_that_does_not_tell_the_groups_has_no_right_of_theirs_and_changes_none() {
        accounts.addGroup("office", Optional.empty(), Set.of(Right.SUBMIT_HIGH));
        accounts.addGroup("ours", Optional.empty(), Set.of(Right.QUERY_ARCHIVES));
        comes("ann,fax");
        accounts.setMember("ours", "ann", true);
        Caller caller = signIn.arrival("eyJann.x.y").orElseThrow().caller();
        assertThat(caller.rights()).containsExactly(Right.QUERY_ARCHIVES);
        assertThat(accounts.find("ann").groups()).containsExactly("office", "ours");
    }

    // Names and passwords.

    @Test
    void who_has_no_password_here_signs_in_with_that_of_the_directory() {
        setLdap(PretendedDirectory.HERE);
        accounts.addGroup("office", Optional.empty(), Set.of(Right.SUBMIT_HIGH));
        SignIn.Session session = signIn.begin("ann", "annann", HERE);
        assertThat(session.account().directory()).contains("ldap");
        assertThat(session.account().groups()).containsExactly("office");
        assertThat(witness.lines).containsExactly("ann came by ldap");
        refused(Refusal.Kind.UNKNOWN_CALLER, "is wrong", () -> signIn.begin("ann", "wrong", HERE));
        refused(Refusal.Kind.UNKNOWN_CALLER, "is wrong", () -> signIn.begin("ann", "", HERE));
        for (int i = 0; i < Attempts.FREE_FOR_ACCOUNT - 2; i++) {
            refused(Refusal.Kind.UNKNOWN_CALLER, "is wrong", () -> signIn.begin("ann", "wrong", HERE));
        }
        refused(Refusal.Kind.TOO_MANY, "too many", () -> signIn.begin("ann", "annann", HERE));
    }

    @Test
    void a_password_of_this_server_is_never_asked_of_a_directory_and_works_while_that_is_away() {
        add("ann", Optional.of(GOOD), Right.SUBMIT_LOW);
        setLdap(PretendedDirectory.HERE);
        refused(Refusal.Kind.UNKNOWN_CALLER, "is wrong", () -> signIn.begin("ann", "annann", HERE));
        setLdap(PretendedDirectory.AWAY);
        assertThat(signIn.begin("ann", GOOD, HERE).account().name()).isEqualTo("ann");
        refused(Refusal.Kind.DIRECTORY_AWAY, "away", () -> signIn.begin("bob", "bobbob", HERE));
    }

    @Test
    void a_flood_from_everywhere_leaves_a_table_that_does_not_grow_for_ever() {
        for (int i = 0; i < 30; i++) {
            String address = "2001:db8:" + Integer.toHexString(i) + "::1";
            refused(
                    Refusal.Kind.UNKNOWN_CALLER,
                    "is wrong",
                    () -> signIn.begin("nobody-" + address.hashCode(), "x", address));
        }
        now = now.plus(Duration.ofDays(1)).plusSeconds(1);
        refused(Refusal.Kind.UNKNOWN_CALLER, "is wrong", () -> signIn.begin("x", "x", HERE));
        assertThat(count("select count(*) from sign_in_failure")).isEqualTo(2);
    }

    @Test
    void all_of_an_ipv6_network_is_one_address() {
        assertThat(Attempts.network("2001:db8:1:2:3:4:5:6")).isEqualTo(Attempts.network("2001:db8:1:2::9"));
        assertThat(Attempts.network("[2001:db8:1:2::9%eth0]")).isEqualTo(Attempts.network("2001:db8:1:2::9"));
        assertThat(Attempts.network("2001:db8:1:3::9")).isNotEqualTo(Attempts.network("2001:db8:1:2::9"));
        assertThat(Attempts.network("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(Attempts.network("password of 0123")).isEqualTo("password of 0123");
    }

    @Test
    void groups_of_a_directory_are_named_whole_or_by_their_first_value() {
        var mapping = new GroupMapping(
                List.of("cn=Fax Users,ou=groups,dc=example=office", "boss=admins", "8d1c-77=Desk", "a=b=c"));
        assertThat(mapping.all()).containsExactlyInAnyOrder("office", "admins", "desk", "c");
        assertThat(mapping.of(Set.of("CN=fax users, OU=Groups,DC=example"))).containsExactly("office");
        assertThat(mapping.of(Set.of("cn=Boss,ou=anywhere"))).containsExactly("admins");
        assertThat(mapping.of(Set.of("boss", "8d1c-77"))).containsExactlyInAnyOrder("admins", "desk");
        assertThat(mapping.of(Set.of("Boss"))).isEmpty();
        assertThat(mapping.of(Set.of("a=b"))).containsExactly("c");
        assertThat(mapping.of(Set.of("cn=other,cn=boss", "=", "x=", "cn=\\"))).isEmpty();
    }
}

package org.caselli.service.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.call.CallSettings;
import org.caselli.line.AddressRange;
import org.caselli.line.Reception;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.line.TrunkProvider;
import org.caselli.line.TrunkSettings;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.service.settings.CallerSettings;
import org.caselli.service.settings.Settings;
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
class TrunksTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final TrunkForm BERLIN = TrunkForm.of(TrunkSettings.registration(
                    "x", TrunkSettings.Server.of("sip.example.org:5070"), TrunkSettings.Login.of("4930", "y"))
            .withChannels(4));

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private EventLog events;
    private Settings settings;
    private Trunks trunks;

    @BeforeEach
    void open() {
        store = database.open(directory);
        events = new EventLog(store);
        settings = new Settings(store, events, () -> NOW);
        trunks = room();
    }

    private Trunks room() {
        return room(Optional.empty());
    }

    private Trunks room(Optional<TrunkProvider> provider) {
        return new Trunks(store, events, () -> NOW, settings, new Secrets(directory, store), provider, "here");
    }

    @AfterEach
    void close() {
        trunks.close();
        events.close();
        store.close();
    }

    private static TrunkChange with(TrunkForm form, String password) {
        return new TrunkChange(form, Optional.empty(), Optional.of(password), Optional.empty());
    }

    /** A form that says only how many channels. */
    private static TrunkForm channels(int count) {
        return new TrunkForm(
                null, null, null, null, null, null, null, null, null, null, null, null, null, count, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null);
    }

    private static void refused(Refusal.Kind kind, ThrowingCallable what) {
        assertThat(catchThrowable(what)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
            assertThat(refusal.remedy()).as(refusal.getMessage()).isNotEmpty();
        });
    }

    private List<String> kept() {
        return store.read(handle -> handle.createQuery("select json, password, caller_password from trunk")
                .map((row, context) ->
                        row.getString("json") + row.getString("password") + row.getString("caller_password"))
                .list());
    }

    @Test
    void a_trunk_is_kept_as_it_was_set_up_and_its_password_is_neither_shown_nor_readable_in_the_database()
            throws IOException {
        Trunk trunk = trunks.add("berlin", with(BERLIN, "s3cret-s3cret"));
        assertThat(trunk.form()).isEqualTo(BERLIN);
        assertThat(trunk.hasPassword()).isTrue();
        assertThat(trunk.hasCallerPassword()).isFalse();
        assertThat(trunk.version()).isEqualTo(1);
        assertThat(trunk.toString()).doesNotContain("s3cret");
        assertThat(with(BERLIN, "s3cret").toString()).doesNotContain("s3cret");
        assertThat(room().list()).containsExactly(trunk);
        assertThat(kept()).singleElement().asString().doesNotContain("s3cret");
        assertThat(events.after(0, 100).toString()).doesNotContain("s3cret");
        assertThat(Files.readString(directory.resolve(Secrets.FILE))).doesNotContain("s3cret");
    }

    @Test
    void what_a_change_leaves_out_stays_the_password_too() {
        trunks.add("berlin", with(BERLIN, "secret"));
        String sealed = kept().getFirst().replaceFirst("(?s).*}", "");
        Trunk changed = trunks.change(
                "berlin", new TrunkChange(channels(9), Optional.of("there"), Optional.empty(), Optional.empty()), 1);
        assertThat(changed.form().channels()).isEqualTo(9);
        assertThat(changed.form().server()).isEqualTo("sip.example.org:5070");
        assertThat(changed.node()).isEqualTo("there");
        assertThat(changed.version()).isEqualTo(2);
        assertThat(kept().getFirst()).endsWith(sealed);

        assertThat(trunks.change("berlin", with(TrunkForm.NOTHING, "other"), 2).hasPassword())
                .isTrue();
        assertThat(kept().getFirst()).doesNotEndWith(sealed);
        assertThat(trunks.change("berlin", with(TrunkForm.NOTHING, ""), 3).hasPassword())
                .isFalse();
    }

    @Test
    void what_makes_no_sense_is_refused_and_nothing_is_changed() {
        trunks.add("berlin", with(BERLIN, "secret"));
        Trunk before = trunks.find("berlin");
        refused(Refusal.Kind.CONFLICT, () -> trunks.add("berlin", with(BERLIN, "secret")));
        refused(Refusal.Kind.INVALID, () -> trunks.add("Berlin!", with(BERLIN, "secret")));
        refused(Refusal.Kind.INVALID, () -> trunks.add("paris", with(TrunkForm.NOTHING, "")));
        refused(Refusal.Kind.INVALID, () -> trunks.change("berlin", with(channels(0), "secret"), 1));
        refused(Refusal.Kind.NOT_FOUND, () -> trunks.change("paris", with(TrunkForm.NOTHING, ""), 1));
        refused(Refusal.Kind.NOT_FOUND, () -> trunks.find("paris"));
        refused(Refusal.Kind.NOT_FOUND, () -> trunks.remove("paris"));
        refused(Refusal.Kind.STALE, () -> trunks.change("berlin", with(channels(2), "secret"), 7));
        assertThat(trunks.list()).containsExactly(before);
    }

    @Test
    void every_change_is_told() {
        long before = events.last();
        trunks.add("berlin", with(BERLIN, "secret"));
        trunks.change("berlin", with(channels(2), "secret"), 1);
        trunks.remove("berlin");
        assertThat(events.after(before, 10))
                .allMatch(event -> event.kind() == ServerEvent.Kind.CONFIG_CHANGED)
                .extracting(ServerEvent::subject)
                .containsExactly("trunks/berlin", "trunks/berlin", "trunks/berlin");
        assertThat(trunks.list()).isEmpty();
    }

    @Test
    void a_server_without_the_key_cannot_seal_a_password_and_says_what_to_copy() throws IOException {
        trunks.add("berlin", with(BERLIN, "secret"));
        Files.delete(directory.resolve(Secrets.FILE));
        Trunks other = room();
        assertThat(catchThrowable(() -> other.add("paris", with(BERLIN, "secret"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Copy secrets.key");
        assertThat(other.find("berlin").hasPassword()).isTrue();
    }

    @Test
    void a_trunk_that_this_server_has_not_opened_cannot_be_tested() {
        trunks.add("berlin", with(BERLIN, "secret"));
        refused(Refusal.Kind.CONFLICT, () -> trunks.test("berlin"));
        refused(Refusal.Kind.NOT_FOUND, () -> trunks.test("paris"));
    }

    @Test
    void a_server_opens_the_trunks_that_are_set_up_for_it_as_they_change_there_or_elsewhere() throws Exception {
        try (var sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0))) {
            sip.open();
            var provider = new TrunkProvider(sip, CallSettings.STANDARD);
            provider.open(call -> new Reception.Refuse(Reception.Reason.NOT_NOW));
            var changes = new Semaphore(0);
            try (var opener = room(Optional.of(provider))) {
                TrunkForm here = TrunkForm.of(TrunkSettings.peer("x", TrunkSettings.Server.of("127.0.0.1:9"))
                        .with(TrunkSettings.Login.of("me", "x"))
                        .checkedEvery(Duration.ZERO));
                trunks.add("before", with(here, "secret"));
                opener.onChange(changes::release);
                opener.start();
                assertThat(provider.trunks()).singleElement().satisfies(open -> {
                    assertThat(open.name()).isEqualTo("before");
                    assertThat(open.login().password().reveal()).isEqualTo("secret");
                });
                opener.add("mine", with(here, "other"));
                assertThat(provider.trunks()).extracting(TrunkSettings::name).containsExactly("before", "mine");
                assertThat(opener.find("mine").status()).isPresent();
                opener.change("mine", with(channels(3), "third"), 1);
                assertThat(provider.trunks().getLast().channels()).isEqualTo(3);
                assertThat(provider.trunks().getLast().login().password().reveal())
                        .isEqualTo("third");
                opener.change(
                        "mine",
                        new TrunkChange(TrunkForm.NOTHING, Optional.of("there"), Optional.empty(), Optional.empty()),
                        2);
                assertThat(provider.trunks()).extracting(TrunkSettings::name).containsExactly("before");
                assertThat(opener.find("mine").status()).isEmpty();

                // The endpoint itself stands for a far end: it answers OPTIONS as any other does.
                opener.add(
                        "self",
                        with(
                                TrunkForm.of(
                                        TrunkSettings.peer("x", TrunkSettings.Server.of("127.0.0.1:" + sip.port()))),
                                ""));
                assertThat(opener.test("self")).satisfies(probe -> {
                    assertThat(probe.ok()).as(probe.toString()).isTrue();
                    assertThat(probe.roundTrip()).isPresent();
                });
                opener.remove("self");

                trunks.remove("before"); // as another server does it
                changes.drainPermits();
                while (!provider.trunks().isEmpty()) {
                    assertThat(changes.tryAcquire(60, TimeUnit.SECONDS))
                            .as("a change")
                            .isTrue();
                }
            } finally {
                provider.close();
            }
        }
    }

    @Test
    void who_may_call_is_told_at_once_and_when_it_is_changed() throws Exception {
        var told = new LinkedBlockingQueue<List<AddressRange>>();
        trunks.start();
        trunks.admit(told::add);
        assertThat(told.poll()).isEqualTo(AddressRange.LOOPBACK);
        settings.put(CallerSettings.class, new CallerSettings(List.of("192.0.2.0/24")), 0);
        assertThat(told.poll(60, TimeUnit.SECONDS)).containsExactly(AddressRange.of("192.0.2.0/24"));
    }

    @Test
    void a_form_that_is_filled_in_makes_the_trunk_it_was_made_of() {
        TrunkSettings trunk = TrunkSettings.registration(
                        "berlin", TrunkSettings.Server.of("[2001:db8::7]:5061"), TrunkSettings.Login.of("me", "pw"))
                .with(TrunkSettings.Tls.pinned("ab".repeat(32)))
                .with(new TrunkSettings.Dialling("+", "00"))
                .withChannels(7);
        assertThat(TrunkForm.of(trunk)
                        .trunk(
                                "berlin",
                                trunk.login().password(),
                                trunk.incoming().password()))
                .isEqualTo(trunk);
    }
}

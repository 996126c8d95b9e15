package org.caselli.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.caselli.service.access.Right.MANAGE_CONFIG;
import static org.caselli.service.access.Right.QUERY_ARCHIVES;
import static org.caselli.service.access.Right.QUERY_CONFIG;
import static org.caselli.service.access.Right.QUERY_OUT_JOBS;
import static org.caselli.service.access.Right.SUBMIT_HIGH;
import static org.caselli.service.access.Right.SUBMIT_LOW;
import static org.caselli.service.access.Right.SUBMIT_NORMAL;
import static org.caselli.service.access.Security.Generation.FIRST;
import static org.caselli.service.access.Security.Generation.SECOND;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.access.Security.Grant;
import org.caselli.service.access.Security.Kind;
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

/** The security descriptor of the server. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SecurityTest {
    private static final Passwords PASSWORDS = new Passwords();
    private static final int ALL_PARTS = 7;

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private EventLog events;
    private Accounts accounts;
    private Security security;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
        var ids = new Ids(clock);
        store = database.open(directory);
        store.carry(Caller::carried);
        events = new EventLog(store);
        accounts = new Accounts(store, events, ids, clock, PASSWORDS);
        security = new Security(store, events, clock);
        accounts.addGroup("office", Optional.empty(), Set.of(SUBMIT_NORMAL));
        accounts.add(
                "ann",
                AccountForm.NONE.withRights(Set.of(QUERY_OUT_JOBS, SUBMIT_HIGH)),
                Optional.empty(),
                List.of("office"));
        accounts.add("bob", AccountForm.NONE, Optional.empty(), List.of("office"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Set<Right> rights(String account) {
        return accounts.find(account).rights();
    }

    private static void refused(FaxError error, String says, ThrowingCallable what) {
        assertThatThrownBy(what)
                .hasMessageContaining(says)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(error));
    }

    @Test
    void it_says_what_each_has_been_given_itself() {
        assertThat(security.read().entries())
                .extracting(Security.Entry::kind, Security.Entry::name, Security.Entry::rights)
                .containsExactly(
                        tuple(Kind.GROUP, "office", Set.of(SUBMIT_NORMAL)),
                        tuple(Kind.ACCOUNT, "ann", Set.of(QUERY_OUT_JOBS, SUBMIT_HIGH)),
                        tuple(Kind.ACCOUNT, "bob", Set.of()));
        assertThat(security.read().entries())
                .extracting(Security.Entry::sid)
                .doesNotHaveDuplicates()
                .allMatch(sid -> sid.matches("S-1-9-[12]-[0-9]+-[0-9]+"));
    }

    /** Against the layout of MS-DTYP 2.4.6, octet by octet. */
    @Test
    void as_octets_it_is_a_self_relative_security_descriptor() {
        accounts.remove("ann");
        accounts.remove("bob");
        String sid = security.read().entries().getFirst().sid();
        String[] parts = sid.split("-");
        assertThat(HexFormat.of().formatHex(security.octets(SECOND, ALL_PARTS)))
                .isEqualTo("0100" + "0480" + "14000000" + "24000000" + "00000000" + "34000000"
                        + "0102000000000005" + "2000000020020000"
                        + "0102000000000005" + "2000000020020000"
                        + "0200" + "3c00" + "0200" + "0000"
                        + "0000" + "1800" + "ff030e00" + "0102000000000005" + "2000000020020000"
                        + "0000" + "1c00" + "02000000" + "0103000000000009" + "01000000" + little(parts[4])
                        + little(parts[5]));
    }

    private static String little(String number) {
        return "%08x".formatted(Integer.reverseBytes(Integer.parseUnsignedInt(number)));
    }

    @Test
    void what_is_read_can_be_written_back_in_both_generations_and_changes_nothing() {
        for (Security.Generation generation : Security.Generation.values()) {
            long seen = events.last();
            security.write(security.octets(generation, ALL_PARTS), generation, ALL_PARTS);
            assertThat(rights("ann"))
                    .as("%s has no bit for QUERY_OUT_JOBS alone", generation)
                    .isEqualTo(Set.of(QUERY_OUT_JOBS, SUBMIT_HIGH));
            assertThat(events.last()).isEqualTo(seen);
        }
    }

    @Test
    void who_has_read_it_before_somebody_else_has_changed_it_is_told() {
        Security.Octets read = security.read(SECOND, ALL_PARTS);
        assertThat(read.version()).isEqualTo(security.read().version());
        security.write(masked("bob", 0x001), SECOND, ALL_PARTS);
        for (int parts : List.of(ALL_PARTS, Security.OWNER)) {
            assertThatThrownBy(() -> security.write(read.octets(), SECOND, parts, OptionalLong.of(read.version())))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        }
        assertThat(rights("bob")).isEqualTo(Set.of(SUBMIT_LOW));
    }

    @Test
    void a_changed_mask_changes_the_rights_and_is_told() {
        long seen = events.last();
        byte[] octets = masked("bob", 0x0A0 | 0x20000);
        security.write(octets, SECOND, ALL_PARTS);
        assertThat(rights("bob")).isEqualTo(Set.of(QUERY_CONFIG, QUERY_ARCHIVES));
        assertThat(rights("ann")).as("not named, so nothing").isEmpty();
        assertThat(accounts.group("office").rights()).isEmpty();
        assertThat(events.after(seen, 100).stream().map(ServerEvent::subject))
                .containsExactly("groups/office", "accounts/ann", "accounts/bob", "security");
        security.write(masked("bob", 0x280), FIRST, ALL_PARTS);
        assertThat(rights("bob")).isEqualTo(Set.of(QUERY_ARCHIVES));
        security.write(masked("bob", 0x2000_0000), SECOND, ALL_PARTS);
        assertThat(rights("bob")).as("GENERIC_EXECUTE").isEqualTo(Set.of(SUBMIT_LOW));
    }

    /** A descriptor with one entry. */
    private byte[] masked(String account, int mask) {
        String sid = security.read().entries().stream()
                .filter(entry -> entry.name().equals(account))
                .findFirst()
                .orElseThrow()
                .sid();
        Optional<String> administrators = Optional.of(Security.ADMINISTRATORS);
        return new SecurityOctets(
                        administrators, administrators, Optional.of(List.of(new SecurityOctets.Ace(sid, mask))), 0)
                .octets();
    }

    @Test
    void only_the_wanted_parts_are_read_and_written() {
        byte[] list = security.octets(SECOND, Security.DACL);
        assertThat(SecurityOctets.of(list).owner()).isEmpty();
        byte[] owner = security.octets(SECOND, Security.OWNER);
        assertThat(SecurityOctets.of(owner).dacl()).isEmpty();
        security.write(owner, SECOND, Security.OWNER);
        assertThat(rights("ann")).isNotEmpty();
        refused(FaxError.ERROR_INVALID_DATA, "its owner is missing", () -> security.write(list, SECOND, ALL_PARTS));
        refused(FaxError.ERROR_INVALID_DATA, "no list of entries", () -> security.write(owner, SECOND, 5));
        refused(FaxError.E_INVALIDARG, "16", () -> security.octets(SECOND, 16));
        refused(FaxError.E_INVALIDARG, "0", () -> security.write(owner, SECOND, 0));
    }

    @Test
    void what_cannot_be_kept_here_is_refused_and_nothing_is_changed() {
        byte[] good = security.octets(SECOND, ALL_PARTS);
        int firstEntry = 20 + 16 + 16 + 8;
        bad("denies", changed(good, firstEntry, 1));
        bad("the type 9", changed(good, firstEntry, 9));
        bad("the revision 2", changed(good, 0, 2));
        bad("not self-relative", changed(good, 3, 0));
        bad("null", changed(good, 16, 0));
        bad("has bits that mean nothing", masked("bob", 0x400));
        bad("has bits that mean nothing", masked("bob", 0x0100_0000));
        bad("neither an account nor a group", changed(good, good.length - 1, 0x7F));
        bad("its owner is S-1-5-32-545", changed(good, 20 + 12, 0x21));
        assertThat(rights("ann")).isEqualTo(Set.of(QUERY_OUT_JOBS, SUBMIT_HIGH));
    }

    private void bad(String says, byte[] octets) {
        refused(FaxError.ERROR_INVALID_DATA, says, () -> security.write(octets, SECOND, ALL_PARTS));
    }

    private static byte[] changed(byte[] octets, int at, int value) {
        byte[] other = octets.clone();
        other[at] = (byte) value;
        return other;
    }

    @Test
    void octets_of_any_kind_are_read_or_refused_and_nothing_else() {
        byte[] good = security.octets(SECOND, ALL_PARTS);
        var random = new Random(5);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] torn = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = random.nextInt(4); j > 0 && torn.length > 0; j--) {
                torn[random.nextInt(torn.length)] = (byte) random.nextInt();
            }
            try {
                SecurityOctets.of(torn);
                read++;
            } catch (Refusal refusal) {
                assertThat(refusal.code()).contains(FaxError.ERROR_INVALID_DATA);
            }
        }
        assertThat(read).isBetween(1_000, 19_000);
    }

    @Test
    void as_names_it_is_changed_as_a_whole_and_only_by_who_has_seen_it() {
        long version = security.read().version();
        security.write(List.of(new Grant(Kind.ACCOUNT, "BOB", Set.of(SUBMIT_LOW))), version);
        assertThat(rights("bob")).isEqualTo(Set.of(SUBMIT_LOW));
        assertThat(rights("ann")).isEmpty();
        assertThatThrownBy(() -> security.write(List.of(), version)).hasMessageContaining("has been changed since");
        long now = security.read().version();
        assertThatThrownBy(() -> security.write(List.of(new Grant(Kind.GROUP, "ann", Set.of())), now))
                .hasMessageContaining("no group \"ann\"");
        var twice = new Grant(Kind.ACCOUNT, "ann", Set.of());
        assertThatThrownBy(() -> security.write(List.of(twice, twice), now)).hasMessageContaining("twice");
    }

    @Test
    void the_last_administrator_cannot_be_taken_away_by_it() {
        accounts.add(
                "boss", AccountForm.NONE.withRights(Set.of(MANAGE_CONFIG)), Optional.of("a very good one"), List.of());
        assertThatThrownBy(() -> security.write(List.of(), security.read().version()))
                .hasMessageContaining("nobody could sign in");
        assertThatThrownBy(() -> security.write(masked("bob", 1), SECOND, ALL_PARTS))
                .hasMessageContaining("nobody could sign in");
        assertThat(rights("boss")).isEqualTo(Set.of(MANAGE_CONFIG));
        assertThat(rights("bob")).isEmpty();
    }

    @Test
    void it_is_read_with_query_config_and_changed_with_manage_config() {
        var clerk = new Caller("1", "clerk", Set.of(SUBMIT_HIGH));
        var reader = new Caller("2", "reader", Set.of(QUERY_CONFIG));
        byte[] octets = security.octets(SECOND, ALL_PARTS);
        refused(FaxError.E_ACCESSDENIED, "QUERY_CONFIG", () -> clerk.call(() -> security.read()));
        refused(FaxError.E_ACCESSDENIED, "QUERY_CONFIG", () -> clerk.call(() -> security.octets(SECOND, 7)));
        assertThat(reader.call(() -> security.octets(SECOND, 7))).isEqualTo(octets);
        refused(FaxError.E_ACCESSDENIED, "MANAGE_CONFIG", () -> reader.call(() -> security.octets(SECOND, 8)));
        refused(FaxError.E_ACCESSDENIED, "MANAGE_CONFIG", () -> reader.call(() -> security.write(octets, SECOND, 7)));
        refused(FaxError.E_ACCESSDENIED, "MANAGE_CONFIG", () -> reader.call(() -> security.write(List.of(), 0)));
    }
}

package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.caselli.service.FaxError.ERROR_ALREADY_EXISTS;
import static org.caselli.service.FaxError.ERROR_BAD_UNIT;
import static org.caselli.service.FaxError.ERROR_BUFFER_OVERFLOW;
import static org.caselli.service.FaxError.ERROR_DUP_NAME;
import static org.caselli.service.FaxError.ERROR_INVALID_OPERATION;
import static org.caselli.service.FaxError.E_INVALIDARG;
import static org.caselli.service.FaxError.FAX_E_BAD_GROUP_CONFIGURATION;
import static org.caselli.service.FaxError.FAX_E_GROUP_IN_USE;
import static org.caselli.service.FaxError.FAX_E_GROUP_NOT_FOUND;
import static org.caselli.service.FaxError.FAX_E_RULE_NOT_FOUND;
import static org.caselli.service.routing.Destination.ALL_DEVICES;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.line.Lines;
import org.caselli.line.Reception;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.routing.Destination.ToDevice;
import org.caselli.service.routing.Destination.ToGroup;
import org.caselli.service.settings.DiallingSettings;
import org.caselli.service.settings.Settings;
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

@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutboundRoutingTest {
    private static final RuleKey BERLIN = new RuleKey(49, 30);
    private static final RuleKey GERMANY = new RuleKey(49, 0);
    private static final String TO_BERLIN = "030 1234567";

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Store store;
    private EventLog events;
    private Settings settings;
    private OutboundRouting routing;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T09:00:00Z"));
    private final BareLines bare = new BareLines("a-1", "b-2", "c-3", "d-4");
    private final List<RoutableDevice> devices = new CopyOnWriteArrayList<>(
            List.of(device(1, "a-1", true), device(2, "b-2", true), device(3, "c-3", true), device(4, "d-4", false)));

    private static RoutableDevice device(int id, String key, boolean maySend) {
        return new RoutableDevice(id, "here", key, maySend);
    }

    @BeforeEach
    void open() {
        store = database.open(directory);
        events = new EventLog(store);
        settings = new Settings(store, events, now::get);
        settings.put(DiallingSettings.class, new DiallingSettings("de"), 0);
        routing = room("here");
    }

    private OutboundRouting room(String node) {
        InstantSource clock = now::get;
        var lines = new Lines(List.of(bare));
        lines.open(call -> new Reception.Refuse(Reception.Reason.NOT_NOW));
        return new OutboundRouting(
                store, events, new Ids(clock), clock, settings, () -> List.copyOf(devices), lines, node);
    }

    @AfterEach
    void close() {
        events.close();
        store.close();
    }

    private static void refused(Refusal.Kind kind, FaxError code, ThrowingCallable what) {
        assertThat(catchThrowable(what)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
            assertThat(refusal.code()).as(refusal.getMessage()).contains(code);
            assertThat(refusal.remedy()).isNotEmpty();
        });
    }

    /** As if an administrator had switched the device, which the registry notes in the event log. */
    private void maySend(int id, boolean maySend) {
        RoutableDevice before = devices.get(id - 1);
        devices.set(id - 1, new RoutableDevice(id, before.node(), before.key(), maySend));
        store.write(handle -> {
            events.append(handle, now.get(), ServerEvent.Kind.CONFIG_CHANGED, "devices/" + id);
            return true;
        });
        // What others change is noticed a moment after their commit, or at the next look.
        now.set(now.get().plusSeconds(2));
    }

    private OutboundGroup group(String name, Integer... members) {
        return routing.setDevices(name, List.of(members), routing.addGroup(name).version());
    }

    // Groups

    @Test
    void the_group_of_all_devices_is_always_the_first_and_has_every_device() {
        group("Berlin", 2);
        group("another");
        assertThat(routing.groups())
                .extracting(OutboundGroup::name)
                .containsExactly("<All Devices>", "Berlin", "another");
        assertThat(routing.group("<all devices>").devices()).containsExactly(1, 2, 3, 4);
        assertThat(routing.group("<All Devices>").isBuiltIn()).isTrue();
    }

    @Test
    void the_group_of_all_devices_cannot_be_made_deleted_changed_or_ordered() {
        refused(Refusal.Kind.CONFLICT, ERROR_DUP_NAME, () -> routing.addGroup("<all DEVICES>"));
        refused(Refusal.Kind.CONFLICT, ERROR_INVALID_OPERATION, () -> routing.removeGroup("<All Devices>"));
        refused(Refusal.Kind.CONFLICT, ERROR_INVALID_OPERATION, () -> routing.addDevice("<All devices>", 1));
        refused(Refusal.Kind.CONFLICT, ERROR_INVALID_OPERATION, () -> routing.removeDevice("<All Devices>", 1));
        refused(Refusal.Kind.CONFLICT, ERROR_INVALID_OPERATION, () -> routing.moveDevice("<All Devices>", 1, 2));
        refused(
                Refusal.Kind.CONFLICT,
                ERROR_INVALID_OPERATION,
                () -> routing.setDevices("<All Devices>", List.of(), 0));
    }

    @Test
    void a_name_has_1_to_128_characters_and_is_there_once_whatever_its_case() {
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.addGroup(""));
        for (String odd : List.of(" ", " a", "a ", "a/b", "a\\b", "a\nb", "..")) {
            refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.addGroup(odd));
        }
        refused(Refusal.Kind.INVALID, ERROR_BUFFER_OVERFLOW, () -> routing.addGroup("x".repeat(129)));
        assertThat(routing.addGroup("x".repeat(128)).status()).isEqualTo(GroupStatus.EMPTY);
        routing.addGroup("Käse & Brot 100%");
        refused(Refusal.Kind.CONFLICT, ERROR_DUP_NAME, () -> routing.addGroup("KÄSE & brot 100%"));
        assertThat(routing.group("käse & BROT 100%").name()).isEqualTo("Käse & Brot 100%");
        refused(Refusal.Kind.NOT_FOUND, FAX_E_GROUP_NOT_FOUND, () -> routing.group("Kaese"));
    }

    @Test
    void a_group_keeps_its_devices_in_the_order_that_they_were_given() {
        group("Berlin", 3, 1);
        assertThat(routing.addDevice("berlin", 4).devices()).containsExactly(3, 1, 4);
        assertThat(routing.moveDevice("Berlin", 4, 1).devices()).containsExactly(4, 3, 1);
        assertThat(routing.moveDevice("Berlin", 4, 3).devices()).containsExactly(3, 1, 4);
        assertThat(routing.removeDevice("Berlin", 1).devices()).containsExactly(3, 4);
        routing = room("here");
        assertThat(routing.group("Berlin").devices()).containsExactly(3, 4);
    }

    @Test
    void what_a_group_cannot_have_is_refused_and_nothing_is_changed() {
        long version = group("Berlin", 1, 2).version();
        refused(Refusal.Kind.INVALID, ERROR_BAD_UNIT, () -> routing.addDevice("Berlin", 9));
        refused(Refusal.Kind.INVALID, ERROR_BAD_UNIT, () -> routing.setDevices("Berlin", List.of(1, 9), version));
        refused(Refusal.Kind.INVALID, FAX_E_BAD_GROUP_CONFIGURATION, () -> routing.addDevice("Berlin", 2));
        refused(
                Refusal.Kind.INVALID,
                FAX_E_BAD_GROUP_CONFIGURATION,
                () -> routing.setDevices("Berlin", List.of(1, 1), version));
        refused(Refusal.Kind.INVALID, FAX_E_BAD_GROUP_CONFIGURATION, () -> routing.removeDevice("Berlin", 3));
        refused(Refusal.Kind.INVALID, FAX_E_BAD_GROUP_CONFIGURATION, () -> routing.moveDevice("Berlin", 3, 1));
        refused(Refusal.Kind.INVALID, FAX_E_BAD_GROUP_CONFIGURATION, () -> routing.moveDevice("Berlin", 1, 3));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.moveDevice("Berlin", 0, 1));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.moveDevice("Berlin", 1, 0));
        assertThat(routing.group("Berlin"))
                .isEqualTo(new OutboundGroup("Berlin", GroupStatus.ALL_DEV_VALID, List.of(1, 2), version));
    }

    @Test
    void a_group_has_at_most_1000_devices() {
        devices.clear();
        IntStream.rangeClosed(1, 1001).forEach(id -> devices.add(device(id, "x-" + id, true)));
        long version = routing.addGroup("Many").version();
        List<Integer> all = IntStream.rangeClosed(1, 1000).boxed().toList();
        assertThat(routing.setDevices("Many", all, version).devices()).hasSize(1000);
        refused(Refusal.Kind.INVALID, FAX_E_BAD_GROUP_CONFIGURATION, () -> routing.addDevice("Many", 1001));
        assertThat(routing.group("Many").devices()).isEqualTo(all);
    }

    @Test
    void the_status_of_a_group_follows_its_devices() {
        assertThat(group("none").status()).isEqualTo(GroupStatus.EMPTY);
        assertThat(group("all", 1, 2).status()).isEqualTo(GroupStatus.ALL_DEV_VALID);
        assertThat(group("some", 1, 4).status()).isEqualTo(GroupStatus.SOME_DEV_NOT_VALID);
        assertThat(group("no", 4).status()).isEqualTo(GroupStatus.ALL_DEV_NOT_VALID);
        maySend(4, true);
        assertThat(routing.group("some").status()).isEqualTo(GroupStatus.ALL_DEV_VALID);
        maySend(1, false);
        maySend(2, false);
        assertThat(routing.group("all").status()).isEqualTo(GroupStatus.ALL_DEV_NOT_VALID);
    }

    @Test
    void a_device_that_is_gone_keeps_its_place_and_counts_as_one_that_cannot_send() {
        group("Berlin", 3, 1);
        routing.addRule(BERLIN, new ToDevice(3));
        RoutableDevice gone = devices.remove(2);
        assertThat(routing.group("Berlin").devices()).containsExactly(3, 1);
        assertThat(routing.group("Berlin").status()).isEqualTo(GroupStatus.SOME_DEV_NOT_VALID);
        assertThat(routing.rule(BERLIN).status()).isEqualTo(RuleStatus.BAD_DEVICE);
        assertThat(routing.moveDevice("Berlin", 3, 2).devices()).containsExactly(1, 3);
        devices.add(gone);
        assertThat(routing.group("Berlin").status()).isEqualTo(GroupStatus.ALL_DEV_VALID);
        assertThat(routing.rule(BERLIN).status()).isEqualTo(RuleStatus.VALID);
    }

    @Test
    void two_who_change_the_order_of_a_group_at_once_get_a_conflict() {
        long version = group("Berlin", 1, 2).version();
        routing.setDevices("Berlin", List.of(2, 1), version);
        assertThat(catchThrowable(() -> routing.setDevices("Berlin", List.of(2), version)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        assertThat(routing.group("Berlin").devices()).containsExactly(2, 1);
    }

    @Test
    void a_group_to_which_a_rule_leads_cannot_be_deleted() {
        group("Berlin", 1);
        routing.addRule(BERLIN, new ToGroup("BERLIN"));
        refused(Refusal.Kind.CONFLICT, FAX_E_GROUP_IN_USE, () -> routing.removeGroup("Berlin"));
        routing.setRule(BERLIN, ALL_DEVICES, 1);
        routing.removeGroup("berlin");
        refused(Refusal.Kind.NOT_FOUND, FAX_E_GROUP_NOT_FOUND, () -> routing.removeGroup("Berlin"));
        assertThat(routing.groups()).hasSize(1);
    }

    // Rules

    @Test
    void the_default_rule_is_always_there_and_leads_to_all_devices_until_somebody_changes_that() {
        assertThat(routing.rules())
                .containsExactly(
                        new OutboundRule(RuleKey.DEFAULT, ALL_DEVICES, RuleStatus.SOME_GROUP_DEV_NOT_VALID, 0));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.removeRule(RuleKey.DEFAULT));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.addRule(RuleKey.DEFAULT, new ToDevice(1)));
        assertThat(routing.setRule(RuleKey.DEFAULT, new ToDevice(2), 0))
                .isEqualTo(new OutboundRule(RuleKey.DEFAULT, new ToDevice(2), RuleStatus.VALID, 1));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.removeRule(RuleKey.DEFAULT));
        assertThat(routing.setRule(RuleKey.DEFAULT, ALL_DEVICES, 1).destination())
                .isEqualTo(ALL_DEVICES);
    }

    @Test
    void what_a_rule_cannot_be_is_refused() {
        group("Empty");
        group("Off", 4);
        group("Good", 1);
        routing.addRule(BERLIN, new ToGroup("Good"));
        refused(Refusal.Kind.CONFLICT, ERROR_ALREADY_EXISTS, () -> routing.addRule(BERLIN, new ToDevice(1)));
        refused(Refusal.Kind.INVALID, ERROR_BAD_UNIT, () -> routing.addRule(GERMANY, new ToDevice(9)));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.addRule(GERMANY, new ToDevice(0)));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.addRule(GERMANY, new ToGroup("")));
        refused(
                Refusal.Kind.INVALID,
                ERROR_BUFFER_OVERFLOW,
                () -> routing.addRule(GERMANY, new ToGroup("x".repeat(129))));
        refused(Refusal.Kind.NOT_FOUND, FAX_E_GROUP_NOT_FOUND, () -> routing.addRule(GERMANY, new ToGroup("None")));
        refused(
                Refusal.Kind.INVALID,
                FAX_E_BAD_GROUP_CONFIGURATION,
                () -> routing.addRule(GERMANY, new ToGroup("Empty")));
        refused(
                Refusal.Kind.INVALID,
                FAX_E_BAD_GROUP_CONFIGURATION,
                () -> routing.setRule(BERLIN, new ToGroup("Off"), 1));
        refused(Refusal.Kind.NOT_FOUND, FAX_E_RULE_NOT_FOUND, () -> routing.setRule(GERMANY, new ToDevice(1), 0));
        refused(Refusal.Kind.NOT_FOUND, FAX_E_RULE_NOT_FOUND, () -> routing.removeRule(GERMANY));
        refused(Refusal.Kind.NOT_FOUND, FAX_E_RULE_NOT_FOUND, () -> routing.rule(GERMANY));
        assertThat(routing.rules()).extracting(rule -> rule.key().toString()).containsExactly("0-0", "49-30");
        assertThat(routing.rule(BERLIN).destination()).isEqualTo(new ToGroup("Good"));
    }

    @Test
    void there_is_no_key_for_an_area_without_a_country() {
        assertThat(catchThrowable(() -> new RuleKey(0, 30))).isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> new RuleKey(1000, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> new RuleKey(49, -1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(RuleKey.parse("49-30")).contains(BERLIN);
        assertThat(Stream.of("0-30", "49", "49-", "-1-0", "49-30-1", "4999-1", "x")
                        .map(RuleKey::parse))
                .allMatch(Optional::isEmpty);
        assertThat(Stream.of("0-0", "49-0", "49-30", "1-212", "999-5")
                        .map(key -> RuleKey.parse(key).orElseThrow().title()))
                .containsExactly(
                        "All other",
                        "Germany",
                        "Germany, area 30",
                        "United States and others, area 212",
                        "Country code 999, area 5");
    }

    @Test
    void the_status_of_a_rule_follows_its_device_or_group() {
        group("Berlin", 1, 2);
        routing.addRule(BERLIN, new ToGroup("Berlin"));
        routing.addRule(GERMANY, new ToDevice(4));
        assertThat(routing.rule(GERMANY).status()).isEqualTo(RuleStatus.BAD_DEVICE);
        assertThat(routing.rule(BERLIN).status()).isEqualTo(RuleStatus.VALID);
        maySend(1, false);
        assertThat(routing.rule(BERLIN).status()).isEqualTo(RuleStatus.SOME_GROUP_DEV_NOT_VALID);
        maySend(2, false);
        assertThat(routing.rule(BERLIN).status()).isEqualTo(RuleStatus.ALL_GROUP_DEV_NOT_VALID);
        routing.setDevices("Berlin", List.of(), routing.group("Berlin").version());
        assertThat(routing.rule(BERLIN).status()).isEqualTo(RuleStatus.EMPTY_GROUP);
        maySend(4, true);
        assertThat(routing.rule(GERMANY).status()).isEqualTo(RuleStatus.VALID);
    }

    @Test
    void two_who_change_a_rule_at_once_get_a_conflict() {
        routing.addRule(BERLIN, new ToDevice(1));
        routing.setRule(BERLIN, new ToDevice(2), 1);
        assertThat(catchThrowable(() -> routing.setRule(BERLIN, new ToDevice(3), 1)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        assertThat(routing.rule(BERLIN).destination()).isEqualTo(new ToDevice(2));
    }

    @Test
    void every_change_is_told_and_no_other() {
        long before = events.last();
        group("Berlin", 1);
        routing.moveDevice("Berlin", 1, 1);
        routing.addRule(BERLIN, new ToGroup("Berlin"));
        assertThat(catchThrowable(() -> routing.addRule(BERLIN, new ToGroup("Berlin"))))
                .isInstanceOf(Refusal.class);
        routing.setRule(RuleKey.DEFAULT, new ToDevice(1), 0);
        routing.removeRule(BERLIN);
        routing.removeGroup("berlin");
        assertThat(events.after(before, 100))
                .allMatch(event -> event.kind() == ServerEvent.Kind.CONFIG_CHANGED)
                .extracting(ServerEvent::subject)
                .containsExactly(
                        "routing/outbound/groups/Berlin",
                        "routing/outbound/groups/Berlin",
                        "routing/outbound/rules/49-30",
                        "routing/outbound/rules/0-0",
                        "routing/outbound/rules/49-30",
                        "routing/outbound/groups/Berlin");
    }

    // What follows for a number

    private Optional<String> idle(String number, String... busy) {
        var free = new HashSet<>(Set.of("a-1", "b-2", "c-3", "d-4"));
        free.removeAll(List.of(busy));
        return routing.idle(number, Optional.empty(), free);
    }

    private List<String> keys(String number) {
        return routing.lines(number).keys();
    }

    @Test
    void the_most_special_rule_decides_then_that_of_the_country_then_the_default_rule() {
        group("Berlin", 2, 1);
        routing.addRule(BERLIN, new ToGroup("Berlin"));
        routing.addRule(GERMANY, new ToDevice(3));
        routing.setRule(RuleKey.DEFAULT, new ToDevice(1), 0);
        assertThat(keys(TO_BERLIN)).containsExactly("b-2", "a-1");
        assertThat(keys("+49 (30) 1234567")).containsExactly("b-2", "a-1");
        assertThat(keys("089 1234567")).containsExactly("c-3");
        assertThat(keys("+39 06 698 12345")).containsExactly("a-1");
        assertThat(keys("1234567")).containsExactly("a-1");
        assertThat(keys("1002")).containsExactly("a-1", "b-2", "c-3");
        assertThat(keys("sip:fax@example.org")).containsExactly("a-1", "b-2", "c-3");
        routing.removeRule(BERLIN);
        assertThat(keys(TO_BERLIN)).containsExactly("c-3");
        routing.removeRule(GERMANY);
        assertThat(keys(TO_BERLIN)).containsExactly("a-1");
    }

    @Test
    void a_rule_that_cannot_be_followed_gives_way_to_the_next_and_comes_back_with_its_devices() {
        group("Berlin", 1, 2);
        routing.addRule(BERLIN, new ToGroup("Berlin"));
        routing.addRule(GERMANY, new ToDevice(3));
        maySend(1, false);
        assertThat(keys(TO_BERLIN)).containsExactly("b-2");
        maySend(2, false);
        assertThat(keys(TO_BERLIN)).containsExactly("c-3");
        maySend(3, false);
        assertThat(keys(TO_BERLIN)).isEmpty();
        assertThat(routing.explain(TO_BERLIN).choice().steps())
                .extracting(Choice.Step::why)
                .containsExactly(
                        "It leads to the group Berlin, of which no device can send.",
                        "It leads to device 3, which is gone or switched off for sending.",
                        "It leads to the group <All Devices>, of which no device can send.");
        maySend(1, true);
        assertThat(keys(TO_BERLIN)).containsExactly("a-1");
    }

    @Test
    void a_rule_whose_lines_are_only_busy_does_not_give_way() {
        group("Berlin", 2, 1);
        routing.addRule(BERLIN, new ToGroup("Berlin"));
        assertThat(idle(TO_BERLIN)).contains("b-2");
        assertThat(idle(TO_BERLIN, "b-2")).contains("a-1");
        assertThat(idle(TO_BERLIN, "b-2", "a-1")).isEmpty();
        bare.busy.addAll(List.of("a-1", "b-2"));
        Explanation why = routing.explain(TO_BERLIN);
        assertThat(why.taken()).isEmpty();
        assertThat(why.lines()).extracting(Explanation.Line::why).containsExactly("It has a call.", "It has a call.");
        assertThat(why.verdict())
                .isEqualTo("+49 30 1234567 is a number of Germany, area code 30. The rule \"Germany, area 30\" decides."
                        + " It would wait until one of its lines is free.");
    }

    @Test
    void a_job_that_names_its_device_waits_for_that_one_whatever_the_rules_say() {
        routing.addRule(GERMANY, new ToDevice(1));
        Set<String> free = Set.of("a-1", "c-3", "d-4");
        assertThat(routing.idle(TO_BERLIN, Optional.of("c-3"), free)).contains("c-3");
        assertThat(routing.idle(TO_BERLIN, Optional.of("d-4"), free)).isEmpty();
        assertThat(routing.idle(TO_BERLIN, Optional.of("b-2"), free)).isEmpty();
    }

    @Test
    void a_line_that_does_not_reach_the_number_or_has_it_is_left_out() {
        bare.unreachable.add("+49301234567");
        assertThat(idle(TO_BERLIN)).isEmpty();
        assertThat(routing.explain(TO_BERLIN).lines())
                .allMatch(line -> line.why().equals("It cannot dial +49301234567."));
        assertThat(idle("771")).contains("b-2");
    }

    @Test
    void lines_of_other_servers_are_in_the_choice_but_not_taken_here() {
        devices.add(0, new RoutableDevice(7, "there", "a-1", true));
        routing.addRule(GERMANY, new ToDevice(7));
        maySend(2, true); // tells of the new device
        assertThat(routing.lines(TO_BERLIN).devices())
                .extracting(RoutableDevice::id)
                .containsExactly(7);
        assertThat(keys(TO_BERLIN)).isEmpty();
        assertThat(idle(TO_BERLIN)).isEmpty();
        assertThat(routing.explain(TO_BERLIN).lines().getFirst().why()).contains("server there");
        assertThat(room("there").lines(TO_BERLIN).keys()).containsExactly("a-1");
    }

    @Test
    void a_change_acts_at_once_and_on_another_server_when_it_looks_again() {
        OutboundRouting other = room("here");
        assertThat(other.lines(TO_BERLIN).keys()).containsExactly("a-1", "b-2", "c-3");
        routing.addRule(GERMANY, new ToDevice(3));
        now.set(now.get().plusSeconds(2));
        assertThat(other.lines(TO_BERLIN).keys()).containsExactly("c-3");
        settings.put(DiallingSettings.class, new DiallingSettings("FR"), 1);
        now.set(now.get().plusSeconds(2));
        assertThat(other.lines("0301234567").reading().dialled()).isEqualTo("+33301234567");
    }

    @Test
    void a_number_to_explain_is_neither_empty_nor_a_book() {
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.explain(" "));
        refused(Refusal.Kind.INVALID, E_INVALIDARG, () -> routing.explain("1".repeat(201)));
    }
}

package org.caselli.service.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.DeviceState;
import org.caselli.line.IncomingCall;
import org.caselli.line.Lines;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Reception;
import org.caselli.line.RingingCall;
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry of devices, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DevicesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
    private static final int ANY = 1000;

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final Wires wires = new Wires("wires");
    private final Wires others = new Wires("others");
    private Store store;
    private EventLog events;
    private Lines lines;
    private Devices devices;

    /** Lines that do what the test says. */
    private static final class Wires implements DeviceProvider {
        private final String id;
        final List<Device> devices = new CopyOnWriteArrayList<>();
        Optional<Switchboard> board = Optional.empty();

        Wires(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String name() {
            return "Wires";
        }

        @Override
        public List<Device> devices() {
            return List.copyOf(devices);
        }

        @Override
        public void open(Switchboard switchboard) {
            board = Optional.of(switchboard);
            switchboard.devicesChanged(); // as trunks do, which come while the server opens
        }

        @Override
        public void close() {
            devices.clear();
            board.ifPresent(Switchboard::devicesChanged);
        }
    }

    private static final class Wire implements Device {
        private final String id;
        private final boolean virtual;
        volatile DeviceState state = DeviceState.idle(NOW);

        Wire(String id, boolean virtual) {
            this.id = id;
            this.virtual = virtual;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String name() {
            return "Wire " + id;
        }

        @Override
        public String number() {
            return "";
        }

        @Override
        public DeviceState state() {
            return state;
        }

        @Override
        public boolean isVirtual() {
            return virtual;
        }

        @Override
        public boolean reaches(String dialString) {
            return true;
        }

        @Override
        public CallReport send(OutgoingFax fax, CallListener listener) {
            throw new AssertionError("nobody sends here");
        }
    }

    @BeforeEach
    void open() {
        store = database.open(directory);
        wires.devices.add(new Wire("a", false));
        wires.devices.add(new Wire("b", false));
        wires.devices.add(new Wire("c", true));
        start(Set.of(store.node()));
    }

    private void start(Set<String> living) {
        events = new EventLog(store);
        lines = new Lines(List.of(wires, others));
        devices = new Devices(
                store, events, InstantSource.fixed(NOW), store.node(), lines, key -> Optional.empty(), () -> living);
        lines.open(new Switchboard() {
            @Override
            public Reception incoming(IncomingCall call) {
                return new Reception.Refuse(Reception.Reason.NOT_NOW);
            }

            @Override
            public void stateChanged(Device device) {
                devices.stateChanged(device);
            }

            @Override
            public void devicesChanged() {
                devices.devicesChanged();
            }
        });
        devices.devicesChanged();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Switchboard board() {
        return wires.board.orElseThrow();
    }

    private RegisteredDevice device(String key) {
        return devices.named(key);
    }

    private RegisteredDevice set(String key, DeviceSettings settings) {
        return devices.change(device(key).id(), device(key).version(), settings);
    }

    private List<ServerEvent> told(ServerEvent.Kind kind) {
        store.write(handle -> true); // what was written without waiting is there now
        return events.after(0, ANY).stream()
                .filter(event -> event.kind() == kind)
                .toList();
    }

    @Test
    void a_new_device_gets_a_number_sends_and_answers_at_once() {
        assertThat(devices.inOrder()).extracting(RegisteredDevice::id).containsExactly(1, 2, 3);
        RegisteredDevice a = device("a");
        assertThat(a.settings()).isEqualTo(DeviceSettings.STANDARD);
        assertThat(a.provider()).isEqualTo("wires");
        assertThat(a.offered()).isTrue();
        assertThat(a.lastSeen()).isEqualTo(NOW);
        assertThat(devices.named("1")).isEqualTo(a);
        assertThat(devices.idOf("b")).hasValue(2);
        assertThat(devices.idOf("nobody")).isEmpty();
        assertThat(told(ServerEvent.Kind.CONFIG_CHANGED))
                .extracting(ServerEvent::subject)
                .containsExactly("devices/1", "devices/2", "devices/3");
    }

    @Test
    void a_number_is_kept_over_a_restart_and_never_given_again() {
        wires.devices.removeIf(each -> each.id().equals("c"));
        board().devicesChanged();
        assertThat(device("c").offered()).isFalse();
        assertThat(devices.status(3).poweredOff()).isTrue();
        devices.remove(3);
        assertThatThrownBy(() -> devices.named("c"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(FaxError.ERROR_BAD_UNIT));
        store.close();
        store = database.open(directory);
        wires.devices.add(new Wire("c", true));
        start(Set.of(store.node()));
        assertThat(devices.inOrder()).extracting(RegisteredDevice::id).containsExactly(1, 2, 4);
    }

    @Test
    void a_start_and_a_stop_take_no_device_off_the_list() {
        others.devices.add(new Wire("d", false));
        others.board.orElseThrow().devicesChanged();
        List<RegisteredDevice> before = devices.inOrder();
        assertThat(before).hasSize(4);
        start(Set.of(store.node()));
        assertThat(devices.inOrder()).isEqualTo(before);
        lines.close();
        devices.stopped();
        assertThat(devices.inOrder()).isEqualTo(before);
        assertThat(told(ServerEvent.Kind.CONFIG_CHANGED)).hasSize(4);
    }

    @Test
    void a_device_that_is_there_cannot_be_removed() {
        assertThatThrownBy(() -> devices.remove(1)).isInstanceOf(Refusal.class).hasMessageContaining("is there");
        assertThat(devices.find(1)).isPresent();
    }

    @Test
    void a_change_wants_the_version_that_it_changes() {
        RegisteredDevice before = device("a");
        DeviceSettings wanted = new DeviceSettings("In the hall", false, ReceiveMode.AUTO_ANSWER, 3, "+49 1", "+49 2");
        RegisteredDevice after = devices.change(1, before.version(), wanted);
        assertThat(after.settings()).isEqualTo(wanted);
        assertThat(after.version()).isGreaterThan(before.version());
        assertThatThrownBy(() -> devices.change(1, before.version(), DeviceSettings.STANDARD))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        assertThat(devices.find(1)).contains(after);
        assertThat(devices.maySend("a")).isFalse();
        assertThat(devices.senders()).containsExactly("b", "c");
        assertThat(told(ServerEvent.Kind.CONFIG_CHANGED).getLast().subject()).isEqualTo("devices/1");
    }

    @Test
    void only_one_device_is_answered_by_hand_and_no_virtual_one() {
        set("a", DeviceSettings.STANDARD.receiving(ReceiveMode.MANUAL_ANSWER));
        long version = device("a").version();
        set("b", DeviceSettings.STANDARD.receiving(ReceiveMode.MANUAL_ANSWER));
        assertThat(device("a").settings().receiveMode()).isEqualTo(ReceiveMode.NO_ANSWER);
        assertThat(device("a").version()).isGreaterThan(version);
        assertThat(device("b").settings().receiveMode()).isEqualTo(ReceiveMode.MANUAL_ANSWER);
        assertThat(devices.answers("a")).isFalse();
        assertThat(devices.answers("b")).isTrue();
        assertThatThrownBy(() -> set("c", DeviceSettings.STANDARD.receiving(ReceiveMode.MANUAL_ANSWER)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(FaxError.ERROR_NOT_SUPPORTED));
        assertThat(device("b").settings().receiveMode()).isEqualTo(ReceiveMode.MANUAL_ANSWER);
    }

    @Test
    void settings_refuse_what_fax_machines_cannot_show_and_what_the_documents_forbid() {
        for (Runnable nonsense : List.<Runnable>of(
                () -> DeviceSettings.STANDARD.identified("123456789012345678901", ""),
                () -> DeviceSettings.STANDARD.identified("", "Zürich"),
                () -> DeviceSettings.STANDARD.answeringAt(0),
                () -> DeviceSettings.STANDARD.answeringAt(100),
                () -> DeviceSettings.STANDARD.described("x".repeat(254)))) {
            assertThatThrownBy(nonsense::run)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID));
        }
        assertThat(DeviceSettings.STANDARD
                        .identified("12345678901234567890", "~ !")
                        .tsid())
                .hasSize(20);
    }

    @Test
    void lines_are_tried_in_the_order_that_an_administrator_sets() {
        assertThat(devices.order(List.of(3))).extracting(RegisteredDevice::key).containsExactly("c", "a", "b");
        assertThat(devices.senders()).containsExactly("c", "a", "b");
        assertThat(devices.move(2, 1).priority()).isEqualTo(1);
        assertThat(devices.inOrder()).extracting(RegisteredDevice::key).containsExactly("b", "c", "a");
        assertThat(devices.move(2, 99).priority()).isEqualTo(3);
        assertThatThrownBy(() -> devices.order(List.of(1, 1))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> devices.order(List.of(7))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> devices.move(1, 0)).isInstanceOf(Refusal.class);
    }

    @Test
    void any_moves_leave_the_places_from_one_to_the_last() {
        long seed = 20_261_121;
        var random = new SplittableRandom(seed);
        var expected = new ArrayList<>(List.of(1, 2, 3));
        for (int i = 0; i < 40; i++) {
            int id = random.nextInt(1, 4);
            int place = random.nextInt(1, 5);
            devices.move(id, place);
            expected.remove((Integer) id);
            expected.add(Math.min(place - 1, 2), id);
            List<RegisteredDevice> now = devices.inOrder();
            assertThat(now).as("seed " + seed).extracting(RegisteredDevice::id).isEqualTo(expected);
            assertThat(now)
                    .as("seed " + seed)
                    .extracting(RegisteredDevice::priority)
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void what_a_line_does_is_told_at_the_beginning_and_the_end_of_it() {
        var wire = (Wire) wires.devices.getFirst();
        for (DeviceState.Activity activity : List.of(
                DeviceState.Activity.ANSWERING, DeviceState.Activity.RECEIVING, DeviceState.Activity.RECEIVING)) {
            wire.state = new DeviceState(activity, "call1", "4420", 0, NOW);
            board().stateChanged(wire);
        }
        assertThat(devices.status(1).receiving()).isTrue();
        wire.state = DeviceState.idle(NOW.plusSeconds(60));
        board().stateChanged(wire);
        assertThat(told(ServerEvent.Kind.DEVICE_CHANGED))
                .extracting(event -> event.facts().get("state"))
                .containsExactly("RINGING", "RECEIVING", "IDLE");
        assertThat(told(ServerEvent.Kind.DEVICE_CHANGED))
                .extracting(ServerEvent::subject)
                .containsOnly("1");
        assertThat(devices.status(1).condition()).isEqualTo(DeviceStatus.Condition.AVAILABLE);
    }

    @Test
    void a_server_that_stops_leaves_its_devices_off_for_the_others() {
        devices.stopped();
        assertThat(told(ServerEvent.Kind.DEVICE_CHANGED)).hasSize(3);
        var other = new Devices(
                store,
                events,
                InstantSource.fixed(NOW),
                "other",
                new Lines(List.of()),
                key -> Optional.empty(),
                () -> Set.of("other", store.node()));
        assertThat(other.statuses()).allMatch(DeviceStatus::poweredOff);
    }

    @Test
    void another_server_sees_what_a_device_does_and_that_it_is_off_when_its_server_is_dead() {
        var wire = (Wire) wires.devices.getFirst();
        wire.state = new DeviceState(DeviceState.Activity.SENDING, "call1", "4420", 1, NOW);
        board().stateChanged(wire);
        store.write(handle -> true);
        for (boolean alive : List.of(true, false)) {
            Set<String> living = alive ? Set.of("other", store.node()) : Set.of("other");
            var other = new Devices(
                    store,
                    events,
                    InstantSource.fixed(NOW),
                    "other",
                    new Lines(List.of()),
                    key -> Optional.empty(),
                    () -> living);
            assertThat(other.status(1).sending()).isEqualTo(alive);
            assertThat(other.status(1).poweredOff()).isEqualTo(!alive);
            assertThatThrownBy(() -> other.answer(1, Optional.empty()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("belongs to the server");
        }
    }

    @Test
    void only_what_rings_can_be_answered_and_the_call_may_be_named() {
        var asked = new ArrayList<String>();
        assertThatThrownBy(() -> devices.answer(1, Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing rings");
        devices.rings("a", new RingingCall() {
            @Override
            public boolean answer() {
                return asked.add("answer");
            }

            @Override
            public String id() {
                return "call1";
            }

            @Override
            public void stop(Outcome why) {
                throw new AssertionError("nobody stops it");
            }
        });
        assertThatThrownBy(() -> devices.answer(1, Optional.of("call2")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("call1");
        assertThat(asked).isEmpty();
        devices.answer(1, Optional.of("call1"));
        assertThat(asked).containsExactly("answer");
        devices.ringsNoMore("a", "call1");
        assertThatThrownBy(() -> devices.answer(1, Optional.empty())).isInstanceOf(Refusal.class);
    }

    @Test
    void a_thousand_channels_are_registered_and_listed_at_once() {
        for (int i = 0; i < 1000; i++) {
            wires.devices.add(new Wire("trunk-" + i, false));
        }
        board().devicesChanged();
        assertThat(devices.statuses()).hasSize(1003);
        assertThat(devices.senders()).hasSize(1003);
        assertThat(lines.device("trunk-999")).isPresent();
    }

    @Test
    void programs_keep_octets_with_a_device_and_with_the_server() {
        var properties = new ExtensionProperties(store, InstantSource.fixed(NOW));
        String guid = "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}";
        var heard = new ArrayList<Map.Entry<Integer, Integer>>();
        properties.listen(guid, (device, name, value) -> heard.add(Map.entry(device, value.length)));
        var octets = new byte[ExtensionProperties.MOST_OCTETS];
        new SplittableRandom(7).nextBytes(octets);
        properties.set(1, guid, octets);
        properties.set(ExtensionProperties.SERVER, guid, new byte[] {0, -1, 10, 13});
        assertThat(properties.get(1, guid.toLowerCase(Locale.ROOT))).isEqualTo(octets);
        assertThat(properties.get(0, guid)).containsExactly(0, -1, 10, 13);
        properties.set(1, guid, new byte[] {7});
        assertThat(properties.get(1, guid)).containsExactly(7);
        assertThat(heard).containsExactly(Map.entry(1, octets.length), Map.entry(0, 4), Map.entry(1, 1));
        assertThat(properties.find(2, guid)).isEmpty();
        for (Runnable nonsense : List.<Runnable>of(
                () -> properties.get(2, guid),
                () -> properties.get(1, "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
                () -> properties.set(1, guid, new byte[0]),
                () -> properties.set(1, guid, new byte[ExtensionProperties.MOST_OCTETS + 1]),
                () -> properties.set(9, guid, new byte[1]))) {
            assertThatThrownBy(nonsense::run)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isPresent());
        }
    }
}

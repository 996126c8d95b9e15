package org.caselli.service.device;

import static org.caselli.queue.ServerEvent.Kind.CONFIG_CHANGED;
import static org.caselli.queue.ServerEvent.Kind.DEVICE_CHANGED;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caselli.line.Device;
import org.caselli.line.DeviceState;
import org.caselli.line.Lines;
import org.caselli.line.RingingCall;
import org.caselli.queue.EventLog;
import org.caselli.service.ContentVersion;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Exported;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of all devices of all servers that share the database: what each is set to, and what it does. A device gets a
 * number when it is first seen and keeps it; settings act at once. What a device of this server does is asked of its line;
 * what one of another server does is what that server has written down at its last change.
 */
public final class Devices {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    /** Ours: so old may be what {@link #answers} goes by. Whoever takes a call asks the database anyway. */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    private static final String COLUMNS =
            "select id, node, device_key, provider, name, number, is_virtual, description, send_enabled, receive_mode, rings,"
                    + " tsid, csid, version, offered, last_seen, activity, status, status_at,"
                    + " (select count(*) from device before where before.position < device.position"
                    + " or before.position = device.position and before.id <= device.id) as priority from device ";

    /** The whole list counts its places itself, which is quicker with thousands. */
    private static final String LIST =
            "select id, node, device_key, provider, name, number, is_virtual, description, send_enabled, receive_mode, rings,"
                    + " tsid, csid, version, offered, last_seen, activity, status, status_at,"
                    + " row_number() over (order by position, id) as priority from device order by position, id";

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final String node;
    private final Lines lines;
    private final Function<String, Optional<DeviceStatus.Call>> live;
    private final Supplier<Set<String>> living;
    private final JsonType<DeviceStatus.Call> json = Jsonb.instance().type(DeviceStatus.Call.class);
    private final Map<String, RingingCall> ringing = new ConcurrentHashMap<>();
    private final Map<String, DeviceStatus.Activity> told = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Runnable changed = () -> {};
    private volatile Glance glance = new Glance(Instant.MIN, Set.of());

    /** Which devices of this server never answer, as it was a moment ago. */
    private record Glance(Instant at, Set<String> silent) {}

    /** A row of the table. */
    private record Row(RegisteredDevice device, DeviceStatus.Activity activity, String status, Instant at) {}

    /**
     * @param node     the name of this server
     * @param lines    of this server
     * @param live     the call on the line with this key, if there is one
     * @param living   the names of the servers that run
     */
    public Devices(
            Store store,
            EventLog events,
            InstantSource clock,
            String node,
            Lines lines,
            Function<String, Optional<DeviceStatus.Call>> live,
            Supplier<Set<String>> living) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.node = node;
        this.lines = lines;
        this.live = live;
        this.living = living;
    }

    /** Runs this after every change that an administrator makes here: a line may be free now that was not to be used. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** The name of this server. */
    public String node() {
        return node;
    }

    // Reading

    /** All devices, in the order in which lines are tried. */
    public List<RegisteredDevice> inOrder() {
        return store.read(Devices::rows).stream().map(Row::device).toList();
    }

    private static List<Row> rows(Handle handle) {
        return handle.createQuery(LIST).map((row, context) -> row(row)).list();
    }

    private Stream<Row> mine(Handle handle) {
        return rows(handle).stream().filter(row -> row.device().node().equals(node));
    }

    /** The device with this number. */
    public Optional<RegisteredDevice> find(int id) {
        return store.read(handle -> find(handle, id)).map(Row::device);
    }

    /**
     * A device by its number or its key. A key that devices of several servers have is meant for this server's, or if it has
     * none, for the first.
     *
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT) if there is none
     */
    public RegisteredDevice named(String idOrKey) {
        return store.read(handle -> named(handle, idOrKey)).device();
    }

    private Row named(Handle handle, String idOrKey) {
        Optional<Row> found = Optional.empty();
        if (idOrKey.matches("[1-9][0-9]{0,8}")) {
            found = find(handle, Integer.parseInt(idOrKey));
        }
        return found.or(() -> handle.createQuery(COLUMNS
                                + "where device_key = ? order by case when node = ? then 0 else 1 end, id limit 1")
                        .bind(0, idOrKey)
                        .bind(1, node)
                        .map((row, context) -> row(row))
                        .findOne())
                .orElseThrow(() -> unknown(idOrKey));
    }

    private static Optional<Row> find(Handle handle, int id) {
        return handle.createQuery(COLUMNS + "where id = ?")
                .bind(0, id)
                .map((row, context) -> row(row))
                .findOne();
    }

    private Optional<Row> own(Handle handle, String key) {
        return handle.createQuery(COLUMNS + "where node = ? and device_key = ?")
                .bind(0, node)
                .bind(1, key)
                .map((row, context) -> row(row))
                .findOne();
    }

    static Refusal unknown(String idOrKey) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                FaxError.ERROR_BAD_UNIT,
                "There is no device " + idOrKey + ".",
                "Look its number up in the list of devices.");
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new RegisteredDevice(
                        row.getInt("id"),
                        row.getString("node"),
                        row.getString("device_key"),
                        row.getString("provider"),
                        row.getString("name"),
                        row.getString("number"),
                        row.getInt("is_virtual") != 0,
                        new DeviceSettings(
                                row.getString("description"),
                                row.getInt("send_enabled") != 0,
                                ReceiveMode.valueOf(row.getString("receive_mode")),
                                row.getInt("rings"),
                                row.getString("tsid"),
                                row.getString("csid")),
                        row.getInt("priority"),
                        row.getLong("version"),
                        row.getInt("offered") != 0,
                        Instant.ofEpochMilli(row.getLong("last_seen"))),
                DeviceStatus.Activity.valueOf(row.getString("activity")),
                row.getString("status"),
                Instant.ofEpochMilli(row.getLong("status_at")));
    }

    /** The number of the device of this server with this key; empty if it was never seen. */
    public OptionalInt idOf(String key) {
        return store.read(handle -> handle.createQuery("select id from device where node = ? and device_key = ?")
                        .bind(0, node)
                        .bind(1, key)
                        .mapTo(Integer.class)
                        .findOne())
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** What the device of this server with this key is set to; as a new one if it was never seen. */
    public DeviceSettings settingsOf(String key) {
        return store.read(handle -> own(handle, key))
                .map(row -> row.device().settings())
                .orElse(DeviceSettings.STANDARD);
    }

    /** Whether the line of this server with this key has no bell, as its provider says; true if there is no such line. */
    public boolean isVirtual(String key) {
        return lines.device(key).map(Device::isVirtual).orElse(true);
    }

    /** Whether the device of this server with this key may carry faxes out. */
    public boolean maySend(String key) {
        return settingsOf(key).sendEnabled();
    }

    /** The keys of the devices of this server that may carry faxes out, in their order. */
    public List<String> senders() {
        return store.read(
                handle -> handle.createQuery("select device_key from device where node = ? and send_enabled = 1"
                                + " and offered = 1 order by position, id")
                        .bind(0, node)
                        .mapTo(String.class)
                        .list());
    }

    /** Whether a device of this server answers calls, as it was a moment ago. Never waits. */
    public boolean answers(String key) {
        Glance seen = glance;
        if (seen.at().isBefore(clock.instant().minus(GLANCE)) && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("device-glance").start(this::look);
        }
        return !seen.silent().contains(key);
    }

    private void look() {
        try {
            Set<String> silent = store.read(
                    handle -> handle.createQuery("select device_key from device where node = ? and receive_mode = ?")
                            .bind(0, node)
                            .bind(1, ReceiveMode.NO_ANSWER.name())
                            .mapTo(String.class)
                            .set());
            glance = new Glance(clock.instant(), silent);
        } catch (RuntimeException cause) {
            LOG.warn("Which devices answer could not be read; it is tried again at the next call.", cause);
        } finally {
            looking.set(false);
        }
    }

    /** All devices in their order. */
    List<RegisteredDevice> all(Handle handle) {
        return rows(handle).stream().map(Row::device).toList();
    }

    /** Their settings' part of the configuration file. */
    public Exported exported() {
        return new DeviceFile(this);
    }

    // Changing

    /**
     * Sets a device. It acts at once: on the next job, and the next call. A device that is to be answered by hand takes this
     * from the one that was before.
     *
     * @param expected the version that is changed
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT); STALE if it has another version by now; INVALID (ERROR_NOT_SUPPORTED) if a
     *                 virtual device is to be answered by hand
     */
    public RegisteredDevice change(int id, long expected, DeviceSettings wanted) {
        return change(id, expected, wanted, Optional.empty());
    }

    /**
     * The same, and moves it to another place in the order.
     *
     * @param priority as {@link #move} has it; empty to leave it where it is
     */
    public RegisteredDevice change(int id, long expected, DeviceSettings wanted, Optional<Integer> priority) {
        priority.ifPresent(Devices::requirePlace);
        RegisteredDevice after = store.write(handle -> {
            RegisteredDevice before = find(handle, id)
                    .orElseThrow(() -> unknown(Integer.toString(id)))
                    .device();
            requireVersion(before, expected);
            set(handle, before, wanted);
            priority.ifPresent(place -> move(handle, id, place));
            return find(handle, id).orElseThrow().device();
        });
        look();
        changed.run();
        return after;
    }

    void set(Handle handle, RegisteredDevice before, DeviceSettings wanted) {
        int id = before.id();
        if (before.settings().equals(wanted)) {
            return;
        }
        if (wanted.receiveMode() == ReceiveMode.MANUAL_ANSWER) {
            if (before.virtual()) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        FaxError.ERROR_NOT_SUPPORTED,
                        "Device " + id + " is a virtual one, which does not ring, so nobody can answer it.",
                        "Choose auto_answer or no_answer.");
            }
            List<Integer> others = handle.createQuery(
                            "select id from device where receive_mode = ? and id <> ? order by id")
                    .bind(0, ReceiveMode.MANUAL_ANSWER.name())
                    .bind(1, id)
                    .mapTo(Integer.class)
                    .list();
            for (int other : others) {
                handle.execute(
                        "update device set receive_mode = ?, version = version + 1 where id = ?",
                        ReceiveMode.NO_ANSWER.name(),
                        other);
                configChanged(handle, other);
            }
        }
        handle.execute(
                "update device set description = ?, send_enabled = ?, receive_mode = ?, rings = ?, tsid = ?, csid = ?,"
                        + " version = version + 1 where id = ?",
                wanted.description(),
                wanted.sendEnabled() ? 1 : 0,
                wanted.receiveMode().name(),
                wanted.ringsBeforeAnswer(),
                wanted.tsid(),
                wanted.csid(),
                id);
        configChanged(handle, id);
    }

    private static void requireVersion(RegisteredDevice device, long expected) {
        if (device.version() != expected) {
            throw new Refusal(
                    Refusal.Kind.STALE,
                    "Device " + device.id() + " has been changed since it was read: it has version " + device.version()
                            + ", not " + expected + ".",
                    "Read it again, and repeat the change if it is still wanted.");
        }
    }

    private void configChanged(Handle handle, int id) {
        events.append(handle, clock.instant(), CONFIG_CHANGED, "devices/" + id);
    }

    /**
     * Moves a device to another place in the order in which lines are tried; the others shift.
     *
     * @param priority 1 for the first; a number beyond the last means the last
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT); INVALID if the place is below 1
     */
    public RegisteredDevice move(int id, int priority) {
        requirePlace(priority);
        return store.write(handle -> {
            move(handle, id, priority);
            return find(handle, id).orElseThrow().device();
        });
    }

    private static void requirePlace(int priority) {
        if (priority < 1) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The place " + priority + " is none.",
                    "Give 1 for the first device, or more.");
        }
    }

    void move(Handle handle, int id, int priority) {
        List<Integer> ids = new ArrayList<>(
                rows(handle).stream().map(row -> row.device().id()).toList());
        if (!ids.remove(Integer.valueOf(id))) {
            throw unknown(Integer.toString(id));
        }
        ids.add(Math.min(priority - 1, ids.size()), id);
        place(handle, ids);
    }

    /**
     * Sets the order in which lines are tried.
     *
     * @param first the numbers of devices, the first first; those that are not named follow in the order they had
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT) if one is not there; INVALID if one is named twice
     */
    public List<RegisteredDevice> order(List<Integer> first) {
        return order(first, OptionalLong.empty());
    }

    /** The version of the order in which lines are tried. */
    public long orderVersion() {
        return store.read(Devices::orderVersion);
    }

    private static long orderVersion(Handle handle) {
        return ContentVersion.of(
                rows(handle).stream().map(row -> row.device().id()).toArray());
    }

    /**
     * The same, if the order is still of this version.
     *
     * @throws Refusal STALE if it is not
     */
    public List<RegisteredDevice> order(List<Integer> first, long expected) {
        return order(first, OptionalLong.of(expected));
    }

    private List<RegisteredDevice> order(List<Integer> first, OptionalLong expected) {
        if (new HashSet<>(first).size() < first.size()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The order has a device twice.",
                    "Name each device once, or not at all to have it behind the others.");
        }
        return store.write(handle -> {
            expected.ifPresent(
                    version -> ContentVersion.require("The order of the devices", orderVersion(handle), version));
            List<Integer> ids =
                    rows(handle).stream().map(row -> row.device().id()).toList();
            first.stream().filter(id -> !ids.contains(id)).findFirst().ifPresent(id -> {
                throw unknown(Integer.toString(id));
            });
            List<Integer> all = new ArrayList<>(first);
            var named = new HashSet<>(first);
            ids.stream().filter(id -> !named.contains(id)).forEach(all::add);
            place(handle, all);
            return rows(handle).stream().map(Row::device).toList();
        });
    }

    private void place(Handle handle, List<Integer> ids) {
        Map<Integer, Long> places = handle.createQuery("select id, position from device")
                .map((row, context) -> Map.entry(row.getInt("id"), row.getLong("position")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        boolean moved = false;
        for (int i = 0; i < ids.size(); i++) {
            if (!Objects.equals(places.get(ids.get(i)), i + 1L)) {
                handle.execute("update device set position = ? where id = ?", i + 1L, ids.get(i));
                moved = true;
            }
        }
        if (moved) {
            events.append(handle, clock.instant(), CONFIG_CHANGED, "devices/order");
        }
    }

    /**
     * Removes a device that its provider does not offer any more, and what programs keep with it. Should it come back, it is
     * a new device with another number.
     *
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT); CONFLICT if its provider still has it
     */
    public void remove(int id) {
        Set<String> up = living.get();
        store.write(handle -> {
            Row row = find(handle, id).orElseThrow(() -> unknown(Integer.toString(id)));
            if (row.device().offered() && up.contains(row.device().node())) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "Device " + id + " is there: the provider "
                                + row.device().provider() + " offers it.",
                        "Take it out of the provider's settings first, or switch its sending and receiving off.");
            }
            handle.execute("delete from extension_property where device_id = ?", id);
            handle.execute("delete from device where id = ?", id);
            configChanged(handle, id);
            return true;
        });
        look();
    }

    // What devices do

    /** What all devices do, in their order. */
    public List<DeviceStatus> statuses() {
        Set<String> up = living.get();
        return store.read(Devices::rows).stream().map(row -> status(row, up)).toList();
    }

    /**
     * What a device does.
     *
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT)
     */
    public DeviceStatus status(int id) {
        Row row = store.read(handle -> find(handle, id)).orElseThrow(() -> unknown(Integer.toString(id)));
        return status(row, row.device().node().equals(node) ? Set.of() : living.get());
    }

    private DeviceStatus status(Row row, Set<String> up) {
        RegisteredDevice device = row.device();
        if (!device.node().equals(node)) {
            return device.offered() && up.contains(device.node())
                    ? DeviceStatus.of(device, row.activity(), row.at(), call(row.status()), clock.instant())
                    : off(device);
        }
        Optional<Device> line = device.offered() ? lines.device(device.key()) : Optional.empty();
        if (line.isEmpty()) {
            return off(device);
        }
        DeviceState state = line.get().state();
        return DeviceStatus.of(
                device,
                DeviceStatus.Activity.of(state.activity()),
                state.since(),
                state.isIdle() ? Optional.empty() : live.apply(device.key()),
                clock.instant());
    }

    private DeviceStatus off(RegisteredDevice device) {
        return DeviceStatus.of(
                device, DeviceStatus.Activity.POWERED_OFF, device.lastSeen(), Optional.empty(), clock.instant());
    }

    private Optional<DeviceStatus.Call> call(String status) {
        return status.isEmpty() ? Optional.empty() : Optional.of(json.fromJson(status));
    }

    /** A line of this server has changed what it does. Nobody waits until it is written down. */
    public void stateChanged(Device line) {
        DeviceState state = line.state();
        DeviceStatus.Activity activity = DeviceStatus.Activity.of(state.activity());
        Optional<DeviceStatus.Call> call = state.isIdle() ? Optional.empty() : live.apply(line.id());
        boolean news = told.put(line.id(), activity) != activity;
        String status = call.map(json::toJson).orElse("");
        Instant now = clock.instant();
        store.writeSoon(handle -> {
            Optional<Integer> id = handle.createQuery("select id from device where node = ? and device_key = ?")
                    .bind(0, node)
                    .bind(1, line.id())
                    .mapTo(Integer.class)
                    .findOne();
            if (id.isEmpty()) {
                return; // it has just come, and is registered in a moment as it is then
            }
            handle.execute(
                    "update device set activity = ?, status = ?, status_at = ? where id = ?",
                    activity.name(),
                    status,
                    Store.millis(state.since()),
                    id.get());
            if (news) {
                changed(handle, id.get(), line.id(), activity, state.callId(), state.farNumber(), call, now);
            }
        });
    }

    private void changed(
            Handle handle,
            int id,
            String key,
            DeviceStatus.Activity activity,
            String callId,
            String number,
            Optional<DeviceStatus.Call> call,
            Instant now) {
        events.append(
                handle,
                now,
                DEVICE_CHANGED,
                Integer.toString(id),
                "device",
                key,
                "state",
                activity,
                "poweredOff",
                activity == DeviceStatus.Activity.POWERED_OFF,
                "sending",
                activity.isSending(call),
                "receiving",
                activity.isReceiving(call),
                "ringing",
                activity == DeviceStatus.Activity.RINGING,
                "call",
                callId,
                "number",
                number,
                "node",
                node);
    }

    /** A call rings on a line of this server. */
    public void rings(String key, RingingCall call) {
        ringing.put(key, call);
    }

    /** It does not ring any more. */
    public void ringsNoMore(String key, String callId) {
        ringing.computeIfPresent(key, (at, call) -> call.id().equals(callId) ? null : call);
    }

    /**
     * Answers the call that rings on a device, whatever its receive mode. That the request was accepted does not mean that
     * the call is answered: the caller may give up in the same moment.
     *
     * @param callId only if it is this call; empty for whatever rings
     * @throws Refusal NOT_FOUND (ERROR_BAD_UNIT); CONFLICT (ERROR_INVALID_OPERATION) if nothing rings there, another call
     *                 does, or the device belongs to another server
     */
    public void answer(int id, Optional<String> callId) {
        RegisteredDevice device = find(id).orElseThrow(() -> unknown(Integer.toString(id)));
        if (!device.node().equals(node)) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    FaxError.ERROR_INVALID_OPERATION,
                    "Device " + id + " belongs to the server " + device.node() + ".",
                    "Ask that server to answer.");
        }
        RingingCall call = ringing.get(device.key());
        boolean wanted = call != null && callId.map(call.id()::equals).orElse(true);
        if (call == null || !wanted || !call.answer()) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    FaxError.ERROR_INVALID_OPERATION,
                    call == null || wanted
                            ? "Nothing rings on device " + id + "."
                            : "On device " + id + " rings call " + call.id() + ", not " + callId.orElse("that") + ".",
                    "The caller may have given up; look at the device's status.");
        }
    }

    // Coming and going

    /**
     * Brings the registry up to date with the lines of this server: new ones get a number and the settings of a new device,
     * those that are gone are off.
     */
    public void devicesChanged() {
        List<Device> present;
        do { // another thread may have written down an older list after a newer one
            present = lines.devices();
            register(present);
        } while (!present.equals(lines.devices()));
        told.keySet().retainAll(present.stream().map(Device::id).collect(Collectors.toSet()));
        look();
    }

    private void register(List<Device> present) {
        List<Told> now = present.stream().map(this::told).toList();
        store.write(handle -> {
            Instant at = clock.instant();
            Map<String, Row> rows =
                    mine(handle).collect(Collectors.toMap(row -> row.device().key(), row -> row));
            for (Told each : now) {
                Row before = rows.remove(each.device().id());
                if (before == null) {
                    add(handle, each, at);
                } else {
                    update(handle, before, each, at);
                }
            }
            for (Row gone : rows.values()) {
                if (gone.device().offered() || gone.activity() != DeviceStatus.Activity.POWERED_OFF) {
                    handle.execute(
                            "update device set offered = 0, activity = ?, status = '', status_at = ? where id = ?",
                            DeviceStatus.Activity.POWERED_OFF.name(),
                            Store.millis(at),
                            gone.device().id());
                    configChanged(handle, gone.device().id());
                    changed(
                            handle,
                            gone.device().id(),
                            gone.device().key(),
                            DeviceStatus.Activity.POWERED_OFF,
                            "",
                            "",
                            Optional.empty(),
                            at);
                }
            }
            return true;
        });
    }

    /** A line as it was when the registry looked. */
    private record Told(Device device, String provider, DeviceStatus.Activity activity, Instant since, String status) {}

    private Told told(Device device) {
        DeviceState state = device.state();
        return new Told(
                device,
                lines.providerOf(device.id()).orElse(""),
                DeviceStatus.Activity.of(state.activity()),
                state.since(),
                state.isIdle() ? "" : live.apply(device.id()).map(json::toJson).orElse(""));
    }

    private void add(Handle handle, Told told, Instant at) {
        handle.execute("update device_number set last = last + 1");
        int id = handle.createQuery("select last from device_number")
                .mapTo(Integer.class)
                .one();
        DeviceSettings settings = DeviceSettings.STANDARD;
        handle.execute(
                "insert into device (id, node, device_key, provider, name, number, is_virtual, description, send_enabled,"
                        + " receive_mode, rings, tsid, csid, position, version, offered, last_seen, activity, status,"
                        + " status_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " (select coalesce(max(position), 0) + 1 from device), 1, 1, ?, ?, ?, ?)",
                id,
                node,
                told.device().id(),
                told.provider(),
                told.device().name(),
                told.device().number(),
                told.device().isVirtual() ? 1 : 0,
                settings.description(),
                settings.sendEnabled() ? 1 : 0,
                settings.receiveMode().name(),
                settings.ringsBeforeAnswer(),
                settings.tsid(),
                settings.csid(),
                Store.millis(at),
                told.activity().name(),
                told.status(),
                Store.millis(told.since()));
        configChanged(handle, id);
    }

    private void update(Handle handle, Row before, Told told, Instant at) {
        RegisteredDevice device = before.device();
        boolean virtual = told.device().isVirtual();
        // A device that has lost its bell cannot be answered by hand any more.
        ReceiveMode mode = virtual && device.settings().receiveMode() == ReceiveMode.MANUAL_ANSWER
                ? ReceiveMode.NO_ANSWER
                : device.settings().receiveMode();
        boolean other = !device.offered()
                || !device.provider().equals(told.provider())
                || !device.name().equals(told.device().name())
                || !device.number().equals(told.device().number())
                || device.virtual() != virtual;
        handle.execute(
                "update device set provider = ?, name = ?, number = ?, is_virtual = ?, receive_mode = ?, offered = 1,"
                        + " last_seen = ?, activity = ?, status = ?, status_at = ?, version = version + ? where id = ?",
                told.provider(),
                told.device().name(),
                told.device().number(),
                virtual ? 1 : 0,
                mode.name(),
                Store.millis(at),
                told.activity().name(),
                told.status(),
                Store.millis(told.since()),
                other ? 1 : 0,
                device.id());
        if (other) {
            configChanged(handle, device.id());
        }
        if (before.activity() != told.activity()) {
            changed(handle, device.id(), device.key(), told.activity(), "", "", Optional.empty(), at);
        }
    }

    /** This server stops: its devices are off for the others. They are still offered, and come back with it. */
    public void stopped() {
        store.write(handle -> {
            Instant at = clock.instant();
            for (Row row : mine(handle).filter(row -> row.device().offered()).toList()) {
                handle.execute(
                        "update device set activity = ?, status = '', status_at = ?, last_seen = ? where id = ?",
                        DeviceStatus.Activity.POWERED_OFF.name(),
                        Store.millis(at),
                        Store.millis(at),
                        row.device().id());
                changed(
                        handle,
                        row.device().id(),
                        row.device().key(),
                        DeviceStatus.Activity.POWERED_OFF,
                        "",
                        "",
                        Optional.empty(),
                        at);
            }
            return true;
        });
    }
}

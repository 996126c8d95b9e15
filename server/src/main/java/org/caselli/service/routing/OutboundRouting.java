package org.caselli.service.routing;

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
import static org.caselli.service.Refusal.Kind.CONFLICT;
import static org.caselli.service.Refusal.Kind.INVALID;
import static org.caselli.service.Refusal.Kind.NOT_FOUND;
import static org.caselli.service.Refusal.Kind.STALE;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.caselli.line.Device;
import org.caselli.line.Lines;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.service.settings.DiallingSettings;
import org.caselli.service.settings.Exported;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which devices may carry a fax: groups of devices, rules by country and area, and what follows from both for a number.
 * What administrators change acts at once, on every server that shares the database.
 *
 * <p>The best rule for a number is that of its country and area, then that of its country, then the default rule; one that
 * cannot be followed, because none of its devices can send, is passed over. One whose devices are only busy is not: the job
 * waits.
 */
public final class OutboundRouting {
    /** Ours: how long another server's change may take to be noticed here; changes of this one are noticed at once. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Ours, as for a recipient's number. */
    private static final int MAX_NUMBER = 200;

    private static final long ANY_VERSION = -1;

    private static final String GROUPS = "routing/outbound/groups/";
    private static final String RULES = "routing/outbound/rules/";

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Settings settings;
    private final Supplier<List<RoutableDevice>> devices;
    private final Lines lines;
    private final String node;

    private final AtomicBoolean committed = new AtomicBoolean(true);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Snapshot snapshot;

    /**
     * A plan, and until when it holds.
     *
     * @param event   the newest event when it was made; no change of configuration came after it
     * @param checked when that was last made sure of
     */
    private record Snapshot(RoutingPlan plan, long event, Instant checked) {}

    /**
     * @param devices all devices of all servers, in their order; asked again after each change of configuration
     * @param lines   the lines of this server
     * @param node    its name
     */
    public OutboundRouting(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            Settings settings,
            Supplier<List<RoutableDevice>> devices,
            Lines lines,
            String node) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.devices = devices;
        this.lines = lines;
        this.node = node;
        store.afterCommit(() -> committed.set(true));
    }

    // What follows for a number

    /** The devices that may carry a fax to this number. Quick enough to be asked for every job of a long queue. */
    public Choice lines(String number) {
        return plan().choose(number);
    }

    /** How a number is understood, and what is dialled for it. */
    public Reading read(String number) {
        return plan().numbers().read(number);
    }

    /**
     * The device of this server that a job would take now.
     *
     * @param wanted the only one that may carry it, whatever the rules say, if the job names one
     * @param idle   the devices of this server that are free
     */
    public Optional<String> idle(String number, Optional<String> wanted, Set<String> idle) {
        RoutingPlan plan = plan();
        Choice choice = plan.choose(number);
        String dialled = choice.reading().dialled();
        return wanted.map(key -> plan.maySend(key) ? List.of(key) : List.<String>of()).orElseGet(choice::keys).stream()
                .filter(key -> idle.contains(key)
                        && lines.device(key)
                                .filter(device -> unfit(device, dialled).isEmpty())
                                .isPresent())
                .findFirst();
    }

    /** What keeps a line from dialling this at any time, as a sentence. */
    private static Optional<String> unfit(Device device, String dialled) {
        if (!device.reaches(dialled)) {
            return Optional.of("It cannot dial " + dialled + ".");
        }
        if (device.number().equals(dialled)) {
            return Optional.of("The number is its own, and a line cannot call itself.");
        }
        return Optional.empty();
    }

    /** Why a number goes over which line, at this moment. Nothing is dialled. */
    public Explanation explain(String number) {
        if (number.isBlank() || number.length() > MAX_NUMBER) {
            throw new Refusal(
                    INVALID,
                    E_INVALIDARG,
                    "There is no number to explain.",
                    "Give one of 1 to " + MAX_NUMBER + " characters.");
        }
        Choice choice = lines(number);
        String dialled = choice.reading().dialled();
        var explained = new ArrayList<Explanation.Line>();
        for (RoutableDevice device : choice.devices()) {
            explained.add(explained(device, dialled));
        }
        Optional<String> taken = explained.stream()
                .filter(Explanation.Line::free)
                .map(line -> line.device().key())
                .findFirst();
        return new Explanation(choice, List.copyOf(explained), taken, verdict(choice, taken));
    }

    private Explanation.Line explained(RoutableDevice device, String dialled) {
        if (!device.node().equals(node)) {
            return new Explanation.Line(
                    device,
                    false,
                    "It is a line of the server " + device.node() + ", which alone knows whether it is free.");
        }
        Optional<Device> line = lines.device(device.key());
        if (line.isEmpty()) {
            return new Explanation.Line(device, false, "It is not open at present.");
        }
        Optional<String> obstacle = unfit(line.get(), dialled)
                .or(() -> line.get().state().isIdle() ? Optional.empty() : Optional.of("It has a call."));
        return new Explanation.Line(device, obstacle.isEmpty(), obstacle.orElse("It is free."));
    }

    private static String verdict(Choice choice, Optional<String> taken) {
        String understood = switch (choice.reading()) {
            case Reading.Public(var _, var _, var _, long area, String shown, String place) ->
                shown + " is a number of " + place + (area == 0 ? "" : ", area code " + area) + ".";
            case Reading.Internal(String typed) -> typed + " is an internal number, for which there are no rules.";
            case Reading.Address(String typed) -> typed + " is an address, for which there are no rules.";
            case Reading.Unclear(String typed, String why) ->
                typed + " is dialled as it was typed, by the default rule. " + why;
        };
        String rule = choice.rule()
                .map(found -> " The rule \"" + found.key().title() + "\" decides.")
                .orElse(choice.steps().isEmpty() ? "" : " No rule can be followed.");
        String line = taken.map(key -> " It would go over " + key + " now.")
                .orElse(
                        choice.devices().isEmpty()
                                ? " It would wait until a device may send."
                                : " It would wait until one of its lines is free.");
        return understood + rule + line;
    }

    /** All devices of all servers, in their order. */
    public List<RoutableDevice> devices() {
        return fresh().devices();
    }

    /**
     * The number of a device that somebody names: its number itself, or its key, on this server before others.
     *
     * @throws Refusal INVALID if there is none of that name (ERROR_BAD_UNIT), or several on other servers (E_INVALIDARG)
     */
    public int device(String named) {
        if (named.matches("[0-9]{1,9}")) {
            return Integer.parseInt(named);
        }
        List<RoutableDevice> found =
                devices().stream().filter(device -> device.key().equals(named)).toList();
        Optional<RoutableDevice> ours =
                found.stream().filter(device -> device.node().equals(node)).findFirst();
        if (ours.isEmpty() && found.size() > 1) {
            throw new Refusal(
                    INVALID,
                    E_INVALIDARG,
                    "There is a device " + named + " on several servers.",
                    "Give its number; the list of devices has it.");
        }
        return ours.or(() -> found.stream().findFirst())
                .orElseThrow(() -> noDevice(named.length() > 100 ? "of so long a name" : named))
                .id();
    }

    // Groups

    /** The group of all devices first, then the others in the order in which they were made. */
    public List<OutboundGroup> groups() {
        return fresh().groups();
    }

    /** @throws Refusal NOT_FOUND (FAX_E_GROUP_NOT_FOUND) */
    public OutboundGroup group(String name) {
        return fresh().group(name).orElseThrow(() -> noGroup(name));
    }

    /** Makes a group without devices, as {@link #addGroup(String, List)} does. */
    public OutboundGroup addGroup(String name) {
        return addGroup(name, List.of());
    }

    /**
     * Makes a group.
     *
     * @param wanted its devices, in their order
     * @throws Refusal INVALID if the name cannot be one (E_INVALIDARG, ERROR_BUFFER_OVERFLOW), or for the devices as
     *                 {@link #setDevices}; CONFLICT (ERROR_DUP_NAME) if there is one of that name, whatever its case
     */
    public OutboundGroup addGroup(String name, List<Integer> wanted) {
        checkName(name);
        if (OutboundGroup.isBuiltIn(name)) {
            throw new Refusal(
                    CONFLICT,
                    ERROR_DUP_NAME,
                    "The group " + OutboundGroup.ALL_DEVICES + " is always there already.",
                    "Choose another name.");
        }
        RoutingPlan now = fresh();
        checkMembers(now, List.of(), wanted);
        change(handle -> {
            if (find(handle, name).isPresent()) {
                throw new Refusal(
                        CONFLICT,
                        ERROR_DUP_NAME,
                        "There is a group " + name + " already; upper and lower case make no difference.",
                        "Choose another name.");
            }
            String id = ids.next();
            handle.execute(
                    "insert into routing_group (id, name, folded, created_at, version) values (?, ?, ?, ?, 1)",
                    id,
                    name,
                    folded(name),
                    Store.millis(clock.instant()));
            putMembers(handle, id, wanted);
            return GROUPS + name;
        });
        return group(name);
    }

    /**
     * Deletes a group.
     *
     * @throws Refusal CONFLICT if it is the group of all devices (ERROR_INVALID_OPERATION), or a rule leads to it
     *                 (FAX_E_GROUP_IN_USE); NOT_FOUND
     */
    public void removeGroup(String name) {
        store.write(handle -> {
            removeGroup(handle, name);
            return true;
        });
        snapshot = null;
    }

    /** The devices of a group in their order. */
    List<Integer> devicesOf(Handle handle, String name) {
        return find(handle, name).map(group -> members(handle, group.id())).orElse(List.of());
    }

    /** Makes a group. For the configuration file. */
    void addGroup(Handle handle, String name, List<Integer> wanted) {
        checkName(name);
        if (OutboundGroup.isBuiltIn(name) || find(handle, name).isPresent()) {
            throw new Refusal(
                    CONFLICT, ERROR_DUP_NAME, "There is a group " + name + " already.", "Choose another name.");
        }
        String id = ids.next();
        handle.execute(
                "insert into routing_group (id, name, folded, created_at, version) values (?, ?, ?, ?, 1)",
                id,
                name,
                folded(name),
                Store.millis(clock.instant()));
        putMembers(handle, id, wanted);
        changed(handle, GROUPS + name);
    }

    /** Says which devices a group has. For the configuration file. */
    void setDevices(Handle handle, String name, List<Integer> wanted) {
        Kept group = existing(handle, name, "has every device and cannot be changed");
        List<Integer> before = members(handle, group.id());
        if (before.equals(wanted)) {
            return;
        }
        checkMembers(fresh(), before, wanted);
        handle.execute("delete from routing_group_device where group_id = ?", group.id());
        putMembers(handle, group.id(), wanted);
        handle.execute("update routing_group set version = version + 1 where id = ?", group.id());
        changed(handle, GROUPS + group.name());
    }

    void removeGroup(Handle handle, String name) {
        Kept group = existing(handle, name, "cannot be deleted");
        List<String> users = handle.createQuery(
                        "select country, area from routing_rule where group_id = ? order by country, area")
                .bind(0, group.id())
                .map((row, context) -> new RuleKey(row.getInt("country"), row.getLong("area")).toString())
                .list();
        if (!users.isEmpty()) {
            throw new Refusal(
                    CONFLICT,
                    FAX_E_GROUP_IN_USE,
                    "The group " + group.name() + " cannot be deleted: rules lead to it (" + String.join(", ", users)
                            + ").",
                    "Let those rules lead elsewhere first, or delete them.");
        }
        handle.execute("delete from routing_group where id = ?", group.id());
        changed(handle, GROUPS + group.name());
    }

    /**
     * Says which devices a group has, and in which order.
     *
     * @param expected the version it was read with
     * @throws Refusal STALE if somebody else has changed it; INVALID for a device that does not exist (ERROR_BAD_UNIT) or
     *                 stands there twice, or too many (FAX_E_BAD_GROUP_CONFIGURATION)
     */
    public OutboundGroup setDevices(String name, List<Integer> wanted, long expected) {
        RoutingPlan now = fresh();
        return changeDevices(name, expected, before -> {
            checkMembers(now, before, wanted);
            return wanted;
        });
    }

    /** Each device once, not too many, and those that are new exist. */
    private static void checkMembers(RoutingPlan now, List<Integer> before, List<Integer> wanted) {
        if (wanted.size() > OutboundGroup.MAX_DEVICES) {
            throw new Refusal(
                    INVALID,
                    FAX_E_BAD_GROUP_CONFIGURATION,
                    "The group would have " + wanted.size() + " devices.",
                    "A group has at most " + OutboundGroup.MAX_DEVICES + ".");
        }
        if (new HashSet<>(wanted).size() != wanted.size()) {
            throw new Refusal(
                    INVALID,
                    FAX_E_BAD_GROUP_CONFIGURATION,
                    "The list of devices has one of them twice.",
                    "Name each device once.");
        }
        wanted.stream().filter(device -> !before.contains(device)).forEach(device -> checkDevice(now, device));
    }

    /**
     * Adds a device to a group, as the last one.
     *
     * @throws Refusal INVALID if there is no such device (ERROR_BAD_UNIT), it is in the group already, or the group is full
     *                 (FAX_E_BAD_GROUP_CONFIGURATION); CONFLICT for the group of all devices (ERROR_INVALID_OPERATION)
     */
    public OutboundGroup addDevice(String name, int device) {
        RoutingPlan now = fresh();
        return changeDevices(name, ANY_VERSION, before -> {
            if (before.contains(device)) {
                throw new Refusal(
                        INVALID,
                        FAX_E_BAD_GROUP_CONFIGURATION,
                        "Device " + device + " is in the group " + name + " already.",
                        "Nothing needs to be done; to move it, set its place.");
            }
            var after = new ArrayList<>(before);
            after.add(device);
            checkMembers(now, before, after);
            return after;
        });
    }

    /** Takes a device out of a group. */
    public OutboundGroup removeDevice(String name, int device) {
        return changeDevices(name, ANY_VERSION, before -> {
            var after = new ArrayList<>(before);
            if (!after.remove(Integer.valueOf(device))) {
                throw notInGroup(name, device);
            }
            return after;
        });
    }

    /**
     * Moves a device within a group; the others make room.
     *
     * @param place 1 for the first
     * @throws Refusal INVALID: a device or place below 1 (E_INVALIDARG), a device that is not in the group or a place
     *                 beyond its end (FAX_E_BAD_GROUP_CONFIGURATION)
     */
    public OutboundGroup moveDevice(String name, int device, int place) {
        if (device < 1 || place < 1) {
            throw new Refusal(
                    INVALID,
                    E_INVALIDARG,
                    "Device " + device + " cannot be put in place " + place + ".",
                    "Devices and places are numbered from 1.");
        }
        return changeDevices(name, ANY_VERSION, before -> {
            var after = new ArrayList<>(before);
            if (!after.remove(Integer.valueOf(device))) {
                throw notInGroup(name, device);
            }
            if (place > before.size()) {
                throw new Refusal(
                        INVALID,
                        FAX_E_BAD_GROUP_CONFIGURATION,
                        "The group " + name + " has " + before.size() + " devices and no place " + place + ".",
                        "Give a place from 1 to " + before.size() + ".");
            }
            after.add(place - 1, device);
            return after;
        });
    }

    private OutboundGroup changeDevices(String name, long expected, UnaryOperator<List<Integer>> how) {
        change(handle -> {
            Kept group = existing(handle, name, "has every device and cannot be changed");
            if (expected != ANY_VERSION && expected != group.version()) {
                throw stale("The group " + group.name(), group.version(), expected);
            }
            List<Integer> before = members(handle, group.id());
            List<Integer> after = how.apply(before);
            if (after.equals(before)) {
                return "";
            }
            handle.execute("delete from routing_group_device where group_id = ?", group.id());
            putMembers(handle, group.id(), after);
            handle.execute("update routing_group set version = version + 1 where id = ?", group.id());
            return GROUPS + group.name();
        });
        return group(name);
    }

    private static void putMembers(Handle handle, String group, List<Integer> members) {
        var batch = handle.prepareBatch(
                "insert into routing_group_device (group_id, position, device_id) values (?, ?, ?)");
        for (int i = 0; i < members.size(); i++) {
            batch.bind(0, group).bind(1, i + 1).bind(2, (long) members.get(i)).add();
        }
        if (!members.isEmpty()) {
            batch.execute();
        }
    }

    // Rules

    /** The default rule first, then by country and area. */
    public List<OutboundRule> rules() {
        return fresh().rules();
    }

    /** @throws Refusal NOT_FOUND (FAX_E_RULE_NOT_FOUND) */
    public OutboundRule rule(RuleKey key) {
        return fresh().rule(key).orElseThrow(() -> noRule(key));
    }

    /**
     * Makes a rule.
     *
     * @throws Refusal INVALID for the key of the default rule (E_INVALIDARG), an unknown device (ERROR_BAD_UNIT), a group
     *                 without a device that can send (FAX_E_BAD_GROUP_CONFIGURATION); NOT_FOUND for an unknown group
     *                 (FAX_E_GROUP_NOT_FOUND); CONFLICT if there is a rule of this key (ERROR_ALREADY_EXISTS)
     */
    public OutboundRule addRule(RuleKey key, Destination destination) {
        if (key.isDefault()) {
            throw new Refusal(
                    INVALID,
                    E_INVALIDARG,
                    "A rule needs a country; the rule for all other numbers is always there already.",
                    "Give a country code of 1 to 999, or change the default rule.");
        }
        checkForm(destination);
        RoutingPlan now = fresh();
        change(handle -> {
            if (version(handle, key).isPresent()) {
                throw new Refusal(
                        CONFLICT,
                        ERROR_ALREADY_EXISTS,
                        "There is a rule " + key + " (" + key.title() + ") already.",
                        "Change that one.");
            }
            put(handle, key, checked(handle, now, destination), 1);
            return RULES + key;
        });
        return rule(key);
    }

    /**
     * Lets a rule lead elsewhere; also the default rule.
     *
     * @param expected the version it was read with
     * @throws Refusal as for {@link #addRule}; STALE if somebody else has changed it; NOT_FOUND (FAX_E_RULE_NOT_FOUND)
     */
    public OutboundRule setRule(RuleKey key, Destination destination, long expected) {
        checkForm(destination);
        RoutingPlan now = fresh();
        change(handle -> {
            long before = version(handle, key)
                    .or(() -> key.isDefault() ? Optional.of(0L) : Optional.empty())
                    .orElseThrow(() -> noRule(key));
            if (before != expected) {
                throw stale("The rule " + key, before, expected);
            }
            put(handle, key, checked(handle, now, destination), before + 1);
            return RULES + key;
        });
        return rule(key);
    }

    /**
     * Deletes a rule.
     *
     * @throws Refusal INVALID for the default rule (E_INVALIDARG); NOT_FOUND (FAX_E_RULE_NOT_FOUND)
     */
    public void removeRule(RuleKey key) {
        if (key.isDefault()) {
            throw new Refusal(
                    INVALID,
                    E_INVALIDARG,
                    "The default rule cannot be deleted.",
                    "Let it lead to " + OutboundGroup.ALL_DEVICES + " or elsewhere instead.");
        }
        store.write(handle -> {
            removeRule(handle, key);
            return true;
        });
        snapshot = null;
    }

    void removeRule(Handle handle, RuleKey key) {
        if (handle.execute("delete from routing_rule where country = ? and area = ?", key.country(), key.area()) == 0) {
            throw noRule(key);
        }
        changed(handle, RULES + key);
    }

    /** Lets a rule lead there, whether it was there before or not. For the configuration file. */
    void putRule(Handle handle, RuleKey key, Destination destination) {
        checkForm(destination);
        put(
                handle,
                key,
                checked(handle, fresh(), destination),
                version(handle, key).orElse(0L) + 1);
        changed(handle, RULES + key);
    }

    private void changed(Handle handle, String subject) {
        events.append(handle, clock.instant(), ServerEvent.Kind.CONFIG_CHANGED, subject);
    }

    /** The parts of the configuration file that are about groups and rules. */
    public List<Exported> exported() {
        return List.of(new OutboundFile.Groups(this), new OutboundFile.Rules(this));
    }

    private static void put(Handle handle, RuleKey key, Target target, long version) {
        handle.execute(
                "insert into routing_rule (country, area, device_id, group_id, version) values (?, ?, ?, ?, ?)"
                        + " on conflict (country, area) do update set device_id = excluded.device_id,"
                        + " group_id = excluded.group_id, version = excluded.version",
                key.country(),
                key.area(),
                target.device(),
                target.group(),
                version);
    }

    private static Optional<Long> version(Handle handle, RuleKey key) {
        return handle.createQuery("select version from routing_rule where country = ? and area = ?")
                .bind(0, key.country())
                .bind(1, key.area())
                .mapTo(Long.class)
                .findOne();
    }

    /** A destination as a rule keeps it. */
    private record Target(@Nullable Long device, @Nullable String group) {}

    private static void checkForm(Destination destination) {
        switch (destination) {
            case Destination.ToDevice(int device)
            when device < 1 ->
                throw new Refusal(
                        INVALID, E_INVALIDARG, "There is no device " + device + ".", "Devices are numbered from 1.");
            case Destination.ToDevice _ -> {}
            case Destination.ToGroup(String name) -> checkLength(name);
        }
    }

    /** @param now the devices as they are; the groups are read in the transaction */
    private Target checked(Handle handle, RoutingPlan now, Destination destination) {
        return switch (destination) {
            case Destination.ToDevice(int device) -> {
                checkDevice(now, device);
                yield new Target((long) device, null);
            }
            case Destination.ToGroup(String name) when OutboundGroup.isBuiltIn(name) -> new Target(null, null);
            case Destination.ToGroup(String name) -> {
                Kept group = find(handle, name).orElseThrow(() -> noGroup(name));
                if (members(handle, group.id()).stream().noneMatch(now::maySend)) {
                    throw new Refusal(
                            INVALID,
                            FAX_E_BAD_GROUP_CONFIGURATION,
                            "No rule can lead to the group " + group.name()
                                    + ": it has no device, or none of its devices can send.",
                            "Add a device to it that is switched on for sending.");
                }
                yield new Target(null, group.id());
            }
        };
    }

    // What both have in common

    private record Kept(String id, String name, long version) {}

    /** Carries out a change that answers what it changed, and notes that; empty for nothing. */
    private void change(Function<Handle, String> work) {
        store.write(handle -> {
            String subject = work.apply(handle);
            if (!subject.isEmpty()) {
                events.append(handle, clock.instant(), ServerEvent.Kind.CONFIG_CHANGED, subject);
            }
            return true;
        });
        snapshot = null;
    }

    private static Optional<Kept> find(Handle handle, String name) {
        return handle.createQuery("select id, name, version from routing_group where folded = ?")
                .bind(0, folded(name))
                .map((row, context) -> new Kept(row.getString("id"), row.getString("name"), row.getLong("version")))
                .findOne();
    }

    private static Kept existing(Handle handle, String name, String builtIn) {
        if (OutboundGroup.isBuiltIn(name)) {
            throw new Refusal(
                    CONFLICT,
                    ERROR_INVALID_OPERATION,
                    "The group " + OutboundGroup.ALL_DEVICES + " " + builtIn + ".",
                    "Make a group of your own.");
        }
        return find(handle, name).orElseThrow(() -> noGroup(name));
    }

    private static List<Integer> members(Handle handle, String group) {
        return handle.createQuery("select device_id from routing_group_device where group_id = ? order by position")
                .bind(0, group)
                .mapTo(Integer.class)
                .list();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void checkLength(String name) {
        if (name.isEmpty()) {
            throw new Refusal(INVALID, E_INVALIDARG, "The name of the group is empty.", "Give one.");
        }
        if (name.length() > OutboundGroup.MAX_NAME) {
            throw new Refusal(
                    INVALID,
                    ERROR_BUFFER_OVERFLOW,
                    "The name of the group has " + name.length() + " characters.",
                    "Give at most " + OutboundGroup.MAX_NAME + ".");
        }
    }

    /** Names stand in addresses and lists, so what could be mistaken there cannot be in one. */
    private static void checkName(String name) {
        checkLength(name);
        if (name.isBlank()
                || !name.equals(name.strip())
                || name.chars().allMatch(c -> c == '.')
                || name.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\')) {
            throw new Refusal(
                    INVALID,
                    E_INVALIDARG,
                    "The name of the group has blanks at its ends, control characters, slashes, or points only.",
                    "Leave them out.");
        }
    }

    private static void checkDevice(RoutingPlan now, int device) {
        if (now.device(device).isEmpty()) {
            throw noDevice(Integer.toString(device));
        }
    }

    private static Refusal noDevice(String named) {
        return new Refusal(
                INVALID, ERROR_BAD_UNIT, "There is no device " + named + ".", "Choose one of the list of devices.");
    }

    private static Refusal noGroup(String name) {
        return new Refusal(
                NOT_FOUND,
                FAX_E_GROUP_NOT_FOUND,
                "There is no group " + (name.length() > OutboundGroup.MAX_NAME ? "of so long a name" : name) + ".",
                "Choose one of the list of groups, or make it first.");
    }

    private static Refusal noRule(RuleKey key) {
        return new Refusal(
                NOT_FOUND,
                FAX_E_RULE_NOT_FOUND,
                "There is no rule " + key + " (" + key.title() + ").",
                "Choose one of the list of rules, or make it first.");
    }

    private static Refusal notInGroup(String name, int device) {
        return new Refusal(
                INVALID,
                FAX_E_BAD_GROUP_CONFIGURATION,
                "Device " + device + " is not in the group " + name + ".",
                "Choose one of its devices.");
    }

    private static Refusal stale(String what, long version, long expected) {
        return new Refusal(
                STALE,
                what + " was changed by somebody else: it is at version " + version + ", not " + expected + ".",
                "Read it again, and repeat your change if it is still wanted.");
    }

    // The plan

    /** The plan, with all that is committed; for people. */
    private RoutingPlan fresh() {
        snapshot = null;
        return plan();
    }

    /** Something was configured, here or on another server: whether the plan still holds is looked at before its next use. */
    public void changed() {
        committed.set(true);
    }

    /**
     * The plan. Every change of configuration is in the event log, so whether it still holds is told by the events after
     * the newest that it knows; these are looked at when this server has committed something, and now and then because of
     * the others.
     */
    private RoutingPlan plan() {
        Snapshot known = snapshot;
        Instant now = clock.instant();
        if (known != null
                && !committed.get()
                && now.isBefore(known.checked().plus(LOOK_AGAIN))
                && !now.isBefore(known.checked())) {
            return known.plan();
        }
        lock.lock();
        try {
            // First, so that a commit from here on is looked at again.
            committed.set(false);
            Snapshot current = snapshot;
            Snapshot next = current == null ? made(now, null) : renewed(current, now);
            snapshot = next;
            return next.plan();
        } finally {
            lock.unlock();
        }
    }

    private Snapshot renewed(Snapshot known, Instant now) {
        record Since(long last, boolean changed) {}
        Since since = store.read(handle -> handle.createQuery("select coalesce(max(sequence), ?) as last,"
                        + " count(case when kind = ? then 1 end) as changes from event where sequence > ?")
                .bind(0, known.event())
                .bind(1, ServerEvent.Kind.CONFIG_CHANGED.name())
                .bind(2, known.event())
                .map((row, context) -> new Since(row.getLong("last"), row.getLong("changes") > 0))
                .one());
        return since.changed() ? made(now, known.plan().numbers()) : new Snapshot(known.plan(), since.last(), now);
    }

    private Snapshot made(Instant now, @Nullable Numbers before) {
        record Rows(long event, List<RoutingPlan.KeptGroup> groups, List<RoutingPlan.KeptRule> rules, String region) {}
        Rows rows = store.read(handle -> new Rows(
                handle.createQuery("select coalesce(max(sequence), 0) from event")
                        .mapTo(Long.class)
                        .one(),
                keptGroups(handle),
                keptRules(handle),
                settings.get(handle, DiallingSettings.class).value().region()));
        Numbers numbers = before != null && before.region().equals(rows.region()) ? before : new Numbers(rows.region());
        return new Snapshot(
                new RoutingPlan(numbers, node, rows.groups(), rows.rules(), devices.get()), rows.event(), now);
    }

    private static List<RoutingPlan.KeptGroup> keptGroups(Handle handle) {
        var members = new HashMap<String, List<Integer>>();
        handle.createQuery("select group_id, device_id from routing_group_device order by group_id, position")
                .map((row, context) -> members.computeIfAbsent(row.getString("group_id"), _ -> new ArrayList<>())
                        .add(row.getInt("device_id")))
                .list();
        return handle.createQuery("select id, name, version from routing_group order by created_at, id")
                .map((row, context) -> new RoutingPlan.KeptGroup(
                        row.getString("id"),
                        row.getString("name"),
                        row.getLong("version"),
                        members.getOrDefault(row.getString("id"), List.of())))
                .list();
    }

    private static List<RoutingPlan.KeptRule> keptRules(Handle handle) {
        return handle.createQuery(
                        "select country, area, device_id, group_id, version from routing_rule order by country, area")
                .map((row, context) -> new RoutingPlan.KeptRule(
                        new RuleKey(row.getInt("country"), row.getLong("area")),
                        row.getObject("device_id") == null ? null : row.getInt("device_id"),
                        row.getString("group_id"),
                        row.getLong("version")))
                .list();
    }
}

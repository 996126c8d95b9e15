package org.caselli.service.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caselli.service.routing.Choice.Step;
import org.jspecify.annotations.Nullable;

/** Groups, rules and devices as they stood together at one moment, and what follows from them. Knows no database. */
final class RoutingPlan {
    /**
     * A group as it is kept.
     *
     * @param devices in their order
     */
    record KeptGroup(String id, String name, long version, List<Integer> devices) {}

    /**
     * A rule as it is kept; with neither device nor group it leads to all devices.
     *
     * @param device a registry number
     * @param group  a group's id
     */
    record KeptRule(
            RuleKey key, @Nullable Integer device, @Nullable String group, long version) {}

    private final Numbers numbers;
    private final String node;
    private final Map<Integer, RoutableDevice> devices = new LinkedHashMap<>();
    private final Map<String, OutboundGroup> groups = new LinkedHashMap<>();
    private final Map<RuleKey, OutboundRule> rules = new LinkedHashMap<>();
    private final OutboundGroup all;

    /**
     * @param node    this server, among those that share the database
     * @param devices all there are, in their order
     */
    RoutingPlan(
            Numbers numbers, String node, List<KeptGroup> groups, List<KeptRule> rules, List<RoutableDevice> devices) {
        this.numbers = numbers;
        this.node = node;
        devices.forEach(device -> this.devices.put(device.id(), device));
        this.all = group(OutboundGroup.ALL_DEVICES, List.copyOf(this.devices.keySet()), 0);
        groups.forEach(kept -> this.groups.put(kept.id(), group(kept.name(), kept.devices(), kept.version())));
        this.rules.put(
                RuleKey.DEFAULT,
                new OutboundRule(RuleKey.DEFAULT, Destination.ALL_DEVICES, RuleStatus.of(all.status()), 0));
        rules.forEach(kept -> this.rules.put(kept.key(), rule(kept)));
    }

    private OutboundGroup group(String name, List<Integer> members, long version) {
        return new OutboundGroup(
                name, GroupStatus.of(members.stream().map(this::maySend).toList()), members, version);
    }

    private OutboundRule rule(KeptRule kept) {
        if (kept.device() != null) {
            return new OutboundRule(
                    kept.key(),
                    new Destination.ToDevice(kept.device()),
                    maySend(kept.device()) ? RuleStatus.VALID : RuleStatus.BAD_DEVICE,
                    kept.version());
        }
        OutboundGroup group = kept.group() == null ? all : Objects.requireNonNull(groups.get(kept.group()));
        return new OutboundRule(
                kept.key(), new Destination.ToGroup(group.name()), RuleStatus.of(group.status()), kept.version());
    }

    boolean maySend(int device) {
        RoutableDevice known = devices.get(device);
        return known != null && known.maySend();
    }

    /** The group of all devices first, then the others in the order in which they were made. */
    List<OutboundGroup> groups() {
        var list = new ArrayList<OutboundGroup>();
        list.add(all);
        list.addAll(groups.values());
        return list;
    }

    Optional<OutboundGroup> group(String name) {
        return groups().stream()
                .filter(group -> group.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The default rule first, then by country and area. */
    List<OutboundRule> rules() {
        return List.copyOf(rules.values());
    }

    Optional<OutboundRule> rule(RuleKey key) {
        return Optional.ofNullable(rules.get(key));
    }

    List<RoutableDevice> devices() {
        return List.copyOf(devices.values());
    }

    Optional<RoutableDevice> device(int id) {
        return Optional.ofNullable(devices.get(id));
    }

    /** Whether a device of this server may send. */
    boolean maySend(String key) {
        return devices.values().stream()
                .anyMatch(device -> device.maySend()
                        && device.node().equals(node)
                        && device.key().equals(key));
    }

    Numbers numbers() {
        return numbers;
    }

    /** The devices for a number, by the best rule that can be followed. */
    Choice choose(String number) {
        Reading reading = numbers.read(number);
        return switch (reading) {
            case Reading.Internal _, Reading.Address _ -> choice(reading, List.of(), able(all.devices()));
            case Reading.Unclear _ -> byRules(reading, List.of(RuleKey.DEFAULT));
            case Reading.Public(var _, var _, int country, long area, var _, var _) ->
                byRules(
                        reading,
                        area == 0
                                ? List.of(new RuleKey(country, 0), RuleKey.DEFAULT)
                                : List.of(new RuleKey(country, area), new RuleKey(country, 0), RuleKey.DEFAULT));
        };
    }

    private Choice byRules(Reading reading, List<RuleKey> order) {
        var steps = new ArrayList<Step>();
        for (RuleKey key : order) {
            OutboundRule rule = rules.get(key);
            if (rule == null) {
                steps.add(new Step(key, Optional.empty(), false, "There is no such rule."));
            } else if (!rule.status().isUsable()) {
                steps.add(new Step(key, Optional.of(rule), false, cannotBeFollowed(rule)));
            } else {
                steps.add(new Step(key, Optional.of(rule), true, follows(rule)));
                return choice(reading, steps, able(members(rule.destination())));
            }
        }
        return choice(reading, steps, List.of());
    }

    private Choice choice(Reading reading, List<Step> steps, List<RoutableDevice> able) {
        return new Choice(
                reading,
                List.copyOf(steps),
                able,
                able.stream()
                        .filter(device -> device.node().equals(node))
                        .map(RoutableDevice::key)
                        .toList());
    }

    private List<Integer> members(Destination destination) {
        return switch (destination) {
            case Destination.ToDevice(int device) -> List.of(device);
            case Destination.ToGroup(String name) ->
                group(name).map(OutboundGroup::devices).orElse(List.of());
        };
    }

    private List<RoutableDevice> able(List<Integer> ids) {
        return ids.stream()
                .flatMap(id -> device(id).stream())
                .filter(RoutableDevice::maySend)
                .toList();
    }

    private static String follows(OutboundRule rule) {
        return "It leads to " + told(rule.destination())
                + (rule.status() == RuleStatus.SOME_GROUP_DEV_NOT_VALID
                        ? ", of which some devices cannot send and are left out."
                        : ".");
    }

    private static String cannotBeFollowed(OutboundRule rule) {
        String where = told(rule.destination());
        return switch (rule.status()) {
            case BAD_DEVICE -> "It leads to " + where + ", which is gone or switched off for sending.";
            case EMPTY_GROUP -> "It leads to " + where + ", which has no device.";
            case ALL_GROUP_DEV_NOT_VALID -> "It leads to " + where + ", of which no device can send.";
            case VALID, SOME_GROUP_DEV_NOT_VALID -> throw new IllegalArgumentException(rule + " can be followed.");
        };
    }

    private static String told(Destination destination) {
        return switch (destination) {
            case Destination.ToDevice(int device) -> "device " + device;
            case Destination.ToGroup(String name) -> "the group " + name;
        };
    }
}

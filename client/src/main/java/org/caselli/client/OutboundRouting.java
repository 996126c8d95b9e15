package org.caselli.client;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines carry a fax: groups of devices, and rules that lead from a country or an area to a group or a device. A device
 * is named by its number or its key ({@code berlin-1}).
 */
public final class OutboundRouting {
    private static final String GROUPS = "/routing/outbound/groups";
    private static final String RULES = "/routing/outbound/rules";

    /**
     * A group.
     *
     * @param builtIn whether it is the group of all devices, which cannot be changed
     * @param status  {@code all_dev_valid}, {@code empty}, {@code all_dev_not_valid} or {@code some_dev_not_valid}
     * @param devices in the order in which they are tried
     */
    @Json
    public record Group(String name, boolean builtIn, String status, List<Member> devices) {}

    /**
     * A device of a group.
     *
     * @param key     null where the device is gone
     * @param node    the server that has it; likewise
     * @param maySend whether it is there, and switched on for sending
     */
    @Json
    public record Member(
            int id, @Nullable String key, @Nullable String node, boolean maySend) {}

    /**
     * A rule.
     *
     * @param key     {@code 49-30}, {@code 49-0} for a whole country, {@code 0-0} for all other numbers
     * @param title   for people: "Germany, area 30"
     * @param status  {@code valid}, {@code empty_group}, {@code all_group_dev_not_valid}, {@code some_group_dev_not_valid}
     *                or {@code bad_device}
     * @param device  where it leads, if that is a device
     * @param group   where it leads, if that is a group
     */
    @Json
    public record Rule(
            String key,
            int country,
            long area,
            String title,
            String status,
            @Nullable Integer device,
            @Nullable String group) {}

    /**
     * Why a number goes over which line.
     *
     * @param rules   those that were looked at, in that order
     * @param devices those that may carry it, in the order in which they are tried
     * @param taken   the one that would be taken now; null where a fax would wait
     * @param verdict all of it in a sentence
     */
    @Json
    public record Explanation(
            String number,
            Reading reading,
            List<RuleLookedAt> rules,
            List<DeviceLookedAt> devices,
            @Nullable String taken,
            String verdict) {}

    /**
     * How a number was understood.
     *
     * @param kind    {@code public}, {@code internal}, {@code address} or {@code unclear}
     * @param dialled what a line is given to dial
     */
    @Json
    public record Reading(
            String kind,
            String dialled,
            @Nullable Integer country,
            @Nullable Long area,
            @Nullable String international,
            @Nullable String place,
            @Nullable String why) {}

    /** A rule that was looked at, and why it decides or does not; without {@code rule} where there is none. */
    @Json
    public record RuleLookedAt(
            String key,
            String title,
            boolean taken,
            String why,
            @Nullable Rule rule) {}

    /**
     * A device that may carry the number, or several that are alike; whether it is free for it now, and why not.
     *
     * @param id   of the first of them
     * @param keys all of them in few words
     */
    @Json
    public record DeviceLookedAt(int id, String key, String keys, int count, String node, boolean free, String why) {}

    @Json
    record Groups(List<Group> items) {}

    @Json
    record NewGroup(String name, List<String> devices) {}

    @Json
    record GroupDevices(List<String> devices) {}

    @Json
    record GroupDevice(String device) {}

    @Json
    record Place(int place) {}

    @Json
    record Rules(List<Rule> items) {}

    @Json
    record NewRule(
            int country,
            long area,
            @Nullable String device,
            @Nullable String group) {}

    @Json
    record RuleDestination(
            @Nullable String device, @Nullable String group) {}

    @Json
    record NumberToExplain(String number) {}

    private final CaselliClient client;

    OutboundRouting(CaselliClient client) {
        this.client = client;
    }

    private static String group(String name) {
        return GROUPS + "/" + CaselliClient.escaped(name);
    }

    private static String member(String group, String device) {
        return group(group) + "/devices/" + CaselliClient.escaped(device);
    }

    private static String rule(String key) {
        return RULES + "/" + CaselliClient.escaped(key);
    }

    /** The group of all devices first. */
    public List<Group> groups() {
        return client.get(GROUPS, Groups.class).items();
    }

    /** A group, whatever the case of its name. */
    public Tagged<Group> findGroup(String name) {
        return client.getTagged(group(name), Group.class);
    }

    /** Makes a group with these devices, in this order. */
    public Group addGroup(String name, List<String> devices) {
        return client.post(GROUPS, new NewGroup(name, devices), Group.class);
    }

    public void removeGroup(String name) {
        client.delete(group(name));
    }

    /**
     * Says which devices a group has, and in which order.
     *
     * @param tag that of {@link #findGroup}, or {@code *}
     */
    public Group setDevices(String name, List<String> devices, String tag) {
        return client.put(group(name) + "/devices", new GroupDevices(devices), tag, Group.class);
    }

    /** Adds a device as the last one. */
    public Group addDevice(String name, String device) {
        return client.post(group(name) + "/devices", new GroupDevice(device), Group.class);
    }

    /** Moves a device; place 1 is the first. */
    public Group moveDevice(String name, String device, int place) {
        return client.put(member(name, device), new Place(place), null, Group.class);
    }

    public void removeDevice(String name, String device) {
        client.delete(member(name, device));
    }

    /** The default rule first, then by country and area. */
    public List<Rule> rules() {
        return client.get(RULES, Rules.class).items();
    }

    public Tagged<Rule> findRule(String key) {
        return client.getTagged(rule(key), Rule.class);
    }

    /** Makes a rule that leads to a device; area 0 is the whole country. */
    public Rule addRuleToDevice(int country, long area, String device) {
        return client.post(RULES, new NewRule(country, area, device, null), Rule.class);
    }

    /** Makes a rule that leads to a group; area 0 is the whole country. */
    public Rule addRuleToGroup(int country, long area, String group) {
        return client.post(RULES, new NewRule(country, area, null, group), Rule.class);
    }

    /** Lets a rule lead to a device. The tag is that of {@link #findRule}, or {@code *}. */
    public Rule setRuleToDevice(String key, String device, String tag) {
        return client.put(rule(key), new RuleDestination(device, null), tag, Rule.class);
    }

    /** Lets a rule lead to a group. The tag is that of {@link #findRule}, or {@code *}. */
    public Rule setRuleToGroup(String key, String group, String tag) {
        return client.put(rule(key), new RuleDestination(null, group), tag, Rule.class);
    }

    public void removeRule(String key) {
        client.delete(rule(key));
    }

    /** Why a number goes over which line. Nothing is dialled. */
    public Explanation explain(String number) {
        return client.post("/routing/outbound/explain", new NumberToExplain(number), Explanation.class);
    }
}

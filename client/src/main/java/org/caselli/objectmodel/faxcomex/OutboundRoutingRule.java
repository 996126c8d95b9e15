package org.caselli.objectmodel.faxcomex;

import java.util.Objects;
import org.caselli.client.OutboundRouting.Rule;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_RULE_STATUS_ENUM;
import org.caselli.faxcomex.FaxOutboundRoutingRule;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Edited;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class OutboundRoutingRule implements FaxOutboundRoutingRule {
    /** Where it leads: to the device or to the group, as {@code useDevice} says. */
    private record Destination(boolean useDevice, int device, String group) {
        static Destination of(Rule rule) {
            Integer device = rule.device();
            return new Destination(device != null, Objects.requireNonNullElse(device, 0), Words.text(rule.group()));
        }
    }

    private final Connection connection;
    private final Edited<Destination> destination;
    private volatile Rule seen;

    OutboundRoutingRule(Connection connection, Tagged<Rule> rule) {
        this.connection = connection;
        this.seen = rule.value();
        this.destination = new Edited<>(
                new Tagged<>(Destination.of(rule.value()), rule.tag()), () -> read(connection), this::write);
    }

    private Tagged<Destination> read(Connection present) {
        Tagged<Rule> rule = present.ask(
                FaxError.FAX_E_RULE_NOT_FOUND,
                client -> client.outboundRouting().findRule(seen.key()));
        return seen(rule);
    }

    private Tagged<Destination> write(Destination wanted, String tag) {
        requireDestination(wanted.useDevice, wanted.group, wanted.device);
        Rule written = connection.ask(
                FaxError.FAX_E_RULE_NOT_FOUND,
                client -> wanted.useDevice
                        ? client.outboundRouting().setRuleToDevice(seen.key(), Integer.toString(wanted.device), tag)
                        : client.outboundRouting().setRuleToGroup(seen.key(), wanted.group, tag));
        return seen(new Tagged<>(written, Edited.NO_TAG));
    }

    private Tagged<Destination> seen(Tagged<Rule> rule) {
        seen = rule.value();
        return new Tagged<>(Destination.of(rule.value()), rule.tag());
    }

    static void requireDestination(boolean useDevice, String group, int device) {
        if (useDevice ? device <= 0 : group.isEmpty()) {
            throw Faults.invalid(
                    useDevice ? "The rule leads to the device " + device + "." : "The rule leads to no group.",
                    useDevice ? "Give the id of a device." : "Give the name of a group.");
        }
    }

    @Override
    public int getCountryCode() {
        return seen.country();
    }

    @Override
    public int getAreaCode() {
        return (int) seen.area();
    }

    @Override
    public FAX_RULE_STATUS_ENUM getStatus() {
        return Words.of(FAX_RULE_STATUS_ENUM.class, seen.status());
    }

    @Override
    public boolean isUseDevice() {
        return destination.get().useDevice();
    }

    @Override
    public void setUseDevice(boolean value) {
        destination.set(now -> new Destination(value, now.device, now.group));
    }

    @Override
    public int getDeviceId() {
        return destination.get().device();
    }

    @Override
    public void setDeviceId(int value) {
        destination.set(now -> new Destination(now.useDevice, value, now.group));
    }

    @Override
    public String getGroupName() {
        return destination.get().group();
    }

    @Override
    public void setGroupName(@Nullable String value) {
        String name = Words.text(value);
        destination.set(now -> new Destination(now.useDevice, now.device, name));
    }

    @Override
    public void refresh() {
        destination.refresh();
    }

    @Override
    public void save() {
        destination.save();
    }
}

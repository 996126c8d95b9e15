package org.caselli.objectmodel.faxcomex;

import java.util.List;
import org.caselli.client.OutboundRouting.Rule;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxOutboundRoutingRule;
import org.caselli.faxcomex.FaxOutboundRoutingRules;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Edited;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class OutboundRoutingRules extends Items<FaxOutboundRoutingRule> implements FaxOutboundRoutingRules {
    private final Connection connection;

    OutboundRoutingRules(Connection connection) {
        super(read(connection));
        this.connection = connection;
    }

    private static List<OutboundRoutingRule> read(Connection connection) {
        return connection.ask(client -> client.outboundRouting().rules()).stream()
                .map(rule -> new OutboundRoutingRule(connection, new Tagged<>(rule, Edited.NO_TAG)))
                .toList();
    }

    private static String key(int countryCode, int areaCode) {
        return countryCode + "-" + areaCode;
    }

    @Override
    public FaxOutboundRoutingRule itemByCountryAndArea(int countryCode, int areaCode) {
        return new OutboundRoutingRule(
                connection,
                connection.ask(
                        FaxError.FAX_E_RULE_NOT_FOUND,
                        client -> client.outboundRouting().findRule(key(countryCode, areaCode))));
    }

    @Override
    public void removeByCountryAndArea(int countryCode, int areaCode) {
        if (countryCode == 0) {
            throw Faults.invalid(
                    "The default rule cannot be removed.", "Let it lead elsewhere, or name the rule of a country.");
        }
        connection.tell(
                FaxError.FAX_E_RULE_NOT_FOUND,
                client -> client.outboundRouting().removeRule(key(countryCode, areaCode)));
        renew(read(connection));
    }

    @Override
    public void remove(int index) {
        FaxOutboundRoutingRule rule = getItem(index);
        removeByCountryAndArea(rule.getCountryCode(), rule.getAreaCode());
    }

    @Override
    public FaxOutboundRoutingRule add(
            int countryCode, int areaCode, boolean useDevice, @Nullable String groupName, int deviceId) {
        String group = Words.text(groupName);
        if (useDevice && !group.isEmpty()) {
            throw Faults.invalid(
                    "The rule leads to a device, and names the group \"" + group + "\" as well.",
                    "Leave the group empty, or give false for useDevice.");
        }
        OutboundRoutingRule.requireDestination(useDevice, group, deviceId);
        Rule added = connection.ask(
                FaxError.FAX_E_GROUP_NOT_FOUND,
                client -> useDevice
                        ? client.outboundRouting().addRuleToDevice(countryCode, areaCode, Integer.toString(deviceId))
                        : client.outboundRouting().addRuleToGroup(countryCode, areaCode, group));
        renew(read(connection));
        return new OutboundRoutingRule(connection, new Tagged<>(added, Edited.NO_TAG));
    }
}

package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caselli.client.OutboundRouting.DeviceLookedAt;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_DEVICE_RECEIVE_MODE_ENUM;
import org.caselli.faxcomex.FAX_PROVIDER_STATUS_ENUM;
import org.caselli.faxcomex.FAX_ROUTING_RULE_CODE_ENUM;
import org.caselli.faxcomex.FAX_RULE_STATUS_ENUM;
import org.caselli.faxcomex.FaxConstants;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxDeviceIds;
import org.caselli.faxcomex.FaxDeviceProvider;
import org.caselli.faxcomex.FaxDeviceProviders;
import org.caselli.faxcomex.FaxDevices;
import org.caselli.faxcomex.FaxInboundRoutingExtension;
import org.caselli.faxcomex.FaxInboundRoutingMethod;
import org.caselli.faxcomex.FaxInboundRoutingMethods;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.faxcomex.FaxOutboundRoutingGroups;
import org.caselli.faxcomex.FaxOutboundRoutingRule;
import org.caselli.faxcomex.FaxOutboundRoutingRules;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S14 of what programmers of Windows fax really do: devices and routing. */
class S14DevicesAndRoutingTest {
    private static final String FOLDER = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";
    private static final String ALL_DEVICES = FaxConstants.bstrGROUPNAME_ALLDEVICES;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void devices_are_set_and_routing_leads_faxes_to_them(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder);
                FaxServer server = FaxServer.create()) {
            setUp.connect(server, running);
            devices(server);
            methodsOfADevice(server);
            providers(server);
            inboundRouting(server);
            outboundRouting(server);
            states(server, running);
        }
    }

    private static void devices(FaxServer server) {
        FaxDevices devices = server.getDevices();
        for (int i = 1; i <= devices.getCount(); i++) {
            FaxDevice device = devices.getItemById(devices.getItem(i).getId());
            device.setCSID("Caselli CSID is 20 " + i);
            device.setTSID("Caselli TSID is 20 " + i);
            device.setSendEnabled(true);
            device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmAUTO_ANSWER);
            device.setRingsBeforeAnswer(2);
            device.setDescription("Line " + i);
            device.save();
            device.refresh();
            assertThat(device.getCSID()).isEqualTo("Caselli CSID is 20 " + i).hasSize(20);
            assertThat(device.getTSID()).hasSize(20);
            device.setCSID("Caselli CSID is 21 c " + i);
            device.setDescription("not saved either");
            device.setRingsBeforeAnswer(3);
            assertRefused(FaxError.E_INVALIDARG, device::save);
            assertThat(device.getDescription()).as("the edits stay").isEqualTo("not saved either");
            device.refresh();
            assertThat(device.getCSID()).isEqualTo("Caselli CSID is 20 " + i);
            assertThat(device.isSendEnabled()).isTrue();
            assertThat(device.getReceiveMode()).isEqualTo(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmAUTO_ANSWER);
            assertThat(device.getRingsBeforeAnswer()).isEqualTo(2);
            assertThat(device.getDescription()).isEqualTo("Line " + i);
        }
    }

    private void methodsOfADevice(FaxServer server) {
        FaxDevice device = server.getDevices().getItem(1);
        // The documented configuration of a built-in method: an extension property with UTF-16LE and a null at its end.
        String path = folder.resolve("routed").toString();
        device.setExtensionProperty(FOLDER, (path + "\0").getBytes(StandardCharsets.UTF_16LE));
        device.useRoutingMethod(FOLDER, true);
        assertThat(device.getUsedRoutingMethods()).containsExactly(FOLDER);
        device.useRoutingMethod(FOLDER, false);
        assertThat(device.getUsedRoutingMethods()).isEmpty();

        byte[] octets = new byte[100_000];
        new Random(14).nextBytes(octets);
        String guid = "{0f3f9f91-c838-415e-a4f3-3e828ca445e0}";
        device.setExtensionProperty(guid, octets);
        server.setExtensionProperty(guid, new byte[] {0, -1, 0});
        assertThat(device.getExtensionProperty(guid)).isEqualTo(octets);
        assertThat(server.getExtensionProperty(guid)).containsExactly(0, -1, 0);
    }

    private static void providers(FaxServer server) {
        FaxDeviceProviders providers = server.getDeviceProviders();
        for (FaxDeviceProvider provider : providers) {
            assertThat(provider.getFriendlyName()).isNotEmpty();
            assertThat(provider.getMajorVersion() + provider.getMinorVersion()).isNotNegative();
            assertThat(provider.getStatus()).isEqualTo(FAX_PROVIDER_STATUS_ENUM.fpsSUCCESS);
            assertThat(provider.isDebug()).isFalse();
            assertThat(provider.getImageName()).isNotNull();
            assertThat(provider.getInitErrorCode()).isZero();
        }
        assertThat(providers.getCount()).isPositive();
    }

    private static void inboundRouting(FaxServer server) {
        for (FaxInboundRoutingExtension extension : server.getInboundRouting().getExtensions()) {
            assertThat(extension.getMethods()).contains(FOLDER);
        }
        FaxInboundRoutingMethods methods = server.getInboundRouting().getMethods();
        FaxInboundRoutingMethod last = methods.getItem(methods.getCount());
        assertThat(methods.getItem(last.getGUID().toUpperCase(java.util.Locale.ROOT))
                        .getName())
                .isEqualTo(last.getName());
        assertThat(methods.getItem(last.getName().toUpperCase(java.util.Locale.ROOT))
                        .getGUID())
                .isEqualTo(last.getGUID());
        last.setPriority(1);
        last.save();
        var order = new ArrayList<String>();
        server.getInboundRouting().getMethods().forEach(method -> order.add(method.getGUID()));
        assertThat(order).hasSize(methods.getCount()).startsWith(last.getGUID());
    }

    private static void outboundRouting(FaxServer server) {
        FaxOutboundRoutingGroups groups = server.getOutboundRouting().getGroups();
        assertThat(groups.getItem(1).getName()).isEqualTo(ALL_DEVICES);
        assertRefused(FaxError.ERROR_INVALID_OPERATION, () -> groups.remove(1));
        assertRefused(FaxError.ERROR_INVALID_OPERATION, () -> groups.remove("<All devices>"));
        FaxOutboundRoutingGroup group = groups.add("Germany");
        assertThat(groups.getItem(1).getName()).as("still the first").isEqualTo(ALL_DEVICES);
        assertRefused(FaxError.ERROR_DUP_NAME, () -> groups.add("germany"));

        int one = server.getDevices().getItem(1).getId();
        int two = server.getDevices().getItem(2).getId();
        FaxDeviceIds ids = group.getDeviceIds();
        ids.add(one);
        ids.add(two);
        ids.setOrder(two, 1);
        assertThat(List.of(ids.getItem(1), ids.getItem(2))).containsExactly(two, one);
        ids.remove(1);
        ids.add(two);

        FaxOutboundRoutingRules rules = server.getOutboundRouting().getRules();
        assertRefused(FaxError.E_INVALIDARG, () -> rules.remove(1));
        FaxOutboundRoutingRule country =
                rules.add(49, FAX_ROUTING_RULE_CODE_ENUM.frrcANY_CODE.value(), false, "Germany", 0);
        FaxOutboundRoutingRule area = rules.add(49, 30, true, "", one);
        assertRefused(FaxError.ERROR_ALREADY_EXISTS, () -> rules.add(49, 30, false, "Germany", 0));
        assertThat(rules.itemByCountryAndArea(49, FAX_ROUTING_RULE_CODE_ENUM.frrcANY_CODE.value())
                        .getGroupName())
                .isEqualTo(country.getGroupName());
        assertRefused(FaxError.FAX_E_RULE_NOT_FOUND, () -> rules.itemByCountryAndArea(49, 40));
        area.setUseDevice(false);
        area.setGroupName("Germany");
        area.save();
        assertThat(rules.itemByCountryAndArea(49, 30).isUseDevice()).isFalse();
        assertRefused(FaxError.FAX_E_GROUP_IN_USE, () -> groups.remove("Germany"));
        rules.removeByCountryAndArea(49, 30);
        assertThat(rules.getCount()).isEqualTo(2);
    }

    /** Each of the five states of a rule. */
    private static void states(FaxServer server, RunningServer running) {
        FaxOutboundRoutingRules rules = server.getOutboundRouting().getRules();
        FaxOutboundRoutingRule rule = rules.itemByCountryAndArea(49, 0);
        assertThat(rule.getStatus()).isEqualTo(FAX_RULE_STATUS_ENUM.frsVALID);

        FaxDevice one = server.getDevices().getItem(1);
        one.setSendEnabled(false);
        one.save();
        rule.refresh();
        assertThat(rule.getStatus()).isEqualTo(FAX_RULE_STATUS_ENUM.frsSOME_GROUP_DEV_NOT_VALID);
        assertThat(running.client().outboundRouting().explain("+49 30 123456").devices())
                .as("the other one still sends")
                .extracting(DeviceLookedAt::id)
                .containsExactly(server.getDevices().getItem(2).getId());

        FaxDevice two = server.getDevices().getItem(2);
        two.setSendEnabled(false);
        two.save();
        rule.refresh();
        assertThat(rule.getStatus()).isEqualTo(FAX_RULE_STATUS_ENUM.frsALL_GROUP_DEV_NOT_VALID);
        two.setSendEnabled(true);
        two.save();

        FaxOutboundRoutingRule toDevice = rules.add(39, 6, true, "", two.getId());
        two.setSendEnabled(false);
        two.save();
        toDevice.refresh();
        assertThat(toDevice.getStatus()).isEqualTo(FAX_RULE_STATUS_ENUM.frsBAD_DEVICE);

        FaxDeviceIds ids =
                server.getOutboundRouting().getGroups().getItem("Germany").getDeviceIds();
        while (ids.getCount() > 0) {
            ids.remove(1);
        }
        rule.refresh();
        assertThat(rule.getStatus()).isEqualTo(FAX_RULE_STATUS_ENUM.frsEMPTY_GROUP);
    }
}

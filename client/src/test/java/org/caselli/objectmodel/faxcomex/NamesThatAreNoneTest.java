package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxAccountSet;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxOutboundRoutingGroups;
import org.caselli.faxcomex.FaxOutboundRoutingRules;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and ids that are null, empty or nobody's are what the documents say of unknown ones; none is another request. */
class NamesThatAreNoneTest extends Scenario {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {" ", "..", "../..", "/", "x?y=z", "no such thing", "0000000000000000", "\u0000", "ÿ\uD83D\uDE00"
            })
    void what_is_not_there_is_told_so(String name) {
        try (FaxServer server = connected(SetUp.REMOTE)) {
            refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue(server).getJob(name));
            assertThat(queue(server).findJob(name)).isEmpty();
            refused(FaxError.E_INVALIDARG, () -> queue(server).getJobs().getItem(name));
            refused(FaxError.E_INVALIDARG, () -> server.getDevices().getItem(name));
            refused(FaxError.E_INVALIDARG, () -> server.getDeviceProviders().getItem(name));
            refused(
                    FaxError.E_INVALIDARG,
                    () -> server.getInboundRouting().getExtensions().getItem(name));
            refused(
                    FaxError.E_INVALIDARG,
                    () -> server.getInboundRouting().getMethods().getItem(name));
            refused(FaxError.ERROR_FILE_NOT_FOUND, () -> server.unregisterDeviceProvider(name));
            refused(FaxError.ERROR_FILE_NOT_FOUND, () -> server.unregisterInboundRoutingExtension(name));

            FaxDevice device = server.getDevices().getItem(1);
            refused(FaxError.E_INVALIDARG, () -> device.getExtensionProperty(name));
            refused(FaxError.E_INVALIDARG, () -> device.setExtensionProperty(name, new byte[] {1}));
            refused(FaxError.E_INVALIDARG, () -> server.getExtensionProperty(name));
            refused(FaxError.E_INVALIDARG, () -> server.setExtensionProperty(name, new byte[] {1}));
            refused(FaxError.ERROR_INVALID_DATA, () -> device.useRoutingMethod(name, true));

            FaxOutboundRoutingGroups groups = server.getOutboundRouting().getGroups();
            refused(FaxError.FAX_E_GROUP_NOT_FOUND, () -> groups.getItem(name));
            refused(FaxError.FAX_E_GROUP_NOT_FOUND, () -> groups.remove(name));
            assertThat(groups.getCount()).isEqualTo(1);
            FaxOutboundRoutingRules rules = server.getOutboundRouting().getRules();
            refused(
                    name == null || name.isEmpty() ? FaxError.E_INVALIDARG : FaxError.FAX_E_GROUP_NOT_FOUND,
                    () -> rules.add(49, 30, false, name, 0));

            FaxAccountSet accounts = server.getFaxAccountSet();
            FaxError noAccount = name == null || name.isBlank() ? FaxError.E_INVALIDARG : FaxError.ERROR_FILE_NOT_FOUND;
            refused(noAccount, () -> accounts.getAccount(name));
            refused(noAccount, () -> accounts.removeAccount(name));
            refused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> server.getFolders().getIncomingArchive().getMessage(name));
            refused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> server.getFolders().getOutgoingArchive().getMessage(name));
            refused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> server.getFolders().getIncomingQueue().getJob(name));
        }
    }
}

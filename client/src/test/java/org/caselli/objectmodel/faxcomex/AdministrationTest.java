package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.client.Accounts.NewAccount;
import org.caselli.client.Api;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FAX_DEVICE_RECEIVE_MODE_ENUM;
import org.caselli.faxcomex.FAX_GROUP_STATUS_ENUM;
import org.caselli.faxcomex.FAX_LOG_LEVEL_ENUM;
import org.caselli.faxcomex.FAX_PROVIDER_STATUS_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RULE_STATUS_ENUM;
import org.caselli.faxcomex.FAX_SERVER_APIVERSION_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SMTP_AUTHENTICATION_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountSet;
import org.caselli.faxcomex.FaxAccounts;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.faxcomex.FaxActivityLogging;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxConstants;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxDeviceIds;
import org.caselli.faxcomex.FaxDeviceProvider;
import org.caselli.faxcomex.FaxDeviceProviders;
import org.caselli.faxcomex.FaxDevices;
import org.caselli.faxcomex.FaxEventLogging;
import org.caselli.faxcomex.FaxInboundRouting;
import org.caselli.faxcomex.FaxInboundRoutingExtension;
import org.caselli.faxcomex.FaxInboundRoutingExtensions;
import org.caselli.faxcomex.FaxInboundRoutingMethod;
import org.caselli.faxcomex.FaxInboundRoutingMethods;
import org.caselli.faxcomex.FaxLoggingOptions;
import org.caselli.faxcomex.FaxOutboundRouting;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.faxcomex.FaxOutboundRoutingGroups;
import org.caselli.faxcomex.FaxOutboundRoutingRule;
import org.caselli.faxcomex.FaxOutboundRoutingRules;
import org.caselli.faxcomex.FaxReceiptOptions;
import org.caselli.faxcomex.FaxSecurity;
import org.caselli.faxcomex.FaxSecurity2;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.Called;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.caselli.server.StartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every member with which a server is administered, asked of a running one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationTest {
    static final List<Class<?>> COVERS = List.of(
            FaxServer.class,
            FaxDeviceProviders.class,
            FaxDeviceProvider.class,
            FaxDevices.class,
            FaxDevice.class,
            FaxDeviceIds.class,
            FaxInboundRouting.class,
            FaxInboundRoutingExtensions.class,
            FaxInboundRoutingExtension.class,
            FaxInboundRoutingMethods.class,
            FaxInboundRoutingMethod.class,
            FaxOutboundRouting.class,
            FaxOutboundRoutingGroups.class,
            FaxOutboundRoutingGroup.class,
            FaxOutboundRoutingRules.class,
            FaxOutboundRoutingRule.class,
            FaxActivity.class,
            FaxLoggingOptions.class,
            FaxActivityLogging.class,
            FaxEventLogging.class,
            FaxReceiptOptions.class,
            FaxSecurity.class,
            FaxSecurity2.class,
            FaxConfiguration.class,
            FaxAccountSet.class,
            FaxAccounts.class);

    private static final String ALL_DEVICES = FaxConstants.bstrGROUPNAME_ALLDEVICES;
    private static final String FOLDER_METHOD = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";
    private static final String PRINT_METHOD = "{aec1b37c-9af2-11d0-abf7-00c04fd91a4e}";

    private final Called called = new Called();

    @TempDir
    static Path folder;

    private RunningServer running;
    private FaxServer server;

    @BeforeAll
    void start() throws StartException {
        // A caller who waits for a hand waits for a quarter of a minute then.
        running = new RunningServer(folder.resolve("data"), "loopback.haste = 5");
        server = connected();
    }

    @AfterAll
    void every_member_was_called() throws Exception {
        server.disconnect();
        running.close();
        assertThat(called.missing(getClass(), COVERS)).isEmpty();
    }

    private FaxServer connected() {
        return connected(running.administrator());
    }

    private FaxServer connected(FaxCredentials credentials) {
        FaxServer fresh = called.watch(FaxServer.class, FaxServer.create());
        fresh.connect(running.url().toString(), credentials);
        return fresh;
    }

    static void refused(FaxError error, ThrowingCallable call) {
        assertThatExceptionOfType(FaxException.class).isThrownBy(call).satisfies(thrown -> {
            assertThat(thrown.error()).as(thrown.getMessage()).isEqualTo(error);
            assertThat(thrown.sentence()).isNotEmpty();
        });
    }

    private static <T> List<T> all(Iterable<T> items) {
        var all = new ArrayList<T>();
        for (T item : items) {
            all.add(item);
        }
        return all;
    }

    private static String guid() {
        return "{" + UUID.randomUUID() + "}";
    }

    @Test
    void a_server_says_of_which_version_it_is() {
        Api.Server known = running.client().server();
        assertThat(server.getMajorVersion()).isEqualTo(known.majorVersion());
        assertThat(server.getMinorVersion()).isEqualTo(known.minorVersion());
        assertThat(server.getMajorBuild()).isEqualTo(known.majorBuild());
        assertThat(server.getMinorBuild()).isEqualTo(known.minorBuild());
        assertThat(server.isDebug()).isEqualTo(known.debug());
        assertThat(server.getAPIVersion()).isEqualTo(FAX_SERVER_APIVERSION_ENUM.fsAPI_VERSION_3);
        assertThat(server.getServerName()).isEqualTo(running.url().toString());
    }

    @Test
    void a_server_leads_to_folders_account_and_events() throws Exception {
        try (FaxServer here = called.watch(FaxServer.class, FaxServer.create())) {
            SetUp.SAME_MACHINE.connect(here, running);
            assertThat(here.isConnected()).isTrue();
            assertThat(here.getFolders().getOutgoingQueue().getJobs().getCount())
                    .isNotNegative();
            assertThat(here.getCurrentAccount().getAccountName())
                    .isEqualTo(running.client().access().me().name());
            var heard = new Heard();
            FaxServerNotify listener = heard.server();
            here.addListener(listener);
            here.listenToServerEvents(Set.of(FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG));
            assertThat(here.getRegisteredEvents()).containsExactly(FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG);
            FaxOutboundRoutingGroups groups = here.getOutboundRouting().getGroups();
            groups.add("Heard");
            heard.await("onOutboundRoutingGroupsConfigChange");
            groups.remove("Heard");
            here.removeListener(listener);
        }
    }

    @Test
    void providers_say_what_they_are_and_which_devices_they_have() {
        FaxDeviceProviders providers = server.getDeviceProviders();
        assertThat(all(providers)).hasSize(providers.getCount());
        FaxDeviceProvider loopback = all(providers).stream()
                .filter(each -> each.getDeviceIds().length > 0)
                .findFirst()
                .orElseThrow();
        assertThat(loopback.getDeviceIds())
                .containsExactlyInAnyOrder(all(server.getDevices()).stream()
                        .mapToInt(FaxDevice::getId)
                        .toArray());
        assertThat(loopback.getStatus()).isEqualTo(FAX_PROVIDER_STATUS_ENUM.fpsSUCCESS);
        assertThat(loopback.getInitErrorCode()).isZero();
        assertThat(loopback.getFriendlyName()).isNotEmpty();
        assertThat(loopback.getImageName()).isNotNull();
        assertThat(loopback.getTapiProviderName()).isEmpty();
        assertThat(loopback.getMajorVersion()).isNotNegative();
        assertThat(loopback.getMinorVersion()).isNotNegative();
        assertThat(loopback.getMajorBuild()).isNotNegative();
        assertThat(loopback.getMinorBuild()).isNotNegative();
        assertThat(loopback.isDebug()).isFalse();
        assertThat(providers.getItem(loopback.getUniqueName()).getUniqueName()).isEqualTo(loopback.getUniqueName());
        assertThat(providers.getItem(providers.getCount()).getUniqueName()).isNotEmpty();
        refused(FaxError.E_INVALIDARG, () -> providers.getItem(0));
        refused(FaxError.E_INVALIDARG, () -> providers.getItem(providers.getCount() + 1));
        refused(FaxError.E_INVALIDARG, () -> providers.getItem("nobody"));
    }

    @Test
    void a_provider_is_registered_for_the_next_start_and_taken_back() throws IOException {
        Path jar = Files.createFile(folder.resolve("provider.jar"));
        String guid = guid();
        server.registerDeviceProvider(guid, "Ours", jar.toString(), "", 0x00010000);
        assertThat(running.client().providers().get(guid).pending()).isEqualTo("added");
        refused(
                FaxError.ERROR_ALREADY_EXISTS,
                () -> server.registerDeviceProvider(guid, "Again", jar.toString(), "", 0x00010000));
        refused(
                FaxError.E_INVALIDARG,
                () -> server.registerDeviceProvider("no guid", "Ours", jar.toString(), "", 0x00010000));
        refused(
                FaxError.E_INVALIDARG,
                () -> server.registerDeviceProvider(guid(), "Ours", jar.toString(), "", 0x00020000));
        refused(
                FaxError.E_INVALIDARG,
                () -> server.registerDeviceProvider(guid(), "Ours", jar + ".not", "", 0x00010000));
        refused(
                FaxError.ERROR_BUFFER_OVERFLOW,
                () -> server.registerDeviceProvider(guid(), "x".repeat(254), jar.toString(), "", 0x00010000));
        server.unregisterDeviceProvider(guid);
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> server.unregisterDeviceProvider(guid));
    }

    @Test
    void a_routing_extension_is_registered_for_the_next_start_and_taken_back() throws IOException {
        Path jar = Files.createFile(folder.resolve("extension.jar"));
        String[] methods = {"Copy;Copies it;copy;" + guid()};
        server.registerInboundRoutingExtension("Ours.Copy", "Ours", jar.toString(), methods);
        FaxInboundRoutingExtension registered =
                server.getInboundRouting().getExtensions().getItem("ours.copy");
        assertThat(registered.getFriendlyName()).isEqualTo("Ours");
        refused(
                FaxError.ERROR_ALREADY_EXISTS,
                () -> server.registerInboundRoutingExtension("Ours.Copy", "Ours", jar.toString(), methods));
        refused(
                FaxError.E_INVALIDARG,
                () -> server.registerInboundRoutingExtension("Other", "Other", jar.toString(), new String[0]));
        refused(
                FaxError.E_INVALIDARG,
                () -> server.registerInboundRoutingExtension(
                        "Other", "Other", jar.toString(), new String[] {"nonsense"}));
        server.unregisterInboundRoutingExtension("Ours.Copy");
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> server.unregisterInboundRoutingExtension("Ours.Copy"));
    }

    @Test
    void a_device_is_edited_here_and_saved_at_once() {
        FaxDevices devices = server.getDevices();
        assertThat(devices.getCount()).isEqualTo(2);
        assertThat(all(devices)).extracting(FaxDevice::getId).doesNotHaveDuplicates();
        FaxDevice device = devices.getItem(1);
        assertThat(device.getId()).isPositive();
        assertThat(devices.getItem(device.getDeviceName()).getId()).isEqualTo(device.getId());
        assertThat(device.getProviderUniqueName()).isNotEmpty();
        assertThat(device.isPoweredOff()).isFalse();

        device.setDescription("Accounting");
        device.setTSID("12345678901234567890");
        device.setCSID("Caselli 1");
        device.setRingsBeforeAnswer(99);
        device.setSendEnabled(false);
        device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmNO_ANSWER);
        assertThat(server.getDevices().getItemById(device.getId()).getDescription())
                .as("nothing is saved yet")
                .isNotEqualTo("Accounting");
        device.save();

        FaxDevice other = server.getDevices().getItemById(device.getId());
        for (FaxDevice each : List.of(device, other)) {
            assertThat(each.getDescription()).isEqualTo("Accounting");
            assertThat(each.getTSID()).isEqualTo("12345678901234567890");
            assertThat(each.getCSID()).isEqualTo("Caselli 1");
            assertThat(each.getRingsBeforeAnswer()).isEqualTo(99);
            assertThat(each.isSendEnabled()).isFalse();
            assertThat(each.getReceiveMode()).isEqualTo(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmNO_ANSWER);
        }
        other.setSendEnabled(true);
        other.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmAUTO_ANSWER);
        other.setRingsBeforeAnswer(1);
        other.save();
        device.setDescription("lost");
        device.refresh();
        assertThat(device.isSendEnabled()).isTrue();
        assertThat(device.getDescription()).isEqualTo("Accounting");
        device.setDescription(null);
        device.save();
        assertThat(device.getDescription()).isEmpty();
    }

    @Test
    void what_a_device_cannot_be_is_refused_and_nothing_of_it_saved() {
        FaxDevice device = server.getDevices().getItem(2);
        int rings = device.getRingsBeforeAnswer();
        device.setCSID("new");
        device.setRingsBeforeAnswer(100);
        refused(FaxError.E_INVALIDARG, device::save);
        assertThat(device.getRingsBeforeAnswer()).as("the edits stay").isEqualTo(100);
        device.setRingsBeforeAnswer(rings);
        device.setTSID("123456789012345678901");
        refused(FaxError.E_INVALIDARG, device::save);
        device.refresh();
        device.setDescription("x".repeat(254));
        refused(FaxError.ERROR_BUFFER_OVERFLOW, device::save);
        device.refresh();
        refused(FaxError.E_INVALIDARG, () -> device.setReceiveMode(null));
        assertThat(server.getDevices().getItemById(device.getId()).getCSID()).isNotEqualTo("new");

        FaxDevices devices = server.getDevices();
        refused(FaxError.ERROR_BAD_UNIT, () -> devices.getItemById(999));
        refused(FaxError.E_INVALIDARG, () -> devices.getItem(3));
        refused(FaxError.E_INVALIDARG, () -> devices.getItem("nobody"));
        refused(FaxError.ERROR_INVALID_OPERATION, device::answerCall);
    }

    @Test
    void of_two_administrators_the_second_is_told_that_somebody_was_faster() {
        FaxDevice mine = server.getDevices().getItem(2);
        FaxDevice theirs = connected().getDevices().getItem(2);
        mine.setDescription("mine");
        theirs.setDescription("theirs");
        mine.save();
        refused(FaxError.ERROR_REVISION_MISMATCH, theirs::save);
        assertThat(theirs.getDescription()).as("the edits stay").isEqualTo("theirs");
        refused(FaxError.ERROR_REVISION_MISMATCH, theirs::save);
        theirs.refresh();
        assertThat(theirs.getDescription()).isEqualTo("mine");
        theirs.setDescription("theirs");
        theirs.save();

        FaxConfiguration one = server.getConfiguration();
        FaxConfiguration other = connected().getConfiguration();
        one.setRetries(one.getRetries() + 1);
        other.setBranding(!other.isBranding());
        one.save();
        refused(FaxError.ERROR_REVISION_MISMATCH, other::save);
        other.refresh();
        assertThat(other.getRetries()).isEqualTo(one.getRetries());

        FaxEventLogging levels = server.getLoggingOptions().getEventLogging();
        levels.setGeneralEventsLevel(FAX_LOG_LEVEL_ENUM.fllMAX);
        one.setRetries(one.getRetries() + 1);
        one.save();
        levels.save(); // what was changed meanwhile are other settings
        assertThat(server.getLoggingOptions().getEventLogging().getGeneralEventsLevel())
                .isEqualTo(FAX_LOG_LEVEL_ENUM.fllMAX);
    }

    @Test
    void extension_properties_come_back_octet_for_octet() {
        String guid = guid();
        byte[] octets = new byte[256];
        IntStream.range(0, 256).forEach(i -> octets[i] = (byte) i);
        FaxDevice device = server.getDevices().getItem(1);
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> server.getExtensionProperty(guid));
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> device.getExtensionProperty(guid));
        server.setExtensionProperty(guid, octets);
        device.setExtensionProperty(guid, new byte[] {0});
        assertThat(server.getExtensionProperty(guid)).isEqualTo(octets);
        assertThat(device.getExtensionProperty(guid)).containsExactly(0);
        refused(FaxError.E_INVALIDARG, () -> server.getExtensionProperty("no guid"));
        refused(FaxError.E_INVALIDARG, () -> server.setExtensionProperty("no guid", octets));
        refused(FaxError.E_INVALIDARG, () -> server.setExtensionProperty(guid, new byte[0]));
        refused(FaxError.E_INVALIDARG, () -> device.setExtensionProperty(guid, null));
    }

    @Test
    void a_routing_method_is_switched_on_and_off_for_a_device() {
        FaxDevice device = server.getDevices().getItem(2);
        refused(FaxError.ERROR_BAD_CONFIGURATION, () -> device.useRoutingMethod(FOLDER_METHOD, true));
        running.client()
                .inboundRouting()
                .use(
                        Integer.toString(device.getId()),
                        FOLDER_METHOD,
                        null,
                        folder.resolve("routed").toString(),
                        "*");
        device.useRoutingMethod(FOLDER_METHOD, true);
        assertThat(device.getUsedRoutingMethods()).containsExactly(FOLDER_METHOD);
        device.useRoutingMethod(FOLDER_METHOD, false);
        assertThat(device.getUsedRoutingMethods()).isEmpty();
        refused(FaxError.ERROR_INVALID_DATA, () -> device.useRoutingMethod(guid(), true));
    }

    @Test
    void methods_run_in_the_order_of_their_priorities() {
        FaxInboundRouting routing = server.getInboundRouting();
        FaxInboundRoutingExtensions extensions = routing.getExtensions();
        assertThat(extensions.getCount()).isPositive();
        FaxInboundRoutingExtension builtIn = extensions.getItem(1);
        assertThat(all(extensions).get(0).getUniqueName()).isEqualTo(builtIn.getUniqueName());
        assertThat(extensions.getItem(builtIn.getUniqueName()).getFriendlyName())
                .isNotEmpty();
        assertThat(builtIn.getStatus()).isEqualTo(FAX_PROVIDER_STATUS_ENUM.fpsSUCCESS);
        assertThat(builtIn.getInitErrorCode()).isZero();
        assertThat(builtIn.isDebug()).isFalse();
        assertThat(builtIn.getImageName()).isNotNull();
        assertThat(builtIn.getMajorVersion()).isNotNegative();
        assertThat(builtIn.getMinorVersion()).isNotNegative();
        assertThat(builtIn.getMajorBuild()).isNotNegative();
        assertThat(builtIn.getMinorBuild()).isNotNegative();
        assertThat(builtIn.getMethods()).contains(FOLDER_METHOD, PRINT_METHOD);
        refused(FaxError.E_INVALIDARG, () -> extensions.getItem("nobody"));

        FaxInboundRoutingMethods methods = routing.getMethods();
        assertThat(methods).extracting(FaxInboundRoutingMethod::getGUID).contains(builtIn.getMethods());
        assertThat(all(methods))
                .extracting(FaxInboundRoutingMethod::getPriority)
                .isSorted();
        FaxInboundRoutingMethod first = methods.getItem(1);
        assertThat(first.getPriority()).isEqualTo(1);
        assertThat(first.getName()).isNotEmpty();
        assertThat(first.getFunctionName()).isNotEmpty();
        assertThat(first.getExtensionFriendlyName()).isEqualTo(builtIn.getFriendlyName());
        assertThat(first.getExtensionImageName()).isEqualTo(builtIn.getImageName());

        FaxInboundRoutingMethod print = methods.getItem(PRINT_METHOD.toUpperCase());
        FaxInboundRoutingMethod folderMethod = methods.getItem(FOLDER_METHOD);
        print.setPriority(999_999);
        print.save();
        assertThat(print.getPriority()).as("the last").isEqualTo(methods.getCount());
        print.setPriority(1);
        print.save();
        assertThat(routing.getMethods().getItem(1).getGUID()).isEqualTo(PRINT_METHOD);
        folderMethod.refresh();
        folderMethod.setPriority(1);
        folderMethod.save();
        assertThat(routing.getMethods())
                .extracting(FaxInboundRoutingMethod::getGUID)
                .startsWith(FOLDER_METHOD, PRINT_METHOD);
        print.setPriority(3);
        print.refresh();
        assertThat(print.getPriority()).isEqualTo(2);
        refused(FaxError.E_INVALIDARG, () -> methods.getItem(guid()));
    }

    @Test
    void groups_and_rules_lead_faxes_to_devices() {
        FaxOutboundRouting routing = server.getOutboundRouting();
        FaxOutboundRoutingGroups groups = routing.getGroups();
        FaxDevice one = server.getDevices().getItem(1);
        FaxDevice two = server.getDevices().getItem(2);

        FaxOutboundRoutingGroup built = groups.getItem(1);
        assertThat(built.getName()).isEqualTo(ALL_DEVICES);
        assertThat(all(built.getDeviceIds())).containsExactlyInAnyOrder(one.getId(), two.getId());
        refused(FaxError.ERROR_INVALID_OPERATION, () -> groups.remove(1));
        refused(FaxError.ERROR_INVALID_OPERATION, () -> built.getDeviceIds().add(one.getId()));
        refused(FaxError.ERROR_INVALID_OPERATION, () -> built.getDeviceIds().remove(1));

        int before = groups.getCount();
        FaxOutboundRoutingGroup group = groups.add("Berlin");
        assertThat(groups.getCount()).isEqualTo(before + 1);
        assertThat(group.getStatus()).isEqualTo(FAX_GROUP_STATUS_ENUM.fgsEMPTY);
        refused(FaxError.ERROR_DUP_NAME, () -> groups.add("BERLIN"));
        refused(FaxError.ERROR_DUP_NAME, () -> groups.add("<all devices>"));
        refused(FaxError.E_INVALIDARG, () -> groups.add(""));
        refused(FaxError.ERROR_BUFFER_OVERFLOW, () -> groups.add("x".repeat(129)));

        FaxDeviceIds ids = group.getDeviceIds();
        ids.add(one.getId());
        ids.add(two.getId());
        refused(FaxError.ERROR_BAD_UNIT, () -> ids.add(999));
        refused(FaxError.E_INVALIDARG, () -> ids.setOrder(0, 1));
        refused(FaxError.E_INVALIDARG, () -> ids.setOrder(one.getId(), 0));
        refused(FaxError.FAX_E_BAD_GROUP_CONFIGURATION, () -> ids.setOrder(one.getId(), 3));
        refused(FaxError.FAX_E_BAD_GROUP_CONFIGURATION, () -> ids.setOrder(999, 1));
        ids.setOrder(two.getId(), 1);
        assertThat(all(ids)).containsExactly(two.getId(), one.getId());
        ids.remove(2);
        assertThat(ids.getCount()).isEqualTo(1);
        assertThat(ids.getItem(1)).isEqualTo(two.getId());
        refused(FaxError.E_INVALIDARG, () -> ids.getItem(2));
        assertThat(group.getStatus()).as("a snapshot").isEqualTo(FAX_GROUP_STATUS_ENUM.fgsEMPTY);
        assertThat(groups.getItem("berlin").getDeviceIds().getCount())
                .as("read before the devices came")
                .isZero();
        assertThat(routing.getGroups().getItem("berlin").getStatus()).isEqualTo(FAX_GROUP_STATUS_ENUM.fgsALL_DEV_VALID);
        refused(FaxError.FAX_E_GROUP_NOT_FOUND, () -> groups.getItem("Rome"));
        refused(FaxError.FAX_E_GROUP_NOT_FOUND, () -> groups.remove("Rome"));

        FaxOutboundRoutingRules rules = routing.getRules();
        FaxOutboundRoutingRule standard = rules.getItem(1);
        assertThat(standard.getCountryCode()).isZero();
        assertThat(standard.getAreaCode()).isZero();
        assertThat(standard.isUseDevice()).isFalse();
        assertThat(standard.getGroupName()).isEqualTo(ALL_DEVICES);
        refused(FaxError.E_INVALIDARG, () -> rules.remove(1));
        refused(FaxError.E_INVALIDARG, () -> rules.removeByCountryAndArea(0, 0));

        FaxOutboundRoutingRule berlin = rules.add(49, 30, false, "Berlin", 0);
        assertThat(rules.getCount()).isEqualTo(2);
        assertThat(all(rules)).extracting(FaxOutboundRoutingRule::getAreaCode).containsExactly(0, 30);
        assertThat(berlin.getStatus()).isEqualTo(FAX_RULE_STATUS_ENUM.frsVALID);
        refused(FaxError.FAX_E_GROUP_IN_USE, () -> groups.remove("Berlin"));
        refused(FaxError.ERROR_ALREADY_EXISTS, () -> rules.add(49, 30, true, "", one.getId()));
        refused(FaxError.E_INVALIDARG, () -> rules.add(0, 30, true, "", one.getId()));
        refused(FaxError.E_INVALIDARG, () -> rules.add(39, 0, true, "", 0));
        refused(FaxError.E_INVALIDARG, () -> rules.add(39, 0, true, "Berlin", one.getId()));
        refused(FaxError.E_INVALIDARG, () -> rules.add(39, 0, false, null, 0));
        refused(FaxError.ERROR_BAD_UNIT, () -> rules.add(39, 0, true, "", 999));
        refused(FaxError.FAX_E_GROUP_NOT_FOUND, () -> rules.add(39, 0, false, "Rome", 0));
        refused(FaxError.ERROR_BUFFER_OVERFLOW, () -> rules.add(39, 0, false, "x".repeat(129), 0));
        groups.add("Empty");
        refused(FaxError.FAX_E_BAD_GROUP_CONFIGURATION, () -> rules.add(39, 0, false, "Empty", 0));
        groups.remove(groups.getCount());
        refused(FaxError.FAX_E_RULE_NOT_FOUND, () -> rules.itemByCountryAndArea(39, 0));
        refused(FaxError.FAX_E_RULE_NOT_FOUND, () -> rules.removeByCountryAndArea(39, 0));

        berlin.setUseDevice(true);
        berlin.setDeviceId(one.getId());
        berlin.save();
        FaxOutboundRoutingRule read = rules.itemByCountryAndArea(49, 30);
        assertThat(read.isUseDevice()).isTrue();
        assertThat(read.getDeviceId()).isEqualTo(one.getId());
        assertThat(read.getGroupName()).isEmpty();
        read.setUseDevice(false);
        refused(FaxError.E_INVALIDARG, read::save);
        read.setGroupName("Berlin");
        read.save();
        refused(FaxError.ERROR_REVISION_MISMATCH, berlin::save);
        berlin.refresh();
        assertThat(berlin.getGroupName()).isEqualTo("Berlin");
        berlin.setUseDevice(true);
        berlin.setDeviceId(999);
        refused(FaxError.ERROR_BAD_UNIT, berlin::save);

        rules.remove(2);
        refused(FaxError.FAX_E_RULE_NOT_FOUND, berlin::refresh);
        rules.add(39, 0, true, "", two.getId());
        rules.removeByCountryAndArea(39, 0);
        assertThat(rules.getCount()).isEqualTo(1);
        groups.remove("Berlin");
        assertThat(groups.getCount()).isEqualTo(before);
    }

    @Test
    void a_call_is_answered_by_hand() throws Exception {
        FaxDevice caller = server.getDevices().getItem(1);
        FaxDevice device = server.getDevices().getItem(2);
        device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmMANUAL_ANSWER);
        device.save();
        FaxDevice second = server.getDevices().getItem(1);
        second.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmMANUAL_ANSWER);
        second.save();
        device.refresh();
        assertThat(device.getReceiveMode())
                .as("one at most is answered by hand")
                .isEqualTo(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmNO_ANSWER);
        second.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmAUTO_ANSWER);
        second.save();
        device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmMANUAL_ANSWER);
        device.save();

        long begin = running.client().server().lastEvent();
        Path text = Files.writeString(folder.resolve("letter.txt"), "Dear customer");
        Api.NewSubmission fax = Api.NewSubmission.to(List.of(running.number(1))).over(key(caller));
        running.client().submit(fax, List.of(text), UUID.randomUUID().toString());
        happens(begin, event -> "true".equals(event.facts().get("ringing")));
        device.refresh();
        assertThat(device.isRingingNow()).isTrue();
        caller.refresh();
        assertThat(caller.isSendingNow()).isTrue();
        assertThat(caller.isReceivingNow()).isFalse();
        assertThat(caller.isRingingNow()).isFalse();
        assertThat(device.isSendingNow()).isFalse();
        FaxActivity activity = server.getActivity();
        assertThat(activity.getOutgoingMessages()).isEqualTo(1);
        assertThat(activity.getQueuedMessages()).isZero();
        assertThat(activity.getIncomingMessages()).isBetween(0, 1);
        assertThat(activity.getRoutingMessages()).isZero();

        device.answerCall();
        happens(begin, event -> event.kind().equals("received_fax_added"));
        happens(begin, event -> event.kind().equals("job_removed"));
        assertThat(activity.getOutgoingMessages()).as("a snapshot").isEqualTo(1);
        activity.refresh();
        assertThat(activity.getOutgoingMessages()).isZero();
        device.refresh();
        device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmAUTO_ANSWER);
        device.save();
    }

    private String key(FaxDevice device) {
        return running.client()
                .devices()
                .get(Integer.toString(device.getId()))
                .value()
                .key();
    }

    /** Waits until an event of this kind has come. */
    private void happens(long after, Predicate<Api.Event> wanted) throws Exception {
        CompletableFuture.runAsync(() -> running.client().events(after, event -> !wanted.test(event)))
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void what_is_logged_is_set() {
        FaxLoggingOptions logging = server.getLoggingOptions();
        FaxActivityLogging activity = logging.getActivityLogging();
        activity.setLogIncoming(false);
        activity.setLogOutgoing(false);
        activity.setDatabasePath(folder.resolve("activity").toString());
        activity.save();
        FaxActivityLogging read = server.getLoggingOptions().getActivityLogging();
        assertThat(read.isLogIncoming()).isFalse();
        assertThat(read.isLogOutgoing()).isFalse();
        assertThat(read.getDatabasePath()).isEqualTo(folder.resolve("activity").toString());
        read.setDatabasePath("relative/path");
        refused(FaxError.E_INVALIDARG, read::save);
        read.setDatabasePath("/" + "x".repeat(248));
        refused(FaxError.ERROR_BUFFER_OVERFLOW, read::save);
        read.setDatabasePath("/proc/nowhere");
        refused(FaxError.FAX_E_FILE_ACCESS_DENIED, read::save);
        read.refresh();
        assertThat(read.getDatabasePath()).endsWith("activity");

        FaxEventLogging events = logging.getEventLogging();
        events.setInitEventsLevel(FAX_LOG_LEVEL_ENUM.fllNONE);
        events.setInboundEventsLevel(FAX_LOG_LEVEL_ENUM.fllMIN);
        events.setOutboundEventsLevel(FAX_LOG_LEVEL_ENUM.fllMED);
        events.setGeneralEventsLevel(FAX_LOG_LEVEL_ENUM.fllMAX);
        events.save();
        FaxEventLogging levels = logging.getEventLogging();
        levels.refresh();
        assertThat(levels.getInitEventsLevel()).isEqualTo(FAX_LOG_LEVEL_ENUM.fllNONE);
        assertThat(levels.getInboundEventsLevel()).isEqualTo(FAX_LOG_LEVEL_ENUM.fllMIN);
        assertThat(levels.getOutboundEventsLevel()).isEqualTo(FAX_LOG_LEVEL_ENUM.fllMED);
        assertThat(levels.getGeneralEventsLevel()).isEqualTo(FAX_LOG_LEVEL_ENUM.fllMAX);
    }

    @Test
    void receipts_are_set_and_the_password_is_never_shown() {
        FaxReceiptOptions options = server.getReceiptOptions();
        assertThat(options.getAllowedReceipts()).containsExactly(FAX_RECEIPT_TYPE_ENUM.frtMAIL);
        options.setSMTPServer("mail.example.org");
        options.setSMTPPort(587);
        options.setSMTPSender("fax@example.org");
        options.setSMTPUser("fax");
        options.setSMTPPassword("secret");
        options.setAuthenticationType(FAX_SMTP_AUTHENTICATION_TYPE_ENUM.fsatBASIC);
        options.setUseForInboundRouting(false);
        options.setAllowedReceipts(Set.of());
        options.save();
        FaxReceiptOptions read = server.getReceiptOptions();
        assertThat(read.getSMTPServer()).isEqualTo("mail.example.org");
        assertThat(read.getSMTPPort()).isEqualTo(587);
        assertThat(read.getSMTPSender()).isEqualTo("fax@example.org");
        assertThat(read.getSMTPUser()).isEqualTo("fax");
        assertThat(read.getSMTPPassword()).isEmpty();
        assertThat(options.getSMTPPassword()).isEmpty();
        assertThat(read.getAuthenticationType()).isEqualTo(FAX_SMTP_AUTHENTICATION_TYPE_ENUM.fsatBASIC);
        assertThat(read.isUseForInboundRouting()).isFalse();
        assertThat(read.getAllowedReceipts()).isEmpty();

        read.setSMTPPort(70_000);
        read.setSMTPServer("other.example.org");
        refused(FaxError.E_INVALIDARG, read::save);
        assertThat(server.getReceiptOptions().getSMTPServer()).isEqualTo("mail.example.org");
        read.refresh();
        read.setAllowedReceipts(Set.of(FAX_RECEIPT_TYPE_ENUM.frtMAIL, FAX_RECEIPT_TYPE_ENUM.frtMSGBOX));
        refused(FaxError.ERROR_NOT_SUPPORTED, read::save);
        read.setAllowedReceipts(Set.of(FAX_RECEIPT_TYPE_ENUM.frtMAIL));
        read.setAuthenticationType(FAX_SMTP_AUTHENTICATION_TYPE_ENUM.fsatNTLM);
        refused(FaxError.E_INVALIDARG, read::save);
        refused(FaxError.E_INVALIDARG, () -> read.setAuthenticationType(null));
        refused(FaxError.E_INVALIDARG, () -> read.setAllowedReceipts(null));
    }

    @Test
    void the_configuration_is_saved_as_a_whole() {
        FaxConfiguration configuration = server.getConfiguration();
        configuration.refresh();
        String location = folder.resolve("archive").toString();
        configuration.setUseArchive(true);
        configuration.setArchiveLocation(location);
        configuration.setSizeQuotaWarning(true);
        configuration.setHighQuotaWaterMark(2000);
        configuration.setLowQuotaWaterMark(1000);
        configuration.setArchiveAgeLimit(400);
        configuration.setOutgoingQueueBlocked(true);
        configuration.setOutgoingQueuePaused(true);
        configuration.setAllowPersonalCoverPages(false);
        configuration.setUseDeviceTSID(false);
        configuration.setRetries(5);
        configuration.setRetryDelay(90);
        configuration.setDiscountRateStart(LocalTime.of(20, 30));
        configuration.setDiscountRateEnd(LocalTime.of(6, 0));
        configuration.setOutgoingQueueAgeLimit(30);
        configuration.setBranding(false);
        configuration.setIncomingQueueBlocked(true);
        configuration.setAutoCreateAccountOnConnect(false);
        configuration.setIncomingFaxesArePublic(false);
        configuration.save();
        try {
            FaxConfiguration read = server.getConfiguration();
            assertThat(read.isUseArchive()).isTrue();
            assertThat(read.getArchiveLocation()).isEqualTo(location);
            assertThat(read.isSizeQuotaWarning()).isTrue();
            assertThat(read.getHighQuotaWaterMark()).isEqualTo(2000);
            assertThat(read.getLowQuotaWaterMark()).isEqualTo(1000);
            assertThat(read.getArchiveAgeLimit()).isEqualTo(400);
            assertThat(read.isOutgoingQueueBlocked()).isTrue();
            assertThat(read.isOutgoingQueuePaused()).isTrue();
            assertThat(read.isAllowPersonalCoverPages()).isFalse();
            assertThat(read.isUseDeviceTSID()).isFalse();
            assertThat(read.getRetries()).isEqualTo(5);
            assertThat(read.getRetryDelay()).isEqualTo(90);
            assertThat(read.getDiscountRateStart()).isEqualTo(LocalTime.of(20, 30));
            assertThat(read.getDiscountRateEnd()).isEqualTo(LocalTime.of(6, 0));
            assertThat(read.getOutgoingQueueAgeLimit()).isEqualTo(30);
            assertThat(read.isBranding()).isFalse();
            assertThat(read.isIncomingQueueBlocked()).isTrue();
            assertThat(read.isAutoCreateAccountOnConnect()).isFalse();
            assertThat(read.isIncomingFaxesArePublic()).isFalse();
            long size = Integer.toUnsignedLong(read.getArchiveSizeLow()) + ((long) read.getArchiveSizeHigh() << 32);
            assertThat(size).isNotNegative();

            read.setRetries(100);
            read.setBranding(true);
            refused(FaxError.E_INVALIDARG, read::save);
            read.setRetries(99);
            read.setLowQuotaWaterMark(3000);
            refused(FaxError.E_INVALIDARG, read::save);
            read.setLowQuotaWaterMark(0);
            read.setArchiveLocation("/proc/nowhere");
            refused(FaxError.FAX_E_FILE_ACCESS_DENIED, read::save);
            refused(FaxError.E_INVALIDARG, () -> read.setDiscountRateStart(null));
            assertThat(server.getConfiguration().isBranding())
                    .as("nothing was saved")
                    .isFalse();
        } finally {
            configuration.setOutgoingQueueBlocked(false);
            configuration.setOutgoingQueuePaused(false);
            configuration.setIncomingQueueBlocked(false);
            configuration.save();
        }
    }

    @Test
    void the_descriptor_is_read_and_written_in_both_generations() {
        running.client().accounts().add(new NewAccount("guard", null, null, List.of("submit_low"), null, null));
        FaxSecurity2 security = server.getSecurity2();
        assertThat(security.getInformationType()).isEqualTo(7);
        assertThat(security.getGrantedRights()).containsExactlyInAnyOrder(FAX_ACCESS_RIGHTS_ENUM_2.values());
        byte[] descriptor = security.getDescriptor();
        assertThat(descriptor).startsWith(1, 0);
        security.save();
        assertThat(security.getDescriptor()).as("nothing was changed").isEqualTo(descriptor);

        FaxSecurity first = server.getSecurity();
        assertThat(first.getGrantedRights()).containsExactlyInAnyOrder(FAX_ACCESS_RIGHTS_ENUM.values());
        first.setInformationType(4);
        assertThat(first.getInformationType()).isEqualTo(4);
        byte[] list = first.getDescriptor();
        assertThat(list).hasSizeLessThan(descriptor.length);
        first.setDescriptor(list);
        first.save();
        first.refresh();
        assertThat(first.getDescriptor()).isEqualTo(list);

        FaxSecurity2 slow = connected().getSecurity2();
        byte[] old = slow.getDescriptor();
        running.client().accounts().add(new NewAccount("guard2", null, null, List.of("submit_low"), null, null));
        slow.setDescriptor(old);
        refused(FaxError.ERROR_REVISION_MISMATCH, slow::save);
        slow.refresh();
        assertThat(slow.getDescriptor()).isNotEqualTo(old);

        slow.setDescriptor(new byte[] {1, 2, 3});
        refused(FaxError.ERROR_INVALID_DATA, slow::save);
        slow.setDescriptor(null);
        refused(FaxError.ERROR_INVALID_DATA, slow::save);
        slow.setInformationType(16);
        refused(FaxError.E_INVALIDARG, slow::save);
    }

    @Test
    void accounts_are_added_and_removed() {
        FaxAccountSet set = server.getFaxAccountSet();
        FaxAccount bob = set.addAccount("OFFICE\\Bob");
        assertThat(bob.getAccountName()).isEqualTo("Bob");
        refused(FaxError.ERROR_ALREADY_EXISTS, () -> set.addAccount("bob"));
        refused(FaxError.E_INVALIDARG, () -> set.addAccount(""));
        refused(FaxError.E_INVALIDARG, () -> set.addAccount("OFFICE\\"));
        assertThat(set.getAccount("bob").getAccountName()).isEqualTo("Bob");
        FaxAccounts accounts = set.getAccounts();
        assertThat(all(accounts))
                .hasSize(accounts.getCount())
                .extracting(FaxAccount::getAccountName)
                .contains("Bob");
        assertThat(accounts.getItem(1).getAccountName()).isNotEmpty();
        assertThat(accounts.getItem("office\\bob").getAccountName()).isEqualTo("Bob");
        refused(FaxError.E_INVALIDARG, () -> accounts.getItem("nobody"));
        set.removeAccount("Bob");
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> set.getAccount("Bob"));
        refused(FaxError.ERROR_FILE_NOT_FOUND, () -> set.removeAccount("Bob"));
        refused(FaxError.E_INVALIDARG, () -> set.getAccount("a\\b\\c"));
    }

    @Test
    void who_may_only_send_sees_no_configuration_and_changes_none() {
        running.client()
                .accounts()
                .add(new NewAccount("clerk", null, null, List.of("submit_low"), null, "correct horse battery"));
        FaxServer hers = connected(FaxCredentials.password("clerk", "correct horse battery"));
        assertThat(hers.getSecurity2().getGrantedRights()).containsExactly(FAX_ACCESS_RIGHTS_ENUM_2.far2SUBMIT_LOW);
        assertThat(hers.getSecurity2().can(FAX_ACCESS_RIGHTS_ENUM_2.far2QUERY_CONFIG))
                .isFalse();
        assertThat(hers.getAPIVersion()).isEqualTo(FAX_SERVER_APIVERSION_ENUM.fsAPI_VERSION_3);
        assertThat(hers.getFaxAccountSet().getAccount("CLERK").getAccountName()).isEqualTo("clerk");
        refused(FaxError.E_ACCESSDENIED, hers::getDevices);
        refused(FaxError.E_ACCESSDENIED, hers::getDeviceProviders);
        refused(FaxError.E_ACCESSDENIED, hers.getInboundRouting()::getMethods);
        refused(FaxError.E_ACCESSDENIED, hers.getOutboundRouting()::getRules);
        refused(FaxError.E_ACCESSDENIED, hers.getActivity()::getQueuedMessages);
        refused(FaxError.E_ACCESSDENIED, hers.getConfiguration()::getRetries);
        refused(FaxError.E_ACCESSDENIED, hers.getReceiptOptions()::getSMTPServer);
        refused(FaxError.E_ACCESSDENIED, hers.getSecurity2()::getDescriptor);
        refused(FaxError.E_ACCESSDENIED, () -> hers.setExtensionProperty(guid(), new byte[] {1}));
        refused(FaxError.E_ACCESSDENIED, () -> hers.getFaxAccountSet().addAccount("friend"));
        refused(FaxError.E_ACCESSDENIED, () -> hers.getFaxAccountSet().getAccount("somebody"));
        refused(FaxError.E_ACCESSDENIED, hers.getFaxAccountSet()::getAccounts);
        hers.disconnect();
    }

    @Test
    void one_object_serves_many_threads() throws Exception {
        FaxDevice device = server.getDevices().getItem(1);
        FaxConfiguration configuration = server.getConfiguration();
        configuration.refresh();
        var work = new ArrayList<Callable<Void>>();
        for (int thread = 0; thread < 16; thread++) {
            int number = thread;
            work.add(() -> {
                for (int turn = 0; turn < 10; turn++) {
                    device.setDescription("thread " + number);
                    device.save();
                    device.refresh();
                    configuration.setArchiveAgeLimit(100 + number);
                    configuration.save();
                    assertThat(configuration.getArchiveAgeLimit()).isBetween(100, 115);
                    assertThat(device.getDescription()).startsWith("thread ");
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(server.getDevices().getItemById(device.getId()).getDescription())
                .isEqualTo(device.getDescription());
        device.setDescription("");
        device.save();
    }
}

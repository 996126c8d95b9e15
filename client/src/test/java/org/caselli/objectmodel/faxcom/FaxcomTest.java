package org.caselli.objectmodel.faxcom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcom.Faxes.assertRefused;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caselli.client.Accounts;
import org.caselli.client.Api;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.caselli.client.Senders;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.faxcom.FaxConstants;
import org.caselli.faxcom.FaxDoc;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxJobs;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxPorts;
import org.caselli.faxcom.FaxRoutingMethod;
import org.caselli.faxcom.FaxRoutingMethods;
import org.caselli.faxcom.FaxServer;
import org.caselli.faxcom.FaxStatus;
import org.caselli.faxcom.FaxTiff;
import org.caselli.objectmodel.Called;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.caselli.server.StartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** faxcom against a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaxcomTest {
    static final List<Class<?>> COVERS = List.of(
            FaxServer.class,
            FaxPorts.class,
            FaxPort.class,
            FaxStatus.class,
            FaxJobs.class,
            FaxJob.class,
            FaxDoc.class,
            FaxRoutingMethods.class,
            FaxRoutingMethod.class,
            FaxTiff.class);

    @TempDir
    static Path folder;

    private final Called called = new Called();
    private RunningServer running;
    private CaselliClient client;
    private FaxServer server;

    @BeforeAll
    void start() throws StartException {
        running = new RunningServer(folder.resolve("data"));
        client = running.client();
    }

    @AfterAll
    void stop() throws Exception {
        running.close();
        assertThat(called.missing(getClass(), COVERS)).isEmpty();
    }

    @BeforeEach
    void connect() {
        server = called.watch(FaxServer.class, FaxServer.create());
        server.connect(running.url().toString(), running.administrator());
    }

    @AfterEach
    void disconnect() {
        server.setPauseServerQueue(false);
        server.close();
    }

    @Test
    void a_server_is_asked_only_while_it_is_connected_and_children_stay_readable_after_that() {
        FaxServer other = called.watch(FaxServer.class, FaxServer.create());
        assertThat(other.isConnected()).isFalse();
        assertRefused(FaxError.E_HANDLE, other::getPorts);
        assertRefused(FaxError.E_HANDLE, other::getRetries);
        assertRefused(FaxError.E_HANDLE, () -> other.createDocument("a.txt"));
        assertRefused(FaxError.E_HANDLE, other::disconnect);
        other.close(); // which may be done at any time

        other.connect(running.url().toString(), running.administrator());
        assertThat(other.isConnected()).isTrue();
        FaxPort port = other.getPorts().getItem(1);
        FaxStatus status = port.getStatus();
        other.disconnect();
        assertThat(other.isConnected()).isFalse();
        assertThat(port.getName()).isNotEmpty();
        assertThat(status.getDescription()).isEqualTo("Available");
        assertRefused(FaxError.E_HANDLE, port::getRings);
        assertRefused(FaxError.E_HANDLE, status::refresh);

        other.connect(running.url().toString(), running.administrator());
        FaxPort of = other.getPorts().getItem(1);
        other.connect(running.url().toString(), running.administrator());
        assertRefused(FaxError.E_HANDLE, of::getRings); // the old session is over
        assertThat(other.getRetries()).isNotNegative();
        SetUp.SAME_MACHINE.connect(other, running);
        assertThat(other.isConnected()).isTrue();
        assertThat(other.getPorts().getCount()).isEqualTo(2);
        other.close();
    }

    @Test
    void every_setting_acts_at_once_and_is_read_from_the_server_each_time() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        server.setArchiveDirectory(archive.toString());
        assertThat(server.getArchiveDirectory())
                .isEqualTo(archive.toString())
                .isEqualTo(setting("archive", "location"));
        server.setArchiveOutboundFaxes(false);
        assertThat(server.isArchiveOutboundFaxes()).isFalse().isEqualTo(setting("archive", "use"));
        server.setArchiveOutboundFaxes(true);
        assertThat(server.isArchiveOutboundFaxes()).isTrue();
        server.setArchiveDirectory(null);
        assertThat(server.getArchiveDirectory()).isEmpty();
        server.setBranding(false);
        assertThat(server.isBranding()).isFalse().isEqualTo(setting("outgoing", "branding"));
        server.setBranding(true);
        assertThat(server.isBranding()).isTrue();
        server.setRetries(7);
        assertThat(server.getRetries()).isEqualTo(7);
        assertRefused(FaxError.E_INVALIDARG, () -> server.setRetries(-1));
        assertThat(server.getRetries()).isEqualTo(7);
        server.setRetryDelay(90);
        assertThat(server.getRetryDelay()).isEqualTo(90);
        assertThat(setting("outgoing", "retryDelay")).isEqualTo("PT1H30M");
        assertRefused(FaxError.E_INVALIDARG, () -> server.setRetryDelay(1_000_000));
        server.setUseDeviceTsid(false);
        assertThat(server.isUseDeviceTsid()).isFalse().isEqualTo(setting("outgoing", "useDeviceTsid"));
        server.setServerCoverpage(true);
        assertThat(server.isServerCoverpage()).isTrue();
        assertThat(setting("covers", "allowPersonalCoverPages")).isEqualTo(false);
        server.setServerCoverpage(false);
        assertThat(server.isServerCoverpage()).isFalse();
        server.setPauseServerQueue(true);
        assertThat(server.isPauseServerQueue()).isTrue().isEqualTo(setting("outgoing", "paused"));

        client.settings().change("outgoing", Map.of("retries", 2), "*");
        assertThat(server.getRetries()).as("what somebody else has set").isEqualTo(2);
    }

    private Object setting(String section, String member) {
        return client.settings().section(section).value().get(member);
    }

    @Test
    void jobs_are_kept_for_days_or_for_ever() {
        server.setDirtyDays(30);
        assertThat(server.getDirtyDays()).isEqualTo(30);
        server.setDirtyDays(-1);
        assertThat(server.getDirtyDays()).isEqualTo(-1);
        assertThat(setting("outgoing", "ageLimit")).isEqualTo(0L);
        server.setDirtyDays(1);
        assertThat(server.getDirtyDays()).isEqualTo(1);
        server.setDirtyDays(0);
        assertThat(server.getDirtyDays()).as("the same as -1, as in faxcomex").isEqualTo(-1);
        assertRefused(FaxError.E_INVALIDARG, () -> server.setDirtyDays(-2));
    }

    @Test
    void the_mapi_profile_is_kept_by_the_server_though_it_has_no_use_for_it() {
        assertThat(server.getServerMapiProfile()).isEmpty();
        server.setServerMapiProfile("Fax für alle");
        try (FaxServer other = FaxServer.create()) {
            other.connect(running.url().toString(), running.administrator());
            assertThat(other.getServerMapiProfile()).isEqualTo("Fax für alle");
        }
        server.setServerMapiProfile("");
        assertThat(server.getServerMapiProfile()).isEmpty();
    }

    @Test
    void hours_and_minutes_of_the_discount_period_are_set_one_by_one_also_by_many_at_once() throws Exception {
        server.setDiscountRateStartHour(22);
        server.setDiscountRateStartMinute(30);
        server.setDiscountRateEndHour(6);
        server.setDiscountRateEndMinute(15);
        assertThat(setting("outgoing", "discountStart")).isEqualTo("22:30");
        assertThat(setting("outgoing", "discountEnd")).isEqualTo("06:15");
        assertRefused(FaxError.E_INVALIDARG, () -> server.setDiscountRateStartHour(24));
        assertRefused(FaxError.E_INVALIDARG, () -> server.setDiscountRateEndMinute(60));
        assertRefused(FaxError.E_INVALIDARG, () -> server.setDiscountRateEndMinute(-1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 1; i <= 5; i++) {
                int value = i;
                done.add(threads.submit(() -> server.setDiscountRateStartHour(value)));
                done.add(threads.submit(() -> server.setDiscountRateStartMinute(10 + value)));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        // Whoever was last in each, nobody has taken the other's part back to what it was before.
        assertThat(server.getDiscountRateStartHour()).isBetween(1, 5);
        assertThat(server.getDiscountRateStartMinute()).isBetween(11, 15);
        assertThat(server.getDiscountRateEndHour()).isEqualTo(6);
        assertThat(server.getDiscountRateEndMinute()).isEqualTo(15);
    }

    @Test
    void ports_count_from_one_and_what_is_set_of_one_acts_at_once() {
        FaxPorts ports = server.getPorts();
        assertThat(ports.getCount()).isEqualTo(2);
        assertThat(ports).hasSize(2);
        assertRefused(FaxError.E_INVALIDARG, () -> ports.getItem(0));
        assertRefused(FaxError.E_INVALIDARG, () -> ports.getItem(3));
        FaxPort port = ports.getItem(1);
        String id = Integer.toString(port.getDeviceId());
        assertThat(client.devices().get(id).value().name()).isEqualTo(port.getName());
        assertThat(port.isCanModify()).isTrue();

        port.setCsid("+39 055 1234");
        assertThat(port.getCsid()).isEqualTo("+39 055 1234");
        port.setTsid("Büro 123456789012345678901234567890");
        assertThat(port.getTsid()).as("without what is not ASCII, and cut").isEqualTo("Bro 1234567890123456");
        assertThat(client.devices().get(id).value().tsid()).isEqualTo(port.getTsid());
        port.setRings(3);
        assertThat(port.getRings()).isEqualTo(3);
        assertRefused(FaxError.E_INVALIDARG, () -> port.setRings(0));
        assertRefused(FaxError.E_INVALIDARG, () -> port.setRings(100));
        port.setRings(1);
        port.setReceive(false);
        assertThat(port.isReceive()).isFalse();
        assertThat(client.devices().get(id).value().receiveMode()).isEqualTo("no_answer");
        port.setReceive(true);
        assertThat(port.isReceive()).isTrue();
        port.setSend(false);
        assertThat(port.isSend()).isFalse();
        port.setSend(true);
        assertThat(port.isSend()).isTrue();
        port.setTsid("");
        port.setCsid(null);
        assertThat(port.getCsid()).isEmpty();
    }

    @Test
    void a_priority_renumbers_the_other_ports() {
        FaxPort first = server.getPorts().getItem(1);
        FaxPort second = server.getPorts().getItem(2);
        assertThat(first.getPriority()).isEqualTo(1);
        assertThat(second.getPriority()).isEqualTo(2);
        second.setPriority(1);
        assertThat(second.getPriority()).isEqualTo(1);
        assertThat(first.getPriority()).isEqualTo(2);
        assertThat(server.getPorts().getItem(1).getDeviceId()).isEqualTo(second.getDeviceId());
        assertRefused(FaxError.E_INVALIDARG, () -> first.setPriority(0));
        first.setPriority(1);
        assertThat(second.getPriority()).isEqualTo(2);
    }

    @Test
    void a_routing_method_is_enabled_on_one_port_only() {
        FaxRoutingMethods methods = server.getPorts().getItem(1).getRoutingMethods();
        FaxRoutingMethods others = server.getPorts().getItem(2).getRoutingMethods();
        assertThat(methods.getCount()).isGreaterThanOrEqualTo(3);
        assertThat(methods).hasSize(methods.getCount());
        assertThat(methods.getItem(1).getGuid())
                .isEqualTo(methods.iterator().next().getGuid());
        assertRefused(FaxError.E_INVALIDARG, () -> methods.getItem(methods.getCount() + 1));
        FaxRoutingMethod folderMethod = null;
        for (FaxRoutingMethod method : methods) {
            if (method.getGuid().equals("{92041a90-9af2-11d0-abf7-00c04fd91a4e}")) {
                folderMethod = method;
            }
        }
        assertThat(folderMethod).isNotNull();
        FaxPort port = server.getPorts().getItem(1);
        assertThat(folderMethod.getDeviceId()).isEqualTo(port.getDeviceId());
        assertThat(folderMethod.getDeviceName()).isEqualTo(port.getName());
        var known = client.inboundRouting().find(folderMethod.getGuid()).value().method();
        assertThat(folderMethod.getFriendlyName()).isEqualTo(known.name());
        assertThat(folderMethod.getFunctionName()).isEqualTo(known.functionName());
        assertThat(folderMethod.getExtensionName()).isEqualTo(known.extensionName());
        assertThat(folderMethod.getImageName()).isEqualTo(known.image());
        assertThat(folderMethod.getRoutingData()).isEmpty();

        String id = Integer.toString(port.getDeviceId());
        String target = folder.resolve("faxes").toString();
        client.inboundRouting().use(id, folderMethod.getGuid(), null, target, "*");
        assertThat(folderMethod.isEnable()).isFalse();
        folderMethod.setEnable(true);
        assertThat(folderMethod.isEnable()).isTrue();
        String guid = folderMethod.getGuid();
        assertThat(others)
                .filteredOn(method -> method.getGuid().equals(guid))
                .singleElement()
                .satisfies(method -> assertThat(method.isEnable()).isFalse());
        assertThat(server.getPorts().getItem(1).getRoutingMethods())
                .filteredOn(method -> method.getGuid().equals(guid))
                .singleElement()
                .satisfies(method -> assertThat(method.getRoutingData()).isEqualTo(target));
        folderMethod.setEnable(false);
        assertThat(folderMethod.isEnable()).isFalse();
    }

    @Test
    void a_document_keeps_what_is_set_and_takes_null_as_nothing() throws ReflectiveOperationException {
        FaxDoc document = server.createDocument("here.txt");
        assertThat(document.getFileName()).isEqualTo("here.txt");
        for (Method getter : FaxDoc.class.getMethods()) {
            String name = getter.getName();
            if (name.startsWith("get")) {
                Method setter = FaxDoc.class.getMethod("set" + name.substring(3), String.class);
                String value = name.substring(0, Math.min(name.length(), 20));
                setter.invoke(document, value);
                assertThat(getter.invoke(document)).isEqualTo(value);
                setter.invoke(document, (Object) null);
                assertThat(getter.invoke(document)).isEqualTo("");
            } else if (name.startsWith("is")) {
                Method setter = FaxDoc.class.getMethod("set" + name.substring(2), boolean.class);
                assertThat(getter.invoke(document)).isEqualTo(false);
                setter.invoke(document, true);
                assertThat(getter.invoke(document)).isEqualTo(true);
            }
        }
        document.setTsid("Zoë, a name longer than twenty");
        assertThat(document.getTsid()).isEqualTo("Zo, a name longer th");
    }

    @Test
    void a_document_says_who_sends_what_to_whom_and_the_rest_is_from_the_default_sender() throws IOException {
        server.setPauseServerQueue(true);
        server.setServerCoverpage(false);
        client.senders()
                .keep(
                        null,
                        new Senders.SenderProfile(
                                "default",
                                "Ann of the profile",
                                null,
                                "+39 055 99",
                                new Api.Sender(
                                        "Profile Ltd",
                                        "Profiles",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null),
                                null,
                                null,
                                null),
                        null);
        FaxDoc document = server.createDocument(Faxes.letter(folder, 2).toString());
        document.setFaxNumber(running.number(1));
        document.setRecipientName("Bob");
        document.setRecipientCompany("Bob & Sons");
        document.setDisplayName("Offer");
        document.setCoverpageSubject("Our offer");
        document.setCoverpageNote("As you wished.");
        document.setSendCoverpage(true);
        document.setServerCoverpage(true);
        document.setCoverpageName("Classic.cov");
        document.setSenderName("Ann");
        document.setSenderDepartment("Sales");
        document.setBillingCode("4711");
        document.setTsid("ANN");
        document.setEmailAddress("ann@example.org");
        document.setDiscountSend(true);
        int number = document.send();

        FaxJob job = Faxes.job(server, number);
        assertThat(job.getType()).isEqualTo(FaxConstants.JT_SEND);
        assertThat(job.getDisplayName()).isEqualTo("Offer");
        assertThat(job.getFaxNumber()).isEqualTo(running.number(1));
        assertThat(job.getRecipientName()).isEqualTo("Bob");
        assertThat(job.getSenderName()).isEqualTo("Ann");
        assertThat(job.getSenderCompany()).as("from the profile").isEqualTo("Profile Ltd");
        assertThat(job.getSenderDept()).isEqualTo("Sales");
        assertThat(job.getBillingCode()).isEqualTo("4711");
        assertThat(job.getTsid()).isEqualTo("ANN");
        assertThat(job.isDiscountSend()).isTrue();
        assertThat(job.getPageCount()).as("two pages and a cover page").isEqualTo(3);
        assertThat(job.getUserName()).as("the server's key belongs to nobody").isEmpty();
        assertThat(job.getDeviceStatus()).isEqualTo("Unknown");
        Api.JobDetail kept = client.job(Integer.toString(number));
        assertThat(kept.submission().subject()).isEqualTo("Our offer");
        assertThat(kept.submission().cover().note()).isEqualTo("As you wished.");
        assertThat(kept.submission().sender().email()).isEqualTo("ann@example.org");
        assertThat(kept.submission().senderNumber()).isEqualTo("+39 055 99");

        document.setServerCoverpage(false);
        document.setCoverpageName(Files.writeString(folder.resolve("mine.html"), "<p>{{message.subject}}</p>")
                .toString());
        document.setFileName("");
        int second = document.send(); // a cover page alone is a fax as well
        assertThat(second).isGreaterThan(number);
        assertThat(Faxes.job(server, second).getPageCount()).isEqualTo(1);
        job.setStatus(FaxConstants.JC_DELETE);
        Faxes.job(server, second).setStatus(FaxConstants.JC_DELETE);
        client.senders().remove(null, "default");
    }

    @Test
    void what_cannot_be_sent_is_refused_by_send_and_by_nothing_before() throws IOException {
        FaxDoc document = server.createDocument(folder.resolve("missing.pdf").toString());
        document.setFaxNumber(running.number(1));
        assertRefused(FaxError.ERROR_FILE_NOT_FOUND, document::send);
        document.setFileName("");
        assertRefused(FaxError.E_INVALIDARG, document::send);
        document.setFileName(Files.write(folder.resolve("broken.pdf"), new byte[] {'%', 'P', 'D', 'F', 1, 2, 3})
                .toString());
        assertRefused(FaxError.ERROR_INVALID_DATA, document::send);
        document.setFileName(Faxes.letter(folder, 1).toString());
        document.setFaxNumber("");
        assertRefused(FaxError.E_INVALIDARG, document::send);
        document.setFaxNumber(running.number(1));
        document.setCallHandle(17);
        assertRefused(FaxError.ERROR_NOT_SUPPORTED, document::send);
        document.setCallHandle(0);
        document.setSendCoverpage(true);
        assertRefused(FaxError.E_INVALIDARG, document::send);
        document.setCoverpageName(folder.resolve("nowhere.html").toString());
        assertRefused(FaxError.ERROR_FILE_NOT_FOUND, document::send);
        document.setServerCoverpage(true);
        document.setCoverpageName("nobody has this one");
        assertRefused(FaxError.ERROR_FILE_NOT_FOUND, document::send);
        document.setSendCoverpage(false);
        server.setPauseServerQueue(true);
        Faxes.job(server, document.send()).setStatus(FaxConstants.JC_DELETE);
    }

    @Test
    void a_job_is_paused_resumed_and_cancelled_and_touching_it_afterwards_is_a_defined_error() throws IOException {
        server.setPauseServerQueue(true);
        FaxDoc document = server.createDocument(Faxes.letter(folder, 1).toString());
        document.setFaxNumber(running.number(1));
        int number = document.send();
        FaxJob job = Faxes.job(server, number);
        assertThat(job.getJobId()).isEqualTo(number);
        assertThat(job.getQueueStatus()).isEqualTo("Pending");
        job.setStatus(FaxConstants.JC_PAUSE);
        assertThat(job.getQueueStatus()).as("until it is refreshed").isEqualTo("Pending");
        job.refresh();
        assertThat(job.getQueueStatus()).isEqualTo("Paused");
        assertRefused(FaxError.ERROR_INVALID_OPERATION, () -> job.setStatus(FaxConstants.JC_PAUSE));
        job.setStatus(FaxConstants.JC_RESUME);
        job.refresh();
        assertThat(job.getQueueStatus()).isEqualTo("Pending");
        assertRefused(FaxError.E_INVALIDARG, () -> job.setStatus(0));
        assertRefused(FaxError.E_INVALIDARG, () -> job.setStatus(4));
        job.setStatus(FaxConstants.JC_DELETE);
        for (int command : List.of(FaxConstants.JC_DELETE, FaxConstants.JC_PAUSE, FaxConstants.JC_RESUME)) {
            assertRefused(FaxError.E_INVALIDARG, () -> job.setStatus(command));
        }
        assertRefused(FaxError.E_INVALIDARG, job::refresh);
        assertThat(job.getQueueStatus()).as("the last snapshot").isEqualTo("Pending");
        assertThat(server.getJobs()).noneMatch(each -> each.getJobId() == number);
    }

    @Test
    void a_failed_job_is_restarted_by_the_number_that_also_means_resume() throws IOException {
        server.setRetries(0);
        FaxPort port = server.getPorts().getItem(2);
        FaxDoc document = server.createDocument(Faxes.letter(folder, 1).toString());
        document.setFaxNumber("9999"); // which is nobody's
        int number = document.send();
        String id = client.job(Integer.toString(number)).job().id();
        Faxes.awaitState(client, id, "failed");
        FaxJob job = Faxes.job(server, number);
        assertThat(job.getQueueStatus()).isEqualTo("Retries Exceeded");
        server.setPauseServerQueue(true);
        job.setStatus(FaxConstants.JC_RESTART);
        job.refresh();
        assertThat(job.getQueueStatus()).isEqualTo("Pending");
        assertThat(job.getJobId()).isEqualTo(number);
        job.setStatus(FaxConstants.JC_DELETE);
        assertThat(port.getStatus().isSend()).isFalse();
    }

    @Test
    void jobs_of_both_queues_are_one_list_with_numbers_of_their_own_and_their_owners() throws IOException {
        var account = client.accounts()
                .add(new Accounts.NewAccount(
                        "clerk", null, null, List.of("submit_normal"), null, "a long pass phrase of hers"));
        String token = client.access()
                .signIn(account.name(), "a long pass phrase of hers")
                .token();
        server.setPauseServerQueue(true);
        Path letter = Faxes.letter(folder, 1);
        try (FaxServer clerk = called.watch(FaxServer.class, FaxServer.create())) {
            clerk.connect(running.url().toString(), FaxCredentials.token(token));
            FaxDoc hers = clerk.createDocument(letter.toString());
            hers.setFaxNumber(running.number(1));
            int number = hers.send();
            FaxDoc another = server.createDocument(letter.toString());
            another.setFaxNumber(running.number(1));
            int other = another.send();
            FaxJobs seen = clerk.getJobs();
            assertThat(seen.getCount()).isEqualTo(1);
            assertThat(seen.getItem(1).getJobId()).isEqualTo(number);
            assertRefused(FaxError.E_INVALIDARG, () -> seen.getItem(2));
            assertThat(Faxes.job(server, number).getUserName()).isEqualTo("clerk");
            assertThat(server.getJobs()).extracting(FaxJob::getJobId).isSorted().contains(number, other);
            assertRefused(FaxError.E_ACCESSDENIED, clerk::getPorts);
            assertRefused(FaxError.E_ACCESSDENIED, clerk::getRetries);
            server.getJobs().forEach(job -> job.setStatus(FaxConstants.JC_DELETE));
            assertThat(server.getJobs().getCount()).isZero();
        }
    }

    @Test
    void a_fax_that_cannot_be_routed_is_a_job_of_its_own_kind_and_is_restarted_and_deleted() throws IOException {
        FaxPort port = server.getPorts().getItem(2);
        port.setCsid("OURS");
        String id = Integer.toString(port.getDeviceId());
        String guid = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";
        Path target = folder.resolve("routed");
        client.inboundRouting().use(id, guid, null, target.toString(), "*");
        client.inboundRouting().use(id, guid, true, null, "*");
        Files.delete(target);
        Files.writeString(target, "a file where a folder should be");
        server.setRetries(0);
        server.setUseDeviceTsid(false);
        FaxDoc document = server.createDocument(Faxes.letter(folder, 1).toString());
        document.setFaxNumber(running.number(1));
        document.setTsid("THEIRS");
        document.send();
        Api.Event givenUp = Faxes.await(
                client,
                event -> event.kind().equals("incoming_job_changed")
                        && "retries_exceeded".equalsIgnoreCase(event.facts().get("state")));
        int number = client.incoming().job(givenUp.subject()).job().jobNumber();
        FaxJob job = Faxes.job(server, number);
        assertThat(job.getType()).isEqualTo(FaxConstants.JT_ROUTING);
        assertThat(job.getQueueStatus()).isEqualTo("Retries Exceeded");
        assertThat(job.getDeviceStatus()).isEqualTo("Unknown");
        assertThat(job.getTsid()).isEqualTo("THEIRS");
        assertThat(job.getFaxNumber()).isEmpty();
        assertThat(job.getPageCount()).isZero();
        assertThat(job.getSenderName() + job.getUserName() + job.getDisplayName() + job.getRecipientName())
                .isEmpty();
        assertThat(job.isDiscountSend()).isFalse();
        job.refresh();
        assertThat(job.getJobId()).isEqualTo(number);
        assertRefused(FaxError.ERROR_INVALID_OPERATION, () -> job.setStatus(FaxConstants.JC_PAUSE));

        Files.delete(target);
        job.setStatus(FaxConstants.JC_RESTART);
        Faxes.await(
                client,
                event -> event.kind().equals("incoming_job_removed")
                        && event.subject().equals(givenUp.subject()));
        assertRefused(FaxError.E_INVALIDARG, job::refresh);
        assertRefused(FaxError.E_INVALIDARG, () -> job.setStatus(FaxConstants.JC_DELETE));
        client.inboundRouting().use(id, guid, false, null, "*");

        try (var files = Files.list(target)) {
            FaxTiff tiff = called.watch(FaxTiff.class, FaxTiff.create());
            tiff.setImage(files.findFirst().orElseThrow().toString());
            assertThat(tiff.getTsid()).isEqualTo("THEIRS");
            assertThat(tiff.getCsid()).isEqualTo("OURS");
        }
        port.setCsid("");
    }

    @Test
    void files_of_both_archives_tell_their_fax_to_faxtiff() throws IOException {
        server.setUseDeviceTsid(false);
        FaxDoc document = server.createDocument(Faxes.letter(folder, 1).toString());
        document.setFaxNumber(running.number(1));
        document.setRecipientName("Zoë");
        document.setSenderName("Ann Õ");
        document.setTsid("ANN 1");
        int number = document.send();
        String id = client.job(Integer.toString(number)).job().id();
        Faxes.awaitState(client, id, "completed");
        Api.Event received = Faxes.await(
                client,
                event -> event.kind().equals("received_fax_added")
                        && event.at().isAfter(client.job(id).job().submittedAt()));

        Path sent = folder.resolve("sent.tif");
        client.archives().saveSent(id, Archives.Format.TIFF, sent);
        FaxTiff tiff = called.watch(FaxTiff.class, FaxTiff.create());
        assertThat(tiff.getImage()).isEmpty();
        assertRefused(FaxError.E_HANDLE, tiff::getCsid);
        assertRefused(
                FaxError.ERROR_FILE_NOT_FOUND,
                () -> tiff.setImage(folder.resolve("none.tif").toString()));
        tiff.setImage(sent.toString());
        assertThat(tiff.getImage()).isEqualTo(sent.toString());
        assertThat(tiff.getRecipientName()).isEqualTo("Zoë");
        assertThat(tiff.getRecipientNumber()).isEqualTo(running.number(1));
        assertThat(tiff.getSenderName()).isEqualTo("Ann Õ");
        assertThat(tiff.getTsid()).isEqualTo("ANN 1");
        assertThat(tiff.getCallerId()).isEmpty();
        assertThat(tiff.getRouting()).isEmpty();
        assertThat(tiff.getCsid())
                .isEqualTo(client.archives().sentFax(id).facts().farId());
        Instant begun = client.archives().sentFax(id).startedAt();
        assertThat(tiff.getRawReceiveTime()).contains(begun);
        assertThat(tiff.getReceiveTime()).contains("@");
        assertThat(tiff.getTiffTagString(305)).isEqualTo("Caselli");
        assertThat(tiff.getTiffTagString(259)).as("MMR").isEqualTo("4");
        assertThat(tiff.getTiffTagString(65000)).isEmpty();

        Path arrived = folder.resolve("arrived.tif");
        client.archives().saveReceived(received.subject(), Archives.Format.TIFF, arrived);
        Archives.ReceivedFax fax = client.archives().receivedFax(received.subject());
        tiff.setImage(arrived.toString());
        assertThat(tiff.getTsid()).isEqualTo("ANN 1");
        assertThat(tiff.getCsid()).isEqualTo(fax.csid());
        assertThat(tiff.getRecipientNumber()).isEqualTo(fax.csid());
        assertThat(tiff.getCallerId()).isEqualTo(fax.callerId()).isNotEmpty();
        assertThat(tiff.getRouting()).isEqualTo(running.number(1));
        assertThat(tiff.getRawReceiveTime()).contains(fax.startedAt());
        assertThat(tiff.getTiffTagString(34910))
                .isEqualTo(Long.toString(
                        Duration.between(fax.startedAt(), fax.endedAt()).toSeconds()));
        Path waiting = Files.write(folder.resolve("job.tif"), client.jobTiff(id));
        tiff.setImage(waiting.toString());
        assertThat(tiff.getRecipientName()).isEqualTo("Zoë");
        assertThat(tiff.getRecipientNumber()).isEqualTo(running.number(1));
    }

    /** A line that carries a modem's sound slowly enough to be looked at while it does so. */
    @Test
    void a_status_is_right_while_a_line_is_idle_dials_sends_and_receives() throws Exception {
        try (var slow = new RunningServer(folder.resolve("slow"), "loopback.haste = 4");
                FaxServer watched = called.watch(FaxServer.class, FaxServer.create())) {
            watched.connect(slow.url().toString(), slow.administrator());
            FaxPort first = watched.getPorts().getItem(1);
            FaxPort second = watched.getPorts().getItem(2);
            first.setReceive(false);
            second.setSend(false);
            second.setCsid("TWO");
            watched.setUseDeviceTsid(false);
            FaxStatus sending = first.getStatus();
            FaxStatus receiving = second.getStatus();
            for (FaxStatus idle : List.of(sending, receiving)) {
                assertThat(idle.getDescription()).isEqualTo("Available");
                assertThat(idle.isSend() || idle.isReceive()).isFalse();
                assertThat(idle.getAddress() + idle.getCallerId() + idle.getCsid() + idle.getTsid())
                        .isEmpty();
                assertThat(idle.getDocumentName() + idle.getRecipientName() + idle.getSenderName())
                        .isEmpty();
                assertThat(idle.getRoutingString()).isEmpty();
                assertThat(idle.getCurrentPage() + idle.getPageCount() + idle.getDocumentSize())
                        .isZero();
                assertThat(idle.getStartTime()).isEmpty();
                assertThat(idle.getSubmittedTime()).isEmpty();
                assertThat(idle.getElapsedTime()).isZero();
            }
            assertThat(sending.getDeviceId()).isEqualTo(first.getDeviceId());
            assertThat(sending.getDeviceName()).isEqualTo(first.getName());

            second.setReceive(false); // so that it rings there and nobody answers
            FaxDoc document = watched.createDocument(Faxes.letter(folder, 30).toString());
            document.setFaxNumber(slow.number(1));
            document.setRecipientName("Bob");
            document.setSenderName("Ann");
            document.setDisplayName("Thirty pages");
            document.setTsid("ONE");
            int unanswered = document.send();
            CaselliClient events = slow.client();
            String dialled = events.job(Integer.toString(unanswered)).job().id();
            Faxes.await(
                    events,
                    event -> event.kind().equals("attempt_progress")
                            && dialled.equals(event.facts().get("job"))
                            && List.of("dialling", "ringing")
                                    .contains(event.facts().get("phase")));
            sending.refresh();
            assertThat(sending.getDescription()).isEqualTo("Dialing");
            assertThat(sending.isSend()).isTrue();
            assertThat(sending.isReceive()).isFalse();
            assertThat(sending.getAddress()).isEqualTo(slow.number(1));
            assertThat(sending.getCurrentPage()).isZero();
            assertThat(sending.getPageCount()).isEqualTo(30);
            assertThat(sending.getStartTime()).isPresent();
            FaxJob job = Faxes.job(watched, unanswered);
            assertThat(job.getQueueStatus()).isEqualTo("In Progress");
            assertThat(job.getDeviceStatus()).isIn("Initializing", "Dialing");
            job.setStatus(FaxConstants.JC_DELETE);
            Faxes.awaitState(events, dialled, "canceled");

            second.setReceive(true);
            int number = document.send();
            Api.Job sent = events.job(Integer.toString(number)).job();
            Faxes.await(
                    events,
                    event -> event.kind().equals("attempt_progress")
                            && sent.id().equals(event.facts().get("job"))
                            && "page 1".equals(event.facts().get("phase")));
            sending.refresh();
            assertThat(sending.getDescription()).isEqualTo("Sending");
            assertThat(sending.isSend()).isTrue();
            assertThat(sending.isReceive()).isFalse();
            assertThat(sending.getAddress()).isEqualTo(slow.number(1));
            assertThat(sending.getCallerId()).isEmpty();
            assertThat(sending.getCsid()).isEqualTo("TWO");
            assertThat(sending.getTsid()).isEqualTo("ONE");
            assertThat(sending.getCurrentPage()).isBetween(1, 30);
            assertThat(sending.getPageCount()).isEqualTo(30);
            assertThat(sending.getDocumentName()).isEqualTo("Thirty pages");
            assertThat(sending.getDocumentSize()).isPositive();
            assertThat(sending.getSenderName()).isEqualTo("Ann");
            assertThat(sending.getRecipientName()).isEqualTo("Bob");
            assertThat(sending.getSubmittedTime())
                    .contains(events.job(sent.id()).submission().submittedAt());
            assertThat(sending.getStartTime()).isPresent();
            assertThat(sending.getElapsedTime()).isPositive().isLessThan(Duration.ofMinutes(2));
            assertThat(sending.getRoutingString()).isEmpty();
            FaxJob onTheLine = Faxes.job(watched, number);
            assertThat(onTheLine.getDeviceStatus()).isEqualTo("Sending");
            assertThat(onTheLine.getQueueStatus()).isEqualTo("In Progress");

            Faxes.await(
                    events,
                    event -> event.kind().equals("incoming_job_changed")
                            && "1".equals(event.facts().get("currentPage")));
            receiving.refresh();
            assertThat(receiving.getDescription()).isEqualTo("Receiving");
            assertThat(receiving.isReceive()).isTrue();
            assertThat(receiving.isSend()).isFalse();
            assertThat(receiving.getAddress()).isEmpty();
            assertThat(receiving.getCallerId()).isEqualTo(slow.number(0));
            assertThat(receiving.getRoutingString()).isEqualTo(slow.number(1));
            assertThat(receiving.getCsid()).isEqualTo("TWO");
            assertThat(receiving.getTsid()).isEqualTo("ONE");
            assertThat(receiving.getPageCount()).isZero();
            assertThat(receiving.getDocumentName()).isEmpty();
            assertThat(receiving.getSubmittedTime()).isEmpty();
            assertThat(receiving.getStartTime()).isPresent();
            FaxJob incoming = watched.getJobs().getItem(watched.getJobs().getCount());
            assertThat(incoming.getType()).isEqualTo(FaxConstants.JT_RECEIVE);
            assertThat(incoming.getDeviceStatus()).isEqualTo("Receiving");
            assertThat(incoming.getTsid()).isEqualTo("ONE");

            second.setCsid("TWO B"); // also while the line is busy: it counts from the next call on
            assertThat(second.getCsid()).isEqualTo("TWO B");
            onTheLine.setStatus(FaxConstants.JC_DELETE);
            Faxes.awaitState(events, sent.id(), "canceled");
        }
    }
}

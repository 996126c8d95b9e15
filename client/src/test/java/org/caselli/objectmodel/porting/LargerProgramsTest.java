package org.caselli.objectmodel.porting;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caselli.client.Accounts;
import org.caselli.client.Security;
import org.caselli.faxcom.FaxTiff;
import org.caselli.faxcomex.FAX_LOG_LEVEL_ENUM;
import org.caselli.faxcomex.FaxActivityLogging;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxEventLogging;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxReceiptOptions;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as they really are, longer than the pieces of the guide: each does on a server what it did on Windows. */
class LargerProgramsTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();
    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = new RunningServer(folder.resolve("data"));
        System.setProperty("caselli.data", running.data().toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("caselli.data");
        running.close();
    }

    /** Waits until the program has written such a line. */
    private String line(Predicate<String> wanted) throws InterruptedException {
        for (String line = next(); ; line = next()) {
            heard.add(line);
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    private String line(String start) throws InterruptedException {
        return line(each -> each.startsWith(start));
    }

    /** Waits until the program has written such lines, in whatever order. */
    private void all(String... starts) throws InterruptedException {
        for (String start : starts) {
            if (heard.stream().noneMatch(each -> each.startsWith(start))) {
                line(start);
            }
        }
    }

    private String next() throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS); // only a stuck program takes so long
        assertThat(line).as("after %s", heard).isNotNull();
        return line;
    }

    private static FaxServer connected() {
        FaxServer server = FaxServer.create();
        server.connect("");
        return server;
    }

    private String submit(FaxServer server) throws Exception {
        FaxDocument document = FaxDocument.create();
        document.setBody(Files.writeString(folder.resolve("letter.txt"), "See you on Monday.\n")
                .toString());
        document.getRecipients().add(running.number(1), "Ann");
        return document.connectedSubmit(server)[0];
    }

    private static void paused(FaxServer server, boolean paused) {
        FaxOutgoingQueue queue = server.getFolders().getOutgoingQueue();
        queue.setPaused(paused);
        queue.save();
    }

    @Test
    void a_queue_monitor_goes_on_after_the_server_was_away() throws Exception {
        try (var monitor = new QueueMonitor(lines::add)) {
            String job;
            try (FaxServer server = connected()) {
                paused(server, true);
                job = submit(server);
            }
            monitor.tick();
            line("connected, 2 devices");
            line("job " + job + " PENDING fjesNONE");

            running.close();
            line("the server stops");
            monitor.tick();
            line("not now: RPC_S_SERVER_UNAVAILABLE");

            running = new RunningServer(folder.resolve("data"));
            monitor.tick();
            line("connected, 2 devices");
            try (FaxServer server = connected()) {
                paused(server, false);
            }
            String incoming = line("incoming ").substring(9);
            line("received " + incoming);
            try (FaxServer server = connected()) {
                running.client()
                        .events(
                                0L,
                                event -> !server.getFolders()
                                        .getOutgoingQueue()
                                        .findJob(job)
                                        .orElseThrow()
                                        .isFinal());
            }
            monitor.tick();
            line("gone " + job + " COMPLETED");
        }
    }

    @Test
    void an_archive_exporter_copies_each_fax_once_and_empties_the_inbox() throws Exception {
        try (FaxServer server = connected()) {
            new EventWindow(lines::add).listen(server);
            var jobs = new ArrayList<String>();
            for (int i = 0; i < 5; i++) {
                String job = submit(server);
                jobs.add(job);
                line("OutgoingMessageAdded " + job);
            }
            while (heard.stream()
                            .filter(each -> each.startsWith("IncomingMessageAdded "))
                            .count()
                    < 5) {
                line("IncomingMessageAdded ");
            }
            Path export = folder.resolve("export");
            var exporter = new ArchiveExporter(server, export);
            assertThat(exporter.run()).isEqualTo(10);
            assertThat(Files.readAllLines(export.resolve("index.csv")))
                    .hasSize(10)
                    .allSatisfy(each -> assertThat(each).endsWith(";1"))
                    .filteredOn(each -> each.startsWith("out;"))
                    .extracting(each -> each.split(";")[1])
                    .containsExactlyInAnyOrderElementsOf(jobs);
            try (Stream<Path> files = Files.walk(export.resolve("in"))) {
                assertThat(files.filter(Files::isRegularFile)).hasSize(5).allSatisfy(file -> {
                    FaxTiff tiff = FaxTiff.create();
                    tiff.setImage(file.toString());
                    assertThat(tiff.getTsid()).isEqualTo(running.number(0));
                });
            }
            assertThat(server.getFolders().getIncomingArchive().getMessages().isAtEOF())
                    .isTrue();
            assertThat(exporter.run()).isZero();
        }
    }

    @Test
    void a_window_with_all_sinks_hears_what_another_program_does() throws Exception {
        try (FaxServer watched = connected();
                FaxServer server = connected()) {
            new EventWindow(lines::add).listen(watched);
            String job = submit(server);
            line("OutgoingMessageAdded " + job + " to " + running.number(1) + " letter.txt");
            all("IncomingMessageAdded ");
            String message = heard.stream()
                    .filter(each -> each.startsWith("IncomingMessageAdded "))
                    .map(each -> each.split(" ")[1])
                    .findFirst()
                    .orElseThrow();
            line("ServerActivityChange 0 0 0 0");
            server.getFolders().getOutgoingArchive().getMessage(job).delete();
            server.getFolders().getIncomingArchive().getMessage(message).delete();
            all("OutgoingMessageRemoved " + job, "IncomingMessageRemoved " + message);
            administer(server);
            running.close();
            line("ServerShutDown");
        }
        String[] sinks = Arrays.stream(EventWindow.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(each -> each.startsWith("on"))
                .map(each -> each.substring(2))
                .toArray(String[]::new);
        assertThat(sinks).hasSize(26);
        assertThat(heard).extracting(each -> each.split(" ")[0]).contains(sinks);
    }

    /** Changes one setting of each kind, and sees that the window, which asks back, has the new value. */
    private void administer(FaxServer server) throws Exception {
        FaxReceiptOptions receipts = server.getReceiptOptions();
        receipts.setSMTPSender("fax@example.org");
        receipts.save();
        line("ReceiptOptionsChange fax@example.org");
        FaxActivityLogging activity = server.getLoggingOptions().getActivityLogging();
        activity.setLogIncoming(false);
        activity.save();
        line("ActivityLoggingConfigChange false");
        FaxEventLogging events = server.getLoggingOptions().getEventLogging();
        events.setGeneralEventsLevel(FAX_LOG_LEVEL_ENUM.fllNONE);
        events.save();
        line("EventLoggingConfigChange fllNONE");
        FaxConfiguration configuration = server.getConfiguration();
        configuration.setRetries(7);
        configuration.setArchiveAgeLimit(30);
        configuration.save();
        all("OutgoingArchiveConfigChange 30", "IncomingArchiveConfigChange 30", "OutgoingQueueConfigChange 7");
        FaxDevice device = server.getDevices().getItem(1);
        device.setDescription("in the hall");
        device.save();
        line("DevicesConfigChange in the hall");
        FaxOutboundRoutingGroup group = server.getOutboundRouting().getGroups().add("Italy");
        group.getDeviceIds().add(device.getId());
        server.getOutboundRouting().getRules().add(39, 0, false, "Italy", 0);
        all("OutboundRoutingRulesConfigChange 2", "OutboundRoutingGroupsConfigChange 2");
        paused(server, true);
        line("QueuesStatusChange false true false");
        var client = running.client();
        client.accounts().addGroup(new Accounts.GroupChange("faxers", null, List.of()));
        client.security()
                .write(
                        List.of(new Security.Grant("group", "faxers", List.of("submit_low"))),
                        client.security().read().tag());
        line("SecurityConfigChange");
    }
}

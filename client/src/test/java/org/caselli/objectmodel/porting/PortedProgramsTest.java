package org.caselli.objectmodel.porting;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RULE_STATUS_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the guide to porting do what the guide says. They run on the server's machine, and find it by themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortedProgramsTest {
    @TempDir
    static Path folder;

    private RunningServer running;
    private FaxServer server;
    private org.caselli.faxcom.FaxServer faxcom;
    private String letter;

    @BeforeAll
    void start() throws Exception {
        running = new RunningServer(folder.resolve("data"));
        System.setProperty("caselli.data", running.data().toString());
        server = FaxServer.create();
        SetUp.SAME_MACHINE.connect(server, running);
        faxcom = org.caselli.faxcom.FaxServer.create();
        SetUp.SAME_MACHINE.connect(faxcom, running);
        letter = Files.writeString(folder.resolve("letter.txt"), "Dear Ann,\nsee you on Monday.\nBob\n")
                .toString();
    }

    @AfterAll
    void stop() {
        System.clearProperty("caselli.data");
        server.close();
        faxcom.close();
        running.close();
    }

    private void until(BooleanSupplier so) {
        var seen = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                running.client().events(0L, event -> !so.getAsBoolean());
                seen.complete(true);
            } catch (RuntimeException cause) {
                seen.completeExceptionally(cause);
            }
        });
        assertThat(seen).succeedsWithin(Duration.ofSeconds(60)); // only a stuck program takes so long
    }

    /** Waits until nothing is being sent. */
    private void idle() {
        until(() -> server.getActivity().getOutgoingMessages() == 0);
    }

    private boolean ended(String job) {
        return server.getFolders().getOutgoingQueue().findJob(job).orElseThrow().isFinal();
    }

    private String received() throws Exception {
        String[] jobs = Faxcomex.submit(letter, running.number(1));
        until(() -> ended(jobs[0]));
        until(() -> !server.getFolders().getIncomingArchive().getMessages().isAtEOF());
        FaxIncomingMessageIterator messages =
                server.getFolders().getIncomingArchive().getMessages();
        return messages.getMessage().getId();
    }

    @Test
    void faxcom_sends_with_a_cover_page_and_shows_ports_and_jobs() throws Exception {
        assertThat(Faxcom.send(letter, running.number(1))).isPositive();
        Faxcom.watch(faxcom, seconds -> idle());
        Faxcom.jobs(faxcom);
        Faxcom.errors(faxcom, folder.resolve("nothing.txt").toString());
    }

    @Test
    void faxcom_changes_a_port_and_the_server_at_once() throws Exception {
        idle();
        Faxcom.configure(faxcom);
        assertThat(faxcom.getPorts().getItem(1).getTsid()).isEqualTo("Rossi Legal");
        assertThat(faxcom.getRetryDelay()).isEqualTo(15);
    }

    @Test
    void faxcomex_sends_and_knows_how_it_ended() throws Exception {
        Faxcomex.connect(running.url().toString(), running.administrator().secret());
        String[] jobs = Faxcomex.submit(letter, running.number(1));
        assertThat(jobs)
                .as("some programs keep it as a number of 64 bits")
                .singleElement()
                .asString()
                .matches("[0-9a-f]{16}");
        until(() -> ended(jobs[0]));
        assertThat(Faxcomex.ended(server, jobs[0])).isNotEqualTo("not yet");
    }

    @Test
    void a_stream_is_sent_once_however_often_it_is_submitted() throws Exception {
        Path pdf = Files.copy(Path.of(letter), folder.resolve("copy.txt"));
        assertThat(Faxcomex.stream(server, running.number(1), pdf))
                .isEqualTo(Faxcomex.stream(server, running.number(1), pdf));
    }

    @Test
    void a_broadcast_has_a_job_for_each_number() throws Exception {
        String[] jobs = Faxcomex.broadcast(server, letter, List.of(running.number(1), running.number(1)));
        assertThat(jobs).hasSize(2);
        until(() -> ended(jobs[0]) && ended(jobs[1]));
        String submission = server.getFolders()
                .getOutgoingQueue()
                .findJob(jobs[0])
                .orElseThrow()
                .getSubmissionId();
        assertThat(Faxcomex.sent(server, submission)).isEqualTo(2);
    }

    @Test
    void the_body_at_fault_is_named() throws Exception {
        String broken =
                Files.write(folder.resolve("broken.pdf"), new byte[] {1, 2, 3}).toString();
        assertThat(Faxcomex.bodies(server, running.number(1), letter, broken)).isEmpty();
        assertThat(Faxcomex.bodies(server, running.number(1), letter, letter)).hasSize(1);
    }

    @Test
    void a_job_is_followed_to_its_end() throws Exception {
        FaxDocument document = FaxDocument.create();
        document.setBody(letter);
        document.getRecipients().add(running.number(1));
        Faxcomex.follow(server, document);
    }

    @Test
    void a_job_is_polled_to_its_end_and_its_state_is_told_in_words() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        FaxServerNotify listener = new FaxServerNotify() {
            @Override
            public void onOutgoingJobChanged(FaxServer from, String jobId, FaxJobStatus status) {
                told.add(Faxcomex.text(status));
            }
        };
        server.addListener(listener);
        server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
        String[] jobs = Faxcomex.submit(letter, running.number(1));
        assertThat(Faxcomex.poll(server, jobs, seconds -> until(() -> ended(jobs[0]))))
                .isTrue();
        for (String wanted : List.of("dials ", "is sent ", "was delivered ")) {
            String text = told.poll(60, TimeUnit.SECONDS); // only a stuck program takes so long
            while (!wanted.equals(text)) {
                assertThat(text).as("instead of %s", wanted).isNotNull();
                text = told.poll(60, TimeUnit.SECONDS);
            }
        }
        server.removeListener(listener);
        server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE);
    }

    @Test
    void a_cover_page_of_windows_is_known_once_there_is_one_of_its_name() {
        FaxDocument document = FaxDocument.create();
        document.setBody(letter);
        document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
        document.setCoverPage("generic.cov");
        document.getRecipients().add(running.number(1));
        assertThatThrownBy(() -> document.connectedSubmit(server))
                .isInstanceOf(FaxException.class)
                .hasMessageContaining(
                        "There is no cover page \"generic.cov\". Use Classic, Form, Letter, or have one added");
        document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptLOCAL);
        assertThatThrownBy(() -> document.connectedSubmit(server))
                .hasMessageContaining("setCoverPageType(fcptSERVER), in faxcom setServerCoverpage(true)");
        document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
        running.client().covers().add("generic", "<p>For {{recipient.number}}</p>");
        assertThat(document.connectedSubmit(server)).hasSize(1);
    }

    @Test
    void kinds_of_events_and_rights_may_be_named_twice_as_bits_may_be_set_twice() {
        assertThat(server.getSecurity2()
                        .can(FAX_ACCESS_RIGHTS_ENUM_2.far2SUBMIT_LOW, FAX_ACCESS_RIGHTS_ENUM_2.far2SUBMIT_LOW))
                .isTrue();
        server.listenToServerEvents(
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetACTIVITY,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetACTIVITY);
        assertThat(server.getRegisteredEvents()).containsExactly(FAX_SERVER_EVENTS_TYPE_ENUM.fsetACTIVITY);
        server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE);
    }

    @Test
    void a_broadcast_is_cancelled_as_a_whole() throws Exception {
        FaxOutgoingQueue queue = server.getFolders().getOutgoingQueue();
        queue.setPaused(true);
        queue.save();
        String[] jobs = Faxcomex.broadcast(server, letter, List.of(running.number(1), running.number(1)));
        String submission = queue.getJob(jobs[0]).getSubmissionId();
        assertThat(Faxcomex.cancel(server, submission)).isEqualTo(2);
        assertThat(Faxcomex.cancel(server, submission)).isZero();
        queue.setPaused(false);
        queue.save();
    }

    @Test
    void an_account_looks_at_its_own_folders() throws Exception {
        String id = received();
        assertThat(Faxcomex.unread(server)).contains(id);
    }

    @Test
    void the_queue_is_paused_and_goes_on() {
        Faxcomex.queue(server);
        FaxOutgoingQueue queue = server.getFolders().getOutgoingQueue();
        assertThat(queue.isPaused()).isFalse();
        assertThat(queue.getDiscountRateStart()).hasToString("20:00");
    }

    @Test
    void the_inbox_is_read_and_what_faxcom_tells_of_its_files() throws Exception {
        String id = received();
        assertThat(Faxcomex.inbox(server, folder)).isPositive();
        Path file = folder.resolve(id + ".tif");
        assertThat(file).exists();
        assertThat(server.getFolders().getIncomingArchive().getMessage(id).isRead())
                .isTrue();
        assertThat(Faxcom.tiff(file.toString())).isNotEmpty();
    }

    @Test
    void devices_and_routing_are_set_up() throws Exception {
        idle();
        Faxcomex.devices(server);
        Faxcomex.inbound(server, (folder.resolve("in").toAbsolutePath() + "\0").getBytes(UTF_16LE));
        assertThat(server.getDevices().getItem(1).getUsedRoutingMethods()).hasSize(1);
        Faxcomex.outbound(server);
        assertThat(server.getOutboundRouting()
                        .getRules()
                        .itemByCountryAndArea(39, 0)
                        .getStatus())
                .isEqualTo(FAX_RULE_STATUS_ENUM.frsVALID);
        assertThat(Faxcomex.errors(server, "Italy")).isEqualTo("FAX_E_GROUP_IN_USE");
    }

    @Test
    void a_received_fax_is_given_to_an_account() throws Exception {
        String id = received();
        Faxcomex.administer(server);
        Faxcomex.accounts(server, id);
        FaxIncomingMessage message = server.getFolders().getIncomingArchive().getMessage(id);
        assertThat(message.isWasReAssigned()).isTrue();
        FaxConfiguration configuration = server.getConfiguration();
        configuration.setIncomingFaxesArePublic(true);
        configuration.save();
    }
}

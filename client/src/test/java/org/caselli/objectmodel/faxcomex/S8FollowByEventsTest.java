package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario S8: a program submits a fax and follows it by events until its result is in the archive. */
class S8FollowByEventsTest {
    private static final Set<FAX_JOB_STATUS_ENUM> FINAL = EnumSet.of(
            FAX_JOB_STATUS_ENUM.fjsCOMPLETED,
            FAX_JOB_STATUS_ENUM.fjsFAILED,
            FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED,
            FAX_JOB_STATUS_ENUM.fjsCANCELED);

    @TempDir
    Path folder;

    /** What such programs keep: a record for each job, which goes when the job does. */
    private static final class Monitor implements FaxServerNotify {
        private final Map<String, FaxJobStatus> records = new ConcurrentHashMap<>();
        private final List<String> shown = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, String> results = new ConcurrentHashMap<>();
        private final Semaphore removed = new Semaphore(0);

        @Override
        public void onOutgoingJobAdded(FaxServer server, String jobId) {
            // Handlers may call back into the server.
            String number = server.getFolders()
                    .getOutgoingQueue()
                    .findJob(jobId)
                    .orElseThrow()
                    .getRecipient()
                    .getFaxNumber();
            shown.add("to " + number);
        }

        @Override
        public void onOutgoingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {
            records.put(jobId, status);
            shown.add(status.getStatus() + " " + status.getExtendedStatusCode());
        }

        @Override
        public void onOutgoingJobRemoved(FaxServer server, String jobId) {
            FaxJobStatus last = records.remove(jobId);
            assertThat(last.getStatus()).containsAnyElementsOf(FINAL);
            String submission =
                    server.getFolders().getOutgoingArchive().getMessage(jobId).getSubmissionId();
            FaxOutgoingMessageIterator messages =
                    server.getFolders().getOutgoingArchive().getMessages(10);
            for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
                if (messages.getMessage().getSubmissionId().equals(submission)) {
                    results.put(messages.getMessage().getId(), submission);
                }
            }
            removed.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_fax_is_followed_until_its_result_is_in_the_archive(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder.resolve("data"))) {
            FaxServer server = FaxServer.create();
            setUp.connect(server, running);
            var monitor = new Monitor();
            var heard = new Heard();
            server.addListener(monitor);
            server.addListener(heard.server());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);

            FaxDocument document = FaxDocument.create();
            document.setBody(Bodies.text(folder, "letter.txt", 1).toString());
            document.getRecipients().add(running.number(1), "Ann");
            String[] jobs = document.connectedSubmit(server);
            assertThat(monitor.removed.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            assertThat(monitor.results).containsOnly(Map.entry(jobs[0], document.getSubmissionId()));
            assertThat(monitor.records).as("a record goes with its job").isEmpty();
            assertThat(monitor.shown)
                    .startsWith("to " + running.number(1))
                    .contains("[fjsINPROGRESS] fjesDIALING", "[fjsINPROGRESS] fjesTRANSMITTING")
                    .endsWith("[fjsCOMPLETED] fjesCALL_COMPLETED");
            heard.await("onOutgoingJobRemoved", jobs[0]);
            List<String> order =
                    heard.of(jobs[0]).stream().map(Heard.Told::event).distinct().toList();
            assertThat(order)
                    .as("Added, Changed, Removed")
                    .containsExactly("onOutgoingJobAdded", "onOutgoingJobChanged", "onOutgoingJobRemoved");
            List<FaxJobStatus> changes = heard.of(jobs[0]).stream()
                    .filter(told -> told.event().equals("onOutgoingJobChanged"))
                    .map(Heard.Told::status)
                    .toList();
            assertThat(changes.getLast().getStatus()).containsAnyElementsOf(FINAL);
            assertThat(changes.getLast().getExtendedStatusCode())
                    .isEqualTo(FAX_JOB_EXTENDED_STATUS_ENUM.fjesCALL_COMPLETED);

            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE);
            server.removeListener(monitor);
            server.disconnect();
        }
    }

    @ParameterizedTest
    @EnumSource
    void after_a_lost_connection_a_resumed_listener_has_missed_nothing(SetUp setUp) throws Exception {
        var tried = new Semaphore(0);
        try (var running = new RunningServer(folder.resolve("data"));
                var proxy = new Proxy(running.url())) {
            var server = new Server(tries -> {
                tried.release();
                return Duration.ofMillis(1);
            });
            setUp.connect(server, running, proxy.url());
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_ARCHIVE);
            String first = Faxes.send(running, "While it is there");
            heard.await("onOutgoingJobAdded", first);
            proxy.cut();
            long before = running.client().server().lastEvent();
            String second = Faxes.send(running, "While it is away");
            Faxes.event(
                    running,
                    before,
                    event -> event.kind().equals("job_removed")
                            && event.subject().equals(second));
            assertThat(heard.of(second)).as("nothing came through").isEmpty();
            assertThat(tried.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            proxy.letThrough();
            heard.await("onOutgoingJobRemoved", first);
            heard.await("onOutgoingJobRemoved", second);

            var all = new ArrayList<String>();
            running.client().events(0L, List.of("out_queue", "out_archive"), event -> {
                String job =
                        event.kind().equals("attempt_progress") ? event.facts().get("job") : event.subject();
                if (Stream.of("job_added", "job_changed", "attempt_progress", "job_removed", "sent_fax_added")
                        .anyMatch(event.kind()::equals)) {
                    all.add(job);
                }
                return !(event.kind().equals("job_removed") && job.equals(second));
            });
            assertThat(heard.all())
                    .extracting(Heard.Told::id)
                    .as("each event once, in order")
                    .isEqualTo(all);
            server.disconnect();
        }
    }

    @Test
    void a_plain_user_hears_only_of_his_own_faxes() throws Exception {
        try (var running = new RunningServer(folder.resolve("data"))) {
            FaxCredentials joe = Faxes.account(running, "joe", "submit_normal");
            FaxServer his = FaxServer.create();
            his.connect(running.url().toString(), joe);
            var heard = new Heard();
            his.addListener(heard.server());
            his.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
            long before = running.client().server().lastEvent();
            String others = Faxes.send(running, "Somebody else's");
            Faxes.event(
                    running,
                    before,
                    event -> event.kind().equals("job_removed")
                            && event.subject().equals(others));
            String own;
            try (var client = new CaselliClient(running.url(), joe.secret())) {
                own = Faxes.send(client, List.of(running.number(1)), "His").getFirst();
            }
            heard.await("onOutgoingJobRemoved", own);
            assertThat(heard.all()).extracting(Heard.Told::id).containsOnly(own);
            his.disconnect();
        }
    }
}

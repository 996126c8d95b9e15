package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.caselli.client.Devices;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxIncomingQueue;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S9: the monitor that everybody builds, which asks again and again. */
class S9PollingTest extends Scenario {
    private static int bits(FaxOutgoingJob job) {
        return FAX_JOB_STATUS_ENUM.value(job.getStatus());
    }

    private void senders(boolean enabled) {
        var wanted = new Devices.Change(null, enabled, null, null, null, null, null);
        for (Devices.Device device : running.client().devices().list()) {
            running.client().devices().change(Integer.toString(device.id()), wanted, "*");
        }
    }

    private void retryDelay(String delay) {
        running.client()
                .settings()
                .change(
                        "outgoing",
                        Map.of("retryDelay", delay),
                        running.client().settings().section("outgoing").tag());
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void status_is_a_set_of_bits_with_the_documented_combinations(SetUp setUp) throws Exception {
        try (FaxServer server = connected(setUp)) {
            FaxOutgoingQueue queue = queue(server);
            FaxIncomingQueue incoming = server.getFolders().getIncomingQueue();
            incoming.setBlocked(true);
            incoming.save();
            retryDelay("5s");
            String retrying = letter(running.number(1)).connectedSubmit(server)[0];
            until(server, retrying, FAX_JOB_STATUS_ENUM.fjsRETRYING);
            senders(false);
            String waiting = letter(running.number(1)).connectedSubmit(server)[0];
            poll(() -> bits(queue.getJobs().getItem(waiting)) == 33); // no line, pending
            poll(() -> bits(queue.getJobs().getItem(retrying)) == 96); // no line, retrying
            queue.getJob(retrying).pause();
            assertThat(bits(queue.getJobs().getItem(retrying))).isEqualTo(80); // paused, retrying
            queue.getJob(waiting).pause();
            assertThat(bits(queue.getJobs().getItem(waiting))).isEqualTo(17);
            retryDelay("10m");
            incoming.setBlocked(false);
            incoming.save();
            cancelAll(server);
            senders(true);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void who_polls_sees_a_fax_come_further_and_finds_it_when_it_has_gone(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            assertThat(server.getSecurity2().getGrantedRights()).contains(FAX_ACCESS_RIGHTS_ENUM_2.far2QUERY_OUT_JOBS);
            var names = new HashMap<Integer, String>();
            names.put(0, "no device yet");
            for (FaxDevice device : server.getDevices()) {
                names.put(device.getId(), device.getDeviceName());
            }
            FaxOutgoingQueue queue = queue(server);
            FaxDocument document = FaxDocument.create();
            document.setBody(Bodies.text(folder, "three.txt", 3).toString());
            document.getRecipients().add(running.number(1));
            String id = document.connectedSubmit(server)[0];
            var last = new HashMap<String, FaxOutgoingJob>();
            Set<Integer> pages = new LinkedHashSet<>();
            Set<FAX_JOB_EXTENDED_STATUS_ENUM> phases = new LinkedHashSet<>();
            poll(() -> {
                queue.refresh();
                boolean present = false;
                for (FaxOutgoingJob job : queue.getJobs()) {
                    if (job.getId().equals(id)) {
                        present = true;
                        last.put(id, job);
                        pages.add(job.getCurrentPage());
                        phases.add(job.getExtendedStatusCode());
                        assertThat(job.getTransmissionEnd().isPresent() && !job.isFinal())
                                .as("an end of what still runs")
                                .isFalse();
                    }
                }
                return !present;
            });
            assertThat(pages).contains(1, 3);
            assertThat(phases).contains(FAX_JOB_EXTENDED_STATUS_ENUM.fjesTRANSMITTING);
            int line = last.get(id).getDeviceId();
            assertThat(names).containsKey(line);
            FaxOutgoingJob ended = queue.findJob(id).orElseThrow();
            assertThat(ended.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
            assertThat(ended.isFinal()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_monitor_connects_again_after_the_server_has_stopped(SetUp setUp) throws Exception {
        var data = folder.resolve("stops-" + setUp);
        FaxServer server = FaxServer.create();
        String id;
        try (var first = new RunningServer(data)) {
            setUp.connect(server, first);
            paused(server, true);
            id = letter("1002").connectedSubmit(server)[0];
            assertThat(queue(server).getJobs().getCount()).isEqualTo(1);
        }
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> queue(server).getJobs());
        try (var second = new RunningServer(data)) {
            try {
                setUp.connect(server, second);
            } catch (FaxException notYet) {
                throw new AssertionError("The server has started again.", notYet);
            }
            assertThat(queue(server).getJobs().getItem(1).getId()).isEqualTo(id);
            queue(server).getJob(id).cancel();
            assertThat(queue(server).getJobs().getCount()).isZero();
            server.disconnect();
        }
    }
}

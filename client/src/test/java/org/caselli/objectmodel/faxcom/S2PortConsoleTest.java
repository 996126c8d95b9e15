package org.caselli.objectmodel.faxcom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcom.Faxes.assertRefused;

import java.io.IOException;
import java.nio.file.Path;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxConstants;
import org.caselli.faxcom.FaxDoc;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxJobs;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxPorts;
import org.caselli.faxcom.FaxRoutingMethods;
import org.caselli.faxcom.FaxServer;
import org.caselli.faxcom.FaxStatus;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.caselli.server.StartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario S2: a console for the ports, the server and its jobs, written for faxcom. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S2PortConsoleTest {
    @TempDir
    static Path folder;

    private RunningServer running;

    @BeforeAll
    void start() throws StartException {
        running = new RunningServer(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @EnumSource
    void ports_settings_and_jobs_are_shown_and_changed_by_assignment(SetUp setUp) throws IOException {
        try (FaxServer server = FaxServer.create()) {
            setUp.connect(server, running);
            FaxPorts ports = server.getPorts();
            for (int i = 1; i <= ports.getCount(); i++) {
                FaxPort port = ports.getItem(i);
                assertThat(port.getName()).isNotEmpty();
                assertThat(port.isSend()).isTrue();
                FaxStatus status = port.getStatus();
                for (int timer = 0; timer < 3; timer++) {
                    status.refresh();
                    assertThat(status.getDeviceId()).isEqualTo(port.getDeviceId());
                }
                // Assignments take effect at once; there is no save. Another program sees them.
                int rings = 2 + i;
                port.setRings(rings);
                port.setTsid("OUT " + i);
                port.setCsid("IN " + i);
                port.setReceive(false);
                try (FaxServer another = FaxServer.create()) {
                    setUp.connect(another, running);
                    FaxPort same = another.getPorts().getItem(i);
                    assertThat(same.getRings()).isEqualTo(rings);
                    assertThat(same.getTsid()).isEqualTo("OUT " + i);
                    assertThat(same.getCsid()).isEqualTo("IN " + i);
                    assertThat(same.isReceive()).isFalse();
                }
                port.setReceive(true);
                port.setRings(1);
                FaxRoutingMethods methods = port.getRoutingMethods();
                assertThat(methods.getItem(1).getRoutingData()).isNotNull();
                assertThat(methods.getItem(1).isEnable()).isFalse();
            }
            server.setRetries(2);
            server.setRetryDelay(5);
            server.setDirtyDays(14);
            server.setBranding(false);
            server.setArchiveOutboundFaxes(true);
            server.setUseDeviceTsid(true);
            server.setServerCoverpage(false);
            server.setDiscountRateStartHour(20);
            server.setDiscountRateEndHour(7);
            assertThat(server.getRetries() + server.getRetryDelay() + server.getDirtyDays())
                    .isEqualTo(21);
            assertThat(server.isBranding()).isFalse();
            assertThat(server.getDiscountRateStartHour() - server.getDiscountRateEndHour())
                    .isEqualTo(13);

            server.setPauseServerQueue(true);
            for (int i = 0; i < 3; i++) {
                FaxDoc document = server.createDocument(Faxes.letter(folder, 1).toString());
                document.setFaxNumber(running.number(1));
                document.send();
            }
            FaxJobs jobs = server.getJobs();
            assertThat(jobs.getCount()).isEqualTo(3);
            jobs.getItem(1).setStatus(FaxConstants.JC_PAUSE);
            jobs.getItem(1).refresh();
            assertThat(jobs.getItem(1).getQueueStatus()).isEqualTo("Paused");
            jobs.getItem(1).setStatus(FaxConstants.JC_RESUME);
            jobs.getItem(2).setStatus(FaxConstants.JC_DELETE);
            server.setPauseServerQueue(false);
            String third = running.client()
                    .job(Integer.toString(jobs.getItem(3).getJobId()))
                    .job()
                    .id();
            Faxes.awaitState(running.client(), third, "completed");

            // A job that has just ended is a defined error, and the loop goes on to the others.
            int ended = 0;
            for (int i = 1; i <= jobs.getCount(); i++) {
                FaxJob job = jobs.getItem(i);
                try {
                    job.refresh();
                } catch (FaxException gone) {
                    assertThat(gone.error()).isEqualTo(FaxError.E_INVALIDARG);
                    ended++;
                }
                assertThat(job.getJobId()).isPositive();
            }
            assertThat(ended).isGreaterThanOrEqualTo(2);
            assertRefused(FaxError.E_INVALIDARG, () -> jobs.getItem(3).setStatus(FaxConstants.JC_PAUSE));
            String first = running.client()
                    .job(Integer.toString(jobs.getItem(1).getJobId()))
                    .job()
                    .id();
            Faxes.awaitState(running.client(), first, "completed");
        }
    }
}

package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxDevices;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred threads with one FaxServer and what comes from it, and several of them in one program. */
class ThreadsTest extends Scenario {
    private static final int THREADS = 100;

    private static void together(Stream<Callable<Void>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> done : threads.invokeAll(work.toList())) {
                done.get(60, TimeUnit.SECONDS); // only a stuck program takes so long
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_hundred_threads_share_one_server_and_its_objects(SetUp setUp) throws Exception {
        try (FaxServer server = connected(setUp)) {
            paused(server, true);
            FaxOutgoingQueue queue = queue(server);
            FaxDevices devices = server.getDevices();
            FaxConfiguration configuration = server.getConfiguration();
            FaxDocument shared = letter("1999");
            String letter = shared.getBody();
            var barrier = new CyclicBarrier(THREADS);
            together(IntStream.range(0, THREADS).<Callable<Void>>mapToObj(i -> () -> {
                barrier.await(60, TimeUnit.SECONDS);
                String guid = "{00000000-0000-0000-0000-%012d}".formatted(i);
                server.setExtensionProperty(guid, new byte[] {(byte) i, 1});
                FaxDocument document = FaxDocument.create();
                document.setBody(letter);
                document.getRecipients().add("1" + (1000 + i));
                document.setSubject("Fax " + i);
                FaxOutgoingJob job = queue.getJob(document.connectedSubmit(server)[0]);
                assertThat(job.getSubject()).isEqualTo("Fax " + i);
                assertThat(job.getRecipient().getFaxNumber()).isEqualTo("1" + (1000 + i));
                job.pause();
                job.resume();
                job.refresh();
                var tiff = new ByteArrayOutputStream();
                job.copyTiff(tiff);
                assertThat(tiff.size()).isPositive();
                assertThat(server.getExtensionProperty(guid)).containsExactly((byte) i, (byte) 1);
                assertThat(devices.getItem(1 + i % 2).getDeviceName()).isNotEmpty();
                configuration.setRetries(i % 90);
                assertThat(configuration.getRetries()).isBetween(0, 99);
                configuration.refresh();
                assertThat(server.getMajorVersion()).isNotNegative();
                for (FaxOutgoingJob each : queue.getJobs()) {
                    assertThat(each.getId()).isNotEmpty();
                }
                var listener = new FaxServerNotify() {};
                server.addListener(listener);
                server.removeListener(listener);
                shared.getRecipients().add("1998");
                shared.setNote("of " + i);
                return null;
            }));
            assertThat(queue.getJobs().getCount()).isEqualTo(THREADS);
            assertThat(queue.getJobs())
                    .extracting(job -> job.getRecipient().getFaxNumber())
                    .doesNotHaveDuplicates();
            assertThat(shared.getRecipients().getCount()).isEqualTo(THREADS + 1);
            assertThat(shared.connectedSubmit(server)).hasSize(THREADS + 1);
            cancelAll(server);
        }
    }

    @Test
    void a_server_that_is_disconnected_meanwhile_refuses_and_lets_nobody_hang() throws Exception {
        FaxServer server = connected(SetUp.REMOTE);
        var barrier = new CyclicBarrier(THREADS);
        together(IntStream.range(0, THREADS).<Callable<Void>>mapToObj(i -> () -> {
            barrier.await(60, TimeUnit.SECONDS);
            if (i == 0) {
                server.disconnect();
                return null;
            }
            try {
                while (true) {
                    server.getDevices();
                }
            } catch (org.caselli.fax.FaxException ended) {
                assertThat(ended.error()).as(ended.getMessage()).isEqualTo(FaxError.E_HANDLE);
                return null;
            }
        }));
    }

    @Test
    void a_program_is_somebody_else_on_each_of_its_servers() throws Exception {
        try (var other = new RunningServer(folder.resolve("other"));
                FaxServer anns = connected("ann", "submit_low");
                FaxServer bobs = connected("bob", "submit_low");
                FaxServer elsewhere = FaxServer.create()) {
            elsewhere.connect(other.url().toString(), Faxes.account(other, "ann", "submit_low", "submit_normal"));
            assertThat(List.of(anns, bobs, elsewhere))
                    .extracting(FaxServer::getCurrentAccount)
                    .extracting(FaxAccount::getAccountName)
                    .containsExactly("ann", "bob", "ann");
            try (FaxServer administrator = connected(SetUp.REMOTE)) {
                paused(administrator, true);
            }
            other.client().settings().change(java.util.Map.of("outgoing", java.util.Map.of("paused", true)), "*");
            FaxDocument document = letter("1777");
            String hers = document.connectedSubmit(anns)[0];
            String his = document.connectedSubmit(bobs)[0];
            String there = document.connectedSubmit(elsewhere)[0];
            assertThat(queue(anns).getJobs()).extracting(FaxOutgoingJob::getId).containsExactly(hers);
            assertThat(queue(bobs).getJobs()).extracting(FaxOutgoingJob::getId).containsExactly(his);
            assertThat(queue(elsewhere).getJobs())
                    .extracting(FaxOutgoingJob::getId)
                    .containsExactly(there);
            refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue(bobs).getJob(hers));
            FaxOutgoingJob kept = queue(bobs).getJob(his);
            queue(anns).getJob(hers).cancel();
            anns.disconnect();
            kept.cancel();
            queue(elsewhere).getJob(there).cancel();
            refused(FaxError.E_HANDLE, () -> queue(anns));
        }
    }
}

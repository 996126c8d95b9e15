package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.caselli.document.Documents;
import org.caselli.image.tiff.TiffFile;
import org.caselli.line.Lines;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.SentFax;
import org.caselli.service.archive.Window;
import org.caselli.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over real lines: SIP and T.38 through sockets, from one loopback line to another, faster than the telephone. */
class LoopbackFaxTest {
    @TempDir
    Path directory;

    @Test
    void a_fax_goes_through_sip_and_t38_into_the_inbox_bit_for_bit_as_the_sent_archive_has_it() throws Exception {
        try (var store = Store.open(directory);
                var documents = Documents.inProcess();
                var sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0))) {
            sip.open();
            var lines = new Lines(List.of(new LoopbackProvider(
                    sip, LoopbackSettings.STANDARD.withLines(2).withHaste(50))));
            try (var service =
                    FaxService.open(store, lines, documents, ServiceSettings.STANDARD, InstantSource.system())) {
                String id = service.submit(SubmitRequest.of(
                                List.of(FaxServiceTest.tiff("two.tif", 1, 2)), List.of(new Recipient("1002", ""))))
                        .jobIds()
                        .getFirst();
                Job job = ended(service, id);
                assertThat(job.state()).as(service.job(id).toString()).isEqualTo(JobState.COMPLETED);
                ReceivedFax received = inbox(service);
                assertThat(received.outcome()).isEqualTo(Outcome.RECEIVED);
                assertThat(received.pages()).isEqualTo(2);
                assertThat(received.facts().errorCorrection()).isTrue();
                SentFax sent = service.archives().sentFax(id);
                assertThat(sent.facts().bitsPerSecond()).isEqualTo(14_400);
                var arrived = TiffFile.read(
                        service.archives().tiff(Box.RECEIVED, received.id()).octets());
                var archived =
                        TiffFile.read(service.archives().tiff(Box.SENT, id).octets());
                for (int page = 0; page < 2; page++) {
                    assertThat(arrived.page(page).page())
                            .isEqualTo(archived.page(page).page());
                }
                assertThat(service.call(sent.callId()).lines()).hasSizeGreaterThan(10);
                assertThat(service.call(received.callId()).lines()).hasSizeGreaterThan(10);
            }
        }
    }

    private static Job ended(FaxService service, String id) throws InterruptedException {
        Instant limit = Instant.now().plusSeconds(60);
        while (true) {
            long last = service.lastEvent();
            Job job = service.job(id).job();
            if (job.state().isFinal() || Instant.now().isAfter(limit)) {
                return job;
            }
            service.awaitEvents(last, Duration.ofSeconds(5));
        }
    }

    private static ReceivedFax inbox(FaxService service) throws InterruptedException {
        while (true) {
            long last = service.lastEvent();
            var inbox =
                    service.archives().received(Filter.ALL, Window.newest(100)).items();
            if (!inbox.isEmpty()) {
                return inbox.getFirst();
            }
            assertThat(service.awaitEvents(last, Duration.ofSeconds(60)))
                    .as("a fax in the inbox")
                    .isTrue();
        }
    }
}

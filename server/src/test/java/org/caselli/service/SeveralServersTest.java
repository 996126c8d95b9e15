package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.service.FaxServiceTest.page;
import static org.caselli.service.FaxServiceTest.tiff;

import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caselli.document.Documents;
import org.caselli.image.Page;
import org.caselli.line.CallReport;
import org.caselli.line.Lines;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.service.access.AccountForm;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.Particulars;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.AuditFilter;
import org.caselli.service.audit.Deed;
import org.caselli.service.audit.Verification;
import org.caselli.service.mail.MailServer;
import org.caselli.service.receipt.Receipt;
import org.caselli.service.receipt.ReceiptWish;
import org.caselli.store.Blobs;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database and one folder for pages. */
@Timeout(120)
class SeveralServersTest {
    @TempDir
    Path directory;

    private final FakeLines firstLines = new FakeLines("1001", "1002");
    private final FakeLines secondLines = new FakeLines("2001", "2002");
    private final Documents documents = Documents.inProcess();
    private Store firstStore;
    private Store secondStore;
    private FaxService first;
    private FaxService second;

    @BeforeEach
    void open() {
        firstStore = TestDatabase.open(directory, "first");
        secondStore = TestDatabase.open(directory, "second");
        first = open(firstStore, firstLines);
        second = open(secondStore, secondLines);
        FaxServiceTest.administer(first, 2, Duration.ZERO, 20);
    }

    private FaxService open(Store store, FakeLines lines) {
        return FaxService.open(
                store,
                new Lines(List.of(lines)),
                documents,
                new ServiceSettings(Duration.ofMinutes(1), 0, Duration.ofSeconds(10)),
                InstantSource.system());
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        firstStore.close();
        secondStore.close();
        documents.close();
    }

    private static Job await(FaxService service, String job, JobState state) throws InterruptedException {
        long seen = 0;
        while (service.job(job).job().state() != state) {
            seen = Math.max(seen, service.lastEvent());
            service.awaitEvents(seen, Duration.ofMillis(500));
        }
        return service.job(job).job();
    }

    private static SubmitRequest to(String number, String device) {
        SubmitRequest request = SubmitRequest.of(List.of(tiff("a.tif", 1, 2)), List.of(new Recipient(number, "")));
        return request.over(device);
    }

    @Test
    void a_fax_that_one_takes_in_for_a_line_of_the_other_is_sent_by_the_other_at_once() throws Exception {
        Submission submission = first.submit(to("out1", "fake-2001"));
        Job job = await(first, submission.jobIds().getFirst(), JobState.COMPLETED);
        assertThat(first.job(job.id()).attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.device()).isEqualTo("fake-2001"));
        assertThat(secondLines.arrived).hasSize(2);
        assertThat(firstLines.arrived).isEmpty();
        assertThatThrownBy(() -> first.submit(to("out1", "fake-3001")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no device");
    }

    @Test
    void both_write_one_audit_trail_at_the_same_time() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 100; i++) {
                FaxService server = i % 2 == 0 ? first : second;
                String subject = "x/" + i;
                all.add(threads.submit(() -> server.audit().write(Deed.done("fax.viewed", subject, Map.of()))));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        Verification found = first.audit().verify(Optional.of(second.audit().head()));
        assertThat(found.broken()).isEmpty();
        var views = new AuditFilter(
                Optional.empty(),
                Optional.of("fax.viewed"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(first.audit().after(views, 0)).hasSize(100);
        assertThat(first.audit().after(views, 0).stream().map(AuditEntry::node).distinct())
                .containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void each_receipt_is_mailed_once_whichever_of_them_does_so() throws Exception {
        try (var mails = MailServer.plain()) {
            first.settings()
                    .change(
                            "receipts",
                            Map.of("host", "127.0.0.1", "port", (long) mails.port(), "sender", "fax@caselli.example"),
                            false,
                            0);
            int count = 24;
            for (int i = 0; i < count; i++) {
                FaxService server = i % 2 == 0 ? first : second;
                server.submit(to("out" + i, i % 3 == 0 ? "fake-1001" : "fake-2001")
                        .withReceipt(new ReceiptWish("anna@example.org", false, false)));
            }
            List<Receipt> receipts = List.of();
            while (receipts.size() < count) {
                long seen = first.lastEvent();
                receipts = first.receipts()
                        .list(List.of(Receipt.State.SENT), Slice.FIRST)
                        .items();
                if (receipts.size() < count) {
                    first.awaitEvents(seen, Duration.ofMillis(500));
                }
            }
            assertThat(receipts)
                    .allSatisfy(receipt -> assertThat(receipt.tries()).isEqualTo(1));
            var ids = new ArrayList<String>();
            for (MimeMessage mail : mails.mails) {
                ids.add(mail.getMessageID());
            }
            assertThat(ids)
                    .containsExactlyInAnyOrderElementsOf(receipts.stream()
                            .map(receipt -> "<receipt-" + receipt.id() + "@caselli.example>")
                            .toList());
        }
    }

    @Test
    void a_call_of_one_is_ended_by_a_cancel_at_the_other() throws Exception {
        var onLine = new CountDownLatch(1);
        secondLines.watcher = (step, fax) -> {
            if (step.equals("page 1 half")) {
                onLine.countDown();
                waitFor(secondLines.stopped);
            }
        };
        String job = first.submit(to("out1", "fake-2001")).jobIds().getFirst();
        waitFor(onLine);
        assertThat(first.cancel(job).state()).isEqualTo(JobState.CANCELING);
        assertThat(await(second, job, JobState.CANCELED).state()).isEqualTo(JobState.CANCELED);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException urged) {
            throw new IllegalStateException(urged);
        }
    }

    @Test
    void what_a_server_received_that_is_taken_for_dead_is_put_away_by_another_and_the_dead_one_confirms_no_more()
            throws Exception {
        var atSecondPage = new CountDownLatch(1);
        var thaw = new CountDownLatch(1);
        var sent = new AbstractList<Page>() {
            @Override
            public Page get(int index) {
                if (index == 1) {
                    atSecondPage.countDown();
                    waitFor(thaw);
                }
                return page(index);
            }

            @Override
            public int size() {
                return 2;
            }
        };
        var call = new FutureTask<CallReport>(() -> secondLines.callIn("4420", "2001", sent, false));
        Thread.startVirtualThread(call);
        waitFor(atSecondPage);

        secondStore.write(
                handle -> handle.execute("update node set seen_at = seen_at - 3600000 where name = 'second'"));
        first.settleCallsOfTheDead();
        assertThat(received(first))
                .singleElement()
                .satisfies(fax -> assertThat(fax.pages()).isEqualTo(1));

        thaw.countDown();
        call.get(60, TimeUnit.SECONDS);
        assertThat(received(first))
                .as("the second page was not confirmed, so it is nobody's")
                .hasSize(1);
        int left = firstStore.read(handle -> handle.createQuery("select count(*) from received_page")
                .mapTo(Integer.class)
                .one());
        assertThat(left).isZero();
        assertThat(call.get().outcome().isSuccess()).isFalse();
    }

    private static List<ReceivedFax> received(FaxService service) {
        return service.archives().received(Filter.ALL, Window.newest(10)).items();
    }

    @Test
    void a_chore_is_done_by_one_of_them_when_its_time_has_come() {
        var now = new AtomicInteger();
        InstantSource clock = () -> Instant.parse("2026-11-21T10:00:00Z").plusSeconds(now.get());
        var done = new AtomicInteger();
        var one = new Caretaker(firstStore, clock);
        var other = new Caretaker(secondStore, clock);
        for (Caretaker each : List.of(one, other)) {
            each.add("test", Duration.ofMinutes(10), done::incrementAndGet);
        }
        one.round();
        other.round();
        assertThat(done).hasValue(1);
        now.set(599);
        other.round();
        assertThat(done).hasValue(1);
        now.set(600);
        other.round();
        one.round();
        assertThat(done).hasValue(2);
    }

    @Test
    void each_takes_the_tokens_of_all_and_knows_only_their_digests() {
        secondStore
                .nodes()
                .introduce(
                        "1",
                        "http://127.0.0.1:1",
                        HexFormat.of().formatHex(Blobs.sha256("geheim".getBytes(StandardCharsets.UTF_8))));
        assertThat(first.admitsElsewhere("geheim".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(first.admitsElsewhere("anders".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(first.admitsElsewhere(new byte[0])).isFalse();
    }

    @Test
    void of_two_who_give_the_same_fax_away_at_once_one_does_and_the_other_is_told() throws Exception {
        var names = List.of("ann", "bob");
        for (String name : names) {
            first.accounts().add(name, AccountForm.NONE, Optional.empty(), List.of());
        }
        first.settings().change("access", Map.of("incomingFaxesArePublic", false), false, 0);
        int faxes = 8;
        for (int i = 0; i < faxes; i++) {
            firstLines.callIn("4420", "1001", List.of(page(i)), false);
        }
        List<ReceivedFax> all = received(first);
        assertThat(all).hasSize(faxes);
        var told = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ReceivedFax fax : all) {
                var go = new CountDownLatch(1);
                var both = new ArrayList<Future<?>>();
                for (FaxService server : List.of(first, second)) {
                    String to = names.get(server.equals(first) ? 0 : 1);
                    both.add(threads.submit(() -> {
                        go.await();
                        try {
                            server.archives().inboxes().assign(fax.id(), Particulars.NONE.to(to));
                        } catch (Refusal refusal) {
                            assertThat(refusal.code()).contains(FaxError.ERROR_INVALID_OPERATION);
                            assertThat(refusal).hasMessageContaining("already");
                            told.incrementAndGet();
                        }
                        return true;
                    }));
                }
                go.countDown();
                for (Future<?> each : both) {
                    each.get(60, TimeUnit.SECONDS);
                }
            }
        }
        assertThat(told).hasValue(faxes);
        assertThat(received(second)).hasSize(faxes).allMatch(ReceivedFax::isAssigned);
        assertThat(second.archives().totals(Box.RECEIVED).messages()).isEqualTo(faxes);
    }
}

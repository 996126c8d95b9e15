package org.caselli.service;

import static org.caselli.queue.ServerEvent.Kind.CALL_ANSWERED;
import static org.caselli.queue.ServerEvent.Kind.CALL_ENDED;
import static org.caselli.queue.ServerEvent.Kind.PAGE_RECEIVED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.caselli.call.CallProgress;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.CallReport;
import org.caselli.line.IncomingCall;
import org.caselli.line.LiveCall;
import org.caselli.line.Receiver;
import org.caselli.line.Reception;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.EventLog;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingLedger;
import org.caselli.queue.IncomingState;
import org.caselli.queue.PlannedStep;
import org.caselli.queue.ReceivedPages;
import org.caselli.service.archive.Archives;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.notice.ActivityLog;
import org.caselli.service.routing.InboundRouting;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.caselli.t30.Abilities;
import org.caselli.t30.ReceivedPage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what answered calls bring. From the answer on there is an incoming job. A page is durable before its
 * confirmation goes out; at the end of the call its pages become one fax, in the archive at once and to be routed. What a
 * crash cut off is gathered in the same way at the next start, or by another server that shares the database.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    /** A page of a call, as it lies in the table. */
    private record KeptPage(String blob, int damagedRows) {}

    /** Ours: how often one looks whether somebody has cancelled a reception, perhaps at another node. */
    private static final Duration LOOK_FOR_CANCELS = Duration.ofSeconds(1);

    /** A call that is over, but whose fax could not be put away: the disk was full, the database away. */
    private record Unfinished(CallReport report, CallFacts facts) {}

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Calls calls;
    private final Archives archives;
    private final ActivityLog activityLog;
    private final LiveCalls live;
    private final PageFolder folder;
    private final Settings administered;
    private final IncomingLedger ledger;
    private final InboundRouting routing;
    private final Runnable callOver;
    private final Map<String, Taker> open = new ConcurrentHashMap<>();
    private final Queue<Unfinished> unfinished = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private volatile boolean closing;
    /** Whether no call is looked after any more. */
    private volatile boolean shut;

    private @Nullable Thread watch;

    /** @param callOver told after each call: a line may be free again, and a fax may want to be routed */
    Incoming(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            Calls calls,
            Archives archives,
            ActivityLog activityLog,
            LiveCalls live,
            PageFolder folder,
            Settings administered,
            IncomingLedger ledger,
            InboundRouting routing,
            Runnable callOver) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.calls = calls;
        this.archives = archives;
        this.activityLog = activityLog;
        this.live = live;
        this.folder = folder;
        this.administered = administered;
        this.ledger = ledger;
        this.routing = routing;
        this.callOver = callOver;
    }

    /**
     * Why this server takes no call at present, whoever calls whatever device. A blocked queue answers as a telephone that
     * nobody answers (480): the caller's machine tries again later, which a refusal for good (603) would not make it do.
     */
    Optional<Reception.Reason> refuses(IncomingCall call) {
        Optional<String> standsBy = store.nodes().standsBy();
        if (standsBy.isPresent()) {
            LOG.warn("A call from {} was not answered. {}", call.callerNumber(), standsBy.get());
            return Optional.of(Reception.Reason.NOT_NOW);
        }
        if (closing || administered.incoming().blocked()) {
            return Optional.of(Reception.Reason.NOT_NOW);
        }
        Optional<String> full = folder.full();
        if (full.isPresent()) {
            LOG.error(
                    "A call from {} was not answered, as its fax could not be kept in {}: {}",
                    call.callerNumber(),
                    store.blobs().folder(),
                    full.get());
            return Optional.of(Reception.Reason.NOT_NOW);
        }
        return Optional.empty();
    }

    /** Takes a call: its job exists when this returns. */
    Reception.Accept accept(IncomingCall call, String stationId) {
        String peer = call.callerNumber().isEmpty() ? call.callerName() : call.callerNumber();
        store.write(handle -> {
            calls.beginIncoming(handle, call.callId(), call.deviceId(), peer, call.calledNumber(), call.at());
            events.append(
                    handle,
                    call.at(),
                    CALL_ANSWERED,
                    call.callId(),
                    "device",
                    call.deviceId(),
                    "number",
                    peer,
                    "called",
                    call.calledNumber());
            ledger.begin(handle, ids.next(), call.callId(), call.deviceId(), stationId, call.at());
            return true;
        });
        var taker = new Taker(call, stationId);
        open.put(call.callId(), taker);
        signal();
        return new Reception.Accept(stationId, Abilities.ALL, taker);
    }

    private void signal() {
        lock.lock();
        try {
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Begins to look for cancels, and to try again what could not be put away. */
    void start() {
        watch = Thread.ofVirtual().name("receptions").start(this::watch);
    }

    private void watch() {
        try {
            while (awaitSomething()) {
                try {
                    ledger.cancelingCalls().forEach(this::stop);
                    finish();
                } catch (RuntimeException cause) {
                    LOG.warn("Receptions could not be looked after; the next look follows.", cause);
                }
                pause();
            }
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is something to look after; false if nothing will be any more. */
    private boolean awaitSomething() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (open.isEmpty() && unfinished.isEmpty() && !shut) {
                change.await();
            }
            return !shut;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = LOOK_FOR_CANCELS.toNanos();
            while (!shut && left > 0) {
                left = change.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the call of a reception that was cancelled, if this process has it on a line. */
    void stop(String callId) {
        Taker taker = open.get(callId);
        if (taker != null) {
            taker.cancel();
        }
    }

    private void finish() {
        for (int left = unfinished.size(); left > 0; left--) {
            Unfinished each = unfinished.poll();
            if (each != null) {
                putAway(each);
            }
        }
    }

    /** How many calls are being received. */
    int active() {
        return open.size();
    }

    /** Answers no more calls. */
    void stopAnswering() {
        closing = true;
    }

    /** Looks after nothing any more. Called when no call is open. */
    void close() {
        shut = true;
        signal();
        Thread thread = watch;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until every call that was answered has been put away; whether that came about in time. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = change.awaitNanos(left);
            }
            return open.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gathers the pages of calls that are cut off, and ends those calls.
     *
     * @param dead tells the servers whose calls have no one any more who receives them
     * @return how many calls came in among them
     */
    int settle(Predicate<String> dead) {
        List<Calls.Open> cutOff =
                calls.open().stream().filter(call -> dead.test(call.node())).toList();
        for (Calls.Open call : cutOff) {
            Instant now = clock.instant();
            if (call.outgoing()) {
                store.write(handle -> calls.endLost(handle, call.id(), Outcome.ATTEMPT_LOST, now));
            } else {
                putAway(
                        call.id(),
                        Outcome.PARTIALLY_RECEIVED,
                        false,
                        now,
                        (handle, outcome) -> calls.endLost(handle, call.id(), outcome, now));
            }
        }
        return (int) cutOff.stream().filter(call -> !call.outgoing()).count();
    }

    /** What ends the call in the transaction that puts its fax into the inbox. */
    private interface CallEnd {
        /** Whether the call was open until now, so that it is ours to put its fax away. */
        boolean write(Handle handle, Outcome outcome);
    }

    private void putAway(Unfinished over) {
        CallReport report = over.report();
        try {
            putAway(
                    report.callId(),
                    report.outcome(),
                    report.outcome().isSuccess(),
                    clock.instant(),
                    (handle, outcome) -> calls.end(handle, report, over.facts()));
        } catch (RuntimeException cause) {
            LOG.error(
                    "The fax of call {} could not be put away; its pages are kept, and it is tried again.",
                    report.callId(),
                    cause);
            unfinished.add(over);
        }
    }

    /** Makes the pages of a call one fax, if it has any, and has it routed. */
    private void putAway(String callId, Outcome outcome, boolean complete, Instant now, CallEnd end) {
        while (!tryToPutAway(callId, outcome, complete, now, end)) {} // again where one more page has come meanwhile
    }

    /** Of several servers that try, for one was taken for dead, one does it; whether it is done. */
    private boolean tryToPutAway(String callId, Outcome outcome, boolean complete, Instant now, CallEnd end) {
        List<KeptPage> pages = store.read(handle -> pages(handle, callId));
        if (!store.read(handle -> calls.isOpen(handle, callId))) {
            store.write(handle -> end.write(handle, outcome));
            return true;
        }
        IncomingJob job = store.read(handle -> ledger.ofCall(handle, callId)).orElseGet(() -> adopted(callId));
        Outcome named = pages.isEmpty() && outcome == Outcome.PARTIALLY_RECEIVED ? Outcome.STOPPED : outcome;
        byte[] tiff = pages.isEmpty() ? new byte[0] : gathered(pages);
        String blob = pages.isEmpty() ? "" : store.blobs().put(tiff);
        OptionalInt device = routing.deviceId(job.device());
        return store.write(handle -> {
            if (!pages(handle, callId).equals(pages)) {
                return false;
            }
            if (!end.write(handle, named)) {
                return true;
            }
            events.append(handle, now, CALL_ENDED, callId, "outcome", named, "pages", pages.size());
            handle.execute("delete from received_page where call_id = ?", callId);
            IncomingJob last = ledger.ofCall(handle, callId).orElseThrow();
            // Documented: what a user breaks off is thrown away. A fax that was complete before that has arrived.
            boolean thrownAway = last.state() == IncomingState.CANCELING && !named.isSuccess();
            if (thrownAway || pages.isEmpty()) {
                ledger.over(
                        handle,
                        last,
                        thrownAway ? IncomingState.CANCELED : IncomingState.FAILED,
                        thrownAway ? Outcome.CANCELED : named,
                        now);
                return true;
            }
            int damaged = pages.stream().mapToInt(KeptPage::damagedRows).sum();
            ReceivedFax fax = calls.received(handle, last, pages.size(), complete, damaged, named, tiff.length);
            activityLog.received(handle, fax);
            boolean archived = archives.addReceived(handle, fax, blob);
            List<PlannedStep> plan = routing.plan(handle, device);
            ledger.received(
                    handle,
                    last.id(),
                    new ReceivedPages(pages.size(), tiff.length, complete, damaged, named, blob, archived),
                    plan,
                    now);
            OutgoingSettings retries =
                    administered.get(handle, OutgoingSettings.class).value();
            ledger.settle(handle, last.id(), retries.retries(), retries.retryDelay(), now);
            return true;
        });
    }

    private static List<KeptPage> pages(Handle handle, String callId) {
        return handle.createQuery("select page_blob, damaged_rows from received_page where call_id = ? order by number")
                .bind(0, callId)
                .map((row, context) -> new KeptPage(row.getString("page_blob"), row.getInt("damaged_rows")))
                .list();
    }

    /** The pages that are kept of a call that is under way, as a TIFF class F file; empty if there are none. */
    Optional<byte[]> soFar(String callId) {
        List<KeptPage> pages = store.read(handle -> pages(handle, callId));
        return pages.isEmpty() ? Optional.empty() : Optional.of(gathered(pages));
    }

    /** A call that an older server answered has no job yet. */
    private IncomingJob adopted(String callId) {
        return store.write(handle -> {
            String device = handle.createQuery("select device from call where id = ?")
                    .bind(0, callId)
                    .mapTo(String.class)
                    .one();
            ledger.begin(handle, ids.next(), callId, device, "", clock.instant());
            return ledger.ofCall(handle, callId).orElseThrow();
        });
    }

    private byte[] gathered(List<KeptPage> pages) {
        var out = new ByteArrayOutputStream();
        try (var writer = new TiffWriter(out, TiffOptions.PLAIN.withTotalPages(pages.size()))) {
            for (KeptPage page : pages) {
                // How long the longest run of damaged rows is, was not kept; it is one at least.
                writer.append(
                        TiffFile.read(store.blobs().get(page.blob())).page(0).page(),
                        page.damagedRows(),
                        Math.min(1, page.damagedRows()));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        } catch (TiffException cause) {
            throw new StoreException("A page that was received and kept cannot be read again.", cause);
        }
        return out.toByteArray();
    }

    /** Takes the pages of one call, on its thread. */
    private final class Taker implements Receiver {
        private final IncomingCall incoming;
        private final LiveCalls.Live call;
        private volatile boolean canceled;
        private volatile @Nullable LiveCall line;

        Taker(IncomingCall incoming, String stationId) {
            this.incoming = incoming;
            this.call = live.expect(incoming.deviceId(), 1, 0, LiveCalls.Plan.of(incoming, stationId));
        }

        @Override
        public void begun(LiveCall begun) {
            call.begun(incoming.callId());
            line = begun;
            if (canceled) {
                cancel();
            }
        }

        void cancel() {
            canceled = true;
            LiveCall begun = line;
            if (begun != null) {
                call.aborting();
                begun.stop(Outcome.CANCELED);
            }
        }

        @Override
        public void progress(CallProgress step) {
            if (call.on(step) && step instanceof CallProgress.Fax) {
                CallFacts facts = call.facts();
                store.writeSoon(handle -> {
                    calls.keepFacts(handle, incoming.callId(), facts);
                    ledger.progressed(handle, incoming.callId(), clock.instant());
                });
            }
        }

        @Override
        public void keep(ReceivedPage received) throws IOException {
            if (received.page().bitmap().height() == 0 && !received.complete()) {
                return; // the call broke off before the first row
            }
            try {
                byte[] octets = tiff(received);
                String blob = store.blobs().put(octets);
                CallFacts facts = call.facts();
                boolean unwanted = store.write(handle -> {
                    if (!calls.isOpen(handle, incoming.callId())) {
                        throw new StoreException(
                                "The call " + incoming.callId() + " was given up because this server was"
                                        + " taken for dead; its pages are in the inbox. See that its process is not suspended.");
                    }
                    handle.execute(
                            "insert into received_page (call_id, number, page_blob, damaged_rows, complete)"
                                    + " values (?, ?, ?, ?, ?) on conflict (call_id, number) do update set"
                                    + " page_blob = excluded.page_blob, damaged_rows = excluded.damaged_rows,"
                                    + " complete = excluded.complete",
                            incoming.callId(),
                            received.number(),
                            blob,
                            received.damagedRows(),
                            received.complete() ? 1 : 0);
                    calls.keepFacts(handle, incoming.callId(), facts);
                    events.append(
                            handle,
                            clock.instant(),
                            PAGE_RECEIVED,
                            incoming.callId(),
                            "page",
                            received.number(),
                            "device",
                            incoming.deviceId());
                    return ledger.page(handle, incoming.callId(), received.number(), octets.length, clock.instant());
                });
                if (unwanted) {
                    cancel();
                }
            } catch (StoreException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
        }

        private static byte[] tiff(ReceivedPage received) {
            Page page = received.page();
            if (page.bitmap().height()
                    == 0) { // confirmed all the same, so it is a page: as short as a file can have it
                page = new Page(new Bitmap(page.bitmap().width(), 1), page.resolution());
            }
            return TiffWriter.write(List.of(page), TiffOptions.PLAIN);
        }

        @Override
        public void ended(CallReport report) {
            try {
                putAway(new Unfinished(report, Outgoing.facts(report, call.facts())));
            } finally {
                call.over();
                over();
            }
        }

        private void over() {
            open.remove(incoming.callId());
            signal();
            callOver.run();
        }
    }
}

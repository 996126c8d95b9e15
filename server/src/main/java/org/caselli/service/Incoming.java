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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.EventLog;
import org.caselli.service.archive.Archives;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.notice.ActivityLog;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.caselli.t30.Abilities;
import org.caselli.t30.ReceivedPage;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls and keeps what they bring. A page is durable before its confirmation goes out; at the end of the call its
 * pages become one fax in the inbox. What a crash cut off is gathered in the same way at the next start.
 */
final class Incoming implements Switchboard {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    /** A page of a call, as it lies in the table. */
    private record KeptPage(String blob, int damagedRows) {}

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Calls calls;
    private final Archives archives;
    private final ActivityLog activityLog;
    private final LiveCalls live;
    private final ServiceSettings settings;
    private final Runnable lineFree;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private volatile boolean closing;

    /** @param lineFree told after each call: a line may be free again */
    Incoming(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            Calls calls,
            Archives archives,
            ActivityLog activityLog,
            LiveCalls live,
            ServiceSettings settings,
            Runnable lineFree) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.calls = calls;
        this.archives = archives;
        this.activityLog = activityLog;
        this.live = live;
        this.settings = settings;
        this.lineFree = lineFree;
    }

    @Override
    public Reception incoming(IncomingCall call) {
        if (closing) {
            return new Reception.Refuse(Reception.Reason.NOT_NOW);
        }
        if (store.usableSpace() < settings.freeSpace()) {
            LOG.error(
                    "A call from {} was not answered: the disk of {} has less than {} octets left. Make room.",
                    call.callerNumber(),
                    store.directory(),
                    settings.freeSpace());
            return new Reception.Refuse(Reception.Reason.NOT_NOW);
        }
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
            return true;
        });
        open.add(call.callId());
        String stationId = stationId().isEmpty() ? call.calledNumber() : stationId();
        return new Reception.Accept(stationId, Abilities.ALL, new Taker(call));
    }

    private String stationId() {
        return settings.stationId();
    }

    /** How many calls are being received. */
    int active() {
        return open.size();
    }

    /** Answers no more calls. */
    void stopAnswering() {
        closing = true;
    }

    /** Waits until every call that was answered has been put away; whether that came about in time. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return open.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Gathers the pages of calls that a crash cut off, and ends those calls. Called once, before any line is open. */
    int recover() {
        List<String> cutOff = store.read(handle -> calls.open(handle, false));
        for (String callId : cutOff) {
            Instant now = clock.instant();
            putAway(
                    callId,
                    Outcome.PARTIALLY_RECEIVED,
                    false,
                    now,
                    (handle, outcome) -> calls.endLost(handle, callId, outcome, now));
        }
        store.write(handle -> {
            calls.open(handle, true)
                    .forEach(callId -> calls.endLost(handle, callId, Outcome.ATTEMPT_LOST, clock.instant()));
            return true;
        });
        return cutOff.size();
    }

    /** What ends the call in the transaction that puts its fax into the inbox. */
    private interface CallEnd {
        void write(Handle handle, Outcome outcome);
    }

    /** Makes the pages of a call one fax, if it has any. */
    private void putAway(String callId, Outcome outcome, boolean complete, Instant now, CallEnd end) {
        List<KeptPage> pages = store.read(handle -> handle.createQuery(
                        "select page_blob, damaged_rows from received_page where call_id = ? order by number")
                .bind(0, callId)
                .map((row, context) -> new KeptPage(row.getString("page_blob"), row.getInt("damaged_rows")))
                .list());
        Outcome named = pages.isEmpty() && outcome == Outcome.PARTIALLY_RECEIVED ? Outcome.STOPPED : outcome;
        byte[] tiff = pages.isEmpty() ? new byte[0] : gathered(pages);
        String blob = pages.isEmpty() ? "" : store.blobs().put(tiff);
        store.write(handle -> {
            end.write(handle, named);
            events.append(handle, now, CALL_ENDED, callId, "outcome", named, "pages", pages.size());
            if (!pages.isEmpty()) {
                int damaged = pages.stream().mapToInt(KeptPage::damagedRows).sum();
                ReceivedFax fax = calls.received(
                        handle, callId, ids.next(), stationId(), pages.size(), complete, damaged, named, tiff.length);
                activityLog.received(handle, fax);
                // What is not archived keeps its pages.
                if (archives.addReceived(handle, fax, blob)) {
                    handle.execute("delete from received_page where call_id = ?", callId);
                }
            }
            return true;
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

        Taker(IncomingCall incoming) {
            this.incoming = incoming;
            this.call = live.expect(incoming.deviceId(), 1, 0);
        }

        @Override
        public void begun(LiveCall begun) {
            call.begun(incoming.callId());
        }

        @Override
        public void progress(CallProgress step) {
            call.on(step);
        }

        @Override
        public void keep(ReceivedPage received) throws IOException {
            if (received.page().bitmap().height() == 0 && !received.complete()) {
                return; // the call broke off before the first row
            }
            try {
                String blob = store.blobs().put(tiff(received));
                CallFacts facts = call.facts();
                store.write(handle -> {
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
                    return true;
                });
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
                CallFacts facts = Outgoing.facts(report, call.facts());
                putAway(
                        incoming.callId(),
                        report.outcome(),
                        report.outcome().isSuccess(),
                        clock.instant(),
                        (handle, outcome) -> calls.end(handle, report, facts));
            } catch (RuntimeException cause) {
                LOG.error(
                        "The fax of call {} could not be put into the inbox; its pages are kept, and the next start of the"
                                + " server tries again.",
                        incoming.callId(),
                        cause);
            } finally {
                call.over();
                over();
            }
        }

        private void over() {
            lock.lock();
            try {
                open.remove(incoming.callId());
                ended.signalAll();
            } finally {
                lock.unlock();
            }
            lineFree.run();
        }
    }
}

package org.caselli.service;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.caselli.call.CallProgress;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.Lines;
import org.caselli.line.LiveCall;
import org.caselli.line.OutgoingFax;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.Carried;
import org.caselli.queue.Dialler;
import org.caselli.queue.Job;
import org.caselli.queue.RunningAttempt;
import org.caselli.service.archive.FaxPages;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.caselli.t30.Abilities;
import org.caselli.t30.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the queue's attempts over the lines. */
final class Outgoing implements Dialler {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final Store store;
    private final Lines lines;
    private final Submissions submissions;
    private final Calls calls;
    private final LiveCalls live;
    private final InstantSource clock;
    private final String stationId;

    Outgoing(
            Store store,
            Lines lines,
            Submissions submissions,
            Calls calls,
            LiveCalls live,
            InstantSource clock,
            String stationId) {
        this.store = store;
        this.lines = lines;
        this.submissions = submissions;
        this.calls = calls;
        this.live = live;
        this.clock = clock;
        this.stationId = stationId;
    }

    @Override
    public boolean anyIdle(Set<String> taken) {
        return lines.devices().stream()
                .anyMatch(
                        device -> !taken.contains(device.id()) && device.state().isIdle());
    }

    @Override
    public Optional<String> idleDevice(Job job, Set<String> taken) {
        return lines.devices().stream()
                .filter(device -> job.device().map(device.id()::equals).orElse(true))
                .filter(device -> !taken.contains(device.id())
                        && device.reaches(job.number())
                        // A line cannot call itself; it would only find itself busy.
                        && !device.number().equals(job.number())
                        && device.state().isIdle())
                .map(Device::id)
                .findFirst();
    }

    @Override
    public Carried carry(RunningAttempt attempt) {
        Optional<Device> device = lines.device(attempt.attempt().device());
        if (device.isEmpty()) {
            return Carried.of(Outcome.NO_LINE_FREE, 0);
        }
        Job job = attempt.job();
        Submissions.Kept kept = submissions
                .find(job.submissionId())
                .orElseThrow(
                        () -> new IllegalStateException("Job " + job.id() + " has no submission in the database."));
        FaxPages pages;
        try {
            var header = kept.header(attempt.attempt().startedAt(), job.number());
            pages = FaxPages.open(
                    store.blobs(), kept.pagesBlob(), (page, number) -> header.above(page, number, job.pages()));
        } catch (StoreException lost) {
            LOG.error("Job {} cannot be sent.", job.id(), lost);
            return Carried.of(Outcome.DOCUMENT_LOST, 0);
        }
        int first = attempt.attempt().firstPage();
        var fax = new OutgoingFax(job.number(), "", identity(kept, device.get()), pages.from(first), Abilities.ALL);
        var listener = new Reporter(attempt, device.get().id());
        CallReport report;
        try {
            report = device.get().send(fax, listener);
        } finally {
            listener.call.over();
        }
        CallFacts facts = facts(report, listener.call.facts());
        int confirmed = report.pagesConfirmed() == 0 ? 0 : first - 1 + report.pagesConfirmed();
        return new Carried(report.outcome(), confirmed, facts, handle -> calls.end(handle, report, facts));
    }

    private String identity(Submissions.Kept kept, Device device) {
        String wanted = kept.submission().senderId();
        return !wanted.isEmpty() ? wanted : !stationId.isEmpty() ? stationId : device.number();
    }

    /** What the report knows, which is more than what was heard on the way if that ended early. */
    static CallFacts facts(CallReport report, CallFacts heard) {
        return new CallFacts(
                heard.phase(),
                report.farIdentity().isEmpty() ? heard.farId() : report.farIdentity(),
                report.carrier().map(carrier -> carrier.bitsPerSecond()).orElse(heard.bitsPerSecond()),
                report.carrier().map(Enum::name).orElse(heard.carrier()),
                report.coding().map(Enum::name).orElse(heard.coding()),
                report.errorCorrection());
    }

    /** Writes down what the call does, on the call's thread. */
    private final class Reporter implements CallListener {
        private final RunningAttempt attempt;
        private final LiveCalls.Live call;
        private final Doubt doubt;
        private final int before;

        Reporter(RunningAttempt attempt, String device) {
            this.attempt = attempt;
            this.before = attempt.attempt().firstPage() - 1;
            this.call = live.expect(device, before + 1, attempt.job().pages());
            this.doubt = new Doubt(attempt.job().pages() - before);
        }

        @Override
        public void begun(LiveCall begun) {
            call.begun(begun.id());
            Job job = attempt.job();
            store.writeSoon(handle -> calls.beginOutgoing(
                    handle, begun.id(), attempt.attempt().device(), job.number(), job.id(), clock.instant()));
            attempt.calling(begun.id(), begun::stop);
        }

        @Override
        public void progress(CallProgress step) {
            boolean news = call.on(step);
            if (step instanceof CallProgress.Fax(Progress fax)) {
                if (fax instanceof Progress.PageConfirmed(int number)) {
                    attempt.confirmed(before + number);
                } else if (doubt.on(fax, clock.instant())) {
                    attempt.awaiting(doubt.begun() ? attempt.job().pages() : 0);
                }
            }
            if (news) {
                attempt.facts(call.facts(), call.page());
            }
        }
    }
}

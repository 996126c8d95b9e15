package org.caselli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.caselli.queue.Waiting;
import org.caselli.service.archive.FaxPages;
import org.caselli.service.device.Devices;
import org.caselli.service.routing.OutboundRouting;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Settings;
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
    private final OutboundRouting routing;
    private final Submissions submissions;
    private final Calls calls;
    private final LiveCalls live;
    private final Devices devices;
    private final InstantSource clock;
    private final Settings settings;

    Outgoing(
            Store store,
            Lines lines,
            OutboundRouting routing,
            Submissions submissions,
            Calls calls,
            LiveCalls live,
            Devices devices,
            InstantSource clock,
            Settings settings) {
        this.store = store;
        this.lines = lines;
        this.routing = routing;
        this.submissions = submissions;
        this.calls = calls;
        this.live = live;
        this.devices = devices;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public Set<String> idle() {
        if (store.nodes().standsBy().isPresent()) {
            return Set.of();
        }
        return devices.senders().stream()
                .filter(key -> lines.device(key)
                        .filter(device -> device.state().isIdle())
                        .isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<String> idleDevice(Waiting job, Set<String> idle) {
        return routing.idle(job.number(), job.device(), idle);
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
        OutgoingSettings rules = settings.outgoing();
        String tsid = tsid(kept.submission(), device.get(), rules.useDeviceTsid());
        Optional<String> headerSender =
                rules.branding() ? Optional.of((kept.headerName() + "  " + tsid).strip()) : Optional.empty();
        attempt.identified(tsid, headerSender);
        FaxPages pages;
        try {
            pages = FaxPages.open(
                    store.blobs(),
                    submissions.blobs(kept, job.id()),
                    headerSender
                            .map(sender -> kept.header(attempt.attempt().startedAt(), sender, job.number()))
                            .<FaxPages.Finish>map(header -> (page, number) -> header.above(page, number, job.pages()))
                            .orElse((page, number) -> page));
        } catch (StoreException lost) {
            LOG.error("Job {} cannot be sent.", job.id(), lost);
            return Carried.of(Outcome.DOCUMENT_LOST, 0);
        }
        int first = attempt.attempt().firstPage();
        String dialled = routing.read(job.number()).dialled();
        var fax = new OutgoingFax(dialled, "", tsid, pages.from(first), Abilities.ALL);
        var listener = new Reporter(attempt, device.get().id(), plan(attempt, kept, fax));
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

    /** FaxSender.TSID, else the sender's fax number, unless the device's own replaces them (FaxOutgoingQueue.UseDeviceTSID). */
    private String tsid(Submission submission, Device device, boolean useDeviceTsid) {
        String wanted = submission.senderId().isEmpty() ? printable(submission.senderNumber()) : submission.senderId();
        if (!useDeviceTsid && !wanted.isEmpty()) {
            return wanted;
        }
        String own = devices.settingsOf(device.id()).tsid();
        String ours = own.isEmpty() ? settings.identity().stationId() : own;
        return ours.isEmpty() ? device.number() : ours;
    }

    /** The last 20 characters of it that a fax machine shows: of a long number, the end tells most. */
    private static String printable(String number) {
        String shown = number.replaceAll("[^ -~]", "").strip();
        return shown.substring(Math.max(0, shown.length() - SubmitRequest.MAX_SENDER_ID));
    }

    private LiveCalls.Plan plan(RunningAttempt attempt, Submissions.Kept kept, OutgoingFax fax) {
        Submission submission = kept.submission();
        return new LiveCalls.Plan(
                true,
                attempt.job().id(),
                attempt.job().number(),
                "",
                "",
                fax.stationId(),
                submission.documentName(),
                submissions.blobs(kept, attempt.job().id()).stream()
                        .mapToLong(this::size)
                        .sum(),
                attempt.job().recipientName(),
                submission.senderName(),
                Optional.of(submission.submittedAt()),
                attempt.attempt().startedAt());
    }

    /** Octets; 0 if the file is not there, which the call itself complains of. */
    private long size(String blob) {
        try {
            return Files.size(store.blobs().path(blob));
        } catch (IOException cause) {
            LOG.warn("The size of {} cannot be told: {}", blob, cause.toString());
            return 0;
        }
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

        Reporter(RunningAttempt attempt, String device, LiveCalls.Plan plan) {
            this.attempt = attempt;
            this.before = attempt.attempt().firstPage() - 1;
            this.call = live.expect(device, before + 1, attempt.job().pages(), plan);
            this.doubt = new Doubt(attempt.job().pages() - before);
        }

        @Override
        public void begun(LiveCall begun) {
            call.begun(begun.id());
            Job job = attempt.job();
            store.writeSoon(handle -> calls.beginOutgoing(
                    handle, begun.id(), attempt.attempt().device(), job.number(), job.id(), clock.instant()));
            attempt.calling(begun.id(), why -> {
                call.aborting();
                begun.stop(why);
            });
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

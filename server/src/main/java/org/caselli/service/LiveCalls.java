package org.caselli.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.caselli.call.CallProgress;
import org.caselli.line.IncomingCall;
import org.caselli.queue.CallFacts;
import org.caselli.service.device.DeviceStatus;
import org.caselli.t30.Carrier;
import org.caselli.t30.Progress;

/** The calls on the lines of this process, as a progress bar and whoever looks at a device want to see them. */
final class LiveCalls {
    private final Map<String, Live> calls = new ConcurrentHashMap<>();
    private final Map<String, Live> byDevice = new ConcurrentHashMap<>();

    /** What was known of a call before it began: the fax that goes out, or who calls whom. */
    record Plan(
            boolean outgoing,
            String jobId,
            String address,
            String callerId,
            String routingInformation,
            String ownId,
            String documentName,
            long documentSize,
            String recipientName,
            String senderName,
            Optional<Instant> submittedAt,
            Instant startedAt) {
        /** A call that comes in; we will call ourselves so. */
        static Plan of(IncomingCall call, String ownId) {
            return new Plan(
                    false,
                    "",
                    "",
                    call.callerNumber().isEmpty() ? call.callerName() : call.callerNumber(),
                    call.calledNumber(),
                    ownId,
                    "",
                    0,
                    "",
                    "",
                    Optional.empty(),
                    call.at());
        }
    }

    /** One call; changed by its own thread only, read by all. */
    static final class Live {
        private final LiveCalls calls;
        private final Plan plan;
        private final int pagesBefore;
        private volatile boolean faxBegun;
        private volatile boolean aborting;
        private volatile CallFacts facts = CallFacts.NONE;
        private volatile LiveProgress progress;

        private Live(LiveCalls calls, Plan plan, String device, int firstPage, int pages) {
            this.calls = calls;
            this.plan = plan;
            this.pagesBefore = firstPage - 1;
            this.progress = new LiveProgress("", device, "", "", 0, 0, pages, 0, 0);
        }

        void begun(String callId) {
            LiveProgress p = progress;
            progress = new LiveProgress(callId, p.device(), "", "", 0, 0, p.pages(), 0, 0);
            calls.calls.put(callId, this);
            calls.byDevice.put(p.device(), this);
        }

        /** Somebody has ended it. */
        void aborting() {
            aborting = true;
        }

        private DeviceStatus.Call status() {
            LiveProgress p = progress;
            return new DeviceStatus.Call(
                    p.callId(),
                    plan.outgoing(),
                    plan.jobId(),
                    plan.address(),
                    plan.callerId(),
                    plan.routingInformation(),
                    plan.outgoing() ? p.farId() : plan.ownId(),
                    plan.outgoing() ? plan.ownId() : p.farId(),
                    plan.documentName(),
                    plan.documentSize(),
                    plan.recipientName(),
                    plan.senderName(),
                    plan.submittedAt(),
                    plan.startedAt(),
                    p.phase(),
                    faxBegun,
                    aborting,
                    p.bitsPerSecond(),
                    p.page(),
                    p.pages(),
                    p.sent(),
                    p.total());
        }

        /** What is known so far, in the form that is kept. */
        CallFacts facts() {
            return facts;
        }

        /** The page on the line, counted from the first of the fax; 0 before it. */
        int page() {
            return progress.page();
        }

        /** Whether this step is worth an event: it changes the phase or what is known of the call. */
        boolean on(CallProgress step) {
            CallFacts before = facts;
            switch (step) {
                case CallProgress.Dialling _ -> phase("dialling");
                case CallProgress.Ringing _ -> phase("ringing");
                case CallProgress.Answered _ -> phase("answered");
                case CallProgress.FaxBegun _ -> {
                    faxBegun = true;
                    phase("fax begun");
                }
                case CallProgress.Ending _ -> phase("hanging up");
                case CallProgress.Fax(Progress.Identified(String farId)) ->
                    know(
                            facts.phase(),
                            farId,
                            facts.bitsPerSecond(),
                            facts.carrier(),
                            facts.coding(),
                            facts.errorCorrection());
                case CallProgress.Fax(Progress.Agreed(Carrier carrier, var coding, boolean errorCorrection)) ->
                    know(
                            facts.phase(),
                            facts.farId(),
                            carrier.bitsPerSecond(),
                            carrier.name(),
                            coding.name(),
                            errorCorrection);
                case CallProgress.Fax(Progress.Training(Carrier carrier)) ->
                    phase("training at " + carrier.bitsPerSecond() + " bit/s");
                case CallProgress.Fax(Progress.PageBegun(int number)) -> {
                    page(number, 0, 0);
                    phase("page " + (pagesBefore + number));
                }
                case CallProgress.Fax(Progress.PagePart(int number, int sent, int total)) -> page(number, sent, total);
                case CallProgress.Fax(Progress.PageConfirmed _) -> {}
            }
            return !before.equals(facts);
        }

        void over() {
            calls.calls.remove(progress.callId(), this);
            calls.byDevice.remove(progress.device(), this);
        }

        private void phase(String phase) {
            know(phase, facts.farId(), facts.bitsPerSecond(), facts.carrier(), facts.coding(), facts.errorCorrection());
        }

        private void know(
                String phase, String farId, int bitsPerSecond, String carrier, String coding, boolean errorCorrection) {
            facts = new CallFacts(phase, farId, bitsPerSecond, carrier, coding, errorCorrection);
            LiveProgress p = progress;
            progress = new LiveProgress(
                    p.callId(), p.device(), phase, farId, bitsPerSecond, p.page(), p.pages(), p.sent(), p.total());
        }

        private void page(int number, int sent, int total) {
            LiveProgress p = progress;
            progress = new LiveProgress(
                    p.callId(),
                    p.device(),
                    p.phase(),
                    p.farId(),
                    p.bitsPerSecond(),
                    pagesBefore + number,
                    p.pages(),
                    sent,
                    total);
        }
    }

    /** A call that is about to be; it is listed once it has begun. */
    Live expect(String device, int firstPage, int pages, Plan plan) {
        return new Live(this, plan, device, firstPage, pages);
    }

    /** The call on this line. */
    Optional<DeviceStatus.Call> onDevice(String device) {
        return Optional.ofNullable(byDevice.get(device)).map(Live::status);
    }

    Optional<LiveProgress> find(String callId) {
        return Optional.ofNullable(calls.get(callId)).map(call -> call.progress);
    }

    List<LiveProgress> all() {
        return calls.values().stream().map(call -> call.progress).toList();
    }
}

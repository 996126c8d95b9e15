package org.caselli.line;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.caselli.call.CallProgress;
import org.caselli.call.DiaryLine;
import org.caselli.outcome.Outcome;

/** A device of somebody else's provider. */
final class ForeignDevice implements Device {
    /** Ours: a call in which nothing at all is told for so long has hung; a slow page at 2400 bit/s takes ten minutes. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);
    /** Ours: as long as a call in good order takes to end, and as much again. */
    static final Duration LONGEST_ENDING = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Guard guard;
    /** Of its calls: one that hangs takes this line out of use, and no other. */
    private final Guard calls;

    private final InstantSource clock;
    private final Consumer<ForeignDevice> changed;
    private final Device device;
    private final String id;
    private final String name;
    private final String number;
    private final boolean virtual;

    /**
     * @param guard   of its provider, through which short questions go
     * @param calls   for its calls alone
     * @param clock   by which a call that hangs is given up
     * @param changed told when it is out of use
     */
    ForeignDevice(
            Guard guard,
            Guard calls,
            InstantSource clock,
            Consumer<ForeignDevice> changed,
            Device device,
            String id,
            String name,
            String number,
            boolean virtual) {
        this.guard = guard;
        this.calls = calls;
        this.clock = clock;
        this.changed = changed;
        this.device = device;
        this.id = id;
        this.name = name;
        this.number = number;
        this.virtual = virtual;
    }

    /** What its calls did wrong; empty if nothing. */
    Optional<Guard.Trouble> trouble() {
        return calls.hung().or(calls::last);
    }

    @SuppressWarnings(
            "ReferenceEquality") // the very object that the provider gave; how foreign ones compare is not ours
    boolean isFor(Device other) {
        return device == other;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String number() {
        return number;
    }

    @Override
    public boolean isVirtual() {
        return virtual;
    }

    @Override
    public DeviceState state() {
        return calls.hung().isPresent()
                ? ForeignProvider.off()
                : guard.ask("state() of " + id, device::state, ForeignProvider.off());
    }

    @Override
    public boolean reaches(String dialString) {
        return guard.ask("reaches() of " + id, () -> device.reaches(dialString), false);
    }

    @Override
    public CallReport send(OutgoingFax fax, CallListener listener) {
        Instant started = clock.instant();
        Optional<Guard.Trouble> hung = guard.hung().or(calls::hung);
        if (hung.isPresent()) {
            return report(fax, "", started, Outcome.NO_LINE_FREE, hung.get().text());
        }
        var watch = new Watch(listener);
        FutureTask<CallReport> call = calls.begin(() -> device.send(fax, watch));
        Optional<Instant> stopping = Optional.empty();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    CallReport report = call.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    return report == null
                            ? report(
                                    fax,
                                    watch.callId,
                                    started,
                                    Outcome.LINE_FAILED,
                                    calls.threw("send() of " + id, new IllegalStateException("It gave no report."))
                                            .text())
                            : checked(report, fax);
                } catch (TimeoutException _) {
                    Instant now = clock.instant();
                    Optional<Instant> since = stopping.or(() -> watch.stopping);
                    if (since.filter(at -> at.plus(LONGEST_ENDING).isBefore(now))
                            .isPresent()) {
                        return givenUp(call, fax, watch, started, LONGEST_ENDING);
                    }
                    if (watch.sign.plus(LONGEST_SILENCE).isBefore(now)) {
                        return givenUp(call, fax, watch, started, LONGEST_SILENCE);
                    }
                } catch (ExecutionException wrapped) {
                    Throwable cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
                    return report(
                            fax,
                            watch.callId,
                            started,
                            Outcome.LINE_FAILED,
                            calls.threw("send() of " + id, cause).text());
                } catch (InterruptedException _) {
                    interrupted = true;
                    stopping = Optional.of(clock.instant());
                    watch.stop(Outcome.STOPPED);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CallReport givenUp(
            FutureTask<CallReport> call, OutgoingFax fax, Watch watch, Instant started, Duration waited) {
        call.cancel(true);
        String text = "send() of " + id + " has told nothing for " + waited.toSeconds()
                + " s; the line is not used any more until the server is started again.";
        calls.hangs(text);
        changed.accept(this);
        return report(fax, watch.callId, started, Outcome.LINE_FAILED, text);
    }

    /** What cannot be is not believed: more pages than there are, another line. */
    private CallReport checked(CallReport report, OutgoingFax fax) {
        return new CallReport(
                report.callId(),
                true,
                id,
                report.callerNumber(),
                fax.dialString(),
                report.outcome(),
                report.farIdentity(),
                report.carrier(),
                report.coding(),
                report.errorCorrection(),
                Math.clamp(report.pagesConfirmed(), 0, fax.pages().count()),
                report.started(),
                report.answered(),
                report.ended(),
                report.signalling(),
                report.diary());
    }

    private CallReport report(OutgoingFax fax, String callId, Instant started, Outcome outcome, String why) {
        Instant now = clock.instant();
        return new CallReport(
                callId.isEmpty() ? LiveCall.newId() : callId,
                true,
                id,
                fax.callerNumber(),
                fax.dialString(),
                outcome,
                "",
                Optional.empty(),
                Optional.empty(),
                false,
                0,
                started,
                Optional.empty(),
                now,
                CallReport.Signalling.NONE,
                List.of(new DiaryLine(now, why)));
    }

    /** Notes each sign of life, and who wants the call to end. */
    private final class Watch implements CallListener {
        private final CallListener listener;
        private volatile Instant sign = clock.instant();
        private volatile String callId = "";
        private volatile Optional<LiveCall> live = Optional.empty();
        private volatile Optional<Instant> stopping = Optional.empty();

        Watch(CallListener listener) {
            this.listener = listener;
        }

        void stop(Outcome why) {
            stopping = Optional.of(clock.instant());
            Optional<LiveCall> call = live;
            var _ = guard.begin(() -> {
                call.ifPresent(begun -> begun.stop(why));
                return true;
            });
        }

        @Override
        public void begun(LiveCall call) {
            sign = clock.instant();
            callId = call.id();
            live = Optional.of(call);
            listener.begun(new LiveCall() {
                @Override
                public String id() {
                    return callId;
                }

                @Override
                public void stop(Outcome why) {
                    Watch.this.stop(why);
                }
            });
        }

        @Override
        public void progress(CallProgress step) {
            sign = clock.instant();
            listener.progress(step);
        }

        @Override
        public void diary(DiaryLine line) {
            sign = clock.instant();
            listener.diary(line);
        }
    }
}

package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caselli.call.CallInput;
import org.caselli.call.CallOutput;
import org.caselli.call.CallProgress;
import org.caselli.call.CallResult;
import org.caselli.call.CallSettings;
import org.caselli.call.DiaryLine;
import org.caselli.call.FaxCall;
import org.caselli.call.MediaAddress;
import org.caselli.call.PacketCounts;
import org.caselli.outcome.Outcome;
import org.caselli.sip.CallId;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.sdp.Sdp;
import org.caselli.t30.Abilities;
import org.caselli.t30.Patience;
import org.caselli.t30.Progress;
import org.caselli.t30.ReceivedPage;
import org.caselli.t30.Station;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one call from its first message to its last, on a thread of its own. Whatever goes wrong here ends this call and
 * no other.
 */
final class SipCall implements RingingCall {
    private static final Logger LOG = LoggerFactory.getLogger(SipCall.class);

    /** A provisional answer is said again each minute, else proxies give the call up (RFC 3261 clause 13.3.1.1). */
    private static final Duration RING_AGAIN = Duration.ofSeconds(60);

    /** Packets that wait beyond this are dropped: 10 s of a fax, or a flood. Ours. */
    private static final int MOST_UNREAD = 256;

    private static final Receiver NOBODY = new Receiver() {
        @Override
        public void keep(ReceivedPage page) throws IOException {
            throw new IOException("This call sends; it receives no pages.");
        }

        @Override
        public void ended(CallReport report) {}
    };

    private final String id;
    private final SipLine line;
    private final SipEndpoint endpoint;
    private final CallSettings settings;
    private final InstantSource clock;
    private final boolean outgoing;
    private final String calledNumber;
    private final Instant started;
    private final LinkedBlockingQueue<CallInput> mailbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<CallReport> report = new CompletableFuture<>();
    private final List<DiaryLine> diary = new ArrayList<>();

    private CallListener listener = NOBODY;
    private Receiver receiver = NOBODY;
    private String callerNumber = "";
    private String farNumber = "";
    private String remoteAddress = "";
    private String sipCallId = "";
    private Optional<MediaPort> sound = Optional.empty();
    private Optional<MediaPort> fax = Optional.empty();
    private DeviceState.Activity activity;
    private int page;
    private boolean networkComplained;
    /** Under {@link #bell}: whether the call rings, and whether somebody has asked for it to be answered. */
    private boolean ringing;

    private boolean answerWanted;
    private final Object bell = new Object();

    SipCall(
            String id,
            SipLine line,
            SipEndpoint endpoint,
            CallSettings settings,
            InstantSource clock,
            boolean outgoing,
            String calledNumber) {
        this.id = id;
        this.line = line;
        this.endpoint = endpoint;
        this.settings = settings;
        this.clock = clock;
        this.outgoing = outgoing;
        this.calledNumber = calledNumber;
        this.started = clock.instant();
        this.activity = outgoing ? DeviceState.Activity.DIALLING : DeviceState.Activity.ANSWERING;
    }

    // From other threads

    @Override
    public String id() {
        return id;
    }

    @Override
    public void stop(Outcome why) {
        mailbox.add(new CallInput.Stop(why));
    }

    @Override
    public boolean answer() {
        synchronized (bell) {
            if (ringing && !answerWanted) {
                answerWanted = true;
                mailbox.add(new CallInput.TimeUp()); // only so that the call looks up
            }
            return ringing;
        }
    }

    /** The user agent tells what happened to this call. */
    void signalled(Output.CallEvent event) {
        mailbox.add(new CallInput.Signalled(event));
    }

    private void packet(CallInput packet) {
        if (mailbox.size() < MOST_UNREAD) {
            mailbox.add(packet);
        }
    }

    /** Waits for the end of the call; an interrupt stops the call in good order, and the wait goes on. */
    CallReport awaitReport() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return report.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    stop(Outcome.STOPPED);
                } catch (ExecutionException cause) {
                    throw new IllegalStateException("A call always ends in a report, call " + id + " did not", cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void awaitEnd(Instant until) throws InterruptedException {
        try {
            report.get(Math.max(0, Duration.between(clock.instant(), until).toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException cause) {
            LOG.warn("Call {} did not end in time", id, cause);
        }
    }

    // On the call's own thread

    /** Sends a fax. Returns when the call is over. */
    void dial(OutgoingFax order, SipUri target, DialPlan plan, CallListener told) {
        listener = told;
        callerNumber = order.callerNumber().isEmpty() ? line.number() : order.callerNumber();
        farNumber = order.dialString();
        Optional<CallId> sip = Optional.empty();
        try {
            told.begun(this);
            show();
            Way way = plan.way(target, callerNumber, endpoint);
            callerNumber = way.callerNumber();
            Hop hop = way.hops().getFirst();
            remoteAddress = hop.host() + ":" + hop.port();
            sip = endpoint.newCall(this::signalled);
            if (sip.isEmpty()) {
                finish(neverLeft(Outcome.NO_LINE_FREE, "the server has as many calls as it may have"));
                return;
            }
            String here = endpoint.addressTowards(InetAddress.ofLiteral(hop.host()));
            if (!settings.imageFirst()) {
                sound = Optional.of(
                        endpoint.media().open((from, octets) -> packet(new CallInput.SoundPacket(from, octets))));
            }
            fax = Optional.of(endpoint.media().open((from, octets) -> packet(new CallInput.FaxPacket(from, octets))));
            var invite = new Input.Invite(
                    sip.get(), target, way.hops(), way.from(), Sdp.of(), Optional.empty(), way.login(), way.extra());
            carry(
                    FaxCall.outgoing(
                            invite,
                            station(order.stationId(), order.abilities()),
                            order.pages(),
                            settings,
                            address(here, sound),
                            address(here, fax),
                            new SecureRandom()),
                    sip.get());
        } catch (IOException cause) {
            sip.ifPresent(endpoint::forget);
            finish(neverLeft(Outcome.TRUNK_UNREACHABLE, "the call cannot be made: " + cause.getMessage()));
        } catch (RuntimeException | Error cause) {
            sip.ifPresent(endpoint::forget);
            finish(broken(cause));
        }
    }

    /** A call came in; this is what is known of it. The line's state is told once whoever takes the call knows of it. */
    void arrived(Output.Incoming incoming, String caller, String callIdHeader) {
        callerNumber = caller;
        farNumber = callerNumber;
        remoteAddress = incoming.peer().host() + ":" + incoming.peer().port();
        sipCallId = callIdHeader;
        line.occupied(new DeviceState(activity, id, farNumber, page, clock.instant()));
    }

    /** Lets a call ring. Returns what is to become of it then; empty if it is over. */
    Optional<Reception> ring(Output.Incoming incoming, Reception.Ring how) {
        receiver = new Unanswered(how.told());
        Duration ring = Reception.Ring.CADENCE.dividedBy(settings.pacing().haste());
        Instant begun = clock.instant();
        Instant answerAt = how.rings() == Reception.Ring.UNTIL_ASKED
                ? Instant.MAX
                : begun.plus(ring.multipliedBy(how.rings() - 1L));
        Instant giveUpAt = begun.plus(ring.multipliedBy(how.limit()));
        Instant sayAt = begun;
        synchronized (bell) {
            ringing = true;
        }
        try {
            how.told().begun(this);
            line.changed(); // whoever hears that it rings finds the call, and can answer it
            while (true) {
                Instant now = clock.instant();
                if (answerIsWanted() || !answerAt.isAfter(now)) {
                    ringsNoMore();
                    return Optional.of(how.told().answer());
                }
                if (!giveUpAt.isAfter(now)) {
                    endpoint.command(Input.Refuse.of(incoming.call(), 480));
                    return unanswered(Outcome.NO_ANSWER, "nobody answered within " + how.limit() + " rings");
                }
                if (!sayAt.isAfter(now)) {
                    endpoint.command(new Input.Ring(incoming.call()));
                    sayAt = now.plus(RING_AGAIN);
                }
                Instant until = List.of(answerAt, giveUpAt, sayAt).stream()
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
                switch (mailbox.poll(Duration.between(now, until).toNanos(), TimeUnit.NANOSECONDS)) {
                    case CallInput.Signalled(Output.Noted(var _, String line)) ->
                        diary.add(new DiaryLine(clock.instant(), line));
                    case CallInput.Signalled(Output.Ended ended) -> {
                        return unanswered(
                                Outcome.NO_ANSWER,
                                ended.how() == Output.Ending.CALLER_GAVE_UP
                                        ? "the caller gave up"
                                        : "the call ended while it rang: " + ended.how());
                    }
                    case CallInput.Stop(Outcome why) -> {
                        endpoint.command(Input.HangUp.of(incoming.call()));
                        return unanswered(why, "stopped while it rang");
                    }
                    case null, default -> {} // time is up, or somebody wants an answer
                }
            }
        } catch (InterruptedException _) {
            // Nobody interrupts a call's own thread but a JVM that goes down.
            endpoint.command(Input.HangUp.of(incoming.call()));
            return unanswered(Outcome.STOPPED, "the server goes down");
        } catch (RuntimeException | Error cause) {
            ringsNoMore();
            endpoint.command(Input.HangUp.of(incoming.call()));
            finish(broken(cause));
            return Optional.empty();
        }
    }

    private Optional<Reception> unanswered(Outcome outcome, String why) {
        ringsNoMore();
        finish(neverLeft(outcome, why));
        return Optional.empty();
    }

    private boolean answerIsWanted() {
        synchronized (bell) {
            return answerWanted;
        }
    }

    private void ringsNoMore() {
        synchronized (bell) {
            ringing = false;
            mailbox.removeIf(CallInput.TimeUp.class::isInstance);
        }
    }

    /** Takes the end of a call that rang and was not answered. */
    private record Unanswered(Ringing told) implements Receiver {
        @Override
        public void keep(ReceivedPage page) throws IOException {
            throw new IOException("This call was not answered; it brings no pages.");
        }

        @Override
        public void ended(CallReport report) {
            told.over(report);
        }
    }

    /** Receives a fax. Returns when the call is over. */
    void answer(Output.Incoming incoming, Reception.Accept how) {
        listener = how.receiver();
        receiver = how.receiver();
        try {
            listener.begun(this);
            line.changed();
            String here = endpoint.addressTowards(
                    InetAddress.getByName(incoming.peer().host()));
            if (incoming.offer().flatMap(Sdp::t38).isEmpty()) {
                sound = Optional.of(
                        endpoint.media().open((from, octets) -> packet(new CallInput.SoundPacket(from, octets))));
            }
            fax = Optional.of(endpoint.media().open((from, octets) -> packet(new CallInput.FaxPacket(from, octets))));
            carry(
                    FaxCall.incoming(
                            incoming,
                            station(how.stationId(), how.abilities()),
                            settings,
                            address(here, sound),
                            address(here, fax),
                            new SecureRandom()),
                    incoming.call());
        } catch (IOException cause) {
            endpoint.command(Input.Refuse.of(incoming.call(), 503));
            finish(neverLeft(Outcome.INTERNAL_ERROR, "the call cannot be answered: " + cause.getMessage()));
        } catch (RuntimeException | Error cause) {
            endpoint.command(Input.HangUp.of(incoming.call()));
            finish(broken(cause));
        }
    }

    /** The switchboard does not want this call. */
    void refused(Reception.Reason reason) {
        finish(neverLeft(Outcome.CALL_REFUSED, "the switchboard refused it: " + reason));
    }

    /** The loop of every call: carry out what the engine says, then wait for what comes next. */
    private void carry(FaxCall call, CallId sip) {
        try {
            while (mailbox.peek() instanceof CallInput.Signalled(Output.Noted _)) {
                perform(call, call.on(mailbox.remove(), clock.instant())); // "heard INVITE" comes first
            }
            perform(call, call.begin(clock.instant()));
            while (!call.over()) {
                CallInput next = next(call);
                if (sipCallId.isEmpty() && next instanceof CallInput.Signalled) {
                    sipCallId = endpoint.sipCallId(sip).orElse("");
                }
                perform(call, call.on(next, clock.instant()));
            }
            endpoint.forget(sip);
            finish(reportOf(call.result(), call.result().outcome().orElse(Outcome.INTERNAL_ERROR)));
        } catch (RuntimeException | Error cause) {
            LOG.error("Call {} met an error of ours", id, cause);
            endpoint.command(call.hangUpCommand());
            endpoint.forget(sip);
            diary.add(new DiaryLine(clock.instant(), "error of our own: " + cause));
            // What T.30 has decided stands: all pages are confirmed whatever broke afterwards.
            finish(reportOf(call.result(), call.result().outcome().orElse(Outcome.INTERNAL_ERROR)));
        }
    }

    private CallInput next(FaxCall call) {
        Instant deadline = call.deadline();
        while (true) {
            Instant now = clock.instant();
            if (!deadline.isAfter(now)) {
                return new CallInput.TimeUp();
            }
            Instant until = deadline.isBefore(now.plusSeconds(60)) ? deadline : now.plusSeconds(60);
            try {
                CallInput arrived = mailbox.poll(Duration.between(now, until).toNanos(), TimeUnit.NANOSECONDS);
                if (arrived != null) {
                    return arrived;
                }
            } catch (InterruptedException _) {
                // Nobody interrupts a call's own thread but a JVM that goes down.
                return new CallInput.Stop(Outcome.STOPPED);
            }
        }
    }

    private void perform(FaxCall call, List<CallOutput> first) {
        List<CallOutput> outputs = first;
        while (!outputs.isEmpty()) {
            List<CallOutput> following = List.of();
            for (CallOutput output : outputs) {
                switch (output) {
                    case CallOutput.Signal(Input.Command command) -> endpoint.command(command);
                    case CallOutput.SendFax(MediaAddress to, byte[] datagram) -> send(fax, to, datagram);
                    case CallOutput.SendSound(MediaAddress to, byte[] datagram) -> send(sound, to, datagram);
                    case CallOutput.CloseSound _ -> sound.ifPresent(MediaPort::close);
                    case CallOutput.Keep(ReceivedPage received) -> following = call.on(keep(received), clock.instant());
                    case CallOutput.Told(CallProgress step) -> tell(step);
                    case CallOutput.Wrote(DiaryLine written) -> {
                        diary.add(written);
                        listener.diary(written);
                    }
                }
            }
            outputs = following;
        }
    }

    private CallInput keep(ReceivedPage received) {
        try {
            receiver.keep(received);
            return new CallInput.Kept();
        } catch (IOException cause) {
            LOG.error("Page {} of call {} could not be stored", received.number(), id, cause);
            return new CallInput.CannotKeep(String.valueOf(cause.getMessage()));
        }
    }

    private void send(Optional<MediaPort> port, MediaAddress to, byte[] datagram) {
        try {
            port.orElseThrow().send(to, datagram);
        } catch (IOException cause) {
            // To T.30 it is as if the packet were lost on its way; the diary says so once.
            if (!networkComplained) {
                networkComplained = true;
                diary.add(new DiaryLine(
                        clock.instant(), "a packet to " + to + " could not be sent: " + cause.getMessage()));
            }
        }
    }

    private void tell(CallProgress step) {
        switch (step) {
            case CallProgress.Dialling _ -> activity = DeviceState.Activity.DIALLING;
            case CallProgress.Answered _ ->
                activity = outgoing ? DeviceState.Activity.SENDING : DeviceState.Activity.RECEIVING;
            case CallProgress.Ending _ -> activity = DeviceState.Activity.ENDING;
            case CallProgress.Fax(Progress.PageBegun(int number)) -> page = number;
            case CallProgress.Ringing _, CallProgress.FaxBegun _, CallProgress.Fax _ -> {}
        }
        show();
        listener.progress(step);
    }

    private void show() {
        DeviceState before = line.state();
        boolean same = before.activity() == activity && before.callId().equals(id);
        if (!same || before.page() != page) {
            line.now(new DeviceState(activity, id, farNumber, page, same ? before.since() : clock.instant()));
        }
    }

    // Its end

    private void finish(CallReport done) {
        sound.ifPresent(MediaPort::close);
        fax.ifPresent(MediaPort::close);
        line.release(this);
        try {
            receiver.ended(done);
        } catch (RuntimeException cause) {
            LOG.error("The end of call {} could not be recorded", id, cause);
        }
        report.complete(done);
    }

    private CallReport reportOf(CallResult result, Outcome outcome) {
        return new CallReport(
                id,
                outgoing,
                line.id(),
                callerNumber,
                calledNumber,
                outcome,
                result.farIdentity(),
                result.carrier(),
                result.coding(),
                result.errorCorrection(),
                result.pagesConfirmed(),
                started,
                result.answered(),
                clock.instant(),
                new CallReport.Signalling(
                        sipCallId,
                        result.sipStatus(),
                        remoteAddress,
                        result.faxFrom().toString(),
                        result.packets()),
                diary);
    }

    /** The report of a call that never came to signalling. */
    CallReport neverLeft(Outcome outcome, String why) {
        diary.add(new DiaryLine(clock.instant(), why));
        return reportOf(
                new CallResult(
                        Optional.of(outcome),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        MediaAddress.UNKNOWN,
                        PacketCounts.NONE),
                outcome);
    }

    private CallReport broken(Throwable cause) {
        LOG.error("Call {} met an error of ours", id, cause);
        return neverLeft(Outcome.INTERNAL_ERROR, "error of our own: " + cause);
    }

    /** What does not fit into an identity of T.30 is left away, not refused: a call matters more than its label. */
    private static Station station(String identity, Abilities abilities) {
        String printable = identity.codePoints()
                .filter(c -> c >= ' ' && c <= '~')
                .limit(Station.ID_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Station(printable, abilities, Patience.STANDARD);
    }

    private static MediaAddress address(String host, Optional<MediaPort> port) {
        return new MediaAddress(host, port.map(MediaPort::number).orElse(0));
    }
}

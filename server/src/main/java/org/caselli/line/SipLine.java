package org.caselli.line;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.caselli.call.CallSettings;
import org.caselli.outcome.Outcome;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line over SIP: one call at a time, ours or one that comes in, each on a thread of its own. */
final class SipLine implements Device {
    private static final Logger LOG = LoggerFactory.getLogger(SipLine.class);

    private final String id;
    private volatile String name;
    private final String number;
    private final SipEndpoint endpoint;
    private final CallSettings settings;
    private final DialPlan dialPlan;
    private final Switchboard switchboard;
    private final InstantSource clock;
    /** The call that holds this line; changed under this object's lock, which covers nothing else. */
    private volatile Optional<SipCall> holder = Optional.empty();

    private volatile DeviceState state;
    private volatile boolean closed;
    private volatile boolean off;

    /**
     * @param dialPlan whom a dial string calls, and how
     */
    SipLine(
            String id,
            String name,
            String number,
            SipEndpoint endpoint,
            CallSettings settings,
            DialPlan dialPlan,
            Switchboard switchboard) {
        this.id = id;
        this.name = name;
        this.number = number;
        this.endpoint = endpoint;
        this.settings = settings;
        this.dialPlan = dialPlan;
        this.switchboard = switchboard;
        this.clock = InstantSource.system();
        this.state = DeviceState.idle(clock.instant());
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
    public DeviceState state() {
        return state;
    }

    /** A SIP call rings, whoever makes it. */
    @Override
    public boolean isVirtual() {
        return false;
    }

    @Override
    public boolean reaches(String dialString) {
        return dialPlan.target(dialString).isPresent();
    }

    // Out

    @Override
    public CallReport send(OutgoingFax fax, CallListener listener) {
        var call =
                new SipCall(LiveCall.newId(), this, endpoint, settings, new MonotonicClock(), true, fax.dialString());
        Optional<SipUri> target = dialPlan.target(fax.dialString());
        if (target.isEmpty()) {
            return call.neverLeft(Outcome.NUMBER_UNKNOWN, "this line does not reach " + fax.dialString());
        }
        if (!hold(call)) {
            return call.neverLeft(Outcome.NO_LINE_FREE, closed ? "the line is closed" : "the line is in use");
        }
        Thread.ofVirtual().name("call-" + call.id()).start(() -> call.dial(fax, target.get(), dialPlan, listener));
        return call.awaitReport();
    }

    // In

    /** Takes a call that came in, if the line is free; the switchboard is asked on the call's own thread. */
    Optional<SipEndpoint.Taking> take(SipEndpoint.Arrival arrival) {
        var call = new SipCall(
                LiveCall.newId(), this, endpoint, settings, new MonotonicClock(), false, arrival.calledNumber());
        if (!hold(call)) {
            return Optional.of(SipEndpoint.Taking.Refused.of(486));
        }
        arrival.notes().forEach(call::signalled);
        Thread.ofVirtual().name("call-" + call.id()).start(() -> answer(call, arrival));
        return Optional.of(new SipEndpoint.Taking.Taken(call::signalled));
    }

    private void answer(SipCall call, SipEndpoint.Arrival arrival) {
        Output.Incoming incoming = arrival.incoming();
        call.arrived(incoming, arrival.callerNumber(), arrival.sipCallId());
        Reception reception;
        try {
            reception = switchboard.incoming(new IncomingCall(
                    call.id(),
                    id,
                    arrival.calledNumber(),
                    arrival.callerNumber(),
                    incoming.from().name(),
                    incoming.peer().host() + ":" + incoming.peer().port(),
                    clock.instant()));
        } catch (RuntimeException cause) {
            LOG.error("The switchboard could not decide on call {}; it is refused", call.id(), cause);
            reception = new Reception.Refuse(Reception.Reason.NOT_NOW);
        }
        if (reception instanceof Reception.Ring ring) {
            call.ring(incoming, ring).ifPresent(decided -> decided(call, incoming, decided));
        } else {
            decided(call, incoming, reception);
        }
    }

    private void decided(SipCall call, Output.Incoming incoming, Reception reception) {
        switch (reception) {
            case Reception.Accept accept -> call.answer(incoming, accept);
            case Reception.Refuse(Reception.Reason reason) -> refuse(call, incoming, reason);
            case Reception.Ring _ -> refuse(call, incoming, Reception.Reason.NOT_NOW); // it has rung already
        }
    }

    private void refuse(SipCall call, Output.Incoming incoming, Reception.Reason reason) {
        endpoint.command(Input.Refuse.of(incoming.call(), status(reason)));
        call.refused(reason);
    }

    private static int status(Reception.Reason reason) {
        return switch (reason) {
            case BUSY -> 486;
            case NOT_ALLOWED -> 403;
            case NO_SUCH_NUMBER -> 404;
            case NOT_NOW -> 480;
        };
    }

    // The line's use

    boolean isFree() {
        return !closed && holder.isEmpty();
    }

    /** Whether a call holds it. */
    boolean isInUse() {
        return holder.isPresent();
    }

    private synchronized boolean hold(SipCall call) {
        if (!isFree()) {
            return false;
        }
        holder = Optional.of(call);
        return true;
    }

    void release(SipCall call) {
        synchronized (this) {
            if (holder.filter(held -> held.equals(call)).isEmpty()) {
                return;
            }
            state = resting();
            holder = Optional.empty();
        }
        changed();
    }

    void now(DeviceState current) {
        state = current;
        changed();
    }

    /** A call is on it that nobody has been told of: so that no other is sent over it. {@link #changed} tells. */
    void occupied(DeviceState current) {
        state = current;
    }

    private DeviceState resting() {
        return off ? DeviceState.off(clock.instant()) : DeviceState.idle(clock.instant());
    }

    /** Its trunk is down, or up again. A call under way goes on, and one that comes in is taken all the same. */
    void offline(boolean down) {
        synchronized (this) {
            if (off == down) {
                return;
            }
            off = down;
            if (holder.isPresent()) {
                return; // shown when the call is over
            }
            state = resting();
        }
        changed();
    }

    void rename(String other) {
        name = other;
    }

    /** Takes no other call; the one under way goes on. */
    void retire() {
        synchronized (this) {
            closed = true;
        }
    }

    /** Tells what it does. */
    void changed() {
        try {
            switchboard.stateChanged(this);
        } catch (RuntimeException cause) {
            LOG.error("What line {} does could not be told", id, cause);
        }
    }

    /** Ends the call that is under way, if there is one, and takes no other. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        holder.ifPresent(call -> call.stop(Outcome.STOPPED));
    }

    /** Waits for the call under way to end, for so long at most. */
    void awaitIdle(Instant until) throws InterruptedException {
        Optional<SipCall> call = holder;
        if (call.isPresent()) {
            call.get().awaitEnd(until);
        }
    }
}

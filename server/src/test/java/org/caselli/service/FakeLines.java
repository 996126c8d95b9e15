package org.caselli.service;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.caselli.call.CallProgress;
import org.caselli.call.DiaryLine;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.DeviceState;
import org.caselli.line.IncomingCall;
import org.caselli.line.LiveCall;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Receiver;
import org.caselli.line.Reception;
import org.caselli.line.RingingCall;
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Carrier;
import org.caselli.t30.Progress;
import org.caselli.t30.ReceivedPage;

/**
 * A small telephone network without wires: its devices can call each other, and any number that begins with "out" is a
 * fax machine somewhere else. Calls take no time; whoever watches may hold them up at every step.
 */
public final class FakeLines implements DeviceProvider {
    /** Octets of every page, 20 s at 14,400 bit/s. */
    public static final int PAGE_OCTETS = 36_000;

    /** A number at which the program of a line breaks down. */
    public static final String BROKEN = "boom";

    /** Is told each step of each call, on the call's thread: "dialling", "page 1", "page 1 sent", "page 1 confirmed". */
    public interface Watcher {
        void at(String step, OutgoingFax fax);
    }

    private final List<Device> devices = new CopyOnWriteArrayList<>();
    private final Set<String> bells = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicReference<Optional<Switchboard>> switchboard = new AtomicReference<>(Optional.empty());
    private final List<FakeCall> underWay = new CopyOnWriteArrayList<>();
    /** How the next calls to a number end before anything is sent. */
    public final Map<String, Deque<Outcome>> endings = new ConcurrentHashMap<>();
    /** Every page that a machine somewhere else has got: number and page of the call. */
    public final List<String> arrived = new CopyOnWriteArrayList<>();
    /** The pages that machines somewhere else have got. */
    public final List<Page> pages = new CopyOnWriteArrayList<>();

    /** Open once any call was asked to end. */
    public final CountDownLatch stopped = new CountDownLatch(1);

    public volatile Watcher watcher = (step, fax) -> {};

    public FakeLines(String... numbers) {
        for (String number : numbers) {
            devices.add(new FakeDevice(number));
        }
    }

    /** One more line, with a bell: calls to it may ring. */
    public void bring(String number) {
        bells.add(number);
        devices.add(new FakeDevice(number));
        board().devicesChanged();
    }

    /** A line is there no more. */
    public void takeAway(String number) {
        devices.removeIf(device -> device.number().equals(number));
        board().devicesChanged();
    }

    public void nextCallTo(String number, Outcome... outcomes) {
        endings.computeIfAbsent(number, any -> new ConcurrentLinkedDeque<>()).addAll(List.of(outcomes));
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public String name() {
        return "Fake lines";
    }

    @Override
    public List<Device> devices() {
        return switchboard.get().isPresent() ? devices : List.of();
    }

    @Override
    public void open(Switchboard board) {
        switchboard.set(Optional.of(board));
    }

    @Override
    public void close() {
        underWay.forEach(call -> call.stop(Outcome.STOPPED));
    }

    /** A call from outside to one of our devices, with these pages; "cut" after the last one if so wanted. */
    public CallReport callIn(String caller, String called, List<Page> sent, boolean cut) {
        var device = (FakeDevice) devices.stream()
                .filter(each -> each.number().equals(called))
                .findFirst()
                .orElseThrow();
        var call = new FakeCall(device.id());
        device.state.set(busy(DeviceState.Activity.RECEIVING, call, caller));
        try {
            return receive(call, device, caller, called, sent, cut);
        } finally {
            device.state.set(DeviceState.idle(Instant.now()));
        }
    }

    /**
     * A call from outside that rings until somebody answers it. It brings no page then.
     *
     * @return its id
     */
    public String ringIn(String caller, String called) {
        var device = (FakeDevice) devices.stream()
                .filter(each -> each.number().equals(called))
                .findFirst()
                .orElseThrow();
        var call = new FakeCall(device.id());
        Reception reception = board().incoming(new IncomingCall(
                call.id(), device.id(), called, caller, "", "198.51.100.7:5060", Instant.now()));
        if (!(reception instanceof Reception.Ring ring)) {
            throw new IllegalStateException(called + " does not ring: " + reception);
        }
        device.state.set(busy(DeviceState.Activity.ANSWERING, call, caller));
        ring.told().begun(new RingingCall() {
            @Override
            public String id() {
                return call.id();
            }

            @Override
            public void stop(Outcome why) {
                call.stop(why);
            }

            @Override
            public boolean answer() {
                if (ring.told().answer() instanceof Reception.Accept accept) {
                    accept.receiver().begun(call);
                    accept.receiver().ended(call.report(false, caller, called, Outcome.STOPPED, 0));
                }
                device.state.set(DeviceState.idle(Instant.now()));
                return true;
            }
        });
        return call.id();
    }

    private CallReport receive(
            FakeCall call, FakeDevice device, String caller, String called, List<Page> sent, boolean cut) {
        Reception reception = board().incoming(new IncomingCall(
                call.id(), device.id(), called, caller, "", "198.51.100.7:5060", Instant.now()));
        if (!(reception instanceof Reception.Accept accept)) {
            return call.report(false, caller, called, Outcome.CALL_REFUSED, 0);
        }
        Receiver receiver = accept.receiver();
        receiver.begun(call);
        receiver.progress(new CallProgress.Answered());
        receiver.progress(new CallProgress.Fax(new Progress.Identified("+39 055 " + caller)));
        receiver.progress(new CallProgress.Fax(new Progress.Agreed(Carrier.V17_14400, Coding.MMR, true)));
        int kept = 0;
        Outcome outcome = Outcome.RECEIVED;
        try {
            for (Page page : sent) {
                receiver.keep(new ReceivedPage(kept + 1, page, 0, true));
                kept++;
                if (call.stopped.get().isPresent()) {
                    break;
                }
            }
        } catch (IOException full) {
            outcome = Outcome.CANNOT_KEEP_PAGE;
        }
        if (cut || kept < sent.size()) {
            outcome = kept > 0 ? Outcome.PARTIALLY_RECEIVED : outcome;
        }
        CallReport report = call.report(false, caller, called, outcome, kept);
        receiver.ended(report);
        return report;
    }

    private Switchboard board() {
        return switchboard.get().orElseThrow();
    }

    private static DeviceState busy(DeviceState.Activity activity, FakeCall call, String far) {
        return new DeviceState(activity, call.id(), far, 0, Instant.now());
    }

    private final class FakeCall implements LiveCall {
        private final String id = "fake-" + System.nanoTime() + "-" + numbers.incrementAndGet();
        private final String device;
        private final Instant started = Instant.now();
        private final AtomicReference<Optional<Outcome>> stopped = new AtomicReference<>(Optional.empty());
        private final List<DiaryLine> diary = new ArrayList<>();

        FakeCall(String device) {
            this.device = device;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void stop(Outcome why) {
            stopped.compareAndSet(Optional.empty(), Optional.of(why));
            FakeLines.this.stopped.countDown();
        }

        void note(String line) {
            diary.add(new DiaryLine(Instant.now(), line));
        }

        CallReport report(boolean outgoing, String caller, String called, Outcome outcome, int confirmed) {
            note("ended: " + outcome.sentence());
            return new CallReport(
                    id,
                    outgoing,
                    device,
                    caller,
                    called,
                    outcome,
                    confirmed > 0 ? "+39 055 " + (outgoing ? called : caller) : "",
                    confirmed > 0 ? Optional.of(Carrier.V17_14400) : Optional.empty(),
                    confirmed > 0 ? Optional.of(Coding.MMR) : Optional.empty(),
                    confirmed > 0,
                    confirmed,
                    started,
                    Optional.of(started),
                    Instant.now(),
                    CallReport.Signalling.NONE,
                    diary);
        }
    }

    private final class FakeDevice implements Device {
        private final String number;
        private final AtomicReference<DeviceState> state = new AtomicReference<>(DeviceState.idle(Instant.now()));

        FakeDevice(String number) {
            this.number = number;
        }

        @Override
        public String id() {
            return "fake-" + number;
        }

        @Override
        public String name() {
            return "Fake " + number;
        }

        @Override
        public String number() {
            return number;
        }

        @Override
        public boolean isVirtual() {
            return !bells.contains(number);
        }

        @Override
        public DeviceState state() {
            return state.get();
        }

        @Override
        public boolean reaches(String dialString) {
            if (dialString.equals(BROKEN)) {
                throw new IllegalStateException("An error that nobody expected, with a secret in it.");
            }
            return dialString.startsWith("out") || device(dialString).isPresent();
        }

        private Optional<FakeDevice> device(String wanted) {
            return devices.stream()
                    .filter(device -> device.number().equals(wanted))
                    .map(FakeDevice.class::cast)
                    .findFirst();
        }

        @Override
        public CallReport send(OutgoingFax fax, CallListener listener) {
            var call = new FakeCall(id());
            DeviceState before = state.get();
            if (!before.isIdle()
                    || !state.compareAndSet(before, busy(DeviceState.Activity.SENDING, call, fax.dialString()))) {
                return call.report(true, number, fax.dialString(), Outcome.NO_LINE_FREE, 0);
            }
            underWay.add(call);
            try {
                return carry(call, fax, listener);
            } finally {
                underWay.remove(call);
                state.set(DeviceState.idle(Instant.now()));
            }
        }

        private CallReport carry(FakeCall call, OutgoingFax fax, CallListener listener) {
            listener.begun(call);
            listener.progress(new CallProgress.Dialling());
            call.note("dials " + fax.dialString());
            watcher.at("dialling", fax);
            Deque<Outcome> scripted = endings.getOrDefault(fax.dialString(), new ArrayDeque<>());
            Optional<Outcome> ending = Stream.of(call.stopped.get(), Optional.ofNullable(scripted.poll()))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (ending.isPresent()) {
                return call.report(true, number, fax.dialString(), ending.get(), 0);
            }
            listener.progress(new CallProgress.Answered());
            listener.progress(new CallProgress.Fax(new Progress.Identified("+39 055 " + fax.dialString())));
            listener.progress(new CallProgress.Fax(new Progress.Training(Carrier.V17_14400)));
            listener.progress(new CallProgress.Fax(new Progress.Agreed(Carrier.V17_14400, Coding.MMR, true)));
            var sent = new ArrayList<Page>();
            int confirmed = 0;
            Outcome outcome = Outcome.DELIVERED;
            while (confirmed < fax.pages().count()) {
                Optional<Page> page = fax.pages().page(confirmed + 1);
                if (page.isEmpty() || call.stopped.get().isPresent()) {
                    outcome = call.stopped.get().orElse(Outcome.DOCUMENT_LOST);
                    break;
                }
                carry(fax, listener, confirmed + 1);
                sent.add(page.get());
                if (device(fax.dialString()).isEmpty()) {
                    arrived.add(fax.dialString() + "/" + (confirmed + 1));
                    pages.add(page.get());
                }
                watcher.at("page " + (confirmed + 1) + " arrived", fax);
                confirmed++;
                listener.progress(new CallProgress.Fax(new Progress.PageConfirmed(confirmed)));
                call.note("page " + confirmed + " confirmed");
                watcher.at("page " + confirmed + " confirmed", fax);
            }
            listener.progress(new CallProgress.Ending());
            boolean cut = !outcome.isSuccess();
            device(fax.dialString()).ifPresent(called -> callIn(number, called.number(), sent, cut));
            return call.report(true, number, fax.dialString(), outcome, confirmed);
        }

        private void carry(OutgoingFax fax, CallListener listener, int page) {
            listener.progress(new CallProgress.Fax(new Progress.PageBegun(page)));
            watcher.at("page " + page, fax);
            listener.progress(new CallProgress.Fax(new Progress.PagePart(page, PAGE_OCTETS / 2, PAGE_OCTETS)));
            watcher.at("page " + page + " half", fax);
            listener.progress(new CallProgress.Fax(new Progress.PagePart(page, PAGE_OCTETS, PAGE_OCTETS)));
            watcher.at("page " + page + " sent", fax);
        }
    }
}

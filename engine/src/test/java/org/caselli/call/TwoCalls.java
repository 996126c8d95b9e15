package org.caselli.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.caselli.image.Page;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.Settings;
import org.caselli.sip.UserAgent;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.caselli.sip.sdp.Sdp;
import org.caselli.t30.PageSource;
import org.caselli.t30.ReceivedPage;
import org.caselli.t30.Station;

/**
 * Two ends of a fax call, each a SIP user agent with a {@link FaxCall}, on a network of which the test decides what gets
 * lost. Everything runs in virtual time: the network jumps from one deadline to the next.
 */
final class TwoCalls {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration DELAY = Duration.ofMillis(10);

    final Side caller = new Side("10.0.0.1", "caller");
    final Side called = new Side("10.0.0.2", "called");
    private final PriorityQueue<Arrival> network = new PriorityQueue<>();
    private final SplittableRandom random;
    private Instant now = START;
    private long order;
    private double loss;
    private Optional<Instant> ended = Optional.empty();
    Predicate<String> lostInSip = text -> false;
    /** What some machine on the way makes of the bodies of SIP messages. */
    UnaryOperator<String> rewrite = body -> body;

    boolean cut;
    final List<byte[]> faxDatagrams = new ArrayList<>();

    TwoCalls(long seed) {
        random = new SplittableRandom(seed);
        caller.other = called;
        called.other = caller;
    }

    private record Arrival(Instant at, long order, Runnable what) implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private byte[] rewritten(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;
        String other = rewrite.apply(text.substring(body));
        String head = text.substring(0, body).replaceAll("Content-Length: [0-9]+", "Content-Length: " + other.length());
        return (head + other).getBytes(StandardCharsets.ISO_8859_1);
    }

    final class Side {
        final String host;
        final UserAgent agent;
        final Hop hop;
        Side other;
        CallSettings settings = CallSettings.STANDARD;
        Station station;
        Optional<FaxCall> call = Optional.empty();
        final List<String> diary = new ArrayList<>();
        final List<CallProgress> told = new ArrayList<>();
        final List<ReceivedPage> kept = new ArrayList<>();
        final List<Output.CallEvent> heard = new ArrayList<>();
        boolean diskFull;
        boolean dead;
        /** Packets of this side come from here, and reach it here, whatever its descriptions say. */
        Optional<MediaAddress> behind = Optional.empty();
        /** What this side does where it is no fax call of ours but somebody else's machine. */
        Optional<Function<Output.CallEvent, List<Input.Command>>> script = Optional.empty();

        Side(String host, String name) {
            this.host = host;
            this.hop = new Hop(Transport.UDP, host, 5060);
            this.station = Station.of(name);
            this.agent = new UserAgent(Settings.at(host, 5060), new SplittableRandom(host.hashCode()));
        }

        MediaAddress soundPort() {
            return new MediaAddress(host, 4000);
        }

        MediaAddress faxPort() {
            return new MediaAddress(host, 5000);
        }

        void sip(Input input) {
            for (Output output : agent.on(input, now)) {
                switch (output) {
                    case Output.Send(Hop to, byte[] written) -> {
                        byte[] octets = rewritten(written);
                        if (!dead && !cut && !lostInSip.test(new String(octets, StandardCharsets.ISO_8859_1))) {
                            later(() -> {
                                if (!other.dead) {
                                    other.sip(new Input.Datagram(hop, octets));
                                }
                            });
                        }
                    }
                    case Output.CallEvent event
                    when script.isPresent() -> {
                        heard.add(event);
                        script.get().apply(event).forEach(command -> later(() -> sip(command)));
                    }
                    case Output.Incoming incoming -> {
                        var taken = FaxCall.incoming(
                                incoming, station, settings, soundPort(), faxPort(), new SplittableRandom(2));
                        call = Optional.of(taken);
                        perform(taken.begin(now));
                    }
                    case Output.CallEvent event ->
                        // As a driver's mailbox does: after what is being carried out.
                        network.add(new Arrival(now, order++, () -> tell(new CallInput.Signalled(event))));
                    case Output.Close _, Output.Remark _, Output.Standing _ -> {}
                }
            }
        }

        void perform(List<CallOutput> outputs) {
            for (CallOutput output : outputs) {
                switch (output) {
                    case CallOutput.Signal(Input.Command command) -> sip(command);
                    case CallOutput.SendFax(MediaAddress to, byte[] datagram) -> {
                        faxDatagrams.add(datagram);
                        boolean arrives = to.equals(other.behind.orElse(other.faxPort()));
                        send(new CallInput.FaxPacket(behind.orElse(faxPort()), datagram), arrives);
                    }
                    case CallOutput.SendSound(MediaAddress to, byte[] datagram) ->
                        send(new CallInput.SoundPacket(soundPort(), datagram), to.equals(other.soundPort()));
                    case CallOutput.CloseSound _ -> {}
                    case CallOutput.Keep(ReceivedPage page) -> {
                        if (diskFull) {
                            perform(call.orElseThrow().on(new CallInput.CannotKeep("disk full"), now));
                        } else {
                            kept.add(page);
                            perform(call.orElseThrow().on(new CallInput.Kept(), now));
                        }
                    }
                    case CallOutput.Told(CallProgress step) -> told.add(step);
                    case CallOutput.Wrote(DiaryLine line) ->
                        diary.add("%7.3f %s"
                                .formatted(Duration.between(START, line.at()).toMillis() / 1000.0, line.text()));
                }
            }
        }

        private void send(CallInput packet, boolean rightPlace) {
            if (!dead && !cut && rightPlace && random.nextDouble() >= loss) {
                later(() -> {
                    if (!other.dead) {
                        other.call.ifPresent(c -> other.perform(c.on(packet, now)));
                    }
                });
            }
        }

        void tell(CallInput input) {
            call.ifPresent(c -> perform(c.on(input, now)));
        }

        boolean over() {
            return dead || call.map(FaxCall::over).orElse(true);
        }

        CallResult result() {
            return call.orElseThrow(() -> new AssertionError("This side has had no call"))
                    .result();
        }

        List<Page> pages() {
            return kept.stream().map(ReceivedPage::page).toList();
        }

        private Instant deadline() {
            if (dead) {
                return Instant.MAX;
            }
            Instant sip = agent.deadline();
            Instant fax = call.map(FaxCall::deadline).orElse(Instant.MAX);
            return sip.isBefore(fax) ? sip : fax;
        }

        private void timeUp() {
            if (!dead && !agent.deadline().isAfter(now)) {
                sip(new Input.TimeUp());
            }
            if (!dead && call.isPresent() && !call.get().deadline().isAfter(now)) {
                perform(call.get().on(new CallInput.TimeUp(), now));
            }
        }
    }

    private void later(Runnable what) {
        network.add(new Arrival(now.plus(DELAY), order++, what));
    }

    TwoCalls losing(double share) {
        loss = share;
        return this;
    }

    /** Something that happens so long after the beginning. */
    TwoCalls at(Duration after, Runnable what) {
        network.add(new Arrival(START.plus(after), order++, what));
        return this;
    }

    /** Runs until both sides are over. */
    TwoCalls run(List<Page> pages) {
        var target = SipUri.of("1002", called.host, 5060);
        var from = NameAddr.of(SipUri.of("1001", caller.host, 5060));
        var invite = Input.Invite.of(caller.agent.newCall(), target, from, Sdp.of());
        var call = FaxCall.outgoing(
                invite,
                caller.station,
                PageSource.of(pages),
                caller.settings,
                caller.soundPort(),
                caller.faxPort(),
                new SplittableRandom(1));
        caller.call = Optional.of(call);
        caller.perform(call.begin(now));
        return runToEnd();
    }

    /** The calling side is a script: it calls with this offer. Runs until the called side is over. */
    TwoCalls callByScript(Sdp offer) {
        var target = SipUri.of("1002", called.host, 5060);
        var from = NameAddr.of(SipUri.of("1001", caller.host, 5060));
        caller.sip(Input.Invite.of(caller.agent.newCall(), target, from, offer));
        at(Duration.ofMillis(500), () -> {});
        return runToEnd();
    }

    private TwoCalls runToEnd() {
        int steps = 0;
        // What is still on its way when both are over is delivered, but takes no part in the time the calls took.
        while (ended.isEmpty() || !network.isEmpty()) {
            Instant next = network.isEmpty() ? Instant.MAX : network.peek().at();
            next = earlier(next, earlier(caller.deadline(), called.deadline()));
            if (next.equals(Instant.MAX) || Duration.between(START, next).compareTo(Duration.ofHours(5)) > 0) {
                throw new AssertionError("A call never ends: " + this);
            }
            if (steps++ > 5_000_000) {
                throw new AssertionError("Time stands still: " + this);
            }
            if (next.isAfter(now)) {
                now = next;
            }
            while (!network.isEmpty() && !network.peek().at().isAfter(now)) {
                network.remove().what().run();
            }
            caller.timeUp();
            called.timeUp();
            if (ended.isEmpty() && caller.over() && called.over() && now.isAfter(START.plusMillis(400))) {
                ended = Optional.of(now);
            }
        }
        return this;
    }

    Duration elapsed() {
        return Duration.between(START, ended.orElse(now));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public String toString() {
        return "after " + elapsed() + "\ncaller:\n  " + String.join("\n  ", caller.diary) + "\ncalled:\n  "
                + String.join("\n  ", called.diary);
    }
}

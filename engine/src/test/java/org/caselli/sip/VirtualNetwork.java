package org.caselli.sip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Transport;

/** User agents and scripted peers joined by a network in virtual time that may lose, double, delay and reorder datagrams. */
final class VirtualNetwork {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** What the network does to datagrams. Delays are drawn evenly between the two. */
    record Weather(double loss, double doubling, Duration least, Duration most) {
        static final Weather FINE = new Weather(0, 0, Duration.ofMillis(10), Duration.ofMillis(10));
        static final Weather FOUL = new Weather(0.3, 0.2, Duration.ofMillis(1), Duration.ofMillis(400));
    }

    /** Someone at an address. */
    final class Node {
        final Hop hop;
        final UserAgent agent;
        final List<Output.CallEvent> events = new ArrayList<>();
        final List<Output.Standing> standing = new ArrayList<>();
        final List<String> diary = new ArrayList<>();
        final List<Output.Remark> remarks = new ArrayList<>();
        /** What its user does about an event. */
        Function<Output.CallEvent, List<Input.Command>> user = _ -> List.of();

        Node(Hop hop, UserAgent agent) {
            this.hop = hop;
            this.agent = agent;
        }

        void tell(Input input) {
            perform(agent.on(input, now));
        }

        void perform(List<Output> outputs) {
            List<Input.Command> commands = new ArrayList<>();
            for (Output output : outputs) {
                switch (output) {
                    case Output.Send send -> transmit(this, send.to(), send.octets());
                    case Output.Close _ -> {}
                    case Output.Remark remark -> remarks.add(remark);
                    case Output.Standing news -> standing.add(news);
                    case Output.Noted noted -> diary.add(noted.line());
                    case Output.CallEvent event -> {
                        events.add(event);
                        commands.addAll(user.apply(event));
                    }
                }
            }
            commands.forEach(this::tell);
        }

        <E extends Output.CallEvent> List<E> all(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        <E extends Output.CallEvent> E one(Class<E> type) {
            List<E> found = all(type);
            if (found.size() != 1) {
                throw new AssertionError("wanted one " + type.getSimpleName() + ", heard " + events + "\n" + diary);
            }
            return found.getFirst();
        }
    }

    private record Delivery(Instant at, long order, Hop to, Hop from, byte[] octets) implements Comparable<Delivery> {
        @Override
        public int compareTo(Delivery other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Every message that was sent: who, to whom, first line. */
    final List<String> wire = new ArrayList<>();

    final SplittableRandom random;
    Weather weather;
    Instant now = START;
    private final Map<Hop, Node> nodes = new HashMap<>();
    private final Map<Hop, List<byte[]>> scripted = new HashMap<>();
    private final Map<Hop, BiConsumer<Hop, byte[]>> listeners = new HashMap<>();
    private final PriorityQueue<Delivery> underway = new PriorityQueue<>();
    private long order;

    VirtualNetwork(long seed, Weather weather) {
        this.random = new SplittableRandom(seed);
        this.weather = weather;
    }

    static Hop udp(String host) {
        return new Hop(Transport.UDP, host, 5060);
    }

    Node node(String host) {
        return node(host, Settings.at(host, 5060));
    }

    Node node(String host, Settings settings) {
        Node node = new Node(udp(host), new UserAgent(settings, random.split()));
        nodes.put(node.hop, node);
        return node;
    }

    /** An address whose mail is only kept, for a test that speaks for itself. */
    List<byte[]> mailbox(String host) {
        return scripted.computeIfAbsent(udp(host), _ -> new ArrayList<>());
    }

    /** Someone at an address who is told of each datagram as it comes. */
    void listen(Hop hop, BiConsumer<Hop, byte[]> listener) {
        listeners.put(hop, listener);
    }

    private void transmit(Node from, Hop to, byte[] octets) {
        wire.add(from.hop.host() + ">" + to.host() + " " + firstLine(octets));
        send(from.hop, to, octets);
    }

    void send(Hop from, Hop to, byte[] octets) {
        if (random.nextDouble() < weather.loss) {
            return;
        }
        int copies = random.nextDouble() < weather.doubling ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long spread = weather.most.minus(weather.least).toMillis();
            Instant at = now.plus(weather.least).plusMillis(spread == 0 ? 0 : random.nextLong(spread + 1));
            underway.add(new Delivery(at, order++, to, from, octets));
        }
    }

    static String firstLine(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf('\r'));
    }

    /** Runs until nothing is under way and no alarm is set, or until the time given. */
    void runUntil(Instant end) {
        while (true) {
            Instant next = underway.isEmpty() ? Instant.MAX : underway.peek().at;
            Node due = null;
            for (Node node : nodes.values()) {
                if (node.agent.deadline().isBefore(next)) {
                    next = node.agent.deadline();
                    due = node;
                }
            }
            if (next.isAfter(end) || next.equals(Instant.MAX)) {
                now = end.equals(Instant.MAX) ? now : end;
                return;
            }
            now = next.isBefore(now) ? now : next;
            if (due != null) {
                due.tell(new Input.TimeUp());
            } else {
                Delivery delivery = underway.remove();
                Node node = nodes.get(delivery.to);
                if (node != null) {
                    node.tell(new Input.Datagram(delivery.from, delivery.octets));
                } else if (listeners.containsKey(delivery.to)) {
                    listeners.get(delivery.to).accept(delivery.from, delivery.octets);
                } else if (scripted.containsKey(delivery.to)) {
                    scripted.get(delivery.to).add(delivery.octets);
                }
            }
        }
    }

    void run(Duration howLong) {
        runUntil(now.plus(howLong));
    }

    void runToTheEnd() {
        runUntil(Instant.MAX);
    }
}

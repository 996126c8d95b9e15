package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.caselli.sip.VirtualNetwork.Node;
import org.caselli.sip.VirtualNetwork.Weather;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Parsed;
import org.caselli.sip.message.SipParser;
import org.caselli.sip.message.Transport;
import org.caselli.sip.sdp.Sdp;
import org.junit.jupiter.api.Test;

/** What anybody on the network may send to a user agent in the middle of its calls. */
class HostileMessagesTest {
    /** Damages the text of a message so that it often stays one: values swapped, tokens changed, lines doubled. */
    private static byte[] damaged(byte[] octets, SplittableRandom random) {
        List<String> lines =
                new ArrayList<>(List.of(new String(octets, StandardCharsets.ISO_8859_1).split("\r\n", -1)));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(8)) {
                case 0 -> lines.set(at, lines.get(random.nextInt(lines.size())));
                case 1 -> lines.add(at, line);
                case 2 -> lines.set(at, line.replaceAll("tag=[a-z0-9]+", random.nextBoolean() ? "" : "tag=zzz"));
                case 3 -> lines.set(at, line.replaceAll("[0-9]+", Integer.toString(random.nextInt(70_000))));
                case 4 -> lines.set(0, lines.getFirst().replaceFirst("^(SIP/2.0 )?\\w+", "$1" + word(random)));
                case 5 -> lines.replaceAll(l -> l.startsWith("CSeq") ? "CSeq: 3 " + word(random) : l);
                case 6 ->
                    lines.set(at, line.replace("sip:", "tel:").replace("<", "").replace("audio", "image"));
                default -> {
                    if (!line.isEmpty()) {
                        int cut = random.nextInt(line.length());
                        lines.set(
                                at,
                                line.substring(0, cut)
                                        + "\"%00<;,>:@[".charAt(random.nextInt(10))
                                        + line.substring(cut));
                    }
                }
            }
        }
        return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String word(SplittableRandom random) {
        List<String> words = List.of(
                "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "PRACK", "INFO", "BREW", "100", "183", "200",
                "302", "401", "481", "491", "500");
        return words.get(random.nextInt(words.size()));
    }

    @Test
    void damaged_messages_in_the_middle_of_calls_never_throw_and_every_call_comes_to_its_end() {
        int heard = 0;
        for (int seed = 0; seed < 600; seed++) {
            VirtualNetwork network =
                    new VirtualNetwork(seed, new Weather(0.1, 0.1, Duration.ZERO, Duration.ofMillis(50)));
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> seen = new ArrayList<>();
            Node alice = network.node("10.0.0.1");
            Node bob = network.node("10.0.0.2");
            for (Node node : List.of(alice, bob)) {
                node.user = event -> switch (event) {
                    case Output.Incoming in ->
                        List.of(new Input.Ring(in.call()), new Input.Answer(in.call(), answer(in.offer())));
                    case Output.ReInvited in -> List.of(new Input.Answer(in.call(), answer(in.offer())));
                    default -> List.of();
                };
            }
            try {
                CallId call = alice.agent.newCall();
                List<Output> first = alice.agent.on(
                        Input.Invite.of(
                                call,
                                UserAgentTest.uri("sip:b@10.0.0.2"),
                                NameAddr.of(UserAgentTest.uri("sip:a@10.0.0.1")),
                                UserAgentTest.AUDIO_A),
                        network.now);
                alice.perform(first);
                for (int step = 0; step < 40; step++) {
                    for (Node node : List.of(alice, bob)) {
                        Node other = node == alice ? bob : alice;
                        // Whatever this side would say now, somebody says it damaged, to either side.
                        List<Output> outputs = node.agent.on(new Input.TimeUp(), network.now);
                        outputs.stream()
                                .filter(Output.Send.class::isInstance)
                                .forEach(send -> seen.add(((Output.Send) send).octets()));
                        node.perform(outputs);
                        if (seen.isEmpty()) {
                            first.stream()
                                    .filter(Output.Send.class::isInstance)
                                    .forEach(send -> seen.add(((Output.Send) send).octets()));
                        }
                        byte[] octets = damaged(seen.get(random.nextInt(seen.size())), random);
                        if (SipParser.datagram(octets) instanceof Parsed.Message) {
                            heard++;
                        }
                        Node target = random.nextBoolean() ? node : other;
                        List<Output> answers = target.agent.on(new Input.Datagram(other.hop, octets), network.now);
                        answers.stream()
                                .filter(Output.Send.class::isInstance)
                                .forEach(send -> seen.add(((Output.Send) send).octets()));
                        target.perform(answers);
                    }
                    network.run(Duration.ofMillis(random.nextInt(800)));
                    if (step == 10) {
                        alice.tell(new Input.ReInvite(call, UserAgentTest.IMAGE_A));
                    }
                }
                for (Node node : List.of(alice, bob)) {
                    List.copyOf(node.events).forEach(event -> node.tell(Input.HangUp.of(event.call())));
                }
                network.runToTheEnd();
                assertThat(alice.agent.unsettledCalls() + bob.agent.unsettledCalls())
                        .as("seed " + seed + alice.diary + bob.diary)
                        .isZero();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(heard).isGreaterThan(10_000);
    }

    private static Sdp answer(Optional<Sdp> offer) {
        return offer.map(sdp -> sdp.answer(Optional::of)).orElse(UserAgentTest.AUDIO_B);
    }

    @Test
    void a_flood_fills_no_memory_and_calls_go_on_through_it() {
        VirtualNetwork network = new VirtualNetwork(1, Weather.FINE);
        Node alice = network.node("10.0.0.1");
        Node bob = network.node("10.0.0.2");
        bob.user = event -> switch (event) {
            case Output.Incoming in -> List.of(new Input.Answer(in.call(), UserAgentTest.AUDIO_B));
            case Output.ReInvited in -> List.of(new Input.Answer(in.call(), UserAgentTest.IMAGE_B));
            default -> List.of();
        };
        CallId call = alice.agent.newCall();
        alice.tell(Input.Invite.of(
                call,
                UserAgentTest.uri("sip:b@10.0.0.2"),
                NameAddr.of(UserAgentTest.uri("sip:a@10.0.0.1")),
                UserAgentTest.AUDIO_A));
        network.run(Duration.ofSeconds(1));
        Hop stranger = new Hop(Transport.UDP, "10.9.9.9", 5060);
        int answered = 0;
        for (int i = 0; i < 30_000; i++) {
            String options = "OPTIONS sip:b@10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK" + i
                    + "\r\nFrom: <sip:x@y>;tag=" + i + "\r\nTo: <sip:b@10.0.0.2>\r\nCall-ID: " + i
                    + "\r\nCSeq: 1 OPTIONS\r\n\r\n";
            byte[] octets = options.getBytes(StandardCharsets.ISO_8859_1);
            answered += bob.agent
                    .on(new Input.Datagram(stranger, octets), network.now)
                    .size();
        }
        assertThat(answered).isBetween(19_000, 20_000);
        alice.tell(new Input.ReInvite(call, UserAgentTest.IMAGE_A));
        network.run(Duration.ofSeconds(1));
        assertThat(alice.one(Output.ReInviteAnswered.class).answer().t38()).isPresent();
        network.run(Duration.ofSeconds(33));
        assertThat(bob.agent.deadline()).isEqualTo(java.time.Instant.MAX);
    }

    @Test
    void octets_of_any_kind_over_tcp_never_throw() {
        Node bob = new VirtualNetwork(1, Weather.FINE).node("10.0.0.2");
        SplittableRandom random = new SplittableRandom(5);
        Hop connection = new Hop(Transport.TCP, "10.0.0.9", 40_000);
        for (int i = 0; i < 2000; i++) {
            byte[] octets = new byte[random.nextInt(300)];
            random.nextBytes(octets);
            bob.agent.on(new Input.StreamOctets(connection, octets), VirtualNetwork.START);
            bob.agent.on(new Input.Datagram(bob.hop, octets), VirtualNetwork.START);
        }
        assertThat(bob.agent.unsettledCalls()).isZero();
    }
}

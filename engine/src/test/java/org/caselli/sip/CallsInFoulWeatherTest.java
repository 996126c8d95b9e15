package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.caselli.sip.Output.Ending;
import org.caselli.sip.VirtualNetwork.Node;
import org.caselli.sip.VirtualNetwork.Weather;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.sdp.AudioMedia;
import org.caselli.sip.sdp.Codec;
import org.caselli.sip.sdp.Media;
import org.caselli.sip.sdp.Sdp;
import org.caselli.sip.sdp.T38Media;
import org.junit.jupiter.api.Test;

/** Two user agents in every kind of race and weather: whatever happens, both sides end up believing the same. */
class CallsInFoulWeatherTest {
    private static final Sdp AUDIO = Sdp.of(AudioMedia.of("10.0.0.1", 4000, Codec.PCMU));

    /** One side's user, who remembers what was agreed: our port and theirs, as each answer settles them. */
    private static final class Person {
        final Node node;
        int lastPort;
        final Map<CallId, Integer> mine = new HashMap<>();
        final Map<CallId, String> agreed = new HashMap<>();
        final Map<CallId, String> answered = new HashMap<>();
        final List<CallId> over = new ArrayList<>();
        boolean refuses;
        boolean refusesReInvites;

        Person(Node node, int firstPort) {
            this.node = node;
            this.lastPort = firstPort;
            node.user = this::hear;
        }

        Sdp media(CallId call, boolean image) {
            mine.put(call, ++lastPort);
            String host = node.hop.host();
            return image
                    ? Sdp.of(T38Media.of(host, lastPort, 14400, 300))
                    : Sdp.of(AudioMedia.of(host, lastPort, Codec.PCMA));
        }

        private List<Input.Command> hear(Output.CallEvent event) {
            CallId call = event.call();
            switch (event) {
                case Output.Incoming incoming -> {
                    return refuses
                            ? List.of(Input.Refuse.of(call, 486))
                            : List.of(
                                    new Input.Ring(call),
                                    answer(call, incoming.offer().orElseThrow()));
                }
                case Output.ReInvited asked -> {
                    return refusesReInvites
                            ? List.of(Input.Refuse.of(call, 488))
                            : List.of(answer(call, asked.offer().orElseThrow()));
                }
                case Output.Answered answered -> settle(call, answered.answer());
                case Output.ReInviteAnswered answered -> settle(call, answered.answer());
                case Output.Confirmed _ -> agreed.put(call, answered.getOrDefault(call, "nothing"));
                case Output.Refused _, Output.Ended _ -> over.add(call);
                default -> {}
            }
            return List.of();
        }

        private Input.Answer answer(CallId call, Sdp offer) {
            int port = ++lastPort;
            answered.put(call, port + " " + port(offer));
            return new Input.Answer(call, offer.answer(media -> switch (media) {
                case T38Media t38 -> Optional.of(t38.at(node.hop.host(), port));
                case AudioMedia _ -> Optional.of(AudioMedia.of(node.hop.host(), port, Codec.PCMA));
                default -> Optional.empty();
            }));
        }

        private void settle(CallId call, Sdp answer) {
            agreed.put(call, mine.get(call) + " " + port(answer));
        }

        private static int port(Sdp sdp) {
            return sdp.media().stream().mapToInt(Media::port).findFirst().orElseThrow();
        }
    }

    private static String reversed(String pair) {
        String[] two = pair.split(" ");
        return two[1] + " " + two[0];
    }

    private static CallId call(Person caller, Person called) {
        CallId call = caller.node.agent.newCall();
        caller.node.tell(Input.Invite.of(
                call,
                UserAgentTest.uri("sip:b@" + called.node.hop.host()),
                NameAddr.of(UserAgentTest.uri("sip:a@" + caller.node.hop.host())),
                caller.media(call, false)));
        return call;
    }

    @Test
    void whatever_is_lost_doubled_or_reordered_both_ends_agree() {
        int answered = 0;
        int failed = 0;
        for (int seed = 0; seed < 2000; seed++) {
            String about = "seed " + seed;
            VirtualNetwork network = new VirtualNetwork(seed, Weather.FOUL);
            SplittableRandom whim = new SplittableRandom(seed);
            Person alice = new Person(network.node("10.0.0.1"), 10_000);
            Person bob = new Person(network.node("10.0.0.2"), 20_000);
            bob.refuses = whim.nextInt(6) == 0;
            alice.refusesReInvites = whim.nextInt(4) == 0;
            CallId a = call(alice, bob);
            network.run(Duration.ofMillis(whim.nextInt(4000)));
            if (whim.nextInt(6) == 0) {
                alice.node.tell(Input.HangUp.of(a));
            }
            network.run(Duration.ofMillis(whim.nextInt(6000)));
            for (int i = whim.nextInt(4); i > 0; i--) {
                Person who = whim.nextBoolean() ? alice : bob;
                Optional<CallId> its = who == alice
                        ? Optional.of(a)
                        : bob.node.all(Output.Incoming.class).stream()
                                .map(Output.Incoming::call)
                                .findFirst();
                // A re-INVITE makes sense in a call that is up, and for one that is not has no effect.
                if (its.isPresent() && who.agreed.containsKey(its.get())) {
                    who.node.tell(new Input.ReInvite(its.get(), who.media(its.get(), whim.nextBoolean())));
                }
                network.run(Duration.ofMillis(whim.nextInt(500)));
                network.run(Duration.ofSeconds(40)); // one offer at a time for each side, so that its port is its own
            }
            network.run(Duration.ofSeconds(70));
            List<Output.Incoming> incoming = bob.node.all(Output.Incoming.class);
            assertThat(incoming.size()).as(about).isLessThanOrEqualTo(1);
            boolean aliceUp = alice.agreed.containsKey(a) && !alice.over.contains(a);
            boolean bobUp = !incoming.isEmpty()
                    && !bob.over.contains(incoming.getFirst().call());
            assertThat(bobUp)
                    .as(about + " " + alice.node.diary + bob.node.diary)
                    .isEqualTo(aliceUp);
            if (aliceUp) {
                answered++;
                assertThat(alice.agreed.get(a))
                        .as(about + " " + alice.node.diary + "\n" + bob.node.diary)
                        .isEqualTo(reversed(bob.agreed.get(incoming.getFirst().call())));
                Person first = whim.nextBoolean() ? alice : bob;
                first.node.tell(
                        Input.HangUp.of(first == alice ? a : incoming.getFirst().call()));
            } else {
                failed++;
            }
            network.runToTheEnd();
            assertThat(alice.over).as(about).containsExactly(a);
            assertThat(bob.over.size()).as(about).isEqualTo(incoming.size());
            assertThat(alice.node.agent.unsettledCalls()).as(about).isZero();
            assertThat(bob.node.agent.unsettledCalls()).as(about).isZero();
        }
        assertThat(answered).isGreaterThan(1000);
        assertThat(failed).isGreaterThan(200);
    }

    @Test
    void two_re_invites_at_once_always_end_in_agreement() {
        for (int seed = 0; seed < 1000; seed++) {
            String about = "seed " + seed;
            VirtualNetwork network = new VirtualNetwork(seed, Weather.FINE);
            Person alice = new Person(network.node("10.0.0.1"), 10_000);
            Person bob = new Person(network.node("10.0.0.2"), 20_000);
            CallId a = call(alice, bob);
            network.run(Duration.ofSeconds(1));
            CallId b = bob.node.one(Output.Incoming.class).call();
            alice.node.tell(new Input.ReInvite(a, alice.media(a, true)));
            network.run(Duration.ofMillis(new SplittableRandom(seed).nextInt(10)));
            bob.node.tell(new Input.ReInvite(b, bob.media(b, true)));
            network.run(Duration.ofSeconds(30));
            long refusedFor491 =
                    network.wire.stream().filter(line -> line.contains(" 491 ")).count();
            assertThat(refusedFor491).as(about).isGreaterThanOrEqualTo(2);
            assertThat(alice.agreed.get(a)).as(about).isEqualTo(reversed(bob.agreed.get(b)));
            // One of the two offers was taken, and the other's maker was told that it was overtaken.
            List<Output.CallEvent> ends = new ArrayList<>();
            ends.addAll(alice.node.all(Output.ReInviteAnswered.class));
            ends.addAll(bob.node.all(Output.ReInviteAnswered.class));
            assertThat(ends).as(about).hasSize(1);
            List<Output.ReInviteRefused> overtaken = new ArrayList<>();
            overtaken.addAll(alice.node.all(Output.ReInviteRefused.class));
            overtaken.addAll(bob.node.all(Output.ReInviteRefused.class));
            assertThat(overtaken)
                    .as(about)
                    .extracting(Output.ReInviteRefused::status)
                    .containsExactly(491);
            assertThat(alice.node.hop.host().equals("10.0.0.1") && alice.over.isEmpty() && bob.over.isEmpty())
                    .as(about)
                    .isTrue();
        }
    }

    @Test
    void glare_in_foul_weather_ends_in_agreement_too() {
        for (int seed = 0; seed < 500; seed++) {
            String about = "seed " + seed;
            VirtualNetwork network = new VirtualNetwork(seed, Weather.FINE);
            Person alice = new Person(network.node("10.0.0.1"), 10_000);
            Person bob = new Person(network.node("10.0.0.2"), 20_000);
            CallId a = call(alice, bob);
            network.run(Duration.ofSeconds(1));
            CallId b = bob.node.one(Output.Incoming.class).call();
            network.weather = Weather.FOUL;
            alice.node.tell(new Input.ReInvite(a, alice.media(a, true)));
            bob.node.tell(new Input.ReInvite(b, bob.media(b, true)));
            network.run(Duration.ofSeconds(300));
            assertThat(alice.over.isEmpty()).as(about).isEqualTo(bob.over.isEmpty());
            if (alice.over.isEmpty()) {
                assertThat(alice.agreed.get(a))
                        .as(about + alice.node.diary + "\n" + bob.node.diary)
                        .isEqualTo(reversed(bob.agreed.get(b)));
            }
        }
    }

    @Test
    void a_cancel_at_any_moment_ends_the_call_on_both_sides() {
        int crossed = 0;
        for (int microseconds = 0; microseconds < 120_000; microseconds += 250) {
            String about = microseconds + " microseconds";
            VirtualNetwork network = new VirtualNetwork(microseconds, Weather.FINE);
            Person alice = new Person(network.node("10.0.0.1"), 10_000);
            Node bob = network.node("10.0.0.2");
            bob.user = event ->
                    event instanceof Output.Incoming incoming ? List.of(new Input.Ring(incoming.call())) : List.of();
            CallId a = alice.node.agent.newCall();
            alice.node.tell(Input.Invite.of(
                    a, UserAgentTest.uri("sip:b@10.0.0.2"), NameAddr.of(UserAgentTest.uri("sip:a@10.0.0.1")), AUDIO));
            // Bob answers after 60 ms; Alice gives up somewhere between 0 and 120 ms.
            Duration givesUp = Duration.ofNanos(microseconds * 1000L);
            boolean before = givesUp.compareTo(Duration.ofMillis(60)) < 0;
            network.run(before ? givesUp : Duration.ofMillis(60));
            Runnable answer = () -> bob.tell(new Input.Answer(
                    bob.one(Output.Incoming.class).call(), Sdp.of(AudioMedia.of("10.0.0.2", 5000, Codec.PCMA))));
            if (before) {
                alice.node.tell(Input.HangUp.of(a));
                network.run(Duration.ofMillis(60).minus(givesUp));
                answer.run();
            } else {
                answer.run();
                network.run(givesUp.minus(Duration.ofMillis(60)));
                alice.node.tell(Input.HangUp.of(a));
            }
            network.runToTheEnd();
            assertThat(alice.node.one(Output.Ended.class).how()).as(about).isEqualTo(Ending.WE_HUNG_UP);
            Ending bobs = bob.one(Output.Ended.class).how();
            assertThat(bobs).as(about).isIn(Ending.CALLER_GAVE_UP, Ending.FAR_END_HUNG_UP);
            assertThat(alice.node.agent.unsettledCalls() + bob.agent.unsettledCalls())
                    .as(about)
                    .isZero();
            if (alice.node.diary.stream().anyMatch(line -> line.contains("crossed our CANCEL"))) {
                crossed++;
            }
        }
        assertThat(crossed).isBetween(40, 400);
    }
}

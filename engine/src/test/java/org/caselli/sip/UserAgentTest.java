package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.Output.Ending;
import org.caselli.sip.VirtualNetwork.Node;
import org.caselli.sip.VirtualNetwork.Weather;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Parsed;
import org.caselli.sip.message.Reason;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipMessage;
import org.caselli.sip.message.SipParser;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.caselli.sip.sdp.AudioMedia;
import org.caselli.sip.sdp.Codec;
import org.caselli.sip.sdp.Sdp;
import org.caselli.sip.sdp.T38Media;
import org.junit.jupiter.api.Test;

class UserAgentTest {
    static final Sdp AUDIO_A = Sdp.of(AudioMedia.of("10.0.0.1", 4000, Codec.PCMU));
    static final Sdp AUDIO_B = Sdp.of(AudioMedia.of("10.0.0.2", 5000, Codec.PCMU));
    static final Sdp IMAGE_A = Sdp.of(T38Media.of("10.0.0.1", 4002, 14400, 400));
    static final Sdp IMAGE_B = Sdp.of(T38Media.of("10.0.0.2", 5002, 14400, 400));

    private final VirtualNetwork network = new VirtualNetwork(1, Weather.FINE);
    private final Node alice = network.node("10.0.0.1");
    private final Node bob = network.node("10.0.0.2");

    static SipUri uri(String text) {
        return SipUri.read(text).orElseThrow();
    }

    private CallId aliceCallsBob() {
        CallId call = alice.agent.newCall();
        alice.tell(Input.Invite.of(
                call,
                uri("sip:1002@10.0.0.2"),
                new NameAddr("Alice", uri("sip:1001@10.0.0.1"), org.caselli.sip.message.Params.NONE),
                AUDIO_A));
        return call;
    }

    private static void answersWith(Node node, Sdp audio, Sdp image) {
        node.user = event -> switch (event) {
            case Output.Incoming incoming ->
                List.of(new Input.Ring(incoming.call()), new Input.Answer(incoming.call(), audio));
            case Output.ReInvited asked ->
                List.of(new Input.Answer(
                        asked.call(), asked.offer().flatMap(Sdp::t38).isPresent() ? image : audio));
            default -> List.of();
        };
    }

    @Test
    void a_call_goes_from_invite_to_bye() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        assertThat(alice.one(Output.Ringing.class).status()).isEqualTo(180);
        assertThat(alice.one(Output.Answered.class)
                        .answer()
                        .audio()
                        .orElseThrow()
                        .port())
                .isEqualTo(5000);
        Output.Incoming incoming = bob.one(Output.Incoming.class);
        assertThat(incoming.from().name()).isEqualTo("Alice");
        assertThat(incoming.from().uri().number()).isEqualTo("1001");
        assertThat(incoming.calledNumber()).isEqualTo("1002");
        assertThat(incoming.offer().orElseThrow().audio().orElseThrow().port()).isEqualTo(4000);
        assertThat(bob.one(Output.Confirmed.class).answer()).isEmpty();

        alice.tell(new Input.HangUp(call, Optional.of(new Reason("Q.850", 16, "Normal call clearing"))));
        network.runToTheEnd();
        assertThat(alice.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
        assertThat(bob.one(Output.Ended.class).reasons())
                .containsExactly(new Reason("Q.850", 16, "Normal call clearing"));
        assertThat(network.wire)
                .containsExactly(
                        "10.0.0.1>10.0.0.2 INVITE sip:1002@10.0.0.2 SIP/2.0",
                        "10.0.0.2>10.0.0.1 SIP/2.0 100 Trying",
                        "10.0.0.2>10.0.0.1 SIP/2.0 180 Ringing",
                        "10.0.0.2>10.0.0.1 SIP/2.0 200 OK",
                        "10.0.0.1>10.0.0.2 ACK sip:1002@10.0.0.2:5060 SIP/2.0",
                        "10.0.0.1>10.0.0.2 BYE sip:1002@10.0.0.2:5060 SIP/2.0",
                        "10.0.0.2>10.0.0.1 SIP/2.0 200 OK");
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        network.runToTheEnd();
        for (Node node : List.of(alice, bob)) {
            assertThat(node.agent.unsettledCalls()).isZero();
            assertThat(node.agent.deadline()).isEqualTo(java.time.Instant.MAX);
            assertThat(node.remarks).isEmpty();
        }
    }

    @Test
    void the_diary_tells_the_call_in_its_own_words() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        alice.tell(Input.HangUp.of(call));
        network.runToTheEnd();
        assertThat(alice.diary)
                .containsExactly(
                        "said INVITE sip:1002@10.0.0.2 to udp:10.0.0.2:5060, audio 4000 RTP/AVP 0",
                        "heard 180 Ringing",
                        "heard 200 OK, audio 5000 RTP/AVP 0, said ACK",
                        "said BYE");
        assertThat(bob.diary)
                .containsExactly(
                        "heard INVITE sip:1002@10.0.0.2 from udp:10.0.0.1:5060, audio 4000 RTP/AVP 0",
                        "said 180 Ringing",
                        "said 200 OK, audio 5000 RTP/AVP 0",
                        "heard ACK",
                        "heard BYE");
    }

    @Test
    void the_called_side_turns_the_call_to_an_image_and_the_caller_hangs_up() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        answersWith(alice, AUDIO_A, IMAGE_A);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        bob.tell(new Input.ReInvite(bob.one(Output.Incoming.class).call(), IMAGE_B));
        network.run(Duration.ofSeconds(1));
        assertThat(alice.one(Output.ReInvited.class).offer().orElseThrow().t38())
                .isPresent();
        assertThat(bob.one(Output.ReInviteAnswered.class)
                        .answer()
                        .t38()
                        .orElseThrow()
                        .port())
                .isEqualTo(4002);
        assertThat(alice.all(Output.Confirmed.class)).hasSize(1);
        alice.tell(Input.HangUp.of(call));
        network.runToTheEnd();
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
        assertNothingIsLeft();
    }

    @Test
    void a_refused_re_invite_leaves_the_call_as_it_was() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        alice.user = event ->
                event instanceof Output.ReInvited asked ? List.of(Input.Refuse.of(asked.call(), 488)) : List.of();
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        CallId bobs = bob.one(Output.Incoming.class).call();
        bob.tell(new Input.ReInvite(bobs, IMAGE_B));
        network.run(Duration.ofSeconds(1));
        assertThat(bob.one(Output.ReInviteRefused.class).status()).isEqualTo(488);
        assertThat(bob.one(Output.ReInviteRefused.class).phrase()).isEqualTo("Not Acceptable Here");
        bob.tell(Input.HangUp.of(bobs));
        network.run(Duration.ofSeconds(1));
        assertThat(alice.one(Output.Ended.class)).isEqualTo(new Output.Ended(call, Ending.FAR_END_HUNG_UP, List.of()));
        assertNothingIsLeft();
    }

    @Test
    void a_refusal_carries_status_cause_and_when_to_come_back() {
        bob.user = event -> event instanceof Output.Incoming incoming
                ? List.of(new Input.Refuse(incoming.call(), 486, "", Optional.of(new Reason("Q.850", 17, "User busy"))))
                : List.of();
        CallId call = aliceCallsBob();
        network.runToTheEnd();
        assertThat(alice.one(Output.Refused.class))
                .isEqualTo(new Output.Refused(
                        call,
                        486,
                        "Busy Here",
                        List.of(new Reason("Q.850", 17, "User busy")),
                        Optional.empty(),
                        List.of()));
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        assertThat(network.wire.getLast()).isEqualTo("10.0.0.1>10.0.0.2 ACK sip:1002@10.0.0.2 SIP/2.0");
        assertNothingIsLeft();
    }

    @Test
    void a_call_to_nobody_is_refused_with_408_after_64_t1() {
        CallId call = alice.agent.newCall();
        alice.tell(Input.Invite.of(call, uri("sip:x@10.0.0.99"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.runToTheEnd();
        assertThat(alice.one(Output.Refused.class).status()).isEqualTo(408);
        assertThat(Duration.between(VirtualNetwork.START, network.now)).isEqualTo(Duration.ofSeconds(32));
        assertThat(network.wire).hasSize(7); // timer A: 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s
        assertNothingIsLeft();
    }

    @Test
    void a_call_that_the_network_cannot_carry_is_refused_with_503_at_once() {
        alice.tell(Input.Invite.of(
                alice.agent.newCall(), uri("sip:x@10.0.0.99"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        alice.tell(new Input.Unreachable(VirtualNetwork.udp("10.0.0.99"), "Connection refused"));
        assertThat(alice.one(Output.Refused.class).status()).isEqualTo(503);
        assertThat(alice.one(Output.Refused.class).phrase()).contains("Connection refused");
        assertNothingIsLeft();
    }

    @Test
    void a_caller_who_gives_up_cancels() {
        bob.user = event ->
                event instanceof Output.Incoming incoming ? List.of(new Input.Ring(incoming.call())) : List.of();
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(5));
        alice.tell(new Input.HangUp(call, Optional.of(new Reason("SIP", 487, "changed my mind"))));
        network.runToTheEnd();
        assertThat(alice.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.CALLER_GAVE_UP);
        assertThat(bob.one(Output.Ended.class).reasons())
                .extracting(Reason::text)
                .containsExactly("changed my mind");
        assertThat(alice.all(Output.Refused.class)).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void a_phone_that_rings_and_rings_is_cancelled_after_the_ring_time() {
        Node carol = network.node("10.0.0.3", Settings.at("10.0.0.3", 5060).ringingFor(Duration.ofSeconds(20)));
        bob.user = event ->
                event instanceof Output.Incoming incoming ? List.of(new Input.Ring(incoming.call())) : List.of();
        carol.tell(Input.Invite.of(
                carol.agent.newCall(), uri("sip:b@10.0.0.2"), NameAddr.of(uri("sip:c@10.0.0.3")), AUDIO_A));
        network.run(Duration.ofSeconds(20));
        assertThat(carol.one(Output.Ended.class).how()).isEqualTo(Ending.RANG_OUT);
        network.runToTheEnd();
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.CALLER_GAVE_UP);
        assertNothingIsLeft();
    }

    @Test
    void a_hang_up_before_anything_came_back_waits_with_its_cancel() {
        network.weather = new Weather(0, 0, Duration.ofMillis(700), Duration.ofMillis(700));
        CallId call = aliceCallsBob();
        alice.tell(Input.HangUp.of(call));
        assertThat(alice.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        network.runToTheEnd();
        assertThat(network.wire).anyMatch(line -> line.startsWith("10.0.0.1>10.0.0.2 CANCEL"));
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.CALLER_GAVE_UP);
        assertNothingIsLeft();
    }

    @Test
    void a_200_that_crosses_the_cancel_is_acknowledged_and_hung_up() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofMillis(15)); // bob has answered, and alice has nothing yet
        alice.tell(Input.HangUp.of(call));
        network.runToTheEnd();
        assertThat(bob.all(Output.Confirmed.class)).hasSize(1);
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
        assertThat(alice.all(Output.Answered.class)).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void a_call_without_an_offer_gets_ours_and_its_answer_comes_in_the_ack() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        bob.user = event -> event instanceof Output.Incoming incoming
                ? List.of(new Input.Answer(incoming.call(), AUDIO_B))
                : List.of();
        scripted("INVITE", "branch1", "", 1, "");
        network.run(Duration.ofMillis(50));
        assertThat(bob.one(Output.Incoming.class).offer()).isEmpty();
        Response ok = (Response) message(mail.getLast());
        assertThat(new String(ok.body(), StandardCharsets.UTF_8)).contains("m=audio 5000 RTP/AVP 0");
        scripted("ACK", "branch2", ";tag=" + ok.to().tag().orElseThrow(), 1, IMAGE_A.text());
        network.run(Duration.ofMillis(50));
        assertThat(bob.one(Output.Confirmed.class).answer().orElseThrow().t38()).isPresent();
    }

    @Test
    void an_ack_that_owes_an_answer_and_has_none_ends_the_call() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        bob.user = event -> event instanceof Output.Incoming incoming
                ? List.of(new Input.Answer(incoming.call(), AUDIO_B))
                : List.of();
        scripted("INVITE", "branch1", "", 1, "");
        network.run(Duration.ofMillis(50));
        scripted("ACK", "branch2", ";tag=" + message(mail.getLast()).to().tag().orElseThrow(), 1, "");
        network.run(Duration.ofMillis(50));
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.NONSENSE);
        assertThat(((Request) message(mail.getLast())).method()).isEqualTo("BYE");
    }

    @Test
    void a_200_is_repeated_until_64_t1_and_then_the_call_is_over() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        answersWith(bob, AUDIO_B, IMAGE_B);
        scripted("INVITE", "branch1", "", 1, AUDIO_A.text());
        network.run(Duration.ofSeconds(33));
        long repeated = mail.stream()
                .filter(m -> VirtualNetwork.firstLine(m).contains("200 OK"))
                .count();
        // 0, 0.5, 1.5, 3.5, then every 4 s up to 31.5 s (RFC 3261 clause 13.3.1.4)
        assertThat(repeated).isEqualTo(11);
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.NO_RESPONSE);
        assertThat(mail).anyMatch(m -> VirtualNetwork.firstLine(m).startsWith("BYE "));
    }

    @Test
    void we_hang_up_an_unacknowledged_call_only_after_its_ack() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        answersWith(bob, AUDIO_B, IMAGE_B);
        scripted("INVITE", "branch1", "", 1, AUDIO_A.text());
        network.run(Duration.ofMillis(50));
        bob.tell(Input.HangUp.of(bob.one(Output.Incoming.class).call()));
        network.run(Duration.ofMillis(50));
        assertThat(mail).noneMatch(m -> VirtualNetwork.firstLine(m).startsWith("BYE "));
        scripted("ACK", "branch2", ";tag=" + message(mail.getLast()).to().tag().orElseThrow(), 1, "");
        network.run(Duration.ofMillis(50));
        assertThat(VirtualNetwork.firstLine(mail.getLast())).startsWith("BYE ");
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
    }

    @Test
    void an_unanswered_request_within_the_call_ends_it() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        network.weather = new Weather(1, 0, Duration.ZERO, Duration.ZERO);
        alice.tell(new Input.ReInvite(call, IMAGE_A));
        network.runToTheEnd();
        assertThat(alice.one(Output.Ended.class).how()).isEqualTo(Ending.NO_RESPONSE);
    }

    @Test
    void a_far_end_that_forgot_the_call_ends_it() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        network.weather = new Weather(1, 0, Duration.ZERO, Duration.ZERO);
        bob.tell(Input.HangUp.of(bob.one(Output.Incoming.class).call()));
        network.run(Duration.ofSeconds(60));
        network.weather = Weather.FINE;
        alice.tell(new Input.ReInvite(call, IMAGE_A));
        network.runToTheEnd();
        assertThat(alice.one(Output.Ended.class).how()).isEqualTo(Ending.FORGOTTEN);
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        assertNothingIsLeft();
    }

    @Test
    void both_hang_up_at_once_and_both_are_content() {
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        alice.tell(Input.HangUp.of(call));
        bob.tell(Input.HangUp.of(bob.one(Output.Incoming.class).call()));
        network.runToTheEnd();
        assertThat(alice.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        assertThat(bob.one(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
        assertNothingIsLeft();
    }

    @Test
    void a_caller_behind_a_fork_keeps_the_first_branch_and_hangs_up_the_others() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        CallId call = alice.agent.newCall();
        alice.tell(Input.Invite.of(call, uri("sip:x@10.0.0.9"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.run(Duration.ofMillis(20));
        Request invite = (Request) message(mail.getFirst());
        for (String tag : List.of("one", "two", "one", "two")) {
            reply(invite, 200, tag, "Contact: <sip:" + tag + "@10.0.0.9>\r\n", AUDIO_B.text());
            network.run(Duration.ofMillis(20));
        }
        List<String> lines = mail.stream().map(VirtualNetwork::firstLine).toList();
        assertThat(lines)
                .containsExactly(
                        "INVITE sip:x@10.0.0.9 SIP/2.0",
                        "ACK sip:one@10.0.0.9 SIP/2.0",
                        "ACK sip:two@10.0.0.9 SIP/2.0",
                        "BYE sip:two@10.0.0.9 SIP/2.0",
                        "ACK sip:one@10.0.0.9 SIP/2.0",
                        "ACK sip:two@10.0.0.9 SIP/2.0");
        assertThat(alice.one(Output.Answered.class).call()).isEqualTo(call);
    }

    @Test
    void routes_are_followed_within_the_call() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        List<byte[]> proxy = network.mailbox("10.0.0.8");
        CallId call = alice.agent.newCall();
        alice.tell(Input.Invite.of(call, uri("sip:x@10.0.0.9"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.run(Duration.ofMillis(20));
        reply(
                (Request) message(mail.getFirst()),
                200,
                "t",
                "Contact: <sip:x@10.0.0.77>\r\nRecord-Route: <sip:10.0.0.7;lr>\r\nRecord-Route: <sip:10.0.0.8;lr>\r\n",
                AUDIO_B.text());
        network.run(Duration.ofMillis(20));
        Request ack = (Request) message(proxy.getFirst());
        assertThat(ack.uri()).hasToString("sip:x@10.0.0.77");
        assertThat(ack.headers().all("Route")).containsExactly("<sip:10.0.0.8;lr>", "<sip:10.0.0.7;lr>");
    }

    @Test
    void a_strict_router_gets_what_it_expects() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        List<byte[]> proxy = network.mailbox("10.0.0.8");
        alice.tell(Input.Invite.of(
                alice.agent.newCall(), uri("sip:x@10.0.0.9"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.run(Duration.ofMillis(20));
        reply(
                (Request) message(mail.getFirst()),
                200,
                "t",
                "Contact: <sip:x@10.0.0.77>\r\nRecord-Route: <sip:10.0.0.7>, <sip:10.0.0.8>\r\n",
                AUDIO_B.text());
        network.run(Duration.ofMillis(20));
        Request ack = (Request) message(proxy.getFirst());
        assertThat(ack.uri()).hasToString("sip:10.0.0.8");
        assertThat(ack.headers().all("Route")).containsExactly("<sip:10.0.0.7>", "<sip:x@10.0.0.77>");
    }

    @Test
    void a_redirection_is_a_refusal_that_says_whereto() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        alice.tell(Input.Invite.of(
                alice.agent.newCall(), uri("sip:x@10.0.0.9"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.run(Duration.ofMillis(20));
        reply(
                (Request) message(mail.getFirst()),
                302,
                "t",
                "Contact: <sip:y@10.0.0.5>;q=0.7\r\nRetry-After: 120 (soon)\r\n",
                "");
        network.run(Duration.ofMillis(20));
        Output.Refused refused = alice.one(Output.Refused.class);
        assertThat(refused.contacts()).extracting(c -> c.uri().toString()).containsExactly("sip:y@10.0.0.5");
        assertThat(refused.retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void a_challenge_is_answered_once() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        CallId call = alice.agent.newCall();
        alice.tell(new Input.Invite(
                call,
                uri("sip:x@10.0.0.9"),
                List.of(),
                NameAddr.of(uri("sip:a@10.0.0.1")),
                AUDIO_A,
                Optional.empty(),
                Optional.of(new Input.Login("fax", "secret")),
                List.of()));
        network.run(Duration.ofMillis(20));
        String challenge = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\"\r\n";
        reply((Request) message(mail.getFirst()), 407, "t1", challenge, "");
        network.run(Duration.ofMillis(20));
        Request second = (Request) message(mail.getLast());
        assertThat(second.cseq()).hasToString("2 INVITE");
        assertThat(second.callId()).isEqualTo(message(mail.getFirst()).callId());
        assertThat(second.headers().get("Proxy-Authorization").orElseThrow())
                .contains("username=\"fax\"", "uri=\"sip:x@10.0.0.9\"", "qop=auth", "nc=00000001");
        reply(second, 407, "t2", challenge, "");
        network.run(Duration.ofMillis(20));
        assertThat(alice.one(Output.Refused.class).status()).isEqualTo(407);
    }

    @Test
    void a_reliable_provisional_response_gets_its_prack() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        alice.tell(Input.Invite.of(
                alice.agent.newCall(), uri("sip:x@10.0.0.9"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.run(Duration.ofMillis(20));
        Request invite = (Request) message(mail.getFirst());
        String reliable = "Require: 100rel\r\nRSeq: 77\r\nContact: <sip:x@10.0.0.9>\r\n";
        reply(invite, 183, "t", reliable, AUDIO_B.text());
        reply(invite, 183, "t", reliable, AUDIO_B.text());
        network.run(Duration.ofMillis(20));
        Request prack = (Request) message(mail.getLast());
        assertThat(prack.method()).isEqualTo("PRACK");
        assertThat(prack.headers().get("RAck")).contains("77 1 INVITE");
        assertThat(prack.cseq().number()).isEqualTo(2);
        reply(prack, 200, "t", "", "");
        reply(invite, 200, "t", "Contact: <sip:x@10.0.0.9>\r\n", ""); // the answer was in the 183
        network.run(Duration.ofMillis(20));
        assertThat(alice.one(Output.Answered.class)
                        .answer()
                        .audio()
                        .orElseThrow()
                        .port())
                .isEqualTo(5000);
        alice.tell(Input.HangUp.of(alice.one(Output.Answered.class).call()));
        network.run(Duration.ofMillis(20));
        assertThat(message(mail.getLast()).cseq()).hasToString("3 BYE");
    }

    @Test
    void a_re_invite_that_changes_nothing_is_answered_from_memory() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        answersWith(bob, AUDIO_B, IMAGE_B);
        scripted("INVITE", "b1", "", 1, AUDIO_A.text());
        network.run(Duration.ofMillis(50));
        Response ok = (Response) message(mail.getLast());
        String to = ";tag=" + ok.to().tag().orElseThrow();
        scripted("ACK", "b2", to, 1, "");
        scripted("INVITE", "b3", to, 2, AUDIO_A.text());
        network.run(Duration.ofMillis(50));
        Response again = (Response) message(mail.getLast());
        assertThat(again.body()).isEqualTo(ok.body());
        assertThat(bob.all(Output.ReInvited.class)).isEmpty();
        scripted("ACK", "b4", to, 2, "");
        scripted("UPDATE", "b5", to, 3, "");
        network.run(Duration.ofMillis(50));
        assertThat(message(mail.getLast())).hasToString("200 OK");
        assertThat(bob.all(Output.Confirmed.class)).hasSize(1);
    }

    @Test
    void the_version_of_our_description_grows_only_when_it_changes() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        CallId call = alice.agent.newCall();
        alice.tell(Input.Invite.of(call, uri("sip:x@10.0.0.9"), NameAddr.of(uri("sip:a@10.0.0.1")), AUDIO_A));
        network.run(Duration.ofMillis(20));
        reply((Request) message(mail.getFirst()), 200, "t", "Contact: <sip:x@10.0.0.9>\r\n", AUDIO_B.text());
        network.run(Duration.ofMillis(20));
        String first = originOf(mail.getFirst());
        for (Sdp offer : List.of(AUDIO_A, IMAGE_A, IMAGE_A)) {
            alice.tell(new Input.ReInvite(call, offer));
            network.run(Duration.ofMillis(20));
            Request reInvite = (Request) message(mail.getLast());
            reply(reInvite, 200, "t", "", AUDIO_B.text());
            network.run(Duration.ofMillis(20));
            String[] now = originOf(mail.get(mail.size() - 2)).split(" ");
            assertThat(now[1]).isEqualTo(first.split(" ")[1]);
            assertThat(now[2]).isEqualTo(offer == AUDIO_A ? "1" : "2");
        }
    }

    private static String originOf(byte[] message) {
        return new String(message, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("o="))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void options_are_answered_within_and_without_a_call() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        scripted("OPTIONS", "b1", "", 1, "");
        network.run(Duration.ofMillis(50));
        Response ok = (Response) message(mail.getLast());
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.headers().get("Allow").orElseThrow()).contains("INVITE", "BYE");
        assertThat(ok.headers().get("Accept")).contains("application/sdp");
        assertThat(ok.to().tag()).isPresent();
        assertThat(ok.body()).isEmpty();
    }

    @Test
    void requests_that_we_do_not_serve_get_the_right_status() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        int n = 0;
        for (var wanted : List.of(
                List.of("REGISTER", "", "405"),
                List.of("BREW", "", "501"),
                List.of("BYE", "", "481"),
                List.of("NOTIFY", "", "481"),
                List.of("INFO", ";tag=unknown", "481"),
                List.of("INVITE", ";tag=unknown", "481"),
                List.of("CANCEL", "", "481"))) {
            scripted(wanted.get(0), "b" + n, wanted.get(1), ++n, "");
            network.run(Duration.ofMillis(50));
            Response response = (Response) message(mail.getLast());
            assertThat(response.status()).as(wanted.toString()).isEqualTo(Integer.parseInt(wanted.get(2)));
            assertThat(response.headers().get("Allow").isPresent())
                    .as(wanted.toString())
                    .isEqualTo(wanted.get(2).equals("405") || wanted.get(2).equals("501"));
        }
        assertThat(bob.events).isEmpty();
    }

    @Test
    void required_options_that_we_do_not_know_are_named() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        send(text("INVITE", "b1", "", 1, AUDIO_A.text())
                .replace("Max-Forwards", "Require: timer, 100rel\r\nMax-Forwards"));
        network.run(Duration.ofMillis(50));
        Response response = (Response) message(mail.getLast());
        assertThat(response.status()).isEqualTo(420);
        assertThat(response.headers().get("Unsupported")).contains("timer");
    }

    @Test
    void who_requires_reliable_provisional_responses_gets_none_but_the_answer() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        answersWith(bob, AUDIO_B, IMAGE_B);
        send(text("INVITE", "b1", "", 1, AUDIO_A.text()).replace("Max-Forwards", "Require: 100rel\r\nMax-Forwards"));
        network.run(Duration.ofMillis(50));
        assertThat(mail.stream().map(VirtualNetwork::firstLine))
                .containsExactly("SIP/2.0 100 Trying", "SIP/2.0 200 OK");
    }

    @Test
    void a_body_that_we_cannot_read_is_refused_with_what_we_can() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        send(text("INVITE", "b1", "", 1, "hello").replace("application/sdp", "text/plain"));
        network.run(Duration.ofMillis(50));
        assertThat(((Response) message(mail.getLast())).status()).isEqualTo(415);
        assertThat(message(mail.getLast()).headers().get("Accept")).contains("application/sdp");
        send(text("INVITE", "b2", "", 2, "hello"));
        network.run(Duration.ofMillis(50));
        assertThat(((Response) message(mail.getLast())).status()).isEqualTo(400);
        assertThat(bob.events).isEmpty();
    }

    @Test
    void an_offer_inside_a_multipart_body_is_found() {
        String body =
                "preamble\r\n--cut\r\nContent-Type: application/isup;version=itu-t92+\r\n\r\n\u0001\u0002\r\n--cut\r\n"
                        + "Content-Type: application/sdp\r\nContent-Disposition: session\r\n\r\n" + IMAGE_A.text()
                        + "\r\n--cut--\r\n";
        send(text("INVITE", "b1", "", 1, body)
                .replace("application/sdp\r\nContent-Length", "Multipart/Mixed;boundary=\"cut\"\r\nContent-Length"));
        network.run(Duration.ofMillis(50));
        assertThat(bob.one(Output.Incoming.class)
                        .offer()
                        .orElseThrow()
                        .t38()
                        .orElseThrow()
                        .port())
                .isEqualTo(4002);
    }

    @Test
    void a_cancel_is_answered_with_the_tag_of_its_invite() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        scripted("INVITE", "b1", "", 1, AUDIO_A.text());
        network.run(Duration.ofMillis(50));
        scripted("CANCEL", "b1", "", 1, "");
        network.run(Duration.ofMillis(50));
        assertThat(mail.stream().map(VirtualNetwork::firstLine))
                .containsExactly("SIP/2.0 100 Trying", "SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated");
        assertThat(message(mail.get(1)).to().tag())
                .isEqualTo(message(mail.get(2)).to().tag())
                .isPresent();
    }

    @Test
    void a_request_that_came_over_two_paths_is_answered_once() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        scripted("INVITE", "b1", "", 1, AUDIO_A.text());
        scripted("INVITE", "b2", "", 1, AUDIO_A.text());
        network.run(Duration.ofMillis(50));
        assertThat(bob.all(Output.Incoming.class)).hasSize(1);
        assertThat(((Response) message(mail.getLast())).status()).isEqualTo(482);
    }

    @Test
    void a_malformed_message_disturbs_nobody_else() {
        List<byte[]> mail = network.mailbox("10.0.0.9");
        answersWith(bob, AUDIO_B, IMAGE_B);
        CallId call = aliceCallsBob();
        network.run(Duration.ofSeconds(1));
        send(text("INVITE", "b1", "", 1, "").replace("CSeq: 1 INVITE", "CSeq: 1 BYE"));
        send("complete nonsense\r\n\r\n");
        network.run(Duration.ofMillis(50));
        assertThat(((Response) message(mail.getLast())).status()).isEqualTo(400);
        assertThat(bob.remarks).hasSize(2);
        alice.tell(new Input.ReInvite(call, IMAGE_A));
        network.run(Duration.ofSeconds(1));
        assertThat(alice.all(Output.ReInviteAnswered.class)).hasSize(1);
    }

    @Test
    void responses_go_where_the_request_came_from_when_it_asks_so() {
        Hop odd = new Hop(Transport.UDP, "10.0.0.9", 33333);
        List<Output> outputs = bob.agent.on(
                new Input.Datagram(
                        odd,
                        text("OPTIONS", "b1", "", 1, "")
                                .replace("branch=", "rport;branch=")
                                .getBytes(StandardCharsets.UTF_8)),
                network.now);
        Output.Send send = (Output.Send) outputs.getFirst();
        assertThat(send.to()).isEqualTo(odd);
        assertThat(message(send.octets()).via().params().get("rport")).contains("33333");
        assertThat(message(send.octets()).via().params().get("received")).contains("10.0.0.9");
    }

    @Test
    void over_tcp_messages_come_in_any_portions_and_answers_use_the_connection() {
        Hop connection = new Hop(Transport.TCP, "10.0.0.9", 40001);
        byte[] octets = text("OPTIONS", "b1", "", 1, "").replace("/UDP", "/TCP").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            List<Output> outputs =
                    bob.agent.on(new Input.StreamOctets(connection, new byte[] {octets[i]}), network.now);
            if (i < octets.length - 1) {
                assertThat(outputs).isEmpty();
            } else {
                assertThat(((Output.Send) outputs.getFirst()).to()).isEqualTo(connection);
            }
        }
        byte[] nonsense = "INVITE x\r\nno header\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(bob.agent.on(new Input.StreamOctets(connection, nonsense), network.now))
                .contains(new Output.Close(connection));
    }

    @Test
    void an_answer_must_match_its_offer_line_by_line() {
        bob.user = event -> event instanceof Output.Incoming incoming
                ? List.of(new Input.Answer(incoming.call(), Sdp.of()))
                : List.of();
        aliceCallsBob();
        assertThatThrownBy(() -> network.run(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Sdp.answer");
    }

    // ---- a peer written out by hand at 10.0.0.9

    private static String text(String method, String branch, String toTag, int cseq, String body) {
        return method + " sip:1002@10.0.0.2 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK" + branch + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:9@10.0.0.9>;tag=nine\r\n"
                + "To: <sip:1002@10.0.0.2>" + toTag + "\r\n"
                + "Call-ID: by-hand\r\n"
                + "CSeq: " + cseq + " " + method + "\r\n"
                + "Contact: <sip:9@10.0.0.9>\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private void scripted(String method, String branch, String toTag, int cseq, String body) {
        send(text(method, branch, toTag, cseq, body));
    }

    private void send(String text) {
        network.send(VirtualNetwork.udp("10.0.0.9"), bob.hop, text.getBytes(StandardCharsets.UTF_8));
    }

    private void reply(Request request, int status, String tag, String more, String body) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Whatever\r\n");
        text.append("Via: ").append(request.headers().get("Via").orElseThrow()).append("\r\n");
        text.append("From: ")
                .append(request.headers().get("From").orElseThrow())
                .append("\r\n");
        String to = request.headers().get("To").orElseThrow();
        text.append("To: ")
                .append(to)
                .append(to.contains("tag=") ? "" : ";tag=" + tag)
                .append("\r\n");
        text.append("Call-ID: ")
                .append(request.callId())
                .append("\r\nCSeq: ")
                .append(request.cseq())
                .append("\r\n");
        text.append(more).append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n");
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        network.send(VirtualNetwork.udp("10.0.0.9"), alice.hop, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static SipMessage message(byte[] octets) {
        return ((Parsed.Message) SipParser.datagram(octets)).message();
    }
}

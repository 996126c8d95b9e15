package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.sip.CallId;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.Output.Ending;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Reason;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.caselli.sip.sdp.AudioMedia;
import org.caselli.sip.sdp.Codec;
import org.caselli.sip.sdp.Sdp;
import org.caselli.sip.sdp.T38Media;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's SIPp (package sip-tester) calls us and is called, over UDP and TCP. */
class SippTest {
    static final Sdp AUDIO = Sdp.of(AudioMedia.of("127.0.0.1", 7000, Codec.PCMA));
    static final Sdp IMAGE = Sdp.of(T38Media.of("127.0.0.1", 7002, 14400, 400));

    /** A user who rings, and takes whatever is offered. */
    static final Function<Output.CallEvent, List<Input.Command>> WILLING = event -> switch (event) {
        case Output.Incoming in -> List.of(new Input.Ring(in.call()), new Input.Answer(in.call(), answer(in.offer())));
        case Output.ReInvited in -> List.of(new Input.Answer(in.call(), answer(in.offer())));
        default -> List.of();
    };

    @RegisterExtension
    final Sipps sipps = new Sipps();

    private static Sdp answer(Optional<Sdp> offer) {
        return offer.map(sdp -> sdp.answer(media -> switch (media) {
                    case AudioMedia _ -> AUDIO.audio();
                    case T38Media _ -> IMAGE.t38();
                    default -> Optional.empty();
                }))
                .orElse(AUDIO);
    }

    private Sipps.Sipp caller(String scenario, Transport transport, SipPump pump) throws IOException {
        return sipps.start(scenario, transport, "127.0.0.1:" + pump.port);
    }

    /** Calls SIPp, which listens. */
    private static CallId call(SipPump pump, Sipps.Sipp sipp, Transport transport, Sdp offer) {
        CallId call = pump.agent.newCall();
        SipUri target = SipUri.of("5551234", "127.0.0.1", sipp.port)
                .with("transport", transport.name().toLowerCase(Locale.ROOT));
        NameAddr self = NameAddr.of(SipUri.of("caselli", "127.0.0.1", pump.port));
        pump.tell(Input.Invite.of(call, target, self, offer));
        return call;
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_calls_and_turns_the_call_to_an_image(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = caller("uac-image", transport, pump);
            Output.Incoming incoming = pump.await(Output.Incoming.class);
            assertThat(incoming.calledNumber()).isEqualTo("5551234");
            assertThat(incoming.peer().transport()).isEqualTo(transport);
            pump.await(Output.Confirmed.class);
            assertThat(pump.await(Output.ReInvited.class)
                            .offer()
                            .orElseThrow()
                            .t38()
                            .orElseThrow()
                            .port())
                    .isEqualTo(6004);
            pump.await(Output.Confirmed.class);
            assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_calls_and_we_turn_the_call_to_an_image(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = caller("uac-is-turned-to-image", transport, pump);
            CallId call = pump.await(Output.Confirmed.class).call();
            pump.tell(new Input.ReInvite(call, IMAGE));
            assertThat(pump.await(Output.ReInviteAnswered.class)
                            .answer()
                            .t38()
                            .orElseThrow()
                            .maxDatagram())
                    .hasValue(400);
            pump.tell(Input.HangUp.of(call));
            assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_refuses_the_image_and_the_call_goes_on(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = caller("uac-refuses-image", transport, pump);
            CallId call = pump.await(Output.Confirmed.class).call();
            pump.tell(new Input.ReInvite(call, IMAGE));
            assertThat(pump.await(Output.ReInviteRefused.class).status()).isEqualTo(488);
            pump.tell(Input.HangUp.of(call));
            pump.await(Output.Ended.class);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_leaves_the_offer_to_us(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = caller("uac-late-offer", transport, pump);
            assertThat(pump.await(Output.Incoming.class).offer()).isEmpty();
            Output.Confirmed confirmed = pump.await(Output.Confirmed.class);
            assertThat(confirmed.answer().orElseThrow().audio()).isPresent();
            pump.tell(Input.HangUp.of(confirmed.call()));
            pump.await(Output.Ended.class);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_calls_and_gives_up(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(
                event -> event instanceof Output.Incoming in ? List.of(new Input.Ring(in.call())) : List.of())) {
            Sipps.Sipp sipp = caller("uac-gives-up", transport, pump);
            Output.Ended ended = pump.await(Output.Ended.class);
            assertThat(ended.how()).isEqualTo(Ending.CALLER_GAVE_UP);
            assertThat(ended.reasons()).extracting(Reason::cause).containsExactly(16);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_calls_and_we_are_busy(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(
                event -> event instanceof Output.Incoming in ? List.of(Input.Refuse.of(in.call(), 486)) : List.of())) {
            Sipps.Sipp sipp = caller("uac-meets-busy", transport, pump);
            pump.await(Output.Ended.class);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void sipp_asks_what_we_can_do(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = caller("uac-options", transport, pump);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_call_and_sipp_turns_the_call_to_an_image(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = sipps.start("uas-turns-to-image", transport);
            sipp.awaitListening();
            CallId call = call(pump, sipp, transport, AUDIO);
            assertThat(pump.await(Output.Ringing.class).status()).isEqualTo(180);
            assertThat(pump.await(Output.Answered.class).answer().audio()).isPresent();
            assertThat(pump.await(Output.ReInvited.class).offer().orElseThrow().t38())
                    .isPresent();
            pump.await(Output.Confirmed.class);
            pump.tell(Input.HangUp.of(call));
            pump.await(Output.Ended.class);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_call_and_turn_the_call_to_an_image(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = sipps.start("uas-is-turned-to-image", transport);
            sipp.awaitListening();
            CallId call = call(pump, sipp, transport, AUDIO);
            pump.await(Output.Answered.class);
            pump.tell(new Input.ReInvite(call, IMAGE));
            assertThat(pump.await(Output.ReInviteAnswered.class).answer().t38()).isPresent();
            assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_call_with_an_image_at_once(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = sipps.start("uas-takes-image-at-once", transport);
            sipp.awaitListening();
            CallId call = call(pump, sipp, transport, IMAGE);
            assertThat(pump.await(Output.Answered.class).answer().t38()).isPresent();
            pump.tell(Input.HangUp.of(call));
            pump.await(Output.Ended.class);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_call_and_sipp_is_busy(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = sipps.start("uas-is-busy", transport);
            sipp.awaitListening();
            call(pump, sipp, transport, AUDIO);
            Output.Refused refused = pump.await(Output.Refused.class);
            assertThat(refused.status()).isEqualTo(486);
            assertThat(refused.reasons()).containsExactly(new Reason("Q.850", 17, "User busy"));
            assertThat(refused.retryAfter().orElseThrow()).hasSeconds(30);
            sipp.goesToItsEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void we_call_and_give_up(Transport transport) throws Exception {
        try (SipPump pump = new SipPump(WILLING)) {
            Sipps.Sipp sipp = sipps.start("uas-is-given-up", transport);
            sipp.awaitListening();
            CallId call = call(pump, sipp, transport, AUDIO);
            pump.await(Output.Ringing.class);
            pump.tell(Input.HangUp.of(call));
            assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
            sipp.goesToItsEnd();
        }
    }
}

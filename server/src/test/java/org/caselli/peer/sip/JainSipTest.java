package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.caselli.sip.CallId;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.Output.Ending;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.sdp.Sdp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference implementation of JAIN-SIP calls us and is called, over UDP, with its own dialogs and transactions. */
class JainSipTest {
    private static final Sdp FAR_AUDIO = SippTest.AUDIO;
    private static final Sdp FAR_IMAGE = SippTest.IMAGE;

    private Jain jain;
    private SipPump pump;

    @BeforeEach
    void open() throws Exception {
        jain = new Jain();
        pump = new SipPump(SippTest.WILLING);
    }

    @AfterEach
    void close() {
        pump.close();
        jain.close();
    }

    static Sdp sdp(Message message) throws Exception {
        return Sdp.parse(new String(message.getRawContent(), StandardCharsets.UTF_8));
    }

    private CallId weCall(Sdp offer) {
        CallId call = pump.agent.newCall();
        pump.tell(Input.Invite.of(
                call,
                SipUri.of("jain", "127.0.0.1", jain.port),
                new NameAddr(
                        "Fax Zürich",
                        SipUri.of("caselli", "127.0.0.1", pump.port),
                        org.caselli.sip.message.Params.NONE),
                offer));
        return call;
    }

    @Test
    void jain_calls_turns_the_call_to_an_image_and_hangs_up() throws Exception {
        jain.send(jain.request(Request.INVITE, pump.port, FAR_AUDIO));
        ResponseEvent taken = jain.response(200);
        assertThat(sdp(taken.getResponse()).audio()).isPresent();
        jain.ack(taken);
        pump.await(Output.Confirmed.class);
        jain.sendWithin(taken.getDialog(), Request.INVITE, FAR_IMAGE);
        ResponseEvent image = jain.response(200);
        assertThat(sdp(image.getResponse()).t38()).isPresent();
        jain.ack(image);
        pump.await(Output.Confirmed.class);
        jain.sendWithin(taken.getDialog(), Request.BYE, null);
        jain.response(200);
        assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
    }

    @Test
    void jain_calls_and_we_turn_the_call_to_an_image_and_hang_up() throws Exception {
        jain.send(jain.request(Request.INVITE, pump.port, FAR_AUDIO));
        jain.ack(jain.response(200));
        CallId call = pump.await(Output.Confirmed.class).call();
        pump.tell(new Input.ReInvite(call, FAR_IMAGE));
        RequestEvent asked = jain.request(Request.INVITE);
        assertThat(sdp(asked.getRequest()).t38()).isPresent();
        jain.answer(asked, null, 200, FAR_IMAGE);
        jain.request(Request.ACK);
        assertThat(pump.await(Output.ReInviteAnswered.class).answer().t38()).isPresent();
        pump.tell(Input.HangUp.of(call));
        jain.answer(jain.request(Request.BYE), null, 200, null);
        pump.await(Output.Ended.class);
    }

    @Test
    void jain_calls_and_gives_up() throws Exception {
        pump.close();
        pump = new SipPump(
                event -> event instanceof Output.Incoming in ? List.of(new Input.Ring(in.call())) : List.of());
        ClientTransaction invite = jain.send(jain.request(Request.INVITE, pump.port, FAR_AUDIO));
        jain.response(180);
        jain.send(invite.createCancel());
        assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.CALLER_GAVE_UP);
        List<String> responses = new ArrayList<>();
        while (responses.size() < 2) {
            Object next = jain.next();
            Response response = ((ResponseEvent) next).getResponse();
            if (response.getStatusCode() < 200) {
                continue; // JAIN-SIP tells its listener of each on a thread of its own: the 100 may come after the 180
            }
            responses.add(
                    response.getStatusCode() + " " + ((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod());
        }
        assertThat(responses).containsExactlyInAnyOrder("200 CANCEL", "487 INVITE");
    }

    @Test
    void jain_calls_and_is_refused() throws Exception {
        pump.close();
        pump = new SipPump(
                event -> event instanceof Output.Incoming in ? List.of(Input.Refuse.of(in.call(), 603)) : List.of());
        jain.send(jain.request(Request.INVITE, pump.port, FAR_AUDIO));
        assertThat(jain.response(603).getResponse().getReasonPhrase()).isEqualTo("Decline");
    }

    @Test
    void jain_asks_what_we_can_do() throws Exception {
        jain.send(jain.request(Request.OPTIONS, pump.port, null));
        Response response = jain.response(200).getResponse();
        assertThat(response.getHeader("Allow")).isNotNull();
        assertThat(response.getHeader("Accept")).isNotNull();
    }

    @Test
    void we_call_jain_and_it_turns_the_call_to_an_image_and_hangs_up() throws Exception {
        weCall(FAR_AUDIO);
        RequestEvent invite = jain.request(Request.INVITE);
        ServerTransaction transaction = jain.answer(invite, null, 180, null);
        assertThat(pump.await(Output.Ringing.class).status()).isEqualTo(180);
        jain.answer(invite, transaction, 200, FAR_AUDIO);
        pump.await(Output.Answered.class);
        jain.request(Request.ACK);
        Dialog dialog = transaction.getDialog();
        jain.sendWithin(dialog, Request.INVITE, FAR_IMAGE);
        ResponseEvent image = jain.response(200);
        assertThat(sdp(image.getResponse()).t38()).isPresent();
        jain.ack(image);
        pump.await(Output.Confirmed.class);
        jain.sendWithin(dialog, Request.BYE, null);
        jain.response(200);
        assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.FAR_END_HUNG_UP);
    }

    @Test
    void we_call_jain_with_an_image_at_once_and_hang_up() throws Exception {
        CallId call = weCall(FAR_IMAGE);
        RequestEvent invite = jain.request(Request.INVITE);
        assertThat(sdp(invite.getRequest()).t38().orElseThrow().maxBitRate()).hasValue(14400);
        jain.answer(invite, null, 200, FAR_IMAGE);
        assertThat(pump.await(Output.Answered.class).answer().t38()).isPresent();
        jain.request(Request.ACK);
        pump.tell(Input.HangUp.of(call));
        jain.answer(jain.request(Request.BYE), null, 200, null);
        assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
    }

    @Test
    void we_call_jain_and_it_refuses_the_image_within_the_call() throws Exception {
        CallId call = weCall(FAR_AUDIO);
        jain.answer(jain.request(Request.INVITE), null, 200, FAR_AUDIO);
        jain.request(Request.ACK);
        pump.tell(new Input.ReInvite(call, FAR_IMAGE));
        jain.answer(jain.request(Request.INVITE), null, 488, null);
        assertThat(pump.await(Output.ReInviteRefused.class).status()).isEqualTo(488);
        pump.tell(Input.HangUp.of(call));
        jain.answer(jain.request(Request.BYE), null, 200, null);
        pump.await(Output.Ended.class);
    }

    @Test
    void we_call_jain_and_it_is_busy() throws Exception {
        weCall(FAR_AUDIO);
        jain.answer(jain.request(Request.INVITE), null, 486, null);
        assertThat(pump.await(Output.Refused.class).status()).isEqualTo(486);
    }

    @Test
    void we_call_jain_and_give_up() throws Exception {
        CallId call = weCall(FAR_AUDIO);
        RequestEvent invite = jain.request(Request.INVITE);
        ServerTransaction transaction = jain.answer(invite, null, 180, null);
        pump.await(Output.Ringing.class);
        pump.tell(Input.HangUp.of(call));
        jain.answer(jain.request(Request.CANCEL), null, 200, null);
        jain.answer(invite, transaction, 487, null);
        assertThat(pump.await(Output.Ended.class).how()).isEqualTo(Ending.WE_HUNG_UP);
    }
}

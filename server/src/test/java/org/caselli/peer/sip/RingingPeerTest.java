package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.ResponseEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.caselli.call.CallSettings;
import org.caselli.line.CallReport;
import org.caselli.line.IncomingCall;
import org.caselli.line.Reception;
import org.caselli.line.Ringing;
import org.caselli.line.RingingCall;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipProvider;
import org.caselli.line.SipSettings;
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.ReceivedPage;
import org.caselli.t38.Pacing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JAIN-SIP calls a line that lets it ring. At this haste a ring lasts 60 ms. */
class RingingPeerTest {
    private static final CallSettings HASTY = CallSettings.STANDARD.withPacing(new Pacing(Pacing.MODEM.packet(), 100));

    private final Bell bell = new Bell();
    private Jain jain;
    private SipEndpoint endpoint;
    private SipProvider provider;
    private int rings = Reception.Ring.UNTIL_ASKED;
    private int limit = 10_000;

    /** Keeps what it is told. */
    private static final class Bell implements Ringing {
        final BlockingQueue<RingingCall> calls = new LinkedBlockingQueue<>();
        final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();

        @Override
        public void begun(RingingCall call) {
            calls.add(call);
        }

        @Override
        public Reception answer() {
            return new Reception.Accept("1002", Abilities.ALL, new org.caselli.line.Receiver() {
                @Override
                public void keep(ReceivedPage page) {
                    throw new AssertionError("nobody sends a page here");
                }

                @Override
                public void ended(CallReport report) {
                    reports.add(report);
                }
            });
        }

        @Override
        public void over(CallReport report) {
            reports.add(report);
        }

        static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
            T next = queue.poll(60, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    @BeforeEach
    void open() throws Exception {
        jain = new Jain();
        endpoint = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        endpoint.open();
        provider = new SipProvider(endpoint, 2, HASTY);
        provider.open(new Switchboard() {
            @Override
            public Reception incoming(IncomingCall call) {
                return new Reception.Ring(rings, limit, bell);
            }

            @Override
            public boolean answers(String deviceId) {
                return deviceId.equals("sip-2");
            }
        });
    }

    @AfterEach
    void close() {
        provider.close();
        endpoint.close();
        jain.close();
    }

    private ClientTransaction call() throws Exception {
        return jain.send(jain.request(Request.INVITE, endpoint.port(), SippTest.AUDIO));
    }

    @Test
    void jain_gives_up_while_it_rings() throws Exception {
        ClientTransaction invite = call();
        jain.response(180);
        RingingCall ringing = Bell.next(bell.calls);
        jain.send(invite.createCancel());
        List<String> responses = new ArrayList<>();
        while (responses.size() < 2) {
            Response response = ((ResponseEvent) jain.next()).getResponse();
            if (response.getStatusCode() >= 200) { // a provisional one may come late, or twice
                responses.add(response.getStatusCode() + " "
                        + ((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod());
            }
        }
        assertThat(responses).containsExactlyInAnyOrder("200 CANCEL", "487 INVITE");
        CallReport report = Bell.next(bell.reports);
        assertThat(report.outcome()).isEqualTo(Outcome.NO_ANSWER);
        assertThat(report.deviceId())
                .as("of two free lines the one that answers")
                .isEqualTo("sip-2");
        assertThat(report.diary()).extracting(line -> line.text()).contains("heard CANCEL", "the caller gave up");
        assertThat(ringing.answer()).as("whether it still rings").isFalse();
        assertThat(provider.devices()).allMatch(device -> device.state().isIdle());
    }

    @Test
    void jain_is_answered_when_somebody_asks_for_it() throws Exception {
        call();
        jain.response(180);
        assertThat(Bell.next(bell.calls).answer()).isTrue();
        ResponseEvent taken = jain.response(200);
        jain.ack(taken);
        jain.sendWithin(taken.getDialog(), Request.BYE, null);
        assertThat(Bell.next(bell.reports).answered()).isPresent();
    }

    @Test
    void jain_is_answered_at_the_third_ring_and_not_before() throws Exception {
        rings = 3;
        call();
        jain.response(180);
        ResponseEvent taken = jain.response(200);
        jain.ack(taken);
        jain.sendWithin(taken.getDialog(), Request.BYE, null);
        CallReport report = Bell.next(bell.reports);
        assertThat(Duration.between(report.started(), report.answered().orElseThrow()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void jain_hears_that_nobody_answers() throws Exception {
        limit = 3;
        call();
        jain.response(480);
        assertThat(Bell.next(bell.reports).outcome()).isEqualTo(Outcome.NO_ANSWER);
    }
}

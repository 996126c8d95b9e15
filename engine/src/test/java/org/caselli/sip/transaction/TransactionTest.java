package org.caselli.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipUri;
import org.junit.jupiter.api.Test;

/** Every timer of RFC 3261 clause 17 and RFC 6026, at its time, over UDP and TCP. */
class TransactionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] NOTHING = new byte[0];

    private static Request request(String method) {
        return Request.of(
                method,
                SipUri.of("b", "example.com", 0),
                Headers.of(
                        "Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
                        "Max-Forwards", "70",
                        "Route", "<sip:proxy.example.com;lr>",
                        "From", "<sip:a@example.net>;tag=1",
                        "To", "<sip:b@example.com>",
                        "Call-ID", "c",
                        "CSeq", "7 " + method),
                NOTHING);
    }

    private static final Request INVITE = request("INVITE");
    private static final Request ACK = request("ACK");
    private static final Request BYE = request("BYE");

    private static Response response(Request to, int status) {
        return Response.to(to, status, "", status == 100 ? "" : "t", List.of(), NOTHING);
    }

    /** Runs one transaction, and writes down what it does as "seconds deed". */
    private static final class Run {
        final Transaction transaction;
        final List<String> log = new ArrayList<>();
        Instant now = START;

        Run(Transaction transaction) {
            this.transaction = transaction;
        }

        Run tell(Happening happening) {
            for (Deed deed : transaction.on(happening, now)) {
                String what = switch (deed) {
                    case Deed.Send(var message, boolean again) -> (again ? "again " : "send ") + name(message);
                    case Deed.Pass(var message) -> "pass " + name(message);
                    case Deed.TimedOut _ -> "timed out";
                    case Deed.Unreachable(String why) -> "unreachable " + why;
                };
                log.add(Duration.between(START, now).toMillis() / 1000.0 + " " + what);
            }
            return this;
        }

        private static String name(org.caselli.sip.message.SipMessage message) {
            return message instanceof Request request
                    ? request.method()
                    : Integer.toString(((Response) message).status());
        }

        Run begin() {
            return tell(new Happening.Begin());
        }

        Run receive(Request request) {
            return tell(new Happening.Received(request));
        }

        Run receive(Request of, int status) {
            return tell(new Happening.Received(response(of, status)));
        }

        Run respond(Request to, int status) {
            return tell(new Happening.Respond(response(to, status)));
        }

        /** Lets time pass, with an alarm at each deadline. */
        Run at(double seconds) {
            Instant end = START.plusMillis((long) (seconds * 1000));
            while (!transaction.deadline().isAfter(end)) {
                now = transaction.deadline();
                tell(new Happening.TimeUp());
            }
            now = end;
            return this;
        }

        void wrote(String... lines) {
            assertThat(log).containsExactly(lines);
        }

        void isOver(boolean over) {
            assertThat(transaction.over()).isEqualTo(over);
            if (over) {
                assertThat(transaction.deadline()).isEqualTo(Instant.MAX);
            }
        }
    }

    private static Run inviteClient(boolean tcp) {
        return new Run(new InviteClient(INVITE, tcp, Timings.STANDARD));
    }

    private static Run byeClient(boolean tcp) {
        return new Run(new NonInviteClient(BYE, tcp, Timings.STANDARD));
    }

    private static Run inviteServer(boolean tcp) {
        return new Run(new InviteServer(tcp, Timings.STANDARD));
    }

    private static Run byeServer(boolean tcp) {
        return new Run(new NonInviteServer(tcp, Timings.STANDARD));
    }

    // ---- INVITE, client

    @Test
    void timers_a_and_b_repeat_an_invite_ever_more_slowly_and_give_up() {
        Run run = inviteClient(false).begin().at(100);
        run.wrote(
                "0.0 send INVITE",
                "0.5 again INVITE",
                "1.5 again INVITE",
                "3.5 again INVITE",
                "7.5 again INVITE",
                "15.5 again INVITE",
                "31.5 again INVITE",
                "32.0 timed out");
        run.isOver(true);
    }

    @Test
    void over_tcp_an_invite_is_sent_once_and_times_out_all_the_same() {
        Run run = inviteClient(true).begin().at(100);
        run.wrote("0.0 send INVITE", "32.0 timed out");
        run.isOver(true);
    }

    @Test
    void a_provisional_response_stops_the_repeating_for_good() {
        Run run = inviteClient(false).begin().at(1).receive(INVITE, 100).at(500).receive(INVITE, 180);
        run.wrote("0.0 send INVITE", "0.5 again INVITE", "1.0 pass 100", "500.0 pass 180");
        run.isOver(false);
    }

    @Test
    void a_refusal_is_acknowledged_as_often_as_it_comes_until_timer_d() {
        Run run = inviteClient(false).begin().receive(INVITE, 486).at(1).receive(INVITE, 486);
        run.at(31.9).receive(INVITE, 486).receive(INVITE, 180).receive(INVITE, 200);
        run.isOver(false);
        run.at(32).receive(INVITE, 486);
        run.wrote("0.0 send INVITE", "0.0 send ACK", "0.0 pass 486", "1.0 again ACK", "31.9 again ACK");
        run.isOver(true);
    }

    @Test
    void over_tcp_a_refusal_ends_the_transaction_at_once() {
        Run run = inviteClient(true).begin().receive(INVITE, 486);
        run.wrote("0.0 send INVITE", "0.0 send ACK", "0.0 pass 486");
        run.isOver(true);
    }

    @Test
    void every_2xx_is_passed_up_until_timer_m() {
        Run run = inviteClient(false)
                .begin()
                .receive(INVITE, 180)
                .receive(INVITE, 200)
                .at(4)
                .receive(INVITE, 200);
        run.at(10).receive(INVITE, 486).receive(INVITE, 183);
        run.isOver(false);
        run.at(32).receive(INVITE, 200);
        run.wrote("0.0 send INVITE", "0.0 pass 180", "0.0 pass 200", "4.0 pass 200");
        run.isOver(true);
    }

    @Test
    void an_invite_that_cannot_be_sent_says_so() {
        Run run = inviteClient(false).begin().tell(new Happening.Failed("refused"));
        run.wrote("0.0 send INVITE", "0.0 unreachable refused");
        run.isOver(true);
    }

    @Test
    void a_failure_of_the_network_means_nothing_once_something_came_back() {
        Run run = inviteClient(false).begin().receive(INVITE, 100).tell(new Happening.Failed("refused"));
        run.wrote("0.0 send INVITE", "0.0 pass 100");
        run.isOver(false);
    }

    @Test
    void the_ack_of_a_refusal_has_the_invites_via_and_routes_and_the_responses_to() {
        InviteClient transaction = new InviteClient(INVITE, false, Timings.STANDARD);
        transaction.on(new Happening.Begin(), START);
        var deeds = transaction.on(new Happening.Received(response(INVITE, 404)), START);
        Request ack = (Request) ((Deed.Send) deeds.getFirst()).message();
        assertThat(ack.via()).isEqualTo(INVITE.via());
        assertThat(ack.uri()).isEqualTo(INVITE.uri());
        assertThat(ack.to().tag()).contains("t");
        assertThat(ack.cseq()).hasToString("7 ACK");
        assertThat(ack.headers().get("Route")).contains("<sip:proxy.example.com;lr>");
        assertThat(ack.headers().list("Via")).hasSize(1);
    }

    // ---- others, client

    @Test
    void timers_e_and_f_repeat_a_bye_at_most_every_4_s_and_give_up() {
        Run run = byeClient(false).begin().at(100);
        run.wrote(
                "0.0 send BYE",
                "0.5 again BYE",
                "1.5 again BYE",
                "3.5 again BYE",
                "7.5 again BYE",
                "11.5 again BYE",
                "15.5 again BYE",
                "19.5 again BYE",
                "23.5 again BYE",
                "27.5 again BYE",
                "31.5 again BYE",
                "32.0 timed out");
        run.isOver(true);
    }

    @Test
    void after_a_provisional_response_a_bye_is_repeated_every_4_s() {
        Run run = byeClient(false).begin().at(0.1).receive(BYE, 100).at(9);
        run.wrote("0.0 send BYE", "0.1 pass 100", "4.1 again BYE", "8.1 again BYE");
        run.at(40);
        assertThat(run.log.getLast()).isEqualTo("32.0 timed out");
    }

    @Test
    void timer_k_swallows_what_comes_late() {
        Run run = byeClient(false).begin().receive(BYE, 200).receive(BYE, 200).at(4.9);
        run.isOver(false);
        run.at(5);
        run.wrote("0.0 send BYE", "0.0 pass 200");
        run.isOver(true);
    }

    @Test
    void over_tcp_a_bye_is_sent_once_and_over_with_its_answer() {
        Run run = byeClient(true).begin().at(20).receive(BYE, 200);
        run.wrote("0.0 send BYE", "20.0 pass 200");
        run.isOver(true);
    }

    @Test
    void over_tcp_a_bye_without_an_answer_times_out() {
        Run run = byeClient(true).begin().at(40);
        run.wrote("0.0 send BYE", "32.0 timed out");
    }

    // ---- INVITE, server

    @Test
    void a_repeated_invite_gets_the_last_provisional_response() {
        Run run = inviteServer(false)
                .receive(INVITE)
                .respond(INVITE, 100)
                .receive(INVITE)
                .respond(INVITE, 180);
        run.at(1000).receive(INVITE);
        run.wrote("0.0 send 100", "0.0 again 100", "0.0 send 180", "1000.0 again 180");
        run.isOver(false);
    }

    @Test
    void timers_g_and_h_repeat_a_refusal_until_its_ack_is_given_up() {
        Run run = inviteServer(false).respond(INVITE, 486).at(2).receive(INVITE).at(100);
        run.wrote(
                "0.0 send 486",
                "0.5 again 486",
                "1.5 again 486",
                "2.0 again 486",
                "3.5 again 486",
                "7.5 again 486",
                "11.5 again 486",
                "15.5 again 486",
                "19.5 again 486",
                "23.5 again 486",
                "27.5 again 486",
                "31.5 again 486",
                "32.0 timed out");
        run.isOver(true);
    }

    @Test
    void an_ack_ends_the_repeating_and_timer_i_swallows_further_ones() {
        Run run = inviteServer(false)
                .respond(INVITE, 486)
                .at(0.2)
                .receive(ACK)
                .receive(ACK)
                .at(5.1)
                .receive(INVITE);
        run.isOver(false);
        run.at(5.2);
        run.wrote("0.0 send 486");
        run.isOver(true);
    }

    @Test
    void over_tcp_a_refusal_is_sent_once_and_still_waits_for_its_ack() {
        Run run = inviteServer(true).respond(INVITE, 486).at(31);
        run.isOver(false);
        run.receive(ACK);
        run.wrote("0.0 send 486");
        run.isOver(true);
        Run silent = inviteServer(true).respond(INVITE, 486).at(40);
        silent.wrote("0.0 send 486", "32.0 timed out");
    }

    @Test
    void a_2xx_is_the_users_to_repeat_and_timer_l_swallows_invites() {
        Run run = inviteServer(false)
                .respond(INVITE, 200)
                .at(0.5)
                .respond(INVITE, 200)
                .receive(INVITE);
        run.at(3).receive(ACK).at(31.9);
        run.isOver(false);
        run.at(32);
        run.wrote("0.0 send 200", "0.5 again 200", "3.0 pass ACK");
        run.isOver(true);
    }

    @Test
    void a_decided_invite_cannot_be_decided_again() {
        Run run = inviteServer(false).respond(INVITE, 200).respond(INVITE, 486).respond(INVITE, 180);
        run.wrote("0.0 send 200");
        Run refused = inviteServer(false).respond(INVITE, 486).respond(INVITE, 200);
        refused.wrote("0.0 send 486");
    }

    // ---- others, server

    @Test
    void a_repeated_bye_gets_its_answer_again_until_timer_j() {
        Run run = byeServer(false)
                .receive(BYE)
                .respond(BYE, 200)
                .at(1)
                .receive(BYE)
                .at(31.9)
                .receive(BYE);
        run.isOver(false);
        run.at(32).receive(BYE);
        run.wrote("0.0 send 200", "1.0 again 200", "31.9 again 200");
        run.isOver(true);
    }

    @Test
    void a_repeated_bye_gets_the_provisional_answer_meanwhile() {
        Run run = byeServer(false).receive(BYE).respond(BYE, 100).receive(BYE).respond(BYE, 200);
        run.wrote("0.0 send 100", "0.0 again 100", "0.0 send 200");
    }

    @Test
    void over_tcp_a_bye_is_over_with_its_answer() {
        Run run = byeServer(true).respond(BYE, 200);
        run.wrote("0.0 send 200");
        run.isOver(true);
    }
}

package org.caselli.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.sip.CallId;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.message.Reason;
import org.caselli.sip.sdp.AudioMedia;
import org.caselli.sip.sdp.Codec;
import org.caselli.sip.sdp.Media;
import org.caselli.sip.sdp.Sdp;
import org.caselli.sip.sdp.T38Media;
import org.caselli.t30.Carrier;
import org.caselli.t30.Progress;
import org.caselli.t30.ReceivedPage;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaxCallTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 500, 1), Resolution.FINE);
    private static final Page SECOND = new Page(TestPages.text(1728, 200, 2), Resolution.STANDARD);
    /** Takes about 20 s on the line, so that there is a middle for things to happen in. */
    private static final Page LONG = new Page(TestPages.noise(1728, 120, 0.5, 3), Resolution.FINE);

    private static final Duration NEVER = Duration.ofSeconds(29);

    private static void assertDelivered(TwoCalls calls, Page... pages) {
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.DELIVERED);
        assertThat(calls.called.result().outcome()).as("%s", calls).contains(Outcome.RECEIVED);
        assertThat(calls.called.pages()).as("%s", calls).containsExactly(pages);
        assertThat(calls.caller.result().pagesConfirmed()).isEqualTo(pages.length);
        assertThat(calls.called.result().pagesConfirmed()).isEqualTo(pages.length);
    }

    // How T.38 comes about

    @Test
    void the_called_side_offers_t38_as_soon_as_its_answer_is_acknowledged() {
        var calls = new TwoCalls(1).run(List.of(PAGE, SECOND));
        assertDelivered(calls, PAGE, SECOND);
        assertThat(calls.called.diary).anyMatch(line -> line.endsWith("0.030 offering T.38"));
        assertThat(calls.caller.result().farIdentity()).isEqualTo("called");
        assertThat(calls.called.result().farIdentity()).isEqualTo("caller");
    }

    @Test
    void the_caller_offers_t38_where_the_called_side_does_not() {
        var calls = new TwoCalls(1);
        calls.called.settings = CallSettings.STANDARD.withWaits(Duration.ZERO, NEVER);
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.caller.diary).anyMatch(line -> line.endsWith("5.020 offering T.38"));
        assertThat(calls.called.diary).anyMatch(line -> line.endsWith("the far end offers T.38; taking it"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void offers_that_cross_are_settled(long seed) {
        var calls = new TwoCalls(seed);
        calls.caller.settings = CallSettings.STANDARD.withWaits(Duration.ofMillis(seed), Duration.ZERO);
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(String.join("\n", calls.caller.diary) + String.join("\n", calls.called.diary))
                .contains("491");
    }

    @Test
    void t38_may_be_in_the_invite() {
        var calls = new TwoCalls(1);
        calls.caller.settings = CallSettings.STANDARD.withImageFirst(true);
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.caller.diary).noneMatch(line -> line.contains("re-INVITE"));
        assertThat(calls.called.result().packets().soundSent()).isZero();
    }

    @Test
    void until_t38_comes_each_side_lets_its_tone_be_heard() {
        var calls = new TwoCalls(1);
        calls.called.settings = CallSettings.STANDARD.withWaits(Duration.ZERO, Duration.ofSeconds(2));
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.caller.result().packets().soundSent()).isBetween(98L, 104L);
        assertThat(calls.called.result().packets().soundReceived()).isBetween(98L, 104L);
        assertThat(calls.called.result().packets().soundSent()).isBetween(98L, 104L);
    }

    @Test
    void an_acknowledgement_that_is_lost_holds_up_no_fax() {
        var calls = new TwoCalls(1);
        calls.caller.settings = CallSettings.STANDARD.withImageFirst(true);
        calls.lostInSip = text -> text.startsWith("ACK");
        calls.at(Duration.ofSeconds(20), () -> calls.lostInSip = text -> false);
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
    }

    @Test
    void a_limit_of_the_far_end_on_speed_is_obeyed() {
        var calls = new TwoCalls(1);
        CallSettings s = CallSettings.STANDARD;
        calls.called.settings = new CallSettings(
                false,
                s.callerWaits(),
                s.answererWaits(),
                s.faxWithin(),
                s.longest(),
                s.pacing(),
                s.redundancy(),
                s.maxDatagram(),
                9600);
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.caller.result().carrier().map(Carrier::bitsPerSecond)).contains(9600);
    }

    @ParameterizedTest
    @ValueSource(ints = {72, 176, 400, 1400})
    void a_limit_of_the_far_end_on_datagrams_is_obeyed(int octets) {
        var calls = new TwoCalls(1);
        calls.called.settings = CallSettings.STANDARD.withMaxDatagram(octets);
        calls.caller.settings = CallSettings.STANDARD.withMaxDatagram(octets);
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.faxDatagrams).allMatch(datagram -> datagram.length <= octets);
    }

    // How T.38 does not come about

    private static AudioMedia sound() {
        return AudioMedia.of("10.0.0.2", 4000, Codec.PCMU);
    }

    private static T38Media image(int port) {
        return T38Media.of("10.0.0.2", port, 14400, 400);
    }

    /** A machine that answers with sound, and does this with a re-INVITE. */
    private static TwoCalls answering(Input.Command... toReInvite) {
        var calls = new TwoCalls(1);
        calls.called.script = Optional.of(event -> switch (event) {
            case Output.Incoming incoming -> List.of(new Input.Answer(incoming.call(), Sdp.of(sound())));
            case Output.ReInvited _ -> List.of(toReInvite);
            default -> List.of();
        });
        return calls;
    }

    private static void assertCleanEnd(TwoCalls calls, Outcome outcome) {
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(outcome);
        assertThat(calls.caller.diary).as("%s", calls).anyMatch(line -> line.contains("said BYE"));
    }

    @ParameterizedTest
    @ValueSource(ints = {488, 415, 606, 403, 603})
    void a_refused_offer_of_t38_ends_the_call_with_a_plain_reason(int status) {
        var calls = answering(Input.Refuse.of(new CallId(1), status)).run(List.of(PAGE));
        assertCleanEnd(calls, Outcome.T38_REFUSED);
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void an_image_line_with_port_0_is_a_refusal() {
        var answer = new Input.Answer(new CallId(1), Sdp.of(image(0)));
        assertCleanEnd(answering(answer).run(List.of(PAGE)), Outcome.T38_REFUSED);
    }

    @Test
    void sound_instead_of_image_is_a_refusal() {
        var answer = new Input.Answer(new CallId(1), Sdp.of(sound()));
        assertCleanEnd(answering(answer).run(List.of(PAGE)), Outcome.T38_REFUSED);
    }

    @Test
    void an_answer_with_both_streams_is_taken_for_its_image() {
        var calls = answering(new Input.Answer(new CallId(1), Sdp.of(image(5000))));
        calls.rewrite = body -> body.contains("m=image 5000 ") && body.contains("10.0.0.2")
                ? body.replace("m=image", "m=audio 4000 RTP/AVP 0\r\nm=image")
                : body;
        calls.run(List.of(PAGE));
        assertThat(calls.caller.told).as("%s", calls).anyMatch(CallProgress.FaxBegun.class::isInstance);
        assertCleanEnd(calls, Outcome.NO_FAX_ANSWERED); // for the script says nothing in T.30
    }

    @Test
    void a_machine_that_never_answers_the_offer_does_not_hold_the_line() {
        var calls = answering().run(List.of(PAGE));
        assertThat(calls.caller.result().outcome())
                .as("%s", calls)
                .hasValueSatisfying(outcome -> assertThat(outcome).isIn(Outcome.T38_REFUSED, Outcome.LINE_DROPPED));
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    void t38_in_the_invite_may_be_refused_at_once() {
        var calls = new TwoCalls(1);
        calls.caller.settings = CallSettings.STANDARD.withImageFirst(true);
        calls.called.script = Optional.of(event ->
                event instanceof Output.Incoming incoming ? List.of(Input.Refuse.of(incoming.call(), 488)) : List.of());
        calls.run(List.of(PAGE));
        assertThat(calls.caller.result().outcome()).contains(Outcome.T38_REFUSED);
        assertThat(calls.caller.result().sipStatus()).contains(488);
    }

    @Test
    void a_caller_with_neither_t38_nor_g711_is_refused() {
        var calls = new TwoCalls(1);
        calls.caller.script = Optional.of(_ -> List.of());
        var offer = Sdp.of(AudioMedia.of("10.0.0.1", 4000, Codec.of(18, "G729", 8000)));
        calls.callByScript(offer);
        assertThat(calls.called.result().outcome()).contains(Outcome.T38_REFUSED);
        assertThat(calls.caller.heard).anyMatch(event -> event instanceof Output.Refused r && r.status() == 488);
    }

    @Test
    void an_offer_of_sound_and_image_is_answered_with_image_alone() {
        var calls = new TwoCalls(1);
        calls.caller.script = Optional.of(_ -> List.of());
        calls.callByScript(Sdp.of(sound(), image(6000), image(6002)));
        Sdp answer = calls.caller.heard.stream()
                .filter(Output.Answered.class::isInstance)
                .map(event -> ((Output.Answered) event).answer())
                .findFirst()
                .orElseThrow();
        assertThat(answer.media().stream().map(Media::port)).containsExactly(0, 5000, 0);
        assertThat(calls.called.result().outcome()).contains(Outcome.NO_COMMAND);
    }

    // Calls that nobody takes

    private static TwoCalls ringing() {
        var calls = new TwoCalls(1);
        calls.called.script = Optional.of(event ->
                event instanceof Output.Incoming incoming ? List.of(new Input.Ring(incoming.call())) : List.of());
        return calls;
    }

    @Test
    void a_call_that_is_cancelled_while_it_rings_ends_at_once() {
        var calls = ringing();
        calls.at(Duration.ofSeconds(5), () -> calls.caller.tell(new CallInput.Stop(Outcome.CANCELED)));
        calls.run(List.of(PAGE));
        assertThat(calls.caller.result().outcome()).contains(Outcome.CANCELED);
        assertThat(calls.caller.told).contains(new CallProgress.Ringing());
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(8));
        assertThat(calls.called.heard)
                .anyMatch(event -> event instanceof Output.Ended e && e.how() == Output.Ending.CALLER_GAVE_UP);
    }

    @Test
    void a_call_that_rings_out_is_not_answered() {
        var calls = ringing().run(List.of(PAGE));
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.NO_ANSWER);
        assertThat(calls.elapsed()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(125));
    }

    @Test
    void where_nothing_comes_back_the_host_is_unreachable() {
        var calls = new TwoCalls(1);
        calls.cut = true;
        calls.run(List.of(PAGE));
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.TRUNK_UNREACHABLE);
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void a_busy_number_is_busy() {
        var calls = new TwoCalls(1);
        calls.called.script = Optional.of(event ->
                event instanceof Output.Incoming incoming ? List.of(Input.Refuse.of(incoming.call(), 486)) : List.of());
        calls.run(List.of(PAGE));
        assertThat(calls.caller.result().outcome()).contains(Outcome.BUSY);
        assertThat(calls.caller.result().sipStatus()).contains(486);
    }

    @Test
    void the_cause_of_the_telephone_network_says_more_than_the_status() {
        var calls = new TwoCalls(1);
        calls.called.script = Optional.of(event -> event instanceof Output.Incoming incoming
                ? List.of(new Input.Refuse(incoming.call(), 500, "", Optional.of(new Reason("Q.850", 1, ""))))
                : List.of());
        calls.run(List.of(PAGE));
        assertThat(calls.caller.result().outcome()).contains(Outcome.NUMBER_UNKNOWN);
    }

    // Bad lines and bad ends

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void every_page_is_bit_exact_where_a_tenth_of_the_packets_is_lost(long seed) {
        var calls = new TwoCalls(seed).losing(0.1).run(List.of(PAGE, SECOND));
        assertDelivered(calls, PAGE, SECOND);
        assertThat(calls.called.result().packets().faxRepaired()).isPositive();
    }

    @Test
    void a_bye_that_is_never_answered_changes_nothing() {
        var calls = new TwoCalls(1);
        calls.lostInSip = text -> text.startsWith("BYE");
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
    }

    @Test
    void after_the_last_word_the_call_ends_within_two_seconds() {
        var calls = new TwoCalls(1);
        calls.run(List.of(PAGE));
        assertThat(last(calls.caller, "said BYE") - last(calls.caller, "said DCN"))
                .isBetween(1.0, 2.0 + 1.3);
        assertThat(last(calls.caller, "said BYE") - last(calls.caller, "ended: DELIVERED"))
                .isLessThan(0.5);
    }

    private static double last(TwoCalls.Side side, String what) {
        return side.diary.stream()
                .filter(line -> line.contains(what))
                .mapToDouble(line -> Double.parseDouble(line.strip().split(" ")[0]))
                .max()
                .orElseThrow(() -> new AssertionError("No line says " + what + ": " + side.diary));
    }

    @Test
    void a_receiver_that_vanishes_within_a_page_leaves_it_unconfirmed() {
        var calls = new TwoCalls(1);
        calls.at(Duration.ofSeconds(20), () -> calls.called.dead = true);
        calls.run(List.of(LONG));
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.PAGE_NOT_CONFIRMED);
        assertThat(calls.elapsed()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void a_sender_that_vanishes_within_a_page_leaves_what_had_come() {
        var calls = new TwoCalls(1);
        calls.at(Duration.ofSeconds(22), () -> calls.caller.dead = true);
        calls.run(List.of(PAGE, LONG));
        assertThat(calls.called.result().outcome())
                .as("%s", calls)
                .hasValueSatisfying(
                        outcome -> assertThat(outcome).isIn(Outcome.PARTIALLY_RECEIVED, Outcome.NO_COMMAND));
        assertThat(calls.called.kept.getFirst().page()).isEqualTo(PAGE);
        assertThat(calls.elapsed()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void a_far_end_that_hangs_up_within_a_page_is_named() {
        var calls = new TwoCalls(1);
        calls.at(Duration.ofSeconds(20), () -> calls.called.sip(Input.HangUp.of(new CallId(1))));
        calls.run(List.of(LONG));
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.FAR_END_HUNG_UP);
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 12, 20})
    void a_sender_can_stop_at_any_time(int second) {
        var calls = new TwoCalls(1);
        calls.at(Duration.ofSeconds(second), () -> calls.caller.tell(new CallInput.Stop(Outcome.CANCELED)));
        calls.run(List.of(LONG));
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.CANCELED);
        assertThat(calls.elapsed()).as("%s", calls).isLessThan(Duration.ofSeconds(second + 14));
        assertThat(calls.called.result().outcome()).as("%s", calls).isPresent();
    }

    @Test
    void a_sender_that_is_stopped_knows_whether_its_page_arrived() {
        for (Duration at = Duration.ofSeconds(20); at.toSeconds() < 45; at = at.plusMillis(250)) {
            var calls = new TwoCalls(1);
            calls.at(at, () -> calls.caller.tell(new CallInput.Stop(Outcome.STOPPED)));
            calls.run(List.of(LONG));
            boolean arrived = calls.called.kept.stream().anyMatch(ReceivedPage::complete);
            assertThat(calls.caller.result().outcome())
                    .as("stopped after %s%n%s", at, calls)
                    .contains(arrived ? Outcome.DELIVERED : Outcome.STOPPED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 12, 20})
    void a_receiver_can_stop_at_any_time(int second) {
        var calls = new TwoCalls(1);
        calls.at(Duration.ofSeconds(second), () -> calls.called.tell(new CallInput.Stop(Outcome.STOPPED)));
        calls.run(List.of(LONG));
        // A part of a page that had come is kept, and the outcome says so.
        Outcome expected = calls.called.kept.isEmpty() ? Outcome.STOPPED : Outcome.PARTIALLY_RECEIVED;
        assertThat(calls.called.result().outcome()).as("%s", calls).contains(expected);
        assertThat(calls.caller.result().outcome()).as("%s", calls).isPresent();
        assertThat(calls.caller.result().outcome().orElseThrow().isSuccess()).isFalse();
        assertThat(calls.elapsed()).as("%s", calls).isLessThan(Duration.ofSeconds(second + 14));
    }

    @Test
    void a_page_that_cannot_be_kept_is_never_confirmed() {
        var calls = new TwoCalls(1);
        calls.called.diskFull = true;
        calls.run(List.of(PAGE));
        assertThat(calls.called.result().outcome()).as("%s", calls).contains(Outcome.CANNOT_KEEP_PAGE);
        assertThat(calls.caller.result().outcome())
                .hasValueSatisfying(o -> assertThat(o.isSuccess()).isFalse());
        assertThat(calls.caller.told).noneMatch(step -> step instanceof CallProgress.Fax(Progress.PageConfirmed _));
    }

    @Test
    void a_call_that_never_ends_is_ended() {
        var calls = new TwoCalls(1);
        CallSettings s = CallSettings.STANDARD;
        calls.caller.settings = new CallSettings(
                false,
                s.callerWaits(),
                s.answererWaits(),
                s.faxWithin(),
                Duration.ofSeconds(31),
                s.pacing(),
                s.redundancy(),
                s.maxDatagram(),
                s.maxBitRate());
        var pages = new ArrayList<>(List.of(LONG, LONG, LONG));
        calls.run(pages);
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.LINE_DROPPED);
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(45));
    }

    // Within the fax

    @Test
    void nobody_pulls_a_fax_back_to_sound() {
        var calls = new TwoCalls(1);
        calls.at(Duration.ofSeconds(15), () -> calls.called.sip(new Input.ReInvite(new CallId(1), Sdp.of(sound()))));
        calls.run(List.of(LONG));
        assertDelivered(calls, LONG);
        assertThat(calls.caller.diary).anyMatch(line -> line.contains("offers no T.38; refusing"));
    }

    @Test
    void a_refresh_with_the_same_t38_changes_nothing() {
        var calls = new TwoCalls(1);
        for (int second = 12; second < 30; second += 5) {
            calls.at(
                    Duration.ofSeconds(second),
                    () -> calls.called.sip(new Input.ReInvite(new CallId(1), Sdp.of(image(5000)))));
        }
        calls.run(List.of(LONG));
        assertDelivered(calls, LONG);
    }

    @Test
    void a_far_end_behind_an_address_translator_is_followed_to_where_its_packets_come_from() {
        var calls = new TwoCalls(1);
        calls.called.behind = Optional.of(new MediaAddress("192.0.2.99", 61234));
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.caller.result().faxFrom()).isEqualTo(new MediaAddress("192.0.2.99", 61234));
    }

    @Test
    void strangers_are_not_listened_to() {
        var calls = new TwoCalls(1);
        byte[] garbage = {0, 7, 3, 1, 2, 3, 0, 0};
        for (int i = 0; i < 200; i++) {
            calls.at(
                    Duration.ofMillis(1000 + 100 * i),
                    () -> calls.called.tell(new CallInput.FaxPacket(new MediaAddress("203.0.113.5", 9), garbage)));
        }
        calls.run(List.of(PAGE));
        assertDelivered(calls, PAGE);
        assertThat(calls.called.result().packets().refused()).isGreaterThan(100);
        assertThat(calls.called.result().faxFrom()).isEqualTo(calls.caller.faxPort());
    }
}

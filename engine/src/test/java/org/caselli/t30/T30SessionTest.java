package org.caselli.t30;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualLine;
import org.caselli.testkit.VirtualLine.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class T30SessionTest {
    private static final Station CALLER = Station.of("+49 30 1234");
    private static final Station ANSWERER = Station.of("+49 40 5678");
    private static final Page LETTER = new Page(TestPages.text(1728, 600, 1), Resolution.FINE);
    private static final Page OTHER = new Page(TestPages.halftone(1728, 60, 2), Resolution.FINE);
    private static final Abilities NO_ECM = Abilities.ALL.withErrorCorrection(false);

    private static VirtualLine call(Station caller, Station answerer, Page... pages) {
        return VirtualLine.between(
                T30Session.calling(caller, PageSource.of(List.of(pages))), T30Session.answering(answerer));
    }

    private static void assertDelivered(VirtualLine line, Page... pages) {
        assertThat(line.caller().outcome()).as(line.diaries()).isEqualTo(Outcome.DELIVERED);
        assertThat(line.answerer().outcome()).as(line.diaries()).isEqualTo(Outcome.RECEIVED);
        assertThat(line.answerer().pages()).as(line.diaries()).containsExactly(pages);
        assertThat(line.answerer().kept()).allMatch(ReceivedPage::complete);
    }

    private static boolean diaryHas(VirtualLine.End end, String part) {
        return end.diary().stream().anyMatch(line -> line.contains(part));
    }

    /** Says yes to the first {@code times} frames of this kind. */
    private static Predicate<Frame> first(int times, Predicate<Frame> kind) {
        AtomicInteger left = new AtomicInteger(times);
        return frame -> kind.test(frame) && left.getAndDecrement() > 0;
    }

    private static Set<Carrier> upTo(Carrier fastest) {
        return EnumSet.of(Carrier.V27TER_2400, fastest);
    }

    // What goes well

    @Test
    void a_page_goes_over_with_error_correction_and_t6_at_14400() {
        var line = call(CALLER, ANSWERER, LETTER).run();
        assertDelivered(line, LETTER);
        assertThat(diaryHas(line.answerer(), "heard DCS V.17 14400, ECM 256, T.6, 1728, fine"))
                .isTrue();
        assertThat(line.caller().progress())
                .contains(
                        new Progress.Identified("+49 40 5678"),
                        new Progress.Agreed(Carrier.V17_14400, Coding.MMR, true),
                        new Progress.PageConfirmed(1));
        assertThat(line.answerer().progress()).contains(new Progress.Identified("+49 30 1234"));
    }

    @Test
    void a_call_lasts_no_longer_than_its_bits_and_the_signals_that_t30_requires() {
        var page = new Page(TestPages.text(1728, 2287, 1), Resolution.FINE);
        var line = call(CALLER, ANSWERER, page).run();
        assertDelivered(line, page);
        int octets = line.caller().said().stream()
                .filter(Action.SayBlock.class::isInstance)
                .flatMap(block -> ((Action.SayBlock) block).frames().stream())
                .mapToInt(frame -> frame.length)
                .sum();
        // CED, six signals at 300 bit/s, training check, two trainings, the gaps: 16 s.
        assertThat(line.lasted()).isLessThan(ofMillis(octets * 8_000L / 14_400 + 16_000));
    }

    @ParameterizedTest
    @EnumSource(value = Carrier.class, mode = EnumSource.Mode.EXCLUDE, names = "V21")
    void every_speed_carries_pages_with_and_without_error_correction(Carrier carrier) {
        for (boolean ecm : new boolean[] {true, false}) {
            var slow = CALLER.with(Abilities.ALL.withErrorCorrection(ecm).withCarriers(upTo(carrier)));
            var line = call(slow, ANSWERER, LETTER, OTHER).run();
            assertDelivered(line, LETTER, OTHER);
            assertThat(line.caller().progress()).contains(new Progress.Training(carrier));
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void every_coding_carries_pages(Coding coding) {
        var some = ANSWERER.with(Abilities.ALL.withCodings(EnumSet.of(Coding.MH, coding)));
        var line = call(CALLER, some, LETTER, OTHER).run();
        assertDelivered(line, LETTER, OTHER);
        assertThat(line.caller().progress()).contains(new Progress.Agreed(Carrier.V17_14400, coding, true));
        var plain = call(CALLER.with(NO_ECM), some, LETTER, OTHER).run();
        assertDelivered(plain, LETTER, OTHER);
        assertThat(plain.caller().progress())
                .contains(new Progress.Agreed(Carrier.V17_14400, coding == Coding.MMR ? Coding.MH : coding, false));
    }

    @Test
    void t6_is_not_used_without_error_correction() {
        var line = call(CALLER, ANSWERER.with(NO_ECM), LETTER).run();
        assertDelivered(line, LETTER);
        assertThat(line.caller().progress()).contains(new Progress.Agreed(Carrier.V17_14400, Coding.MR, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 256})
    void a_page_of_several_blocks_arrives(int frameOctets) {
        var large = new Page(TestPages.noise(1728, 700, 0.3, 7), Resolution.FINE);
        var line = call(CALLER.with(Abilities.ALL.withFrameOctets(frameOctets)), ANSWERER, large, LETTER)
                .with(Faults.NONE.blocks(0.01, 0.02))
                .run();
        assertDelivered(line, large, LETTER);
        assertThat(diaryHas(line.answerer(), "heard PPS-NULL, page 1, block 2")).isTrue();
        assertThat(diaryHas(line.answerer(), "heard PPS-EOP, page 2, block 1")).isTrue();
    }

    @Test
    void many_pages_arrive_in_order() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            var page = new Bitmap(1728, 8);
            page.setBlack(i, 3);
            pages.add(new Page(page, Resolution.STANDARD));
        }
        var line = call(CALLER, ANSWERER, pages.toArray(Page[]::new)).run();
        assertDelivered(line, pages.toArray(Page[]::new));
    }

    @Test
    void a_page_without_rows_is_a_page() {
        var line = call(CALLER, ANSWERER, new Page(new Bitmap(1728, 0), Resolution.FINE), LETTER)
                .run();
        assertDelivered(line, new Page(new Bitmap(1728, 1), Resolution.FINE), LETTER);
    }

    @Test
    void a_change_of_width_or_resolution_between_pages_leads_back_to_phase_b() {
        var a3 = new Page(TestPages.text(2432, 300, 3), Resolution.FINE);
        var coarse = new Page(TestPages.text(1728, 300, 4), Resolution.STANDARD);
        for (Abilities abilities : List.of(Abilities.ALL, NO_ECM)) {
            var line = call(CALLER.with(abilities), ANSWERER, LETTER, a3, a3, coarse)
                    .run();
            assertDelivered(line, LETTER, a3, a3, coarse);
            assertThat(line.caller().said().stream().filter(Action.SayTraining.class::isInstance))
                    .as(line.diaries())
                    .hasSize(3);
        }
    }

    @Test
    void a_narrow_page_is_padded_with_white() {
        var narrow = new Page(TestPages.black(1000, 20), Resolution.FINE);
        var line = call(CALLER, ANSWERER, narrow).run();
        Bitmap got = line.answerer().pages().getFirst().bitmap();
        assertThat(got.width()).isEqualTo(1728);
        assertThat(got.isBlack(999, 19)).isTrue();
        assertThat(got.isBlack(1000, 19)).isFalse();
    }

    @Test
    void rows_are_merged_for_a_machine_of_lower_resolution() {
        var bitmap = new Bitmap(1728, 9);
        bitmap.setBlack(5, 0);
        bitmap.setBlack(6, 3);
        bitmap.setBlack(7, 8);
        var superfine = new Page(bitmap, Resolution.SUPERFINE);
        var coarse = ANSWERER.with(Abilities.ALL.withResolutions(EnumSet.of(Resolution.STANDARD)));
        Page got = call(CALLER, coarse, superfine).run().answerer().pages().getFirst();
        assertThat(got.resolution()).isEqualTo(Resolution.STANDARD);
        assertThat(got.bitmap().height()).isEqualTo(3);
        assertThat(got.bitmap().isBlack(5, 0)).isTrue();
        assertThat(got.bitmap().isBlack(6, 0)).isTrue();
        assertThat(got.bitmap().isBlack(7, 2)).isTrue();
        var fine = ANSWERER.with(Abilities.ALL.withResolutions(EnumSet.of(Resolution.STANDARD, Resolution.FINE)));
        assertThat(call(CALLER, fine, superfine)
                        .run()
                        .answerer()
                        .pages()
                        .getFirst()
                        .bitmap()
                        .height())
                .isEqualTo(5);
    }

    @Test
    void a_page_too_wide_for_the_far_end_is_not_compatible() {
        var a3 = new Page(TestPages.text(2432, 300, 3), Resolution.FINE);
        var narrow = ANSWERER.with(Abilities.ALL.withWidest(PageWidth.B4));
        var line = call(CALLER, narrow, a3).run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.NOT_COMPATIBLE);
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.FAR_END_HUNG_UP);
        var second = call(CALLER, narrow, LETTER, a3).run();
        assertThat(second.caller().outcome()).isEqualTo(Outcome.NOT_COMPATIBLE);
        assertThat(second.answerer().outcome()).isEqualTo(Outcome.PARTIALLY_RECEIVED);
        assertThat(second.answerer().pages()).containsExactly(LETTER);
    }

    @Test
    void a_document_that_can_no_longer_be_read_ends_in_good_order() {
        var source = new PageSource() {
            @Override
            public int count() {
                return 2;
            }

            @Override
            public Optional<Page> page(int number) {
                return number == 1 ? Optional.of(LETTER) : Optional.empty();
            }
        };
        var line = VirtualLine.between(T30Session.calling(CALLER, source), T30Session.answering(ANSWERER))
                .run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.DOCUMENT_LOST);
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.PARTIALLY_RECEIVED);
    }

    @Test
    void a_page_without_end_is_cut_and_said_to_be() {
        var line = call(CALLER, ANSWERER, new Page(new Bitmap(1728, 70_000), Resolution.FINE))
                .run();
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.PARTIALLY_RECEIVED);
        assertThat(line.answerer().kept()).hasSize(1).noneMatch(ReceivedPage::complete);
        assertThat(line.answerer().pages().getFirst().bitmap().height()).isEqualTo(60_000);
    }

    // Phases A and B

    @Test
    void a_caller_who_hears_nothing_gives_up_after_t1() {
        var line = VirtualLine.callingSilence(T30Session.calling(CALLER, PageSource.of(List.of(LETTER))))
                .run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.NO_FAX_ANSWERED);
        assertThat(line.lasted()).isEqualTo(ofSeconds(35));
    }

    @Test
    void an_answerer_who_hears_nothing_repeats_its_dis_until_t1() {
        var line = VirtualLine.answeringSilence(T30Session.answering(ANSWERER)).run();
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.NO_COMMAND);
        assertThat(line.answerer().diary().stream().filter(note -> note.contains("said DIS")))
                .hasSizeBetween(7, 9);
        assertThat(line.lasted()).isBetween(ofSeconds(35), ofSeconds(43));
    }

    @Test
    void the_answer_tone_can_be_left_out() {
        var quick = ANSWERER.with(Patience.STANDARD.withAnswerTone(false));
        var line = call(CALLER, quick, LETTER).run();
        assertDelivered(line, LETTER);
        assertThat(line.answerer().said()).noneMatch(Action.SayTone.class::isInstance);
    }

    @Test
    void speed_falls_back_step_by_step_until_the_line_carries_it() {
        for (Carrier limit : List.of(Carrier.V17_12000, Carrier.V17_7200, Carrier.V27TER_4800, Carrier.V27TER_2400)) {
            var line = call(CALLER, ANSWERER, LETTER, OTHER)
                    .with(Faults.NONE.trainsUpTo(limit.bitsPerSecond()))
                    .run();
            assertDelivered(line, LETTER, OTHER);
            assertThat(line.caller().progress()).contains(new Progress.Agreed(limit, Coding.MMR, true));
        }
    }

    @Test
    void a_line_that_carries_no_speed_is_too_poor() {
        var line = call(CALLER, ANSWERER, LETTER)
                .with(Faults.NONE.trainsUpTo(1200))
                .run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.LINE_TOO_POOR);
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.FAR_END_HUNG_UP);
    }

    @Test
    void a_speed_that_failed_is_not_tried_again_on_the_next_page() {
        var coarse = new Page(TestPages.text(1728, 300, 4), Resolution.STANDARD);
        var line = call(CALLER, ANSWERER, LETTER, coarse)
                .with(Faults.NONE.trainsUpTo(9600))
                .run();
        assertDelivered(line, LETTER, coarse);
        assertThat(line.caller().progress().stream().filter(new Progress.Training(Carrier.V17_14400)::equals))
                .hasSize(1);
    }

    @Test
    void an_answer_to_training_that_got_lost_is_asked_for_again() {
        for (Predicate<Frame> kind : List.<Predicate<Frame>>of(
                Frame.Cfr.class::isInstance, Frame.Dcs.class::isInstance, Frame.Dis.class::isInstance)) {
            var line = call(CALLER, ANSWERER, LETTER).losing(first(2, kind)).run();
            assertDelivered(line, LETTER);
        }
    }

    @Test
    void a_machine_that_never_answers_training_is_left() {
        var line = call(CALLER, ANSWERER, LETTER)
                .losing(frame -> frame instanceof Frame.Cfr || frame instanceof Frame.Ftt)
                .run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.NO_ANSWER_TO_TRAINING);
        assertThat(line.caller().said().stream().filter(Action.SayTraining.class::isInstance))
                .hasSize(3);
    }

    // Phases C and D with error correction

    @Test
    void damaged_frames_are_sent_again_and_only_they() {
        var line = call(CALLER, ANSWERER, LETTER)
                .losing(first(2, frame -> frame instanceof Frame.Fcd(int n, var _) && (n == 3 || n == 7)))
                .run();
        assertDelivered(line, LETTER);
        List<Action.SayBlock> blocks = line.caller().said().stream()
                .filter(Action.SayBlock.class::isInstance)
                .map(Action.SayBlock.class::cast)
                .toList();
        assertThat(blocks).hasSize(2);
        assertThat(blocks.get(1).frames()).hasSize(2 + 3);
    }

    @Test
    void after_four_requests_the_sender_goes_on_correcting_more_slowly() {
        var large = new Page(TestPages.noise(1728, 150, 0.3, 7), Resolution.FINE);
        var line = call(CALLER, ANSWERER, large)
                .with(Faults.NONE.blocks(0, 0.55).seed(5))
                .run();
        assertDelivered(line, large);
        assertThat(diaryHas(line.answerer(), "heard CTC V.17 12000")).isTrue();
        assertThat(line.caller().said())
                .anyMatch(action -> action instanceof Action.SayBlock(var carrier, var shortTraining, var _)
                        && carrier == Carrier.V17_12000
                        && !shortTraining);
    }

    @Test
    void a_page_that_cannot_be_repaired_ends_with_eor() {
        var line = call(CALLER, ANSWERER, LETTER, OTHER)
                .losing(frame -> frame instanceof Frame.Fcd(int n, var _) && n == 4)
                .run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.NOT_REPAIRED);
        assertThat(diaryHas(line.answerer(), "heard EOR-MPS")).isTrue();
        assertThat(diaryHas(line.caller(), "heard ERR")).isTrue();
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.PARTIALLY_RECEIVED);
        assertThat(line.answerer().kept()).hasSize(1).noneMatch(ReceivedPage::complete);
    }

    @Test
    void a_confirmation_that_got_lost_is_asked_for_again_and_the_page_is_kept_once() {
        for (Abilities abilities : List.of(Abilities.ALL, NO_ECM)) {
            var line = call(CALLER.with(abilities), ANSWERER, LETTER, OTHER)
                    .losing(first(2, Frame.Mcf.class::isInstance))
                    .run();
            assertDelivered(line, LETTER, OTHER);
        }
    }

    @Test
    void a_post_message_command_that_got_lost_is_said_again() {
        for (Abilities abilities : List.of(Abilities.ALL, NO_ECM)) {
            var line = call(CALLER.with(abilities), ANSWERER, LETTER, OTHER)
                    .losing(first(2, frame -> frame instanceof Frame.Pps || frame instanceof Frame.EndOfPage))
                    .run();
            assertDelivered(line, LETTER, OTHER);
        }
    }

    @Test
    void a_last_page_that_is_never_confirmed_is_in_doubt() {
        for (Abilities abilities : List.of(Abilities.ALL, NO_ECM)) {
            var line = call(CALLER.with(abilities), ANSWERER, LETTER)
                    .losing(Frame.Mcf.class::isInstance)
                    .run();
            assertThat(line.caller().outcome()).isEqualTo(Outcome.PAGE_NOT_CONFIRMED);
            assertThat(line.answerer().outcome()).isEqualTo(Outcome.RECEIVED);
            assertThat(line.answerer().pages()).containsExactly(LETTER);
        }
    }

    @Test
    void a_dcn_that_got_lost_does_no_harm() {
        var line = call(CALLER, ANSWERER, LETTER)
                .losing(Frame.Dcn.class::isInstance)
                .run();
        assertDelivered(line, LETTER);
    }

    // Phases C and D without error correction

    @Test
    void a_page_with_a_few_damaged_rows_is_good_and_one_with_more_is_trained_for_and_one_with_many_is_refused() {
        var good = call(CALLER.with(NO_ECM), ANSWERER, LETTER)
                .losing(_ -> false)
                .with(Faults.NONE.bits(2e-6).seed(3))
                .run();
        assertThat(good.caller().outcome()).as(good.diaries()).isEqualTo(Outcome.DELIVERED);
        boolean fair = false;
        boolean bad = false;
        for (int seed = 0; seed < 40; seed++) {
            var line = call(CALLER.with(NO_ECM), ANSWERER, LETTER, LETTER)
                    .with(Faults.NONE.bits(1e-4 * (1 + seed)).seed(seed))
                    .run();
            fair |= diaryHas(line.caller(), "heard RTP");
            bad |= diaryHas(line.caller(), "heard RTN");
            if (line.caller().outcome() == Outcome.DELIVERED) {
                assertThat(line.answerer().pages())
                        .as("seed " + seed + "\n" + line.diaries())
                        .hasSize(2);
            }
        }
        assertThat(fair).isTrue();
        assertThat(bad).isTrue();
    }

    @Test
    void a_page_that_is_refused_again_and_again_is_rejected() {
        var line = call(CALLER.with(NO_ECM), ANSWERER, LETTER)
                .with(Faults.NONE.bits(0.02))
                .losing(Frame.Ftt.class::isInstance)
                .run();
        assertThat(line.caller().outcome()).isIn(Outcome.NO_ANSWER_TO_TRAINING, Outcome.PAGE_REJECTED);
        assertThat(line.answerer().outcome()).isNotEqualTo(Outcome.RECEIVED);
    }

    @Test
    void fill_bits_give_a_slow_receiver_its_time() {
        int least = new Mode(Carrier.V29_9600, Coding.MH, Resolution.FINE, PageWidth.A4, Offer.PageLength.A4, 0, 10)
                .leastRowBits();
        assertThat(least).isEqualTo(96);
    }

    // Endings

    @Test
    void a_page_that_cannot_be_stored_is_not_confirmed() {
        for (Abilities abilities : List.of(Abilities.ALL, NO_ECM)) {
            var line = call(CALLER.with(abilities), ANSWERER, LETTER, OTHER)
                    .notKeeping(page -> page.number() == 2)
                    .run();
            assertThat(line.answerer().outcome()).isEqualTo(Outcome.CANNOT_KEEP_PAGE);
            assertThat(line.answerer().pages()).containsExactly(LETTER);
            assertThat(line.caller().outcome()).isEqualTo(Outcome.PAGE_NOT_CONFIRMED);
        }
    }

    @Test
    void a_call_cut_off_at_any_moment_ends_sensibly_on_both_sides() {
        for (Abilities abilities : List.of(Abilities.ALL, NO_ECM)) {
            Duration whole =
                    call(CALLER.with(abilities), ANSWERER, LETTER, OTHER).run().lasted();
            for (Duration at = ofMillis(1); at.compareTo(whole) < 0; at = at.plusMillis(97)) {
                var line = call(CALLER.with(abilities), ANSWERER, LETTER, OTHER)
                        .with(Faults.NONE.hangUp(at))
                        .run();
                String story = "cut at " + at + "\n" + line.diaries();
                assertThat(line.caller().outcome())
                        .as(story)
                        .isIn(Outcome.LINE_DROPPED, Outcome.PAGE_NOT_CONFIRMED, Outcome.DELIVERED);
                assertThat(line.answerer().outcome())
                        .as(story)
                        .isIn(Outcome.LINE_DROPPED, Outcome.PARTIALLY_RECEIVED, Outcome.RECEIVED);
                if (line.caller().outcome() == Outcome.DELIVERED) {
                    assertThat(line.answerer().pages()).as(story).containsExactly(LETTER, OTHER);
                }
                assertThat(line.answerer().outcome() == Outcome.RECEIVED)
                        .as(story)
                        .isEqualTo(line.answerer().kept().stream()
                                        .filter(ReceivedPage::complete)
                                        .count()
                                == 2);
                if (line.answerer().outcome() == Outcome.LINE_DROPPED) {
                    assertThat(line.answerer().kept()).as(story).isEmpty();
                }
            }
        }
    }

    @Test
    void a_call_stopped_at_any_moment_ends_soon_on_both_sides() {
        for (boolean theCaller : new boolean[] {true, false}) {
            for (Duration at = ofMillis(1); at.compareTo(ofSeconds(45)) < 0; at = at.plusMillis(211)) {
                var line = call(CALLER, ANSWERER, LETTER, OTHER)
                        .stopping(theCaller, at)
                        .run();
                String story = "stopped at " + at + "\n" + line.diaries();
                var stopped = theCaller ? line.caller() : line.answerer();
                assertThat(stopped.outcome())
                        .as(story)
                        .isIn(Outcome.CANCELED, Outcome.DELIVERED, Outcome.RECEIVED, Outcome.PARTIALLY_RECEIVED);
                assertThat(stopped.lasted()).as(story).isLessThan(at.plusSeconds(12));
                if (line.caller().outcome() == Outcome.DELIVERED) {
                    assertThat(line.answerer().pages()).as(story).containsExactly(LETTER, OTHER);
                }
            }
        }
    }

    // Bad lines

    @Test
    void with_error_correction_every_page_arrives_bit_exact_or_the_outcome_says_why_not() {
        int delivered = 0;
        for (int seed = 0; seed < 150; seed++) {
            var random = new java.util.SplittableRandom(seed);
            var faults = Faults.NONE
                    .seed(seed)
                    .frames(0.1 * random.nextDouble(), 0.1 * random.nextDouble())
                    .blocks(0.2 * random.nextDouble(), 0.2 * random.nextDouble())
                    .signals(0.05 * random.nextDouble())
                    .delay(ofMillis(random.nextInt(600)))
                    .trainsUpTo(2400 + 1200 * random.nextInt(12));
            var caller = CALLER.with(Abilities.ALL.withFrameOctets(random.nextBoolean() ? 64 : 256));
            var line =
                    call(caller, ANSWERER, LETTER, OTHER, LETTER).with(faults).run();
            String story = "seed " + seed + " " + faults + "\n" + line.diaries();
            if (line.caller().outcome() == Outcome.DELIVERED) {
                delivered++;
                assertThat(line.answerer().pages()).as(story).containsExactly(LETTER, OTHER, LETTER);
                assertThat(line.answerer().outcome()).as(story).isEqualTo(Outcome.RECEIVED);
            } else {
                assertThat(line.caller().outcome().isSuccess()).as(story).isFalse();
            }
            for (ReceivedPage page : line.answerer().kept()) {
                if (page.complete()) {
                    assertThat(page.page()).as(story).isEqualTo(page.number() == 2 ? OTHER : LETTER);
                }
            }
        }
        assertThat(delivered).isGreaterThan(100);
    }

    @Test
    void without_error_correction_no_page_is_missing_from_what_was_delivered() {
        int delivered = 0;
        for (int seed = 0; seed < 100; seed++) {
            var random = new java.util.SplittableRandom(seed);
            var faults = Faults.NONE
                    .seed(seed)
                    .frames(0.1 * random.nextDouble(), 0.1 * random.nextDouble())
                    .bits(random.nextBoolean() ? 0 : 1e-5)
                    .signals(0.03 * random.nextDouble())
                    .delay(ofMillis(random.nextInt(600)))
                    .trainsUpTo(2400 + 1200 * random.nextInt(12));
            var line = call(CALLER.with(NO_ECM), ANSWERER, LETTER, OTHER, LETTER)
                    .with(faults)
                    .run();
            String story = "seed " + seed + " " + faults + "\n" + line.diaries();
            if (line.caller().outcome() == Outcome.DELIVERED) {
                delivered++;
                assertThat(line.answerer().kept()).as(story).hasSize(3);
                assertThat(line.answerer().outcome()).as(story).isEqualTo(Outcome.RECEIVED);
            }
        }
        assertThat(delivered).isGreaterThan(70);
    }

    @Test
    void the_ending_of_a_page_tells_what_follows() {
        var line = call(CALLER.with(NO_ECM), ANSWERER, LETTER, OTHER).run();
        assertThat(line.answerer().diary())
                .anyMatch(note -> note.endsWith("heard " + Ending.MPS))
                .anyMatch(note -> note.endsWith("heard " + Ending.EOP));
    }
}

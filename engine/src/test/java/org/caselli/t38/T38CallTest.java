package org.caselli.t38;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.ReceivedPage;
import org.caselli.t30.Station;
import org.caselli.t38.T38Options.ErrorCorrection;
import org.caselli.t38.T38Options.RateManagement;
import org.caselli.testkit.FaxEnd;
import org.caselli.testkit.PacketEnd;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualPacketLine;
import org.caselli.testkit.VirtualPacketLine.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls of T.30 over T.38, from one of our terminals to another. */
class T38CallTest {
    private static final Faults FAIR = new Faults(Duration.ofMillis(30), Duration.ofMillis(15), 0, 1, 0);
    private static final List<Page> PAGES = List.of(
            new Page(TestPages.text(TestPages.A4_WIDTH, 1100, 1), Resolution.STANDARD),
            new Page(TestPages.halftone(TestPages.A4_WIDTH, 200, 2), Resolution.STANDARD));

    @Test
    void a_call_over_a_good_network_takes_the_time_of_its_signals() {
        var line = call(FaxEnd.calling(Station.of("1"), PAGES), FaxEnd.answering(Station.of("2")), FAIR, 0);
        double bits = 0;
        for (Page page : PAGES) {
            bits += 8 * PageCodec.encode(page.bitmap(), Coding.MMR, EncodeOptions.PLAIN).length;
        }
        // Phases A, B and E take 13.5 s, the end of a page 3 s; frames have 3 % of addresses, checks and stuffed bits.
        double seconds = 13.5 + 3 * PAGES.size() + 1.05 * bits / 14400;
        assertThat(line.elapsed()).isLessThan(Duration.ofMillis((long) (1000 * seconds)));
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1, 0, 0", "0.05, 3, 0, 0", "0.1, 1, 0.1, 150", "0.02, 5, 0, 50", "0, 1, 0.3, 300"})
    void with_error_correction_every_dot_arrives(double loss, int burst, double duplicates, int jitter) {
        for (long seed = 0; seed < 12; seed++) {
            var faults = new Faults(Duration.ofMillis(30), Duration.ofMillis(jitter), loss, burst, duplicates);
            call(FaxEnd.calling(Station.of("1"), PAGES), FaxEnd.answering(Station.of("2")), faults, seed);
        }
    }

    @Test
    void without_error_correction_a_network_that_redundancy_repairs_does_no_harm() {
        for (long seed = 0; seed < 12; seed++) {
            call(FaxEnd.calling(plain("1"), PAGES), FaxEnd.answering(plain("2")), FAIR.withLoss(0.05, 1), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {72, 176, 400, 1400})
    void the_far_ends_largest_datagram_is_obeyed_from_beginning_to_end(int limit) {
        var options = T38Options.STANDARD.withMaxDatagram(limit);
        var line = VirtualPacketLine.between(
                        FaxEnd.calling(Station.of("1"), PAGES).with(options),
                        FaxEnd.answering(Station.of("2")).with(options))
                .tap((byCaller, datagram) -> assertThat(datagram.length).isLessThanOrEqualTo(limit))
                .run();
        assertThat(line.sent()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void both_ways_of_rate_management_work(RateManagement management) {
        var options = new T38Options(0, 14400, false, false, false, management, 0, 400, ErrorCorrection.REDUNDANCY);
        call(
                FaxEnd.calling(Station.of("1"), PAGES).with(options),
                FaxEnd.answering(Station.of("2")).with(options),
                FAIR,
                0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void every_version_is_spoken(int version) {
        var options = new T38Options(
                version, 14400, false, false, false, RateManagement.TRANSFERRED_TCF, 0, 400, ErrorCorrection.FEC);
        call(
                FaxEnd.calling(Station.of("1"), PAGES).with(options),
                FaxEnd.answering(Station.of("2")).with(options),
                FAIR,
                0);
    }

    @Test
    void two_terminals_in_haste_need_a_fraction_of_the_time() {
        var haste = new Pacing(Duration.ofMillis(40), 20);
        var line = call(
                FaxEnd.calling(Station.of("1"), PAGES).with(haste),
                FaxEnd.answering(Station.of("2")).with(haste),
                FAIR,
                0);
        assertThat(line.elapsed()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void what_strangers_and_broken_routers_send_does_no_harm() {
        for (long seed = 0; seed < 20; seed++) {
            call(
                    new Harassed(FaxEnd.calling(Station.of("1"), PAGES.subList(0, 1)), seed),
                    new Harassed(FaxEnd.answering(Station.of("2")), seed + 1000));
        }
    }

    private static void call(Harassed caller, Harassed answerer) {
        VirtualPacketLine.between(caller, answerer, FAIR, 0).run();
        String what = caller.end.diary() + "\n\n" + answerer.end.diary();
        assertThat(caller.end.outcome()).as(what).isEqualTo(Outcome.DELIVERED);
        assertThat(answerer.end.pages()).as(what).hasSize(1);
        assertThat(answerer.end
                        .pages()
                        .getFirst()
                        .page()
                        .bitmap()
                        .equals(PAGES.getFirst().bitmap()))
                .as(what)
                .isTrue();
    }

    /** An end to which a stranger sends things as well: noise, datagrams cut short, old ones once more. */
    private static final class Harassed implements PacketEnd {
        final FaxEnd end;
        private final SplittableRandom random;
        private byte[] old = new byte[0];

        Harassed(FaxEnd end, long seed) {
            this.end = end;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public List<byte[]> hear(byte[] datagram, Instant now) {
            List<byte[]> sent = new ArrayList<>(end.hear(datagram, now));
            byte[] strange = switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    yield noise;
                }
                case 1 -> Arrays.copyOf(datagram, random.nextInt(datagram.length));
                case 2 -> old;
                default -> datagram;
            };
            sent.addAll(end.hear(strange, now));
            if (random.nextInt(10) == 0) {
                old = datagram;
            }
            return sent;
        }

        @Override
        public List<byte[]> begin(Instant now) {
            return end.begin(now);
        }

        @Override
        public List<byte[]> timeUp(Instant now) {
            return end.timeUp(now);
        }

        @Override
        public Instant deadline() {
            return end.deadline();
        }

        @Override
        public boolean over() {
            return end.over();
        }
    }

    private static Station plain(String id) {
        return Station.of(id).with(Abilities.ALL.withErrorCorrection(false));
    }

    private static VirtualPacketLine call(FaxEnd caller, FaxEnd answerer, Faults faults, long seed) {
        var line = VirtualPacketLine.between(caller, answerer, faults, seed).run();
        String what = "seed " + seed + ", " + faults + "\n" + caller.diary() + "\n\n" + answerer.diary();
        assertThat(caller.outcome()).as(what).isEqualTo(Outcome.DELIVERED);
        assertThat(answerer.outcome()).as(what).isEqualTo(Outcome.RECEIVED);
        assertThat(answerer.pages()).as(what).hasSize(PAGES.size());
        for (int i = 0; i < PAGES.size(); i++) {
            ReceivedPage page = answerer.pages().get(i);
            assertThat(page.complete()).as(what).isTrue();
            assertThat(page.page().bitmap().equals(PAGES.get(i).bitmap()))
                    .as(what)
                    .isTrue();
        }
        return line;
    }
}

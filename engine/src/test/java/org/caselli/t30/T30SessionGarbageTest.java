package org.caselli.t30;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;
import org.caselli.t30.frame.Octets;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;

/** Whatever a line tells, at whatever moment, a session answers by actions, and ends. */
class T30SessionGarbageTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 100, 1), Resolution.FINE);
    private static final List<Frame> FRAMES = frames();

    private static List<Frame> frames() {
        List<Frame> frames = new ArrayList<>(List.of(
                new Frame.Cfr(),
                new Frame.Ftt(),
                new Frame.Ctr(),
                new Frame.Err(),
                new Frame.Rr(),
                new Frame.Rnr(),
                new Frame.Mcf(),
                new Frame.Rtp(),
                new Frame.Rtn(),
                new Frame.Pip(),
                new Frame.Pin(),
                new Frame.Crp(),
                new Frame.Rcp(),
                new Frame.Ppr(Octets.NONE),
                new Frame.Identity(Frame.Whose.TSI, "12"),
                new Frame.Dis(Offer.dis(Abilities.ALL)),
                new Frame.Dis(Offer.dis(Abilities.ALL)),
                new Frame.Named(Frame.Name.SUB, Octets.NONE)));
        BitSet some = new BitSet();
        some.set(0, 3);
        frames.add(Frame.Ppr.of(some));
        for (Carrier carrier : List.of(Carrier.V17_14400, Carrier.V27TER_2400)) {
            for (int octets : new int[] {0, 64, 256}) {
                Mode mode = new Mode(
                        carrier,
                        octets == 0 ? org.caselli.image.Coding.MH : org.caselli.image.Coding.MMR,
                        Resolution.FINE,
                        PageWidth.A4,
                        Offer.PageLength.UNLIMITED,
                        octets,
                        0);
                frames.add(new Frame.Dcs(mode.dcs()));
                frames.add(new Frame.Ctc(mode.dcs()));
            }
        }
        for (Ending ending : Ending.values()) {
            frames.add(new Frame.Pps(ending, false, 0, 0, 2));
            frames.add(new Frame.Eor(ending, false));
            if (ending != Ending.NULL) {
                frames.add(new Frame.EndOfPage(ending, false));
            }
        }
        return frames;
    }

    private static Event event(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> new Event.HeardTone(random.nextBoolean() ? Tone.CED : Tone.CNG);
            case 1 -> new Event.HeardFlags();
            case 2 -> new Event.FramesEnded();
            case 3 -> new Event.CarrierFound(Carrier.V29_9600);
            case 4 -> new Event.CarrierLost(random.nextBoolean());
            case 5 -> new Event.HeardBits(new byte[random.nextInt(3000)]);
            case 6 -> {
                byte[] bits = new byte[random.nextInt(3000)];
                random.nextBytes(bits);
                yield new Event.HeardBits(bits);
            }
            case 7 -> {
                byte[] octets = new byte[random.nextInt(40)];
                random.nextBytes(octets);
                yield new Event.HeardFrame(octets, random.nextInt(4) > 0);
            }
            case 8, 9 ->
                new Event.HeardBlockFrame(
                        new Frame.Fcd(random.nextInt(3), Octets.of(new byte[] {1, 2, 3})).octets(true, false),
                        random.nextBoolean());
            case 10, 11, 12 -> new Event.Said();
            case 13 -> new Event.TimeUp();
            case 14 ->
                switch (random.nextInt(30)) {
                    case 0 -> new Event.LineGone(Outcome.LINE_DROPPED);
                    case 1 -> new Event.Stop(Outcome.CANCELED);
                    case 2 -> new Event.CannotKeep("full");
                    case 3 -> new Event.HeardFrame(new Frame.Dcn().octets(true, true), true);
                    default -> new Event.Said();
                };
            default ->
                new Event.HeardFrame(
                        FRAMES.get(random.nextInt(FRAMES.size())).octets(random.nextBoolean(), random.nextBoolean()),
                        true);
        };
    }

    @Test
    void no_event_at_any_moment_throws_or_hangs() {
        int ended = 0;
        for (int seed = 0; seed < 4000; seed++) {
            var random = new SplittableRandom(seed);
            boolean calling = random.nextBoolean();
            T30Session session = calling
                    ? T30Session.calling(Station.of("1"), PageSource.of(List.of(PAGE, PAGE)))
                    : T30Session.answering(Station.of("2"));
            Instant now = Instant.EPOCH;
            int confirmed = 0;
            try {
                List<Action> actions = new ArrayList<>(session.begin(now));
                for (int i = 0; i < 300; i++) {
                    boolean idle = random.nextInt(8) == 0 && session.deadline().isBefore(Instant.MAX);
                    now = idle && session.deadline().isAfter(now)
                            ? session.deadline()
                            : now.plusMillis(random.nextInt(2000));
                    actions.addAll(session.on(idle ? new Event.TimeUp() : event(random), now));
                    assertThat(session.over() || session.deadline().isBefore(Instant.MAX))
                            .isTrue();
                }
                // Left alone, and told what it said, it ends by itself.
                for (int i = 0; i < 400 && !session.over(); i++) {
                    now = now.isAfter(session.deadline()) ? now : session.deadline();
                    actions.addAll(session.on(i % 2 == 0 ? new Event.Said() : new Event.TimeUp(), now));
                }
                assertThat(session.over()).isTrue();
                ended++;
                confirmed = session.confirmedPages();
                long ends =
                        actions.stream().filter(Action.End.class::isInstance).count();
                assertThat(ends).isBetween(1L, 2L);
                boolean sent = session.outcome().orElseThrow() == Outcome.DELIVERED;
                assertThat(sent).isEqualTo(calling && confirmed == 2);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(ended).isEqualTo(4000);
    }

    @Test
    void a_line_that_never_finishes_a_signal_is_given_up() {
        var session = T30Session.answering(Station.of("2"));
        session.begin(Instant.EPOCH);
        assertThat(session.deadline()).isBefore(Instant.EPOCH.plus(Duration.ofSeconds(90)));
        session.on(new Event.TimeUp(), session.deadline());
        assertThat(session.outcome()).contains(Outcome.INTERNAL_ERROR);
    }
}

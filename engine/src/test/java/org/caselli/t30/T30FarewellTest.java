package org.caselli.t30;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Fif;
import org.caselli.t30.frame.Frame;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualLine;
import org.caselli.testkit.VirtualLine.Faults;
import org.junit.jupiter.api.Test;

/** Many machines are gone as soon as they hear DCN, before the line has told that it was said. */
class T30FarewellTest {
    private static final Page LETTER = new Page(TestPages.text(1728, 300, 1), Resolution.FINE);

    @Test
    void why_a_caller_leaves_is_told_though_the_line_goes_before_dcn_has_left() {
        T30Session session = T30Session.calling(Station.of("1"), PageSource.of(List.of(LETTER)));
        Instant now = Instant.EPOCH;
        session.begin(now);
        session.on(new Event.HeardFrame(new Frame.Dis(Fif.with()).octets(false, true), true), now);
        assertThat(session.over()).isFalse();
        session.on(new Event.LineGone(Outcome.LINE_DROPPED), now.plusMillis(500));
        assertThat(session.outcome()).contains(Outcome.NOT_COMPATIBLE);
    }

    @Test
    void a_page_that_could_not_be_stored_is_never_taken_for_received() {
        for (boolean errorCorrection : new boolean[] {true, false}) {
            Station caller = Station.of("1").with(Abilities.ALL.withErrorCorrection(errorCorrection));
            for (Duration at = Duration.ofSeconds(8);
                    at.compareTo(Duration.ofSeconds(30)) < 0;
                    at = at.plusMillis(97)) {
                var line = VirtualLine.between(
                                T30Session.calling(caller, PageSource.of(List.of(LETTER))),
                                T30Session.answering(Station.of("2")))
                        .notKeeping(_ -> true)
                        .with(Faults.NONE.hangUp(at))
                        .run();
                assertThat(line.answerer().outcome())
                        .as("cut at " + at + "\n" + line.diaries())
                        .isIn(Outcome.LINE_DROPPED, Outcome.CANNOT_KEEP_PAGE);
            }
        }
    }
}

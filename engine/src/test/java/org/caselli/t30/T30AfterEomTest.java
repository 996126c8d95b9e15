package org.caselli.t30;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.frame.Frame;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualLine;
import org.caselli.testkit.VirtualLine.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page in another resolution follows EOM, which leads back to phase B. */
class T30AfterEomTest {
    private static final Page FINE = new Page(TestPages.text(1728, 300, 1), Resolution.FINE);
    private static final Page COARSE = new Page(TestPages.text(1728, 300, 4), Resolution.STANDARD);

    private static VirtualLine call(boolean errorCorrection) {
        Station caller = Station.of("1").with(Abilities.ALL.withErrorCorrection(errorCorrection));
        return VirtualLine.between(
                T30Session.calling(caller, PageSource.of(List.of(FINE, COARSE))),
                T30Session.answering(Station.of("2")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 600, 1000})
    void a_confirmation_that_got_lost_is_said_again_though_dis_was_said_since(int delayMillis) {
        for (boolean errorCorrection : new boolean[] {true, false}) {
            AtomicInteger left = new AtomicInteger(1);
            var line = call(errorCorrection)
                    .with(Faults.NONE.delay(Duration.ofMillis(delayMillis)))
                    .losing(frame -> frame instanceof Frame.Mcf && left.getAndDecrement() > 0)
                    .run();
            assertThat(line.caller().outcome()).as(line.diaries()).isEqualTo(Outcome.DELIVERED);
            assertThat(line.answerer().outcome()).as(line.diaries()).isEqualTo(Outcome.RECEIVED);
            assertThat(line.answerer().pages()).as(line.diaries()).containsExactly(FINE, COARSE);
        }
    }

    @Test
    void dis_is_said_also_where_new_training_is_asked_for() {
        int asked = 0;
        for (int seed = 0; seed < 40; seed++) {
            var line = call(false)
                    .with(Faults.NONE.bits(1e-4 * (1 + seed)).seed(seed))
                    .run();
            // EOM is said once only, so what was heard next is its answer.
            String heard = String.join(" ", line.caller().diary()).replaceAll(" +[0-9]+[.][0-9]{3} ", " | ");
            if (heard.contains("said EOM | heard RTP")) {
                asked++;
                assertThat(heard).as("seed " + seed).containsPattern("heard RTP.*heard DIS");
            }
        }
        assertThat(asked).isPositive();
    }
}

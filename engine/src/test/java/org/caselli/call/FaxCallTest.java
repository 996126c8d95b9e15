package org.caselli.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;

class FaxCallTest {
    private static final Page SHORT_PAGE = new Page(TestPages.text(1728, 300, 1), Resolution.FINE);
    private static final Page OTHER_PAGE = new Page(TestPages.halftone(1728, 120, 2), Resolution.STANDARD);

    @Test
    void a_fax_goes_through_after_the_called_side_offers_t38_at_once() {
        var calls = new TwoCalls(1).run(List.of(SHORT_PAGE, OTHER_PAGE));
        System.out.println(calls);
        assertThat(calls.caller.result().outcome()).as("%s", calls).contains(Outcome.DELIVERED);
        assertThat(calls.called.result().outcome()).as("%s", calls).contains(Outcome.RECEIVED);
        assertThat(calls.called.pages()).containsExactly(SHORT_PAGE, OTHER_PAGE);
        assertThat(calls.elapsed()).isLessThan(Duration.ofSeconds(60));
    }
}

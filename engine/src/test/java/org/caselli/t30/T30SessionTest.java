package org.caselli.t30;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualLine;
import org.junit.jupiter.api.Test;

class T30SessionTest {
    private static final Station CALLER = Station.of("+49 30 1234");
    private static final Station ANSWERER = Station.of("+49 40 5678");

    @Test
    void a_page_goes_over() {
        var page = new Page(TestPages.text(1728, 2287, 1), Resolution.FINE);
        var line = VirtualLine.between(
                        T30Session.calling(CALLER, PageSource.of(List.of(page))), T30Session.answering(ANSWERER))
                .run();
        assertThat(line.caller().outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(line.answerer().outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(line.answerer().pages()).containsExactly(page);
    }
}

package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.caselli.image.Coding;
import org.caselli.t30.Carrier;
import org.caselli.t30.Progress;
import org.junit.jupiter.api.Test;

class DoubtTest {
    private final Doubt doubt = new Doubt(2);
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    private boolean after(Progress step) {
        boolean before = doubt.begun();
        assertThat(doubt.on(step, now)).isEqualTo(before != doubt.begun());
        return doubt.begun();
    }

    private void trained(Duration length) {
        after(new Progress.Training(Carrier.V29_9600));
        now = now.plus(length);
        after(new Progress.Agreed(Carrier.V29_9600, Coding.MMR, true)); // 1200 octets a second
    }

    @Test
    void only_the_last_page_can_bring_it() {
        trained(Duration.ofSeconds(4));
        assertThat(after(new Progress.PageBegun(1))).isFalse();
        assertThat(after(new Progress.PagePart(1, 100, 100))).isFalse();
        assertThat(after(new Progress.PageConfirmed(1))).isFalse();
        assertThat(after(new Progress.PageBegun(2))).isTrue();
    }

    @Test
    void it_is_taken_back_while_much_of_the_page_is_to_go_and_begins_for_good_three_seconds_before_the_end() {
        trained(Duration.ofSeconds(4));
        assertThat(after(new Progress.PageBegun(1))).isFalse();
        now = now.plusSeconds(20);
        assertThat(after(new Progress.PageBegun(2))).isTrue();
        assertThat(after(new Progress.PagePart(2, 1200, 12_000))).isFalse();
        assertThat(after(new Progress.PagePart(2, 8400, 12_000))).isFalse();
        assertThat(after(new Progress.PagePart(2, 8401, 12_000))).isTrue();
    }

    @Test
    void it_is_not_taken_back_when_parts_of_the_page_are_repeated() {
        trained(Duration.ofSeconds(4));
        after(new Progress.PageBegun(2));
        after(new Progress.PagePart(2, 12_000, 12_000));
        assertThat(after(new Progress.PagePart(2, 100, 12_000))).isTrue();
    }

    @Test
    void a_page_too_short_to_be_told_about_is_in_doubt_as_a_whole() {
        trained(Duration.ofSeconds(4));
        assertThat(after(new Progress.PageBegun(2))).isTrue();
        assertThat(after(new Progress.PagePart(2, 1200, 3000))).isTrue();
    }

    @Test
    void on_a_line_faster_than_the_telephone_it_lasts_as_long_as_the_last_page() {
        trained(Duration.ofMillis(2100));
        after(new Progress.PageBegun(1));
        assertThat(after(new Progress.PageBegun(2))).isTrue();
        assertThat(after(new Progress.PagePart(2, 1200, 120_000))).isTrue();
    }
}

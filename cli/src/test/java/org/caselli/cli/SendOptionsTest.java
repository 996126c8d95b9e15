package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.caselli.client.Api.NewRecipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendOptionsTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-21T20:00:00+01:00[Europe/Berlin]");

    @ParameterizedTest
    @CsvSource({
        "22:00, 2026-11-21T21:00:00Z",
        "06:30, 2026-11-22T05:30:00Z",
        "20:00, 2026-11-21T19:00:00Z",
        "2026-12-24T18:00, 2026-12-24T17:00:00Z",
        "2026-12-24T18:00:00Z, 2026-12-24T18:00:00Z",
        "2026-12-24T18:00-05:00, 2026-12-24T23:00:00Z",
    })
    void a_time_may_be_of_the_day_of_this_machines_zone_or_with_an_offset(String text, Instant moment) {
        assertThat(Moment.parse(text, NOW)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "25:00", "2026-13-01T00:00", "", "T"})
    void what_is_no_time_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> Moment.parse(text, NOW))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("such as 22:00");
    }

    @Test
    void a_list_of_recipients_has_a_number_and_perhaps_a_name_a_line() {
        assertThat(RecipientList.parse("""
                        \uFEFFnumber,name
                        1002,Bob
                        # a remark

                        +49 30 1234;"Smith, ""Jane""\"
                        sip:fax@host
                        """, "list.csv"))
                .containsExactly(
                        NewRecipient.of("1002", "Bob"),
                        NewRecipient.of("+49 30 1234", "Smith, \"Jane\""),
                        NewRecipient.of("sip:fax@host", null));
    }

    @Test
    void a_list_with_a_mistake_is_refused_with_its_line() {
        assertThatThrownBy(() -> RecipientList.parse("1002\n,Bob\n", "list.csv"))
                .hasMessageContaining("list.csv, line 2, has no number");
        assertThatThrownBy(() -> RecipientList.parse("1002,\"Bob\n", "list.csv"))
                .hasMessageContaining("list.csv, line 1, has a quotation mark");
    }
}

package org.caselli.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {
    @Test
    void every_number_is_given_once() {
        var seen = new HashSet<Integer>();
        for (Outcome outcome : Outcome.values()) {
            assertThat(seen.add(outcome.number())).as(outcome.name()).isTrue();
            assertThat(Outcome.ofNumber(outcome.number())).isSameAs(outcome);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_person_can_read_what_happened_and_what_to_do(Outcome outcome) {
        assertThat(outcome.sentence()).matches("[A-Z].*\\.");
        assertThat(outcome.advice()).matches("[A-Z].*\\.");
        assertThat(outcome.number()).isBetween(100, 699);
        assertThat(outcome.extendedStatus()).isBetween(0, 19);
    }

    @ParameterizedTest
    @CsvSource({
        "486, BUSY",
        "600, BUSY",
        "404, NUMBER_UNKNOWN",
        "488, T38_REFUSED",
        "503, TRUNK_UNREACHABLE",
        "480, NO_ANSWER",
        "603, CALL_REFUSED",
        "699, SIGNALLING_FAILED"
    })
    void a_sip_refusal_has_its_meaning(int status, Outcome meaning) {
        assertThat(Outcome.ofSip(status)).isSameAs(meaning);
    }

    @ParameterizedTest
    @CsvSource({"17, BUSY", "1, NUMBER_UNKNOWN", "18, NO_ANSWER", "38, TRUNK_UNREACHABLE", "99, SIGNALLING_FAILED"})
    void a_q850_cause_has_its_meaning(int cause, Outcome meaning) {
        assertThat(Outcome.ofQ850(cause)).isSameAs(meaning);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void of_the_last_attempt_nobody_says_that_it_is_tried_again(Outcome outcome) {
        assertThat(outcome.lastAdvice())
                .isNotBlank()
                .endsWith(".")
                .doesNotContainIgnoringCase("is tried again")
                .matches("\\p{Lu}.*");
    }

    @Test
    void the_advice_of_the_last_attempt_is_to_send_anew_where_there_is_hope() {
        assertThat(Outcome.BUSY.lastAdvice()).isEqualTo("Send the fax again later.");
        assertThat(Outcome.NO_ANSWER.lastAdvice())
                .isEqualTo("Check with the recipient that the machine is switched on. Send the fax again later.");
        assertThat(Outcome.NUMBER_UNKNOWN.lastAdvice()).isEqualTo(Outcome.NUMBER_UNKNOWN.advice());
        assertThat(Outcome.DELIVERED.lastAdvice()).isEqualTo(Outcome.DELIVERED.advice());
    }

    @Test
    void an_unknown_number_is_refused() {
        assertThatThrownBy(() -> Outcome.ofNumber(7)).hasMessageContaining("7");
    }
}

package org.caselli.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialledNumberTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "1002, 1002",
        "'+49 (30) 123-45.67/8', +493012345678",
        "' 0 30 / 12 34 ', 0301234",
        "sip:1002@Fax.Example:5060, sip:1002@fax.example:5060",
        "SIP:+49 30 1234@HOST, sip:+49301234@host",
        "sip:Anna.B@host, sip:Anna.B@host",
        "sip:host, sip:host",
        "'()', '()'",
        "anna, anna",
    })
    void numbers_that_dial_the_same_have_one_form(String number, String normal) {
        assertThat(DialledNumber.normal(number)).isEqualTo(normal);
        assertThat(DialledNumber.normal(normal)).isEqualTo(normal);
    }
}

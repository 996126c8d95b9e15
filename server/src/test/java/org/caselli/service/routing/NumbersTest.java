package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    private final Numbers german = new Numbers("DE");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "030 1234567",
                "0301234567",
                "(030) 1234567",
                "030/1234567",
                "+49 30 1234567",
                "+49 (30) 1234567",
                "+49 (0)30 1234567",
                "+49-30-1234567",
                "0049301234567",
                "0049 30 1234567",
                "tel:+49-30-1234567",
                " +49 30 1234567 ",
                "+49 (30) 1234567 | 12 ^ Bob"
            })
    void a_number_is_the_same_however_it_is_typed(String typed) {
        assertThat(german.read(typed))
                .isEqualTo(new Reading.Public(typed, "+49301234567", 49, 30, "+49 30 1234567", "Germany"));
    }

    @ParameterizedTest(name = "{1} in {0} is {2}, country {3}, area {4}")
    @CsvSource({
        "US, (415) 555-2671,      +14155552671,    1,   415",
        "US, 1-415-555-2671,      +14155552671,    1,   415",
        "US, 011 49 30 1234567,   +49301234567,    49,  30",
        "DE, +1 415 555 2671,     +14155552671,    1,   415",
        "DE, 0041 44 668 18 00,   +41446681800,    41,  44",
        "IT, 06 698 12345,        +390669812345,   39,  6",
        "FR, 01 42 68 53 00,      +33142685300,    33,  1",
        "GB, 020 7946 0000,       +442079460000,   44,  20",
        "DE, 0151 23456789,       +4915123456789,  49,  1512",
        // An area in parentheses is one, even where the numbering plan divides the number otherwise.
        "DE, +49 (151) 23456789,  +4915123456789,  49,  151",
        "DE, +800 1234 5678,      +80012345678,    800, 1234",
        // No number that is in use, but its country and its area leave no doubt.
        "DE, +1 (200) 555-2671,   +12005552671,    1,   200",
        "DE, +1 200 555 2671,     +12005552671,    1,   200"
    })
    void a_number_of_the_public_network_has_a_country_and_an_area(
            String region, String typed, String e164, int country, long area) {
        assertThat(new Numbers(region).read(typed)).isInstanceOfSatisfying(Reading.Public.class, read -> {
            assertThat(read.dialled()).isEqualTo(e164);
            assertThat(read.country()).isEqualTo(country);
            assertThat(read.area()).isEqualTo(area);
        });
    }

    @Test
    void an_extension_stays_what_it_is() {
        for (String region : List.of("", "DE", "US", "FR")) {
            for (String typed : List.of("1002", "1", "999999", "*21#", "10-02")) {
                assertThat(new Numbers(region).read(typed))
                        .as(typed + " in " + region)
                        .isEqualTo(new Reading.Internal(typed));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:fax@example.org", "SIP:1002@[::1]:5070;transport=tcp", "sips:a@b", "bob@example.org"})
    void an_address_stays_what_it_is(String typed) {
        assertThat(german.read(typed)).isEqualTo(new Reading.Address(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234567", // of which area?
                "+999 1234567",
                "+49301234567890123456",
                "+49 30 1234567 ext. 12",
                "001 2345678",
                "Bob",
                "out-7",
                "+",
                "++49 30 1234567x",
                "12345678901234567890123456789012345"
            })
    void what_is_no_number_anywhere_is_dialled_as_it_was_typed_and_says_why(String typed) {
        assertThat(german.read(typed)).isInstanceOfSatisfying(Reading.Unclear.class, read -> {
            assertThat(read.dialled()).isEqualTo(typed);
            assertThat(read.why()).endsWith(".");
        });
    }

    @Test
    void without_a_region_only_numbers_with_a_plus_have_a_country_and_the_others_say_what_to_set() {
        var numbers = new Numbers("");
        assertThat(numbers.read("+49 30 1234567").dialled()).isEqualTo("+49301234567");
        assertThat(numbers.read("030 1234567"))
                .isInstanceOfSatisfying(
                        Reading.Unclear.class,
                        read -> assertThat(read.why()).contains("region").contains("dialling"));
    }
}

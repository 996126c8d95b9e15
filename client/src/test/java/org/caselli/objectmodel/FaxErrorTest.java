package org.caselli.objectmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.caselli.fax.FaxError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A problem of the server names its documented error; a program must know each of them, by the same number. */
class FaxErrorTest {
    @ParameterizedTest
    @EnumSource
    void every_error_of_the_server_is_one_of_the_program(org.caselli.service.FaxError ofTheServer) {
        assertThat(FaxError.valueOf(ofTheServer.name()).code()).isEqualTo(ofTheServer.hresult());
    }

    @Test
    void no_two_errors_have_one_number_and_all_are_failures() {
        assertThat(Arrays.stream(FaxError.values()).collect(Collectors.groupingBy(FaxError::code)))
                .hasSameSizeAs(FaxError.values())
                .allSatisfy((code, errors) -> assertThat(code).isNegative());
    }
}

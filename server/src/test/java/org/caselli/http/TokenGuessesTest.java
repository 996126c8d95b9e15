package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenGuessesTest {
    private Instant now = Instant.parse("2026-11-21T09:30:00Z");
    private final TokenGuesses guesses = new TokenGuesses(() -> now);

    @Test
    void so_many_wrong_tokens_a_minute_from_one_address_and_then_one_waits_for_its_end() {
        for (int i = 0; i < TokenGuesses.MOST; i++) {
            assertThat(guesses.wrong("192.0.2.1")).isEmpty();
        }
        now = now.plusSeconds(20);
        assertThat(guesses.wrong("192.0.2.1")).contains(Duration.ofSeconds(40));
        assertThat(guesses.wrong("192.0.2.2")).isEmpty();
        now = now.plusSeconds(40);
        assertThat(guesses.wrong("192.0.2.1")).isEmpty();
    }

    @Test
    void all_of_an_ipv6_network_is_one_address() {
        for (int i = 0; i < TokenGuesses.MOST; i++) {
            assertThat(guesses.wrong("2001:db8::" + Integer.toHexString(i))).isEmpty();
        }
        assertThat(guesses.wrong("2001:db8::ffff")).isPresent();
        assertThat(guesses.wrong("2001:db8:0:1::1")).isEmpty();
    }

    @Test
    void a_flood_from_everywhere_takes_no_more_memory_than_some_thousand_addresses() {
        for (int i = 0; i <= TokenGuesses.MOST; i++) {
            guesses.wrong("192.0.2.1");
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(guesses.wrong("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255)))
                    .isEmpty();
        }
        assertThat(guesses.addresses()).isEqualTo(TokenGuesses.MOST_ADDRESSES);
    }
}

package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.caselli.client.CaselliClient;
import org.caselli.objectmodel.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An iterator over an archive of 10,000 messages that a list stands for: what it asks for, and what it holds. */
class CursorTest {
    private static final int MESSAGES = 10_000;

    private final List<Integer> asked = new ArrayList<>();
    private final Set<Integer> deleted = new HashSet<>();

    private Cursor<Integer, Integer> cursor(int prefetchSize) {
        var nowhere = new Connection("", new CaselliClient(URI.create("http://127.0.0.1:9"), ""));
        return new Cursor<>(
                nowhere,
                prefetchSize,
                (client, after, limit) -> {
                    asked.add(limit);
                    int begin = after == null ? 0 : Integer.parseInt(after) + 1;
                    List<Integer> items = IntStream.range(begin, MESSAGES)
                            .filter(number -> !deleted.contains(number))
                            .limit(limit + 1L)
                            .boxed()
                            .toList();
                    return items.size() <= limit
                            ? new Cursor.Batch<>(items, null)
                            : new Cursor.Batch<>(items.subList(0, limit), Integer.toString(items.get(limit - 1)));
                },
                number -> number);
    }

    private static List<Integer> walk(Cursor<Integer, Integer> messages) {
        var seen = new ArrayList<Integer>();
        for (; !messages.isAtEOF(); messages.moveNext()) {
            seen.add(messages.getMessage());
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource({"1, 10000", "100, 100", "1000, 10", "2500, 12", "10000, 10", "2147483647, 10"})
    void all_are_seen_once_with_as_few_requests_as_the_prefetch_size_permits(int prefetchSize, int requests) {
        assertThat(walk(cursor(prefetchSize)))
                .isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
        assertThat(asked).hasSize(requests).allMatch(limit -> limit <= 1000 && limit <= prefetchSize);
    }

    @Test
    void a_prefetch_size_above_what_the_server_gives_at_once_is_read_at_once_all_the_same() {
        Cursor<Integer, Integer> messages = cursor(2500);
        assertThat(asked).as("nothing is asked before it is needed").isEmpty();
        assertThat(messages.getMessage()).isZero();
        assertThat(asked).containsExactly(1000, 1000, 500);
        IntStream.range(0, 2500).forEach(deleted::add);
        for (int number = 0; number < 2500; number++) {
            assertThat(messages.getMessage()).as("what was read ahead stays").isEqualTo(number);
            messages.moveNext();
        }
        assertThat(asked).hasSize(3);
        deleted.add(2500);
        deleted.add(4000);
        assertThat(walk(messages))
                .as("what was deleted before it was read ahead is not there, and nothing else is missing")
                .isEqualTo(IntStream.range(2501, MESSAGES)
                        .filter(number -> number != 4000)
                        .boxed()
                        .toList());
    }

    @Test
    void the_prefetch_size_counts_from_the_next_read_on() {
        Cursor<Integer, Integer> messages = cursor(10);
        assertThat(messages.isAtEOF()).isFalse();
        messages.setPrefetchSize(3000);
        for (int number = 0; number < 10; number++) {
            messages.moveNext();
        }
        assertThat(messages.getMessage()).isEqualTo(10);
        assertThat(asked).containsExactly(10, 1000, 1000, 1000);
    }
}

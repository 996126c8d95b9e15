package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.caselli.queue.ServerEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamsTest {
    /** The ids of the next events of a stream. */
    private static List<Integer> ids(BufferedReader stream, int count) throws IOException {
        var ids = new ArrayList<Integer>();
        while (ids.size() < count) {
            String line = stream.readLine();
            assertThat(line).as("the stream goes on").isNotNull();
            if (line.startsWith("id: ")) {
                ids.add(Integer.parseInt(line.substring(4)));
            }
        }
        return ids;
    }

    private static BufferedReader open(HttpClient client, HttpRequest request) throws Exception {
        return new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    @Test
    void a_listener_that_was_cut_off_goes_on_after_the_last_event_it_saw() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 5; i++) {
                front.service.happen(ServerEvent.Kind.JOB_CHANGED, "job-" + i);
            }
            try (var stream =
                    open(client, front.authorised("/api/v1/events?after=0").build())) {
                assertThat(ids(stream, 2)).containsExactly(1, 2);
            }
            front.service.happen(ServerEvent.Kind.JOB_CHANGED, "job-while-away");
            try (var stream = open(
                    client,
                    front.authorised("/api/v1/events")
                            .header("Last-Event-ID", "2")
                            .build())) {
                assertThat(ids(stream, 4)).containsExactly(3, 4, 5, 6);
                front.service.happen(ServerEvent.Kind.JOB_CHANGED, "job-live");
                assertThat(ids(stream, 1)).containsExactly(7);
            }
        }
    }

    @Test
    void a_listener_that_names_no_event_hears_what_happens_from_now_on() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            front.service.happen(ServerEvent.Kind.JOB_ADDED, "job-before");
            try (var stream = open(client, front.authorised("/api/v1/events").build())) {
                // The comment at its head says that the stream has begun.
                for (String line = stream.readLine(); !line.startsWith(": events after 1"); line = stream.readLine()) {
                    assertThat(line).doesNotStartWith("id:");
                }
                front.service.happen(ServerEvent.Kind.JOB_ADDED, "job-now");
                assertThat(ids(stream, 1)).containsExactly(2);
            }
        }
    }

    @Test
    void more_events_than_are_read_at_once_all_come_in_order() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 1000; i++) {
                front.service.happen(ServerEvent.Kind.ATTEMPT_PROGRESS, "attempt");
            }
            try (var stream =
                    open(client, front.authorised("/api/v1/events?after=0").build())) {
                List<Integer> ids = ids(stream, 1000);
                for (int i = 0; i < 1000; i++) {
                    assertThat(ids.get(i)).isEqualTo(i + 1);
                }
            }
        }
    }

    @Test
    void a_stream_ends_when_the_front_is_closed() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            BufferedReader stream;
            try (var front = new Front()) {
                stream = open(client, front.authorised("/api/v1/events").build());
                assertThat(stream.readLine()).isNotNull();
            }
            try (stream) {
                String line = stream.readLine();
                while (line != null) {
                    line = stream.readLine();
                }
            } catch (IOException cutOff) {
                assertThat(cutOff).hasMessageMatching("(?i).*(closed|reset|eof|EOF|chunked).*");
            }
        }
    }
}

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

@Timeout(600)
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
            int before = (int) front.service.lastEvent();
            for (int i = 0; i < 5; i++) {
                front.happen(ServerEvent.Kind.JOB_CHANGED, "job-" + i);
            }
            try (var stream = open(
                    client, front.authorised("/api/v1/events?after=" + before).build())) {
                assertThat(ids(stream, 2)).containsExactly(before + 1, before + 2);
            }
            front.happen(ServerEvent.Kind.JOB_CHANGED, "job-while-away");
            try (var stream = open(
                    client,
                    front.authorised("/api/v1/events")
                            .header("Last-Event-ID", String.valueOf(before + 2))
                            .build())) {
                assertThat(ids(stream, 4)).containsExactly(before + 3, before + 4, before + 5, before + 6);
                front.happen(ServerEvent.Kind.JOB_CHANGED, "job-live");
                assertThat(ids(stream, 1)).containsExactly(before + 7);
            }
        }
    }

    @Test
    void a_listener_that_names_no_event_hears_what_happens_from_now_on() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            front.happen(ServerEvent.Kind.JOB_ADDED, "job-before");
            int before = (int) front.service.lastEvent();
            try (var stream = open(client, front.authorised("/api/v1/events").build())) {
                // The comment at its head says that the stream has begun.
                for (String line = stream.readLine();
                        !line.startsWith(": events after " + before);
                        line = stream.readLine()) {
                    assertThat(line).doesNotStartWith("id:");
                }
                front.happen(ServerEvent.Kind.JOB_ADDED, "job-now");
                assertThat(ids(stream, 1)).containsExactly(before + 1);
            }
        }
    }

    @Test
    void a_place_that_the_log_never_had_is_told_as_gone_and_a_stream_says_whose_it_is() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            long last = front.service.lastEvent();
            var stream =
                    client.send(front.authorised("/api/v1/events?after=" + last).build(), BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.headers().firstValue("Caselli-Node")).contains(front.service.node());
            assertThat(stream.headers().firstValueAsLong("Caselli-Last-Event")).hasValue(last);
            stream.body().close();
            var gone = client.send(
                    front.authorised("/api/v1/events?after=" + (front.service.lastEvent() + 1000))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(gone.statusCode()).isEqualTo(410);
            assertThat(gone.body()).contains("backup", "after=");
        }
    }

    @Test
    void who_asks_for_all_gets_what_the_log_still_has() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            front.forget();
            int newest = (int) front.service.lastEvent();
            try (var stream =
                    open(client, front.authorised("/api/v1/events?after=0").build())) {
                assertThat(ids(stream, 1)).containsExactly(newest);
                front.happen(ServerEvent.Kind.JOB_CHANGED, "job");
                assertThat(ids(stream, 1)).containsExactly(newest + 1);
            }
        }
    }

    @Test
    void more_events_than_are_read_at_once_all_come_in_order() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            int before = (int) front.service.lastEvent();
            for (int i = 0; i < 1000; i++) {
                front.happen(ServerEvent.Kind.ATTEMPT_PROGRESS, "attempt");
            }
            try (var stream = open(
                    client, front.authorised("/api/v1/events?after=" + before).build())) {
                List<Integer> ids = ids(stream, 1000);
                for (int i = 0; i < 1000; i++) {
                    assertThat(ids.get(i)).isEqualTo(before + i + 1);
                }
            }
        }
    }

    @Test
    void only_the_classes_that_are_wanted_come() throws Exception {
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            int before = (int) front.service.lastEvent();
            front.happen(ServerEvent.Kind.JOB_CHANGED, "job");
            front.happen(ServerEvent.Kind.PAGE_RECEIVED, "call");
            front.happen(ServerEvent.Kind.CONFIG_CHANGED, "settings/outgoing");
            try (var stream = open(
                    client,
                    front.authorised("/api/v1/events?after=" + before + "&classes=out-queue,config")
                            .build())) {
                assertThat(ids(stream, 2)).containsExactly(before + 1, before + 3);
                front.happen(ServerEvent.Kind.PAGE_RECEIVED, "call");
                front.happen(ServerEvent.Kind.JOB_ADDED, "job");
                assertThat(ids(stream, 1)).containsExactly(before + 5);
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

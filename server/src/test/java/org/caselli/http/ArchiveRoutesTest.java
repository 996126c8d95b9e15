package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchiveRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Front front;

    @BeforeEach
    void open() throws IOException {
        front = new Front();
    }

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = front.authorised("/api/v1" + path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return front.send(request.build());
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void any_part_of_a_file_is_the_part_of_the_whole() throws Exception {
        String path = "/incoming/messages/" + front.received() + "/tiff";
        byte[] whole = get(path).body();
        for (String[] part : new String[][] {
            {"bytes=0-0", "0", "1"},
            {"bytes=5-9", "5", "10"},
            {"bytes=" + (whole.length - 3) + "-", "" + (whole.length - 3), "" + whole.length},
            {"bytes=-4", "" + (whole.length - 4), "" + whole.length},
            {"bytes=-999999999", "0", "" + whole.length},
            {"bytes=10-999999999", "10", "" + whole.length}
        }) {
            HttpResponse<byte[]> answer = get(path, "Range", part[0]);
            int from = Integer.parseInt(part[1]);
            int to = Integer.parseInt(part[2]);
            assertThat(answer.statusCode()).as(part[0]).isEqualTo(206);
            assertThat(answer.body()).as(part[0]).isEqualTo(Arrays.copyOfRange(whole, from, to));
            assertThat(header(answer, "Content-Range"))
                    .isEqualTo("bytes " + from + "-" + (to - 1) + "/" + whole.length);
        }
        for (String all : new String[] {"bytes=", "bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b"}) {
            HttpResponse<byte[]> answer = get(path, "Range", all);
            assertThat(answer.statusCode()).as(all).isEqualTo(200);
            assertThat(answer.body()).as(all).isEqualTo(whole);
        }
        for (String none : new String[] {"bytes=" + whole.length + "-", "bytes=9-5", "bytes=-0"}) {
            HttpResponse<byte[]> answer = get(path, "Range", none);
            assertThat(answer.statusCode()).as(none).isEqualTo(416);
            assertThat(header(answer, "Content-Range")).isEqualTo("bytes */" + whole.length);
        }
    }

    @Test
    void a_part_of_another_file_than_the_one_that_was_begun_is_all_of_it() throws Exception {
        String path = "/incoming/messages/" + front.received() + "/tiff";
        String tag = header(get(path), "ETag");
        assertThat(get(path, "Range", "bytes=0-1", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(get(path, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_file_has_a_name_that_people_can_read_in_any_script() throws Exception {
        String id = front.received();
        assertThat(header(get("/incoming/messages/" + id + "/pdf"), "Content-Disposition"))
                .matches("inline; filename=\"[0-9-]{10} [0-9]{4} from 2001 \\(1 page\\) " + id + "\\.pdf\";"
                        + " filename\\*=UTF-8''[0-9-]{10}%20[0-9]{4}%20from%202001%20%281%20page%29%20" + id
                        + "\\.pdf");
        assertThat(Download.disposition("Ü \"x\" 5%.pdf"))
                .isEqualTo("inline; filename=\"_ _x_ 5_.pdf\"; filename*=UTF-8''%C3%9C%20%22x%22%205%25.pdf");
    }

    @Test
    void nobody_deletes_everything_by_saying_nothing() throws Exception {
        front.received();
        front.received();
        var delete = front.authorised("/api/v1/incoming/messages").DELETE();
        assertThat(front.send(delete.build()).statusCode()).isEqualTo(400);
        var dry = front.authorised("/api/v1/incoming/messages?number=2001&dryRun=true")
                .DELETE();
        JsonNode would = JSON.readTree(front.send(dry.build()).body());
        assertThat(would.get("messages").asInt()).isEqualTo(2);
        assertThat(would.get("items")).hasSize(2);
        assertThat(would.get("deleted").asInt()).isZero();
        var wet = front.authorised("/api/v1/incoming/messages?number=2001").DELETE();
        assertThat(JSON.readTree(front.send(wet.build()).body()).get("deleted").asInt())
                .isEqualTo(2);
        assertThat(json("/incoming/messages").get("items")).isEmpty();
        assertThat(json("/archives").at("/received/messages").asInt()).isZero();
    }

    @Test
    void a_list_is_narrowed_by_what_the_query_says_and_odd_queries_are_refused() throws Exception {
        front.received();
        String number = "2001";
        assertThat(json("/incoming/messages?search=" + number + "&read=false&complete=true")
                        .get("items"))
                .hasSize(1);
        assertThat(json("/incoming/messages?read=true").get("items")).isEmpty();
        assertThat(json("/incoming/messages?to=2001-01-01T00:00:00%2B01:00").get("items"))
                .isEmpty();
        for (String odd : new String[] {
            "from=yesterday",
            "read=perhaps",
            "color=red",
            "after=zz",
            "after=1&before=2",
            "number=x",
            "search=%26",
            "limit=0",
            "limit=1001"
        }) {
            assertThat(get("/incoming/messages?" + odd).statusCode()).as(odd).isEqualTo(400);
        }
    }

    @Test
    void what_a_person_says_of_a_fax_is_found() throws Exception {
        String id = front.received();
        var change = front.authorised("/api/v1/incoming/messages/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"subject\": \"Angebot\", \"read\": true}"));
        assertThat(JSON.readTree(front.send(change.build()).body())
                        .get("subject")
                        .asText())
                .isEqualTo("Angebot");
        assertThat(json("/incoming/messages?search=angebot").at("/items/0/id").asText())
                .isEqualTo(id);
    }

    private HttpResponse<byte[]> change(String id, String path, String method, String version, String body)
            throws Exception {
        return front.send(front.authorised("/api/v1/incoming/messages/" + id + path)
                .header("Content-Type", "application/json")
                .header("If-Match", version)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void of_two_who_say_something_of_a_fax_the_second_is_told_and_marks_disturb_nobody() throws Exception {
        String id = front.received();
        String seen = header(get("/incoming/messages/" + id), "ETag");
        assertThat(seen)
                .as("a list tells it, too")
                .isEqualTo(
                        '"' + json("/incoming/messages").at("/items/0/version").asText() + '"');
        assertThat(change(id, "", "PATCH", seen, "{\"read\": true}").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> first = change(id, "", "PATCH", seen, "{\"subject\": \"The roof\"}");
        assertThat(first.statusCode()).as("a mark makes no other version").isEqualTo(200);
        for (HttpResponse<byte[]> late : List.of(
                change(id, "", "PATCH", seen, "{\"senderName\": \"Bob\"}"),
                change(id, "", "PATCH", "\"x\"", "{\"senderName\": \"Bob\"}"))) {
            assertThat(late.statusCode()).isEqualTo(412);
        }
        JsonNode now = json("/incoming/messages/" + id);
        assertThat(now.get("subject").asText()).isEqualTo("The roof");
        assertThat(now.get("senderName").asText()).isEmpty();
        assertThat(change(id, "", "PATCH", header(first, "ETag"), "{\"senderName\": \"Bob\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(change(id, "", "PATCH", "*", "{\"senderName\": \"Joe\"}").statusCode())
                .as("whatever is there")
                .isEqualTo(200);
    }

    @Test
    void every_fax_is_in_the_activity_log_as_json_and_as_csv() throws Exception {
        front.received();
        String done = front.done();
        front.failed();
        JsonNode all = json("/activity/log");
        assertThat(all.get("items")).hasSize(3);
        assertThat(json("/activity/log?direction=outgoing&limit=1")
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(done);
        HttpResponse<byte[]> csv = get("/activity/log?format=csv");
        assertThat(header(csv, "Content-Type")).startsWith("text/csv");
        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines()).hasSize(4);
    }

    @Test
    void a_folder_that_cannot_be_used_is_refused_when_it_is_set() throws Exception {
        var change = front.authorised("/api/v1/settings/archive")
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", BodyPublishers.ofString("{\"location\": \"/proc/nowhere\"}"));
        HttpResponse<byte[]> answer = front.send(change.build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("/proc/nowhere");
        assertThat(json("/archives").get("location").asText()).isEmpty();
    }
}

package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.caselli.queue.JobState;
import org.caselli.service.access.Right;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Section;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may do what over HTTP, and what nobody learns who must not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOBS = "/api/v1/outgoing/jobs";
    private static final String SENT = "/api/v1/outgoing/messages";
    private static final String RECEIVED = "/api/v1/incoming/messages";

    private Front front;

    @BeforeAll
    void open() throws Exception {
        front = new Front();
    }

    @AfterAll
    void close() {
        front.close();
    }

    private HttpResponse<byte[]> ask(String token, String method, String path) throws Exception {
        return ask(token, method, path, "");
    }

    private HttpResponse<byte[]> ask(String token, String method, String path, String body) throws Exception {
        return front.send(front.to(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode json(String token, String path) throws Exception {
        HttpResponse<byte[]> answer = ask(token, "GET", path);
        assertThat(answer.statusCode()).as(path + ": " + text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The id of a new job of one page, submitted with this token, that waits for next year. */
    private String job(String token) throws Exception {
        return JSON.readTree(submit(token, "normal", "").body())
                .get("jobs")
                .get(0)
                .asText();
    }

    private HttpResponse<byte[]> submit(String token, String priority, String key) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; "
                + String.join(
                        "\r\n--b\r\nContent-Disposition: form-data; ",
                        Front.field("to", "out-later"),
                        Front.field("notBefore", "2099-01-01T00:00:00Z"),
                        Front.field("priority", priority),
                        Front.file("letter.txt", "Dear Bob"))
                + "\r\n--b--\r\n";
        HttpRequest.Builder request = front.to("/api/v1/submissions")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=b");
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return front.send(request.POST(BodyPublishers.ofString(body)).build());
    }

    /**
     * Every operation with every single right: without what the route needs 403 and the name of a right that is missing, with
     * it anything else. The ids lead nowhere and the bodies are empty, so nothing is changed by who may.
     */
    @Test
    void every_operation_is_allowed_to_who_has_the_right_and_to_nobody_else() throws Exception {
        var tokens = new EnumMap<Right, String>(Right.class);
        for (Right right : Right.values()) {
            tokens.put(right, front.token(right));
        }
        for (Map.Entry<String, Set<Need>> route : front.http.needs().entrySet()) {
            String method = route.getKey().split(" ")[0];
            String path = route.getKey().split(" ")[1].replaceAll("\\{[^}]+\\}", "nowhere");
            if (path.endsWith("/events") && !path.contains("activity")) {
                path += "?after=x"; // or it would stream
            }
            if (path.endsWith("/sessions/current")) {
                continue; // would end nothing, for these are personal tokens; asked below
            }
            for (Right held : Right.values()) {
                Set<Right> all = Right.closure(Set.of(held));
                List<String> missing = new ArrayList<>();
                for (Need need : route.getValue()) {
                    boolean general = need == Need.NOTHING || need == Need.IDENTITY || need == Need.ANY_RIGHT;
                    if (!general && !all.contains(Right.valueOf(need.name()))) {
                        missing.add(need.name());
                    }
                }
                HttpResponse<byte[]> answer = ask(tokens.get(held), method, path);
                String name = route.getKey() + " with " + held + ": " + answer.statusCode() + " " + text(answer);
                if (missing.isEmpty()) {
                    if (answer.statusCode() == 403) {
                        // Only what depends on the thing itself: received faxes, and calls that come in.
                        assertThat(text(answer)).as(name).contains("MANAGE_RECEIVE_FOLDER");
                    }
                    assertThat(answer.statusCode()).as(name).isNotEqualTo(401).isLessThan(500);
                } else {
                    assertThat(answer.statusCode()).as(name).isEqualTo(403);
                    String detail = JSON.readTree(answer.body()).get("detail").asText();
                    assertThat(missing).as(name).anyMatch(detail::contains);
                }
            }
        }
    }

    @Test
    void a_job_is_seen_and_managed_by_its_owner_and_by_holders_of_the_rights_over_all() throws Exception {
        String ann = front.token(Right.SUBMIT_NORMAL);
        String bob = front.token(Right.SUBMIT_HIGH);
        String clerk = front.token(Right.QUERY_OUT_JOBS);
        String manager = front.token(Right.MANAGE_OUT_JOBS, Right.QUERY_OUT_JOBS);
        String job = job(ann);
        String other = job(bob);
        assertThat(json(ann, JOBS).toString()).contains(job).doesNotContain(other);
        assertThat(json(clerk, JOBS).toString()).contains(job, other);
        String submission =
                json(ann, JOBS + "/" + job).get("submission").get("id").asText();
        for (String path : List.of(
                JOBS + "/" + job,
                JOBS + "/" + job + "/tiff",
                "/api/v1/submissions/" + submission,
                JOBS + "?submission=" + submission)) {
            assertThat(ask(ann, "GET", path).statusCode()).as(path).isEqualTo(200);
            assertThat(ask(clerk, "GET", path).statusCode()).as(path).isEqualTo(200);
            HttpResponse<byte[]> hidden = ask(bob, "GET", path);
            assertThat(hidden.statusCode()).as(path).isEqualTo(404);
            String never = path.replace(job, "nowhere").replace(submission, "nowhere");
            assertThat(text(hidden).replace(job, "nowhere").replace(submission, "nowhere"))
                    .as("the same words as of one that never was")
                    .isEqualTo(text(ask(bob, "GET", never)));
        }
        for (String verb : List.of("pause", "resume", "cancel")) {
            String path = JOBS + "/" + job + "/" + verb;
            assertThat(ask(bob, "POST", path).statusCode()).as(path).isEqualTo(404);
            HttpResponse<byte[]> refused = ask(clerk, "POST", path);
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(text(refused)).contains("MANAGE_OUT_JOBS");
            String all = "/api/v1/submissions/" + submission + "/" + verb;
            assertThat(ask(bob, "POST", all).statusCode()).isEqualTo(404);
            assertThat(ask(clerk, "POST", all).statusCode()).isEqualTo(403);
            String who = verb.equals("resume") ? manager : ann;
            assertThat(ask(who, "POST", path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void a_job_is_also_found_by_its_number_and_tells_whose_it_is() throws Exception {
        String ann = front.token(Right.SUBMIT_NORMAL);
        String account = json(ann, "/api/v1/access/me").get("name").asText();
        String bob = front.token(Right.SUBMIT_NORMAL);
        String job = job(ann);
        JsonNode hers = json(ann, JOBS + "/" + job).get("job");
        int number = hers.get("jobNumber").asInt();
        assertThat(number).isPositive();
        assertThat(hers.get("account").asText()).isEqualTo(account);
        assertThat(json(ann, JOBS + "/" + number).get("job")).isEqualTo(hers);
        assertThat(json(ann, JOBS + "/" + json(ann, JOBS + "/" + job(ann)).at("/job/jobNumber"))
                        .at("/job/jobNumber")
                        .asInt())
                .isGreaterThan(number);
        HttpResponse<byte[]> hidden = ask(bob, "GET", JOBS + "/" + number);
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(text(hidden)).doesNotContain(job);
        for (String none : List.of("0", "2147483647", "2147483648", "99999999999")) {
            assertThat(ask(ann, "GET", JOBS + "/" + none).statusCode()).as(none).isEqualTo(404);
        }
        assertThat(ask(ann, "POST", JOBS + "/" + number + "/pause").statusCode())
                .isEqualTo(200);
        assertThat(json(ann, JOBS + "/" + job).at("/job/paused").asBoolean()).isTrue();
    }

    @Test
    void a_receipt_is_seen_and_sent_again_by_who_sent_the_fax_and_by_holders_of_the_rights_over_all() throws Exception {
        String receipts = "/api/v1/receipts";
        String ann = front.token(Right.SUBMIT_NORMAL);
        String id = front.receipt(front.lastAccount());
        String bob = front.token(Right.SUBMIT_HIGH, Right.MANAGE_CONFIG, Right.QUERY_ARCHIVES);
        String clerk = front.token(Right.QUERY_OUT_JOBS);
        JsonNode hers = json(ann, receipts);
        assertThat(hers.get("items")).hasSize(1);
        assertThat(hers.get("items").get(0).get("id").asText()).isEqualTo(id);
        assertThat(json(bob, receipts).get("items")).isEmpty();
        assertThat(json(clerk, receipts).toString()).contains(id);
        assertThat(ask(ann, "GET", receipts + "/" + id).statusCode()).isEqualTo(200);
        assertThat(ask(clerk, "GET", receipts + "/" + id).statusCode()).isEqualTo(200);
        for (String[] request : new String[][] {{"GET", ""}, {"POST", "/retry"}}) {
            HttpResponse<byte[]> hidden = ask(bob, request[0], receipts + "/" + id + request[1]);
            assertThat(hidden.statusCode()).isEqualTo(404);
            assertThat(text(hidden).replace(id, "nowhere"))
                    .as("the same words as of one that never was")
                    .isEqualTo(text(ask(bob, request[0], receipts + "/nowhere" + request[1])));
        }
        HttpResponse<byte[]> refused = ask(clerk, "POST", receipts + "/" + id + "/retry");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(text(refused)).contains("MANAGE_OUT_JOBS");
        assertThat(ask(ann, "POST", receipts + "/" + id + "/retry").statusCode())
                .isEqualTo(200);
        assertThat(heard(ann)).contains(id);
        assertThat(heard(bob)).doesNotContain(id);
    }

    @Test
    void the_priority_decides_which_right_to_submit_is_needed() throws Exception {
        String low = front.token(Right.SUBMIT_LOW);
        String high = front.token(Right.SUBMIT_HIGH);
        assertThat(submit(low, "low", "").statusCode()).isEqualTo(201);
        for (String priority : List.of("normal", "high")) {
            HttpResponse<byte[]> refused = submit(low, priority, "");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(text(refused)).contains("SUBMIT_" + priority.toUpperCase(Locale.ROOT));
            assertThat(submit(high, priority, "").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void a_key_of_one_account_says_nothing_of_the_submissions_of_another() throws Exception {
        String ann = front.token(Right.SUBMIT_NORMAL);
        String bob = front.token(Right.SUBMIT_NORMAL);
        String first =
                JSON.readTree(submit(ann, "normal", "the-key").body()).get("id").asText();
        HttpResponse<byte[]> second = submit(bob, "normal", "the-key");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(text(second)).doesNotContain(first);
        HttpResponse<byte[]> again = submit(ann, "normal", "the-key");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(again.body()).get("id").asText()).isEqualTo(first);
    }

    @Test
    void an_uploaded_document_is_for_its_owner_alone() throws Exception {
        String ann = front.token(Right.SUBMIT_NORMAL);
        String curious = front.token(Right.values());
        String id = JSON.readTree(ask(ann, "POST", "/api/v1/documents?name=a.txt", "Dear Bob")
                        .body())
                .get("id")
                .asText();
        String path = "/api/v1/documents/" + id;
        assertThat(json(ann, "/api/v1/documents").toString()).contains(id);
        assertThat(json(curious, "/api/v1/documents").toString()).doesNotContain(id);
        assertThat(ask(curious, "GET", path).statusCode()).isEqualTo(404);
        assertThat(ask(curious, "GET", path + "/pages/1").statusCode()).isEqualTo(404);
        assertThat(ask(curious, "DELETE", path).statusCode()).isEqualTo(404);
        String body = "{\"recipients\": [{\"number\": \"1002\"}], \"documents\": [\"" + id + "\"]}";
        assertThat(ask(curious, "POST", "/api/v1/submissions", body).statusCode())
                .isEqualTo(404);
        assertThat(ask(ann, "GET", path + "/pages/1").statusCode()).isEqualTo(200);
    }

    @Test
    void a_sent_fax_of_nobody_is_seen_by_holders_of_query_archives_and_deleted_by_those_of_manage_archives()
            throws Exception {
        String fax = front.done();
        String ann = front.token(Right.SUBMIT_HIGH, Right.QUERY_OUT_JOBS, Right.MANAGE_OUT_JOBS);
        String clerk = front.token(Right.QUERY_ARCHIVES);
        String keeper = front.token(Right.QUERY_ARCHIVES, Right.MANAGE_ARCHIVES);
        assertThat(json(ann, SENT).get("items")).isEmpty();
        for (String rest : List.of("", "/tiff", "/pdf", "/pages/1")) {
            assertThat(ask(ann, "GET", SENT + "/" + fax + rest).statusCode()).isEqualTo(404);
            assertThat(ask(clerk, "GET", SENT + "/" + fax + rest).statusCode()).isEqualTo(200);
        }
        assertThat(ask(ann, "PATCH", SENT + "/" + fax, "{\"read\": false}").statusCode())
                .isEqualTo(404);
        assertThat(ask(ann, "DELETE", SENT + "/" + fax).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> refused = ask(clerk, "DELETE", SENT + "/" + fax);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(text(refused)).contains("MANAGE_ARCHIVES");
        // All, for somebody who owns none, is none.
        assertThat(JSON.readTree(ask(ann, "DELETE", SENT + "?all=true").body())
                        .get("deleted")
                        .asInt())
                .isZero();
        assertThat(ask(clerk, "GET", SENT + "/" + fax).statusCode()).isEqualTo(200);
        assertThat(ask(keeper, "DELETE", SENT + "/" + fax).statusCode()).isEqualTo(204);
    }

    @Test
    void a_delivered_fax_belongs_to_who_submitted_it() throws Exception {
        String ann = front.token(Right.SUBMIT_NORMAL);
        String bob = front.token(Right.SUBMIT_NORMAL);
        String body = "--b\r\nContent-Disposition: form-data; " + Front.field("to", "out-owned")
                + "\r\n--b\r\nContent-Disposition: form-data; " + Front.file("letter.txt", "Dear Bob")
                + "\r\n--b--\r\n";
        HttpResponse<byte[]> answer = front.send(front.to("/api/v1/submissions")
                .header("Authorization", "Bearer " + ann)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body))
                .build());
        String job = JSON.readTree(answer.body()).get("jobs").get(0).asText();
        front.reached(job, JobState.COMPLETED);
        assertThat(json(ann, SENT).toString()).contains(job);
        assertThat(json(bob, SENT).get("items")).isEmpty();
        assertThat(json(ann, SENT + "/" + job + "").get("id").asText()).isEqualTo(job);
        JsonNode calls = json(ann, "/api/v1/calls");
        assertThat(calls.toString()).contains(job);
        String call = "";
        for (JsonNode item : calls.get("items")) {
            if (item.has("job") && item.get("job").asText().equals(job)) {
                call = item.get("id").asText();
            }
        }
        assertThat(ask(ann, "GET", "/api/v1/calls/" + call).statusCode()).isEqualTo(200);
        assertThat(ask(bob, "GET", "/api/v1/calls/" + call).statusCode()).isEqualTo(404);
        assertThat(json(bob, "/api/v1/calls").toString()).doesNotContain(job);
        assertThat(ask(bob, "DELETE", SENT + "/" + job).statusCode()).isEqualTo(404);
        assertThat(ask(ann, "DELETE", SENT + "/" + job).statusCode()).isEqualTo(204);
        // What is told of it, the removal too, only its owner hears.
        assertThat(heard(ann)).contains(job).anyMatch(line -> line.startsWith("sent_fax_removed"));
        assertThat(heard(bob)).doesNotContain(job);
        assertThat(heard(bob)).noneMatch(line -> line.startsWith("sent_fax") || line.startsWith("config_changed"));
    }

    /** The kinds and subjects of all events that this caller hears, up to one that everybody does. */
    private List<String> heard(String token) throws Exception {
        long last = front.service.lastEvent();
        set(OutgoingSettings.class, "outgoing", "paused", true);
        set(OutgoingSettings.class, "outgoing", "paused", false);
        return heard(
                token,
                "",
                event -> event.get("id").asLong() > last
                        && event.get("kind").asText().equals("queue_state_changed"));
    }

    private List<String> heard(String token, String more, Predicate<JsonNode> isLast) throws Exception {
        var words = new ArrayList<String>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = client.send(
                    front.to("/api/v1/events?after=0" + more)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ")) {
                        JsonNode event = JSON.readTree(line.substring(6));
                        words.add(event.get("kind").asText());
                        words.add(event.get("subject").asText());
                        if (isLast.test(event)) {
                            break;
                        }
                    }
                }
            }
        }
        return words;
    }

    @Test
    void received_faxes_are_everybodys_or_those_of_the_holders_of_manage_receive_folder() throws Exception {
        String fax = front.received();
        String ann = front.token(Right.SUBMIT_LOW);
        String desk = front.token(Right.MANAGE_RECEIVE_FOLDER);
        assertThat(json(ann, RECEIVED).toString()).contains(fax);
        assertThat(ask(ann, "PATCH", RECEIVED + "/" + fax, "{\"read\": true}").statusCode())
                .isEqualTo(200);
        assertThat(ask(ann, "PATCH", RECEIVED + "/" + fax, "{\"subject\": \"mine\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(ann, "DELETE", RECEIVED + "/" + fax).statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(ask(ann, "DELETE", RECEIVED + "?all=true").body())
                        .get("deleted")
                        .asInt())
                .isZero();
        try {
            facesPublic(false);
            assertThat(json(ann, RECEIVED).get("items")).isEmpty();
            for (String rest : List.of("", "/tiff", "/pdf", "/pages/1")) {
                assertThat(ask(ann, "GET", RECEIVED + "/" + fax + rest).statusCode())
                        .isEqualTo(404);
                assertThat(ask(desk, "GET", RECEIVED + "/" + fax + rest).statusCode())
                        .isEqualTo(200);
            }
            assertThat(ask(ann, "DELETE", RECEIVED + "/" + fax).statusCode()).isEqualTo(404);
            assertThat(ask(ann, "GET", "/api/v1/incoming/jobs").statusCode()).isEqualTo(403);
            assertThat(ask(desk, "GET", "/api/v1/incoming/jobs").statusCode()).isEqualTo(200);
            assertThat(ask(ann, "GET", "/api/v1/events?classes=in_queue").statusCode())
                    .isEqualTo(403);
            assertThat(json(ann, "/api/v1/calls").get("items")).isEmpty();
            assertThat(heard(desk)).contains(fax);
        } finally {
            facesPublic(true);
        }
        assertThat(ask(desk, "DELETE", RECEIVED + "/" + fax).statusCode()).isEqualTo(204);
    }

    private void facesPublic(boolean are) {
        front.setPublic(are);
    }

    @Test
    void a_received_fax_that_was_given_to_one_is_there_for_nobody_else() throws Exception {
        String fax = front.received();
        String other = front.received();
        String desk = front.token(Right.MANAGE_RECEIVE_FOLDER, Right.QUERY_CONFIG);
        String reader = front.token(Right.QUERY_ARCHIVES);
        String bob = front.token(Right.SUBMIT_HIGH, Right.QUERY_OUT_JOBS, Right.MANAGE_OUT_JOBS);
        String ann = front.token(Right.SUBMIT_LOW);
        String to = "{\"recipients\": [\"" + front.lastAccount() + "\"], \"subject\": \"Findings\"}";
        try {
            facesPublic(false);
            assertThat(ask(ann, "POST", RECEIVED + "/" + fax + "/assign", to).statusCode())
                    .isEqualTo(403);
            assertThat(ask(desk, "POST", RECEIVED + "/" + fax + "/assign", to).statusCode())
                    .isEqualTo(200);
            for (boolean isPublic : new boolean[] {false, true}) {
                facesPublic(isPublic);
                for (String path : List.of("", "/tiff", "/pdf", "/pages/1")) {
                    String address = RECEIVED + "/" + fax + path;
                    assertThat(ask(ann, "GET", address).statusCode()).isEqualTo(200);
                    assertThat(ask(reader, "GET", address).statusCode()).isEqualTo(200);
                    for (String stranger : List.of(bob, desk)) {
                        hidden(stranger, "GET", address, fax, "");
                    }
                }
                for (String stranger : List.of(bob, desk)) {
                    hidden(stranger, "PATCH", RECEIVED + "/" + fax, fax, "{\"read\": true}");
                    hidden(stranger, "DELETE", RECEIVED + "/" + fax, fax, "");
                    hidden(stranger, "POST", RECEIVED + "/" + fax + "/return", fax, "");
                    assertThat(json(stranger, RECEIVED).toString()).doesNotContain(fax);
                    assertThat(json(stranger, RECEIVED + "?search=findings").get("items"))
                            .isEmpty();
                    assertThat(JSON.readTree(ask(stranger, "DELETE", RECEIVED + "?search=findings")
                                            .body())
                                    .get("messages")
                                    .asInt())
                            .isZero();
                }
                hidden(desk, "POST", RECEIVED + "/" + fax + "/assign", fax, to);
                HttpResponse<byte[]> refused = ask(reader, "DELETE", RECEIVED + "/" + fax);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(text(refused)).contains("MANAGE_ARCHIVES").doesNotContain("RECEIVE_FOLDER");
                assertThat(json(ann, RECEIVED).toString().contains(other)).isEqualTo(isPublic);
                assertThat(json(ann, "/api/v1/access/me/folders")
                                .at("/inbox/messages")
                                .asInt())
                        .isEqualTo(1);
                assertThat(json(ann, "/api/v1/access/me/folders").has("receiveFolder"))
                        .isEqualTo(isPublic);
                assertThat(json(reader, RECEIVED).toString()).contains(fax, other);
                assertThat(json(reader, RECEIVED + "?account=me").get("items").size())
                        .isEqualTo(isPublic ? json(bob, RECEIVED).get("items").size() : 0);
            }
            facesPublic(false);
            String call = json(ann, RECEIVED + "/" + fax).get("call").asText();
            assertThat(json(ann, "/api/v1/calls").toString()).contains(call);
            assertThat(json(ann, "/api/v1/calls/" + call).get("id").asText()).isEqualTo(call);
            assertThat(json(bob, "/api/v1/calls").toString()).doesNotContain(call);
            hidden(bob, "GET", "/api/v1/calls/" + call, call, "");
            assertThat(heard(bob)).doesNotContain(fax);
            assertThat(heard(ann)).contains(fax).doesNotContain(other);
            assertThat(heard(desk)).contains(fax, other);
            assertThat(ask(ann, "POST", RECEIVED + "/" + fax + "/return").statusCode())
                    .isEqualTo(204);
            hidden(ann, "GET", RECEIVED + "/" + fax, fax, "");
            assertThat(json(desk, RECEIVED).toString()).contains(fax);
        } finally {
            facesPublic(true);
        }
    }

    /** It is not there: the same words as of one that never was. */
    private void hidden(String token, String method, String address, String id, String body) throws Exception {
        HttpResponse<byte[]> answer = ask(token, method, address, body);
        assertThat(answer.statusCode())
                .as(method + " " + address + ": " + text(answer))
                .isEqualTo(404);
        String never = address.replace(id, "nowhere");
        assertThat(text(answer).replace(id, "nowhere")).isEqualTo(text(ask(token, method, never, body)));
    }

    @Test
    void the_pages_of_a_fax_that_was_given_away_are_not_shown_by_its_job_either() throws Exception {
        String fax = front.archivedAndUnrouted();
        String desk = front.token(Right.MANAGE_RECEIVE_FOLDER, Right.QUERY_CONFIG);
        String job = "/api/v1/incoming/jobs/" + fax;
        for (String rest : List.of("/tiff", "/pdf", "/pages/1")) {
            assertThat(ask(desk, "GET", job + rest).statusCode()).isEqualTo(200);
        }
        String to = "{\"recipients\": [\"" + front.account() + "\"]}";
        try {
            facesPublic(false);
            assertThat(ask(desk, "POST", RECEIVED + "/" + fax + "/assign", to).statusCode())
                    .isEqualTo(200);
        } finally {
            facesPublic(true);
        }
        assertThat(ask(desk, "GET", job).statusCode()).isEqualTo(200);
        for (String rest : List.of("/tiff", "/pdf", "/pages/1")) {
            hidden(desk, "GET", job + rest, fax, "");
        }
    }

    @Test
    void the_folders_and_events_of_another_account_cannot_be_asked_for() throws Exception {
        String ann = front.token(Right.values());
        String own = front.lastAccount();
        String bob = front.account();
        for (String path : List.of(JOBS, SENT, RECEIVED, "/api/v1/incoming/jobs", "/api/v1/events")) {
            HttpResponse<byte[]> refused = ask(ann, "GET", path + "?account=" + bob);
            assertThat(refused.statusCode()).as(path).isEqualTo(400);
            assertThat(text(refused))
                    .contains("E_INVALIDARG")
                    .doesNotContain(bob)
                    .isEqualTo(text(ask(ann, "GET", path + "?account=nobody-at-all")));
            assertThat(ask(Front.TOKEN, "GET", path + "?account=me").statusCode())
                    .as(path)
                    .isEqualTo(400);
            if (!path.endsWith("/events")) {
                assertThat(ask(ann, "GET", path + "?account=me").statusCode())
                        .as(path)
                        .isEqualTo(200);
                assertThat(ask(ann, "GET", path + "?account=" + own.toUpperCase(Locale.ROOT))
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
        HttpResponse<byte[]> refused = ask(ann, "GET", "/api/v1/events?account=me&classes=out_queue,config");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(text(refused)).contains("config");
        try {
            facesPublic(false);
            String plain = front.token(Right.SUBMIT_LOW);
            assertThat(ask(plain, "GET", "/api/v1/events?account=me&classes=in_queue")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(json(plain, "/api/v1/incoming/jobs?account=me").get("items"))
                    .isEmpty();
        } finally {
            facesPublic(true);
        }
    }

    @Test
    void as_an_account_one_hears_of_ones_own_alone_whatever_else_one_may_see() throws Exception {
        String fax = front.assigned();
        String all = front.token(Right.values());
        String job = job(all);
        String others = front.done();
        assertThat(heard(all)).contains(fax, job, others);
        String last = job(all);
        List<String> own =
                heard(all, "&account=me", event -> event.get("subject").asText().equals(last));
        assertThat(own).contains(job, fax).doesNotContain(others).noneMatch(word -> word.startsWith("config_"));
        // Of the fax that was given to somebody else it hears what happened in the receive folder, and no more.
        assertThat(Collections.frequency(own, fax)).isEqualTo(2 + incoming(own, fax));
    }

    /** How often what is told of it is told of its job. */
    private static int incoming(List<String> words, String fax) {
        int found = 0;
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).equals(fax) && words.get(i - 1).startsWith("incoming_job")) {
                found++;
            }
        }
        return found;
    }

    private void set(Class<? extends Section> type, String section, String member, boolean value) {
        long version = front.service.settings().get(type).version();
        front.service.settings().change(section, Map.of(member, value), false, version);
    }

    @Test
    void who_may_not_read_the_configuration_does_not_see_what_goes_on() throws Exception {
        JsonNode server = json(front.token(Right.SUBMIT_LOW), "/api/v1/server");
        assertThat(server.has("activity")).isFalse();
        assertThat(server.has("failures")).isFalse();
        assertThat(server.has("sipPort")).isFalse();
        assertThat(json(front.token(Right.QUERY_CONFIG), "/api/v1/server").has("activity"))
                .isTrue();
        HttpResponse<byte[]> refused =
                ask(front.token(Right.SUBMIT_LOW), "GET", "/api/v1/events?classes=out_queue,config");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(text(refused)).contains("QUERY_CONFIG");
    }

    @Test
    void the_key_of_the_server_always_works_and_belongs_to_no_account() throws Exception {
        JsonNode me = json(Front.TOKEN, "/api/v1/access/me");
        assertThat(me.get("name").asText()).isEqualTo("administrator");
        assertThat(me.has("account")).isFalse();
        assertThat(me.get("bits").asInt()).isEqualTo(0x3FF);
        assertThat(me.get("firstGeneration").asInt()).isEqualTo(0x7FF);
    }
}

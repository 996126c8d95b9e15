package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.caselli.queue.ServerEvent;
import org.caselli.service.access.Right;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.AuditFilter;
import org.caselli.service.audit.TrailFile;
import org.junit.jupiter.api.Test;

/** What becomes of requests in the audit trail. */
class AuditingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HttpResponse<byte[]> get(Front front, String path) throws Exception {
        return front.send(front.authorised("/api/v1/" + path).build());
    }

    private static HttpResponse<byte[]> send(Front front, String method, String path, String body) throws Exception {
        return front.send(front.authorised("/api/v1/" + path)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private static List<AuditEntry> entries(Front front, String action) {
        var filter = new AuditFilter(
                Optional.empty(),
                Optional.of(action),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return front.service.audit().after(filter, 0);
    }

    private static AuditEntry last(Front front, String action) {
        return entries(front, action).getLast();
    }

    @Test
    void whoever_looks_at_a_fax_has_an_entry_before_he_has_the_fax() throws Exception {
        try (var front = new Front()) {
            String fax = front.received();
            for (String file : List.of("pages/1", "pdf", "tiff")) {
                assertThat(get(front, "incoming/messages/" + fax + "/" + file).statusCode())
                        .isEqualTo(200);
            }
            assertThat(last(front, "fax.viewed")).satisfies(entry -> {
                assertThat(entry.actor()).isEqualTo("administrator");
                assertThat(entry.address()).isEqualTo("127.0.0.1");
                assertThat(entry.subject()).isEqualTo("incoming/messages/" + fax);
                assertThat(entry.facts())
                        .isEqualTo(
                                "{\"page\":\"1\",\"request\":\"GET /api/v1/incoming/messages/" + fax + "/pages/1\"}");
            });
            assertThat(entries(front, "fax.downloaded"))
                    .extracting(AuditEntry::subject)
                    .containsExactly("incoming/messages/" + fax, "incoming/messages/" + fax);
            get(front, "incoming/messages?search=bob*&limit=5");
            get(front, "incoming/messages?search=bob*&limit=6");
            assertThat(entries(front, "archive.listed")).hasSize(1);
            assertThat(last(front, "archive.listed").facts()).contains("\"parameters\":{\"search\":\"bob*\"}");
            get(front, "calls/" + front.service.archives().receivedFax(fax).callId());
            assertThat(entries(front, "diary.viewed")).hasSize(1);
            assertThat(entries(front, "caller.admitted")).hasSize(1);
        }
    }

    @Test
    void what_a_request_changes_stands_in_one_entry_with_the_request() throws Exception {
        try (var front = new Front()) {
            String job = front.waiting();
            assertThat(entries(front, "fax.submitted")).hasSize(1);
            send(front, "POST", "outgoing/jobs/" + job + "/pause", "");
            send(front, "POST", "outgoing/jobs/" + job + "/resume", "");
            send(front, "DELETE", "outgoing/jobs/" + job, "");
            for (String action : List.of("job.paused", "job.resumed", "job.canceled")) {
                assertThat(entries(front, action)).as(action).singleElement().satisfies(entry -> {
                    assertThat(entry.subject()).isEqualTo("outgoing/jobs/" + job);
                    assertThat(entry.facts()).contains("/api/v1/outgoing/jobs/" + job);
                });
            }
            send(front, "PATCH", "settings/outgoing", "{\"retries\": 7}");
            assertThat(entries(front, "config.changed").stream()
                            .filter(entry -> entry.subject().equals("settings/outgoing")))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.facts()).contains("\"after\":{\"retries\":7}", "\"before\":"));
            String fax = front.received();
            String other = front.received();
            send(front, "DELETE", "incoming/messages/" + fax, "");
            assertThat(last(front, "fax.deleted").subject()).isEqualTo("incoming/messages/" + fax);
            String third = front.received();
            send(front, "DELETE", "incoming/messages?all=true", "");
            assertThat(last(front, "fax.deleted").facts()).contains("\"count\":2", other, third, "all=true");
            send(front, "DELETE", "documents/" + front.document(), "");
            assertThat(entries(front, "document.deleted")).hasSize(1);
            assertThat(entries(front, "request.done")).isEmpty();
        }
    }

    @Test
    void a_refused_request_is_told_without_what_it_said() throws Exception {
        try (var front = new Front()) {
            for (int i = 0; i < 3; i++) {
                HttpRequest guess = front.to("/api/v1/server?guess=" + i)
                        .header("Authorization", "Bearer my-guess-" + i)
                        .build();
                assertThat(front.send(guess).statusCode()).isEqualTo(401);
            }
            get(front, "server"); // its entry is written after the one of the first guess
            get(front, "incoming/messages/0123456789abcdef/pdf");
            send(front, "POST", "outgoing/jobs/0123456789abcdef/pause", "");
            send(front, "PATCH", "settings/outgoing", "{\"retries\": \"a-text\"}");
            assertThat(entries(front, "caller.refused")).singleElement().satisfies(entry -> {
                assertThat(entry.actor()).isEqualTo("nobody");
                assertThat(entry.address()).isEqualTo("127.0.0.1");
                assertThat(entry.result()).isEqualTo(AuditEntry.Result.REFUSED);
                assertThat(entry.facts()).isEqualTo("{}");
            });
            assertThat(last(front, "fax.downloaded")).satisfies(entry -> {
                assertThat(entry.result()).isEqualTo(AuditEntry.Result.REFUSED);
                assertThat(entry.facts()).contains("\"status\":404");
            });
            assertThat(entries(front, "request.done"))
                    .extracting(AuditEntry::result)
                    .containsExactly(AuditEntry.Result.REFUSED, AuditEntry.Result.REFUSED);
            assertThat(text(front)).doesNotContain("my-guess", "a-text");
        }
    }

    @Test
    void who_comes_and_goes_and_who_is_not_let_in_has_an_entry_of_his_own_with_the_way() throws Exception {
        try (var front = new Front()) {
            String token = front.token(Right.SUBMIT_LOW, Right.MANAGE_CONFIG);
            String ann = front.lastAccount();
            String good = "{\"name\": \"" + ann + "\", \"password\": \"" + Front.PASSWORD + "\"}";
            HttpRequest.Builder request =
                    front.to("/api/v1/access/sessions").header("Content-Type", "application/json");
            HttpResponse<byte[]> begun =
                    front.send(request.POST(BodyPublishers.ofString(good)).build());
            String session = JSON.readTree(begun.body()).get("token").asText();
            HttpRequest wrong = request.POST(BodyPublishers.ofString(good.replace(Front.PASSWORD, "sesame-wrong")))
                    .build();
            int refused = 0;
            while (refused < 100 && front.send(wrong).statusCode() == 401) {
                refused++; // the wait doubles, so that it comes to an end on any machine
            }
            front.send(request.POST(BodyPublishers.ofString("{")).build());
            front.send(front.to("/api/v1/access/sessions/current")
                    .header("Authorization", "Bearer " + session)
                    .DELETE()
                    .build());
            front.arrives("eve");
            String made = "/api/v1/access/tokens";
            HttpResponse<byte[]> personal = front.send(front.to(made)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\": \"scanner\"}"))
                    .build());
            String id = JSON.readTree(personal.body()).get("id").asText();
            front.send(front.to(made + "/" + id)
                    .header("Authorization", "Bearer " + token)
                    .DELETE()
                    .build());
            get(front, "server");
            front.service.audit().close(); // tells what it has only counted so far
            front.account(); // is written after it
            assertThat(entries(front, "session.begun")).hasSize(2);
            assertThat(entries(front, "session.begun").getFirst()).satisfies(entry -> {
                assertThat(entry.actor()).isEqualTo(ann);
                assertThat(entry.subject()).isEqualTo("accounts/" + ann);
                assertThat(entry.address()).isEqualTo("127.0.0.1");
                assertThat(entry.facts()).contains("\"way\":\"password\"");
            });
            assertThat(last(front, "session.begun").facts()).contains("\"way\":\"oidc\"");
            assertThat(entries(front, "session.ended"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.actor()).isEqualTo(ann));
            assertThat(entries(front, "session.refused"))
                    .extracting(AuditEntry::subject)
                    .contains("accounts/" + ann, "");
            // The first wrong password and the count of the
            // others, the first that came too early, and the broken request.
            assertThat(entries(front, "session.refused"))
                    .hasSize(4)
                    .allSatisfy(entry -> assertThat(entry.address()).isEqualTo("127.0.0.1"));
            int count = refused - 1;
            assertThat(entries(front, "session.refused").stream().map(AuditEntry::facts))
                    .anyMatch(facts -> facts.contains("too many attempts"))
                    .anyMatch(facts -> facts.contains("\"status\":400"))
                    .anyMatch(facts -> facts.contains("\"count\":" + count));
            assertThat(entries(front, "account.made")).singleElement().satisfies(entry -> {
                assertThat(entry.subject()).isEqualTo("accounts/eve");
                assertThat(entry.facts()).contains("\"way\":\"oidc\"");
            });
            assertThat(last(front, "token.made").facts()).contains(id);
            assertThat(last(front, "token.revoked").facts()).contains(id);
            assertThat(entries(front, "caller.admitted").stream().map(AuditEntry::facts))
                    .anyMatch(facts -> facts.contains("\"way\":\"session\""))
                    .anyMatch(facts -> facts.contains("\"way\":\"token\""))
                    .anyMatch(facts -> facts.contains("\"way\":\"key\""));
            assertThat(entries(front, "request.done")).isEmpty();
            assertThat(text(front)).doesNotContain(Front.PASSWORD, "sesame-wrong", session, token);
        }
    }

    @Test
    void guessed_tokens_are_told_apart_from_good_ones_of_the_same_address() throws Exception {
        try (var front = new Front()) {
            String good = front.token(Right.SUBMIT_LOW);
            var random = new SplittableRandom(7);
            int early = 0;
            for (int i = 0; i < 300; i++) {
                String guess = "caselli_"
                        + "%016x%016x%016x%016x"
                                .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong())
                                .substring(0, 43);
                HttpResponse<byte[]> answer = front.send(front.to("/api/v1/access/me")
                        .header("Authorization", "Bearer " + guess)
                        .build());
                if (answer.statusCode() == 429) {
                    early++;
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                } else {
                    assertThat(answer.statusCode()).isEqualTo(401);
                }
            }
            assertThat(early).isEqualTo(300 - TokenGuesses.MOST);
            assertThat(front.send(front.to("/api/v1/access/me")
                                    .header("Authorization", "Bearer " + good)
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(front, "server").statusCode()).isEqualTo(200);
            assertThat(entries(front, "caller.refused")).hasSize(1);
        }
    }

    private static String text(Front front) {
        return String.join(
                "\n",
                front.service.audit().after(AuditFilter.ALL, 0).stream()
                        .map(AuditEntry::line)
                        .toList());
    }

    @Test
    void no_secret_is_in_any_entry() throws Exception {
        try (var front = new Front()) {
            String secret = "sesame-" + "x".repeat(20);
            var made = new ArrayList<String>();
            send(front, "PATCH", "settings/receipts", """
                    {"host": "mail.example", "sender": "fax@example.org", "user": "fax", "password": "%s"}""".formatted(secret));
            JsonNode webhook = JSON.readTree(
                    send(front, "POST", "webhooks", "{\"name\": \"crm\", \"url\": \"http://127.0.0.1:9/\"}")
                            .body());
            made.add(webhook.get("secret").asText());
            made.add(
                    JSON.readTree(send(front, "POST", "webhooks/crm/secret", "").body())
                            .get("secret")
                            .asText());
            send(front, "PATCH", "webhooks/crm", "{\"description\": \"ours\", \"active\": false}");
            get(front, "configuration");
            send(front, "DELETE", "webhooks/crm", "");
            String all = text(front);
            assertThat(all)
                    .contains("settings/receipts", "webhooks/crm", "config.exported", "\"description\":\"ours\"")
                    .contains("\"members\":\"host sender user password\"")
                    .doesNotContain(secret, Front.TOKEN)
                    .doesNotContain(made);
            assertThat(entries(front, "config.changed").stream()
                            .filter(entry -> entry.subject().equals("webhooks/crm")))
                    .hasSize(4);
        }
    }

    @Test
    void an_export_is_verified_as_a_file_and_no_cell_of_its_csv_is_a_formula() throws Exception {
        try (var front = new Front()) {
            front.happen(ServerEvent.Kind.SERVER_STARTED, "x"); // not by this server's log: no entry
            get(front, "incoming/messages/%3DHYPERLINK(1)/pdf");
            String lines = new String(get(front, "audit/export").body(), StandardCharsets.UTF_8);
            var found = TrailFile.verify(new BufferedReader(new StringReader(lines)), Optional.empty());
            assertThat(found.broken()).isEmpty();
            assertThat(found.entries()).isEqualTo(lines.lines().count()).isPositive();
            JsonNode verified = JSON.readTree(get(
                            front,
                            "audit/verify?sequence=" + found.head().sequence() + "&hash="
                                    + found.head().hash())
                    .body());
            assertThat(verified.get("intact").asBoolean()).isTrue();
            assertThat(verified.get("entries").asLong()).isGreaterThan(found.entries());
            var filtered = get(front, "audit/export?format=csv&action=fax.downloaded");
            assertThat(filtered.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
            assertThat(new String(filtered.body(), StandardCharsets.UTF_8).lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("Sequence,At,Account,Actor");
            assertThat(get(front, "audit?actor=administrator&limit=2").statusCode())
                    .isEqualTo(200);
            var formula = new AuditEntry(
                    1,
                    Front.NOW,
                    "",
                    "=1+1",
                    "@x",
                    "\t-2",
                    "+3",
                    "a\r\nb",
                    AuditEntry.Result.ALLOWED,
                    "{}",
                    AuditEntry.NONE,
                    AuditEntry.NONE);
            assertThat(formula.cells()).contains("'=1+1", "'@x", "' -2", "'+3", "a  b");
        }
    }
}

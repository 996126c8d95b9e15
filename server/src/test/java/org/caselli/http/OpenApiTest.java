package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.caselli.call.CallSettings;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.line.TrunkProvider;
import org.caselli.queue.Job;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Slice;
import org.caselli.service.access.PretendedDirectory;
import org.caselli.service.access.PretendedProvider;
import org.caselli.service.access.Right;
import org.junit.jupiter.api.Test;

/** The document is a contract: everything in it is asked of the running server, and read by Jackson, which is not ours. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** Streams, answers to a second request, and others that have tests of their own. */
    private static final Set<String> TESTED_ELSEWHERE = Set.of(
            "events 200",
            "submit 200",
            "submit 409",
            "testTrunk 200",
            "oidcBrowser 429",
            "oidcDevice 429",
            "oidcSession 429");

    /** For each operation and status that is not the same for all: a request that must have this answer. */
    private static final Map<String, Function<Front, HttpRequest>> REQUESTS = new HashMap<>();

    static {
        var routing = new RoutingRequests(REQUESTS);
        routing.addRouting();
        routing.addTrunks();
        routing.addCoverPages();
        routing.addSenders();
        routing.addSecurity();
    }

    private static void when(String operation, int status, Function<Front, HttpRequest> request) {
        REQUESTS.put(operation + " " + status, request);
    }

    private static void get(String operation, String path) {
        when(operation, 200, front -> front.authorised(path).build());
    }

    private static void get(String operation, String path, Function<Front, String> id, String rest) {
        when(
                operation,
                200,
                front -> front.authorised(path + id.apply(front) + rest).build());
    }

    /** A list that is not empty: something of its kind is made first. */
    private static void list(String operation, String path, Function<Front, String> item) {
        when(operation, 200, front -> {
            var _ = item.apply(front);
            return front.authorised(path).build();
        });
    }

    /** What finishes a sign-in with a browser that has brought this person. */
    private static String visit(Front front, Map<String, Object> provider, String person) {
        var visit = front.set("oidc", provider).service.signIn().openId().visit("http://127.0.0.1:50000/", "127.0.0.1");
        return "{\"flow\": \"" + visit.flow() + "\", \"state\": \"" + visit.state() + "\", \"code\": \"" + person
                + "\"}";
    }

    private static void post(String operation, int status, Function<Front, String> path) {
        when(
                operation,
                status,
                front -> front.authorised("/api/v1/" + path.apply(front))
                        .POST(BodyPublishers.noBody())
                        .build());
    }

    private static HttpRequest upload(Front front, String parameters, String content) {
        return front.authorised("/api/v1/documents" + parameters)
                .POST(BodyPublishers.ofString(content))
                .build();
    }

    private static HttpRequest page(Front front, String document, String page) {
        return front.authorised("/api/v1/documents/" + document + "/pages/" + page)
                .build();
    }

    private static HttpRequest patch(Front front, String type, String body) {
        return front.authorised("/api/v1/incoming/messages/" + front.received())
                .header("Content-Type", type)
                .method("PATCH", BodyPublishers.ofString(body))
                .build();
    }

    static {
        when("describe", 200, front -> front.to("/api/v1/openapi.yaml").build());
        when(
                "explainProblem",
                200,
                front -> front.to("/api/v1/problems/conflict").build());
        get("server", "/api/v1/server");
        get("nodes", "/api/v1/nodes");
        when("health", 200, front -> front.to("/api/v1/health").build());
        when("events", 400, front -> front.authorised("/api/v1/events?after=x").build());
        String file = Front.file("a.pdf", "content");
        when("submit", 201, front -> front.form(Front.field("to", "1002"), file));
        when("submit", 400, front -> front.form(file));
        when(
                "submit",
                413,
                front -> front.form(
                        Front.field("to", "1002"), Front.file("a.pdf", "x".repeat((int) Front.MAX_UPLOAD + 1))));
        when(
                "submit",
                415,
                front -> front.authorised("/api/v1/submissions")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("fax this"))
                        .build());
        when("submit", 422, front -> front.form(Front.field("to", "1002"), Front.file("a.pdf", "%PDF-broken")));
        get("submission", "/api/v1/submissions/", Front::submission, "");
        list("jobs", "/api/v1/outgoing/jobs?state=pending&state=failed&limit=10", Front::waiting);
        when(
                "jobs",
                400,
                front -> front.authorised("/api/v1/outgoing/jobs?state=lost").build());
        get("queueChanges", "/api/v1/outgoing/changes");
        when(
                "queueChanges",
                400,
                front -> front.authorised("/api/v1/outgoing/changes?sinse=1").build());
        get("job", "/api/v1/outgoing/jobs/", Front::held, "");
        when(
                "deleteJob",
                200,
                front -> front.authorised("/api/v1/outgoing/jobs/" + front.waiting())
                        .DELETE()
                        .build());
        when(
                "deleteJob",
                409,
                front -> front.authorised("/api/v1/outgoing/jobs/" + front.done())
                        .DELETE()
                        .build());
        for (String verb : List.of("cancel", "restart")) {
            Map<Function<Front, String>, Integer> jobs = Map.of(Front::failed, 200, Front::done, 409);
            for (var job : jobs.entrySet()) {
                when(
                        verb + "Job",
                        job.getValue(),
                        front -> front.authorised(
                                        "/api/v1/outgoing/jobs/" + job.getKey().apply(front) + "/" + verb)
                                .POST(BodyPublishers.noBody())
                                .build());
            }
        }
        for (String verb : List.of("pause", "resume")) {
            Function<Front, String> right = verb.equals("pause") ? Front::waiting : Front::paused;
            post(verb + "Job", 200, front -> "outgoing/jobs/" + right.apply(front) + "/" + verb);
            post(verb + "Job", 409, front -> "outgoing/jobs/" + front.done() + "/" + verb);
            post(verb + "Submission", 200, front -> "submissions/" + front.submissionOf(right) + "/" + verb);
            post(verb + "Submission", 409, front -> "submissions/" + front.submissionOf(Front::done) + "/" + verb);
        }
        post("cancelSubmission", 200, front -> "submissions/" + front.submissionOf(Front::waiting) + "/cancel");
        post("cancelSubmission", 409, front -> "submissions/" + front.submissionOf(Front::done) + "/cancel");
        when("uploadDocument", 201, front -> upload(front, "?name=a.txt&resolution=standard", "Dear Bob"));
        when("uploadDocument", 400, front -> upload(front, "?resolution=blurred", "Dear Bob"));
        when("uploadDocument", 413, front -> upload(front, "", "x".repeat((int) Front.MAX_UPLOAD + 1)));
        get("document", "/api/v1/documents/", Front::document, "");
        when(
                "deleteDocument",
                204,
                front -> front.authorised("/api/v1/documents/" + front.document())
                        .DELETE()
                        .build());
        get("documentPage", "/api/v1/documents/", Front::document, "/pages/1?width=200");
        when("documentPage", 400, front -> page(front, front.document(), "1?width=9"));
        when("documentPage", 404, front -> page(front, front.document(), "7"));
        when("documentPage", 422, front -> page(front, front.brokenDocument(), "1"));
        get("jobTiff", "/api/v1/outgoing/jobs/", Front::done, "/tiff");
        list("sentFaxes", "/api/v1/outgoing/messages", Front::done);
        get("sentFax", "/api/v1/outgoing/messages/", Front::done, "");
        get("sentTiff", "/api/v1/outgoing/messages/", Front::done, "/tiff");
        get("sentPdf", "/api/v1/outgoing/messages/", Front::done, "/pdf");
        when(
                "deleteSentFax",
                204,
                front -> front.authorised("/api/v1/outgoing/messages/" + front.done())
                        .DELETE()
                        .build());
        list("receivedFaxes", "/api/v1/incoming/messages?limit=1", Front::received);
        get("receivedFax", "/api/v1/incoming/messages/", Front::received, "");
        get("receivedTiff", "/api/v1/incoming/messages/", Front::received, "/tiff");
        get("receivedPdf", "/api/v1/incoming/messages/", Front::received, "/pdf");
        when(
                "deleteReceivedFax",
                204,
                front -> front.authorised("/api/v1/incoming/messages/" + front.received())
                        .DELETE()
                        .build());
        when("markReceivedFax", 200, front -> patch(front, "application/json", "{\"read\": true}"));
        when("markReceivedFax", 400, front -> patch(front, "application/json", "{\"read\": 1}"));
        when("markReceivedFax", 413, front -> patch(front, "application/json", " ".repeat(300_000)));
        when("markReceivedFax", 415, front -> patch(front, "text/plain", "read"));
        when(
                "markReceivedFax",
                412,
                front -> json(front.authorised("/api/v1/incoming/messages/" + front.received())
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"subject\": \"x\"}")))
                        .header("If-Match", "\"999\"")
                        .build());
        when("markReceivedFax", 409, front -> {
            String fax = front.assigned();
            return sent(
                    front,
                    "PATCH",
                    "/api/v1/incoming/messages/" + fax,
                    "application/json",
                    "{\"recipients\": [\"x\"]}");
        });
        String assign = "/api/v1/incoming/messages/%s/assign";
        when("assignReceivedFax", 200, front -> {
            String fax = front.received();
            front.setPublic(false);
            String body = "{\"recipients\": [\"" + front.account() + "\"], \"subject\": \"x\", \"hasCoverPage\": true}";
            return sent(front, "POST", assign.formatted(fax), "application/json", body);
        });
        when(
                "assignReceivedFax",
                400,
                front -> sent(front, "POST", assign.formatted(front.received()), "application/json", "{}"));
        when(
                "assignReceivedFax",
                404,
                front ->
                        sent(front, "POST", assign.formatted("none"), "application/json", "{\"recipients\": [\"x\"]}"));
        when("assignReceivedFax", 409, front -> {
            String fax = front.received();
            front.setPublic(true);
            String body = "{\"recipients\": [\"" + front.account() + "\"]}";
            return sent(front, "POST", assign.formatted(fax), "application/json", body);
        });
        when(
                "assignReceivedFax",
                413,
                front -> sent(front, "POST", assign.formatted("any"), "application/json", " ".repeat(300_000)));
        when("assignReceivedFax", 412, front -> {
            String fax = front.received();
            front.setPublic(false);
            String body = "{\"recipients\": [\"" + front.account() + "\"]}";
            return json(front.authorised(assign.formatted(fax))
                            .method("POST", HttpRequest.BodyPublishers.ofString(body)))
                    .header("If-Match", "\"999\"")
                    .build();
        });
        when("assignReceivedFax", 415, front -> sent(front, "POST", assign.formatted("any"), "text/plain", "to ann"));
        post("returnReceivedFax", 204, front -> "incoming/messages/" + front.assigned() + "/return");
        post("returnReceivedFax", 409, front -> "incoming/messages/" + front.received() + "/return");
        when(
                "myFolders",
                200,
                front -> as(front.token(Right.SUBMIT_LOW), "GET", front, "/api/v1/access/me/folders", ""));
        when(
                "myFolders",
                400,
                front -> front.authorised("/api/v1/access/me/folders").build());
        list("calls", "/api/v1/calls", Front::call);
        get("call", "/api/v1/calls/", Front::call, "");
    }

    private static final String GUID = "%7B3f2504e0-4f89-11d3-9a0c-0305e82c3301%7D";

    // Each area of the interface says here what is asked of it.
    static {
        String outgoing = "/api/v1/settings/outgoing";
        get("settings", "/api/v1/settings");
        get("settingsSection", outgoing);
        String patch = "{\"retries\": 5, \"retryDelay\": \"2m\"}";
        changing("changeSettings", "PATCH", "/api/v1/settings", "{\"outgoing\": " + patch + "}", "{\"outgoing\": 1}");
        changing("changeSettingsSection", "PATCH", outgoing, patch, "{\"retries\": 100}");
        changing("putSettingsSection", "PUT", outgoing, patch, "{\"colour\": \"red\"}");
        get("exportConfiguration", "/api/v1/configuration");
        get("auditEntries", "/api/v1/audit?actor=server&result=allowed");
        get("exportAudit", "/api/v1/audit/export");
        get("verifyAudit", "/api/v1/audit/verify");
        get("auditHead", "/api/v1/audit/head");
        when(
                "auditEntries",
                400,
                front -> front.authorised("/api/v1/audit?result=good").build());
        when(
                "exportAudit",
                400,
                front -> front.authorised("/api/v1/audit/export?format=pdf").build());
        when(
                "verifyAudit",
                400,
                front -> front.authorised("/api/v1/audit/verify?sequence=1").build());
        when(
                "auditHead",
                400,
                front -> front.authorised("/api/v1/audit/head?x=1").build());
        String path = "/api/v1/configuration?dryRun=true";
        String file = "format = 1\n[settings.outgoing]\nretries = 7\n";
        when("applyConfiguration", 200, front -> put(front, path, "application/toml", file));
        when("applyConfiguration", 400, front -> put(front, path + "&colour=red", "application/toml", file));
        when("applyConfiguration", 413, front -> put(front, path, "application/toml", " ".repeat(300_000)));
        when("applyConfiguration", 415, front -> put(front, path, "text/plain", file));
        when("applyConfiguration", 422, front -> put(front, path, "application/toml", "format = 2"));
    }

    static {
        when("events", 410, front -> {
            front.forget();
            return front.authorised("/api/v1/events?after=1").build();
        });
        get("activity", "/api/v1/activity");
        get("metrics", "/metrics");
        when("serverLog", 200, front -> {
            front.failed(); // is an error of sending
            return front.authorised("/api/v1/activity/events?severity=error,warning&category=outbound")
                    .build();
        });
        list("receipts", "/api/v1/receipts", Front::receipt);
        when(
                "receipts",
                400,
                front -> front.authorised("/api/v1/receipts?state=red").build());
        get("receipt", "/api/v1/receipts/", Front::receipt, "");
        post("retryReceipt", 200, front -> "receipts/" + front.receipt() + "/retry");
        post("retryReceipt", 409, front -> "receipts/" + front.sentReceipt() + "/retry");
        String test = "/api/v1/receipts/test";
        when("testReceipts", 200, front -> post(front, test, "{\"address\": \"ann@example.org\"}"));
        when("testReceipts", 400, front -> post(front, test, "{\"address\": \"ann\"}"));
        when(
                "testReceipts",
                415,
                front -> front.authorised(test)
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
        String webhooks = "/api/v1/webhooks";
        String form = "{\"name\": \"%s\", \"url\": \"http://127.0.0.1:9/caselli\", \"classes\": [\"config\"],"
                + " \"kinds\": [\"config_changed\"]}";
        list("webhooks", webhooks, Front::webhook);
        when("addWebhook", 201, front -> post(front, webhooks, form.formatted("crm")));
        when("addWebhook", 400, front -> post(front, webhooks, "{\"name\": \"crm\", \"url\": \"ftp://there\"}"));
        when("addWebhook", 409, front -> post(front, webhooks, form.formatted(front.webhook())));
        when(
                "addWebhook",
                415,
                front -> front.authorised(webhooks)
                        .POST(BodyPublishers.ofString(form))
                        .build());
        get("webhook", webhooks + "/", Front::webhook, "");
        get("webhookTries", webhooks + "/", Front::webhook, "/tries");
        for (String verb : List.of("testWebhook test", "resumeWebhook resume", "newWebhookSecret secret")) {
            when(
                    verb.split(" ")[0],
                    200,
                    front -> front.authorised(webhooks + "/" + front.webhook() + "/" + verb.split(" ")[1])
                            .POST(BodyPublishers.noBody())
                            .build());
        }
        when(
                "removeWebhook",
                204,
                front -> front.authorised(webhooks + "/" + front.webhook())
                        .DELETE()
                        .build());
        changing(
                "changeWebhook",
                "PATCH",
                front -> webhooks + "/" + front.webhook(),
                "{\"description\": \"For Ann\"}",
                "{\"classes\": [\"red\"]}");
    }

    private static HttpRequest post(Front front, String path, String body) {
        return json(front.authorised(path)).POST(BodyPublishers.ofString(body)).build();
    }

    static {
        String jobs = "/api/v1/incoming/jobs";
        list("incomingJobs", jobs + "?state=retries_exceeded", Front::unrouted);
        when(
                "incomingJobs",
                400,
                front -> front.authorised(jobs + "?state=lost").build());
        get("incomingJob", jobs + "/", Front::routable, "");
        get("incomingJobTiff", jobs + "/", Front::unrouted, "/tiff");
        get("incomingJobPdf", jobs + "/", Front::unrouted, "/pdf");
        page("incomingJobPage", jobs, Front::unrouted);
        for (var file :
                Map.of("Tiff", "/tiff", "Pdf", "/pdf", "Page", "/pages/1").entrySet()) {
            when(
                    "incomingJob" + file.getKey(),
                    409,
                    front -> front.authorised(jobs + "/" + front.receiving() + file.getValue())
                            .build());
        }
        list("documents", "/api/v1/documents?limit=1", Front::document);
        for (int status : new int[] {204, 409}) {
            Function<Front, String> job = status == 204 ? Front::receiving : Front::canceling;
            when(
                    "deleteIncomingJob",
                    status,
                    front -> front.authorised(jobs + "/" + job.apply(front))
                            .DELETE()
                            .build());
            when(
                    "cancelIncomingJob",
                    status,
                    front -> front.authorised(jobs + "/" + job.apply(front) + "/cancel")
                            .POST(BodyPublishers.noBody())
                            .build());
        }
        when(
                "restartIncomingJob",
                200,
                front -> front.authorised(jobs + "/" + front.routable() + "/restart")
                        .POST(BodyPublishers.noBody())
                        .build());
        when(
                "restartIncomingJob",
                409,
                front -> front.authorised(jobs + "/" + front.receiving() + "/restart")
                        .POST(BodyPublishers.noBody())
                        .build());

        String routing = "/api/v1/routing/inbound";
        String name = "org.example.test";
        String guid = "{5b7a0d52-3f0c-4a53-9d0e-2f4f3ad6b001}";
        String extension = "{\"uniqueName\": \"" + name + "\", \"friendlyName\": \"Test\", \"image\":"
                + " \"/nowhere/test.jar\", \"methods\": [\"a;A;a;" + guid + "\"]}";
        get("inboundExtensions", routing + "/extensions");
        when("registerInboundExtension", 201, front -> post(front, routing + "/extensions", extension));
        when("registerInboundExtension", 400, front -> post(front, routing + "/extensions", "{}"));
        when("registerInboundExtension", 409, front -> post(front, routing + "/extensions", extension));
        when(
                "registerInboundExtension",
                415,
                front -> front.authorised(routing + "/extensions")
                        .POST(BodyPublishers.ofString(extension))
                        .build());
        when(
                "unregisterInboundExtension",
                204,
                front -> front.authorised(routing + "/extensions/" + name)
                        .DELETE()
                        .build());
        when(
                "unregisterInboundExtension",
                409,
                front -> front.authorised(routing + "/extensions/caselli")
                        .DELETE()
                        .build());
        get("inboundMethods", routing + "/methods");
        String folder = Front.FOLDER_METHOD.substring(1, Front.FOLDER_METHOD.length() - 1);
        String method = routing + "/methods/" + folder;
        get("inboundMethod", method);
        String fitting = "{\"priority\": 99, \"value\": \"" + System.getProperty("java.io.tmpdir") + "\"}";
        routingMethod("changeInboundMethod", "PATCH", method, fitting, "{\"priority\": 0}", "{\"value\": \"here\"}");
        String uses = "/api/v1/devices/fake-1002/routing-methods";
        get("deviceRoutingMethods", uses);
        get("deviceRoutingMethod", uses + "/" + folder);
        String used = "{\"enabled\": true, \"value\": \"" + System.getProperty("java.io.tmpdir") + "\"}";
        routingMethod(
                "useRoutingMethod", "PUT", uses + "/" + folder, used, "{\"data\": \"!\"}", "{\"value\": \"here\"}");
        when(
                "stopRoutingMethod",
                204,
                front -> front.authorised(uses + "/" + folder).DELETE().build());
        when("explainIncoming", 200, front -> post(front, routing + "/explain", "{\"to\": \"1002\", \"from\": \"1\"}"));
        when("explainIncoming", 400, front -> post(front, routing + "/explain", "{}"));
        when(
                "explainIncoming",
                415,
                front -> front.authorised(routing + "/explain")
                        .POST(BodyPublishers.ofString("1002"))
                        .build());
    }

    private static void routingMethod(
            String operation, String method, String path, String right, String wrong, String unfit) {
        changing(operation, method, path, right, wrong);
        when(
                operation,
                409,
                front -> json(front.authorised(path))
                        .header("If-Match", "*")
                        .method(method, BodyPublishers.ofString(unfit))
                        .build());
    }

    static {
        String device = "/api/v1/devices/fake-1001";
        get("devices", "/api/v1/devices");
        get("device", device);
        get("deviceStatus", device + "/status");
        get("deviceStatuses", "/api/v1/devices/status");
        changing("changeDevice", "PATCH", device, "{\"tsid\": \"+49 30 1\"}", "{\"ringsBeforeAnswer\": 100}");
        get("deviceOrder", "/api/v1/devices/order");
        changing(
                "orderDevices",
                "PUT",
                "/api/v1/devices/order",
                "{\"devices\": [\"fake-1002\", \"fake-1001\"]}",
                "{\"devices\": [\"fake-1002\", \"fake-1002\"]}");
        when(
                "orderDevices",
                404,
                front -> json(front.authorised("/api/v1/devices/order"))
                        .header("If-Match", "*")
                        .PUT(BodyPublishers.ofString("{\"devices\": [\"nowhere\"]}"))
                        .build());
        when("removeDevice", 409, front -> front.authorised(device).DELETE().build());
        when(
                "answerDevice",
                409,
                front -> front.authorised(device + "/answer")
                        .POST(BodyPublishers.noBody())
                        .build());
        when(
                "removeDevice",
                204,
                front -> front.authorised("/api/v1/devices/" + front.gone())
                        .DELETE()
                        .build());
        when(
                "answerDevice",
                202,
                front -> front.authorised("/api/v1/devices/" + front.ringing() + "/answer")
                        .POST(BodyPublishers.noBody())
                        .build());
        when("answerDevice", 400, front -> post(front, device + "/answer", "{\"call\": 1, \"colour\": 2}"));
        when(
                "answerDevice",
                415,
                front -> front.authorised(device + "/answer")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("answer"))
                        .build());
        property("eviceProperty", "d", device);
        property("erverProperty", "s", "/api/v1/server");
        when(
                "deviceProperty",
                404,
                front -> front.authorised(device + "/properties/%7B00000000-0000-0000-0000-000000000000%7D")
                        .build());
        when(
                "setDeviceProperty",
                404,
                front -> put(front, "/api/v1/devices/nowhere/properties/" + GUID, "application/octet-stream", "x"));
        when(
                "serverProperty",
                404,
                front -> front.authorised("/api/v1/server/properties/%7B00000000-0000-0000-0000-000000000000%7D")
                        .build());

        get("providers", "/api/v1/providers");
        get("provider", "/api/v1/providers/fake");
        when("registerProvider", 201, front -> register(front, 1, "application/json"));
        when("registerProvider", 400, front -> register(front, 10, "application/json"));
        when("registerProvider", 409, front -> {
            before(front, register(front, 2, "application/json"));
            return register(front, 2, "application/json");
        });
        when("registerProvider", 415, front -> register(front, 3, "text/plain"));
        when("unregisterProvider", 204, front -> {
            before(front, register(front, 4, "application/json"));
            return front.authorised("/api/v1/providers/%7B00000000-0000-0000-0000-000000000004%7D")
                    .DELETE()
                    .build();
        });
        when(
                "unregisterProvider",
                409,
                front -> front.authorised("/api/v1/providers/fake").DELETE().build());
    }

    /** @param first the first letter of the operation; it is a capital one in the name of the other operation */
    private static void property(String operation, String first, String path) {
        String address = path + "/properties/" + GUID;
        String octets = "application/octet-stream";
        when(first + operation, 200, front -> {
            before(front, put(front, address, octets, "some octets"));
            return front.authorised(address).build();
        });
        when(
                first + operation,
                400,
                front -> front.authorised(path + "/properties/nonsense").build());
        String set = "set" + first.toUpperCase(Locale.ROOT) + operation;
        when(set, 204, front -> put(front, address, octets, "others"));
        when(set, 400, front -> put(front, address, octets, ""));
        when(set, 415, front -> put(front, address, "text/plain", "others"));
    }

    /** Something that must have happened before. */
    private static void before(Front front, HttpRequest request) {
        try {
            assertThat(front.send(request).statusCode()).isBetween(200, 299);
        } catch (IOException | InterruptedException cause) {
            throw new AssertionError(cause);
        }
    }

    /** Registers a file that is on every machine that can run this test. */
    private static HttpRequest register(Front front, int number, String type) {
        String guid = "{00000000-0000-0000-0000-00000000000" + number + "}"; // two digits are one too many
        String image = Path.of(System.getProperty("java.home"), "release").toString();
        return front.authorised("/api/v1/providers")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"guid\": \"" + guid + "\", \"friendlyName\": \"A provider\","
                        + " \"image\": \"" + image + "\"}"))
                .build();
    }

    /** A change that needs to know the version, and all the ways in which it is refused. */
    private static void changing(String operation, String method, String path, String right, String wrong) {
        changing(operation, method, front -> path, right, wrong);
    }

    private static void changing(
            String operation, String method, Function<Front, String> path, String right, String wrong) {
        BiFunction<Front, String, HttpRequest.Builder> request =
                (front, body) -> front.authorised(path.apply(front)).method(method, BodyPublishers.ofString(body));
        when(
                operation,
                200,
                front -> json(request.apply(front, right))
                        .header("If-Match", "*")
                        .build());
        when(
                operation,
                400,
                front -> json(request.apply(front, wrong))
                        .header("If-Match", "*")
                        .build());
        when(
                operation,
                412,
                front -> json(request.apply(front, right))
                        .header("If-Match", "\"999\"")
                        .build());
        when(
                operation,
                415,
                front -> request.apply(front, right)
                        .header("If-Match", "*")
                        .header("Content-Type", "text/plain")
                        .build());
        when(
                operation,
                200,
                front -> json(request.apply(front, right))
                        .header("If-Match", "*")
                        .build());
        when(
                operation,
                400,
                front -> json(request.apply(front, wrong))
                        .header("If-Match", "*")
                        .build());
        when(
                operation,
                412,
                front -> json(request.apply(front, right))
                        .header("If-Match", "\"999\"")
                        .build());
        when(
                operation,
                415,
                front -> request.apply(front, right)
                        .header("If-Match", "*")
                        .header("Content-Type", "text/plain")
                        .build());
        when(operation, 428, front -> json(request.apply(front, right)).build());
    }

    private static final String FOLDER = Front.FOLDER_METHOD.substring(1, Front.FOLDER_METHOD.length() - 1);

    private static HttpRequest.Builder json(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json");
    }

    private static HttpRequest put(Front front, String path, String type, String body) {
        return front.authorised(path)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(body))
                .build();
    }

    static {
        String sent = "/api/v1/outgoing/messages";
        String received = "/api/v1/incoming/messages";
        when(
                "markSentFax",
                200,
                front -> front.authorised(sent + "/" + front.done())
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString("{\"read\": false}"))
                        .build());
        when(
                "markSentFax",
                400,
                front -> front.authorised(sent + "/any")
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString("{}"))
                        .build());
        when(
                "markSentFax",
                413,
                front -> front.authorised(sent + "/any")
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(" ".repeat(300_000)))
                        .build());
        when(
                "markSentFax",
                415,
                front -> front.authorised(sent + "/any")
                        .header("Content-Type", "text/plain")
                        .method("PATCH", BodyPublishers.ofString("read"))
                        .build());
        part("sentTiff", sent, Front::done, "/tiff");
        part("sentPdf", sent, Front::done, "/pdf");
        part("receivedTiff", received, Front::received, "/tiff");
        part("receivedPdf", received, Front::received, "/pdf");
        page("sentFaxPage", sent, Front::done);
        page("receivedFaxPage", received, Front::received);
        when("deleteAllSentFaxes", 200, front -> {
            front.done();
            return front.authorised(sent + "?search=letter*&dryRun=true")
                    .DELETE()
                    .build();
        });
        when("deleteAllSentFaxes", 400, front -> front.authorised(sent).DELETE().build());
        when("deleteAllReceivedFaxes", 200, front -> {
            front.received();
            return front.authorised(received + "?all=true&read=false").DELETE().build();
        });
        when(
                "deleteAllReceivedFaxes",
                400,
                front -> front.authorised(received).DELETE().build());
        get("archives", "/api/v1/archives");
        get("archiveExpiry", "/api/v1/archives/expiry?ageLimit=30");
        list("activityLog", "/api/v1/activity/log?direction=outgoing", Front::done);
    }

    private static void part(String operation, String path, Function<Front, String> id, String kind) {
        for (var range : Map.of("bytes=2-9", 206, "bytes=99999999-", 416).entrySet()) {
            when(
                    operation,
                    range.getValue(),
                    front -> front.authorised(path + "/" + id.apply(front) + kind)
                            .header("Range", range.getKey())
                            .build());
        }
    }

    private static void page(String operation, String path, Function<Front, String> id) {
        when(
                operation,
                200,
                front -> front.authorised(path + "/" + id.apply(front) + "/pages/1?width=64")
                        .build());
        when(
                operation,
                400,
                front -> front.authorised(path + "/" + id.apply(front) + "/pages/1?width=1")
                        .build());
        when(
                operation,
                404,
                front -> front.authorised(path + "/" + id.apply(front) + "/pages/2")
                        .build());
    }

    private static HttpRequest as(String token, String method, Front front, String path, String body) {
        return json(front.to(path).header("Authorization", "Bearer " + token))
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest sent(Front front, String method, String path, String type, String body) {
        return front.authorised(path)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    /** A body that is taken (or refused as wrong), and one in another form. */
    private static void bodies(
            String operation, int status, String method, Function<Front, String> path, String right, String wrong) {
        when(operation, status, front -> sent(front, method, path.apply(front), "application/json", right));
        when(operation, 400, front -> sent(front, method, path.apply(front), "application/json", wrong));
        when(operation, 415, front -> sent(front, method, path.apply(front), "text/plain", right));
    }

    static {
        String accounts = "/api/v1/accounts";
        String groups = "/api/v1/groups";
        String access = "/api/v1/access";
        list("accounts", accounts, Front::account);
        get("account", accounts + "/", Front::account, "");
        bodies("addAccount", 201, "POST", front -> accounts, "{\"name\": \"new-one\"}", "{\"name\": \"a b\"}");
        when(
                "addAccount",
                409,
                front -> post(front, accounts, "{\"name\": \"" + front.account().toUpperCase(Locale.ROOT) + "\"}"));
        changing(
                "changeAccount",
                "PATCH",
                front -> accounts + "/" + front.account(),
                "{\"displayName\": \"Ann\"}",
                "{\"rights\": [\"all\"]}");
        when(
                "changeAccount",
                409,
                front -> json(front.authorised(accounts + "/" + front.onlyAdministrator())
                                .method("PATCH", BodyPublishers.ofString("{\"disabled\": true}")))
                        .header("If-Match", "*")
                        .build());
        when(
                "removeAccount",
                204,
                front -> front.authorised(accounts + "/" + front.account())
                        .DELETE()
                        .build());
        when(
                "removeAccount",
                409,
                front -> front.authorised(accounts + "/" + front.onlyAdministrator())
                        .DELETE()
                        .build());
        String password = "{\"password\": \"correct horse\"}";
        bodies(
                "setPassword",
                204,
                "PUT",
                front -> accounts + "/" + front.account() + "/password",
                password,
                "{\"password\": \"short\"}");
        when("accountTokens", 200, front -> {
            front.token(Right.SUBMIT_LOW);
            return front.authorised(accounts + "/" + front.lastAccount() + "/tokens")
                    .build();
        });
        when("revokeAccountToken", 204, front -> {
            front.token(Right.SUBMIT_LOW);
            return front.authorised(accounts + "/" + front.lastAccount() + "/tokens/" + front.lastToken())
                    .DELETE()
                    .build();
        });
        list("accountGroups", groups, Front::group);
        get("accountGroup", groups + "/", Front::group, "");
        bodies("addAccountGroup", 201, "POST", front -> groups, "{\"name\": \"new-group\"}", "{\"name\": \"\"}");
        when("addAccountGroup", 409, front -> post(front, groups, "{\"name\": \"" + front.group() + "\"}"));
        changing(
                "changeAccountGroup",
                "PATCH",
                front -> groups + "/" + front.group(),
                "{\"rights\": [\"submit_low\"]}",
                "{\"rights\": [\"all\"]}");
        when(
                "changeAccountGroup",
                409,
                front -> json(front.authorised(groups + "/" + front.onlyAdministrators())
                                .method("PATCH", BodyPublishers.ofString("{\"rights\": []}")))
                        .header("If-Match", "*")
                        .build());
        when(
                "removeAccountGroup",
                204,
                front -> front.authorised(groups + "/" + front.group()).DELETE().build());
        when(
                "removeAccountGroup",
                409,
                front -> front.authorised(groups + "/" + front.onlyAdministrators())
                        .DELETE()
                        .build());
        for (var method : Map.of("joinGroup", "PUT", "leaveGroup", "DELETE").entrySet()) {
            when(
                    method.getKey(),
                    200,
                    front -> front.authorised(groups + "/" + front.group() + "/members/" + front.account())
                            .method(method.getValue(), BodyPublishers.noBody())
                            .build());
        }
        when("leaveGroup", 409, front -> {
            String group = front.onlyAdministrators();
            return front.authorised(groups + "/" + group + "/members/" + front.lastAccount())
                    .DELETE()
                    .build();
        });
        when("signIn", 201, front -> {
            front.token(Right.SUBMIT_LOW);
            return sent(
                    front,
                    "POST",
                    access + "/sessions",
                    "application/json",
                    "{\"name\": \"" + front.lastAccount() + "\", \"password\": \"" + Front.PASSWORD + "\"}");
        });
        when("signIn", 400, front -> post(front, access + "/sessions", "{}"));
        when(
                "signIn",
                401,
                front -> post(front, access + "/sessions", "{\"name\": \"nobody-here\", \"password\": \"x\"}"));
        when("signIn", 403, front -> {
            String name = front.account();
            front.service.accounts().setPassword(name, Front.PASSWORD);
            return post(
                    front,
                    access + "/sessions",
                    "{\"name\": \"" + name + "\", \"password\": \"" + Front.PASSWORD + "\"}");
        });
        when(
                "signIn",
                415,
                front -> front.to(access + "/sessions")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))
                        .build());
        when("signIn", 503, front -> {
            front.set("ldap", Map.of("url", PretendedDirectory.AWAY, "base", "dc=example"));
            return post(front, access + "/sessions", "{\"name\": \"eve\", \"password\": \"x\"}");
        });
        Map<String, Object> provider = Map.of("issuer", PretendedProvider.HERE, "clientId", "caselli");
        Map<String, Object> away = Map.of("issuer", PretendedProvider.AWAY, "clientId", "caselli");
        Map<String, Object> none = Map.of("issuer", "");
        String back = "{\"redirectUri\": \"http://127.0.0.1:50000/back\"}";
        String browser = access + "/oidc/browser";
        String device = access + "/oidc/device";
        String finish = access + "/oidc/sessions";
        when("oidcBrowser", 201, front -> post(front.set("oidc", provider), browser, back));
        when("oidcBrowser", 400, front -> post(front, browser, "{\"redirectUri\": \"https://elsewhere.example/\"}"));
        when("oidcBrowser", 409, front -> post(front.set("oidc", none), browser, back));
        when(
                "oidcBrowser",
                415,
                front -> front.to(browser)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))
                        .build());
        when("oidcBrowser", 503, front -> post(front.set("oidc", away), browser, back));
        when("oidcDevice", 201, front -> post(front.set("oidc", provider), device, ""));
        when("oidcDevice", 409, front -> post(front.set("oidc", none), device, ""));
        when("oidcDevice", 503, front -> post(front.set("oidc", away), device, ""));
        when("oidcSession", 201, front -> post(front, finish, visit(front, provider, "ann-of-there")));
        when("oidcSession", 202, front -> {
            String flow = front.set("oidc", provider)
                    .service
                    .signIn()
                    .openId()
                    .device("127.0.0.1")
                    .flow();
            return post(front, finish, "{\"flow\": \"" + flow + "\"}");
        });
        when("oidcSession", 400, front -> post(front, finish, "{}"));
        when("oidcSession", 401, front -> post(front, finish, "{\"flow\": \"nowhere\"}"));
        when("oidcSession", 403, front -> {
            front.token(Right.SUBMIT_LOW); // an account with a password of its own
            return post(front, finish, visit(front, provider, front.lastAccount()));
        });
        when("oidcSession", 409, front -> post(front.set("oidc", none), finish, "{\"flow\": \"nowhere\"}"));
        when(
                "oidcSession",
                415,
                front -> front.to(finish)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))
                        .build());
        when("oidcSession", 503, front -> {
            String end = visit(front, provider, "ann-of-there");
            return post(front.set("oidc", away), finish, end);
        });
        when("removePassword", 204, front -> {
            front.token(Right.SUBMIT_LOW);
            return front.authorised("/api/v1/accounts/" + front.lastAccount() + "/password")
                    .DELETE()
                    .build();
        });
        when(
                "removePassword",
                409,
                front -> front.authorised("/api/v1/accounts/" + front.onlyAdministrator() + "/password")
                        .DELETE()
                        .build());
        when("unlinkAccount", 204, front -> {
            front.arrives("bob-of-there");
            return front.authorised("/api/v1/accounts/bob-of-there/directory")
                    .DELETE()
                    .build();
        });
        when(
                "unlinkAccount",
                409,
                front -> front.authorised("/api/v1/accounts/" + front.account() + "/directory")
                        .DELETE()
                        .build());
        when("signIn", 429, front -> {
            HttpRequest guess = post(front, access + "/sessions", "{\"name\": \"guessed\", \"password\": \"x\"}");
            try {
                for (int i = 0; i < 10; i++) {
                    if (front.send(guess).statusCode() == 429) {
                        break;
                    }
                }
            } catch (IOException | InterruptedException cause) {
                throw new AssertionError(cause);
            }
            return guess;
        });
        when(
                "signOut",
                204,
                front -> as(front.token(Right.SUBMIT_LOW), "DELETE", front, access + "/sessions/current", ""));
        get("me", access + "/me");
        get("checkRight", access + "/check?right=manage_config");
        when(
                "checkRight",
                400,
                front -> front.authorised(access + "/check?right=fly").build());
        get("rights", access + "/rights");
        String change = "{\"present\": \"" + Front.PASSWORD + "\", \"password\": \"another good one\"}";
        when(
                "changeOwnPassword",
                204,
                front -> as(front.token(Right.SUBMIT_LOW), "PUT", front, access + "/password", change));
        when(
                "changeOwnPassword",
                400,
                front -> as(front.token(Right.SUBMIT_LOW), "PUT", front, access + "/password", "{}"));
        when(
                "changeOwnPassword",
                403,
                front -> as(
                        front.token(Right.SUBMIT_LOW),
                        "PUT",
                        front,
                        access + "/password",
                        change.replace(Front.PASSWORD, "wrong")));
        when("changeOwnPassword", 409, front -> put(front, access + "/password", "application/json", change));
        when("changeOwnPassword", 415, front -> put(front, access + "/password", "text/plain", change));
        when("tokens", 200, front -> {
            String token = front.token(Right.SUBMIT_LOW);
            return front.to(access + "/tokens")
                    .header("Authorization", "Bearer " + token)
                    .build();
        });
        when("tokens", 409, front -> front.authorised(access + "/tokens").build());
        String named = "{\"name\": \"scanner\", \"days\": 30}";
        when("addToken", 201, front -> as(front.token(Right.SUBMIT_LOW), "POST", front, access + "/tokens", named));
        when("addToken", 400, front -> as(front.token(Right.SUBMIT_LOW), "POST", front, access + "/tokens", "{}"));
        when("addToken", 409, front -> post(front, access + "/tokens", named));
        when("addToken", 415, front -> sent(front, "POST", access + "/tokens", "text/plain", named));
        when("revokeToken", 204, front -> {
            String token = front.token(Right.SUBMIT_LOW);
            return as(token, "DELETE", front, access + "/tokens/" + front.lastToken(), "");
        });
        when("revokeToken", 404, front -> as(front.token(Right.SUBMIT_LOW), "DELETE", front, access + "/tokens/1", ""));
        when(
                "revokeToken",
                409,
                front -> front.authorised(access + "/tokens/1").DELETE().build());
    }

    private record Operation(String path, String method, JsonNode description) {
        String id() {
            return description.get("operationId").asText();
        }
    }

    private static JsonNode document() throws IOException {
        try (var in = HttpFront.class.getResourceAsStream("openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        var operations = new ArrayList<Operation>();
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                assertThat(METHODS).contains(method.getKey());
                operations.add(
                        new Operation(path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue()));
            }
        }
        return operations;
    }

    /** The request that is to have this answer; those that are the same for every operation are made here. */
    private static HttpRequest request(Front front, Operation operation, int status) {
        Function<Front, HttpRequest> named = REQUESTS.get(operation.id() + " " + status);
        if (named != null) {
            return named.apply(front);
        }
        String nowhere = operation.path().replaceAll("\\{[a-z]+}", "nowhere");
        return switch (status) {
            case 401 ->
                // Not with a wrong token: of those there may be so many only.
                front.to(nowhere)
                        .method(operation.method(), BodyPublishers.noBody())
                        .build();
            case 403 ->
                front.to(nowhere)
                        .header("Authorization", "Bearer " + front.without())
                        .method(operation.method(), BodyPublishers.noBody())
                        .build();
            case 404 ->
                front.authorised(nowhere)
                        .header("Content-Type", "application/json")
                        .method(operation.method(), BodyPublishers.ofString("{\"read\": true}"))
                        .build();
            case 400 -> front.authorised(nowhere + "?limit=0").build();
            default -> throw new AssertionError("There is no request for " + operation.id() + " " + status + ".");
        };
    }

    @Test
    void every_answer_in_the_document_is_given_by_the_server_in_the_form_that_it_describes() throws Exception {
        JsonNode document = document();
        var used = new HashSet<String>();
        try (var front = new Front()) {
            for (Operation operation : operations(document)) {
                ask(document, operation, front, used);
            }
        }
        assertThat(used).as("requests that no described answer needs").containsAll(REQUESTS.keySet());
    }

    @Test
    void the_trial_of_a_trunk_is_answered_as_the_document_says() throws Exception {
        JsonNode document = document();
        var sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        sip.open();
        try (sip;
                var trunks = new TrunkProvider(sip, CallSettings.STANDARD);
                var front = new Front(List.of(trunks))) {
            HttpResponse<byte[]> added = front.send(front.authorised("/api/v1/trunks")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\": \"self\", \"settings\": {\"server\": \"127.0.0.1:"
                            + sip.port() + "\", \"user\": \"me\"}, \"password\": \"s3cret\"}"))
                    .build());
            assertThat(added.statusCode()).as(text(added)).isEqualTo(201);
            HttpResponse<byte[]> tested = front.send(front.authorised("/api/v1/trunks/self/test")
                    .POST(BodyPublishers.noBody())
                    .build());
            assertThat(tested.statusCode()).as(text(tested)).isEqualTo(200);
            Operation operation = operations(document).stream()
                    .filter(one -> one.id().equals("testTrunk"))
                    .findFirst()
                    .orElseThrow();
            JsonNode described = operation.description().at("/responses/200");
            checkBody(document, Schema.resolve(document, described), tested, "testTrunk 200");
            assertThat(text(tested)).contains("\"ok\":true", "Answers at udp:127.0.0.1:" + sip.port());
            HttpResponse<byte[]> shown =
                    front.send(front.authorised("/api/v1/trunks/self").build());
            assertThat(text(shown)).contains("\"node\":", "\"state\":\"up\"").doesNotContain("s3cret");
        }
    }

    private static void ask(JsonNode document, Operation operation, Front front, Set<String> used) throws Exception {
        for (var described : operation.description().get("responses").properties()) {
            int status = Integer.parseInt(described.getKey());
            String name = operation.id() + " " + status;
            if (TESTED_ELSEWHERE.contains(name)) {
                continue; // a stream, and answers to a second request: tests of their own
            }
            HttpResponse<byte[]> response = front.send(request(front, operation, status));
            assertThat(response.statusCode()).as(name + ": " + text(response)).isEqualTo(status);
            checkBody(document, Schema.resolve(document, described.getValue()), response, name);
            used.add(name);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void checkBody(JsonNode document, JsonNode described, HttpResponse<byte[]> response, String name)
            throws IOException {
        described
                .path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(response.headers().firstValue(header))
                        .as(name + ", header " + header)
                        .isPresent());
        JsonNode content = described.path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as(name).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        assertThat(content.has(type)).as(name + " came as " + type).isTrue();
        JsonNode body = type.endsWith("json") ? JSON.readTree(response.body()) : TextNode.valueOf(text(response));
        assertThat(Schema.complaints(document, content.get(type).get("schema"), body))
                .as(name)
                .isEmpty();
        assertThat(body.isEmpty() && body.isObject()).as(name + " is empty").isFalse();
    }

    @Test
    void a_call_that_rings_is_answered_and_then_rings_no_more() throws Exception {
        try (var front = new Front()) {
            String device = front.ringing();
            HttpRequest answer = front.authorised("/api/v1/devices/" + device + "/answer")
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(front.send(answer).statusCode()).isEqualTo(202);
            assertThat(front.service.calls(Slice.FIRST).items())
                    .anySatisfy(call -> assertThat(call.device()).isEqualTo(device));
            assertThat(front.send(answer).statusCode()).isEqualTo(409);
        }
    }

    @Test
    void whoever_read_an_order_or_a_method_before_another_changed_it_is_told_so() throws Exception {
        for (String[] change : List.of(
                new String[] {"PUT", "/api/v1/devices/order", "{\"devices\": [\"fake-1003\"]}"},
                new String[] {"PATCH", "/api/v1/routing/inbound/methods/" + FOLDER, "{\"priority\": 99}"},
                new String[] {"PUT", "/api/v1/devices/fake-1001/routing-methods/" + FOLDER, "{\"value\": \"/tmp\"}"})) {
            try (var front = new Front()) {
                String read = front.send(front.authorised(change[1]).build())
                        .headers()
                        .firstValue("ETag")
                        .orElseThrow();
                HttpRequest request = json(front.authorised(change[1]))
                        .header("If-Match", read)
                        .method(change[0], BodyPublishers.ofString(change[2]))
                        .build();
                HttpResponse<byte[]> first = front.send(request);
                assertThat(first.statusCode()).as(text(first)).isEqualTo(200);
                assertThat(front.send(request).statusCode()).isEqualTo(412);
                String now = first.headers().firstValue("ETag").orElseThrow();
                assertThat(front.send(front.authorised(change[1]).build())
                                .headers()
                                .firstValue("ETag"))
                        .contains(now);
            }
        }
    }

    @Test
    void every_route_of_the_server_is_in_the_document_and_the_other_way_round() throws Exception {
        var described = new TreeSet<String>();
        operations(document()).forEach(operation -> described.add(operation.method() + " " + operation.path()));
        try (var front = new Front()) {
            assertThat(new TreeSet<>(front.http.routes())).isEqualTo(described);
        }
    }

    @Test
    void every_operation_but_the_descriptions_wants_a_token_and_says_so() throws Exception {
        JsonNode document = document();
        for (Operation operation : operations(document)) {
            // Who signs in has no token yet; what is wrong may be his password.
            boolean open = operation.description().has("security")
                    && !Set.of("signIn", "oidcSession").contains(operation.id());
            assertThat(operation.description().get("responses").has("401"))
                    .as(operation.id())
                    .isNotEqualTo(open);
        }
    }

    @Test
    void every_operation_says_what_it_needs_and_that_is_what_is_asked_for() throws Exception {
        try (var front = new Front()) {
            Map<String, Set<Need>> needs = front.http.needs();
            for (Operation operation : operations(document())) {
                var said = new TreeSet<String>();
                operation.description().get("x-needs").forEach(need -> said.add(need.asText()));
                var asked = new TreeSet<String>();
                needs.get(operation.method() + " " + operation.path())
                        .forEach(need -> asked.add(need.name().toLowerCase(Locale.ROOT)));
                assertThat(said).as(operation.id()).isEqualTo(asked);
            }
        }
    }

    @Test
    void every_type_of_problem_has_its_explanation_at_its_address() throws Exception {
        try (var front = new Front()) {
            for (ProblemKind kind : ProblemKind.values()) {
                HttpResponse<byte[]> response = front.send(front.to(kind.type()).build());
                assertThat(response.statusCode()).isEqualTo(200);
                JsonNode explained = JSON.readTree(response.body());
                assertThat(explained.get("type").asText()).isEqualTo(kind.type());
                assertThat(explained.get("status").asInt()).isEqualTo(kind.status());
            }
        }
    }

    @Test
    void a_submission_that_is_repeated_with_its_key_has_the_first_answer_and_another_fax_has_a_conflict()
            throws Exception {
        JsonNode document = document();
        JsonNode responses = document.at("/paths/~1api~1v1~1submissions/post/responses");
        try (var front = new Front()) {
            HttpRequest first = keyed(front, "1002");
            JsonNode accepted = JSON.readTree(front.send(first).body());
            HttpResponse<byte[]> second = front.send(first);
            assertThat(second.statusCode()).isEqualTo(200);
            checkBody(document, responses.get("200"), second, "submit 200");
            assertThat(JSON.readTree(second.body()).get("id")).isEqualTo(accepted.get("id"));
            assertThat(JSON.readTree(second.body()).get("repeated").asBoolean()).isTrue();
            assertThat(JSON.readTree(second.body()).get("jobNumbers")).isEqualTo(accepted.get("jobNumbers"));
            List<Job> jobs = front.service.jobs(List.of(), true, Slice.FIRST).items();
            assertThat(jobs).hasSize(1);
            assertThat(accepted.get("jobNumbers").toString())
                    .isEqualTo("[" + jobs.getFirst().jobNumber() + "]");

            HttpResponse<byte[]> other = front.send(keyed(front, "1003"));
            assertThat(other.statusCode()).isEqualTo(409);
            checkBody(document, Schema.resolve(document, responses.get("409")), other, "submit 409");
        }
    }

    private static HttpRequest keyed(Front front, String number) {
        return HttpRequest.newBuilder(
                        front.form(Front.field("to", number), Front.file("a.pdf", "content")), (name, value) -> true)
                .header("Idempotency-Key", "once")
                .build();
    }

    @Test
    void every_kind_of_event_comes_as_the_document_describes_it() throws Exception {
        JsonNode document = document();
        JsonNode schema = document.at("/components/schemas/Event");
        try (var front = new Front();
                var client = HttpClient.newHttpClient()) {
            long before = front.service.lastEvent();
            for (ServerEvent.Kind kind : ServerEvent.Kind.values()) {
                front.happen(kind, "job-1");
            }
            var response = client.send(
                    front.authorised("/api/v1/events?after=" + before).build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                int seen = 0;
                while (seen < ServerEvent.Kind.values().length) {
                    String line = lines.readLine();
                    assertThat(line).isNotNull();
                    if (line.startsWith("data: ")) {
                        seen++;
                        JsonNode event = JSON.readTree(line.substring(6));
                        assertThat(Schema.complaints(document, schema, event)).isEmpty();
                        assertThat(event.at("/facts/state").asText()).isEqualTo("in_progress");
                    }
                }
            }
        }
    }
}

package org.caselli.http;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.line.TrunkSettings;
import org.caselli.service.Sender;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Security;
import org.caselli.service.routing.Destination;
import org.caselli.service.routing.OutboundRouting;
import org.caselli.service.routing.RuleKey;
import org.caselli.service.sender.SenderProfile;
import org.caselli.service.trunk.TrunkChange;
import org.caselli.service.trunk.TrunkForm;

/** What {@link OpenApiTest} asks of outbound routing, trunks, cover pages and senders: for each operation and status a request. */
final class RoutingRequests {
    /** What makes names and numbers unique. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(10);

    private final Map<String, Function<Front, HttpRequest>> requests;

    RoutingRequests(Map<String, Function<Front, HttpRequest>> requests) {
        this.requests = requests;
    }

    private void when(String operation, int status, Function<Front, HttpRequest> request) {
        requests.put(operation + " " + status, request);
    }

    private void get(String operation, Function<Front, String> path) {
        when(operation, 200, front -> front.authorised(path.apply(front)).build());
    }

    void addRouting() {
        String groups = "/api/v1/routing/outbound/groups";
        get("groups", front -> {
            group(front);
            return groups;
        });
        get("group", front -> groups + "/" + group(front));
        bodied("addGroup", "POST", front -> groups, "{\"devices\": [\"1\"]}");
        when("addGroup", 201, front -> sent(front, "POST", groups, "{\"name\": \"" + unique("Group") + "\"}"));
        when("addGroup", 409, front -> sent(front, "POST", groups, "{\"name\": \"<All Devices>\"}"));
        when("removeGroup", 204, front -> sent(front, "DELETE", groups + "/" + group(front), ""));
        when("removeGroup", 409, front -> sent(front, "DELETE", groups + "/%3CAll%20Devices%3E", ""));

        Function<Front, String> devices = front -> groups + "/" + group(front) + "/devices";
        String all = groups + "/%3CAll%20Devices%3E/devices";
        String two = "{\"devices\": [\"fake-1002\", \"fake-1001\"]}";
        versioned("setGroupDevices", "PUT", devices, two, "{\"devices\": [\"fake-9\"]}");
        when("setGroupDevices", 404, front -> sent(front, "PUT", groups + "/nowhere/devices", two));
        when("setGroupDevices", 409, front -> sent(front, "PUT", all, two));
        bodied("addGroupDevice", "POST", devices, "{\"device\": \"fake-9\"}");
        String third = "{\"device\": \"fake-1003\"}";
        when("addGroupDevice", 200, front -> sent(front, "POST", devices.apply(front), third));
        when("addGroupDevice", 404, front -> sent(front, "POST", groups + "/nowhere/devices", third));
        when("addGroupDevice", 409, front -> sent(front, "POST", all, third));
        bodied("moveGroupDevice", "PUT", front -> devices.apply(front) + "/fake-1001", "{\"place\": 9}");
        when(
                "moveGroupDevice",
                200,
                front -> sent(front, "PUT", devices.apply(front) + "/fake-1002", "{\"place\": 1}"));
        when("removeGroupDevice", 200, front -> sent(front, "DELETE", devices.apply(front) + "/fake-1001", ""));
        when("removeGroupDevice", 400, front -> sent(front, "DELETE", devices.apply(front) + "/fake-1003", ""));

        String rules = "/api/v1/routing/outbound/rules";
        get("rules", front -> {
            rule(front);
            return rules;
        });
        get("rule", front -> rules + "/" + rule(front));
        bodied("addRule", "POST", front -> rules, "{\"country\": 49}");
        when(
                "addRule",
                201,
                front -> sent(front, "POST", rules, newRule(NUMBERS.incrementAndGet(), "device", "fake-1001")));
        when("addRule", 404, front -> sent(front, "POST", rules, newRule(1, "group", "Nobody's")));
        when("addRule", 409, front -> {
            String area = rule(front).substring(3);
            return sent(front, "POST", rules, newRule(Integer.parseInt(area), "device", "fake-1001"));
        });
        Function<Front, String> rule = front -> rules + "/" + rule(front);
        versioned("setRule", "PUT", rule, "{\"group\": \"<all devices>\"}", "{\"group\": \"a\", \"device\": \"1\"}");
        when("setRule", 404, front -> sent(front, "PUT", rules + "/49-999999", "{\"device\": \"1\"}"));
        when("removeRule", 204, front -> sent(front, "DELETE", rule.apply(front), ""));
        when("removeRule", 400, front -> sent(front, "DELETE", rules + "/0-0", ""));

        String explain = "/api/v1/routing/outbound/explain";
        bodied("explainLine", "POST", front -> explain, "{\"number\": \" \"}");
        when("explainLine", 200, front -> {
            rule(front);
            return sent(front, "POST", explain, "{\"number\": \"+49 30 1234567\"}");
        });
    }

    void addTrunks() {
        String trunks = "/api/v1/trunks";
        get("trunks", front -> {
            trunk(front);
            return trunks;
        });
        get("trunk", front -> trunks + "/" + trunk(front));
        bodied("addTrunk", "POST", front -> trunks, "{\"name\": \"Not a name\", \"settings\": {\"server\": \"a\"}}");
        when("addTrunk", 201, front -> sent(front, "POST", trunks, newTrunk("t" + NUMBERS.incrementAndGet())));
        when("addTrunk", 409, front -> sent(front, "POST", trunks, newTrunk(trunk(front))));
        Function<Front, String> trunk = front -> trunks + "/" + trunk(front);
        versioned(
                "changeTrunk",
                "PATCH",
                trunk,
                "{\"settings\": {\"channels\": 3, \"user\": \"me\"}, \"password\": \"new\"}",
                "{\"settings\": {\"channels\": 0}}");
        when("changeTrunk", 404, front -> sent(front, "PATCH", trunks + "/nowhere", "{}"));
        when("removeTrunk", 204, front -> sent(front, "DELETE", trunk.apply(front), ""));
        when("testTrunk", 409, front -> sent(front, "POST", trunk.apply(front) + "/test", ""));
    }

    /** Those of who may do what. */
    void addSecurity() {
        String security = "/api/v1/access/security";
        String descriptor = security + "/descriptor";
        get("security", front -> {
            front.group();
            return security;
        });
        String nobody = "{\"entries\": []}";
        versioned("setSecurity", "PUT", front -> security, nobody, "{\"entries\": [null]}");
        when("setSecurity", 200, front -> sent(front, "PUT", security, everybodyAsBefore(front)));
        when("setSecurity", 404, front -> sent(front, "PUT", security, granted("group", "nowhere", "")));
        when("setSecurity", 409, front -> {
            front.onlyAdministrator();
            return sent(front, "PUT", security, nobody);
        });
        get("securityDescriptor", front -> descriptor);
        when(
                "securityDescriptor",
                400,
                front -> front.authorised(descriptor + "?generation=3").build());
        when("setSecurityDescriptor", 200, front -> octets(front, descriptor, present(front)));
        when("setSecurityDescriptor", 400, front -> octets(front, descriptor, new byte[20]));
        when(
                "setSecurityDescriptor",
                412,
                front -> front.authorised(descriptor)
                        .header("Content-Type", "application/octet-stream")
                        .header("If-Match", "\"1\"")
                        .PUT(BodyPublishers.ofByteArray(present(front)))
                        .build());
        when("setSecurityDescriptor", 413, front -> octets(front, descriptor, new byte[100_000]));
        when("setSecurityDescriptor", 415, front -> sent(front, "PUT", descriptor, nobody));
        when("setSecurityDescriptor", 409, front -> {
            front.onlyAdministrator();
            return octets(front, descriptor, HexFormat.of().parseHex(NOBODY));
        });
    }

    /** Owner and group the administrators, and an empty list of entries. */
    private static final String NOBODY = "01000480" + "14000000" + "24000000" + "00000000" + "34000000"
            + "01020000000000052000000020020000".repeat(2) + "0200080000000000";

    /** The descriptor as it is. */
    private static byte[] present(Front front) {
        return Caller.ADMINISTRATOR.call(() -> front.service.security().octets(Security.Generation.SECOND, 7));
    }

    private static HttpRequest octets(Front front, String path, byte[] octets) {
        return front.authorised(path)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(octets))
                .build();
    }

    private static String granted(String kind, String name, String rights) {
        return "{\"entries\": [{\"kind\": \"%s\", \"name\": \"%s\", \"rights\": [%s]}]}".formatted(kind, name, rights);
    }

    private static String everybodyAsBefore(Front front) {
        return Caller.ADMINISTRATOR.call(() -> front.service.security().read()).entries().stream()
                .map(entry -> granted(
                                entry.kind().name().toLowerCase(Locale.ROOT),
                                entry.name(),
                                entry.rights().stream()
                                        .map(right -> "\"" + right.name().toLowerCase(Locale.ROOT) + "\"")
                                        .collect(Collectors.joining(", ")))
                        .replaceFirst("^.{13}", "")
                        .replaceFirst(".{2}$", ""))
                .collect(Collectors.joining(", ", "{\"entries\": [", "]}"));
    }

    /** Those of the sender profiles. */
    void addSenders() {
        String senders = "/api/v1/senders";
        String ann = "{\"senderName\": \"Ann\"}";
        get("senders", front -> senders);
        when("senders", 404, front -> sent(front, "GET", senders + "?account=nobody", ""));
        Function<Front, String> sender = front -> senders + "/" + sender(front);
        get("sender", sender);
        versioned("keepSender", "PUT", sender, ann, "{\"colour\": \"red\"}");
        when("keepSender", 201, front -> added(front, senders + "/" + unique("New"), ann));
        when("keepSender", 404, front -> sent(front, "PUT", senders + "/a?account=nobody", ann));
        when("keepSender", 409, front -> {
            String full = front.account();
            for (int i = 0; i < 100; i++) {
                keep(front, Optional.of(full), "p" + i);
            }
            return added(front, senders + "/one-more?account=" + full, ann);
        });
        when("removeSender", 204, front -> sent(front, "DELETE", sender.apply(front), ""));
    }

    /** Those of the cover pages. */
    void addCoverPages() {
        String pages = "/api/v1/cover-pages";
        String template = "{\"template\": \"<p>To {{recipient.name}}</p>\"}";
        String broken = "{\"template\": \"<p>{{recipient.nmae}}</p>\"}";
        get("coverPages", front -> pages);
        get("coverPage", front -> pages + "/classic.cov");
        get("coverTemplate", front -> pages + "/Classic/template");
        bodied("addCoverPage", "POST", front -> pages, "{\"name\": \"../../etc/passwd\", \"template\": \"<p>x</p>\"}");
        when("addCoverPage", 201, front -> sent(front, "POST", pages, newCover(unique("Cover"))));
        when("addCoverPage", 409, front -> sent(front, "POST", pages, newCover("Classic")));
        when(
                "addCoverPage",
                422,
                front -> sent(front, "POST", pages, newCover("Odd").replace("recipient.name", "recipient.nmae")));
        Function<Front, String> cover = front -> pages + "/" + cover(front);
        versioned("replaceCoverPage", "PUT", cover, template, "{\"colour\": \"red\"}");
        when("replaceCoverPage", 404, front -> sent(front, "PUT", pages + "/nowhere", template));
        when("replaceCoverPage", 422, front -> sent(front, "PUT", cover.apply(front), broken));
        when("removeCoverPage", 204, front -> sent(front, "DELETE", cover.apply(front), ""));
        when("removeCoverPage", 409, front -> sent(front, "DELETE", pages + "/Letter", ""));
        bodied("previewCoverPage", "POST", front -> pages + "/Form/preview", template);
        when("previewCoverPage", 200, front -> sent(front, "POST", pages + "/Form/preview", "{\"note\": \"Hello\"}"));
        when("previewCoverPage", 404, front -> sent(front, "POST", pages + "/Form/preview?page=3", "{}"));
        bodied("previewTemplate", "POST", front -> pages + "/preview", "{}");
        when("previewTemplate", 200, front -> sent(front, "POST", pages + "/preview?format=tiff", template));
        when("previewTemplate", 404, front -> sent(front, "POST", pages + "/preview?page=2", template));
        when("previewTemplate", 422, front -> sent(front, "POST", pages + "/preview", broken));
    }

    /** Without a version, for there is none. */
    private static HttpRequest added(Front front, String path, String body) {
        return front.authorised(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build();
    }

    /** A new sender profile of the administrator. */
    private static String sender(Front front) {
        return keep(front, Optional.empty(), unique("Sender"));
    }

    private static String keep(Front front, Optional<String> account, String name) {
        return Caller.ADMINISTRATOR.call(() -> front.service
                .senders()
                .keep(account, new SenderProfile(name, "Ann", "", "", Sender.NONE, "", "", ""), OptionalLong.empty())
                .name());
    }

    private static String newCover(String name) {
        return "{\"name\": \"" + name + "\", \"template\": \"<p>To {{recipient.name}}</p>\"}";
    }

    /** A new cover page. */
    private static String cover(Front front) {
        return front.service
                .coverPages()
                .add(unique("Cover"), "<p>To {{recipient.name}}</p>")
                .name();
    }

    private static String unique(String name) {
        return name + "-" + NUMBERS.incrementAndGet();
    }

    /** A new group of two devices. */
    private static String group(Front front) {
        String name = unique("Group");
        OutboundRouting routing = front.service.outboundRouting();
        return routing.addGroup(name, List.of(routing.device("fake-1001"), routing.device("fake-1002")))
                .name();
    }

    /** A new rule. */
    private static String rule(Front front) {
        OutboundRouting routing = front.service.outboundRouting();
        return routing.addRule(
                        new RuleKey(49, NUMBERS.incrementAndGet()),
                        new Destination.ToDevice(routing.device("fake-1001")))
                .key()
                .toString();
    }

    private static String newRule(int area, String kind, String target) {
        return "{\"country\": 49, \"area\": " + area + ", \"" + kind + "\": \"" + target + "\"}";
    }

    /** A new trunk. */
    private static String trunk(Front front) {
        String name = "t" + NUMBERS.incrementAndGet();
        front.service
                .trunks()
                .add(
                        name,
                        new TrunkChange(
                                TrunkForm.of(TrunkSettings.peer(name, TrunkSettings.Server.of("192.0.2.7"))),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        return name;
    }

    private static String newTrunk(String name) {
        return "{\"name\": \"" + name + "\", \"settings\": {\"server\": \"192.0.2.7:5060\", \"user\": \"me\"},"
                + " \"password\": \"secret\"}";
    }

    /** A request with JSON that changes whatever is there. */
    private static HttpRequest sent(Front front, String method, String path, String body) {
        return json(front.authorised(path).method(method, BodyPublishers.ofString(body)))
                .header("If-Match", "*")
                .build();
    }

    /** The ways in which a request with a body is refused, whatever it is about. */
    private void bodied(String operation, String method, Function<Front, String> path, String wrong) {
        when(operation, 400, front -> sent(front, method, path.apply(front), wrong));
        when(operation, 413, front -> sent(front, method, path.apply(front), " ".repeat(300_000)));
        when(
                operation,
                415,
                front -> front.authorised(path.apply(front))
                        .header("Content-Type", "text/plain")
                        .header("If-Match", "*")
                        .method(method, BodyPublishers.ofString(wrong))
                        .build());
    }

    /** A change of something new that needs to know its version, and the ways in which it is refused. */
    private void versioned(String operation, String method, Function<Front, String> path, String right, String wrong) {
        bodied(operation, method, path, wrong);
        when(operation, 200, front -> sent(front, method, path.apply(front), right));
        when(
                operation,
                412,
                front -> json(front.authorised(path.apply(front)).method(method, BodyPublishers.ofString(right)))
                        .header("If-Match", "\"999\"")
                        .build());
        when(
                operation,
                428,
                front -> json(front.authorised(path.apply(front)).method(method, BodyPublishers.ofString(right)))
                        .build());
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json");
    }
}

package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caselli.queue.ServerEvent;
import org.caselli.service.archive.Box;
import org.caselli.service.settings.OutgoingSettings;
import org.junit.jupiter.api.Test;

/**
 * The table of Windows names is a promise: every documented member is in it, each of its requests, fields and facts is in
 * the description of the interface, and the facts are in the events that a running server tells.
 */
class WindowsNamesTest {
    private static final Path TABLE = Path.of("../docs/reference/windows-names.md");

    /** The documented members, as the test of the interfaces has them. */
    private static final Path MEMBERS = Path.of("../api/src/test/resources/windows");

    /** As long as only a stuck program takes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final JsonNode DOCUMENT = document();

    /** @param object with its library, such as {@code faxcomex FaxJobStatus} */
    private record Row(String object, String member, String where, String field, String remark) {
        @Override
        public String toString() {
            return object + "." + member + " | " + where + " | " + field;
        }

        boolean isRequest() {
            return where.contains(" /");
        }

        List<String> methods() {
            return List.of(where.substring(0, where.indexOf(" /")).split(", "));
        }

        String path() {
            return "/api/v1" + where.substring(where.indexOf('/'));
        }

        boolean isEvent() {
            return where.startsWith("event ");
        }

        String event() {
            return where.substring("event ".length());
        }
    }

    private static JsonNode document() {
        try (var in = HttpFront.class.getResourceAsStream("openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }

    /** The documented members with their access, by object. */
    private static Map<String, String> members(String library) throws IOException {
        var members = new LinkedHashMap<String, String>();
        try (Stream<String> lines = Files.lines(MEMBERS.resolve(library + "-members.tsv"))) {
            lines.skip(1).forEach(line -> {
                String[] columns = line.split("\t", -1);
                if (!columns[0].startsWith("faxcomex.")) { // what faxcom's header repeats of the other library
                    String object = columns[0].replaceAll("^_?I|2$", "");
                    members.merge(
                            library + " " + object + "." + columns[1],
                            columns[3],
                            (one, other) -> one.length() > other.length() ? one : other);
                }
            });
        }
        return members;
    }

    private static List<Row> table() throws IOException {
        var rows = new ArrayList<Row>();
        String object = "";
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("### ")) {
                object = line.substring(4).strip();
            } else if (line.startsWith("| ") && !line.startsWith("| member")) {
                String[] cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
                assertThat(cells).as(line).hasSize(6);
                rows.add(new Row(object, cells[1], bare(cells[2]), bare(cells[3]), cells[4]));
            }
        }
        return rows;
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }

    @Test
    void every_documented_member_is_in_the_table_and_nothing_else() throws IOException {
        var documented = new TreeSet<String>(members("faxcomex").keySet());
        documented.addAll(members("faxcom").keySet());
        var named = new TreeSet<String>();
        table().forEach(row -> named.add(row.object() + "." + row.member()));
        assertThat(documented).hasSizeGreaterThan(500);
        assertThat(named).isEqualTo(documented);
    }

    @Test
    void every_request_and_field_of_the_table_is_in_the_description_of_the_interface() throws IOException {
        var wrong = new ArrayList<String>();
        for (Row row : table()) {
            if (row.isRequest()) {
                row.methods().stream()
                        .filter(method -> !answers(method, row.path(), row.field()))
                        .forEach(method -> wrong.add(method + ": " + row));
            } else if (row.isEvent()) {
                if (!carries(row)) {
                    wrong.add(row.toString());
                }
            } else if (!Set.of("client", "constant").contains(row.where())
                    || row.remark().isEmpty()) {
                wrong.add(row + ": needs a remark that says why");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_can_be_written_there_can_be_written_here() throws IOException {
        var access = new TreeMap<>(members("faxcomex"));
        access.putAll(members("faxcom"));
        var rows = new TreeMap<String, List<Row>>();
        table().forEach(row -> rows.computeIfAbsent(row.object() + "." + row.member(), any -> new ArrayList<>())
                .add(row));
        var readOnly = new ArrayList<String>();
        access.forEach((member, how) -> {
            boolean writes = rows.get(member).stream()
                    .anyMatch(row -> !row.isRequest()
                            || row.field().startsWith("?")
                            || row.methods().stream().anyMatch(method -> !method.equals("GET")));
            if (how.contains("W") && !writes) {
                readOnly.add(member);
            }
        });
        assertThat(readOnly).isEmpty();
    }

    private static boolean carries(Row row) {
        JsonNode facts = DOCUMENT.at("/components/x-event-facts/" + row.event());
        return !facts.isMissingNode()
                && (Set.of("subject", "id").contains(row.field())
                        || texts(facts).contains(row.field()));
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new LinkedHashSet<String>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static boolean answers(String method, String path, String field) {
        JsonNode operation = DOCUMENT.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return false;
        }
        if (field.isEmpty()) {
            return true;
        }
        if (field.startsWith("?")) {
            return parameters(operation).contains(field.substring(1));
        }
        Stream<JsonNode> contents = method.equals("GET")
                ? operation.path("responses").properties().stream()
                        .filter(response -> response.getKey().startsWith("2"))
                        .map(response -> Schema.resolve(DOCUMENT, response.getValue()))
                : Stream.of(operation.path("requestBody"));
        return contents.map(each -> each.at("/content/application~1json/schema"))
                .anyMatch(schema -> has(schema, List.of(field.split("\\."))));
    }

    private static Set<String> parameters(JsonNode operation) {
        var names = new LinkedHashSet<String>();
        operation
                .path("parameters")
                .forEach(each ->
                        names.add(Schema.resolve(DOCUMENT, each).path("name").asText()));
        return names;
    }

    private static boolean has(JsonNode unresolved, List<String> field) {
        JsonNode schema = Schema.resolve(DOCUMENT, unresolved);
        if (field.isEmpty()) {
            return !schema.isMissingNode();
        }
        String name = field.getFirst();
        boolean list = name.endsWith("[]");
        JsonNode member = Schema.resolve(
                DOCUMENT, schema.path("properties").path(list ? name.substring(0, name.length() - 2) : name));
        if (member.isMissingNode() || (list && !member.has("items"))) {
            return false;
        }
        return has(list ? member.get("items") : member, field.subList(1, field.size()));
    }

    /** Notes the facts of the events after this one, by kind, and returns the last of them. */
    private static long read(Front front, long after, Map<String, Set<String>> told) {
        List<ServerEvent> events = front.service.events(after, 1000);
        for (ServerEvent event : events) {
            told.computeIfAbsent(event.kind().name().toLowerCase(Locale.ROOT), any -> new TreeSet<>())
                    .addAll(event.facts().keySet());
        }
        return events.getLast().sequence();
    }

    @Test
    void the_events_of_a_running_server_have_the_facts_of_the_table_and_no_others() throws Exception {
        var told = new TreeMap<String, Set<String>>();
        try (var front = new Front()) {
            front.done();
            front.failed();
            front.service.cancel(front.paused());
            front.service.archives().markSent(front.done(), true);
            String received = front.received();
            front.service.archives().delete(Box.RECEIVED, received);
            front.service.archives().delete(Box.SENT, front.done());
            front.service.incomingQueue().restart(front.routable());
            front.webhook();
            front.waiting(); // so that a counter has moved for good
            long version = front.service.settings().get(OutgoingSettings.class).version();
            front.service.settings().change("outgoing", Map.of("paused", true), false, version);
            long seen = 0;
            while (!told.containsKey("activity_changed")) { // which is counted a moment later
                assertThat(front.service.awaitEvents(seen, LONG)).isTrue();
                seen = read(front, seen, told);
            }
            front.service.close(); // tells that it stops
            while (seen < front.service.lastEvent()) {
                seen = read(front, seen, told);
            }
        }
        JsonNode described = DOCUMENT.at("/components/x-event-facts");
        assertThat(described.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(Arrays.stream(ServerEvent.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
        told.forEach((kind, facts) ->
                assertThat(texts(described.path(kind))).as(kind).containsAll(facts));
        for (Row row : table()) {
            if (row.isEvent() && !Set.of("subject", "id").contains(row.field())) {
                assertThat(told.getOrDefault(row.event(), Set.of()))
                        .as(row.toString())
                        .contains(row.field());
            }
        }
    }
}

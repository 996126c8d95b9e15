package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code caselli routing} and {@code caselli trunks}, as an administrator types them. */
@Timeout(120)
class RoutingCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Main server;

    @BeforeAll
    static void start() throws Exception {
        server = Main.start(Config.parse("loopback.lines = 3\nloopback.haste = 1000", "test", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data"))));
        assertThat(caselli("settings", "set", "dialling.region", "DE").code()).isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Ran(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    private static Ran caselli(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] all = Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--data", folder.resolve("data").toString()))
                .toArray(String[]::new);
        int code;
        try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = Caselli.run(
                    new Terminal(outStream, errStream, false), Map.of("TRUNK_PASSWORD", "s3cret-s3cret"), all);
        }
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String done(String... arguments) {
        Ran ran = caselli(arguments);
        assertThat(ran.code()).as(ran.toString()).isEqualTo(Exit.DONE);
        return ran.out().strip();
    }

    @Test
    void a_group_and_rules_are_set_up_looked_at_and_taken_away() throws Exception {
        assertThat(done("routing", "groups", "add", "Berlin office", "loopback-1003", "loopback-1001"))
                .isEqualTo("The group Berlin office has loopback-1003, loopback-1001 (all can send).");
        assertThat(done("routing", "groups", "devices", "berlin OFFICE", "loopback-1002", "loopback-1003"))
                .isEqualTo("The group Berlin office has loopback-1002, loopback-1003 (all can send).");
        assertThat(done("routing", "groups", "list"))
                .contains("GROUP", "<All Devices>", "Berlin office", "loopback-1002, loopback-1003");
        assertThat(done("routing", "rules", "add", "49-30", "--group", "Berlin office"))
                .isEqualTo("The rule 49-30 (Germany, area 30) leads to group Berlin office (in use).");
        assertThat(done("routing", "rules", "add", "49", "--device", "loopback-1001"))
                .startsWith("The rule 49-0 (Germany) leads to device ");
        assertThat(done("routing", "rules", "list")).contains("All other", "group <All Devices>", "Germany, area 30");

        JsonNode why = JSON.readTree(done("routing", "explain", "030 1234567", "--json"));
        assertThat(why.at("/reading/dialled").asText()).isEqualTo("+49301234567");
        assertThat(why.at("/rules/0/taken").asBoolean()).isTrue();
        assertThat(why.at("/devices/0/key").asText()).isEqualTo("loopback-1002");
        assertThat(done("routing", "explain", "030 1234567"))
                .startsWith(
                        "+49 30 1234567 is a number of Germany, area code 30. The rule \"Germany, area 30\" decides.")
                .contains("Rule     49-30 (Germany, area 30) decides. It leads to the group Berlin office.")
                .contains("loopback-1002 to loopback-1003: It cannot dial +49301234567.");
        assertThat(done("routing", "explain", "1002"))
                .contains("1002 is an internal number")
                .contains("It would go over loopback-1001 now.");

        Ran used = caselli("routing", "groups", "remove", "Berlin office");
        assertThat(used.code()).isEqualTo(Exit.REFUSED);
        assertThat(used.err()).contains("rules lead to it (49-30)");
        assertThat(done("routing", "rules", "set", "49-30", "--group", "<All Devices>"))
                .contains("leads to group <All Devices>");
        assertThat(done("routing", "groups", "remove", "Berlin office")).contains("is deleted");
        assertThat(done("routing", "rules", "remove", "49-30")).isEqualTo("The rule 49-30 is deleted.");
        assertThat(done("routing", "rules", "remove", "49-0")).isEqualTo("The rule 49-0 is deleted.");
    }

    @Test
    void a_trunk_is_set_up_shown_changed_and_taken_away_and_its_password_is_seen_nowhere() throws Exception {
        assertThat(done(
                        "trunks",
                        "add",
                        "berlin",
                        "--server",
                        "127.0.0.1:9",
                        "--user",
                        "4930",
                        "--channels",
                        "2",
                        "--check-every",
                        "0",
                        "--password-env",
                        "TRUNK_PASSWORD"))
                .startsWith("The trunk berlin is set up.");
        assertThat(done("trunks", "show", "berlin"))
                .contains("Server           127.0.0.1:9 over udp", "Password         set");
        JsonNode shown = JSON.readTree(done("trunks", "show", "berlin", "--json"));
        assertThat(shown.at("/settings/channels").asInt()).isEqualTo(2);
        assertThat(shown.at("/hasPassword").asBoolean()).isTrue();
        assertThat(done("trunks", "set", "berlin", "--channels", "3", "--strip", "+", "--prefix", "00"))
                .startsWith("The trunk berlin is changed.");
        assertThat(done("trunks", "list")).contains("berlin", "127.0.0.1:9", "of 3");
        assertThat(done("trunks", "status")).contains("berlin: ");
        String all = done("trunks", "list", "--json") + done("settings", "export") + done("trunks", "show", "berlin");
        assertThat(all).doesNotContain("s3cret");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("s3cret-s3cret");
            }
        }
        assertThat(caselli("trunks", "add", "berlin", "--server", "127.0.0.1:9").code())
                .isEqualTo(Exit.REFUSED);
        JsonNode open = JSON.readTree(done("trunks", "set", "berlin", "--user", "", "--no-password", "--json"));
        assertThat(open.at("/hasPassword").asBoolean(true)).isFalse();
        assertThat(done("trunks", "remove", "berlin")).isEqualTo("The trunk berlin is gone.");
        assertThat(done("trunks", "list")).isEqualTo("There are no trunks.");
    }

    @Test
    void a_trunk_to_somebody_who_answers_is_tested_and_calls_are_explained_by_whom_they_come_from() throws Exception {
        String own = "127.0.0.1:" + server.sipPort();
        done("trunks", "add", "self", "--server", own, "--channels", "30", "--transport", "tcp");
        assertThat(done("trunks", "test", "self")).startsWith("It works. Answers at tcp:" + own + ". The answer took ");
        done("trunks", "set", "self", "--check-every", "0");
        JsonNode tested = JSON.readTree(done("trunks", "test", "self", "--json"));
        assertThat(tested.at("/sentence").asText()).startsWith("Not checked: ");
        assertThat(tested.at("/roundTripMillis").isNumber()).isTrue();
        assertThat(tested.at("/ok").asBoolean()).isTrue();

        assertThat(done("routing", "explain-incoming", "--to", "4711", "--peer", "127.0.0.1"))
                .startsWith("Calls from 127.0.0.1 belong to the trunk self. The first free one of self-1 to self-30"
                        + " takes it. It is answered.")
                .doesNotContain("self-2", "sip-1");
        JsonNode lines = JSON.readTree(
                        done("routing", "explain-incoming", "--to", "4711", "--peer", "127.0.0.1", "--json"))
                .at("/lines");
        assertThat(lines).hasSize(1);
        assertThat(lines.at("/0/key").asText()).isEqualTo("self-1");
        assertThat(lines.at("/0/count").asInt()).isEqualTo(30);
        assertThat(done("routing", "explain-incoming", "--to", "4711", "--peer", "192.0.2.9"))
                .isEqualTo("Calls from 192.0.2.9 are refused with 403: they belong to no trunk, and the setting"
                        + " callers.allowed does not let them in.");
        done("settings", "set", "callers.allowed", "127.0.0.0/8,192.0.2.0/24");
        assertThat(done("routing", "explain-incoming", "--to", "4711", "--peer", "192.0.2.9"))
                .startsWith("Calls from 192.0.2.9 belong to no trunk, and 192.0.2.0/24 in the setting callers.allowed"
                        + " lets them in. ")
                .doesNotContain("self-1");
        assertThat(caselli("routing", "explain-incoming", "--to", "1", "--peer", "berlin")
                        .err())
                .contains("is no IP address");
        assertThat(done("routing", "explain", "+49 30 7654321")).contains("self-1 to self-30: It is free.");
        assertThat(done("trunks", "remove", "self")).isEqualTo("The trunk self is gone.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routing rules add Berlin --group x          | 2 | is no country code",
                "routing rules add 49-30                     | 2 | --device",
                "routing rules add 49-31 --device none       | 2 | There is no device none.",
                "routing rules add 49-31 --group none        | 6 | There is no group none.",
                "routing rules set 49-99 --device 1          | 6 | There is no rule 49-99",
                "routing rules remove 0-0                    | 2 | cannot be deleted",
                "routing groups add <All-Devices>/           | 2 | slashes",
                "trunks show nowhere                         | 6 | There is no trunk nowhere.",
                "trunks add x1 --server a --password-env NO  | 2 | There is no variable NO",
                "trunks add x2 --channels 3                  | 2 | has no server",
                "trunks add x3 --server a --kind psychic     | 2 | give one of static, registration"
            })
    void what_cannot_be_done_says_why_and_ends_with_its_code(String command, int code, String says) {
        Ran ran = caselli(command.strip().split(" +"));
        assertThat(ran.code()).as(ran.toString()).isEqualTo(code);
        assertThat(ran.err()).containsIgnoringCase(says.strip());
    }
}

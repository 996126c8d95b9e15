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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.document.HeaderLine;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands against a whole server, whose lines are a thousand times faster than a telephone. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.MethodName.class)
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Main server;

    @SuppressWarnings("NullAway.Init")
    private static Path letter;

    @BeforeAll
    static void start() throws Exception {
        Config config = Config.parse("loopback.lines = 3\nloopback.haste = 1000\nsip.lines = 1", "test", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data")));
        server = Main.start(config);
        assertThat(caselli("settings", "set", "outgoing.retries", "0").code()).isZero();
        assertThat(caselli("settings", "set", "outgoing.useDeviceTsid", "false").code())
                .isZero();
        letter = Files.writeString(folder.resolve("letter.txt"), "Dear Sir,\n\nthis is a fax.\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What a command answered. */
    private record Ran(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    private static Ran run(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code;
        try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = Caselli.run(new Terminal(outStream, errStream, false), environment, arguments);
        }
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command that finds the server by its data directory. */
    private static Ran caselli(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.resolve("data").toString();
        return run(Map.of(), all);
    }

    private static Ran send(String... more) {
        return caselli(more);
    }

    @Test
    void a_fax_is_sent_received_listed_saved_and_its_diary_read() throws Exception {
        Ran sent = send("send", "1002", letter.toString(), "--subject", "A letter", "--sender-id", "555");
        assertThat(sent.code()).as(sent.toString()).isEqualTo(Exit.DONE);
        assertThat(sent.out())
                .contains("Accepted 1 page as job ")
                .contains("1002: confirmed")
                .contains("Delivered to 1002: 1 page in ")
                .contains("14400 bit/s (V.17), T.6 (MMR), with error correction")
                .contains("it calls itself \"1002\"");
        assertThat(sent.err()).isEmpty();

        JsonNode job = caselli("jobs", "list", "--all", "--json").json().at("/items/0");
        assertThat(job.get("state").asText()).isEqualTo("completed");
        assertThat(job.at("/outcome/name").asText()).isEqualTo("delivered");
        String id = job.get("id").asText();
        assertThat(caselli("jobs", "list", "--all").out())
                .contains("JOB")
                .contains(id)
                .contains("completed");
        assertThat(caselli("jobs", "show", id).out())
                .contains("A letter")
                .contains("1 of 1 confirmed")
                .contains("Attempt 1");
        assertThat(caselli("sent", "list").out()).contains(id).contains("1002");

        Ran inbox = caselli("inbox", "list");
        assertThat(inbox.out().lines().findFirst().orElse("")).startsWith("FAX").contains("FROM");
        JsonNode fax = awaitFaxFrom("555");
        assertThat(caselli("inbox", "show", fax.get("id").asText()).out())
                .contains("555")
                .contains("(new)");

        Path pdf = folder.resolve("saved.pdf");
        Ran saved = caselli("inbox", "save", fax.get("id").asText(), "-o", pdf.toString());
        assertThat(saved.code()).as(saved.err()).isEqualTo(Exit.DONE);
        assertThat(new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");
        assertThat(caselli("inbox", "show", fax.get("id").asText(), "--json")
                        .json()
                        .get("read")
                        .asBoolean())
                .isTrue();
        Path tiff = folder.resolve("saved.tif");
        assertThat(caselli("inbox", "save", fax.get("id").asText(), "-o", tiff.toString())
                        .code())
                .isEqualTo(Exit.DONE);
        Path asSent = folder.resolve("sent.tif");
        assertThat(caselli("sent", "save", id, "-o", asSent.toString()).code()).isEqualTo(Exit.DONE);
        assertThat(TiffFile.read(Files.readAllBytes(tiff)).page(0).page())
                .isEqualTo(TiffFile.read(Files.readAllBytes(asSent)).page(0).page());

        Ran again = caselli("inbox", "save", fax.get("id").asText(), "-o", tiff.toString());
        assertThat(again.code()).isEqualTo(Exit.USAGE);
        assertThat(again.err()).contains("there already").contains("--force");

        for (String call : List.of(id, fax.get("id").asText(), fax.get("call").asText(), "latest")) {
            Ran diary = caselli("diary", call);
            assertThat(diary.code()).as(diary.err()).isEqualTo(Exit.DONE);
            assertThat(diary.out()).contains("heard ");
        }
    }

    /** The receiving side ends its call a moment after the sender. */
    private static JsonNode awaitFaxFrom(String sender) throws Exception {
        while (true) {
            for (JsonNode fax : caselli("inbox", "list", "--json").json().get("items")) {
                if (fax.at("/facts/farId").asText().equals(sender)) {
                    return fax;
                }
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void a_fax_to_a_number_that_does_not_exist_is_not_delivered_and_says_why() throws Exception {
        Ran ran = send("send", "1999", letter.toString());
        assertThat(ran.code()).isEqualTo(Exit.NOT_DELIVERED);
        assertThat(ran.err())
                .contains("Not delivered to 1999: The number does not exist.")
                .contains("caselli diary ");

        Ran json = send("send", "1999", letter.toString(), "--json");
        assertThat(json.code()).isEqualTo(Exit.NOT_DELIVERED);
        assertThat(json.json().at("/job/outcome/name").asText()).isEqualTo("number_unknown");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void several_recipients_have_a_job_each_and_scripts_get_the_ids() throws Exception {
        Ran ran = send("send", "--to", "1002", "--to", "1003", "--no-wait", letter.toString(), "--key", "twice");
        assertThat(ran.code()).as(ran.err()).isEqualTo(Exit.DONE);
        List<String> ids = ran.out().lines().toList();
        assertThat(ids).hasSize(2).allMatch(id -> id.matches("[0-9a-f]{16}"));
        Ran again = send("send", "--to", "1002", "--to", "1003", "--no-wait", letter.toString(), "--key", "twice");
        assertThat(again.out()).isEqualTo(ran.out());
        Ran other = send("send", "--to", "1002", "--no-wait", letter.toString(), "--key", "twice");
        assertThat(other.code()).isEqualTo(Exit.REFUSED);
    }

    @Test
    void a_job_that_waits_can_be_cancelled_and_only_once() throws Exception {
        String id = send("send", "1002", letter.toString(), "--no-wait", "--not-before", "2099-01-01T00:00:00Z")
                .out()
                .strip();
        Ran cancelled = caselli("jobs", "cancel", id);
        assertThat(cancelled.code()).as(cancelled.err()).isEqualTo(Exit.DONE);
        assertThat(cancelled.out()).contains(id + " is canceled");
        Ran again = caselli("jobs", "cancel", id);
        assertThat(again.code()).isEqualTo(Exit.REFUSED);
        assertThat(again.err()).startsWith("caselli: ");
        assertThat(caselli("jobs", "list", "--all", "--state", "canceled", "--json")
                        .json()
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void devices_are_listed_for_people_and_for_programs() throws Exception {
        Ran table = caselli("devices");
        assertThat(table.out().lines().toList().getFirst())
                .isEqualTo("ID  DEVICE         PROVIDER  NUMBER  SENDS  RECEIVES  STATE");
        JsonNode json = caselli("devices", "--json").json();
        assertThat(json.get("items")).hasSize(4);
    }

    @Test
    void a_device_is_set_shown_ordered_and_answers_nothing_that_does_not_ring() throws Exception {
        JsonNode before = caselli("devices", "show", "loopback-1003", "--json").json();
        String id = before.get("id").asText();
        Ran set = caselli(
                "devices",
                "set",
                id,
                "--rings",
                "2",
                "--csid",
                "+49 30 3",
                "--description",
                "In the hall",
                "--place",
                "1");
        assertThat(set.code()).as(set.toString()).isEqualTo(Exit.DONE);
        assertThat(set.out())
                .contains("at ring 2, as +49 30 3")
                .contains("place 1")
                .contains("In the hall");
        assertThat(caselli("devices", "list", "--json")
                        .json()
                        .at("/items/0/key")
                        .asText())
                .isEqualTo("loopback-1003");
        assertThat(caselli("devices", "order", "loopback-1001", "loopback-1002", "--json")
                        .json()
                        .at("/items/2/key")
                        .asText())
                .isEqualTo("loopback-1003");
        assertThat(caselli("devices", "status", id).out())
                .contains("loopback-1003")
                .contains("idle");
        Ran answer = caselli("devices", "answer", id);
        assertThat(answer.code()).isEqualTo(Exit.REFUSED);
        assertThat(answer.err()).contains("Nothing rings");
        Ran wrong = caselli("devices", "set", id, "--rings", "100");
        assertThat(wrong.code()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("Give 1 (at once) to 99.");
        assertThat(caselli("devices", "remove", id).code()).isEqualTo(Exit.REFUSED);
        assertThat(caselli("devices", "show", "nowhere").code()).isEqualTo(Exit.REFUSED);
        caselli("devices", "set", id, "--rings", "1", "--csid", "");
    }

    @Test
    void a_server_without_others_is_the_only_node() throws Exception {
        assertThat(caselli("nodes").out()).contains("local *").contains("alive");
        Ran listed = caselli("nodes", "list", "--json");
        assertThat(listed.code()).isEqualTo(Exit.DONE);
        assertThat(listed.out().replace(" ", "")).contains("\"self\":true").contains("\"alive\":true");
    }

    @Test
    void providers_are_listed_registered_and_unregistered() throws Exception {
        assertThat(caselli("providers").out()).contains("loopback").contains("works");
        String guid = "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}";
        Ran registered = caselli("providers", "register", letter.toString(), "--guid", guid, "--name", "A card");
        assertThat(registered.code()).as(registered.toString()).isEqualTo(Exit.DONE);
        assertThat(caselli("providers", "list").out()).contains(guid).contains("after restart");
        assertThat(caselli("providers", "register", letter.toString(), "--guid", guid, "--name", "A card")
                        .code())
                .isEqualTo(Exit.REFUSED);
        assertThat(caselli("providers", "unregister", guid).code()).isEqualTo(Exit.DONE);
        assertThat(caselli("providers", "unregister", "loopback").err()).contains("part of the server");
    }

    @Test
    void events_are_watched_from_where_one_wants() throws Exception {
        Ran ran = caselli("watch", "--after", "0", "--count", "1", "--json");
        assertThat(ran.code()).isEqualTo(Exit.DONE);
        assertThat(ran.json().get("kind").asText()).isEqualTo("server_started");
        assertThat(caselli("watch", "--after", "0", "--count", "1").out()).contains("server started");
    }

    @Test
    void documents_that_cannot_be_faxed_have_their_own_exit_code() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.7 and then nothing");
        Ran refused = send("send", "1002", broken.toString());
        assertThat(refused.code()).isEqualTo(Exit.DOCUMENT);
        assertThat(refused.err()).contains("broken.pdf");
        Ran missing = send("send", "1002", folder.resolve("none.pdf").toString());
        assertThat(missing.code()).isEqualTo(Exit.DOCUMENT);
        assertThat(missing.err()).contains("There is no file");
        Ran rendered = run(
                Map.of(),
                "render",
                broken.toString(),
                "-o",
                folder.resolve("never.tif").toString());
        assertThat(rendered.code()).isEqualTo(Exit.DOCUMENT);
        assertThat(folder.resolve("never.tif")).doesNotExist();
        assertThat(folder.resolve("never.tif.part")).doesNotExist();
    }

    @Test
    void render_shows_the_header_line_of_a_page_to_a_number() throws Exception {
        Path plain = folder.resolve("plain.tif");
        Path headed = folder.resolve("headed.tif");
        for (var command : List.of(
                List.of("render", letter.toString(), "-o", plain.toString()),
                List.of("render", letter.toString(), "-o", headed.toString(), "--to", "1002", "--sender", "Clinic"))) {
            Ran ran = run(Map.of(), command.toArray(String[]::new));
            assertThat(ran.code()).as(ran.err()).isEqualTo(Exit.DONE);
        }
        Bitmap page = TiffFile.read(Files.readAllBytes(plain)).page(0).page().bitmap();
        Bitmap withHeader =
                TiffFile.read(Files.readAllBytes(headed)).page(0).page().bitmap();
        int added = HeaderLine.rows(Resolution.FINE);
        assertThat(withHeader.height()).isEqualTo(page.height() + added);
        byte[] below = Arrays.copyOfRange(withHeader.rows(), added * page.stride(), withHeader.rows().length);
        assertThat(below).isEqualTo(page.rows());
        byte[] line = Arrays.copyOf(withHeader.rows(), added * page.stride());
        assertThat(line).as("the header line has letters").isNotEqualTo(new byte[line.length]);
    }

    @Test
    void render_writes_the_pages_that_would_be_sent() throws Exception {
        for (String coding : List.of("mh", "mr", "t6")) {
            Path out = folder.resolve("rendered-" + coding + ".tif");
            Ran ran = run(
                    Map.of(),
                    "render",
                    letter.toString(),
                    letter.toString(),
                    "-o",
                    out.toString(),
                    "--coding",
                    coding,
                    "--resolution",
                    "standard",
                    "--json");
            assertThat(ran.code()).as(ran.err()).isEqualTo(Exit.DONE);
            assertThat(ran.json().get("pages").asInt()).isEqualTo(2);
            TiffFile tiff = TiffFile.read(Files.readAllBytes(out));
            assertThat(tiff.pages()).isEqualTo(2);
            assertThat(tiff.page(0).page().resolution()).isEqualTo(org.caselli.image.Resolution.STANDARD);
            assertThat(tiff.page(0).coding().orElseThrow().name())
                    .isEqualTo(coding.equals("t6") ? "MMR" : coding.toUpperCase(java.util.Locale.ROOT));
        }
        String id = send(
                        "send",
                        "1002",
                        letter.toString(),
                        "--no-wait",
                        "--not-before",
                        "2099-01-01T00:00:00Z",
                        "--resolution",
                        "standard")
                .out()
                .strip();
        assertThat(id).matches("[0-9a-f]{16}");
        byte[] sent;
        try (var client = new org.caselli.client.CaselliClient(server.url(), server.token())) {
            sent = client.jobTiff(id);
        }
        assertThat(TiffFile.read(sent).page(0).page())
                .isEqualTo(TiffFile.read(Files.readAllBytes(folder.resolve("rendered-t6.tif")))
                        .page(0)
                        .page());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sendd                             | 2 | Did you mean: caselli send
                    send                              | 2 | There is no number
                    send 1002                         | 2 | There is no file to send
                    send 1002 LETTER --resolution ultra | 2 | standard, fine, superfine
                    send 1002 LETTER --priority urgent  | 2 | low, normal, high
                    send 1002 LETTER --not-before soon  | 2 | --not-before
                    send 1002 LETTER --colour red     | 2 | Unknown option
                    send 1002 LETTER --device nowhere | 2 | nowhere
                    render LETTER                     | 2 | --output
                    render LETTER -o out.tif --coding jpeg | 2 | jpeg
                    jobs show nowhere                 | 6 | no job nowhere
                    jobs cancel nowhere               | 6 | no job nowhere
                    jobs restart nowhere              | 6 | no job nowhere
                    jobs list --limit 0               | 2 | 1 to 1000
                    jobs list --state lost            | 2 | pending, in_progress
                    inbox show nowhere                | 6 | nowhere
                    inbox save nowhere -o a.doc       | 6 | nowhere
                    sent save nowhere                 | 6 | nowhere
                    diary nowhere                     | 6 | nowhere
                    watch --after x                   | 2 | --after
                    """)
    void a_wrong_command_says_what_is_wrong_and_ends_with_its_code(String command, int code, String says) {
        String[] arguments = command.replace("LETTER", letter.toString()).split(" ");
        Ran ran = arguments[0].equals("render") || arguments[0].equals("sendd")
                ? run(Map.of(), arguments)
                : caselli(arguments);
        assertThat(ran.err()).contains(says).startsWith("caselli: ").doesNotContain("Exception");
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void received_faxes_are_routed_as_the_commands_say() throws Exception {
        Path faxes = folder.resolve("faxes");
        Ran methods = caselli("routing", "methods", "list");
        assertThat(methods.out()).contains("Store in a folder", "Send by e-mail", "Print");
        Ran refused = caselli("routing", "methods", "set", "e-mail", "--device", "loopback-1003", "--on");
        assertThat(refused.code()).isEqualTo(Exit.REFUSED);
        assertThat(refused.err()).contains("No mail address");
        Ran set = caselli(
                "routing",
                "methods",
                "set",
                "folder",
                "--device",
                "loopback-1003",
                "--value",
                faxes.toString(),
                "--on");
        assertThat(set.code()).as(set.toString()).isEqualTo(Exit.DONE);
        assertThat(caselli("routing", "methods", "order", "folder", "99")
                        .out()
                        .lines()
                        .toList()
                        .getLast())
                .contains("Store in a folder");
        Ran explained = caselli("routing", "explain-incoming", "--to", "1003", "--from", "1001");
        assertThat(explained.out())
                .contains("It comes to loopback-1003. It is answered.", "1. Store in a folder: " + faxes);
        assertThat(caselli("routing", "extensions", "list", "--json")
                        .json()
                        .at("/items/0/status")
                        .asText())
                .isEqualTo("success");

        assertThat(send("send", "1003", letter.toString()).code()).isEqualTo(Exit.DONE);
        for (int tries = 0; tries < 600 && !caselli("incoming", "list").out().contains("is empty"); tries++) {
            Thread.onSpinWait();
        }
        assertThat(caselli("incoming", "list").out()).contains("The incoming queue is empty.");
        try (var files = Files.list(faxes)) {
            assertThat(files).hasSize(1);
        }
        assertThat(caselli("incoming", "show", "nowhere").code()).isEqualTo(Exit.REFUSED);
    }

    @Test
    void a_server_that_is_not_there_or_a_wrong_token_have_their_own_exit_code() {
        Ran none =
                run(Map.of(), "devices", "--data", folder.resolve("elsewhere").toString());
        assertThat(none.code()).isEqualTo(Exit.UNREACHABLE);
        assertThat(none.err()).contains("caselli serve").contains("--url");
        Ran dead = run(Map.of("CASELLI_URL", "http://127.0.0.1:1", "CASELLI_TOKEN", "x"), "devices");
        assertThat(dead.code()).isEqualTo(Exit.UNREACHABLE);
        Ran wrong = run(Map.of("CASELLI_URL", server.url().toString(), "CASELLI_TOKEN", "x"), "devices");
        assertThat(wrong.code()).isEqualTo(Exit.UNREACHABLE);
        assertThat(wrong.err()).contains("admin.token");
        Ran right = run(
                Map.of("CASELLI_TOKEN", "x"), "devices", "--url", server.url().toString(), "--token", server.token());
        assertThat(right.code()).isEqualTo(Exit.DONE);
        Ran half = run(Map.of(), "devices", "--url", server.url().toString());
        assertThat(half.code()).isEqualTo(Exit.USAGE);
        assertThat(run(Map.of(), "devices", "--url", "nonsense", "--token", "x").code())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void a_server_that_cannot_start_says_which_option_helps() {
        Ran taken = run(
                Map.of(),
                "serve",
                "--port",
                String.valueOf(server.url().getPort()),
                "--sip-port",
                "0",
                "--data",
                folder.resolve("second").toString());
        assertThat(taken.code()).isEqualTo(Exit.CANNOT_START);
        assertThat(taken.err()).contains("--port");
        Ran locked = run(
                Map.of(),
                "serve",
                "--port",
                "0",
                "--sip-port",
                "0",
                "--data",
                folder.resolve("data").toString());
        assertThat(locked.code()).isEqualTo(Exit.CANNOT_START);
        assertThat(locked.err()).contains("--data");
        assertThat(run(Map.of(), "serve", "--port", "70000").code()).isEqualTo(Exit.USAGE);
        assertThat(run(Map.of(), "serve", "--config", "none.toml").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void every_command_has_its_help_and_all_are_completed() {
        for (String command : List.of(
                "",
                "demo",
                "serve",
                "send",
                "render",
                "jobs",
                "jobs list",
                "jobs show",
                "jobs cancel",
                "jobs restart",
                "inbox",
                "inbox list",
                "inbox show",
                "inbox save",
                "inbox mark",
                "inbox delete",
                "incoming",
                "incoming list",
                "incoming show",
                "incoming cancel",
                "incoming retry",
                "incoming save",
                "routing methods",
                "routing methods list",
                "routing methods set",
                "routing methods order",
                "routing extensions",
                "routing extensions list",
                "routing extensions register",
                "routing extensions unregister",
                "routing explain-incoming",
                "sent",
                "sent list",
                "sent show",
                "sent save",
                "sent delete",
                "archive",
                "archive status",
                "archive expiry",
                "archive export",
                "archive log",
                "devices",
                "watch",
                "diary",
                "completion")) {
            String[] arguments = (command + " --help").strip().split(" ");
            Ran ran = run(Map.of(), arguments);
            assertThat(ran.code()).isEqualTo(Exit.DONE);
            assertThat(ran.out()).contains(("Usage: caselli " + command).strip());
            assertThat(ran.out().lines()).allMatch(line -> line.length() <= 100);
        }
        assertThat(run(Map.of()).out()).contains("Exit codes:");
        assertThat(run(Map.of(), "--version").out()).startsWith("caselli ");
        assertThat(run(Map.of(), "completion").out()).contains("complete ").contains("inbox");
    }

    @Test
    void settings_are_shown_set_exported_and_applied() throws Exception {
        assertThat(caselli("settings", "get", "outgoing.recipientsLimit").out()).isEqualTo("0\n");
        assertThat(caselli("settings", "set", "outgoing.recipientsLimit", "500").out())
                .isEqualTo("outgoing.recipientsLimit is now 500.\n");
        assertThat(caselli("settings", "show", "outgoing", "--json")
                        .json()
                        .get("recipientsLimit")
                        .asInt())
                .isEqualTo(500);
        assertThat(caselli("settings", "show").out()).contains("callers.allowed", "127.0.0.0/8, ::1");
        Ran wrong = caselli("settings", "set", "outgoing.recipientsLimit", "10001");
        assertThat(wrong.code()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("recipientsLimit is 10001; give 0 to 10000.");
        assertThat(caselli("settings", "set", "outgoing.recipientsLimit", "many")
                        .code())
                .isEqualTo(Exit.USAGE);
        assertThat(caselli("settings", "get", "outgoing.colour").code()).isEqualTo(Exit.REFUSED);
        assertThat(caselli("settings", "show", "colours").code()).isEqualTo(Exit.REFUSED);

        String file = caselli("settings", "export").out();
        Path changed = Files.writeString(
                folder.resolve("settings.toml"), file.replace("recipientsLimit = 500", "recipientsLimit = 600"));
        Ran dry = caselli("settings", "apply", changed.toString(), "--dry-run");
        assertThat(dry.out()).isEqualTo("""
                        ~ [settings.outgoing]
                          - recipientsLimit = 500
                          + recipientsLimit = 600
                        One entry would be changed.
                        """);
        assertThat(caselli("settings", "apply", changed.toString()).out()).endsWith("One entry changed.\n");
        assertThat(caselli("settings", "apply", changed.toString()).out()).isEqualTo("Nothing had to be changed.\n");
        Path broken = Files.writeString(
                folder.resolve("broken.toml"), "format = 1\n[settings.outgoing]\nretries = 100\nageLimit = -1\n");
        Ran refused = caselli("settings", "apply", broken.toString());
        assertThat(refused.code()).isEqualTo(Exit.USAGE);
        assertThat(refused.err())
                .contains("line 3: settings.outgoing.retries is 100; give 0 to 99.")
                .contains("line 4: settings.outgoing.ageLimit is -1; give 0 to 3650.");
        assertThat(caselli("settings", "set", "outgoing.recipientsLimit", "0").code())
                .isEqualTo(Exit.DONE);
    }

    @Test
    void webhooks_are_made_changed_tested_and_removed() throws Exception {
        // Nobody listens at the discard port of this machine.
        Ran made = caselli("webhooks", "add", "crm", "http://127.0.0.1:9/crm", "--class", "out-archive");
        assertThat(made.out()).contains("out_archive").contains("whsec_");
        assertThat(caselli("webhooks", "list").out()).contains("crm").doesNotContain("whsec_");
        assertThat(caselli("webhooks", "set", "crm", "--class", "all", "--active", "false")
                        .out())
                .contains("all events: off");
        Ran test = caselli("webhooks", "test", "crm");
        assertThat(test.code()).isEqualTo(Exit.REFUSED);
        assertThat(test.out()).startsWith("Not delivered: ");
        // Beside the test perhaps the end of a fax that another test has sent, before it was switched off.
        assertThat(caselli("webhooks", "log", "crm", "--json")
                        .json()
                        .get("items")
                        .size())
                .isPositive();
        assertThat(caselli("webhooks", "secret", "crm").out()).contains("whsec_");
        assertThat(caselli("webhooks", "remove", "crm").code()).isEqualTo(Exit.DONE);
        assertThat(caselli("webhooks", "test", "crm").code()).isEqualTo(Exit.REFUSED);
        assertThat(caselli("log", "--severity", "error,warning", "--json")
                        .json()
                        .has("items"))
                .isTrue();
    }
}

package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every command that there is, against a real server: each does what it is for, and what it prints as JSON can be read. A
 * command that is added and not run here fails the build.
 */
class EveryCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** These run a server of their own: DemoTest, and all tests that start a ServerProcess. */
    private static final Set<String> RUN_ELSEWHERE = Set.of("demo", "serve");

    private static final String FOLDER = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Set<String> run = new ConcurrentSkipListSet<>();

    private record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    }

    /** The commands that do something: "jobs list". */
    private static Set<String> leaves() {
        var leaves = new TreeSet<String>();
        var nowhere = new Terminal(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                false);
        collect(Caselli.commands(nowhere, Map.of(), client -> {}), "", leaves);
        return leaves;
    }

    private static void collect(CommandLine command, String path, Set<String> leaves) {
        if (command.getSubcommands().isEmpty()) {
            leaves.add(path.strip());
        }
        command.getSubcommands().forEach((name, sub) -> collect(sub, path + " " + name, leaves));
    }

    /** Runs a command and notes which one it is. */
    private Ran ran(String... arguments) {
        leaves().stream()
                .filter(leaf -> (String.join(" ", arguments) + " ").startsWith(leaf + " "))
                .max(java.util.Comparator.comparingInt(String::length))
                .ifPresent(run::add);
        boolean asks = !Set.of("completion", "render").contains(arguments[0]);
        String[] all = Arrays.copyOf(arguments, arguments.length + (asks ? 2 : 0));
        if (asks) {
            all[arguments.length] = "--data";
            all[arguments.length + 1] = folder.resolve("data").toString();
        }
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code;
        try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = Caselli.run(
                    new Terminal(outStream, errStream, false),
                    Map.of("PW", "secret", "PASSWORD", "a good long one", "NEXT_PASSWORD", "another long one"),
                    all);
        }
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command that must succeed, and returns what it printed. */
    private String does(String... arguments) {
        Ran ran = ran(arguments);
        assertThat(ran.code()).as(String.join(" ", arguments) + ": " + ran).isEqualTo(Exit.DONE);
        assertThat(ran.err()).as(String.join(" ", arguments)).isEmpty();
        return ran.out();
    }

    /** The same as JSON. */
    private JsonNode asks(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        Ran ran = ran(all.toArray(String[]::new));
        assertThat(ran.code()).as(String.join(" ", arguments) + ": " + ran).isEqualTo(Exit.DONE);
        return ran.json();
    }

    /** Runs a command that the server must refuse, and returns why. */
    private String refused(String... arguments) {
        Ran ran = ran(arguments);
        assertThat(ran.code()).as(String.join(" ", arguments) + ": " + ran).isEqualTo(Exit.REFUSED);
        return ran.err();
    }

    @Test
    void every_command_does_what_it_is_for() throws Exception {
        Config config = Config.parse("loopback.lines = 3\nloopback.haste = 1000\nsip.lines = 1", "test", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data")));
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try (Main server = Main.start(config)) {
            assertThat(server.failures()).isEmpty();
            documents();
            outgoing();
            incoming();
            archives();
            devices();
            routing();
            trunks();
            covers();
            senders();
            security();
            settings();
            webhooks("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
            receipts();
            audit();
            access();
            rest();
        } finally {
            receiver.stop(0);
        }
        var missing = new TreeSet<>(leaves());
        missing.removeAll(run);
        assertThat(missing).as("commands that nobody has run").isEqualTo(RUN_ELSEWHERE);
    }

    private Path letter() throws IOException {
        return Files.writeString(folder.resolve("letter.txt"), "Dear Sir,\n\nthis is a fax.\n");
    }

    private void documents() throws IOException {
        String letter = letter().toString();
        JsonNode uploaded = asks("documents", "upload", letter);
        String id = uploaded.get("id").asText();
        assertThat(uploaded.get("pages").asInt()).isEqualTo(1);
        assertThat(does("documents", "list")).contains(id, "letter.txt");
        assertThat(asks("documents", "list").at("/items/0/id").asText()).isEqualTo(id);
        assertThat(does("documents", "show", id)).contains("letter.txt: 1 page");
        Path page = folder.resolve("page.png");
        does("documents", "preview", id, "-o", page.toString(), "--width", "200");
        assertThat(Files.readAllBytes(page)).startsWith(0x89, 'P', 'N', 'G');
        assertThat(ran("documents", "preview", id, "-o", page.toString()).code())
                .isEqualTo(Exit.USAGE);
        does("documents", "delete", id);
        assertThat(refused("documents", "show", id)).contains("There is no document");
        Path broken = Files.writeString(folder.resolve("broken.pdf"), "%PDF-broken");
        assertThat(ran("documents", "upload", broken.toString()).code()).isEqualTo(Exit.DOCUMENT);
        Path pages = folder.resolve("letter.tif");
        does("render", letter, "-o", pages.toString());
        assertThat(pages).isNotEmptyFile();
    }

    private void outgoing() throws IOException {
        String letter = letter().toString();
        does("settings", "set", "outgoing.retries", "0");
        JsonNode sent =
                asks("send", "1002", letter, "--sender-detail", "company=Rossi", "--sender-detail", "billingCode=42");
        assertThat(sent.at("/submission/sender/billingCode").asText()).isEqualTo("42");
        assertThat(sent.at("/job/deviceId").asInt()).isPositive();
        assertThat(sent.at("/job/extendedStatus").asInt()).isEqualTo(18); // FJES_CALL_COMPLETED
        assertThat(ran("send", "1002", letter, "--sender-detail", "shoeSize=43").code())
                .isEqualTo(Exit.USAGE);
        does("queue", "pause");
        assertThat(does("queue", "status")).isNotBlank();
        JsonNode waiting = asks("send", "1002", letter, "--no-wait");
        String job = waiting.at("/jobs/0").asText();
        assertThat(does("jobs", "list")).contains(job);
        assertThat(asks("jobs", "show", job).at("/job/waitsFor").asText()).isEqualTo("queue_paused");
        assertThat(asks("jobs", "pause", job).get("paused").asBoolean()).isTrue();
        assertThat(asks("jobs", "resume", job).get("paused").asBoolean()).isFalse();
        does("jobs", "cancel", job);
        does("queue", "resume");
        does("queue", "block");
        assertThat(ran("send", "1002", letter).code()).isNotEqualTo(Exit.DONE);
        does("queue", "unblock");
        assertThat(ran("send", "1999", letter, "--json").code()).isEqualTo(Exit.NOT_DELIVERED);
        String failed =
                asks("jobs", "list", "--state", "failed").at("/items/0/id").asText();
        assertThat(does("jobs", "restart", failed)).contains(failed);
        assertThat(does("diary", "latest")).contains("said INVITE");
    }

    private void incoming() throws IOException {
        does("settings", "set", "archive.use", "false");
        does("send", "1003", letter().toString());
        does("settings", "set", "archive.use", "true");
        String fax = asks("incoming", "list", "--state", "retries_exceeded")
                .at("/items/0/id")
                .asText();
        assertThat(does("incoming", "list")).contains(fax);
        assertThat(does("incoming", "show", fax)).contains("Pages     1");
        Path pdf = folder.resolve("waiting.pdf");
        does("incoming", "save", fax, "-o", pdf.toString());
        assertThat(Files.readAllBytes(pdf)).startsWith('%', 'P', 'D', 'F');
        does("incoming", "save", fax, "-o", folder.resolve("waiting.tif").toString());
        assertThat(refused("incoming", "retry", fax)).contains("No routing method");
        assertThat(asks("incoming", "cancel", fax).get("id").asText()).isEqualTo(fax);
        assertThat(refused("incoming", "show", fax)).contains("There is no incoming job");
    }

    private void archives() throws IOException {
        String fax = asks("inbox", "list").at("/items/0/id").asText();
        assertThat(does("inbox", "list")).contains(fax);
        assertThat(does("inbox", "show", fax)).contains(fax);
        assertThat(asks("inbox", "mark", fax, "--subject", "Greetings")
                        .get("subject")
                        .asText())
                .isEqualTo("Greetings");
        does("inbox", "save", fax, "-o", folder.resolve("in.tif").toString());
        String job = asks("sent", "list").at("/items/0/id").asText();
        assertThat(asks("sent", "show", job).at("/sender/company").asText()).isEqualTo("Rossi");
        assertThat(does("sent", "list")).contains(job);
        does("sent", "save", job, "-o", folder.resolve("out.pdf").toString());
        assertThat(folder.resolve("out.pdf")).isNotEmptyFile();

        assertThat(asks("archive", "status").at("/sent/messages").asInt()).isEqualTo(1);
        assertThat(does("archive", "status")).isNotBlank();
        assertThat(asks("archive", "expiry", "--age-limit", "30")
                        .at("/sent/messages")
                        .asInt())
                .isZero();
        Path exported = folder.resolve("exported");
        does("archive", "export", exported.toString());
        try (var files = Files.walk(exported)) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString)).anyMatch(name -> name.endsWith(".pdf"));
        }
        assertThat(does("archive", "log", "--direction", "outgoing")).contains("1002");
        Path csv = folder.resolve("log.csv");
        does("archive", "log", "-o", csv.toString());
        assertThat(Files.readAllLines(csv)).hasSizeGreaterThan(2);

        inboxes(fax);
        assertThat(asks("inbox", "delete", "--all", "--dry-run").toString()).contains(fax);
        does("inbox", "delete", fax);
        does("sent", "delete", job);
        assertThat(asks("archive", "status").at("/sent/messages").asInt()).isZero();
    }

    /** The clinic of docs/guide/accounts.md: a clerk gives a fax to two doctors, and one of them puts it back. */
    private void inboxes(String fax) throws IOException {
        does("settings", "set", "access.incomingFaxesArePublic", "false");
        does("accounts", "add", "clerk", "--right", "manage_receive_folder,query_config", "--password-env", "PASSWORD");
        for (String doctor : List.of("rossi", "bianchi")) {
            does("accounts", "add", doctor, "--right", "submit_normal", "--password-env", "PASSWORD");
        }
        String clerk = signedIn("clerk");
        String rossi = signedIn("rossi");
        String bianchi = signedIn("bianchi");
        assertThat(does("inbox", "list", "--token", rossi)).contains("The inbox is empty");
        assertThat(does("access", "folders", "--token", clerk)).containsPattern("receive folder +1 +0");
        assertThat(asks("inbox", "mark", fax, "--for", "rossi", "--token", clerk)
                        .at("/recipients/0")
                        .asText())
                .isEqualTo("rossi");
        assertThat(does("inbox", "show", fax, "--token", clerk)).contains("Is for    rossi");
        assertThat(refused("inbox", "assign", fax, "--to", "verdi", "--token", clerk))
                .contains("There is no account \"verdi\"");
        assertThat(does(
                        "inbox",
                        "assign",
                        fax,
                        "--to",
                        "rossi,bianchi",
                        "--subject",
                        "Findings",
                        "--sender-name",
                        "Laboratory",
                        "--sender-number",
                        "+39 055 1",
                        "--has-cover",
                        "--token",
                        clerk))
                .contains("was given to rossi, bianchi.");
        assertThat(refused("inbox", "show", fax, "--token", clerk)).contains("There is no received fax");
        assertThat(does("inbox", "list", "--mine", "--token", rossi))
                .contains(fax, "rossi", "new")
                .doesNotContain("bianchi");
        assertThat(does("inbox", "show", fax, "--token", rossi))
                .contains("Given to  rossi, bianchi", "Findings", "the first a cover page");
        does("inbox", "save", fax, "-o", folder.resolve("rossi.pdf").toString(), "--token", rossi);
        assertThat(asks("inbox", "list", "--mine", "--token", rossi)
                        .at("/items/0/read")
                        .asBoolean())
                .isTrue();
        JsonNode other = asks("inbox", "list", "--mine", "--token", bianchi).at("/items/0");
        assertThat(other.get("read").asBoolean()).isFalse();
        assertThat(other.get("fax").asText()).isEqualTo(fax);
        assertThat(does("inbox", "list")).contains("rossi", "bianchi");
        does("inbox", "delete", other.get("id").asText(), "--token", bianchi);
        assertThat(does("inbox", "return", fax, "--token", rossi)).contains("is back in the receive folder");
        assertThat(asks("access", "folders", "--token", clerk)
                        .at("/receiveFolder/unread")
                        .asInt())
                .isEqualTo(1);
        assertThat(asks("jobs", "list", "--all", "--mine", "--token", rossi).get("items"))
                .isEmpty();
        assertThat(asks("incoming", "list", "--mine", "--token", rossi).get("items"))
                .isEmpty();
        assertThat(does("watch", "--mine", "--after", "0", "--count", "2", "--class", "in-archive", "--token", bianchi))
                .contains("received fax added", "addedToReceiveFolder=false", "received fax removed");
        assertThat(ran("inbox", "list", "--mine").err()).contains("The key of the server belongs to no account");
        String line = "loopback-1003";
        assertThat(does("routing", "methods", "set", "accounts", "--value", "rossi;bianchi", "--on", "--device", line))
                .contains("Give to accounts: on for device " + line + ", with rossi;bianchi");
        assertThat(refused("routing", "methods", "set", "accounts", "--value", "verdi", "--device", line))
                .contains("There is no account \"verdi\"");
        does("routing", "methods", "set", "accounts", "--off", "--device", line);
        for (String name : List.of("clerk", "rossi", "bianchi")) {
            does("accounts", "remove", name);
        }
        does("settings", "set", "access.incomingFaxesArePublic", "true");
    }

    private String signedIn(String name) {
        return does("access", "sign-in", name, "--password-env", "PASSWORD").strip();
    }

    private void devices() {
        assertThat(does("devices", "list")).contains("loopback-1001");
        assertThat(does("devices", "show", "loopback-1001")).contains("loopback-1001");
        assertThat(does("devices", "status")).contains("loopback-1002");
        assertThat(asks("devices", "set", "loopback-1001", "--tsid", "+39 055 1")
                        .get("tsid")
                        .asText())
                .isEqualTo("+39 055 1");
        assertThat(asks("devices", "order", "loopback-1003").at("/items/0/key").asText())
                .isEqualTo("loopback-1003");
        assertThat(refused("devices", "answer", "loopback-1001")).contains("Nothing rings");
        assertThat(refused("devices", "remove", "loopback-1001")).contains("offers it");
        var watched = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> does("devices", "status", "--watch", "--count", "1"));
        // It is told of what happens after it has begun to listen, which nobody outside sees: so something happens
        // until it has.
        for (int i = 0; !watched.isDone() && i < 200; i++) {
            assertThat(ran("send", "1002", folder.resolve("letter.txt").toString())
                            .code())
                    .isEqualTo(Exit.DONE);
        }
        assertThat(watched.join()).contains("loopback-");
        assertThat(does("providers", "list")).contains("loopback");
        String guid = "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}";
        String jar = Path.of(System.getProperty("java.home"), "release").toString();
        assertThat(asks("providers", "register", jar, "--guid", guid, "--name", "A provider")
                        .get("pending")
                        .asText())
                .isEqualTo("added");
        does("providers", "unregister", guid);
    }

    private void routing() {
        assertThat(does("routing", "explain", "1002")).isNotBlank();
        does("routing", "groups", "add", "Berlin", "loopback-1001");
        does("routing", "groups", "devices", "Berlin", "loopback-1001", "loopback-1002");
        assertThat(does("routing", "groups", "list")).contains("Berlin");
        does("routing", "rules", "add", "49-30", "--group", "Berlin");
        does("routing", "rules", "set", "49-30", "--device", "loopback-1002");
        assertThat(does("routing", "rules", "list")).contains("49-30");
        does("routing", "rules", "remove", "49-30");
        does("routing", "groups", "remove", "Berlin");
        assertThat(does("routing", "methods", "list")).contains("Store in a folder");
        does("routing", "methods", "set", FOLDER, "--device", "loopback-1002", "--value", folder.toString(), "--on");
        assertThat(asks("routing", "methods", "list", "--device", "loopback-1002")
                        .toString())
                .contains(folder.toString());
        assertThat(asks("routing", "methods", "order", FOLDER, "99")
                        .at("/items/2/guid")
                        .asText())
                .isEqualTo(FOLDER);
        assertThat(does("routing", "explain-incoming", "--to", "1002")).contains("loopback-1002");
        assertThat(does("routing", "extensions", "list")).contains("caselli");
        does(
                "routing",
                "extensions",
                "register",
                "org.example",
                "/nowhere/x.jar",
                "--method",
                "a;A;a;{5b7a0d52-3f0c-4a53-9d0e-2f4f3ad6b001}");
        does("routing", "extensions", "unregister", "org.example");
    }

    private void covers() throws IOException {
        assertThat(does("covers", "list")).contains("Classic", "Form", "Letter");
        assertThat(does("covers", "show", "classic.cov")).contains("recipient.name");
        assertThat(does("covers", "show", "--template", "Classic")).contains("{{recipient.name}}");
        Path template = folder.resolve("house.html");
        Files.writeString(template, "<h1>House</h1><p>To {{recipient.name}}: {{message.note}}</p>");
        assertThat(does("covers", "add", "House", template.toString())).contains("House");
        Files.writeString(template, "<h1>New house</h1><p>To {{recipient.name}}: {{message.note}}</p>");
        assertThat(does("covers", "replace", "House", template.toString())).contains("replaced");
        Path picture = folder.resolve("house.png");
        assertThat(ran("covers", "preview", "House", "--note", "Hello", "-o", picture.toString())
                        .out())
                .contains("1 page");
        assertThat(picture).isNotEmptyFile();
        assertThat(does("covers", "remove", "House")).contains("removed");
    }

    private void security() {
        Path file = folder.resolve("descriptor");
        assertThat(does("access", "security", "show")).contains("S-1-9-");
        assertThat(does("access", "security", "save", file.toString())).contains("octets");
        assertThat(file).isNotEmptyFile();
        assertThat(does("access", "security", "apply", file.toString())).contains("S-1-9-");
    }

    private void senders() {
        assertThat(does("senders", "list")).contains("no sender profiles");
        assertThat(does(
                        "senders",
                        "set",
                        "default",
                        "--name",
                        "Ann Rossi",
                        "--detail",
                        "company=Rossi",
                        "--zone",
                        "UTC"))
                .contains("Ann Rossi", "Rossi", "UTC");
        assertThat(does("senders", "set", "DEFAULT", "--number", "+39055", "--zone", "", "--detail", "title=Dr."))
                .contains("Ann Rossi", "+39055", "Dr.")
                .doesNotContain("UTC");
        assertThat(does("senders", "list")).contains("Ann Rossi", "+39055");
        assertThat(does("senders", "show", "default")).contains("company", "Rossi");
        assertThat(does("senders", "remove", "default")).contains("removed");
    }

    private void trunks() {
        does(
                "trunks",
                "add",
                "north",
                "--server",
                "127.0.0.1:9",
                "--check-every",
                "0",
                "--password-env",
                "PW",
                "--user",
                "me");
        assertThat(does("trunks", "list")).contains("north");
        assertThat(does("trunks", "show", "north")).contains("127.0.0.1:9").doesNotContain("secret");
        assertThat(does("trunks", "status", "north")).contains("north");
        assertThat(asks("trunks", "set", "north", "--channels", "3")
                        .at("/settings/channels")
                        .asInt())
                .isEqualTo(3);
        assertThat(ran("trunks", "test", "north").out()).isNotBlank();
        does("trunks", "remove", "north");
    }

    private void settings() throws IOException {
        assertThat(does("settings", "show", "outgoing")).contains("retries");
        assertThat(does("settings", "get", "outgoing.retries").strip()).isEqualTo("0");
        String file = does("settings", "export");
        Path toml = Files.writeString(folder.resolve("settings.toml"), file.replace("retries = 0", "retries = 5"));
        assertThat(does("settings", "apply", toml.toString(), "--dry-run")).contains("retries");
        assertThat(does("settings", "get", "outgoing.retries").strip()).isEqualTo("0");
        does("settings", "apply", toml.toString());
        assertThat(does("settings", "get", "outgoing.retries").strip()).isEqualTo("5");
    }

    private void access() {
        assertThat(does("nodes", "list")).contains("local");
        does("accounts", "add", "root", "--right", "manage_config", "--password-env", "PASSWORD");
        assertThat(asks("accounts", "add", "Ann", "--display-name", "Ann Other", "--email", "ann@example.org")
                        .get("hasPassword")
                        .asBoolean())
                .isFalse();
        does("accounts", "password", "ann", "--password-env", "PASSWORD");
        assertThat(asks("groups", "add", "office", "--description", "Front desk", "--right", "submit_normal")
                        .get("rights")
                        .size())
                .isEqualTo(1);
        assertThat(does("groups", "join", "office", "ann")).contains("members: Ann");
        assertThat(asks("groups", "set", "office", "--right", "submit_high,query_archives")
                        .get("members")
                        .size())
                .isEqualTo(1);
        assertThat(does("groups", "list")).contains("Front desk").contains("Ann");
        assertThat(does("groups", "show", "office")).contains("submit_high");
        assertThat(does("accounts", "list")).contains("Ann Other").contains("submit_low submit_normal submit_high");
        assertThat(does("accounts", "show", "ANN")).contains("ann@example.org");
        String session =
                does("access", "sign-in", "ann", "--password-env", "PASSWORD").strip();
        assertThat(asks("access", "me", "--token", session).get("sources").size())
                .isEqualTo(2);
        assertThat(does("access", "me")).contains("by the server's key");
        assertThat(does("access", "rights", "--token", session)).containsPattern("manage_config +0x040 +no");
        assertThat(does("access", "check", "submit_high", "--token", session)).contains("yes");
        assertThat(ran("access", "check", "manage_config", "--token", session).code())
                .isEqualTo(Exit.REFUSED);
        assertThat(refused("settings", "set", "outgoing.retries", "4", "--token", session))
                .contains("QUERY_CONFIG, which Ann does not have");
        JsonNode token =
                asks("access", "tokens", "add", "scanner", "--right", "submit_low", "--days", "3", "--token", session);
        String secret = token.get("token").asText();
        assertThat(does("access", "tokens", "list", "--token", secret))
                .contains("scanner")
                .doesNotContain(secret);
        assertThat(asks("access", "tokens", "list", "--of", "ann").get("items").size())
                .isEqualTo(1);
        does("access", "tokens", "revoke", token.get("id").asText(), "--token", session);
        assertThat(ran("access", "me", "--token", secret).code()).isEqualTo(Exit.UNREACHABLE);
        does("access", "sign-out", "--token", session);
        String again =
                does("access", "sign-in", "ann", "--password-env", "PASSWORD").strip();
        does("access", "password", "--present-env", "PASSWORD", "--password-env", "NEXT_PASSWORD", "--token", again);
        assertThat(ran("access", "me", "--token", again).code()).isEqualTo(Exit.UNREACHABLE);
        does("groups", "leave", "office", "ann");
        does("groups", "remove", "office");
        assertThat(asks("accounts", "set", "ann", "--disabled", "true", "--right", "none")
                        .get("disabled")
                        .asBoolean())
                .isTrue();
        assertThat(refused("accounts", "unlink", "ann")).contains("belongs to nobody of a directory");
        does("accounts", "password", "ann", "--none");
        assertThat(asks("accounts", "show", "ann").get("hasPassword").asBoolean())
                .isFalse();
        does("accounts", "remove", "ann");
        assertThat(refused("accounts", "remove", "root")).contains("nobody could sign in");
    }

    private void webhooks(String receiver) {
        does("settings", "set", "webhooks.privateAddresses", "true");
        String secret = asks("webhooks", "add", "hook", receiver).get("secret").asText();
        assertThat(does("webhooks", "list")).contains("hook").doesNotContain(secret);
        assertThat(asks("webhooks", "test", "hook").get("delivered").asBoolean())
                .isTrue();
        assertThat(asks("webhooks", "set", "hook", "--active", "false")
                        .get("active")
                        .asBoolean())
                .isFalse();
        assertThat(asks("webhooks", "resume", "hook").get("name").asText()).isEqualTo("hook");
        assertThat(asks("webhooks", "secret", "hook").get("secret").asText()).isNotEqualTo(secret);
        assertThat(does("webhooks", "log", "hook")).containsPattern("test +Delivered");
        does("webhooks", "remove", "hook");
        assertThat(refused("webhooks", "remove", "hook")).contains("hook");
    }

    private void receipts() throws IOException {
        var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        try {
            does("settings", "set", "receipts.sender", "fax@caselli.example");
            does("settings", "set", "receipts.host", "127.0.0.1");
            does(
                    "settings",
                    "set",
                    "receipts.port",
                    String.valueOf(mails.getSmtp().getPort()));
            assertThat(does("receipts", "test", "ann@example.org")).contains("has taken a test");
            assertThat(ran("send", "--receipt-attach", "1002", letter().toString())
                            .err())
                    .contains("Give it with --receipt");
            does("send", "--receipt", "ann@example.org", "--receipt-attach", "1002", letter().toString());
            assertThat(mails.waitForIncomingEmail(60_000, 2)).isTrue();
            String id = asks("receipts", "list").at("/items/0/id").asText();
            assertThat(does("receipts", "list")).contains("ann@example.org", "Fax delivered to 1002");
            assertThat(does("receipts", "show", id)).contains("ann@example.org", "Fax delivered to 1002");
        } finally {
            mails.stop();
        }
        does("settings", "set", "receipts.port", "9");
        ran("send", "--receipt", "ann@example.org", "1999", letter().toString());
        String waiting = asks("receipts", "list").at("/items/0/id").asText();
        assertThat(does("receipts", "retry", waiting)).contains("ann@example.org");
        assertThat(refused("receipts", "show", "0123456789abcdef")).contains("no receipt");
    }

    private void audit() throws IOException {
        assertThat(does("audit", "list", "--limit", "1000"))
                .contains("config.changed", "settings/outgoing", "fax.submitted", "127.0.0.1", "administrator");
        assertThat(asks("audit", "list", "--action", "server.started")
                        .at("/items/0/actor")
                        .asText())
                .isEqualTo("server");
        String head = does("audit", "head").strip();
        assertThat(asks("audit", "head").get("sequence").asLong()).isPositive();
        assertThat(does("audit", "verify", "--head", head)).contains("Entries 1 to ", "as they were written");
        assertThat(asks("audit", "verify").get("intact").asBoolean()).isTrue();
        Path file = folder.resolve("audit.jsonl");
        assertThat(does("audit", "export", file.toString())).contains(file.toString());
        assertThat(asks(
                                "audit",
                                "export",
                                "--format",
                                "csv",
                                folder.resolve("audit.csv").toString())
                        .get("file")
                        .asText())
                .endsWith("audit.csv");
        assertThat(Files.readString(folder.resolve("audit.csv"))).startsWith("Sequence,At,Account,Actor,");
        assertThat(does("audit", "verify", "--head", head, file.toString())).contains("as they were written");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        assertThat(lines).noneMatch(line -> line.contains("whsec_") || line.contains("\"password\":"));
        lines.set(4, lines.get(4).replaceFirst("\"node\":\"[^\"]*\"", "\"node\":\"other\""));
        Files.write(file, lines);
        Ran broken = ran("audit", "verify", file.toString());
        assertThat(broken.code()).isEqualTo(Exit.REFUSED);
        assertThat(broken.out())
                .contains("Entries 1 to 4 are as they were written.", "The trail is broken at entry 5.");
        assertThat(refused("audit", "verify", "--head", "1:" + "0".repeat(64))).isEmpty();
    }

    private void rest() {
        assertThat(does("log", "--severity", "error")).contains("1999");
        assertThat(asks("log", "--category", "outbound").at("/items/0/category").asText())
                .isEqualTo("outbound");
        assertThat(does("watch", "--after", "0", "--count", "1")).isNotBlank();
        assertThat(does("nodes", "list")).contains("alive");
        assertThat(does("completion")).contains("complete -F");
    }
}

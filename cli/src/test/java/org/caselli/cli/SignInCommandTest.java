package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.caselli.oidc.TestProvider;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, a real provider, and people who sign in by it from their terminals. */
class SignInCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private TestProvider provider;
    private Main server;

    @BeforeEach
    void open() throws Exception {
        provider = new TestProvider(InstantSource.system());
        server = Main.start(Config.parse("loopback.lines = 0\nsip.lines = 0", "test", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data"))));
        for (var setting : provider.settings().entrySet()) {
            does(
                    "settings",
                    "set",
                    "oidc." + setting.getKey(),
                    setting.getValue().toString());
        }
        does("settings", "set", "oidc.groups", "[\"fax\\u002cusers=office\", \"other=others\"]");
        does("groups", "add", "office", "--right", "submit_high");
    }

    @AfterEach
    void close() {
        server.close();
        provider.close();
    }

    private record Ran(int code, String out, String err) {}

    /** Runs a command as the administrator. */
    private String does(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        Ran ran = ran(Map.of(), all);
        assertThat(ran.code()).as(String.join(" ", arguments) + ": " + ran).isEqualTo(Exit.DONE);
        return ran.out().strip();
    }

    private static Ran ran(Map<String, String> environment, List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code;
        try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = Caselli.run(
                    new Terminal(outStream, errStream, false), environment, arguments.toArray(String[]::new));
        }
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Signs in with a browser that does as it is told: it opens what stands on the terminal and follows where it is sent. */
    private Ran signsInWithBrowser() throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shown = new PipedInputStream(10_000);
        var pipe = new PipedOutputStream(shown);
        var both = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                err.write(octet);
                pipe.write(octet);
            }
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(both, true, StandardCharsets.UTF_8)) {
            var code = CompletableFuture.supplyAsync(
                    () -> Caselli.run(
                            new Terminal(outStream, errStream, false),
                            Map.of("CASELLI_URL", server.url().toString()),
                            new String[] {"access", "sign-in", "--oidc", "--no-browser"}),
                    threads);
            var lines = new Scanner(shown, StandardCharsets.UTF_8);
            assertThat(lines.nextLine()).isEqualTo("Sign in with your browser at");
            URI address = URI.create(lines.nextLine());
            try (HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build()) {
                HttpResponse<String> page =
                        browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(page.body()).contains("go back to the terminal");
            }
            int ended = code.get(60, TimeUnit.SECONDS);
            return new Ran(ended, out.toString(StandardCharsets.UTF_8).strip(), err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void with_a_browser_of_this_machine_somebody_gets_a_session_and_his_account() throws Exception {
        provider.person =
                Map.of("sub", "s-1", "preferred_username", "Ann", "name", "Ann Other", "groups", List.of("fax,users"));
        Ran signedIn = signsInWithBrowser();
        assertThat(signedIn.code()).as(signedIn.err()).isEqualTo(Exit.DONE);
        Map<String, String> hers = Map.of("CASELLI_URL", server.url().toString(), "CASELLI_TOKEN", signedIn.out());
        Ran me = ran(hers, List.of("access", "me"));
        assertThat(me.out()).contains("I am Ann.", "Group office: ");
        assertThat(does("accounts", "list")).containsPattern("Ann +Ann Other +office +submit_low .* +by oidc");
        assertThat(does("audit", "list", "--action", "session.begun")).contains("Ann", "way=oidc");
        assertThat(does("audit", "list", "--action", "account.made")).contains("accounts/Ann");
        assertThat(ran(hers, List.of("access", "sign-out")).code()).isEqualTo(Exit.DONE);
        assertThat(ran(hers, List.of("access", "me")).code()).isEqualTo(Exit.UNREACHABLE);
        // Another person who has got her name, and what an administrator does about it.
        provider.person = Map.of("sub", "s-2", "preferred_username", "ann", "groups", List.of("fax,users"));
        assertThat(signsInWithBrowser().code()).isEqualTo(Exit.REFUSED);
        does("accounts", "unlink", "ann");
        assertThat(signsInWithBrowser().code()).isEqualTo(Exit.DONE);
    }

    @Test
    void without_one_somebody_types_in_a_code_elsewhere() {
        provider.agreeable = true;
        Ran ran =
                ran(Map.of("CASELLI_URL", server.url().toString()), List.of("access", "sign-in", "--device", "--json"));
        assertThat(ran.code()).as(ran.toString()).isEqualTo(Exit.DONE);
        assertThat(ran.err()).contains("type in WDJB-MJHT");
        assertThat(ran.out()).contains("\"account\"").contains("ann");
    }

    @Test
    void an_access_token_of_the_provider_is_taken_as_it_is() throws Exception {
        String token = provider.accessToken(claims -> {});
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> me = client.send(asks(token), HttpResponse.BodyHandlers.ofString());
            JsonNode caller = JSON.readTree(me.body());
            assertThat(caller.get("name").asText()).isEqualTo("ann");
            assertThat(caller.get("rights").toString()).isEqualTo("[\"submit_low\",\"submit_normal\"]");
            String another = provider.accessToken(claims -> claims.audience("https://mail.example"));
            HttpResponse<String> refused = client.send(asks(another), HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("is meant for somebody else");
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
            does("settings", "set", "access.autoCreateAccountOnConnect", "false");
            provider.person = Map.of("sub", "s-3", "preferred_username", "bob");
            HttpResponse<String> stranger =
                    client.send(asks(provider.accessToken(claims -> {})), HttpResponse.BodyHandlers.ofString());
            assertThat(stranger.statusCode()).isEqualTo(403);
            assertThat(stranger.body()).contains("There is no account bob", "E_ACCESSDENIED");
        }
        assertThat(does("audit", "list", "--action", "caller.admitted")).contains("way=oidc");
    }

    private HttpRequest asks(String token) {
        return HttpRequest.newBuilder(server.url().resolve("/api/v1/access/me"))
                .header("Authorization", "Bearer " + token)
                .build();
    }
}

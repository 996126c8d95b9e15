package org.caselli.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caselli.client.CaselliClient;

/** {@code caselli serve} in a process of its own, to be killed. */
final class ServerProcess implements AutoCloseable {
    /** Far more than anything here takes; who waits so long is stuck. */
    private static final long STUCK_SECONDS = 60;

    private final Process process;
    private final CaselliClient client;

    private ServerProcess(Process process, CaselliClient client) {
        this.process = process;
        this.client = client;
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param home   holds the data directory, the configuration and what the server complains of
     * @param config the text of its configuration
     */
    static ServerProcess start(Path home, String config) throws IOException, InterruptedException {
        Path data = home.resolve("data");
        Path errors = home.resolve("errors");
        Path file = Files.writeString(home.resolve("caselli.toml"), config);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        Caselli.class.getName(),
                        "serve",
                        "--json",
                        "--config",
                        file.toString(),
                        "--port",
                        "0",
                        "--sip-port",
                        "0",
                        "--data",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            var json = new ObjectMapper();
            JsonNode ready = json.readTree(said);
            assertThat(ready.isMissingNode())
                    .as(() -> "the server does not start:\n" + read(errors))
                    .isFalse();
            assertThat(json.readTree(data.resolve("server.json").toFile())).isEqualTo(ready);
            URI url = URI.create(ready.get("url").asText());
            return new ServerProcess(
                    process,
                    new CaselliClient(
                            url, Files.readString(data.resolve("admin.token")).strip()));
        } catch (IOException | AssertionError cause) {
            process.destroyForcibly().waitFor();
            throw cause;
        }
    }

    CaselliClient client() {
        return client;
    }

    /** Kills it (SIGKILL), and waits until it and the processes that it started are gone. */
    void kill() throws Exception {
        assertThat(process.isAlive()).as("it died by itself").isTrue();
        List<ProcessHandle> renderers = process.descendants().toList();
        process.destroyForcibly();
        assertThat(process.waitFor(STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle renderer : renderers) {
            renderer.onExit().get(STUCK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Lets it do nothing (SIGSTOP) until {@link #resume}. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Asks it to end (SIGTERM), waits until it has, and returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(STUCK_SECONDS, TimeUnit.SECONDS))
                .as("it ends when it is asked to")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            return cause.toString();
        }
    }

    /** What this test runs with, whichever way it was started. */
    private static String classPath() {
        var loader = ServerProcess.class.getClassLoader();
        return loader instanceof URLClassLoader urls
                ? Stream.of(urls.getURLs()).map(url -> url.getPath()).collect(Collectors.joining(":"))
                : System.getProperty("java.class.path");
    }
}

package org.caselli.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
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
import java.util.ArrayList;
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
    private final Log log;
    private final URI url;
    private final CaselliClient client;

    private ServerProcess(Process process, Log log, URI url, CaselliClient client) {
        this.process = process;
        this.log = log;
        this.url = url;
        this.client = client;
    }

    /** What the server writes into its log, which goes to a file too. */
    private static final class Log {
        private final List<String> lines = new ArrayList<>();
        private final Path file;
        private boolean over;

        Log(Process process, Path file) {
            this.file = file;
            Thread.startVirtualThread(() -> read(process));
        }

        private void read(Process process) {
            try (var said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
                    var out = Files.newBufferedWriter(file, CREATE, APPEND)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    out.write(line + "\n");
                    out.flush();
                    add(line);
                }
            } catch (IOException gone) {
                add(gone.toString());
            }
            end();
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            over = true;
            notifyAll();
        }

        /** Waits for the first line after the mark that has this in it; returns the mark after that line. */
        synchronized int await(int mark, String part) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
            for (int i = mark; ; i++) {
                while (i >= lines.size() && !over && System.nanoTime() < end) {
                    wait(TimeUnit.SECONDS.toMillis(STUCK_SECONDS));
                }
                assertThat(lines)
                        .as(() -> "nothing was logged with \"" + part + "\"")
                        .hasSizeGreaterThan(i);
                if (lines.get(i).contains(part)) {
                    return i + 1;
                }
            }
        }

        synchronized int mark() {
            return lines.size();
        }
    }

    /** What has been logged so far ends here. */
    int logMark() {
        return log.mark();
    }

    /** Waits until something with this in it has been logged after this mark. */
    void awaitLogged(int mark, String part) throws InterruptedException {
        log.await(mark, part);
    }

    /** Where its REST interface answers. */
    URI url() {
        return url;
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
                        "-Dcaselli.directory=" + home.resolve("own"),
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
                .start();
        var log = new Log(process, errors);
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
                    log,
                    url,
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

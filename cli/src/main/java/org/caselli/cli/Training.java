package org.caselli.cli;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.client.CaselliClient;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;

/**
 * A run through what people do every day, at a thousand times the speed of a telephone. The launcher has the JDK watch it, to
 * make the ahead-of-time caches (JEP 514) with which all later runs start in half the time: one of this process for
 * {@code serve}, {@code demo} and {@code render}, and a small one of a second process for the commands that ask a server.
 */
final class Training {
    private Training() {}

    /**
     * @param args the file of the second process's cache; in the second process {@code client}, a folder with a document in
     *             it, the server's address and its token
     */
    public static void main(String[] args) throws IOException, StartException, InterruptedException {
        System.setProperty("caselli.log", "WARN");
        System.exit(args[0].equals("client") ? client(Path.of(args[1]), args[2], args[3]) : server(Path.of(args[0])));
    }

    private static int server(Path clientCache) throws IOException, StartException, InterruptedException {
        Path home = Files.createTempDirectory("caselli-training");
        Path document = Files.writeString(home.resolve("training.txt"), "A page to learn from.\n");
        var terminal = new Terminal(System.out, System.err, false);
        Config config = Config.parse(
                        "loopback.lines = 2\nloopback.haste = 1000\nsip.lines = 8", "training", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(home.resolve("data")));
        try (Main server = Main.start(config)) {
            int code = new ProcessBuilder(command(clientCache, home, server))
                    .inheritIO()
                    .start()
                    .waitFor();
            String rendered = home.resolve("rendered.tif").toString();
            return code + Caselli.run(terminal, Map.of(), "render", document.toString(), "-o", rendered);
        } finally {
            Demo.delete(home);
        }
    }

    /** This program once more, with the flags that commands have. */
    private static List<String> command(Path cache, Path home, Main server) {
        return List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:AOTCacheOutput=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName(),
                "client",
                home.toString(),
                server.url().toString(),
                server.token());
    }

    private static int client(Path home, String url, String token) throws InterruptedException {
        String document = home.resolve("training.txt").toString();
        var terminal = new Terminal(System.out, System.err, false);
        var environment = Map.of("CASELLI_URL", url, "CASELLI_TOKEN", token);
        var commands = new ArrayList<List<String>>();
        commands.add(List.of("--version"));
        commands.add(List.of("--help"));
        commands.add(List.of("send", "1002", document));
        for (String command : List.of("devices", "jobs list", "sent list", "inbox list", "diary latest")) {
            commands.add(List.of(command.split(" ")));
            commands.add(List.of((command + " --json").split(" ")));
        }
        commands.add(List.of("watch", "--after", "0", "--count", "3"));
        int failed = 0;
        for (List<String> command : commands) {
            failed += Caselli.run(terminal, environment, command.toArray(String[]::new));
        }
        // The receiving line ends its call a moment after the sending one.
        try (var client = new CaselliClient(URI.create(url), token)) {
            for (int i = 0;
                    i < 100 && client.archives().received(null, 1).items().isEmpty();
                    i++) {
                Thread.sleep(50);
            }
        }
        failed += Caselli.run(
                terminal,
                environment,
                "inbox",
                "save",
                "-o",
                home.resolve("saved.pdf").toString());
        return failed == 0 ? Exit.DONE : Exit.INTERNAL;
    }
}

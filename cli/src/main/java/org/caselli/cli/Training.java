package org.caselli.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;

/**
 * A run through what people do every day, at a thousand times the speed of the telephone. The launcher lets the JDK watch it,
 * to make the ahead-of-time cache (JEP 514) with which all later runs start in half the time.
 */
final class Training {
    private Training() {}

    public static void main(String[] args) throws IOException, StartException {
        Path home = Files.createTempDirectory("caselli-training");
        Path document = home.resolve("training.txt");
        Files.writeString(document, "A page to learn from.\n");
        var terminal = new Terminal(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, false);
        Config config = Config.parse(
                        "loopback.lines = 2\nloopback.haste = 1000\nsip.lines = 1", "training", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(home.resolve("data")));
        int failed = 0;
        try (Main server = Main.start(config)) {
            var environment = Map.of("CASELLI_URL", server.url().toString(), "CASELLI_TOKEN", server.token());
            String[][] commands = {
                {"--version"},
                {"--help"},
                {"send", "--help"},
                {"devices"},
                {"devices", "--json"},
                {"send", "1002", document.toString()},
                {"jobs", "list"},
                {"jobs", "list", "--json"},
                {"inbox", "list"},
                {"inbox", "save", "latest", "-o", home.resolve("saved.pdf").toString()},
                {"sent", "list"},
                {"diary", "latest"},
                {
                    "render",
                    document.toString(),
                    "-o",
                    home.resolve("rendered.tif").toString()
                }
            };
            for (String[] command : commands) {
                if (Caselli.run(terminal, environment, command) != Exit.DONE) {
                    failed++;
                }
            }
        } finally {
            Demo.delete(home);
        }
        System.exit(failed == 0 ? Exit.DONE : Exit.INTERNAL);
    }
}

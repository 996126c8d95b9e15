package org.caselli.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caselli serve}. */
@Command(
        name = "serve",
        description = "Run the server until it is interrupted.",
        footer = {"", "Settings that are not given here come from caselli.toml in this folder, if it is there."})
final class Serve implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Output session;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. Otherwise caselli.toml, if it is there.")
    private @Nullable Path config;

    @Option(names = "--port", paramLabel = "PORT", description = "The HTTP port; 0 takes a free one. Otherwise 7030.")
    private @Nullable Integer port;

    @Option(
            names = "--sip-port",
            paramLabel = "PORT",
            description = "The SIP port; 0 takes a free one. Otherwise 5060.")
    private @Nullable Integer sipPort;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory. Otherwise ./data.")
    private @Nullable Path data;

    @Override
    public Integer call() throws StartException, InterruptedException {
        Config settings = settings();
        Terminal terminal = session.terminal();
        Main server = Main.start(settings);
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        // SIGTERM and SIGINT both begin the shutdown of the JVM; it waits until the server has closed.
        Thread hook = new Thread(
                () -> {
                    stop.countDown();
                    try {
                        stopped.await();
                    } catch (InterruptedException cut) {
                        Thread.currentThread().interrupt();
                    }
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (server) {
            server.announce();
            ready(terminal, server, settings);
            stop.await();
            if (!session.json()) {
                terminal.line("Stopping; calls under way are ended in good order ...");
            }
        } finally {
            stopped.countDown();
        }
        return Exit.DONE;
    }

    private void ready(Terminal terminal, Main server, Config settings) {
        if (session.json()) {
            terminal.json(server.file());
            terminal.out().flush();
            return;
        }
        terminal.line("Caselli " + Main.version() + " is ready.");
        terminal.line("  HTTP   " + server.url());
        terminal.line("  SIP    " + settings.sip().address() + ":" + server.sipPort() + " (UDP and TCP), "
                + server.directLines() + " lines");
        terminal.line("  Data   " + settings.data().toAbsolutePath().normalize());
        List<String> numbers = server.numbers();
        terminal.line("  Lines  " + (numbers.isEmpty() ? "none with a number" : String.join(", ", numbers)));
        server.failures()
                .forEach((provider, why) -> terminal.complain("The lines of " + provider + " are not open: " + why));
        terminal.line("Send a fax from another terminal: caselli send "
                + (numbers.isEmpty() ? "sip:USER@HOST" : numbers.getLast())
                + " FILE");
        terminal.line("Ctrl-C stops.");
        terminal.out().flush();
    }

    private Config settings() {
        Config read;
        if (config != null) {
            read = Config.read(config);
        } else {
            Path usual = Path.of("caselli.toml");
            read = Files.exists(usual) ? Config.read(usual) : Config.standard();
        }
        return read.with(port("--port", port), port("--sip-port", sipPort), Optional.ofNullable(data));
    }

    private static OptionalInt port(String option, @Nullable Integer port) {
        if (port == null) {
            return OptionalInt.empty();
        }
        if (port < 0 || port > 65_535) {
            throw new Failure(Exit.USAGE, option + " is " + port + "; give 0 to 65535.");
        }
        return OptionalInt.of(port);
    }
}

package org.caselli.cli;

import java.util.Map;
import org.caselli.client.CaselliClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that talks to a server has: the server, the terminal, and the choice of JSON. */
final class Session {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private Connection connection;

    @Option(names = "--json", description = "Answer with JSON, for programs.")
    private boolean json;

    Session(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    CaselliClient client() {
        return connection.client(environment);
    }

    Terminal terminal() {
        return terminal;
    }

    boolean json() {
        return json;
    }
}

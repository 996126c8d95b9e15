package org.caselli.cli;

import java.util.Map;
import java.util.function.Consumer;
import org.caselli.client.CaselliClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that talks to a server has: the server, the terminal, and the choice of JSON. */
final class Session {
    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Consumer<CaselliClient> opened;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private Connection connection;

    @Option(names = "--json", description = "Answer with JSON, for programs.")
    private boolean json;

    /** @param opened is told the client, to close it when the command has ended */
    Session(Terminal terminal, Map<String, String> environment, Consumer<CaselliClient> opened) {
        this.terminal = terminal;
        this.environment = environment;
        this.opened = opened;
    }

    CaselliClient client() {
        CaselliClient client = connection.client(environment);
        opened.accept(client);
        return client;
    }

    /** A client of somebody who has no token yet. */
    CaselliClient stranger() {
        CaselliClient client = connection.stranger(environment);
        opened.accept(client);
        return client;
    }

    /** What a variable of the environment has; a secret perhaps. */
    String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new Failure(
                    Exit.USAGE, "There is no variable " + name + " in the environment. Set it, or name another.");
        }
        return value;
    }

    Terminal terminal() {
        return terminal;
    }

    boolean json() {
        return json;
    }
}

package org.caselli.cli;

import picocli.CommandLine.Option;

/** What a command has that needs no running server: the terminal, and the choice of JSON. */
final class Output {
    private final Terminal terminal;

    @Option(names = "--json", description = "Answer with JSON, for programs.")
    private boolean json;

    Output(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    boolean json() {
        return json;
    }
}

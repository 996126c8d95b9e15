package org.caselli.cli;

import picocli.CommandLine.Option;

/** The options of a list. */
final class Listed {
    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, the newest first; 1 to 1000. Default: ${DEFAULT-VALUE}.")
    int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after a list whose JSON had this \"next\".")
    @org.jspecify.annotations.Nullable
    String after;

    /** Tells that there is more, where the list is for people. */
    static void more(Terminal terminal, @org.jspecify.annotations.Nullable String next) {
        if (next != null) {
            terminal.line("(There are more: --limit N, or --after " + next + ")");
        }
    }
}

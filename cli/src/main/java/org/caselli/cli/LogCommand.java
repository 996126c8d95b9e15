package org.caselli.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.caselli.client.ServerLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caselli log}. */
@Command(name = "log", description = "Show the server's log for people, the newest first.")
final class LogCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Session session;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Listed listed;

    @Option(names = "--severity", paramLabel = "S", split = ",", description = "Only these: error, warning, info.")
    private @Nullable List<String> severities;

    @Option(
            names = "--category",
            paramLabel = "C",
            split = ",",
            description = "Only these: init, inbound, outbound, general.")
    private @Nullable List<String> categories;

    @Override
    public Integer call() {
        ServerLog.Entries entries = session.client()
                .log()
                .list(
                        severities == null ? List.of() : severities,
                        categories == null ? List.of() : categories,
                        listed.after,
                        listed.limit);
        if (session.json()) {
            session.terminal().json(entries);
            return Exit.DONE;
        }
        var table = new Table(
                "Nothing was logged. The settings logging say how much is.", "AT", "SEVERITY", "CATEGORY", "WHAT");
        for (ServerLog.Entry entry : entries.items()) {
            table.row(Words.time(entry.at()), entry.severity(), entry.category(), entry.sentence());
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), entries.next());
        return Exit.DONE;
    }
}

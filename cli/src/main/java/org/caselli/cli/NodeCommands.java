package org.caselli.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.caselli.client.Api;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caselli nodes}: without more, the list. */
@Command(name = "nodes", description = "The servers that share one database.")
final class NodeCommands implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Session session;

    @Override
    public Integer call() {
        return list(session);
    }

    @Command(name = "list", description = "List the servers: who lives, since when, and what each has in hand.")
    int list(@Mixin Session session) {
        List<Api.Node> nodes = session.client().nodes();
        if (session.json()) {
            session.terminal().json(Map.of("items", nodes));
            return Exit.DONE;
        }
        var table = new Table(
                "There are no servers.",
                "NODE",
                "STATE",
                "SINCE",
                "LAST SEEN",
                "LINES",
                "SENDING",
                "RECEIVING",
                "VERSION",
                "URL");
        for (Api.Node each : nodes) {
            table.row(
                    each.self() ? each.name() + " *" : each.name(),
                    each.alive() ? "alive" : each.stoppedAt() == null ? "silent" : "stopped",
                    Words.time(each.since()),
                    Words.time(each.lastSeen()),
                    each.lines(),
                    each.sending(),
                    each.receiving(),
                    each.version() == null ? "" : each.version(),
                    each.url() == null ? "" : each.url());
        }
        table.print(session.terminal());
        return Exit.DONE;
    }
}

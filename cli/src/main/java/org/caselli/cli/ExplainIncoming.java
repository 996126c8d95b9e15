package org.caselli.cli;

import java.util.concurrent.Callable;
import org.caselli.client.InboundRouting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caselli routing explain-incoming}. */
@Command(
        name = "explain-incoming",
        description =
                "Tell what would become of a call: who answers it, and where the fax would go. Nothing is called.")
final class ExplainIncoming implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private Session session;

    @Option(names = "--to", paramLabel = "NUMBER", required = true, description = "The number that is called.")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Option(names = "--from", paramLabel = "NUMBER", defaultValue = "", description = "Who calls.")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Option(
            names = "--peer",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "The IP address that the call comes from: tells whose call it is, a trunk's or a stranger's.")
    @SuppressWarnings("NullAway.Init")
    private String peer;

    @Override
    public Integer call() {
        InboundRouting.Explanation explanation =
                session.client().inboundRouting().explain(to, from, peer.isBlank() ? null : peer);
        Terminal terminal = session.terminal();
        if (session.json()) {
            terminal.json(explanation);
            return Exit.DONE;
        }
        terminal.line(Table.clean(explanation.answer()));
        for (InboundRouting.Line line : explanation.lines()) {
            terminal.line("");
            terminal.line(Table.clean(line.keys()) + " (device " + line.device() + (line.count() > 1 ? "..." : "")
                    + ")  " + line.why());
            if (line.verdict().equals("refuses")) {
                continue;
            }
            terminal.line("  It calls itself \"" + Table.clean(line.stationId()) + "\". The fax goes "
                    + (line.archived() ? "into the archive" : "into no archive")
                    + (line.methods().isEmpty() ? ", and no routing method runs." : ", then to:"));
            int number = 0;
            for (InboundRouting.Use use : line.methods()) {
                number++;
                String complaint = use.complaint();
                terminal.line("  " + number + ". " + Table.clean(use.method().name()) + ": "
                        + Table.clean(InboundMethodCommands.with(use))
                        + (complaint == null ? "" : "  FAILS: " + Table.clean(complaint)));
            }
        }
        return Exit.DONE;
    }
}

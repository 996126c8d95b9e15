package org.caselli.cli;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.caselli.client.Api;
import org.caselli.client.Settings;
import org.caselli.client.Tagged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caselli queue}. */
@Command(
        name = "queue",
        description = "The switches of the queues: who is blocked takes nothing new, who is paused starts nothing.",
        synopsisSubcommandLabel = "COMMAND")
final class QueueCommands {
    private static final String INCOMING = "The incoming queue: calls are not answered.";

    @Command(name = "status", description = "Show the switches and what is under way.")
    int status(@Mixin Session session) {
        Settings settings = session.client().settings();
        boolean incoming = flag(settings, "incoming", "blocked");
        boolean outgoing = flag(settings, "outgoing", "blocked");
        boolean paused = flag(settings, "outgoing", "paused");
        Terminal terminal = session.terminal();
        if (session.json()) {
            terminal.line(Json.of(
                    Map.of("incomingBlocked", incoming, "outgoingBlocked", outgoing, "outgoingPaused", paused)));
            return Exit.DONE;
        }
        // Whoever could read the settings above may see it.
        Api.Activity activity = requireNonNull(session.client().server().activity());
        terminal.line("Outgoing  " + (outgoing ? "blocked" : "takes faxes") + ", "
                + (paused ? "paused" : "sends them") + "; " + activity.queued() + " wait, " + activity.outgoing()
                + " on the line, " + activity.failed() + " failed");
        terminal.line(
                "Incoming  " + (incoming ? "blocked" : "answers calls") + "; " + activity.incoming() + " on the line");
        return Exit.DONE;
    }

    @Command(name = "block", description = "Take no more faxes; those in the queue are sent.")
    int block(@Mixin Session session, @Option(names = "--incoming", description = INCOMING) boolean incoming) {
        return set(session, incoming ? "incoming" : "outgoing", "blocked", true);
    }

    @Command(name = "unblock", description = "Take faxes again.")
    int unblock(@Mixin Session session, @Option(names = "--incoming", description = INCOMING) boolean incoming) {
        return set(session, incoming ? "incoming" : "outgoing", "blocked", false);
    }

    @Command(name = "pause", description = "Start no more calls; those on the line go on.")
    int pause(@Mixin Session session) {
        return set(session, "outgoing", "paused", true);
    }

    @Command(name = "resume", description = "Send again.")
    int resume(@Mixin Session session) {
        return set(session, "outgoing", "paused", false);
    }

    private int set(Session session, String section, String member, boolean value) {
        Settings settings = session.client().settings();
        Tagged<Map<String, Object>> before = settings.section(section);
        if (!Boolean.valueOf(value).equals(before.value().get(member))) {
            settings.change(section, Map.of(member, value), before.tag());
        }
        return status(session);
    }

    private static boolean flag(Settings settings, String section, String member) {
        return Boolean.TRUE.equals(settings.section(section).value().get(member));
    }
}

package org.caselli.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caselli.client.Incoming;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli incoming}. */
@Command(
        name = "incoming",
        description = "Faxes that are being received or routed, and those that could not be routed.",
        synopsisSubcommandLabel = "COMMAND")
final class IncomingCommands {
    @Command(name = "list", description = "List the incoming queue, the newest first.")
    int list(
            @Mixin Session session,
            @Mixin Listed listed,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only jobs in this state, such as retries_exceeded; may be given again.")
                    @Nullable
                    List<String> states,
            @Option(names = "--mine", description = "As the folders of my account show it.") boolean mine) {
        Incoming.Jobs jobs =
                session.client().incoming().jobs(states == null ? List.of() : states, mine, listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(jobs);
            return Exit.DONE;
        }
        var table = new Table("The incoming queue is empty.", "FAX", "FROM", "LINE", "PAGES", "SINCE", "STATE");
        for (Incoming.Job job : jobs.items()) {
            table.row(job.id(), from(job), job.device(), job.pages(), Words.time(job.startedAt()), state(job));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), jobs.next());
        return Exit.DONE;
    }

    private static String from(Incoming.Job job) {
        return Words.orDash(job.callerId().isEmpty() ? job.farId() : job.callerId());
    }

    private static String state(Incoming.Job job) {
        return switch (job.state()) {
            case "in_progress" -> "being received";
            case "retrying" -> "routed again at " + Words.time(job.dueAt());
            case "retries_exceeded" -> "not routed: see \"caselli incoming show " + job.id() + "\"";
            default -> job.state().replace('_', ' ');
        };
    }

    @Command(name = "show", description = "Show a fax of the queue, and what its routing methods have done.")
    int show(@Mixin Session session, @Parameters(paramLabel = "FAX", description = "Its id.") String id) {
        Incoming.JobDetail detail = session.client().incoming().job(id);
        if (session.json()) {
            session.terminal().json(detail);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        Incoming.Job job = detail.job();
        terminal.line("Fax " + job.id() + ", " + state(job));
        terminal.line("From      " + Table.clean(from(job)));
        terminal.line("To        " + Table.clean(Words.orDash(job.calledNumber())) + " on " + job.device());
        terminal.line("Since     " + Words.time(job.startedAt()));
        terminal.line("Pages     " + job.pages() + (job.archived() ? ", in the archive" : ""));
        for (Incoming.Step step : detail.methods()) {
            String error = step.error();
            terminal.line("Method    " + step.position() + ". " + Table.clean(step.name()) + ": "
                    + step.state().replace('_', ' ') + (error == null ? "" : ". " + Table.clean(error)));
        }
        terminal.line("Call      " + job.call());
        return Exit.DONE;
    }

    @Command(
            name = "cancel",
            description =
                    "Break off a reception (its pages are thrown away), or delete a fax that could not be routed.")
    int cancel(@Mixin Session session, @Parameters(paramLabel = "FAX", description = "Its id.") String id) {
        session.client().incoming().cancel(id);
        if (session.json()) {
            session.terminal().json(Map.of("id", id));
        } else {
            session.terminal().line("Fax " + Table.clean(id) + " is cancelled.");
        }
        return Exit.DONE;
    }

    @Command(
            name = "retry",
            description =
                    "Route a fax again that could not be routed. Methods that have done their work are not repeated.")
    int retry(@Mixin Session session, @Parameters(paramLabel = "FAX", description = "Its id.") String id) {
        Incoming.Job job = session.client().incoming().restart(id);
        if (session.json()) {
            session.terminal().json(job);
        } else {
            session.terminal().line("Fax " + job.id() + " is routed again.");
        }
        return Exit.DONE;
    }

    @Command(
            name = "save",
            description = "Save a fax of the queue as PDF or TIFF; of one that is being received, the pages so far.")
    int save(
            @Mixin Session session,
            @Mixin Saving saving,
            @Parameters(paramLabel = "FAX", description = "Its id.") String id) {
        Incoming incoming = session.client().incoming();
        Path file = saving.save(id, () -> incoming.pdf(id), () -> incoming.tiff(id));
        if (session.json()) {
            session.terminal().json(Map.of("id", id, "file", file.toString()));
        } else {
            session.terminal().line("Saved fax " + Table.clean(id) + " as " + file);
        }
        return Exit.DONE;
    }
}

package org.caselli.cli;

import java.util.List;
import org.caselli.client.Api;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli jobs}. */
@Command(
        name = "jobs",
        description = "Faxes that are to be sent, and what became of them.",
        synopsisSubcommandLabel = "COMMAND")
final class JobCommands {
    @Command(name = "list", description = "List jobs, the newest first.")
    int list(
            @Mixin Session session,
            @Mixin Listed listed,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            split = ",",
                            description =
                                    "Only jobs in this state: pending, in_progress, retrying, canceling, completed,"
                                            + " failed, canceled. May be repeated.")
                    @Nullable
                    List<String> states) {
        Api.Jobs jobs = session.client().jobs(states == null ? List.of() : states, listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(jobs);
            return Exit.DONE;
        }
        var table = new Table("There are no jobs.", "JOB", "TO", "PAGES", "SUBMITTED", "STATE");
        for (Api.Job job : jobs.items()) {
            String to = job.recipientName().isEmpty() ? job.number() : job.number() + " " + job.recipientName();
            table.row(job.id(), to, job.pages(), Words.time(job.submittedAt()), Words.state(job));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), jobs.next());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show a job and its attempts.")
    int show(@Mixin Session session, @Parameters(paramLabel = "JOB", description = "The id of a job.") String id) {
        Api.JobDetail detail = session.client().job(id);
        if (session.json()) {
            session.terminal().json(detail);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        Api.Job job = detail.job();
        Api.Submission submission = detail.submission();
        terminal.line("Job " + job.id() + " to "
                + Table.clean(job.number() + " " + job.recipientName()).strip());
        terminal.line("State      " + Words.state(job));
        Api.Outcome outcome = job.outcome();
        if (outcome != null && !job.state().equals("completed")) {
            terminal.line("Advice     " + outcome.advice());
        }
        Api.Live live = detail.live();
        if (live != null) {
            terminal.line("Now        " + live.phase()
                    + (live.farId().isEmpty() ? "" : ", with " + Table.clean(live.farId())));
        }
        terminal.line("Pages      " + job.pagesConfirmed() + " of " + job.pages() + " confirmed");
        terminal.line("Files      " + Table.clean(String.join(", ", submission.files())));
        if (!submission.subject().isEmpty()) {
            terminal.line("Subject    " + Table.clean(submission.subject()));
        }
        terminal.line("Submitted  " + Words.time(job.submittedAt()) + ", priority " + job.priority());
        if (!job.isFinal()) {
            terminal.line("Due        " + Words.time(job.dueAt()));
        }
        if (job.endedAt() != null) {
            terminal.line("Ended      " + Words.time(job.endedAt()));
        }
        for (Api.Attempt attempt : detail.attempts()) {
            Api.Outcome ending = attempt.outcome();
            terminal.line(
                    "Attempt " + attempt.number() + "  " + Words.time(attempt.startedAt()) + " on " + attempt.device()
                            + (attempt.call() == null ? "" : ", call " + attempt.call()) + ": "
                            + (ending == null ? "under way" : ending.sentence()) + " ("
                            + Words.agreed(attempt.facts()) + ")");
        }
        return Exit.DONE;
    }

    @Command(name = "cancel", description = "Cancel a job.")
    int cancel(@Mixin Session session, @Parameters(paramLabel = "JOB", description = "The id of a job.") String id) {
        return changed(session, session.client().cancel(id));
    }

    @Command(name = "restart", description = "Send a failed job again, from its first page.")
    int restart(@Mixin Session session, @Parameters(paramLabel = "JOB", description = "The id of a job.") String id) {
        return changed(session, session.client().restart(id));
    }

    private static int changed(Session session, Api.Job job) {
        if (session.json()) {
            session.terminal().json(job);
        } else {
            session.terminal().line("Job " + job.id() + " is " + Words.state(job) + (job.isFinal() ? "" : "."));
        }
        return Exit.DONE;
    }
}
